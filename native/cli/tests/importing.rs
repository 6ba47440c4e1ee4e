//! An import of an inventory that is killed anywhere: the same command goes on, and ends.
#![cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, missing_docs)]

#[path = "../../../tests/shared/skipped.rs"]
mod skipped;
mod support;

use std::os::unix::process::ExitStatusExt as _;
use std::process::Output;

use skipped::skipped;
use support::machine::{Machine, err};
use support::recorder::{NOT_ALLOWED, recorded, recorder};

const INVENTORY: &str = include_str!("../../../tests/examples/files/inventory.json");
const IMPORT: [&str; 4] = ["--tenant", "t", "Import-CustomerKeyInventory", "inventory.json"];
/// How many places it is killed at, evenly from the beginning to the end.
const PLACES: u64 = 16;

/// Imports on a new machine, killed after so many calls that change files.
fn imported(recorder: &std::path::Path, last: Option<u64>) -> (Machine, Output, u64) {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    std::fs::write(machine.folder().join("inventory.json"), INVENTORY).unwrap();
    let (done, calls) = recorded(recorder, &machine, &IMPORT, last);
    (machine, done, calls)
}

/// What the tenant says of what was imported: who may use the vaults, the policy, the mailbox.
fn said(machine: &Machine) -> Vec<String> {
    let mut said = Vec::new();
    for name in ["contosoRealEast", "contosoRealWest"] {
        let vault = machine.object(&["--tenant", "t", "Get-AzKeyVault", "-VaultName", name]);
        for policy in vault["AccessPolicies"].as_array().unwrap() {
            said.push(format!("{}: {}", policy["DisplayName"], policy["PermissionsToKeysStr"]));
        }
        said.push(vault["EnablePurgeProtection"].to_string());
    }
    let policy = machine.object(&["--tenant", "t", "Get-DataEncryptionPolicy"]);
    let mailbox = machine.object(&["--tenant", "t", "Get-Mailbox"]);
    said.extend([policy["Guid"].to_string(), mailbox["DataEncryptionPolicy"].to_string()]);
    said
}

#[test]
fn an_import_that_was_killed_is_ended_by_the_same_command() {
    let folder = tempfile::tempdir().unwrap();
    let Some(recorder) = recorder(folder.path()) else { return skipped("no C compiler") };
    let (machine, done, calls) = imported(&recorder, None);
    if done.status.code() == Some(NOT_ALLOWED) {
        return skipped("this system does not let a process be recorded");
    }
    assert!(matches!(done.status.code(), Some(0 | 3)), "{}", err(&done));
    let wanted = said(&machine);
    let mut killed = 0;
    for place in 1..PLACES {
        let last = calls * place / PLACES;
        let (machine, done, _) = imported(&recorder, Some(last));
        killed += u64::from(done.status.signal().is_some());
        let again = machine.run(&IMPORT);
        let code = again.status.code();
        assert!(matches!(code, Some(0 | 3)), "after {last} of {calls} calls: {}", err(&again));
        assert_eq!(said(&machine), wanted, "after {last} of {calls} calls");
    }
    assert!(killed >= PLACES / 2, "{killed} of the calls were the end of a process");
}
