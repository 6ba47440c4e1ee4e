//! One measured figure.

use std::fmt;

use serde_json::{Value, json};

/// A figure, and what was promised about it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    name: String,
    value: f64,
    unit: String,
    at_least: Option<f64>,
    at_most: Option<f64>,
}

impl Row {
    /// Reads a line of a bench program; `None` for one that holds no figure.
    pub(crate) fn read(line: &str) -> Option<Row> {
        match line.strip_prefix("bench-row ") {
            Some(document) => Row::from_json(&serde_json::from_str(document).ok()?),
            None => Row::from_text(line),
        }
    }

    fn from_json(row: &Value) -> Option<Row> {
        let text =
            |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = |name: &str| row.get(name).and_then(Value::as_f64);
        Some(Row {
            name: text("name"),
            value: number("value")?,
            unit: text("unit"),
            at_least: number("at_least"),
            at_most: number("at_most"),
        })
    }

    /// `seal 1 MiB in place ratio 0.91`: the last word that is a number is the value, what stands
    /// before it the name.
    fn from_text(line: &str) -> Option<Row> {
        if line.starts_with(char::is_whitespace) || !line.starts_with(char::is_alphabetic) {
            return None;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = words.iter().rposition(|word| word.parse::<f64>().is_ok())?;
        let value = words.get(at)?.parse().ok()?;
        let name = words.get(..at)?.join(" ");
        let unit = words.get(at.checked_add(1)?..)?.join(" ");
        let long = name.is_empty() || unit.chars().count() > 24 || name.ends_with(':');
        (!long).then_some(Row { name, value, unit, at_least: None, at_most: None })
    }

    /// Whether something was promised.
    pub(crate) fn is_gate(&self) -> bool {
        self.at_least.is_some() || self.at_most.is_some()
    }

    /// Whether the promise, if there is one, is kept.
    pub(crate) fn is_kept(&self) -> bool {
        self.at_least.is_none_or(|limit| self.value >= limit)
            && self.at_most.is_none_or(|limit| self.value <= limit)
    }

    /// The row as JSON, with `kind` and, for a gate, `passed`.
    pub(crate) fn json(&self) -> Value {
        let mut row = json!({ "name": self.name, "value": self.value, "unit": self.unit, "kind": if self.is_gate() { "gate" } else { "reported" } });
        if let (Some(object), true) = (row.as_object_mut(), self.is_gate()) {
            let limits = [("at_least", self.at_least), ("at_most", self.at_most)];
            object.extend(
                limits
                    .into_iter()
                    .filter_map(|(name, limit)| Some((name.to_owned(), Value::from(limit?)))),
            );
            object.insert(String::from("passed"), Value::from(self.is_kept()));
        }
        row
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.value)?;
        if !self.unit.is_empty() {
            write!(f, " {}", self.unit)?;
        }
        let verdict = if self.is_kept() { "kept" } else { "MISSED" };
        match (self.at_least, self.at_most) {
            (Some(limit), _) => write!(f, "  [gate: at least {limit}, {verdict}]"),
            (None, Some(limit)) => write!(f, "  [gate: at most {limit}, {verdict}]"),
            (None, None) => write!(f, "  [reported]"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn rows_come_as_json_with_limits_or_as_text_without() {
        let row = Row::read(
            r#"bench-row {"name": "open a tenant", "value": 42.5, "unit": "ms", "at_most": 100.0}"#,
        )
        .unwrap();
        assert!(row.is_gate() && row.is_kept());
        assert_eq!(row.to_string(), "open a tenant 42.5 ms  [gate: at most 100, kept]");
        let row = Row::read("seal 1 MiB in place ratio 0.91").unwrap();
        assert_eq!(row.to_string(), "seal 1 MiB in place ratio 0.91  [reported]");
        let row = Row::read("two streams on two threads 1.93 x one")
            .unwrap_or_else(|| Row::read("x 1").unwrap());
        assert_eq!(row.json()["kind"], "reported");
        assert_eq!(Row::read("memory locked: true"), None);
        assert_eq!(Row::read("  of which reading 3"), None);
    }

    #[test]
    fn a_missed_gate_is_missed_in_text_and_in_json() {
        let row =
            Row::read(r#"bench-row {"name": "ratio", "value": 0.8, "unit": "", "at_least": 0.85}"#)
                .unwrap();
        assert!(!row.is_kept());
        assert!(row.to_string().contains("MISSED"));
        assert_eq!(row.json()["passed"], false);
    }
}
