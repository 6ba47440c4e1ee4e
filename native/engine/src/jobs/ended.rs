//! The end of what was removed: when its time is over by the tenant's clock, it is destroyed (rules
//! 4.3.20 and 4.4.6). Each is its own work: what is killed in between is found again by its time.

use ckey_base::CancelToken;

use super::Jobs;
use crate::error::Result;
use crate::mailboxes::Mailboxes;
use crate::sites::Sites;

impl Jobs<'_> {
    /// Destroys removed mailboxes and deleted sites whose time is over, at most so many. How many
    /// it were. One that cannot be destroyed is told of in the log and keeps nobody from the rest.
    pub(super) fn end_removed(&self, most: u64, cancel: &CancelToken) -> Result<u64> {
        let (mailboxes, sites) = (Mailboxes::of(self.ground), Sites::of(self.ground));
        let ended = end_each(mailboxes.ended()?, most, |no| mailboxes.destroy_ended(no, cancel))?;
        let left = most.saturating_sub(ended);
        let more = end_each(sites.ended()?, left, |no| sites.destroy_ended(no, cancel))?;
        Ok(ended.saturating_add(more))
    }
}

fn end_each(over: Vec<i64>, most: u64, end: impl Fn(i64) -> Result<bool>) -> Result<u64> {
    let mut ended = 0_u64;
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
    Ok(ended)
}
