//! The suites, in the order in which they run: the quick and strict ones first.

use std::process::Command;

use ckey_scenarios::{LANGUAGES, Language};

use super::{Outcome, failed, sdk};
use crate::shell::Finished;
use crate::tally::{Tally, count};
use crate::{build, fuzz, shell, windows};

pub(crate) type Suite = Box<dyn Fn() -> Result<Outcome, String>>;

/// A suite for each host in another language follows those that need no such host.
pub(crate) fn all() -> Vec<(&'static str, Suite)> {
    let mut all: Vec<(&'static str, Suite)> = vec![
        ("fmt", Box::new(fmt)),
        ("clippy", Box::new(clippy)),
        ("doc", Box::new(doc)),
        ("generate", Box::new(generate)),
        ("rust", Box::new(super::rust::run)),
        ("c", Box::new(c)),
        ("library", Box::new(library)),
        ("package", Box::new(crate::package::proof::run)),
        ("vectors", Box::new(vectors)),
        ("browser", Box::new(browser)),
    ];
    for language in LANGUAGES {
        all.push((language.name, Box::new(move || played(language))));
    }
    all.push(("sdk", Box::new(sdk::run)));
    all.push(("windows", Box::new(windows)));
    all.push(("deny", Box::new(deny)));
    all.push(("fuzz", Box::new(fuzz)));
    all
}

/// A program whose exit code is its only result.
fn check(command: &mut Command) -> Result<Outcome, String> {
    let success = shell::run(command)?.success;
    Ok(Outcome::one(success, &format!("{command:?}")))
}

/// A program that prints closing lines; a bad exit code without a failed test counts as one.
pub(super) fn counted(command: &mut Command) -> Result<Outcome, String> {
    let finished = shell::run(told(command))?;
    let outcome = judged(&finished, &format!("{command:?}"));
    if finished.success && outcome.tally.total() == 0 {
        return Err(String::from("no test reported itself"));
    }
    Ok(outcome)
}

/// The same, told of it where the run is a long one, and where nothing may be missing.
pub(super) fn told(command: &mut Command) -> &mut Command {
    for (is_so, name) in
        [(super::is_long(), "CUSTOMER_KEY_LONG"), (super::is_complete(), "CUSTOMER_KEY_COMPLETE")]
    {
        if is_so {
            command.env(name, "1");
        }
    }
    command
}

/// What a program of tests said.
pub(super) fn judged(finished: &Finished, what: &str) -> Outcome {
    let mut tally = count(&finished.lines);
    let mut told = failed::told(&finished.lines);
    if !finished.success && tally.failed == 0 {
        tally.failed = 1;
        told.push(format!("{what} ended with an error and no failed test"));
    }
    Outcome { failed: told, ..Outcome::of(tally) }
}

fn fmt() -> Result<Outcome, String> {
    check(shell::cargo().args(["fmt", "--all", "--check"]))
}

/// All as it is tested, and the products without what waits for the network; in the long run the
/// command line also with each part of that alone.
fn clippy() -> Result<Outcome, String> {
    let mut outcome = Outcome::default();
    let without = ["-p", "customer-key-cli", "-p", "customer-key-ffi", "--no-default-features"];
    let alone = |part| ["-p", "customer-key-cli", "--no-default-features", "--features", part];
    let (serve, azure) = (alone("serve"), alone("azure"));
    let mut all: Vec<&[&str]> = vec![&["--workspace", "--all-targets"], &without];
    if super::is_long() {
        all.extend([&serve[..], &azure]);
    }
    for what in all {
        let mut clippy = shell::cargo();
        clippy.args(["clippy", "-q"]).args(what).args(["--", "-D", "warnings"]);
        outcome.add(check(&mut clippy)?);
    }
    Ok(outcome)
}

