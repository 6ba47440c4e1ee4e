//! Threads for calls: kept for the next call, and at most [`AT_ONCE`] for those that nobody reads.
//!
//! A call beyond that waits for its turn. Whoever reads it gives it a thread at once, whatever the
//! others do: calls interleave on one caller's thread, and one that waited for the thread of
//! another, which waits for its reader, would wait forever.

use crate::runtime::error::CmdletError;
use ckey_engine::Category;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Thread;
use std::time::{Duration, Instant};

/// What a job leaves is dropped when its thread is free for the next one: whoever waits for that
/// and comes with another job at once finds the same thread, whose memory is still warm.
type Job = Box<dyn FnOnce() -> Box<dyn Send> + Send>;

/// How many calls run at once that nobody waits for.
pub(crate) const AT_ONCE: usize = 32;

/// How long a thread without work stays.
const KEEP: Duration = Duration::from_secs(10);

struct Pool {
    idle: Vec<Idle>,
    waiting: VecDeque<(u64, Job)>,
    /// Threads with work.
    running: usize,
    next: u64,
}

/// A thread without work, and where its next job is laid.
struct Idle {
    thread: Thread,
    slot: Slot,
}

type Slot = Arc<Mutex<Option<Job>>>;

static POOL: Mutex<Pool> =
    Mutex::new(Pool { idle: Vec::new(), waiting: VecDeque::new(), running: 0, next: 0 });

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The place of a job among those that wait. Dropping it takes a job back that has not begun.
#[derive(Debug, Default)]
pub(crate) struct Ticket(Option<u64>);

impl Ticket {
    /// Lets the job begin now if it still waits for its turn.
    ///
    /// # Errors
    /// `ThreadUnavailable`; the job goes on waiting.
    pub(crate) fn hurry(&mut self) -> Result<(), CmdletError> {
        let Some(number) = self.0 else { return Ok(()) };
        let mut pool = pool();
        let waiting = pool.take(number);
        if let Some(job) = waiting
            && let Err((job, error)) = pool.begin(job)
        {
            pool.waiting.push_front((number, job));
            return Err(unavailable(&error));
        }
        self.0 = None;
        Ok(())
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Some(number) = self.0 {
            // What a job holds is let go after the lock.
            let _job = pool().take(number);
        }
    }
}

/// Runs `job` when there are fewer than [`AT_ONCE`], or when its ticket is hurried.
///
/// # Errors
/// `ThreadUnavailable` when the system gives no further thread and no other job will leave one.
pub(crate) fn run(job: Job) -> Result<Ticket, CmdletError> {
    let mut pool = pool();
    let job = if pool.running < AT_ONCE {
        match pool.begin(job) {
            Ok(()) => return Ok(Ticket(None)),
            Err((_, error)) if pool.running == 0 => return Err(unavailable(&error)),
            Err((job, _)) => job,
        }
    } else {
        job
    };
    let number = pool.number();
    pool.waiting.push_back((number, job));
    Ok(Ticket(Some(number)))
}

impl Pool {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn take(&mut self, number: u64) -> Option<Job> {
        let place = self.waiting.iter().position(|(other, _)| *other == number)?;
        self.waiting.remove(place).map(|(_, job)| job)
    }

    /// Gives the job to a thread that waits, the last one first, whose memory is still warm; else
    /// to a new one. Under the lock, so that a thread that finds itself taken off the list finds its
    /// job too.
    fn begin(&mut self, job: Job) -> Result<(), (Job, std::io::Error)> {
        if let Some(idle) = self.idle.pop() {
            *lock(&idle.slot) = Some(job);
            idle.thread.unpark();
        } else {
            let slot = Slot::new(Mutex::new(Some(job)));
            let name = format!("customer-key-{}", self.number());
            let work = {
                let slot = Arc::clone(&slot);
                move || work(&slot)
            };
            if let Err(error) = std::thread::Builder::new().name(name).spawn(work) {
                return match lock(&slot).take() {
                    Some(job) => Err((job, error)),
                    None => Ok(()),
                };
            }
        }
        self.running += 1;
        Ok(())
    }
}

fn lock(slot: &Slot) -> MutexGuard<'_, Option<Job>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The life of a thread: one job after the other, until none comes for a while.
fn work(slot: &Slot) {
    while let Some(job) = wait(slot) {
        let mut job = Some(job);
        while let Some(work) = job {
            // A thread that ended with its job would count as one at work for ever.
            let left = catch_unwind(AssertUnwindSafe(work));
            job = next_or_idle(slot);
            // This thread may be on the list by now: what it was given there must be run.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(left)));
        }
    }
}

/// The next job of a thread without work; none when it may end.
fn wait(slot: &Slot) -> Option<Job> {
    let until = Instant::now() + KEEP;
    loop {
        if let Some(job) = lock(slot).take() {
            return Some(job);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            pool().idle.retain(|idle| !Arc::ptr_eq(&idle.slot, slot));
            // Somebody may have taken this thread off the list in the very moment.
            return lock(slot).take();
        }
        std::thread::park_timeout(left);
    }
}

