//! Whom the tenant knows: by what its directory holds, and by its recipients. The user of a mailbox
//! or mail user has one id, wherever it is shown (rule 8.3.25).
//!
//! A recipient's user is found by its user principal name alone. Its other names are for whoever
//! manages recipients to choose: what is given to an account would go to another's by them.

use std::collections::BTreeSet;

use ckey_store::model::{DirectoryEntry, DirectoryKind, Mailbox, MailboxQuery, MailboxStatus};
use ckey_store::{Reader, StateExt, name_key};
use ckey_vault::same_id;
use uuid::Uuid;

use super::naming::{is, is_of_a_person, mailbox_of, recipients_of};
use super::resolve::{
    administrator_of, alias_in, canonical_account, derived_guid, entry, is_user_name, made_up_name,
};
use super::{Directory, Known, Recipients, well_known};
use crate::error::{EngineError, Result};

const USER: DirectoryKind = DirectoryKind::User;

/// The user of a recipient.
struct Person {
    entry: DirectoryEntry,
    /// Whether the directory holds it.
    is_stored: bool,
}

/// Every id and name of the people and applications that the directory holds, where they are few:
/// most recipients of a list are none of them, which is seen without a look for each.
#[derive(Default)]
pub(crate) struct Mentioned(Option<BTreeSet<String>>);

impl Mentioned {
    /// More than this are not read for a page.
    const MOST: u32 = 5000;
    /// For fewer recipients than this, a look for each takes less time.
    const MANY: usize = 16;

    pub(crate) fn for_so_many(reader: &mut dyn Reader, recipients: usize) -> Result<Self> {
        if recipients < Self::MANY {
            return Ok(Self::default());
        }
        let kinds = [USER, DirectoryKind::ServicePrincipal];
        let keys = reader.directory_keys(kinds, Self::MOST)?;
        Ok(Self(keys.map(|keys| keys.into_iter().flatten().collect())))
    }

    /// Whether the directory may hold an entry with this name, in whichever domain that is called as
    /// the tenant is, or with one of these ids.
    pub(super) fn may_know(&self, tenant: &str, name: &str, ids: [&str; 2]) -> bool {
        let Some(keys) = &self.0 else { return true };
        let twins = alias_in(tenant, name).map(|alias| name_key(&format!("{alias}@{tenant}")));
        let begins = |twins: String| {
            keys.range(twins.clone()..).next().is_some_and(|key| key.starts_with(&twins))
        };
        keys.contains(&name_key(name))
            || ids.iter().any(|id| keys.contains(*id))
            || twins.is_some_and(begins)
    }
}

/// What the tenant knows by this canonical id or name (rule 8.3.7). A GUID is one principal,
/// whether it was first taken for a person's or an application's.
pub(super) fn find(
    reader: &mut dyn Reader,
    tenant: &str,
    kind: DirectoryKind,
    text: &str,
) -> Result<Option<DirectoryEntry>> {
    let found = reader.directory(kind, text)?;
    match (kind, &found) {
        (USER, Some(person)) => {
            let application = reader.directory(DirectoryKind::ServicePrincipal, &person.id)?;
            Ok(application.or(found))
        }
        (USER, None) => {
            let application = reader.directory(DirectoryKind::ServicePrincipal, text)?;
            match (application, Uuid::try_parse(text)) {
                (None, Ok(guid)) => known_by_recipient(reader, tenant, guid),
                (None, Err(_)) => match same_person(reader, tenant, text)? {
                    None => first_mentioned_by_id(reader, text),
                    person => Ok(person),
                },
                (application, _) => Ok(application),
            }
        }
        (DirectoryKind::ServicePrincipal, None) if Uuid::try_parse(text).is_ok() => {
            Ok(reader.directory(USER, text)?)
        }
        _ => Ok(found),
    }
}

