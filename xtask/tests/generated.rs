//! What is written from the table of cmdlets is committed, and as the table says.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

#[test]
fn generated_files_are_as_the_table_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    if let Err(problem) = xtask::generate::check(&root) {
        panic!("{problem}");
    }
}
