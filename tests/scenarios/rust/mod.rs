//! Plays the scenarios of `tests/scenarios` on a host: the shared part of the Rust runners. See
//! `tests/scenarios/README.md`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    dead_code
)]
#![allow(clippy::cast_possible_truncation)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::string_slice,
    missing_docs,
    unreachable_pub
)]

pub mod load;
pub mod matcher;
pub mod play;

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Map, Value};

/// One cmdlet to run, with `$var` already replaced.
#[derive(Debug, Clone, Default)]
pub struct Call {
    pub cmdlet: String,
    pub parameters: Map<String, Value>,
    pub positional: Vec<Value>,
    pub what_if: bool,
    /// The answer to every question.
    pub answer: bool,
    /// For a later stage of a pipe: parameter by property of the object, for hosts that have no
    /// pipe of their own.
    pub bind: Map<String, Value>,
}

/// What a host saw.
#[derive(Debug, Default)]
pub struct Played {
    pub outputs: Vec<Value>,
    /// Error records: at least `id` and `message`.
    pub errors: Vec<Value>,
    pub warnings: Vec<String>,
    pub messages: Vec<String>,
    pub questions: Vec<String>,
}

/// Something that can run cmdlets: a session in this process, a command line.
pub trait Host {
    /// Its name in a scenario's `hosts`.
    fn name(&self) -> &'static str;
    /// A new tenant's worth of state, with `folder` as the current folder.
    fn start(&mut self, folder: &Path);
    /// Runs one cmdlet, or several joined by pipes.
    fn run(&mut self, pipe: &[Call]) -> Played;
}

/// The folder of the scenarios.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/scenarios")
        .canonicalize()
        .expect("tests/scenarios exists")
}

/// Plays every scenario whose name or file holds one of the words of the command line, and prints
/// the closing line that cargo's own tests print. Ends the process.
pub fn main(host: &mut dyn Host) -> ! {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if std::env::args().any(|word| word == "--list") {
        std::process::exit(0);
    }
    matcher::check_itself();
    let started = Instant::now();
    let (mut passed, mut failed, mut ignored) = (0, 0, 0);
    for file in load::files(&folder()) {
        let name = file.strip_prefix(folder()).unwrap().to_string_lossy().into_owned();
        if !words.is_empty() && !words.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        let begun = Instant::now();
        let outcome = load::scenario(&file).and_then(|scenario| play::scenario(host, &scenario));
        match outcome {
            Ok(true) => passed += 1,
            Ok(false) => ignored += 1,
            Err(_) => failed += 1,
        }
        let verdict = match &outcome {
            Ok(true) => "ok".to_owned(),
            Ok(false) => "ignored (not for this host, or long)".to_owned(),
            Err(problem) => format!("FAILED\n    {problem}"),
        };
        println!(
            "scenario {name} on {} ... {verdict} ({:.1} s)",
            host.name(),
            begun.elapsed().as_secs_f64()
        );
    }
    let word = if failed == 0 { "ok" } else { "FAILED" };
    let took = started.elapsed().as_secs_f64();
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; {ignored} ignored; 0 measured; 0 filtered out; finished in {took:.2}s\n"
    );
    std::process::exit(i32::from(failed > 0))
}
