//! Keys wrapped by keys: AES-256-GCM with a random nonce and the place of the wrap as associated
//! data.
//!
//! Layout: `1` (version) ‖ nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). See `docs/format.md`.

use crate::aead::{Aead, NONCE, TAG};
use crate::backend::Backend;
use crate::encoding::canonical;
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::SecretBytes;
use crate::memory::SecretKey;
use crate::random::random_array;

/// What a wrap is for. It opens only where the same is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrapContext<'a> {
    /// A scope key (of a mailbox, site, workload or application scope) under a policy generation.
    Scope {
        /// The tenant's GUID, 16 bytes.
        tenant: &'a [u8; 16],
        /// The policy's GUID, 16 bytes.
        policy: &'a [u8; 16],
        /// Generation of the policy key, from 1.
        generation: u32,
        /// Identifier of the scope key, 16 bytes.
        scope: &'a [u8; 16],
        /// Version of the scope key, from 1.
        version: u32,
    },
    /// A policy key under the availability key.
    Availability {
        /// The tenant's GUID, 16 bytes.
        tenant: &'a [u8; 16],
        /// The policy's GUID, 16 bytes.
        policy: &'a [u8; 16],
        /// Generation of the policy key, from 1.
        generation: u32,
    },
    /// A policy key under the service root.
    ServiceRoot {
        /// The tenant's GUID, 16 bytes.
        tenant: &'a [u8; 16],
        /// The policy's GUID, 16 bytes.
        policy: &'a [u8; 16],
        /// Generation of the policy key, from 1.
        generation: u32,
    },
    /// A file of the secret store or of an embedded vault, under a master key.
    Secret {
        /// Name of the secret, unique under its master key.
        name: &'a str,
    },
}

impl WrapContext<'_> {
    fn associated_data(&self) -> Vec<u8> {
        let policy = |label, tenant: &[u8; 16], policy: &[u8; 16], generation: u32| {
            canonical(label, &[tenant, policy, &generation.to_be_bytes()])
        };
        match *self {
            Self::Scope { tenant, policy, generation, scope, version } => canonical(
                "customer-key/v1/key-wrap/scope",
                &[tenant, policy, &generation.to_be_bytes(), scope, &version.to_be_bytes()],
            ),
            Self::Availability { tenant, policy: id, generation } => {
                policy("customer-key/v1/key-wrap/availability", tenant, id, generation)
            }
            Self::ServiceRoot { tenant, policy: id, generation } => {
                policy("customer-key/v1/key-wrap/service-root", tenant, id, generation)
            }
            Self::Secret { name } => {
                canonical("customer-key/v1/key-wrap/secret", &[name.as_bytes()])
            }
        }
    }
}

/// Version byte of a wrap.
const VERSION: u8 = 1;

/// Bytes of a wrap that are not ciphertext.
const OVERHEAD: usize = 1 + NONCE + TAG;

/// A wrapping key. It is kept in locked memory and expanded for each use, which costs 0.15 µs: an
/// expanded key is in ordinary memory.
///
/// Its nonces are random, so one key may make at most [`KeyWrapper::MAX_WRAPS`] wraps; counting
/// them is the caller's part.
pub struct KeyWrapper {
    backend: Backend,
    key: SecretKey,
}

impl KeyWrapper {
    /// Most wraps under one key: 2^31, which keeps the chance of a repeated nonce below 2^-34.
    pub const MAX_WRAPS: u64 = 1 << 31;

    /// Length of a wrapped [`SecretKey`], in bytes.
    pub const WRAPPED_KEY_LEN: usize = OVERHEAD + SecretKey::LEN;

    /// Longest secret that [`KeyWrapper::wrap_bytes`] takes, in bytes: 64 MiB.
    pub const MAX_LEN: usize = 64 * 1024 * 1024;

    /// Keeps a key-encryption key, in a copy of its own.
    ///
    /// # Errors
    /// None today.
    pub fn new(backend: Backend, kek: &SecretKey) -> Result<Self> {
        Ok(Self { backend, key: kek.another() })
    }

    fn expanded(&self) -> Result<Aead> {
        Aead::new(self.backend, self.key.expose())
    }

    /// Wraps a key; the result has [`KeyWrapper::WRAPPED_KEY_LEN`] bytes.
    ///
    /// # Errors
    /// [`CryptoError::Random`] if the operating system gives no random bytes.
    pub fn wrap(&self, context: &WrapContext<'_>, key: &SecretKey) -> Result<Vec<u8>> {
        self.seal(context, key.expose(), random_array()?)
    }

