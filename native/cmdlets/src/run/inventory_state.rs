//! What a tenant has of an inventory before anything is made.

use std::collections::HashMap;

use super::inventory_ours::{Ours, kind, vault as of_vault};
use super::inventory_people::{People, strangers};
use super::inventory_vaults::Ids;
use super::vault_provider::cloud_of;
use crate::inventory::{Inventory, KeyRow, MailboxRow, PolicyRow};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::Effects;
use ckey_base::counted;
use ckey_engine::{MailboxQuery, PolicyView, Tenant};

/// What is there before anything is made.
pub(super) struct State {
    pub(super) ids: Ids,
    pub(super) ours: Ours,
    /// Mailboxes by address in small letters.
    pub(super) mailboxes: HashMap<String, KnownMailbox>,
    pub(super) people: People,
}

/// What a mailbox is that is there.
pub(super) struct KnownMailbox {
    pub(super) user_principal_name: String,
    pub(super) policy: Option<String>,
}

impl State {
    pub(super) fn of(
        context: &mut Context,
        tenant: &Tenant,
        inventory: &Inventory,
    ) -> Result<Self, CmdletError> {
        let ours = Ours::of(tenant)?;
        let ids = super::inventory_vaults::ids(context, tenant, inventory, None)?;
        let mailboxes = known_mailboxes(tenant)?;
        let people = People::of(tenant, inventory, &mailboxes)?;
        Ok(Self { ids, ours, mailboxes, people })
    }

    /// What would be made, in numbers.
    pub(super) fn new_things(
        &self,
        tenant: &Tenant,
        inventory: &Inventory,
    ) -> Result<Effects, CmdletError> {
        let vaults = inventory.vaults.iter();
        let (known, new): (Vec<_>, Vec<_>) =
            vaults.partition(|vault| tenant.vaults().vault(&vault.name).is_ok());
        let (hsms, new): (Vec<_>, Vec<_>) = new.into_iter().partition(|new| new.hsm.is_some());
        let is_new = |key: &&KeyRow| {
            let uri = key.uri(cloud_of(tenant));
            uri.is_ok_and(|uri| tenant.vaults().inspect_key(&uri).is_err())
        };
        let mut policies = 0;
        for row in &inventory.policies {
            policies = usize::from(existing(tenant, row)?.is_none()).saturating_add(policies);
        }
        let people = inventory.mailboxes.iter();
        let is_unknown =
            |row: &&MailboxRow| !self.mailboxes.contains_key(&row.address.to_lowercase());
        let mut effects = Effects::default();
        for (count, one, many) in [
            (new.len(), "vault", "vaults"),
            (hsms.len(), "managed HSM", "managed HSMs"),
            (inventory.keys.iter().filter(is_new).count(), "key version", "key versions"),
            (policies, "policy", "policies"),
            (people.filter(is_unknown).count(), "mailbox", "mailboxes"),
        ] {
            if count > 0 {
                effects.add(format!("{} would be there as twins.", counted(count, one, many)));
            }
        }
        if self.people.joining() > 0 {
            let people = counted(self.people.joining(), "person", "people");
            effects.add(format!("{people} would have the object ids of the real tenant."));
        }
        let hsms = super::inventory_hsms::warning(tenant, inventory);
        for said in [hsms, strangers(tenant, inventory)].into_iter().flatten() {
            effects.add(said);
        }
        let begun = known.iter().filter(|vault| self.ours.has(&of_vault(&vault.name))).count();
        if begun > 0 {
            let begun = counted(begun, "vault", "vaults");
            effects.add(format!("{begun} of an import that was not ended would be finished."));
        }
        if effects == Effects::default() {
            effects = Effects::none("All that the inventory names is there.");
        }
        Ok(effects)
    }
}

/// The policy of this name that the tenant has.
pub(super) fn existing(
    tenant: &Tenant,
    row: &PolicyRow,
) -> Result<Option<PolicyView>, CmdletError> {
    let all = tenant.policies().list(kind(row))?;
    Ok(all.into_iter().find(|policy| same(&policy.name, &row.name)))
}

/// The policy for all workloads that the inventory says is assigned.
pub(super) fn assigned(inventory: &Inventory) -> Option<&PolicyRow> {
    let name = inventory.assigned.as_ref()?;
    inventory.policies.iter().find(|row| row.is_of_workloads && same(name, &row.name))
}

pub(super) fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

pub(super) fn known_mailboxes(
    tenant: &Tenant,
) -> Result<HashMap<String, KnownMailbox>, CmdletError> {
    let (mut found, mut query) =
        (HashMap::new(), MailboxQuery { limit: 1000, ..MailboxQuery::default() });
    loop {
        let page = tenant.mailboxes().page(&query)?;
        let Some(last) = page.last() else { return Ok(found) };
        query.after = last.no;
        found.extend(page.into_iter().map(|view| {
            let user_principal_name = view.user_principal_name.clone();
            let known = KnownMailbox { user_principal_name, policy: view.policy.clone() };
            (view.smtp_address.to_lowercase(), known)
        }));
    }
}
