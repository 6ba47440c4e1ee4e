//! Plays the steps of one scenario.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::file::Scenario;
use crate::host::{Call, Host, Played};
use crate::matcher::{Saved, compare, kept, like};

/// Plays a scenario in an empty folder.
///
/// # Errors
/// The step and what was wrong with it.
pub fn play(host: &mut dyn Host, scenario: &Scenario) -> Result<(), String> {
    // Memory where there is such a place: what is tested are rules, and every change of a tenant
    // waits for the disk.
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = tempfile::tempdir_in(place).map_err(|problem| problem.to_string())?;
    host.start(folder.path())?;
    Playing { host, folder: folder.path(), saved: Saved::new() }.steps(&scenario.steps)
}

struct Playing<'a> {
    host: &'a mut dyn Host,
    folder: &'a Path,
    saved: Saved,
}

fn brief(step: &Value) -> String {
    let text = step.to_string();
    if text.chars().count() > 200 {
        text.chars().take(200).chain("...".chars()).collect()
    } else {
        text
    }
}

fn list<'a>(step: &'a Value, name: &str) -> &'a [Value] {
    step.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

impl Playing<'_> {
    fn steps(&mut self, list: &[Value]) -> Result<(), String> {
        for (number, step) in (1_usize..).zip(list) {
            self.step(step)
                .map_err(|problem| format!("step {number} {}: {problem}", brief(step)))?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Value) -> Result<(), String> {
        if let Some(times) = step.get("repeat").and_then(Value::as_u64) {
            let steps = list(step, "steps");
            (1..=times).try_for_each(|n| {
                self.steps(&steps.iter().map(|step| numbered(step, n)).collect::<Vec<_>>())
            })
        } else if let Some(name) = step.get("write").and_then(Value::as_str) {
            let file = self.folder.join(name);
            std::fs::write(file, content(step)).map_err(|problem| format!("{name}: {problem}"))
        } else if let Some(name) = step.get("remove").and_then(Value::as_str) {
            std::fs::remove_file(self.folder.join(name))
                .map_err(|problem| format!("{name}: {problem}"))
        } else if step.get("compare").is_some() {
            self.compare_files(step)
        } else {
            let pipe = if let Some(work) = step.get("work") {
                vec![work_call(work)]
            } else if step.get("pipe").is_some() {
                let calls = list(step, "pipe").iter().map(|stage| call(stage, &self.saved));
                calls.collect::<Result<_, _>>()?
            } else {
                vec![call(step, &self.saved)?]
            };
            let played = self.host.run(&pipe, step.get("answer") != Some(&json!("no")))?;
            expect(step, &played, &mut self.saved)
        }
    }

    fn compare_files(&self, step: &Value) -> Result<(), String> {
        let read = |name: &Value| {
            std::fs::read(self.folder.join(name.as_str().unwrap_or_default()))
                .map_err(|problem| format!("{name}: {problem}"))
        };
        let files = list(step, "compare").iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let equal = files.windows(2).all(|pair| pair.first() == pair.last());
        if equal == (step.get("equal") != Some(&json!(false))) {
            Ok(())
        } else {
            Err(format!("the files are {}", if equal { "equal" } else { "different" }))
        }
    }
}

/// What a step writes: its text, or bytes that look like nothing but are always the same.
fn content(step: &Value) -> Vec<u8> {
    match step.get("size").and_then(Value::as_u64) {
        Some(size) => {
            let byte = |n: u64| (n.wrapping_mul(2_654_435_761) >> 7).to_le_bytes();
            (0..size).filter_map(|n| byte(n).first().copied()).collect()
        }
        None => step.get("text").and_then(Value::as_str).unwrap_or_default().into(),
    }
}

fn numbered(step: &Value, n: u64) -> Value {
    match step {
        Value::String(text) => Value::String(text.replace("{n}", &n.to_string())),
        Value::Array(items) => items.iter().map(|item| numbered(item, n)).collect(),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| (name.clone(), numbered(value, n)));
            entries.collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

fn work_call(work: &Value) -> Call {
    let steps = work.as_u64().map(|steps| (String::from("MaxSteps"), json!(steps)));
    Call {
        cmdlet: String::from("Invoke-CustomerKeyJob"),
        parameters: steps.into_iter().collect(),
        ..Call::default()
    }
}

fn call(stage: &Value, saved: &Saved) -> Result<Call, String> {
    let filled = |name: &str| filled(stage.get(name).unwrap_or(&Value::Null), saved);
    let table = |value: Value| value.as_object().cloned().unwrap_or_default();
    Ok(Call {
        cmdlet: stage.get("cmdlet").and_then(Value::as_str).unwrap_or_default().to_owned(),
        parameters: table(filled("parameters")?),
        positional: filled("positional")?.as_array().cloned().unwrap_or_default(),
        what_if: stage.get("whatIf") == Some(&json!(true)),
        bind: table(filled("bind")?),
    })
}

/// `{"$var": "name"}` becomes what was saved.
fn filled(value: &Value, saved: &Saved) -> Result<Value, String> {
    match value {
        Value::Object(table) => match table.get("$var") {
            Some(name) if table.len() == 1 => kept(name, saved).cloned(),
            _ => {
                let entries =
                    table.iter().map(|(name, value)| Ok((name.clone(), filled(value, saved)?)));
                Ok(Value::Object(entries.collect::<Result<_, String>>()?))
            }
        },
        Value::Array(items) => items.iter().map(|item| filled(item, saved)).collect(),
        other => Ok(other.clone()),
    }
}

fn expect(step: &Value, played: &Played, saved: &mut Saved) -> Result<(), String> {
    let wanted: Vec<&Value> = step.get("error").into_iter().chain(list(step, "errors")).collect();
    if wanted.len() != played.errors.len() {
        return Err(format!("expected {} errors, found {}", wanted.len(), json!(played.errors)));
    }
    for (wanted, found) in wanted.iter().zip(&played.errors) {
        compare(wanted, found, saved, "error")?;
    }
    if let Some(output) = step.get("output") {
        compare(output, &json!(played.outputs), saved, "output")?;
    }
    let found = u64::try_from(played.outputs.len()).unwrap_or(u64::MAX);
    if let Some(count) = step.get("count").and_then(Value::as_u64).filter(|count| *count != found) {
        return Err(format!("expected {count} objects, found {found}"));
    }
    texts(step, "warnings", &played.warnings)?;
    texts(step, "messages", &played.messages)?;
    texts(step, "asks", &played.questions)?;
    if step.get("answer") == Some(&json!("no")) && played.questions.is_empty() {
        return Err(String::from("answer: nothing was asked; take \"answer\" away"));
    }
    // A host may ask more of its own accord; where questions are expected, these are all.
    let expected = |question: &str| {
        list(step, "asks").iter().filter_map(Value::as_str).any(|pattern| like(pattern, question))
    };
    match played.questions.iter().find(|question| step.get("asks").is_some() && !expected(question))
    {
        Some(question) => Err(format!("asks: this question was not expected: {question:?}")),
        None => Ok(()),
    }
}

/// Every pattern fits one of the texts; an empty list of patterns wants no text at all.
fn texts(step: &Value, what: &str, found: &[String]) -> Result<(), String> {
    if step.get(what).is_some() && list(step, what).is_empty() && !found.is_empty() {
        return Err(format!("{what}: expected none, found {found:?}"));
    }
    for pattern in list(step, what).iter().filter_map(Value::as_str) {
        if !found.iter().any(|text| like(pattern, text)) {
            return Err(format!("{what}: none is like {pattern:?}: {found:?}"));
        }
    }
    Ok(())
}
