//! Taking mailboxes from their users, and bringing them back. What was removed is kept for a time;
//! its key stays under the generation that it had, and no job moves it (rule 4.3.15).

use ckey_store::model::{Mailbox, Removal, Removed};
use ckey_store::{StateExt, StoreErrorKind, Writer};
use serde_json::json;

use super::Mailboxes;
use super::mailbox::{MailboxView, exists};
use crate::clock::iso;
use crate::directory::{Directory, Recipients, canonical_account};
use crate::error::{Category, EngineError, Result};
use crate::queue::ensure_scope_job;
use crate::record::{Actor, AuditEvent};

/// How long a mailbox that was removed can be brought back, unless a hold is on it (rule 4.3.17).
const RETENTION: i64 = 30 * 24 * 60 * 60;

/// What a mailbox is called once it is brought back; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct NewNames {
    /// Its name.
    pub name: Option<String>,
    /// Its display name.
    pub display_name: Option<String>,
    /// Its user principal name and address.
    pub user_principal_name: Option<String>,
}

/// How a mailbox is taken from its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// With its account: it is inactive afterwards where a hold is on it, else soft-deleted.
    Remove,
    /// Without its account: it is disconnected afterwards.
    Disable,
}

impl Taking {
    /// How a mailbox is removed by it.
    #[must_use]
    pub const fn of(self, mailbox: &Mailbox) -> Removal {
        match (self, mailbox.held) {
            (_, Some(_)) => Removal::Inactive,
            (Self::Remove, None) => Removal::SoftDeleted,
            (Self::Disable, None) => Removal::Disconnected,
        }
    }
}

/// Until when a removed mailbox can be brought back; `None` where a hold keeps it.
pub(super) const fn recoverable_until(removed: Removed) -> Option<i64> {
    match removed.how {
        Removal::Inactive => None,
        Removal::SoftDeleted | Removal::Disconnected | Removal::Destroying => {
            Some(removed.at.saturating_add(RETENTION))
        }
    }
}

/// Removed mailboxes that nobody can bring back any more were removed before this time.
pub(crate) const fn end_of_retention(now: i64) -> i64 {
    now.saturating_sub(RETENTION)
}

pub(super) fn vanished(name: &str) -> EngineError {
    EngineError::damaged(name, format!("The mailbox '{name}' vanished while it was changed."))
}

