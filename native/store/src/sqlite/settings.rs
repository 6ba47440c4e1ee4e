//! What there is once: the tenant's row, its settings and notes, the assignment.

use rusqlite::{Row, params};

use super::authentic::rebind;
use super::session::{Session, guid, word};
use crate::error::StoreError;
use crate::model::{Assignment, Note, Recorded, Setting, TenantRow};
use crate::state::{ReadSettings, WriteSettings};

type Result<T> = std::result::Result<T, StoreError>;

const TENANT: &str = "SELECT id, name, mode, created, record, code FROM tenant WHERE no = 1";
const ALL: &str = "SELECT name, value, record, code FROM setting ORDER BY name";
const NOTES: &str = "SELECT name, value, record, code FROM note ORDER BY name";
const ASSIGNMENT: &str = "SELECT policy_no, at, record, code FROM assignment WHERE no = 1";

fn tenant_row(row: &Row<'_>) -> rusqlite::Result<TenantRow> {
    Ok(TenantRow {
        id: guid(row, 0)?,
        name: row.get(1)?,
        mode: word(row, 2)?,
        created: row.get(3)?,
    })
}

fn setting_row(row: &Row<'_>) -> rusqlite::Result<Setting> {
    Ok(Setting { name: row.get(0)?, value: row.get(1)? })
}

fn note_row(row: &Row<'_>) -> rusqlite::Result<Note> {
    Ok(Note { name: row.get(0)?, value: row.get(1)? })
}

fn assignment_row(row: &Row<'_>) -> rusqlite::Result<Assignment> {
    Ok(Assignment { policy_no: row.get(0)?, at: row.get(1)? })
}

/// The tenant's row and the empty assignment of a new store, as the tenant's first audit record
/// will tell.
pub(super) fn found(session: &Session<'_>, tenant: &TenantRow) -> Result<()> {
    const FIRST: i64 = 1;
    let code = session.rows.code(tenant, FIRST);
    let values = params![
        tenant.id.as_bytes(),
        tenant.name,
        tenant.mode.number(),
        tenant.created,
        FIRST,
        code
    ];
    let sql = "INSERT INTO tenant (no, id, name, mode, created, record, code) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)";
    session.insert(sql, values, "tenant", &tenant.name)?;
    let none = Assignment { policy_no: None, at: tenant.created };
    let sql =
        "INSERT INTO assignment (no, policy_no, at, record, code) VALUES (1, NULL, ?1, ?2, ?3)";
    session
        .insert(sql, params![none.at, FIRST, session.rows.code(&none, FIRST)], "assignment", 1)
        .map(drop)
}

pub(super) fn recorded_tenant(session: &Session<'_>) -> Result<Recorded<TenantRow>> {
    let row = session.many_recorded(TENANT, [], 1, tenant_row, |_| true)?.pop();
    row.ok_or_else(|| session.missing("tenant", &"1"))
}

pub(super) fn recorded(session: &Session<'_>) -> Result<Vec<Recorded<Setting>>> {
    session.many_recorded(ALL, [], u32::MAX, setting_row, |_| true)
}

pub(super) fn recorded_assignment(session: &Session<'_>) -> Result<Recorded<Assignment>> {
    let row = session.many_recorded(ASSIGNMENT, [], 1, assignment_row, |_| true)?.pop();
    row.ok_or_else(|| session.gone("the assignment of a multi-workload policy"))
}

/// Gives these rows their codes, as they are.
pub(super) fn bind(session: &Session<'_>, record: i64) -> Result<()> {
    let tenant = session.many(TENANT, [], tenant_row)?;
    rebind(
        session,
        &tenant,
        record,
        "UPDATE tenant SET record = ?1, code = ?2 WHERE no = ?3",
        |_| 1,
    )?;
    let all = session.many(ALL, [], setting_row)?;
    rebind(
        session,
        &all,
        record,
        "UPDATE setting SET record = ?1, code = ?2 WHERE name = ?3",
        |row| row.name.clone(),
    )?;
    let notes = session.many(NOTES, [], note_row)?;
    rebind(session, &notes, 0, "UPDATE note SET record = ?1, code = ?2 WHERE name = ?3", |row| {
        row.name.clone()
    })?;
    let assignment = session.many(ASSIGNMENT, [], assignment_row)?;
    rebind(
        session,
        &assignment,
        record,
        "UPDATE assignment SET record = ?1, code = ?2 WHERE no = ?3",
        |_| 1,
    )
}

