//! What the built library exports, is called and contains.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod built;

use built::{library, root};
use std::collections::BTreeSet;
use std::process::Command;

fn output(program: &str, arguments: &[&str]) -> String {
    let run = Command::new(program)
        .args(arguments)
        .arg(library())
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn the_exported_symbols_are_the_committed_ones() {
    let file = root().join("include/customer_key.symbols");
    let listing = output("nm", &["-D", "--defined-only", "--format=posix"]);
    let found: BTreeSet<&str> = listing
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| !name.starts_with("ckey_test_"))
        .collect();
    let lines = found.iter().fold(String::new(), |text, name| text + name + "\n");
    if std::env::var_os("CUSTOMER_KEY_WRITE").is_some() {
        std::fs::write(&file, &lines).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        committed, lines,
        "run CUSTOMER_KEY_WRITE=1 cargo test -p customer-key-ffi --test binary"
    );
    assert!(found.iter().all(|name| name.starts_with("ckey_")));
}

#[test]
fn the_library_is_known_to_the_linker_as_version_1_and_stays_loaded() {
    let dynamic = output("readelf", &["-d"]);
    assert!(dynamic.contains("[libcustomerkey.so.1]"), "{dynamic}");
    assert!(dynamic.contains("NODELETE"), "{dynamic}");
}

#[test]
fn test_hooks_are_in_the_library_only_when_asked_for() {
    let bytes = std::fs::read(library()).unwrap();
    let canary: Vec<u8> = b"CKEY-TEST-HOOKS-".iter().chain(b"CANARY").copied().collect();
    let found = bytes.windows(canary.len()).any(|window| window == canary);
    assert_eq!(found, cfg!(feature = "test-hooks"));
    assert_eq!(output("nm", &["-D"]).contains("ckey_test_"), cfg!(feature = "test-hooks"));
}
