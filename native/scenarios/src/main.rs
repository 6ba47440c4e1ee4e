//! Plays the scenarios on a host in another language: `ckey-scenarios python reading/`.

use std::process::ExitCode;

use ckey_scenarios::{LANGUAGES, Process, run};

#[allow(clippy::print_stderr, reason = "a tool for the command line")]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    match LANGUAGES.iter().find(|language| language.name == name) {
        Some(language) => run(|| Process::of(language), 0, arguments),
        None => {
            let names: Vec<&str> = LANGUAGES.iter().map(|language| language.name).collect();
            eprintln!("usage: ckey-scenarios {} [WORD ...]", names.join("|"));
            ExitCode::FAILURE
        }
    }
}
