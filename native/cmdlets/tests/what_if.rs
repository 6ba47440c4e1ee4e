//! `-WhatIf`: every cmdlet that changes something says what it would do, and does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod changing;
mod common;

use changing::{calls, stage};
use ckey_cmdlets::table;
use common::Shell;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Everything that can be seen from outside, except the time.
fn state(shell: &Shell) -> Vec<Value> {
    let mut seen = vec![json!(
        std::fs::read_dir(shell.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect::<BTreeSet<_>>()
    )];
    let mut ask = |cmdlet: &str, parameters: Value| {
        let mut said = shell.run(cmdlet, parameters).ok();
        // Asking who is signed in is a sign-in, and on the record.
        said.outputs.retain(|object| object["Operation"] != "Connect-ExchangeOnline");
        for object in &mut said.outputs {
            for property in ["Clock", "Now", "System"] {
                object.as_object_mut().unwrap().remove(property);
            }
        }
        seen.push(json!([cmdlet, said.outputs, said.information]));
    };
    for cmdlet in [
        "Get-CustomerKeyTenant",
        "Get-DataEncryptionPolicy",
        "Get-M365DataAtRestEncryptionPolicy",
        "Get-M365DataAtRestEncryptionPolicyAssignment",
        "Get-Mailbox",
        "Get-MailUser",
        "Get-AzKeyVault",
        "Get-CustomerKeyJob",
        "Search-CustomerKeyAudit",
        "Get-CustomerKeyClock",
        "Get-CustomerKeyDirectory",
        "Get-CustomerKeyWorkload",
        "Connect-ExchangeOnline",
    ] {
        ask(cmdlet, json!({}));
    }
    for name in ["Ann", "Max"] {
        ask("Get-MailboxStatistics", json!({ "Identity": name }));
    }
    ask("Get-AzKeyVault", json!({ "VaultName": "alpha-vault" }));
    ask(
        "Get-AzKeyVaultKey",
        json!({ "VaultName": "alpha-vault", "Name": "key", "IncludeVersions": true }),
    );
    seen
}

#[test]
fn every_cmdlet_that_changes_something_has_a_call_here() {
    let changing: BTreeSet<&str> =
        table::cmdlets().filter(|cmdlet| cmdlet.plans()).map(|cmdlet| cmdlet.name).collect();
    assert_eq!(calls().iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), changing);
}

#[test]
fn what_if_says_something_and_changes_nothing_where_the_call_itself_would() {
    let shell = stage();
    // A move is of the tenant that the call before it makes, which -WhatIf does not make.
    let is_of_stage = |(cmdlet, _): &(&str, Value)| *cmdlet != "Move-CustomerKeyTenantVault";
    let before = state(&shell);
    for (cmdlet, parameters) in calls().into_iter().filter(is_of_stage) {
        shell.what_if(cmdlet, parameters);
        assert_eq!(state(&shell), before, "{cmdlet}");
    }
    // Nothing above held only because it would have failed.
    for (cmdlet, parameters) in calls() {
        shell.run(cmdlet, parameters).ok();
    }
}
