//! Paths as people write them, and as the system takes them.
//!
//! Windows has two forms of a path: `C:\data`, and `\\?\C:\data`, which it gives out where links
//! are resolved, and which alone may be longer than 260 characters. Rust takes the first of any
//! length, and makes the second of it where that is needed; other libraries do not.

use std::io;
use std::path::{Path, PathBuf};

/// The path of something that is there, with links resolved, as people write it.
///
/// # Errors
/// Those of the system.
pub fn resolved(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize().map(form::plain)
}

/// The path for a library that hands it to the system as it is.
#[must_use]
pub fn for_system(path: &Path) -> PathBuf {
    form::for_system(path)
}

/// The path for SQLite, in the form that people write as long as Windows takes that.
///
/// SQLite takes whatever begins with two backslashes for a share of another machine, also the long
/// form of a local path. All connections of a process then have their locks by one handle, which is
/// not asked and locked in one step: between two threads a lock is left behind, and the log can never
/// be truncated again, or is missing.
#[must_use]
pub fn for_database(path: &Path) -> PathBuf {
    if has_short_form(path) { path.to_owned() } else { form::for_system(path) }
}

/// Whether a database is opened by the form that people write. Always, but on Windows.
#[must_use]
pub fn has_short_form(path: &Path) -> bool {
    form::is_short(path)
}

/// The same error, with paths as people write them in what it says.
#[must_use]
pub fn told(error: io::Error) -> io::Error {
    form::told(error)
}

#[cfg(windows)]
mod form {
    use std::ffi::OsString;
    use std::io;
    use std::path::{Component, Path, PathBuf, Prefix};

    /// From here on the second form is used. A library adds to a path what it needs beside it.
    const LONG: usize = 200;
    /// The longest name of a database in the first form: of the 259 characters that Windows takes,
    /// SQLite needs some for what it has beside it ("-journal").
    pub(super) const LONGEST_DATABASE: usize = 250;

    fn split(path: &Path) -> Option<(Prefix<'_>, &Path)> {
        let mut parts = path.components();
        match parts.next() {
            Some(Component::Prefix(prefix)) => Some((prefix.kind(), parts.as_path())),
            _ => None,
        }
    }

    fn joined(parts: &[&std::ffi::OsStr], rest: &Path) -> PathBuf {
        let mut all = OsString::new();
        parts.iter().for_each(|part| all.push(part));
        all.push(rest);
        PathBuf::from(all)
    }

