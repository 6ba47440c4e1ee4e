//! Pools of equal slots cut from anonymous maps. A slot is exclusive to whoever took it; taking one costs a lock and a pop.
//!
//! Maps are never given back: a pool keeps as many slots as were ever in use at once, so that making a secret is cheap.

use super::wipe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Set when the system refused to lock or hide a map that holds keys.
static REFUSED: AtomicBool = AtomicBool::new(false);

/// Whether every map that holds keys is locked into memory and, on Linux, left out of core dumps.
///
/// `false` means the system refused (on Linux usually `RLIMIT_MEMLOCK`) or cannot. Secrets are wiped on drop all the same.
#[must_use]
pub fn memory_is_locked() -> bool {
    // A process that has made no secret yet asks for its first slot, so that the answer is not a guess.
    KEYS.give_back(KEYS.take());
    !REFUSED.load(Ordering::Relaxed)
}

/// Slots of 32 bytes for keys.
pub(super) static KEYS: Pool = Pool::new(32, Kind::Keys);

/// Slots for secrets of other lengths, by size; the larger classes hold content rather than keys and are not locked.
pub(super) static CLASSES: [Pool; 6] = [
    Pool::new(64, Kind::Keys),
    Pool::new(256, Kind::Keys),
    Pool::new(1024, Kind::Keys),
    Pool::new(4096, Kind::Keys),
    Pool::new(16 * 1024, Kind::Content),
    Pool::new(64 * 1024, Kind::Content),
];

/// What a pool's slots hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Locked into memory: there are few of them, and the limit on locked memory is often small.
    Keys,
    /// Only left out of dumps.
    Content,
}

/// One pool.
pub(super) struct Pool {
    slot: usize,
    kind: Kind,
    free: Mutex<Vec<&'static mut [u8]>>,
}

impl Pool {
    const fn new(slot: usize, kind: Kind) -> Self {
        Self { slot, kind, free: Mutex::new(Vec::new()) }
    }

    /// Bytes in one slot.
    pub(super) fn slot_len(&self) -> usize {
        self.slot
    }

    /// A slot of zeros.
    pub(super) fn take(&self) -> &'static mut [u8] {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.is_empty() {
            free.extend(self.map().chunks_exact_mut(self.slot));
        }
        // A fresh map always yields a slot; should it ever not, a slot of its own keeps the caller going.
        free.pop().unwrap_or_else(|| Box::leak(vec![0; self.slot].into_boxed_slice()))
    }

    /// Wipes a slot and takes it back.
    pub(super) fn give_back(&self, slot: &'static mut [u8]) {
        wipe(slot);
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(slot);
    }

    /// New memory for slots: at least 16 KiB, at least one slot.
    fn map(&self) -> &'static mut [u8] {
        let len = self.slot.max(16 * 1024);
        match memmap2::MmapMut::map_anon(len) {
            Ok(map) => {
                if !hide(&map, self.kind) && self.kind == Kind::Keys {
                    REFUSED.store(true, Ordering::Relaxed);
                }
                let map: &'static mut memmap2::MmapMut = Box::leak(Box::new(map));
                map
            }
            Err(_) => {
                REFUSED.store(true, Ordering::Relaxed);
                Box::leak(vec![0; len].into_boxed_slice())
            }
        }
    }
}

/// Locks a map of keys into memory and leaves any map out of core dumps; whether all of it succeeded.
pub(super) fn hide(map: &memmap2::MmapMut, kind: Kind) -> bool {
    let mut all = true;
    #[cfg(target_os = "linux")]
    {
        all &= map.advise(memmap2::Advice::DontDump).is_ok();
    }
    if kind == Kind::Keys {
        #[cfg(unix)]
        {
            all &= map.lock().is_ok();
        }
        #[cfg(not(unix))]
        {
            let _ = map;
            all = false;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_comes_back_as_zeros() {
        static POOL: Pool = Pool::new(48, Kind::Content);
        for _ in 0..1000 {
            let slot = POOL.take();
            assert!(slot.iter().all(|&b| b == 0));
            slot.fill(7);
            POOL.give_back(slot);
        }
        assert_eq!(POOL.take().len(), POOL.slot_len());
    }
}
