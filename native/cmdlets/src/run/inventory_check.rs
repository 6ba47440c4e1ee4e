//! What the parts of an inventory say of each other.

use std::collections::HashSet;

use super::RunResult;
use super::inventory_hsms;
use super::vault_provider::cloud_of;
use crate::inventory::{Inventory, VaultRow};
use crate::runtime::error::CmdletError;
use ckey_engine::{Category, Tenant};
use ckey_vault::{Cloud, KeyUri, VaultKind};

fn invalid(message: String, fix: &str) -> CmdletError {
    CmdletError::new("InventoryIncomplete", Category::InvalidData, message, fix)
}

/// Refuses an inventory that names what it does not hold.
pub(super) fn check(tenant: &Tenant, inventory: &Inventory) -> RunResult {
    is_of_the_cloud(cloud_of(tenant), inventory)?;
    inventory.vaults.iter().try_for_each(|vault| has_the_kind(tenant, vault))?;
    inventory_hsms::check_mode(tenant, inventory)?;
    keys_have_vaults(inventory)?;
    local_roles_have_hsms(inventory)?;
    for policy in &inventory.policies {
        for uri in &policy.keys {
            let is_it = |key: &&crate::inventory::KeyRow| {
                key.kind == uri.kind()
                    && key.vault.eq_ignore_ascii_case(uri.vault())
                    && key.name.eq_ignore_ascii_case(uri.key())
                    && uri.version().is_none_or(|version| version == key.version)
            };
            if !inventory.keys.iter().any(|key| is_it(&key)) {
                return Err(invalid(
                    format!(
                        "The key '{uri}' of the policy '{}' is not in the inventory.",
                        policy.name
                    ),
                    "Add it, as Get-AzKeyVaultKey shows it with -IncludeVersions. Nothing was imported.",
                ));
            }
        }
    }
    let own = inventory.policies.iter().filter(|policy| !policy.is_of_workloads);
    let own = names(own.map(|policy| &policy.name));
    let mut addresses = HashSet::new();
    for mailbox in &inventory.mailboxes {
        if !addresses.insert(mailbox.address.to_lowercase()) {
            return Err(invalid(
                format!("The address '{}' is in the inventory twice.", mailbox.address),
                "Leave one of them out. Nothing was imported.",
            ));
        }
        if let Some(policy) = mailbox.policy.as_ref().filter(|it| !own.contains(&it.to_lowercase()))
        {
            return Err(invalid(
                format!(
                    "The policy '{policy}' of the mailbox '{}' is not in the inventory.",
                    mailbox.name
                ),
                "Add it: Get-DataEncryptionPolicy shows what is wanted. Nothing was imported.",
            ));
        }
    }
    Ok(())
}

/// One folder has one vault of a name, of whichever kind.
fn has_the_kind(tenant: &Tenant, vault: &VaultRow) -> RunResult {
    let (name, kind) = (&vault.name, vault.kind());
    if tenant.vaults().check_kind(name, kind).is_ok() {
        return Ok(());
    }
    Err(invalid(
        format!("'{name}' names a {} in the inventory and none in this tenant.", kind.noun()),
        "Make the twin in a new tenant: New-CustomerKeyTenant -Path FOLDER. Nothing was imported.",
    ))
}

fn keys_have_vaults(inventory: &Inventory) -> RunResult {
    for key in &inventory.keys {
        let (noun, cmdlet) = (key.kind.noun(), key.kind.lister());
        let is_its = |vault: &&VaultRow| {
            vault.kind() == key.kind && vault.name.eq_ignore_ascii_case(&key.vault)
        };
        let Some(vault) = inventory.vaults.iter().find(is_its) else {
            let (vault, name) = (&key.vault, &key.name);
            return Err(invalid(
                format!("The {noun} '{vault}' of the key '{name}' is not in the inventory."),
                &format!("Add it: {cmdlet} shows what is wanted. Nothing was imported."),
            ));
        };
        let refused = match &vault.hsm {
            Some(hsm) if !hsm.is_active => "is not activated, so that it has no keys".to_owned(),
            Some(_) if !key.key_type.is_rsa() => {
                format!("has keys of RSA alone in a twin, none of {}", key.key_type)
            }
            _ => continue,
        };
        return Err(invalid(
            format!("The {noun} '{}' of the key '{}' {refused}.", key.vault, key.name),
            "Leave the key out: no root key is so. Nothing was imported.",
        ));
    }
    Ok(())
}

fn local_roles_have_hsms(inventory: &Inventory) -> RunResult {
    let hsms = inventory.vaults.iter().filter(|vault| vault.kind() == VaultKind::ManagedHsm);
    let hsms = names(hsms.map(|hsm| &hsm.name));
    let mut roles = inventory.local_roles.iter();
    let Some(lost) = roles.find(|role| !hsms.contains(&role.hsm.to_lowercase())) else {
        return Ok(());
    };
    Err(invalid(
        format!(
            "The managed HSM '{}' of the role '{}' is not in the inventory.",
            lost.hsm, lost.called
        ),
        "Add it: Get-AzKeyVaultManagedHsm shows what is wanted. Nothing was imported.",
    ))
}

/// Refuses what is in another cloud than the tenant: the twin of a vault has its host too.
fn is_of_the_cloud(cloud: Cloud, inventory: &Inventory) -> RunResult {
    let of_region = |vault: &VaultRow| {
        let is_other = !cloud.has_region(&vault.location);
        let noun = vault.kind().noun();
        is_other.then(|| format!("The {noun} '{}' is in '{}'", vault.name, vault.location))
    };
    let of_key = |uri: &KeyUri| {
        let is_other = uri.cloud().is_none_or(|(other, _)| other != cloud);
        is_other.then(|| format!("The key '{uri}' is in another cloud"))
    };
    let keys = inventory.policies.iter().flat_map(|policy| &policy.keys);
    let found = keys.filter_map(of_key).chain(inventory.vaults.iter().filter_map(of_region)).next();
    let Some(found) = found else { return Ok(()) };
    Err(invalid(
        format!("{found}, and the vaults of this tenant are in the cloud {cloud}."),
        "Make the twin in a tenant of the real one's cloud: New-CustomerKeyTenant -Path FOLDER -Environment AzureUSGovernment. Nothing was imported.",
    ))
}

fn names<'a>(all: impl Iterator<Item = &'a String>) -> HashSet<String> {
    all.map(|name| name.to_lowercase()).collect()
}
