//! Files and folders that are their owner's alone, and there completely or not at all, also after
//! the power was cut.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::{NamedTempFile, TempDir};

use crate::{path, regular};

#[cfg(feature = "watched")]
thread_local! {
    /// The folders that this thread has synced, which leaves no trace that a test could see.
    pub static SYNCED: std::cell::RefCell<Vec<PathBuf>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// The ending of files that are still being written; their names begin with a point. Anyone who
/// finds an old one may remove it.
pub const TEMPORARY: &str = ".tmp";

/// Whether a file of this name is one that is still being written, or was when somebody was killed.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(TEMPORARY)
}

/// The folder a file is in.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the names in a folder durable.
///
/// # Errors
/// Those of the system.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(feature = "watched")]
    SYNCED.with_borrow_mut(|synced| synced.push(folder.to_path_buf()));
    // Windows has no such call: renames there are journalled by the file system.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The same, for a file that only its owner may open.
pub fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes a folder (0700) durably, with those above it, unless it is there.
///
/// # Errors
/// Those of the system.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    make_folder(above)?;
    let builder = &mut std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(builder, 0o700);
    match builder.create(folder) {
        Err(_) if folder.is_dir() => {} // Somebody else made it meanwhile.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        made => made?,
    }
    match sync_folder(above) {
        // One may write to a folder that one may not read, and so not sync by itself.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => sync_all_around(folder),
        synced => synced,
    }
}

/// Syncs the file system that a folder is on.
#[cfg(target_os = "linux")]
fn sync_all_around(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_all_around(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// A new folder (0700) for what is needed for a while, removed when dropped. Its name is `prefix`,
/// random letters and `suffix`.
///
/// # Errors
/// Those of the system.
pub fn temporary_folder(within: &Path, prefix: &str, suffix: &str) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).suffix(suffix).rand_bytes(12);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(within)
}

/// A new temporary file (0600) beside `path`, removed when dropped.
///
/// # Errors
/// Those of the system.
pub fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".")
        .suffix(TEMPORARY)
        .rand_bytes(12)
        .tempfile_in(path::for_system(folder_of(path)))
        .map_err(path::told)
}

/// The name of the temporary file of `path`, by which anyone who knows `path` finds what an
/// interrupted write left.
#[must_use]
pub fn unfinished(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(TEMPORARY);
    folder_of(path).join(name)
}

/// The one temporary file (0600) of `path`, removed when dropped.
///
/// # Errors
/// `AlreadyExists` while another write goes on, or where one was interrupted; those of the system.
pub fn temporary_of(path: &Path) -> io::Result<NamedTempFile> {
    let name = unfinished(path);
    let name = name.file_name().unwrap_or_default();
    tempfile::Builder::new()
        .prefix(name)
        .rand_bytes(0)
        .tempfile_in(path::for_system(folder_of(path)))
        .map_err(path::told)
}

/// Removes a file. Returns whether it was there.
///
/// # Errors
/// Those of the system.
pub fn remove(path: &Path) -> io::Result<bool> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true),
    }
}

/// Gives a complete temporary file its name, instead of the file that has it. The bytes are durable,
/// and the name is once the folder is synced.
///
/// # Errors
/// Those of the system.
pub fn put(temporary: NamedTempFile, path: &Path) -> io::Result<File> {
    temporary.as_file().sync_all()?;
    // Not `persist`: on Windows it replaces no file that somebody reads at this moment.
    let (file, unfinished) = temporary.keep().map_err(|error| error.error)?;
    rename(&unfinished, path).inspect_err(|_| drop(std::fs::remove_file(&unfinished)))?;
    Ok(file)
}

/// Windows may refuse for as long as somebody has the file open, or one in the folder, such as
/// another process that reads it or a scanner of viruses.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    const PATIENCE: Duration = Duration::from_secs(2);
    let begun = Instant::now();
    loop {
        match std::fs::rename(from, to) {
            Err(error)
                if cfg!(windows)
                    && error.kind() == io::ErrorKind::PermissionDenied
                    && begun.elapsed() < PATIENCE =>
            {
                std::thread::sleep(Duration::from_millis(2));
            }
            renamed => return renamed,
        }
    }
}

/// Gives a complete temporary file its name, durably. A file that has the name already is left
/// alone.
///
/// # Errors
/// `AlreadyExists`; those of the system.
pub fn publish(temporary: NamedTempFile, path: &Path) -> io::Result<()> {
    temporary.as_file().sync_all()?;
    let whole = path::for_system(path);
    temporary.persist_noclobber(whole).map_err(|error| error.error)?;
    sync_folder(folder_of(path))
}

/// Writes a new file of mode 0600, durably and all or nothing. A file that has the name already is
/// left alone.
///
/// # Errors
/// As [`publish`].
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = temporary_beside(path)?;
    temporary.write_all(bytes)?;
    publish(temporary, path)
}