    /// Unwraps a key.
    ///
    /// # Errors
    /// [`CryptoError::Unwrap`] if it is not a wrapped key made by this key for this context.
    pub fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<SecretKey> {
        let parts = Parts::of(wrapped)?;
        let data: &[u8; SecretKey::LEN] = parts.data.try_into().map_err(|_| REFUSED)?;
        let expanded = self.expanded()?;
        SecretKey::fill(|key| {
            key.copy_from_slice(data);
            expanded
                .open_in_place(parts.nonce, &context.associated_data(), key, parts.tag)
                .map_err(|_| REFUSED)
        })
    }

    /// Wraps a secret of any length up to [`KeyWrapper::MAX_LEN`]; the result is 29 bytes longer.
    ///
    /// # Errors
    /// [`CryptoError::InvalidLength`] if it is longer; [`CryptoError::Random`].
    pub fn wrap_bytes(&self, context: &WrapContext<'_>, secret: &SecretBytes) -> Result<Vec<u8>> {
        if secret.len() > Self::MAX_LEN {
            return Err(CryptoError::InvalidLength {
                what: "a secret to be wrapped",
                expected: "at most 64 MiB",
                actual: secret.len(),
            });
        }
        self.seal(context, secret.expose(), random_array()?)
    }

    /// Unwraps a secret of any length.
    ///
    /// # Errors
    /// [`CryptoError::Unwrap`] if it was not made by this key for this context, or is longer than
    /// any wrap.
    pub fn unwrap_bytes(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<SecretBytes> {
        let parts = Parts::of(wrapped)?;
        let expanded = self.expanded()?;
        SecretBytes::fill(parts.data.len(), |secret| {
            secret.copy_from_slice(parts.data);
            expanded
                .open_in_place(parts.nonce, &context.associated_data(), secret, parts.tag)
                .map_err(|_| REFUSED)
        })
    }

    pub(crate) fn seal(
        &self,
        context: &WrapContext<'_>,
        secret: &[u8],
        nonce: [u8; NONCE],
    ) -> Result<Vec<u8>> {
        let mut out = vec![0; OVERHEAD + secret.len()];
        if let Some((version, rest)) = out.split_first_mut()
            && let Some((head, rest)) = rest.split_first_chunk_mut::<NONCE>()
            && let Some((data, tag)) = rest.split_last_chunk_mut::<TAG>()
        {
            *version = VERSION;
            *head = nonce;
            *tag = self.expanded()?.seal_into(&nonce, &context.associated_data(), secret, data)?;
        }
        Ok(out)
    }
}

impl std::fmt::Debug for KeyWrapper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyWrapper(..)")
    }
}

const REFUSED: CryptoError = CryptoError::Unwrap { what: "wrapped key" };

struct Parts<'a> {
    nonce: &'a [u8; NONCE],
    data: &'a [u8],
    tag: &'a [u8; TAG],
}

