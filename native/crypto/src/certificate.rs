//! X.509 certificates as the public keys of those for whom something is encrypted, or who sign.
//! Nobody's signature on them is judged: who names a certificate says that it is the right one.

use crate::digest::sha256;
use crate::error::CryptoError;
use crate::key_file;
use crate::rsa::RsaPublicKey;
use ::rsa::pkcs1;
use ::rsa::pkcs1::der::Decode as _;
use sha1::{Digest as _, Sha1};
use x509_cert::Certificate as X509;
use x509_cert::der::{Decode as _, DecodePem as _, Encode as _};
use x509_cert::time::Time;

/// No file of a certificate is longer.
pub const MOST_BYTES: usize = 1 << 20;

/// Why a file gives no certificate that something can be encrypted for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// It is no certificate as PEM or DER, or was cut off or changed.
    #[error("it holds no X.509 certificate, or is damaged")]
    NotACertificate,
    /// Its key is of another type.
    #[error("its key is not an RSA key")]
    NotRsa,
    /// Its RSA key is of a size that is not taken.
    #[error(transparent)]
    Key(#[from] CryptoError),
}

/// A certificate with an RSA key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    public: RsaPublicKey,
    thumbprint: [u8; 32],
    der: Vec<u8>,
    valid: (i64, i64),
}

impl Certificate {
    /// Reads a certificate, PEM or DER.
    ///
    /// # Errors
    /// [`CertificateError`]; `NotACertificate` also for more than [`MOST_BYTES`].
    pub fn read(file: &[u8]) -> Result<Self, CertificateError> {
        let none = CertificateError::NotACertificate;
        if file.len() > MOST_BYTES {
            return Err(none);
        }
        let text = file.trim_ascii();
        let parsed = if text.starts_with(b"-----BEGIN ") {
            X509::from_pem(text)
        } else {
            X509::from_der(file)
        };
        let parsed = parsed.map_err(|_| none.clone())?;
        let key = parsed.tbs_certificate().subject_public_key_info();
        let bits = key.subject_public_key.as_bytes().ok_or_else(|| none.clone())?;
        if key.algorithm.oid != key_file::RSA {
            return Err(CertificateError::NotRsa);
        }
        let numbers = pkcs1::RsaPublicKey::from_der(bits).map_err(|_| none.clone())?;
        let public = RsaPublicKey::from_components(
            numbers.modulus.as_bytes(),
            numbers.public_exponent.as_bytes(),
        )?;
        let der = parsed.to_der().map_err(|_| none)?;
        let validity = parsed.tbs_certificate().validity();
        let seconds =
            |at: &Time| i64::try_from(at.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
        let valid = (seconds(&validity.not_before), seconds(&validity.not_after));
        Ok(Self { public, thumbprint: sha256(&der), der, valid })
    }

    /// Its key.
    #[must_use]
    pub const fn public_key(&self) -> &RsaPublicKey {
        &self.public
    }

    /// SHA-256 of its DER: `x5t#S256`, by which it is told from others.
    #[must_use]
    pub const fn thumbprint(&self) -> &[u8; 32] {
        &self.thumbprint
    }

    /// SHA-1 of its DER: `x5t`, by which older programs tell it from others. It proves nothing.
    #[must_use]
    pub fn short_thumbprint(&self) -> [u8; 20] {
        Sha1::digest(&self.der).into()
    }

    /// Its DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether it holds at a time, in seconds since 1970.
    #[must_use]
    pub fn is_valid_at(&self, now: i64) -> bool {
        (self.valid.0..=self.valid.1).contains(&now)
    }
}
