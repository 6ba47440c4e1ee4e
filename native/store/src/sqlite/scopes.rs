//! Scopes.

use std::sync::LazyLock;

use rusqlite::{Row, params};
use uuid::Uuid;

use super::identity::{self, Field};
use super::rows::{Insert, Values};
use super::session::{PAGE, Session, WRAP_PAGE, guid, word};
use crate::error::StoreError;
use crate::model::{Scope, ScopeKind};
use crate::state::{ReadScopes, Refused, WriteScopes};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT no, guid, kind, name, created FROM scope ", $rest)
    };
}

fn scope(row: &Row<'_>) -> rusqlite::Result<Scope> {
    Ok(Scope {
        no: row.get(0)?,
        guid: guid(row, 1)?,
        kind: word(row, 2)?,
        name: row.get(3)?,
        created: row.get(4)?,
    })
}

pub(super) fn by_no(session: &Session<'_>, no: i64) -> Result<Option<Scope>> {
    session.one(select!("WHERE no = ?1"), [no], scope)
}

static INSERT: LazyLock<Insert> = LazyLock::new(|| {
    Insert::new("INSERT INTO scope (no, guid, kind, name, created, items, bytes)", 7)
});

/// The number of the next scope.
pub(super) fn next_no(session: &Session<'_>) -> Result<i64> {
    session.next_no("SELECT max(no) FROM scope")
}

/// Scopes with their numbers, whose names the caller adds.
pub(super) fn insert_unnamed(
    session: &Session<'_>,
    scopes: &[Scope],
) -> std::result::Result<(), Refused> {
    let put = |scope: &Scope, values: &mut Values<'_, '_>| {
        values.put(scope.no)?.put(scope.guid.as_bytes())?.put(scope.kind.number())?;
        values.put(&scope.name)?.put(scope.created)?.put(0)?.put(0)?;
        Ok(())
    };
    session.insert_all(&INSERT, scopes, put, "scope GUID", |scope| scope.guid)?;
    Ok(())
}

/// Changes what a scope is called; the caller changes what it is found by.
pub(super) fn set_name(session: &Session<'_>, no: i64, name: &str) -> Result<()> {
    session.run_one("UPDATE scope SET name = ?2 WHERE no = ?1", params![no, name], "scope", name)
}

impl ReadScopes for Session<'_> {
    fn scope(&mut self, no: i64) -> Result<Option<Scope>> {
        by_no(self, no)
    }

    fn scope_by_guid(&mut self, guid: Uuid) -> Result<Option<Scope>> {
        self.one(select!("WHERE guid = ?1"), [guid.as_bytes()], scope)
    }

    fn scope_by_name(&mut self, kind: ScopeKind, name: &str) -> Result<Option<Scope>> {
        match identity::find(self, Field::of_scope(kind), name)? {
            Some(no) => by_no(self, no),
            None => Ok(None),
        }
    }

    fn scopes(&mut self, kind: ScopeKind, after: i64, limit: u32) -> Result<Vec<Scope>> {
        let limit = limit.min(PAGE);
        self.many(
            select!("INDEXED BY scope_by_kind WHERE kind = ?1 AND no > ?2 ORDER BY no LIMIT ?3"),
            params![kind.number(), after, limit],
            scope,
        )
    }

    fn pending_scopes(&mut self, after: i64, limit: u32) -> Result<Vec<i64>> {
        let sql =
            "SELECT scope_no FROM pending_scope WHERE scope_no > ?1 ORDER BY scope_no LIMIT ?2";
        self.many(sql, params![after, limit.min(WRAP_PAGE)], |row| row.get(0))
    }

    fn count_pending_scopes(&mut self) -> Result<u64> {
        self.number("SELECT count(*) FROM pending_scope", [])
    }
}

impl WriteScopes for Session<'_> {
    fn insert_scope(&mut self, scope: &Scope) -> Result<i64> {
        let scope = Scope { no: next_no(self)?, ..scope.clone() };
        insert_unnamed(self, std::slice::from_ref(&scope))?;
        identity::add(self, Field::of_scope(scope.kind), &scope.name, scope.no)?;
        Ok(scope.no)
    }

    fn add_pending_scopes(&mut self, scopes: &[i64]) -> Result<()> {
        for scope in scopes {
            self.run("INSERT OR IGNORE INTO pending_scope (scope_no) VALUES (?1)", [scope])?;
        }
        Ok(())
    }

    fn remove_pending_scopes(&mut self, scopes: &[i64]) -> Result<()> {
        for scope in scopes {
            self.run("DELETE FROM pending_scope WHERE scope_no = ?1", [scope])?;
        }
        Ok(())
    }
}
