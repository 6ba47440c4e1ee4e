//! A call of every cmdlet that changes something, and a tenant in which each of them succeeds.

pub(crate) mod hsms;
mod serving;

use crate::common::Shell;
use serde_json::{Value, json};
use std::cell::RefCell;

/// The first vault, in a subscription whose id its name always gives.
pub(crate) const RESOURCE: &str = "/subscriptions/25aff774-eba4-4e26-865c-5e23becea419/resourceGroups/alpha-vault-rg/providers/Microsoft.KeyVault/vaults/alpha-vault";

const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
/// Keys that everybody has: nobody is to take them for real ones.
const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=\n-----END PUBLIC KEY-----\n";
const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n-----END PRIVATE KEY-----\n";
const PEOPLE: &str = "Display name,Email address\nZoe,zoe@contoso.com\n";
thread_local! {
    /// The versions of keys on the stage that this thread has set, as their URIs.
    static VERSIONS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The URI of a key on the stage with its version; without a stage, that of a version of zeros.
pub(crate) fn version(vault: &str, key: &str) -> String {
    let of = format!("https://{vault}.vault.azure.net/keys/{key}/");
    let known = VERSIONS.with_borrow(|all| all.iter().find(|uri| uri.starts_with(&of)).cloned());
    known.unwrap_or_else(|| format!("{of}{}", "0".repeat(32)))
}

/// Geos: one whose policy is registered, with sites of which one is deleted, and one without; one whose keys are both lost,
/// and two that are in recovery mode besides.
fn with_geos(shell: &Shell) {
    for (vault, name) in [("alpha-vault", "next"), ("alpha-vault", "lost"), ("beta-vault", "lost")]
    {
        let key = json!({ "VaultName": vault, "Name": name, "Destination": "Software" });
        shell.run("Add-AzKeyVaultKey", key).ok();
    }
    let keys = [
        ("alpha-vault", "key"),
        ("alpha-vault", "next"),
        ("beta-vault", "key"),
        ("alpha-vault", "lost"),
        ("beta-vault", "lost"),
    ];
    let uris = keys.map(|(vault, key)| {
        let found = shell.run("Get-AzKeyVaultKey", json!({ "VaultName": vault, "Name": key }));
        let version = found.ok().outputs[0]["Version"].as_str().unwrap().to_owned();
        format!("https://{vault}.vault.azure.net/keys/{key}/{version}")
    });
    VERSIONS.set(uris.to_vec());
    let hosts = [
        ("NAM", "contoso"),
        ("EUR", "contosoeur"),
        ("CAN", "contosocan"),
        ("LAM", "contosolam"),
        ("JPN", "contosojpn"),
    ];
    for (name, host) in hosts {
        let admin = format!("https://{host}-admin.sharepoint.com");
        shell.run("New-CustomerKeyGeo", json!({ "Name": name, "AdminUrl": admin })).ok();
    }
    let keys = json!({ "Identity": "NAM", "PrimaryKeyVaultUri": uris[0], "SecondaryKeyVaultUri": uris[2] });
    shell.run("Register-SPODataEncryptionPolicy", keys).ok();
    for site in ["a", "left", "gone", "ended"] {
        let url = format!("https://contoso.sharepoint.com/sites/{site}");
        shell.run("New-CustomerKeySite", json!({ "Url": url })).ok();
    }
    for site in ["gone", "ended"] {
        let url = format!("https://contoso.sharepoint.com/sites/{site}");
        shell.run("Remove-SPOSite", json!({ "Identity": url })).ok();
    }
    for name in ["CAN", "LAM", "JPN"] {
        let keys = json!({ "Identity": name, "PrimaryKeyVaultUri": uris[3], "SecondaryKeyVaultUri": uris[4] });
        shell.run("Register-SPODataEncryptionPolicy", keys).ok();
    }
    for vault in ["alpha-vault", "beta-vault"] {
        let lost = json!({ "VaultName": vault, "Name": "lost", "Enable": false });
        shell.run("Update-AzKeyVaultKey", lost).ok();
    }
    for name in ["LAM", "JPN"] {
        shell.run("Enable-CustomerKeyRecoveryMode", json!({ "Identity": name })).ok();
    }
    shell.run("Set-CustomerKeyClock", json!({ "Advance": 14400 })).ok();
}

/// One call of each, which would succeed and change something.
pub(crate) fn calls() -> Vec<(&'static str, Value)> {
    let vault = || json!({ "VaultName": "alpha-vault" });
    let with = |mut object: Value, more: Value| {
        object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        object
    };
    let mut calls = hsms::calls();
    calls.extend([
        ("Approve-CustomerKeySitePurge", json!({ "Identity": "GBR" })),
        (
            "Request-CustomerKeySitePurge",
            json!({ "Identity": "ARE", "Reason": "r", "Contact": "c", "Force": true }),
        ),
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
        ("Set-User", json!({ "Identity": "Uma", "ClearDataEncryptionPolicy": true })),
        ("New-UnifiedGroup", json!({ "DisplayName": "Sales", "DataEncryptionPolicy": "DEP" })),
        ("Set-UnifiedGroup", json!({ "Identity": "Team", "DataEncryptionPolicy": "DEP" })),
        ("Move-CustomerKeyMailUser", json!({ "Identity": "Max" })),
        ("Remove-Mailbox", json!({ "Identity": "Lea", "Force": true })),
        ("Disable-Mailbox", json!({ "Identity": "Leo" })),
        ("Undo-SoftDeletedMailbox", json!({ "SoftDeletedObject": "Rita" })),
        ("Set-M365DataAtRestEncryptionPolicyAssignment", json!({ "DataEncryptionPolicy": null })),
        ("Unregister-CustomerKeyWorkload", json!({})),
        (
            "Set-CustomerKeyApplication",
            json!({ "Identity": "ledger", "DataEncryptionPolicy": null }),
        ),
        ("Set-CustomerKeyFact", json!({ "Scenario": "SPO", "Enabled": true })),
        (
            "New-CustomerKeyOnboardingRequest",
            json!({
                "OrganizationId": "contoso.onmicrosoft.com", "Scenario": "EXO", "OnboardingMode": "Validate",
                "Subscription1": "one", "KeyIdentifier1": &Shell::uris()[0],
                "Subscription2": "two", "KeyIdentifier2": &Shell::uris()[1],
            }),
        ),
        (
            "New-CustomerKeyGeo",
            json!({ "Name": "APC", "AdminUrl": "https://contosoapc-admin.sharepoint.com" }),
        ),
        ("New-CustomerKeySite", json!({ "Url": "https://contoso.sharepoint.com/sites/other" })),
        (
            "Register-SPODataEncryptionPolicy",
            json!({ "Identity": "EUR", "PrimaryKeyVaultUri": version("alpha-vault", "key"), "SecondaryKeyVaultUri": version("beta-vault", "key") }),
        ),
        (
            "Update-SPODataEncryptionPolicy",
            json!({ "Identity": "NAM", "KeyVaultUri": version("alpha-vault", "next"), "KeyType": "Primary" }),
        ),
        ("Remove-SPOSite", json!({ "Identity": "https://contoso.sharepoint.com/sites/left" })),
        (
            "Remove-SPODeletedSite",
            json!({ "Identity": "https://contoso.sharepoint.com/sites/ended" }),
        ),
        (
            "Restore-SPODeletedSite",
            json!({ "Identity": "https://contoso.sharepoint.com/sites/gone" }),
        ),
        ("Enable-CustomerKeyRecoveryMode", json!({ "Identity": "CAN" })),
        ("Disable-CustomerKeyRecoveryMode", json!({ "Identity": "JPN" })),
        ("Update-CustomerKeyAvailabilityKey", json!({})),
        (
            "Restore-SPODataEncryptionPolicy",
            json!({ "Identity": "LAM", "PrimaryKeyVaultUri": version("alpha-vault", "key"), "SecondaryKeyVaultUri": version("beta-vault", "key") }),
        ),
        ("Disconnect-ExchangeOnline", json!({})),
        (
            "New-AzADServicePrincipal",
            json!({ "ApplicationId": "77777777-1111-4222-8333-444444444444" }),
        ),
        ("New-AzResourceGroup", json!({ "Name": "other", "Location": "x" })),
        (
            "New-AzKeyVault",
            json!({ "Name": "gamma-vault", "ResourceGroupName": "alpha-vault-rg", "Location": "x" }),
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
        (
            "New-AzRoleAssignment",
            json!({ "SignInName": "eve@contoso.com", "RoleDefinitionName": "Key Vault Reader", "Scope": RESOURCE }),
        ),
        (
            "Remove-AzRoleAssignment",
            json!({ "ServicePrincipalName": EXCHANGE, "RoleDefinitionName": "Key Vault Reader", "Scope": RESOURCE }),
        ),
        ("Add-AzKeyVaultKey", with(vault(), json!({ "Name": "key", "Destination": "Software" }))),
        (
            "Invoke-AzKeyVaultKeyOperation",
            with(
                vault(),
                json!({ "Name": "key", "Operation": "Wrap", "Algorithm": "RSA-OAEP-256", "ByteArrayValue": [1, 2] }),
            ),
        ),
        ("Invoke-AzKeyVaultKeyRotation", with(vault(), json!({ "Name": "key" }))),
        (
            "Set-AzKeyVaultKeyRotationPolicy",
            with(
                vault(),
                json!({ "Name": "key", "KeyRotationLifetimeAction": [{ "Action": "Rotate", "TimeAfterCreate": "P1Y" }] }),
            ),
        ),
        ("Add-AzKeyVaultNetworkRule", with(vault(), json!({ "IpAddressRange": ["203.0.113.7"] }))),
        (
            "Remove-AzKeyVaultNetworkRule",
            with(vault(), json!({ "IpAddressRange": ["203.0.113.7"] })),
        ),
        ("Update-AzKeyVaultNetworkRuleSet", with(vault(), json!({ "Bypass": "None" }))),
        ("Update-AzKeyVaultKey", with(vault(), json!({ "Name": "key", "Enable": false }))),
        (
            "Backup-AzKeyVaultKey",
            with(vault(), json!({ "Name": "key", "OutputFile": "key.backup" })),
        ),
        (
            "Restore-AzKeyVaultKey",
            json!({ "VaultName": "spare-vault", "InputFile": "alpha.backup" }),
        ),
        ("Remove-AzKeyVaultKey", json!({ "VaultName": "spare-vault", "Name": "spare" })),
        ("Undo-AzKeyVaultKeyRemoval", json!({ "VaultName": "spare-vault", "Name": "gone" })),
        (
            "Update-AzKeyVault",
            with(
                vault(),
                json!({ "ResourceGroupName": "alpha-vault-rg", "EnablePurgeProtection": true }),
            ),
        ),
        (
            "Undo-AzKeyVaultRemoval",
            json!({ "VaultName": "gone-vault", "ResourceGroupName": "alpha-vault-rg", "Location": "East US" }),
        ),
        ("Remove-AzKeyVault", json!({ "VaultName": "spare-vault" })),
        ("Set-AzResource", json!({ "ResourceId": RESOURCE, "Tag": { "a": "b" } })),
        (
            "Register-AzProviderFeature",
            json!({ "FeatureName": "mandatoryRetentionPeriodEnabled", "ProviderNamespace": "Microsoft.Resources" }),
        ),
        ("Register-AzResourceProvider", json!({ "ProviderNamespace": "Microsoft.KeyVault" })),
        ("Set-CustomerKeyTenant", json!({ "CacheEnabled": false })),
        ("Backup-CustomerKeyTenant", json!({ "OutputFile": "b", "SecretsFile": "s" })),
        ("Import-CustomerKeyItem", json!({ "Path": "second", "Mailbox": "Ann" })),
        ("Import-CustomerKeyInventory", json!({ "Path": ["people.csv"] })),
        (
            "Export-CustomerKeyItem",
            json!({ "Mailbox": "Ann", "Identity": "letter", "OutputFile": "out" }),
        ),
        ("Invoke-CustomerKeyJob", json!({})),
        ("Start-CustomerKeyServer", json!({ "Listen": "127.0.0.1:0" })),
        ("Stop-CustomerKeyServer", json!({})),
        ("Remove-CustomerKeyBackup", json!({ "Identity": "old.backup" })),
        ("Test-CustomerKeyRetirement", json!({ "Key": Shell::uris()[0], "OutputFile": "answer" })),
        ("Export-CustomerKeyAuditHead", json!({ "OutputFile": "head" })),
        ("Export-CustomerKeyReport", json!({ "Path": "report.html" })),
        (
            "Approve-CustomerKeyPurgeDocument",
            json!({ "Path": "leaving.json", "PrivateKey": "private.pem", "OutputFile": "again.json" }),
        ),
        ("Complete-CustomerKeyPurge", json!({ "Path": "leaving.signed", "Force": true })),
        (
            "New-CustomerKeyPurgeDocument",
            json!({ "Identity": "Asked", "OutputFile": "asked.json" }),
        ),
        ("Set-CustomerKeyPurgeApprover", json!({ "Name": "Bob", "PublicKey": "approver.pem" })),
        (
            "Export-CustomerKeyPurgeEvidence",
            json!({ "Identity": "Left", "OutputFile": "evidence.json" }),
        ),
        ("Set-CustomerKeyVaultFault", with(vault(), json!({ "Fault": "Unreachable" }))),
        ("Set-CustomerKeyClock", json!({ "Advance": 3600 })),
        ("Clear-CustomerKeyCache", json!({})),
        // What the calls above could not do after.
        ("Connect-AzAccount", json!({ "AccountId": "carol@contoso.com", "Subscription": "Other" })),
        ("Set-AzContext", json!({ "Subscription": "Other" })),
        ("Disconnect-AzAccount", json!({})),
        ("Clear-AzContext", json!({ "Force": true })),
        ("New-CustomerKeyTenant", json!({ "Path": "new" })),
        // That tenant, which has no policies yet: what has policies needs vaults that answer.
        (
            "Move-CustomerKeyTenantVault",
            json!({ "KeyMap": {}, "VaultHostSuffix": "vault.localhost" }),
        ),
        (
            "Restore-CustomerKeyTenant",
            json!({ "Path": "other", "InputFile": "old.backup", "SecretsFile": "old.secrets" }),
        ),
        ("Remove-CustomerKeyTenant", json!({ "Path": "tenant", "OutputFile": "removal.json" })),
    ]);
    calls
}

/// Purges: that of `Left` is over, that of `Leaving` waits for its signed document, that of `Asked`
/// was asked for.
fn purges(shell: &Shell) {
    let names = ["leave-east", "leave-west"];
    let places = [("alpha-vault", "East US"), ("beta-vault", "West US")];
    for (vault, (beside, region)) in names.into_iter().zip(places) {
        let subscription = json!({ "Subscription": format!("subscription of {beside}") });
        shell.run("Set-AzContext", subscription).ok();
        let new = json!({ "Name": vault, "ResourceGroupName": format!("{beside}-rg"), "Location": region });
        shell.run("New-AzKeyVault", new).ok();
        let given = json!({ "VaultName": vault, "ServicePrincipalName": EXCHANGE, "PermissionsToKeys": ["wrapKey", "unwrapKey", "get"] });
        shell.run("Set-AzKeyVaultAccessPolicy", given).ok();
        let key = json!({ "VaultName": vault, "Name": "key", "Destination": "Software" });
        shell.run("Add-AzKeyVaultKey", key).ok();
    }
    let uris = names.map(|vault| format!("https://{vault}.vault.azure.net/keys/key"));
    for policy in ["Left", "Leaving", "Asked"] {
        shell.run("New-DataEncryptionPolicy", json!({ "Name": policy, "AzureKeyIDs": uris })).ok();
    }
    for (vault, (beside, _)) in names.into_iter().zip(places).rev() {
        let subscription = json!({ "Subscription": format!("subscription of {beside}") });
        shell.run("Set-AzContext", subscription).ok();
        let taken = json!({ "VaultName": vault, "ServicePrincipalName": EXCHANGE });
        shell.run("Remove-AzKeyVaultAccessPolicy", taken).ok();
    }
    for (file, text) in [("approver.pem", PUBLIC), ("private.pem", PRIVATE), ("people.csv", PEOPLE)]
    {
        std::fs::write(shell.folder.path().join(file), text).unwrap();
    }
    let approver = json!({ "Name": "Alice", "PublicKey": "approver.pem" });
    shell.run("Set-CustomerKeyPurgeApprover", approver).ok();
    for policy in ["Left", "Leaving", "Asked"] {
        let request = json!({ "Identity": policy, "PermanentDataPurgeRequested": true, "PermanentDataPurgeReason": "r", "PermanentDataPurgeContact": "c", "Force": true });
        shell.run("Set-DataEncryptionPolicy", request).ok();
    }
    for (policy, file) in [("Left", "left"), ("Leaving", "leaving")] {
        let (document, signed) = (format!("{file}.json"), format!("{file}.signed"));
        let issue = json!({ "Identity": policy, "OutputFile": document });
        shell.run("New-CustomerKeyPurgeDocument", issue).ok();
        let sign = json!({ "Path": document, "PrivateKey": "private.pem", "OutputFile": signed });
        shell.run("Approve-CustomerKeyPurgeDocument", sign).ok();
    }
    shell.run("Complete-CustomerKeyPurge", json!({ "Path": "left.signed", "Force": true })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
}

/// Geos whose vaults let SharePoint in no more: to the purge of ARE everyone has agreed, to that of
/// GBR nobody.
fn site_purges(shell: &Shell) {
    const SHAREPOINT: &str = "00000003-0000-0ff1-ce00-000000000000";
    let vaults =
        [("sites-east", "alpha-vault", "East US"), ("sites-west", "beta-vault", "West US")];
    let uris = vaults.map(|(vault, beside, region)| {
        let subscription = format!("subscription of {beside}");
        let new = json!({ "Name": vault, "ResourceGroupName": format!("{beside}-rg"), "Location": region, "SubscriptionId": subscription });
        shell.run("New-AzKeyVault", new).ok();
        let key = json!({ "VaultName": vault, "Name": "key", "Destination": "Software" });
        let made = shell.run("Add-AzKeyVaultKey", key).ok();
        let given = json!({ "VaultName": vault, "SubscriptionId": subscription, "ServicePrincipalName": SHAREPOINT, "PermissionsToKeys": ["wrapKey", "unwrapKey", "get"] });
        shell.run("Set-AzKeyVaultAccessPolicy", given).ok();
        let version = made.outputs[0]["Version"].as_str().unwrap().to_owned();
        format!("https://{vault}.vault.azure.net/keys/key/{version}")
    });
    for name in ["ARE", "GBR"] {
        let admin = format!("https://contoso{name}-admin.sharepoint.com");
        shell.run("New-CustomerKeyGeo", json!({ "Name": name, "AdminUrl": admin })).ok();
        let keys = json!({ "Identity": name, "PrimaryKeyVaultUri": uris[0], "SecondaryKeyVaultUri": uris[1] });
        shell.run("Register-SPODataEncryptionPolicy", keys).ok();
    }
    for (vault, beside, _) in vaults {
        let subscription = format!("subscription of {beside}");
        let taken = json!({ "VaultName": vault, "SubscriptionId": subscription, "ServicePrincipalName": SHAREPOINT });
        shell.run("Remove-AzKeyVaultAccessPolicy", taken).ok();
    }
    shell.run("Approve-CustomerKeySitePurge", json!({ "Identity": "ARE" })).ok();
}

pub(crate) fn stage() -> Shell {
    let shell = Shell::with_keys();
    serving::put_program(shell.folder.path());
    purges(&shell);
    for vault in ["spare-vault", "gone-vault"] {
        let new =
            json!({ "Name": vault, "ResourceGroupName": "alpha-vault-rg", "Location": "East US" });
        shell.run("New-AzKeyVault", new).ok();
    }
    for key in ["spare", "gone"] {
        let new = json!({ "VaultName": "spare-vault", "Name": key, "Destination": "Software" });
        shell.run("Add-AzKeyVaultKey", new).ok();
    }
    let gone = json!({ "VaultName": "spare-vault", "Name": "gone" });
    shell.run("Remove-AzKeyVaultKey", gone).ok();
    hsms::stage(&shell);
    shell.run("Remove-AzKeyVault", json!({ "VaultName": "gone-vault" })).ok();
    let kept = json!({ "VaultName": "alpha-vault", "Name": "key", "OutputFile": "alpha.backup" });
    shell.run("Backup-AzKeyVaultKey", kept).ok();
    // A creator gets neither.
    let all = json!({ "VaultName": "alpha-vault", "UserPrincipalName": "admin@contoso.onmicrosoft.com", "PermissionsToKeys": ["all"] });
    shell.run("Set-AzKeyVaultAccessPolicy", all).ok();
    let role = json!({ "ApplicationId": EXCHANGE, "RoleDefinitionName": "Key Vault Reader", "Scope": RESOURCE });
    shell.run("New-AzRoleAssignment", role).ok();
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ops@contoso.com" })).ok();
    site_purges(&shell);
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    shell
        .run(
            "New-M365DataAtRestEncryptionPolicy",
            json!({ "Name": "M365", "AzureKeyIDs": Shell::uris() }),
        )
        .ok();
    for name in ["Ann", "Lea", "Leo", "Rita", "Uma"] {
        shell.run("New-Mailbox", json!({ "Name": name })).ok();
    }
    shell.run("New-UnifiedGroup", json!({ "DisplayName": "Team" })).ok();
    shell.run("Set-Mailbox", json!({ "Identity": "Uma", "DataEncryptionPolicy": "DEP" })).ok();
    shell.run("Remove-Mailbox", json!({ "Identity": "Rita", "Force": true })).ok();
    shell
        .run("New-MailUser", json!({ "Name": "Max", "ExternalEmailAddress": "m@example.org" }))
        .ok();
    for letter in ["letter", "second"] {
        std::fs::write(shell.folder.path().join(letter), b"dear").unwrap();
    }
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
        .run(
            "Set-CustomerKeyApplication",
            json!({ "Identity": "ledger", "DataEncryptionPolicy": "M365" }),
        )
        .ok();
    let asked = json!({
        "OrganizationId": "contoso.onmicrosoft.com", "Scenario": "MDEP", "OnboardingMode": "Validate",
        "Subscription1": "one", "KeyIdentifier1": &Shell::uris()[0],
        "Subscription2": "two", "KeyIdentifier2": &Shell::uris()[1],
    });
    shell.run("New-CustomerKeyOnboardingRequest", asked).ok();
    let unlicensed = json!({ "Mailbox": "Lea", "Licensed": false });
    shell.run("Set-CustomerKeyFact", unlicensed).ok();
    with_geos(&shell);
    shell
}
