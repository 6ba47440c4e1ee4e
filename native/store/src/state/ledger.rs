//! Audit records and the directory.

use super::Result;
use crate::model::{AuditRow, DirectoryEntry, DirectoryKind};

/// What can be asked about audit records and the directory.
pub trait ReadLedger {
    /// The last record of the audit chain.
    fn last_audit(&mut self) -> Result<Option<AuditRow>>;
    /// Audit records above a sequence number, at most 1000, oldest first.
    fn audit(&mut self, after: i64, limit: u32) -> Result<Vec<AuditRow>>;
    /// Audit records below a sequence number, at most 1000, newest first.
    fn audit_below(&mut self, before: i64, limit: u32) -> Result<Vec<AuditRow>>;
    /// A directory entry by id or by its other name.
    fn directory(
        &mut self,
        kind: DirectoryKind,
        id_or_name: &str,
    ) -> Result<Option<DirectoryEntry>>;
    /// The entries of a kind whose other name begins so, by id.
    fn directory_beginning(
        &mut self,
        kind: DirectoryKind,
        beginning: &str,
    ) -> Result<Vec<DirectoryEntry>>;
    /// The keys ([`crate::name_key`]) of the ids and other names of all entries of these kinds; `None`
    /// where there are more entries than `most`.
    fn directory_keys(
        &mut self,
        kinds: [DirectoryKind; 2],
        most: u32,
    ) -> Result<Option<Vec<[String; 2]>>>;
    /// All entries of a kind, by id.
    fn directory_entries(&mut self, kind: DirectoryKind) -> Result<Vec<DirectoryEntry>>;
}

/// What can be changed about audit records and the directory.
pub trait WriteLedger {
    /// Appends records whose sequences and links follow the last one's, and one another's.
    /// [`crate::StoreErrorKind::Conflict`] if they do not.
    fn append_audits(&mut self, rows: &[AuditRow]) -> Result<()>;
    /// Appends one record.
    fn append_audit(&mut self, row: &AuditRow) -> Result<()> {
        self.append_audits(std::slice::from_ref(row))
    }
    /// Inserts or overwrites a directory entry.
    fn put_directory(&mut self, entry: &DirectoryEntry) -> Result<()>;
}
