//! The few shell commands that examples put after a cmdlet: `| fl Name,State`, `Format-Table`,
//! `Select-Object`, `Measure-Object`, `ConvertTo-Json`, `Out-Null`.

use ckey_cmdlets::table::{Meant, meant};
use serde_json::{Map, Value as Json, json};

use crate::line::{Argument, Command, Value};
use crate::options::Format;
use crate::output::{Item, property};

/// A stage that needs no tenant.
#[derive(Debug)]
pub(crate) enum Trim {
    /// Properties to keep (all when empty), a view to force, and how many objects to let through.
    Select {
        properties: Vec<String>,
        expand: bool,
        view: Option<Format>,
        left: Option<u64>,
    },
    Count(u64),
    Nothing,
}

/// Parameters of these stages.
const KNOWN: [&str; 7] =
    ["AutoSize", "Wrap", "Compress", "Property", "ExpandProperty", "First", "Depth"];

/// Those of them that have no value, and change nothing here.
const SWITCHES: [&str; 3] = ["AutoSize", "Wrap", "Compress"];

impl Trim {
    /// The trimming stage of this name; `None` for everything else.
    ///
    /// # Errors
    /// A parameter that it does not know.
    pub(crate) fn from_command(command: &Command) -> Result<Option<Trim>, String> {
        let select =
            |view| Trim::Select { properties: Vec::new(), expand: false, view, left: None };
        let mut trim = match command.name.to_ascii_lowercase().as_str() {
            "format-list" | "fl" => select(Some(Format::List)),
            "format-table" | "ft" => select(Some(Format::View)),
            "convertto-json" => select(Some(Format::Json)),
            "select-object" | "select" => select(None),
            "measure-object" | "measure" => Trim::Count(0),
            "out-null" => Trim::Nothing,
            _ => return Ok(None),
        };
        let mut arguments = command.arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument {
                Argument::Value(value) => trim.keep(value, false)?,
                Argument::Parameter { name, value } => {
                    let refused =
                        || format!("{} -{name} is not supported on the command line", command.name);
                    let Meant::One(known) = meant(name, KNOWN.into_iter(), |one| [one]) else {
                        return Err(refused());
                    };
                    if SWITCHES.contains(&known) {
                        continue;
                    }
                    let value = match (value, arguments.next()) {
                        (Some(value), _) | (None, Some(Argument::Value(value))) => value,
                        _ => return Err(format!("{} -{name} needs a value", command.name)),
                    };
                    match (known, &mut trim, value) {
                        ("Property", _, value) => trim.keep(value, false)?,
                        ("ExpandProperty", _, value) => trim.keep(value, true)?,
                        ("First", Trim::Select { left, .. }, Value::Text { text, .. }) => {
                            *left = Some(
                                text.parse()
                                    .map_err(|_| format!("-First takes a number, not {text}"))?,
                            );
                        }
                        ("Depth", ..) => {}
                        _ => return Err(refused()),
                    }
                }
            }
        }
        Ok(Some(trim))
    }

    fn keep(&mut self, value: &Value, all: bool) -> Result<(), String> {
        let Trim::Select { properties, expand, .. } = self else { return Ok(()) };
        *expand |= all;
        match value {
            Value::Text { text, .. } if text == "*" => {}
            Value::Text { text, .. } => properties.push(text.clone()),
            Value::List(items) => items.iter().try_for_each(|item| self.keep(item, all))?,
            _ => {
                return Err(String::from("names of properties were expected, as in fl Name,State"));
            }
        }
        Ok(())
    }

    /// What comes out for one object, and whether no more is wanted.
    pub(crate) fn push(&mut self, item: Item) -> (Vec<Item>, bool) {
        match self {
            Trim::Nothing => (Vec::new(), false),
            Trim::Count(count) => {
                *count = count.saturating_add(1);
                (Vec::new(), false)
            }
            Trim::Select { properties, expand, view, left } => {
                if let Some(left) = left {
                    match left.checked_sub(1) {
                        None => return (Vec::new(), true),
                        Some(less) => *left = less,
                    }
                }
                let item = item.viewed(*view);
                let items = match (properties.as_slice(), *expand) {
                    ([], _) => vec![item],
                    ([one, ..], true) => match property(&item.value, one) {
                        Some(Json::Array(values)) => {
                            values.iter().map(|value| item.with(value.clone())).collect()
                        }
                        Some(value) => vec![item.with(value.clone())],
                        None => Vec::new(),
                    },
                    (names, false) => {
                        let kept: Map<String, Json> =
                            names.iter().flat_map(|name| matching(&item.value, name)).collect();
                        vec![item.with(Json::Object(kept))]
                    }
                };
                (items, *left == Some(0))
            }
        }
    }

    /// What comes out at the end.
    pub(crate) fn finish(&mut self) -> Vec<Item> {
        match self {
            Trim::Count(count) => {
                vec![Item::new("Count".into(), json!({ "Count": count }))]
            }
            Trim::Select { .. } | Trim::Nothing => Vec::new(),
        }
    }
}

/// The properties that a name means: `Enc*` every one that begins so; a name that no property has
/// is `null`, as PowerShell shows it.
fn matching(value: &Json, name: &str) -> Vec<(String, Json)> {
    let Some(object) = value.as_object() else { return Vec::new() };
    if let Some(beginning) = name.strip_suffix('*') {
        let begins = |key: &String| key.to_lowercase().starts_with(&beginning.to_lowercase());
        return object
            .iter()
            .filter(|(key, _)| begins(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
    }
    let found = object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    vec![
        found.map_or_else(
            || (name.to_owned(), Json::Null),
            |(key, value)| (key.clone(), value.clone()),
        ),
    ]
}
