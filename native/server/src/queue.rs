//! Who waits for work that takes long: few work at once, and nobody fills the queue for others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A queue of named ones.
pub(crate) struct Queue {
    places: Arc<Semaphore>,
    most: usize,
    most_of_one: usize,
    there: Arc<Mutex<HashMap<String, usize>>>,
}

/// Somebody who waits or works. The place is free when it is dropped, so it goes with the work: who
/// asked may be gone before the work is done.
pub(crate) struct Turn {
    _place: OwnedSemaphorePermit,
    _there: There,
}

struct There {
    name: String,
    all: Arc<Mutex<HashMap<String, usize>>>,
}

impl Drop for There {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.name) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                all.remove(&self.name);
            }
        }
    }
}

impl Queue {
    /// Those who make keys, by their application.
    pub(crate) fn of_makers() -> Self {
        Self::new(2, 64, 8)
    }

    /// Those who change vaults, by their application. Each holds a thread until the vaults' one
    /// writer's lock is free; those that are left serve who uses keys.
    pub(crate) fn of_changers() -> Self {
        Self::new(2, 64, 8)
    }

    /// Those whose body may be large, by their application: it is held in memory before anybody
    /// judges it.
    pub(crate) fn of_large_bodies() -> Self {
        Self::new(4, 4, 1)
    }

    /// Those whose secret is looked at, by their application.
    pub(crate) fn of_sign_ins() -> Self {
        Self::new(1, 64, 16)
    }

    fn new(places: usize, most: usize, most_of_one: usize) -> Self {
        let places = Arc::new(Semaphore::new(places));
        Self { places, most, most_of_one, there: Arc::default() }
    }

    /// A place, after those who came before; `None` at once where too many are there already.
    pub(crate) async fn turn(&self, name: &str) -> Option<Turn> {
        let there = self.enter(name)?;
        let place = Arc::clone(&self.places).acquire_owned().await.ok()?;
        Some(Turn { _place: place, _there: there })
    }

    /// Whether nobody else waits or works.
    pub(crate) fn is_of(&self, name: &str) -> bool {
        let there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        there.keys().all(|other| other == name)
    }

    fn enter(&self, name: &str) -> Option<There> {
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        let own = there.get(name).copied().unwrap_or(0);
        if own >= self.most_of_one || there.values().sum::<usize>() >= self.most {
            return None;
        }
        there.insert(name.to_owned(), own.saturating_add(1));
        Some(There { name: name.to_owned(), all: Arc::clone(&self.there) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn one_name_fills_its_own_part_of_the_queue_and_all_together_the_queue() {
        let queue = Queue::new(1, 3, 2);
        let first = queue.turn("a").await.unwrap();
        let second = queue.enter("a").unwrap();
        assert!(queue.enter("a").is_none(), "two of one");
        assert!(queue.is_of("a") && !queue.is_of("b"));
        let other = queue.enter("b").unwrap();
        assert!(!queue.is_of("a"));
        assert!(queue.enter("c").is_none(), "three of all");
        drop((second, other));
        let waits = tokio::time::timeout(std::time::Duration::from_millis(20), queue.turn("b"));
        assert!(waits.await.is_err(), "the one place is taken");
        drop(first);
        assert!(queue.turn("b").await.is_some());
        assert!(queue.there.lock().unwrap().is_empty(), "who has left takes no room");
    }
}
