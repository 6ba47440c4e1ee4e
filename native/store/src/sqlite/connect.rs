//! Connections to the database: one that writes, and a pool of those that read.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ckey_base::{path, regular};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::failure::failure;
use super::frozen::{check_no_log, connect_frozen};
use crate::error::StoreError;
use crate::protocol::LONGEST_LOCK;

/// How long a change waits for another process.
pub(super) const BUSY: Duration = Duration::from_millis(LONGEST_LOCK.unsigned_abs());
/// Page cache of the connection that writes, in KiB.
const WRITER_CACHE: i64 = 32 * 1024;
/// Page cache of each connection that reads, in KiB.
const READER_CACHE: i64 = 8 * 1024;
/// Connections that are kept for the next reader.
const IDLE_READERS: usize = 8;
/// Pages in the write-ahead log after which it is copied back, 32 MiB: of what is written again and
/// again, such as the indexes of GUIDs, each page is copied once.
const CHECKPOINT_PAGES: i64 = 8192;

/// Opens an existing database. Never creates one.
pub(super) fn connect(path: &Path, writes: bool) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // What SQLite opens beside it too: a named pipe there would keep it waiting forever.
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        regular::check(Path::new(&file))
            .map_err(|error| crate::files::failure(Path::new(&file), &error))?;
    }
    let connection = Connection::open_with_flags(path::for_database(path), flags)
        .map_err(|error| failure(path, &error))?;
    configure(&connection, writes).map_err(|error| failure(path, &error))?;
    Ok(connection)
}

pub(super) fn configure(connection: &Connection, writes: bool) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // Not FULL: a database that was copied back from a backup has a rollback journal, whose removal
    // is the commit and must be synced too.
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    // Anyone who can write the file could make statements of ours do more than they say.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.pragma_update(
        None,
        "cache_size",
        if writes { -WRITER_CACHE } else { -READER_CACHE },
    )?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "query_only", !writes)
}

/// Readers' connections. A listing that stays open never makes a writer or another reader wait.
pub(super) struct Readers {
    path: PathBuf,
    frozen: bool,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// Of a database that nobody writes where `frozen`.
    pub(super) fn new(path: &Path, frozen: bool) -> Self {
        Self { path: path.to_path_buf(), frozen, idle: Mutex::new(Vec::new()) }
    }

    /// Lends a connection to `work`.
    pub(super) fn with<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match kept {
            Some(connection) => connection,
            None if self.frozen => connect_frozen(&self.path)?,
            None => connect(&self.path, false)?,
        };
        let result = work(&mut connection);
        if self.frozen {
            // Anyone who wrote meanwhile has left a log: what was read may be half of one state and
            // half of another.
            check_no_log(&self.path)?;
        }
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // One whose view could not be ended would show the next reader that view.
        if idle.len() < IDLE_READERS && connection.is_autocommit() {
            idle.push(connection);
        }
        result
    }
}
