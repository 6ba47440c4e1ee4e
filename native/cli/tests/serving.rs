//! `customer-key serve --import`: a server that begins with the vaults of a file.
#![cfg(all(unix, feature = "serve"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use support::machine::{Machine, err};

const APPLICATION: &str = "11111111-2222-3333-4444-555555555555";
const SERVE: [&str; 5] = ["--tenant", "t", "serve", "--listen", "127.0.0.1:0"];
const VAULTS: &str = include_str!("../../../docs/serving.md");

/// The inventory that the documentation shows.
fn shown() -> &'static str {
    VAULTS.split("```json\n").nth(1).unwrap().split("```").next().unwrap()
}

fn machine() -> Machine {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine
}

fn begun(machine: &Machine, more: &[&str]) -> Child {
    let words: Vec<_> = SERVE.iter().chain(more).copied().collect();
    let mut command = machine.command(&words);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let serves = line.starts_with("Serving https://VAULT.vault.localhost:");
    if !serves {
        child.kill().unwrap();
    }
    assert!(serves, "{line:?}: {}", err(&child.wait_with_output().unwrap()));
    child
}

fn ended(mut child: Child) {
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").arg(&id).status().unwrap().success());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_server_begins_with_the_vaults_of_a_file_and_keeps_them_when_it_is_started_again() {
    let machine = machine();
    std::fs::write(machine.folder().join("vaults.json"), shown()).unwrap();
    let key = || machine.ok(&["--tenant", "t", "Get-AzKeyVaultKey", "contoso-a", "root"]);
    ended(begun(&machine, &["--import", "vaults.json"]));
    let permitted = "--tenant t Set-AzKeyVaultAccessPolicy contoso-a -PermissionsToKeys get \
                     -UserPrincipalName admin@contoso.onmicrosoft.com";
    machine.ok(&permitted.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>());
    let first = key();
    assert!(first.contains("0123456789abcdef0123456789abcdef"), "{first}");
    let vault = machine.object(&["--tenant", "t", "Get-AzKeyVault", "contoso-a"]);
    assert_eq!(
        vault["AccessPolicies"][0]["PermissionsToKeysStr"], "get, wrapKey, unwrapKey",
        "{vault}"
    );
    assert!(machine.ok(&["--tenant", "t", "principal", "new", APPLICATION]).contains(APPLICATION));

    ended(begun(&machine, &["--import", "vaults.json"]));
    assert_eq!(key(), first);
}

#[test]
fn a_server_whose_file_is_wrong_makes_nothing_and_serves_nothing() {
    let machine = machine();
    let wrong = shown().replace("\"contoso-a\", \"Name\"", "\"contoso-b\", \"Name\"");
    assert_ne!(wrong, shown());
    std::fs::write(machine.folder().join("vaults.json"), wrong).unwrap();
    for (file, why) in [("vaults.json", "contoso-b"), ("missing.json", "missing.json")] {
        let words: Vec<_> = SERVE.iter().chain(&["--import", file]).copied().collect();
        let done = machine.run(&words);
        assert_eq!(done.status.code(), Some(1), "{}", err(&done));
        assert!(err(&done).contains(why) && done.stdout.is_empty(), "{}", err(&done));
    }
    assert_eq!(machine.ok(&["--tenant", "t", "Get-AzKeyVault"]).trim(), "");
}
