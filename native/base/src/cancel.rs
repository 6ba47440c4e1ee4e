//! How one who waits gives up.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::time::Duration;

/// The answer of a wait that was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The wait was cancelled.")]
pub struct Cancelled;

/// A request to stop, shared by all clones. Once cancelled it stays so.
#[derive(Clone, Default)]
pub struct CancelToken {
    state: Arc<TokenState>,
}

#[derive(Default)]
struct TokenState {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Default)]
struct Inner {
    cancelled: bool,
    children: Vec<Weak<TokenState>>,
}

impl TokenState {
    fn cancel(&self) {
        let children = {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            inner.cancelled = true;
            std::mem::take(&mut inner.children)
        };
        self.changed.notify_all();
        for child in children.iter().filter_map(Weak::upgrade) {
            child.cancel();
        }
    }
}

impl CancelToken {
    /// A token that nobody has cancelled.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A token that is cancelled with this one and can be cancelled alone: for the slower of two
    /// racing requests.
    #[must_use]
    pub fn child(&self) -> Self {
        let child = Self::new();
        let mut inner = self.state.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.cancelled {
            drop(inner);
            child.cancel();
        } else {
            inner.children.retain(|known| known.strong_count() > 0);
            inner.children.push(Arc::downgrade(&child.state));
        }
        child
    }

    /// Ends every wait on this token, its clones and its children, now and from now on. May be
    /// called from any thread, any number of times.
    pub fn cancel(&self) {
        self.state.cancel();
    }

    /// Whether somebody cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.state.inner.lock().unwrap_or_else(PoisonError::into_inner).cancelled
    }

    /// Waits for `duration`; wakes at once (well within 20 ms) when cancelled.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn sleep(&self, duration: Duration) -> Result<(), Cancelled> {
        let inner = self.state.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (inner, _) = self
            .state
            .changed
            .wait_timeout_while(inner, duration, |inner| !inner.cancelled)
            .unwrap_or_else(PoisonError::into_inner);
        if inner.cancelled { Err(Cancelled) } else { Ok(()) }
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelToken").field("cancelled", &self.is_cancelled()).finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn a_cancelled_wait_ends_before_its_time() {
        let token = CancelToken::new();
        let waiter = std::thread::spawn({
            let token = token.clone();
            move || token.sleep(HOUR)
        });
        token.cancel();
        assert_eq!(waiter.join().unwrap(), Err(Cancelled));
        assert_eq!(token.sleep(HOUR), Err(Cancelled));
    }

    #[test]
    fn a_child_is_cancelled_with_its_parent_and_not_the_other_way_round() {
        let parent = CancelToken::new();
        let (one, two) = (parent.child(), parent.child());
        one.cancel();
        assert!(one.is_cancelled() && !two.is_cancelled() && !parent.is_cancelled());
        parent.cancel();
        assert!(two.is_cancelled() && parent.child().is_cancelled());
    }
}
