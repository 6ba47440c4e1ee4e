//! Recording which files a process changes, and ending it after so many changes.
#![allow(clippy::indexing_slicing, clippy::as_conversions)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// What the recorder ends with where the system does not let a process be recorded.
pub const NOT_ALLOWED: i32 = 96;

/// The library that records what a process changes, where it can be built.
pub fn recorder(folder: &Path) -> Option<PathBuf> {
    let library = folder.join("recorder.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/disk/recorder.c");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source);
    compiler.status().ok()?.success().then_some(library)
}

/// How many records a journal has: four lengths, of which the last three follow, and two numbers.
pub fn calls(mut journal: &[u8]) -> u64 {
    let mut count = 0;
    while journal.len() >= 32 {
        let number = |at: usize| u32::from_ne_bytes(journal[at..at + 4].try_into().unwrap());
        let length = 32 + [4, 8, 12].map(|at| number(at) as usize).iter().sum::<usize>();
        journal = &journal[length.min(journal.len())..];
        count += 1;
    }
    count
}
