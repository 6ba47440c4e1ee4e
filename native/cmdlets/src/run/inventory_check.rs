//! What the parts of an inventory say of each other.

use std::collections::HashSet;

use super::RunResult;
use crate::inventory::Inventory;
use crate::runtime::error::CmdletError;
use ckey_engine::Category;

fn invalid(message: String, fix: &str) -> CmdletError {
    CmdletError::new("InventoryIncomplete", Category::InvalidData, message, fix)
}

/// Refuses an inventory that names what it does not hold.
pub(super) fn check(inventory: &Inventory) -> RunResult {
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

fn names<'a>(all: impl Iterator<Item = &'a String>) -> HashSet<String> {
    all.map(|name| name.to_lowercase()).collect()
}
