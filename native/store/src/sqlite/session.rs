//! One view or change of the database: what the traits ask for, handed to the file that knows.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row, params};
use uuid::Uuid;

use super::authentic::Records;
use super::failure::{failure, is_taken};
use super::{authentic, items, jobs, ledger, listing, mailboxes, policies, scopes, settings, vault_pins, wraps};
use crate::error::{StoreError, StoreErrorKind};
use crate::live::LiveGeneration;
use crate::model::{
    Assignment, AuditRow, DirectoryEntry, DirectoryKind, Generation, Intent, Item, ItemHead, Job, JobFailure, Mailbox,
    MailboxQuery, MailboxStatus, Policy, PolicyKind, PolicyWrap, Recorded, RecordedRows, Scope, ScopeKind, ScopeWrap, TenantRow,
    VaultPin,
};
use crate::numbered::Numbered;
use crate::protocol::Place;
use crate::row_key::{Codes, RowKey};
use crate::state::{Reader, Writer};

type Result<T> = std::result::Result<T, StoreError>;

/// The largest page of a listing.
const PAGE: u32 = 1000;
/// The largest page of wraps.
const WRAP_PAGE: u32 = 10_000;

/// The next change's number: no two of this process have the same.
static NEXT: AtomicU64 = AtomicU64::new(0);

pub(super) struct Session<'c> {
    connection: &'c Connection,
    path: &'c Path,
    pub(super) rows: Codes<'c>,
    pub(super) records: Records,
    /// What a [`LiveGeneration`] must bear to be taken here.
    change: u64,
}

impl<'c> Session<'c> {
    pub(super) fn new(connection: &'c Connection, path: &'c Path, rows: &'c RowKey) -> Self {
        Self { connection, path, rows: rows.codes(), records: Records::default(), change: NEXT.fetch_add(1, Ordering::Relaxed) }
    }

    pub(super) fn path(&self) -> &Path {
        self.path
    }

    pub(super) fn failed(&self, error: &rusqlite::Error) -> StoreError {
        failure(self.path, error)
    }

