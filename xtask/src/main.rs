//! Every step of the project as a plain command: `./build quickstart`, `build`, `prerequisites`,
//! `test`, `bench`, `fuzz`, `mutants`, `generate`, `package`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command's output is what it prints"
)]

mod at_once;
mod bench;
mod build;
mod fuzz;
mod mutants;
mod package;
mod quickstart;
mod shell;
mod tally;
mod test;
mod windows;

use std::process::ExitCode;

const HELP: &str = "\
usage: ./build STEP [OPTIONS]

  quickstart [--mail DIR] [--tenant DIR]
              build, make a tenant with two vaults and two policies, encrypt real mail, roll a key, take keys away
  build       build the library, the command line and the header (development profile: fast to build, dependencies optimised)
  prerequisites
              install from Debian what the tests need beside Rust, saying what and why; needs root
  test [SUITE] [--long] [--complete]
              everything that can be checked on this machine; ends with `N passed, N failed, N skipped`; with --long the
              stress of several processes goes on for ten minutes instead of twenty seconds, the power is cut 10,000 times
              instead of 200, and each fuzz target runs for an hour; with --complete a suite fails that cannot run here
  bench [NAME] [--all]
              the measured promises, built for release, one row a line
  fuzz [TARGET [FILE]] [--seconds N]
              coverage-guided fuzzing of what reads untrusted bytes and of the C functions, one target or all, 60 seconds
              each; with FILE only that input, which an earlier run may have kept
  mutants [CRATE] [--sample N] [--seed S] [--shard K/N] [--only TEXT]...
              changes the code of crypto, vault, store and engine one place at a time and fails where no test notices: all of what
              wraps, opens and moves keys, a sample of N (400) elsewhere; goes on where it was stopped; needs cargo-mutants
  generate    write what comes from the table of cmdlets, and the index of the rules; with --check only compare
  package     the PowerShell module with the built library under lib/<os>-<arch>/, on Debian that for Windows too, and header,
              libraries, licences and files for pkg-config and CMake for C programs; with --release optimised
";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let step = args.next().unwrap_or_else(|| String::from("help"));
    let rest: Vec<String> = args.collect();
    match run(&step, &rest) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("{step}: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(step: &str, args: &[String]) -> Result<ExitCode, String> {
    match step {
        "quickstart" => quickstart::run(args),
        "build" => build::run(args),
        "prerequisites" => test::prerequisites::run(args),
        "test" => test::run(args),
        "bench" => bench::run(args),
        "fuzz" => fuzz::run(args),
        "mutants" => mutants::run(args),
        "generate" => generate(args),
        "package" => package::run(args),
        "help" | "-h" | "--help" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(format!("there is no such step\n{HELP}\n(asked for: {other})")),
    }
}

fn generate(args: &[String]) -> Result<ExitCode, String> {
    let root = shell::root();
    let done = match args {
        [] => xtask::generate::write(root)?,
        [only] if only == "--check" => xtask::generate::check(root)?,
        _ => return Err(String::from("it takes --check or nothing")),
    };
    println!("{done}");
    Ok(ExitCode::SUCCESS)
}
