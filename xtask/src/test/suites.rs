//! The suites, in the order in which they run: the quick and strict ones first.

use std::path::Path;
use std::process::Command;

use super::Outcome;
use crate::tally::{Tally, count};
use crate::{build, fuzz, shell};

type Suite = fn() -> Result<Outcome, String>;

pub(crate) const ALL: &[(&str, Suite)] = &[
    ("fmt", fmt),
    ("clippy", clippy),
    ("doc", doc),
    ("generate", generate),
    ("rust", rust),
    ("c", c),
    ("library", library),
    ("vectors", vectors),
    ("python", python),
    ("deny", deny),
    ("powershell", powershell),
    ("fuzz", fuzz),
];

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

/// The scenarios over the C ABI. What else is in Python and C runs in `rust`, with the library of
/// its own build.
fn python() -> Result<Outcome, String> {
    if !shell::on_path("python3") {
        return Ok(Outcome::skipped(
            "no python3 on this machine; the scenarios were not played over the C ABI",
        ));
    }
    played("python")
}

/// The scenarios on a host in another language.
fn played(language: &str) -> Result<Outcome, String> {
    counted(with_library(shell::cargo().args([
        "run",
        "-q",
        "-p",
        "ckey-scenarios",
        "--",
        language,
    ])))
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

fn powershell() -> Result<Outcome, String> {
    let Some(pwsh) = shell::powershell() else {
        return Ok(Outcome::skipped(
            "CUSTOMER_KEY_PWSH names no pwsh and none is on PATH; the PowerShell suite was not run",
        ));
    };
    println!("PowerShell: {}", pwsh.display());
    build::products(false)?;
    let library = shell::target("debug").join(shell::library_name());
    counted(
        shell::command(pwsh)
            .args(["-NoProfile", "-File"])
            .arg(shell::root().join("tests/powershell/run.ps1"))
            .arg("-Library")
            .arg(library),
    )
}

/// Every fuzz target for 20 seconds, in the long run for an hour.
fn fuzz() -> Result<Outcome, String> {
    if let Some(missing) = fuzz::missing() {
        return Ok(Outcome::skipped(missing));
    }
    Ok(Outcome::of(fuzz::every_target(if super::is_long() { 3600 } else { 20 })?))
}

fn with_library(command: &mut Command) -> &mut Command {
    let library = shell::target("debug").join(shell::library_name());
    debug_assert!(Path::new(&library).is_absolute());
    command.env("CUSTOMER_KEY_LIBRARY", library)
}
