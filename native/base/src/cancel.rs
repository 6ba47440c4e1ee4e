//! How one who waits gives up.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

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
    /// When it is as good as cancelled.
    until: Option<Instant>,
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
        self.child_with(self.state.until)
    }

    /// A child that is also cancelled when `limit` has passed, if this one is not before.
    #[must_use]
    pub fn child_for(&self, limit: Duration) -> Self {
        let until = Instant::now().checked_add(limit);
        self.child_with(self.state.until.into_iter().chain(until).min())
    }

    fn child_with(&self, until: Option<Instant>) -> Self {
        let child = Self { state: Arc::new(TokenState { until, ..TokenState::default() }) };
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

    /// Whether somebody cancelled, or its time has passed.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.is_past() || self.was_cancelled()
    }

    /// Whether somebody cancelled, whatever the time.
    #[must_use]
    pub fn was_cancelled(&self) -> bool {
        self.state.inner.lock().unwrap_or_else(PoisonError::into_inner).cancelled
    }

    fn is_past(&self) -> bool {
        self.state.until.is_some_and(|until| Instant::now() >= until)
    }

    /// Waits for `duration`; wakes at once (well within 20 ms) when cancelled.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn sleep(&self, duration: Duration) -> Result<(), Cancelled> {
        let left = self.state.until.map(|until| until.saturating_duration_since(Instant::now()));
        let duration = left.map_or(duration, |left| duration.min(left));
        let inner = self.state.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (inner, _) = self
            .state
            .changed
            .wait_timeout_while(inner, duration, |inner| !inner.cancelled)
            .unwrap_or_else(PoisonError::into_inner);
        if inner.cancelled || self.is_past() { Err(Cancelled) } else { Ok(()) }
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
    fn a_token_ends_its_waits_when_its_time_has_passed_and_its_children_do_too() {
        let parent = CancelToken::new();
        let brief = parent.child_for(Duration::from_millis(1));
        for token in [&brief, &brief.child(), &brief.child_for(HOUR)] {
            assert_eq!(token.sleep(HOUR), Err(Cancelled));
            assert!(token.is_cancelled() && !token.was_cancelled());
        }
        assert!(!parent.is_cancelled() && !parent.child_for(HOUR).is_cancelled());
        assert!(!parent.child_for(Duration::MAX).is_cancelled());
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
