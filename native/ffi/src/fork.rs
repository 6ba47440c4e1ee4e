//! Forked children. Threads, locks and database connections do not survive a fork, so a child of a
//! process that has used the library is refused before any lock is touched. Keys stay with the
//! parent: a child reads zeros where they are, and the key store hands out none.

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
        WATCH.call_once(|| {
            register();
            #[cfg(target_os = "linux")]
            ckey_crypto::wipe_on_fork_by(wipe_on_fork);
        });
    }
}

#[cfg(unix)]
fn register() {
    // SAFETY: the handler is a plain function of this library that stores an atomic, which is
    // allowed between fork and exec.
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

/// Makes a map read as zeros in a forked child; whether the system agreed.
#[cfg(target_os = "linux")]
fn wipe_on_fork(map: &mut [u8]) -> bool {
    // SAFETY: the pages are those of a private anonymous map that the caller owns; in this process
    // they stay as they are.
    unsafe { libc::madvise(map.as_mut_ptr().cast(), map.len(), libc::MADV_WIPEONFORK) == 0 }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use ckey_crypto::SecretBytes;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// What a forked child says to `look`: whether it panicked instead.
    fn child_panics(look: impl FnOnce()) -> bool {
        // SAFETY: the child calls `look` and ends; an alarm ends it where a lock of another thread
        // would hold it forever.
        unsafe {
            let child = libc::fork();
            if child == 0 {
                libc::alarm(20);
                libc::_exit(if catch_unwind(AssertUnwindSafe(look)).is_err() { 41 } else { 42 });
            }
            let mut status = 0;
            assert_eq!(libc::waitpid(child, &raw mut status, 0), child);
            assert!(libc::WIFEXITED(status), "the child was killed: {status}");
            libc::WEXITSTATUS(status) == 41
        }
    }

    #[test]
    fn a_forked_child_has_no_secret_of_its_parent_and_uses_no_zeros_for_it() {
        super::watch();
        // Larger than any slot that another test may have made before forks were watched.
        let secret = SecretBytes::from_slice(&[7; 100_000]).unwrap();
        assert!(!child_panics(|| {}));
        assert!(child_panics(|| drop(std::hint::black_box(secret.expose().to_vec()))));
        let mut own = SecretBytes::from_slice(&[7; 100_000]).unwrap();
        assert!(child_panics(|| own.expose_mut().fill(1)));
        assert!(secret.expose().iter().chain(own.expose()).all(|&byte| byte == 7));
    }
}
