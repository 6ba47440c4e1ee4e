//! Mailboxes and mail users.

mod converting;
mod destroying;
mod mailbox;
mod migrating;
mod people;
mod removing;

pub(crate) use destroying::{Content, destroy_items};
pub use mailbox::{MailboxView, NewMailbox};
pub(crate) use removing::end_of_retention;
pub use removing::{NewNames, Taking};

use crate::ground::Ground;

/// The mailboxes and mail users of a tenant.
#[derive(Clone, Copy)]
pub struct Mailboxes<'a> {
    ground: &'a Ground,
}

impl<'a> Mailboxes<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }
}
