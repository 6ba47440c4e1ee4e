//! Plays pipelines: each cmdlet a call of the session, objects passed on as they come.

mod feed;
mod stage;
mod trim;

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use ckey_cmdlets::{Next, Session};
use serde_json::{Map, Value as Json, json};

use crate::common::Preference;
use crate::console::Console;
use crate::line::Pipeline;
use crate::output::{Item, unmark};
use crate::problem::Problem;
pub(crate) use stage::find;
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

/// Plays command lines in one session.
pub(crate) struct Player {
    pub(crate) session: Arc<Session>,
    pub(crate) console: Console,
    pub(crate) location: PathBuf,
    /// Whether a tenant that is opened here is kept for the user's next commands.
    pub(crate) remembers: bool,
    /// Whether any error was reported, or something could not be written.
    pub(crate) failed: bool,
}

impl Player {
    /// Plays one pipeline to its end.
    ///
    /// # Errors
    /// A sentence when the line is not one that can be played; errors of cmdlets are shown and
    /// noted in `failed`.
    pub(crate) fn play(&mut self, pipeline: &Pipeline) -> Result<(), String> {
        let mut stages = stage::build(pipeline)?;
        let mut run = self.feed(&mut stages, 0, None);
        for at in 0..stages.len() {
            if matches!(run, Ok(()) | Err(Stop::Enough)) {
                let rest = stages.get_mut(at).map(Stage::finish).unwrap_or_default();
                run = rest
                    .into_iter()
                    .try_for_each(|item| self.feed(&mut stages, at.saturating_add(1), Some(item)));
            }
        }
        self.console.flush();
        self.failed |= self.console.has_lost();
        match run {
            Ok(()) | Err(Stop::Enough) => Ok(()),
            Err(Stop::Ended) => {
                self.failed = true;
                Ok(())
            }
            Err(Stop::Usage(problem)) => Err(problem),
        }
    }

    fn feed(&mut self, stages: &mut [Stage], at: usize, item: Option<Item>) -> Result<(), Stop> {
        let next = at.saturating_add(1);
        match (stages.get_mut(at), item) {
            (None, Some(item)) => self.console.object(item).map_err(|_| Stop::Enough),
            (None, None) => Ok(()),
            (Some(Stage::Cmdlet(cmdlet)), item) => {
                let cmdlet = Rc::clone(cmdlet);
                self.call(&cmdlet, stages, next, item)
            }
            (Some(Stage::Trim(trim)), item) => {
                let (items, full) = item.map(|item| trim.push(item)).unwrap_or_default();
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
        let sure =
            common.confirm == Some(false) || parameters.get("Force") == Some(&Json::Bool(true));
        let asks =
            !common.what_if && !sure && (cmdlet.def.confirms() || common.confirm == Some(true));
        if asks && self.agrees(cmdlet, &parameters)? != Some(true) {
            return Ok(());
        }
        let arguments = json!({
            "parameters": parameters, "positional": cmdlet.bound.positional, "whatIf": common.what_if, "location": self.location.to_string_lossy(),
        });
        let bytes =
            serde_json::to_vec(&arguments).map_err(|problem| Stop::Usage(problem.to_string()))?;
        let mut call = match self.session.start(cmdlet.def.name, &bytes) {
            Ok(call) => call,
            Err(problem) => return self.problem(cmdlet, &problem.into()),
        };
        loop {
            let record = match call.next(PATIENCE) {
                Ok(Next::Record(record)) => record,
                Ok(Next::None) => continue,
                Ok(Next::Finished) => break,
                Err(problem) => return self.problem(cmdlet, &problem.into()),
            };
            let mut parts = record.splitn(2, |byte| *byte == b'\n');
            let head: Map<String, Json> =
                parts.next().and_then(|head| serde_json::from_slice(head).ok()).unwrap_or_default();
            match head.get("stream").and_then(Json::as_str).unwrap_or_default() {
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
                    if let Some(yes) = if sure {
                        Some(true)
                    } else {
                        self.ask(cmdlet, text("caption"), text("message"))?
                    } {
                        call.answer(yes);
                    }
                }
                _ => self.console.message(&head, common),
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
        for mut object in objects {
            unmark(&mut object);
            let opened = object
                .get("Path")
                .and_then(Json::as_str)
                .filter(|_| self.remembers && stage::opens_tenant(cmdlet.def.name));
            if let Some(path) = opened {
                self.session.remember(Path::new(path));
            }
            self.feed(stages, next, Some(Item::new(Rc::clone(&kind), object)))?;
        }
        self.console.batch();
        Ok(())
    }

    /// Shows an error, unless it was to be silent, and says whether the pipeline goes on.
    fn problem(&mut self, cmdlet: &Cmdlet, problem: &Problem) -> Result<(), Stop> {
        let preference = cmdlet.bound.common.errors;
        if preference != Preference::Silent {
            self.failed = true;
            self.console.error(cmdlet.def.name, problem);
        }
        if problem.terminating || preference == Preference::Stop {
            Err(Stop::Ended)
        } else {
            Ok(())
        }
    }

    fn agrees(
        &mut self,
        cmdlet: &Cmdlet,
        parameters: &Map<String, Json>,
    ) -> Result<Option<bool>, Stop> {
        let target =
            cmdlet.def.target.iter().find_map(|name| parameters.get(*name).and_then(Json::as_str));
        let target = target
            .or_else(|| cmdlet.bound.positional.first().and_then(Json::as_str))
            .unwrap_or("the tenant")
            .to_owned();
        self.ask(
            cmdlet,
            "Are you sure you want to perform this action?",
            &format!("{} on target \"{target}\".", cmdlet.def.name),
        )
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
                } else {
                    "Give -Confirm:false."
                };
                let text =
                    format!("{caption} {message} There is nobody to ask, so nothing was done.");
                let problem = Problem::new("ConfirmationNeeded", text, fix);
                self.problem(cmdlet, &problem).map(|()| None)
            }
        }
    }
}

/// Whether every stage of a pipeline is there and its arguments bind; runs nothing.
#[cfg(test)]
pub(crate) fn check(pipeline: &Pipeline) -> Result<(), String> {
    stage::build(pipeline).map(drop)
}
