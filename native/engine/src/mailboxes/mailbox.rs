//! Mailboxes and mail users: making them, finding them, the policy they carry.

use std::collections::HashMap;
use std::ops::Deref;

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_store::model::{Mailbox, MailboxQuery, MailboxStatus, Policy, PolicyKind, ScopeKind};
use ckey_store::protocol::Place;
use ckey_store::{Reader, StateExt, StoreErrorKind, name_key};
use serde_json::json;
use uuid::Uuid;

use super::Mailboxes;
use crate::directory::{
    Directory, MAIL_USER, Mentioned, Recipients, USER_MAILBOX, canonical_account, directory_id,
    escape, is_user_name,
};
use crate::error::{Category, EngineError, Result};
use crate::ground::Access;
use crate::hierarchy::Hierarchy;
use crate::policies::Policies;
use crate::protection::above;
use crate::queue::ensure_scope_job;
use crate::record::{Actor, AuditEvent};

/// A mailbox to be made.
#[derive(Debug, Clone, Default)]
pub struct NewMailbox {
    /// 1 to 64 characters, unique.
    pub name: String,
    /// 1 to 64 characters without blanks, unique; the name without blanks where empty.
    pub alias: String,
    /// Unique; `alias@<tenant>.onmicrosoft.com` where empty.
    pub user_principal_name: String,
    /// The user principal name where empty.
    pub smtp_address: String,
    /// The name where empty.
    pub display_name: String,
    /// One of [`ACCOUNT_MAILBOXES`](crate::ACCOUNT_MAILBOXES), `GroupMailbox`,
    /// `PublicFolderMailbox` or `MailUser`; `UserMailbox` where empty.
    pub recipient_type: String,
    /// That of the mailbox whose twin it is; a new one where absent.
    pub guid: Option<Uuid>,
}

/// A mailbox as it is shown: its row, which is read through it, and what follows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxView {
    row: Mailbox,
    /// The id of its user in the directory; its own GUID where it is nobody's (rule 8.3.25).
    pub directory_id: String,
    /// Its name in the directory.
    pub distinguished_name: String,
    /// The mailbox policy it carries, by name.
    pub policy: Option<String>,
    /// The mailbox policy it carries, by GUID.
    pub policy_guid: Option<Uuid>,
    /// Whether a policy of the customer protects its data now, not only is to (rules 4.2.3.1 and
    /// 4.2.3.2).
    pub is_encrypted: bool,
    /// The generation of the policy key that wraps its key now (rule 4.2.3).
    pub data_encryption_policy_id: Option<Uuid>,
    /// Whether its key is not yet where precedence and the last refresh want it.
    pub rewrap_pending: bool,
    /// The policy that protects it now, by name.
    pub protected_by: String,
    /// Number of items.
    pub items: u64,
    /// Their plaintext size in bytes.
    pub bytes: u64,
}

impl Deref for MailboxView {
    type Target = Mailbox;

    fn deref(&self) -> &Mailbox {
        &self.row
    }
}

fn check_text(what: &str, text: &str, allow_blank: bool) -> Result<()> {
    let length = text.chars().count();
    if length == 0
        || length > 256
        || text.chars().any(char::is_control)
        || (!allow_blank && text.chars().any(char::is_whitespace))
    {
        return Err(EngineError::invalid(
            "MailboxNameInvalid",
            text,
            format!("'{text}' cannot be the {what} of a recipient."),
            format!(
                "Give 1 to 256 characters{}.",
                if allow_blank { "" } else { " without blanks" }
            ),
        ));
    }
    Ok(())
}

/// A recipient's distinguished name.
fn recipient_name(name: &str, domain: &str) -> String {
    format!(
        "CN={},OU={domain},OU=Microsoft Exchange Hosted Organizations,DC=customer-key,DC=local",
        escape(name)
    )
}

fn check_address(what: &str, text: &str) -> Result<()> {
    check_text(what, text, false)?;
    if is_user_name(text) {
        return Ok(());
    }
    Err(EngineError::invalid(
        "MailboxAddressInvalid",
        text,
        format!("'{text}' cannot be the {what} of a recipient."),
        "Give an address such as alice@contoso.com.",
    ))
}

/// Whether a mailbox can be called so.
pub(super) fn check_names(mailbox: &Mailbox) -> Result<()> {
    let Mailbox { name, alias, user_principal_name, smtp_address, .. } = mailbox;
    check_each([name, alias, user_principal_name, smtp_address])
}

