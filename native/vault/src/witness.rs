//! Who remembers how each vault's file last was, so that an old one put back in its place is found.
//!
//! A vault's file proves that it was written by somebody with the vaults' master key, never that it
//! is the newest. The tenant's own record does: it is kept in another place, and a change of a
//! vault is written there right after its file.

use crate::error::VaultError;
use crate::log_record::LogRecord;

/// How a vault's file was when it was last recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The vault's lower-case name.
    pub name: String,
    /// The vault's id: 16 random bytes, made with it.
    pub vault: [u8; 16],
    /// The generation of its file: rises by one with every change.
    pub generation: u64,
    /// The number of the last record of its log.
    pub sequence: u64,
    /// The tag of that record.
    pub tag: [u8; 32],
    /// Whether the vault was removed for good. Its file, should it still be there or come back,
    /// counts as not there.
    pub removed: bool,
}

/// A change of a vault that is to be recorded.
#[derive(Debug)]
pub struct VaultChange<'a> {
    /// How the vault's file is now; for one that is about to be removed, how it was.
    pub pin: &'a Pin,
    /// What was done since the last record, oldest first, as the vault's own log tells it.
    pub records: &'a [LogRecord],
    /// Who asked for it: the caller's name.
    pub actor: &'a str,
}

/// The keeper of the record. Asked when a vault's file was read anew, never for one that is as it
/// was.
///
/// A change is recorded under the vaults' writer lock, after the file is in place; a removal before
/// the file goes. So a process that ends between the two leaves a file that is one change ahead of
/// its record, which anyone who reads it next records, or a removed vault whose file is still
/// there, which counts as removed.
pub trait Witness: Send + Sync {
    /// What is recorded under this lower-case name: at most one vault that is there, and those that
    /// were removed.
    ///
    /// # Errors
    /// [`crate::VaultErrorKind::NotRecorded`], [`crate::VaultErrorKind::Damaged`]; never one of
    /// class [`crate::FailureClass::System`].
    fn pins(&self, name: &str) -> Result<Vec<Pin>, VaultError>;

    /// The lower-case names of all vaults that are recorded and not removed.
    ///
    /// # Errors
    /// As [`Witness::pins`].
    fn names(&self) -> Result<Vec<String>, VaultError>;

    /// Records changes durably, all or none. One that is recorded already is no error and changes
    /// nothing.
    ///
    /// # Errors
    /// [`crate::VaultErrorKind::NotRecorded`].
    fn record(&self, changes: &[VaultChange<'_>]) -> Result<(), VaultError>;
}
