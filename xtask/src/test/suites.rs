//! The suites, in the order in which they run: the quick and strict ones first.

use std::process::Command;

use ckey_scenarios::{LANGUAGES, Language};

use super::Outcome;
use crate::tally::{Tally, count};
use crate::{build, fuzz, shell};

pub(crate) type Suite = Box<dyn Fn() -> Result<Outcome, String>>;

/// A suite for each host in another language follows those that need no such host.
pub(crate) fn all() -> Vec<(&'static str, Suite)> {
    let mut all: Vec<(&'static str, Suite)> = vec![
        ("fmt", Box::new(fmt)),
        ("clippy", Box::new(clippy)),
        ("doc", Box::new(doc)),
        ("generate", Box::new(generate)),
        ("rust", Box::new(rust)),
        ("c", Box::new(c)),
        ("library", Box::new(library)),
        ("vectors", Box::new(vectors)),
    ];
    for language in LANGUAGES {
        all.push((language.name, Box::new(move || played(language))));
    }
    all.push(("deny", Box::new(deny)));
    all.push(("fuzz", Box::new(fuzz)));
    all
}

/// A program whose exit code is its only result.
fn check(command: &mut Command) -> Result<Outcome, String> {
    Ok(Outcome::of(Tally::one(shell::run(command)?.success)))
}

/// A program that prints closing lines; a bad exit code without a failed test counts as one.
fn counted(command: &mut Command) -> Result<Outcome, String> {
    if super::is_long() {
        command.env("CUSTOMER_KEY_LONG", "1");
    }
    let finished = shell::run(command)?;
    let mut tally = count(&finished.lines);
    if !finished.success && tally.failed == 0 {
        tally.failed = 1;
    }
    if finished.success && tally.total() == 0 {
        return Err(String::from("no test reported itself"));
    }
    Ok(Outcome::of(tally))
}

fn fmt() -> Result<Outcome, String> {
    check(shell::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<Outcome, String> {
    check(shell::cargo().args([
        "clippy",
        "-q",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
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

fn rust() -> Result<Outcome, String> {
    counted(shell::cargo().args(["test", "--workspace", "--no-fail-fast"]))
}

fn library() -> Result<Outcome, String> {
    build::products(false)?;
    Ok(Outcome::of(Tally::one(shell::target("debug").join(shell::library_name()).is_file())))
}

/// The C programs that need functions which fail on purpose; the others run in `rust`. The library
/// that the next suite builds has no such functions.
fn c() -> Result<Outcome, String> {
    let hooks =
        ["test", "-p", "customer-key-ffi", "--features", "test-hooks", "--no-fail-fast", "hooks"];
    counted(shell::cargo().args(hooks))
}

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
    build::products(false)?;
    let library = shell::target("debug").join(shell::library_name());
    let mut tally = Tally::default();
    if name == "powershell" {
        let script = shell::root().join("tests/powershell/run.ps1");
        let mut suites = shell::command(program);
        suites.args(["-NoProfile", "-File"]).arg(script).arg("-Library").arg(&library);
        tally.add(counted(&mut suites)?.tally);
    }
    let mut player = shell::cargo();
    player.args(["run", "-q", "-p", "ckey-scenarios", "--", name]);
    tally.add(counted(player.env("CUSTOMER_KEY_LIBRARY", &library))?.tally);
    Ok(Outcome::of(tally))
}

/// The vectors of the format, read by an independent reader.
fn vectors() -> Result<Outcome, String> {
    if !shell::on_path("python3") || !super::prerequisites::has_cryptography() {
        return Ok(Outcome::skipped(
            "no python3 with the package cryptography; the independent reader did not run",
        ));
    }
    check(shell::command("python3").arg(shell::root().join("tests/python/read_vectors.py")))
}

fn deny() -> Result<Outcome, String> {
    let installed = shell::quiet(
        shell::cargo().args(["deny", "--version"]).stderr(std::process::Stdio::null()),
    )
    .is_ok_and(|done| done.success);
    if !installed {
        return Ok(Outcome::skipped(
            "cargo-deny is not installed (cargo install cargo-deny); deny.toml was not checked",
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

/// Every fuzz target for 20 seconds, in the long run for an hour.
fn fuzz() -> Result<Outcome, String> {
    if let Some(missing) = fuzz::missing() {
        return Ok(Outcome::skipped(missing));
    }
    Ok(Outcome::of(fuzz::every_target(if super::is_long() { 3600 } else { 20 })?))
}