impl Mailboxes<'_> {
    /// A removed mailbox by any of its names.
    ///
    /// # Errors
    /// `MailboxNotFound`, `IdentityAmbiguous`.
    pub fn get_removed(&self, identity: &str) -> Result<MailboxView> {
        self.ground.sync()?;
        let found = Directory::of(self.ground).find_removed_mailbox(identity)?;
        self.view_one(&found)
    }

    /// What keeps a mailbox from being taken, if anything; and how it would be removed.
    ///
    /// # Errors
    /// `MailboxNotFound`, `IdentityAmbiguous`, `TenantReadOnly`.
    pub fn check_taking(&self, identity: &str, taking: Taking) -> Result<(MailboxView, Removal)> {
        self.ground.must_be_writable()?;
        let view = self.get_among(identity, Recipients::Mailboxes)?;
        let how = taking.of(&view);
        Ok((view, how))
    }

    /// Takes a mailbox from its user: it is read by nobody any more and is not listed, its names are
    /// free, and its key stays where it is (rule 4.3.15). Calls back its opened keys.
    ///
    /// # Errors
    /// Those of [`Self::check_taking`].
    pub fn take(&self, actor: &Actor, identity: &str, taking: Taking) -> Result<Removal> {
        let (view, _) = self.check_taking(identity, taking)?;
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            let mut mailbox = writer.mailbox(view.no)?.ok_or_else(|| vanished(&view.name))?.mailbox;
            if mailbox.removed.is_some() {
                return Err(self.not_found(identity));
            }
            let how = taking.of(&mailbox);
            mailbox.removed = Some(Removed { how, at: now });
            let activity = match taking {
                Taking::Remove => "Remove mailbox",
                Taking::Disable => "Disable mailbox",
            };
            self.change(writer, actor, &mut mailbox, activity)?;
            writer.raise_epoch()?;
            Ok::<_, EngineError>(how)
        })
    }

    /// What keeps a removed mailbox from being brought back, if anything.
    ///
    /// # Errors
    /// `MailboxNotFound`, `IdentityAmbiguous`, `MailboxRetentionEnded`, `MailboxExists`,
    /// `MailboxNameInvalid`, `MailboxAddressInvalid`, `TenantReadOnly`.
    pub fn check_recovery(&self, identity: &str, names: &NewNames) -> Result<MailboxView> {
        self.ground.must_be_writable()?;
        let found = self.get_removed(identity)?;
        let named = self.named(&found, names)?;
        self.ground.state().view(|reader| {
            reader.check_new_mailbox(&named).map_err(|error| self.taken(error, &named))?;
            self.check_people(reader, std::slice::from_ref(&named))
        })?;
        Ok(found)
    }

    /// A removed mailbox as it is called once it is back.
    fn named(&self, removed: &Mailbox, names: &NewNames) -> Result<Mailbox> {
        if removed.removed.is_some_and(|removed| removed.how == Removal::Destroying) {
            return Err(EngineError::new(
                "MailboxBeingDestroyed",
                Category::InvalidOperation,
                format!("The destruction of the mailbox '{}' has begun.", removed.name),
                "End it: Remove-Mailbox MAILBOX -PermanentlyDelete",
            )
            .about(removed.name.as_str()));
        }
        let until = removed.removed.and_then(recoverable_until);
        if let Some(until) = until.filter(|until| *until < self.ground.now()) {
            return Err(EngineError::new(
                "MailboxRetentionEnded",
                Category::InvalidOperation,
                format!("The mailbox '{}' could be recovered until {}.", removed.name, iso(until)),
                "Purge it, so that its key no longer needs the policy it is under: Remove-Mailbox MAILBOX -PermanentlyDelete",
            )
            .about(removed.name.as_str()));
        }
        let mut named = removed.clone();
        if let Some(name) = &names.name {
            name.trim().clone_into(&mut named.name);
        }
        if let Some(name) = &names.display_name {
            name.trim().clone_into(&mut named.display_name);
        }
        if let Some(name) = &names.user_principal_name {
            named.user_principal_name = canonical_account(name);
            named.smtp_address.clone_from(&named.user_principal_name);
        }
        super::mailbox::check_names(&named)?;
        Ok(named)
    }

    fn taken(&self, error: ckey_store::StoreError, mailbox: &Mailbox) -> EngineError {
        let is_taken = error.kind == StoreErrorKind::Conflict;
        let mut error = exists(error, mailbox, &self.ground.domain());
        if is_taken {
            error.fix = "Another recipient has this name by now. Give the mailbox another name or account with -Name and -WindowsLiveID, or rename or remove the other one.".into();
        }
        error
    }

    /// Brings a removed mailbox back: with its content, its policy and its key, which the next job
    /// moves to where it belongs now (rule 4.3.16).
    ///
    /// # Errors
    /// Those of [`Self::check_recovery`].
    pub fn recover(&self, actor: &Actor, identity: &str, names: &NewNames) -> Result<MailboxView> {
        let found = self.check_recovery(identity, names)?;
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            let current = writer.mailbox(found.no)?.ok_or_else(|| vanished(&found.name))?.mailbox;
            if current.removed.is_none() {
                return Err(self.not_found(identity));
            }
            let mut mailbox = self.named(&current, names)?;
            self.check_people(writer, std::slice::from_ref(&mailbox))?;
            mailbox.removed = None;
            self.change(writer, actor, &mut mailbox, "Recover mailbox")?;
            writer.add_pending_scopes(&[mailbox.no])?;
            ensure_scope_job(writer, 1, now)
        })?;
        self.ground.background().wake();
        self.get(&found.guid.to_string())
    }

    /// Puts a mailbox on hold, or ends that: an inactive one is soft-deleted from then on (rule
    /// 4.3.18).
    ///
    /// # Errors
    /// `MailboxNotFound`, `TenantReadOnly`.
    pub fn set_hold(&self, actor: &Actor, identity: &str, held: bool) -> Result<()> {
        self.ground.must_be_writable()?;
        self.ground.sync()?;
        let directory = Directory::of(self.ground);
        let found = match directory.find_mailbox(identity, Recipients::Mailboxes) {
            Err(error) if error.id == "MailboxNotFound" => {
                directory.find_removed_mailbox(identity)?
            }
            found => found?,
        }
        .mailbox;
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            let mut mailbox =
                writer.mailbox(found.no)?.ok_or_else(|| vanished(&found.name))?.mailbox;
            if mailbox.held.is_some() == held {
                return Ok(());
            }
            mailbox.held = held.then_some(now);
            if let Some(removed) = &mut mailbox.removed {
                if held || removed.how != Removal::Inactive {
                    return Err(self.not_found(identity)); // It was removed without a hold.
                }
                *removed = Removed { how: Removal::SoftDeleted, at: now };
            }
            let activity = if held { "Hold mailbox" } else { "Release mailbox" };
            self.change(writer, actor, &mut mailbox, activity)
        })
    }

    pub(super) fn not_found(&self, identity: &str) -> EngineError {
        EngineError::object_not_found(
            "MailboxNotFound",
            identity,
            &self.ground.domain(),
            "Somebody else changed it meanwhile. Get-Mailbox lists the mailboxes there are, and with -SoftDeletedMailbox those that were removed.",
        )
    }

    /// Writes a mailbox that was removed, brought back, converted or put on hold, and records it.
    pub(super) fn change(
        &self,
        writer: &mut dyn Writer,
        actor: &Actor,
        mailbox: &mut Mailbox,
        activity: &'static str,
    ) -> Result<()> {
        let now = self.ground.now();
        mailbox.changed = now;
        writer.update_mailbox(mailbox).map_err(|error| self.taken(error, mailbox))?;
        let removed = mailbox.removed.map(|removed| removed.how.as_str());
        let details =
            json!({ "mailbox": mailbox.guid, "removed": removed, "held": mailbox.held.is_some() });
        let event =
            AuditEvent::new(activity, "Exchange", &actor.name, mailbox.name.as_str(), details);
        self.ground.chain().append(writer, now, &event)
    }
}
