//! What a run and its call say to each other.
//!
//! Handing a record over costs more than making a small one, so that neither end spins while it
//! waits, and a reader is woken once for records that come together.

use crate::runtime::answer::Answer;
use crate::runtime::error::CmdletError;
use ckey_base::CancelToken;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Records that wait between a run and its reader. A run that is further ahead waits, holding
/// nothing.
const AHEAD: usize = 4;

/// How soon a run that waits for its reader notices that it was cancelled.
const LOOK: Duration = Duration::from_millis(20);

/// What a run sends.
pub(crate) enum Item {
    Record(Vec<u8>),
    Question(Vec<u8>),
}

/// The result of a run.
pub(crate) type Outcome = Result<(), CmdletError>;

#[derive(Default)]
struct State {
    items: VecDeque<Item>,
    answer: Option<Answer>,
    outcome: Option<Outcome>,
    /// The run has ended and holds nothing more.
    ended: bool,
    reader_gone: bool,
    reader_waits: bool,
    run_waits: bool,
}

#[derive(Default)]
struct Exchange {
    state: Mutex<State>,
    reader: Condvar,
    run: Condvar,
}

impl Exchange {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes the reader if it waits, after the lock: whoever wakes wants it first of all.
    fn wake_reader(&self, mut state: MutexGuard<'_, State>) {
        let waits = std::mem::take(&mut state.reader_waits);
        drop(state);
        if waits {
            self.reader.notify_one();
        }
    }

    fn wake_run(&self, mut state: MutexGuard<'_, State>) {
        let waits = std::mem::take(&mut state.run_waits);
        drop(state);
        if waits {
            self.run.notify_one();
        }
    }
}

/// Makes the ends of one call.
pub(crate) fn channels(cancel: CancelToken) -> (ReaderEnd, Channels, RunEnd) {
    let exchange = Arc::<Exchange>::default();
    let channels = Channels { exchange: Arc::clone(&exchange), cancel };
    (ReaderEnd(Arc::clone(&exchange)), channels, RunEnd(exchange))
}

/// What a context needs of its call.
pub(crate) struct Channels {
    exchange: Arc<Exchange>,
    pub(crate) cancel: CancelToken,
}

impl Channels {
    /// Hands a record over, waiting while [`AHEAD`] are not read. With `more` to come at once, the
    /// reader sleeps on until it does.
    ///
    /// # Errors
    /// `OperationStopped` when the reader is gone or the call is cancelled.
    pub(crate) fn put(&self, item: Item, more: bool) -> Result<(), CmdletError> {
        let mut state = self.exchange.state();
        loop {
            if self.cancel.is_cancelled() || state.reader_gone {
                return Err(CmdletError::cancelled());
            }
            if state.items.len() < AHEAD {
                state.items.push_back(item);
                if !more {
                    self.exchange.wake_reader(state);
                }
                return Ok(());
            }
            if std::mem::take(&mut state.reader_waits) {
                self.exchange.reader.notify_one();
            }
            state = self.wait(state);
        }
    }

    /// The answer to the question that was put last.
    ///
    /// # Errors
    /// As [`Channels::put`].
    pub(crate) fn answer(&self) -> Result<Answer, CmdletError> {
        let mut state = self.exchange.state();
        loop {
            // First: a yes that comes after the call was cancelled is none.
            if self.cancel.is_cancelled() || state.reader_gone {
                return Err(CmdletError::cancelled());
            }
            if let Some(answer) = state.answer.take() {
                return Ok(answer);
            }
            state = self.wait(state);
        }
    }

    /// Waits for the reader for a moment: what cancels does not wake.
    fn wait<'s>(&self, mut state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        state.run_waits = true;
        let waited = self.exchange.run.wait_timeout(state, LOOK);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Held by a run until it holds nothing else. Dropping it tells the reader that the call has ended.
pub(crate) struct RunEnd(Arc<Exchange>);

impl RunEnd {
    pub(crate) fn set_outcome(&self, outcome: Outcome) {
        self.0.state().outcome = Some(outcome);
    }
}

impl Drop for RunEnd {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.ended = true;
        self.0.wake_reader(state);
    }
}

/// What a reader found.
pub(crate) enum Found {
    Item(Item),
    Nothing,
    End,
}

/// The end of whoever reads a call. Dropping it tells the run so.
pub(crate) struct ReaderEnd(Arc<Exchange>);

impl ReaderEnd {
    /// What the run says next, if it does so within `timeout`.
    pub(crate) fn next(&self, timeout: Duration) -> Found {
        self.wait(timeout, |state| match state.items.pop_front() {
            Some(item) => Some(Found::Item(item)),
            None => state.ended.then_some(Found::End),
        })
        .unwrap_or(Found::Nothing)
    }

    /// Answers a question.
    pub(crate) fn answer(&self, answer: Answer) {
        let mut state = self.0.state();
        state.answer = Some(answer);
        self.0.wake_run(state);
    }

    pub(crate) fn outcome(&self) -> Option<Outcome> {
        self.0.state().outcome.clone()
    }

    /// Reads no more, and waits at most `grace` for the run to give up.
    pub(crate) fn leave(&self, grace: Duration) {
        let mut state = self.0.state();
        state.reader_gone = true;
        self.0.wake_run(state);
        self.wait(grace, |state| state.ended.then_some(()));
    }

    fn wait<T>(
        &self,
        timeout: Duration,
        mut found: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        // What cannot be counted in an `Instant` has no end.
        let mut until = None;
        let mut state = self.0.state();
        loop {
            if let Some(found) = found(&mut state) {
                self.0.wake_run(state);
                return Some(found);
            }
            let now = Instant::now();
            let until = until.get_or_insert_with(|| now.checked_add(timeout));
            let left = until.map_or(timeout, |until| until.saturating_duration_since(now));
            if left.is_zero() {
                state.reader_waits = false;
                return None;
            }
            state.reader_waits = true;
            let waited = self.0.reader.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for ReaderEnd {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.reader_gone = true;
        self.0.wake_run(state);
    }
}
