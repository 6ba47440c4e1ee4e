//! Vaults, keys, access policies, resource groups and sign-in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Shell, read, text};
use serde_json::{Value, json};

#[test]
fn connecting_says_which_local_tenant_it_is() {
    let shell = Shell::with_tenant();
    let exchange =
        shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ann@contoso.com" })).ok();
    assert!(exchange.outputs.is_empty(), "no pipeline output");
    assert!(
        exchange.information[0].contains("ann@contoso.com")
            && exchange.information[0].contains("'contoso'")
    );
    assert!(
        exchange.warnings[0].contains("ann@contoso.com"),
        "what was made on first mention is named"
    );
    let quiet = shell
        .run(
            "Connect-ExchangeOnline",
            json!({ "UserPrincipalName": "ann@contoso.com", "ShowBanner": false }),
        )
        .ok();
    assert_eq!((quiet.information.len(), quiet.warnings.len()), (1, 0));
    let azure = shell.run(
        "Connect-AzAccount",
        json!({ "AccountId": "bob@contoso.com", "Subscription": "First" }),
    );
    let profile = azure.one();
    assert_eq!(
        (text(&profile["Account"]["Id"]), text(&profile["SubscriptionName"])),
        ("bob@contoso.com".into(), "First".into())
    );
    assert_eq!(profile["Context"]["Account"]["Id"], "bob@contoso.com");
    assert!(azure.information[0].contains("Nothing reaches Azure"));
    shell.run("New-Mailbox", json!({ "Name": "Ann" })).ok();
    let audit = shell.run("Search-CustomerKeyAudit", json!({ "Activity": "Create mailbox" })).ok();
    assert_eq!(audit.list("UserId"), ["ann@contoso.com"]);
}

#[test]
fn disconnecting_asks_and_a_no_changes_nothing() {
    let shell = Shell::with_tenant();
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ann@contoso.com" })).ok();
    let declined = read(shell.start("Disconnect-ExchangeOnline", json!({})), false);
    assert_eq!((declined.questions.len(), declined.information.len()), (1, 0));
    assert_eq!(declined.withheld.as_deref(), Some("QuestionDeclined"));
    let who = |shell: &Shell| shell.run("Connect-ExchangeOnline", json!({})).information[0].clone();
    assert!(who(&shell).contains("ann@contoso.com"));
    shell.what_if("Disconnect-ExchangeOnline", json!({}));
    assert!(who(&shell).contains("ann@contoso.com"));
    // Rule 8.4.5: what -Confirm wants asked is the question that is asked anyway.
    let once = read(shell.start("Disconnect-ExchangeOnline", json!({ "Confirm": true })), false);
    assert_eq!(once.questions.len(), 1);
    let unasked = shell.run("Disconnect-ExchangeOnline", json!({ "Confirm": false })).ok();
    assert!(unasked.questions.is_empty());
    assert!(who(&shell).contains("admin@contoso.onmicrosoft.com"));
}

#[test]
fn an_unknown_tenant_id_is_told_by_one_warning_that_names_it() {
    let shell = Shell::with_tenant();
    let id = "99999999-9999-4999-8999-999999999999";
    let first = shell.run("Connect-AzAccount", json!({ "Tenant": id })).ok();
    assert_eq!(
        first.warnings.iter().filter(|warning| warning.contains(id)).count(),
        1,
        "{:?}",
        first.warnings
    );
    assert!(shell.run("Connect-AzAccount", json!({ "Tenant": id })).ok().warnings.is_empty());
}

