//! Scenario files: found, read, checked, their includes put in.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ckey_table::json;
use serde_json::Value;

use crate::schema::Schema;
use crate::{check, languages};

/// A scenario that has passed every check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its file, below the folder of the scenarios.
    pub file: String,
    /// Its steps, after those of what it includes.
    pub steps: Vec<Value>,
    hosts: Option<Value>,
    long: bool,
}

impl Scenario {
    /// Whether a host plays it: it is for this host, and not too long.
    #[must_use]
    pub fn is_for(&self, host: &str, long: bool) -> bool {
        let named =
            |hosts: &Value| hosts.as_array().is_some_and(|all| all.contains(&Value::from(host)));
        (long || !self.long) && self.hosts.as_ref().is_none_or(named)
    }
}

/// The folder of the scenarios.
#[must_use]
pub fn folder() -> PathBuf {
    languages::root().join("tests/scenarios")
}

/// The folders in which there are no scenarios to play: parts of them, and wrong ones.
const OTHERS: [&str; 2] = ["common", "invalid"];

/// Every scenario, sorted by its file, or what is wrong with each that is not in order.
pub(crate) fn all() -> Result<Vec<Scenario>, Vec<String>> {
    let mut files = Vec::new();
    find(&folder(), &mut files).map_err(|problem| vec![problem])?;
    files.sort();
    let (mut scenarios, mut problems) = (Vec::new(), Vec::new());
    for file in &files {
        match read(file).and_then(|text| judged(file, &text)) {
            Ok(scenario) => scenarios.push(scenario),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(scenarios) } else { Err(problems) }
}

/// The scenarios that their `hosts` keep from a host, however long it plays.
///
/// # Errors
/// What is wrong with each file that is not in order.
pub fn kept_from(host: &str) -> Result<Vec<String>, Vec<String>> {
    let kept = |scenario: Scenario| (!scenario.is_for(host, true)).then_some(scenario.file);
    Ok(all()?.into_iter().filter_map(kept).collect())
}

fn find(below: &Path, files: &mut Vec<String>) -> Result<(), String> {
    let told = |problem: std::io::Error| format!("{}: {problem}", below.display());
    for entry in std::fs::read_dir(below).map_err(told)? {
        let path = entry.map_err(told)?.path();
        let name =
            path.strip_prefix(folder()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            if !OTHERS.contains(&name.as_str()) {
                find(&path, files)?;
            }
        } else if name.ends_with(".json") && !name.ends_with(".schema.json") {
            files.push(name);
        }
    }
    Ok(())
}

fn read(file: &str) -> Result<Value, String> {
    let text = std::fs::read_to_string(folder().join(file)).map_err(|e| format!("{file}: {e}"))?;
    parsed(file, &text)
}

/// What the text of a file holds.
///
/// # Errors
/// The file, and why it is no JSON object with each key once.
pub fn parsed(file: &str, text: &str) -> Result<Value, String> {
    json::object(text.as_bytes()).map_err(|problem| format!("{file}: {problem}"))
}

/// A scenario from what its file holds.
///
/// # Errors
/// The file, the step, what is wrong there, and what to write instead.
pub fn judged(file: &str, text: &Value) -> Result<Scenario, String> {
    let schema = Schema::new(include_str!("../../../tests/scenarios/scenario.schema.json"))?;
    let mut steps = Vec::new();
    let mut reading = Reading { schema, saved: BTreeSet::new(), open: Vec::new() };
    reading.steps(file, text, &mut steps)?;
    if text.get("name").is_none() {
        return Err(format!("{file}: a part is in common/; a scenario has \"name\" and \"rules\""));
    }
    let hosts = text.get("hosts").cloned();
    let known = languages::names();
    for host in hosts.iter().filter_map(Value::as_array).flatten() {
        if !known.iter().any(|name| host == *name) {
            return Err(format!(
                "{file}: there is no host {host}; write one of {}",
                known.join(", ")
            ));
        }
    }
    Ok(Scenario { file: file.to_owned(), steps, hosts, long: text.get("long").is_some() })
}

struct Reading {
    schema: Schema,
    saved: BTreeSet<String>,
    /// The files that are being read, each included by the one before.
    open: Vec<String>,
}

impl Reading {
    fn steps(&mut self, file: &str, text: &Value, steps: &mut Vec<Value>) -> Result<(), String> {
        let told = |problem: String| format!("{file}{problem}");
        self.schema.check(text).map_err(told)?;
        if self.open.iter().any(|open| open == file) {
            return Err(format!("{file}: it includes itself, by {}", self.open.join(", ")));
        }
        self.open.push(file.to_owned());
        for name in text.get("include").and_then(Value::as_array).into_iter().flatten() {
            let name = name.as_str().unwrap_or_default();
            if !folder().join(name).is_file() {
                let instead = "write a file of tests/scenarios, as in common/tenant.json";
                return Err(format!("{file}, at include: there is no {name}; {instead}"));
            }
            let included = read(name)?;
            self.steps(name, &included, steps)?;
        }
        self.open.pop();
        let own = text.get("steps").unwrap_or(&Value::Null);
        check::steps(own, &mut self.saved).map_err(told)?;
        steps.extend(own.as_array().into_iter().flatten().cloned());
        Ok(())
    }
}
