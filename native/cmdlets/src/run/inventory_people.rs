//! The people of a twin: each has the object id of the real tenant, by which its vaults say who may
//! do what (rule 8.3.25).

use std::collections::HashMap;

use super::inventory_left::{Difference, Found};
use super::inventory_state::KnownMailbox;
use super::inventory_vaults::principal;
use crate::inventory::{Grant, Inventory, MailboxRow, VaultRow};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use ckey_engine::directory::well_known;
use ckey_engine::{Joining, RealPerson, Recipients, Tenant};

/// Whom an inventory tells by an object id, and what each id comes to in the tenant.
pub(super) struct People(Vec<(RealPerson, Joining)>);

impl People {
    /// Refuses ids that are somebody else's, of people who would be new. Of whom the tenant has a
    /// mailbox already, it is told and nothing more: the rest of an inventory can still come in.
    pub(super) fn of(
        tenant: &Tenant,
        inventory: &Inventory,
        mailboxes: &HashMap<String, KnownMailbox>,
    ) -> Result<Self, CmdletError> {
        let known = |row: &MailboxRow| mailboxes.get(&row.address.to_lowercase());
        let rows = inventory.mailboxes.iter();
        let (rows, people): (Vec<_>, Vec<_>) =
            rows.filter_map(|row| Some((row, person(row, known(row))?))).unzip();
        let joinings = tenant.directory().joinings(&people)?;
        for ((row, person), joining) in rows.into_iter().zip(&people).zip(&joinings) {
            let id = person.id.to_string();
            if let Some(application) = inventory.principals.iter().find(|it| it.object_id == id) {
                return Err(person.refused(&application.app_id).into());
            }
            if let (Joining::Taken(by), None) = (joining, known(row)) {
                return Err(person.refused(by).into());
            }
        }
        Ok(Self(people.into_iter().zip(joinings).collect()))
    }

    /// How many people would get the ids of the real ones.
    pub(super) fn joining(&self) -> usize {
        self.0.iter().filter(|(_, joining)| *joining == Joining::Free).count()
    }

    /// Whose id stays another, whatever the inventory says: stored ids never change.
    pub(super) fn differences(&self, found: &mut Found) {
        for (person, joining) in &self.0 {
            let is = match joining {
                Joining::Is | Joining::Free => continue,
                Joining::Other(id) => id.clone(),
                Joining::Taken(by) => format!("another, as the real one is that of '{by}'"),
            };
            let wanted = match joining {
                Joining::Other(_) => format!("{}, whose permissions are given to it", person.id),
                _ => person.id.to_string(),
            };
            let what = format!("the object id of '{}'", person.name);
            found.push(Difference::new(what, [is, wanted], false, None));
        }
    }

    /// By which ids the tenant knows those whom it knows by others.
    pub(super) fn known_as(&self) -> HashMap<String, String> {
        let other = |(person, joining): &(RealPerson, Joining)| match joining {
            Joining::Other(id) => Some((person.id.to_string(), id.clone())),
            _ => None,
        };
        self.0.iter().filter_map(other).collect()
    }

    /// Gives people their ids, before anything is given to these.
    pub(super) fn join(self, context: &Context, tenant: &Tenant) -> Result<Self, CmdletError> {
        let free = self.0.into_iter().filter(|(_, joining)| !matches!(joining, Joining::Taken(_)));
        let people: Vec<_> = free.map(|(person, _)| person).collect();
        let joinings = tenant.directory().join(&context.account(tenant)?, &people)?;
        Ok(Self(people.into_iter().zip(joinings).collect()))
    }
}

/// The user of a mailbox. One that is there is called as it is called there.
fn person(row: &MailboxRow, known: Option<&KnownMailbox>) -> Option<RealPerson> {
    let id = row.object_id.filter(|_| Recipients::are_people(&row.recipient_type))?;
    let name = known.map_or(&row.user_principal_name, |known| &known.user_principal_name);
    Some(RealPerson { id, name: name.clone(), display_name: row.display_name.clone() })
}

/// What is said of whom vaults to be made name as a person may be called, and nothing else says that
/// it is an application of the service.
pub(super) fn strangers(tenant: &Tenant, inventory: &Inventory) -> Option<String> {
    let new = inventory.vaults.iter().filter(|row| tenant.vaults().vault(&row.name).is_err());
    let told: Vec<_> = new.flat_map(|row| strangers_of(inventory, row)).collect();
    (!told.is_empty()).then(|| {
        format!(
            "Taken for strangers, although they are called as applications of the service (their rows of ServicePrincipals are not in the inventory): {}.",
            told.join(", ")
        )
    })
}

fn strangers_of(inventory: &Inventory, vault: &VaultRow) -> Vec<String> {
    let local = inventory.local_roles.iter().filter(|it| it.hsm.eq_ignore_ascii_case(&vault.name));
    let local = local.map(|told| &told.grant).filter(|grant| grant.role.is_some());
    let is_stranger = |grant: &&Grant| {
        let is_called_so =
            well_known::ALL.iter().any(|it| it.name.eq_ignore_ascii_case(&grant.name));
        let who = principal(grant, inventory).object_id;
        is_called_so && !grant.is_person && well_known::ALL.iter().all(|it| it.object_id != who)
    };
    let found = vault.grants.iter().flatten().chain(local).filter(is_stranger);
    let (noun, name) = (vault.kind().word(), &vault.name);
    found.map(|grant| format!("{} on the {noun} '{name}'", grant.object_id)).collect()
}
