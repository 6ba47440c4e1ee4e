//! Whether the database at the path is still the one that was opened: a file that was moved away,
//! replaced or removed takes changes without an error, and they are lost.

use std::io::ErrorKind;
use std::path::Path;

use ckey_base::FileId;
use rusqlite::Connection;

use super::failure::failure;
use crate::error::{StoreError, StoreErrorKind};
use crate::files;

/// The file and the tenant in it. The connection that writes keeps the file open, so that its
/// number is not given again.
pub(super) struct Whose {
    file: FileId,
    tenant: [u8; 16],
}

/// The tenant, and the key epoch with it: one look for those who need both, thousands of times a
/// second.
fn look(connection: &Connection) -> rusqlite::Result<([u8; 16], i64)> {
    let mut look = connection.prepare_cached(
        "SELECT id, (SELECT value FROM epoch WHERE no = 1) FROM tenant WHERE no = 1",
    )?;
    look.query_row([], |row| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.unwrap_or(0))))
}

impl Whose {
    pub(super) fn of(file: FileId, connection: &Connection) -> rusqlite::Result<Self> {
        Ok(Self { file, tenant: look(connection)?.0 })
    }

    /// Looks at the file alone: about a microsecond.
    ///
    /// # Errors
    /// [`StoreErrorKind::Replaced`].
    pub(super) fn check_file(&self, path: &Path) -> Result<(), StoreError> {
        match FileId::of(path) {
            Ok(file) if file == self.file => Ok(()),
            Ok(_) => Err(replaced(path, "is another file than the one that was opened")),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Err(replaced(path, "is not there any more"))
            }
            Err(error) => Err(files::failure(path, &error)),
        }
    }

    /// Looks at the tenant in the file, which anyone who writes over the file in place changes;
    /// returns the key epoch.
    ///
    /// # Errors
    /// [`StoreErrorKind::Replaced`].
    pub(super) fn check_tenant(
        &self,
        path: &Path,
        connection: &Connection,
    ) -> Result<i64, StoreError> {
        match look(connection) {
            Ok((tenant, epoch)) if tenant == self.tenant => Ok(epoch),
            Ok(_) => Err(replaced(path, "holds another tenant than the one that was opened")),
            Err(error) => Err(failure(path, &error)),
        }
    }
}

fn replaced(path: &Path, how: &str) -> StoreError {
    StoreError::new(
        StoreErrorKind::Replaced,
        path.display().to_string(),
        format!(
            "The tenant was moved, removed or replaced while it was open: {} {how}. This change was not made; what was reported before it stays.",
            path.display()
        ),
        "Open the tenant again with Open-CustomerKeyTenant; a program begins a new session.",
    )
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::PathBuf;

    use ckey_crypto::SecretKey;
    use uuid::Uuid;

    use super::*;
    use crate::model::{TenantMode, TenantRow};
    use crate::row_key::RowKey;
    use crate::sqlite::SqliteState;
    use crate::state::{State, StateExt};

    fn made(path: &Path, id: u128) -> SqliteState {
        let row = TenantRow {
            id: Uuid::from_u128(id),
            name: "contoso".to_owned(),
            mode: TenantMode::Production,
            created: 5,
        };
        SqliteState::create(path, &row, RowKey::new(&SecretKey::from_slice(&[1; 32]).unwrap()))
            .unwrap()
    }

    fn moved(folder: &Path, to: &str) -> [(PathBuf, PathBuf); 3] {
        ["", "-wal", "-shm"].map(|ending| {
            (folder.join(format!("state.db{ending}")), folder.join(format!("{to}{ending}")))
        })
    }

    /// Nothing is read, looked at or changed.
    fn is_refused(state: &SqliteState) {
        let read = state.view(|reader| reader.tenant()).map(drop);
        let changed = state.commit(|writer| writer.raise_epoch().map(drop));
        let copied = state.backup(&state.path().with_extension("copy")).map(drop);
        for outcome in [
            read,
            changed,
            copied,
            state.compact(),
            state.truncate_log(),
            state.key_epoch().map(drop),
        ] {
            let error = outcome.unwrap_err();
            assert_eq!(
                (error.kind, error.kind.name()),
                (StoreErrorKind::Replaced, "TenantReplaced"),
                "{error}"
            );
            assert!(error.fix.contains("Open-CustomerKeyTenant"));
        }
    }

    #[test]
    fn a_database_that_was_moved_takes_no_change_and_takes_changes_again_when_it_is_back() {
        let folder = tempfile::tempdir().unwrap();
        let state = made(&folder.path().join("state.db"), 1);
        let epoch = state.key_epoch().unwrap();
        for (here, there) in moved(folder.path(), "elsewhere") {
            let _ = std::fs::rename(here, there);
        }
        is_refused(&state);
        for (here, there) in moved(folder.path(), "elsewhere") {
            let _ = std::fs::rename(there, here);
        }
        assert_eq!(state.key_epoch().unwrap(), epoch, "nothing was changed");
        state.commit(|writer| writer.raise_epoch().map(drop)).unwrap();
        assert!(state.key_epoch().unwrap() > epoch);
    }

    #[test]
    fn a_database_in_whose_place_another_lies_takes_no_change_and_leaves_the_other_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        let state = made(&path, 1);
        for (here, _) in moved(folder.path(), "") {
            let _ = std::fs::remove_file(here);
        }
        is_refused(&state);
        let other = made(&path, 1);
        let epoch = other.key_epoch().unwrap();
        is_refused(&state);
        assert_eq!(other.key_epoch().unwrap(), epoch);
    }
}
