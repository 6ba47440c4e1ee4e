//! The audit chain and the directory.

use std::sync::LazyLock;

use rusqlite::{Row, params};

use super::listing::end_of;
use super::rows::{Insert, Values};
use super::session::{PAGE, Session, word};
use crate::audit_link::audit_link;
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{AuditRow, DirectoryEntry, DirectoryKind};
use crate::names::name_key;
use crate::state::{ReadLedger, WriteLedger};

type Result<T> = std::result::Result<T, StoreError>;

fn record(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    Ok(AuditRow {
        sequence: row.get(0)?,
        at: row.get(1)?,
        body: row.get(2)?,
        mac: row.get(3)?,
        link: row.get(4)?,
    })
}

pub(super) fn last(session: &Session<'_>) -> Result<Option<AuditRow>> {
    if let Some(appended) = session.records.last() {
        return Ok(Some(appended));
    }
    session.one(
        "SELECT sequence, at, body, mac, link FROM audit ORDER BY sequence DESC LIMIT 1",
        [],
        record,
    )
}

static INSERT: LazyLock<Insert> =
    LazyLock::new(|| Insert::new("INSERT INTO audit (sequence, at, body, mac, link)", 5));

/// Links the records of a store of format 1, which have none.
pub(super) fn link_all(session: &Session<'_>) -> Result<()> {
    let (mut after, mut link) = (0, [0; 32]);
    loop {
        let sql =
            "SELECT sequence, at, body FROM audit WHERE sequence > ?1 ORDER BY sequence LIMIT 1000";
        let page = session.many(sql, [after], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })?;
        let Some((last, ..)) = page.last() else { return Ok(()) };
        after = *last;
        for (sequence, at, body) in page {
            link = audit_link(&link, sequence, at, &body);
            session
                .run("UPDATE audit SET link = ?2 WHERE sequence = ?1", params![sequence, link])?;
        }
    }
}

fn directory(row: &Row<'_>) -> rusqlite::Result<DirectoryEntry> {
    Ok(DirectoryEntry {
        kind: word(row, 0)?,
        id: row.get(1)?,
        name: row.get(2)?,
        body: row.get(3)?,
    })
}

impl ReadLedger for Session<'_> {
    fn last_audit(&mut self) -> Result<Option<AuditRow>> {
        last(self)
    }

    fn audit(&mut self, after: i64, limit: u32) -> Result<Vec<AuditRow>> {
        let limit = limit.min(PAGE);
        let sql = "SELECT sequence, at, body, mac, link FROM audit WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
        self.many(sql, params![after, limit], record)
    }

    fn audit_below(&mut self, before: i64, limit: u32) -> Result<Vec<AuditRow>> {
        let limit = limit.min(PAGE);
        let sql = "SELECT sequence, at, body, mac, link FROM audit WHERE sequence < ?1 ORDER BY sequence DESC LIMIT ?2";
        self.many(sql, params![before, limit], record)
    }

    fn directory(
        &mut self,
        kind: DirectoryKind,
        id_or_name: &str,
    ) -> Result<Option<DirectoryEntry>> {
        let key = name_key(id_or_name);
        if key.is_empty() {
            return Ok(None);
        }
        let wanted = params![kind.number(), key];
        let by_id = self.one(
            "SELECT kind, id, name, body FROM directory WHERE kind = ?1 AND id_key = ?2",
            wanted,
            directory,
        )?;
        if by_id.is_some() {
            return Ok(by_id);
        }
        let sql = "SELECT kind, id, name, body FROM directory INDEXED BY directory_by_name WHERE kind = ?1 AND name_key = ?2 AND name_key <> ''";
        self.one(sql, wanted, directory)
    }

    fn directory_beginning(
        &mut self,
        kind: DirectoryKind,
        beginning: &str,
    ) -> Result<Vec<DirectoryEntry>> {
        let key = name_key(beginning);
        let sql = "SELECT kind, id, name, body FROM directory INDEXED BY directory_by_name WHERE kind = ?1 AND name_key >= ?2 AND name_key < ?3 AND name_key <> '' ORDER BY id_key";
        self.many(sql, params![kind.number(), key, end_of(&key)], directory)
    }

    fn directory_keys(
        &mut self,
        kinds: [DirectoryKind; 2],
        most: u32,
    ) -> Result<Option<Vec<[String; 2]>>> {
        let [one, other] = kinds.map(DirectoryKind::number);
        let keys = self.many(
            "SELECT id_key, name_key FROM directory WHERE kind IN (?1, ?2) LIMIT ?3",
            params![one, other, i64::from(most).saturating_add(1)],
            |row| Ok([row.get(0)?, row.get(1)?]),
        )?;
        Ok(u32::try_from(keys.len()).is_ok_and(|found| found <= most).then_some(keys))
    }

    fn directory_entries(&mut self, kind: DirectoryKind) -> Result<Vec<DirectoryEntry>> {
        self.many(
            "SELECT kind, id, name, body FROM directory WHERE kind = ?1 ORDER BY id_key",
            [kind.number()],
            directory,
        )
    }
}

impl WriteLedger for Session<'_> {
    fn append_audits(&mut self, rows: &[AuditRow]) -> Result<()> {
        let (mut newest, mut link) =
            last(self)?.map_or((0, [0; 32]), |last| (last.sequence, last.link));
        for row in rows {
            if newest.checked_add(1) != Some(row.sequence)
                || row.link != audit_link(&link, row.sequence, row.at, &row.body)
            {
                return Err(StoreError::new(
                    StoreErrorKind::Conflict,
                    row.sequence.to_string(),
                    format!("Audit record {} does not follow record {newest}.", row.sequence),
                    "Read the last record again and chain the new one to it.",
                ));
            }
            (newest, link) = (row.sequence, row.link);
        }
        let put = |row: &AuditRow, values: &mut Values<'_, '_>| {
            values.put(row.sequence)?.put(row.at)?.put(&row.body)?.put(row.mac)?.put(row.link)?;
            Ok(())
        };
        self.insert_all(&INSERT, rows, put, "audit record", |row| row.sequence)?;
        self.recorded(rows);
        Ok(())
    }

    fn put_directory(&mut self, entry: &DirectoryEntry) -> Result<()> {
        self.run_one(
            "INSERT INTO directory (kind, id_key, id, name, name_key, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (kind, id_key) DO UPDATE SET id = ?3, name = ?4, name_key = ?5, body = ?6",
            params![entry.kind.number(), name_key(&entry.id), entry.id, entry.name, name_key(&entry.name), entry.body],
            "directory name",
            &entry.name,
        )
    }
}
