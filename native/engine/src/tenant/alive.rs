//! Who has the tenant open: a locked file each, so that what a killed process left unfinished is resolved at once and what a living one
//! is still doing is left alone.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use uuid::Uuid;

use super::layout::Layout;
use crate::error::Result;

/// How long a file is left alone that is not locked.
const YOUNG: Duration = Duration::from_secs(60);

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
        let file = make(&path).map_err(|error| Layout::failed(&path, "make the file", &error))?;
        file.try_lock().map_err(|error| Layout::failed(&path, "lock the file", &io::Error::from(error)))?;
        sweep(&folder);
        Ok(Self { id, path, _file: file })
    }

    pub(crate) const fn id(&self) -> Uuid {
        self.id
    }

    /// Whether nobody else has the tenant open. A file that is young and not locked may be one that its process is about to lock.
    pub(crate) fn alone(&self) -> bool {
        let Some(Ok(entries)) = self.path.parent().map(std::fs::read_dir) else { return false };
        for entry in entries {
            let Ok(entry) = entry else { return false };
            let age = entry.metadata().and_then(|file| file.modified()).ok().and_then(|at| at.elapsed().ok());
            if entry.path() != self.path && !(age.is_some_and(|age| age >= YOUNG) && remove_dead(&entry.path())) {
                return false;
            }
        }
        true
    }

    /// Whether nobody holds a lock in this folder, by anything that can be told.
    pub(crate) fn nobody_in(folder: &Path) -> bool {
        let is_free = |entry: io::Result<std::fs::DirEntry>| match entry.and_then(|entry| File::open(entry.path())) {
            Ok(file) => file.try_lock().is_ok(),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        std::fs::read_dir(folder).is_ok_and(|mut entries| entries.all(is_free))
    }

    /// Whether `owner` still has the tenant open. The file of one that has not is removed.
    pub(crate) fn is_alive(&self, owner: Uuid) -> bool {
        if owner == self.id {
            return true;
        }
        let Some(folder) = self.path.parent() else { return true };
        !remove_dead(&lock_file(folder, owner))
    }
}

/// Makes a file that only its owner may open.
fn make(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Removes the file of a process that is gone, and says whether it is.
fn remove_dead(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return true };
    if matches!(file.try_lock(), Err(TryLockError::WouldBlock | TryLockError::Error(_))) {
        return false;
    }
    // Best effort: a file left behind costs nothing but its name.
    let _ = std::fs::remove_file(path);
    true
}

/// Removes the files of processes that ended without doing so. A young file may be one that its process is about to lock.
fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = entry.metadata().and_then(|file| file.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age >= YOUNG) {
            remove_dead(&entry.path());
        }
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        // Best effort: whoever finds the file unlocked removes it.
        let _ = std::fs::remove_file(&self.path);
    }
}
