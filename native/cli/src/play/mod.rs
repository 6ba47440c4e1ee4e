//! Plays pipelines: each cmdlet a call of the session, objects passed on as they come.

mod check;
mod feed;
mod stage;
mod trim;
mod value;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use ckey_cmdlets::table::CommonParameter;
use ckey_cmdlets::{Next, Session};
use serde_json::{Map, Value as Json, json};

use crate::common::Preference;
use crate::console::Console;
use crate::expression;
use crate::line::{Command, Pipeline, Value};
use crate::output::Item;
use crate::problem::Problem;
pub(crate) use check::check;
use stage::{Cmdlet, Stage};

/// How long one look for a record lasts; between two of them nothing is held.
const PATIENCE: Duration = Duration::from_secs(1);

/// Why a pipeline ended before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The command line is wrong; nothing was done.
    Usage(String),
    /// An error that ends the pipeline, already shown.
    Ended,
    /// Standard output is gone, or a later stage has enough.
    Enough,
}

/// Which tenant the next program of this user finds.
#[derive(Debug)]
pub(crate) enum Chosen {
    /// The one that was opened last: what is opened here is kept.
    Last,
    /// The one that the environment names.
    Environment(PathBuf),
    /// The one of this command line was named by an option; the next names its own.
    Option(PathBuf),
}

/// Plays command lines in one session.
pub(crate) struct Player {
    pub(crate) session: Arc<Session>,
    pub(crate) console: Console,
    pub(crate) location: PathBuf,
    pub(crate) chosen: Chosen,
    /// Every question is answered by yes.
    pub(crate) yes: bool,
    /// Nothing is changed, and what would be is told.
    pub(crate) what_if: bool,
    /// Whether any error was reported, or something could not be written.
    pub(crate) failed: bool,
    /// Whether a check has found something.
    pub(crate) found: bool,
    /// Whether something was asked for that changes the tenant.
    pub(crate) changed: bool,
    /// Errors so far.
    errors: u64,
    variables: HashMap<String, Vec<Item>>,
    /// Where what comes out is gathered, instead of being shown.
    sink: Option<Vec<Item>>,
}

impl Player {
    pub(crate) fn new(
        session: Arc<Session>,
        console: Console,
        location: PathBuf,
        chosen: Chosen,
    ) -> Player {
        Player {
            session,
            console,
            location,
            chosen,
            yes: false,
            what_if: false,
            failed: false,
            found: false,
            changed: false,
            errors: 0,
            variables: HashMap::new(),
            sink: None,
        }
    }

    /// Plays one line to its end.
    ///
    /// # Errors
    /// A sentence when the line is not one that can be played; errors of cmdlets are shown and
    /// noted in `failed`.
    pub(crate) fn play(&mut self, pipeline: &Pipeline) -> Result<(), String> {
        check(pipeline)?;
        self.console.begin();
        if pipeline.kept.is_some() {
            self.sink = Some(Vec::new());
        }
        let run = self.pipeline(pipeline);
        if let (Some(name), Some(items)) = (&pipeline.kept, self.sink.take()) {
            self.variables.insert(name.clone(), items);
        }
        self.console.flush();
        self.failed |= self.console.has_lost();
        match run {
            Ok(()) => Ok(()),
            Err(Stop::Usage(problem)) => Err(problem),
            Err(Stop::Ended | Stop::Enough) => {
                self.failed = true;
                Ok(())
            }
        }
    }

    /// Plays a pipeline, also one in parentheses.
    fn pipeline(&mut self, pipeline: &Pipeline) -> Result<(), Stop> {
        let known = self.looked_at(pipeline)?;
        let begins = match (&known.source, known.commands.split_first()) {
            (Some(source), _) => Some((self.items(source)?, known.commands.as_slice())),
            (None, Some((first, rest))) if expression::gives_date(first) => {
                Some((vec![date(first)?], rest))
            }
            _ => None,
        };
        let (source, commands) = match begins {
            Some((items, rest)) => (Some(items), rest.to_vec()),
            None => (None, known.commands.clone()),
        };
        let rest = Pipeline { source: source.as_ref().map(|_| Value::Null), commands, ..known };
        let mut stages = stage::build(&rest).map_err(Stop::Usage)?;
        let mut run = match source {
            Some(items) => {
                items.into_iter().try_for_each(|item| self.feed(&mut stages, 0, Some(item)))
            }
            None => self.feed(&mut stages, 0, None),
        };
        for at in 0..stages.len() {
            if matches!(run, Ok(()) | Err(Stop::Enough)) {
                let rest = self.finish(stages.get_mut(at))?;
                run = rest
                    .into_iter()
                    .try_for_each(|item| self.feed(&mut stages, at.saturating_add(1), Some(item)));
            }
        }
        match run {
            Err(Stop::Enough) => Ok(()),
            run => run,
        }
    }

