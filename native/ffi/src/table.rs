//! The table of handles: sharded, so that threads rarely meet at one lock.

use crate::failure::{Failure, Result};
use crate::fork;
use crate::handle::{Handle, Kind, LAST_GENERATION, LAST_INDEX};
use crate::status::Status;
use std::any::Any;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const SHARDS: u32 = 16;

/// What can be behind a handle.
pub(crate) trait Object: Send + Sync + Sized + 'static {
    /// The kind of its handles.
    const KIND: Kind;
}

/// An object with the mark that a call on it failed inside the library.
struct Entry<T> {
    poisoned: AtomicBool,
    object: T,
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
            self.0.poisoned.store(true, Ordering::Relaxed);
        }
    }
}

struct Slot {
    generation: u32,
    entry: Option<Arc<dyn Any + Send + Sync>>,
}

struct Shard {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

static TABLE: [Mutex<Shard>; 16] =
    [const { Mutex::new(Shard { slots: Vec::new(), free: Vec::new() }) }; 16];
static NEXT: AtomicU32 = AtomicU32::new(0);

thread_local! {
    /// The shard of this thread's new handles.
    static SHARD: u32 = NEXT.fetch_add(1, Ordering::Relaxed) % SHARDS;
}

fn shard(index: u32) -> Result<MutexGuard<'static, Shard>> {
    let number = usize::try_from(index % SHARDS).unwrap_or(0);
    TABLE
        .get(number)
        .map(|shard| shard.lock().unwrap_or_else(PoisonError::into_inner))
        .ok_or(Failure::from(Status::Internal))
}

/// Puts an object into the table and returns its handle.
pub(crate) fn insert<T: Object>(object: T) -> Result<Handle> {
    fork::refuse()?;
    let number = SHARD.with(|shard| *shard);
    let entry: Arc<dyn Any + Send + Sync> =
        Arc::new(Entry { poisoned: AtomicBool::new(false), object });
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
    let (handle, place) = locate::<T, P>(pointer)?;
    let entry = {
        let shard = shard(handle.index)?;
        let slot = shard.slots.get(place).filter(|slot| slot.generation == handle.generation);
        slot.and_then(|slot| slot.entry.clone()).ok_or(Failure::from(Status::InvalidHandle))?
    };
    let held = typed::<T>(entry)?;
    if held.0.poisoned.load(Ordering::Relaxed) { Err(Status::Poisoned.into()) } else { Ok(held) }
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
    typed::<T>(entry)
}

fn locate<T: Object, P>(pointer: *const P) -> Result<(Handle, usize)> {
    fork::refuse()?;
    let handle = Handle::from_pointer(pointer)
        .filter(|handle| handle.is(T::KIND))
        .ok_or(Failure::from(Status::InvalidHandle))?;
    Ok((handle, usize::try_from(handle.index / SHARDS).unwrap_or(usize::MAX)))
}

fn typed<T: Object>(entry: Arc<dyn Any + Send + Sync>) -> Result<Held<T>> {
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