    pub(super) fn statement(&self, sql: &str) -> Result<CachedStatement<'c>> {
        self.connection.prepare_cached(sql).map_err(|error| self.failed(&error))
    }

    /// The first row, if there is one.
    pub(super) fn one<T>(&self, sql: &str, params: impl Params, map: fn(&Row<'_>) -> rusqlite::Result<T>) -> Result<Option<T>> {
        self.statement(sql)?.query_row(params, map).optional().map_err(|error| self.failed(&error))
    }

    /// The single number that a statement returns, 0 where it returns none.
    pub(super) fn number(&self, sql: &str, params: impl Params) -> Result<u64> {
        Ok(self.one(sql, params, |row| natural(row, 0))?.unwrap_or(0))
    }

    /// All rows.
    pub(super) fn many<T>(&self, sql: &str, params: impl Params, map: fn(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut statement = self.statement(sql)?;
        let rows = statement.query_map(params, map).and_then(Iterator::collect);
        rows.map_err(|error| self.failed(&error))
    }

    /// The first `limit` rows and those that follow while `together` holds, so that what belongs together is never cut in two.
    pub(super) fn page<T>(
        &self,
        sql: &str,
        params: impl Params,
        limit: u32,
        map: fn(&Row<'_>) -> rusqlite::Result<T>,
        together: fn(&T, &T) -> bool,
    ) -> Result<Vec<T>> {
        let limit = usize::try_from(limit.min(WRAP_PAGE)).unwrap_or(usize::MAX);
        let mut page: Vec<T> = Vec::new();
        let mut statement = self.statement(sql)?;
        for row in statement.query_map(params, map).map_err(|error| self.failed(&error))? {
            let row = row.map_err(|error| self.failed(&error))?;
            if page.len() >= limit && !page.last().is_some_and(|last| together(last, &row)) {
                break;
            }
            page.push(row);
        }
        Ok(page)
    }

    /// Changes rows and says how many.
    pub(super) fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.still_open()?;
        self.statement(sql)?.execute(params).map_err(|error| self.failed(&error))
    }

    /// A statement to change rows with, again and again until its first error.
    pub(super) fn changing(&self, sql: &str) -> Result<CachedStatement<'c>> {
        self.still_open()?;
        self.statement(sql)
    }

    /// Changes exactly one row, which `what` names.
    pub(super) fn run_one(&self, sql: &str, params: impl Params, what: &str, name: impl std::fmt::Display) -> Result<()> {
        if self.run_unique(sql, params, what, &name)? == 0 { Err(self.missing(what, &name)) } else { Ok(()) }
    }

    /// Inserts one row, which `what` names, and returns its number.
    pub(super) fn insert(&self, sql: &str, params: impl Params, what: &str, name: impl std::fmt::Display) -> Result<i64> {
        self.run_unique(sql, params, what, &name)?;
        Ok(self.connection.last_insert_rowid())
    }

    fn run_unique(&self, sql: &str, params: impl Params, what: &str, name: &dyn std::fmt::Display) -> Result<usize> {
        self.still_open()?;
        let done = self.statement(sql)?.execute(params);
        done.map_err(|error| if is_taken(&error) { taken(what, name) } else { self.failed(&error) })
    }

    /// A change ends with its first serious error (a full disk, say); nothing may be written outside it.
    pub(super) fn still_open(&self) -> Result<()> {
        if !self.connection.is_autocommit() {
            return Ok(());
        }
        Err(StoreError::new(
            StoreErrorKind::Abandoned,
            self.path.display().to_string(),
            "The change was undone because of an earlier error in it.",
            "Look at the first error; then make the whole change again.",
        ))
    }

    /// An authenticated row that is always there, and is not.
    pub(super) fn gone(&self, what: &str) -> StoreError {
        self.tampered(what, format!("The row of {what} is gone from {}.", self.path.display()))
    }

    /// A name that leads to a mailbox which does not bear it.
    pub(super) fn misled(&self, name: &str, mailbox: &str) -> StoreError {
        self.tampered(
            name,
            format!("In {} the name \"{name}\" leads to the mailbox \"{mailbox}\", which does not bear it.", self.path.display()),
        )
    }

    fn tampered(&self, target: &str, message: String) -> StoreError {
        let fix = "Find out who can write the tenant's files; restore the tenant from a backup into a new folder.";
        StoreError::new(StoreErrorKind::Damaged, target, message, fix)
    }

    pub(super) fn missing(&self, what: &str, name: &dyn std::fmt::Display) -> StoreError {
        StoreError::new(
            StoreErrorKind::NotFound,
            name.to_string(),
            format!("There is no {what} \"{name}\" in {}.", self.path.display()),
            "Read again what is there; somebody else may have changed it.",
        )
    }
}

/// The error for a name or number that is in use.
pub(super) fn taken(what: &str, name: impl std::fmt::Display) -> StoreError {
    StoreError::new(
        StoreErrorKind::Conflict,
        name.to_string(),
        format!("The {what} \"{name}\" exists already."),
        "Choose another one.",
    )
}

/// A column that is never negative.
pub(super) fn natural(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

/// A count as a column holds it. Counts above 2^63 do not occur; they would be stored as the largest number.
pub(super) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A GUID's column.
pub(super) fn guid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

/// A column with the number of a word.
pub(super) fn word<T: Numbered>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let number = row.get(column)?;
    T::of(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, number))
}