    /// What a stage still holds when nothing more comes.
    fn finish(&mut self, stage: Option<&mut Stage>) -> Result<Vec<Item>, Stop> {
        let Some(Stage::Trim(trim)) = stage else { return Ok(Vec::new()) };
        if let Some(file) = trim.writes().filter(|_| self.what_if) {
            self.console.what_if(&format!("{} would be written.", file.display()));
        }
        let rest = trim.finish();
        if let Some(name) = trim.never_seen() {
            self.console.warn(&format!("No object has a property '{name}'."));
        }
        rest.map_err(|problem| self.lost(&problem))
    }

    /// A file that cannot be read or written ends the line.
    fn lost(&mut self, problem: &str) -> Stop {
        self.failed = true;
        self.errors = self.errors.saturating_add(1);
        self.console.complain(problem);
        Stop::Ended
    }

    fn feed(&mut self, stages: &mut [Stage], at: usize, item: Option<Item>) -> Result<(), Stop> {
        let next = at.saturating_add(1);
        match (stages.get_mut(at), item) {
            (None, Some(item)) => match &mut self.sink {
                Some(sink) => {
                    sink.push(item);
                    Ok(())
                }
                None => self.console.object(item).map_err(|_| Stop::Enough),
            },
            (None, None) => Ok(()),
            (Some(Stage::Import(file)), _) => {
                let items = file.items(&self.location).map_err(|problem| self.lost(&problem))?;
                items.into_iter().try_for_each(|item| self.feed(stages, next, Some(item)))
            }
            (Some(Stage::Cmdlet(cmdlet)), item) => {
                let cmdlet = Rc::clone(cmdlet);
                self.call(&cmdlet, stages, next, item)
            }
            (Some(Stage::Trim(trim)), _) if self.what_if && trim.writes().is_some() => Ok(()),
            (Some(Stage::Trim(trim)), item) => {
                let pushed = item.map(|item| trim.push(item, &self.location)).transpose();
                let (items, full) =
                    pushed.map_err(|problem| self.lost(&problem))?.unwrap_or_default();
                items.into_iter().try_for_each(|item| self.feed(stages, next, Some(item)))?;
                if full { Err(Stop::Enough) } else { Ok(()) }
            }
        }
    }

    fn call(
        &mut self,
        cmdlet: &Cmdlet,
        stages: &mut [Stage],
        next: usize,
        item: Option<Item>,
    ) -> Result<(), Stop> {
        let common = cmdlet.bound.common;
        let parameters = match item {
            None => cmdlet.bound.parameters.clone(),
            Some(item) => match feed::bind(cmdlet, item) {
                Ok(parameters) => parameters,
                Err(problem) => return self.problem(cmdlet, &problem),
            },
        };
        if self.is_left_out(cmdlet) {
            self.console.what_if(&format!("{} would run.", cmdlet.def.name));
            return Ok(());
        }
        let what_if = common.what_if || self.what_if;
        self.changed |= cmdlet.def.plans() && !what_if;
        let mut parameters = parameters;
        if let Some(asks) = common.confirm {
            parameters.insert(String::from("Confirm"), Json::Bool(asks));
        }
        let arguments = json!({
            "parameters": parameters, "positional": cmdlet.bound.positional, "whatIf": what_if, "location": self.location.to_string_lossy(),
        });
        let bytes =
            serde_json::to_vec(&arguments).map_err(|problem| Stop::Usage(problem.to_string()))?;
        let mut call = match self.session.start(cmdlet.def.name, &bytes) {
            Ok(call) => call,
            Err(problem) => return self.problem(cmdlet, &problem.into()),
        };
        self.console.step();
        loop {
            if !common.progress.is_silent() {
                self.console.alive(cmdlet.def.name);
            }
            let record = match call.next(PATIENCE) {
                Ok(Next::Record(record)) => record,
                Ok(Next::None) => continue,
                Ok(Next::Finished) => break,
                Err(problem) => return self.problem(cmdlet, &problem.into()),
            };
            let mut parts = record.splitn(2, |byte| *byte == b'\n');
            let head: Map<String, Json> =
                parts.next().and_then(|head| serde_json::from_slice(head).ok()).unwrap_or_default();
            let stream = head.get("stream").and_then(Json::as_str).unwrap_or_default();
            match stream {
                "output" => {
                    self.outputs(cmdlet, &head, parts.next().unwrap_or_default(), stages, next)?
                }
                "error" => match serde_json::from_value::<Problem>(Json::Object(head)) {
                    Ok(problem) => self.problem(cmdlet, &problem)?,
                    Err(problem) => return Err(Stop::Usage(problem.to_string())),
                },
                "confirm" => {
                    let text =
                        |name: &str| head.get(name).and_then(Json::as_str).unwrap_or_default();
                    // A question that nobody could be asked stays unanswered.
                    if let Some(yes) = if self.yes {
                        Some(true)
                    } else {
                        self.ask(cmdlet, text("caption"), text("message"))?
                    } {
                        call.answer(yes);
                    }
                }
                _ => {
                    self.console.message(&head, common);
                    if let Some(setting) = common.stopping(stream) {
                        return Err(self.stopped(cmdlet, setting));
                    }
                }
            }
        }
        Ok(())
    }

