//! Backups that are known.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::session::{Session, guid, natural, stored, word};
use crate::error::StoreError;
use crate::model::{Backup, BackupKey};
use crate::state::{ReadBackups, WriteBackups};

type Result<T> = std::result::Result<T, StoreError>;

fn backup(row: &Row<'_>) -> rusqlite::Result<(i64, Backup)> {
    let backup = Backup {
        guid: guid(row, 1)?,
        output: row.get(2)?,
        secrets: row.get(3)?,
        at: row.get(4)?,
        keys: Vec::new(),
    };
    Ok((row.get(0)?, backup))
}

fn key(row: &Row<'_>) -> rusqlite::Result<BackupKey> {
    Ok(BackupKey {
        policy_no: row.get(0)?,
        generation: row.get(1)?,
        slot: word(row, 2)?,
        key_uri: row.get(3)?,
        keys: natural(row, 4)?,
    })
}

impl ReadBackups for Session<'_> {
    fn backups(&mut self) -> Result<Vec<Backup>> {
        let all = "SELECT no, guid, output, secrets, at FROM backup ORDER BY at, no";
        let keys = "SELECT policy_no, generation, slot, key_uri, keys FROM backup_keys WHERE backup_no = ?1 ORDER BY policy_no, generation, slot";
        let with_keys = |(no, backup)| Ok(Backup { keys: self.many(keys, [no], key)?, ..backup });
        self.many(all, [], backup)?.into_iter().map(with_keys).collect()
    }
}

impl WriteBackups for Session<'_> {
    fn insert_backup(&mut self, backup: &Backup) -> Result<()> {
        let no = self.insert(
            "INSERT INTO backup (guid, output, secrets, at) VALUES (?1, ?2, ?3, ?4)",
            params![backup.guid.as_bytes(), backup.output, backup.secrets, backup.at],
            "backup",
            backup.guid,
        )?;
        for key in &backup.keys {
            self.insert(
                "INSERT INTO backup_keys (backup_no, policy_no, generation, slot, key_uri, keys) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![no, key.policy_no, key.generation, key.slot.number(), key.key_uri, stored(key.keys)],
                "backup",
                backup.guid,
            )?;
        }
        Ok(())
    }

    fn remove_backup(&mut self, guid: Uuid) -> Result<()> {
        let key = [guid.as_bytes()];
        self.run(
            "DELETE FROM backup_keys WHERE backup_no = (SELECT no FROM backup WHERE guid = ?1)",
            key,
        )?;
        self.run_one("DELETE FROM backup WHERE guid = ?1", key, "backup", guid)
    }
}
