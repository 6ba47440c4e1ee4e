//! People whom another directory knows by an object id. In the twin of a tenant they have that id
//! too (rule 8.3.25), so that what a vault gives to it is theirs. Stored ids never change here: an
//! entry that an id alone was mentioned of gets the name, and nothing else is taken from anybody.

use std::collections::HashMap;

use ckey_store::model::{DirectoryEntry, DirectoryKind};
use ckey_store::{Reader, StateExt};
use ckey_vault::same_id;
use serde_json::json;
use uuid::Uuid;

use super::people::{Mentioned, find, key_of_person, recipient_with};
use super::resolve::{administrator_of, canonical_account, derived_guid, entry, made_up_name};
use super::{Account, Directory, Known, well_known};
use crate::error::{Category, EngineError, Result};
use crate::record::AuditEvent;

const USER: DirectoryKind = DirectoryKind::User;
/// People that are judged, or stored, in one step.
const BATCH: usize = 1000;

/// A person as another directory knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RealPerson {
    /// The object id there.
    pub id: Uuid,
    /// The user principal name.
    pub name: String,
    /// The name they are shown by; the user principal name where empty.
    pub display_name: String,
}

/// What an id of another directory comes to in this tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joining {
    /// The person has it.
    Is,
    /// It is to be had: nobody has it, or nothing but the id itself was ever mentioned.
    Free,
    /// The tenant knows the person by this id, which stays.
    Other(String),
    /// It is somebody else's, who is called so.
    Taken(String),
}

impl RealPerson {
    fn entry(&self) -> DirectoryEntry {
        let name = canonical_account(&self.name);
        let shown = if self.display_name.is_empty() { &name } else { &self.display_name };
        entry(USER, &self.id.to_string(), &name, shown)
    }

    /// That this person's id is somebody else's in the tenant.
    #[must_use]
    pub fn refused(&self, by: &str) -> EngineError {
        let (id, name) = (self.id, &self.name);
        EngineError::new(
            "ObjectIdTaken",
            Category::ResourceExists,
            format!("The object id '{id}' of '{name}' is that of '{by}' in this tenant."),
            "Leave the id out, or make the twin in a new tenant: New-CustomerKeyTenant -Path FOLDER.",
        )
        .about(name.as_str())
    }
}

impl Directory<'_> {
    /// What the ids of these people come to, one after the other.
    ///
    /// # Errors
    /// Those of the store.
    pub fn joinings(&self, people: &[RealPerson]) -> Result<Vec<Joining>> {
        self.ground.sync()?;
        let tenant = self.ground.name();
        self.ground.state().view(|reader| judged(reader, tenant, people))
    }

    /// Gives people the ids that another directory knows them by, where these are to be had, and
    /// says what each came to. An account that is no owner joins no ids: what is given to the one
    /// would be another's.
    ///
    /// # Errors
    /// As [`Directory::check_owner`]; `ObjectIdTaken`, `TenantReadOnly`; those of the store.
    pub fn join(&self, account: &Account, people: &[RealPerson]) -> Result<Vec<Joining>> {
        self.check_owner(account, "Telling by which ids people are known")?;
        self.ground.must_be_writable()?;
        self.ground.sync()?;
        let batches = people.chunks(BATCH).map(|batch| self.join_batch(account, batch));
        Ok(batches.collect::<Result<Vec<_>>>()?.concat())
    }

    fn join_batch(&self, account: &Account, people: &[RealPerson]) -> Result<Vec<Joining>> {
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            // Judged under the write lock: somebody may have been mentioned meanwhile.
            let joinings = judged(writer, self.ground.name(), people)?;
            let mut joined = Vec::new();
            for (person, joining) in people.iter().zip(&joinings) {
                match joining {
                    Joining::Taken(by) => return Err(person.refused(by)),
                    Joining::Free => {
                        writer.put_directory(&person.entry())?;
                        joined.push(person);
                    }
                    Joining::Is | Joining::Other(_) => {}
                }
            }
            let Some(first) = joined.first() else { return Ok(joinings) };
            let of: Vec<_> =
                joined.iter().map(|it| json!({ "id": it.id, "name": it.name })).collect();
            let details = json!({ "count": joined.len(), "people": of });
            let event =
                AuditEvent::new("Join ids", "Tenant", &account.name, first.name.as_str(), details);
            self.ground.chain().append(writer, now, &event)?;
            Ok(joinings)
        })
    }
}

