//! RSA root keys: generation, and wrapping by OAEP.

mod aws_lc;
mod parts;
mod private;
mod public;
mod rustcrypto;

pub use parts::RsaParts;
pub use private::RsaPrivateKey;
pub use public::RsaPublicKey;

use crate::error::CryptoError;
use std::fmt;
use std::str::FromStr;

/// Size of a root key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RsaSize {
    /// 2048 bits.
    Rsa2048,
    /// 3072 bits.
    Rsa3072,
    /// 4096 bits.
    Rsa4096,
}

impl RsaSize {
    /// Every size there is.
    pub const ALL: [Self; 3] = [Self::Rsa2048, Self::Rsa3072, Self::Rsa4096];

    /// Length of the modulus, in bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {
            Self::Rsa2048 => 2048,
            Self::Rsa3072 => 3072,
            Self::Rsa4096 => 4096,
        }
    }
}

impl TryFrom<u32> for RsaSize {
    type Error = CryptoError;

    fn try_from(bits: u32) -> Result<Self, CryptoError> {
        Self::ALL
            .into_iter()
            .find(|size| size.bits() == bits)
            .ok_or(CryptoError::UnknownName { what: "RSA key size", allowed: "2048, 3072, 4096" })
    }
}

/// How an RSA key signs what tokens say, with SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenSignature {
    /// PKCS #1 v1.5, `RS256`.
    Rs256,
    /// PSS, `PS256`.
    Ps256,
}

/// How a root wraps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WrapAlgorithm {
    /// OAEP with SHA-256 and MGF1 with SHA-256, `RSA-OAEP-256`.
    #[default]
    RsaOaep256,
    /// OAEP with SHA-1 and MGF1 with SHA-1, `RSA-OAEP`: only for tokens that have no other.
    RsaOaep,
}

impl WrapAlgorithm {
    /// The name in Key Vault's protocol: `RSA-OAEP-256` or `RSA-OAEP`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RsaOaep256 => "RSA-OAEP-256",
            Self::RsaOaep => "RSA-OAEP",
        }
    }

    /// Longest plaintext under a modulus of `modulus` bytes.
    const fn capacity(self, modulus: usize) -> usize {
        let hash = match self {
            Self::RsaOaep256 => 32,
            Self::RsaOaep => 20,
        };
        modulus.saturating_sub(2 * hash + 2)
    }
}

impl fmt::Display for WrapAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for WrapAlgorithm {
    type Err = CryptoError;

    fn from_str(name: &str) -> Result<Self, CryptoError> {
        [Self::RsaOaep256, Self::RsaOaep].into_iter().find(|a| a.as_str() == name).ok_or(
            CryptoError::UnknownName { what: "wrap algorithm", allowed: "RSA-OAEP-256, RSA-OAEP" },
        )
    }
}

const REFUSED: CryptoError = CryptoError::Unwrap { what: "RSA wrap" };

fn bad_key(reason: &'static str) -> CryptoError {
    CryptoError::Key { reason }
}
