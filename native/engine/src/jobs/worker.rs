//! The background thread of whoever has the tenant open.

use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::time::Duration;

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

/// The thread's handle; the thread ends when the tenant is dropped.
#[derive(Default)]
pub(crate) struct Worker {
    signal: Arc<Signal>,
    cancel: CancelToken,
}

impl Worker {
    /// Tells the thread that there is work.
    pub(crate) fn wake(&self) {
        self.signal.set(true, false);
    }

    pub(crate) fn start(&self, tenant: &Arc<Tenant>) -> Result<()> {
        let (weak, signal, cancel) = (Arc::downgrade(tenant), self.signal.clone(), self.cancel.clone());
        std::thread::Builder::new()
            .name("customer-key-jobs".to_owned())
            .spawn(move || work_off(&weak, &signal, &cancel))
            .map_err(|error| Layout::failed(tenant.path(), "start the background thread for", &error))?;
        self.wake();
        Ok(())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.cancel.cancel();
        self.signal.set(false, true);
    }
}

fn work_off(tenant: &Weak<Tenant>, signal: &Signal, cancel: &CancelToken) {
    while signal.wait() {
        // Step by step, so that the tenant closes soon after its last user lets go of it.
        loop {
            let Some(tenant) = tenant.upgrade() else { return };
            if tenant.current_settings().job_mode == JobMode::Manual {
                break;
            }
            match tenant.work(Some(1), cancel, &mut |_| {}) {
                Ok(report) if report.steps > 0 => {}
                Ok(_) => break,
                Err(error) => {
                    tracing::warn!(id = error.id, "a background step failed: {}", error.message);
                    break;
                }
            }
        }
    }
}