impl<'a> Parts<'a> {
    fn of(wrapped: &'a [u8]) -> Result<Self> {
        if wrapped.len() > OVERHEAD + KeyWrapper::MAX_LEN {
            return Err(REFUSED);
        }
        let (version, rest) = wrapped.split_first().ok_or(REFUSED)?;
        let (nonce, rest) = rest.split_first_chunk().ok_or(REFUSED)?;
        let (data, tag) = rest.split_last_chunk().ok_or(REFUSED)?;
        if *version == VERSION { Ok(Self { nonce, data, tag }) } else { Err(REFUSED) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    const CONTEXT: WrapContext<'static> = WrapContext::Scope {
        tenant: &[1; 16],
        policy: &[2; 16],
        generation: 3,
        scope: &[4; 16],
        version: 5,
    };

    fn key(byte: u8) -> SecretKey {
        SecretKey::from_slice(&[byte; 32]).unwrap()
    }

    #[test]
    fn each_backend_unwraps_what_the_other_wrapped() {
        for a in Backend::ALL {
            for b in Backend::ALL {
                let (wrap, unwrap) =
                    (KeyWrapper::new(a, &key(1)).unwrap(), KeyWrapper::new(b, &key(1)).unwrap());
                let wrapped = wrap.wrap(&CONTEXT, &key(7)).unwrap();
                assert_eq!(wrapped.len(), KeyWrapper::WRAPPED_KEY_LEN);
                assert!(unwrap.unwrap(&CONTEXT, &wrapped).unwrap().ct_eq(&key(7)));
                let secret = SecretBytes::from_slice(&[3; 3000]).unwrap();
                let wrapped = wrap.wrap_bytes(&CONTEXT, &secret).unwrap();
                assert!(unwrap.unwrap_bytes(&CONTEXT, &wrapped).unwrap().ct_eq(&secret));
            }
        }
    }

    #[test]
    fn a_wrap_opens_in_its_own_place_only() {
        let wrapper = KeyWrapper::new(Backend::AwsLc, &key(1)).unwrap();
        let wrapped = wrapper.wrap(&CONTEXT, &key(7)).unwrap();
        let (t, p, s) = (&[1; 16], &[2; 16], &[4; 16]);
        for elsewhere in [
            WrapContext::Scope { tenant: &[9; 16], policy: p, generation: 3, scope: s, version: 5 },
            WrapContext::Scope { tenant: t, policy: &[9; 16], generation: 3, scope: s, version: 5 },
            WrapContext::Scope { tenant: t, policy: p, generation: 9, scope: s, version: 5 },
            WrapContext::Scope { tenant: t, policy: p, generation: 3, scope: &[9; 16], version: 5 },
            WrapContext::Scope { tenant: t, policy: p, generation: 3, scope: s, version: 9 },
            WrapContext::Availability { tenant: t, policy: p, generation: 3 },
            WrapContext::ServiceRoot { tenant: t, policy: p, generation: 3 },
            WrapContext::Secret { name: "" },
        ] {
            assert_eq!(wrapper.unwrap(&elsewhere, &wrapped).unwrap_err().name(), "crypto.unwrap");
        }
    }

    #[test]
    fn every_changed_byte_and_every_other_length_is_refused() {
        let wrapper = KeyWrapper::new(Backend::AwsLc, &key(1)).unwrap();
        let wrapped = wrapper.wrap(&CONTEXT, &key(7)).unwrap();
        for at in 0..wrapped.len() {
            let mut changed = wrapped.clone();
            changed[at] ^= 1;
            assert!(wrapper.unwrap(&CONTEXT, &changed).is_err());
            assert!(wrapper.unwrap(&CONTEXT, &wrapped[..at]).is_err());
            assert!(wrapper.unwrap_bytes(&CONTEXT, &wrapped[..at]).is_err());
        }
        assert!(wrapper.unwrap(&CONTEXT, &[wrapped.as_slice(), &[0]].concat()).is_err());
    }

    #[test]
    fn two_wraps_of_one_key_differ() {
        let wrapper = KeyWrapper::new(Backend::AwsLc, &key(1)).unwrap();
        assert_ne!(
            wrapper.wrap(&CONTEXT, &key(7)).unwrap(),
            wrapper.wrap(&CONTEXT, &key(7)).unwrap()
        );
    }

    #[test]
    fn a_secret_of_64_mib_is_wrapped_and_unwrapped_and_a_longer_one_is_not() {
        assert_eq!((KeyWrapper::MAX_LEN, KeyWrapper::WRAPPED_KEY_LEN), (67_108_864, 61));
        let wrapper = KeyWrapper::new(Backend::AwsLc, &key(1)).unwrap();
        let secret = |len| SecretBytes::fill(len, |_| Ok::<_, CryptoError>(())).unwrap();
        let longest = wrapper.wrap_bytes(&CONTEXT, &secret(KeyWrapper::MAX_LEN)).unwrap();
        assert_eq!(wrapper.unwrap_bytes(&CONTEXT, &longest).unwrap().len(), KeyWrapper::MAX_LEN);
        assert_eq!(
            wrapper.wrap_bytes(&CONTEXT, &secret(KeyWrapper::MAX_LEN + 1)).unwrap_err().name(),
            "crypto.invalid_length"
        );
        // Anyone who has the key could have wrapped it all the same.
        let longer = wrapper.seal(&CONTEXT, &vec![0; KeyWrapper::MAX_LEN + 1], [0; NONCE]).unwrap();
        assert_eq!(wrapper.unwrap_bytes(&CONTEXT, &longer).unwrap_err().name(), "crypto.unwrap");
    }

    #[test]
    fn a_key_makes_at_most_2_to_the_31_wraps() {
        assert_eq!(KeyWrapper::MAX_WRAPS, 2_147_483_648);
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(
            format!("{:?}", KeyWrapper::new(Backend::AwsLc, &key(7)).unwrap()),
            "KeyWrapper(..)"
        );
    }
}
