//! A policy key under a root key, bound to its place.
//!
//! A vault's wrapKey takes no context, so the root wraps a random 32-byte seed, and the policy key
//! is sealed under `HKDF(seed, place)`. A wrap that was moved to another tenant, policy,
//! generation, slot, root key, key version or algorithm never opens.
//!
//! Layout: `1` (version) ‖ nonce (12 bytes) ‖ ciphertext (32 bytes) ‖ tag (16 bytes). See
//! `docs/format.md`.

use crate::aead::{Aead, NONCE, TAG};
use crate::backend::Backend;
use crate::encoding::canonical;
use crate::error::CryptoError;
use crate::error::Result;
use crate::kdf;
use crate::memory::SecretKey;
use crate::random::random_array;
use crate::rsa::WrapAlgorithm;

/// Which of a policy's two roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Customer key 1, or the primary.
    First,
    /// Customer key 2, or the secondary.
    Second,
}

impl Slot {
    /// 1 or 2.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }
}

/// Where a root wrap belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RootPlace<'a> {
    /// The tenant's GUID, 16 bytes.
    pub tenant: &'a [u8; 16],
    /// The policy's GUID, 16 bytes.
    pub policy: &'a [u8; 16],
    /// Generation of the policy key, from 1.
    pub generation: u32,
    /// Which of the two roots.
    pub slot: Slot,
    /// URI of the root key, with its version, as the vault answered it; at most 2048 bytes.
    pub key_uri: &'a str,
    /// How the root wrapped the seed.
    pub algorithm: WrapAlgorithm,
}

/// Length of a sealed policy key, in bytes.
pub const LEN: usize = 1 + NONCE + SecretKey::LEN + TAG;

const VERSION: u8 = 1;
const REFUSED: CryptoError = CryptoError::Unwrap { what: "root wrap" };

/// Seals a policy key under the seed that the root wrapped; the result has [`LEN`] bytes.
///
/// # Errors
/// [`CryptoError::InvalidLength`] if the URI is longer than 2048 bytes; [`CryptoError::Random`].
pub fn seal(
    backend: Backend,
    seed: &SecretKey,
    place: &RootPlace<'_>,
    policy_key: &SecretKey,
) -> Result<Vec<u8>> {
    seal_with(backend, seed, place, policy_key, random_array()?)
}

pub(crate) fn seal_with(
    backend: Backend,
    seed: &SecretKey,
    place: &RootPlace<'_>,
    policy_key: &SecretKey,
    nonce: [u8; NONCE],
) -> Result<Vec<u8>> {
    let mut data = [0; SecretKey::LEN];
    let tag = key(backend, seed, place)?.seal_into(
        &nonce,
        &place.bytes(),
        policy_key.expose(),
        &mut data,
    )?;
    Ok([&[VERSION][..], &nonce, &data, &tag].concat())
}

/// Opens a policy key with the seed that the root unwrapped.
///
/// # Errors
/// [`CryptoError::Unwrap`] if it was not sealed under this seed for this place.
pub fn open(
    backend: Backend,
    seed: &SecretKey,
    place: &RootPlace<'_>,
    sealed: &[u8],
) -> Result<SecretKey> {
    let sealed: &[u8; LEN] = sealed.try_into().map_err(|_| REFUSED)?;
    let (version, rest) = sealed.split_first().ok_or(REFUSED)?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(REFUSED)?;
    let (data, tag) = rest.split_last_chunk::<TAG>().ok_or(REFUSED)?;
    if *version != VERSION {
        return Err(REFUSED);
    }
    let kek = key(backend, seed, place)?;
    SecretKey::fill(|out| kek.open_into(nonce, &place.bytes(), data, tag, out).map_err(|_| REFUSED))
}

