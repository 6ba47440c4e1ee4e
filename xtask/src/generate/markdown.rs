//! Text within Markdown.

/// What has a meaning anywhere in a line. PlatyPS undoes a backslash before these and no other, so
/// what is not needed is not escaped.
const MARKS: &str = "\\`*_[]<>";

/// A text that Markdown shows as it is.
pub(super) fn escape(text: &str) -> String {
    if !begins_a_block(text) {
        return marks(text);
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text.strip_suffix(rest).unwrap_or_default();
    format!("{number}\\{}", marks(rest))
}

fn marks(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if MARKS.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Whether its beginning would make it a heading, an item of a list, or a rule.
fn begins_a_block(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < text.len() && rest.starts_with(['.', ')']);
    let mark = rest.chars().next().filter(|_| rest.len() == text.len());
    let after = rest.chars().nth(1);
    match mark {
        Some('#') => true,
        Some('-' | '+') => after.is_none_or(|c| c == ' ' || c == '-'),
        _ => is_numbered && after.is_none_or(|c| c == ' '),
    }
}

/// A text in a fence that nothing within it ends.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{text}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::{escape, fenced};

    #[test]
    fn a_text_is_shown_as_it_is() {
        for (text, wanted) in [
            ("-WhatIf says what; -Confirm:$false asks nothing (ever).", ""),
            ("0 to 100.", ""),
            ("*, ? and [a-z]", "\\*, ? and \\[a-z\\]"),
            ("AZURE_TENANT_ID `x` <name>", "AZURE\\_TENANT\\_ID \\`x\\` \\<name\\>"),
            (r"C:\keys", r"C:\\keys"),
            ("# 1", "\\# 1"),
            ("- an item", "\\- an item"),
            ("---", "\\---"),
            ("1. first *", "1\\. first \\*"),
            ("1.5 hours", ""),
        ] {
            assert_eq!(escape(text), if wanted.is_empty() { text } else { wanted });
        }
    }

    #[test]
    fn a_fence_is_longer_than_those_within() {
        assert_eq!(fenced("yaml", "a: b"), "```yaml\na: b\n```\n");
        assert_eq!(fenced("", "```"), "````\n```\n````\n");
    }
}
