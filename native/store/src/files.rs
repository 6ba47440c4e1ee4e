//! Files that are there completely or not at all.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

use crate::error::{StoreError, StoreErrorKind};

#[cfg(test)]
thread_local! {
    /// The folders that this thread has synced, which leaves no trace that a test could see.
    pub(crate) static SYNCED: std::cell::RefCell<Vec<PathBuf>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// The ending of files that are still being written; their names begin with a point. Anyone who
/// finds an old one may remove it.
pub(crate) const TEMPORARY: &str = ".tmp";

/// What an error of the system means for a store.
pub(crate) fn kind_of(error: &io::Error) -> StoreErrorKind {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            StoreErrorKind::Full
        }
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
    let file = path.display();
    let (message, fix) = match kind {
        StoreErrorKind::Full => (
            format!(
                "{file} cannot be written: the disk, quota or file size limit is full ({error}). Nothing was changed."
            ),
            "Free space on the disk or raise the limit; then try again.",
        ),
        StoreErrorKind::ReadOnly => (
            format!("{file} may not be accessed ({error})."),
            "Give the account that runs this process permission to read and write the file and its folder.",
        ),
        StoreErrorKind::NotFound => (format!("{file} is not there."), "Check the path."),
        StoreErrorKind::Conflict => (
            format!("{file} exists already."),
            "Choose another path, or move the existing file away.",
        ),
        _ => (
            format!("{file} could not be read or written ({error})."),
            "Check the disk; then try again.",
        ),
    };
    StoreError::new(kind, file.to_string(), message, fix)
}

/// The folder a file is in.
pub(crate) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(test)]
    SYNCED.with_borrow_mut(|synced| synced.push(folder.to_path_buf()));
    // Windows has no such call: renames there are journalled by the file system.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The same, for a file that only its owner may open.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes a folder (0700) durably, with those above it, unless it is there.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    make_folder(&above)?;
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => sync_folder(&above),
    }
}

/// A new temporary file (0600) beside `path`, removed when dropped.
pub(crate) fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".")
        .suffix(TEMPORARY)
        .rand_bytes(12)
        .tempfile_in(folder_of(path))
}

/// The name of the temporary file of `path`, by which anyone who knows `path` finds what an
/// interrupted write left.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(TEMPORARY);
    folder_of(path).join(name)
}

/// The one temporary file (0600) of `path`, removed when dropped. `AlreadyExists` while another
/// write goes on, or where one was interrupted.
pub(crate) fn temporary_of(path: &Path) -> io::Result<NamedTempFile> {
    let name = unfinished(path);
    let name = name.file_name().unwrap_or_default();
    tempfile::Builder::new().prefix(name).rand_bytes(0).tempfile_in(folder_of(path))
}

/// Removes a file. Returns whether it was there.
pub(crate) fn remove(path: &Path) -> io::Result<bool> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true),
    }
}

/// Gives a complete temporary file its name, durably. A file that has the name already is left
/// alone: `AlreadyExists`.
pub(crate) fn publish(temporary: NamedTempFile, path: &Path) -> io::Result<()> {
    temporary.as_file().sync_all()?;
    temporary.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(&folder_of(path))
}

/// Writes a new file of mode 0600, durably and all or nothing. A file that has the name already is
/// left alone: `AlreadyExists`.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = temporary_beside(path)?;
    temporary.write_all(bytes)?;
    publish(temporary, path)
}

/// Writes a file of mode 0600, durably: after a crash the old one is there or the new one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = temporary_beside(path)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    sync_folder(&folder_of(path))
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
        let file =
            ckey_files::open_with(private(options.create(true).truncate(false).write(true)), path)
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

/// Overwrites a file's bytes with zeros, durably, and removes it, durably: also where it is not
/// there, because who took it away may have been killed before the folder was synced. That it is
/// not there is no error.
pub(crate) fn destroy(path: &Path) -> io::Result<()> {
    match ckey_files::open_with(OpenOptions::new().write(true), path) {
        Ok(file) => overwrite(file)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    remove(path)?;
    sync_folder(&folder_of(path))
}

fn overwrite(mut file: File) -> io::Result<()> {
    let length = file.metadata()?.len();
    io::copy(&mut io::Read::take(io::repeat(0), length), &mut file)?;
    file.sync_all()
}

/// Removes temporary files in a folder that have not been written to for `older_than`. Returns how
/// many.
pub(crate) fn sweep(folder: &Path, older_than: Duration) -> io::Result<u64> {
    let mut removed = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with('.') && name.ends_with(TEMPORARY) && entry.file_type()?.is_file()) {
            continue;
        }
        // Somebody else may give the file its name, or remove it, at the same time.
        let age =
            entry.metadata().and_then(|file| file.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age >= older_than) && std::fs::remove_file(entry.path()).is_ok() {
            removed += 1;
        }
    }
    Ok(removed)
}

/// Why a write to `path` failed, found out by asking: a file size limit that it has reached, or a
/// folder that takes no further block.
pub(crate) fn write_problem(path: &Path) -> Option<StoreErrorKind> {
    if at_size_limit(path) {
        return Some(StoreErrorKind::Full);
    }
    let probe = temporary_beside(path).and_then(|mut file| {
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
