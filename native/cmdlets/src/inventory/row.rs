//! An object of an inventory: fields by name, in any case, each with its place.

use serde_json::{Map, Value};

use super::Result;
use super::json;
use super::source::Source;
use crate::runtime::error::CmdletError;
use crate::surface::moment::parse_moment;

/// Where an object stands in its file.
pub(super) enum At {
    /// In CSV: for each field the line and column where it begins.
    Cells(Vec<(usize, usize)>),
    /// In JSON: the way from the root.
    Path(Vec<json::Step>),
}

pub(super) struct Row<'a> {
    pub(super) source: &'a Source,
    pub(super) at: At,
    pub(super) fields: Map<String, Value>,
}

impl Row<'_> {
    /// The first of these fields that is there and not empty.
    pub(super) fn get(&self, names: &[&str]) -> Option<(&str, &Value)> {
        let found = names.iter().filter_map(|name| {
            self.fields.iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        });
        let is_given = |value: &Value| {
            !value.is_null() && value.as_str().is_none_or(|it| !it.trim().is_empty())
        };
        found.map(|(key, value)| (key.as_str(), value)).find(|(_, value)| is_given(value))
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        let is = |key: &String| names.iter().any(|name| key.trim().eq_ignore_ascii_case(name));
        self.fields.keys().any(is)
    }

    /// What the first of these fields that is there is called in the file; else the first of all.
    pub(super) fn key<'n>(&'n self, names: &[&'n str]) -> &'n str {
        let given = self.get(names).map(|(key, _)| key);
        let there = || names.iter().copied().find(|name| self.has(&[name]));
        given.or_else(there).or(names.first().copied()).unwrap_or_default()
    }

    /// A text in one line: a name, an id, a word.
    pub(super) fn text(&self, names: &[&str]) -> Result<Option<String>> {
        let text = self.lines(names)?;
        if text.as_ref().is_some_and(|text| text.chars().any(char::is_control)) {
            let why = "a text in one line is wanted here, without control characters";
            return Err(self.wrong(self.key(names), why));
        }
        Ok(text)
    }

    /// A text of as many lines as somebody wrote.
    pub(super) fn lines(&self, names: &[&str]) -> Result<Option<String>> {
        let Some((key, value)) = self.get(names) else { return Ok(None) };
        match value {
            Value::String(text) => Ok(Some(text.trim().to_owned())),
            Value::Number(number) => Ok(Some(number.to_string())),
            _ => Err(self.wrong(key, "a text is wanted here")),
        }
    }

    pub(super) fn needed(&self, names: &[&str]) -> Result<String> {
        self.text(names)?.ok_or_else(|| self.missing(names))
    }

    /// That none of these fields says anything.
    pub(super) fn missing(&self, names: &[&str]) -> CmdletError {
        let first = names.first().copied().unwrap_or_default();
        self.wrong(self.key(names), &format!("'{first}' is missing"))
    }

    pub(super) fn is(&self, names: &[&str]) -> Result<Option<bool>> {
        let Some((key, value)) = self.get(names) else { return Ok(None) };
        match value {
            Value::Bool(is) => Ok(Some(*is)),
            Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Ok(Some(true)),
            Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Ok(Some(false)),
            _ => Err(self.wrong(key, "True or False is wanted here")),
        }
    }

    pub(super) fn number(&self, names: &[&str]) -> Result<Option<u32>> {
        let Some((key, value)) = self.get(names) else { return Ok(None) };
        let number = match value {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_u64().and_then(|number| u32::try_from(number).ok()),
        };
        number.map(Some).ok_or_else(|| self.wrong(key, "a number is wanted here"))
    }

    /// A date, as people and each PowerShell write it.
    pub(super) fn date(&self, names: &[&str]) -> Result<Option<i64>> {
        let Some((key, value)) = self.get(names) else { return Ok(None) };
        let text = value.as_str().or_else(|| value.get("value")?.as_str()).unwrap_or_default();
        let old = text.trim().strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/"));
        let seconds = match old {
            Some(milliseconds) => {
                milliseconds.parse::<i64>().ok().map(|number| number.div_euclid(1000))
            }
            None => parse_moment(text),
        };
        seconds.map(Some).ok_or_else(|| self.wrong(key, "a date is wanted here"))
    }

    /// A list: of JSON, or a text with its elements between commas, semicolons or blanks.
    pub(super) fn list(&self, names: &[&str]) -> Result<Vec<String>> {
        let Some((key, value)) = self.get(names) else { return Ok(Vec::new()) };
        let split = |text: &str| -> Vec<String> {
            let parts = text.split([',', ';', '{', '}']).flat_map(str::split_whitespace);
            parts.map(str::to_owned).collect()
        };
        match value {
            Value::String(text) => Ok(split(text)),
            Value::Array(list) => list
                .iter()
                .map(|one| one.as_str().map(|text| text.trim().to_owned()))
                .collect::<Option<_>>()
                .ok_or_else(|| self.wrong(key, "a list of texts is wanted here")),
            _ => Err(self.wrong(key, "a list of texts is wanted here")),
        }
    }

    /// Objects within this one.
    pub(super) fn rows(&self, name: &str) -> Result<Option<Vec<Row<'_>>>> {
        let Some((key, value)) = self.get(&[name]) else { return Ok(None) };
        let wrong = || self.wrong(key, "a list of objects is wanted here");
        let list = match value {
            Value::Array(list) => list.as_slice(),
            Value::Object(_) => std::slice::from_ref(value),
            _ => return Err(wrong()),
        };
        let At::Path(path) = &self.at else { return Err(wrong()) };
        let row = |(at, one): (usize, &Value)| {
            let mut path = path.clone();
            path.push(json::Step::Field(key.to_owned()));
            if value.is_array() {
                path.push(json::Step::Element(at));
            }
            let fields = one.as_object().cloned().ok_or_else(wrong)?;
            Ok(Row { source: self.source, at: At::Path(path), fields })
        };
        list.iter().enumerate().map(row).collect::<Result<_>>().map(Some)
    }

    /// That a rule refuses what one of these fields says.
    pub(super) fn refused(&self, names: &[&str], message: &str, fix: &str) -> CmdletError {
        let why = format!("{message} {}", fix.trim_end_matches('.'));
        self.wrong(self.key(names), &why)
    }

    /// That something is wrong with a field, or with the object where it has no such field.
    pub(super) fn wrong(&self, field: &str, why: &str) -> CmdletError {
        let (line, column) = self.place(field);
        self.source.wrong(line, column, why)
    }

    /// Where a field stands, for people: the file, and the line in it.
    pub(super) fn told(&self, field: &str) -> String {
        format!("{}, line {}", self.source.name(), self.place(field).0)
    }

    /// The line and column of a field, or of the object where it has no such field.
    fn place(&self, field: &str) -> (usize, usize) {
        match &self.at {
            At::Cells(cells) => {
                let at = self.fields.keys().position(|key| key.trim().eq_ignore_ascii_case(field));
                at.and_then(|at| cells.get(at)).or(cells.first()).copied().unwrap_or((1, 1))
            }
            At::Path(path) => {
                let mut full = path.clone();
                full.push(json::Step::Field(field.to_owned()));
                let text = self.source.text();
                let byte = json::find(text, &full).or_else(|| json::find(text, path));
                self.source.place(byte.unwrap_or(0))
            }
        }
    }
}
