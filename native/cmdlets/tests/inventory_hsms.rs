//! The managed HSMs of a twin, where an import of them was ended (rule 8.1.13).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::sync::Arc;

use ckey_engine::{OpenOptions, Tenant};
use ckey_vault::{HsmTwin, NewVault, RoleAssignment, Sku, VaultId, VaultRole};
use common::{Said, Shell};
use serde_json::{Value, json};

const HSM: &str = "RealHsmEast";
const REAL: &str = "77777777-7777-4777-8777-777777777777";
const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";

fn inventory() -> Value {
    let hsm = |name: &str, subscription: &str, location: &str| json!({ "VaultName": name, "SubscriptionId": subscription, "ResourceGroupName": "rg", "Location": location, "EnablePurgeProtection": true, "InitialAdminObjectIds": [REAL] });
    let role = |name: &str, who: &str, role: &str| json!({ "HsmName": name, "PrincipalId": who, "ApplicationId": who, "RoleDefinitionName": role, "Scope": "/" });
    let roles = [HSM, "RealHsmNorth"].map(|name| {
        let service = "Managed HSM Crypto Service Encryption User";
        [role(name, REAL, "Managed HSM Administrator"), role(name, EXCHANGE, service)]
    });
    let key = |name: &str, digit: &str| json!({ "HsmName": name, "Name": "Root", "Version": digit.repeat(32), "KeyType": "RSA-HSM", "KeySize": 2048, "Enabled": true, "KeyOps": ["wrapKey", "unwrapKey"] });
    json!({
        "ManagedHsms": [hsm(HSM, "sub-east", "eastus"), hsm("RealHsmNorth", "sub-north", "northeurope")],
        "ManagedHsmRoleAssignments": roles.concat(),
        "KeyVaultKeys": [key(HSM, "a"), key("RealHsmNorth", "b")],
        "DataEncryptionPolicies": [{ "Name": "Real", "AzureKeyIDs": ["https://realhsmeast.managedhsm.azure.net/keys/Root", "https://realhsmnorth.managedhsm.azure.net/keys/Root"] }],
    })
}

fn tenant(shell: &Shell) -> Arc<Tenant> {
    Tenant::open(&shell.folder.path().join("tenant"), OpenOptions::default()).unwrap()
}

fn import(shell: &Shell) -> Said {
    fs::write(shell.folder.path().join("hsm.json"), inventory().to_string()).unwrap();
    shell.run("Import-CustomerKeyInventory", json!({ "Path": ["hsm.json"] })).ok()
}

/// What the twin of an HSM has of an import: how far it is, and how many roles.
fn state(tenant: &Tenant) -> (Option<HsmTwin>, usize) {
    let hsm = tenant.vaults().vault(HSM).unwrap().hsm.unwrap();
    (hsm.twin, hsm.roles.len())
}

/// A tenant in which an import was ended when it had made an HSM.
fn begun(shell: &Shell) -> Arc<Tenant> {
    let context = json!({ "Subscription": "sub-east" });
    shell.run("Set-AzContext", context).ok();
    shell.run("New-AzResourceGroup", json!({ "Name": "rg", "Location": "eastus" })).ok();
    let subscription = shell.run("Get-AzSubscription", json!({ "SubscriptionName": "sub-east" }));
    let subscription = common::text(&subscription.ok().one()["Id"]);
    let tenant = tenant(shell);
    let owner = tenant.directory().azure_caller("nobody-signed-in").unwrap();
    let id = VaultId::random().unwrap();
    tenant.begin_import(&format!("vault realhsmeast\t{id}")).unwrap();
    let roles = [RoleAssignment::for_caller(&owner, VaultRole::HsmAdministrator)];
    let tenant_id = tenant.id().to_string();
    let new = NewVault {
        hsm: Some(&roles),
        id: Some(id),
        twin: true,
        subscription: &subscription,
        tenant_id: &tenant_id,
        resource_group: "rg",
        sku: Sku::Premium,
        rbac: true,
        ..NewVault::new(HSM, "eastus", &owner)
    };
    tenant.directory().create_vault(&new).unwrap();
    tenant
}

/// The HSM is there without any of the roles that its keys need, and its making goes on.
#[test]
fn an_import_that_was_ended_after_it_made_an_hsm_is_ended_by_the_next_one() {
    let shell = Shell::with_tenant();
    let tenant = begun(&shell);
    let path = json!({ "Path": ["hsm.json"] });
    fs::write(shell.folder.path().join("hsm.json"), inventory().to_string()).unwrap();
    let what_if = shell.what_if("Import-CustomerKeyInventory", path).what_if.join("\n");
    assert!(what_if.contains("1 vault of an import that was not ended"), "{what_if}");
    let said = import(&shell);
    assert!(said.outputs.iter().any(|it| it["Number"] == "V22" && it["Result"] == "Passed"));
    assert!(tenant.unfinished_import().unwrap().is_empty());
    assert_eq!(state(&tenant), (Some(HsmTwin::Made), 2));
    assert!(tenant.vaults().vault(HSM).unwrap().purge_protection);
}

