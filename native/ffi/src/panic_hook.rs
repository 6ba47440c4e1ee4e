//! Panics of the library are silent: a payload may hold data, so only the place is kept. The host's
//! own panics go to the host's hook.

use std::cell::{Cell, RefCell};
use std::sync::Once;

static INSTALL: Once = Once::new();

/// The start of the names of threads that belong to the library.
const OUR_THREADS: &str = "customer-key";

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Marks this thread as being inside the library while it lives.
pub(crate) struct Inside(());

impl Inside {
    pub(crate) fn enter() -> Self {
        if !INSTALL.is_completed() {
            INSTALL.call_once(install);
        }
        DEPTH.with(|depth| depth.set(depth.get().saturating_add(1)));
        Self(())
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        DEPTH.with(|depth| depth.set(depth.get().saturating_sub(1)));
    }
}

/// Where the last panic of this thread happened, as `file:line`.
pub(crate) fn take_place() -> Option<String> {
    PLACE.with(RefCell::take)
}

/// In the C library the runtime, and with it the hook, is our own. Linked into a Rust program it is
/// the host's: every panic that is not ours is passed on to the hook that was there.
fn install() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let inside = DEPTH.try_with(Cell::get).is_ok_and(|depth| depth > 0);
        if inside {
            let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
            let _ = PLACE.try_with(|last| last.replace(place));
        } else if !std::thread::current().name().is_some_and(|name| name.starts_with(OUR_THREADS)) {
            before(info);
        }
    }));
}
