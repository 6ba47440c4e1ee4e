//! The one home of what waits for the network: its threads start when something first needs them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::error::ServeError;

/// Threads that wait for the network.
const THREADS: usize = 2;
/// Threads that work in the vaults, made when there is work and ended when there is none.
const MOST_WORKERS: usize = 8;
/// How long what was begun may take to end.
const LAST_WORDS: Duration = Duration::from_millis(500);

static STARTED: AtomicBool = AtomicBool::new(false);

/// Whether anything in this process has waited for the network yet.
#[must_use]
pub fn is_started() -> bool {
    STARTED.load(Ordering::Acquire)
}

/// The runtime, which ends when it is dropped. It belongs to the process that has started it.
pub(crate) struct Network {
    runtime: Option<Runtime>,
    process: u32,
}

impl Network {
    pub(crate) fn start() -> Result<Self, ServeError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .max_blocking_threads(MOST_WORKERS)
            .thread_name("customer-key-net")
            .enable_io()
            .enable_time()
            .build()
            .map_err(|error| {
                ServeError::new(
                    "NetworkNotStarted",
                    format!("The network's threads did not start: {}.", ckey_base::why(&error)),
                    "Let this user have more threads and files open, or end other programs.",
                )
            })?;
        STARTED.store(true, Ordering::Release);
        Ok(Self { runtime: Some(runtime), process: std::process::id() })
    }

    /// The runtime; an error in a forked child, whose copy has no threads.
    pub(crate) fn runtime(&self) -> Result<&Runtime, ServeError> {
        self.runtime.as_ref().filter(|_| self.process == std::process::id()).ok_or_else(|| {
            ServeError::new(
                "NetworkForked",
                "The network belongs to the parent of this process.",
                "Start a server of its own in the child.",
            )
        })
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            if self.process == std::process::id() {
                runtime.shutdown_timeout(LAST_WORDS);
            } else {
                // The threads to wait for are the parent's.
                runtime.shutdown_background();
            }
        }
    }
}