/// Looks at each of these rows by itself.
pub(super) fn each(
    session: &Session<'_>,
    look: &mut dyn FnMut(std::result::Result<(), String>),
) -> Result<()> {
    session.each(TENANT, tenant_row, look)?;
    session.each(ALL, setting_row, look)?;
    session.each(NOTES, note_row, look)?;
    let before = session.number("SELECT count(*) FROM assignment", [])?;
    if before == 0 {
        look(Err("the assignment of a multi-workload policy".to_owned()));
    }
    session.each(ASSIGNMENT, assignment_row, look)
}

impl ReadSettings for Session<'_> {
    fn tenant(&mut self) -> Result<TenantRow> {
        let row = self.one_authentic(TENANT, [], tenant_row)?;
        row.ok_or_else(|| self.missing("tenant", &"1"))
    }

    fn setting(&mut self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT name, value, record, code FROM setting WHERE name = ?1";
        Ok(self.one_authentic(sql, [name], setting_row)?.map(|setting| setting.value))
    }

    fn settings(&mut self, prefix: &str) -> Result<Vec<(String, String)>> {
        let sql = "SELECT name, value, record, code FROM setting WHERE name >= ?1 AND substr(name, 1, length(?1)) = ?1 ORDER BY name";
        let found = self.many_authentic(sql, [prefix], setting_row)?;
        Ok(found.into_iter().map(|setting| (setting.name, setting.value)).collect())
    }

    fn note(&mut self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT name, value, record, code FROM note WHERE name = ?1";
        Ok(self.one_authentic(sql, [name], note_row)?.map(|note| note.value))
    }

    fn epoch(&mut self) -> Result<i64> {
        Ok(self.one("SELECT value FROM epoch WHERE no = 1", [], |row| row.get(0))?.unwrap_or(0))
    }

    fn assignment(&mut self) -> Result<Assignment> {
        Ok(recorded_assignment(self)?.row)
    }
}

impl WriteSettings for Session<'_> {
    fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<()> {
        let record = self.record()?;
        match value {
            Some(value) => {
                let code = self
                    .rows
                    .code(&Setting { name: name.to_owned(), value: value.to_owned() }, record);
                let sql = "INSERT INTO setting (name, value, record, code) VALUES (?1, ?2, ?3, ?4)
                           ON CONFLICT (name) DO UPDATE SET value = ?2, record = ?3, code = ?4";
                self.run(sql, params![name, value, record, code])
            }
            None => self.run("DELETE FROM setting WHERE name = ?1", [name]),
        }
        .map(drop)
    }

    fn set_note(&mut self, name: &str, text: Option<&str>) -> Result<()> {
        match text {
            Some(text) => {
                let code =
                    self.rows.code(&Note { name: name.to_owned(), value: text.to_owned() }, 0);
                let sql = "INSERT INTO note (name, value, record, code) VALUES (?1, ?2, 0, ?3)
                           ON CONFLICT (name) DO UPDATE SET value = ?2, code = ?3";
                self.run(sql, params![name, text, code])
            }
            None => self.run("DELETE FROM note WHERE name = ?1", [name]),
        }
        .map(drop)
    }

    fn raise_epoch(&mut self) -> Result<()> {
        self.run_one("UPDATE epoch SET value = value + 1 WHERE no = 1", [], "key epoch", 1)
    }

    fn set_assignment(&mut self, policy_no: Option<i64>, at: i64) -> Result<()> {
        let record = self.record()?;
        let code = self.rows.code(&Assignment { policy_no, at }, record);
        let sql =
            "UPDATE assignment SET policy_no = ?1, at = ?2, record = ?3, code = ?4 WHERE no = 1";
        self.run_one(sql, params![policy_no, at, record, code], "assignment", 1)
    }
}
