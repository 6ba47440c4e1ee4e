//! Secret bytes of any length.

use super::map::{self, Kind};
use super::pool::{CLASSES, Slot};
use super::{mark, wipe};
use crate::error::Result;
use std::fmt;

/// Secret bytes of any length on the heap, wiped on drop, left out of core dumps where the system
/// allows; up to 4096 bytes (keys of every kind) also locked into memory. Larger ones hold content,
/// which would exhaust the limit on locked memory.
///
/// Filled in place and never copied by value: there is no `Clone`, and `Debug` shows only the
/// length.
pub struct SecretBytes {
    store: Store,
    len: usize,
}

enum Store {
    Slot(Slot),
    /// Larger than any slot; begins with a mark.
    Map(memmap2::MmapMut),
    /// The system gave no map; begins with a mark.
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
    ///
    /// # Panics
    /// In a forked child of the process that made them, where they were left behind (see
    /// [`crate::wipe_on_fork_by`]).
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.store.bytes().get(..self.len).unwrap_or_else(|| mark::gone())
    }

    /// The bytes, to be changed in place.
    ///
    /// # Panics
    /// As [`SecretBytes::expose`].
    pub fn expose_mut(&mut self) -> &mut [u8] {
        let len = self.len;
        self.store.bytes_mut().get_mut(..len).unwrap_or_else(|| mark::gone())
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
        if let Some(pool) = CLASSES.iter().find(|pool| pool.slot_len() >= len) {
            return Self::Slot(pool.take());
        }
        let size = len.saturating_add(mark::LEN);
        let mut store =
            map::new(size, Kind::Content).map_or_else(|| Self::Heap(vec![0; size]), Self::Map);
        match &mut store {
            Self::Slot(_) => {}
            Self::Map(place) => mark::set(place),
            Self::Heap(place) => mark::set(place),
        }
        store
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Slot(slot) => slot.bytes(),
            Self::Map(place) => mark::behind(place),
            Self::Heap(place) => mark::behind(place),
        }
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Slot(slot) => slot.bytes_mut(),
            Self::Map(place) => mark::behind_mut(place),
            Self::Heap(place) => mark::behind_mut(place),
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        match self {
            Self::Slot(_) => {}
            Self::Map(place) => wipe(place),
            Self::Heap(place) => wipe(place),
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
        assert_eq!(
            format!("{:?}", SecretBytes::from_slice(b"secret").unwrap()),
            "SecretBytes(6 bytes)"
        );
    }
}
