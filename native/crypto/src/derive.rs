//! Keys made from keys, and commitments to keys.
//!
//! Everything here is HKDF-SHA-256 with the salt `customer-key/v1` and a canonical, length-prefixed
//! `info` that begins with a label.

use crate::backend::Backend;
use crate::error::CryptoError;
use crate::error::Result;
use crate::kdf;
use crate::memory::SecretBytes;
use crate::memory::SecretKey;

/// The key that wraps the scope keys of one policy generation: `HKDF(policy key ‖ erasure key,
/// policy | generation)`.
///
/// Anyone who lacks either key lacks this one; so destroying the erasure key ends everything below
/// the policy. `policy` is the policy's GUID in its 16-byte form.
///
/// # Errors
/// [`CryptoError::Internal`] only.
pub fn policy_kek(
    policy_key: &SecretKey,
    erasure_key: &SecretKey,
    policy: &[u8; 16],
    generation: u32,
) -> Result<SecretKey> {
    let both = SecretBytes::fill(2 * SecretKey::LEN, |both| {
        let (first, second) = both.split_at_mut(SecretKey::LEN);
        first.copy_from_slice(policy_key.expose());
        second.copy_from_slice(erasure_key.expose());
        Ok::<_, CryptoError>(())
    })?;
    expand(both.expose(), "customer-key/v1/policy-kek", &[policy, &generation.to_be_bytes()])
}

/// A public value that only `key` gives for `context`; stored beside a wrapped key and compared
/// after each unwrap.
///
/// # Errors
/// [`CryptoError::Internal`] only.
pub fn commitment(key: &SecretKey, context: &[u8]) -> Result<[u8; 32]> {
    let mut out = [0; 32];
    kdf::hkdf(
        Backend::default(),
        key.expose(),
        "customer-key/v1/commitment",
        &[context],
        &mut out,
    )?;
    Ok(out)
}

/// A key for another purpose: `label` names the purpose, `context` the thing it is for.
///
/// # Errors
/// [`CryptoError::Internal`] only.
pub fn subkey(key: &SecretKey, label: &str, context: &[u8]) -> Result<SecretKey> {
    expand(key.expose(), "customer-key/v1/subkey", &[label.as_bytes(), context])
}

fn expand(ikm: &[u8], label: &str, parts: &[&[u8]]) -> Result<SecretKey> {
    SecretKey::fill(|out| kdf::hkdf(Backend::default(), ikm, label, parts, out))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn key(byte: u8) -> SecretKey {
        SecretKey::from_slice(&[byte; 32]).unwrap()
    }

    #[test]
    fn the_policy_kek_needs_both_keys_the_policy_and_the_generation() {
        let one = policy_kek(&key(1), &key(2), &[3; 16], 4).unwrap();
        assert!(one.ct_eq(&policy_kek(&key(1), &key(2), &[3; 16], 4).unwrap()));
        assert!(!one.ct_eq(&policy_kek(&key(2), &key(1), &[3; 16], 4).unwrap()));
        assert!(!one.ct_eq(&policy_kek(&key(1), &key(9), &[3; 16], 4).unwrap()));
        assert!(!one.ct_eq(&policy_kek(&key(1), &key(2), &[9; 16], 4).unwrap()));
        assert!(!one.ct_eq(&policy_kek(&key(1), &key(2), &[3; 16], 5).unwrap()));
    }

    #[test]
    fn a_commitment_tells_keys_and_contexts_apart_and_is_no_subkey() {
        let one = commitment(&key(1), b"c").unwrap();
        assert_ne!(one, commitment(&key(2), b"c").unwrap());
        assert_ne!(one, commitment(&key(1), b"d").unwrap());
        assert_ne!(&one, subkey(&key(1), "", b"c").unwrap().expose());
    }

    #[test]
    fn a_subkey_depends_on_label_and_context_separately() {
        assert!(!subkey(&key(1), "ab", b"c").unwrap().ct_eq(&subkey(&key(1), "a", b"bc").unwrap()));
    }
}
