//! PKCS#12 files, by the crate `p12-keystore`.

use super::{KeyFileError, Result, der};
use crate::memory::SecretBytes;
use crate::memory::overwrite_freed;
use crate::memory::stack::burning;
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;

/// A sequence that begins with the version 3.
pub(super) fn is_one(file: &[u8]) -> bool {
    let (Some(0x30), Some(&first)) = (file.first(), file.get(1)) else { return false };
    let more = if first & 0x80 == 0 { 0 } else { usize::from(first & 0x7f) };
    let inside = file.get(more.saturating_add(2)..).unwrap_or_default();
    inside.starts_with(&[0x02, 0x01, 0x03])
}

pub(super) fn read(file: &[u8], password: &[u8]) -> Result<SecretBytes> {
    let password = std::str::from_utf8(password).map_err(|_| KeyFileError::PasswordWrong)?;
    let archive = burning(|| Pkcs12Archive::from_pkcs12(file, password));
    let mut length = file.len();
    let key = archive.map_err(|error| refused(&error)).and_then(|archive| {
        match archive.keys.as_slice() {
            [] => Err(KeyFileError::NoKey),
            [only] => {
                length = only.key.as_der().len();
                der::read(only.key.as_der(), &[])
            }
            _ => Err(KeyFileError::SeveralKeys),
        }
    });
    // The crate frees its copies of the key without wiping them.
    overwrite_freed(length);
    key
}

fn refused(error: &Error) -> KeyFileError {
    match error {
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => {
            KeyFileError::PasswordWrong
        }
        Error::InvalidVersion
        | Error::UnsupportedContentType
        | Error::UnsupportedCertificateType
        | Error::InvalidParameters
        | Error::UnsupportedEncryptionScheme
        | Error::UnsupportedMacAlgorithm => KeyFileError::Unsupported,
        _ => KeyFileError::NotAKeyFile,
    }
}
