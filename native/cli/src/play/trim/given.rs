//! What was written after one of the shell commands.

use ckey_cmdlets::table::{Meant, meant};
use serde_json::Value as Json;

use crate::line::{Argument, Command, Value};

/// Values by the names of their parameters; those without a name under the empty one.
pub(super) struct Given<'a> {
    command: &'a str,
    pub(super) named: Vec<(&'static str, Option<&'a Value>)>,
}

/// A parameter of a shell command: its name, and whether it has a value.
pub(super) type Known = (&'static str, bool);

impl<'a> Given<'a> {
    /// Tells the parameters and their values apart.
    ///
    /// # Errors
    /// A parameter that is not known here, or one without its value.
    pub(super) fn read(command: &'a Command, known: &[Known]) -> Result<Given<'a>, String> {
        let mut given = Given { command: &command.name, named: Vec::new() };
        let mut arguments = command.arguments.iter();
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument {
                Argument::Value(value) => {
                    given.named.push(("", Some(value)));
                    continue;
                }
                Argument::Parameter { name, value } => (name, value),
            };
            let Meant::One((name, has_value)) = meant(name, known.iter().copied(), |one| [one.0])
            else {
                return Err(format!("{} -{name} needs PowerShell", command.name));
            };
            let value = match value {
                Some(value) => Some(value),
                None if has_value => match arguments.next() {
                    Some(Argument::Value(value)) => Some(value),
                    _ => return Err(format!("{} -{name} needs a value", command.name)),
                },
                None => None,
            };
            given.named.push((name, value));
        }
        Ok(given)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.named
            .iter()
            .any(|(known, value)| *known == name && *value != Some(&Value::Bool(false)))
    }

    /// A number.
    pub(super) fn number(&self, name: &str) -> Result<Option<usize>, String> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let number = text(value).and_then(|text| text.parse().ok());
        number.map(Some).ok_or_else(|| format!("{} -{name} takes a number", self.command))
    }

    pub(super) fn value(&self, name: &str) -> Option<&'a Value> {
        self.named.iter().find(|(known, _)| *known == name).and_then(|(_, value)| *value)
    }

    /// The one text of these names, or the first without a name.
    pub(super) fn text(&self, names: &[&str]) -> Result<Option<String>, String> {
        let mut found = None;
        for (name, value) in &self.named {
            if !names.contains(name) {
                continue;
            }
            let one = value.and_then(text).filter(|_| found.is_none());
            found = Some(one.ok_or_else(|| format!("{} takes one text here", self.command))?);
        }
        Ok(found)
    }

    /// The texts of these names.
    pub(super) fn texts(&self, names: &[&str]) -> Result<Vec<String>, String> {
        let mut all = Vec::new();
        for (_, value) in self.named.iter().filter(|(name, _)| names.contains(name)) {
            let before = all.len();
            value.iter().for_each(|value| gather(value, &mut all));
            if all.len() == before {
                return Err(String::from("names of properties were expected, as in fl Name,State"));
            }
        }
        Ok(all)
    }
}

fn gather(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| gather(item, into)),
        Value::Known(Json::Array(items)) => {
            into.extend(items.iter().filter_map(Json::as_str).map(str::to_owned));
        }
        one => into.extend(text(one)),
    }
}

/// A value that is a text.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text { text, .. } | Value::Known(Json::String(text)) | Value::Word(text) => {
            Some(text.clone())
        }
        Value::Known(Json::Number(number)) => Some(number.to_string()),
        _ => None,
    }
}

/// A value as JSON.
pub(super) fn json(value: &Value) -> Result<Json, String> {
    Ok(match value {
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Null => Json::Null,
        Value::Known(value) => value.clone(),
        Value::List(items) => Json::Array(items.iter().map(json).collect::<Result<_, _>>()?),
        one => text(one).map(Json::String).ok_or("a text, a number or a list was expected")?,
    })
}
