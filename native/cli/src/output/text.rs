//! Values as text for people.

use serde_json::Value as Json;

/// A value in one line: `True`, `{a, b}`, nothing for `null`.
pub(crate) fn cell(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(yes) => String::from(if *yes { "True" } else { "False" }),
        // 2.0 is 2, as PowerShell shows it.
        Json::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
        }
        Json::String(text) => clean(text),
        Json::Array(items) => {
            format!("{{{}}}", items.iter().map(cell).collect::<Vec<_>>().join(", "))
        }
        Json::Object(entries) => {
            let entry = |(name, value): (&String, &Json)| format!("{name}={}", cell(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join("; "))
        }
    }
}

/// A text that cannot move the cursor or change colours: control characters become visible.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{fffd}' } else { c })
        .collect()
}