#[test]
fn a_context_chooses_the_subscription_of_new_vaults() {
    let shell = Shell::with_tenant();
    let id = "11111111-2222-3333-4444-555555555555";
    let context = shell.run("Set-AzContext", json!({ "SubscriptionId": id }));
    assert_eq!(text(&context.one()["SubscriptionId"]), id);
    assert!(context.warnings[0].contains(id));
    shell.run("New-AzResourceGroup", json!({ "Name": "rg", "Location": "eastus" })).ok();
    let vault = shell.run(
        "New-AzKeyVault",
        json!({ "Name": "some-vault", "ResourceGroupName": "RG", "Location": "eastus" }),
    );
    let wanted = format!(
        "/subscriptions/{id}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/some-vault"
    );
    assert_eq!(text(&vault.one()["ResourceId"]), wanted);
    let other = shell.run("Set-AzContext", json!({ "Subscription": "Other" })).one().clone();
    assert!(
        shell
            .run("Get-AzKeyVault", json!({ "SubscriptionId": other["SubscriptionId"] }))
            .ok()
            .outputs
            .is_empty()
    );
    let back = shell.run("Set-AzContext", json!({ "Context": context.one() }));
    assert_eq!(text(&back.one()["SubscriptionId"]), id);
}

#[test]
fn an_existing_resource_group_is_asked_about_unless_forced() {
    let shell = Shell::with_tenant();
    let group = json!({ "Name": "RG01", "Location": "South Central US", "Tag": { "Env": "test" } });
    shell.what_if("New-AzResourceGroup", group.clone());
    let made = shell.run("New-AzResourceGroup", group.clone());
    assert!(made.questions.is_empty());
    assert_eq!(
        (text(&made.one()["ProvisioningState"]), &made.one()["Tags"]["Env"]),
        ("Succeeded".into(), &json!("test"))
    );
    let declined = read(shell.start("New-AzResourceGroup", group.clone()), false);
    assert_eq!((declined.questions.len(), declined.outputs.len()), (1, 0));
    let mut forced = group;
    forced["Force"] = json!(true);
    let forced = shell.run("New-AzResourceGroup", forced);
    assert!(forced.questions.is_empty() && forced.outputs.len() == 1);
}

#[test]
fn a_vault_needs_its_resource_group_and_gives_its_creator_the_usual_rights() {
    let shell = Shell::with_tenant();
    let vault = json!({ "VaultName": "alpha-vault", "ResourceGroupName": "rg", "Location": "East US", "Sku": "Premium" });
    assert_eq!(shell.run("New-AzKeyVault", vault.clone()).error(), "ResourceGroupNotFound");
    shell.run("New-AzResourceGroup", json!({ "Name": "rg", "Location": "East US" })).ok();
    shell.what_if("New-AzKeyVault", vault.clone());
    assert!(shell.run("Get-AzKeyVault", json!({})).outputs.is_empty());
    let made = shell.run("New-AzKeyVault", vault.clone());
    let made = made.one();
    assert_eq!(
        (text(&made["Sku"]), text(&made["VaultUri"])),
        ("Premium".into(), "https://alpha-vault.vault.azure.net/".into())
    );
    assert_eq!(
        (made["EnableSoftDelete"].as_bool(), made["SoftDeleteRetentionInDays"].as_i64()),
        (Some(true), Some(90))
    );
    assert!(made["EnablePurgeProtection"].is_null());
    let creator = &made["AccessPolicies"][0];
    assert!(text(&creator["DisplayName"]).starts_with("admin@contoso.onmicrosoft.com"));
    let rights: Vec<String> =
        creator["PermissionsToKeys"].as_array().unwrap().iter().map(text).collect();
    assert!(
        rights.contains(&"create".into())
            && !rights.contains(&"purge".into())
            && !rights.contains(&"wrapKey".into())
    );
    assert!(text(&made["AccessPoliciesText"]).contains("Permissions to Keys"));
    assert_eq!(shell.run("New-AzKeyVault", vault).error(), "NameTaken");
    let odd = shell
        .run("New-AzKeyVault", json!({ "Name": "a_b", "ResourceGroupName": "rg", "Location": "x" }))
        .ok();
    assert!(odd.warnings[0].contains("Azure would refuse"), "{:?}", odd.warnings);
    let bad = shell
        .run("New-AzKeyVault", json!({ "Name": "ab", "ResourceGroupName": "rg", "Location": "x" }));
    assert_eq!(bad.error(), "BadParameter");
}

