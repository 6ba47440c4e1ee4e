//! Comparing what is expected with what came: subsets of objects, and the `$` matchers.

use serde_json::{Map, Value};

/// What a scenario has saved, by name.
pub type Saved = Map<String, Value>;

/// Why what came is not what was expected.
enum Fault {
    /// It is something else.
    Differs(String),
    /// The question has no answer, as whether `null` is like a text. So its opposite has none.
    Unjudged(String),
}

use Fault::{Differs, Unjudged};

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
    judge(expected, actual, saved, at).map_err(|(Differs(text) | Unjudged(text))| text)
}

fn judge(expected: &Value, actual: &Value, saved: &mut Saved, at: &str) -> Result<(), Fault> {
    match (expected, actual) {
        (Value::Object(rules), _)
            if !rules.is_empty() && rules.keys().all(|key| key.starts_with('$')) =>
        {
            rules.iter().try_for_each(|(rule, wanted)| one(rule, wanted, actual, saved, at))
        }
        (Value::Object(wanted), Value::Object(found)) => {
            wanted.iter().try_for_each(|(name, value)| match found.get(name) {
                Some(own) => judge(value, own, saved, &format!("{at}.{name}")),
                None => Err(Unjudged(format!("{at}: there is no property {name} in {actual}"))),
            })
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            let mut pairs = wanted.iter().zip(found).enumerate();
            pairs.try_for_each(|(n, (value, own))| judge(value, own, saved, &format!("{at}[{n}]")))
        }
        _ if same(expected, actual) => Ok(()),
        _ => Err(Differs(format!("{at}: expected {expected}, found {actual}"))),
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
) -> Result<(), Fault> {
    let unjudged = |kind: &str| {
        Unjudged(format!("{at}: expected {kind} for {{\"{rule}\": {wanted}}}, found {actual}"))
    };
    let list = || actual.as_array().ok_or_else(|| unjudged("a list"));
    let text = || actual.as_str().ok_or_else(|| unjudged("a text"));
    let number = || actual.as_f64().ok_or_else(|| unjudged("a number"));
    let holds = match rule {
        "$save" => {
            let name = wanted.as_str().ok_or_else(|| Unjudged("$save takes a name".to_owned()))?;
            saved.insert(name.to_owned(), actual.clone());
            true
        }
        "$same" => {
            let kept = kept(wanted, saved).map_err(|problem| Unjudged(format!("{at}: {problem}")));
            same(kept?, actual)
        }
        "$not" => match judge(wanted, actual, &mut saved.clone(), at) {
            Err(Unjudged(problem)) => return Err(Unjudged(problem)),
            judged => judged.is_err(),
        },
        "$is" => return judge(wanted, actual, saved, at),
        "$all" => {
            let rules =
                wanted.as_array().ok_or_else(|| Unjudged("$all takes a list".to_owned()))?;
            return rules.iter().try_for_each(|rule| judge(rule, actual, saved, at));
        }
        "$any" => true,
        "$set" => {
            let empty = actual.is_null()
                || actual.as_str() == Some("")
                || actual.as_array().is_some_and(Vec::is_empty);
            wanted == &Value::Bool(!empty)
        }
        "$guid" => is_guid(text()?),
        "$like" => {
            let text = text()?;
            wanted.as_str().is_some_and(|pattern| like(pattern, text))
        }
        "$one-of" => wanted.as_array().is_some_and(|all| all.iter().any(|one| same(one, actual))),
        "$length" => {
            let length = actual.as_array().map(Vec::len);
            let length = length.or_else(|| actual.as_str().map(|text| text.chars().count()));
            let length = length.ok_or_else(|| unjudged("a list or a text"))?;
            u64::try_from(length).ok() == wanted.as_u64()
        }
        "$min" => number().map(|found| wanted.as_f64().is_some_and(|least| found >= least))?,
        "$max" => number().map(|found| wanted.as_f64().is_some_and(|most| found <= most))?,
        "$date" => {
            let text = text()?;
            wanted.as_str().is_some_and(|day| text.starts_with(day))
        }
        "$contains" => return contains(wanted, list()?, saved, at),
        "$each" if list()?.is_empty() => return Err(unjudged("a list with an element")),
        "$each" => return list()?.iter().try_for_each(|item| judge(wanted, item, saved, at)),
        other => return Err(Unjudged(format!("{at}: there is no matcher {other}"))),
    };
    if holds {
        Ok(())
    } else {
        Err(Differs(format!("{at}: {actual} does not satisfy {{\"{rule}\": {wanted}}}")))
    }
}

/// Whether an element of a list is so. There is no answer where none of them could be judged.
fn contains(wanted: &Value, list: &[Value], saved: &mut Saved, at: &str) -> Result<(), Fault> {
    let mut judged = list.is_empty();
    for item in list {
        let mut trial = saved.clone();
        match judge(wanted, item, &mut trial, at) {
            Ok(()) => {
                *saved = trial;
                return Ok(());
            }
            Err(Differs(_)) => judged = true,
            Err(Unjudged(_)) => {}
        }
    }
    let problem = format!("{at}: no element of {} is as {wanted} says", Value::from(list));
    Err(if judged { Differs(problem) } else { Unjudged(problem) })
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
