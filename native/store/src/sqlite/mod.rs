//! State in one `SQLite` file.

mod authentic;
#[cfg(test)]
mod authentic_tests;
mod backups;
mod check;
mod connect;
mod counts;
mod failure;
mod format;
mod frozen;
mod identity;
mod items;
mod jobs;
mod ledger;
mod listing;
mod mailboxes;
mod maintain;
mod policies;
mod raw;
mod rows;
mod schema;
mod scopes;
mod session;
mod settings;
mod sites;
#[cfg(test)]
mod tests;
mod vault_pins;
mod whose;
mod wraps;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;

use ckey_base::{FileId, durable};
use rusqlite::{Connection, TransactionBehavior};

use self::connect::{Readers, connect};
use self::failure::{failure, failure_of};
use self::session::Session;
use self::whose::Whose;
use crate::error::{StoreError, StoreErrorKind};
use crate::files;
use crate::model::{StoreCheck, TenantRow};
use crate::network::refuse_network;
use crate::row_key::RowKey;
use crate::state::{KeyNeed, Reader, State, Writer, key_needs};

type Result<T> = std::result::Result<T, StoreError>;

pub use format::{FORMAT_VERSION, copy_before};

/// How a database is opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateOptions {
    /// The largest number of 4 KiB pages that the database may have; a change that needs more fails
    /// as [`StoreErrorKind::Full`]. `None`: as many as the disk holds.
    pub max_pages: Option<u32>,
    /// The database cannot be written: changes fail as [`StoreErrorKind::ReadOnly`]. Nobody else
    /// may write it meanwhile; a view that finds that somebody does fails as well.
    pub read_only: bool,
}

/// State in one `SQLite` file, with its log (`-wal`, `-shm`) beside it. Any number of threads and
/// processes on one machine may have it open; one of them writes at a time.
///
/// Never open the database's file by other means in a process that has it open: closing it would
/// drop the process's locks.
pub struct SqliteState {
    path: PathBuf,
    rows: RowKey,
    readers: Readers,
    read_only: bool,
    writer: Mutex<Connection>,
    whose: Whose,
    changing: Mutex<Option<ThreadId>>,
}

impl std::fmt::Debug for SqliteState {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SqliteState").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SqliteState {
    /// Makes the database of a new tenant and opens it. After a crash either the whole database is
    /// there or none.
    ///
    /// # Errors
    /// [`StoreErrorKind::Conflict`] where the file exists, [`StoreErrorKind::NetworkFileSystem`],
    /// [`StoreErrorKind::Full`], [`StoreErrorKind::ReadOnly`], [`StoreErrorKind::NotFound`] where
    /// the folder is missing, [`StoreErrorKind::Io`].
    pub fn create(path: &Path, tenant: &TenantRow, rows: RowKey) -> Result<Self> {
        refuse_network(durable::folder_of(path))?;
        let system = |error: std::io::Error| files::failure(path, &error);
        if path.exists() {
            return Err(system(std::io::ErrorKind::AlreadyExists.into()));
        }
        let temporary = durable::temporary_beside(path).map_err(system)?;
        let connection = connect(temporary.path(), true)?;
        let sql = |error: rusqlite::Error| failure_of(path, temporary.path(), &error);
        connection
            .execute_batch("BEGIN EXCLUSIVE")
            .and_then(|()| format::lay_out(&connection))
            .map_err(sql)?;
        settings::found(&Session::new(&connection, path, &rows), tenant)?;
        connection.execute_batch("COMMIT").map_err(sql)?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).map_err(sql)?;
        drop(connection);
        durable::publish(temporary, path).map_err(system)?;
        Self::open(path, rows)
    }

    /// Opens a tenant's database; an older format is copied and brought up to this library's.
    /// `rows` authenticates its rows.
    ///
    /// # Errors
    /// [`StoreErrorKind::NotFound`], [`StoreErrorKind::NewerFormat`], [`StoreErrorKind::Damaged`],
    /// [`StoreErrorKind::NetworkFileSystem`], [`StoreErrorKind::ReadOnly`],
    /// [`StoreErrorKind::Busy`], [`StoreErrorKind::Io`].
    pub fn open(path: &Path, rows: RowKey) -> Result<Self> {
        Self::open_with(path, rows, StateOptions::default())
    }

    /// [`SqliteState::open`] with options.
    ///
    /// # Errors
    /// Those of [`SqliteState::open`].
    pub fn open_with(path: &Path, rows: RowKey, options: StateOptions) -> Result<Self> {
        if !path.exists() {
            return Err(files::failure(path, &std::io::ErrorKind::NotFound.into()));
        }
        refuse_network(durable::folder_of(path))?;
        let file = FileId::of(path).map_err(|error| files::failure(path, &error))?;
        let connection = if options.read_only {
            frozen::connect_frozen(path)?
        } else {
            format::bring_up(path, connect(path, true)?)?
        };
        if options.read_only {
            format::check_current(path, &connection)?;
        }
        if let Some(pages) = options.max_pages {
            connection
                .pragma_update(None, "max_page_count", pages)
                .map_err(|error| failure(path, &error))?;
        }
        Ok(Self {
            path: path.to_path_buf(),
            rows,
            readers: Readers::new(path, options.read_only),
            read_only: options.read_only,
            whose: Whose::of(file, &connection).map_err(|error| failure(path, &error))?,
            writer: Mutex::new(connection),
            changing: Mutex::new(None),
        })
    }

    /// The database's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn failed(&self, error: &rusqlite::Error) -> StoreError {
        failure(&self.path, error)
    }

    fn check_writable(&self) -> Result<()> {
        if self.read_only { Err(failure::read_only(&self.path)) } else { Ok(()) }
    }

    /// The writer's connection, for this thread alone.
    fn take_turn(&self) -> Result<Turn<'_>> {
        let me = std::thread::current().id();
        if *lock(&self.changing) == Some(me) {
            return Err(StoreError::new(
                StoreErrorKind::Busy,
                self.path.display().to_string(),
                "A change was begun inside another change.",
                "This is a mistake of the program: make the inner change part of the outer one.",
            ));
        }
        let connection = lock(&self.writer);
        *lock(&self.changing) = Some(me);
        Ok(Turn { connection, changing: &self.changing })
    }
}