#[test]
fn a_vault_is_found_by_name_and_listed_in_brief() {
    let shell = Shell::with_keys();
    assert_eq!(
        text(
            &shell.run("Get-AzKeyVault", json!({ "VaultName": "ALPHA-vault" })).one()["VaultName"]
        ),
        "alpha-vault"
    );
    let listed = shell.run("Get-AzKeyVault", json!({ "SubscriptionId": "*" })).ok();
    assert_eq!(
        (listed.list("VaultName"), listed.types[0].as_str()),
        (vec!["alpha-vault".into(), "beta-vault".into()], "CustomerKey.KeyVaultIdentityItem")
    );
    assert_eq!(
        shell
            .run("Get-AzKeyVault", json!({ "Name": "b*", "SubscriptionId": "*" }))
            .ok()
            .list("VaultName"),
        ["beta-vault"]
    );
    assert_eq!(
        shell
            .run("Get-AzKeyVault", json!({ "ResourceGroupName": "ALPHA*" }))
            .ok()
            .list("VaultName"),
        ["alpha-vault"]
    );
    assert!(
        shell.run("Get-AzKeyVault", json!({ "VaultName": "nobody" })).ok().outputs.is_empty(),
        "an unknown name gives nothing"
    );
}

fn rights(shell: &Shell, who: &str) -> Vec<String> {
    let vault = shell.run("Get-AzKeyVault", json!({ "VaultName": "alpha-vault" }));
    let policies = vault.one()["AccessPolicies"].as_array().unwrap().clone();
    let mine = policies
        .iter()
        .find(|policy| text(&policy["DisplayName"]).contains(who) || policy["ObjectId"] == who);
    mine.map(|policy| policy["PermissionsToKeys"].as_array().unwrap().iter().map(text).collect())
        .unwrap_or_default()
}

#[test]
fn access_is_given_and_taken_by_every_way_of_naming_somebody() {
    let shell = Shell::with_keys();
    let set = |mut who: Value, keys: Value| {
        who["PermissionsToKeys"] = keys;
        shell.run("Set-AzKeyVaultAccessPolicy", who)
    };
    let silent = set(
        json!({ "VaultName": "alpha-vault", "UserPrincipalName": "eve@contoso.com" }),
        json!(["Get", "list", "get"]),
    )
    .ok();
    assert!(silent.outputs.is_empty(), "no output without -PassThru");
    assert_eq!(rights(&shell, "eve@contoso.com"), ["get", "list"]);
    set(
        json!({ "VaultName": "alpha-vault", "UserPrincipalName": "eve@contoso.com" }),
        json!("backup, restore"),
    )
    .ok();
    assert_eq!(rights(&shell, "eve@contoso.com"), ["backup", "restore"], "replaced, not merged");
    set(json!({ "VaultName": "alpha-vault", "UserPrincipalName": "eve@contoso.com" }), json!([]))
        .ok();
    assert!(rights(&shell, "eve@contoso.com").is_empty(), "an empty list takes all");

    let object = "99999999-2222-3333-4444-555555555555";
    let vault = shell.run("Get-AzKeyVault", json!({ "VaultName": "alpha-vault" })).one().clone();
    let passed = shell.run(
        "Set-AzKeyVaultAccessPolicy",
        json!({ "InputObject": vault, "ObjectId": object, "PermissionsToKeys": ["get"], "PassThru": true }),
    );
    assert_eq!(text(&passed.one()["VaultName"]), "alpha-vault");
    assert_eq!(rights(&shell, object), ["get"]);
    shell
        .run(
            "Set-AzKeyVaultAccessPolicy",
            json!({ "ResourceId": vault["ResourceId"], "ObjectId": object, "PermissionsToKeys": ["list"] }),
        )
        .ok();
    assert_eq!(rights(&shell, object), ["list"]);
    let remove = json!({ "VaultName": "alpha-vault", "ObjectId": object });
    shell.what_if("Remove-AzKeyVaultAccessPolicy", remove.clone());
    assert_eq!(rights(&shell, object), ["list"]);
    shell.run("Remove-AzKeyVaultAccessPolicy", remove.clone()).ok();
    assert!(rights(&shell, object).is_empty());
    assert_eq!(shell.run("Remove-AzKeyVaultAccessPolicy", remove).ok().warnings.len(), 1);

    assert_eq!(rights(&shell, "M365DataAtRestEncryption").len(), 3);
    shell
        .run(
            "Remove-AzKeyVaultAccessPolicy",
            json!({ "VaultName": "alpha-vault", "SPN": "c066d759-24ae-40e7-a56f-027002b5d3e4" }),
        )
        .ok();
    assert!(rights(&shell, "M365DataAtRestEncryption").is_empty());
    let wrong = set(
        json!({ "VaultName": "alpha-vault", "UserPrincipalName": "eve@contoso.com" }),
        json!(["fly"]),
    );
    assert!(wrong.errors[0]["fix"].as_str().unwrap().contains("UnwrapKey"), "{wrong:?}");
}

