//! Copies of objects that many threads use at once, for some of the threads each: threads that
//! work on one scope then share nothing that is written.

use crate::failure::Result;
use std::any::Any;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How many parts the threads are in.
pub(crate) const PARTS: usize = 16;

/// What is behind a handle, or a copy of it.
pub(crate) type Anything = Arc<dyn Any + Send + Sync>;

/// The copies of one part, by handle. Apart, so that no two are in what processors hand to one
/// another.
#[repr(align(128))]
struct Part(Mutex<BTreeMap<usize, Anything>>);

static COPIES: [Part; PARTS] = [const { Part(Mutex::new(BTreeMap::new())) }; PARTS];
static NEXT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static PART: usize = NEXT.fetch_add(1, Ordering::Relaxed) % PARTS;
}

/// The part of this thread.
pub(crate) fn part() -> usize {
    PART.with(|part| *part)
}

/// The copy that this thread's part has of what is behind `handle`, made by `copy` where there is
/// none. What is being forgotten meanwhile is not copied: `copy` looks at the table, out of which
/// it was taken before.
pub(crate) fn find(handle: usize, copy: impl FnOnce() -> Result<Anything>) -> Result<Anything> {
    let Some(part) = COPIES.get(part()) else { return copy() };
    let mut copies = part.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(copy) = copies.get(&handle) {
        return Ok(copy.clone());
    }
    let copy = copy()?;
    copies.insert(handle, copy.clone());
    Ok(copy)
}

/// Lets go of all copies of what is behind `handle`, which the table has no more.
pub(crate) fn forget(handle: usize) {
    for part in &COPIES {
        let copy = part.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&handle);
        drop(copy);
    }
}
