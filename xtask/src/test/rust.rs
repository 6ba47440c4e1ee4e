//! The Rust tests: built by cargo, and as many of their programs played at once as there are
//! processors. Cargo plays one after the other, and most wait for one thing at a time: for a child,
//! for a disk, for the last of their tests. Half of two processors would have nothing to do.

use std::process::Command;

use super::Outcome;
use super::suites::{judged, told};
use crate::build::{TestProgram, test_programs};
use crate::{at_once, shell};

/// What begins first, as it takes longest.
const LONGEST: [&str; 4] = ["rules", "scenarios", "disk", "served"];

/// How late a program begins.
fn rank(program: &TestProgram) -> usize {
    LONGEST.iter().position(|name| *name == program.name).unwrap_or(LONGEST.len())
}

/// Every test of the workspace, and what its documents show.
pub(super) fn run() -> Result<Outcome, String> {
    let mut programs = test_programs(&[])?;
    programs.sort_by_key(rank);
    let mut outcome = Outcome::default();
    at_once::each(&programs, play)?.into_iter().for_each(|played| outcome.add(played));
    if outcome.tally.total() == 0 {
        return Err(String::from("no test reported itself"));
    }
    let examples = ["test", "-q", "--workspace", "--no-fail-fast", "--doc"];
    // There need not be any.
    outcome.add(judged(&shell::run(shell::cargo().args(examples))?, "the examples in documents"));
    Ok(outcome)
}

/// What one program printed is shown when it has ended, so that it stays together.
fn play(program: &TestProgram) -> Outcome {
    let name = format!("{} of {}", program.name, program.folder.display());
    let mut command = Command::new(&program.file);
    command.current_dir(&program.folder).env("CARGO_MANIFEST_DIR", &program.folder);
    match shell::quiet(told(&mut command)) {
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
        let program = TestProgram::told(told).unwrap();
        assert_eq!((program.name.as_str(), rank(&program)), ("rules", 0));
        assert_eq!(program.folder, std::path::Path::new("/w/native/a"));
        let library = told.replace("\"test\":true", "\"test\":false");
        let unlinked = told.replace("\"/w/t/rules-1\"", "null");
        for other in [library.as_str(), &unlinked, "Compiling a v1", "{}"] {
            assert_eq!(TestProgram::told(other), None, "{other}");
        }
    }
}
