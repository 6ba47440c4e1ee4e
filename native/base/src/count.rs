//! Numbers of things, in sentences.

use std::fmt::Display;

/// `1 item`, `3 items`.
#[must_use]
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    let what = if count == N::from(1) { one } else { many };
    format!("{count} {what}")
}

#[test]
fn one_is_singular_and_everything_else_is_not() {
    for (count, wanted) in [(0_u64, "0 items"), (1, "1 item"), (2, "2 items"), (21, "21 items")] {
        assert_eq!(counted(count, "item", "items"), wanted);
    }
}
