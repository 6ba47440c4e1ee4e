//! Whether the folder of an open tenant is still the one that was opened.

use std::io::ErrorKind;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ckey_store::FileId;

use super::{Ground, Layout};
use crate::error::{Category, EngineError, Result};

/// The folder that was opened.
pub(crate) struct Place {
    id: FileId,
    /// A number of the file system may be given again once nobody has the folder open.
    #[cfg(unix)]
    _held: std::fs::File,
}

impl Place {
    pub(crate) fn of(layout: &Layout) -> Result<Self> {
        let root = layout.root();
        let failed = |error: std::io::Error| Layout::failed(root, "look at the folder", &error);
        #[cfg(unix)]
        {
            let held = std::fs::File::open(root).map_err(failed)?;
            let id = FileId::from(&held.metadata().map_err(failed)?);
            Ok(Self { id, _held: held })
        }
        #[cfg(not(unix))]
        Ok(Self { id: FileId::of(root).map_err(failed)? })
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

/// When somebody last looked, for those who may rely on a very recent look.
#[derive(Default)]
pub(crate) struct Looked(Mutex<Look>);

#[derive(Default)]
struct Look {
    at: Option<Instant>,
    /// How often this process itself gave a reason to look again.
    doubts: u64,
}

impl Looked {
    fn look(&self) -> MutexGuard<'_, Look> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_recent(&self, within: Duration) -> bool {
        self.look().at.is_some_and(|at| at.elapsed() < within)
    }

    /// The last look says nothing any more, nor does one that is under way.
    pub(crate) fn doubt(&self) {
        let mut look = self.look();
        *look = Look { at: None, doubts: look.doubts.wrapping_add(1) };
    }

    pub(crate) fn begin(&self) -> (u64, Instant) {
        (self.look().doubts, Instant::now())
    }

    pub(crate) fn done(&self, (doubts, at): (u64, Instant)) {
        let mut look = self.look();
        if look.doubts == doubts {
            look.at = Some(at);
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
