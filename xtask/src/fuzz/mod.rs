//! `./build fuzz`: coverage-guided fuzzing on the toolchain that builds everything else, as many
//! targets at a time as there are cores.

mod found;
mod program;

use std::ffi::OsStr;
use std::process::ExitCode;

use crate::at_once;
use crate::shell;
use crate::tally::Tally;
use program::Programs;
pub(crate) use program::missing;

const USAGE: &str = "usage: ./build fuzz [TARGET [FILE]] [--seconds N]";

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let Asked { target, file, seconds } = Asked::read(args)?;
    let targets = chosen(all()?, target)?;
    if let Some(missing) = missing() {
        return Err(missing);
    }
    let programs = Programs::build(&targets)?;
    if let (Some(target), Some(file)) = (target, file) {
        return Ok(if programs.replay(target, file)? {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    let tally = together(&programs, &targets, seconds)?;
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Fuzzes every target for so many seconds, and counts those that found nothing.
pub(crate) fn every_target(seconds: u32) -> Result<Tally, String> {
    let targets = all()?;
    let programs = Programs::build(&targets)?;
    together(&programs, &targets, seconds)
}

fn together(programs: &Programs, targets: &[String], seconds: u32) -> Result<Tally, String> {
    println!("{} targets, {seconds} seconds each", targets.len());
    let fuzz =
        |target: &String| programs.fuzz(target, seconds).inspect(|found| println!("{found}"));
    let results = at_once::each(targets, fuzz)?;
    let mut tally = Tally::default();
    for result in results {
        tally.add(Tally::one(result?.is_nothing()));
    }
    println!("{tally}");
    Ok(tally)
}

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Asked<'a> {
    target: Option<&'a str>,
    /// An input to replay.
    file: Option<&'a str>,
    seconds: u32,
}

impl<'a> Asked<'a> {
    fn read(args: &'a [String]) -> Result<Self, String> {
        let mut asked = Self { target: None, file: None, seconds: 60 };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            if arg == "--seconds" {
                // 0 would be no limit at all.
                let seconds =
                    args.next().and_then(|text| text.parse().ok()).filter(|seconds| *seconds > 0);
                asked.seconds = seconds
                    .ok_or_else(|| format!("--seconds takes a number from 1 on\n{USAGE}"))?;
            } else if arg.starts_with('-') || asked.file.is_some() {
                return Err(format!("it does not take {arg}\n{USAGE}"));
            } else if asked.target.is_none() {
                asked.target = Some(arg);
            } else {
                asked.file = Some(arg);
            }
        }
        Ok(asked)
    }
}

/// The names of all targets, in order.
fn all() -> Result<Vec<String>, String> {
    let folder = shell::root().join("tests/fuzz/fuzz_targets");
    let entries =
        std::fs::read_dir(&folder).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let sources = paths.filter(|path| path.extension() == Some(OsStr::new("rs")));
    let mut names: Vec<_> =
        sources.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

fn chosen(all: Vec<String>, target: Option<&str>) -> Result<Vec<String>, String> {
    match target {
        None => Ok(all),
        Some(name) if all.iter().any(|known| known == name) => Ok(vec![name.to_owned()]),
        Some(name) => Err(format!("there is no target {name}; there are {}", all.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(args: &[&str]) -> Result<(Option<String>, Option<String>, u32), String> {
        let args: Vec<String> = args.iter().map(|arg| String::from(*arg)).collect();
        Asked::read(&args).map(|asked| {
            (asked.target.map(str::to_owned), asked.file.map(str::to_owned), asked.seconds)
        })
    }

    #[test]
    fn a_target_a_file_and_a_time_are_taken_and_nothing_else() {
        let text = |text: &str| Some(String::from(text));
        assert_eq!(read(&[]).unwrap(), (None, None, 60));
        assert_eq!(read(&["--seconds", "5", "context"]).unwrap(), (text("context"), None, 5));
        assert_eq!(read(&["context", "crash"]).unwrap(), (text("context"), text("crash"), 60));
        for wrong in [
            &["--seconds"][..],
            &["--seconds", "0"],
            &["--seconds", "x"],
            &["--help"],
            &["a", "b", "c"],
        ] {
            assert!(read(wrong).unwrap_err().contains(USAGE), "{wrong:?}");
        }
    }

    #[test]
    fn every_target_is_in_the_manifest_and_has_seeds() {
        let manifest =
            std::fs::read_to_string(shell::root().join("tests/fuzz/Cargo.toml")).unwrap();
        for target in all().unwrap() {
            assert!(manifest.contains(&format!("name = \"{target}\"")), "{target}");
            assert!(
                shell::root()
                    .join("tests/fuzz/corpus")
                    .join(&target)
                    .read_dir()
                    .unwrap()
                    .next()
                    .is_some(),
                "{target}"
            );
        }
        assert!(chosen(all().unwrap(), Some("nothing")).unwrap_err().contains("sealed_bytes"));
    }
}
