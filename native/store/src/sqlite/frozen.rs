//! A database that cannot be written, such as one on a disk that is mounted read-only. SQLite reads
//! it without a lock and without its log; so nobody else may be writing it, and anyone who begins
//! to is found out: a writer's log appears before the file changes.

use std::path::{Path, PathBuf};

use ckey_base::{path, regular};
use rusqlite::{Connection, OpenFlags};

use super::connect::configure;
use super::failure::failure;
use crate::error::{StoreError, StoreErrorKind};

fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    PathBuf::from(log)
}

/// Fails where changes are in the log, which this way of reading passes over.
pub(super) fn check_no_log(path: &Path) -> Result<(), StoreError> {
    let log = log_of(path);
    if std::fs::metadata(&log).map_or(0, |log| log.len()) == 0 {
        return Ok(());
    }
    Err(StoreError::new(
        StoreErrorKind::ReadOnly,
        path.display().to_string(),
        format!(
            "{} holds changes that are not in {} yet, and neither can be written here.",
            log.display(),
            path.display()
        ),
        "Copy the whole folder to a place that can be written and open it there, or let anyone who writes it end first.",
    ))
}

/// Opens a database that nobody writes.
pub(super) fn connect_frozen(path: &Path) -> Result<Connection, StoreError> {
    check_no_log(path)?;
    regular::check(path).map_err(|error| crate::files::failure(path, &error))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = |error: rusqlite::Error| failure(path, &error);
    let connection = Connection::open_with_flags(address(path), flags).map_err(sql)?;
    configure(&connection, false).map_err(sql)?;
    Ok(connection)
}

/// The file as SQLite's own kind of address, which has a place for "nobody writes it".
fn address(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let system = path::for_system(path);
    let text = system.to_string_lossy();
    let escaped = text.bytes().map(|byte| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    });
    format!("file:{}?immutable=1", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::connect::connect;
    use super::*;

    #[test]
    fn a_path_of_any_characters_is_one_address() {
        for (path, is) in [
            ("/a b/ü?#%.db", "file:/a%20b/%C3%BC%3F%23%25.db?immutable=1"),
            (r"C:\a\b.db", "file:C%3A%5Ca%5Cb.db?immutable=1"),
            (r"\\server\share\b.db", "file:%5C%5Cserver%5Cshare%5Cb.db?immutable=1"),
        ] {
            assert_eq!(address(Path::new(path)), is);
        }
    }

    #[test]
    fn a_database_is_opened_by_its_address_also_where_its_path_is_long() {
        let root = tempfile::tempdir().unwrap();
        let deep = root.path().join("n".repeat(120)).join("m".repeat(120));
        std::fs::create_dir_all(&deep).unwrap();
        for folder in [root.path(), &deep] {
            let path = folder.join("a %b.db");
            let made = Connection::open(path::for_system(&path)).unwrap();
            made.execute_batch("create table t(x); insert into t values(7)").unwrap();
            drop(made);
            let frozen = connect_frozen(&path).unwrap();
            let read = frozen.query_row("select x from t", [], |row| row.get::<_, i64>(0));
            assert_eq!(read.unwrap(), 7);
            assert!(connect(&path, false).is_ok());
        }
    }
}
