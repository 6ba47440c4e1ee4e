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
    let differ = || Err(format!("{at}: expected {expected}, found {actual}"));
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
        (Value::Number(wanted), Value::Number(found)) if wanted.as_f64() == found.as_f64() => {
            Ok(())
        }
        _ if expected == actual => Ok(()),
        _ => differ(),
    }
}

fn one(
    rule: &str,
    wanted: &Value,
    actual: &Value,
    saved: &mut Saved,
    at: &str,
) -> Result<(), String> {
    let holds = match rule {
        "$save" => {
            saved.insert(wanted.as_str().ok_or("$save takes a name")?.to_owned(), actual.clone());
            true
        }
        "$same" => {
            saved
                .get(wanted.as_str().unwrap_or_default())
                .ok_or_else(|| format!("{at}: nothing is saved as {wanted}"))?
                == actual
        }
        "$not" => {
            return if compare(wanted, actual, saved, at).is_err() {
                Ok(())
            } else {
                Err(format!("{at}: {actual} was not expected"))
            };
        }
        "$is" => return compare(wanted, actual, saved, at),
        "$all" => {
            return wanted
                .as_array()
                .ok_or("$all takes a list")?
                .iter()
                .try_for_each(|rule| compare(rule, actual, saved, at));
        }
        "$any" => return Ok(()),
        "$set" => {
            (!actual.is_null()
                && actual.as_str() != Some("")
                && actual.as_array().is_none_or(|list| !list.is_empty()))
                == (wanted == &Value::Bool(true))
        }
        "$guid" => actual.as_str().is_some_and(is_guid),
        "$like" => {
            actual.as_str().is_some_and(|text| like(wanted.as_str().unwrap_or_default(), text))
        }
        "$one-of" => wanted.as_array().is_some_and(|list| list.contains(actual)),
        "$length" => {
            actual.as_array().map(Vec::len).or(actual.as_str().map(|text| text.chars().count()))
                == wanted.as_u64().and_then(|n| usize::try_from(n).ok())
        }
        "$min" => actual.as_f64() >= wanted.as_f64(),
        "$max" => actual.as_f64() <= wanted.as_f64(),
        "$date" => actual
            .as_str()
            .zip(wanted.as_str())
            .is_some_and(|(found, wanted)| found.starts_with(wanted)),
        "$contains" => {
            let mut trial = saved.clone();
            let hit = actual.as_array().is_some_and(|list| {
                list.iter().any(|item| {
                    trial.clone_from(saved);
                    compare(wanted, item, &mut trial, at).is_ok()
                })
            });
            *saved = trial;
            hit
        }
        "$each" => {
            return actual
                .as_array()
                .into_iter()
                .flatten()
                .try_for_each(|item| compare(wanted, item, saved, at));
        }
        other => return Err(format!("{at}: there is no matcher {other}")),
    };
    if holds {
        Ok(())
    } else {
        Err(format!("{at}: {actual} does not satisfy {{\"{rule}\": {wanted}}}"))
    }
}

fn is_guid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whether a text fits a pattern in which `*` stands for anything; case counts.
pub fn like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let middle: Vec<&str> = parts.collect();
    let Some((last, middle)) = middle.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The comparison compares: run before any scenario, because a runner that accepts everything would
/// pass everything.
pub fn check_itself() {
    assert!(
        like("a*c", "abc")
            && like("*", "")
            && like("*b*", "abc")
            && like("abc", "abc")
            && like("a*b*c", "a-b-b-c")
    );
    assert!(!like("a*c", "abd") && !like("abc", "abcd") && !like("*x*", "abc"));
    let mut saved = Saved::new();
    let found = serde_json::json!({"Name": "a", "Guid": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "Keys": ["x", "y"]});
    let mut fits = |wanted: Value| compare(&wanted, &found, &mut saved, "").is_ok();
    assert!(fits(
        serde_json::json!({"Guid": {"$guid": true, "$save": "g"}, "Keys": {"$contains": "y"}})
    ));
    assert!(fits(serde_json::json!({"Guid": {"$same": "g"}, "Keys": {"$length": 2}})));
    for wrong in [
        serde_json::json!({"Guid": {"$not": {"$same": "g"}}}),
        serde_json::json!({"Other": null}),
        serde_json::json!({"Keys": ["x"]}),
        serde_json::json!({"Name": "A"}),
        serde_json::json!({"Keys": {"$each": {"$like": "x*"}}}),
    ] {
        assert!(!fits(wrong.clone()), "{wrong}");
    }
}