/// Writes a file of mode 0600, durably: after a crash the old one is there or the new one.
///
/// # Errors
/// Those of the system.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = temporary_beside(path)?;
    temporary.write_all(bytes)?;
    put(temporary, path)?;
    sync_folder(folder_of(path))
}

/// Overwrites a file's bytes with zeros, durably, and removes it, durably: also where it is not
/// there, because who took it away may have been killed before the folder was synced. That it is
/// not there is no error.
///
/// # Errors
/// As [`regular::open`]; those of the system.
pub fn destroy(path: &Path) -> io::Result<()> {
    match regular::open_with(OpenOptions::new().write(true), path) {
        Ok(file) => overwrite(file)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    remove(path)?;
    sync_folder(folder_of(path))
}

fn overwrite(mut file: File) -> io::Result<()> {
    let length = file.metadata()?.len();
    io::copy(&mut io::Read::take(io::repeat(0), length), &mut file)?;
    file.sync_all()
}

/// How long ago a file or folder was changed; `None` where that cannot be told.
#[must_use]
pub fn age(about: io::Result<Metadata>) -> Option<Duration> {
    about.and_then(|about| about.modified()).ok().and_then(|at| at.elapsed().ok())
}

/// Removes temporary files in a folder that have not been written to for `older_than`. Returns how
/// many.
///
/// # Errors
/// Those of the system.
pub fn sweep(folder: &Path, older_than: Duration) -> io::Result<u64> {
    let mut removed = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !(is_temporary(&name) && entry.file_type()?.is_file()) {
            continue;
        }
        // Somebody else may give the file its name, or remove it, at the same time.
        let is_old = age(entry.metadata()).is_some_and(|age| age >= older_than);
        if is_old && std::fs::remove_file(entry.path()).is_ok() {
            removed += 1;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_a_new_one_replaces_none() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("file");
        write_new(&path, b"one").unwrap();
        assert_eq!(write_new(&path, b"two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        replace(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(names(root.path()), ["file"], "nothing unfinished is left");
    }

    #[test]
    fn a_file_is_replaced_although_somebody_is_just_reading_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("file");
        write_new(&path, b"one").unwrap();
        let reading = File::open(&path).unwrap();
        std::thread::scope(|scope| {
            let (begin, begun) = std::sync::mpsc::channel();
            scope.spawn(move || {
                begun.recv().unwrap();
                assert_eq!(io::read_to_string(reading).unwrap(), "one");
            });
            begin.send(()).unwrap();
            replace(&path, b"two").unwrap();
        });
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
    }

    #[test]
    fn what_is_removed_was_there_or_not_and_what_is_destroyed_is_gone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("file");
        write_new(&path, b"secret").unwrap();
        let other = root.path().join("other");
        std::fs::hard_link(&path, &other).unwrap();
        destroy(&path).unwrap();
        assert_eq!(std::fs::read(&other).unwrap(), [0; 6], "its bytes too");
        destroy(&path).unwrap();
        assert_eq!((remove(&other).unwrap(), remove(&other).unwrap()), (true, false));
    }

    #[test]
    fn only_old_temporary_files_are_swept() {
        let root = tempfile::tempdir().unwrap();
        for name in [".a.tmp", "a.tmp", ".a"] {
            std::fs::write(root.path().join(name), b"x").unwrap();
        }
        std::fs::create_dir(root.path().join(".folder.tmp")).unwrap();
        assert_eq!(sweep(root.path(), Duration::from_secs(3600)).unwrap(), 0);
        assert_eq!(sweep(root.path(), Duration::ZERO).unwrap(), 1);
        assert_eq!(names(root.path()), [".a", ".folder.tmp", "a.tmp"]);
    }

    #[test]
    fn one_write_at_a_time_has_the_one_temporary_file() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("file");
        let first = temporary_of(&path).unwrap();
        assert_eq!(first.path(), unfinished(&path));
        assert_eq!(temporary_of(&path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        drop(first);
        temporary_of(&path).unwrap();
    }

    #[test]
    fn a_file_in_the_place_of_a_folder_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a").join("b");
        make_folder(&path).unwrap();
        make_folder(&path).unwrap();
        write_new(&path.join("file"), b"x").unwrap();
        assert!(make_folder(&path.join("file")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_made_here_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let root = tempfile::tempdir().unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let (folder, file) = (root.path().join("a/b"), root.path().join("a/b/file"));
        make_folder(&folder).unwrap();
        replace(&file, b"x").unwrap();
        let work = temporary_folder(&folder, "work-", "").unwrap();
        let locked = folder.join("locked");
        private(OpenOptions::new().write(true).create_new(true)).open(&locked).unwrap();
        assert_eq!([&folder, &root.path().join("a")].map(|path| mode(path)), [0o700; 2]);
        assert_eq!(mode(work.path()), 0o700);
        assert_eq!([&file, &locked].map(|path| mode(path)), [0o600; 2]);
    }
}
