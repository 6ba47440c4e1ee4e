//! Sessions that are closed when the process ends by itself, so that no journal stays beside a
//! tenant that is then copied to where it cannot be written.

use std::sync::{Mutex, Once, PoisonError, Weak};

use ckey_cmdlets::Session;

#[cfg(unix)]
use crate::fork;

static REGISTER: Once = Once::new();
static OPEN: Mutex<Vec<Weak<Session>>> = Mutex::new(Vec::new());

/// Closes a session when the process ends, if it is still open then. Nothing on Windows: there a
/// library's threads are gone by then, with the locks that they held.
pub(crate) fn close(session: Weak<Session>) {
    REGISTER.call_once(register);
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.retain(|known| known.strong_count() > 0);
    open.push(session);
}

#[cfg(unix)]
fn register() {
    // SAFETY: the handler is a plain function of this library, which is never unloaded: it has
    // thread-local values.
    unsafe {
        libc::atexit(run);
    }
}

#[cfg(not(unix))]
fn register() {}

#[cfg(unix)]
extern "C" fn run() {
    if fork::happened() {
        return;
    }
    // Whoever holds the lock goes on while the process ends, and is not waited for.
    let Ok(mut open) = OPEN.try_lock() else { return };
    let sessions = std::mem::take(&mut *open);
    // Nothing may leave this function but by its end.
    let close = || sessions.iter().filter_map(Weak::upgrade).for_each(|session| session.close());
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(close));
}
