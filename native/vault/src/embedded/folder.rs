//! The folder of vault files: one writer at a time among all processes, and files that are replaced
//! as a whole or not at all.
//!
//! | name | what |
//! |---|---|
//! | `NAME.vault` | a vault, `NAME` in lower case |
//! | `NAME.log-0001`, ... | segments of its log that its file no longer holds, oldest first |
//! | `NAME.uses-ID-0001`, ... | what its keys were used for, oldest first (`use_files`) |
//! | `.vaults.lock` | locked by anyone who changes a vault |
//! | `.uses.lock` | locked by anyone who records uses |
//! | `.writing-*` | a file that is being written |

use super::lock::{LOCK_FILE, USES_LOCK_FILE, WriterLock};
use super::refusal;
use crate::error::{VaultError, VaultErrorKind};
use crate::uri::is_vault_name;
use ckey_base::{FileId, durable, path, regular};
use std::fs::Metadata;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

const EXTENSION: &str = "vault";
const TEMPORARY_PREFIX: &str = ".writing-";
/// Longer than a change waits for the tenant's database, which it may do while it has the lock.
const LOCK_PATIENCE: Duration = Duration::from_secs(40);
/// Longer than a disk needs for what all have written; a root is not waited for much longer.
const USES_LOCK_PATIENCE: Duration = Duration::from_secs(5);
const LOCK_POLL: Duration = Duration::from_millis(2);
/// No vault comes near it; it bounds what a foreign file can make a reader allocate, and what is
/// written.
const MOST_BYTES: u64 = 256 << 20;

/// What tells one state of a file from the next without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    file: FileId,
    len: u64,
    modified: Option<SystemTime>,
    changed: (i64, i64),
}

impl Stamp {
    fn of(file: FileId, metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt as _;
            (metadata.ctime(), metadata.ctime_nsec())
        };
        #[cfg(not(unix))]
        let changed = (0, 0);
        Self { file, len: metadata.len(), modified: metadata.modified().ok(), changed }
    }
}

/// Whether a file of this name in a folder of vaults is one that this module makes.
#[must_use]
pub fn is_file_of_vaults(name: &str) -> bool {
    let is_vault = |stem: &str| is_vault_name(stem) && stem == stem.to_ascii_lowercase();
    let is_number =
        |number: &str| number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_segment = |(stem, number): (&str, &str)| is_vault(stem) && is_number(number);
    let is_uses = |(stem, rest): (&str, &str)| {
        is_vault(stem)
            && rest.split_once('-').is_some_and(|(id, number)| {
                id.len() == 32
                    && id.bytes().all(|byte| byte.is_ascii_hexdigit())
                    && is_number(number)
            })
    };
    [LOCK_FILE, USES_LOCK_FILE].contains(&name)
        || name.starts_with(TEMPORARY_PREFIX)
        || name.strip_suffix(".vault").is_some_and(is_vault)
        || name.rsplit_once(".log-").is_some_and(is_segment)
        || name.rsplit_once(".uses-").is_some_and(is_uses)
}

/// The folder. Cheap to hold; keeps nothing open.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    most_bytes: u64,
}

impl Folder {
    /// Opens the folder, made (0700) if it is not there, and removes what a writer that crashed
    /// left half-written.
    pub(super) fn open(path: &Path) -> Result<Self, VaultError> {
        durable::make_folder(path).map_err(|error| refusal::io(path, "prepared", &error))?;
        let folder = Self { path: path.to_owned(), most_bytes: MOST_BYTES };
        // A writer at work holds the lock; only then is a temporary file still somebody's. A folder
        // that cannot be written needs no tidying.
        if let Ok(Some(_lock)) = folder.try_lock(LOCK_FILE) {
            folder.remove_leftovers();
        }
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The file of a vault, by its lower-case name.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.{EXTENSION}"))
    }

    /// The file of a segment of a vault's log; the first is number 1.
    pub(super) fn segment_file(&self, name: &str, number: u32) -> PathBuf {
        self.path.join(format!("{name}.log-{number:04}"))
    }

