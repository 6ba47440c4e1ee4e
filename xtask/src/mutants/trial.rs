//! Runs of cargo-mutants on a copy of the tree, which stays where it is so that only what a mutant
//! changes is built anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::area::Area;
use super::known::Outcome;
use super::mutant::Mutant;
use crate::shell;

/// Seconds for the tests of one mutant, after which it counts as noticed; for its build likewise.
const TIME_LIMIT: &str = "900";

/// Installs what the step needs, where it is missing.
pub(super) fn need() -> Result<(), String> {
    for tool in ["cargo-mutants", "cargo-nextest"] {
        if !shell::on_path(tool) {
            let mut cargo = shell::cargo();
            shell::must(
                cargo.args(["install", "--locked", tool]),
                &format!("{tool} is missing, and its installation"),
            )?;
        }
    }
    Ok(())
}

/// Keeps every other such step of this tree away until the file is closed: they would mutate the
/// same copy.
pub(super) fn alone() -> Result<File, String> {
    let path = folder().join("lock");
    std::fs::create_dir_all(folder())
        .map_err(|e| format!("cannot make {}: {e}", folder().display()))?;
    let file = File::create(&path).map_err(|e| format!("cannot make {}: {e}", path.display()))?;
    file.try_lock().map_err(|_| String::from("another ./build mutants runs on this tree"))?;
    Ok(file)
}

/// Where everything of this step lies.
pub(super) fn folder() -> PathBuf {
    shell::target("mutants")
}

/// The copy of the tree.
pub(super) fn tree() -> PathBuf {
    folder().join("tree")
}

/// `cargo mutants` on the copy. The settings are in `.cargo/mutants.toml`.
pub(super) fn cargo_mutants() -> Command {
    let mut cargo = shell::cargo();
    cargo.args(["mutants", "--colors=never", "--dir"]).arg(tree());
    cargo.env("CARGO_TARGET_DIR", folder().join("build"));
    cargo
}

/// Makes the copy like the tree: files that are the same are not touched, so that cargo builds
/// nothing anew for them.
pub(super) fn copy_tree() -> Result<(), String> {
    let wanted = files()?;
    let told = |path: &Path| {
        let path = path.display().to_string();
        move |e: std::io::Error| format!("cannot copy {path}: {e}")
    };
    for file in &wanted {
        let (from, to) = (shell::root().join(file), tree().join(file));
        let text = std::fs::read(&from).map_err(told(&from))?;
        if std::fs::read(&to).ok().as_ref() != Some(&text) {
            std::fs::create_dir_all(to.parent().unwrap_or(&to)).map_err(told(&to))?;
            std::fs::copy(&from, &to).map_err(told(&to))?;
        }
    }
    remove_others(&tree(), &wanted)
}

/// Files that git knows or would add, and that are there.
fn files() -> Result<BTreeSet<PathBuf>, String> {
    let listed = shell::quiet(shell::command("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    if !listed.success || listed.lines.is_empty() {
        return Err(String::from("git does not list the files of the tree"));
    }
    Ok(listed
        .lines
        .iter()
        .map(PathBuf::from)
        .filter(|file| shell::root().join(file).is_file())
        .collect())
}

fn remove_others(folder: &Path, wanted: &BTreeSet<PathBuf>) -> Result<(), String> {
    let told = |e: std::io::Error| format!("cannot tidy {}: {e}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(told)? {
        let path = entry.map_err(told)?.path();
        if path.is_dir() {
            remove_others(&path, wanted)?;
            // A folder of a crate that moved would be taken for a crate; one that holds something
            // stays.
            let _ = std::fs::remove_dir(&path);
        } else if path.strip_prefix(tree()).is_ok_and(|file| !wanted.contains(file)) {
            std::fs::remove_file(&path).map_err(told)?;
        }
    }
    Ok(())
}

/// Tries mutants with the tests of some packages, in the copy.
pub(super) fn run(
    area: &Area,
    mutants: &[&Mutant],
    packages: &[&str],
    baseline: bool,
) -> Result<BTreeMap<String, Outcome>, String> {
    let out = folder().join("out");
    let mut cargo = cargo_mutants();
    cargo.args([
        "--in-place",
        "--no-shuffle",
        "--timeout",
        TIME_LIMIT,
        "--build-timeout",
        TIME_LIMIT,
    ]);
    cargo.args(["--package", &area.package(), "--baseline", if baseline { "run" } else { "skip" }]);
    cargo.arg("--output").arg(&out);
    cargo.args(packages.iter().map(|package| format!("--test-package={package}")));
    // Its expressions do not hold for fields that are left out of a struct: it tries all of those
    // of the files.
    let files: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.file.as_str()).collect();
    cargo.args(files.iter().map(|file| format!("--file={file}")));
    cargo.args(mutants.iter().map(|mutant| format!("--re=^{}$", escaped(&mutant.name))));
    let done = shell::run(&mut cargo)?;
    let Results { outcomes } = results(&out.join("mutants.out/outcomes.json"))?;
    if outcomes.iter().any(|result| result.scenario.is_string() && result.summary != "Success") {
        return Err(format!(
            "the tests of {} fail without a mutation; see {}",
            packages.join(", "),
            out.display()
        ));
    }
    let known: BTreeMap<String, Outcome> = outcomes
        .into_iter()
        .filter_map(|result| Some((result.name()?, result.outcome()?)))
        .collect();
    let outcomes: BTreeMap<String, Outcome> = mutants
        .iter()
        .filter_map(|mutant| Some((mutant.name.clone(), *known.get(&mutant.name)?)))
        .collect();
    if outcomes.len() != mutants.len() {
        let why = if done.success { "" } else { " and failed" };
        return Err(format!(
            "cargo mutants tried {} of {} mutants{why}",
            outcomes.len(),
            mutants.len()
        ));
    }
    Ok(outcomes)
}

#[derive(Deserialize)]
struct Results {
    outcomes: Vec<Outcomes>,
}

#[derive(Deserialize)]
struct Outcomes {
    /// `Baseline`, or `{ "Mutant": { "name": ... } }`.
    scenario: serde_json::Value,
    summary: String,
}

impl Outcomes {
    fn name(&self) -> Option<String> {
        Some(self.scenario.get("Mutant")?.get("name")?.as_str()?.to_owned())
    }

    fn outcome(&self) -> Option<Outcome> {
        match self.summary.as_str() {
            "CaughtMutant" => Some(Outcome::Caught),
            "MissedMutant" => Some(Outcome::Missed),
            "Timeout" => Some(Outcome::Timeout),
            "Unviable" => Some(Outcome::Unviable),
            _ => None,
        }
    }
}

fn results(file: &Path) -> Result<Results, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| format!("cannot read {}: {e}", file.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))
}

/// A name as a regular expression that matches it alone.
fn escaped(name: &str) -> String {
    let special = |c: char| r"\.+*?()|[]{}^$#&-~".contains(c);
    name.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_regular_expression_is_escaped_and_nothing_else() {
        assert_eq!(
            escaped("a/b.rs:1:2: replace + with - in f::<'_>"),
            r"a/b\.rs:1:2: replace \+ with \- in f::<'_>"
        );
        assert_eq!(escaped("&& || (x) [0; 2] ^"), r"\&\& \|\| \(x\) \[0; 2\] \^");
    }
}
