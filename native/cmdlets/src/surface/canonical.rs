//! Brings the values of parameters into the one form that the parameter structs read.

use serde_json::{Map, Value};

use crate::surface::moment::{parse_moment, parse_seconds};
use ckey_table::{Kind, TypeDef};

/// What to write, for the error message: "a whole number".
pub(crate) fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a text",
        Kind::Switch | Kind::Bool => "$true or $false",
        Kind::Int => "a whole number",
        Kind::UInt => "a whole number that is not negative",
        Kind::Real => "a number",
        Kind::DateTime => {
            "a date up to 9999-12-31T23:59:59Z, such as 2026-11-22, 2026-11-22T10:00:00Z or 11/22/2026 10:00 AM"
        }
        Kind::Guid => "a GUID",
        Kind::TextList => "a list of texts",
        Kind::MultiValue => "a text, a list, or @{Add=...; Remove=...}",
        Kind::Table => "a table: @{ Name = \"value\" }",
        Kind::Secret => "a secret",
        Kind::Credential => "a credential",
        Kind::Object => "an object of an earlier cmdlet",
        Kind::ObjectList => "tables: @{ Name = \"value\" }",
        Kind::ResultSize => "a number or Unlimited",
        Kind::Duration => "seconds, or [days.]hours:minutes:seconds",
    }
}

/// The value in the form of its kind, or `None` when it is not of it. Texts are read where other
/// kinds are wanted: a command line has nothing else.
pub(crate) fn canonical(kind: Kind, value: &Value) -> Option<Value> {
    match kind {
        Kind::Text => text(value).map(Value::from),
        Kind::Switch | Kind::Bool => truth(value).map(Value::from),
        Kind::Int => whole(value).and_then(|number| i32::try_from(number).ok()).map(Value::from),
        Kind::UInt => whole(value).and_then(|number| u32::try_from(number).ok()).map(Value::from),
        Kind::Real => real(value).map(Value::from),
        Kind::DateTime => parse_moment(value.as_str()?).map(Value::from),
        Kind::Guid => uuid::Uuid::try_parse(value.as_str()?.trim())
            .ok()
            .map(|guid| Value::from(guid.hyphenated().to_string())),
        Kind::TextList => texts(value).map(Value::from),
        Kind::MultiValue => multi_value(value),
        Kind::Table => table(value),
        Kind::Secret => value.get("secret")?.is_string().then(|| value.clone()),
        Kind::Credential => value.get("userName")?.is_string().then(|| value.clone()),
        Kind::Object => value.is_object().then(|| value.clone()),
        Kind::ObjectList => objects(value),
        Kind::ResultSize => result_size(value),
        Kind::Duration => parse_seconds(&text(value)?).map(Value::from),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(if *yes { "True" } else { "False" }.to_owned()),
        Value::Array(list) => match list.as_slice() {
            [only] if !only.is_array() => text(only),
            _ => None,
        },
        Value::Object(object) => identity(object),
    }
}

/// Properties that name an object. A hash or what a check found does not.
const NAMES: [&str; 5] = ["Identity", "Id", "Name", "VaultName", "ResourceGroupName"];

/// An object given where a name is wanted becomes its identity, as PowerShell does with it: that of
/// the largest type that it has all properties of, so that a key is not taken for its name.
fn identity(object: &Map<String, Value>) -> Option<String> {
    let has_all =
        |ty: &&TypeDef| ty.properties.iter().all(|property| object.contains_key(property.name));
    // A type without a table is only part of others, and as small as any table that a user writes.
    let whole = ckey_table::types().filter(|ty| !ty.table.is_empty());
    let of_type = whole.filter(has_all).max_by_key(|ty| ty.properties.len()).map(|ty| ty.identity);
    let of_type = of_type.as_slice();
    let names = if of_type.is_empty() { NAMES.as_slice() } else { of_type };
    let mut names = names.iter().filter(|name| NAMES.contains(name));
    names.find_map(|name| object.get(*name)?.as_str()).map(str::to_owned)
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(yes) => Some(*yes),
        Value::Number(number) => Some(number.as_f64()? != 0.0),
        Value::String(text) => {
            match text.trim().trim_start_matches('$').to_ascii_lowercase().as_str() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn real(value: &Value) -> Option<f64> {
    let number: f64 = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::Array(list) => list.iter().map(text).collect(),
        other => Some(vec![text(other)?]),
    }
}

/// What a change of a list does by this key.
pub(crate) fn side(key: &str) -> Option<&'static str> {
    ["Add", "Remove"].into_iter().find(|side| side.eq_ignore_ascii_case(key))
}

fn multi_value(value: &Value) -> Option<Value> {
    let object = value.as_object().filter(|object| object.keys().all(|key| side(key).is_some()));
    let Some(object) = object else { return Some(Value::from(split_all(&texts(value)?))) };
    let mut change = Map::new();
    for (key, value) in object {
        change.insert(side(key)?.to_owned(), Value::from(split_all(&texts(value)?)));
    }
    Some(Value::Object(change))
}

/// `"a, b"` is two values, as in the examples of the documentation (rule 4.10.6).
fn split_all(texts: &[String]) -> Vec<String> {
    let parts = texts.iter().flat_map(|text| text.split(','));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn table(value: &Value) -> Option<Value> {
    let Value::Object(object) = value else { return None };
    let entries = object.iter().map(|(key, value)| Some((key.clone(), Value::from(text(value)?))));
    entries.collect::<Option<Map<_, _>>>().map(Value::Object)
}

fn objects(value: &Value) -> Option<Value> {
    match value {
        Value::Null => Some(Value::Array(Vec::new())),
        Value::Object(_) => Some(Value::Array(vec![value.clone()])),
        Value::Array(list) => list.iter().all(Value::is_object).then(|| value.clone()),
        _ => None,
    }
}

fn result_size(value: &Value) -> Option<Value> {
    if value.as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case("unlimited")) {
        return Some(Value::from("Unlimited"));
    }
    whole(value).and_then(|count| u64::try_from(count).ok()).map(Value::from)
}