    /// Lower-case names of all vaults that have a file, sorted. What has no vault's name is not
    /// ours.
    pub(super) fn names(&self) -> Result<Vec<String>, VaultError> {
        let fail = |error: std::io::Error| refusal::io(&self.path, "listed", &error);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.path).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            if path.extension().is_some_and(|extension| extension == EXTENSION)
                && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
                && is_vault_name(name)
                && !name.contains(|letter: char| letter.is_ascii_uppercase())
            {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The stamp of a vault's file; `None` if there is no file.
    pub(super) fn stamp(&self, name: &str) -> Result<Option<Stamp>, VaultError> {
        let path = self.file(name);
        match FileId::with_metadata(&path) {
            Ok((file, metadata)) => Ok(Some(Stamp::of(file, &metadata))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(refusal::io(&path, "read", &error)),
        }
    }

    /// A vault's file as it is now, with the stamp of exactly these bytes; `None` if there is no
    /// file.
    pub(super) fn read(&self, name: &str) -> Result<Option<(Stamp, Vec<u8>)>, VaultError> {
        self.read_file(&self.file(name))
    }

    /// A segment of a vault's log; `None` if there is no file.
    pub(super) fn read_segment(
        &self,
        name: &str,
        number: u32,
    ) -> Result<Option<Vec<u8>>, VaultError> {
        Ok(self.read_file(&self.segment_file(name, number))?.map(|(_, bytes)| bytes))
    }

    /// A file of the folder; `None` if there is none.
    pub(super) fn read_file(&self, path: &Path) -> Result<Option<(Stamp, Vec<u8>)>, VaultError> {
        let fail = |error: std::io::Error| refusal::io(path, "read", &error);
        let file = match regular::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error)
                if matches!(error.kind(), ErrorKind::IsADirectory | ErrorKind::InvalidInput) =>
            {
                return Err(refusal::damaged(path, &error.to_string()));
            }
            Err(error) => return Err(fail(error)),
        };
        let id = FileId::of_open(&file).map_err(fail)?;
        let metadata = file.metadata().map_err(fail)?;
        if metadata.len() > self.most_bytes {
            return Err(refusal::damaged(path, "it is longer than any vault"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
        file.take(self.most_bytes).read_to_end(&mut bytes).map_err(fail)?;
        Ok(Some((Stamp::of(id, &metadata), bytes)))
    }

    /// Whether a file of this length is read back. Asked before anything is written.
    pub(super) fn check_length(&self, name: &str, length: usize) -> Result<(), VaultError> {
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        if length <= self.most_bytes {
            Ok(())
        } else {
            Err(refusal::too_large(&self.file(name), length, self.most_bytes))
        }
    }

    /// Replaces a vault's file: written beside it, synced, renamed over it, folder synced. On
    /// failure the old file is untouched.
    pub(super) fn replace(
        &self,
        _lock: &WriterLock,
        name: &str,
        bytes: &[u8],
    ) -> Result<Stamp, VaultError> {
        self.put(&self.file(name), bytes)
    }

    /// Writes a segment of a vault's log as [`Folder::replace`] does. One of that number that is
    /// there was left by a writer that ended before the vault's file named it.
    pub(super) fn put_segment(
        &self,
        _lock: &WriterLock,
        name: &str,
        number: u32,
        bytes: &[u8],
    ) -> Result<(), VaultError> {
        self.put(&self.segment_file(name, number), bytes).map(drop)
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<Stamp, VaultError> {
        let fail = |error: std::io::Error| refusal::io(path, "written", &error);
        let mut temporary = tempfile::Builder::new()
            .prefix(TEMPORARY_PREFIX)
            .tempfile_in(path::for_system(&self.path))
            .map_err(path::told)
            .map_err(fail)?;
        temporary.write_all(bytes).map_err(fail)?;
        let file = durable::put(temporary, path).map_err(fail)?;
        durable::sync_folder(&self.path).map_err(|error| refusal::not_synced(path, &error))?;
        let id = FileId::of_open(&file).map_err(fail)?;
        Ok(Stamp::of(id, &file.metadata().map_err(fail)?))
    }

    /// Removes the segments of a vault's log and then its file. What is not there needs no
    /// removing.
    pub(super) fn remove(
        &self,
        _lock: &WriterLock,
        name: &str,
        segments: u32,
    ) -> Result<(), VaultError> {
        let segments = (1..=segments).map(|number| self.segment_file(name, number));
        for path in segments.chain([self.file(name)]) {
            durable::remove(&path).map_err(|error| refusal::io(&path, "removed", &error))?;
        }
        durable::sync_folder(&self.path)
            .map_err(|error| refusal::not_synced(&self.file(name), &error))
    }

    /// Waits for the right to write, against threads of this process and other processes alike.
    pub(super) fn lock(&self) -> Result<WriterLock, VaultError> {
        let what =
            "Another process has been changing a vault for a long time. This change was not made.";
        self.wait_for(LOCK_FILE, LOCK_PATIENCE, what)
    }

    /// As [`Folder::lock`], the right to record uses.
    pub(super) fn lock_uses(&self) -> Result<WriterLock, VaultError> {
        let what = "Another process has been recording uses of keys for a long time.";
        self.wait_for(USES_LOCK_FILE, USES_LOCK_PATIENCE, what)
    }

    fn wait_for(
        &self,
        name: &'static str,
        patience: Duration,
        what: &str,
    ) -> Result<WriterLock, VaultError> {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            if let Some(lock) = self.try_lock(name)? {
                return Ok(lock);
            }
            std::thread::sleep(LOCK_POLL);
        }
        Err(VaultError::new(
            VaultErrorKind::Io,
            what,
            self.path.join(name).display(),
            "Wait until it ends, or end it, then repeat the command.",
        ))
    }

    /// A right, or `None` while somebody else has it.
    pub(super) fn try_lock(&self, name: &'static str) -> Result<Option<WriterLock>, VaultError> {
        WriterLock::try_take(&self.path, name)
            .map_err(|error| refusal::io(&self.path.join(name), "locked", &error))
    }

    fn remove_leftovers(&self) {
        for entry in std::fs::read_dir(&self.path).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY_PREFIX)
                && let Err(error) = std::fs::remove_file(entry.path())
            {
                tracing::warn!(path = %entry.path().display(), %error, "a half-written vault file could not be removed");
            }
        }
    }

    /// A smaller cap, which a test can reach.
    #[cfg(test)]
    pub(super) const fn set_most_bytes(&mut self, most: u64) {
        self.most_bytes = most;
    }
}
