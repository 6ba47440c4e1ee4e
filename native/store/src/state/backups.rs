//! Backups that are known.

use uuid::Uuid;

use super::Result;
use crate::model::Backup;

/// What can be asked about known backups.
pub trait ReadBackups {
    /// All known backups, oldest first.
    fn backups(&mut self) -> Result<Vec<Backup>>;
}

/// What can be changed about known backups.
pub trait WriteBackups {
    /// Adds one. [`crate::StoreErrorKind::Conflict`] where it is known already.
    fn insert_backup(&mut self, backup: &Backup) -> Result<()>;
    /// Forgets one. [`crate::StoreErrorKind::NotFound`] where it is not known.
    fn remove_backup(&mut self, guid: Uuid) -> Result<()>;
}
