//! Key material: making it, and opening private keys.

use super::record::VersionRecord;
use super::state::Loaded;
use super::{EmbeddedVaults, refusal};
use crate::error::VaultError;
use crate::key::{NewKey, PublicKey};
use crate::uri::KeyUri;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use ckey_crypto::rsa::{RsaPrivateKey, RsaSize};
use ckey_crypto::{Backend, SecretBytes};
use std::sync::Arc;

const DEFAULT_RSA_BITS: u32 = 2048;
const P256_BITS: u32 = 256;
const P256_COORDINATE_BYTES: usize = 32;

/// A new pair, its private half as PKCS#8.
pub(super) struct Generated {
    pub(super) public: PublicKey,
    pub(super) private: SecretBytes,
    pub(super) bits: u32,
}

impl Generated {
    /// Makes a pair. RSA takes from 50 ms to several seconds; nothing is locked meanwhile.
    pub(super) fn make(backend: Backend, new: &NewKey, uri: &KeyUri) -> Result<Self, VaultError> {
        if new.key_type.is_rsa() {
            Self::rsa(backend, new.size, uri)
        } else {
            Self::p256(new.size, uri)
        }
    }

    fn rsa(backend: Backend, size: Option<u32>, uri: &KeyUri) -> Result<Self, VaultError> {
        let size = rsa_size(size, uri)?;
        let fail = |error| refusal::crypto(uri, "generating the key", &error);
        let private = RsaPrivateKey::generate(backend, size).map_err(fail)?;
        Self::of_rsa(&private).map_err(fail)
    }

    /// Takes in a pair made elsewhere.
    pub(super) fn import(
        backend: Backend,
        pkcs8: &SecretBytes,
        new: &NewKey,
        uri: &KeyUri,
    ) -> Result<Self, VaultError> {
        let refuse = |what: &dyn std::fmt::Display| {
            refusal::bad(
                uri,
                format!("The key cannot be imported: {what}."),
                "Give an unencrypted PKCS#8 RSA key of 2048, 3072 or 4096 bits.",
            )
        };
        if !new.key_type.is_rsa() {
            return Err(refuse(&"only RSA keys are imported"));
        }
        let private =
            RsaPrivateKey::from_pkcs8(backend, pkcs8.expose()).map_err(|error| refuse(&error))?;
        let pair = Self::of_rsa(&private)
            .map_err(|error| refusal::crypto(uri, "importing the key", &error))?;
        match new.size.filter(|&size| size != pair.bits) {
            Some(size) => {
                Err(refuse(&format_args!("it has {} bits, {size} were asked for", pair.bits)))
            }
            None => Ok(pair),
        }
    }

    fn of_rsa(private: &RsaPrivateKey) -> Result<Self, ckey_crypto::CryptoError> {
        let public = PublicKey::Rsa {
            modulus: private.public().modulus().to_vec(),
            exponent: private.public().exponent().to_vec(),
        };
        Ok(Self { public, private: private.to_pkcs8()?, bits: private.public().bits() })
    }

    fn p256(size: Option<u32>, uri: &KeyUri) -> Result<Self, VaultError> {
        check_p256_size(size, uri)?;
        let fail =
            |error: &dyn std::fmt::Display| refusal::crypto(uri, "generating the key", error);
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
            .map_err(|error| fail(&error))?;
        // Uncompressed point: 4, x, y.
        let point =
            pair.public_key().as_ref().split_first().map(|(_, point)| point).unwrap_or_default();
        let (x, y) = point
            .split_at_checked(P256_COORDINATE_BYTES)
            .ok_or_else(|| fail(&"its public point is short"))?;
        let public = PublicKey::Ec { x: x.to_vec(), y: y.to_vec() };
        let document = pair.to_pkcs8v1().map_err(|error| fail(&error))?;
        let private = SecretBytes::from_slice(document.as_ref()).map_err(|error| fail(&error))?;
        Ok(Self { public, private, bits: P256_BITS })
    }
}

/// Refuses a size that no new key of this type has.
pub(super) fn check_size(new: &NewKey, uri: &KeyUri) -> Result<(), VaultError> {
    if new.key_type.is_rsa() {
        rsa_size(new.size, uri).map(drop)
    } else {
        check_p256_size(new.size, uri)
    }
}

fn rsa_size(size: Option<u32>, uri: &KeyUri) -> Result<RsaSize, VaultError> {
    let bits = size.unwrap_or(DEFAULT_RSA_BITS);
    RsaSize::try_from(bits).map_err(|_| {
        refusal::bad(uri, format!("An RSA key cannot have {bits} bits."), "Use 2048, 3072 or 4096.")
    })
}

fn check_p256_size(size: Option<u32>, uri: &KeyUri) -> Result<(), VaultError> {
    match size.filter(|&bits| bits != P256_BITS) {
        Some(bits) => Err(refusal::bad(
            uri,
            format!("An EC key of {bits} bits is not offered."),
            "Leave the size out: EC keys are P-256.",
        )),
        None => Ok(()),
    }
}

impl EmbeddedVaults {
    /// A private key, to be dropped after its use: a backend holds it in ordinary memory. Opening
    /// and making ready for the first use cost as much as the use, so who uses a key at the same
    /// time shares it, and a server keeps it for a moment.
    pub(super) fn open_private_key(
        &self,
        loaded: &Loaded,
        key: &str,
        version: &VersionRecord,
    ) -> Result<Arc<RsaPrivateKey>, VaultError> {
        let opened = loaded.in_use.get(&format!("{key}/{}", version.version), || {
            let pkcs8 = self.open_pkcs8(loaded, key, version)?;
            RsaPrivateKey::from_pkcs8(self.backend, pkcs8.expose())
                .map_err(|_| self.does_not_open(loaded, key, version))
        })?;
        self.keeping.note(&opened);
        Ok(opened)
    }

    /// A private key as it is stored within its seal.
    pub(super) fn open_pkcs8(
        &self,
        loaded: &Loaded,
        key: &str,
        version: &VersionRecord,
    ) -> Result<SecretBytes, VaultError> {
        let opened = loaded.keyring.unseal(key, &version.version, &version.sealed);
        opened.map_err(|_| self.does_not_open(loaded, key, version))
    }

    fn does_not_open(&self, loaded: &Loaded, key: &str, version: &VersionRecord) -> VaultError {
        let path = self.folder.file(&loaded.record.name.to_ascii_lowercase());
        refusal::damaged(
            &path,
            &format!("the private key of {key}/{} does not open", version.version),
        )
    }
}
