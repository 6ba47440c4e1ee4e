//! `-WhatIf`: every cmdlet that changes something says what it would do, and does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use ckey_cmdlets::def::ShouldProcess;
use ckey_cmdlets::generated;
use common::Shell;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One call of each, which would succeed and change something.
fn calls() -> Vec<(&'static str, Value)> {
    let vault = || json!({ "VaultName": "alpha-vault" });
    let with = |mut object: Value, more: Value| {
        object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        object
    };
    vec![
        ("New-DataEncryptionPolicy", json!({ "Name": "Other", "AzureKeyIDs": Shell::uris() })),
        ("Set-DataEncryptionPolicy", json!({ "Identity": "DEP", "Refresh": true })),
        ("New-M365DataAtRestEncryptionPolicy", json!({ "Name": "Other", "AzureKeyIDs": Shell::uris() })),
        ("Set-M365DataAtRestEncryptionPolicy", json!({ "Identity": "M365", "Description": "new" })),
        ("New-Mailbox", json!({ "Name": "Bob" })),
        ("New-MailUser", json!({ "Name": "Mary", "ExternalEmailAddress": "b@example.org" })),
        ("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })),
        ("Set-MailUser", json!({ "Identity": "Max", "DataEncryptionPolicy": "DEP" })),
        ("Disconnect-ExchangeOnline", json!({})),
        ("New-AzResourceGroup", json!({ "Name": "other", "Location": "x" })),
        ("New-AzKeyVault", json!({ "Name": "gamma-vault", "ResourceGroupName": "beta-vault-rg", "Location": "x" })),
        (
            "Set-AzKeyVaultAccessPolicy",
            with(vault(), json!({ "UserPrincipalName": "eve@contoso.com", "PermissionsToKeys": ["get"] })),
        ),
        (
            "Remove-AzKeyVaultAccessPolicy",
            with(vault(), json!({ "ServicePrincipalName": "c066d759-24ae-40e7-a56f-027002b5d3e4" })),
        ),
        ("Add-AzKeyVaultKey", with(vault(), json!({ "Name": "key", "Destination": "Software" }))),
        ("Update-AzKeyVaultKey", with(vault(), json!({ "Name": "key", "Enable": false }))),
        ("Set-CustomerKeyTenant", json!({ "CacheEnabled": false })),
        ("Backup-CustomerKeyTenant", json!({ "OutputFile": "b", "SecretsFile": "s" })),
        ("Import-CustomerKeyItem", json!({ "Path": "letter", "Mailbox": "Ann" })),
        ("Export-CustomerKeyItem", json!({ "Mailbox": "Ann", "Identity": "letter", "OutputFile": "out" })),
        ("Invoke-CustomerKeyJob", json!({})),
        ("Export-CustomerKeyAuditHead", json!({ "OutputFile": "head" })),
        ("Set-CustomerKeyVaultFault", with(vault(), json!({ "Fault": "Unreachable" }))),
        ("Set-CustomerKeyClock", json!({ "Advance": 3600 })),
        ("Clear-CustomerKeyCache", json!({})),
        // What the calls above could not do after.
        ("Connect-AzAccount", json!({ "AccountId": "eve@contoso.com", "Subscription": "Other" })),
        ("Set-AzContext", json!({ "Subscription": "Other" })),
        ("New-CustomerKeyTenant", json!({ "Path": "new" })),
        ("Restore-CustomerKeyTenant", json!({ "Path": "other", "InputFile": "old.backup", "SecretsFile": "old.secrets" })),
    ]
}

fn stage() -> Shell {
    let shell = Shell::with_keys();
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ann@contoso.com" })).ok();
    shell.run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() })).ok();
    shell.run("New-M365DataAtRestEncryptionPolicy", json!({ "Name": "M365", "AzureKeyIDs": Shell::uris() })).ok();
    shell.run("New-Mailbox", json!({ "Name": "Ann" })).ok();
    shell.run("New-MailUser", json!({ "Name": "Max", "ExternalEmailAddress": "m@example.org" })).ok();
    std::fs::write(shell.folder.path().join("letter"), b"dear").unwrap();
    shell.run("Import-CustomerKeyItem", json!({ "Path": "letter", "Mailbox": "Ann" })).ok();
    shell.run("Backup-CustomerKeyTenant", json!({ "OutputFile": "old.backup", "SecretsFile": "old.secrets" })).ok();
    shell.run("Set-M365DataAtRestEncryptionPolicyAssignment", json!({ "DataEncryptionPolicy": "M365" })).ok();
    shell
}

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
        "Get-CustomerKeyWorkload",
        "Connect-ExchangeOnline",
    ] {
        ask(cmdlet, json!({}));
    }
    for name in ["Ann", "Max"] {
        ask("Get-MailboxStatistics", json!({ "Identity": name }));
    }
    ask("Get-AzKeyVault", json!({ "VaultName": "alpha-vault" }));
    ask("Get-AzKeyVaultKey", json!({ "VaultName": "alpha-vault", "Name": "key", "IncludeVersions": true }));
    seen
}

#[test]
fn every_cmdlet_that_changes_something_has_a_call_here() {
    let changing: BTreeSet<&str> =
        generated::cmdlets().filter(|cmdlet| cmdlet.should_process == ShouldProcess::Changes).map(|cmdlet| cmdlet.name).collect();
    assert_eq!(calls().iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), changing);
}

#[test]
fn what_if_says_something_and_changes_nothing_where_the_call_itself_would() {
    let shell = stage();
    let before = state(&shell);
    for (cmdlet, parameters) in calls() {
        shell.what_if(cmdlet, parameters);
        assert_eq!(state(&shell), before, "{cmdlet}");
    }
    // Nothing above held only because it would have failed.
    for (cmdlet, parameters) in calls() {
        shell.run(cmdlet, parameters).ok();
    }
}