#[test]
fn a_key_is_made_in_full_and_an_existing_name_gets_a_version() {
    let shell = Shell::with_keys();
    let add = json!({
        "VaultName": "alpha-vault", "Name": "second", "Destination": "Software", "Size": "3072", "KeyOps": ["wrapKey", "unwrapKey"],
        "NotBefore": "12/27/2016 12:01 AM", "Expires": "12/31/9999", "Tag": { "Usage": "DEP" }
    });
    shell.what_if("Add-AzKeyVaultKey", add.clone());
    let first = shell.run("Add-AzureKeyVaultKey", add);
    let key = first.one();
    assert_eq!(
        (text(&key["KeyType"]), key["KeySize"].as_i64(), text(&key["Expires"])),
        ("RSA".into(), Some(3072), "9999-12-31T00:00:00Z".into())
    );
    assert_eq!(key["Attributes"]["KeyOps"], json!(["wrapKey", "unwrapKey"]));
    assert_eq!(
        text(&key["Id"]),
        format!("https://alpha-vault.vault.azure.net:443/keys/second/{}", text(&key["Version"]))
    );
    assert!(text(&key["Key"]["N"]).len() > 300 && key["Tags"]["Usage"] == "DEP");
    let again = shell.run(
        "Add-AzKeyVaultKey",
        json!({ "VaultName": "alpha-vault", "Name": "second", "Destination": "Software", "Disable": true }),
    );
    assert_eq!(
        (again.one()["Enabled"].as_bool(), again.one()["KeySize"].as_i64()),
        (Some(false), Some(2048)),
        "nothing is inherited"
    );
    let versions = shell
        .run(
            "Get-AzKeyVaultKey",
            json!({ "VaultName": "alpha-vault", "Name": "second", "IncludeVersions": true }),
        )
        .ok();
    assert_eq!(
        versions.list("Version"),
        [text(&again.one()["Version"]), text(&key["Version"])],
        "newest first"
    );
}

#[test]
fn the_ids_of_a_listing_name_no_version_and_an_unknown_key_gives_nothing() {
    let shell = Shell::with_keys();
    let listed = shell.run("Get-AzKeyVaultKey", json!({ "VaultName": "alpha-vault" })).ok();
    assert_eq!(listed.list("Id"), ["https://alpha-vault.vault.azure.net:443/keys/key"]);
    assert_eq!(listed.types, ["CustomerKey.KeyVaultKeyIdentityItem"]);
    assert!(
        shell
            .run("Get-AzKeyVaultKey", json!({ "VaultName": "alpha-vault", "Name": "none" }))
            .ok()
            .outputs
            .is_empty()
    );
    assert_eq!(
        shell
            .run("Get-AzKeyVaultKey", json!({ "VaultName": "alpha-vault", "Name": "k*" }))
            .ok()
            .list("Name"),
        ["key"]
    );
    assert_eq!(
        shell.run("Get-AzKeyVaultKey", json!({ "VaultName": "nothing" })).error(),
        "VaultNotFound"
    );
    let full = shell.run("Get-AzKeyVaultKey", json!({ "VaultName": "alpha-vault", "Name": "key" }));
    assert_eq!(full.types, ["CustomerKey.KeyVaultKey"]);
    let version = shell.run(
        "Get-AzKeyVaultKey",
        json!({ "VaultName": "alpha-vault", "Name": "key", "Version": full.one()["Version"] }),
    );
    assert_eq!(version.one(), full.one());
}