fn check_each([name, alias, user_principal_name, address]: [&str; 4]) -> Result<()> {
    check_text("name", name, true)?;
    check_text("alias", alias, false)?;
    check_address("user principal name", user_principal_name)?;
    check_address("address", address)
}

impl NewMailbox {
    /// Refuses names that no recipient can have, of a mailbox of which all are given. Who else has
    /// them is not looked for.
    ///
    /// # Errors
    /// `MailboxNameInvalid`, `MailboxAddressInvalid`, about the name that is refused.
    pub fn check_names(&self) -> Result<()> {
        let Self { name, alias, user_principal_name, smtp_address, .. } = self;
        check_each([name, alias, user_principal_name, smtp_address])
    }
}

/// A random GUID that begins with the same two bytes. Those of one call lie together in the index
/// then, whose pages would else be written all, for each call anew.
fn guid_beside(begin: Uuid) -> Uuid {
    let mut guid = Uuid::new_v4().into_bytes();
    for (to, from) in guid.iter_mut().zip(begin.into_bytes()).take(2) {
        *to = from;
    }
    Uuid::from_bytes(guid)
}

impl Mailboxes<'_> {
    fn complete(&self, new: &NewMailbox, guid: Uuid, now: i64) -> Result<Mailbox> {
        let or = |text: &str, other: &str| {
            if text.trim().is_empty() { other.to_owned() } else { text.trim().to_owned() }
        };
        let name = new.name.trim().to_owned();
        let alias = or(&new.alias, &name.split_whitespace().collect::<String>());
        let user_principal_name =
            or(&new.user_principal_name, &format!("{alias}@{}", self.ground.domain()));
        let user_principal_name = canonical_account(&user_principal_name);
        let smtp_address = canonical_account(&or(&new.smtp_address, &user_principal_name));
        let made = Mailbox {
            no: 0,
            guid,
            smtp_address,
            display_name: or(&new.display_name, &name),
            recipient_type: or(&new.recipient_type, USER_MAILBOX),
            name,
            alias,
            user_principal_name,
            policy_no: None,
            created: now,
            changed: now,
            held: None,
            removed: None,
        };
        check_names(&made)?;
        Ok(made)
    }

    /// What keeps mailboxes from being made, if anything: what they are called and who is called so
    /// already.
    ///
    /// # Errors
    /// `MailboxNameInvalid`, `MailboxAddressInvalid`, `MailboxExists`, `TenantReadOnly`.
    pub fn check_new(&self, new: &[NewMailbox]) -> Result<()> {
        self.ground.sync()?;
        let (made, domain) = (self.complete_new(new, self.ground.now())?, self.ground.domain());
        self.ground.state().view(|reader| {
            made.iter().try_for_each(|mailbox| {
                reader.check_new_mailbox(mailbox).map_err(|error| exists(error, mailbox, &domain))
            })?;
            self.check_people(reader, &made)
        })
    }

    fn complete_new(&self, new: &[NewMailbox], now: i64) -> Result<Vec<Mailbox>> {
        self.ground.must_be_writable()?;
        let begin = Uuid::new_v4();
        let guid = |new: &NewMailbox| new.guid.unwrap_or_else(|| guid_beside(begin));
        new.iter().map(|new| self.complete(new, guid(new), now)).collect()
    }

    /// Makes mailboxes, all or none, each with a key of its own (rule 2.1.2) under what applies to
    /// it: the assigned multi-workload policy, else service-managed encryption (rules 1.8.6 and
    /// 4.1.15). A mailbox policy is never inherited (rule 1.5).
    ///
    /// # Errors
    /// `MailboxNameInvalid`, `MailboxAddressInvalid`, `MailboxExists`; those of opening the policy
    /// key.
    pub fn create(
        &self,
        actor: &Actor,
        new: &[NewMailbox],
        cancel: &CancelToken,
    ) -> Result<Vec<MailboxView>> {
        self.create_under(actor, new, None, cancel)
    }

    /// What keeps mailboxes from being made under a mailbox policy, if anything.
    ///
    /// # Errors
    /// Those of [`Self::check_new`]; `PolicyNotFound`, `PolicyDisabled`.
    pub fn check_new_under(&self, new: &[NewMailbox], policy: Option<&str>) -> Result<()> {
        self.check_new(new)?;
        self.assignable(policy).map(drop)
    }

    fn assignable(&self, policy: Option<&str>) -> Result<Option<Policy>> {
        let check = |name| Policies::of(self.ground).check_assignable(PolicyKind::Mailbox, name);
        policy.map(check).transpose()
    }

    /// Makes mailboxes as [`Self::create`] does, under a mailbox policy from their beginning where
    /// one is given: their keys were never under another.
    ///
    /// # Errors
    /// Those of [`Self::create`]; `PolicyNotFound`, `PolicyDisabled`.
    pub fn create_under(
        &self,
        actor: &Actor,
        new: &[NewMailbox],
        policy: Option<&str>,
        cancel: &CancelToken,
    ) -> Result<Vec<MailboxView>> {
        self.ground.sync()?;
        let (now, domain) = (self.ground.now(), self.ground.domain());
        let mut made = self.complete_new(new, now)?;
        let target = self.assignable(policy)?;
        let own = target.as_ref().map(|policy| policy.no);
        made.iter_mut().for_each(|mailbox| mailbox.policy_no = own);
        let keys = made
            .iter()
            .map(|_| SecretKey::generate())
            .collect::<std::result::Result<Vec<_>, _>>()?;
        Directory::of(self.ground).note_mailboxes(actor, &made)?;
        let below = Hierarchy::of(self.ground).commit_under(
            Access::User,
            cancel,
            |reader| above(reader, own),
            |writer, under| {
                if let Some(no) = own {
                    crate::policies::still_assignable(writer, no)?;
                    Policies::of(self.ground).activate(writer, no, now)?;
                }
                self.check_people(writer, &made)?;
                writer.insert_mailboxes(&mut made).map_err(|refused| {
                    match made.get(refused.at) {
                        Some(mailbox) => exists(refused.error, mailbox, &domain),
                        None => refused.error.into(),
                    }
                })?;
                let numbered = made.iter().zip(&keys);
                under.insert_all(
                    writer,
                    numbered.map(|(mailbox, key)| {
                        (mailbox.no, mailbox.guid, ScopeKind::Mailbox, 1, key)
                    }),
                )?;
                let names: Vec<_> =
                    made.iter().take(10).map(|mailbox| mailbox.name.as_str()).collect();
                let guid = target.as_ref().map(|policy| policy.guid);
                let details = match guid {
                    Some(guid) => json!({ "count": made.len(), "first": names, "policy": guid }),
                    None => json!({ "count": made.len(), "first": names }),
                };
                self.ground.chain().append(
                    writer,
                    now,
                    &AuditEvent::new(
                        "Create mailbox",
                        "Exchange",
                        &actor.name,
                        names.first().copied().unwrap_or_default(),
                        details,
                    ),
                )?;
                Ok(Place::from(under.policy))
            },
        )?;
        let made = made.into_iter().map(|mailbox| {
            let (wrapped_by, generation) = (below.policy_no, below.generation);
            MailboxStatus { mailbox, wrapped_by, generation, items: 0, bytes: 0 }
        });
        self.ground.state().view(|reader| self.views(reader, made.clone()))
    }

    /// A mailbox or mail user by GUID, name, alias, user principal name, SMTP address or
    /// distinguished name (rule 4.10.1).
    ///
    /// # Errors
    /// `MailboxNotFound`, `IdentityAmbiguous`.
    pub fn get(&self, identity: &str) -> Result<MailboxView> {
        self.get_among(identity, Recipients::All)
    }

    /// The same among recipients of a kind: others of this name do not count.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn get_among(&self, identity: &str, among: Recipients) -> Result<MailboxView> {
        self.ground.sync()?;
        let found = Directory::of(self.ground).find_mailbox(identity, among)?;
        self.view_one(&found)
    }

    /// A page of mailboxes, at most 1000, in order of making. Continue with `after` = the last
    /// one's `no`; an empty page is the end.
    ///
    /// # Errors
    /// Those of the store.
    pub fn page(&self, query: &MailboxQuery) -> Result<Vec<MailboxView>> {
        self.ground.sync()?;
        self.ground.state().view(|reader| {
            let page = reader.mailboxes(query)?;
            self.views(reader, page.into_iter())
        })
    }

    /// Of the next mailboxes those that `fits` accepts, at most 1000, whatever they begin with; and
    /// after which one to go on, until there is none. Quicker than a page of all where few fit.
    ///
    /// # Errors
    /// Those of the store.
    pub fn page_that(
        &self,
        query: &MailboxQuery,
        fits: &dyn Fn(&Mailbox) -> bool,
    ) -> Result<(Vec<MailboxView>, Option<i64>)> {
        self.ground.sync()?;
        self.ground.state().view(|reader| {
            let (page, next) = reader.mailboxes_that(query, fits)?;
            Ok((self.views(reader, page.into_iter())?, next))
        })
    }

    pub(super) fn view_one(&self, found: &MailboxStatus) -> Result<MailboxView> {
        let view =
            |reader: &mut dyn Reader| self.view(reader, found.clone(), &mut Names::default());
        self.ground.state().view(view)
    }

    fn views(
        &self,
        reader: &mut dyn Reader,
        found: impl ExactSizeIterator<Item = MailboxStatus>,
    ) -> Result<Vec<MailboxView>> {
        let mentioned = Mentioned::for_so_many(reader, found.len())?;
        let mut names = Names { mentioned, ..Names::default() };
        found.map(|status| self.view(reader, status, &mut names)).collect()
    }

    fn view(
        &self,
        reader: &mut dyn Reader,
        status: MailboxStatus,
        names: &mut Names,
    ) -> Result<MailboxView> {
        let wrapping = names.policy(reader, status.wrapped_by)?;
        let is_customers = wrapping.kind != PolicyKind::Service;
        let (protected_by, generation) = (
            wrapping.name.clone(),
            names.generation(reader, status.wrapped_by, status.generation)?,
        );
        let own = status
            .mailbox
            .policy_no
            .map(|no| names.policy(reader, no).map(|policy| (policy.name.clone(), policy.guid)))
            .transpose()?;
        let mailbox = status.mailbox;
        let is_in_cloud = mailbox.recipient_type != MAIL_USER;
        let placed = Place { policy_no: status.wrapped_by, generation: status.generation };
        Ok(MailboxView {
            rewrap_pending: names.target(reader, mailbox.policy_no)? != placed,
            directory_id: directory_id(reader, self.ground.name(), &mailbox, &names.mentioned)?,
            distinguished_name: recipient_name(&mailbox.name, &self.ground.domain()),
            row: mailbox,
            policy_guid: own.as_ref().map(|(_, guid)| *guid),
            policy: own.map(|(name, _)| name),
            is_encrypted: is_customers && (is_in_cloud || status.items > 0),
            data_encryption_policy_id: is_customers.then_some(generation),
            protected_by,
            items: status.items,
            bytes: status.bytes,
        })
    }

    /// What keeps a mailbox from getting this policy, if anything: only mailbox policies go to
    /// mailboxes (rule 1.16).
    pub(crate) fn check_policy(
        &self,
        identity: &str,
        policy: Option<&str>,
    ) -> Result<(MailboxStatus, Option<Policy>)> {
        self.ground.must_be_writable()?;
        let mailbox = Directory::of(self.ground).find_mailbox(identity, Recipients::All)?;
        let target = policy
            .map(|policy| Policies::of(self.ground).check_assignable(PolicyKind::Mailbox, policy))
            .transpose()?;
        Ok((mailbox, target))
    }

    /// Gives a mailbox a mailbox policy, or takes it away: then the assigned multi-workload policy
    /// applies, else service-managed encryption (rules 1.2 and 1.4). Its key is rewrapped by a job
    /// or when it is next touched (rule 1.3); content stays as it is. A second policy replaces the
    /// first (rule 1.1). Taking one away calls back its opened keys (rule 8.1.6).
    ///
    /// # Errors
    /// `MailboxNotFound`, `PolicyNotFound`, `PolicyDisabled`.
    pub fn set_policy(
        &self,
        actor: &Actor,
        identity: &str,
        policy: Option<&str>,
    ) -> Result<MailboxView> {
        self.ground.sync()?;
        let (status, target) = self.check_policy(identity, policy)?;
        let wanted = target.as_ref().map(|policy| policy.no);
        if status.mailbox.policy_no != wanted {
            let now = self.ground.now();
            let details = json!({ "mailbox": status.mailbox.guid, "policy": target.as_ref().map(|policy| policy.guid) });
            let activity =
                if wanted.is_some() { "Assign mailbox policy" } else { "Unassign mailbox policy" };
            self.ground.state().commit(|writer| {
                // Read again under the write lock: what somebody else changed meanwhile stays, and
                // counts.
                let vanished = || {
                    EngineError::damaged(
                        identity,
                        format!("The mailbox '{identity}' vanished while it was changed."),
                    )
                };
                let mut mailbox = writer.mailbox(status.mailbox.no)?.ok_or_else(vanished)?.mailbox;
                crate::policies::must_stay(writer, mailbox.policy_no)?;
                if let Some(no) = wanted {
                    crate::policies::still_assignable(writer, no)?;
                }
                mailbox.policy_no = wanted;
                mailbox.changed = now;
                writer.update_mailbox(&mailbox)?;
                if let Some(no) = wanted {
                    Policies::of(self.ground).activate(writer, no, now)?;
                } else {
                    writer.raise_epoch()?;
                }
                writer.add_pending_scopes(&[mailbox.no])?;
                ensure_scope_job(writer, 1, now)?;
                self.ground.chain().append(
                    writer,
                    now,
                    &AuditEvent::new(
                        activity,
                        "Exchange",
                        &actor.name,
                        mailbox.name.as_str(),
                        details.clone(),
                    ),
                )
            })?;
            self.ground.background().wake();
        }
        self.get(&recipient_name(&status.mailbox.name, &self.ground.domain()))
    }
}

