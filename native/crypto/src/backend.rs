//! Which implementation of the algorithms runs.

use crate::error::CryptoError;
use std::fmt;
use std::str::FromStr;

/// One of two independent implementations of the same algorithms, compiled together and chosen at
/// run time.
///
/// Both make and open the same bytes. Choose [`Backend::RustCrypto`] to cross-check, or where C
/// code is unwanted; its `rsa` crate carries RUSTSEC-2023-0071 (a timing side channel in RSA
/// decryption, "Marvin"): do not unwrap with it where an attacker can measure many unwraps.
/// Decryption there is blinded, which narrows the channel and does not close it. It also frees
/// copies of what it unwraps without wiping them, which this crate can only overwrite by best
/// effort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Backend {
    /// `aws-lc-rs`: constant-time RSA, vectorised AES-GCM. The default.
    #[default]
    AwsLc,
    /// RustCrypto: `aes-gcm`, `rsa`, `hkdf`, `sha2`.
    RustCrypto,
}

impl Backend {
    /// Every backend there is.
    pub const ALL: [Self; 2] = [Self::AwsLc, Self::RustCrypto];

    /// The name used in settings and reports: `aws-lc-rs` or `rustcrypto`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AwsLc => "aws-lc-rs",
            Self::RustCrypto => "rustcrypto",
        }
    }

    /// A public advisory that applies where this backend unwraps with RSA keys, if there is one.
    #[must_use]
    pub const fn advisory(self) -> Option<&'static str> {
        match self {
            Self::AwsLc => None,
            Self::RustCrypto => Some("RUSTSEC-2023-0071"),
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Backend {
    type Err = CryptoError;

    fn from_str(name: &str) -> Result<Self, CryptoError> {
        Self::ALL
            .into_iter()
            .find(|b| b.name() == name)
            .ok_or(CryptoError::UnknownName { what: "backend", allowed: "aws-lc-rs, rustcrypto" })
    }
}
