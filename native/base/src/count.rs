//! Numbers of things, in sentences.

use std::fmt::Display;

/// `1 item`, `3 items`.
#[must_use]
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    let what = if count == N::from(1) { one } else { many };
    format!("{count} {what}")
}

/// Of several kinds of things those that there are: `3 items, 1 site`; `nothing yet` where there are
/// none.
#[must_use]
pub fn counted_parts<'a>(parts: impl IntoIterator<Item = (u64, &'a str, &'a str)>) -> String {
    let some: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    if some.is_empty() { "nothing yet".to_owned() } else { some.join(", ") }
}

#[test]
fn parts_that_are_not_there_are_not_named() {
    assert_eq!(counted_parts([(0, "item", "items"), (1, "site", "sites")]), "1 site");
    assert_eq!(counted_parts([(2, "item", "items"), (1, "site", "sites")]), "2 items, 1 site");
    assert_eq!(counted_parts([(0, "item", "items")]), "nothing yet");
}

#[test]
fn one_is_singular_and_everything_else_is_not() {
    for (count, wanted) in [(0_u64, "0 items"), (1, "1 item"), (2, "2 items"), (21, "21 items")] {
        assert_eq!(counted(count, "item", "items"), wanted);
    }
}
