//! Scenarios name Azure's vaults; here the vaults are those of a server on this machine.

use serde_json::{Map, Value};

const AZURES: &str = ".vault.azure.net";

/// Where the vaults of a scenario are.
#[derive(Debug, Clone)]
pub struct Suffix(String);

impl Suffix {
    pub fn at(port: u16) -> Self {
        Self(format!(".vault.localhost:{port}"))
    }

    /// What a scenario says, as the engine's tenant is told it.
    pub fn told(&self, value: &Value) -> Value {
        each_text(value, &|text| replaced(text, AZURES, &self.0))
    }

    /// What the engine's tenant says, as a scenario has it.
    pub fn heard(&self, value: &Value) -> Value {
        each_text(value, &|text| self.heard_text(text))
    }

    pub fn heard_text(&self, text: &str) -> String {
        replaced(text, &self.0, AZURES)
    }
}

/// Hosts are the same in any case.
fn replaced(text: &str, from: &str, to: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let (mut done, mut new) = (0, String::new());
    for (at, found) in lower.match_indices(from) {
        new.push_str(&text[done..at]);
        new.push_str(to);
        done = at + found.len();
    }
    new + &text[done..]
}

fn each_text(value: &Value, change: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(change(text)),
        Value::Array(items) => items.iter().map(|item| each_text(item, change)).collect(),
        Value::Object(entries) => {
            let entries =
                entries.iter().map(|(name, value)| (name.clone(), each_text(value, change)));
            entries.collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}
