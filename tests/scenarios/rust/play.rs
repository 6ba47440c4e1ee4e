//! Plays the steps of one scenario.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::matcher::{Saved, compare, like};
use super::{Call, Host, Played};

/// Plays a scenario; `false` when it is not for this host.
///
/// # Errors
/// The step and what was wrong with it.
pub fn scenario(host: &mut dyn Host, scenario: &Value) -> Result<bool, String> {
    let hosts = scenario.get("hosts").and_then(Value::as_array);
    let too_long = scenario.get("long") == Some(&json!(true))
        && std::env::var_os("CUSTOMER_KEY_LONG").is_none();
    if too_long || hosts.is_some_and(|hosts| !hosts.contains(&json!(host.name()))) {
        return Ok(false);
    }
    // Memory where there is such a place: what is tested are rules, and every change of a tenant
    // waits for the disk.
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = tempfile::tempdir_in(place).map_err(|problem| problem.to_string())?;
    host.start(folder.path());
    let mut saved = Saved::new();
    steps(
        host,
        scenario["steps"].as_array().map(Vec::as_slice).unwrap_or_default(),
        folder.path(),
        &mut saved,
    )?;
    Ok(true)
}

fn steps(
    host: &mut dyn Host,
    list: &[Value],
    folder: &Path,
    saved: &mut Saved,
) -> Result<(), String> {
    for (number, step) in list.iter().enumerate() {
        step_of(host, step, folder, saved)
            .map_err(|problem| format!("step {} {}: {problem}", number + 1, brief(step)))?;
    }
    Ok(())
}

fn brief(step: &Value) -> String {
    let text = step.to_string();
    if text.chars().count() > 200 {
        text.chars().take(200).chain("...".chars()).collect()
    } else {
        text
    }
}

fn step_of(
    host: &mut dyn Host,
    step: &Value,
    folder: &Path,
    saved: &mut Saved,
) -> Result<(), String> {
    let text = |name: &str| step[name].as_str().unwrap_or_default();
    if let Some(times) = step.get("repeat").and_then(Value::as_u64) {
        for n in 1..=times {
            let list: Vec<Value> = step["steps"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|step| numbered(step, n))
                .collect();
            steps(host, &list, folder, saved)?;
        }
        return Ok(());
    }
    if step.get("write").is_some() {
        let bytes = match step.get("size").and_then(Value::as_u64) {
            Some(size) => {
                (0..size).map(|n| (n.wrapping_mul(2_654_435_761) >> 7).to_le_bytes()[0]).collect()
            }
            None => text("text").as_bytes().to_vec(),
        };
        return std::fs::write(folder.join(text("write")), bytes)
            .map_err(|problem| problem.to_string());
    }
    if let Some(files) = step.get("compare").and_then(Value::as_array) {
        let read = |n: usize| {
            std::fs::read(folder.join(files[n].as_str().unwrap_or_default()))
                .map_err(|problem| format!("{}: {problem}", files[n]))
        };
        let same = read(0)? == read(1)?;
        return if same == (step["equal"] != json!(false)) {
            Ok(())
        } else {
            Err(format!("the files are {}", if same { "equal" } else { "different" }))
        };
    }
    let pipe: Vec<Call> = match (step.get("pipe").and_then(Value::as_array), step.get("work")) {
        (Some(stages), _) => {
            stages.iter().map(|stage| call(stage, saved)).collect::<Result<_, _>>()?
        }
        (None, Some(work)) => vec![work_call(work)],
        (None, None) if step.get("cmdlet").is_some() => vec![call(step, saved)?],
        _ => {
            return Err("is no step: it has neither cmdlet, pipe, work, repeat, write nor compare"
                .to_owned());
        }
    };
    let mut played = host.run(&pipe);
    played.outputs.iter_mut().for_each(unmark);
    check(step, &played, saved)
}

/// Takes off the mark that free texts carry in records.
fn unmark(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with('\u{1}') => drop(text.remove(0)),
        Value::Array(items) => items.iter_mut().for_each(unmark),
        Value::Object(entries) => entries.values_mut().for_each(unmark),
        _ => {}
    }
}

fn numbered(step: &Value, n: u64) -> Value {
    match step {
        Value::String(text) => Value::String(text.replace("{n}", &n.to_string())),
        Value::Array(items) => items.iter().map(|item| numbered(item, n)).collect(),
        Value::Object(entries) => entries
            .iter()
            .map(|(name, value)| (name.clone(), numbered(value, n)))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

fn work_call(work: &Value) -> Call {
    let parameters =
        work.as_u64().map(|steps| ("MaxSteps".to_owned(), json!(steps))).into_iter().collect();
    Call { cmdlet: "Invoke-CustomerKeyJob".to_owned(), parameters, answer: true, ..Call::default() }
}

fn call(step: &Value, saved: &Saved) -> Result<Call, String> {
    let fill = |name: &str| filled(step.get(name).unwrap_or(&Value::Null), saved);
    let table = |value: Value| match value {
        Value::Object(table) => table,
        _ => Map::new(),
    };
    Ok(Call {
        cmdlet: step["cmdlet"].as_str().ok_or("a stage has no cmdlet")?.to_owned(),
        parameters: table(fill("parameters")?),
        positional: fill("positional")?.as_array().cloned().unwrap_or_default(),
        what_if: step["whatIf"] == json!(true),
        answer: step["answer"] != json!("no"),
        bind: table(fill("bind")?),
    })
}

/// `{"$var": "name"}` becomes what was saved.
fn filled(value: &Value, saved: &Saved) -> Result<Value, String> {
    match value {
        Value::Object(table) if table.len() == 1 && table.contains_key("$var") => {
            let name = table["$var"].as_str().unwrap_or_default();
            saved.get(name).cloned().ok_or_else(|| format!("nothing is saved as {name}"))
        }
        Value::Object(table) => Ok(Value::Object(
            table
                .iter()
                .map(|(name, value)| Ok((name.clone(), filled(value, saved)?)))
                .collect::<Result<_, String>>()?,
        )),
        Value::Array(items) => items.iter().map(|item| filled(item, saved)).collect(),
        other => Ok(other.clone()),
    }
}

fn check(step: &Value, played: &Played, saved: &mut Saved) -> Result<(), String> {
    let wanted: Vec<&Value> = match (step.get("errors"), step.get("error")) {
        (Some(Value::Array(list)), _) => list.iter().collect(),
        (_, Some(one)) => vec![one],
        _ => Vec::new(),
    };
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
    texts(step.get("warnings"), &played.warnings, "warning")?;
    texts(step.get("messages"), &played.messages, "message")?;
    texts(step.get("asks"), &played.questions, "question")
}

/// Every pattern fits one of the texts; an empty list of patterns wants no text at all.
fn texts(patterns: Option<&Value>, found: &[String], what: &str) -> Result<(), String> {
    let Some(patterns) = patterns.and_then(Value::as_array) else { return Ok(()) };
    if patterns.is_empty() && !found.is_empty() {
        return Err(format!("expected no {what}, found {found:?}"));
    }
    for pattern in patterns.iter().filter_map(Value::as_str) {
        if !found.iter().any(|text| like(pattern, text)) {
            return Err(format!("no {what} is like \"{pattern}\": {found:?}"));
        }
    }
    Ok(())
}