    fn outputs(
        &mut self,
        cmdlet: &Cmdlet,
        head: &Map<String, Json>,
        body: &[u8],
        stages: &mut [Stage],
        next: usize,
    ) -> Result<(), Stop> {
        let objects: Vec<Json> = serde_json::from_slice(body)
            .map_err(|problem| Stop::Usage(format!("a record cannot be read: {problem}")))?;
        let kind: Rc<str> = head
            .get("type")
            .and_then(|t| t.get(0))
            .and_then(Json::as_str)
            .unwrap_or_default()
            .into();
        for object in objects {
            let opened = object.get("Path").and_then(Json::as_str);
            if let Some(path) = opened.filter(|_| cmdlet.def.opens_tenant && !self.what_if) {
                self.opened(Path::new(path), cmdlet);
            }
            let is_check = cmdlet.def.name.starts_with("Test-");
            self.found |= is_check && object.get("Result").and_then(Json::as_str) == Some("Failed");
            self.feed(stages, next, Some(Item::new(Rc::clone(&kind), object)))?;
        }
        self.console.batch();
        Ok(())
    }

    /// Says which tenant the next program finds, where that is another.
    fn opened(&mut self, path: &Path, cmdlet: &Cmdlet) {
        let is_same = |other: &Path| {
            let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
            real(other) == real(path)
        };
        let told = match &self.chosen {
            Chosen::Last => return, // The session has kept it.
            Chosen::Environment(other) | Chosen::Option(other) if is_same(other) => return,
            Chosen::Environment(other) => format!(
                "The next command works on {}, which CUSTOMER_KEY_TENANT names, not on {}. To work on that one: --tenant {}, or set CUSTOMER_KEY_TENANT to it.",
                other.display(),
                path.display(),
                shell_word(path)
            ),
            Chosen::Option(_) => format!(
                "The next command does not find {} by itself: it is not the tenant that --tenant names. To work on it: --tenant {}",
                path.display(),
                shell_word(path)
            ),
        };
        if !cmdlet.bound.common.warnings.is_silent() {
            self.console.warn(&told);
        }
    }

    /// What is not run where nothing may change, and has no plan that could be told: it signs in, or
    /// works jobs.
    fn is_left_out(&self, cmdlet: &Cmdlet) -> bool {
        let name = cmdlet.def.name;
        self.what_if
            && !cmdlet.def.plans()
            && ["Connect-", "Wait-"].iter().any(|verb| name.starts_with(verb))
    }

    /// Shows an error, unless it was to be silent, and says whether the pipeline goes on.
    fn problem(&mut self, cmdlet: &Cmdlet, problem: &Problem) -> Result<(), Stop> {
        let preference = cmdlet.bound.common.errors;
        self.errors = self.errors.saturating_add(1);
        if !preference.is_silent() {
            self.failed = true;
            self.console.error(cmdlet.def.name, problem);
        }
        if problem.terminating || preference == Preference::Stop {
            Err(Stop::Ended)
        } else {
            Ok(())
        }
    }

    /// Says that a message has ended the pipeline, because that was asked for.
    fn stopped(&mut self, cmdlet: &Cmdlet, setting: CommonParameter) -> Stop {
        self.failed = true;
        self.errors = self.errors.saturating_add(1);
        let name = setting.name();
        let fix = format!("Leave -{name} out, or give SilentlyContinue or Ignore.");
        let text = format!("A message ended it, because -{name} is Stop.");
        let problem = Problem::new("ActionPreferenceStop", text, fix);
        self.console.error(cmdlet.def.name, &problem);
        Stop::Ended
    }

    /// Asks on the terminal. A no is the user's will and no error. Where there is no terminal,
    /// there is no answer, and an error, which nothing silences, says how to answer beforehand.
    fn ask(&mut self, cmdlet: &Cmdlet, caption: &str, message: &str) -> Result<Option<bool>, Stop> {
        match self.console.ask(caption, message) {
            Some(true) => Ok(Some(true)),
            Some(false) => {
                self.console.say("Nothing was done.");
                Ok(Some(false))
            }
            None => {
                self.failed = true;
                let fix = if cmdlet.takes_force() {
                    "Give -Force or -Confirm:false."
                } else if cmdlet.def.has_what_if() {
                    "Give -Confirm:false."
                } else {
                    "Give the option --yes, which answers it: customer-key --yes ..."
                };
                let text =
                    format!("{caption} {message} There is nobody to ask, so nothing was done.");
                let problem = Problem::new("ConfirmationNeeded", text, fix);
                self.problem(cmdlet, &problem).map(|()| None)
            }
        }
    }
}

/// A path as a shell takes it.
fn shell_word(path: &Path) -> String {
    let path = path.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ':' | '/' | '\\');
    if path.chars().all(plain) { path.into_owned() } else { format!("'{path}'") }
}

fn date(command: &Command) -> Result<Item, Stop> {
    let date = expression::date(command).map_err(Stop::Usage)?;
    Ok(Item::new("".into(), Json::String(date)))
}
