//! Plays all lines that a program was started with: checks them first, and ends what they began.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ckey_base::counted;
use ckey_cmdlets::{CmdletError, Left, Session, SessionOptions};

use crate::console::Console;
use crate::line::{self, LineError, Pipeline};
use crate::options::Options;
use crate::play::{self, Chosen, Player};

/// Exit code for a check that has found something, where nothing else is wrong.
const FOUND: u8 = 3;

/// Exit code of a program that the user has interrupted, as shells have it.
const INTERRUPTED: u8 = 130;

/// How long jobs are worked before the program ends.
const LONGEST: Duration = Duration::from_secs(10);

/// A file of command lines, and how it is played.
pub(crate) struct File<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    /// Each line is shown before its output.
    pub(crate) echo: bool,
    /// Nothing is changed.
    pub(crate) what_if: bool,
}

/// The lines of a text, all of which are checked before the first is played.
///
/// # Errors
/// What is wrong with them, a line for each.
pub(crate) fn read(text: &str, file: Option<&str>) -> Result<Vec<Pipeline>, String> {
    let (pipelines, errors) = line::parse_all(text);
    let told = |error: LineError| match file {
        Some(file) => format!("{file}:{}:{}: {}", error.line, error.column, error.message),
        None => error.to_string(),
    };
    let mut problems: Vec<(usize, String)> =
        errors.into_iter().map(|error| (error.line, told(error))).collect();
    let several = pipelines.len() > 1;
    for pipeline in &pipelines {
        if let Err(problem) = play::check(pipeline) {
            let at = place(file, pipeline.line, several);
            problems.push((pipeline.line, format!("{at}{problem}")));
        }
    }
    if problems.is_empty() {
        return Ok(pipelines);
    }
    problems.sort_by_key(|(line, _)| *line);
    let mut told: Vec<_> = problems.into_iter().map(|(_, problem)| problem).collect();
    if told.len() > 1 {
        told.push(String::from("Nothing was done."));
    }
    Err(told.join("\n"))
}

/// Where a line stands: as editors and compilers write it, where it is one of a file.
fn place(file: Option<&str>, line: usize, several: bool) -> String {
    match file {
        Some(file) => format!("{file}:{line}: "),
        None if several => format!("line {line}: "),
        None => String::new(),
    }
}

/// Plays lines that were read.
///
/// # Errors
/// A sentence where one of them cannot be played.
pub(crate) fn play(
    options: &Options,
    pipelines: &[Pipeline],
    file: Option<&File<'_>>,
) -> Result<ExitCode, String> {
    let mut player = player(options, file.is_some_and(|file| file.what_if))?;
    for (at, pipeline) in pipelines.iter().enumerate() {
        if let Some(file) = file.filter(|file| file.echo) {
            let next = pipelines.get(at.saturating_add(1)).map_or(usize::MAX, |next| next.line);
            echo(&mut player.console, file.text, pipeline.line, next);
        }
        let at = place(file.map(|file| file.path), pipeline.line, pipelines.len() > 1);
        player.console.at(&at);
        player.play(pipeline).map_err(|problem| format!("{at}{problem}"))?;
    }
    player.console.at("");
    if player.what_if {
        player.console.hint(if player.failed {
            "Nothing was done. A line that needs what a line before would have made has failed here."
        } else {
            "Nothing was done."
        });
    }
    if finish_jobs(&mut player) {
        return Ok(ExitCode::from(INTERRUPTED));
    }
    Ok(match (player.failed, player.found) {
        (true, _) => ExitCode::FAILURE,
        (false, true) => ExitCode::from(FOUND),
        (false, false) => ExitCode::SUCCESS,
    })
}

fn echo(console: &mut Console, text: &str, from: usize, until: usize) {
    let lines = text.lines().enumerate().map(|(n, line)| (n.saturating_add(1), line));
    lines
        .filter(|(n, _)| *n >= from && *n < until)
        .map(|(_, line)| line.trim_end())
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .for_each(|line| console.echo(&format!("PS> {line}")));
}