/// Names, aliases and addresses are taken once (rule 4.10.2), which the service says in these words.
pub(super) fn exists(
    error: ckey_store::StoreError,
    mailbox: &Mailbox,
    domain: &str,
) -> EngineError {
    if error.kind != StoreErrorKind::Conflict {
        return error.into();
    }
    let taken = error.target.as_str();
    let is = |name: &str| name_key(name) == name_key(taken);
    let (message, reason) = if is(&mailbox.name) {
        let object = recipient_name(&mailbox.name, domain);
        (format!("The object '{object}' already exists."), "ADObjectAlreadyExistsException")
    } else if is(&mailbox.smtp_address) || is(&mailbox.user_principal_name) {
        let text = format!(
            "The proxy address \"SMTP:{taken}\" is already being used by the proxy addresses or LegacyExchangeDN. Please choose another proxy address."
        );
        (text, "ProxyAddressExistsException")
    } else {
        let text = format!(
            "The value \"{taken}\" of property \"Alias\" is used by another recipient object. Please specify a unique value."
        );
        (text, "PropertyValueExistsException")
    };
    let fix = "Give another name, alias and user principal name.";
    let mut error = EngineError::new("MailboxExists", Category::ResourceExists, message, fix)
        .about(mailbox.name.as_str());
    error.reason = Some(reason);
    error
}

