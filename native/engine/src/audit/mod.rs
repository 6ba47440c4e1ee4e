//! The audit log as it is read: pages of it, its check, its signed head, and what follows from it.

mod derive;
mod head;
mod outcome;
mod search;
mod statement;

pub(crate) use derive::{
    Derived, Expected, ExpectedBackup, ExpectedGeo, ExpectedItem, ExpectedPolicy, ExpectedSite,
};
pub use outcome::Outcome;
#[cfg(feature = "fuzzing")]
pub(crate) use search::view;
pub use search::{AuditPage, AuditQuery, AuditView};
pub(crate) use statement::Statement;

use crate::ground::Ground;

/// The audit log of a tenant.
#[derive(Clone, Copy)]
pub struct Audit<'a> {
    ground: &'a Ground,
}

impl<'a> Audit<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }
}
