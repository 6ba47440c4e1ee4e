//! The one home of what waits for the network: its threads start when something first needs them,
//! and end with the last tenant that does.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use ckey_vault::{VaultError, VaultErrorKind};
use tokio::runtime::{Builder, Runtime};

/// Threads that wait for the network.
const THREADS: usize = 2;
/// Threads that wait for the system to look a name up, made for that.
const LOOKING_UP: usize = 2;

static STARTED: AtomicBool = AtomicBool::new(false);
static CURRENT: Mutex<Weak<Network>> = Mutex::new(Weak::new());

/// Whether anything in this process has asked a vault over the network yet.
#[must_use]
pub fn is_started() -> bool {
    STARTED.load(Ordering::Acquire)
}

/// The runtime of this process.
pub(crate) struct Network {
    runtime: Option<Runtime>,
    process: u32,
}

impl Network {
    /// The one that runs, or a new one.
    pub(crate) fn shared() -> Result<Arc<Self>, VaultError> {
        let mut current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(network) = current.upgrade() {
            return Ok(network);
        }
        let network = Arc::new(Self::start()?);
        *current = Arc::downgrade(&network);
        Ok(network)
    }

    fn start() -> Result<Self, VaultError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .max_blocking_threads(LOOKING_UP)
            .thread_name("ckey-net")
            .enable_io()
            .enable_time()
            .build()
            .map_err(|error| {
                VaultError::new(
                    VaultErrorKind::ProviderMissing,
                    format!("The network's threads did not start: {}.", ckey_base::why(&error)),
                    "the network",
                    "Let this user have more threads and files open, or end other programs.",
                )
            })?;
        STARTED.store(true, Ordering::Release);
        Ok(Self { runtime: Some(runtime), process: std::process::id() })
    }

    /// The runtime; an error in a forked child, whose copy has no threads.
    pub(crate) fn runtime(&self) -> Result<&Runtime, VaultError> {
        self.runtime.as_ref().filter(|_| self.process == std::process::id()).ok_or_else(|| {
            VaultError::new(
                VaultErrorKind::ProviderMissing,
                "The network belongs to the parent of this process, which has forked.",
                "the network",
                "Open the tenant in the child, or start another program instead of forking.",
            )
        })
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // What is under way is given up: whoever asked has gone. In a forked child the threads are
        // the parent's.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn all_who_need_the_network_share_it_and_a_forked_child_has_none() {
        let first = Network::shared().unwrap();
        assert!(Arc::ptr_eq(&first, &Network::shared().unwrap()));
        assert!(first.runtime().is_ok());
        let mut forked = Network::start().unwrap();
        forked.process = forked.process.wrapping_add(1);
        let error = forked.runtime().err().unwrap();
        assert_eq!(error.kind, VaultErrorKind::ProviderMissing);
    }
}
