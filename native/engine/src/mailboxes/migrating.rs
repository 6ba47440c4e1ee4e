//! The migration of a mail user: it carried a policy while its mailbox was elsewhere, what arrived
//! was sealed under that, and now it is a mailbox.

use ckey_store::StateExt;
use ckey_store::model::Mailbox;

use super::Mailboxes;
use super::mailbox::MailboxView;
use super::removing::vanished;
use crate::directory::{MAIL_USER, Recipients, USER_MAILBOX};
use crate::error::{Category, EngineError, Result};
use crate::queue::ensure_scope_job;
use crate::record::Actor;

impl Mailboxes<'_> {
    /// What keeps a mail user from being migrated, if anything.
    ///
    /// # Errors
    /// `MailboxNotFound`, `IdentityAmbiguous`, `AlreadyMigrated`, `TenantReadOnly`.
    pub fn check_migration(&self, identity: &str) -> Result<MailboxView> {
        self.ground.must_be_writable()?;
        let found = self.get_among(identity, Recipients::All)?;
        still_elsewhere(&found)?;
        Ok(found)
    }

    /// Ends the migration of a mail user: it is a user mailbox from now on, with the key, the policy
    /// and the items that it has (rule 1.7). A job moves its key where it does not lie under the
    /// policy yet.
    ///
    /// # Errors
    /// Those of [`Self::check_migration`].
    pub fn migrate(&self, actor: &Actor, identity: &str) -> Result<MailboxView> {
        let found = self.check_migration(identity)?;
        self.ground.state().commit(|writer| {
            let status = writer.mailbox(found.no)?.ok_or_else(|| vanished(&found.name))?;
            let mut mailbox = status.mailbox;
            still_elsewhere(&mailbox)?;
            USER_MAILBOX.clone_into(&mut mailbox.recipient_type);
            self.change(writer, actor, &mut mailbox, "Migrate mailbox")?;
            writer.add_pending_scopes(&[mailbox.no])?;
            ensure_scope_job(writer, 1, self.ground.now())
        })?;
        self.ground.background().wake();
        self.get(&found.guid.to_string())
    }
}

fn still_elsewhere(mailbox: &Mailbox) -> Result<()> {
    if mailbox.recipient_type == MAIL_USER {
        return Ok(());
    }
    Err(EngineError::new(
        "AlreadyMigrated",
        Category::InvalidOperation,
        format!("'{}' has its mailbox in the cloud already.", mailbox.name),
        "Get-MailUser lists the mail users, whose mailboxes are elsewhere.",
    )
    .about(mailbox.name.as_str()))
}
