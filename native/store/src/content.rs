//! Sealed objects that are too large for the database.

use std::io;

use uuid::Uuid;

use crate::error::StoreError;

/// Random access to a stored object.
pub trait ReadAt: Send {
    /// Its length in bytes.
    ///
    /// # Errors
    /// Those of the operating system.
    fn length(&self) -> io::Result<u64>;
    /// Fills `buffer` from `offset`, all of it or an error.
    ///
    /// # Errors
    /// Those of the operating system; an unexpected end.
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()>;
}

/// A place for large sealed objects.
pub trait ContentStore: Send + Sync {
    /// Writes a new object through `write`; when this returns `Ok` it is durable (file and folder
    /// synced), otherwise nothing stays behind.
    ///
    /// # Errors
    /// Those of the store; those that `write` returns, as [`crate::StoreErrorKind::Io`] unless they
    /// say more.
    fn put(
        &self,
        id: Uuid,
        write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), StoreError>;
    /// Opens an object.
    ///
    /// # Errors
    /// Not found, input/output.
    fn open(&self, id: Uuid) -> Result<Box<dyn ReadAt>, StoreError>;
    /// Removes an object, or what an interrupted write of it left; removing what is not there
    /// succeeds. Not for an object that is being written.
    ///
    /// # Errors
    /// Read-only, input/output.
    fn remove(&self, id: Uuid) -> Result<(), StoreError>;
    /// Ids of all objects, in no order.
    ///
    /// # Errors
    /// Input/output.
    fn ids(&self) -> Result<Vec<Uuid>, StoreError>;
}
