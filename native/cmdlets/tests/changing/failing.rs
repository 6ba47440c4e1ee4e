//! Calls that fail, of every cmdlet that changes something, and the situations they fail in.

#[path = "failing_hsms.rs"]
mod failing_hsms;

use crate::changing::{RESOURCE, stage, version};
use crate::common::Shell;
use ckey_vault::Caller;
use serde_json::{Value, json};
use std::fs;

pub(crate) type Calls = Vec<(&'static str, Value)>;

/// A state of a tenant, and what fails in it.
pub(crate) struct Situation {
    pub(crate) what: &'static str,
    pub(crate) shell: Shell,
    pub(crate) calls: Calls,
}

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        as_owner(),
        without_rights(),
        in_production(),
        where_unknown_names_are_refused(),
        where_no_subscription_is_chosen(),
        where_keys_were_deleted(),
        where_a_vault_is_down(),
        where_the_service_has_no_permission(),
        among_strange_files(),
    ]
}

fn long_tags() -> Value {
    (0..16)
        .map(|number| (format!("tag{number}"), json!("x")))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn keys(first: &str, second: &str) -> Value {
    json!([first, second].map(|key| format!("https://{key}")))
}

/// For the key of each vault the one of a vault of its name elsewhere.
fn successors(vaults: &[&str]) -> Value {
    let key = |vault: &&str| {
        let named = |below| format!("https://{vault}.{below}/keys/key");
        (named("vault.azure.net"), json!(named("vault.localhost")))
    };
    vaults.iter().map(key).collect::<serde_json::Map<_, _>>().into()
}

fn elsewhere(vaults: &[&str]) -> Value {
    json!({ "KeyMap": successors(vaults), "VaultHostSuffix": "vault.localhost" })
}

const ALPHA: &str = "alpha-vault.vault.azure.net/keys/key";
const BETA: &str = "beta-vault.vault.azure.net/keys/key";

fn as_owner() -> Situation {
    let shell = stage();
    let (alpha, group) = ("alpha-vault", "alpha-vault-rg");
    shell
        .run(
            "New-AzKeyVault",
            json!({ "Name": "near-vault", "ResourceGroupName": group, "Location": "east us" }),
        )
        .ok();
    let given = json!({ "VaultName": "near-vault", "ServicePrincipalName": "00000002-0000-0ff1-ce00-000000000000", "PermissionsToKeys": ["wrapKey", "unwrapKey", "get"] });
    shell.run("Set-AzKeyVaultAccessPolicy", given).ok();
    shell
        .run(
            "Add-AzKeyVaultKey",
            json!({ "VaultName": "near-vault", "Name": "key", "Destination": "Software" }),
        )
        .ok();
    shell.run("New-Mailbox", json!({ "Name": "Row2" })).ok();
    let mut calls = policies(&shell);
    calls.extend(recipients());
    calls.extend(failing_hsms::calls());
    calls.extend([
        ("Start-CustomerKeyServer", json!({ "Listen": "here" })),
        ("Start-CustomerKeyServer", json!({ "Suffix": "vault.azure.net" })),
        ("Stop-CustomerKeyServer", json!({ "InputObject": { "TenantId": "11111111-1111-1111-1111-111111111111" } })),
        ("New-AzKeyVault", json!({ "Name": "gamma-vault", "ResourceGroupName": "nowhere", "Location": "x" })),
        ("New-AzKeyVault", json!({ "Name": "gamma-vault", "ResourceGroupName": group, "Location": "x", "SubscriptionId": "Another" })),
        ("New-AzKeyVault", json!({ "Name": "Alpha-Vault", "ResourceGroupName": group, "Location": "x" })),
        ("New-AzKeyVault", json!({ "Name": "a vault", "ResourceGroupName": group, "Location": "x" })),
        ("New-AzKeyVault", json!({ "Name": "gamma-vault", "ResourceGroupName": group, "Location": "x", "SoftDeleteRetentionInDays": 5 })),
        ("New-AzKeyVault", json!({ "Name": "gamma-vault", "ResourceGroupName": group, "Location": "x", "SoftDeleteRetentionInDays": 300 })),
        ("New-AzKeyVault", json!({ "Name": "gamma-vault", "ResourceGroupName": group, "Location": "x", "Sku": "Golden" })),
        ("New-AzKeyVault", json!({ "Name": "gamma-vault", "ResourceGroupName": group, "Location": "x", "Tag": long_tags() })),
        ("Set-AzKeyVaultAccessPolicy", json!({ "VaultName": "nowhere", "UserPrincipalName": "eve@contoso.com", "PermissionsToKeys": ["get"] })),
        ("Set-AzKeyVaultAccessPolicy", json!({ "VaultName": alpha, "ResourceGroupName": "beta-vault-rg", "UserPrincipalName": "eve@contoso.com", "PermissionsToKeys": ["get"] })),
        ("Set-AzKeyVaultAccessPolicy", json!({ "VaultName": alpha, "UserPrincipalName": "eve", "PermissionsToKeys": ["get"] })),
        ("Set-AzKeyVaultAccessPolicy", json!({ "VaultName": alpha, "ServicePrincipalName": "the service", "PermissionsToKeys": ["get"] })),
        ("Remove-AzKeyVaultAccessPolicy", json!({ "VaultName": "nowhere", "UserPrincipalName": "eve@contoso.com" })),
        ("Remove-AzKeyVaultAccessPolicy", json!({ "VaultName": alpha, "ResourceGroupName": "beta-vault-rg", "UserPrincipalName": "eve@contoso.com" })),
        ("Remove-AzKeyVaultAccessPolicy", json!({ "VaultName": alpha, "UserPrincipalName": "eve" })),
        ("New-AzRoleAssignment", json!({ "SignInName": "eve", "RoleDefinitionName": "Key Vault Reader", "Scope": RESOURCE })),
        ("New-AzRoleAssignment", json!({ "SignInName": "eve@contoso.com", "RoleDefinitionName": "Baker", "Scope": RESOURCE })),
        ("New-AzRoleAssignment", json!({ "SignInName": "eve@contoso.com", "RoleDefinitionName": "Key Vault Reader", "Scope": "/" })),
        ("New-AzRoleAssignment", json!({ "SignInName": "eve@contoso.com", "RoleDefinitionName": "Key Vault Reader", "Scope": "/subscriptions/99999999-9999-9999-9999-999999999999" })),
        ("New-AzRoleAssignment", json!({ "SignInName": "eve@contoso.com", "RoleDefinitionName": "Key Vault Reader", "ResourceGroupName": group, "ResourceName": "nowhere", "ResourceType": "Microsoft.KeyVault/vaults" })),
        ("New-AzRoleAssignment", json!({ "ApplicationId": "00000002-0000-0ff1-ce00-000000000000", "RoleDefinitionName": "Key Vault Reader", "Scope": RESOURCE })),
        ("Remove-AzRoleAssignment", json!({ "SignInName": "eve@contoso.com", "RoleDefinitionName": "Key Vault Reader", "Scope": RESOURCE })),
        ("New-AzADServicePrincipal", json!({ "ApplicationId": "the service" })),
        ("Remove-AzRoleAssignment", json!({ "SignInName": "eve@contoso.com", "RoleDefinitionName": "Key Vault Reader", "ResourceGroupName": "nowhere" })),
        ("Add-AzKeyVaultKey", json!({ "VaultName": "nowhere", "Name": "other", "Destination": "Software" })),
        ("Add-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "no name", "Destination": "Software" })),
        ("Add-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "other", "Destination": "Software", "Size": 1000 })),
        ("Add-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "other", "Destination": "HSM" })),
        ("Add-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "other", "Destination": "Software", "KeyType": "oct" })),
        ("Add-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "other", "Destination": "Software", "KeyOps": ["fly"] })),
        ("Add-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "other", "Destination": "Software", "Tag": long_tags() })),
        ("Add-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "other", "Destination": "Software", "NotBefore": "2030-01-02", "Expires": "2030-01-01" })),
        ("Invoke-AzKeyVaultKeyRotation", json!({ "VaultName": alpha, "Name": "other" })),
        ("Set-AzKeyVaultKeyRotationPolicy", json!({ "VaultName": alpha, "Name": "other" })),
        ("Set-AzKeyVaultKeyRotationPolicy", json!({ "VaultName": alpha, "Name": "key", "ExpiresIn": "P1D" })),
        ("Set-AzKeyVaultKeyRotationPolicy", json!({ "VaultName": alpha, "Name": "key", "PolicyPath": "no such file" })),
        ("Set-AzKeyVaultKeyRotationPolicy", json!({ "VaultName": alpha, "Name": "key", "KeyRotationLifetimeAction": [{ "Action": "Rotate" }] })),
        ("Invoke-AzKeyVaultKeyOperation", json!({ "VaultName": alpha, "Name": "other", "Operation": "Wrap", "Algorithm": "RSA-OAEP-256", "ByteArrayValue": [1] })),
        ("Invoke-AzKeyVaultKeyOperation", json!({ "VaultName": alpha, "Name": "key", "Operation": "Wrap", "Algorithm": "RSA1_5", "ByteArrayValue": [1] })),
        ("Invoke-AzKeyVaultKeyOperation", json!({ "VaultName": alpha, "Name": "key", "Operation": "Wrap", "Algorithm": "RSA-OAEP-256", "ByteArrayValue": [1, 300] })),
        ("Add-AzKeyVaultNetworkRule", json!({ "VaultName": "nowhere", "IpAddressRange": ["203.0.113.7"] })),
        ("Add-AzKeyVaultNetworkRule", json!({ "VaultName": alpha, "IpAddressRange": ["the office"] })),
        ("Remove-AzKeyVaultNetworkRule", json!({ "VaultName": "nowhere", "IpAddressRange": ["203.0.113.7"] })),
        ("Update-AzKeyVaultNetworkRuleSet", json!({ "VaultName": "nowhere", "Bypass": "None" })),
        ("Update-AzKeyVaultNetworkRuleSet", json!({ "VaultName": alpha, "VirtualNetworkResourceId": ["a subnet"] })),
        ("Update-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "other", "Enable": true })),
        ("Update-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "key", "Version": "0123456789abcdef0123456789abcdef", "Enable": true })),
        ("Update-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "key", "Tag": long_tags() })),
        ("Update-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "key", "NotBefore": "2030-01-02", "Expires": "2030-01-01" })),
        ("Update-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "key", "KeyOps": ["fly"] })),
        ("Remove-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "other" })),
        ("Remove-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "key", "InRemovedState": true })),
        ("Remove-AzKeyVaultKey", json!({ "VaultName": "spare-vault", "Name": "gone" })),
        ("Remove-AzKeyVaultKey", json!({ "VaultName": "spare-vault", "Name": "gone", "InRemovedState": true })),
        ("Undo-AzKeyVaultKeyRemoval", json!({ "VaultName": alpha, "Name": "key" })),
        ("Backup-AzKeyVaultKey", json!({ "VaultName": alpha, "Name": "other", "OutputFile": "x" })),
        ("Restore-AzKeyVaultKey", json!({ "VaultName": alpha, "InputFile": "alpha.backup" })),
        ("Restore-AzKeyVaultKey", json!({ "VaultName": "beta-vault", "InputFile": "alpha.backup" })),
        ("Remove-AzKeyVault", json!({ "VaultName": "nowhere" })),
        ("Remove-AzKeyVault", json!({ "VaultName": "beta-vault" })),
        ("Remove-AzKeyVault", json!({ "VaultName": alpha, "ResourceGroupName": "beta-vault-rg" })),
        ("Remove-AzKeyVault", json!({ "VaultName": alpha, "Location": "East US", "InRemovedState": true })),
        ("Remove-AzKeyVault", json!({ "VaultName": "gone-vault", "Location": "West US", "InRemovedState": true })),
        ("Undo-AzKeyVaultRemoval", json!({ "VaultName": alpha, "ResourceGroupName": group, "Location": "East US" })),
        ("Undo-AzKeyVaultRemoval", json!({ "VaultName": "gone-vault", "ResourceGroupName": "other", "Location": "East US" })),
        ("Undo-AzKeyVaultRemoval", json!({ "VaultName": "gone-vault", "ResourceGroupName": group, "Location": "West US" })),
        ("Undo-AzKeyVaultRemoval", json!({ "VaultName": "gone-vault", "ResourceGroupName": group, "Location": "East US", "Tag": long_tags() })),
        ("Update-AzKeyVault", json!({ "VaultName": "nowhere", "ResourceGroupName": group, "EnablePurgeProtection": true })),
        ("Update-AzKeyVault", json!({ "VaultName": alpha, "ResourceGroupName": "beta-vault-rg", "EnablePurgeProtection": true })),
        ("Update-AzKeyVault", json!({ "VaultName": alpha, "ResourceGroupName": group, "Tag": long_tags() })),
        ("Update-AzKeyVault", json!({ "VaultName": alpha, "ResourceGroupName": group, "EnableRbacAuthorization": true, "DisableRbacAuthorization": true })),
        ("Set-AzResource", json!({ "ResourceId": RESOURCE, "Properties": { "enableSoftDelete": "False" } })),
        ("Set-AzResource", json!({ "ResourceId": RESOURCE, "Properties": { "enablePurgeProtection": 1 } })),
        ("Set-AzResource", json!({ "ResourceId": RESOURCE, "Tag": long_tags() })),
        ("Set-AzResource", json!({ "ResourceId": RESOURCE.replace("/vaults/alpha", "/vaults/beta"), "Tag": {} })),
        ("Set-AzResource", json!({ "ResourceId": "alpha-vault", "Tag": {} })),
        ("Register-AzProviderFeature", json!({ "FeatureName": "other", "ProviderNamespace": "Microsoft.Resources" })),
        ("Register-AzProviderFeature", json!({ "FeatureName": "mandatoryRetentionPeriodEnabled", "ProviderNamespace": "Microsoft.KeyVault" })),
        ("Register-AzResourceProvider", json!({ "ProviderNamespace": "Microsoft.Nothing" })),
        ("Connect-AzAccount", json!({ "AccountId": "eve" })),
        ("Connect-AzAccount", json!({ "AccountId": "eve", "Subscription": "Third", "Tenant": "elsewhere.example" })),
        ("Set-CustomerKeyApplication", json!({ "Identity": "ledger", "DataEncryptionPolicy": "nowhere" })),
        ("Set-CustomerKeyFact", json!({ "Mailbox": "nobody", "Licensed": false })),
        ("Set-CustomerKeyFact", json!({ "Subscription": "Third" })),
        ("New-CustomerKeyOnboardingRequest", json!({ "OrganizationId": "elsewhere.example", "Scenario": "EXO", "OnboardingMode": "Validate", "Subscription1": "a", "KeyIdentifier1": "b", "Subscription2": "c", "KeyIdentifier2": "d" })),
        ("New-CustomerKeyGeo", json!({ "Name": "nam", "AdminUrl": "https://other-admin.sharepoint.com" })),
        ("New-CustomerKeyGeo", json!({ "Name": "APC", "AdminUrl": "nowhere" })),
        ("New-CustomerKeySite", json!({ "Url": "https://contoso.sharepoint.com/sites/A" })),
        ("New-CustomerKeySite", json!({ "Url": "https://nowhere.sharepoint.com" })),
        ("Register-SPODataEncryptionPolicy", json!({ "Identity": "NAM", "PrimaryKeyVaultUri": version("alpha-vault", "key"), "SecondaryKeyVaultUri": version("beta-vault", "key") })),
        ("Register-SPODataEncryptionPolicy", json!({ "Identity": "EUR", "PrimaryKeyVaultUri": format!("https://{ALPHA}"), "SecondaryKeyVaultUri": version("beta-vault", "key") })),
        ("Register-SPODataEncryptionPolicy", json!({ "Identity": "EUR", "PrimaryKeyVaultUri": format!("https://{ALPHA}/{}", "0".repeat(32)), "SecondaryKeyVaultUri": version("beta-vault", "key") })),
        ("Register-SPODataEncryptionPolicy", json!({ "PrimaryKeyVaultUri": version("alpha-vault", "key"), "SecondaryKeyVaultUri": version("beta-vault", "key") })),
        ("Update-SPODataEncryptionPolicy", json!({ "Identity": "EUR", "KeyVaultUri": version("alpha-vault", "next"), "KeyType": "Primary" })),
        ("Update-SPODataEncryptionPolicy", json!({ "Identity": "NAM", "KeyVaultUri": version("alpha-vault", "next"), "KeyType": "Secondary" })),
        ("Update-SPODataEncryptionPolicy", json!({ "Identity": "NAM", "KeyVaultUri": version("alpha-vault", "key"), "KeyType": "Primary" })),
        ("Update-SPODataEncryptionPolicy", json!({ "Identity": "NAM", "KeyVaultUri": version("alpha-vault", "next"), "KeyType": "Availability" })),
        ("Remove-SPOSite", json!({ "Identity": "https://contoso.sharepoint.com/sites/none" })),
        ("Remove-SPOSite", json!({ "Identity": "https://contoso.sharepoint.com/sites/gone" })),
        ("Remove-SPODeletedSite", json!({ "Identity": "https://contoso.sharepoint.com/sites/a" })),
        ("Restore-SPODeletedSite", json!({ "Identity": "https://contoso.sharepoint.com/sites/a" })),
        ("Enable-CustomerKeyRecoveryMode", json!({ "Identity": "NAM" })),
        ("Enable-CustomerKeyRecoveryMode", json!({ "Identity": "EUR" })),
        ("Enable-CustomerKeyRecoveryMode", json!({ "Identity": "LAM" })),
        ("Enable-CustomerKeyRecoveryMode", json!({ "Identity": "nowhere" })),
        ("Disable-CustomerKeyRecoveryMode", json!({ "Identity": "CAN" })),
        ("Restore-SPODataEncryptionPolicy", json!({ "Identity": "CAN", "PrimaryKeyVaultUri": version("alpha-vault", "key"), "SecondaryKeyVaultUri": version("beta-vault", "key") })),
        ("Restore-SPODataEncryptionPolicy", json!({ "Identity": "LAM", "PrimaryKeyVaultUri": version("alpha-vault", "lost"), "SecondaryKeyVaultUri": version("beta-vault", "key") })),
        ("Restore-SPODataEncryptionPolicy", json!({ "Identity": "LAM", "PrimaryKeyVaultUri": format!("https://{ALPHA}"), "SecondaryKeyVaultUri": version("beta-vault", "key") })),
        ("Restore-SPODataEncryptionPolicy", json!({ "Identity": "LAM", "PrimaryKeyVaultUri": version("alpha-vault", "key"), "SecondaryKeyVaultUri": version("alpha-vault", "next") })),
        ("Set-CustomerKeyTenant", json!({ "MailboxCacheLifetime": 100_000_000 })),
        ("Set-CustomerKeyTenant", json!({ "RootTimeout": -1 })),
        ("Set-CustomerKeyTenant", json!({ "RootTimeout": 0 })),
        ("Set-CustomerKeyTenant", json!({ "Owners": { "remove": ["admin@contoso.onmicrosoft.com"] } })),
        ("Set-CustomerKeyTenant", json!({ "Owners": { "add": ["eve"] } })),
        ("Set-CustomerKeyTenant", json!({ "ExchangeAdministrators": ["eve"] })),
        ("Set-CustomerKeyTenant", json!({ "UnknownAccounts": "Refuse" })),
        ("Set-CustomerKeyClock", json!({ "Date": "2001-01-01" })),
        ("Set-CustomerKeyClock", json!({ "Advance": -5 })),
        ("Set-CustomerKeyClock", json!({ "Date": "9999-12-31T23:59:59.9" })),
        ("Set-CustomerKeyVaultFault", json!({ "VaultName": "nowhere", "Fault": "Unreachable" })),
        ("Set-CustomerKeyVaultFault", json!({ "VaultName": alpha, "Fault": "Slow", "DelaySeconds": -1 })),
    ]);
    Situation { what: "an owner in a rehearsal", shell, calls }
}

fn policies(shell: &Shell) -> Calls {
    let mut calls = Vec::new();
    for (new, set, identity) in [
        ("New-DataEncryptionPolicy", "Set-DataEncryptionPolicy", "DEP"),
        ("New-M365DataAtRestEncryptionPolicy", "Set-M365DataAtRestEncryptionPolicy", "M365"),
    ] {
        let with = |name: &str, keys: Value| (new, json!({ "Name": name, "AzureKeyIDs": keys }));
        calls.extend([
            with(identity, Shell::uris()),
            with("", Shell::uris()),
            with("Other", json!([format!("https://{ALPHA}")])),
            with("Other", keys(ALPHA, "elsewhere")),
            with("Other", keys(ALPHA, ALPHA)),
            with("Other", keys(ALPHA, "alpha-vault.vault.azure.net/keys/other")),
            with("Other", keys(ALPHA, "near-vault.vault.azure.net/keys/key")),
            with("Other", keys(ALPHA, "beta-vault.vault.azure.net/keys/other")),
            with("Other", keys(ALPHA, "nowhere.vault.azure.net/keys/key")),
            with("Other", keys(ALPHA, &format!("{BETA}/0123456789abcdef0123456789abcdef"))),
        ]);
        calls.extend([
            (set, json!({ "Identity": "nothing", "Description": "x" })),
            (set, json!({ "Identity": "nothing", "Refresh": true })),
            (set, json!({ "Identity": identity, "Name": " " })),
        ]);
        let other = json!({ "Name": "Second", "AzureKeyIDs": Shell::uris() });
        shell.run(new, other).ok();
        calls.push((set, json!({ "Identity": identity, "Name": "Second" })));
        // What one half of the call would do does not happen where the other half fails.
        calls.push((set, json!({ "Identity": identity, "Name": "Second", "Refresh": true })));
    }
    calls.push((
        "Set-M365DataAtRestEncryptionPolicy",
        json!({ "Identity": "M365", "Enabled": false }),
    ));
    calls
}

fn recipients() -> Calls {
    let mut calls = vec![
        ("Set-Mailbox", json!({ "Identity": "nobody", "DataEncryptionPolicy": "DEP" })),
        ("Set-Mailbox", json!({ "Identity": "Max", "DataEncryptionPolicy": "DEP" })),
        ("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "nothing" })),
        ("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "M365" })),
        (
            "Set-Mailbox",
            json!({ "Identity": "Rita", "InactiveMailbox": true, "LitigationHoldEnabled": false }),
        ),
        ("Set-Mailbox", json!({ "Identity": "Rita", "LitigationHoldEnabled": true })),
        ("Set-User", json!({ "Identity": "nobody", "ClearDataEncryptionPolicy": true })),
        ("Set-Mailbox", json!({ "Identity": "Team", "DataEncryptionPolicy": "DEP" })),
        (
            "Set-Mailbox",
            json!({ "Identity": "Ann", "GroupMailbox": true, "DataEncryptionPolicy": "DEP" }),
        ),
        ("Set-UnifiedGroup", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })),
        ("Set-UnifiedGroup", json!({ "Identity": "Team", "DataEncryptionPolicy": "nothing" })),
        ("New-UnifiedGroup", json!({ "DisplayName": "Ann" })),
        ("New-UnifiedGroup", json!({ "DisplayName": "Other", "DataEncryptionPolicy": "nothing" })),
        ("New-Mailbox", json!({ "Name": "Both", "Shared": true, "PublicFolder": true })),
        ("Remove-Mailbox", json!({ "Identity": "nobody", "Force": true })),
        ("Remove-Mailbox", json!({ "Identity": "Max", "Force": true })),
        ("Remove-Mailbox", json!({ "Identity": "Rita", "Force": true })),
        ("Remove-Mailbox", json!({ "Identity": "Ann", "PermanentlyDelete": true, "Force": true })),
        ("Disable-Mailbox", json!({ "Identity": "nobody" })),
        ("Disable-Mailbox", json!({ "Identity": "Max" })),
        ("Undo-SoftDeletedMailbox", json!({ "SoftDeletedObject": "Ann" })),
        ("Undo-SoftDeletedMailbox", json!({ "SoftDeletedObject": "Rita", "Name": "ann" })),
        ("Undo-SoftDeletedMailbox", json!({ "SoftDeletedObject": "Rita", "WindowsLiveID": "r" })),
        ("Set-MailUser", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })),
        ("Set-MailUser", json!({ "Identity": "nobody", "DataEncryptionPolicy": null })),
        ("New-Mailbox", json!({ "Name": "Bob", "PrimarySmtpAddress": "bob" })),
        ("New-Mailbox", json!({ "Name": "Bob", "UserPrincipalName": "a@b@c" })),
        (
            "New-Mailbox",
            json!({ "Name": "Bob", "PrimarySmtpAddress": "ann@contoso.onmicrosoft.com" }),
        ),
        (
            "New-Mailbox",
            json!({ "Name": "Bob", "UserPrincipalName": "ann@contoso.onmicrosoft.com" }),
        ),
        ("New-Mailbox", json!({ "Name": "n".repeat(257) })),
        ("New-Mailbox", json!({ "Name": "ann" })),
        ("New-Mailbox", json!({ "Name": "Bob", "Alias": "Ann" })),
        ("New-Mailbox", json!({ "Name": "Bob", "Alias": "a b" })),
        ("New-Mailbox", json!({ "Name": "M\u{1}", "Count": 3 })),
        ("New-Mailbox", json!({ "Name": "Mary", "Alias": "a b", "Count": 3 })),
        ("New-MailUser", json!({ "Name": "Mary", "ExternalEmailAddress": "m@example.org" })),
        ("New-MailUser", json!({ "Name": "Mary", "ExternalEmailAddress": "nothing" })),
        ("New-MailUser", json!({ "Name": "Max", "ExternalEmailAddress": "x@example.org" })),
        (
            "New-MailUser",
            json!({ "Name": "Mary", "ExternalEmailAddress": "x@example.org", "Alias": "Ann" }),
        ),
        ("Move-CustomerKeyMailUser", json!({ "Identity": "Ann" })),
        ("Move-CustomerKeyMailUser", json!({ "Identity": "nobody" })),
    ];
    // A number that is taken, of many.
    calls.push(("New-Mailbox", json!({ "Name": "Row", "Count": 3 })));
    calls
}

fn among_strange_files() -> Situation {
    let shell = stage();
    let at = |name: &str| shell.folder.path().join(name);
    fs::create_dir(at("full")).unwrap();
    for name in ["full/file", "there", "letter2", "not-a-backup"] {
        fs::write(at(name), "x").unwrap();
    }
    fs::create_dir(at("exported")).unwrap();
    fs::write(at("exported/letter"), "theirs").unwrap();
    shell.run("Import-CustomerKeyItem", json!({ "Path": "letter2", "Mailbox": "Ann" })).ok();
    fs::copy(at("old.secrets"), at("copied.secrets")).unwrap();
    fs::write(at("changed.backup"), {
        let mut bytes = fs::read(at("old.backup")).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        bytes
    })
    .unwrap();
    let export = |more: Value| {
        let mut given = json!({ "Mailbox": "Ann", "Identity": "letter" });
        given.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ("Export-CustomerKeyItem", given)
    };
    let key_backup = |file: &str| {
        let given = json!({ "VaultName": "alpha-vault", "Name": "key", "OutputFile": file });
        ("Backup-AzKeyVaultKey", given)
    };
    let restore = |path: &str, input: &str, secrets: &str| {
        let given = json!({ "Path": path, "InputFile": input, "SecretsFile": secrets });
        ("Restore-CustomerKeyTenant", given)
    };
    let calls = vec![
        ("Import-CustomerKeyItem", json!({ "Path": "nowhere", "Mailbox": "Ann" })),
        ("Import-CustomerKeyInventory", json!({ "Path": ["nowhere.csv"] })),
        ("Import-CustomerKeyInventory", json!({ "Path": ["letter"] })),
        ("Import-CustomerKeyItem", json!({ "Path": "letter", "Mailbox": "nobody" })),
        ("Import-CustomerKeyItem", json!({ "Path": "letter", "Workload": "nothing" })),
        ("Import-CustomerKeyItem", json!({ "Path": "letter", "Mailbox": "" })),
        export(json!({ "OutputFile": "there" })),
        export(json!({ "OutputFile": "tenant/out" })),
        export(json!({ "OutputFile": "no-folder/out" })),
        export(json!({ "Destination": "exported" })),
        export(json!({ "Destination": "there" })),
        export(json!({ "Identity": "nothing", "OutputFile": "out" })),
        export(json!({ "Identity": "6b1f7c1e-0000-4000-8000-000000000000", "OutputFile": "out" })),
        export(json!({ "Mailbox": "nobody", "OutputFile": "out" })),
        // One of two fails, and the other is written all the same.
        export(json!({ "Identity": null, "Destination": "exported" })),
        ("Backup-CustomerKeyTenant", json!({ "OutputFile": "there", "SecretsFile": "s" })),
        ("Backup-CustomerKeyTenant", json!({ "OutputFile": "b", "SecretsFile": "there" })),
        ("Backup-CustomerKeyTenant", json!({ "OutputFile": "b", "SecretsFile": "b" })),
        ("Backup-CustomerKeyTenant", json!({ "OutputFile": "tenant/b", "SecretsFile": "s" })),
        ("Backup-CustomerKeyTenant", json!({ "OutputFile": "no-folder/b", "SecretsFile": "s" })),
        ("Backup-CustomerKeyTenant", json!({ "OutputFile": "b", "SecretsFile": "there/s" })),
        ("Remove-CustomerKeyBackup", json!({ "Identity": "nobody.backup" })),
        ("Move-CustomerKeyTenantVault", json!({})),
        ("Move-CustomerKeyTenantVault", json!({ "Undo": true })),
        ("Move-CustomerKeyTenantVault", json!({ "VaultPort": 8443 })),
        (
            "Move-CustomerKeyTenantVault",
            json!({ "KeyMap": successors(&["alpha-vault", "beta-vault"]) }),
        ),
        ("Move-CustomerKeyTenantVault", elsewhere(&["alpha-vault"])),
        ("Move-CustomerKeyTenantVault", elsewhere(&["alpha-vault", "beta-vault", "other-vault"])),
        ("Move-CustomerKeyTenantVault", elsewhere(&["alpha-vault", "beta-vault"])),
        ("Test-CustomerKeyRetirement", json!({ "Key": "key", "Move": true })),
        ("Test-CustomerKeyRetirement", json!({ "Key": Shell::uris()[0], "OutputFile": "there" })),
        key_backup("full"),
        key_backup("tenant/key"),
        key_backup("no-folder/key"),
        ("Restore-AzKeyVaultKey", json!({ "VaultName": "spare-vault", "InputFile": "nowhere" })),
        ("Restore-AzKeyVaultKey", json!({ "VaultName": "spare-vault", "InputFile": "full" })),
        (
            "Restore-AzKeyVaultKey",
            json!({ "VaultName": "spare-vault", "InputFile": "not-a-backup" }),
        ),
        ("Export-CustomerKeyAuditHead", json!({ "OutputFile": "there" })),
        ("Export-CustomerKeyReport", json!({ "Path": "there" })),
        ("Set-CustomerKeyPurgeApprover", json!({ "Name": "Bob", "PublicKey": "private.pem" })),
        ("Set-CustomerKeyPurgeApprover", json!({ "Name": " ", "PublicKey": "approver.pem" })),
        ("New-CustomerKeyPurgeDocument", json!({ "Identity": "DEP", "OutputFile": "x.json" })),
        ("New-CustomerKeyPurgeDocument", json!({ "Identity": "Left", "OutputFile": "x.json" })),
        ("New-CustomerKeyPurgeDocument", json!({ "Identity": "Asked", "OutputFile": "there" })),
        (
            "Approve-CustomerKeyPurgeDocument",
            json!({ "Path": "there", "PrivateKey": "private.pem", "OutputFile": "x.json" }),
        ),
        (
            "Approve-CustomerKeyPurgeDocument",
            json!({ "Path": "leaving.json", "PrivateKey": "approver.pem", "OutputFile": "x.json" }),
        ),
        (
            "Approve-CustomerKeyPurgeDocument",
            json!({ "Path": "leaving.json", "PrivateKey": "private.pem", "OutputFile": "there" }),
        ),
        (
            "Approve-CustomerKeyPurgeDocument",
            json!({ "Path": "leaving.json", "PrivateKey": "tenant/tenant.db", "OutputFile": "x.json" }),
        ),
        ("Complete-CustomerKeyPurge", json!({ "Path": "leaving.json", "Force": true })),
        ("Complete-CustomerKeyPurge", json!({ "Path": "left.signed", "Force": true })),
        ("Complete-CustomerKeyPurge", json!({ "Path": "there", "Force": true })),
        ("Approve-CustomerKeySitePurge", json!({ "Identity": "EUR" })),
        ("Approve-CustomerKeySitePurge", json!({})),
        (
            "Request-CustomerKeySitePurge",
            json!({ "Identity": "GBR", "Reason": "r", "Contact": "c", "Force": true }),
        ),
        (
            "Request-CustomerKeySitePurge",
            json!({ "Identity": "ARE", "Reason": " ", "Contact": "c", "Force": true }),
        ),
        (
            "Export-CustomerKeyPurgeEvidence",
            json!({ "Identity": "Leaving", "OutputFile": "x.json" }),
        ),
        ("Export-CustomerKeyPurgeEvidence", json!({ "Identity": "Left", "OutputFile": "there" })),
        ("Export-CustomerKeyAuditHead", json!({ "OutputFile": "tenant/head" })),
        ("Export-CustomerKeyReport", json!({ "Path": "tenant/report" })),
        ("Export-CustomerKeyReport", json!({ "Path": "no-folder/report" })),
        ("Export-CustomerKeyAuditHead", json!({ "OutputFile": "no-folder/head" })),
        ("New-CustomerKeyTenant", json!({ "Path": "full" })),
        ("New-CustomerKeyTenant", json!({ "Path": "there" })),
        ("New-CustomerKeyTenant", json!({ "Path": "tenant" })),
        ("New-CustomerKeyTenant", json!({ "Path": "new", "Name": "no name" })),
        restore("full", "old.backup", "old.secrets"),
        restore("tenant", "old.backup", "old.secrets"),
        restore("other", "nowhere", "old.secrets"),
        restore("other", "old.backup", "nowhere"),
        restore("other", "old.backup", "not-a-backup"),
        restore("other", "not-a-backup", "old.secrets"),
        restore("other", "changed.backup", "old.secrets"),
        restore("other", "old.secrets", "old.backup"),
        ("Remove-CustomerKeyTenant", json!({ "Path": "nowhere", "OutputFile": "x.json" })),
        ("Remove-CustomerKeyTenant", json!({ "Path": "full", "OutputFile": "x.json" })),
        ("Remove-CustomerKeyTenant", json!({ "Path": "tenant", "OutputFile": "there" })),
        ("Remove-CustomerKeyTenant", json!({ "Path": "tenant", "OutputFile": "tenant/x.json" })),
        ("Remove-CustomerKeyTenant", json!({ "Path": "tenant", "OutputFile": "no-folder/x.json" })),
    ];
    Situation { what: "an owner among strange files", shell, calls }
}

/// Everything that needs rights, by somebody who has one permission in one vault.
fn without_rights() -> Situation {
    let shell = stage();
    let given = json!({ "VaultName": "alpha-vault", "UserPrincipalName": "eve@fabrikam.com", "PermissionsToKeys": ["get"] });
    shell.run("Set-AzKeyVaultAccessPolicy", given).ok();
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "eve@fabrikam.com" })).ok();
    shell.run("Connect-AzAccount", json!({ "AccountId": "eve@fabrikam.com" })).ok();
    let open = [
        "New-CustomerKeyTenant",
        "Restore-CustomerKeyTenant",
        "Connect-AzAccount",
        "Set-AzContext",
        "Disconnect-ExchangeOnline",
        "Disconnect-AzAccount",
        "Clear-AzContext",
        "Approve-CustomerKeyPurgeDocument",
    ];
    let mut calls = crate::changing::calls();
    calls.retain(|(name, _)| !open.contains(name));
    Situation { what: "an account without rights", shell, calls }
}

fn in_production() -> Situation {
    let shell = stage();
    let given = json!({ "Path": "production", "Name": "fabrikam", "Mode": "Production" });
    shell.run("New-CustomerKeyTenant", given).ok();
    let admin = "admin@fabrikam.onmicrosoft.com";
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": admin })).ok();
    shell.run("Connect-AzAccount", json!({ "AccountId": admin })).ok();
    shell.run("New-AzResourceGroup", json!({ "Name": "rg", "Location": "x" })).ok();
    shell
        .run(
            "New-AzKeyVault",
            json!({ "Name": "prod-vault", "ResourceGroupName": "rg", "Location": "x" }),
        )
        .ok();
    let calls = vec![
        ("Set-CustomerKeyClock", json!({ "Advance": 3600 })),
        ("Set-CustomerKeyVaultFault", json!({ "VaultName": "prod-vault", "Fault": "Unreachable" })),
        ("Set-CustomerKeyTenant", json!({ "UnknownAccounts": "Owner" })),
    ];
    Situation { what: "a production tenant", shell, calls }
}

fn where_unknown_names_are_refused() -> Situation {
    let shell = stage();
    shell.run("Set-CustomerKeyTenant", json!({ "UnknownIdentifiers": "Refuse" })).ok();
    let calls = vec![
        ("Connect-AzAccount", json!({ "Subscription": "Third" })),
        ("Connect-AzAccount", json!({ "Tenant": "elsewhere.example" })),
        ("Set-AzContext", json!({ "Subscription": "Third" })),
        ("Set-AzContext", json!({ "Tenant": "elsewhere.example" })),
        (
            "New-AzKeyVault",
            json!({ "Name": "gamma-vault", "ResourceGroupName": "alpha-vault-rg", "Location": "x", "SubscriptionId": "Third" }),
        ),
        (
            "Set-AzKeyVaultAccessPolicy",
            json!({ "VaultName": "alpha-vault", "UserPrincipalName": "new@contoso.com", "PermissionsToKeys": ["get"] }),
        ),
        (
            "Set-AzKeyVaultAccessPolicy",
            json!({ "VaultName": "alpha-vault", "ServicePrincipalName": "11111111-2222-3333-4444-555555555555", "PermissionsToKeys": ["get"] }),
        ),
        (
            "Remove-AzKeyVaultAccessPolicy",
            json!({ "VaultName": "alpha-vault", "ObjectId": "11111111-2222-3333-4444-555555555555" }),
        ),
        ("Set-CustomerKeyTenant", json!({ "Owners": { "remove": ["new@contoso.com"] } })),
        // What could not sign in refuses everything after it.
        ("Connect-AzAccount", json!({ "AccountId": "new@contoso.com" })),
        ("Set-AzContext", json!({ "Subscription": "Other" })),
        ("New-AzResourceGroup", json!({ "Name": "other", "Location": "x" })),
    ];
    Situation { what: "unknown names are refused", shell, calls }
}

fn where_no_subscription_is_chosen() -> Situation {
    let shell = Shell::with_tenant();
    shell.run("Set-CustomerKeyTenant", json!({ "UnknownIdentifiers": "Refuse" })).ok();
    let vault = json!({ "Name": "gamma-vault", "ResourceGroupName": "rg", "Location": "x" });
    let calls = vec![
        ("New-AzResourceGroup", json!({ "Name": "rg", "Location": "x" })),
        ("New-AzKeyVault", vault),
    ];
    Situation { what: "no subscription is chosen, and unknown ones are refused", shell, calls }
}

fn where_keys_were_deleted() -> Situation {
    let shell = stage();
    let tenant = shell.session.tenant().unwrap();
    let owner = tenant.id().to_string();
    let caller = Caller::person(owner.as_str(), "owner").as_owner(owner.as_str());
    for (vault, key) in [("alpha-vault", "gone"), ("beta-vault", "key")] {
        let give = json!({ "VaultName": vault, "SubscriptionId": format!("subscription of {vault}"), "ObjectId": owner, "PermissionsToKeys": ["all"] });
        shell.run("Set-AzKeyVaultAccessPolicy", give).ok();
        let add = json!({ "VaultName": vault, "Name": key, "Destination": "Software" });
        shell.run("Add-AzKeyVaultKey", add).ok();
        tenant.vaults().delete_key(&caller, vault, key).unwrap();
    }
    let rg =
        json!({ "Name": "deleted-vault", "ResourceGroupName": "alpha-vault-rg", "Location": "x" });
    shell.run("New-AzKeyVault", rg.clone()).ok();
    tenant.vaults().delete_vault(&caller, "deleted-vault").unwrap();
    drop(tenant);
    let calls = vec![
        (
            "Add-AzKeyVaultKey",
            json!({ "VaultName": "alpha-vault", "Name": "gone", "Destination": "Software" }),
        ),
        (
            "Add-AzKeyVaultKey",
            json!({ "VaultName": "deleted-vault", "Name": "key", "Destination": "Software" }),
        ),
        (
            "Update-AzKeyVaultKey",
            json!({ "VaultName": "alpha-vault", "Name": "gone", "Enable": true }),
        ),
        ("New-AzKeyVault", rg),
        ("Set-CustomerKeyVaultFault", json!({ "VaultName": "deleted-vault", "Fault": "None" })),
        ("New-DataEncryptionPolicy", json!({ "Name": "Other", "AzureKeyIDs": Shell::uris() })),
        ("Set-DataEncryptionPolicy", json!({ "Identity": "DEP", "Refresh": true })),
        ("Set-M365DataAtRestEncryptionPolicy", json!({ "Identity": "M365", "Refresh": true })),
    ];
    Situation { what: "keys and a vault were deleted", shell, calls }
}

fn where_a_vault_is_down() -> Situation {
    let shell = stage();
    for (vault, fault) in [("alpha-vault", "Throttled"), ("beta-vault", "Unreachable")] {
        shell.run("Set-CustomerKeyVaultFault", json!({ "VaultName": vault, "Fault": fault })).ok();
    }
    let calls = vec![
        (
            "Add-AzKeyVaultKey",
            json!({ "VaultName": "alpha-vault", "Name": "other", "Destination": "Software" }),
        ),
        (
            "Update-AzKeyVaultKey",
            json!({ "VaultName": "beta-vault", "Name": "key", "Enable": true }),
        ),
        ("Remove-AzKeyVaultKey", json!({ "VaultName": "beta-vault", "Name": "key" })),
        ("Backup-AzKeyVaultKey", json!({ "VaultName": "alpha-vault", "Name": "key" })),
        ("New-DataEncryptionPolicy", json!({ "Name": "Other", "AzureKeyIDs": Shell::uris() })),
        ("Set-DataEncryptionPolicy", json!({ "Identity": "DEP", "Refresh": true })),
        ("Unregister-CustomerKeyWorkload", json!({})),
        ("Unregister-CustomerKeyWorkload", json!({ "WithLostKeys": true })),
    ];
    Situation { what: "the vaults are down", shell, calls }
}

fn where_the_service_has_no_permission() -> Situation {
    let shell = stage();
    let disabled = json!({ "VaultName": "alpha-vault", "Name": "key", "Enable": false });
    shell.run("Update-AzKeyVaultKey", disabled).ok();
    for application in
        ["00000002-0000-0ff1-ce00-000000000000", "c066d759-24ae-40e7-a56f-027002b5d3e4"]
    {
        let taken = json!({ "VaultName": "beta-vault", "SubscriptionId": "subscription of beta-vault", "ServicePrincipalName": application });
        shell.run("Remove-AzKeyVaultAccessPolicy", taken).ok();
    }
    let calls = vec![
        ("New-DataEncryptionPolicy", json!({ "Name": "Other", "AzureKeyIDs": Shell::uris() })),
        (
            "New-M365DataAtRestEncryptionPolicy",
            json!({ "Name": "Other", "AzureKeyIDs": keys(BETA, ALPHA) }),
        ),
        ("Unregister-CustomerKeyWorkload", json!({})),
        ("Set-DataEncryptionPolicy", json!({ "Identity": "DEP", "Refresh": true })),
        ("Set-M365DataAtRestEncryptionPolicy", json!({ "Identity": "M365", "Refresh": true })),
    ];
    Situation { what: "the service has no permission", shell, calls }
}
