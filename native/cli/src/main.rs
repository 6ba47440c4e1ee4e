//! `customer-key`: the cmdlets from any shell.
#![allow(clippy::print_stderr, reason = "a command line tool prints")]

mod bind;
mod common;
mod console;
mod expression;
mod help;
mod line;
mod near;
mod options;
mod output;
mod play;
mod problem;
mod surface;
mod work;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use ckey_cmdlets::{CmdletError, Session, SessionOptions};

use line::Pipeline;
use options::{Action, Options};
use play::Player;

/// Exit code for a command line that is wrong.
const USAGE: u8 = 2;

/// A write beyond the process's file size limit raises a signal that would end the program without
/// a word. Noted, the write fails instead, and the cmdlet says that the disk is full.
#[cfg(unix)]
fn let_full_files_be_errors() {
    let noted = std::sync::Arc::default();
    if let Err(problem) = signal_hook::flag::register(libc::SIGXFSZ, noted) {
        eprintln!(
            "customer-key: a write beyond the file size limit will end this program: {problem}"
        );
    }
}

#[cfg(not(unix))]
fn let_full_files_be_errors() {}

fn main() -> ExitCode {
    let_full_files_be_errors();
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let result = options::read(words).and_then(run);
    match result {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("customer-key: {problem}");
            ExitCode::from(USAGE)
        }
    }
}

fn run(options: Options) -> Result<ExitCode, String> {
    match &options.action {
        Action::Help(None) => Ok(say(&help::overview())),
        Action::Help(Some(name)) => Ok(say(&help::about(play::find(name)?))),
        Action::Version => Ok(say(concat!("customer-key ", env!("CARGO_PKG_VERSION"), "\n"))),
        Action::Cmdlet { name, words } => {
            let pipeline = Pipeline { commands: vec![bind::words(name, words)], line: 1 };
            play(&options, &[pipeline], None)
        }
        Action::Text(text) => {
            play(&options, &line::parse(text).map_err(|problem| problem.to_string())?, None)
        }
        Action::File { path, echo } => {
            let text = read(path)?;
            let pipelines = line::parse(&text).map_err(|problem| format!("{path}: {problem}"))?;
            play(&options, &pipelines, echo.then_some(text.as_str()))
        }
        Action::Work { forever } => work::run(&mut player(&options)?, *forever),
    }
}

fn play(options: &Options, pipelines: &[Pipeline], echo: Option<&str>) -> Result<ExitCode, String> {
    let mut player = player(options)?;
    for (at, pipeline) in pipelines.iter().enumerate() {
        if let Some(text) = echo {
            let until = pipelines.get(at.saturating_add(1)).map_or(usize::MAX, |next| next.line);
            let lines = text
                .lines()
                .enumerate()
                .map(|(n, line)| (n.saturating_add(1), line))
                .filter(|(n, _)| *n >= pipeline.line && *n < until);
            lines
                .map(|(_, line)| line.trim_end())
                .filter(|l| !l.is_empty() && !l.starts_with('#'))
                .for_each(|line| player.console.echo(&format!("PS> {line}")));
        }
        player.play(pipeline).map_err(|problem| {
            if pipelines.len() > 1 { format!("line {}: {problem}", pipeline.line) } else { problem }
        })?;
    }
    Ok(if player.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn player(options: &Options) -> Result<Player, String> {
    let told = |problem: CmdletError| format!("{problem} {}", problem.fix);
    let mut environment = SessionOptions::process_environment().map_err(told)?;
    if let Some(path) = &options.tenant {
        let tenant = std::path::absolute(path)
            .map_err(|problem| format!("--tenant {}: {problem}", path.display()))?;
        environment
            .insert(String::from("CUSTOMER_KEY_TENANT"), tenant.to_string_lossy().into_owned());
    }
    let chosen = environment.get("CUSTOMER_KEY_TENANT").is_some_and(|path| !path.is_empty());
    let opening = SessionOptions {
        environment: Some(environment),
        non_dumpable: true,
        ..SessionOptions::default()
    };
    let session = Session::open(opening).map_err(told)?;
    let location = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    Ok(Player {
        session,
        console: console::Console::new(options.format),
        location,
        remembers: !chosen,
        failed: false,
    })
}

/// Prints; a reader that has gone away, as after `| head`, is no error.
fn say(text: &str) -> ExitCode {
    let mut out = std::io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(problem) if problem.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("customer-key: standard output cannot be written: {problem}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn read(path: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let done = if path == "-" {
        std::io::stdin().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(path).map(|all| bytes = all)
    };
    done.map_err(|problem| format!("{path}: {problem}"))?;
    String::from_utf8(bytes).map_err(|_| format!("{path}: this is not UTF-8 text"))
}
