//! Sealed items, and how many of them each scope holds.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::session::{PAGE, Session, guid, natural, stored};
use crate::error::StoreError;
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
            .one("SELECT 1 FROM item WHERE id = ?1", params![id.as_bytes()], |_| Ok(()))?
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

    fn item_totals(&mut self) -> Result<(u64, u64)> {
        let found = self.one(
            "SELECT coalesce(sum(items), 0), coalesce(sum(bytes), 0) FROM scope",
            [],
            |row| Ok((natural(row, 0)?, natural(row, 1)?)),
        )?;
        Ok(found.unwrap_or_default())
    }
}

impl WriteItems for Session<'_> {
    fn insert_item(&mut self, item: &Item) -> Result<i64> {
        let no = self.insert(
            "INSERT INTO item (id, scope_no, key_version, size, name, created, outside) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                item.id.as_bytes(),
                item.scope_no,
                item.key_version,
                stored(item.size),
                item.name,
                item.created,
                item.sealed.is_none()
            ],
            "item",
            item.id,
        )?;
        if let Some(sealed) = &item.sealed {
            self.run(
                "INSERT INTO item_body (item_no, sealed) VALUES (?1, ?2)",
                params![no, sealed],
            )?;
        }
        let counted = params![item.scope_no, stored(item.size)];
        self.run_one(
            "UPDATE scope SET items = items + 1, bytes = bytes + ?2 WHERE no = ?1",
            counted,
            "scope",
            item.scope_no,
        )?;
        Ok(no)
    }
}
