//! Folders that are there completely or not at all.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{durable, path, regular};

/// A folder that is filled under a name of its own beside its place, and moved there when it is
/// complete. Of several that are begun for one place one gets it. Dropped before it is finished, it
/// goes; nothing but what was made here is ever removed.
#[derive(Debug)]
pub struct NewFolder {
    place: PathBuf,
    path: PathBuf,
    /// None once it has its name.
    building: Option<TempDir>,
}

impl NewFolder {
    /// Whether a folder may be begun for this place, without making anything.
    ///
    /// # Errors
    /// `AlreadyExists` where `place` is anything but an empty folder; those of the system about the
    /// folder above that would be written to.
    pub fn check(place: &Path) -> io::Result<()> {
        if !is_free(place)? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        regular::check_new_folder(durable::folder_of(place))
    }

    /// Begins a folder (0700) that is going to be `place`; the folders above are made (0700) where
    /// they are not there. Its name until then begins with `prefix` and is random.
    ///
    /// # Errors
    /// `AlreadyExists` where `place` is anything but an empty folder; those of the system.
    pub fn begin(place: &Path, prefix: &str) -> io::Result<Self> {
        Self::check(place)?;
        let parent = durable::folder_of(place);
        durable::make_folder(parent)?;
        let building = durable::temporary_folder(parent, prefix, durable::TEMPORARY)?;
        Ok(Self {
            place: place.to_path_buf(),
            path: building.path().to_path_buf(),
            building: Some(building),
        })
    }

    /// Where it is filled.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes everything in it durable and gives it its name, durably.
    ///
    /// # Errors
    /// `AlreadyExists` where `place` is no empty folder any more; those of the system.
    pub fn finish(&mut self) -> io::Result<()> {
        sync_below(&self.path)?;
        self.move_in().map_err(|error| match is_free(&self.place) {
            Ok(false) => io::ErrorKind::AlreadyExists.into(),
            _ => error,
        })?;
        let _moved = self.building.take().map(TempDir::keep);
        durable::sync_folder(durable::folder_of(&self.place))?;
        sync_above(durable::folder_of(&self.place));
        Ok(())
    }

    fn move_in(&self) -> io::Result<()> {
        // Elsewhere the move replaces an empty folder. This removes nothing that has anything in
        // it.
        if cfg!(windows) && self.place.exists() {
            std::fs::remove_dir(&self.place)?;
        }
        durable::rename(&self.path, &self.place)
    }
}

/// Whether nothing is there, or a folder with nothing in it.
fn is_free(place: &Path) -> io::Result<bool> {
    match std::fs::read_dir(place) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) => match error.kind() {
            // A link that leads nowhere is something.
            io::ErrorKind::NotFound => Ok(place.symlink_metadata().is_err()),
            // Said in more than one way, by different systems.
            _ if place.metadata().is_ok_and(|found| !found.is_dir()) => Ok(false),
            _ => Err(error),
        },
    }
}

fn sync_below(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_below(&entry.path())?;
        } else {
            // Some systems sync only what is open for writing.
            OpenOptions::new().write(true).open(entry.path())?.sync_all()?;
        }
    }
    durable::sync_folder(folder)
}

/// A folder above may be another process's, made a moment ago and not yet durable. One that cannot
/// be opened was not made just now by somebody like us.
fn sync_above(folder: &Path) {
    let Ok(folder) = path::resolved(folder) else { return };
    for above in folder.ancestors().skip(1) {
        if durable::sync_folder(above).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn filled(place: &Path) -> NewFolder {
        let folder = NewFolder::begin(place, ".new-").unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        std::fs::write(folder.path().join("in").join("file"), b"whole").unwrap();
        folder
    }

    #[test]
    fn a_folder_appears_whole_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("a").join("b").join("place");
        let mut folder = filled(&place);
        assert!(!place.exists() && folder.path().parent() == place.parent());
        folder.finish().unwrap();
        assert_eq!(std::fs::read(place.join("in").join("file")).unwrap(), b"whole");
        drop(filled(&root.path().join("other")));
        assert_eq!(names(root.path()), ["a"]);
        assert_eq!(names(&root.path().join("a").join("b")), ["place"]);
    }

    #[test]
    fn an_empty_folder_is_a_place_and_whatever_holds_anything_is_none() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("place");
        std::fs::create_dir(&place).unwrap();
        filled(&place).finish().unwrap();
        std::fs::write(root.path().join("file"), b"mine").unwrap();
        for taken in ["place", "file"] {
            let error = NewFolder::begin(&root.path().join(taken), ".new-").unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists, "{taken}");
        }
        assert_eq!(std::fs::read(root.path().join("file")).unwrap(), b"mine");
        assert_eq!(names(root.path()), ["file", "place"]);
    }

    #[test]
    fn of_two_that_are_begun_for_one_place_the_first_gets_it_and_the_second_takes_nothing() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("place");
        let (mut first, mut second) = (filled(&place), filled(&place));
        first.finish().unwrap();
        std::fs::write(place.join("later"), b"x").unwrap();
        assert_eq!(second.finish().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        drop(second);
        assert_eq!(names(&place), ["in", "later"]);
        assert_eq!(names(root.path()), ["place"]);
    }

    #[cfg(unix)]
    #[test]
    fn it_is_its_owners_alone_although_the_empty_folder_stood_open() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("place");
        std::fs::create_dir(&place).unwrap();
        std::fs::set_permissions(&place, PermissionsExt::from_mode(0o777)).unwrap();
        filled(&place).finish().unwrap();
        assert_eq!(place.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_never_replaced() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("place");
        std::os::unix::fs::symlink(root.path().join("nowhere"), &place).unwrap();
        assert_eq!(
            NewFolder::begin(&place, ".new-").unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );
    }
}
