//! What the parts of an inventory say of each other.

use std::collections::HashSet;

use super::RunResult;
use super::vault_provider::cloud_of;
use crate::inventory::{Inventory, VaultRow};
use crate::runtime::error::CmdletError;
use ckey_engine::{Category, Tenant};
use ckey_vault::{Cloud, KeyUri};

fn invalid(message: String, fix: &str) -> CmdletError {
    CmdletError::new("InventoryIncomplete", Category::InvalidData, message, fix)
}

/// Refuses an inventory that names what it does not hold.
pub(super) fn check(tenant: &Tenant, inventory: &Inventory) -> RunResult {
    is_of_the_cloud(cloud_of(tenant), inventory)?;
    let vaults: HashSet<String> = names(inventory.vaults.iter().map(|vault| &vault.name));
    for key in &inventory.keys {
        if !vaults.contains(&key.vault.to_lowercase()) {
            return Err(invalid(
                format!(
                    "The vault '{}' of the key '{}' is not in the inventory.",
                    key.vault, key.name
                ),
                "Add it: Get-AzKeyVault -VaultName shows what is wanted. Nothing was imported.",
            ));
        }
    }
    for policy in &inventory.policies {
        for uri in &policy.keys {
            let is_it = |key: &&crate::inventory::KeyRow| {
                key.vault.eq_ignore_ascii_case(uri.vault())
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

/// Refuses what is in another cloud than the tenant: the twin of a vault has its host too.
fn is_of_the_cloud(cloud: Cloud, inventory: &Inventory) -> RunResult {
    let of_region = |vault: &VaultRow| {
        let is_other = !cloud.has_region(&vault.location);
        is_other.then(|| format!("The vault '{}' is in '{}'", vault.name, vault.location))
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
