//! The format's version, and the way from one to the next.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use ckey_base::{durable, regular};
use rusqlite::{Connection, TransactionBehavior, params};

use super::connect::{BUSY, connect};
use super::failure::failure;
use super::maintain::copy_to;
use crate::error::{StoreError, StoreErrorKind};
use crate::files::FileLock;

/// The version of the format that this library writes.
pub const FORMAT_VERSION: u32 = 4;
/// "CKEY": tells our databases from others.
pub(super) const APPLICATION_ID: i32 = 0x434B_4559;
/// Tables and indexes of [`FORMAT_VERSION`].
pub(super) const SCHEMA: &str = include_str!("schema.sql");
/// The steps from older formats, each to the version it names, in order.
pub(super) const MIGRATIONS: &[(u32, &str)] = &[
    (2, include_str!("format_2.sql")),
    (3, include_str!("format_3.sql")),
    (4, include_str!("format_4.sql")),
];

/// Makes the tables of an empty database.
pub(super) fn lay_out(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.execute_batch(SCHEMA)?;
    connection.execute(
        "INSERT INTO format (version, written_by) VALUES (?1, ?2)",
        params![FORMAT_VERSION, env!("CARGO_PKG_VERSION")],
    )?;
    connection.pragma_update(None, "user_version", FORMAT_VERSION)
}

/// The format of a database, and the library version that wrote it.
fn format_of(path: &Path, connection: &Connection) -> Result<(u32, String), StoreError> {
    let ask = || {
        let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if id != APPLICATION_ID {
            return Ok(None);
        }
        connection
            .query_row("SELECT version, written_by FROM format", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .map(Some)
    };
    match ask() {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(StoreError::new(
            StoreErrorKind::Damaged,
            path.display().to_string(),
            format!("{} is not a tenant's database, or its beginning is damaged.", path.display()),
            "Check the path, or restore the tenant from a backup into a new folder.",
        )),
        Err(error) => Err(failure(path, &error)),
    }
}

/// Accepts the current format, brings an older one up to it, and refuses a newer one.
pub(super) fn bring_up(path: &Path, connection: Connection) -> Result<Connection, StoreError> {
    let (found, written_by) = format_of(path, &connection)?;
    if found == FORMAT_VERSION {
        return Ok(connection);
    }
    if found > FORMAT_VERSION {
        return Err(newer(path, found, &written_by));
    }
    drop(connection);
    migrate(path, FORMAT_VERSION, MIGRATIONS)?;
    connect(path, true)
}

/// Accepts the current format alone: where nothing can be written, an older one cannot be brought
/// up.
pub(super) fn check_current(path: &Path, connection: &Connection) -> Result<(), StoreError> {
    match format_of(path, connection)? {
        (FORMAT_VERSION, _) => Ok(()),
        (found, written_by) if found > FORMAT_VERSION => Err(newer(path, found, &written_by)),
        _ => Err(super::failure::read_only(path)),
    }
}

fn newer(path: &Path, found: u32, written_by: &str) -> StoreError {
    StoreError::new(
        StoreErrorKind::NewerFormat,
        path.display().to_string(),
        format!(
            "{} has format {found}, written by version {written_by} of this library; this is version {}, which knows formats up to {FORMAT_VERSION}.",
            path.display(),
            env!("CARGO_PKG_VERSION")
        ),
        format!("Use version {written_by} of this library or a newer one."),
    )
}

/// Where the copy of a database goes that is made before it leaves the format of this version.
#[must_use]
pub fn copy_before(path: &Path, version: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".format-{version}"));
    PathBuf::from(name)
}

/// The right to bring a database up. Two that wanted it for themselves by SQLite's locks alone
/// would each wait for the other's.
fn migration_lock(path: &Path) -> Result<FileLock, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".migration");
    FileLock::take(Path::new(&name), BUSY)
}

