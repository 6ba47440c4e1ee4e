//! The private half of a root key.

use super::{REFUSED, RsaPublicKey, RsaSize, WrapAlgorithm, aws_lc, rustcrypto};
use crate::backend::Backend;
use crate::error::Result;
use crate::memory::SecretBytes;

/// A private root key, as held by an embedded vault.
///
/// It lives in the memory of the chosen backend, which wipes it on drop. With
/// [`Backend::RustCrypto`] unwrapping is subject to RUSTSEC-2023-0071, see there.
pub struct RsaPrivateKey {
    inner: Inner,
    public: RsaPublicKey,
}

pub(super) enum Inner {
    AwsLc(aws_lc::Private),
    RustCrypto(Box<::rsa::RsaPrivateKey>),
}

impl RsaPrivateKey {
    /// A fresh key, with the exponent 65537. Takes from 50 ms to several seconds, by size, backend
    /// and luck.
    ///
    /// # Errors
    /// [`crate::CryptoError::Internal`] if the backend fails.
    pub fn generate(backend: Backend, size: RsaSize) -> Result<Self> {
        Self::of(match backend {
            Backend::AwsLc => Inner::AwsLc(aws_lc::Private::generate(size)?),
            Backend::RustCrypto => Inner::RustCrypto(rustcrypto::generate(size)?),
        })
    }

    /// A key from an unencrypted PKCS#8 document (DER).
    ///
    /// # Errors
    /// [`crate::CryptoError::Key`] if it is no consistent RSA key of 2048, 3072 or 4096 bits.
    pub fn from_pkcs8(backend: Backend, der: &[u8]) -> Result<Self> {
        Self::of(match backend {
            Backend::AwsLc => Inner::AwsLc(aws_lc::Private::from_pkcs8(der)?),
            Backend::RustCrypto => Inner::RustCrypto(rustcrypto::from_pkcs8(der)?),
        })
    }

    fn of(inner: Inner) -> Result<Self> {
        let public = match &inner {
            Inner::AwsLc(key) => key.public()?,
            Inner::RustCrypto(key) => rustcrypto::public(key)?,
        };
        Ok(Self { inner, public })
    }

    /// The unencrypted PKCS#8 document (DER), to be sealed before it is stored.
    ///
    /// # Errors
    /// [`crate::CryptoError::Internal`] if the backend fails.
    pub fn to_pkcs8(&self) -> Result<SecretBytes> {
        match &self.inner {
            Inner::AwsLc(key) => key.to_pkcs8(),
            Inner::RustCrypto(key) => rustcrypto::to_pkcs8(key),
        }
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &RsaPublicKey {
        &self.public
    }

    /// Unwraps what [`RsaPublicKey::wrap`] made.
    ///
    /// # Errors
    /// [`crate::CryptoError::Unwrap`] if it was made by another key or algorithm, was changed, or
    /// has another length than the modulus.
    pub fn unwrap(&self, algorithm: WrapAlgorithm, wrapped: &[u8]) -> Result<SecretBytes> {
        if wrapped.len() != self.public.modulus().len() {
            return Err(REFUSED);
        }
        match &self.inner {
            Inner::AwsLc(key) => key.unwrap(algorithm, wrapped),
            Inner::RustCrypto(key) => rustcrypto::unwrap(key, algorithm, wrapped),
        }
    }
}

impl std::fmt::Debug for RsaPrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RsaPrivateKey({} bits)", self.public.bits())
    }
}
