//! The tenant's clock: the system's, plus what a rehearsal has moved it forward.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use ckey_base::clock::{self, Clock};

/// The injected clock of a tenant. Its offset is kept in the tenant's settings and is 0 forever in
/// production.
#[derive(Debug, Default)]
pub(crate) struct TenantClock {
    offset: AtomicI64,
}

impl TenantClock {
    pub(crate) fn offset(&self) -> i64 {
        self.offset.load(Ordering::Acquire)
    }

    pub(crate) fn set_offset(&self, seconds: i64) {
        self.offset.store(seconds, Ordering::Release);
    }

    /// The time by which what is kept in memory ends. It follows a rehearsal that moves its clock,
    /// and not somebody who sets the system's.
    pub(crate) fn instant(&self) -> Instant {
        self.instant_of(Instant::now())
    }

    /// [`TenantClock::instant`] for those who have just asked what time it is.
    pub(crate) fn instant_of(&self, now: Instant) -> Instant {
        let ahead = Duration::from_secs(u64::try_from(self.offset()).unwrap_or(0));
        now.checked_add(ahead).unwrap_or(now)
    }
}

impl Clock for TenantClock {
    fn now(&self) -> i64 {
        clock::seconds().saturating_add(self.offset())
    }
}

/// A time as ISO 8601 in UTC with `Z`, as it stands in audit records and reports.
#[must_use]
pub fn iso(seconds: i64) -> String {
    time::OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|time| time.format(&time::format_description::well_known::Rfc3339).ok())
        .unwrap_or_else(|| seconds.to_string())
}
