//! Files that are opened by a name somebody gave: only regular ones. Opening or reading a named
//! pipe, a device or a socket may wait forever, where nothing can cancel it, or do what nobody
//! asked for.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

/// Opens a regular file for reading. Links are followed.
///
/// # Errors
/// `IsADirectory` or `InvalidInput` for what is no regular file; those of the system.
pub fn open(path: &Path) -> io::Result<File> {
    open_with(OpenOptions::new().read(true), path)
}

/// All that a regular file holds. One that is longer than so many bytes is refused, and not taken
/// for one that ends there: what is cut may mean something else. There is one copy of it in memory,
/// which a caller can wipe.
///
/// # Errors
/// `InvalidData` for a file that is longer; as [`open`].
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let length = file.metadata()?.len().min(most).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
        return Ok(bytes);
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, format!("it is longer than {most} bytes")))
}

/// The length of a regular file that can be opened for reading, without opening it where the system
/// tells.
///
/// # Errors
/// As [`open`].
#[cfg(unix)]
pub fn check_readable(path: &Path) -> io::Result<u64> {
    let about = std::fs::metadata(path)?;
    regular(&about)?;
    // With the rights that the process acts with, as when it opens it.
    rustix::fs::accessat(
        rustix::fs::CWD,
        path,
        rustix::fs::Access::READ_OK,
        rustix::fs::AtFlags::EACCESS,
    )?;
    Ok(about.len())
}

/// The length of a regular file that can be opened for reading.
///
/// # Errors
/// As [`open`].
#[cfg(not(unix))]
pub fn check_readable(path: &Path) -> io::Result<u64> {
    Ok(open(path)?.metadata()?.len())
}

/// Opens a regular file as the options say, which must not truncate it: until it is open it may be
/// another one. A file that they make is regular.
///
/// # Errors
/// As [`open`].
pub fn open_with(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    // Looked at first, because opening alone makes some devices act; and again once it is open,
    // because the name may be another's by then.
    match std::fs::metadata(path) {
        Ok(about) => regular(&about)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    at_once(options);
    let file = options.open(path)?;
    on_disk(&file)?;
    regular(&file.metadata()?)?;
    Ok(file)
}

/// Refuses a name that is there and not of a regular file, for those who open it themselves.
///
/// # Errors
/// As [`open`].
pub fn check(path: &Path) -> io::Result<()> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        about => regular(&about?),
    }
}

/// Refuses a name that is there and that a file must not take the place of: whatever is no regular
/// file itself. Links are not followed: it is the link that would be gone.
///
/// # Errors
/// As [`open`].
pub fn check_replaced(path: &Path) -> io::Result<()> {
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        about => regular(&about?),
    }
}

