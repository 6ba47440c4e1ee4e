//! One call of a cmdlet: its records, its questions, its end.

use crate::runtime::answer::Answer;
use crate::runtime::channels::{Channels, Found, Item, ReaderEnd, RunEnd, channels};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::pool::{self, Ticket};
use ckey_base::CancelToken;
use ckey_engine::Category;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long dropping an unfinished call waits for it to give up.
const GRACE: Duration = Duration::from_millis(100);

/// What [`Call::next`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// A record, see `record`.
    Record(Vec<u8>),
    /// None within the timeout; the call goes on.
    None,
    /// The call has finished, and every record was read.
    Finished,
}

/// An open call. Belongs to one thread at a time; only its [`Canceller`] may be used from others.
///
/// Dropping it cancels it if it has not finished, and waits at most 100 ms for it to give up.
pub struct Call {
    run: ReaderEnd,
    asked: AtomicBool,
    finished: bool,
    cancel: CancelToken,
    ticket: Ticket,
}

/// Cancels one call, from any thread.
#[derive(Clone, Debug)]
pub struct Canceller(CancelToken);

impl Canceller {
    /// Stops the call soon: a wait for a vault ends within 100 ms. Repeating it, or cancelling a
    /// finished call, does nothing.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

impl Call {
    /// Starts `run` on a thread of the pool, at the latest when it is read, with the context that `context` makes of the call's
    /// ends.
    pub(crate) fn start<R>(
        cancel: CancelToken,
        context: impl FnOnce(Channels) -> Context,
        run: R,
    ) -> Result<Self, CmdletError>
    where
        R: FnOnce(&mut Context) -> Result<(), CmdletError> + Send + 'static,
    {
        let (reader, channels, end) = channels(cancel.clone());
        let work = Work { context: context(channels), run, end };
        let ticket = pool::run(Box::new(move || Box::new(work.work())))?;
        let asked = AtomicBool::new(false);
        Ok(Self { run: reader, asked, finished: false, cancel, ticket })
    }

    /// The next record, or [`Next::None`] after `timeout`. A question that was not answered before
    /// stays unanswered: the cmdlet does not do what it asked about, and [`Call::status`] says so.
    ///
    /// # Errors
    /// `ThreadUnavailable` where the run has not begun and the system gives no thread for it. A call
    /// that failed says so by an `error` record and [`Call::status`].
    pub fn next(&mut self, timeout: Duration) -> Result<Next, CmdletError> {
        if self.finished {
            return Ok(Next::Finished);
        }
        self.ticket.hurry()?;
        self.settle(Answer::Missing);
        Ok(match self.run.next(timeout) {
            Found::Item(Item::Record(record)) => Next::Record(record),
            Found::Item(Item::Question(record)) => {
                self.asked.store(true, Ordering::Relaxed);
                Next::Record(record)
            }
            Found::Nothing => Next::None,
            Found::End => {
                self.finished = true;
                Next::Finished
            }
        })
    }

    /// Answers the question of the `confirm` record that [`Call::next`] gave last. Without a
    /// question it does nothing.
    pub fn answer(&self, yes: bool) {
        self.settle(if yes { Answer::Yes } else { Answer::No });
    }

    fn settle(&self, answer: Answer) {
        if self.asked.swap(false, Ordering::Relaxed) {
            self.run.answer(answer);
        }
    }

    /// What cancels this call from another thread.
    #[must_use]
    pub fn canceller(&self) -> Canceller {
        Canceller(self.cancel.clone())
    }

    /// Whether the call did what was asked.
    ///
    /// # Errors
    /// The first error that the call reported, `OperationStopped` if it was cancelled,
    /// `CallNotFinished` before its end. With no error `QuestionUnanswered` where a question had no
    /// answer, and `QuestionDeclined` where one was answered by no: what it asked about was not
    /// done, and everything else was.
    pub fn status(&self) -> Result<(), CmdletError> {
        self.run.outcome().unwrap_or_else(|| {
            Err(CmdletError::new(
                "CallNotFinished",
                Category::InvalidOperation,
                "The call has not finished.",
                "Read its records to the end before asking for its status.",
            )
            .passing())
        })
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        self.cancel.cancel();
        drop(std::mem::take(&mut self.ticket)); // One that has not begun never will.
        self.run.leave(GRACE);
    }
}

/// A run that has not begun. Its end comes last: when the reader sees it, the rest is let go.
struct Work<R> {
    context: Context,
    run: R,
    end: RunEnd,
}

impl<R: FnOnce(&mut Context) -> Result<(), CmdletError>> Work<R> {
    fn work(self) -> RunEnd {
        let Self { mut context, run, end } = self;
        let cmdlet = context.cmdlet();
        let internal = || Err(CmdletError::internal(cmdlet));
        let ended =
            catch_unwind(AssertUnwindSafe(|| run(&mut context))).unwrap_or_else(|_| internal());
        // The context is let go in there: whatever that does, the reader learns of the end.
        let outcome = catch_unwind(AssertUnwindSafe(move || context.end(ended)));
        end.set_outcome(outcome.unwrap_or_else(|_| internal()));
        end
    }
}
