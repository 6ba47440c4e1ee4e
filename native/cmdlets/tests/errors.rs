//! Every row of the table of errors (rules 7.1 to 7.20), and what else scripts test for: the id,
//! the reason, the exception that they catch, and the words of the service.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Said, Shell, text};
use serde_json::{Value, json};

const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
const VAULT: &str = "Microsoft.Azure.KeyVault.Models.KeyVaultErrorException";

/// What an error has beside its id.
#[derive(Default)]
struct Shown {
    category: &'static str,
    reason: Option<&'static str>,
    exception: Option<&'static str>,
    /// Each is in the message.
    says: &'static [&'static str],
    /// Each is in what helps.
    helps: &'static [&'static str],
}

#[track_caller]
fn refused(said: &Said, id: &str, shown: &Shown) {
    assert_eq!(said.error(), id, "{said:#?}");
    let error = &said.errors[0];
    assert_eq!(error["category"], shown.category, "{error:#}");
    assert_eq!(error["reason"].as_str(), shown.reason, "{error:#}");
    assert_eq!(error["exception"].as_str(), shown.exception, "{error:#}");
    for (part, words) in [("message", shown.says), ("fix", shown.helps)] {
        let told = text(&error[part]);
        assert!(!told.is_empty(), "{part}: {error:#}");
        for word in words {
            assert!(told.contains(word), "{part} has no {word:?}: {error:#}");
        }
    }
}