/// Whether something may be made in a folder that is there, without making it.
///
/// # Errors
/// Those of the system.
pub fn check_folder(folder: &Path) -> io::Result<()> {
    if !folder.is_dir() && folder.symlink_metadata()?.file_type().is_symlink()
        || !std::fs::metadata(folder)?.is_dir()
    {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    // With the rights that the process acts with, as when it makes something.
    #[cfg(unix)]
    rustix::fs::accessat(
        rustix::fs::CWD,
        folder,
        rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK,
        rustix::fs::AtFlags::EACCESS,
    )?;
    Ok(())
}

/// The same where the folder need not be there yet: about the first above it that is.
///
/// # Errors
/// As [`check_folder`].
pub fn check_new_folder(folder: &Path) -> io::Result<()> {
    let there = folder.ancestors().find(|above| above.symlink_metadata().is_ok());
    there.map_or(Ok(()), check_folder)
}

/// Never waits for the other end of a pipe, and takes no terminal for the process's own. Regular
/// files ignores it.
#[cfg(unix)]
fn at_once(options: &mut OpenOptions) {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
}

#[cfg(not(unix))]
fn at_once(_options: &mut OpenOptions) {}

fn regular(about: &Metadata) -> io::Result<()> {
    if about.is_file() {
        return Ok(());
    }
    let kind =
        if about.is_dir() { io::ErrorKind::IsADirectory } else { io::ErrorKind::InvalidInput };
    Err(irregular(kind, what(about.file_type())))
}

fn irregular(kind: io::ErrorKind, what: &str) -> io::Error {
    io::Error::new(kind, format!("it is {what} and no regular file"))
}

/// Windows describes a pipe as it describes a file.
#[cfg(windows)]
fn on_disk(file: &File) -> io::Result<()> {
    match winapi_util::file::typ(file)? {
        kind if kind.is_disk() => Ok(()),
        _ => Err(irregular(io::ErrorKind::InvalidInput, "a device or a pipe")),
    }
}

#[cfg(not(windows))]
#[expect(clippy::unnecessary_wraps, reason = "as on Windows")]
const fn on_disk(_file: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn what(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        _ if kind.is_dir() => "a folder",
        _ if kind.is_symlink() => "a link",
        _ if kind.is_fifo() => "a named pipe",
        _ if kind.is_socket() => "a socket",
        _ if kind.is_char_device() || kind.is_block_device() => "a device",
        _ => "something else",
    }
}

#[cfg(not(unix))]
fn what(kind: FileType) -> &'static str {
    match kind {
        _ if kind.is_dir() => "a folder",
        _ if kind.is_symlink() => "a link",
        _ => "a device or a pipe",
    }
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn a_device_and_a_folder_are_refused() {
        for path in [Path::new("NUL"), &std::env::temp_dir()] {
            assert!(open(path).is_err());
            assert!(open_with(OpenOptions::new().write(true).create(true), path).is_err());
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rustix::fs::{CWD, FileType as Made, Mode, mknodat};

    #[test]
    fn what_is_no_regular_file_is_refused_by_its_kind_and_nothing_waits() {
        let folder = tempfile::tempdir().unwrap();
        let (pipe, socket) = (folder.path().join("pipe"), folder.path().join("socket"));
        mknodat(CWD, &pipe, Made::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&pipe, &link).unwrap();
        let device = Path::new("/dev/zero");
        for (path, kind) in [
            (folder.path(), "a folder"),
            (&pipe, "a named pipe"),
            (&link, "a named pipe"),
            (&socket, "a socket"),
            (device, "a device"),
        ] {
            for told in [
                open(path).map(drop),
                read(path, 1).map(drop),
                open_with(OpenOptions::new().write(true).create(true), path).map(drop),
                check(path),
            ] {
                assert_eq!(
                    told.unwrap_err().to_string(),
                    format!("it is {kind} and no regular file")
                );
            }
        }
    }

    #[test]
    fn only_a_regular_file_is_replaced_and_no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "text").unwrap();
        mknodat(CWD, at("pipe"), Made::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        for (link, target) in [("link", "file"), ("dangling", "nothing")] {
            std::os::unix::fs::symlink(at(target), at(link)).unwrap();
        }
        for name in ["file", "new"] {
            check_replaced(&at(name)).unwrap();
        }
        for (name, kind) in [("pipe", "a named pipe"), ("link", "a link"), ("dangling", "a link")] {
            let told = check_replaced(&at(name)).unwrap_err().to_string();
            assert_eq!(told, format!("it is {kind} and no regular file"));
        }
        assert!(check_replaced(Path::new("/dev/null")).is_err());
    }

    #[test]
    fn a_regular_file_is_opened_also_through_a_link_and_made_where_that_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        assert_eq!(open(&file).unwrap_err().kind(), io::ErrorKind::NotFound);
        check(&file).unwrap();
        open_with(OpenOptions::new().write(true).create_new(true), &file).unwrap();
        std::fs::write(&file, "text").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mut text = String::new();
        open(&link).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "text");
    }
    #[test]
    fn a_file_is_read_whole_or_refused_for_its_length_and_never_cut() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        for (text, most) in [("", 0), ("text", 4), ("text", 9)] {
            std::fs::write(&file, text).unwrap();
            assert_eq!(read(&file, most).unwrap(), text.as_bytes());
        }
        let error = read(&file, 3).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert_eq!(error.to_string(), "it is longer than 3 bytes");
    }
}