/// The person whose name has the same alias in another domain that is called as the tenant is (rule
/// 8.3.6). The administrator has one name only.
fn same_person(
    reader: &mut dyn Reader,
    tenant: &str,
    text: &str,
) -> Result<Option<DirectoryEntry>> {
    let Some(alias) = alias_in(tenant, text).filter(|_| is_user_name(text)) else {
        return Ok(None);
    };
    let administrator = derived_guid("user", &administrator_of(tenant)).to_string();
    let is_its = |known: &DirectoryEntry| {
        known.id != administrator && alias_in(tenant, &known.name).is_some_and(|own| is(own, alias))
    };
    let candidates = reader.directory_beginning(USER, &format!("{alias}@{tenant}"))?;
    let Some(found) = candidates.into_iter().find(is_its) else { return Ok(None) };
    // Two recipients of one alias there are from before that was refused: each is its own user's.
    let recipients = recipients_of(reader, tenant, text)?;
    let with = |name: &str| recipients.iter().find(|it| is(&it.mailbox.user_principal_name, name));
    let are_two = match (with(text), with(&found.name)) {
        (Some(own), Some(other)) => own.mailbox.guid != other.mailbox.guid,
        _ => false,
    };
    Ok(Some(found).filter(|_| !are_two))
}

/// What is the same of all names of a person, and of no other's: one alias in the domains that are
/// called as the tenant is (rule 8.3.6). The administrator has one name only.
pub(super) fn key_of_person(tenant: &str, name: &str) -> String {
    match alias_in(tenant, name).filter(|_| !is(name, &administrator_of(tenant))) {
        Some(alias) => name_key(&format!("{alias}@{tenant}")),
        None => name_key(name),
    }
}

/// The same of a recipient's user; `None` for one that is nobody's.
pub(crate) fn person_key(tenant: &str, recipient: &Mailbox) -> Option<String> {
    is_of_a_person(recipient).then(|| key_of_person(tenant, &recipient.user_principal_name))
}

/// The person of this name whose id was mentioned before the name was: the entry is called by the
/// id.
fn first_mentioned_by_id(reader: &mut dyn Reader, name: &str) -> Result<Option<DirectoryEntry>> {
    let id = derived_guid("user", name);
    let found = reader.directory(USER, &id.to_string())?.filter(|_| is_user_name(name));
    let found = found.filter(|known| known.name == made_up_name(USER, id));
    Ok(found.map(|known| entry(USER, &known.id, name, name)))
}

/// Whom the directory holds for the recipient with this GUID.
fn known_by_recipient(
    reader: &mut dyn Reader,
    tenant: &str,
    guid: Uuid,
) -> Result<Option<DirectoryEntry>> {
    let Some(recipient) = recipient_with(reader, guid)? else { return Ok(None) };
    let person = of_recipient(reader, tenant, &recipient, &Mentioned::default())?;
    Ok(person.filter(|person| person.is_stored).map(|person| person.entry))
}

/// The entry of a name or GUID that the directory does not know and a recipient does.
pub(super) fn new_person(
    reader: &mut dyn Reader,
    tenant: &str,
    (text, guid): (&str, Option<Uuid>),
) -> Result<Option<DirectoryEntry>> {
    let recipient = match guid {
        Some(guid) => recipient_with(reader, guid)?,
        None => recipient_named(reader, tenant, text)?.map(|found| found.mailbox),
    };
    let Some(recipient) = recipient else { return Ok(None) };
    let person = of_recipient(reader, tenant, &recipient, &Mentioned::default())?;
    // Of another name there may be an entry that is not for this one: the administrator's.
    let person = person.filter(|person| guid.is_some() || !person.is_stored);
    Ok(person.map(|person| person.entry))
}

