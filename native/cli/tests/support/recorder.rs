//! Recording which files a process changes, and ending it after so many changes.
#![allow(clippy::indexing_slicing, clippy::as_conversions)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::machine::Machine;

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

/// A command that does something to the tenant `t` of a machine, killed after so many calls that
/// change files; and how many it made.
pub fn recorded(
    recorder: &Path,
    machine: &Machine,
    words: &[&str],
    last: Option<u64>,
) -> (Output, u64) {
    let journal = machine.folder().join("journal");
    let mut command = machine.command(words);
    command.env("LD_PRELOAD", recorder).env("CUSTOMER_KEY_DISK_JOURNAL", &journal);
    command.env("CUSTOMER_KEY_DISK_ROOT", machine.folder().join("t").canonicalize().unwrap());
    if let Some(last) = last {
        command.env("CUSTOMER_KEY_DISK_KILL", format!("{last} 0"));
    }
    let done = command.output().unwrap();
    (done, calls(&std::fs::read(&journal).unwrap_or_default()))
}

/// How many records a journal has: four lengths, of which the last three follow, and two numbers.
fn calls(mut journal: &[u8]) -> u64 {
    let mut count = 0;
    while journal.len() >= 32 {
        let number = |at: usize| u32::from_ne_bytes(journal[at..at + 4].try_into().unwrap());
        let length = 32 + [4, 8, 12].map(|at| number(at) as usize).iter().sum::<usize>();
        journal = &journal[length.min(journal.len())..];
        count += 1;
    }
    count
}
