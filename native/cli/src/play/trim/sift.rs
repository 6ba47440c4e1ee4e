//! `Where-Object Property -eq value` and `Sort-Object Property`, compared as PowerShell does: case
//! does not count, numbers and dates by what they are.

use std::cmp::Ordering;

use ckey_cmdlets::{Pattern, parse_moment};
use serde_json::Value as Json;

use super::given::{Given, Known, json, text};
use crate::line::{Argument, Command};
use crate::output::{Item, cell, property};

/// How a property is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    /// It is neither empty nor false.
    True,
    Eq,
    Gt,
    Lt,
    Like,
    Contains,
    In,
}

/// Operators, and whether each is turned round.
const OPERATORS: [(&str, Operator, bool); 12] = [
    ("eq", Operator::Eq, false),
    ("ne", Operator::Eq, true),
    ("gt", Operator::Gt, false),
    ("le", Operator::Gt, true),
    ("lt", Operator::Lt, false),
    ("ge", Operator::Lt, true),
    ("like", Operator::Like, false),
    ("notlike", Operator::Like, true),
    ("contains", Operator::Contains, false),
    ("notcontains", Operator::Contains, true),
    ("in", Operator::In, false),
    ("notin", Operator::In, true),
];

/// Which objects are let through.
#[derive(Debug)]
pub(crate) struct Condition {
    property: String,
    operator: Operator,
    turned: bool,
    value: Json,
}

const SIMPLE: &str = "takes a property, an operator and a value, as in Where-Object State -eq Active; what goes beyond needs PowerShell";

impl Condition {
    pub(super) fn read(command: &Command) -> Result<Condition, String> {
        let beyond = || format!("{} {SIMPLE}", command.name);
        let mut condition = Condition {
            property: String::new(),
            operator: Operator::True,
            turned: false,
            value: Json::Null,
        };
        let mut values = Vec::new();
        for argument in &command.arguments {
            let (name, value) = match argument {
                Argument::Value(value) => {
                    values.push(value);
                    continue;
                }
                Argument::Parameter { name, value } => (name.to_ascii_lowercase(), value),
            };
            values.extend(value);
            let name = name.strip_prefix('i').filter(|rest| is_operator(rest)).unwrap_or(&name);
            match OPERATORS.iter().find(|(known, ..)| *known == name) {
                Some((_, operator, turned)) if condition.operator == Operator::True => {
                    (condition.operator, condition.turned) = (*operator, *turned);
                }
                None if name == "not" => condition.turned = true,
                None if matches!(name, "property" | "value") => {}
                _ => return Err(beyond()),
            }
        }
        let mut values = values.into_iter();
        condition.property = values
            .next()
            .and_then(text)
            .filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))
            .ok_or_else(beyond)?;
        match (condition.operator, values.next()) {
            (Operator::True, None) => {}
            (Operator::True, Some(_)) | (_, None) => return Err(beyond()),
            (_, Some(value)) => condition.value = json(value)?,
        }
        if values.next().is_some() { Err(beyond()) } else { Ok(condition) }
    }

    pub(super) fn property(&self) -> &str {
        &self.property
    }

    pub(super) fn lets(&self, item: &Item) -> bool {
        let own = property(&item.value, &self.property).unwrap_or(&Json::Null);
        let fits = match self.operator {
            Operator::True => is_true(own),
            Operator::Eq => any(own, |one| same(one, &self.value)),
            Operator::Gt => compare(own, &self.value) == Some(Ordering::Greater),
            Operator::Lt => compare(own, &self.value) == Some(Ordering::Less),
            Operator::Like => {
                let pattern = Pattern::new(&cell(&self.value));
                any(own, |one| pattern.matches(&cell(one)))
            }
            Operator::Contains => any(own, |one| same(one, &self.value)),
            Operator::In => any(&self.value, |one| same(own, one)),
        };
        fits != self.turned
    }
}

fn is_operator(name: &str) -> bool {
    OPERATORS.iter().any(|(known, ..)| *known == name)
}

fn any(value: &Json, fits: impl Fn(&Json) -> bool) -> bool {
    match value {
        Json::Array(items) => items.iter().any(fits),
        one => fits(one),
    }
}

fn is_true(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::Bool(yes) => *yes,
        Json::Number(number) => number.as_f64() != Some(0.0),
        Json::String(text) => !text.is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Object(_) => true,
    }
}

fn same(one: &Json, other: &Json) -> bool {
    compare(one, other) == Some(Ordering::Equal)
}

/// How two values stand to each other; none where one is there and the other is not.
fn compare(one: &Json, other: &Json) -> Option<Ordering> {
    match (one, other) {
        (Json::Null, Json::Null) => return Some(Ordering::Equal),
        (Json::Null, _) | (_, Json::Null) => return None,
        _ => {}
    }
    let (one, other) = (cell(one), cell(other));
    let number = |text: &str| text.parse::<f64>().ok();
    if let (Some(one), Some(other)) = (number(&one), number(&other)) {
        return one.partial_cmp(&other);
    }
    if let (Some(one), Some(other)) = (parse_moment(&one), parse_moment(&other)) {
        return Some(one.cmp(&other));
    }
    let (one, other) = (one.trim_start_matches('$'), other.trim_start_matches('$'));
    Some(one.to_lowercase().cmp(&other.to_lowercase()))
}

/// In which order objects are let through.
#[derive(Debug)]
pub(crate) struct Sort {
    properties: Vec<String>,
    descending: bool,
    unique: bool,
    items: Vec<Item>,
}

const KNOWN: [Known; 3] = [("Property", true), ("Descending", false), ("Unique", false)];

impl Sort {
    pub(super) fn read(command: &Command) -> Result<Sort, String> {
        let given = Given::read(command, &KNOWN)?;
        Ok(Sort {
            properties: given.texts(&["", "Property"])?,
            descending: given.has("Descending"),
            unique: given.has("Unique"),
            items: Vec::new(),
        })
    }

    pub(super) fn properties(&self) -> &[String] {
        &self.properties
    }

    pub(super) fn push(&mut self, item: Item) {
        self.items.push(item);
    }

    pub(super) fn finish(&mut self) -> Vec<Item> {
        let mut items = std::mem::take(&mut self.items);
        let order = |one: &Item, other: &Item| {
            let order = self.order(one, other);
            if self.descending { order.reverse() } else { order }
        };
        items.sort_by(order);
        if self.unique {
            items.dedup_by(|one, other| self.order(one, other) == Ordering::Equal);
        }
        items
    }

    fn order(&self, one: &Item, other: &Item) -> Ordering {
        if self.properties.is_empty() {
            return keys(&one.value, &other.value);
        }
        let of =
            |item: &Item, name: &String| property(&item.value, name).cloned().unwrap_or_default();
        let orders = self.properties.iter().map(|name| keys(&of(one, name), &of(other, name)));
        orders.into_iter().find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
    }
}

/// What is not there comes first.
fn keys(one: &Json, other: &Json) -> Ordering {
    compare(one, other).unwrap_or_else(|| other.is_null().cmp(&one.is_null()))
}
