//! What is generated is committed, and as its sources say.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

#[test]
fn generated_files_are_as_their_sources_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    if let Err(problem) = xtask::generate::check(&root) {
        panic!("{problem}");
    }
}
