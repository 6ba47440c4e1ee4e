//! How long the data functions wait for keys, and who may stop them.

use crate::failure::{Failure, Result};
use crate::handle::Kind;
use crate::status::Status;
use crate::table::Object;
use ckey_base::CancelToken;
use std::cell::OnceCell;
use std::time::Duration;

/// What is behind a `ckey_limit`.
#[derive(Clone)]
pub(crate) struct Limit {
    /// Longest wait of one function; none where only cancelling ends it.
    time: Option<Duration>,
    cancel: CancelToken,
}

impl Object for Limit {
    const KIND: Kind = Kind::Limit;
}

impl Limit {
    /// Of so many milliseconds for each function; 0 is no limit of time.
    pub(crate) fn new(milliseconds: u32) -> Self {
        let time = Duration::from_millis(u64::from(milliseconds));
        Self { time: Some(time).filter(|time| !time.is_zero()), cancel: CancelToken::new() }
    }

    pub(crate) fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Runs `work`, which calls what it is given for what ends its waits, at the latest when it
    /// first waits. What the limit ended says nothing about keys and vaults, so it is never told as
    /// an outage.
    pub(crate) fn run<T, E: Into<Failure>>(
        &self,
        work: impl FnOnce(&dyn Fn() -> CancelToken) -> std::result::Result<T, E>,
    ) -> Result<T> {
        if self.cancel.was_cancelled() {
            return Err(cancelled());
        }
        let wait = OnceCell::new();
        let begin = || {
            wait.get_or_init(|| match self.time {
                Some(time) => self.cancel.child_for(time),
                None => self.cancel.child(),
            })
            .clone()
        };
        work(&begin).map_err(|error| {
            let failure: Failure = error.into();
            match wait.get() {
                Some(wait) if failure.status() == Status::Cancelled => {
                    if wait.was_cancelled() {
                        cancelled()
                    } else {
                        self.timed_out()
                    }
                }
                _ => failure,
            }
        })
    }

    fn timed_out(&self) -> Failure {
        let time = self.time.unwrap_or_default().as_millis();
        let told = format!(
            "The keys of the scope were not there within the {time} ms of the limit; nothing is known of the vaults."
        );
        Failure::new(Status::TimedOut, told)
    }
}

fn cancelled() -> Failure {
    Failure::new(Status::Cancelled, "The limit was cancelled by ckey_limit_cancel.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn waits(limit: &Limit) -> Result<()> {
        limit.run(|wait| wait().sleep(HOUR).map_err(|_| Status::Cancelled))
    }

    #[test]
    fn each_function_under_a_limit_waits_so_long_and_the_next_one_again() {
        let limit = Limit::new(1);
        for _ in 0..2 {
            assert_eq!(waits(&limit).unwrap_err().status(), Status::TimedOut);
        }
        assert!(limit.run(|_| Ok::<_, Failure>(())).is_ok(), "what waits for nothing goes on");
        limit.cancel();
        assert_eq!(waits(&limit).unwrap_err().status(), Status::Cancelled);
    }

    #[test]
    fn a_limit_without_a_time_ends_by_being_cancelled_and_keeps_other_failures_as_they_are() {
        let limit = Limit::new(0);
        let waiting = limit.clone();
        let waiter = std::thread::spawn(move || waits(&waiting).unwrap_err().status());
        limit.cancel();
        assert_eq!(waiter.join().unwrap(), Status::Cancelled);
        let refused = Limit::new(1).run(|wait| {
            let _ = wait().sleep(HOUR);
            Err::<(), _>(Status::AccessDenied)
        });
        assert_eq!(refused.unwrap_err().status(), Status::AccessDenied);
    }
}
