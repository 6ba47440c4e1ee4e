//! Large sealed objects as files.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use ckey_base::{durable, regular};
use uuid::Uuid;

use crate::content::{ContentStore, ReadAt};
use crate::error::{StoreError, StoreErrorKind};
use crate::files;

type Result<T> = std::result::Result<T, StoreError>;

/// The ending of an object's file.
const OBJECT: &str = ".sealed";

/// Large sealed objects as files, in 256 folders by the first byte of their ids. Several processes
/// may use one folder.
#[derive(Debug)]
pub struct FolderContent {
    folder: PathBuf,
    /// By first byte: whether the name of that folder is known to be durable. Where another process
    /// made the folder a moment ago, its being there does not say so.
    durable: [AtomicBool; 256],
}

impl FolderContent {
    /// Opens a folder of objects, made if it is not there.
    ///
    /// # Errors
    /// [`StoreErrorKind::ReadOnly`], [`StoreErrorKind::Full`], [`StoreErrorKind::Io`].
    pub fn open(folder: &Path) -> Result<Self> {
        durable::make_folder(folder).map_err(|error| files::failure(folder, &error))?;
        Ok(Self { folder: folder.to_path_buf(), durable: [const { AtomicBool::new(false) }; 256] })
    }

    /// Makes the folder of an object durably, no matter who made it.
    fn make_room(&self, id: Uuid, folder: &Path) -> io::Result<()> {
        let [first, ..] = *id.as_bytes();
        let durable = self.durable.get(usize::from(first));
        if durable.is_some_and(|durable| durable.load(Ordering::Acquire)) && folder.is_dir() {
            return Ok(());
        }
        durable::make_folder(folder)?;
        durable::sync_folder(&self.folder)?;
        durable::sync_folder(durable::folder_of(&self.folder))?;
        if let Some(durable) = durable {
            durable.store(true, Ordering::Release);
        }
        Ok(())
    }

    fn path(&self, id: Uuid) -> PathBuf {
        let [first, ..] = *id.as_bytes();
        self.folder.join(format!("{first:02x}")).join(format!("{id}{OBJECT}"))
    }

    /// Whether a folder of this name is one that objects are in.
    #[must_use]
    pub fn is_part(name: &str) -> bool {
        name.len() == 2 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }

    /// Whether a file of this name in such a folder is an object, or one that is being written.
    #[must_use]
    pub fn is_object(name: &str) -> bool {
        let whole = name
            .strip_prefix('.')
            .and_then(|name| name.strip_suffix(durable::TEMPORARY))
            .unwrap_or(name);
        whole.strip_suffix(OBJECT).is_some_and(|id| Uuid::try_parse(id).is_ok())
    }

    fn folders(&self) -> Result<Vec<PathBuf>> {
        let failed = |error: io::Error| files::failure(&self.folder, &error);
        let mut folders = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_type().map_err(failed)?.is_dir() {
                folders.push(entry.path());
            }
        }
        Ok(folders)
    }
}

impl ContentStore for FolderContent {
    fn put(
        &self,
        id: Uuid,
        write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<()> {
        let path = self.path(id);
        let mut put = || {
            self.make_room(id, durable::folder_of(&path))?;
            let mut temporary = durable::temporary_of(&path)?;
            write(temporary.as_file_mut())?;
            durable::publish(temporary, &path)
        };
        put().map_err(|error| files::failure(&path, &error))
    }

    fn open(&self, id: Uuid) -> Result<Box<dyn ReadAt>> {
        let path = self.path(id);
        match regular::open(&path) {
            Ok(file) => Ok(Box::new(ObjectFile(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::new(
                StoreErrorKind::NotFound,
                path.display().to_string(),
                format!("The content {id} is missing: {} is not there.", path.display()),
                "Restore the tenant from a backup into a new folder.",
            )),
            Err(error) => Err(files::failure(&path, &error)),
        }
    }

    fn remove(&self, id: Uuid) -> Result<()> {
        let path = self.path(id);
        let remove = || {
            durable::remove(&durable::unfinished(&path))?;
            durable::remove(&path)?;
            // Also where neither is there: who took it away may have been killed before the folder
            // was synced.
            match durable::sync_folder(durable::folder_of(&path)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                synced => synced,
            }
        };
        remove().map_err(|error| files::failure(&path, &error))
    }

    fn ids(&self) -> Result<Vec<Uuid>> {
        let mut ids = Vec::new();
        for folder in self.folders()? {
            let failed = |error: io::Error| files::failure(&folder, &error);
            for entry in std::fs::read_dir(&folder).map_err(failed)? {
                let file = entry.map_err(failed)?.file_name();
                let id = file
                    .to_str()
                    .and_then(|name| name.strip_suffix(OBJECT))
                    .and_then(|id| Uuid::try_parse(id).ok());
                ids.extend(id);
            }
        }
        Ok(ids)
    }
}

struct ObjectFile(File);

impl ReadAt for ObjectFile {
    fn length(&self) -> io::Result<u64> {
        self.0.metadata().map(|metadata| metadata.len())
    }

    #[cfg(unix)]
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.0, buffer, offset)
    }

    #[cfg(windows)]
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let mut filled: usize = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            let at = offset.saturating_add(u64::try_from(filled).unwrap_or(u64::MAX));
            match std::os::windows::fs::FileExt::seek_read(&self.0, rest, at)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => filled = filled.saturating_add(read),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_folder_that_another_process_made_is_synced_before_anything_in_it_counts_as_stored() {
        let root = tempfile::tempdir().unwrap();
        let content = root.path().join("content");
        let (store, other) =
            (FolderContent::open(&content).unwrap(), FolderContent::open(&content).unwrap());
        let id = |last: u8| Uuid::from_bytes([7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]);
        let synced = |store: &FolderContent, last: u8| {
            durable::SYNCED.take();
            store.put(id(last), &mut |output| output.write_all(b"x")).unwrap();
            durable::SYNCED.take().iter().filter(|folder| **folder == content).count()
        };
        assert!(synced(&other, 1) > 0);
        assert_eq!(synced(&store, 2), 1, "made by the other one");
        assert_eq!(synced(&store, 3), 0, "known to be durable");
    }

    #[test]
    fn a_removal_is_made_durable_also_where_somebody_else_took_the_object_away() {
        let root = tempfile::tempdir().unwrap();
        let content = root.path().join("content");
        let store = FolderContent::open(&content).unwrap();
        let id = Uuid::from_bytes([7; 16]);
        store.remove(id).unwrap();
        store.put(id, &mut |output| output.write_all(b"x")).unwrap();
        std::fs::remove_file(store.path(id)).unwrap();
        durable::SYNCED.take();
        store.remove(id).unwrap();
        assert_eq!(durable::SYNCED.take(), [content.join("07")]);
    }
}