/// What a copy has in common with its original as long as nothing has been changed since: the
/// tenant, the last record and its code.
fn state_of(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row(
        "SELECT coalesce((SELECT hex(id) FROM tenant), '') || ' ' || coalesce(max(sequence), 0)
             || ' ' || coalesce((SELECT hex(mac) FROM audit ORDER BY sequence DESC LIMIT 1), '') FROM audit",
        [],
        |row| row.get(0),
    )
}

/// A file in the place of the copy is the copy: a database of the same format in the same state.
/// Whatever else it is, it is neither written over nor taken for a backup.
fn must_be_copy(copy: &Path, path: &Path, connection: &Connection) -> Result<(), StoreError> {
    let found = || {
        let other = connect(copy, false).ok()?;
        let is_format = format_of(copy, &other).ok()?.0 == format_of(path, connection).ok()?.0;
        Some(is_format && state_of(&other).ok()? == state_of(connection).ok()?)
    };
    if found().unwrap_or(false) {
        return Ok(());
    }
    Err(StoreError::new(
        StoreErrorKind::Conflict,
        copy.display().to_string(),
        format!(
            "{} has an older format. Before it is brought up a copy of it is made, and {} is in the way, which is not that copy.",
            path.display(),
            copy.display()
        ),
        format!("Move {} to another folder, and open the tenant again.", copy.display()),
    ))
}

/// Removes what attempts that were cut off have left: copies of the database that were not whole yet,
/// and hold wraps. Whoever is here is alone. Best effort: the change of format does not need it.
fn sweep_attempts(path: &Path) {
    const HEADER: &[u8] = b"SQLite format 3\0";
    for entry in std::fs::read_dir(durable::folder_of(path)).into_iter().flatten().flatten() {
        let (name, file) = (entry.file_name(), entry.path());
        let name = name.to_string_lossy();
        let written = name.strip_suffix("-journal").unwrap_or(&name);
        let is_unfinished = written.starts_with('.')
            && written.ends_with(durable::TEMPORARY)
            && entry.file_type().is_ok_and(|kind| kind.is_file());
        let is_database = || {
            let mut begin = Vec::new();
            let read = regular::open(&file)
                .and_then(|file| file.take(wide(HEADER.len())).read_to_end(&mut begin));
            read.is_ok() && (begin.is_empty() || begin == HEADER)
        };
        if is_unfinished && (written != name || is_database()) {
            let _ = durable::destroy(&file);
        }
    }
}

fn wide(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Plays the steps up to `target`, alone with the database and after a copy of it was made.
pub(super) fn migrate(path: &Path, target: u32, steps: &[(u32, &str)]) -> Result<(), StoreError> {
    let _alone = migration_lock(path)?;
    let mut connection = connect(path, true)?;
    if format_of(path, &connection)?.0 >= target {
        return Ok(());
    }
    let sql = |error: rusqlite::Error| failure(path, &error);
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(sql)?;
    // The first change under this mode takes the lock for good; who else has the database open
    // makes it wait, then fail as busy.
    connection.execute("UPDATE format SET version = version", []).map_err(sql)?;
    let (found, _) = format_of(path, &connection)?;
    if found >= target {
        return Ok(());
    }
    sweep_attempts(path);
    let copy = copy_before(path, found);
    // One is there where an earlier attempt was cut off.
    if copy.exists() {
        must_be_copy(&copy, path, &connection)?;
    } else {
        copy_to(path, &connection, &copy)?;
    }
    let change =
        connection.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(sql)?;
    for (_, step) in steps.iter().filter(|(to, _)| *to > found && *to <= target) {
        change.execute_batch(step).map_err(sql)?;
    }
    change
        .execute(
            "UPDATE format SET version = ?1, written_by = ?2",
            params![target, env!("CARGO_PKG_VERSION")],
        )
        .map_err(sql)?;
    change.pragma_update(None, "user_version", target).map_err(sql)?;
    change.commit().map_err(sql)
}
