//! The Python programs over the C ABI: the binding's tests, and the example.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod built;

use built::{finish, library, make_tenant, root};
use std::process::Command;

fn python(folder: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("python3");
    command
        .args(arguments)
        .env("CUSTOMER_KEY_LIBRARY", library())
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .env("HOME", folder)
        .current_dir(root());
    command
}

#[test]
fn the_c_abi_from_python() {
    let folder = tempfile::tempdir().unwrap();
    finish(
        &mut python(
            folder.path(),
            &["-m", "unittest", "discover", "-s", "tests/python", "-p", "test_*.py"],
        ),
        "python",
    );
}

#[test]
fn the_example_in_python_runs_cmdlets_with_arguments_of_each_kind() {
    let folder = tempfile::tempdir().unwrap();
    make_tenant(folder.path());
    let said = finish(&mut python(folder.path(), &["examples/call.py"]), "python");
    assert!(said.contains("all were done") && said.contains("whatif "), "{said}");
}

#[test]
fn the_example_in_python_seals_and_opens() {
    let folder = tempfile::tempdir().unwrap();
    make_tenant(folder.path());
    let said = finish(&mut python(folder.path(), &["examples/seal.py"]), "python");
    assert!(said.contains("opened: 100 EUR to Anna"), "{said}");
}
