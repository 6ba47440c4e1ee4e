//! `SQLite`'s errors as errors of a store.

use std::path::Path;

use rusqlite::ffi::{self, ErrorCode};

use crate::error::{StoreError, StoreErrorKind};
use crate::files::write_problem;

/// What happened to the database at `path`, and what to do about it.
pub(super) fn failure(path: &Path, error: &rusqlite::Error) -> StoreError {
    failure_of(path, path, error)
}

/// A database that was opened to be read, and was to be changed.
pub(super) fn read_only(path: &Path) -> StoreError {
    failure(path, &rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_READONLY), None))
}

/// [`failure`] of a database that was being written under another name.
pub(super) fn failure_of(path: &Path, written: &Path, error: &rusqlite::Error) -> StoreError {
    let kind = match error {
        // What SQLite says of a sum: no counter of ours comes near to it.
        rusqlite::Error::SqliteFailure(_, Some(why)) if why == "integer overflow" => {
            StoreErrorKind::Damaged
        }
        rusqlite::Error::SqliteFailure(code, _) => kind_of(written, code),
        rusqlite::Error::QueryReturnedNoRows => StoreErrorKind::NotFound,
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::Utf8Error(..) => StoreErrorKind::Damaged,
        _ => StoreErrorKind::Io,
    };
    let file = path.display();
    let (message, fix) = match kind {
        StoreErrorKind::Busy => (
            format!("Another process has been changing {file} for longer than the time limit of 30 s."),
            "Let the other process finish, or end it; then try again.".to_owned(),
        ),
        StoreErrorKind::Full => (
            format!("{file} cannot grow: its disk, quota, file size limit or page limit is full. This change was not made; what was reported before it stays."),
            "Free space on the disk or raise the limit; then try again.".to_owned(),
        ),
        StoreErrorKind::ReadOnly => (
            format!("{file} or its folder cannot be written. This change was not made; what was reported before it stays."),
            "Give the account that runs this process write permission on the file and on its folder, and check that the disk is not mounted read-only.".to_owned(),
        ),
        StoreErrorKind::Damaged => (
            format!("{file} is damaged ({error})."),
            "Restore the tenant from a backup into a new folder, and keep the damaged file for inspection.".to_owned(),
        ),
        StoreErrorKind::Conflict => (format!("A row of {file} exists already ({error})."), "Choose another name or number.".to_owned()),
        StoreErrorKind::NotFound => {
            (format!("Something that was expected is not in {file} ({error})."), "Read again what is there; somebody else may have changed it.".to_owned())
        }
        _ => (format!("{file} could not be read or written ({error})."), "Check the disk; then try again.".to_owned()),
    };
    StoreError::new(kind, file.to_string(), message, fix)
}

fn kind_of(path: &Path, error: &ffi::Error) -> StoreErrorKind {
    match error.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreErrorKind::Busy,
        ErrorCode::DiskFull => StoreErrorKind::Full,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreErrorKind::ReadOnly,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::TypeMismatch => {
            StoreErrorKind::Damaged
        }
        ErrorCode::ConstraintViolation
            if error.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY =>
        {
            StoreErrorKind::NotFound
        }
        ErrorCode::ConstraintViolation => StoreErrorKind::Conflict,
        // A quota or a file size limit looks like any other failed write to SQLite: ask the system.
        ErrorCode::SystemIoFailure => write_problem(path).unwrap_or(StoreErrorKind::Io),
        ErrorCode::CannotOpen if !path.exists() => StoreErrorKind::NotFound,
        ErrorCode::CannotOpen => write_problem(path).unwrap_or(StoreErrorKind::Io),
        _ => StoreErrorKind::Io,
    }
}

/// Whether this is the violation of a unique constraint.
pub(super) fn is_taken(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(code, _)
        if code.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE || code.extended_code == ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(extended: i32) -> StoreErrorKind {
        failure(Path::new("/"), &rusqlite::Error::SqliteFailure(ffi::Error::new(extended), None))
            .kind
    }

    #[test]
    fn every_family_of_sqlite_errors_has_its_kind() {
        assert_eq!(kind(ffi::SQLITE_BUSY), StoreErrorKind::Busy);
        assert_eq!(kind(ffi::SQLITE_LOCKED), StoreErrorKind::Busy);
        assert_eq!(kind(ffi::SQLITE_FULL), StoreErrorKind::Full);
        assert_eq!(kind(ffi::SQLITE_READONLY), StoreErrorKind::ReadOnly);
        assert_eq!(kind(ffi::SQLITE_READONLY_DBMOVED), StoreErrorKind::ReadOnly);
        assert_eq!(kind(ffi::SQLITE_CORRUPT), StoreErrorKind::Damaged);
        assert_eq!(kind(ffi::SQLITE_NOTADB), StoreErrorKind::Damaged);
        assert_eq!(kind(ffi::SQLITE_CONSTRAINT_UNIQUE), StoreErrorKind::Conflict);
        assert_eq!(kind(ffi::SQLITE_CONSTRAINT_FOREIGNKEY), StoreErrorKind::NotFound);
        assert_eq!(kind(ffi::SQLITE_NOMEM), StoreErrorKind::Io);
    }

    #[test]
    fn a_damaged_database_is_named_and_the_way_out_too() {
        let error = failure(
            Path::new("/t/state.db"),
            &rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), None),
        );
        assert!(error.message.contains("/t/state.db"), "{error}");
        assert!(error.fix.contains("backup"), "{}", error.fix);
    }
}
