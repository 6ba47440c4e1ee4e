//! What is done to a database as a whole: truncating its log, rewriting and copying it.

use std::path::Path;
use std::time::{Duration, Instant};

use ckey_base::durable;
use rusqlite::Connection;

use super::connect::{BUSY, connect};
use super::failure::{failure, failure_of};
use crate::error::{StoreError, StoreErrorKind};
use crate::files;

/// One attempt at the log. Short, because writers wait meanwhile.
const ATTEMPT: Duration = Duration::from_millis(100);
/// Between two attempts, so that writers get their turn.
const PAUSE: Duration = Duration::from_millis(20);

/// Copies the log back and truncates it; waits for readers up to 30 s.
pub(super) fn truncate_log(path: &Path) -> Result<(), StoreError> {
    let connection = connect(path, true)?;
    let sql = |error: rusqlite::Error| failure(path, &error);
    connection.busy_timeout(ATTEMPT).map_err(sql)?;
    let deadline = Instant::now() + BUSY;
    loop {
        let attempt =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        let problem = match attempt {
            Ok(0) => return Ok(()),
            Ok(_) => busy(path),
            Err(error) => sql(error),
        };
        if problem.kind != StoreErrorKind::Busy || Instant::now() >= deadline {
            return Err(problem);
        }
        std::thread::sleep(PAUSE);
    }
}

fn busy(path: &Path) -> StoreError {
    let readers = super::raw::readers(path);
    let who = if readers.is_empty() { "somebody" } else { &readers };
    StoreError::new(
        StoreErrorKind::Busy,
        path.display().to_string(),
        format!(
            "The log of {} could not be truncated within 30 s, because {who} was reading all the time.",
            path.display()
        ),
        "Let the reader finish (a listing, a backup, a check); then try again.",
    )
}

/// Rewrites the database without free pages. Takes about as much memory as the database is large,
/// because nothing of it may be in a temporary file elsewhere.
pub(super) fn compact(path: &Path) -> Result<(), StoreError> {
    let connection = connect(path, true)?;
    connection.execute_batch("VACUUM").map_err(|error| failure(path, &error))?;
    drop(connection);
    truncate_log(path)
}

/// Writes a consistent copy to a new file, durably and all or nothing.
pub(super) fn copy_to(
    path: &Path,
    connection: &Connection,
    destination: &Path,
) -> Result<(), StoreError> {
    let file = |error: std::io::Error| files::failure(destination, &error);
    if destination.exists() {
        return Err(file(std::io::ErrorKind::AlreadyExists.into()));
    }
    let temporary = durable::temporary_beside(destination).map_err(file)?;
    let Some(name) = temporary.path().to_str() else {
        return Err(file(std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            "the path is not valid Unicode",
        )));
    };
    connection
        .execute("VACUUM INTO ?1", [name])
        .map_err(|error| copy_problem(path, destination, temporary.path(), &error))?;
    durable::publish(temporary, destination).map_err(file)
}

fn copy_problem(
    path: &Path,
    destination: &Path,
    written: &Path,
    error: &rusqlite::Error,
) -> StoreError {
    let problem = failure_of(destination, written, error);
    match problem.kind {
        StoreErrorKind::Damaged => failure(path, error),
        // By now what was written is gone; the copy would have become as large as the database.
        StoreErrorKind::Io if files::at_size_limit(path) => {
            files::failure(destination, &std::io::ErrorKind::FileTooLarge.into())
        }
        _ => problem,
    }
}
