//! Where tests step in between two acts of one operation, to play what another process does just
//! then.

use super::Ground;

/// A moment between two acts.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The place of a key has been read; nothing is opened yet.
    Read,
    /// Keys have been opened; nothing is written yet.
    Opened,
    /// The secrets of a policy that is made are stored; its row is not.
    Stored,
    /// The roots of a new generation have been looked at; it is not written yet.
    Looked,
    /// A job has retired what it left; it has not ended yet.
    Retired,
    /// Some items of a mailbox are destroyed; its key is not.
    Emptied,
    /// The secrets of a policy that is purged are destroyed; its wraps are not.
    Erased,
    /// The database was compacted for a purge; nothing says so yet.
    Compacted,
    /// What vaults hold of roles that are given above them has been compared; nothing is written.
    Compared,
    /// A purge has made a step.
    Purged,
    /// The key of the installation was replaced; the one before is not destroyed.
    Replaced,
    /// The removal of the tenant is on the record, or its mark is written; nobody was told.
    Removed,
}

type Act = Box<dyn Fn(Moment) + Send + Sync>;

/// What a test does at such moments; nothing otherwise.
#[derive(Default)]
pub(crate) struct Pauses(std::sync::OnceLock<Act>);

impl Ground {
    /// Calls `act` at every [`Moment`] of this open tenant from now on. For tests; takes the first
    /// one only.
    #[doc(hidden)]
    pub(crate) fn on_pause(&self, act: impl Fn(Moment) + Send + Sync + 'static) {
        let _ = self.pauses.0.set(Box::new(act));
    }

    pub(crate) fn pause(&self, moment: Moment) {
        if let Some(act) = self.pauses.0.get() {
            act(moment);
        }
    }
}
