//! A removal of a tenant that is killed at any call near its end: the same command goes on, and ends
//! with nothing but the evidence.
#![cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../../../tests/shared/skipped.rs"]
mod skipped;
mod support;

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Output;

use skipped::skipped;
use support::machine::{Machine, err};
use support::recorder::{NOT_ALLOWED, recorded, recorder};

const REMOVE: [&str; 4] = ["Remove-CustomerKeyTenant", "t", "removal.json", "-Confirm:$false"];
/// Removes the tenant of a new machine, killed after so many calls that change files.
fn removed(recorder: &Path, last: Option<u64>) -> (Machine, Output, u64) {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine.ok(&["--tenant", "t", "New-Mailbox", "alice"]);
    let (done, calls) = recorded(recorder, &machine, &REMOVE, last);
    (machine, done, calls)
}

/// Rule 4.8.12.
#[test]
fn a_removal_that_was_killed_late_is_ended_by_the_same_command() {
    let folder = tempfile::tempdir().unwrap();
    let Some(recorder) = recorder(folder.path()) else { return skipped("no C compiler") };
    let (machine, done, calls) = removed(&recorder, None);
    if done.status.code() == Some(NOT_ALLOWED) {
        return skipped("this system does not let a process be recorded");
    }
    assert!(done.status.success(), "{}", err(&done));
    assert!(!machine.folder().join("t").exists());
    let mut killed = 0;
    for last in calls.saturating_sub(14)..=calls {
        let (machine, done, _) = removed(&recorder, Some(last));
        if done.status.signal().is_none() {
            continue;
        }
        killed += 1;
        let (folder, evidence) =
            (machine.folder().join("t"), machine.folder().join("removal.json"));
        if !folder.exists() || std::fs::read_dir(&folder).unwrap().next().is_none() {
            // All of it was done.
            assert!(evidence.exists(), "after {last} calls");
            continue;
        }
        let again = machine.run(&REMOVE);
        assert!(again.status.success(), "after {last} calls: {}", err(&again));
        let said = String::from_utf8(again.stdout).unwrap();
        assert!(said.contains("removal.json"), "after {last} calls: {said}");
        assert!(evidence.exists() && !folder.exists(), "after {last} calls");
    }
    assert!(killed >= 10, "{killed} of the last calls were the end of a process");
}
