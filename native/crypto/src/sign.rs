//! Ed25519 signatures, for heads of logs that leave the house.

use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::SecretKey;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

/// A signing key.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// The signing key of a 32-byte seed.
    ///
    /// # Errors
    /// [`CryptoError::Internal`] only.
    pub fn from_seed(seed: &SecretKey) -> Result<Self> {
        crate::memory::stack::burning(|| Ed25519KeyPair::from_seed_unchecked(seed.expose()))
            .map(Self)
            .map_err(|_| CryptoError::Internal {
                operation: "Ed25519 key set-up",
                backend: "aws-lc-rs",
            })
    }

    /// The public key, 32 bytes.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        let mut out = [0; 32];
        for (to, from) in out.iter_mut().zip(self.0.public_key().as_ref()) {
            *to = *from;
        }
        out
    }

    /// The signature of `message`, 64 bytes.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut out = [0; 64];
        for (to, from) in out.iter_mut().zip(self.0.sign(message).as_ref()) {
            *to = *from;
        }
        out
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// Checks that `signature` is `public`'s over `message`.
///
/// # Errors
/// [`CryptoError::Mismatch`] if it is not.
pub fn verify(public: &[u8; 32], message: &[u8], signature: &[u8]) -> Result<()> {
    UnparsedPublicKey::new(&ED25519, public)
        .verify(message, signature)
        .map_err(|_| CryptoError::Mismatch { what: "signature" })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_signature_holds_for_its_message_and_key_only() {
        let key = SigningKey::from_seed(&SecretKey::from_slice(&[1; 32]).unwrap()).unwrap();
        let signature = key.sign(b"head");
        verify(&key.public(), b"head", &signature).unwrap();
        assert_eq!(
            verify(&key.public(), b"tail", &signature).unwrap_err().name(),
            "crypto.mismatch"
        );
        let other = SigningKey::from_seed(&SecretKey::from_slice(&[2; 32]).unwrap()).unwrap();
        assert!(verify(&other.public(), b"head", &signature).is_err());
    }
}
