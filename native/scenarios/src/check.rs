//! What the schema cannot say about steps: values that nothing has saved, objects that do not come,
//! numbers of no repetition, what-if of cmdlets that change nothing.

use std::collections::BTreeSet;

use ckey_table::ShouldProcess;
use serde_json::Value;

use crate::place::Place;

/// Checks the steps of one file, in their order; `saved` has the names of what is kept so far.
///
/// # Errors
/// Where they cannot work, and what to write instead.
pub(crate) fn steps(list: &Value, saved: &mut BTreeSet<String>) -> Result<(), String> {
    each(list, &Place::default().key("steps"), &mut Checked { saved, repeats: false })
}

struct Checked<'a> {
    saved: &'a mut BTreeSet<String>,
    repeats: bool,
}

fn each(list: &Value, at: &Place, checked: &mut Checked<'_>) -> Result<(), String> {
    for (n, step) in list.as_array().into_iter().flatten().enumerate() {
        let at = at.index(n);
        if let Some(inner) = step.get("steps") {
            let mut inside = Checked { saved: checked.saved, repeats: true };
            each(inner, &at.key("steps"), &mut inside)?;
            continue;
        }
        if !checked.repeats && step.to_string().contains("{n}") {
            return Err(format!("{at}: {{n}} counts nothing here; put the step into a \"repeat\""));
        }
        for (n, stage) in
            step.get("pipe").and_then(Value::as_array).into_iter().flatten().enumerate()
        {
            let at = at.key("pipe").index(n);
            bound(stage, n, &at)?;
            changes(stage, &at)?;
            used(stage, checked.saved, &at)?;
        }
        changes(step, &at)?;
        used(step, checked.saved, &at)?;
        // In the order in which the player compares.
        for part in ["error", "errors", "output"] {
            kept(step.get(part).unwrap_or(&Value::Null), checked.saved, &at.key(part))?;
        }
    }
    Ok(())
}

fn bound(stage: &Value, n: usize, at: &Place) -> Result<(), String> {
    let Some(bind) = stage.get("bind").and_then(Value::as_object) else {
        return if n == 0 {
            Ok(())
        } else {
            Err(format!(
                "{at}: \"bind\" is missing; write which parameter takes which property of the object that comes, as in {{\"Identity\": \"Guid\"}}"
            ))
        };
    };
    if n == 0 {
        return Err(format!("{at}: no object comes to the first stage; take \"bind\" away"));
    }
    let given = stage.get("parameters").and_then(Value::as_object);
    match bind.keys().find(|name| given.is_some_and(|given| given.contains_key(*name))) {
        Some(name) => {
            Err(format!("{at}: {name} is given twice; take it from \"parameters\" or \"bind\""))
        }
        None => Ok(()),
    }
}

/// `whatIf` is for cmdlets that change something: of others some hosts refuse it, and some do what
/// the cmdlet does.
fn changes(stage: &Value, at: &Place) -> Result<(), String> {
    let cmdlet = stage.get("cmdlet").and_then(Value::as_str).and_then(ckey_table::find);
    match cmdlet.filter(|def| def.should_process != ShouldProcess::Changes) {
        Some(def) if stage.get("whatIf").is_some() => {
            Err(format!("{at}: {} changes nothing; take \"whatIf\" away", def.name))
        }
        _ => Ok(()),
    }
}

fn used(stage: &Value, saved: &BTreeSet<String>, at: &Place) -> Result<(), String> {
    ["parameters", "positional"].into_iter().try_for_each(|part| {
        variables(stage.get(part).unwrap_or(&Value::Null), saved, &at.key(part))
    })
}

/// Every `$var` is something saved.
fn variables(value: &Value, saved: &BTreeSet<String>, at: &Place) -> Result<(), String> {
    if let Some(name) = value.get("$var") {
        return is_kept(name, saved, at);
    }
    inside(value, at, |value, at| variables(value, saved, at))
}

/// What is saved and compared, in the order in which it is written.
fn kept(value: &Value, saved: &mut BTreeSet<String>, at: &Place) -> Result<(), String> {
    saved.extend(value.get("$save").and_then(Value::as_str).map(str::to_owned));
    if let Some(name) = value.get("$same") {
        is_kept(name, saved, at)?;
    }
    inside(value, at, |value, at| kept(value, saved, at))
}

fn is_kept(name: &Value, saved: &BTreeSet<String>, at: &Place) -> Result<(), String> {
    if name.as_str().is_some_and(|name| saved.contains(name)) {
        return Ok(());
    }
    let known: Vec<&str> = saved.iter().map(String::as_str).collect();
    let known = if known.is_empty() { String::from("nothing") } else { known.join(", ") };
    Err(format!("{at}: no step before has {{\"$save\": {name}}}; saved so far: {known}"))
}

/// Looks at what is in a table or list.
fn inside(
    value: &Value,
    at: &Place,
    mut look: impl FnMut(&Value, &Place) -> Result<(), String>,
) -> Result<(), String> {
    match value {
        Value::Object(table) => table.iter().try_for_each(|(key, value)| look(value, &at.key(key))),
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(n, item)| look(item, &at.index(n)))
        }
        _ => Ok(()),
    }
}
