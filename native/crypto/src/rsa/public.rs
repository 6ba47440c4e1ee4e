//! The public half of a root key.

use super::{RsaSize, TokenSignature, WrapAlgorithm, aws_lc, bad_key, rustcrypto};
use crate::backend::Backend;
use crate::error::CryptoError;
use crate::error::Result;

/// A public key: what a vault shows of a root.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RsaPublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    size: RsaSize,
}

impl RsaPublicKey {
    /// A key from its big-endian modulus and exponent; leading zeros are dropped.
    ///
    /// # Errors
    /// [`CryptoError::Key`] unless the modulus has 2048, 3072 or 4096 bits, and the exponent is
    /// odd, above 2 and within 32 bits.
    pub fn from_components(modulus: &[u8], exponent: &[u8]) -> Result<Self> {
        let (modulus, exponent) = (stripped(modulus), stripped(exponent));
        let size = RsaSize::ALL
            .into_iter()
            .find(|size| {
                modulus.first().is_some_and(|top| top & 0x80 != 0) && modulus.len() == bytes(*size)
            })
            .ok_or(bad_key("its modulus does not have 2048, 3072 or 4096 bits"))?;
        let odd = |number: &[u8]| number.last().is_some_and(|low| low & 1 == 1);
        if !odd(modulus) || !odd(exponent) || exponent == [1] || exponent.len() > 4 {
            return Err(bad_key(
                "its modulus is even, or its exponent is not an odd number from 3 to 2^32",
            ));
        }
        Ok(Self { modulus: modulus.to_vec(), exponent: exponent.to_vec(), size })
    }

    /// The modulus, big endian, without leading zeros.
    #[must_use]
    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// The public exponent, big endian, without leading zeros.
    #[must_use]
    pub fn exponent(&self) -> &[u8] {
        &self.exponent
    }

    /// Length of the modulus, in bits.
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.size.bits()
    }

    /// The size.
    #[must_use]
    pub fn size(&self) -> RsaSize {
        self.size
    }

    /// The key as PEM (`SubjectPublicKeyInfo`), as other programs read it.
    ///
    /// # Errors
    /// [`CryptoError::Key`] for a modulus or an exponent that no key has.
    pub fn to_pem(&self) -> Result<String> {
        rustcrypto::public_pem(self)
    }

    /// Checks that `signature` is this key's over `message`.
    ///
    /// # Errors
    /// [`CryptoError::Mismatch`] if it is not.
    pub fn verify(&self, by: TokenSignature, message: &[u8], signature: &[u8]) -> Result<()> {
        aws_lc::verify(self, by, message, signature)
    }

    /// Wraps `plaintext`; the result is as long as the modulus.
    ///
    /// # Errors
    /// [`CryptoError::InvalidLength`] if `plaintext` is empty or longer than OAEP takes under this
    /// modulus.
    pub fn wrap(
        &self,
        backend: Backend,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
    ) -> Result<Vec<u8>> {
        if plaintext.is_empty() || plaintext.len() > algorithm.capacity(self.modulus.len()) {
            return Err(CryptoError::InvalidLength {
                what: "the value to be wrapped",
                expected: "1 to the modulus less the padding",
                actual: plaintext.len(),
            });
        }
        match backend {
            Backend::AwsLc => aws_lc::wrap(self, algorithm, plaintext),
            Backend::RustCrypto => rustcrypto::wrap(self, algorithm, plaintext),
        }
    }
}

fn bytes(size: RsaSize) -> usize {
    match size {
        RsaSize::Rsa2048 => 256,
        RsaSize::Rsa3072 => 384,
        RsaSize::Rsa4096 => 512,
    }
}

fn stripped(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|&&b| b == 0).count();
    number.get(zeros..).unwrap_or_default()
}
