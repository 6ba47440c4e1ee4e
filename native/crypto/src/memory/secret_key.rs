//! A 256-bit key.

use super::mark::gone;
use super::pool::{KEYS, Slot};
use crate::error::CryptoError;
use crate::error::Result;
use std::fmt;
use subtle::ConstantTimeEq;

/// 32 secret bytes on the heap: locked and left out of dumps where the system allows, wiped on
/// drop.
///
/// Filled in place and never copied by value: there is no `Clone`, and `Debug` shows nothing.
/// Moving a `SecretKey` moves a pointer.
pub struct SecretKey {
    slot: Slot,
}

impl SecretKey {
    /// Length of a key, in bytes.
    pub const LEN: usize = 32;

    /// A fresh random key.
    ///
    /// # Errors
    /// [`CryptoError::Random`] if the operating system gives no random bytes.
    pub fn generate() -> Result<Self> {
        Self::fill(|key| crate::random(key))
    }

    /// A key that `fill` writes in place, over zeros.
    ///
    /// # Errors
    /// What `fill` returns; the bytes are wiped then.
    pub fn fill<E>(fill: impl FnOnce(&mut [u8; Self::LEN]) -> Result<(), E>) -> Result<Self, E> {
        let mut key = Self { slot: KEYS.take() };
        match key.slot.bytes_mut().first_chunk_mut() {
            Some(bytes) => fill(bytes)?,
            None => gone(),
        }
        Ok(key)
    }

    /// A key copied from 32 bytes, which stay with the caller, to be wiped by it.
    ///
    /// # Errors
    /// [`CryptoError::InvalidLength`] unless `bytes` has 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self> {
        let bytes: &[u8; Self::LEN] = bytes.try_into().map_err(|_| CryptoError::InvalidLength {
            what: "a key",
            expected: "32",
            actual: bytes.len(),
        })?;
        Self::fill(|slot| {
            slot.copy_from_slice(bytes);
            Ok(())
        })
    }

    /// The same key in a slot of its own: for what keeps a key that it was lent.
    pub(crate) fn another(&self) -> Self {
        let mut key = Self { slot: KEYS.take() };
        key.slot.bytes_mut().copy_from_slice(self.slot.bytes());
        key
    }

    /// The bytes, to be handed to an algorithm and kept nowhere else.
    ///
    /// # Panics
    /// In a forked child of the process that made the key, where the key was left behind (see
    /// [`crate::wipe_on_fork_by`]).
    #[must_use]
    pub fn expose(&self) -> &[u8; Self::LEN] {
        self.slot.bytes().first_chunk().unwrap_or_else(|| gone())
    }

    /// Whether two keys are equal, in time that does not depend on where they differ.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        self.expose().as_slice().ct_eq(other.expose()).into()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_is_what_was_filled_in() {
        let key = SecretKey::from_slice(&[9; 32]).unwrap();
        assert_eq!(key.expose(), &[9; 32]);
        assert!(key.ct_eq(&SecretKey::from_slice(&[9; 32]).unwrap()));
        assert!(!key.ct_eq(&SecretKey::generate().unwrap()));
    }

    #[test]
    fn a_key_of_another_length_is_refused() {
        assert_eq!(SecretKey::from_slice(&[0; 31]).unwrap_err().name(), "crypto.invalid_length");
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", SecretKey::from_slice(&[65; 32]).unwrap()), "SecretKey(..)");
    }

    #[test]
    fn a_failed_fill_gives_no_key() {
        assert_eq!(SecretKey::fill(|_| Err::<(), _>(3)).unwrap_err(), 3);
    }

    #[test]
    fn many_keys_live_apart() {
        let keys: Vec<_> = (0..2000_u32)
            .map(|n| SecretKey::from_slice(&[n.to_be_bytes()[3]; 32]).unwrap())
            .collect();
        assert!(keys.iter().zip(0..2000_u32).all(|(k, n)| k.expose() == &[n.to_be_bytes()[3]; 32]));
    }
}