/// What a panic left in a mutex is sound: a change that was not committed is undone.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What one reader sees, of one moment; there is nothing to commit. It begins and ends by statements
/// that are kept: views are begun thousands of times a second.
struct View<'a>(&'a Connection);

impl<'a> View<'a> {
    fn begin(connection: &'a Connection) -> rusqlite::Result<Self> {
        connection.prepare_cached("BEGIN DEFERRED")?.execute([])?;
        Ok(Self(connection))
    }
}

impl Drop for View<'_> {
    fn drop(&mut self) {
        // An error may have ended it already.
        if !self.0.is_autocommit() {
            let _ = self.0.prepare_cached("ROLLBACK").and_then(|mut end| end.execute([]));
        }
    }
}

struct Turn<'a> {
    connection: MutexGuard<'a, Connection>,
    changing: &'a Mutex<Option<ThreadId>>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *lock(self.changing) = None;
    }
}

impl State for SqliteState {
    fn read(&self, work: &mut dyn FnMut(&mut dyn Reader) -> Result<()>) -> Result<()> {
        self.whose.check_file(&self.path)?;
        self.readers.with(|connection| {
            let view = View::begin(connection).map_err(|error| self.failed(&error))?;
            work(&mut Session::new(view.0, &self.path, &self.rows))
        })
    }

    fn change(&self, work: &mut dyn FnMut(&mut dyn Writer) -> Result<()>) -> Result<()> {
        self.check_writable()?;
        let mut turn = self.take_turn()?;
        let change = turn
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| self.failed(&error))?;
        let mut session = Session::new(&change, &self.path, &self.rows);
        // An error drops the change, which undoes it.
        work(&mut session)?;
        session.settle_counts()?;
        session.still_open()?;
        session.check_recorded()?;
        self.whose.check_file(&self.path)?;
        self.whose.check_tenant(&self.path, &change)?;
        change.commit().map_err(|error| self.failed(&error))
    }

    fn key_epoch(&self) -> Result<i64> {
        self.whose.check_file(&self.path)?;
        self.readers.with(|connection| self.whose.check_tenant(&self.path, connection))
    }

    fn truncate_log(&self) -> Result<()> {
        self.check_writable()?;
        self.whose.check_file(&self.path)?;
        maintain::truncate_log(&self.path)
    }

    fn compact(&self) -> Result<()> {
        self.check_writable()?;
        self.whose.check_file(&self.path)?;
        maintain::compact(&self.path)
    }

    fn raw(&self, look: &mut dyn FnMut(&str, &[u8])) -> Result<()> {
        self.whose.check_file(&self.path)?;
        raw::raw(&self.path, look)
    }

    fn backup(&self, destination: &Path) -> Result<Vec<KeyNeed>> {
        self.whose.check_file(&self.path)?;
        // A connection of its own: one of the pool's may not write, not even to another file.
        let source = if self.read_only {
            frozen::connect_frozen(&self.path)
        } else {
            connect(&self.path, true)
        };
        maintain::copy_to(&self.path, &source?, destination)?;
        let copy = connect(destination, false)?;
        key_needs(&mut Session::new(&copy, destination, &self.rows))
    }

    fn check(&self) -> Result<Vec<StoreCheck>> {
        self.readers.with(|connection| {
            let view = View::begin(connection).map_err(|error| self.failed(&error))?;
            check::check(view.0, &Session::new(view.0, &self.path, &self.rows))
        })
    }
}
