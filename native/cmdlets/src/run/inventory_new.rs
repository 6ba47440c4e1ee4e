//! What an import makes, and that nothing keeps it from being made: an import that ended halfway
//! would leave what it has begun to nobody.

use super::RunResult;
use super::inventory_ours::{kind, vault as of_vault};
use super::inventory_state::{State, existing};
use super::inventory_vaults::{id, new_key, with_new};
use super::vault_provider::cloud_of;
use crate::inventory::{Inventory, KeyRow, MailboxRow, PolicyRow};
use crate::runtime::context::Context;
use ckey_engine::{NewPolicy, ResourceGroup, Tenant};
use ckey_vault::{Caller, NewKey, NewVault, VaultErrorKind};

pub(super) fn check(
    context: &mut Context,
    tenant: &Tenant,
    inventory: &Inventory,
    state: &State,
) -> RunResult {
    let caller = context.azure_caller(tenant)?;
    vaults(tenant, inventory, state, &caller)?;
    inventory.keys.iter().try_for_each(|row| key(tenant, row, state, &caller))?;
    policies(tenant, inventory)?;
    let is_new = |row: &&MailboxRow| !state.mailboxes.contains_key(&row.address.to_lowercase());
    let new: Vec<_> =
        inventory.mailboxes.iter().filter(is_new).map(MailboxRow::new_mailbox).collect();
    Ok(tenant.mailboxes().check_new(&new)?)
}

fn vaults(tenant: &Tenant, inventory: &Inventory, state: &State, caller: &Caller) -> RunResult {
    for row in &inventory.vaults {
        if tenant.vaults().vault(&row.name).is_ok() {
            continue;
        }
        ResourceGroup::check_name(&row.group)?;
        let subscription = id(&state.ids, &row.subscription);
        // With what it has at the end, too: it is refused as well then.
        let purge_protection = row.purge_protection;
        with_new(tenant, inventory, (row, caller, subscription), |new| {
            Ok(tenant.vaults().check_new_vault(&NewVault { purge_protection, ..new })?)
        })?;
    }
    Ok(())
}

/// A version of a key in a vault that is there. What is ours gives whoever imports the permissions
/// that this needs first.
fn key(tenant: &Tenant, row: &KeyRow, state: &State, caller: &Caller) -> RunResult {
    let uri = row.uri(cloud_of(tenant))?;
    if tenant.vaults().vault(&row.vault).is_err() || tenant.vaults().inspect_key(&uri).is_ok() {
        return Ok(());
    }
    let (not_before, expires) = (row.not_before, row.expires);
    let new = NewKey { not_before, expires, ..new_key(row) };
    match tenant.vaults().check_new_key(caller, &row.vault, &row.name, &new) {
        Err(error)
            if error.kind == VaultErrorKind::AccessDenied
                && state.ours.has(&of_vault(&row.vault)) =>
        {
            Ok(())
        }
        checked => Ok(checked.map(drop)?),
    }
}

fn policies(tenant: &Tenant, inventory: &Inventory) -> RunResult {
    for row in &inventory.policies {
        if existing(tenant, row)?.is_none() {
            let guid = row.guid.unwrap_or_else(uuid::Uuid::new_v4);
            tenant.policies().check_twin(&new_policy(row), guid)?;
        }
    }
    Ok(())
}

pub(super) fn new_policy(row: &PolicyRow) -> NewPolicy {
    NewPolicy {
        kind: kind(row),
        name: row.name.clone(),
        description: row.description.clone(),
        enabled: row.enabled,
        key_uris: row.keys.iter().map(ToString::to_string).collect(),
    }
}
