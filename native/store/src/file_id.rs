//! Whether a path still leads to the file or folder that it led to.

use std::fs::Metadata;
use std::io;
use std::path::Path;

/// What tells a file or folder from another one that has its name now. It holds for as long as
/// somebody has the file open: a number may be given again once its file is gone.
///
/// On Windows it is the time at which the file was made; there a file that is open cannot be moved
/// or replaced, nor can a folder that it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    #[cfg(unix)]
    place: (u64, u64),
    #[cfg(not(unix))]
    made: Option<std::time::SystemTime>,
}

impl FileId {
    /// What `path` leads to.
    ///
    /// # Errors
    /// `NotFound`; those of the system.
    pub fn of(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(|file| Self::from(&file))
    }
}

impl From<&Metadata> for FileId {
    #[cfg(unix)]
    fn from(file: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { place: (file.dev(), file.ino()) }
    }

    #[cfg(not(unix))]
    fn from(file: &Metadata) -> Self {
        Self { made: file.created().ok() }
    }
}
