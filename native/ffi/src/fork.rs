//! Forked children. Threads, locks and database connections do not survive a fork, so a child of a process that has used the library
//! is refused before any lock is touched.

use crate::failure::Result;
use crate::status::Status;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static FORKED: AtomicBool = AtomicBool::new(false);
static WATCH: Once = Once::new();

/// Whether this process is a forked child of one that had used the library.
pub(crate) fn happened() -> bool {
    FORKED.load(Ordering::Relaxed)
}

/// Refuses in a forked child.
pub(crate) fn refuse() -> Result<()> {
    if happened() { Err(Status::Forked.into()) } else { Ok(()) }
}

/// Notes forks from now on. Called before anything is made that a child must not use.
pub(crate) fn watch() {
    if !WATCH.is_completed() {
        WATCH.call_once(register);
    }
}

#[cfg(unix)]
fn register() {
    // SAFETY: the handler is a plain function of this library that stores an atomic, which is allowed between fork and exec.
    unsafe {
        libc::pthread_atfork(None, None, Some(in_child));
    }
}

#[cfg(not(unix))]
fn register() {}

#[cfg(unix)]
extern "C" fn in_child() {
    FORKED.store(true, Ordering::Relaxed);
}
