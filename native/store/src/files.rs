//! What failures of the file system mean to a store, and files that one has alone.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use ckey_base::{durable, regular};

use crate::error::{StoreError, StoreErrorKind};

/// What an error of the system means for a store.
pub(crate) fn kind_of(error: &io::Error) -> StoreErrorKind {
    match error.kind() {
        _ if ckey_base::is_full(error) => StoreErrorKind::Full,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreErrorKind::ReadOnly
        }
        io::ErrorKind::NotFound => StoreErrorKind::NotFound,
        io::ErrorKind::AlreadyExists => StoreErrorKind::Conflict,
        _ => StoreErrorKind::Io,
    }
}

/// An error of the system that happened to `path`.
pub(crate) fn failure(path: &Path, error: &io::Error) -> StoreError {
    let kind = kind_of(error);
    let (file, why) = (path.display(), ckey_base::why(error));
    let (message, fix) = match kind {
        StoreErrorKind::Full => (
            format!(
                "{file} cannot be written: the disk, quota or file size limit is full ({why}). This change was not made; what was reported before it stays."
            ),
            "Free space on the disk or raise the limit; then try again.",
        ),
        StoreErrorKind::ReadOnly => (
            format!("{file} may not be accessed ({why})."),
            "Give the account that runs this process permission to read and write the file and its folder.",
        ),
        StoreErrorKind::NotFound => (format!("{file} is not there."), "Check the path."),
        StoreErrorKind::Conflict => (
            format!("{file} exists already."),
            "Choose another path, or move the existing file away.",
        ),
        _ => (
            format!("{file} could not be read or written ({why})."),
            "Check the disk; then try again.",
        ),
    };
    StoreError::new(kind, file.to_string(), message, fix)
}

/// A file that is locked against other threads and processes, until this is dropped.
pub(crate) struct FileLock(File);

impl FileLock {
    /// Between two looks whether somebody else has let go.
    const PAUSE: Duration = Duration::from_millis(2);

    /// Locks the file, which is made if it is not there (0600).
    ///
    /// # Errors
    /// [`StoreErrorKind::Busy`] where somebody else holds it longer than `patience`; those of the
    /// system.
    pub(crate) fn take(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        let failed = |error: io::Error| failure(path, &error);
        let mut options = OpenOptions::new();
        let file = regular::open_with(
            durable::private(options.create(true).truncate(false).write(true)),
            path,
        )
        .map_err(failed)?;
        let deadline = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    std::thread::sleep(Self::PAUSE)
                }
                Err(TryLockError::WouldBlock) => return Err(busy(path, patience)),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // Explicitly: a child that was forked meanwhile holds the file open too.
        let _ = self.0.unlock();
    }
}

fn busy(path: &Path, patience: Duration) -> StoreError {
    StoreError::new(
        StoreErrorKind::Busy,
        path.display().to_string(),
        format!(
            "Another process has held {} for longer than {} s.",
            path.display(),
            patience.as_secs()
        ),
        "Let the other process finish, or end it; then try again.",
    )
}

/// Why a write to `path` failed, found out by asking: a file size limit that it has reached, or a
/// folder that takes no further block.
pub(crate) fn write_problem(path: &Path) -> Option<StoreErrorKind> {
    if at_size_limit(path) {
        return Some(StoreErrorKind::Full);
    }
    let probe = durable::temporary_beside(path).and_then(|mut file| {
        file.write_all(&[1; 65536])?;
        file.as_file().sync_all()
    });
    match probe.as_ref().map_err(kind_of) {
        Err(kind @ (StoreErrorKind::Full | StoreErrorKind::ReadOnly)) => Some(kind),
        _ => None,
    }
}

/// Whether a file has reached the limit for this process's files, or a database's log has.
#[cfg(unix)]
pub(crate) fn at_size_limit(path: &Path) -> bool {
    // The log beside a database counts as much as the database itself; a write may be as large as
    // 64 KiB.
    const MARGIN: u64 = 65536;
    let Some(limit) = rustix::process::getrlimit(rustix::process::Resource::Fsize).current else {
        return false;
    };
    ["", "-wal", "-shm", "-journal"].iter().any(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        std::fs::metadata(name).is_ok_and(|file| file.len().saturating_add(MARGIN) >= limit)
    })
}

#[cfg(not(unix))]
pub(crate) fn at_size_limit(_path: &Path) -> bool {
    false
}
