//! Destroying a removed mailbox for good: its items, its key, its rows (rule 4.3.19).

use std::ops::Range;

use ckey_base::CancelToken;
use ckey_store::model::{Intent, Mailbox, Removal, Removed};
use ckey_store::{StateExt, Writer};
use serde_json::json;
use uuid::Uuid;

use super::Mailboxes;
use super::mailbox::MailboxView;
use super::removing::{end_of_retention, vanished};
use crate::directory::{Directory, Recipients};
use crate::error::{Category, EngineError, Result};
use crate::ground::{CREATE_ITEM, Ground, Moment, REMOVE_CONTENT};
use crate::queue::ensure_scope_job;
use crate::record::{Actor, AuditEvent};

/// Items that go in one change, and are told of in one record.
const TOGETHER: u32 = 1000;
/// Mailboxes that are looked for at once whose time is over.
const PAGE: u32 = 64;

impl Mailboxes<'_> {
    /// What keeps a mailbox from being destroyed, if anything: it is in use, or on hold.
    ///
    /// # Errors
    /// `MailboxNotFound`, `IdentityAmbiguous`, `MailboxNotRemoved`, `MailboxOnHold`,
    /// `TenantReadOnly`.
    pub fn check_destruction(&self, identity: &str) -> Result<MailboxView> {
        self.ground.must_be_writable()?;
        let found = self.get_removed(identity).map_err(|error| {
            if error.id == "MailboxNotFound"
                && self.get_among(identity, Recipients::Mailboxes).is_ok()
            {
                return EngineError::new(
                    "MailboxNotRemoved",
                    Category::InvalidOperation,
                    format!("The mailbox '{identity}' is in use: only one that was removed can be destroyed."),
                    "Remove it first: Remove-Mailbox without -PermanentlyDelete.",
                )
                .about(identity);
            }
            error
        })?;
        not_held(&found)?;
        Ok(found)
    }

    /// Destroys a removed mailbox: first nobody can bring it back any more, then its items go, a
    /// thousand at a time, and at last its key and its rows. Whatever ends it in between, the next
    /// call goes on.
    ///
    /// # Errors
    /// Those of [`Self::check_destruction`]; `Stopped` between two steps.
    pub fn destroy(&self, actor: &Actor, identity: &str, cancel: &CancelToken) -> Result<()> {
        let found = self.check_destruction(identity)?;
        self.destroy_one(actor, &found, cancel, |_| true)
    }

    /// The removed mailboxes above a row number whose time was over within such a span, a page of them
    /// (rule 4.3.17).
    pub(crate) fn ended(&self, within: Range<i64>, after: i64) -> Result<Vec<i64>> {
        let times = end_of_retention(within.start)..end_of_retention(within.end);
        self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.mailboxes_removed_between(&times, after, PAGE)?)
        })
    }

    /// Destroys a removed mailbox that nobody could bring back any more at a time, in the name of the
    /// service. Whether it was one.
    pub(crate) fn destroy_ended(&self, no: i64, time: i64, cancel: &CancelToken) -> Result<bool> {
        let before = end_of_retention(time);
        let is_over = |removed: Removed| removed.how != Removal::Inactive && removed.at < before;
        let found = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.mailbox(no)?.map(|status| status.mailbox))
        })?;
        let Some(found) = found.filter(|found| found.removed.is_some_and(is_over)) else {
            return Ok(false); // Another process was faster.
        };
        self.destroy_one(&Actor::new(Actor::SERVICE), &found, cancel, is_over).map(|()| true)
    }

    /// Destroys a mailbox, if it is removed in such a way.
    fn destroy_one(
        &self,
        actor: &Actor,
        found: &Mailbox,
        cancel: &CancelToken,
        is_meant: impl Fn(Removed) -> bool,
    ) -> Result<()> {
        let now = self.ground.now();
        // Who had a mailbox is no stranger, whose rights would be an owner's.
        Directory::of(self.ground).note_user(actor, &found.user_principal_name)?;
        self.ground.state().commit(|writer| {
            let mut mailbox =
                writer.mailbox(found.no)?.ok_or_else(|| vanished(&found.name))?.mailbox;
            let Some(removed) = mailbox.removed.filter(|_| mailbox.guid == found.guid) else {
                return Err(EngineError::changed_meanwhile(&found.name)); // Somebody brought it back.
            };
            if !is_meant(removed) {
                return Err(EngineError::changed_meanwhile(&found.name));
            }
            not_held(&mailbox)?;
            if removed.how == Removal::Destroying {
                return Ok(());
            }
            mailbox.removed = Some(Removed { how: Removal::Destroying, at: removed.at });
            self.change(writer, actor, &mut mailbox, "Begin to destroy mailbox")?;
            Ok(writer.raise_epoch()?)
        })?;
        while self.destroy_items(actor, found, Content::WhenNoneCopies)? {
            self.ground.pause(Moment::Emptied);
            if cancel.is_cancelled() {
                return Err(EngineError::stopped(
                    "The destruction of the mailbox was stopped. The same command goes on with it.",
                )
                .about(found.name.as_str()));
            }
        }
        self.ground.state().commit(|writer| {
            // Another process may have ended it meanwhile.
            if writer.scope_by_guid(found.guid)?.is_none() {
                return Ok(());
            }
            writer.destroy_mailbox(found.no)?;
            writer.raise_epoch()?;
            // At its end generations are retired that nothing is under any more.
            ensure_scope_job(writer, 0, now)?;
            let event = AuditEvent::new(
                "Destroy mailbox",
                "Exchange",
                &actor.name,
                found.name.as_str(),
                json!({ "mailbox": found.guid }),
            );
            self.ground.chain().append(writer, now, &event)
        })?;
        self.ground.background().wake();
        // Nothing that was overwritten stays in the write-ahead log.
        Ok(self.ground.state().truncate_log()?)
    }

    /// Destroys the next items. Whether there may be more.
    pub(crate) fn destroy_items(
        &self,
        actor: &Actor,
        mailbox: &Mailbox,
        content: Content,
    ) -> Result<bool> {
        let scope = (mailbox.no, mailbox.guid, mailbox.name.as_str());
        // Nobody brings back one whose destruction has begun.
        destroy_items(self.ground, actor, "Exchange", scope, content, &|_| Ok(true))
    }
}

