//! One view or change of the database: what the traits ask for, handed to the file that knows.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};
use uuid::Uuid;

use super::authentic::Records;
use super::counts::Counts;
use super::failure::{failure, is_taken};
use crate::error::{StoreError, StoreErrorKind};
use crate::numbered::Numbered;
use crate::row_key::{Codes, RowKey};

type Result<T> = std::result::Result<T, StoreError>;

/// The largest page of a listing.
pub(super) const PAGE: u32 = 1000;
/// The largest page of wraps.
pub(super) const WRAP_PAGE: u32 = 10_000;

/// The next change's number: no two of this process have the same.
static NEXT: AtomicU64 = AtomicU64::new(0);

pub(super) struct Session<'c> {
    connection: &'c Connection,
    path: &'c Path,
    pub(super) rows: Codes<'c>,
    pub(super) records: Records,
    pub(super) counts: Counts,
    /// What a [`LiveGeneration`] must bear to be taken here.
    pub(super) change: u64,
}

impl<'c> Session<'c> {
    pub(super) fn new(connection: &'c Connection, path: &'c Path, rows: &'c RowKey) -> Self {
        Self {
            connection,
            path,
            rows: rows.codes(),
            records: Records::default(),
            counts: Counts::default(),
            change: NEXT.fetch_add(1, Ordering::Relaxed),
        }
    }

    /// What was admitted before must be looked at again.
    pub(super) fn end_admissions(&mut self) {
        self.change = NEXT.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn path(&self) -> &Path {
        self.path
    }

    pub(super) fn failed(&self, error: &rusqlite::Error) -> StoreError {
        failure(self.path, error)
    }

    pub(super) fn statement(&self, sql: &str) -> Result<CachedStatement<'c>> {
        self.connection.prepare_cached(sql).map_err(|error| self.failed(&error))
    }

    /// The first row, if there is one.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        self.statement(sql)?.query_row(params, map).optional().map_err(|error| self.failed(&error))
    }

    /// The single number that a statement returns, 0 where it returns none.
    pub(super) fn number(&self, sql: &str, params: impl Params) -> Result<u64> {
        Ok(self.one(sql, params, |row| natural(row, 0))?.unwrap_or(0))
    }

    /// All rows.
    pub(super) fn many<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.statement(sql)?;
        let rows = statement.query_map(params, map).and_then(Iterator::collect);
        rows.map_err(|error| self.failed(&error))
    }

    /// The first `limit` rows and those that follow while `together` holds, so that what belongs
    /// together is never cut in two.
    pub(super) fn page<T>(
        &self,
        sql: &str,
        params: impl Params,
        limit: u32,
        map: fn(&Row<'_>) -> rusqlite::Result<T>,
        together: fn(&T, &T) -> bool,
    ) -> Result<Vec<T>> {
        let limit = usize::try_from(limit.min(WRAP_PAGE)).unwrap_or(usize::MAX);
        let mut page: Vec<T> = Vec::new();
        let mut statement = self.statement(sql)?;
        for row in statement.query_map(params, map).map_err(|error| self.failed(&error))? {
            let row = row.map_err(|error| self.failed(&error))?;
            if page.len() >= limit && !page.last().is_some_and(|last| together(last, &row)) {
                break;
            }
            page.push(row);
        }
        Ok(page)
    }

    /// Changes rows and says how many.
    pub(super) fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.still_open()?;
        self.statement(sql)?.execute(params).map_err(|error| self.failed(&error))
    }

    /// A statement to change rows with, again and again until its first error.
    pub(super) fn changing(&self, sql: &str) -> Result<CachedStatement<'c>> {
        self.still_open()?;
        self.statement(sql)
    }

    /// Changes exactly one row, which `what` names.
    pub(super) fn run_one(
        &self,
        sql: &str,
        params: impl Params,
        what: &str,
        name: impl std::fmt::Display,
    ) -> Result<()> {
        if self.run_unique(sql, params, what, &name)? == 0 {
            Err(self.missing(what, &name))
        } else {
            Ok(())
        }
    }

    /// Inserts one row, which `what` names, and returns its number.
    pub(super) fn insert(
        &self,
        sql: &str,
        params: impl Params,
        what: &str,
        name: impl std::fmt::Display,
    ) -> Result<i64> {
        self.run_unique(sql, params, what, &name)?;
        Ok(self.connection.last_insert_rowid())
    }

    fn run_unique(
        &self,
        sql: &str,
        params: impl Params,
        what: &str,
        name: &dyn std::fmt::Display,
    ) -> Result<usize> {
        self.still_open()?;
        let done = self.statement(sql)?.execute(params);
        done.map_err(|error| if is_taken(&error) { taken(what, name) } else { self.failed(&error) })
    }

    /// A change ends with its first serious error (a full disk, say); nothing may be written
    /// outside it.
    pub(super) fn still_open(&self) -> Result<()> {
        if !self.connection.is_autocommit() {
            return Ok(());
        }
        Err(StoreError::new(
            StoreErrorKind::Abandoned,
            self.path.display().to_string(),
            "The change was undone because of an earlier error in it.",
            "Look at the first error; then make the whole change again.",
        ))
    }

    /// An authenticated row that is always there, and is not.
    pub(super) fn gone(&self, what: &str) -> StoreError {
        self.tampered(what, format!("The row of {what} is gone from {}.", self.path.display()))
    }

    /// A name that leads to a mailbox which does not bear it.
    pub(super) fn misled(&self, name: &str, mailbox: &str) -> StoreError {
        self.tampered(
            name,
            format!("In {} the name \"{name}\" leads to the mailbox \"{mailbox}\", which does not bear it.", self.path.display()),
        )
    }

    fn tampered(&self, target: &str, message: String) -> StoreError {
        let fix = "Find out who can write the tenant's files; restore the tenant from a backup into a new folder.";
        StoreError::new(StoreErrorKind::Damaged, target, message, fix)
    }

    pub(super) fn missing(&self, what: &str, name: &dyn std::fmt::Display) -> StoreError {
        StoreError::new(
            StoreErrorKind::NotFound,
            name.to_string(),
            format!("There is no {what} \"{name}\" in {}.", self.path.display()),
            "Read again what is there; somebody else may have changed it.",
        )
    }
}

/// The error for a name or number that is in use.
pub(super) fn taken(what: &str, name: impl std::fmt::Display) -> StoreError {
    StoreError::new(
        StoreErrorKind::Conflict,
        name.to_string(),
        format!("The {what} \"{name}\" exists already."),
        "Choose another one.",
    )
}

/// A column that is never negative.
pub(super) fn natural(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

/// A count as a column holds it. Counts above 2^63 do not occur; they would be stored as the
/// largest number.
pub(super) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A GUID's column.
pub(super) fn guid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

/// A column with the number of a word.
pub(super) fn word<T: Numbered>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let number = row.get(column)?;
    T::of(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, number))
}
