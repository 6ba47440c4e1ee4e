//! Where the built library is, and how other programs are run against it.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, unreachable_pub)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

/// The C library that was built for this test: it lies beside the test's own program.
pub fn library() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let library = here.parent().unwrap().join("libcustomerkey.so");
    assert!(library.is_file(), "{} is missing", library.display());
    library
}

/// Runs a program that must succeed, and returns what it printed.
pub fn finish(command: &mut Command, what: &str) -> String {
    let run = command.output().unwrap_or_else(|error| panic!("{what}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{what}: {}\n{out}\n{err}", run.status);
    out.into_owned()
}
