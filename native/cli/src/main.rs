//! `customer-key`: the cmdlets from any shell.
#![allow(clippy::print_stderr, reason = "a command line tool prints")]

mod bind;
mod common;
mod complete;
mod console;
mod data;
mod expression;
mod help;
mod line;
mod log;
mod manual;
mod near;
mod options;
mod output;
mod play;
mod principal;
mod problem;
mod script;
mod serve;
mod surface;
mod work;

use std::io::Read;
use std::process::ExitCode;

use complete::{Offer, Typed};
use line::Pipeline;
use options::{Action, Options};

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
            for line in problem.lines() {
                eprintln!("{}", console::for_stderr(&format!("customer-key: {line}")));
            }
            ExitCode::from(USAGE)
        }
    }
}

fn run(options: Options) -> Result<ExitCode, String> {
    match &options.action {
        Action::Nothing => {
            eprint!("{}", help::usage());
            Ok(ExitCode::from(USAGE))
        }
        Action::Help(what) => Ok(console::say(&help::of(what.as_deref())?)),
        Action::Version => {
            Ok(console::say(concat!("customer-key ", env!("CARGO_PKG_VERSION"), "\n")))
        }
        Action::Cmdlet { name, words } => {
            let line = Pipeline::of(vec![bind::words(name, words)]);
            script::play(&options, &[line], None)
        }
        Action::Text(text) => script::play(&options, &script::read(text, None)?, None),
        Action::File { path, echo, what_if } => {
            let text = read(path)?;
            let lines = script::read(&text, Some(path))?;
            let shown = script::File { path, text: &text, echo: *echo, what_if: *what_if };
            script::play(&options, &lines, Some(&shown))
        }
        Action::Completion(shell) => Ok(console::say(complete::scripts::of(shell)?)),
        Action::Complete { how, words } => Ok(console::say(&completed(how, words)?)),
        Action::Manual => Ok(console::say(&manual::page())),
        Action::Work { forever } => work::run(&mut script::player(&options, false)?, *forever),
        Action::Serve { words } => serve::run(&mut script::player(&options, false)?, words),
        Action::Principal { words } => {
            principal::run(&script::player(&options, false)?.session, words, options.format)
        }
        Action::Data { verb, words } => {
            let data = data::read(verb, words)?;
            Ok(data::run(&script::player(&options, false)?.session, &data))
        }
    }
}

/// What a shell is offered, as its script reads it.
fn completed(how: &str, words: &[String]) -> Result<String, String> {
    let line = words.first().map_or("", String::as_str);
    let (typed, shown): (Typed, fn(&Typed, Offer) -> String) = match how {
        "--bash" => (Typed::line(line), |typed, offer| typed.for_bash(&offer.text)),
        "--powershell" => (Typed::line(line), |_, offer| {
            format!("{}\t{}", Typed::for_powershell(&offer.text), offer.about)
        }),
        "--words" => (Typed::words(words), |_, offer| format!("{}\t{}", offer.text, offer.about)),
        _ => return Err(String::from("complete is for the scripts that completion writes")),
    };
    let offers = complete::offers(&typed).into_iter().map(|offer| shown(&typed, offer));
    Ok(offers.map(|offer| format!("{offer}\n")).collect())
}

fn read(path: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let done = if path == "-" {
        std::io::stdin().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(path).map(|all| bytes = all)
    };
    let told = |why: &str| format!("the file {path} cannot be read: {why}");
    done.map_err(|problem| told(&ckey_base::why(&problem)))?;
    String::from_utf8(bytes).map_err(|_| told("it is not UTF-8 text"))
}
