//! Signatures of people, by keys that they made with tools of their own: Ed25519, or RSA of 2048
//! bits and more with SHA-256, padded by PSS or PKCS #1 v1.5, in PEM.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RSA_PSS_SHA256,
    RsaKeyPair, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::{CryptoError, Result};
use crate::memory::SecretBytes;
use crate::memory::stack::burning;

/// What stands before the 32 bytes of an Ed25519 key in a `SubjectPublicKeyInfo` (RFC 8410).
const ED25519_PREFIX: [u8; 12] =
    [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// The object identifier of RSA keys, as it stands near the beginning of theirs.
const RSA_OID: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// The longest PEM that is read, in bytes.
const LONGEST: usize = 16 * 1024;

const fn refused(reason: &'static str) -> CryptoError {
    CryptoError::Key { reason }
}

/// The public key of a person who approves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApproverKey {
    spki: Vec<u8>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Ed25519([u8; 32]),
    Rsa,
}

impl ApproverKey {
    /// A key in PEM, as `openssl pkey -pubout` writes it.
    ///
    /// # Errors
    /// [`CryptoError::Key`] for what is no public Ed25519 or RSA key, a private one above all.
    pub fn from_pem(pem: &str) -> Result<Self> {
        let spki = decode(pem, "PUBLIC KEY")
            .ok_or(refused("it is no public key in PEM (-----BEGIN PUBLIC KEY-----)"))?
            .expose()
            .to_vec();
        if let Some(key) = spki.strip_prefix(&ED25519_PREFIX) {
            let key = key.try_into().map_err(|_| refused("it is cut off"))?;
            return Ok(Self { spki, kind: Kind::Ed25519(key) });
        }
        let head = spki.get(..32).unwrap_or_default();
        if !head.windows(RSA_OID.len()).any(|window| window == RSA_OID) {
            return Err(refused("it is neither an Ed25519 nor an RSA key"));
        }
        // Whether it can be read at all; its size is looked at too.
        let key = aws_lc_rs::rsa::PublicEncryptingKey::from_der(&spki)
            .map_err(|_| refused("it is no RSA key of 2048 to 8192 bits"))?;
        drop(key);
        Ok(Self { spki, kind: Kind::Rsa })
    }

    /// `Ed25519` or `RSA`.
    #[must_use]
    pub const fn algorithm(&self) -> &'static str {
        match self.kind {
            Kind::Ed25519(_) => "Ed25519",
            Kind::Rsa => "RSA",
        }
    }

    /// The digest of the key (SHA-256 of its `SubjectPublicKeyInfo`), by which people compare it.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        crate::digest::sha256(&self.spki)
    }

    /// Checks a signature over `message`.
    ///
    /// # Errors
    /// [`CryptoError::Mismatch`] if it is not this key's.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<()> {
        let holds = match &self.kind {
            Kind::Ed25519(key) => {
                UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok()
            }
            Kind::Rsa => {
                [&RSA_PSS_2048_8192_SHA256, &RSA_PKCS1_2048_8192_SHA256].into_iter().any(|by| {
                    UnparsedPublicKey::new(by, &self.spki).verify(message, signature).is_ok()
                })
            }
        };
        if holds { Ok(()) } else { Err(CryptoError::Mismatch { what: "signature" }) }
    }
}

/// Signs `message` with a private key in PEM (PKCS #8, not encrypted).
///
/// # Errors
/// [`CryptoError::Key`] for what is no private Ed25519 or RSA key.
pub fn sign(private_pem: &str, message: &[u8]) -> Result<Vec<u8>> {
    let der = decode(private_pem, "PRIVATE KEY")
        .ok_or(refused("it is no private key in PEM (-----BEGIN PRIVATE KEY-----)"))?;
    if let Ok(key) = burning(|| Ed25519KeyPair::from_pkcs8_maybe_unchecked(der.expose())) {
        return Ok(key.sign(message).as_ref().to_vec());
    }
    let key = burning(|| RsaKeyPair::from_pkcs8(der.expose()))
        .map_err(|_| refused("it is no Ed25519 or RSA key that is not encrypted"))?;
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PSS_SHA256, &SystemRandom::new(), message, &mut signature)
        .map_err(|_| CryptoError::Internal { operation: "RSA signature", backend: "aws-lc-rs" })?;
    Ok(signature)
}

/// The bytes of the one block of this label.
fn decode(pem: &str, label: &str) -> Option<SecretBytes> {
    if pem.len() > LONGEST {
        return None;
    }
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let inside = pem.trim().strip_prefix(&begin)?.strip_suffix(&end)?;
    let mut length = 0;
    let mut text = SecretBytes::fill(inside.len(), |to| {
        for (to, from) in
            to.iter_mut().zip(inside.bytes().filter(|byte| !byte.is_ascii_whitespace()))
        {
            *to = from;
            length += 1;
        }
        Ok::<_, CryptoError>(())
    })
    .ok()?;
    text.truncate(length);
    let mut bytes = SecretBytes::fill(text.len(), |to| {
        length = STANDARD.decode_slice(text.expose(), to).map_err(|_| refused("its base64"))?;
        Ok::<_, CryptoError>(())
    })
    .ok()?;
    bytes.truncate(length);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n-----END PRIVATE KEY-----\n";

    fn public_of_ones() -> String {
        let key =
            crate::sign::SigningKey::from_seed(&crate::SecretKey::from_slice(&[1; 32]).unwrap())
                .unwrap();
        let der = [ED25519_PREFIX.as_slice(), &key.public()].concat();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
    }

    #[test]
    fn a_signature_holds_for_its_message_and_its_key_alone() {
        let key = ApproverKey::from_pem(&public_of_ones()).unwrap();
        assert_eq!(key.algorithm(), "Ed25519");
        let signature = sign(PRIVATE, b"document").unwrap();
        key.verify(b"document", &signature).unwrap();
        assert!(key.verify(b"another", &signature).is_err());
        assert!(key.verify(b"document", b"").is_err());
    }

    #[test]
    fn an_rsa_key_signs_and_is_checked_in_pem() {
        use crate::rsa::{RsaPrivateKey, RsaSize};
        use aws_lc_rs::encoding::AsDer as _;
        let key = RsaPrivateKey::generate(crate::Backend::AwsLc, RsaSize::Rsa2048).unwrap();
        let der = key.to_pkcs8().unwrap();
        let pair = aws_lc_rs::rsa::PrivateDecryptingKey::from_pkcs8(der.expose()).unwrap();
        let public: aws_lc_rs::encoding::PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
        let pem = |label: &str, der: &[u8]| {
            format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
        };
        let public = ApproverKey::from_pem(&pem("PUBLIC KEY", public.as_ref())).unwrap();
        assert_eq!(public.algorithm(), "RSA");
        let signature = sign(&pem("PRIVATE KEY", der.expose()), b"document").unwrap();
        public.verify(b"document", &signature).unwrap();
        assert!(public.verify(b"another", &signature).is_err());
    }

    #[test]
    fn what_is_no_public_key_is_refused_a_private_one_too() {
        for text in ["", "x", PRIVATE, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]
        {
            assert!(ApproverKey::from_pem(text).is_err(), "{text}");
        }
        assert!(sign(&public_of_ones(), b"").is_err());
    }
}
