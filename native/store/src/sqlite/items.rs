//! Sealed items, and how many of them each scope holds.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rusqlite::{Row, params};
use uuid::Uuid;

use super::rows::{Insert, Values};
use super::session::{PAGE, Session, guid, natural, stored};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{Item, ItemHead, ObjectHead};
use crate::state::{ReadItems, WriteItems};

type Result<T> = std::result::Result<T, StoreError>;

fn with_body(row: &Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item { sealed: row.get(7)?, ..without_body(row)? })
}

fn without_body(row: &Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        no: row.get(0)?,
        id: guid(row, 1)?,
        scope_no: row.get(2)?,
        key_version: row.get(3)?,
        size: natural(row, 4)?,
        name: row.get(5)?,
        created: row.get(6)?,
        sealed: None,
    })
}

static INSERT: LazyLock<Insert> = LazyLock::new(|| {
    let head = "INSERT INTO item (no, id, scope_no, key_version, size, name, created, outside)";
    Insert::new(head, 8)
});

impl ReadItems for Session<'_> {
    fn item(&mut self, scope_no: i64, id: Uuid) -> Result<Option<Item>> {
        self.one(
            "SELECT i.no, i.id, i.scope_no, i.key_version, i.size, i.name, i.created, b.sealed
             FROM item i LEFT JOIN item_body b ON b.item_no = i.no WHERE i.id = ?1 AND i.scope_no = ?2",
            params![id.as_bytes(), scope_no],
            with_body,
        )
    }

    fn has_item(&mut self, id: Uuid) -> Result<bool> {
        Ok(self
            .one(
                "SELECT 1 FROM item WHERE id = ?1 UNION ALL SELECT 1 FROM chunk WHERE object = ?1 LIMIT 1",
                params![id.as_bytes()],
                |_| Ok(()),
            )?
            .is_some())
    }

    fn items(&mut self, scope_no: i64, after: i64, limit: u32) -> Result<Vec<Item>> {
        let limit = limit.min(PAGE);
        self.many(
            "SELECT no, id, scope_no, key_version, size, name, created FROM item INDEXED BY item_by_scope
             WHERE scope_no = ?1 AND no > ?2 ORDER BY no LIMIT ?3",
            params![scope_no, after, limit],
            without_body,
        )
    }

    fn item_heads(&mut self, after: i64, limit: u32) -> Result<Vec<ItemHead>> {
        let limit = limit.min(PAGE);
        self.many(
            "SELECT i.no, i.id, i.scope_no, i.key_version, i.size, i.name, i.created,
                 s.guid, s.name, w.version IS NOT NULL, i.outside, substr(b.sealed, 1, ?3), length(b.sealed)
             FROM item i JOIN scope s ON s.no = i.scope_no
             LEFT JOIN scope_wrap w ON w.scope_no = i.scope_no AND w.version = i.key_version
             LEFT JOIN item_body b ON b.item_no = i.no
             WHERE i.no > ?1 ORDER BY i.no LIMIT ?2",
            params![after, limit, ObjectHead::LEN],
            |row| {
                let object = match (row.get(10)?, row.get(11)?) {
                    (true, _) => ObjectHead::Outside,
                    (false, Some(bytes)) => ObjectHead::Here { bytes, length: natural(row, 12)? },
                    (false, None) => ObjectHead::Missing,
                };
                Ok(ItemHead {
                    item: without_body(row)?,
                    scope: guid(row, 7)?,
                    scope_name: row.get(8)?,
                    has_key: row.get(9)?,
                    object,
                })
            },
        )
    }

    fn count_items(&mut self, scope_no: i64) -> Result<u64> {
        self.number("SELECT coalesce(sum(items), 0) FROM scope WHERE no = ?1", [scope_no])
    }

    fn item_totals(&mut self) -> Result<(u64, u64)> {
        let found = self.one(
            "SELECT coalesce(sum(items), 0), coalesce(sum(bytes), 0) FROM scope",
            [],
            |row| Ok((natural(row, 0)?, natural(row, 1)?)),
        )?;
        Ok(found.unwrap_or_default())
    }
}

/// Refuses what comes for a mailbox or a site that was removed meanwhile.
fn still_in_use(session: &Session<'_>, scope_no: i64) -> Result<()> {
    let sql = "SELECT 1 FROM removed_mailbox WHERE no = ?1";
    if session.one(sql, [scope_no], |_| Ok(()))?.is_none() {
        return site_in_use(session, scope_no);
    }
    Err(StoreError::new(
        StoreErrorKind::Conflict,
        scope_no.to_string(),
        "The mailbox was removed meanwhile, and takes no items.",
        "Bring it back with Undo-SoftDeletedMailbox, and try again.",
    ))
}

