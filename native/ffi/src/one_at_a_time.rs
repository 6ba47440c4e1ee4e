//! What one thread at a time may use: a second one is refused, not kept waiting.

use crate::failure::{Failure, Result};
use crate::status::Status;
use std::sync::{Mutex, MutexGuard, TryLockError};

/// A value for one thread at a time.
pub(crate) struct OneAtATime<T>(Mutex<T>);

impl<T> OneAtATime<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// The value, or [`Status::Busy`] while another thread has it.
    pub(crate) fn enter(&self) -> Result<MutexGuard<'_, T>> {
        self.0.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Failure::from(Status::Busy),
            TryLockError::Poisoned(_) => Failure::from(Status::Poisoned),
        })
    }

    pub(crate) fn is_busy(&self) -> bool {
        matches!(self.0.try_lock(), Err(TryLockError::WouldBlock))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_second_user_is_refused_and_nothing_else_happens() {
        let value = OneAtATime::new(1);
        let first = value.enter().unwrap();
        assert!(value.is_busy());
        assert_eq!(value.enter().err().unwrap().status(), Status::Busy);
        drop(first);
        *value.enter().unwrap() += 1;
        assert_eq!(*value.enter().unwrap(), 2);
    }
}