    pub(super) fn plain(path: PathBuf) -> PathBuf {
        let found = match split(&path) {
            Some((Prefix::VerbatimDisk(letter), rest)) => {
                joined(&[format!("{}:", char::from(letter)).as_ref()], rest)
            }
            Some((Prefix::VerbatimUNC(server, share), rest)) => {
                joined(&[r"\\".as_ref(), server, r"\".as_ref(), share], rest)
            }
            _ => return path,
        };
        // Some names are read as others in this form: those of devices, and those that end with a
        // point or a space.
        let means = std::path::absolute(&found);
        if means.is_ok_and(|means| means.as_os_str() == found.as_os_str()) { found } else { path }
    }

    pub(super) fn for_system(path: &Path) -> PathBuf {
        if path.as_os_str().len() < LONG {
            return path.to_owned();
        }
        let Ok(absolute) = std::path::absolute(path) else { return path.to_owned() };
        match split(&absolute) {
            Some((Prefix::Disk(letter), rest)) => {
                joined(&[format!(r"\\?\{}:", char::from(letter)).as_ref()], rest)
            }
            Some((Prefix::UNC(server, share), rest)) => {
                joined(&[r"\\?\UNC\".as_ref(), server, r"\".as_ref(), share], rest)
            }
            _ => path.to_owned(),
        }
    }

    pub(super) fn is_short(path: &Path) -> bool {
        use std::os::windows::ffi::OsStrExt as _;
        let Ok(absolute) = std::path::absolute(path) else { return false };
        matches!(split(&absolute), Some((Prefix::Disk(_), _)))
            && absolute.as_os_str().encode_wide().count() <= LONGEST_DATABASE
    }

    pub(super) fn told(error: io::Error) -> io::Error {
        let text = error.to_string();
        // Libraries write paths with doubled backslashes, as Rust does in `{:?}`.
        let [server, disk] = [r"\\\\?\\UNC\\", r"\\\\?\\"];
        if text.contains(disk) {
            io::Error::new(error.kind(), text.replace(server, r"\\\\").replace(disk, ""))
        } else {
            error
        }
    }
}

#[cfg(not(windows))]
mod form {
    use std::io;
    use std::path::{Path, PathBuf};

    pub(super) fn plain(path: PathBuf) -> PathBuf {
        path
    }

    pub(super) fn for_system(path: &Path) -> PathBuf {
        path.to_owned()
    }

    pub(super) const fn is_short(_: &Path) -> bool {
        true
    }

    pub(super) fn told(error: io::Error) -> io::Error {
        error
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn links_are_resolved_and_the_path_is_one_that_people_write() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("in");
        std::fs::create_dir(&folder).unwrap();
        let found = resolved(&folder.join("..").join("in")).unwrap();
        assert!(found.is_dir() && found.ends_with("in"));
        assert!(!found.to_string_lossy().contains(['?']) && resolved(&found).unwrap() == found);
        assert_eq!(
            resolved(&root.path().join("none")).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
    }

    #[cfg(windows)]
    #[test]
    fn a_form_is_given_up_only_where_the_other_means_the_same() {
        let plain = |path: &str| form::plain(PathBuf::from(path)).to_string_lossy().into_owned();
        assert_eq!(plain(r"\\?\C:\a b\c.db"), r"C:\a b\c.db");
        assert_eq!(plain(r"\\?\C:\"), r"C:\");
        assert_eq!(plain(r"\\?\UNC\server\share\a"), r"\\server\share\a");
        for kept in [r"\\?\C:\a.\b", r"\\?\C:\a\b ", r"\\?\C:\a\..\b", r"C:\a", r"a\b", r"\\s\t\a"]
        {
            assert_eq!(plain(kept), kept);
        }
    }

    #[cfg(windows)]
    #[test]
    fn a_long_path_is_given_to_the_system_so_that_it_takes_it_and_told_as_it_was_given() {
        let name = "n".repeat(LONG_NAME);
        let given = |path: &str| for_system(Path::new(path)).to_string_lossy().into_owned();
        assert_eq!(given(r"C:\short"), r"C:\short");
        assert_eq!(given(&format!(r"C:\a/{name}")), format!(r"\\?\C:\a\{name}"));
        assert_eq!(given(&format!(r"\\s\t\{name}")), format!(r"\\?\UNC\s\t\{name}"));
        let long = given(&format!(r"C:\{name}"));
        assert_eq!(given(&long), long);
        let error = tempfile::Builder::new().tempfile_in(&long).unwrap_err();
        assert!(error.to_string().contains(r"\\?\"), "{error}");
        assert!(!told(error).to_string().contains(r"\\?\"));
    }

    #[cfg(windows)]
    #[test]
    fn a_database_has_the_form_that_sqlite_takes_for_no_share_as_long_as_the_system_does() {
        let of_length = |all: usize| format!(r"C:\{}", "n".repeat(all - 3));
        let given = |path: &str| for_database(Path::new(path)).to_string_lossy().into_owned();
        for length in [20, 199, 200, form::LONGEST_DATABASE] {
            assert_eq!(given(&of_length(length)), of_length(length));
            assert!(has_short_form(Path::new(&of_length(length))));
        }
        let longer = of_length(form::LONGEST_DATABASE + 1);
        assert_eq!(given(&longer), format!(r"\\?\{longer}"));
        for path in [longer.as_str(), r"\\?\C:\a.\b", r"\\s\t\a"] {
            assert!(!has_short_form(Path::new(path)), "{path}");
        }
        // What counts are Windows's own characters, two bytes each.
        let umlauts = format!(r"C:\{}", "ü".repeat(form::LONGEST_DATABASE - 3));
        assert!(has_short_form(Path::new(&umlauts)));
    }

    #[cfg(windows)]
    const LONG_NAME: usize = 220;
}
