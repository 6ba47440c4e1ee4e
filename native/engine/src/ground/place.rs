//! Whether the folder of an open tenant is still the one that was opened.

use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ckey_base::{FileId, hold_folder};

use super::{Ground, Layout};
use crate::error::{Category, EngineError, Result};

/// The folder that was opened.
pub(crate) struct Place {
    id: FileId,
    /// A number of the file system may be given again once nobody has the folder open.
    _held: std::fs::File,
}

impl Place {
    pub(crate) fn of(layout: &Layout) -> Result<Self> {
        let root = layout.root();
        let failed = |error: std::io::Error| Layout::failed(root, "look at the folder", &error);
        let held = hold_folder(root).map_err(failed)?;
        Ok(Self { id: FileId::of_open(&held).map_err(failed)?, _held: held })
    }

    /// About a microsecond.
    pub(crate) fn check(&self, layout: &Layout) -> Result<()> {
        let root = layout.root();
        let how = match FileId::of(root) {
            Ok(id) if id == self.id => return Ok(()),
            Ok(_) => "another folder is in its place",
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                "its folder is not there any more"
            }
            Err(error) => return Err(Layout::failed(root, "look at the folder", &error)),
        };
        Err(EngineError::new(
            "TenantReplaced",
            Category::InvalidOperation,
            format!(
                "The tenant in '{}' was moved, removed or replaced while it was open: {how}.",
                root.display()
            ),
            "Open the tenant again with Open-CustomerKeyTenant; a program begins a new session.",
        )
        .about(root.display().to_string()))
    }
}

/// When somebody last looked, for those who may rely on a very recent look. Asking writes nothing:
/// threads that seal small objects all ask, thousands of times between two looks.
pub(crate) struct Looked {
    born: Instant,
    /// Nanoseconds from `born` to the last look, and one more; 0 where there is none to rely on.
    at: AtomicU64,
    /// How often this process itself gave a reason to look again.
    doubts: Mutex<u64>,
}

impl Default for Looked {
    fn default() -> Self {
        Self { born: Instant::now(), at: AtomicU64::new(0), doubts: Mutex::default() }
    }
}

impl Looked {
    fn doubts(&self) -> MutexGuard<'_, u64> {
        self.doubts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn since_born(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.born).as_nanos()).unwrap_or(u64::MAX)
    }

    pub(crate) fn is_recent(&self, now: Instant, within: Duration) -> bool {
        let within = u64::try_from(within.as_nanos()).unwrap_or(u64::MAX);
        self.at
            .load(Ordering::Acquire)
            .checked_sub(1)
            .is_some_and(|at| self.since_born(now).saturating_sub(at) < within)
    }

    /// The last look says nothing any more, nor does one that is under way.
    pub(crate) fn doubt(&self) {
        let mut doubts = self.doubts();
        *doubts = doubts.wrapping_add(1);
        self.at.store(0, Ordering::Release);
    }

    pub(crate) fn begin(&self) -> (u64, Instant) {
        (*self.doubts(), Instant::now())
    }

    pub(crate) fn done(&self, (doubts, at): (u64, Instant)) {
        let now = self.doubts();
        if *now == doubts {
            self.at.store(self.since_born(at).saturating_add(1), Ordering::Release);
        }
    }
}

impl Ground {
    /// Looks whether the folder still holds this tenant; what every operation begins with. A few
    /// microseconds.
    ///
    /// # Errors
    /// `TenantReplaced` when the folder, the database or the tenant in it is another one, or gone:
    /// nothing that was sealed or changed from here on would ever be found again. Those of the
    /// store.
    pub(crate) fn still_there(&self) -> Result<()> {
        self.place.check(&self.layout)?;
        self.state().key_epoch()?;
        Ok(())
    }
}