/// Policies and generations that a listing has met, looked up once.
#[derive(Default)]
struct Names {
    policies: HashMap<i64, Policy>,
    generations: HashMap<(i64, u32), Uuid>,
    targets: HashMap<Option<i64>, Place>,
    mentioned: Mentioned,
}

impl Names {
    fn policy(&mut self, reader: &mut dyn Reader, no: i64) -> Result<&Policy> {
        use std::collections::hash_map::Entry;
        match self.policies.entry(no) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                let found = reader.policy(no)?.ok_or_else(|| {
                    EngineError::damaged("policy", format!("There is no policy {no}."))
                })?;
                Ok(entry.insert(found))
            }
        }
    }

    /// Where the key of a mailbox belongs that carries this policy, or none.
    fn target(&mut self, reader: &mut dyn Reader, own: Option<i64>) -> Result<Place> {
        if let Some(target) = self.targets.get(&own) {
            return Ok(*target);
        }
        let target = Place::from(&above(reader, own)?);
        self.targets.insert(own, target);
        Ok(target)
    }

    fn generation(&mut self, reader: &mut dyn Reader, no: i64, number: u32) -> Result<Uuid> {
        if let Some(guid) = self.generations.get(&(no, number)) {
            return Ok(*guid);
        }
        let found = reader.generation(no, number)?.ok_or_else(|| {
            EngineError::damaged("policy", format!("Policy {no} has no generation {number}."))
        })?;
        let guid = found.guid;
        self.generations.insert((no, number), guid);
        Ok(guid)
    }
}