/// When the sealed objects of what is destroyed go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// At once, whoever copies them: a purge leaves nothing.
    AtOnce,
    /// Not before the end of a backup that is being written, whose rows may name them.
    WhenNoneCopies,
}

/// Destroys the next items of a scope, given by row number, id and name, if it is meant still. Whether
/// there may be more.
pub(crate) fn destroy_items(
    ground: &Ground,
    actor: &Actor,
    workload: &str,
    (no, guid, name): (i64, Uuid, &str),
    content: Content,
    is_meant: &dyn Fn(&mut dyn Writer) -> Result<bool>,
) -> Result<bool> {
    let now = ground.now();
    let undone_by = match content {
        Content::AtOnce => CREATE_ITEM,
        Content::WhenNoneCopies => REMOVE_CONTENT,
    };
    let (more, outside) = ground.state().commit(|writer| {
        if writer.scope_by_guid(guid)?.is_none() || !is_meant(writer)? {
            return Ok((false, Vec::new()));
        }
        let gone = writer.remove_items(no, TOGETHER)?;
        if gone.is_empty() {
            return Ok((false, Vec::new()));
        }
        // What is left of a file is found at the next opening, as that of an import that was
        // killed.
        let mut outside = Vec::new();
        for object in gone.iter().flat_map(|(_, objects)| objects) {
            let mut intent = Intent {
                no: 0,
                kind: undone_by.to_owned(),
                subject: json!({ "item": object }).to_string(),
                owner: ground.alive().id(),
            };
            intent.no = writer.insert_intent(&intent)?;
            outside.push(intent);
        }
        let items: Vec<_> = gone.iter().map(|(item, _)| item).collect();
        let kind = if workload == "Exchange" { "mailbox" } else { "site" };
        let details = json!({ kind: guid, "items": items });
        let event = AuditEvent::new("Destroy items", workload, &actor.name, name, details);
        ground.chain().append(writer, now, &event)?;
        Ok::<_, EngineError>((true, outside))
    })?;
    outside.iter().try_for_each(|intent| ground.undo_intent(intent))?;
    Ok(more)
}

fn not_held(mailbox: &Mailbox) -> Result<()> {
    if mailbox.held.is_none() {
        return Ok(());
    }
    Err(EngineError::new(
        "MailboxOnHold",
        Category::InvalidOperation,
        format!("The mailbox '{}' is inactive: a hold keeps it.", mailbox.name),
        "End the hold first: Set-Mailbox MAILBOX -InactiveMailbox -LitigationHoldEnabled $false.",
    )
    .about(mailbox.name.as_str()))
}
