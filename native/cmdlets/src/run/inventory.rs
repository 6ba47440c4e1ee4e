//! The twin of a real tenant, from what that says of itself. All is read and looked at before the
//! first change. What is there already stays, so a call that was ended is ended by the next one.

use std::collections::HashSet;

use super::{PlanResult, RunResult};
use crate::generated::customer_key::ImportCustomerKeyInventory;
use crate::inventory::{Inventory, PolicyRow};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::view;
use ckey_base::counted;
use ckey_engine::{Category, MailboxQuery, NewMailbox, PolicyKind, Tenant};

/// Mailboxes that are made in one change.
const BATCH: usize = 1000;

impl Change for ImportCustomerKeyInventory {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let mut passed = Vec::new();
        let mut files = Vec::new();
        for path in &self.path {
            files.extend(super::files::expanded(&context.path(path), &mut passed)?);
        }
        let mut inventory = Inventory::default();
        for file in &files {
            context.check()?;
            inventory.read(file)?;
        }
        check(&inventory)?;
        let mut effects = Effects::default();
        for (count, one, many) in [
            (inventory.vaults.len(), "vault", "vaults"),
            (inventory.keys.len(), "key version", "key versions"),
            (inventory.policies.len(), "policy", "policies"),
            (inventory.mailboxes.len(), "mailbox", "mailboxes"),
        ] {
            if count > 0 {
                effects.add(format!("{} would be there as twins.", counted(count, one, many)));
            }
        }
        Ok(Plan::new(effects, move |context| {
            super::inventory_vaults::make(context, &tenant, &inventory)?;
            policies(context, &tenant, &inventory)?;
            mailboxes(context, &tenant, &inventory)?;
            super::inventory_vaults::finish(context, &tenant, &inventory)?;
            let told = "The twin is made; its keys are its own. What the checks find of it:";
            context.information(told)?;
            found(context, &tenant)
        }))
    }
}

/// The checks of the twin.
fn found(context: &mut Context, tenant: &Tenant) -> RunResult {
    for (policy, checks) in tenant.policies().test_all(context.cancel())? {
        for check in checks {
            context.send(&view::policy_check(&policy, &check))?;
        }
    }
    Ok(())
}

fn invalid(message: String, fix: &str) -> CmdletError {
    CmdletError::new("InventoryIncomplete", Category::InvalidData, message, fix)
}

/// What the parts say of each other.
fn check(inventory: &Inventory) -> RunResult {
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

const fn kind(policy: &PolicyRow) -> PolicyKind {
    if policy.is_of_workloads { PolicyKind::MultiWorkload } else { PolicyKind::Mailbox }
}

fn policies(context: &mut Context, tenant: &Tenant, inventory: &Inventory) -> RunResult {
    let (actor, cancel) = (context.exchange_actor(tenant)?, context.cancel().clone());
    for row in &inventory.policies {
        context.check()?;
        if tenant.policies().list(kind(row))?.iter().any(|it| same(&it.name, &row.name)) {
            continue;
        }
        let new = ckey_engine::NewPolicy {
            kind: kind(row),
            name: row.name.clone(),
            description: row.description.clone(),
            enabled: row.enabled,
            key_uris: row.keys.iter().map(ToString::to_string).collect(),
        };
        let guid = row.guid.unwrap_or_else(uuid::Uuid::new_v4);
        tenant.policies().create_twin(&actor, &new, guid, &cancel)?;
    }
    let workloads = inventory.policies.iter().filter(|policy| policy.is_of_workloads);
    let assigned = inventory.assigned.as_ref();
    let named = workloads
        .map(|policy| &policy.name)
        .find(|name| assigned.is_some_and(|assigned| same(assigned, name)));
    if let Some(name) = named {
        tenant.policies().assign(&actor, Some(name), &cancel)?;
    }
    Ok(())
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn mailboxes(context: &mut Context, tenant: &Tenant, inventory: &Inventory) -> RunResult {
    const MAKING: &str = "Making mailboxes";
    let (actor, cancel) = (context.exchange_actor(tenant)?, context.cancel().clone());
    let known = known_addresses(tenant)?;
    let new: Vec<_> = inventory
        .mailboxes
        .iter()
        .filter(|row| !known.contains(&row.address.to_lowercase()))
        .collect();
    let mut made = 0_usize;
    for batch in new.chunks(BATCH) {
        context.check()?;
        let rows: Vec<_> = batch
            .iter()
            .map(|row| NewMailbox {
                name: row.name.clone(),
                alias: row.alias.clone(),
                user_principal_name: row.user_principal_name.clone(),
                smtp_address: row.address.clone(),
                display_name: row.display_name.clone(),
                recipient_type: row.recipient_type.clone(),
                guid: row.guid,
            })
            .collect();
        tenant.mailboxes().create(&actor, &rows, &cancel)?;
        made = made.saturating_add(batch.len());
        let percent = made.saturating_mul(100).checked_div(new.len()).unwrap_or(100);
        context.progress(
            MAKING,
            &format!("{made} of {}", new.len()),
            percent.try_into().unwrap_or(100),
        )?;
    }
    for row in &inventory.mailboxes {
        if let Some(policy) = &row.policy {
            context.check()?;
            tenant.mailboxes().set_policy(&actor, &row.address, Some(policy))?;
        }
    }
    context.progress_done(MAKING)
}

fn known_addresses(tenant: &Tenant) -> Result<HashSet<String>, CmdletError> {
    let (mut found, mut query) =
        (HashSet::new(), MailboxQuery { limit: 1000, ..MailboxQuery::default() });
    loop {
        let page = tenant.mailboxes().page(&query)?;
        let Some(last) = page.last() else { return Ok(found) };
        query.after = last.no;
        found.extend(page.iter().map(|mailbox| mailbox.smtp_address.to_lowercase()));
    }
}
