//! The statuses that the comments of the exported functions list, as the header shows them.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, unreachable_pub)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Names of the constants in a text.
pub fn named(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("CKEY_E_"))
        .map(str::to_owned)
        .collect()
}

/// The number of each constant of the header.
pub fn numbers(header: &str) -> BTreeMap<String, i32> {
    let of = |line: &str| {
        let (name, number) = line.strip_prefix("#define ")?.split_once(' ')?;
        let number = number.trim_matches(['(', ')']).parse().ok()?;
        name.starts_with("CKEY_E_").then(|| (name.to_owned(), number))
    };
    header.lines().filter_map(of).collect()
}

/// What each function of the header may return, by its name. Every one may also fail by a defect.
pub fn lists(root: &Path) -> BTreeMap<String, BTreeSet<i32>> {
    let header = std::fs::read_to_string(root.join("include/customer_key.h")).unwrap();
    let numbers = numbers(&header);
    let mut found = BTreeMap::new();
    for piece in header.split("- Errors: ").skip(1) {
        let (list, rest) = piece.split_once("- Since:").unwrap();
        let name = rest.split_once("*/").unwrap().1.split_once('(').unwrap().0;
        let name = name.split_whitespace().last().unwrap().trim_start_matches('*');
        let mut codes: BTreeSet<i32> =
            named(list).iter().map(|name| *numbers.get(name).unwrap()).collect();
        codes.insert(-901);
        found.insert(name.to_owned(), codes);
    }
    assert!(found.len() > 40, "{}", found.len());
    found
}