impl Reader for Session<'_> {
    fn tenant(&mut self) -> Result<TenantRow> {
        settings::tenant(self)
    }
    fn setting(&mut self, name: &str) -> Result<Option<String>> {
        settings::by_name(self, name)
    }
    fn settings(&mut self, prefix: &str) -> Result<Vec<(String, String)>> {
        settings::by_prefix(self, prefix)
    }
    fn note(&mut self, name: &str) -> Result<Option<String>> {
        settings::note(self, name)
    }
    fn epoch(&mut self) -> Result<i64> {
        Ok(self.one("SELECT value FROM epoch WHERE no = 1", [], |row| row.get(0))?.unwrap_or(0))
    }

    fn policy(&mut self, no: i64) -> Result<Option<Policy>> {
        policies::by_no(self, no)
    }
    fn policy_by_guid(&mut self, guid: Uuid) -> Result<Option<Policy>> {
        policies::by_guid(self, guid)
    }
    fn policy_by_name(&mut self, kind: PolicyKind, name: &str) -> Result<Option<Policy>> {
        policies::by_name(self, kind, name)
    }
    fn policies(&mut self, kind: PolicyKind) -> Result<Vec<Policy>> {
        policies::all(self, kind)
    }
    fn generations(&mut self, policy_no: i64) -> Result<Vec<Generation>> {
        policies::generations(self, policy_no)
    }
    fn generation(&mut self, policy_no: i64, number: u32) -> Result<Option<Generation>> {
        policies::generation(self, policy_no, number)
    }
    fn policy_wraps(&mut self, policy_no: i64, generation: u32) -> Result<Vec<PolicyWrap>> {
        policies::wraps(self, policy_no, generation)
    }
    fn all_policy_wraps(&mut self, after: i64, limit: u32) -> Result<Vec<PolicyWrap>> {
        policies::all_wraps(self, after, limit)
    }
    fn assignment(&mut self) -> Result<Assignment> {
        settings::assignment(self)
    }

    fn is_unbound(&mut self) -> Result<bool> {
        authentic::is_unbound(self)
    }
    fn recorded_rows(&mut self) -> Result<RecordedRows> {
        authentic::recorded_rows(self)
    }
    fn recorded_mailboxes(&mut self, after: i64, limit: u32) -> Result<Vec<Recorded<Mailbox>>> {
        mailboxes::recorded(self, after, limit.min(PAGE))
    }

    fn scope(&mut self, no: i64) -> Result<Option<Scope>> {
        scopes::by_no(self, no)
    }
    fn scope_by_guid(&mut self, guid: Uuid) -> Result<Option<Scope>> {
        scopes::by_guid(self, guid)
    }
    fn scope_by_name(&mut self, kind: ScopeKind, name: &str) -> Result<Option<Scope>> {
        scopes::by_name(self, kind, name)
    }
    fn scopes(&mut self, kind: ScopeKind, after: i64, limit: u32) -> Result<Vec<Scope>> {
        scopes::above(self, kind, after, limit.min(PAGE))
    }
    fn scope_wraps(&mut self, scope_no: i64) -> Result<Vec<ScopeWrap>> {
        wraps::of_scope(self, scope_no)
    }
    fn wraps_of_policy(&mut self, policy_no: i64, below: u32, after: i64, limit: u32) -> Result<Vec<ScopeWrap>> {
        wraps::of_policy(self, policy_no, below, after, limit)
    }
    fn all_scope_wraps(&mut self, after: i64, limit: u32) -> Result<Vec<ScopeWrap>> {
        wraps::above(self, after, limit)
    }
    fn wraps_without_mailbox_policy(&mut self, after: i64, limit: u32) -> Result<Vec<ScopeWrap>> {
        wraps::without_mailbox_policy(self, after, limit)
    }
    fn count_wraps(&mut self, policy_no: i64, below: u32) -> Result<u64> {
        wraps::count(self, policy_no, below)
    }
    fn wraps_made(&mut self, policy_no: i64, generation: u32) -> Result<u64> {
        self.number("SELECT wraps_made FROM generation WHERE policy_no = ?1 AND number = ?2", params![policy_no, generation])
    }

    fn mailbox(&mut self, no: i64) -> Result<Option<MailboxStatus>> {
        mailboxes::by_no(self, no)
    }
    fn mailbox_by_identity(&mut self, identity: &str) -> Result<Option<MailboxStatus>> {
        mailboxes::by_identity(self, identity)
    }
    fn mailboxes(&mut self, query: &MailboxQuery) -> Result<Vec<MailboxStatus>> {
        listing::page(self, query, query.limit.min(PAGE))
    }
    fn count_mailboxes(&mut self, policy_no: Option<i64>) -> Result<u64> {
        mailboxes::count(self, policy_no)
    }
    fn pending_scopes(&mut self, after: i64, limit: u32) -> Result<Vec<i64>> {
        let sql = "SELECT scope_no FROM pending_scope WHERE scope_no > ?1 ORDER BY scope_no LIMIT ?2";
        self.many(sql, params![after, limit.min(WRAP_PAGE)], |row| row.get(0))
    }
    fn count_pending_scopes(&mut self) -> Result<u64> {
        self.number("SELECT count(*) FROM pending_scope", [])
    }

    fn item(&mut self, scope_no: i64, id: Uuid) -> Result<Option<Item>> {
        items::by_id(self, scope_no, id)
    }
    fn has_item(&mut self, id: Uuid) -> Result<bool> {
        items::exists(self, id)
    }
    fn items(&mut self, scope_no: i64, after: i64, limit: u32) -> Result<Vec<Item>> {
        items::of_scope(self, scope_no, after, limit.min(PAGE))
    }
    fn item_heads(&mut self, after: i64, limit: u32) -> Result<Vec<ItemHead>> {
        items::heads(self, after, limit.min(PAGE))
    }
    fn item_totals(&mut self) -> Result<(u64, u64)> {
        items::totals(self)
    }

    fn job(&mut self, guid: Uuid) -> Result<Option<Job>> {
        jobs::by_guid(self, guid)
    }
    fn jobs(&mut self, finished: bool) -> Result<Vec<Job>> {
        jobs::all(self, finished)
    }
    fn scheduled_jobs(&mut self) -> Result<Vec<Job>> {
        jobs::scheduled(self)
    }
    fn job_failures(&mut self, job_no: i64, after: i64, limit: u32) -> Result<Vec<JobFailure>> {
        jobs::failures(self, job_no, after, limit)
    }
    fn count_job_failures(&mut self, job_no: i64) -> Result<u64> {
        self.number("SELECT count(*) FROM job_failure WHERE job_no = ?1", [job_no])
    }
    fn intents(&mut self) -> Result<Vec<Intent>> {
        jobs::intents(self)
    }

    fn last_audit(&mut self) -> Result<Option<AuditRow>> {
        ledger::last(self)
    }
    fn audit(&mut self, after: i64, limit: u32) -> Result<Vec<AuditRow>> {
        ledger::above(self, after, limit.min(PAGE))
    }
    fn audit_below(&mut self, before: i64, limit: u32) -> Result<Vec<AuditRow>> {
        ledger::below(self, before, limit.min(PAGE))
    }

    fn vault_pins(&mut self, name: Option<&str>) -> Result<Vec<Recorded<VaultPin>>> {
        vault_pins::of(self, name)
    }

    fn directory(&mut self, kind: DirectoryKind, id_or_name: &str) -> Result<Option<DirectoryEntry>> {
        ledger::entry(self, kind, id_or_name)
    }
    fn directory_entries(&mut self, kind: DirectoryKind) -> Result<Vec<DirectoryEntry>> {
        ledger::entries(self, kind)
    }
}

