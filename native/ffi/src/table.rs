//! The table of handles: sharded, so that threads rarely meet at one lock.

use crate::failure::{Failure, Result};
use crate::fork;
use crate::handle::{Handle, Kind, LAST_GENERATION, LAST_INDEX};
use crate::near::{self, Anything};
use crate::status::Status;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const SHARDS: u32 = 16;

/// What can be behind a handle.
pub(crate) trait Object: Send + Sync + Sized + 'static {
    /// The kind of its handles.
    const KIND: Kind;
    /// Whether many threads use one at once, each through a [`Object::copy`] near it.
    const IS_SHARED: bool = false;

    /// The same object for some of the threads that use it: it shares nothing that is written with
    /// the others. None where there is no such thing.
    fn copy(&self) -> Option<Self> {
        None
    }
}

/// An object with the mark that a call on it failed inside the library.
struct Entry<T> {
    poisoned: AtomicBool,
    /// What this is a copy of; its mark counts.
    original: Option<Arc<Entry<T>>>,
    object: T,
}

impl<T> Entry<T> {
    fn poisoned(&self) -> &AtomicBool {
        self.original.as_ref().map_or(&self.poisoned, |original| &original.poisoned)
    }
}

/// An object in use. A panic while it is held poisons its handle.
pub(crate) struct Held<T>(Arc<Entry<T>>);

impl<T> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.object
    }
}

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.poisoned().store(true, Ordering::Relaxed);
        }
    }
}

struct Slot {
    generation: u32,
    entry: Option<Anything>,
}

struct Shard {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

/// Apart, so that no two are in what processors hand to one another.
#[repr(align(128))]
struct Apart(Mutex<Shard>);

static TABLE: [Apart; 16] =
    [const { Apart(Mutex::new(Shard { slots: Vec::new(), free: Vec::new() })) }; 16];

fn shard(index: u32) -> Result<MutexGuard<'static, Shard>> {
    let number = usize::try_from(index % SHARDS).unwrap_or(0);
    TABLE
        .get(number)
        .map(|shard| shard.0.lock().unwrap_or_else(PoisonError::into_inner))
        .ok_or(Failure::from(Status::Internal))
}

/// Puts an object into the table and returns its handle.
pub(crate) fn insert<T: Object>(object: T) -> Result<Handle> {
    fork::refuse()?;
    let number = u32::try_from(near::part()).unwrap_or(0) % SHARDS;
    let entry: Anything =
        Arc::new(Entry { poisoned: AtomicBool::new(false), original: None, object });
    let mut shard = shard(number)?;
    let place = if let Some(place) = shard.free.pop() {
        place
    } else {
        shard.slots.push(Slot { generation: 0, entry: None });
        u32::try_from(shard.slots.len() - 1).map_err(|_| Failure::from(Status::OutOfHandles))?
    };
    let index = place
        .checked_mul(SHARDS)
        .and_then(|index| index.checked_add(number))
        .filter(|index| *index <= LAST_INDEX);
    let index = index.ok_or(Failure::from(Status::OutOfHandles))?;
    let slot = usize::try_from(place)
        .ok()
        .and_then(|place| shard.slots.get_mut(place))
        .ok_or(Failure::from(Status::Internal))?;
    slot.generation += 1;
    slot.entry = Some(entry);
    Ok(Handle::new(T::KIND, slot.generation, index))
}

/// The object behind a handle of C.
pub(crate) fn get<T: Object, P>(pointer: *const P) -> Result<Held<T>> {
    let held = if T::IS_SHARED {
        fork::refuse()?;
        typed::<T>(near::find(pointer.addr(), || copied::<T, P>(pointer))?)?
    } else {
        typed::<T>(look::<T, P>(pointer)?)?
    };
    if held.0.poisoned().load(Ordering::Relaxed) { Err(Status::Poisoned.into()) } else { Ok(held) }
}

/// What the table has behind a handle.
fn look<T: Object, P>(pointer: *const P) -> Result<Anything> {
    let (handle, place) = locate::<T, P>(pointer)?;
    let shard = shard(handle.index)?;
    let slot = shard.slots.get(place).filter(|slot| slot.generation == handle.generation);
    slot.and_then(|slot| slot.entry.clone()).ok_or(Failure::from(Status::InvalidHandle))
}

/// A copy of it for some of the threads that use it.
fn copied<T: Object, P>(pointer: *const P) -> Result<Anything> {
    let original = typed::<T>(look::<T, P>(pointer)?)?;
    Ok(match original.0.object.copy() {
        Some(object) => Arc::new(Entry {
            poisoned: AtomicBool::new(false),
            original: Some(original.0.clone()),
            object,
        }),
        None => original.0.clone(),
    })
}

/// Takes the object behind a handle out of the table; the handle is invalid from now on. Also takes
/// a poisoned one.
pub(crate) fn remove<T: Object, P>(pointer: *const P) -> Result<Held<T>> {
    remove_unless_busy(pointer, |_| false)
}

/// As [`remove`], but [`Status::Busy`] and nothing taken while `busy` says so.
pub(crate) fn remove_unless_busy<T: Object, P>(
    pointer: *const P,
    busy: impl FnOnce(&T) -> bool,
) -> Result<Held<T>> {
    let (handle, place) = locate::<T, P>(pointer)?;
    let entry = {
        let mut shard = shard(handle.index)?;
        let slot = shard.slots.get_mut(place).filter(|slot| slot.generation == handle.generation);
        let slot = slot.ok_or(Failure::from(Status::InvalidHandle))?;
        if slot
            .entry
            .as_ref()
            .and_then(|entry| entry.downcast_ref::<Entry<T>>())
            .is_some_and(|entry| busy(&entry.object))
        {
            return Err(Status::Busy.into());
        }
        let entry = slot.entry.take().ok_or(Failure::from(Status::InvalidHandle))?;
        if handle.generation < LAST_GENERATION {
            shard.free.push(u32::try_from(place).unwrap_or(0));
        }
        entry
    };
    if T::IS_SHARED {
        near::forget(pointer.addr());
    }
    typed::<T>(entry)
}

