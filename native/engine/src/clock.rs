//! The tenant's clock: the system's, plus what a rehearsal has moved it forward.

use std::sync::atomic::{AtomicI64, Ordering};

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
