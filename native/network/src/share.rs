//! The one runtime of a process, and who has a part in it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::NetworkError;

/// Threads that wait for the network.
const THREADS: usize = 2;
/// Threads that look names up or work in vaults that are served, made when there is work and ended
/// when there is none.
const MOST_WORKERS: usize = 8;

static STARTED: AtomicBool = AtomicBool::new(false);
static CURRENT: Mutex<Weak<Running>> = Mutex::new(Weak::new());

/// Whether anything in this process has waited for the network yet.
#[must_use]
pub fn is_started() -> bool {
    STARTED.load(Ordering::Acquire)
}

/// The runtime, and the process that has started it.
struct Running {
    runtime: Runtime,
    process: u32,
}

impl Running {
    fn start() -> Result<Self, NetworkError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .max_blocking_threads(MOST_WORKERS)
            .thread_name("ckey-net")
            .enable_io()
            .enable_time()
            .build()
            .map_err(|error| NetworkError::not_started(&error))?;
        STARTED.store(true, Ordering::Release);
        Ok(Self { runtime, process: std::process::id() })
    }

    fn is_own(&self) -> bool {
        self.process == std::process::id()
    }

    /// The threads to wait for are the parent's in a forked child, and whoever is one of them
    /// cannot wait for itself.
    fn end(self, last_words: Duration) {
        if self.is_own() && !last_words.is_zero() && Handle::try_current().is_err() {
            self.runtime.shutdown_timeout(last_words);
        } else {
            self.runtime.shutdown_background();
        }
    }
}

/// A part in the runtime of this process, which ends with the last of them.
pub struct Share {
    running: Option<Arc<Running>>,
    last_words: Duration,
}

impl Share {
    /// A part in the one that runs, or in a new one. Whoever is the last waits at most `last_words`
    /// for what was begun on threads of its own; what waits for the network is given up at once.
    ///
    /// # Errors
    /// `NetworkNotStarted`.
    pub fn take(last_words: Duration) -> Result<Self, NetworkError> {
        let mut current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner);
        // A forked child that begins anew has threads of its own.
        if let Some(running) = current.upgrade().filter(|running| running.is_own()) {
            return Ok(Self { running: Some(running), last_words });
        }
        let running = Arc::new(Running::start()?);
        *current = Arc::downgrade(&running);
        Ok(Self { running: Some(running), last_words })
    }

    /// The runtime.
    ///
    /// # Errors
    /// `NetworkForked` in a forked child, whose copy has no threads.
    pub fn runtime(&self) -> Result<&Runtime, NetworkError> {
        let running = self.running.as_deref().filter(|running| running.is_own());
        running.map(|running| &running.runtime).ok_or_else(NetworkError::forked)
    }
}

impl Clone for Share {
    fn clone(&self) -> Self {
        Self { running: self.running.clone(), last_words: self.last_words }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if let Some(last) = self.running.take().and_then(Arc::into_inner) {
            last.end(self.last_words);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A process has one runtime, and each of these tests puts its own in that place.
    static ALONE: Mutex<()> = Mutex::new(());

    #[test]
    fn all_who_need_the_network_share_it_and_the_copy_of_a_forked_child_is_an_error() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (first, second) =
            (Share::take(Duration::ZERO).unwrap(), Share::take(Duration::ZERO).unwrap());
        let same = Arc::ptr_eq(first.running.as_ref().unwrap(), second.running.as_ref().unwrap());
        assert!(same && first.runtime().is_ok());
        let mut running = Running::start().unwrap();
        running.process = running.process.wrapping_add(1);
        let forked =
            Share { running: Some(Arc::new(running)), last_words: Duration::from_secs(60) };
        assert_eq!(forked.runtime().err().unwrap().id, "NetworkForked");
    }

    #[test]
    fn who_forks_and_begins_anew_has_threads_of_its_own() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = Running::start().unwrap();
        running.process = running.process.wrapping_add(1);
        let parents = Arc::new(running);
        *CURRENT.lock().unwrap() = Arc::downgrade(&parents);
        let own = Share::take(Duration::ZERO).unwrap();
        assert!(!Arc::ptr_eq(own.running.as_ref().unwrap(), &parents));
        assert!(own.runtime().is_ok());
        drop(Share { running: Some(parents), last_words: Duration::ZERO });
    }
}