fn key(backend: Backend, seed: &SecretKey, place: &RootPlace<'_>) -> Result<Aead> {
    if place.key_uri.len() > 2048 {
        return Err(CryptoError::InvalidLength {
            what: "the URI of a root key",
            expected: "at most 2048",
            actual: place.key_uri.len(),
        });
    }
    let kek = SecretKey::fill(|out| {
        kdf::hkdf(backend, seed.expose(), "customer-key/v1/root-wrap/key", &[&place.bytes()], out)
    })?;
    Aead::new(backend, kek.expose())
}

impl RootPlace<'_> {
    fn bytes(&self) -> Vec<u8> {
        canonical(
            "customer-key/v1/root-wrap",
            &[
                self.tenant,
                self.policy,
                &self.generation.to_be_bytes(),
                &[self.slot.number()],
                self.key_uri.as_bytes(),
                self.algorithm.as_str().as_bytes(),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    const PLACE: RootPlace<'static> = RootPlace {
        tenant: &[1; 16],
        policy: &[2; 16],
        generation: 3,
        slot: Slot::First,
        key_uri: "https://v.vault.azure.net/keys/k/1",
        algorithm: WrapAlgorithm::RsaOaep256,
    };

    fn secret(byte: u8) -> SecretKey {
        SecretKey::from_slice(&[byte; 32]).unwrap()
    }

    #[test]
    fn each_backend_opens_what_the_other_sealed() {
        for a in Backend::ALL {
            for b in Backend::ALL {
                let sealed = seal(a, &secret(1), &PLACE, &secret(2)).unwrap();
                assert_eq!(sealed.len(), LEN);
                assert!(open(b, &secret(1), &PLACE, &sealed).unwrap().ct_eq(&secret(2)));
                assert_eq!(
                    open(b, &secret(9), &PLACE, &sealed).unwrap_err().name(),
                    "crypto.unwrap"
                );
            }
        }
    }

    #[test]
    fn a_wrap_moved_elsewhere_never_opens() {
        let sealed = seal(Backend::AwsLc, &secret(1), &PLACE, &secret(2)).unwrap();
        for elsewhere in [
            RootPlace { tenant: &[9; 16], ..PLACE },
            RootPlace { policy: &[9; 16], ..PLACE },
            RootPlace { generation: 9, ..PLACE },
            RootPlace { slot: Slot::Second, ..PLACE },
            RootPlace { key_uri: "https://v.vault.azure.net/keys/k/2", ..PLACE },
            RootPlace { algorithm: WrapAlgorithm::RsaOaep, ..PLACE },
        ] {
            assert_eq!(
                open(Backend::AwsLc, &secret(1), &elsewhere, &sealed).unwrap_err().name(),
                "crypto.unwrap"
            );
        }
    }

    #[test]
    fn every_changed_byte_and_every_other_length_is_refused() {
        let sealed = seal(Backend::AwsLc, &secret(1), &PLACE, &secret(2)).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 0x80;
            assert!(open(Backend::AwsLc, &secret(1), &PLACE, &changed).is_err());
            assert!(open(Backend::AwsLc, &secret(1), &PLACE, &sealed[..at]).is_err());
        }
    }

    #[test]
    fn a_uri_of_2048_bytes_is_taken_and_a_longer_one_refused() {
        let (longest, longer) = ("u".repeat(2048), "u".repeat(2049));
        let place = RootPlace { key_uri: &longest, ..PLACE };
        let sealed = seal(Backend::AwsLc, &secret(1), &place, &secret(2)).unwrap();
        assert!(open(Backend::AwsLc, &secret(1), &place, &sealed).unwrap().ct_eq(&secret(2)));
        let place = RootPlace { key_uri: &longer, ..PLACE };
        assert_eq!(
            seal(Backend::AwsLc, &secret(1), &place, &secret(2)).unwrap_err().name(),
            "crypto.invalid_length"
        );
        assert_eq!(
            open(Backend::AwsLc, &secret(1), &place, &sealed).unwrap_err().name(),
            "crypto.invalid_length"
        );
    }

    #[test]
    fn slots_are_numbered_as_the_format_says() {
        assert_eq!([Slot::First.number(), Slot::Second.number()], [1, 2]);
    }
}
