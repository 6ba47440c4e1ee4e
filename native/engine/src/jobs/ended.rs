//! The end of what was removed: when its time is over by the tenant's clock, it is destroyed (rules
//! 4.3.20 and 4.4.6). Each is its own work: what is killed in between is found again by its time.

use std::ops::Range;

use ckey_base::CancelToken;
use ckey_store::StateExt;

use super::Jobs;
use crate::error::{EngineError, Result};
use crate::mailboxes::Mailboxes;
use crate::sites::Sites;

impl Jobs<'_> {
    /// Destroys removed mailboxes and deleted sites whose time is certainly over, at most so many.
    /// How many it were. One that cannot be destroyed is told of in the log and keeps nobody from the
    /// rest.
    pub(super) fn end_removed(&self, most: u64, cancel: &CancelToken) -> Result<u64> {
        let now = self.ground.now();
        if !self.is_any_over(i64::MIN..now)? {
            return Ok(0);
        }
        let (mailboxes, sites) = (Mailboxes::of(self.ground), Sites::of(self.ground));
        let time = self.ground.certain_time()?.min(now);
        let end = |no| mailboxes.destroy_ended(no, time, cancel);
        let ended = end_each(|after| mailboxes.ended(i64::MIN..time, after), most, end)?;
        let end = |no| sites.destroy_ended(no, time, cancel);
        let left = most.saturating_sub(ended);
        let more = end_each(|after| sites.ended(i64::MIN..time, after), left, end)?;
        let last = self.ground.state().view(|reader| Ok::<_, EngineError>(reader.last_audit()?))?;
        let last = last.map_or(i64::MIN, |last| last.at);
        // Over by the clock, and not yet when something was recorded last.
        if self.is_any_over(last..now)? {
            self.ground.note_time(last)?;
        }
        Ok(ended.saturating_add(more))
    }

    fn is_any_over(&self, within: Range<i64>) -> Result<bool> {
        let (mailboxes, sites) = (Mailboxes::of(self.ground), Sites::of(self.ground));
        Ok(!mailboxes.ended(within.clone(), 0)?.is_empty() || !sites.ended(within, 0)?.is_empty())
    }
}

/// Ends what each page names that follows a row number.
fn end_each(
    page: impl Fn(i64) -> Result<Vec<i64>>,
    most: u64,
    end: impl Fn(i64) -> Result<bool>,
) -> Result<u64> {
    let (mut ended, mut after) = (0_u64, 0);
    loop {
        let over = page(after)?;
        let Some(last) = over.last().filter(|_| ended < most) else { return Ok(ended) };
        after = *last;
        for no in over {
            if ended >= most {
                break;
            }
            match end(no) {
                Ok(true) => ended = ended.saturating_add(1),
                Ok(false) => {}
                Err(error) if error.is_stopped() => return Err(error),
                Err(error) => tracing::warn!(
                    id = error.id,
                    "what was removed is not destroyed: {}",
                    error.message
                ),
            }
        }
    }
}
