//! The Rust tests: built by cargo, and as many of their programs played at once as there are
//! processors. Cargo plays one after the other, and most wait for one thing at a time: for a child,
//! for a disk, for the last of their tests. Half of two processors would have nothing to do.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use serde_json::Value;

use super::Outcome;
use super::suites::{judged, long};
use crate::shell;

/// What begins first, as it takes longest.
const LONGEST: [&str; 4] = ["rules", "scenarios", "disk", "served"];

/// A program of tests.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    name: String,
    /// The folder of its crate, in which cargo would start it.
    folder: PathBuf,
    file: PathBuf,
}

impl Program {
    /// The one that a message of cargo tells of, if any.
    fn told(line: &str) -> Option<Self> {
        let told: Value = serde_json::from_str(line).ok()?;
        if told.get("profile")?.get("test")? != true {
            return None;
        }
        let folder = Path::new(told.get("manifest_path")?.as_str()?).parent()?.to_owned();
        let name = told.get("target")?.get("name")?.as_str()?.to_owned();
        Some(Self { name, folder, file: told.get("executable")?.as_str()?.into() })
    }

    /// How late it begins.
    fn rank(&self) -> usize {
        LONGEST.iter().position(|name| *name == self.name).unwrap_or(LONGEST.len())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.file);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}

/// Every test of the workspace, and what its documents show.
pub(super) fn run() -> Result<Outcome, String> {
    let mut programs = built()?;
    programs.sort_by_key(Program::rank);
    let mut outcome = together(&programs);
    let examples = ["test", "-q", "--workspace", "--no-fail-fast", "--doc"];
    // There need not be any.
    outcome.add(judged(&shell::run(shell::cargo().args(examples))?, "the examples in documents"));
    Ok(outcome)
}

fn built() -> Result<Vec<Program>, String> {
    let mut cargo = shell::cargo();
    cargo.args(["test", "--workspace", "--no-run"]);
    cargo.arg("--message-format=json-render-diagnostics");
    let built = shell::quiet(&mut cargo)?;
    if !built.success {
        return Err(String::from("the tests could not be built"));
    }
    Ok(built.lines.iter().filter_map(|line| Program::told(line)).collect())
}

fn together(programs: &[Program]) -> Outcome {
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let (waiting, all) = (Mutex::new(programs.iter()), Mutex::new(Outcome::default()));
    let work = || {
        let next = || waiting.lock().ok().and_then(|mut programs| programs.next());
        for program in std::iter::from_fn(next) {
            let played = play(program);
            if let Ok(mut all) = all.lock() {
                all.add(played);
            }
        }
    };
    std::thread::scope(|scope| (0..processors).for_each(|_| drop(scope.spawn(work))));
    all.into_inner().unwrap_or_else(|_| Outcome::one(false, "playing the tests"))
}

/// What one program printed is shown when it has ended, so that it stays together.
fn play(program: &Program) -> Outcome {
    let name = format!("{} of {}", program.name, program.folder.display());
    match shell::quiet(long(&mut program.command())) {
        Ok(finished) => {
            println!("\n-- {name}\n{}", finished.lines.join("\n"));
            judged(&finished, &name)
        }
        Err(problem) => Outcome { failed: vec![problem], ..Outcome::one(false, &name) },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_programs_of_tests_are_known_by_what_cargo_tells_of_them() {
        let told = r#"{"reason":"compiler-artifact","manifest_path":"/w/native/a/Cargo.toml","target":{"name":"rules"},"profile":{"test":true},"executable":"/w/t/rules-1"}"#;
        let program = Program::told(told).unwrap();
        assert_eq!((program.name.as_str(), program.rank()), ("rules", 0));
        assert_eq!(program.folder, Path::new("/w/native/a"));
        let library = told.replace("\"test\":true", "\"test\":false");
        let unlinked = told.replace("\"/w/t/rules-1\"", "null");
        for other in [library.as_str(), &unlinked, "Compiling a v1", "{}"] {
            assert_eq!(Program::told(other), None, "{other}");
        }
    }
}