impl Writer for Session<'_> {
    fn as_reader(&mut self) -> &mut dyn Reader {
        self
    }
    fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<()> {
        settings::set(self, name, value)
    }
    fn set_note(&mut self, name: &str, text: Option<&str>) -> Result<()> {
        settings::set_note(self, name, text)
    }
    fn bind_rows(&mut self) -> Result<()> {
        authentic::bind_rows(self)
    }
    fn raise_epoch(&mut self) -> Result<()> {
        self.run_one("UPDATE epoch SET value = value + 1 WHERE no = 1", [], "key epoch", 1)
    }

    fn insert_policy(&mut self, policy: &Policy) -> Result<i64> {
        policies::insert(self, policy)
    }
    fn update_policy(&mut self, policy: &Policy) -> Result<()> {
        policies::update(self, policy)
    }
    fn insert_generation(&mut self, generation: &Generation, wraps: &[PolicyWrap]) -> Result<()> {
        policies::insert_generation(self, generation, wraps)
    }
    fn retire_generation(&mut self, policy_no: i64, number: u32, at: i64) -> Result<()> {
        policies::retire_generation(self, policy_no, number, at)?;
        // What was admitted before must be looked at again.
        self.change = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
    fn destroy_generation(&mut self, policy_no: i64, number: u32, at: i64) -> Result<u64> {
        policies::destroy_generation(self, policy_no, number, at)
    }
    fn set_assignment(&mut self, policy_no: Option<i64>, at: i64) -> Result<()> {
        settings::assign(self, policy_no, at)
    }

    fn insert_scope(&mut self, scope: &Scope) -> Result<i64> {
        scopes::insert(self, scope)
    }
    fn insert_mailbox(&mut self, mailbox: &Mailbox) -> Result<i64> {
        mailboxes::insert(self, mailbox)
    }
    fn update_mailbox(&mut self, mailbox: &Mailbox) -> Result<()> {
        mailboxes::update(self, mailbox)
    }
    fn admit(&mut self, policy_no: i64, generation: u32) -> Result<LiveGeneration> {
        let made = self.wraps_made(policy_no, generation)?;
        let found = policies::generation(self, policy_no, generation)?;
        LiveGeneration::admit(self.change, Place { policy_no, generation }, found.as_ref(), made)
    }
    fn insert_scope_wrap(&mut self, live: &LiveGeneration, wrap: &ScopeWrap) -> Result<()> {
        live.covers(self.change, wrap)?;
        wraps::insert(self, wrap)
    }
    fn update_scope_wraps(&mut self, live: &LiveGeneration, changes: &[(ScopeWrap, ScopeWrap)]) -> Result<u64> {
        changes.iter().try_for_each(|(_, new)| live.covers(self.change, new))?;
        wraps::overwrite(self, changes)
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

    fn insert_item(&mut self, item: &Item) -> Result<i64> {
        items::insert(self, item)
    }

    fn insert_job(&mut self, job: &Job) -> Result<i64> {
        jobs::insert(self, job)
    }
    fn update_job(&mut self, job: &Job) -> Result<()> {
        jobs::update(self, job)
    }
    fn add_job_failures(&mut self, job_no: i64, failures: &[JobFailure]) -> Result<()> {
        jobs::add_failures(self, job_no, failures)
    }
    fn clear_job_failures(&mut self, job_no: i64) -> Result<()> {
        self.run("DELETE FROM job_failure WHERE job_no = ?1", [job_no]).map(drop)
    }
    fn insert_intent(&mut self, intent: &Intent) -> Result<i64> {
        jobs::insert_intent(self, intent)
    }
    fn remove_intent(&mut self, no: i64) -> Result<()> {
        self.run("DELETE FROM intent WHERE no = ?1", [no]).map(drop)
    }

    fn append_audit(&mut self, row: &AuditRow) -> Result<()> {
        ledger::append(self, row)
    }
    fn set_vault_pin(&mut self, pin: &VaultPin) -> Result<()> {
        vault_pins::set(self, pin)
    }
    fn put_directory(&mut self, entry: &DirectoryEntry) -> Result<()> {
        ledger::put(self, entry)
    }
}