/// The user of a recipient: whom the directory knows by its user principal name, else who has its
/// GUID as its id. `None` for a recipient that is nobody's, or whose name is another's by now.
fn of_recipient(
    reader: &mut dyn Reader,
    tenant: &str,
    recipient: &Mailbox,
    mentioned: &Mentioned,
) -> Result<Option<Person>> {
    let name = canonical_account(&recipient.user_principal_name);
    if !is_of_a_person(recipient)
        || !is_user_name(&name)
        || (recipient.removed.is_some() && !has_mailbox(reader, tenant, &name, recipient.guid)?)
    {
        return Ok(None);
    }
    let (own, derived) = (recipient.guid.to_string(), derived_guid("user", &name).to_string());
    let is_known = mentioned.may_know(tenant, &name, [&own, &derived]);
    if is_known && let Some(entry) = find(reader, tenant, USER, &name)? {
        return Ok(Some(Person { entry, is_stored: true }));
    }
    let is_free = !is_reserved(tenant, recipient.guid) && (!is_known || is_unknown(reader, &own)?);
    let id = if is_free { own } else { derived };
    let entry = entry(USER, &id, &name, &recipient.display_name);
    Ok(Some(Person { entry, is_stored: false }))
}

fn has_mailbox(reader: &mut dyn Reader, tenant: &str, name: &str, guid: Uuid) -> Result<bool> {
    Ok(mailbox_of(reader, tenant, name)?.is_some_and(|own| own.mailbox.guid == guid))
}

/// Whether an id is the administrator's or one of the service's applications', also where the
/// directory does not hold them.
fn is_reserved(tenant: &str, id: Uuid) -> bool {
    let text = id.to_string();
    let mut of_the_service =
        well_known::ALL.iter().flat_map(|known| [known.object_id, known.app_id]);
    id == derived_guid("user", &administrator_of(tenant))
        || of_the_service.any(|known| known.eq_ignore_ascii_case(&text))
}

fn is_unknown(reader: &mut dyn Reader, id: &str) -> Result<bool> {
    Ok(reader.directory(USER, id)?.is_none()
        && reader.directory(DirectoryKind::ServicePrincipal, id)?.is_none())
}

/// The recipient that has this GUID, in use or removed.
pub(super) fn recipient_with(reader: &mut dyn Reader, guid: Uuid) -> Result<Option<Mailbox>> {
    let text = guid.to_string();
    let mut all = reader.mailboxes_by_identity(&text)?;
    all.extend(reader.removed_mailboxes_by_identity(&text)?);
    Ok(all.into_iter().map(|found| found.mailbox).find(|found| found.guid == guid))
}

/// The recipient whose user has this name: by its user principal name, in any domain that is called
/// as the tenant is (rule 8.3.6).
fn recipient_named(
    reader: &mut dyn Reader,
    tenant: &str,
    text: &str,
) -> Result<Option<MailboxStatus>> {
    let in_use = reader.mailboxes_by_identity(text)?;
    let is_exactly = |found: &MailboxStatus| is(&found.mailbox.user_principal_name, text);
    if let Some(found) = in_use.into_iter().find(is_exactly) {
        return Ok(Some(found).filter(|found| is_of_a_person(&found.mailbox)));
    }
    if let Some(found) = recipients_of(reader, tenant, text)?.into_iter().next() {
        return Ok(Some(found));
    }
    let Some(found) = mailbox_of(reader, tenant, text)? else { return Ok(None) };
    let name = canonical_account(&found.mailbox.user_principal_name);
    let alias = |name| alias_in(tenant, name).map(name_key);
    let is_same = is(&name, text) || alias(text).is_some_and(|of| alias(&name) == Some(of));
    let is_its = is_of_a_person(&found.mailbox)
        && is_same
        && has_mailbox(reader, tenant, &name, found.mailbox.guid)?;
    Ok(is_its.then_some(found))
}

/// The id in the directory of a recipient's user; the recipient's own where it is nobody's.
pub(crate) fn directory_id(
    reader: &mut dyn Reader,
    tenant: &str,
    recipient: &Mailbox,
    mentioned: &Mentioned,
) -> Result<String> {
    let person = of_recipient(reader, tenant, recipient, mentioned)?;
    Ok(person.map_or_else(|| recipient.guid.to_string(), |person| person.entry.id))
}