/// The roles are the real ones, so that whoever makes the twin may do nothing in the HSM; only the
/// note of the import is left.
#[test]
fn an_import_that_was_ended_after_it_gave_an_hsm_its_last_roles_is_ended_by_the_next_one() {
    let shell = Shell::with_tenant();
    import(&shell);
    let tenant = tenant(&shell);
    let before = tenant.vaults().vault(HSM).unwrap();
    let id = tenant.vaults().vault_id(HSM).unwrap().unwrap();
    let policy = tenant.policies().list(ckey_engine::PolicyKind::Mailbox).unwrap().remove(0).guid;
    for part in [format!("vault realhsmeast\t{id}"), format!("policy {policy}")] {
        tenant.begin_import(&part).unwrap();
    }
    let again = import(&shell);
    assert!(again.warnings.is_empty(), "{again:#?}");
    assert!(tenant.unfinished_import().unwrap().is_empty());
    assert_eq!(state(&tenant), (Some(HsmTwin::Made), 2));
    assert_eq!(tenant.vaults().vault(HSM).unwrap().hsm, before.hsm);
}

/// An inventory that needs no keys of the HSM.
fn import_without_keys(shell: &Shell) -> Said {
    let mut keyless = inventory();
    for part in ["KeyVaultKeys", "DataEncryptionPolicies"] {
        keyless.as_object_mut().unwrap().remove(part);
    }
    fs::write(shell.folder.path().join("nokeys.json"), keyless.to_string()).unwrap();
    shell.run("Import-CustomerKeyInventory", json!({ "Path": ["nokeys.json"] }))
}

/// Whoever was given a role by a cmdlet has the HSM: no other import changes its roles unasked.
#[test]
fn an_hsm_in_the_making_says_so_and_is_nobodys_to_import_once_its_roles_were_handed_over() {
    let shell = Shell::with_tenant();
    let tenant = begun(&shell);
    let shown = || {
        let all = json!({ "SubscriptionId": "*" });
        shell.run("Get-AzKeyVaultManagedHsm", all).ok().one().clone()
    };
    assert_eq!(shown()["ProvisioningState"], "Provisioning");
    assert!(shown()["StatusMessage"].to_string().contains("in the making"));
    let role = |who: &Value| json!({ "HsmName": HSM, "RoleDefinitionName": "Managed HSM Administrator", "ObjectId": who });
    let owner = shell.run("Get-AzADUser", json!({ "SignedIn": true })).ok().one()["Id"].clone();
    let other = "88888888-8888-4888-8888-888888888888";
    shell.run("New-AzKeyVaultRoleAssignment", role(&json!(other))).ok();
    shell.run("Remove-AzKeyVaultRoleAssignment", role(&owner)).ok();
    assert_eq!(shown()["ProvisioningState"], "Succeeded");
    let before = tenant.vaults().vault(HSM).unwrap();
    let said = import_without_keys(&shell).ok();
    assert!(said.warnings.iter().any(|it| it.contains("Left as it is: the role")), "{said:#?}");
    let after = tenant.vaults().vault(HSM).unwrap();
    assert_eq!((&after.hsm, after.purge_protection), (&before.hsm, false));
    // Its keys are refused before anything else is made.
    fs::write(shell.folder.path().join("hsm.json"), inventory().to_string()).unwrap();
    let whole = shell.run("Import-CustomerKeyInventory", json!({ "Path": ["hsm.json"] }));
    assert_eq!(whole.error(), "AccessDenied");
    assert_eq!(shell.names("Get-AzKeyVaultManagedHsm"), [HSM]);
}

/// The HSM that an import began is purged; a cmdlet made another of its name.
#[test]
fn a_note_of_an_hsm_that_is_gone_gives_no_import_another_of_its_name() {
    let shell = Shell::with_tenant();
    let tenant = begun(&shell);
    let name = json!({ "Name": HSM, "Force": true });
    let gone = json!({ "Name": HSM, "Force": true, "InRemovedState": true, "Location": "eastus" });
    shell.run("Remove-AzKeyVaultManagedHsm", name).ok();
    shell.run("Remove-AzKeyVaultManagedHsm", gone).ok();
    let owner = shell.run("Get-AzADUser", json!({ "SignedIn": true })).ok().one()["Id"].clone();
    let new = json!({ "Name": HSM, "ResourceGroupName": "rg", "Location": "eastus", "Administrator": [owner], "SoftDeleteRetentionInDays": 90 });
    shell.run("New-AzKeyVaultManagedHsm", new).ok();
    let said = import_without_keys(&shell).ok();
    assert!(said.warnings.iter().any(|it| it.contains("the purge protection")), "{said:#?}");
    let there = tenant.vaults().vault(HSM).unwrap();
    assert!(!there.purge_protection && there.hsm.unwrap().twin.is_none());
    assert!(tenant.unfinished_import().unwrap().is_empty());
}
