//! `./build test`: everything that can be checked on this machine, counted.

mod failed;
pub(crate) mod prerequisites;
mod rust;
mod sdk;
mod suites;

use std::process::ExitCode;
use std::time::Instant;

use crate::tally::Tally;

/// How one suite ended: its counts, a sentence where it was skipped or needs one, and what its
/// programs told of what failed.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    pub(crate) note: Option<String>,
    pub(crate) failed: Vec<String>,
}

impl Outcome {
    pub(crate) fn of(tally: Tally) -> Outcome {
        Outcome { tally, ..Outcome::default() }
    }

    /// Of something whose only result is whether it succeeded.
    pub(crate) fn one(success: bool, what: &str) -> Outcome {
        let failed = if success { Vec::new() } else { vec![format!("{what} failed")] };
        Outcome { failed, ..Outcome::of(Tally::one(success)) }
    }

    pub(crate) fn add(&mut self, other: Outcome) {
        self.tally.add(other.tally);
        self.note = self.note.take().or(other.note);
        self.failed.extend(other.failed);
    }

    pub(crate) fn skipped(why: impl Into<String>) -> Outcome {
        Outcome { note: Some(why.into()), ..Outcome::of(Tally::skip()) }
    }
}

/// What tells tests to take the time that they need to find rare faults.
const LONG: &str = "--long";

/// Whether the run is a long one.
pub(crate) fn is_long() -> bool {
    std::env::args().any(|arg| arg == LONG)
}

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    if let Some(unknown) = args.iter().find(|arg| arg.starts_with('-') && *arg != LONG) {
        return Err(format!("it takes names of suites and {LONG}, not {unknown}"));
    }
    let only: Vec<&str> = args.iter().map(String::as_str).filter(|a| !a.starts_with('-')).collect();
    prerequisites::tell();
    let mut total = Tally::default();
    let (mut summary, mut failed) = (Vec::new(), Vec::new());
    let suites = suites::all();
    for (name, suite) in suites.iter().filter(|(name, _)| only.is_empty() || only.contains(name)) {
        println!("\n== {name}");
        let started = Instant::now();
        let outcome = suite().unwrap_or_else(|problem| {
            eprintln!("{name}: {problem}");
            Outcome { note: Some(problem), ..Outcome::of(Tally::one(false)) }
        });
        total.add(outcome.tally);
        if !outcome.failed.is_empty() {
            failed.push(format!("\n== failed in {name}\n{}", outcome.failed.join("\n")));
        }
        summary.push(format!(
            "{name:<12} {} ({:.0} s){}",
            outcome.tally,
            started.elapsed().as_secs_f64(),
            outcome.note.map_or_else(String::new, |n| format!(" - {n}"))
        ));
    }
    if summary.is_empty() {
        let names: Vec<&str> = suites.iter().map(|s| s.0).collect();
        return Err(format!("there is no such suite; they are: {}", names.join(", ")));
    }
    failed.iter().for_each(|of_suite| println!("{of_suite}"));
    println!("\n{}\n{total}", summary.join("\n"));
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