#[test]
fn a_key_in_hardware_needs_a_premium_vault() {
    let shell = Shell::with_keys();
    let hsm = |vault: &str| {
        shell.run(
            "Add-AzKeyVaultKey",
            json!({ "VaultName": vault, "Name": "hard", "Destination": "HSM" }),
        )
    };
    let refused = hsm("alpha-vault");
    assert_eq!((refused.errors.len(), refused.outputs.len()), (1, 0));
    shell
        .run(
            "New-AzKeyVault",
            json!({ "Name": "gamma-vault", "ResourceGroupName": "alpha-vault-rg", "Location": "x", "Sku": "Premium" }),
        )
        .ok();
    assert_eq!(text(&hsm("gamma-vault").one()["KeyType"]), "RSA-HSM");
    let kind = shell.run(
        "Add-AzKeyVaultKey",
        json!({ "VaultName": "alpha-vault", "Name": "x", "Destination": "Software", "KeyType": "oct" }),
    );
    assert_eq!(kind.errors.len(), 1);
}

#[test]
fn a_version_is_changed_and_its_consequences_are_told_before() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    let told = shell.what_if(
        "Update-AzKeyVaultKey",
        json!({ "VaultName": "alpha-vault", "Name": "key", "Enable": false }),
    );
    assert!(told.what_if.iter().any(|text| text.contains("DEP")), "{told:?}");
    let told = shell.what_if(
        "Update-AzKeyVaultKey",
        json!({ "VaultName": "alpha-vault", "Name": "key", "KeyOps": ["wrapKey"] }),
    );
    assert!(told.what_if.iter().any(|text| text.contains("DEP")), "{told:?}");
    let key = shell
        .run("Get-AzKeyVaultKey", json!({ "VaultName": "alpha-vault", "Name": "key" }))
        .one()
        .clone();
    assert_eq!(key["Enabled"], true, "-WhatIf changes nothing");
    assert!(
        shell
            .run("Update-AzKeyVaultKey", json!({ "InputObject": key, "Expires": "12/31/9999" }))
            .ok()
            .outputs
            .is_empty()
    );
    let changed = shell.run(
        "Set-AzKeyVaultKeyAttribute",
        json!({ "VaultName": "alpha-vault", "Name": "key", "Enable": "$false", "PassThru": true }),
    );
    assert_eq!(
        (changed.one()["Enabled"].as_bool(), text(&changed.one()["Expires"])),
        (Some(false), "9999-12-31T00:00:00Z".into())
    );
    assert_eq!(
        shell
            .run(
                "Update-AzKeyVaultKey",
                json!({ "VaultName": "alpha-vault", "Name": "none", "Enable": true })
            )
            .error(),
        "KeyNotFound"
    );
}

#[test]
fn an_old_version_counts_as_needed_while_keys_lie_under_it() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    shell.run("New-Mailbox", json!({ "Name": "alice" })).ok();
    shell.run("Set-Mailbox", json!({ "Identity": "alice", "DataEncryptionPolicy": "DEP" })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    let key = || json!({ "VaultName": "alpha-vault", "Name": "key" });
    let old = shell.run("Get-AzKeyVaultKey", key()).one()["Version"].clone();
    let told = || {
        let call =
            json!({ "VaultName": "alpha-vault", "Name": "key", "Version": old, "Enable": false });
        shell.what_if("Update-AzKeyVaultKey", call).what_if.join(" ")
    };
    assert!(told().contains("'DEP' (1 mailbox)"), "{}", told());
    let new = json!({ "VaultName": "alpha-vault", "Name": "key", "Destination": "Software" });
    shell.run("Add-AzKeyVaultKey", new).ok();
    shell.run("Set-DataEncryptionPolicy", json!({ "Identity": "DEP", "Refresh": true })).ok();
    assert!(told().contains("'DEP' (1 mailbox)"), "{}", told());
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    assert!(!told().contains("DEP"), "{}", told());
}

