//! Scopes.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::identity::{self, Field};
use super::session::{Session, guid, word};
use crate::error::StoreError;
use crate::model::{Scope, ScopeKind};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT no, guid, kind, name, created FROM scope ", $rest)
    };
}

fn scope(row: &Row<'_>) -> rusqlite::Result<Scope> {
    Ok(Scope { no: row.get(0)?, guid: guid(row, 1)?, kind: word(row, 2)?, name: row.get(3)?, created: row.get(4)? })
}

pub(super) fn by_no(session: &Session<'_>, no: i64) -> Result<Option<Scope>> {
    session.one(select!("WHERE no = ?1"), [no], scope)
}

pub(super) fn by_guid(session: &Session<'_>, guid: Uuid) -> Result<Option<Scope>> {
    session.one(select!("WHERE guid = ?1"), [guid.as_bytes()], scope)
}

pub(super) fn by_name(session: &Session<'_>, kind: ScopeKind, name: &str) -> Result<Option<Scope>> {
    match identity::find(session, Field::of_scope(kind), name)? {
        Some(no) => by_no(session, no),
        None => Ok(None),
    }
}

pub(super) fn above(session: &Session<'_>, kind: ScopeKind, after: i64, limit: u32) -> Result<Vec<Scope>> {
    session.many(
        select!("INDEXED BY scope_by_kind WHERE kind = ?1 AND no > ?2 ORDER BY no LIMIT ?3"),
        params![kind.number(), after, limit],
        scope,
    )
}

pub(super) fn insert(session: &Session<'_>, scope: &Scope) -> Result<i64> {
    let sql = "INSERT INTO scope (guid, kind, name, created, items, bytes) VALUES (?1, ?2, ?3, ?4, 0, 0)";
    let values = params![scope.guid.as_bytes(), scope.kind.number(), scope.name, scope.created];
    let no = session.insert(sql, values, "scope GUID", scope.guid)?;
    identity::add(session, Field::of_scope(scope.kind), &scope.name, no)?;
    Ok(no)
}

pub(super) fn rename(session: &Session<'_>, before: &Scope, name: &str) -> Result<()> {
    identity::replace(session, Field::of_scope(before.kind), &before.name, name, before.no)?;
    session.run_one("UPDATE scope SET name = ?2 WHERE no = ?1", params![before.no, name], "scope", name)
}
