//! Pools of equal slots cut from anonymous maps. A slot is exclusive to anyone who took it. Each
//! thread keeps a few free ones of the short kinds at hand; behind them is a list for all, with a
//! lock.
//!
//! Maps are never given back: a pool keeps as many slots as were ever in use at once, so that
//! making a secret is cheap.

use super::map::{self, Kind};
use super::{mark, near, wipe};
use std::sync::{Mutex, PoisonError};

/// Whether every key that this process keeps is in memory that is locked and, on Linux, left out of
/// core dumps.
///
/// `false` means the system refused (on Linux usually `RLIMIT_MEMLOCK`) or cannot. Secrets are
/// wiped on drop all the same. Not meant is what a key is expanded to for as long as it is used: a
/// call, an open stream or reader, a private RSA key while it unwraps.
#[must_use]
pub fn memory_is_locked() -> bool {
    // A process that has made no secret yet asks for its first slot, so that the answer is not a
    // guess.
    drop(KEYS.take());
    !map::refused()
}

/// Slots of 32 bytes for keys.
pub(super) static KEYS: Pool = Pool::new(32, Kind::Keys).near(0);

/// Slots for secrets of other lengths, by size; the larger classes hold content rather than keys
/// and are not locked.
pub(super) static CLASSES: [Pool; 6] = [
    Pool::new(64, Kind::Keys).near(1),
    Pool::new(256, Kind::Keys).near(2),
    Pool::new(1024, Kind::Keys).near(3),
    Pool::new(4096, Kind::Keys),
    Pool::new(16 * 1024, Kind::Content),
    Pool::new(64 * 1024, Kind::Content),
];

/// Slots begin at multiples of this: no two share what processors hand to one another.
const APART: usize = 64;

/// Gives free slots back to the pool whose threads keep them under this number.
pub(super) fn give_back(number: usize, places: Vec<&'static mut [u8]>) {
    if let Some(pool) =
        std::iter::once(&KEYS).chain(&CLASSES).find(|pool| pool.near == Some(number))
    {
        pool.lock().extend(places);
    }
}

/// One pool.
pub(super) struct Pool {
    /// Bytes in one slot, without its mark.
    len: usize,
    kind: Kind,
    /// Under which number threads keep free slots of it.
    near: Option<usize>,
    free: Mutex<Vec<&'static mut [u8]>>,
}

impl Pool {
    const fn new(len: usize, kind: Kind) -> Self {
        Self { len, kind, near: None, free: Mutex::new(Vec::new()) }
    }

    const fn near(mut self, number: usize) -> Self {
        self.near = Some(number);
        self
    }

    /// Bytes in one slot.
    pub(super) fn slot_len(&self) -> usize {
        self.len
    }

    /// A slot of zeros.
    pub(super) fn take(&'static self) -> Slot {
        let place = self.near.and_then(near::take).unwrap_or_else(|| self.take_shared());
        mark::set(place);
        Slot { pool: self, place }
    }

    fn take_shared(&self) -> &'static mut [u8] {
        let mut free = self.lock();
        let first = free.pop();
        if let Some(number) = self.near {
            near::refill(number, self.len, &mut free);
        }
        drop(free);
        first.unwrap_or_else(|| self.grow())
    }

    /// New slots, at least 16 KiB of them: one for the caller, the others for the pool.
    fn grow(&self) -> &'static mut [u8] {
        let size = self.len + mark::LEN;
        let apart = size.next_multiple_of(APART);
        let memory: &'static mut [u8] =
            match map::new(apart * (16 * 1024_usize).div_ceil(apart), self.kind) {
                Some(map) => {
                    let map: &'static mut memmap2::MmapMut = Box::leak(Box::new(map));
                    map
                }
                None => Box::leak(vec![0; apart].into_boxed_slice()),
            };
        let (first, others) = memory.split_at_mut(apart);
        let cut = |place: &'static mut [u8]| place.split_at_mut(size).0;
        self.lock().extend(others.chunks_exact_mut(apart).map(cut));
        cut(first)
    }

    fn give(&self, place: &'static mut [u8]) {
        let rest = match self.near {
            Some(number) => near::give(number, self.len, place),
            None => vec![place],
        };
        if !rest.is_empty() {
            self.lock().extend(rest);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<&'static mut [u8]>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in a pool that belongs to one secret until it is dropped; then it is wiped and goes
/// back.
pub(super) struct Slot {
    pool: &'static Pool,
    place: &'static mut [u8],
}

impl Slot {
    /// The secret's bytes, as many as the pool's slots have.
    pub(super) fn bytes(&self) -> &[u8] {
        mark::behind(self.place)
    }

    /// The secret's bytes, to be changed in place.
    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        mark::behind_mut(self.place)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let place = std::mem::take(&mut self.place);
        // A forked child leaves its parent's slots alone: the lock may be held by a thread that is
        // not there.
        if mark::is_set(place) {
            wipe(place);
            self.pool.give(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_of_slots_is_of_its_size() {
        assert_eq!(KEYS.slot_len(), 32);
        assert_eq!(CLASSES.each_ref().map(Pool::slot_len), [64, 256, 1024, 4096, 16_384, 65_536]);
    }

    #[test]
    fn a_slot_comes_back_as_zeros() {
        static POOL: Pool = Pool::new(48, Kind::Content);
        for _ in 0..1000 {
            let mut slot = POOL.take();
            assert_eq!(slot.bytes(), [0; 48]);
            slot.bytes_mut().fill(7);
        }
        assert!(POOL.lock().iter().all(|place| place.iter().all(|&byte| byte == 0)));
    }

    #[test]
    fn slots_that_a_fork_wiped_are_not_handed_out_and_do_not_come_back() {
        static POOL: Pool = Pool::new(32, Kind::Content);
        let slot = POOL.take();
        let free = POOL.lock().len();
        slot.place.fill(0);
        assert!(std::panic::catch_unwind(|| slot.bytes().len()).is_err());
        drop(slot);
        assert_eq!(POOL.lock().len(), free);
    }
}
