//! The library waits for no network, and has nothing in it that could.
#![allow(clippy::unwrap_used)]

use std::process::Command;

fn crates_of(package: &str) -> String {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--offline", "--locked", "-e", "normal", "--prefix", "none", "-p", package]);
    let done = tree.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn the_library_is_built_without_the_network_and_the_program_with_it() {
    let has =
        |tree: &str, name: &str| tree.lines().any(|line| line.starts_with(&format!("{name} ")));
    let library = crates_of("customer-key-ffi");
    assert!(has(&library, "ckey-vault"));
    for network in ["tokio", "hyper", "rustls", "rcgen", "ckey-server"] {
        assert!(!has(&library, network), "{network}");
        assert!(has(&crates_of("customer-key-cli"), network), "{network}");
    }
}
