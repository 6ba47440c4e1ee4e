//! Whatever cites a rule cites one that there is, and what is built is shown.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

#[test]
fn every_citation_has_a_rule_and_every_rule_that_is_built_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    if let Err(problems) = xtask::rules::check(&root) {
        panic!("{problems}");
    }
}
