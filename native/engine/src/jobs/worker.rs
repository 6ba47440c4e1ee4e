//! The background thread of whoever has the tenant open.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ckey_vault::CancelToken;

use crate::error::Result;
use crate::tenant::{JobMode, Layout, Tenant};

/// How long the thread sleeps when nobody wakes it: another process may have left work, or a vault may answer again.
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

/// The thread's handle; the thread ends when the tenant is dropped.
#[derive(Default)]
pub(crate) struct Worker {
    signal: Arc<Signal>,
    thread: Arc<Thread>,
}

impl Worker {
    /// Tells the thread that there is work.
    pub(crate) fn wake(&self) {
        self.signal.set(true, false);
    }

    pub(crate) fn start(&self, tenant: &Arc<Tenant>) -> Result<()> {
        let (weak, signal, thread) = (Arc::downgrade(tenant), self.signal.clone(), self.thread.clone());
        let handle = std::thread::Builder::new()
            .name("customer-key-jobs".to_owned())
            .spawn(move || work_off(&weak, &signal, &thread))
            .map_err(|error| Layout::failed(tenant.path(), "start the background thread for", &error))?;
        *lock(&self.thread.handle) = Some(handle);
        self.wake();
        Ok(())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Not waited for: a forked child has a copy of this, which its parent's thread may have locked.
        if let Ok(step) = self.thread.step.try_lock()
            && let Some(step) = &*step
        {
            step.cancel();
        }
        self.signal.set(false, true);
    }
}

fn work_off(tenant: &Weak<Tenant>, signal: &Signal, thread: &Thread) {
    while signal.wait() {
        // Step by step, so that the tenant closes soon after its last user lets go of it.
        loop {
            let cancel = CancelToken::default();
            *lock(&thread.step) = Some(cancel.clone());
            let more = tenant.upgrade().map(|tenant| step(&tenant, &cancel));
            *lock(&thread.step) = None;
            match more {
                Some(true) => {}
                Some(false) => break,
                None => return,
            }
        }
    }
}

/// Makes a step; whether there may be more to do.
fn step(tenant: &Tenant, cancel: &CancelToken) -> bool {
    if tenant.current_settings().job_mode == JobMode::Manual {
        return false;
    }
    match tenant.work(Some(1), cancel, &mut |_| {}) {
        Ok(report) => report.steps > 0,
        Err(error) => {
            tracing::warn!(id = error.id, "a background step failed: {}", error.message);
            false
        }
    }
}

/// How often is looked whether the background thread has let go.
const LOOK: Duration = Duration::from_millis(1);
/// How long it may take: a step that was told to end writes once more at most, and waits for a lock for 30 s at most.
const PATIENCE: Duration = Duration::from_secs(40);

impl Tenant {
    /// Lets go of a tenant. For the last user in this process it returns when the tenant is closed: a step that the background thread makes is
    /// ended, the counter of the audit log has moved on, and nothing more is written. A program that ends right after it has left
    /// nothing undone.
    pub fn let_go(tenant: Arc<Self>) {
        let (closed, thread) = (Arc::downgrade(&tenant), Arc::clone(&tenant.worker().thread));
        let is_forked = tenant.alive().is_forked();
        drop(tenant);
        if is_forked {
            return;
        }
        let until = Instant::now() + PATIENCE;
        while closed.strong_count() > 0 {
            // One that is held, and the background thread makes a step: it is the one who holds it.
            let alone = match &*lock(&thread.step) {
                Some(step) if closed.strong_count() == 1 => {
                    step.cancel();
                    true
                }
                _ => false,
            };
            if !alone && closed.strong_count() > 0 || Instant::now() > until {
                return;
            }
            std::thread::sleep(LOOK);
        }
        let handle = lock(&thread.handle).take();
        if let Some(handle) = handle.filter(|handle| handle.thread().id() != std::thread::current().id()) {
            // It has nothing to tell, however it ended.
            let _ = handle.join();
        }
    }
}