#[test]
fn an_azure_account_without_rights_is_refused_by_the_vault() {
    let shell = Shell::with_keys();
    shell.run("Set-CustomerKeyTenant", json!({ "UnknownAccounts": "Refuse" })).ok();
    shell.run("Connect-AzAccount", json!({ "AccountId": "mallory@contoso.com" })).ok();
    let refused = shell.run("Get-AzKeyVaultKey", json!({ "VaultName": "alpha-vault" }));
    assert_eq!(refused.error(), "AccessDenied");
    assert_eq!(
        refused.errors[0]["exception"],
        "Microsoft.Azure.KeyVault.Models.KeyVaultErrorException"
    );
    assert_eq!(refused.errors[0]["terminating"], false);
}

#[test]
fn a_resource_group_beside_a_vaults_name_says_which_vault_is_meant() {
    let shell = Shell::with_tenant();
    for group in ["One", "Two"] {
        shell.run("New-AzResourceGroup", json!({ "Name": group, "Location": "eastus" })).ok();
    }
    shell
        .run(
            "New-AzKeyVault",
            json!({ "Name": "groupvault01", "ResourceGroupName": "One", "Location": "eastus" }),
        )
        .ok();
    let given = |cmdlet: &str, group: &str| {
        let mut policy = json!({ "VaultName": "groupvault01", "ResourceGroupName": group, "UserPrincipalName": "ann@contoso.com" });
        if cmdlet.starts_with("Set") {
            policy["PermissionsToKeys"] = json!(["get"]);
        }
        shell.run(cmdlet, policy)
    };
    for cmdlet in ["Set-AzKeyVaultAccessPolicy", "Remove-AzKeyVaultAccessPolicy"] {
        for group in ["Two", "NoSuchGroup"] {
            let refused = given(cmdlet, group);
            assert_eq!(refused.error(), "VaultNotFound", "{cmdlet} {group}");
        }
        given(cmdlet, "one").ok();
    }
}

#[test]
fn a_word_that_is_no_operation_of_a_key_is_named() {
    let shell = Shell::with_keys();
    let parameters = json!({ "VaultName": "alpha-vault", "Name": "other", "Destination": "Software", "KeyOps": ["wrapKey", "fly"] });
    let said = shell.run("Add-AzKeyVaultKey", parameters);
    assert!(text(&said.errors[0]["message"]).starts_with("'fly' is not a key operation."));
    assert_eq!(said.errors[0]["target"], "fly");
}

#[test]
fn a_role_is_taken_where_one_vault_is_damaged_and_taking_it_again_finishes_it_there() {
    let shell = Shell::with_keys();
    shell.run("Set-AzContext", json!({ "Subscription": "subscription of alpha-vault" })).ok();
    let role = json!({ "SignInName": "bob@contoso.com", "RoleDefinitionName": "Key Vault Reader", "ResourceGroupName": "alpha-vault-rg" });
    shell.run("New-AzRoleAssignment", role.clone()).ok();
    let file = shell.folder.path().join("tenant/vaults/alpha-vault.vault");
    let sound = std::fs::read(&file).unwrap();
    std::fs::write(&file, &sound[..100]).unwrap();
    let listed = shell.run("Get-AzRoleAssignment", json!({})).ok();
    assert_eq!(listed.list("RoleDefinitionName"), ["Key Vault Reader"]);
    assert!(listed.warnings.iter().any(|told| told.contains("alpha-vault")), "{listed:#?}");
    let damaged = shell.run("Remove-AzRoleAssignment", role.clone());
    assert_eq!(damaged.error(), "RoleNotInEveryVault");
    assert!(shell.run("Get-AzRoleAssignment", json!({})).ok().outputs.is_empty());
    assert_eq!(
        shell.run("Remove-AzRoleAssignment", role.clone()).error(),
        "RoleAssignmentNotFound"
    );
    std::fs::write(&file, &sound).unwrap();
    let planned = shell.what_if("Remove-AzRoleAssignment", role.clone());
    assert!(planned.what_if[0].contains("it would be taken from 'alpha-vault'"), "{planned:#?}");
    shell.run("Remove-AzRoleAssignment", role.clone()).ok();
    assert_eq!(shell.run("Remove-AzRoleAssignment", role).error(), "RoleAssignmentNotFound");
    let checks = shell.run("Test-CustomerKeyTenant", json!({})).ok();
    assert!(checks.outputs.iter().all(|check| check["Result"] != "Failed"), "{checks:#?}");
}

