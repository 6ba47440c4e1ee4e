//! Secret bytes of any length.

use super::pool::{CLASSES, Kind, hide};
use super::wipe;
use crate::Result;
use std::fmt;

/// Secret bytes of any length on the heap, wiped on drop, left out of core dumps where the system allows; up to 4096 bytes (keys of
/// every kind) also locked into memory. Larger ones hold content, which would exhaust the limit on locked memory.
///
/// Filled in place and never copied by value: there is no `Clone`, and `Debug` shows only the length.
pub struct SecretBytes {
    store: Store,
    len: usize,
}

enum Store {
    Slot { class: usize, slot: &'static mut [u8] },
    Map(memmap2::MmapMut),
    Heap(Vec<u8>),
}

impl SecretBytes {
    /// `len` bytes that `fill` writes in place, over zeros.
    ///
    /// # Errors
    /// What `fill` returns; the bytes are wiped then.
    pub fn fill<E>(len: usize, fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let mut bytes = Self { store: Store::new(len), len };
        fill(bytes.expose_mut())?;
        Ok(bytes)
    }

    /// Bytes copied from `bytes`, which stay with the caller, to be wiped by it.
    ///
    /// # Errors
    /// None today.
    pub fn from_slice(bytes: &[u8]) -> Result<Self> {
        Self::fill(bytes.len(), |slot| {
            slot.copy_from_slice(bytes);
            Ok(())
        })
    }

    /// The bytes, to be handed to an algorithm or to the one who asked for them.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.store.bytes().get(..self.len).unwrap_or_default()
    }

    /// The bytes, to be changed in place.
    pub fn expose_mut(&mut self) -> &mut [u8] {
        let len = self.len;
        self.store.bytes_mut().get_mut(..len).unwrap_or_default()
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Keeps the first `len` bytes and wipes the rest; no effect if there are no more than that.
    pub fn truncate(&mut self, len: usize) {
        if let Some(rest) = self.expose_mut().get_mut(len..) {
            wipe(rest);
            self.len = len;
        }
    }

    /// Whether two are equal, in time that depends on the lengths alone.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        subtle::ConstantTimeEq::ct_eq(self.expose(), other.expose()).into()
    }
}

impl Store {
    fn new(len: usize) -> Self {
        if let Some((class, pool)) = CLASSES.iter().enumerate().find(|(_, pool)| pool.slot_len() >= len) {
            return Self::Slot { class, slot: pool.take() };
        }
        match memmap2::MmapMut::map_anon(len) {
            Ok(map) => {
                hide(&map, Kind::Content);
                Self::Map(map)
            }
            Err(_) => Self::Heap(vec![0; len]),
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Slot { slot, .. } => slot,
            Self::Map(map) => map,
            Self::Heap(bytes) => bytes,
        }
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Slot { slot, .. } => slot,
            Self::Map(map) => map,
            Self::Heap(bytes) => bytes,
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        match self {
            Self::Slot { class, slot } => {
                let slot = std::mem::take(slot);
                if let Some(pool) = CLASSES.get(*class) {
                    pool.give_back(slot);
                }
            }
            Self::Map(map) => wipe(map),
            Self::Heap(bytes) => wipe(bytes),
        }
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretBytes({} bytes)", self.len)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_size_holds_its_bytes() {
        for len in [0, 1, 63, 64, 65, 4096, 4097, 65_536, 65_537, 1 << 21] {
            let bytes = SecretBytes::from_slice(&vec![5; len]).unwrap();
            assert_eq!((bytes.len(), bytes.is_empty()), (len, len == 0));
            assert!(bytes.expose().iter().all(|&b| b == 5));
        }
    }

    #[test]
    fn truncating_wipes_what_is_cut() {
        let mut bytes = SecretBytes::from_slice(b"secret").unwrap();
        bytes.truncate(9);
        assert_eq!(bytes.expose(), b"secret");
        bytes.truncate(2);
        assert_eq!(bytes.expose(), b"se");
        assert!(bytes.store.bytes().iter().skip(2).all(|&b| b == 0));
    }

    #[test]
    fn debug_shows_only_the_length() {
        assert_eq!(format!("{:?}", SecretBytes::from_slice(b"secret").unwrap()), "SecretBytes(6 bytes)");
    }
}
