//! Whether a path still leads to the file or folder that it led to.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// What tells a file or folder from another one that has its name now. It holds for as long as
/// somebody has the file open: a number may be given again once its file is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    volume: u64,
    number: u64,
}

impl FileId {
    /// What `path` leads to.
    ///
    /// # Errors
    /// `NotFound`; those of the system.
    pub fn of(path: &Path) -> io::Result<Self> {
        Self::with_metadata(path).map(|(id, _)| id)
    }

    /// The same, with what the system says of it at that moment.
    ///
    /// # Errors
    /// As [`FileId::of`].
    pub fn with_metadata(path: &Path) -> io::Result<(Self, Metadata)> {
        system::with_metadata(path)
    }

    /// An open file or folder.
    ///
    /// # Errors
    /// Those of the system.
    pub fn of_open(file: &File) -> io::Result<Self> {
        system::of_open(file)
    }
}

/// Holds a folder open, so that its number is not given again.
///
/// # Errors
/// Those of the system.
pub fn hold_folder(folder: &Path) -> io::Result<File> {
    system::open(folder)
}

#[cfg(not(windows))]
mod system {
    use super::{File, FileId, Metadata, Path, io};
    use std::os::unix::fs::MetadataExt;

    fn of(file: &Metadata) -> FileId {
        FileId { volume: file.dev(), number: file.ino() }
    }

    pub(super) fn with_metadata(path: &Path) -> io::Result<(FileId, Metadata)> {
        std::fs::metadata(path).map(|file| (of(&file), file))
    }

    pub(super) fn of_open(file: &File) -> io::Result<FileId> {
        file.metadata().map(|file| of(&file))
    }

    pub(super) fn open(path: &Path) -> io::Result<File> {
        File::open(path)
    }
}

/// Only an open file has a number here.
#[cfg(windows)]
mod system {
    use super::{File, FileId, Metadata, Path, io};
    use std::fs::OpenOptions;
    use std::os::windows::fs::OpenOptionsExt;

    /// Without it a folder cannot be opened.
    const FILE_FLAG_BACKUP_SEMANTICS: u32 = 0x0200_0000;

    pub(super) fn with_metadata(path: &Path) -> io::Result<(FileId, Metadata)> {
        let file = open(path)?;
        Ok((of_open(&file)?, file.metadata()?))
    }

    pub(super) fn of_open(file: &File) -> io::Result<FileId> {
        let about = winapi_util::file::information(file)?;
        Ok(FileId { volume: about.volume_serial_number(), number: about.file_index() })
    }

    /// To be looked at, not read: that needs no right, and keeps nobody from it.
    pub(super) fn open(path: &Path) -> io::Result<File> {
        OpenOptions::new().access_mode(0).custom_flags(FILE_FLAG_BACKUP_SEMANTICS).open(path)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_or_folder_stays_itself_however_it_is_changed_and_another_of_its_name_is_another() {
        let root = tempfile::tempdir().unwrap();
        let (folder, file) = (root.path().join("folder"), root.path().join("folder").join("file"));
        std::fs::create_dir(&folder).unwrap();
        let held = hold_folder(&folder).unwrap();
        let id = FileId::of(&folder).unwrap();
        assert_eq!(FileId::of_open(&held).unwrap(), id);
        std::fs::write(&file, "one").unwrap();
        let (first, about) = FileId::with_metadata(&file).unwrap();
        let reading = File::open(&file).unwrap();
        assert_eq!((FileId::of_open(&reading).unwrap(), about.len()), (first, 3));
        std::fs::write(&file, "longer").unwrap();
        assert_eq!((FileId::of(&file).unwrap(), FileId::of(&folder).unwrap()), (first, id));
        std::fs::write(root.path().join("other"), "two").unwrap();
        std::fs::rename(&file, root.path().join("moved")).unwrap();
        std::fs::rename(root.path().join("other"), &file).unwrap();
        assert_eq!(FileId::of(&root.path().join("moved")).unwrap(), first);
        assert_ne!(FileId::of(&file).unwrap(), first);
        assert_eq!(
            FileId::of(&root.path().join("none")).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
    }
}