/// Each person after those before it: they count as if they were stored.
fn judged(reader: &mut dyn Reader, tenant: &str, people: &[RealPerson]) -> Result<Vec<Joining>> {
    let mentioned = Mentioned::for_so_many(reader, people.len())?;
    let (mut names, mut ids) = (HashMap::new(), HashMap::new());
    let mut joinings = Vec::with_capacity(people.len());
    for person in people {
        let key = key_of_person(tenant, &canonical_account(&person.name));
        let joining = match (ids.get(&person.id), names.get(&key)) {
            (Some((other, name)), _) if *other != key => Joining::Taken(String::clone(name)),
            (_, Some(id)) if *id != person.id => Joining::Other(Uuid::to_string(id)),
            (Some(_), Some(_)) => Joining::Is,
            _ => joining(reader, tenant, person, &mentioned)?,
        };
        if joining == Joining::Free {
            names.insert(key.clone(), person.id);
            ids.insert(person.id, (key, person.name.clone()));
        }
        joinings.push(joining);
    }
    Ok(joinings)
}

fn joining(
    reader: &mut dyn Reader,
    tenant: &str,
    person: &RealPerson,
    mentioned: &Mentioned,
) -> Result<Joining> {
    let (id, name) = (person.id.to_string(), canonical_account(&person.name));
    let derived = derived_guid("user", &name).to_string();
    let may_be_known = mentioned.may_know(tenant, &name, [&id, &derived]);
    let known = if may_be_known { find(reader, tenant, USER, &name)? } else { None };
    if known.as_ref().is_some_and(|known| known.kind == USER && same_id(&known.id, &id)) {
        return Ok(Joining::Is);
    }
    let other = match of_the_service(tenant, &id) {
        None if may_be_known => of_the_directory(reader, person.id)?,
        other => other,
    };
    let other = match other {
        None => of_a_recipient(reader, tenant, person.id, &name)?,
        other => other,
    };
    let or_free = known.map_or(Joining::Free, |known| Joining::Other(known.id));
    Ok(other.map_or(or_free, Joining::Taken))
}

/// Whose an id is that every tenant knows, also where its directory holds no entry of it.
fn of_the_service(tenant: &str, id: &str) -> Option<String> {
    let administrator = administrator_of(tenant);
    if same_id(&derived_guid("user", &administrator).to_string(), id) {
        return Some(administrator);
    }
    let is_its = |known: &&well_known::Application| {
        same_id(known.object_id, id) || same_id(known.app_id, id)
    };
    well_known::ALL.iter().find(is_its).map(|known| known.name.to_owned())
}

/// Whose an id is in the directory; nobody's where it alone was mentioned.
fn of_the_directory(reader: &mut dyn Reader, id: Uuid) -> Result<Option<String>> {
    let text = id.to_string();
    if let Some(application) = reader.directory(DirectoryKind::ServicePrincipal, &text)? {
        return Ok(Some(Known::from(application).display_name));
    }
    let person = reader.directory(USER, &text)?.filter(|it| it.name != made_up_name(USER, id));
    Ok(person.map(|person| person.name))
}

/// Which other recipient's own GUID an id is: it names that one's user (rule 8.3.25).
fn of_a_recipient(
    reader: &mut dyn Reader,
    tenant: &str,
    id: Uuid,
    name: &str,
) -> Result<Option<String>> {
    let key = |name: &str| key_of_person(tenant, &canonical_account(name));
    let found = recipient_with(reader, id)?.map(|recipient| recipient.user_principal_name);
    Ok(found.filter(|found| key(found) != key(name)))
}
