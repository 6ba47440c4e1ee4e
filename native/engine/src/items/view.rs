//! A lease near the threads that use it: what they ask for again and again is kept here, so that
//! they share nothing that is written with other threads of the same lease.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Instant;

use ckey_base::CancelToken;
use ckey_crypto::Backend;

use super::{LeasedKey, ScopeLease};
use crate::error::Result;

/// The keys that a view was given last. Each is counted here alone.
#[derive(Default)]
struct Kept {
    epoch: i64,
    newest: Option<Arc<LeasedKey>>,
    /// The one that the header of an object named.
    named: Option<Arc<LeasedKey>>,
}

impl Kept {
    fn look(&self, version: Option<u32>, epoch: i64, now: Instant) -> Option<&Arc<LeasedKey>> {
        let kept = match version {
            None => self.newest.as_ref(),
            Some(version) => self.named.as_ref().filter(|key| key.version() == version),
        };
        kept.filter(|key| self.epoch == epoch && key.expires() > now)
    }
}

/// What the views of one lease keep.
#[derive(Default)]
pub(super) struct Views(Mutex<Vec<Weak<Mutex<Kept>>>>);

impl Views {
    fn list(&self) -> MutexGuard<'_, Vec<Weak<Mutex<Kept>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another view; forgets those that are gone.
    fn begin(&self) -> Arc<Mutex<Kept>> {
        let kept = Arc::default();
        let mut list = self.list();
        list.retain(|view| view.strong_count() > 0);
        list.push(Arc::downgrade(&kept));
        kept
    }

    /// No view keeps a key any more that the lease has let go of, also one that nobody uses.
    pub(super) fn clear(&self) {
        for view in self.list().iter().filter_map(Weak::upgrade) {
            *lock(&view) = Kept::default();
        }
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A lease as some of its threads use it.
pub struct LeaseView {
    lease: Arc<ScopeLease>,
    kept: Arc<Mutex<Kept>>,
}

impl LeaseView {
    /// A view of a lease.
    #[must_use]
    pub fn of(lease: Arc<ScopeLease>) -> Self {
        let kept = lease.views.begin();
        Self { lease, kept }
    }

    /// The lease.
    #[must_use]
    pub const fn lease(&self) -> &Arc<ScopeLease> {
        &self.lease
    }

    /// The cryptographic backend.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.lease.backend()
    }

    /// As [`ScopeLease::key_within`].
    ///
    /// # Errors
    /// Those of [`ScopeLease::key_within`].
    pub fn key_within(
        &self,
        version: Option<u32>,
        cancel: impl FnOnce() -> CancelToken,
    ) -> Result<Arc<LeasedKey>> {
        let now = Instant::now();
        let epoch = self.lease.tenant.ground().sync_recent_at(now)?;
        let now = self.lease.tenant.ground().clock.instant_of(now);
        if let Some(key) = lock(&self.kept).look(version, epoch, now) {
            return Ok(key.clone());
        }
        let key = Arc::new(self.lease.key_within(version, cancel)?);
        // What was let go of meanwhile is used once and not kept.
        let mut kept = lock(&self.kept);
        if self.lease.tenant.ground().epoch() == epoch {
            if kept.epoch != epoch {
                *kept = Kept { epoch, ..Kept::default() };
            }
            let place = if version.is_none() { &mut kept.newest } else { &mut kept.named };
            *place = Some(key.clone());
        }
        Ok(key)
    }
}
