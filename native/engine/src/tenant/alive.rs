//! Who has the tenant open: a locked file each, so that what a killed process left unfinished is resolved at once and what a living one
//! is still doing is left alone.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use uuid::Uuid;

use super::layout::Layout;
use crate::error::Result;

/// This process's hold on the tenant; ends with it, however it ends.
pub(crate) struct Alive {
    id: Uuid,
    path: PathBuf,
    _file: File,
}

fn lock_file(folder: &Path, id: Uuid) -> PathBuf {
    folder.join(format!("{id}.lock"))
}

impl Alive {
    pub(crate) fn start(layout: &Layout) -> Result<Self> {
        let folder = layout.locks();
        Layout::make_private(&folder)?;
        let id = Uuid::new_v4();
        let path = lock_file(&folder, id);
        let file = OpenOptions::new()
            .create_new(true)
            .write(true)
            .open(&path)
            .map_err(|error| Layout::failed(&path, "make the file", &error))?;
        flock(&file, FlockOperation::NonBlockingLockExclusive)
            .map_err(|error| Layout::failed(&path, "lock the file", &error.into()))?;
        Ok(Self { id, path, _file: file })
    }

    pub(crate) const fn id(&self) -> Uuid {
        self.id
    }

    /// Whether `owner` still has the tenant open. The file of one that has not is removed.
    pub(crate) fn is_alive(&self, owner: Uuid) -> bool {
        if owner == self.id {
            return true;
        }
        let Some(folder) = self.path.parent() else { return true };
        let path = lock_file(folder, owner);
        let Ok(file) = File::open(&path) else { return false };
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            return true;
        }
        // Best effort: a file left behind costs nothing but its name.
        let _ = std::fs::remove_file(&path);
        false
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        // Best effort: whoever finds the file unlocked removes it.
        let _ = std::fs::remove_file(&self.path);
    }
}
