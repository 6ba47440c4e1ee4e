//! Work that may stand still for as long as it likes, such as looking a name up: done once for all
//! who want it meanwhile, so that it holds one thread and not one for each of them.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// The process and the name: what a forked child finds under way is its parent's, and ends never.
type Place = (u32, String);

/// Work under way, by what it is about. What came of it is kept by those who waited alone.
#[derive(Debug)]
pub struct Together<T> {
    under_way: Mutex<BTreeMap<Place, watch::Receiver<Option<T>>>>,
}

impl<T> Default for Together<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Together<T> {
    /// Nothing is under way.
    #[must_use]
    pub const fn new() -> Self {
        Self { under_way: Mutex::new(BTreeMap::new()) }
    }

    fn under_way(&self) -> MutexGuard<'_, BTreeMap<Place, watch::Receiver<Option<T>>>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone + Send + Sync + 'static> Together<T> {
    /// What the work of this name gives: work that is under way already, else `work`, which begins
    /// on a thread of the runtime and goes on where all who wait give up. `None` where it ended
    /// without giving anything.
    pub async fn share(
        &'static self,
        name: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let mut told = self.told(name, work);
        let ended = told.wait_for(Option::is_some).await.ok()?;
        ended.clone()
    }

    fn told(
        &'static self,
        name: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> watch::Receiver<Option<T>> {
        let place = (std::process::id(), name.to_owned());
        let mut under_way = self.under_way();
        if let Some(told) = under_way.get(&place) {
            return told.clone();
        }
        let (tell, told) = watch::channel(None);
        under_way.insert(place.clone(), told.clone());
        drop(under_way);
        // Whoever comes after the work begins it anew, also where it panics or never begins.
        let ending = Ending { all: self, place };
        tokio::task::spawn_blocking(move || {
            let given = work();
            drop(ending);
            tell.send_replace(Some(given));
        });
        told
    }
}

/// Takes work out of what is under way when it ends.
struct Ending<T: 'static> {
    all: &'static Together<T>,
    place: Place,
}

impl<T> Drop for Ending<T> {
    fn drop(&mut self) {
        self.all.under_way().remove(&self.place);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::Share;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    #[test]
    fn work_that_stands_still_holds_one_thread_however_many_want_it_and_none_of_other_work() {
        static ALL: Together<u32> = Together::new();
        static BEGUN: AtomicU32 = AtomicU32::new(0);
        let share = Share::take(Duration::ZERO).unwrap();
        let runtime = share.runtime().unwrap();
        let inside = runtime.enter();
        let (release, released) = channel::<()>();
        let released = Arc::new(Mutex::new(released));
        let mut wanted: Vec<_> = (0..50)
            .map(|_| {
                let released = Arc::clone(&released);
                ALL.told("silent", move || {
                    let _ = released.lock().unwrap().recv();
                    BEGUN.fetch_add(1, Ordering::SeqCst) + 1
                })
            })
            .collect();
        drop(inside);
        // It would stand still as well, if all threads did.
        assert_eq!(runtime.block_on(ALL.share("other", || 7)), Some(7));
        // Who gives up ends it for nobody else.
        wanted.truncate(20);
        drop(release);
        for told in &mut wanted {
            assert_eq!(*runtime.block_on(told.wait_for(Option::is_some)).unwrap(), Some(1));
        }
        assert_eq!(runtime.block_on(ALL.share("silent", || 9)), Some(9), "nothing is kept");
        assert!(ALL.under_way().is_empty());
    }

    #[test]
    fn work_that_ends_without_giving_anything_is_told_so_and_begun_anew() {
        static ALL: Together<u32> = Together::new();
        let share = Share::take(Duration::ZERO).unwrap();
        let runtime = share.runtime().unwrap();
        assert_eq!(runtime.block_on(ALL.share("name", || panic!("as it should"))), None);
        assert_eq!(runtime.block_on(ALL.share("name", || 1)), Some(1));
    }
}
