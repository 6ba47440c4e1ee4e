//! The conversion of a mailbox to another kind: a user's to a shared one, a room's to a user's.

use ckey_store::StateExt;

use super::Mailboxes;
use super::removing::vanished;
use crate::directory::{ACCOUNT_MAILBOXES, Recipients};
use crate::error::{Category, EngineError, Result};
use crate::record::Actor;

impl Mailboxes<'_> {
    /// Makes a mailbox one of another kind of [`ACCOUNT_MAILBOXES`]. Its key, its policy and its
    /// items stay as they are: only who needs a license follows from the kind (rule 5.16).
    ///
    /// # Errors
    /// `MailboxNotFound`, `IdentityAmbiguous`, `MailboxKindInvalid`, `TenantReadOnly`.
    pub fn convert(&self, actor: &Actor, identity: &str, kind: &str) -> Result<()> {
        self.ground.must_be_writable()?;
        if !ACCOUNT_MAILBOXES.contains(&kind) {
            let text = format!("No mailbox can be converted to the kind '{kind}'.");
            let fix = format!("Give one of: {}.", ACCOUNT_MAILBOXES.join(", "));
            return Err(EngineError::new(
                "MailboxKindInvalid",
                Category::InvalidArgument,
                text,
                fix,
            ));
        }
        let found = self.get_among(identity, Recipients::Mailboxes)?;
        self.ground.state().commit(|writer| {
            let status = writer.mailbox(found.no)?.ok_or_else(|| vanished(&found.name))?;
            let mut mailbox = status.mailbox;
            // Removed since it was found.
            if mailbox.removed.is_some() {
                return Err(self.not_found(identity));
            }
            if mailbox.recipient_type == kind {
                return Ok(());
            }
            kind.clone_into(&mut mailbox.recipient_type);
            self.change(writer, actor, &mut mailbox, "Convert mailbox")
        })
    }
}
