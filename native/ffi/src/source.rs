//! A sealed object in a file.

use crate::failure::{Failure, Result};
use crate::keys::Scope;
use crate::status::Status;
use ckey_crypto::sealed::{Header, ObjectReader, ReadAt};
use ckey_crypto::{CryptoError, EncryptionContext};
use std::fs::File;
use std::path::Path;

/// The file, which stays the same one whatever becomes of its name.
pub(crate) struct Source(File);

impl Source {
    /// Opens a file, and says how long it is, in bytes.
    pub(crate) fn open(path: &str) -> Result<(Self, u64)> {
        let read = || {
            ckey_base::regular::open(Path::new(path))
                .and_then(|file| Ok((file.metadata()?.len(), file)))
        };
        let (length, file) = read().map_err(|error| {
            Failure::new(Status::Source, format!("{path} cannot be read: {error}."))
        })?;
        Ok((Self(file), length))
    }
}

impl ReadAt for Source {
    #[cfg(unix)]
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> ckey_crypto::Result<()> {
        let read = std::os::unix::fs::FileExt::read_exact_at(&self.0, buffer, offset);
        read.map_err(|error| CryptoError::Source(error.to_string()))
    }

    #[cfg(windows)]
    fn read_at(&self, mut offset: u64, mut buffer: &mut [u8]) -> ckey_crypto::Result<()> {
        use std::io::ErrorKind;
        // Says where it reads, so that threads that share the file do not move one another's place.
        while !buffer.is_empty() {
            match std::os::windows::fs::FileExt::seek_read(&self.0, buffer, offset) {
                Ok(0) => return Err(CryptoError::Source("the file ends before".to_owned())),
                Ok(read) => {
                    buffer = buffer.get_mut(read..).unwrap_or_default();
                    offset = offset.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(CryptoError::Source(error.to_string())),
            }
        }
        Ok(())
    }
}

/// An object of `length` bytes, opened under the key of the scope that its header names.
pub(crate) fn open_object<R: ReadAt + ?Sized>(
    scope: &Scope,
    context: &EncryptionContext,
    wrapped: &[u8],
    source: &R,
    length: u64,
) -> Result<ObjectReader> {
    let mut head = [0; Header::MAX_LEN];
    let head = match head.get_mut(..usize::try_from(length).unwrap_or(usize::MAX)) {
        Some(short) => short,
        None => &mut head,
    };
    source.read_at(0, head)?;
    let wrapped = Some(wrapped).filter(|wrapped| !wrapped.is_empty());
    scope.with_key_of(head, |backend, key| {
        ObjectReader::open(backend, key, context, source, length, wrapped)
    })
}
