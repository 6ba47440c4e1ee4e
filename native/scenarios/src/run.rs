//! Plays all scenarios on one host, or those that are named, and counts.

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::Instant;

use crate::file::{Scenario, all, folder};
use crate::host::{Host, Shortfall};
use crate::play::play;

/// Names what would be played, or what would not be, for tools such as nextest, which then play each
/// scenario as a test.
#[allow(clippy::print_stdout, reason = "the answer of a test program")]
fn list(host: &str, long: bool, ignored: bool) -> ExitCode {
    let Ok(scenarios) = all() else { return ExitCode::FAILURE };
    for scenario in scenarios.iter().filter(|scenario| scenario.is_for(host, long) != ignored) {
        println!("{}: test", scenario.file);
    }
    ExitCode::SUCCESS
}

/// How a scenario ended, and the line that says so.
struct Verdict {
    /// `None`: it was not played.
    is_passed: Option<bool>,
    line: String,
}

fn verdict(host: &mut dyn Host, scenario: &Scenario) -> Verdict {
    if let Some(why) = host.cannot_play(&scenario.file) {
        return ignored(host.name(), scenario, why);
    }
    let begun = Instant::now();
    let mut played = play(host, scenario);
    if let Some(known) = host.falls_short(&scenario.file) {
        match as_known(known, played) {
            Ok(()) => return ignored(host.name(), scenario, known.why),
            Err(other) => played = Err(other),
        }
    }
    let word = match &played {
        Ok(()) => "ok",
        Err(problem) => &format!("FAILED\n    {problem}"),
    };
    let (name, took) = (host.name(), begun.elapsed().as_secs_f64());
    let line = format!("scenario {} on {name} ... {word} ({took:.1} s)", scenario.file);
    Verdict { is_passed: Some(played.is_ok()), line }
}

/// Whether a scenario failed where it is known to.
fn as_known(known: Shortfall<'_>, played: Result<(), String>) -> Result<(), String> {
    let Shortfall { why, step } = known;
    match played {
        Err(problem) if problem.starts_with(&format!("step {step} ")) => Ok(()),
        Err(problem) => Err(format!("it is known to fail at step {step} ({why}), and {problem}")),
        Ok(()) => {
            Err(format!("it holds, but is on the list of what does not ({why}): take it off"))
        }
    }
}

fn ignored(host: &str, scenario: &Scenario, why: &str) -> Verdict {
    let line = format!("scenario {} on {host} ... ignored ({why})", scenario.file);
    Verdict { is_passed: None, line }
}

/// Checks every scenario, then plays those whose file holds one of the words, all without words: as
/// many at once as there are processors, and `beside` more, each on a host of its own. Prints the
/// closing line that cargo's own tests print.
pub fn run<H: Host + Send>(
    host: impl FnMut() -> H,
    beside: usize,
    arguments: impl Iterator<Item = String>,
) -> ExitCode {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut hosts: Vec<H> =
        std::iter::repeat_with(host).take(processors.saturating_add(beside)).collect();
    let Some(name) = hosts.first().map(|host| host.name().to_owned()) else {
        return ExitCode::FAILURE;
    };
    run_by(&name, arguments, &mut |scenarios, note| {
        let (next, (sender, verdicts)) = (AtomicUsize::new(0), channel());
        std::thread::scope(|scope| {
            for host in &mut hosts {
                let (next, sender) = (&next, sender.clone());
                scope.spawn(move || {
                    while let Some(scenario) = scenarios.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let _ = sender.send(verdict(host, scenario));
                    }
                });
            }
            drop(sender);
            verdicts.iter().for_each(note);
        });
    })
}

/// Plays scenarios and tells of each.
type Player<'a> = dyn FnMut(&[&Scenario], &mut dyn FnMut(Verdict)) + 'a;

#[allow(clippy::print_stdout, reason = "the result of a test program")]
fn run_by(
    host: &str,
    arguments: impl Iterator<Item = String>,
    player: &mut Player<'_>,
) -> ExitCode {
    let arguments: Vec<String> = arguments.collect();
    let words: Vec<&String> = arguments.iter().filter(|word| !word.starts_with('-')).collect();
    let long = std::env::var_os("CUSTOMER_KEY_LONG").is_some();
    if arguments.iter().any(|word| word == "--list") {
        return list(host, long, arguments.iter().any(|word| word == "--ignored"));
    }
    let (started, mut passed, mut failed, mut not_played) = (Instant::now(), 0_u32, 0_u32, 0_u32);
    let scenarios = all().unwrap_or_else(|problems| {
        for problem in problems {
            failed = failed.saturating_add(1);
            println!("{problem}");
        }
        println!("Nothing was played: every file in {} has to be in order.", folder().display());
        Vec::new()
    });
    let chosen = |file: &str| words.is_empty() || words.iter().any(|word| file.contains(*word));
    let chosen = scenarios.iter().filter(|scenario| chosen(&scenario.file));
    let (played, left): (Vec<_>, Vec<_>) = chosen.partition(|one| one.is_for(host, long));
    let mut note = |verdict: Verdict| {
        let count = match verdict.is_passed {
            Some(true) => &mut passed,
            Some(false) => &mut failed,
            None => &mut not_played,
        };
        *count = count.saturating_add(1);
        println!("{}", verdict.line);
    };
    let other = |scenario: &&Scenario| ignored(host, scenario, "not for this host, or long");
    left.iter().map(other).for_each(&mut note);
    player(&played, &mut note);
    let word = if failed == 0 { "ok" } else { "FAILED" };
    let took = started.elapsed().as_secs_f64();
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; {not_played} ignored; 0 measured; 0 filtered out; finished in {took:.2}s\n"
    );
    // Words that name none may be meant for another test program.
    let some = passed.saturating_add(not_played) > 0 || !words.is_empty();
    if failed == 0 && some { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::file::judged;
    use crate::host::{Call, Played};
    use serde_json::json;
    use std::path::Path;

    /// Fails at its second call, or never.
    struct FallsShort {
        at_second: bool,
        known: usize,
        calls: usize,
    }

    impl Host for FallsShort {
        fn name(&self) -> &str {
            "rust"
        }

        fn falls_short(&self, _file: &str) -> Option<Shortfall<'_>> {
            Some(Shortfall { why: "nobody is there", step: self.known })
        }

        fn start(&mut self, _folder: &Path) -> Result<(), String> {
            Ok(())
        }

        fn run(&mut self, _pipe: &[Call], _answer: bool) -> Result<Played, String> {
            self.calls += 1;
            let fails = self.at_second && self.calls == 2;
            if fails { Err("no".to_owned()) } else { Ok(Played::default()) }
        }
    }

    #[test]
    fn what_is_known_to_fail_is_played_and_must_fail_at_its_step() {
        let step = json!({ "cmdlet": "Get-Mailbox" });
        let text = json!({ "name": "n", "rules": ["1"], "steps": [step, step] });
        let scenario = judged("a.json", &text).unwrap();
        let of =
            |at_second, known| verdict(&mut FallsShort { at_second, known, calls: 0 }, &scenario);
        assert_eq!(of(true, 2).is_passed, None);
        for (other, says) in [(of(true, 1), "at step 1"), (of(false, 2), "it holds")] {
            assert_eq!(other.is_passed, Some(false));
            assert!(other.line.contains("nobody is there"), "{}", other.line);
            assert!(other.line.contains(says), "{}", other.line);
        }
    }
}
