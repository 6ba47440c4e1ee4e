//! A call of every cmdlet that changes something, and a tenant in which each of them succeeds.

use crate::common::Shell;
use serde_json::{Value, json};

/// One call of each, which would succeed and change something.
pub(crate) fn calls() -> Vec<(&'static str, Value)> {
    let vault = || json!({ "VaultName": "alpha-vault" });
    let with = |mut object: Value, more: Value| {
        object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        object
    };
    vec![
        ("New-DataEncryptionPolicy", json!({ "Name": "Other", "AzureKeyIDs": Shell::uris() })),
        ("Set-DataEncryptionPolicy", json!({ "Identity": "DEP", "Refresh": true })),
        (
            "New-M365DataAtRestEncryptionPolicy",
            json!({ "Name": "Other", "AzureKeyIDs": Shell::uris() }),
        ),
        ("Set-M365DataAtRestEncryptionPolicy", json!({ "Identity": "M365", "Description": "new" })),
        ("New-Mailbox", json!({ "Name": "Bob" })),
        ("New-MailUser", json!({ "Name": "Mary", "ExternalEmailAddress": "b@example.org" })),
        ("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })),
        ("Set-MailUser", json!({ "Identity": "Max", "DataEncryptionPolicy": "DEP" })),
        ("Disconnect-ExchangeOnline", json!({})),
        ("New-AzResourceGroup", json!({ "Name": "other", "Location": "x" })),
        (
            "New-AzKeyVault",
            json!({ "Name": "gamma-vault", "ResourceGroupName": "beta-vault-rg", "Location": "x" }),
        ),
        (
            "Set-AzKeyVaultAccessPolicy",
            with(
                vault(),
                json!({ "UserPrincipalName": "eve@contoso.com", "PermissionsToKeys": ["get"] }),
            ),
        ),
        (
            "Remove-AzKeyVaultAccessPolicy",
            with(
                vault(),
                json!({ "ServicePrincipalName": "c066d759-24ae-40e7-a56f-027002b5d3e4" }),
            ),
        ),
        ("Add-AzKeyVaultKey", with(vault(), json!({ "Name": "key", "Destination": "Software" }))),
        ("Update-AzKeyVaultKey", with(vault(), json!({ "Name": "key", "Enable": false }))),
        ("Set-CustomerKeyTenant", json!({ "CacheEnabled": false })),
        ("Backup-CustomerKeyTenant", json!({ "OutputFile": "b", "SecretsFile": "s" })),
        ("Import-CustomerKeyItem", json!({ "Path": "letter", "Mailbox": "Ann" })),
        (
            "Export-CustomerKeyItem",
            json!({ "Mailbox": "Ann", "Identity": "letter", "OutputFile": "out" }),
        ),
        ("Invoke-CustomerKeyJob", json!({})),
        ("Export-CustomerKeyAuditHead", json!({ "OutputFile": "head" })),
        ("Set-CustomerKeyVaultFault", with(vault(), json!({ "Fault": "Unreachable" }))),
        ("Set-CustomerKeyClock", json!({ "Advance": 3600 })),
        ("Clear-CustomerKeyCache", json!({})),
        // What the calls above could not do after.
        ("Connect-AzAccount", json!({ "AccountId": "carol@contoso.com", "Subscription": "Other" })),
        ("Set-AzContext", json!({ "Subscription": "Other" })),
        ("New-CustomerKeyTenant", json!({ "Path": "new" })),
        (
            "Restore-CustomerKeyTenant",
            json!({ "Path": "other", "InputFile": "old.backup", "SecretsFile": "old.secrets" }),
        ),
    ]
}

pub(crate) fn stage() -> Shell {
    let shell = Shell::with_keys();
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ops@contoso.com" })).ok();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    shell
        .run(
            "New-M365DataAtRestEncryptionPolicy",
            json!({ "Name": "M365", "AzureKeyIDs": Shell::uris() }),
        )
        .ok();
    shell.run("New-Mailbox", json!({ "Name": "Ann" })).ok();
    shell
        .run("New-MailUser", json!({ "Name": "Max", "ExternalEmailAddress": "m@example.org" }))
        .ok();
    std::fs::write(shell.folder.path().join("letter"), b"dear").unwrap();
    shell.run("Import-CustomerKeyItem", json!({ "Path": "letter", "Mailbox": "Ann" })).ok();
    shell
        .run(
            "Backup-CustomerKeyTenant",
            json!({ "OutputFile": "old.backup", "SecretsFile": "old.secrets" }),
        )
        .ok();
    shell
        .run(
            "Set-M365DataAtRestEncryptionPolicyAssignment",
            json!({ "DataEncryptionPolicy": "M365" }),
        )
        .ok();
    shell
}
