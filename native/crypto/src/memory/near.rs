//! Free slots that a thread keeps for itself, so that threads which make secrets at once share
//! nothing that is written.

use std::cell::RefCell;

/// Pools whose slots threads keep: those of short keys.
pub(super) const POOLS: usize = 4;

/// Most free slots of one pool, and the most bytes in them, that a thread keeps: locked memory is
/// often scarce, and a thread that ends slowly keeps them from the others.
const MOST_SLOTS: usize = 16;
const MOST_BYTES: usize = 1024;

type Place = &'static mut [u8];

/// How many free slots of `len` bytes a thread keeps.
pub(super) fn most(len: usize) -> usize {
    (MOST_BYTES / len).min(MOST_SLOTS)
}

/// The free slots of one thread.
struct Kept {
    pools: [Vec<Place>; POOLS],
    /// The process that they are of: a forked child leaves its parent's slots alone, since the lock
    /// of a pool may be held by a thread that is not there.
    process: u32,
}

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// Runs `work` on the free slots that this thread keeps of pool `number`; `None` where it keeps
/// none, as when it is about to end.
fn with<T>(number: usize, work: impl FnOnce(&mut Vec<Place>) -> T) -> Option<T> {
    KEPT.try_with(|kept| {
        let mut kept = kept.try_borrow_mut().ok()?;
        let kept = kept.get_or_insert_with(|| Kept {
            pools: std::array::from_fn(|_| Vec::with_capacity(MOST_SLOTS)),
            process: std::process::id(),
        });
        kept.pools.get_mut(number).map(work)
    })
    .ok()
    .flatten()
}

/// A free slot of this thread.
pub(super) fn take(number: usize) -> Option<Place> {
    with(number, Vec::pop).flatten()
}

/// Gives this thread free slots: as many as it may keep, from the end of `all`.
pub(super) fn refill(number: usize, len: usize, all: &mut Vec<Place>) {
    with(number, |near| {
        let wanted = (most(len) / 2).saturating_sub(near.len()).min(all.len());
        near.extend(all.drain(all.len() - wanted..));
    });
}

/// Gives a free slot to this thread; what it does not keep comes back, some at a time.
pub(super) fn give(number: usize, len: usize, place: Place) -> Vec<Place> {
    let mut place = Some(place);
    let rest = with(number, |near| {
        let most = most(len);
        let rest = if near.len() >= most { near.split_off(most / 2) } else { Vec::new() };
        near.extend(place.take());
        rest
    });
    rest.unwrap_or_default().into_iter().chain(place).collect()
}

impl Drop for Kept {
    fn drop(&mut self) {
        if self.process == std::process::id() {
            for (number, near) in self.pools.iter_mut().enumerate() {
                super::pool::give_back(number, std::mem::take(near));
            }
        }
    }
}
