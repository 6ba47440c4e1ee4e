//! Mailboxes and mail users.

use super::Result;
use crate::model::{Mailbox, MailboxQuery, MailboxStatus, Recorded};

/// What can be asked about mailboxes and mail users.
pub trait ReadMailboxes {
    /// Mailboxes above a row number, at most 1000, each with the record that last changed it.
    fn recorded_mailboxes(&mut self, after: i64, limit: u32) -> Result<Vec<Recorded<Mailbox>>>;
    /// A mailbox by row number.
    fn mailbox(&mut self, no: i64) -> Result<Option<MailboxStatus>>;
    /// A mailbox by any of its names: GUID, name, alias, user principal name, SMTP address.
    fn mailbox_by_identity(&mut self, identity: &str) -> Result<Option<MailboxStatus>>;
    /// [`crate::StoreErrorKind::Conflict`] where a mailbox of these names cannot be inserted: about
    /// the first that is taken.
    fn check_new_mailbox(&mut self, mailbox: &Mailbox) -> Result<()>;
    /// A page of mailboxes, at most 1000.
    fn mailboxes(&mut self, query: &MailboxQuery) -> Result<Vec<MailboxStatus>>;
    /// How many mailboxes there are; how many carry a policy where one is given.
    fn count_mailboxes(&mut self, policy_no: Option<i64>) -> Result<u64>;
}

/// What can be changed about mailboxes and mail users.
pub trait WriteMailboxes {
    /// Inserts a mailbox with its scope and returns their row number.
    /// [`crate::StoreErrorKind::Conflict`] names the identity that is taken.
    fn insert_mailbox(&mut self, mailbox: &Mailbox) -> Result<i64>;
    /// Overwrites a mailbox by row number.
    fn update_mailbox(&mut self, mailbox: &Mailbox) -> Result<()>;
}
