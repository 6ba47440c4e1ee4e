//! Comparing what is expected with what came: subsets of objects, and the `$` matchers.

use serde_json::{Map, Value};

/// What a scenario has saved, by name.
pub type Saved = Map<String, Value>;

/// Compares; what `$save` names is added to `saved`.
///
/// # Errors
/// Where and how they differ.
pub fn compare(
    expected: &Value,
    actual: &Value,
    saved: &mut Saved,
    at: &str,
) -> Result<(), String> {
    match (expected, actual) {
        (Value::Object(rules), _)
            if !rules.is_empty() && rules.keys().all(|key| key.starts_with('$')) =>
        {
            rules.iter().try_for_each(|(rule, wanted)| one(rule, wanted, actual, saved, at))
        }
        (Value::Object(wanted), Value::Object(found)) => {
            wanted.iter().try_for_each(|(name, value)| match found.get(name) {
                Some(own) => compare(value, own, saved, &format!("{at}.{name}")),
                None => Err(format!("{at}: there is no property {name} in {actual}")),
            })
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            let mut pairs = wanted.iter().zip(found).enumerate();
            pairs
                .try_for_each(|(n, (value, own))| compare(value, own, saved, &format!("{at}[{n}]")))
        }
        _ if same(expected, actual) => Ok(()),
        _ => Err(format!("{at}: expected {expected}, found {actual}")),
    }
}

/// Equal as JSON values; a number by its value, however it is written.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        _ => one == other,
    }
}

fn one(
    rule: &str,
    wanted: &Value,
    actual: &Value,
    saved: &mut Saved,
    at: &str,
) -> Result<(), String> {
    let list = || {
        let fault =
            || format!("{at}: expected a list for {{\"{rule}\": {wanted}}}, found {actual}");
        actual.as_array().ok_or_else(fault)
    };
    let holds = match rule {
        "$save" => {
            saved.insert(wanted.as_str().ok_or("$save takes a name")?.to_owned(), actual.clone());
            true
        }
        "$same" => same(kept(wanted, saved).map_err(|problem| format!("{at}: {problem}"))?, actual),
        "$not" => compare(wanted, actual, &mut saved.clone(), at).is_err(),
        "$is" => return compare(wanted, actual, saved, at),
        "$all" => {
            let mut rules = wanted.as_array().ok_or("$all takes a list")?.iter();
            return rules.try_for_each(|rule| compare(rule, actual, saved, at));
        }
        "$any" => true,
        "$set" => {
            let empty = actual.is_null()
                || actual.as_str() == Some("")
                || actual.as_array().is_some_and(Vec::is_empty);
            wanted == &Value::Bool(!empty)
        }
        "$guid" => actual.as_str().is_some_and(is_guid),
        "$like" => {
            actual.as_str().zip(wanted.as_str()).is_some_and(|(text, like)| self::like(like, text))
        }
        "$one-of" => wanted.as_array().is_some_and(|all| all.iter().any(|one| same(one, actual))),
        "$length" => {
            let length = actual.as_array().map(Vec::len);
            let length = length.or_else(|| actual.as_str().map(|text| text.chars().count()));
            length.is_some_and(|length| u64::try_from(length).ok() == wanted.as_u64())
        }
        "$min" => actual.as_f64().zip(wanted.as_f64()).is_some_and(|(found, least)| found >= least),
        "$max" => actual.as_f64().zip(wanted.as_f64()).is_some_and(|(found, most)| found <= most),
        "$date" => {
            actual.as_str().zip(wanted.as_str()).is_some_and(|(text, day)| text.starts_with(day))
        }
        "$contains" => {
            let trial = |item| {
                let mut trial = saved.clone();
                compare(wanted, item, &mut trial, at).is_ok().then_some(trial)
            };
            let hit = list()?.iter().find_map(trial);
            hit.map(|trial| *saved = trial).is_some()
        }
        "$each" => return list()?.iter().try_for_each(|item| compare(wanted, item, saved, at)),
        other => return Err(format!("{at}: there is no matcher {other}")),
    };
    if holds {
        Ok(())
    } else {
        Err(format!("{at}: {actual} does not satisfy {{\"{rule}\": {wanted}}}"))
    }
}

/// What was saved under a name.
///
/// # Errors
/// Nothing was.
pub(crate) fn kept<'a>(name: &Value, saved: &'a Saved) -> Result<&'a Value, String> {
    let found = name.as_str().and_then(|name| saved.get(name));
    found.ok_or_else(|| format!("nothing is saved as {name}"))
}

fn is_guid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whether a text fits a pattern in which `*` stands for anything; case counts.
#[must_use]
pub fn like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let middle: Vec<&str> = parts.collect();
    let Some((last, middle)) = middle.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.split_once(part) {
            Some((_, further)) => rest = further,
            None => return false,
        }
    }
    rest.ends_with(last)
}
