//! `./build test`: everything that can be checked on this machine, counted.

mod failed;
pub(crate) mod prerequisites;
mod rust;
mod sdk;
mod suites;

use std::process::ExitCode;
use std::time::Instant;

use crate::tally::Tally;

/// How one suite ended: its counts, a sentence where it was skipped or needs one, whether something
/// that it needs was missing, and what its programs told of what failed.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    pub(crate) note: Option<String>,
    /// It was skipped, or a part of it, for want of a program.
    pub(crate) is_incomplete: bool,
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
        self.is_incomplete |= other.is_incomplete;
        self.failed.extend(other.failed);
    }

    pub(crate) fn skipped(why: impl Into<String>) -> Outcome {
        Outcome { note: Some(why.into()), is_incomplete: true, ..Outcome::of(Tally::skip()) }
    }

    /// The same where nothing may be missing: what was skipped has failed.
    fn required(mut self) -> Outcome {
        if self.is_incomplete {
            self.tally.add(Tally::one(false));
            self.failed.push(self.note.clone().unwrap_or_else(|| String::from("it was skipped")));
        }
        self
    }
}

/// What tells tests to take the time that they need to find rare faults.
const LONG: &str = "--long";

/// What makes a suite fail that cannot run on this machine.
const COMPLETE: &str = "--complete";

/// Whether the run is a long one.
pub(crate) fn is_long() -> bool {
    std::env::args().any(|arg| arg == LONG)
}

/// Whether a suite, or a test, fails that cannot run on this machine.
fn is_complete() -> bool {
    std::env::args().any(|arg| arg == COMPLETE)
}

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let options = [LONG, COMPLETE];
    if let Some(unknown) =
        args.iter().find(|arg| arg.starts_with('-') && !options.contains(&arg.as_str()))
    {
        return Err(format!("it takes names of suites, {LONG} and {COMPLETE}, not {unknown}"));
    }
    let only: Vec<&str> = args.iter().map(String::as_str).filter(|a| !a.starts_with('-')).collect();
    prerequisites::tell();
    let (mut total, begun) = (Tally::default(), Instant::now());
    let (mut summary, mut failed) = (Vec::new(), Vec::new());
    let suites = suites::all();
    for (name, suite) in suites.iter().filter(|(name, _)| only.is_empty() || only.contains(name)) {
        println!("\n== {name}");
        let started = Instant::now();
        let outcome = suite().unwrap_or_else(|problem| {
            eprintln!("{name}: {problem}");
            Outcome { note: Some(problem), ..Outcome::of(Tally::one(false)) }
        });
        let outcome = if is_complete() { outcome.required() } else { outcome };
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
    summary.push(format!("{:<12} {:.0} s", "in all", begun.elapsed().as_secs_f64()));
    failed.iter().for_each(|of_suite| println!("{of_suite}"));
    println!("\n{}\n{total}", summary.join("\n"));
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_skipped_fails_where_nothing_may_be_missing() {
        let mut outcome = Outcome::one(true, "one");
        outcome.add(Outcome::skipped("there is no other"));
        assert_eq!((outcome.tally.failed, outcome.tally.skipped), (0, 1));
        let required = outcome.required();
        assert_eq!((required.tally.failed, required.failed.len()), (1, 1));
        assert_eq!(Outcome::one(true, "one").required().tally.failed, 0);
        // Tests that a program leaves out by itself are no missing program.
        let ignored = Outcome::of(Tally { passed: 1, failed: 0, skipped: 3 });
        assert_eq!(ignored.required().tally.failed, 0);
    }
}
