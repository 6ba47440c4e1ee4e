//! Azure's own clients against the vaults as they are served, each language in an environment of its
//! own.

use std::path::{Path, PathBuf};

use super::Outcome;
use super::suites::counted;
use crate::{build, shell};

pub(super) fn run() -> Result<Outcome, String> {
    let program = shell::program_name();
    let (folder, program) = (shell::root().join("tests/azure-sdk"), build::tested()?.join(program));
    let mut outcome = python(&folder, &program)?;
    outcome.add(javascript(&folder, &program)?);
    Ok(outcome)
}

fn python(folder: &Path, program: &Path) -> Result<Outcome, String> {
    if !shell::on_path("python3") {
        return Ok(Outcome::skipped("there is no python3; none of Azure's Python clients ran"));
    }
    let environment = shell::target("azure-sdk");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let made =
        shell::quiet(shell::command("python3").args(["-m", "venv"]).arg(&environment))?.success;
    let mut install = shell::command(&python);
    install.args(["-m", "pip", "install", "-q", "-r"]).arg(folder.join("requirements.txt"));
    if !made || !shell::quiet(&mut install)?.success {
        return Ok(Outcome::skipped(
            "the packages of tests/azure-sdk/requirements.txt cannot be had; none of Azure's Python clients ran",
        ));
    }
    let play = |tests: &str| counted(shell::command(&python).arg(folder.join(tests)).arg(program));
    let mut outcome = play("lifecycle.py")?;
    outcome.add(play("management.py")?);
    outcome.add(play("fairness.py")?);
    outcome.add(play("live.py")?);
    Ok(outcome)
}

fn javascript(folder: &Path, program: &Path) -> Result<Outcome, String> {
    if !shell::on_path("node") || !shell::on_path("npm") {
        return Ok(Outcome::skipped(
            "there is no node with npm; none of Azure's JavaScript clients ran",
        ));
    }
    let environment = environment_of_node(folder)?;
    let mut install = shell::command("npm");
    install.args(["ci", "--engine-strict", "--ignore-scripts", "--prefer-offline", "--no-audit"]);
    if !shell::quiet(install.current_dir(&environment))?.success {
        return Ok(Outcome::skipped(
            "the packages of tests/azure-sdk/package-lock.json cannot be had, or not for this node; none of Azure's JavaScript clients ran",
        ));
    }
    counted(shell::command("node").arg(environment.join("run.mjs")).arg(program))
}

/// A copy of what Node plays: it looks for packages beside the file that asks for them, and none are
/// put among the sources.
fn environment_of_node(folder: &Path) -> Result<PathBuf, String> {
    let failed = |error: std::io::Error| format!("the JavaScript tests cannot be copied: {error}");
    let environment = shell::target("azure-sdk-javascript");
    std::fs::create_dir_all(&environment).map_err(failed)?;
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let is_of_node = path.extension().is_some_and(|end| end == "mjs" || end == "json");
        if let Some(name) = path.file_name().filter(|_| is_of_node) {
            std::fs::copy(&path, environment.join(name)).map_err(failed)?;
        }
    }
    Ok(environment)
}
