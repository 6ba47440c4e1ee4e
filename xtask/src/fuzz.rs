//! `./build fuzz`: coverage-guided fuzzing with cargo-fuzz, on the toolchain that builds everything else.

use std::ffi::OsStr;
use std::process::ExitCode;

use crate::shell;

const USAGE: &str = "usage: ./build fuzz [TARGET] [--seconds N]";
const INSTALL: &str = "cargo-fuzz is not installed: run `cargo install cargo-fuzz --locked` and have its folder on PATH";

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let Asked { target, seconds } = Asked::read(args)?;
    let targets = chosen(all()?, target)?;
    if !shell::on_path("cargo-fuzz") {
        return Err(String::from(INSTALL));
    }
    for target in &targets {
        println!("{target}, {seconds} seconds");
        fuzz(target, seconds)?;
    }
    println!("{} targets, nothing found", targets.len());
    Ok(ExitCode::SUCCESS)
}

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Asked<'a> {
    target: Option<&'a str>,
    seconds: u32,
}

impl<'a> Asked<'a> {
    fn read(args: &'a [String]) -> Result<Self, String> {
        let mut asked = Self { target: None, seconds: 60 };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            if arg == "--seconds" {
                // 0 would be no limit at all.
                let seconds = args.next().and_then(|text| text.parse().ok()).filter(|seconds| *seconds > 0);
                asked.seconds = seconds.ok_or_else(|| format!("--seconds takes a number from 1 on\n{USAGE}"))?;
            } else if arg.starts_with('-') || asked.target.replace(arg).is_some() {
                return Err(format!("it does not take {arg}\n{USAGE}"));
            }
        }
        Ok(asked)
    }
}

/// The names of all targets, in order.
fn all() -> Result<Vec<String>, String> {
    let folder = shell::root().join("tests/fuzz/fuzz_targets");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let sources = paths.filter(|path| path.extension() == Some(OsStr::new("rs")));
    let mut names: Vec<_> = sources.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
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

fn fuzz(target: &str, seconds: u32) -> Result<(), String> {
    // What is found goes to the first folder, so that the seeds stay as they are.
    let (found, seeds) = (format!("tests/fuzz/found/{target}"), format!("tests/fuzz/corpus/{target}"));
    std::fs::create_dir_all(shell::root().join(&found)).map_err(|e| format!("cannot make {found}: {e}"))?;
    let mut cargo = shell::cargo();
    // The flags of coverage are unstable ones. The memory checks of a sanitizer have little to find in code without `unsafe`, and cost
    // most of the speed.
    cargo.env("RUSTC_BOOTSTRAP", "1").args(["fuzz", "run", "--fuzz-dir", "tests/fuzz", "--sanitizer", "none", target]);
    cargo.args([found, seeds]).arg("--").args([format!("-max_total_time={seconds}"), String::from("-print_final_stats=1")]);
    shell::must(&mut cargo, &format!("{target} (where an input broke a property, it is under tests/fuzz/artifacts/{target}): it"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(args: &[&str]) -> Result<(Option<String>, u32), String> {
        let args: Vec<String> = args.iter().map(|arg| String::from(*arg)).collect();
        Asked::read(&args).map(|asked| (asked.target.map(str::to_owned), asked.seconds))
    }

    #[test]
    fn one_target_and_a_time_are_taken_and_nothing_else() {
        assert_eq!(read(&[]).unwrap(), (None, 60));
        assert_eq!(read(&["--seconds", "5", "context"]).unwrap(), (Some(String::from("context")), 5));
        for wrong in [&["--seconds"][..], &["--seconds", "0"], &["--seconds", "x"], &["--help"], &["a", "b"]] {
            assert!(read(wrong).unwrap_err().contains(USAGE), "{wrong:?}");
        }
    }

    #[test]
    fn every_target_is_in_the_manifest_and_has_seeds() {
        let manifest = std::fs::read_to_string(shell::root().join("tests/fuzz/Cargo.toml")).unwrap();
        for target in all().unwrap() {
            assert!(manifest.contains(&format!("name = \"{target}\"")), "{target}");
            assert!(shell::root().join("tests/fuzz/corpus").join(&target).read_dir().unwrap().next().is_some(), "{target}");
        }
        assert!(chosen(all().unwrap(), Some("nothing")).unwrap_err().contains("sealed_bytes"));
    }
}
