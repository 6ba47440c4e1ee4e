//! Reading rows that carry a code, and writing them with the number of the audit record that tells
//! of it.

use std::cell::{Cell, RefCell};

use rusqlite::{OptionalExtension, Params, Row, params};

use super::session::Session;
use super::{ledger, mailboxes, policies, settings, sites, vault_pins};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{AuditRow, Recorded, RecordedRows};
use crate::row_key::Authenticated;
use crate::state::{ReadCodes, WriteCodes};

type Result<T> = std::result::Result<T, StoreError>;

/// What a change knows of its audit record.
#[derive(Default)]
pub(super) struct Records {
    /// The number of the record that the change appends, once something asked for it.
    number: Cell<Option<i64>>,
    /// Whether authenticated rows were changed.
    changed: Cell<bool>,
    /// How many records were appended, and the last of them.
    appended: Cell<u32>,
    last: RefCell<Option<AuditRow>>,
}

impl Records {
    /// The record that the change appended last: the store's last one, since nobody else writes
    /// meanwhile.
    pub(super) fn last(&self) -> Option<AuditRow> {
        self.last.borrow().clone()
    }
}

/// What a row of a statement is, without its code: the statement's last two columns are `record`
/// and `code`.
pub(super) type Map<T> = fn(&Row<'_>) -> rusqlite::Result<T>;

impl Session<'_> {
    /// The number that an authenticated row gets which this change writes.
    pub(super) fn record(&self) -> Result<i64> {
        self.records.changed.set(true);
        if let Some(number) = self.records.number.get() {
            return Ok(number);
        }
        let newest = self
            .one("SELECT max(sequence) FROM audit", [], |row| row.get::<_, Option<i64>>(0))?
            .flatten();
        let number = newest.unwrap_or(0).saturating_add(1);
        self.records.number.set(Some(number));
        Ok(number)
    }

    /// Notes that the change appended these records.
    pub(super) fn recorded(&self, rows: &[AuditRow]) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        self.records.number.set(self.records.number.get().or(Some(first.sequence)));
        *self.records.last.borrow_mut() = Some(last.clone());
        let more = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        self.records.appended.set(self.records.appended.get().saturating_add(more));
    }

    /// Refuses to end a change of authenticated rows that no record tells of, or more than one.
    pub(super) fn check_recorded(&self) -> Result<()> {
        if !self.records.changed.get() || self.records.appended.get() == 1 {
            return Ok(());
        }
        Err(StoreError::new(
            StoreErrorKind::Unrecorded,
            self.path().display().to_string(),
            format!(
                "A change of rows that decide who is protected by what came with {} audit records instead of one. This change was not made.",
                self.records.appended.get()
            ),
            "This is a mistake of the program: append one record to every such change.",
        ))
    }

    fn checked<T: Authenticated>(&self, row: &Row<'_>, map: Map<T>) -> Result<Recorded<T>> {
        let read = || {
            let columns = row.as_ref().column_count();
            let code = row.get_ref(columns.saturating_sub(1))?.as_blob()?;
            Ok::<_, rusqlite::Error>((map(row)?, row.get(columns.saturating_sub(2))?, code))
        };
        let (content, record, code) = read().map_err(|error| self.failed(&error))?;
        self.rows.check(&content, record, code)?;
        Ok(Recorded { row: content, record })
    }

    /// Looks at each row of a statement; one that is not as it was written, or cannot be read, is
    /// named.
    pub(super) fn each<T: Authenticated>(
        &self,
        sql: &str,
        map: Map<T>,
        look: &mut dyn FnMut(std::result::Result<(), String>),
    ) -> Result<()> {
        let mut statement = self.statement(sql)?;
        let mut rows = statement.query([]).map_err(|error| self.failed(&error))?;
        while let Some(row) = rows.next().map_err(|error| self.failed(&error))? {
            look(self.checked(row, map).map(drop).map_err(|error| error.target));
        }
        Ok(())
    }

    /// The first row, if there is one.
    pub(super) fn one_authentic<T: Authenticated>(
        &self,
        sql: &str,
        params: impl Params,
        map: Map<T>,
    ) -> Result<Option<T>> {
        let found =
            self.statement(sql)?.query_row(params, |row| Ok(self.checked(row, map))).optional();
        Ok(found.map_err(|error| self.failed(&error))?.transpose()?.map(|found| found.row))
    }

    /// The rows that `keep` accepts, at most `limit`, each with its record.
    pub(super) fn many_recorded<T: Authenticated>(
        &self,
        sql: &str,
        params: impl Params,
        limit: u32,
        map: Map<T>,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Vec<Recorded<T>>> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        let mut statement = self.statement(sql)?;
        let mut rows = statement.query(params).map_err(|error| self.failed(&error))?;
        while found.len() < limit
            && let Some(row) = rows.next().map_err(|error| self.failed(&error))?
        {
            let row = self.checked(row, map)?;
            if keep(&row.row) {
                found.push(row);
            }
        }
        Ok(found)
    }

    /// All rows.
    pub(super) fn many_authentic<T: Authenticated>(
        &self,
        sql: &str,
        params: impl Params,
        map: Map<T>,
    ) -> Result<Vec<T>> {
        Ok(bare(self.many_recorded(sql, params, u32::MAX, map, |_| true)?))
    }
}

/// The rows without their records.
pub(super) fn bare<T>(rows: Vec<Recorded<T>>) -> Vec<T> {
    rows.into_iter().map(|row| row.row).collect()
}

/// Looks at every authenticated row by itself; one that is not as it was written is named.
pub(super) fn each_row(
    session: &Session<'_>,
    look: &mut dyn FnMut(std::result::Result<(), String>),
) -> Result<()> {
    settings::each(session, look)?;
    policies::each(session, look)?;
    vault_pins::each(session, look)?;
    sites::each(session, look)?;
    mailboxes::each(session, look)
}

/// Overwrites the codes of rows by the statement, whose third value tells the row.
pub(super) fn rebind<T: Authenticated, K: rusqlite::ToSql>(
    session: &Session<'_>,
    rows: &[T],
    record: i64,
    sql: &str,
    key: impl Fn(&T) -> K,
) -> Result<()> {
    for row in rows {
        session.run(sql, params![record, session.rows.code(row, record), key(row)])?;
    }
    Ok(())
}

impl ReadCodes for Session<'_> {
    fn is_unbound(&mut self) -> Result<bool> {
        let empty =
            self.one("SELECT length(code) = 0 FROM tenant WHERE no = 1", [], |row| row.get(0))?;
        empty.ok_or_else(|| self.missing("tenant", &"1"))
    }

    fn recorded_rows(&mut self) -> Result<RecordedRows> {
        Ok(RecordedRows {
            tenant: settings::recorded_tenant(self)?,
            settings: settings::recorded(self)?,
            policies: policies::recorded(self)?,
            generations: policies::recorded_generations(self)?,
            assignment: settings::recorded_assignment(self)?,
            geos: sites::recorded_geos(self)?,
        })
    }
}

impl WriteCodes for Session<'_> {
    fn bind_rows(&mut self) -> Result<()> {
        let record = self.record()?;
        settings::bind(self, record)?;
        policies::bind(self, record)?;
        mailboxes::bind(self, record)?;
        ledger::link_all(self)
    }
}