fn locate<T: Object, P>(pointer: *const P) -> Result<(Handle, usize)> {
    fork::refuse()?;
    let handle = Handle::from_pointer(pointer)
        .filter(|handle| handle.is(T::KIND))
        .ok_or(Failure::from(Status::InvalidHandle))?;
    Ok((handle, usize::try_from(handle.index / SHARDS).unwrap_or(usize::MAX)))
}

fn typed<T: Object>(entry: Anything) -> Result<Held<T>> {
    entry.downcast::<Entry<T>>().map(Held).map_err(|_| Failure::from(Status::InvalidHandle))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    struct Thing(u32);
    impl Object for Thing {
        const KIND: Kind = Kind::Scope;
    }
    /// What it is copied from, and how often it is in use.
    struct Counted(Arc<()>);
    impl Object for Counted {
        const KIND: Kind = Kind::Reader;
        const IS_SHARED: bool = true;
        fn copy(&self) -> Option<Self> {
            Some(Self(self.0.clone()))
        }
    }
    struct Other;
    impl Object for Other {
        const KIND: Kind = Kind::Seal;
    }

    fn status<T>(result: Result<T>) -> Status {
        result.err().unwrap().status()
    }

    #[test]
    fn a_handle_finds_its_object_until_it_is_removed() {
        let pointer: *mut u8 = insert(Thing(7)).unwrap().to_pointer();
        assert_eq!(get::<Thing, _>(pointer).unwrap().0.object.0, 7);
        assert_eq!(remove::<Thing, _>(pointer).unwrap().0.object.0, 7);
        assert_eq!(status(get::<Thing, _>(pointer)), Status::InvalidHandle);
        assert_eq!(status(remove::<Thing, _>(pointer)), Status::InvalidHandle);
    }

    #[test]
    fn a_reused_slot_does_not_answer_to_the_old_handle() {
        let old: *mut u8 = insert(Thing(1)).unwrap().to_pointer();
        remove::<Thing, _>(old).unwrap();
        let new: *mut u8 = insert(Thing(2)).unwrap().to_pointer();
        assert_eq!(
            Handle::from_pointer(old).unwrap().index,
            Handle::from_pointer(new).unwrap().index
        );
        assert_eq!(status(get::<Thing, _>(old)), Status::InvalidHandle);
        remove::<Thing, _>(new).unwrap();
    }

    #[test]
    fn another_kind_and_what_is_no_handle_are_invalid() {
        let other: *mut u8 = insert(Other).unwrap().to_pointer();
        assert_eq!(status(get::<Thing, _>(other)), Status::InvalidHandle);
        assert_eq!(status(get::<Thing, u8>(std::ptr::null())), Status::InvalidHandle);
        assert_eq!(
            status(get::<Thing, _>(&raw const *other.cast_const().wrapping_add(1 << 20))),
            Status::InvalidHandle
        );
        remove::<Other, _>(other).unwrap();
    }

    #[test]
    fn nothing_is_left_of_a_shared_object_whose_handle_is_removed_while_threads_use_it() {
        let alive = Arc::new(());
        for _ in 0..200 {
            let at = insert(Counted(alive.clone())).unwrap().to_pointer::<u8>().addr();
            let start = std::sync::Barrier::new(4);
            std::thread::scope(|threads| {
                for _ in 0..3 {
                    threads.spawn(|| {
                        start.wait();
                        while get::<Counted, u8>(std::ptr::without_provenance(at)).is_ok() {}
                    });
                }
                start.wait();
                assert!(get::<Counted, u8>(std::ptr::without_provenance(at)).is_ok());
                drop(remove::<Counted, u8>(std::ptr::without_provenance(at)).unwrap());
            });
            assert_eq!(Arc::strong_count(&alive), 1, "a copy outlived its handle");
        }
    }

    #[test]
    fn a_panic_on_one_copy_of_a_shared_object_poisons_all() {
        let at = insert(Counted(Arc::new(()))).unwrap().to_pointer::<u8>().addr();
        assert!(get::<Counted, u8>(std::ptr::without_provenance(at)).is_ok());
        let _ = std::thread::spawn(move || {
            let _held = get::<Counted, u8>(std::ptr::without_provenance(at)).unwrap();
            std::panic::resume_unwind(Box::new(()));
        })
        .join();
        let here: *const u8 = std::ptr::without_provenance(at);
        assert_eq!(status(get::<Counted, _>(here)), Status::Poisoned);
        assert!(remove::<Counted, _>(here).is_ok());
    }

    #[test]
    fn a_panic_poisons_the_handles_that_are_held_and_no_others() {
        let held: *mut u8 = insert(Thing(1)).unwrap().to_pointer();
        let free: *mut u8 = insert(Thing(2)).unwrap().to_pointer();
        let (held_at, free_at) = (held.addr(), free.addr());
        let _ = std::thread::spawn(move || {
            let _held = get::<Thing, u8>(std::ptr::without_provenance(held_at)).unwrap();
            std::panic::resume_unwind(Box::new(()));
        })
        .join();
        assert_eq!(status(get::<Thing, _>(held)), Status::Poisoned);
        assert!(get::<Thing, u8>(std::ptr::without_provenance(free_at)).is_ok());
        assert!(remove::<Thing, _>(held).is_ok(), "a poisoned handle can be closed");
        remove::<Thing, _>(free).unwrap();
    }
}
