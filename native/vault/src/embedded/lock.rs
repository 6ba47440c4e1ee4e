//! One writer at a time, among the threads of this process and all processes.
//!
//! The lock between processes is one that the system ties to the process and not to the open file:
//! a child that was forked while it was held has no part in it, and it ends with its owner however
//! that goes. Such a lock knows nothing of threads, and closing any descriptor of its file ends it;
//! so a table of this process comes before it, and only who stands in the table opens the file.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use ckey_base::{durable, regular};

/// Hidden: anyone who copies the folder would open and close it, and so end the lock.
pub(super) const LOCK_FILE: &str = ".vaults.lock";
/// That of who records uses of keys, which no change of a vault keeps waiting.
pub(super) const USES_LOCK_FILE: &str = ".uses.lock";

/// Held while a vault is changed, or uses are recorded. Ends when dropped, and with the process.
pub(super) struct WriterLock {
    // In this order: the file is closed before the next thread may open it.
    _file: File,
    _place: system::Place,
}

impl WriterLock {
    /// The lock of this name for what is in `folder`, or `None` while somebody else has it.
    pub(super) fn try_take(folder: &Path, name: &'static str) -> io::Result<Option<Self>> {
        let Some(place) = system::Place::try_take(folder, name)? else { return Ok(None) };
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let file = regular::open_with(durable::private(&mut options), &folder.join(name))?;
        Ok(if system::try_lock(&file)? { Some(Self { _file: file, _place: place }) } else { None })
    }
}

#[cfg(unix)]
mod system {
    use std::collections::BTreeSet;
    use std::fs::File;
    use std::io;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::Path;
    use std::sync::{Mutex, PoisonError};

    use rustix::fs::{FlockOperation, fcntl_lock};
    use rustix::io::Errno;

    /// The locks that a thread of this process has, and their folders by device and number: links
    /// and mounts lead to the same ones.
    static TAKEN: Mutex<BTreeSet<Held>> = Mutex::new(BTreeSet::new());

    type Held = (u64, u64, &'static str);

    pub(super) struct Place(Held);

    impl Place {
        pub(super) fn try_take(folder: &Path, name: &'static str) -> io::Result<Option<Self>> {
            let metadata = std::fs::metadata(folder)?;
            let place = (metadata.dev(), metadata.ino(), name);
            let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner).insert(place);
            // Made only where it is ours: dropping one gives the place back.
            Ok(taken.then(|| Self(place)))
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            TAKEN.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
        }
    }

    pub(super) fn try_lock(file: &File) -> io::Result<bool> {
        match fcntl_lock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(Errno::AGAIN | Errno::ACCESS) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::{File, TryLockError};
    use std::io;
    use std::path::Path;

    /// Nobody forks here, and the system's lock tells threads apart.
    pub(super) struct Place;

    impl Place {
        #[expect(clippy::unnecessary_wraps, reason = "as elsewhere")]
        pub(super) const fn try_take(_: &Path, _: &'static str) -> io::Result<Option<Self>> {
            Ok(Some(Self))
        }
    }

    pub(super) fn try_lock(file: &File) -> io::Result<bool> {
        match file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_thread_has_the_lock_and_the_next_gets_it_when_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let first = WriterLock::try_take(folder.path(), LOCK_FILE).unwrap().unwrap();
        for _ in 0..3 {
            assert!(WriterLock::try_take(folder.path(), LOCK_FILE).unwrap().is_none());
        }
        drop(first);
        assert!(WriterLock::try_take(folder.path(), LOCK_FILE).unwrap().is_some());
    }

    #[test]
    fn who_changes_a_vault_keeps_nobody_from_recording_uses() {
        let folder = tempfile::tempdir().unwrap();
        let _change = WriterLock::try_take(folder.path(), LOCK_FILE).unwrap().unwrap();
        assert!(WriterLock::try_take(folder.path(), USES_LOCK_FILE).unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_in_the_place_of_the_locked_one_is_an_error_and_nothing_waits_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(LOCK_FILE);
        std::fs::create_dir(&path).unwrap();
        assert!(WriterLock::try_take(folder.path(), LOCK_FILE).is_err());
        std::fs::remove_dir(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert!(WriterLock::try_take(folder.path(), LOCK_FILE).is_err());
        std::fs::remove_file(&path).unwrap();
        assert!(WriterLock::try_take(folder.path(), LOCK_FILE).unwrap().is_some());
    }
}
