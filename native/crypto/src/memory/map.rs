//! Anonymous maps for secrets, and what the system is asked to do with them.

use memmap2::MmapMut;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set when the system refused to lock or hide a map that holds keys.
static REFUSED: AtomicBool = AtomicBool::new(false);

/// How a map is made to read as zeros in a forked child.
static WIPE_ON_FORK: OnceLock<fn(&mut [u8]) -> bool> = OnceLock::new();

/// What a map holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Locked into memory: there are few of them, and the limit on locked memory is often small.
    Keys,
    /// Only left out of dumps.
    Content,
}

/// Makes maps for secrets read as zeros in a forked child from now on: `advise` asks the system for
/// one map, whole pages, and says whether it agreed. For the C library, which alone may make such a
/// call and whose hosts fork. Only the first caller counts.
///
/// A secret that a child finds wiped so is not used: the use panics.
pub fn wipe_on_fork_by(advise: fn(&mut [u8]) -> bool) {
    let _ = WIPE_ON_FORK.set(advise);
}

/// New memory of zeros that the system treats as secret; `None` if it gives none.
pub(super) fn new(len: usize, kind: Kind) -> Option<MmapMut> {
    let mut map = MmapMut::map_anon(len).ok();
    let hidden = map.as_mut().is_some_and(|map| hide(map, kind));
    if kind == Kind::Keys && !hidden {
        note_refusal();
    }
    map
}

/// Notes that keys are in ordinary memory.
pub(super) fn note_refusal() {
    REFUSED.store(true, Ordering::Relaxed);
}

/// Whether any key is in ordinary memory.
pub(super) fn refused() -> bool {
    REFUSED.load(Ordering::Relaxed)
}

/// Locks a map of keys into memory and leaves any map out of core dumps and forked children;
/// whether all of it succeeded.
fn hide(map: &mut MmapMut, kind: Kind) -> bool {
    let mut all = true;
    if let Some(advise) = WIPE_ON_FORK.get() {
        all &= advise(map);
    }
    #[cfg(target_os = "linux")]
    {
        all &= map.advise(memmap2::Advice::DontDump).is_ok();
    }
    if kind == Kind::Keys {
        all &= lock(map);
    }
    all
}

#[cfg(unix)]
fn lock(map: &MmapMut) -> bool {
    map.lock().is_ok()
}

/// A map of keys is never given back, and neither is its lock.
#[cfg(windows)]
fn lock(map: &MmapMut) -> bool {
    region::lock(map.as_ptr(), map.len()).map(|lock| Box::leak(Box::new(lock))).is_ok()
}

#[cfg(not(any(unix, windows)))]
fn lock(_: &MmapMut) -> bool {
    false
}
