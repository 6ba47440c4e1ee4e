//! Who moves the counter on: a thread of its own after changes, at most once a second, so that no
//! change waits for it; and anyone who makes a change that takes something away, before it is
//! acknowledged.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use ckey_store::model::StoreCheck;
use ckey_store::state::KeyNeed;
use ckey_store::{Reader, State, StoreError, StoreErrorKind, Writer};

use super::counter::Counter;

/// The time between two writes of the counter while there are changes.
const PAUSE: Duration = Duration::from_secs(1);

#[derive(Default)]
struct Signal {
    /// There were changes since the thread last looked.
    changed: bool,
    /// The counter could not be moved on.
    late: bool,
    ended: bool,
}

struct Shared {
    counter: Counter,
    signal: Mutex<Signal>,
    told: Condvar,
}

impl Shared {
    fn signal(&self) -> MutexGuard<'_, Signal> {
        self.signal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A counter that lags behind is what a crash leaves too, so what was done stays done.
    fn advance(&self) {
        self.signal().changed = false;
        let advanced = self.counter.advance();
        self.signal().late = advanced.is_err();
        match advanced {
            Err(error)
                if error.id == StoreErrorKind::Replaced.name()
                    || error.id == StoreErrorKind::NotFound.name() => {}
            Err(error) => tracing::warn!(
                id = error.id,
                "the counter of the audit log was not moved on: {}",
                error.message
            ),
            Ok(()) => {}
        }
    }

    fn run(&self) {
        let mut signal = self.signal();
        loop {
            signal = self
                .told
                .wait_while(signal, |signal| !signal.changed && !signal.ended)
                .unwrap_or_else(PoisonError::into_inner);
            if signal.ended {
                return;
            }
            drop(signal);
            self.advance();
            let rest = self.told.wait_timeout_while(self.signal(), PAUSE, |signal| !signal.ended);
            signal = rest.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Keeps a counter while its tenant is open, and moves it on a last time when the tenant is closed.
pub(crate) struct Keeper {
    shared: Arc<Shared>,
    thread: OnceLock<Option<JoinHandle<()>>>,
    process: u32,
}

impl Keeper {
    pub(crate) fn new(counter: Counter) -> Self {
        let shared = Arc::new(Shared { counter, signal: Mutex::default(), told: Condvar::new() });
        Self { shared, thread: OnceLock::new(), process: std::process::id() }
    }

    pub(crate) fn counter(&self) -> &Counter {
        &self.shared.counter
    }

    /// Something was changed: the counter follows soon. The thread begins with the first change;
    /// where none can be had, it follows at the end.
    pub(crate) fn follow(&self) {
        self.shared.signal().changed = true;
        self.shared.told.notify_one();
        self.thread.get_or_init(|| {
            let shared = Arc::clone(&self.shared);
            std::thread::Builder::new()
                .name("customer-key-counter".to_owned())
                .spawn(move || shared.run())
                .ok()
        });
    }

    /// Something was taken away: the counter follows now.
    pub(crate) fn settle(&self) {
        self.shared.advance();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // A forked child has a copy of this; the tenant is still its parent's.
        if self.process != std::process::id() {
            return;
        }
        self.shared.signal().ended = true;
        self.shared.told.notify_all();
        if let Some(Some(thread)) = self.thread.take() {
            // It has nothing to tell, however it ended.
            let _ = thread.join();
        }
        let signal = self.shared.signal();
        let lags = signal.changed || signal.late;
        drop(signal);
        if lags {
            self.shared.advance();
        }
    }
}

/// State whose changes the counter follows.
pub(crate) struct CountedState {
    state: Arc<dyn State>,
    keeper: Arc<Keeper>,
}

impl CountedState {
    pub(crate) fn new(state: Arc<dyn State>, keeper: Arc<Keeper>) -> Self {
        Self { state, keeper }
    }
}

type Stored<T> = Result<T, StoreError>;

impl State for CountedState {
    fn read(&self, work: &mut dyn FnMut(&mut dyn Reader) -> Stored<()>) -> Stored<()> {
        self.state.read(work)
    }

    fn change(&self, work: &mut dyn FnMut(&mut dyn Writer) -> Stored<()>) -> Stored<()> {
        let mut takes_away = false;
        self.state.change(&mut |writer| {
            let before = writer.epoch()?;
            work(writer)?;
            // Whatever makes opened keys invalid raises the epoch.
            takes_away = writer.epoch()? != before;
            Ok(())
        })?;
        if takes_away {
            self.keeper.settle()
        } else {
            self.keeper.follow()
        }
        Ok(())
    }

    fn key_epoch(&self) -> Stored<i64> {
        self.state.key_epoch()
    }

    fn truncate_log(&self) -> Stored<()> {
        self.state.truncate_log()
    }

    fn compact(&self) -> Stored<()> {
        self.state.compact()
    }

    fn raw(&self, look: &mut dyn FnMut(&str, &[u8])) -> Stored<()> {
        self.state.raw(look)
    }

    fn backup(&self, destination: &Path) -> Stored<Vec<KeyNeed>> {
        self.state.backup(destination)
    }

    fn check(&self) -> Stored<Vec<StoreCheck>> {
        self.state.check()
    }
}
