//! Plays all scenarios on one host, or those that are named, and counts.

use std::process::ExitCode;
use std::time::Instant;

use crate::file::{all, folder};
use crate::host::Host;
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

/// Checks every scenario, then plays those whose file holds one of the words, all without words.
/// Prints the closing line that cargo's own tests print.
#[allow(clippy::print_stdout, reason = "the result of a test program")]
pub fn run(host: &mut dyn Host, arguments: impl Iterator<Item = String>) -> ExitCode {
    let arguments: Vec<String> = arguments.collect();
    let words: Vec<&String> = arguments.iter().filter(|word| !word.starts_with('-')).collect();
    let long = std::env::var_os("CUSTOMER_KEY_LONG").is_some();
    if arguments.iter().any(|word| word == "--list") {
        return list(host.name(), long, arguments.iter().any(|word| word == "--ignored"));
    }
    let (started, mut passed, mut failed, mut ignored) = (Instant::now(), 0_u32, 0_u32, 0_u32);
    let scenarios = all().unwrap_or_else(|problems| {
        for problem in problems {
            failed = failed.saturating_add(1);
            println!("{problem}");
        }
        println!("Nothing was played: every file in {} has to be in order.", folder().display());
        Vec::new()
    });
    let chosen = |file: &str| words.is_empty() || words.iter().any(|word| file.contains(*word));
    for scenario in scenarios.iter().filter(|scenario| chosen(&scenario.file)) {
        let begun = Instant::now();
        let (count, verdict) = if !scenario.is_for(host.name(), long) {
            (&mut ignored, String::from("ignored (not for this host, or long)"))
        } else {
            match play(host, scenario) {
                Ok(()) => (&mut passed, String::from("ok")),
                Err(problem) => (&mut failed, format!("FAILED\n    {problem}")),
            }
        };
        *count = count.saturating_add(1);
        let (name, took) = (host.name(), begun.elapsed().as_secs_f64());
        println!("scenario {} on {name} ... {verdict} ({took:.1} s)", scenario.file);
    }
    let word = if failed == 0 { "ok" } else { "FAILED" };
    let took = started.elapsed().as_secs_f64();
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; {ignored} ignored; 0 measured; 0 filtered out; finished in {took:.2}s\n"
    );
    // Words that name none may be meant for another test program.
    let some = passed.saturating_add(ignored) > 0 || !words.is_empty();
    if failed == 0 && some { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