/// Works the jobs that the lines have left, as long as that does not take long: after the program
/// nobody does. Whether the user had enough of it.
fn finish_jobs(player: &mut Player) -> bool {
    if !player.changed {
        return false;
    }
    player.console.begin();
    let stop = interrupted();
    let (session, console) = (&player.session, &mut player.console);
    let left = session
        .finish_jobs(LONGEST, &stop, &mut |what, done, total| console.working(what, done, total));
    player.console.flush();
    let is_stopped = stop.load(Ordering::Relaxed);
    if is_stopped {
        // Every line was played: only what follows from them waits.
        player.console.hint("Interrupted. Every command was done.");
    }
    match left {
        Ok(None) => {}
        // Its keys are done, and whoever works it ends it.
        Ok(Some(left)) if left.scopes == 0 && left.steps == 0 && left.problem.is_none() => {}
        Ok(Some(left)) => player.console.hint(&told(&left)),
        Err(problem) => player.console.warn(&format!("The open jobs were not run: {problem}")),
    }
    is_stopped
}

/// Set once the user has enough (Ctrl+C); a second time ends the program at once.
#[cfg(unix)]
fn interrupted() -> Arc<AtomicBool> {
    use signal_hook::consts::SIGINT;
    use signal_hook::flag::{register, register_conditional_shutdown};
    let stop = Arc::new(AtomicBool::new(false));
    // Where it cannot be noted, the first time ends the program too, as before.
    let _ = register_conditional_shutdown(SIGINT, INTERRUPTED.into(), Arc::clone(&stop))
        .and_then(|_| register(SIGINT, Arc::clone(&stop)));
    stop
}

#[cfg(not(unix))]
fn interrupted() -> Arc<AtomicBool> {
    Arc::default()
}

fn told(left: &Left) -> String {
    let jobs = counted(left.jobs, "job is", "jobs are");
    let mut what = Vec::new();
    if left.scopes > 0 || left.steps == 0 {
        what.push(format!("{} still to be looked at", counted(left.scopes, "key", "keys")));
    }
    if left.steps > 0 {
        let steps = counted(left.steps, "step of a purge", "steps of purges");
        what.push(format!("{steps} still to be made"));
    }
    let what = what.join(" and ");
    let why = left.problem.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
    format!("{jobs} not finished, with {what}{why}. Run: customer-key work")
}

/// A session for who only looks: it says nothing, and works no job.
///
/// # Errors
/// As [`player`].
pub(crate) fn asking(options: &Options) -> Result<Player, String> {
    let mut player = player(options, true)?;
    player.console = Console::quiet();
    Ok(player)
}

/// Opens a session to play in.
///
/// # Errors
/// A sentence.
pub(crate) fn player(options: &Options, what_if: bool) -> Result<Player, String> {
    let told = |problem: CmdletError| format!("{problem} {}", problem.fix);
    let environment = SessionOptions::process_environment().map_err(told)?;
    let named = environment.get("CUSTOMER_KEY_TENANT").filter(|path| !path.is_empty());
    let mut chosen = named.map_or(Chosen::Last, |path| Chosen::Environment(path.into()));
    let mut tenant = None;
    if let Some(path) = &options.tenant {
        let path = std::path::absolute(path)
            .map_err(|problem| format!("--tenant {}: {problem}", path.display()))?;
        tenant = Some(path.clone());
        chosen = Chosen::Option(path);
    }
    let opening = SessionOptions {
        tenant,
        environment: Some(environment),
        // Opening a tenant must not begin to work its jobs.
        manual_jobs: what_if.then_some(true),
        non_dumpable: true,
        program: std::env::current_exe().ok(),
        remember_tenant: matches!(chosen, Chosen::Last),
        #[cfg(feature = "azure")]
        azure: Some(ckey_azure::connect),
        ..SessionOptions::default()
    };
    let session = Session::open(opening).map_err(told)?;
    let location = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    let mut player = Player::new(session, Console::new(options.format), location, chosen);
    (player.yes, player.what_if) = (options.yes, what_if);
    Ok(player)
}
