//! A file that is being exported: its owner's alone, under a name of its own until it is whole, and
//! locked for as long as somebody writes it, so that what a killed export left can be told.

use super::content::{exists, failed};
use crate::runtime::error::CmdletError;
use ckey_base::{FileId, durable, path, regular};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use tempfile::TempPath;
use uuid::Uuid;

/// Short, so that whatever name a file may have, its part may have one beside it.
const PREFIX: &str = ".ckey-";
const ENDING: &str = ".part";

/// Removed when dropped, unless it was put in place.
pub(super) struct Part {
    path: TempPath,
    file: File,
}

/// Why a part has not become the file.
pub(super) enum NotPut {
    /// The name was taken meanwhile: the part may have another one.
    Taken(Part),
    Failed(CmdletError),
}

impl Part {
    /// Begins what becomes `file`, or another of its folder. Anyone who asked knows it by that
    /// name.
    pub(super) fn begin(file: &Path) -> Result<Self, CmdletError> {
        let failed = |error: io::Error| failed("written", file, &error);
        loop {
            let name = format!("{PREFIX}{}{ENDING}", Uuid::new_v4().simple());
            let part = path::for_system(&durable::folder_of(file).join(name));
            let mut options = OpenOptions::new();
            let opened = durable::private(options.write(true).create_new(true)).open(&part);
            let opened = opened.map_err(failed)?;
            let path = TempPath::try_from_path(&part).map_err(failed)?;
            // Where there are no locks nobody takes it for left.
            let _ = opened.lock();
            // Until it was locked, another export may have taken it for one that was left.
            if FileId::of_open(&opened).ok() == FileId::of(&part).ok() {
                return Ok(Self { path, file: opened });
            }
        }
    }

    /// Puts what was written where a power cut leaves it, before the file has its name.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Gives the whole file its name. Without `force` it takes no name that somebody else gave away
    /// while it was written (rule 8.2.3), and never that of anything but a regular file.
    pub(super) fn put(self, file: &Path, force: bool) -> Result<(), NotPut> {
        check_replaced(file).map_err(NotPut::Failed)?;
        let whole = path::for_system(file);
        let Self { path, file: part } = self;
        let put = if force { path.persist(whole) } else { path.persist_noclobber(whole) };
        put.map_err(|problem| match problem.error.kind() {
            ErrorKind::AlreadyExists => NotPut::Taken(Self { path: problem.path, file: part }),
            _ => NotPut::Failed(failed("written", file, &problem.error)),
        })
    }
}

impl Write for Part {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.file.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Refuses to write over anything but a regular file.
pub(super) fn check_replaced(file: &Path) -> Result<(), CmdletError> {
    regular::check_replaced(file).map_err(|error| CmdletError {
        fix: "Give a file that is not there yet, or a regular one. Of a link, give what it points to.".into(),
        ..failed("written", file, &error)
    })
}

pub(super) fn taken(file: &Path) -> CmdletError {
    exists(file, "Give another file, or -Force to write over it.")
}

/// Removes what exports into this folder left that were killed: nobody holds the lock of it. Best
/// effort, as the next export does so again.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(ENDING));
        let ours = id.is_some_and(|id| Uuid::try_parse(id).is_ok());
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let opened = regular::open_with(OpenOptions::new().write(true), &entry.path());
        // The lock is held until the file is gone: who locks it later looks whether it is there.
        if let Ok(opened) = opened
            && opened.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn made(file: &Path, text: &str) -> Part {
        let mut part = Part::begin(file).unwrap();
        part.write_all(text.as_bytes()).unwrap();
        part
    }

    /// Rule 8.2.3.
    #[test]
    fn a_file_that_appears_while_an_item_is_exported_is_written_over_by_force_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("letter.eml");
        fs::write(&file, "theirs").unwrap();
        assert!(matches!(made(&file, "ours").put(&file, false), Err(NotPut::Taken(_))));
        assert_eq!(fs::read_to_string(&file).unwrap(), "theirs");
        assert!(made(&file, "ours").put(&file, true).is_ok());
        assert_eq!(fs::read_to_string(&file).unwrap(), "ours");
        assert_eq!(names(folder.path()), ["letter.eml"]);
    }

    #[test]
    fn a_part_of_a_long_name_has_a_short_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a".repeat(255));
        assert!(made(&file, "ours").put(&file, false).is_ok());
        assert_eq!(fs::read_to_string(&file).unwrap(), "ours");
    }

    #[test]
    fn what_a_killed_export_left_is_removed_and_what_is_being_written_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let left = at(&format!("{PREFIX}{}{ENDING}", Uuid::new_v4().simple()));
        for file in [&left, &at(".ckey-mine.part"), &at("letter.eml")] {
            fs::write(file, "text").unwrap();
        }
        let writing = made(&at("b.eml"), "ours");
        sweep(folder.path());
        assert!(!left.exists() && writing.path.exists());
        assert!(at(".ckey-mine.part").exists() && at("letter.eml").exists());
        assert!(writing.put(&at("b.eml"), false).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_its_owners_alone_from_its_first_byte_also_over_one_that_was_not() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("letter.eml");
        fs::write(&file, "theirs").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let mode = |file: &Path| fs::metadata(file).unwrap().permissions().mode() & 0o777;
        let part = Part::begin(&file).unwrap();
        assert_eq!(mode(&part.path), 0o600);
        assert!(part.put(&file, true).is_ok());
        assert_eq!(mode(&file), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn not_even_force_puts_a_file_in_the_place_of_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        fs::write(&target, "theirs").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(matches!(made(&link, "ours").put(&link, true), Err(NotPut::Failed(_))));
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
    }
}