/// A job that waits for its turn; none, and the thread is known to be free.
fn next_or_idle(slot: &Slot) -> Option<Job> {
    let mut pool = pool();
    if pool.running <= AT_ONCE
        && let Some((_, job)) = pool.waiting.pop_front()
    {
        return Some(job);
    }
    pool.running -= 1;
    pool.idle.push(Idle { thread: std::thread::current(), slot: Arc::clone(slot) });
    None
}

fn unavailable(error: &std::io::Error) -> CmdletError {
    CmdletError::new(
        "ThreadUnavailable",
        Category::ResourceUnavailable,
        format!("The system gives no further thread: {error}."),
        "Read or close calls that are still open, or raise the limit of threads.",
    )
    .passing()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crossbeam_channel::bounded;
    use std::collections::HashSet;
    use std::sync::PoisonError;

    /// The pool is the process's: these tests count in it.
    static ALONE: Mutex<()> = Mutex::new(());

    fn job(work: impl FnOnce() + Send + 'static) -> Result<Ticket, CmdletError> {
        run(Box::new(move || {
            work();
            Box::new(())
        }))
    }

    #[test]
    fn who_waits_for_what_a_job_leaves_finds_its_thread_free() {
        struct Left(crossbeam_channel::Sender<bool>);
        impl Drop for Left {
            fn drop(&mut self) {
                let me = std::thread::current().id();
                let is_free = pool().idle.iter().any(|idle| idle.thread.id() == me);
                self.0.send(is_free).unwrap();
            }
        }
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (sender, receiver) = crossbeam_channel::unbounded();
        let free = (0..200).filter(|_| {
            let left = Left(sender.clone());
            let _ticket = run(Box::new(move || Box::new(left))).unwrap();
            receiver.recv().unwrap()
        });
        // Other tests of this process may have taken it in the moment.
        let free = free.count();
        assert!(free > 100, "{free}");
    }

    #[test]
    fn a_thread_is_used_again_and_no_job_is_lost() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (sender, receiver) = crossbeam_channel::unbounded();
        let mut threads = HashSet::new();
        for _ in 0..2000 {
            let sender = sender.clone();
            let mut ticket =
                job(move || sender.send(std::thread::current().id()).unwrap()).unwrap();
            ticket.hurry().unwrap();
            threads.insert(receiver.recv().unwrap());
        }
        assert!(threads.len() < 500, "{}", threads.len());
    }

    #[test]
    fn what_a_job_leaves_may_panic_and_its_thread_goes_on() {
        struct Left;
        impl Drop for Left {
            fn drop(&mut self) {
                panic!("on purpose");
            }
        }
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (sender, receiver) = crossbeam_channel::unbounded();
        for _ in 0..50 {
            run(Box::new(|| Box::new(Left))).unwrap().hurry().unwrap();
            let sender = sender.clone();
            job(move || sender.send(()).unwrap()).unwrap().hurry().unwrap();
            receiver.recv_timeout(Duration::from_secs(60)).unwrap();
        }
    }

    #[test]
    fn jobs_beyond_the_bound_wait_and_one_that_is_hurried_does_not() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (release, held) = bounded::<()>(0);
        let (begun, begins) = crossbeam_channel::unbounded();
        let mut tickets: Vec<_> = (0..3 * AT_ONCE)
            .map(|number| {
                let (held, begun) = (held.clone(), begun.clone());
                job(move || {
                    begun.send(number).unwrap();
                    let _ = held.recv();
                })
                .unwrap()
            })
            .collect();
        let waiting = tickets.iter().filter(|each| each.0.is_some()).count();
        assert!(waiting >= 2 * AT_ONCE, "{waiting}");
        let last = 3 * AT_ONCE - 1;
        drop(tickets.remove(last - 1));
        tickets.last_mut().unwrap().hurry().unwrap();
        let mut seen: HashSet<usize> = begins.iter().take_while(|job| *job != last).collect();
        assert!(seen.len() < last - 1, "those before it wait");
        drop(release);
        seen.extend(begins.iter().take(last - 1 - seen.len()));
        assert_eq!(seen.len(), last - 1);
        assert!(!seen.contains(&(last - 1)), "a job whose ticket is gone never begins");
    }

    #[test]
    fn a_job_that_waits_for_a_later_one_does_not_hold_it_up() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (sender, receiver) = bounded::<()>(0);
        let (done, finished) = bounded(1);
        let mut first = job(move || {
            receiver.recv().unwrap();
            done.send(()).unwrap();
        })
        .unwrap();
        let mut second = job(move || sender.send(()).unwrap()).unwrap();
        first.hurry().unwrap();
        second.hurry().unwrap();
        finished.recv().unwrap();
    }
}
