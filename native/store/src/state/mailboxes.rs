//! Mailboxes and mail users.

use std::ops::Range;

use super::Result;
use crate::error::StoreError;
use crate::model::{Mailbox, MailboxQuery, MailboxStatus, Recorded};

/// What can be asked about mailboxes and mail users.
pub trait ReadMailboxes {
    /// Mailboxes above a row number, at most 1000, each with the record that last changed it.
    fn recorded_mailboxes(&mut self, after: i64, limit: u32) -> Result<Vec<Recorded<Mailbox>>>;
    /// A mailbox by row number.
    fn mailbox(&mut self, no: i64) -> Result<Option<MailboxStatus>>;
    /// The mailboxes in use that this is a name of: their GUID, name, alias, user principal name or SMTP
    /// address, in this order.
    fn mailboxes_by_identity(&mut self, identity: &str) -> Result<Vec<MailboxStatus>>;
    /// The removed mailboxes that this is a name of, in the same order. Several may have the same.
    fn removed_mailboxes_by_identity(&mut self, identity: &str) -> Result<Vec<MailboxStatus>>;
    /// The mailboxes and mail users in use whose user principal name begins like one of these, first
    /// made first.
    fn mailboxes_of_users(&mut self, beginnings: &[String]) -> Result<Vec<MailboxStatus>>;
    /// [`crate::StoreErrorKind::Conflict`] where a mailbox of these names cannot be inserted: about
    /// the first that is taken.
    fn check_new_mailbox(&mut self, mailbox: &Mailbox) -> Result<()>;
    /// A page of mailboxes, at most 1000.
    fn mailboxes(&mut self, query: &MailboxQuery) -> Result<Vec<MailboxStatus>>;
    /// A stretch of the mailboxes that meet the conditions on policy and type, at most 10,000, and of
    /// them those that `fits` accepts, at most as many as the query wants; and after which one to go
    /// on. `None`: there are no more. Each mailbox is looked at as it was written, keys only of those
    /// that fit.
    fn mailboxes_that(
        &mut self,
        query: &MailboxQuery,
        fits: &dyn Fn(&Mailbox) -> bool,
    ) -> Result<(Vec<MailboxStatus>, Option<i64>)>;
    /// The row numbers of removed mailboxes above one that no hold keeps and that were removed within
    /// these times, at most so many.
    fn mailboxes_removed_between(
        &mut self,
        times: &Range<i64>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<i64>>;
    /// How many mailboxes are in use; how many of them carry a policy where one is given.
    fn count_mailboxes(&mut self, policy_no: Option<i64>) -> Result<u64>;
}

/// One of several rows could not be inserted.
#[derive(Debug)]
pub struct Refused {
    /// Which of them, from 0.
    pub at: usize,
    /// Why.
    pub error: StoreError,
}

impl From<Refused> for StoreError {
    fn from(refused: Refused) -> Self {
        refused.error
    }
}

/// What can be changed about mailboxes and mail users.
pub trait WriteMailboxes {
    /// Inserts mailboxes with their scopes and gives them their row numbers.
    /// [`crate::StoreErrorKind::Conflict`] names the identity that is taken, of the first mailbox
    /// that cannot be inserted. What was inserted before an error is the caller's to undo, by
    /// ending the change with it.
    fn insert_mailboxes(&mut self, mailboxes: &mut [Mailbox]) -> std::result::Result<(), Refused>;
    /// Inserts one mailbox and returns its row number.
    fn insert_mailbox(&mut self, mailbox: &Mailbox) -> Result<i64> {
        let mut mailbox = mailbox.clone();
        self.insert_mailboxes(std::slice::from_mut(&mut mailbox))?;
        Ok(mailbox.no)
    }
    /// Overwrites a mailbox by row number. One that is removed gives its names up and is counted
    /// apart; one that comes back needs them: [`crate::StoreErrorKind::Conflict`] names one that
    /// is taken.
    fn update_mailbox(&mut self, mailbox: &Mailbox) -> Result<()>;
    /// Destroys a removed mailbox that holds no items any more: overwrites its keys and removes its
    /// rows. [`crate::StoreErrorKind::Conflict`] where it is in use or holds items.
    fn destroy_mailbox(&mut self, no: i64) -> Result<()>;
}