/// The recipient in use of the person whom the directory holds by this id. An id that is a
/// recipient's own names no other, so that nothing is done to a mailbox in place of a removed one.
pub(super) fn recipient_of(
    reader: &mut dyn Reader,
    tenant: &str,
    id: Uuid,
) -> Result<Option<MailboxStatus>> {
    if recipient_with(reader, id)?.is_some() {
        return Ok(None);
    }
    let Some(person) = reader.directory(USER, &id.to_string())? else { return Ok(None) };
    let Some(found) = recipient_named(reader, tenant, &person.name)? else { return Ok(None) };
    let is_its = found.mailbox.removed.is_none()
        && same_id(
            &directory_id(reader, tenant, &found.mailbox, &Mentioned::default())?,
            &person.id,
        );
    Ok(is_its.then_some(found))
}

impl Directory<'_> {
    /// A known person as it is shown: with the address of its mailbox, and with the display name of
    /// that where the directory has none.
    ///
    /// # Errors
    /// Those of the store.
    pub fn shown(&self, mut known: Known) -> Result<Known> {
        let found = self
            .ground
            .state()
            .view(|reader| recipient_named(reader, self.ground.name(), &known.name))?;
        if let Some(found) = found.filter(|found| found.mailbox.removed.is_none()) {
            if is(&known.display_name, &known.name) {
                known.display_name = found.mailbox.display_name;
            }
            known.mail = Some(found.mailbox.smtp_address);
        }
        Ok(known)
    }

    /// The user of the recipient in use with this address.
    ///
    /// # Errors
    /// Those of the store.
    pub fn person_by_mail(&self, address: &str) -> Result<Option<Known>> {
        self.ground.sync()?;
        let address = canonical_account(address);
        self.ground.state().view(|reader| {
            let found = reader.mailboxes_by_identity(&address)?;
            let mut recipients = found.into_iter().map(|found| found.mailbox);
            let Some(of) = recipients.find(|of| is(&of.smtp_address, &address)) else {
                return Ok(None);
            };
            let person = of_recipient(reader, self.ground.name(), &of, &Mentioned::default())?;
            Ok(person.map(|person| Known::from(person.entry)))
        })
    }

    /// Of the next recipients the users that [`Directory::users`] does not list, at most 1000; and
    /// after which recipient to go on, until there is none. Only those of whom a name begins as is
    /// said, where something is.
    ///
    /// # Errors
    /// Those of the store.
    pub fn users_of_recipients(
        &self,
        begins_with: Option<&str>,
        (after, limit): (i64, u32),
    ) -> Result<(Vec<Known>, Option<i64>)> {
        self.ground.sync()?;
        let query = MailboxQuery {
            recipient_types: Recipients::PEOPLE.map(str::to_owned).to_vec(),
            begins_with: begins_with.map(str::to_owned),
            after,
            limit,
            ..MailboxQuery::default()
        };
        self.ground.state().view(|reader| {
            let page = reader.mailboxes(&query)?;
            let next = page.last().map(|last| last.mailbox.no);
            let mentioned = Mentioned::for_so_many(reader, page.len())?;
            let mut people = Vec::with_capacity(page.len());
            for MailboxStatus { mailbox, .. } in page {
                let person = of_recipient(reader, self.ground.name(), &mailbox, &mentioned)?;
                let Some(Person { entry, is_stored }) = person else { continue };
                let is_listed = is_stored && reader.directory(USER, &entry.name)?.is_some();
                if entry.kind == USER && !is_listed {
                    let mail = Some(mailbox.smtp_address);
                    people.push(Known { mail, ..Known::from(entry) });
                }
            }
            Ok::<_, EngineError>((people, next))
        })
    }
}