fn doc() -> Result<Outcome, String> {
    check(
        shell::cargo()
            .args(["doc", "-q", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

fn generate() -> Result<Outcome, String> {
    println!("{}", xtask::generate::check(shell::root())?);
    Ok(Outcome::of(Tally::one(true)))
}

fn library() -> Result<Outcome, String> {
    let library = build::tested()?.join(shell::library_name());
    Ok(Outcome::of(Tally::one(library.is_file())))
}

/// The C programs that need functions which fail on purpose; the others run in `rust`. The library
/// that the next suite builds has no such functions.
fn c() -> Result<Outcome, String> {
    // Of all crates, for only the library itself is then built anew.
    let hooks = ["test", "--workspace", "--features", "customer-key-ffi/test-hooks"];
    let tests = ["--no-fail-fast", "--test", "c_programs", "--test", "binary", "hooks"];
    counted(shell::cargo().args(hooks).args(tests))
}

/// .NET does not watch what runs often to compile it better: that costs a seventh of a suite's time,
/// which such a short process does not get back.
const UNWATCHED: (&str, &str) = ("DOTNET_TieredPGO", "0");

/// The scenarios on a host in another language, after what PowerShell tests of its own. What else is
/// in Python and C runs in `rust`, with the library of its own build.
fn played(language: &Language) -> Result<Outcome, String> {
    let (name, program) = (language.name, language.program());
    if !shell::is_there(&program) {
        return Ok(Outcome::skipped(format!(
            "there is no {} on this machine; {name} played no scenario",
            program.display()
        )));
    }
    let built = build::tested()?;
    let library = built.join(shell::library_name());
    let mut outcome = Outcome::default();
    if name == "powershell" {
        let script = shell::root().join("tests/powershell/run.ps1");
        let mut suites = shell::command(program);
        suites.args(["-NoProfile", "-File"]).arg(script).arg("-Library").arg(&library);
        outcome.add(counted(suites.env(UNWATCHED.0, UNWATCHED.1))?);
    }
    let player = built.join(format!("ckey-scenarios{}", std::env::consts::EXE_SUFFIX));
    let mut player = shell::command(player);
    player.arg(name).env("CUSTOMER_KEY_LIBRARY", &library).env(UNWATCHED.0, UNWATCHED.1);
    outcome.add(counted(&mut player)?);
    Ok(outcome)
}

/// The vectors of the format, read by an independent reader.
fn vectors() -> Result<Outcome, String> {
    if !shell::on_path("python3") || !super::prerequisites::has_module("cryptography") {
        return Ok(Outcome::skipped(
            "no python3 with the package cryptography; the independent reader did not run",
        ));
    }
    check(shell::command("python3").arg(shell::root().join("tests/python/read_vectors.py")))
}

/// The page of a report as a browser shows it. Its test is ignored in `rust`, so that a machine
/// without a browser does not count it as passed.
fn browser() -> Result<Outcome, String> {
    if !shell::on_path("chromium") {
        return Ok(Outcome::skipped("there is no chromium; no browser looked at a report"));
    }
    let test = "a_browser_shows_the_page_without_an_error_and_with_the_numbers_of_the_tenant";
    // Of all crates, for other features would build them anew.
    let arguments = ["test", "--workspace", "--test", "report", "--", "--ignored", test];
    counted(shell::cargo().args(arguments))
}

/// The product for Windows, built without a warning and played by wine: scenarios through the
/// command line, and the tests of what touches the system.
fn windows() -> Result<Outcome, String> {
    if let Some(missing) = windows::cannot_test() {
        return Ok(Outcome::skipped(format!("{missing}; nothing ran as on Windows")));
    }
    let built = windows::products(false)?;
    let mut outcome = Outcome::of(Tally::one(true));
    // It reads every crate once more, and the build has refused what the compiler warns of.
    if super::is_long() {
        outcome.add(Outcome::one(windows::clippy()?, "clippy"));
    }
    let wine = windows::started()?;
    outcome.add(Outcome::one(windows::c_program(&wine, &built)?, "the C program of the examples"));
    for tests in ["system", "scenarios"] {
        let tests = build::test_program(windows::PROGRAM, tests)?;
        outcome.add(by_wine(|| windows::tests_of_program(&wine, &built, &tests))?);
    }
    outcome.add(by_wine(|| windows::tests_of_code(&wine, super::is_long()))?);
    Ok(outcome)
}

/// Tests whose programs wine runs. Wine itself ends a program now and then (one in some thousands):
/// what failed is run once more by itself, and the note names what passed only then.
fn by_wine(tests: impl Fn() -> Command) -> Result<Outcome, String> {
    let first = counted(&mut tests())?;
    let names = failed::names(&first.failed);
    let failures = u64::try_from(names.len()).unwrap_or(u64::MAX);
    if failures == 0 || failures != first.tally.failed {
        return Ok(first);
    }
    println!("{}\nOnce more, by themselves:", first.failed.join("\n"));
    let second = counted(tests().args(&names))?;
    if second.tally.failed > 0 || second.tally.passed < failures {
        return Ok(first);
    }
    let passed = first.tally.passed.saturating_add(failures);
    let note = Some(format!("passed only the second time: {}", names.join(", ")));
    Ok(Outcome { note, ..Outcome::of(Tally { passed, failed: 0, ..first.tally }) })
}

fn deny() -> Result<Outcome, String> {
    if !super::prerequisites::has_tool("deny") {
        return Ok(Outcome::skipped(
            "cargo-deny is not installed (./build prerequisites); deny.toml was not checked",
        ));
    }
    // It looks at the crates of every system, of which a build has loaded only its own.
    if !shell::quiet(shell::cargo().args(["fetch", "--locked"]))?.success {
        return Ok(Outcome::skipped(
            "the crates of other systems could not be loaded; deny.toml was not checked",
        ));
    }
    check(shell::cargo().args(["deny", "--offline", "check", "licenses", "bans", "sources"]))
}

/// Every fuzz target for 10 seconds, in the long run for an hour.
fn fuzz() -> Result<Outcome, String> {
    if let Some(missing) = fuzz::missing() {
        return Ok(Outcome::skipped(missing));
    }
    Ok(Outcome::of(fuzz::every_target(if super::is_long() { 3600 } else { 10 })?))
}
