//! Files that private RSA keys are handed on in: PKCS#12 (`.pfx`), and PKCS#8 and PKCS#1 as DER or
//! PEM. What is read is hostile until it is a key.

mod der;
mod pem;
mod pfx;

pub(crate) use der::RSA;

use crate::error::CryptoError;
use crate::memory::SecretBytes;

/// Why a file gives no key. [`KeyFileError::name`] is stable. Never holds anything of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileError {
    /// It is none of the forms, or was cut off or changed.
    #[error("it holds no private key in a form that is read here, or is damaged")]
    NotAKeyFile,
    /// It is protected, and the password does not open it; none counts as an empty one.
    #[error("its password is another one")]
    PasswordWrong,
    /// There is no private key among what it holds, such as certificates.
    #[error("it holds no private key")]
    NoKey,
    /// More than one private key is in it, so that it names none.
    #[error("it holds more than one private key")]
    SeveralKeys,
    /// Its key is of another type (rule 2.6).
    #[error("its key is not an RSA key")]
    NotRsa,
    /// It is encrypted for the exchange key of an HSM.
    #[error("it is encrypted for the exchange key of an HSM")]
    ForAnHsm,
    /// It is protected by what is not read here, or asks for more work than a file may.
    #[error("it is protected in a way that is not read here")]
    Unsupported,
    /// Its RSA key is not sound, or of a size that no root key has.
    #[error(transparent)]
    Key(#[from] CryptoError),
}

impl KeyFileError {
    /// The stable name, such as `KeyFilePasswordWrong`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotAKeyFile => "KeyFileNotReadable",
            Self::PasswordWrong => "KeyFilePasswordWrong",
            Self::NoKey => "KeyFileWithoutKey",
            Self::SeveralKeys => "KeyFileOfSeveralKeys",
            Self::NotRsa => "KeyFileNotRsa",
            Self::ForAnHsm => "KeyFileForAnHsm",
            Self::Unsupported => "KeyFileNotSupported",
            Self::Key(_) => "KeyFileKeyRefused",
        }
    }
}

type Result<T, E = KeyFileError> = std::result::Result<T, E>;

/// No file is longer: the largest key has 3 KiB, and certificates come with it.
pub const MOST_BYTES: usize = 1 << 20;

/// The key of a file as an unencrypted PKCS#8 document. Certificates beside it are passed over, and
/// so is a password where nothing is protected.
///
/// # Errors
/// [`KeyFileError`]; `NotAKeyFile` also for more than [`MOST_BYTES`].
pub fn read(file: &[u8], password: Option<&SecretBytes>) -> Result<SecretBytes> {
    if file.len() > MOST_BYTES {
        return Err(KeyFileError::NotAKeyFile);
    }
    let password = password.map_or(&[][..], SecretBytes::expose);
    if pem::is_one(file) {
        return pem::read(file, password);
    }
    if is_for_an_hsm(file) {
        return Err(KeyFileError::ForAnHsm);
    }
    if pfx::is_one(file) { pfx::read(file, password) } else { der::read(file, password) }
}

/// A `.byok` file is a JSON document with a wrapped key in it.
fn is_for_an_hsm(file: &[u8]) -> bool {
    let wrapped = b"\"ciphertext\"";
    file.trim_ascii_start().starts_with(b"{")
        && file.windows(wrapped.len()).any(|part| part == wrapped)
}
