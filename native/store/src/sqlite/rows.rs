//! Many rows by one statement. Starting a statement and finding the place of a row in each index
//! take as long as writing it; a statement of many rows starts once, and finds the next place near
//! the last.

use std::fmt::Display;

use rusqlite::{CachedStatement, ToSql};

use super::failure::is_taken;
use super::session::{Session, taken};
use crate::error::StoreError;
use crate::state::Refused;

/// Rows of one statement: more of them are hardly quicker.
const TOGETHER: usize = 64;

/// A statement that inserts rows.
pub(super) struct Insert {
    one: String,
    many: String,
}

impl Insert {
    /// The statement that begins with `head`, up to `VALUES`, and takes so many values a row.
    pub(super) fn new(head: &str, columns: usize) -> Self {
        let row = format!("({})", vec!["?"; columns].join(", "));
        let of = |rows| format!("{head} VALUES {}", vec![row.as_str(); rows].join(", "));
        Self { one: of(1), many: of(TOGETHER) }
    }
}

/// Takes the values of rows, one after the other.
pub(super) struct Values<'s, 'c> {
    statement: &'s mut CachedStatement<'c>,
    bound: usize,
}

impl Values<'_, '_> {
    pub(super) fn put(&mut self, value: impl ToSql) -> rusqlite::Result<&mut Self> {
        self.bound = self.bound.saturating_add(1);
        self.statement.raw_bind_parameter(self.bound, value)?;
        Ok(self)
    }
}

impl Session<'_> {
    /// Inserts rows in their order and says how many of them went in. Where a row is there already,
    /// `what` and `name` say which.
    pub(super) fn insert_all<T, N: Display>(
        &self,
        insert: &Insert,
        rows: &[T],
        put: impl Fn(&T, &mut Values<'_, '_>) -> rusqlite::Result<()>,
        what: &str,
        name: impl Fn(&T) -> N,
    ) -> Result<usize, Refused> {
        let mut done = 0_usize;
        for (number, chunk) in rows.chunks(TOGETHER).enumerate() {
            let first = number.saturating_mul(TOGETHER);
            let refused = |at: usize, error| Refused { at: first.saturating_add(at), error };
            self.still_open().map_err(|error| refused(0, error))?;
            if chunk.len() == TOGETHER {
                match self.insert_once(&insert.many, chunk, &put).map_err(|e| refused(0, e))? {
                    Ok(count) => {
                        done = done.saturating_add(count);
                        continue;
                    }
                    // The whole statement is undone; row by row it shows which of them it was.
                    Err(error) if is_taken(&error) => {}
                    Err(error) => return Err(refused(0, self.failed(&error))),
                }
            }
            for (at, row) in chunk.iter().enumerate() {
                let one = self.insert_once(&insert.one, std::slice::from_ref(row), &put);
                let count = one.map_err(|error| refused(at, error))?.map_err(|error| {
                    let is_there = is_taken(&error);
                    refused(at, if is_there { taken(what, name(row)) } else { self.failed(&error) })
                })?;
                done = done.saturating_add(count);
            }
        }
        Ok(done)
    }

    /// The number after the highest, which the statement reads.
    pub(super) fn next_no(&self, highest: &str) -> Result<i64, StoreError> {
        let last = self.one(highest, [], |row| row.get::<_, Option<i64>>(0))?;
        let next = last.flatten().unwrap_or(0).checked_add(1);
        next.ok_or_else(|| self.failed(&rusqlite::Error::IntegralValueOutOfRange(0, i64::MAX)))
    }

    fn insert_once<T>(
        &self,
        sql: &str,
        rows: &[T],
        put: impl Fn(&T, &mut Values<'_, '_>) -> rusqlite::Result<()>,
    ) -> Result<rusqlite::Result<usize>, StoreError> {
        let mut statement = self.statement(sql)?;
        let mut values = Values { statement: &mut statement, bound: 0 };
        let bound = rows.iter().try_for_each(|row| put(row, &mut values));
        Ok(bound.and_then(|()| statement.raw_execute()))
    }
}
