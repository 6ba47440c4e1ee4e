//! How long a caller waits for a vault, and how it gives up.

use crate::error::{VaultError, VaultErrorKind};
use ckey_base::{CancelToken, Cancelled};
use std::fmt;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The bounds of one request: until when, and who may stop it earlier; and what it belongs to.
#[derive(Clone, Debug)]
pub struct Wait {
    /// When the request is given up with `TimedOut`.
    pub deadline: Instant,
    /// Ends the request early with `Cancelled`.
    pub cancel: CancelToken,
    /// What the request belongs to: the vault's record of a key's use names it.
    pub request: Option<Uuid>,
}

impl Wait {
    /// Waits at most `limit` from now, or until `cancel`.
    #[must_use]
    pub fn at_most(limit: Duration, cancel: CancelToken) -> Self {
        let now = Instant::now();
        // An `Instant` cannot be arbitrarily far away; a day stands for "no limit" where the sum
        // has no meaning.
        let deadline = now
            .checked_add(limit)
            .or_else(|| now.checked_add(Duration::from_secs(86_400)))
            .unwrap_or(now);
        Self { deadline, cancel, request: None }
    }

    /// The same, for an operation that has this id.
    #[must_use]
    pub fn within(mut self, request: Option<Uuid>) -> Self {
        self.request = request;
        self
    }

    /// How long is left; zero once the deadline has passed.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Refuses to begin what was already given up.
    ///
    /// # Errors
    /// [`VaultErrorKind::Cancelled`] or [`VaultErrorKind::TimedOut`] about `target`.
    pub fn check(&self, target: &dyn fmt::Display) -> Result<(), VaultError> {
        if self.cancel.is_cancelled() {
            return Err(cancelled(target));
        }
        if self.remaining().is_zero() { Err(timed_out(target)) } else { Ok(()) }
    }

    /// Waits for `duration` within these bounds.
    ///
    /// # Errors
    /// [`VaultErrorKind::Cancelled`] at once when cancelled, [`VaultErrorKind::TimedOut`] when the
    /// deadline comes first.
    pub fn sleep(&self, duration: Duration, target: &dyn fmt::Display) -> Result<(), VaultError> {
        let remaining = self.remaining();
        self.cancel.sleep(duration.min(remaining)).map_err(|Cancelled| cancelled(target))?;
        if duration < remaining { Ok(()) } else { Err(timed_out(target)) }
    }
}

fn cancelled(target: &dyn fmt::Display) -> VaultError {
    VaultError::new(
        VaultErrorKind::Cancelled,
        "The request to the vault was cancelled.",
        target,
        "Repeat the command to try again.",
    )
}

fn timed_out(target: &dyn fmt::Display) -> VaultError {
    VaultError::new(
        VaultErrorKind::TimedOut,
        format!("No answer came within the time limit from {target}."),
        target,
        "Try again later, or raise the time limit for root keys: Set-CustomerKeyTenant -RootTimeout SECONDS.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn a_wait_past_its_deadline_times_out_and_a_cancelled_one_is_cancelled() {
        let wait = Wait::at_most(Duration::ZERO, CancelToken::new());
        assert_eq!(wait.check(&"t").unwrap_err().kind, VaultErrorKind::TimedOut);
        for duration in [HOUR, Duration::ZERO] {
            assert_eq!(wait.sleep(duration, &"t").unwrap_err().kind, VaultErrorKind::TimedOut);
        }
        wait.cancel.cancel();
        assert_eq!(wait.check(&"t").unwrap_err().kind, VaultErrorKind::Cancelled);
        let open = Wait::at_most(Duration::MAX, CancelToken::new());
        assert_eq!(open.sleep(Duration::from_millis(1), &"t"), Ok(()));
    }
}
