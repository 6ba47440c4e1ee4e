//! Where the audit log stood, kept with the secrets and so apart from the log itself.

use uuid::Uuid;

use crate::error::StoreError;

/// A place in a tenant's audit log: the record of this number is in it, and carries this link. 0
/// stands for the place before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditMark {
    /// The tenant's id.
    pub tenant: Uuid,
    /// The record's number.
    pub sequence: i64,
    /// The record's link; zeros for number 0.
    pub link: [u8; 32],
}

impl AuditMark {
    /// The place before the first record.
    #[must_use]
    pub const fn start(tenant: Uuid) -> Self {
        Self { tenant, sequence: 0, link: [0; 32] }
    }
}

/// Says what a counter becomes, given what it is; `None` leaves it.
pub type NextMark<'a> =
    &'a mut dyn FnMut(Result<Option<AuditMark>, StoreError>) -> Option<AuditMark>;

/// A place for one [`AuditMark`], authenticated under a key of the store that keeps it. What was
/// written is durable when [`AuditCounter::change`] returns, and after a crash either the old mark
/// is there or the new one.
pub trait AuditCounter: Send + Sync {
    /// The mark, `None` where none was ever written.
    ///
    /// # Errors
    /// Damaged, input/output.
    fn mark(&self) -> Result<Option<AuditMark>, StoreError>;
    /// Writes what `next` makes of the mark, while nobody else does, in this process or another.
    ///
    /// # Errors
    /// Full, read-only, input/output; busy where somebody else takes longer than 5 s.
    fn change(&self, next: NextMark<'_>) -> Result<(), StoreError>;
}
