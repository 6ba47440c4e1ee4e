//! Scenario files: found, read, their includes put in.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Every scenario file below a folder, sorted; `common/` and `rust/` hold none.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next)
            .expect("a folder of scenarios")
            .map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() && !entry.ends_with("common") && !entry.ends_with("rust") {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "json") {
                found.push(entry);
            }
        }
    }
    found.sort();
    found
}

/// A scenario with the steps of what it includes before its own.
///
/// # Errors
/// What is wrong with the file.
pub fn scenario(file: &Path) -> Result<Value, String> {
    let mut scenario = read(file)?;
    for key in ["name", "rules", "steps"] {
        if scenario.get(key).is_none() {
            return Err(format!("{}: \"{key}\" is missing", file.display()));
        }
    }
    let mut steps = Vec::new();
    for include in scenario["include"].as_array().into_iter().flatten() {
        let name = include.as_str().ok_or("an include is a file name")?;
        steps.extend(included(&super::folder().join(name))?);
    }
    steps.extend(scenario["steps"].as_array().ok_or("steps is a list")?.iter().cloned());
    scenario["steps"] = Value::Array(steps);
    Ok(scenario)
}

fn included(file: &Path) -> Result<Vec<Value>, String> {
    let part = read(file)?;
    let mut steps = Vec::new();
    for include in part["include"].as_array().into_iter().flatten() {
        steps.extend(included(
            &super::folder().join(include.as_str().ok_or("an include is a file name")?),
        )?);
    }
    steps.extend(
        part["steps"]
            .as_array()
            .ok_or_else(|| format!("{}: steps is a list", file.display()))?
            .iter()
            .cloned(),
    );
    Ok(steps)
}

fn read(file: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|problem| format!("{}: {problem}", file.display()))?;
    serde_json::from_str(&text).map_err(|problem| format!("{}: {problem}", file.display()))
}
