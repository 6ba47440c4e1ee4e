//! Threads for calls: kept for the next call, as many as there are calls open at once.
//!
//! There is no upper bound: calls interleave on one caller's thread, and one that waits for the
//! other's thread would wait forever.

use crate::runtime::error::CmdletError;
use ckey_engine::Category;
use crossbeam_channel::{Sender, bounded};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

/// How long a thread without work stays.
const KEEP: Duration = Duration::from_secs(10);

static IDLE: Mutex<Vec<(u64, Sender<Job>)>> = Mutex::new(Vec::new());
static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

fn idle() -> MutexGuard<'static, Vec<(u64, Sender<Job>)>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `job` on a thread that is free or new.
///
/// # Errors
/// `ThreadUnavailable` when the system gives no further thread.
pub(crate) fn run(job: Job) -> Result<(), CmdletError> {
    let Err(job) = hand_over(job) else { return Ok(()) };
    let (sender, receiver) = bounded::<Job>(1);
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    std::thread::Builder::new()
        .name(format!("customer-key-{number}"))
        .spawn(move || {
            job();
            loop {
                idle().push((number, sender.clone()));
                let next = match receiver.recv_timeout(KEEP) {
                    Ok(next) => next,
                    Err(_) => {
                        let mut waiting = idle();
                        let known = waiting.len();
                        waiting.retain(|(other, _)| *other != number);
                        // Somebody took this thread off the list in the very moment: its job is on
                        // the way.
                        if waiting.len() == known {
                            receiver.try_recv().unwrap_or_else(|_| Box::new(|| ()))
                        } else {
                            return;
                        }
                    }
                };
                next();
            }
        })
        .map(drop)
        .map_err(|error| {
            CmdletError::new(
                "ThreadUnavailable",
                Category::ResourceUnavailable,
                format!("The system gives no further thread: {error}."),
                "Close calls that are still open, or raise the limit of threads.",
            )
            .passing()
        })
}

/// Gives the job to a thread that waits, the last one first; its memory is still warm. Sends under
/// the lock, so that a thread that finds itself taken off the list finds its job too.
fn hand_over(mut job: Job) -> Result<(), Job> {
    let mut waiting = idle();
    while let Some((_, thread)) = waiting.pop() {
        match thread.try_send(job) {
            Ok(()) => return Ok(()),
            Err(refused) => job = refused.into_inner(),
        }
    }
    Err(job)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_thread_is_used_again_and_no_job_is_lost() {
        let (sender, receiver) = crossbeam_channel::unbounded();
        let mut threads = HashSet::new();
        for _ in 0..2000 {
            let sender = sender.clone();
            run(Box::new(move || sender.send(std::thread::current().id()).unwrap())).unwrap();
            threads.insert(receiver.recv().unwrap());
        }
        assert!(threads.len() < 500, "{}", threads.len());
    }

    #[test]
    fn a_job_that_waits_for_a_later_one_does_not_hold_it_up() {
        let (sender, receiver) = bounded::<()>(0);
        let (done, finished) = bounded(1);
        run(Box::new(move || {
            receiver.recv().unwrap();
            done.send(()).unwrap();
        }))
        .unwrap();
        run(Box::new(move || sender.send(()).unwrap())).unwrap();
        finished.recv().unwrap();
    }
}
