//! The background thread of anyone who has a tenant open: it makes one step after another, and
//! never keeps the tenant open by itself.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ckey_base::CancelToken;

use super::{Ground, Grounded, Layout};
use crate::error::Result;

/// How long the thread sleeps when nobody wakes it: another process may have left work, or a vault
/// may answer again.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Default)]
struct Signal {
    state: Mutex<(bool, bool)>,
    changed: Condvar,
}

impl Signal {
    fn set(&self, woken: bool, ended: bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 |= woken;
        state.1 |= ended;
        self.changed.notify_all();
    }

    /// Sleeps until woken or the pause is over; false when the tenant is closed.
    fn wait(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut state, _) = self
            .changed
            .wait_timeout_while(state, PAUSE, |(woken, ended)| !*woken && !*ended)
            .unwrap_or_else(PoisonError::into_inner);
        state.0 = false;
        !state.1
    }
}

/// The thread, and what it is busy with.
#[derive(Default)]
struct Thread {
    handle: Mutex<Option<JoinHandle<()>>>,
    /// Ends the step that it makes now; while it makes one it holds the tenant.
    step: Mutex<Option<CancelToken>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the thread does: one step, and whether there may be more to do.
pub(crate) type Step = fn(&Ground, &CancelToken) -> bool;

/// The thread's handle; the thread ends when the tenant is dropped.
#[derive(Default)]
pub(crate) struct Background {
    signal: Arc<Signal>,
    thread: Arc<Thread>,
    started: AtomicBool,
    runs_jobs: AtomicBool,
}

impl Background {
    /// From now on the thread also runs jobs. Until then it only looks for what must not be kept.
    pub(crate) fn run_jobs(&self) {
        if !self.runs_jobs.swap(true, Ordering::AcqRel) {
            self.wake();
        }
    }

    pub(crate) fn runs_jobs(&self) -> bool {
        self.runs_jobs.load(Ordering::Acquire)
    }

    /// Tells the thread that there is work.
    pub(crate) fn wake(&self) {
        self.signal.set(true, false);
    }

    /// Starts the thread, unless it was started.
    pub(crate) fn start(&self, tenant: Weak<dyn Grounded>, path: &Path, step: Step) -> Result<()> {
        if self.started.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let (signal, thread) = (self.signal.clone(), self.thread.clone());
        let handle = std::thread::Builder::new()
            .name("customer-key-jobs".to_owned())
            .spawn(move || run(&tenant, &signal, &thread, step))
            .map_err(|error| Layout::failed(path, "start the background thread for", &error))?;
        *lock(&self.thread.handle) = Some(handle);
        Ok(())
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // Not waited for: a forked child has a copy of this, which its parent's thread may have
        // locked.
        if let Ok(step) = self.thread.step.try_lock()
            && let Some(step) = &*step
        {
            step.cancel();
        }
        self.signal.set(false, true);
    }
}

fn run(tenant: &Weak<dyn Grounded>, signal: &Signal, thread: &Thread, step: Step) {
    while signal.wait() {
        // Step by step, so that the tenant closes soon after its last user lets go of it.
        loop {
            let cancel = CancelToken::default();
            *lock(&thread.step) = Some(cancel.clone());
            let more = tenant.upgrade().map(|tenant| step(tenant.ground(), &cancel));
            *lock(&thread.step) = None;
            match more {
                Some(true) => {}
                Some(false) => break,
                None => return,
            }
        }
    }
}

/// How often is looked whether the background thread has let go.
const LOOK: Duration = Duration::from_millis(1);
/// How long it may take: a step that was told to end writes once more at most, and waits for a lock
/// for 30 s at most.
const PATIENCE: Duration = Duration::from_secs(40);

/// Lets go of a tenant. For the last user in this process it returns when the tenant is closed: a
/// step that the background thread makes is ended, the counter of the audit log has moved on, and
/// nothing more is written.
pub(crate) fn let_go(tenant: Arc<dyn Grounded>) {
    let (closed, thread) =
        (Arc::downgrade(&tenant), Arc::clone(&tenant.ground().background().thread));
    let is_forked = tenant.ground().alive().is_forked();
    drop(tenant);
    if is_forked {
        return;
    }
    if !is_closed(&closed, &thread) {
        return;
    }
    let handle = lock(&thread.handle).take();
    if let Some(handle) =
        handle.filter(|handle| handle.thread().id() != std::thread::current().id())
    {
        // It has nothing to tell, however it ended.
        let _ = handle.join();
    }
}

/// Waits for the background thread where only that still has the tenant, and ends its step. False
/// when somebody else has it, or the thread does not end.
fn is_closed<T: ?Sized>(tenant: &Weak<T>, thread: &Thread) -> bool {
    let until = Instant::now() + PATIENCE;
    while tenant.strong_count() > 0 {
        // One that is held, and the background thread makes a step: it is the one who holds it.
        let alone = match &*lock(&thread.step) {
            Some(step) if tenant.strong_count() == 1 => {
                step.cancel();
                true
            }
            _ => false,
        };
        if !alone && tenant.strong_count() > 0 || Instant::now() > until {
            return false;
        }
        std::thread::sleep(LOOK);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_waits_goes_on_when_it_is_woken_and_ends_with_its_tenant() {
        let signal = Signal::default();
        signal.set(true, false);
        assert!(signal.wait());
        signal.set(false, true);
        assert!(!signal.wait());
        signal.set(true, false);
        assert!(!signal.wait(), "the end stays the end");
    }
    fn at_work() -> (Thread, CancelToken) {
        let (thread, step) = (Thread::default(), CancelToken::default());
        *lock(&thread.step) = Some(step.clone());
        (thread, step)
    }

    #[test]
    fn the_last_user_ends_the_step_that_holds_the_tenant_and_waits_for_it() {
        let (thread, step) = at_work();
        let tenant = Arc::new(());
        let closed = Arc::downgrade(&tenant);
        let worker = std::thread::spawn(move || {
            while !step.is_cancelled() {
                std::thread::sleep(LOOK);
            }
            drop(tenant);
        });
        assert!(is_closed(&closed, &thread));
        assert_eq!(closed.strong_count(), 0);
        assert!(worker.join().is_ok());
    }

    #[test]
    fn a_step_goes_on_while_anyone_else_has_the_tenant() {
        let (thread, step) = at_work();
        let tenant = Arc::new(());
        let (user, worker) = (Arc::clone(&tenant), tenant);
        assert!(!is_closed(&Arc::downgrade(&user), &thread));
        drop(worker);
        assert!(!step.is_cancelled());
    }

    #[test]
    fn a_tenant_that_somebody_else_has_while_no_step_is_made_is_not_waited_for() {
        let tenant = Arc::new(());
        assert!(!is_closed(&Arc::downgrade(&tenant), &Thread::default()));
        let closed = Arc::downgrade(&tenant);
        drop(tenant);
        assert!(is_closed(&closed, &Thread::default()));
    }
}