fn site_in_use(session: &Session<'_>, scope_no: i64) -> Result<()> {
    let sql = "SELECT 1 FROM site WHERE no = ?1 AND deleted IS NOT NULL";
    if session.one(sql, [scope_no], |_| Ok(()))?.is_none() {
        return Ok(());
    }
    Err(StoreError::new(
        StoreErrorKind::Conflict,
        scope_no.to_string(),
        "The site was deleted meanwhile, and takes no files.",
        "Bring it back with Restore-SPODeletedSite, and try again.",
    ))
}

impl WriteItems for Session<'_> {
    fn insert_items(&mut self, items: &[Item]) -> Result<i64> {
        let first = self.next_no("SELECT max(no) FROM item")?;
        let numbered: Vec<(i64, &Item)> = (first..).zip(items).collect();
        let put = |(no, item): &(i64, &Item), values: &mut Values<'_, '_>| {
            values.put(no)?.put(item.id.as_bytes())?.put(item.scope_no)?.put(item.key_version)?;
            values.put(stored(item.size))?.put(&item.name)?.put(item.created)?;
            values.put(item.sealed.is_none())?;
            Ok(())
        };
        self.insert_all(&INSERT, &numbered, put, "item", |(_, item)| item.id)?;
        let bodies: Vec<_> = numbered
            .iter()
            .filter_map(|(no, item)| item.sealed.as_ref().map(|sealed| (no, sealed)))
            .collect();
        let mut body = self.changing("INSERT INTO item_body (item_no, sealed) VALUES (?1, ?2)")?;
        for (no, sealed) in bodies {
            self.still_open()?;
            body.execute(params![no, sealed]).map_err(|error| self.failed(&error))?;
        }
        let mut counted: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for item in items {
            let (count, bytes) = counted.entry(item.scope_no).or_default();
            *count = count.saturating_add(1);
            *bytes = bytes.saturating_add(stored(item.size));
        }
        for (scope_no, (count, bytes)) in counted {
            still_in_use(self, scope_no)?;
            self.run_one(
                "UPDATE scope SET items = items + ?2, bytes = bytes + ?3 WHERE no = ?1",
                [scope_no, count, bytes],
                "scope",
                scope_no,
            )?;
        }
        Ok(first)
    }

    fn resize_item(&mut self, item: &Item, size: u64) -> Result<()> {
        self.run_one(
            "UPDATE item SET size = ?2 WHERE no = ?1 AND size = ?3",
            [item.no, stored(size), stored(item.size)],
            "item",
            item.id,
        )?;
        self.run_one(
            "UPDATE scope SET bytes = bytes + ?2 - ?3 WHERE no = ?1",
            [item.scope_no, stored(size), stored(item.size)],
            "scope",
            item.scope_no,
        )
    }

    fn remove_items(&mut self, scope_no: i64, limit: u32) -> Result<Vec<(Uuid, Vec<Uuid>)>> {
        let found = self.many(
            "SELECT no, id, size, outside FROM item INDEXED BY item_by_scope WHERE scope_no = ?1 ORDER BY no LIMIT ?2",
            params![scope_no, limit.min(PAGE)],
            |row| {
                let (no, size): (i64, i64) = (row.get(0)?, row.get(2)?);
                Ok((no, guid(row, 1)?, size, row.get::<_, bool>(3)?))
            },
        )?;
        let (mut bytes, mut gone) = (0_i64, Vec::with_capacity(found.len()));
        for (no, id, size, is_outside) in &found {
            let mut objects: Vec<Uuid> = is_outside.then_some(*id).into_iter().collect();
            objects.extend(self.many(
                "SELECT DISTINCT object FROM chunk WHERE item_no = ?1 AND object IS NOT NULL",
                [no],
                |row| guid(row, 0),
            )?);
            gone.push((*id, objects));
            self.run("DELETE FROM chunk WHERE item_no = ?1", [no])?;
            self.run("DELETE FROM item_body WHERE item_no = ?1", [no])?;
            self.run("DELETE FROM item WHERE no = ?1", [no])?;
            bytes = bytes.saturating_add(*size);
        }
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        self.run_one(
            "UPDATE scope SET items = items - ?2, bytes = bytes - ?3 WHERE no = ?1",
            [scope_no, count, bytes],
            "scope",
            scope_no,
        )?;
        Ok(gone)
    }
}