/// What a vault refuses: in the words of the vault, and as the exception that scripts catch.
const fn vault(category: &'static str, says: &'static [&'static str]) -> Shown {
    Shown { category, reason: None, exception: Some(VAULT), says, helps: &[] }
}

fn own(category: &'static str, says: &'static [&'static str]) -> Shown {
    Shown { category, says, ..Shown::default() }
}

fn policy(shell: &Shell, keys: Value) -> Said {
    shell.run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": keys }))
}

fn made(shell: &Shell) -> Said {
    policy(shell, Shell::uris())
}

fn given(shell: &Shell, who: Value, permissions: Value) {
    let mut given = json!({ "VaultName": "alpha-vault", "PermissionsToKeys": permissions });
    given.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
    shell.run("Set-AzKeyVaultAccessPolicy", given).ok();
}

fn exchange() -> Value {
    json!({ "ServicePrincipalName": EXCHANGE })
}

fn key(shell: &Shell, change: Value) {
    let mut given = json!({ "VaultName": "alpha-vault", "Name": "key" });
    given.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    shell.run("Update-AzKeyVaultKey", given).ok();
}

fn unwrapped(shell: &Shell) -> Said {
    let bytes = vec!["0"; 256];
    let asked = json!({ "VaultName": "alpha-vault", "Name": "key", "Operation": "Unwrap", "Algorithm": "RSA-OAEP-256", "ByteArrayValue": bytes });
    shell.run("Invoke-AzKeyVaultKeyOperation", asked)
}

/// Rules 7.2 to 7.7: in the words of the vault.
#[test]
fn what_a_vault_refuses_is_said_in_its_words_and_is_the_exception_that_scripts_catch() {
    let shell = Shell::with_keys();
    given(&shell, exchange(), json!(["get", "wrapKey"]));
    let words: &[&str] = &["does not have keys unwrapKey permission on key vault 'alpha-vault"];
    let mut denied = vault("PermissionDenied", words);
    denied.helps = &["Set-AzKeyVaultAccessPolicy -VaultName alpha-vault"];
    refused(&made(&shell), "AccessDenied", &denied);
    given(&shell, exchange(), json!(["get", "wrapKey", "unwrapKey"]));

    let admin = json!({ "UserPrincipalName": "admin@contoso.onmicrosoft.com" });
    given(&shell, admin, json!(["get", "list", "create", "update", "unwrapKey"]));
    key(&shell, json!({ "Enable": false }));
    let words: &[&str] = &["Operation unwrapKey is not allowed on a disabled key."];
    refused(&unwrapped(&shell), "KeyDisabled", &vault("PermissionDenied", words));
    let words: &[&str] = &["is not allowed on a disabled key."];
    refused(&made(&shell), "KeyDisabled", &vault("PermissionDenied", words));
    key(&shell, json!({ "Enable": true, "KeyOps": ["wrapKey"] }));
    let words: &[&str] = &["Operation unwrapKey is not permitted on this key."];
    refused(&unwrapped(&shell), "OperationNotPermitted", &vault("PermissionDenied", words));
    refused(&made(&shell), "OperationNotPermitted", &vault("PermissionDenied", words));
    key(&shell, json!({ "KeyOps": ["wrapKey", "unwrapKey"] }));

    let rules = |action: &str, bypass: &str| {
        let rules =
            json!({ "VaultName": "alpha-vault", "DefaultAction": action, "Bypass": bypass });
        shell.run("Update-AzKeyVaultNetworkRuleSet", rules).ok();
    };
    rules("Deny", "None");
    let words: &[&str] =
        &["Client address", "is not authorized and caller is not a trusted service"];
    refused(&made(&shell), "FirewallRefused", &vault("PermissionDenied", words));
    rules("Allow", "AzureServices");

    let fault = |fault: &str| {
        let fault = json!({ "VaultName": "alpha-vault", "Fault": fault });
        shell.run("Set-CustomerKeyVaultFault", fault).ok();
    };
    fault("Throttled");
    let words: &[&str] = &["too many requests"];
    let said = made(&shell);
    refused(&said, "Throttled", &vault("ResourceUnavailable", words));
    assert_eq!(said.errors[0]["retryable"], true, "{said:#?}");
    fault("None");

    let second = "https://beta-vault.vault.azure.net/keys/key";
    let version = "https://alpha-vault.vault.azure.net/keys/key/00000000000000000000000000000000";
    let there_is_none: [(&str, &str, &'static [&'static str]); 3] = [
        ("https://nowhere.vault.azure.net/keys/key", "VaultNotFound", &["nowhere"]),
        (
            "https://alpha-vault.vault.azure.net/keys/none",
            "KeyNotFound",
            &["A key with (name/id) none was not found in this key vault."],
        ),
        (version, "VersionNotFound", &["was not found in this key vault."]),
    ];
    for (first, id, words) in there_is_none {
        let said = policy(&shell, json!([first, second]));
        refused(&said, id, &vault("ObjectNotFound", words));
    }
    made(&shell).ok();
}

/// Rules 7.1, 7.8, 7.9 and 7.10: what keeps a policy from being made.
#[test]
fn what_keeps_a_policy_from_being_made_is_said_with_what_was_found_and_what_is_wanted() {
    let shell = Shell::with_keys();
    let uri = |vault: &str| format!("https://{vault}.vault.azure.net/keys/key");
    let (alpha, beta) = (uri("alpha-vault"), uri("beta-vault"));
    for keys in [json!([alpha]), json!([alpha, beta, beta])] {
        let said = policy(&shell, keys);
        refused(&said, "TwoKeysRequired", &own("InvalidArgument", &["two"]));
    }
    let said = policy(&shell, json!([alpha, alpha]));
    refused(&said, "SameKeyTwice", &own("InvalidArgument", &[]));
    let more = json!({ "VaultName": "alpha-vault", "Name": "more", "Destination": "Software" });
    shell.run("Add-AzKeyVaultKey", more).ok();
    let more = "https://alpha-vault.vault.azure.net/keys/more";
    refused(&policy(&shell, json!([alpha, more])), "SameVault", &own("InvalidArgument", &[]));

    key(&shell, json!({ "Expires": "2090-01-01T00:00:00Z" }));
    let mut late = own("InvalidArgument", &["V20 KeyExpiry", "2090-01-01"]);
    late.helps = &["9999"];
    refused(&made(&shell), "ValidationFailed", &late);
    key(&shell, json!({ "Expires": "9999-12-31T00:00:00Z" }));

    shell.run("Set-CustomerKeyTenant", json!({ "RuleProfile": "current" })).ok();
    let words: &[&str] = &[
        "Data Encryption Policies are not enabled for your organization.",
        "The tenant is not enabled for EXO.",
        "Recoverable+Purgeable",
        "purge protection",
    ];
    refused(&made(&shell), "ValidationFailed", &own("InvalidArgument", words));
    let enabled = json!({ "Scenario": "EXO", "Enabled": true });
    shell.run("Set-CustomerKeyFact", enabled).ok();
    let said = made(&shell);
    refused(&said, "ValidationFailed", &own("InvalidArgument", &["V16 RecoveryLevel"]));
    assert!(!text(&said.errors[0]["message"]).contains("not enabled"), "{said:#?}");
}

/// Rules 7.11 to 7.17: policies of mailboxes and of the whole tenant.
#[test]
fn what_a_policy_is_refused_for_says_what_to_do_first() {
    let shell = Shell::with_keys();
    made(&shell).ok();
    let exists = Shown {
        category: "ResourceExists",
        reason: Some("ADObjectAlreadyExistsException"),
        says: &["DEP"],
        ..Shown::default()
    };
    refused(&made(&shell), "PolicyNameTaken", &exists);
    let nobody = Shown {
        category: "ObjectNotFound",
        reason: Some("ManagementObjectNotFoundException"),
        says: &["object 'nobody' couldn't be found on"],
        ..Shown::default()
    };
    let get = shell.run("Get-DataEncryptionPolicy", json!({ "Identity": "nobody" }));
    refused(&get, "PolicyNotFound", &nobody);
    let get = shell.run("Get-Mailbox", json!({ "Identity": "nobody" }));
    refused(&get, "MailboxNotFound", &nobody);

    let whole = json!({ "Name": "Whole", "AzureKeyIDs": Shell::uris() });
    shell.run("New-M365DataAtRestEncryptionPolicy", whole).ok();
    let assigned = json!({ "DataEncryptionPolicy": "Whole" });
    shell.run("Set-M365DataAtRestEncryptionPolicyAssignment", assigned).ok();
    let off = json!({ "Identity": "Whole", "Enabled": false });
    let mut first = own("InvalidOperation", &["Whole", "assigned"]);
    first.helps = &["Set-M365DataAtRestEncryptionPolicyAssignment"];
    refused(&shell.run("Set-M365DataAtRestEncryptionPolicy", off), "PolicyAssigned", &first);

    let purge = |policy: &str| {
        let asked = json!({ "Identity": policy, "PermanentDataPurgeRequested": true, "PermanentDataPurgeReason": "r", "PermanentDataPurgeContact": "c" });
        shell.run("Set-DataEncryptionPolicy", asked)
    };
    let words: &[&str] = &["'Whole' is not one of mailboxes"];
    refused(&purge("Whole"), "PurgeUnsupported", &own("InvalidOperation", words));
    let mut reachable = own("InvalidOperation", &[]);
    reachable.helps =
        &["'alpha-vault' and 'beta-vault'", "Remove-AzKeyVaultAccessPolicy -VaultName alpha-vault"];
    refused(&purge("DEP"), "PurgeKeysReachable", &reachable);
    for left_out in ["PermanentDataPurgeReason", "PermanentDataPurgeContact"] {
        let mut asked = json!({ "Identity": "DEP", "PermanentDataPurgeRequested": true, "PermanentDataPurgeReason": "r", "PermanentDataPurgeContact": "c" });
        asked.as_object_mut().unwrap().remove(left_out);
        let said = shell.run("Set-DataEncryptionPolicy", asked);
        assert_eq!(said.error(), "MissingMandatoryParameter");
        let error = &said.errors[0];
        assert_eq!(error["reason"], "ParameterBindingException");
        assert!(text(&error["message"]).contains(left_out), "{error:#}");
    }
    for vault in ["alpha-vault", "beta-vault"] {
        let subscription = json!({ "Subscription": format!("subscription of {vault}") });
        shell.run("Set-AzContext", subscription).ok();
        let taken = json!({ "VaultName": vault, "ServicePrincipalName": EXCHANGE });
        shell.run("Remove-AzKeyVaultAccessPolicy", taken).ok();
    }
    purge("DEP").ok();
    shell.run("New-Mailbox", json!({ "Name": "ann" })).ok();
    let put = json!({ "Identity": "ann", "DataEncryptionPolicy": "DEP" });
    let said = shell.run("Set-Mailbox", put);
    refused(&said, "PolicyPurgeRequested", &own("InvalidOperation", &["DEP", "purge"]));
}

/// Rules 7.11, 7.12 and 7.17 to 7.19: SharePoint.
#[test]
fn what_sharepoint_refuses_says_how_far_it_is_and_what_to_do() {
    let shell = Shell::with_keys();
    let geo = json!({ "Name": "NAM", "AdminUrl": "https://contoso-admin.sharepoint.com" });
    shell.run("New-CustomerKeyGeo", geo).ok();
    let site = "https://contoso.sharepoint.com/sites/a";
    shell.run("New-CustomerKeySite", json!({ "Url": site })).ok();
    let uri = |vault: &str| {
        let given = json!({ "Subscription": format!("subscription of {vault}") });
        shell.run("Set-AzContext", given).ok();
        let made = json!({ "VaultName": vault, "Name": "key", "Destination": "Software" });
        text(&shell.run("Add-AzKeyVaultKey", made).one()["Id"])
    };
    let asked = json!({ "Identity": site });
    let said = shell.run("Get-SPOSiteDataEncryptionPolicy", asked);
    refused(&said, "GeoNotRegistered", &own("ObjectNotFound", &["NAM"]));
    let keys = json!({ "PrimaryKeyVaultUri": uri("alpha-vault"), "SecondaryKeyVaultUri": uri("beta-vault") });
    shell.run("Register-SPODataEncryptionPolicy", keys.clone()).ok();
    let again = || shell.run("Register-SPODataEncryptionPolicy", keys.clone());
    refused(&again(), "AlreadyRegistered", &own("ResourceExists", &["Registering, 0 %"]));
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    refused(&again(), "AlreadyRegistered", &own("ResourceExists", &["NAM"]));
    let roll = |uri: String| {
        let rolled = json!({ "KeyVaultUri": uri, "KeyType": "Primary" });
        shell.run("Update-SPODataEncryptionPolicy", rolled)
    };
    roll(uri("alpha-vault")).ok();
    let mut rolling = own("ResourceBusy", &[" 0 %"]);
    rolling.helps = &["Get-SPODataEncryptionPolicy"];
    refused(&roll(uri("alpha-vault")), "RollInProgress", &rolling);
    let purge = json!({ "Identity": "NAM", "PermanentDataPurgeRequested": true, "PermanentDataPurgeReason": "r", "PermanentDataPurgeContact": "c" });
    let said = shell.run("Set-DataEncryptionPolicy", purge);
    refused(&said, "PurgeUnsupported", &own("InvalidOperation", &["'NAM' is one of SharePoint"]));
    let said = shell.run("Restore-SPODataEncryptionPolicy", keys.clone());
    refused(&said, "NotInRecoveryMode", &own("InvalidOperation", &["NAM"]));
}