#[test]
fn a_resource_group_has_a_name_that_azure_takes() {
    let shell = Shell::with_tenant();
    let group = json!({ "Name": "a/b", "Location": "East US" });
    assert_eq!(shell.run("New-AzResourceGroup", group).error(), "ResourceGroupNameInvalid");
}

/// `-KeyFilePassword` comes beside the arguments, for one call.
fn import_with(shell: &Shell, password: &str, what_if: bool) -> common::Said {
    let password = ckey_crypto::SecretBytes::from_slice(password.as_bytes()).unwrap();
    shell.session.secret("parameter:KeyFilePassword", password).unwrap();
    let parameters = json!({ "VaultName": "alpha-vault", "Name": "Imported", "KeyFilePath": "root.pfx", "KeyFilePassword": { "secret": "parameter:KeyFilePassword" } });
    if what_if {
        shell.what_if("Add-AzKeyVaultKey", parameters)
    } else {
        shell.run("Add-AzKeyVaultKey", parameters)
    }
}

#[test]
fn a_key_file_with_a_password_is_imported_and_the_record_has_neither() {
    let shell = Shell::with_keys();
    let pfx = include_bytes!("../../crypto/tests/key_files/rsa.pfx");
    std::fs::write(shell.folder.path().join("root.pfx"), pfx).unwrap();
    let context = json!({ "Subscription": "subscription of alpha-vault" });
    shell.run("Set-AzContext", context).ok();
    assert_eq!(import_with(&shell, "wrong-guess", false).error(), "KeyFilePasswordWrong");
    let plain =
        json!({ "VaultName": "alpha-vault", "Name": "Imported", "KeyFilePath": "root.pfx" });
    assert_eq!(shell.run("Add-AzKeyVaultKey", plain).error(), "KeyFilePasswordWrong");
    let told = import_with(&shell, "péage 1", true).ok();
    assert!(told.what_if.concat().contains("RSA key of 2048 bits"), "{told:?}");
    let made = import_with(&shell, "péage 1", false);
    assert_eq!((&made.one()["KeyType"], &made.one()["KeySize"]), (&json!("RSA"), &json!(2048)));
    let unsent = json!({ "VaultName": "alpha-vault", "Name": "Imported", "KeyFilePath": "root.pfx", "KeyFilePassword": { "secret": "parameter:KeyFilePassword" } });
    assert_eq!(shell.run("Add-AzKeyVaultKey", unsent).error(), "SecretMissing");
    let audit = shell.run("Search-CustomerKeyAudit", json!({ "ResultSize": "Unlimited" })).ok();
    let record = serde_json::to_string(&audit.outputs).unwrap();
    assert!(record.contains("Imported") && record.contains("(secret)"), "{record}");
    assert!(!record.contains("péage") && !record.contains("wrong-guess"), "{record}");
}

#[test]
fn a_key_file_that_is_too_long_or_no_file_is_not_read() {
    let shell = Shell::with_keys();
    let context = json!({ "Subscription": "subscription of alpha-vault" });
    shell.run("Set-AzContext", context).ok();
    let file = std::fs::File::create(shell.folder.path().join("long.pem")).unwrap();
    file.set_len(2 << 20).unwrap();
    for (file, id) in [("long.pem", "KeyFileTooLarge"), (".", "FileNotReadable")] {
        let parameters =
            json!({ "VaultName": "alpha-vault", "Name": "Imported", "KeyFilePath": file });
        assert_eq!(shell.run("Add-AzKeyVaultKey", parameters).error(), id);
    }
    let into = json!({ "VaultName": "alpha-vault", "Name": "key", "OutFile": "tenant/public.pem" });
    assert_eq!(shell.run("Get-AzKeyVaultKey", into).error(), "OutputInTenant");
}
