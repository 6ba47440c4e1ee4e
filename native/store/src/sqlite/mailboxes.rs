//! Mailboxes and mail users.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use rusqlite::{Row, params};
use uuid::Uuid;

use super::authentic::rebind;
use super::identity::{self, names};
use super::rows::Insert;
use super::session::{PAGE, Session, guid, natural, word};
use super::{listing, scopes};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{
    Mailbox, MailboxQuery, MailboxStatus, Recorded, Removal, Removed, Scope, ScopeKind,
};
use crate::names::name_key;
use crate::protocol::Place;
use crate::state::{ReadMailboxes, ReadScopeWraps, Refused, WriteMailboxes};

type Result<T> = std::result::Result<T, StoreError>;

/// Columns of [`status`]. The newest key of the scope stands for the mailbox's; `AT` is replaced by
/// how the mailbox's table is walked.
const SELECT: &str = "SELECT m.no, s.guid, s.name, m.alias, m.user_principal_name, m.smtp_address, m.display_name, m.recipient_type,
    m.policy_no, s.created, m.changed, m.held, r.how, r.at, coalesce(w.policy_no, 0), coalesce(w.generation, 0), s.items, s.bytes, m.record, m.code
    FROM mailbox m AT CROSS JOIN scope s ON s.no = m.no LEFT JOIN removed_mailbox r ON r.no = m.no
    LEFT JOIN scope_wrap w ON w.scope_no = m.no AND w.version = (SELECT max(v.version) FROM scope_wrap v WHERE v.scope_no = m.no) ";

/// The statement that reads mailboxes, walking their table as `walk` says, with the rest of the
/// statement.
pub(super) fn select(walk: &str, rest: &str) -> String {
    SELECT.replacen("AT", walk, 1) + rest
}

pub(super) fn mailbox(row: &Row<'_>) -> rusqlite::Result<Mailbox> {
    Ok(Mailbox {
        no: row.get(0)?,
        guid: guid(row, 1)?,
        name: row.get(2)?,
        alias: row.get(3)?,
        user_principal_name: row.get(4)?,
        smtp_address: row.get(5)?,
        display_name: row.get(6)?,
        recipient_type: row.get(7)?,
        policy_no: row.get(8)?,
        created: row.get(9)?,
        changed: row.get(10)?,
        held: row.get(11)?,
        removed: match row.get::<_, Option<i64>>(12)? {
            Some(_) => Some(Removed { how: word(row, 12)?, at: row.get(13)? }),
            None => None,
        },
    })
}

pub(super) fn status(row: &Row<'_>) -> rusqlite::Result<MailboxStatus> {
    Ok(MailboxStatus {
        mailbox: mailbox(row)?,
        wrapped_by: row.get(14)?,
        generation: row.get(15)?,
        items: natural(row, 16)?,
        bytes: natural(row, 17)?,
    })
}

pub(super) fn by_no(session: &Session<'_>, no: i64) -> Result<Option<MailboxStatus>> {
    session.one_authentic(&select("NOT INDEXED", "WHERE m.no = ?1"), [no], status)
}

/// Mailboxes and their scopes alone, without their keys.
macro_rules! select_bare {
    ($walk:literal, $rest:literal) => {
        concat!(
            "SELECT m.no, s.guid, s.name, m.alias, m.user_principal_name, m.smtp_address, m.display_name, m.recipient_type, m.policy_no,
             s.created, m.changed, m.held, r.how, r.at, m.record, m.code FROM mailbox m ",
            $walk,
            " CROSS JOIN scope s ON s.no = m.no LEFT JOIN removed_mailbox r ON r.no = m.no ",
            $rest
        )
    };
    ($rest:literal) => {
        select_bare!("", $rest)
    };
}

/// As [`select`], without keys: the columns of [`mailbox`].
pub(super) fn select_without_keys(walk: &str, rest: &str) -> String {
    select_bare!("AT", "").replacen("AT", walk, 1) + rest
}

/// Looks at each mailbox by itself.
pub(super) fn each(
    session: &Session<'_>,
    look: &mut dyn FnMut(std::result::Result<(), String>),
) -> Result<()> {
    session.each(select_bare!("ORDER BY m.no"), mailbox, look)
}

/// Gives every mailbox its code, as it is.
pub(super) fn bind(session: &Session<'_>, record: i64) -> Result<()> {
    let mut after = 0;
    loop {
        let page = session.many(
            select_bare!("WHERE m.no > ?1 ORDER BY m.no LIMIT 1000"),
            [after],
            mailbox,
        )?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.no;
        rebind(
            session,
            &page,
            record,
            "UPDATE mailbox SET record = ?1, code = ?2 WHERE no = ?3",
            |row| row.no,
        )?;
    }
}

/// Whether a mailbox has this name in a field that identifies it.
fn bears(mailbox: &Mailbox, identity: &str) -> bool {
    let key = name_key(identity);
    Uuid::try_parse(identity.trim()).is_ok_and(|guid| guid == mailbox.guid)
        || [&mailbox.name, &mailbox.alias, &mailbox.user_principal_name, &mailbox.smtp_address]
            .into_iter()
            .any(|name| name_key(name) == key)
}

fn scope(mailbox: &Mailbox) -> Scope {
    Scope {
        no: mailbox.no,
        guid: mailbox.guid,
        kind: ScopeKind::Mailbox,
        name: mailbox.name.clone(),
        created: mailbox.created,
    }
}

static INSERT: LazyLock<Insert> = LazyLock::new(|| {
    let head = "INSERT INTO mailbox (no, alias, user_principal_name, smtp_address, display_name, recipient_type, policy_no, changed, record, code)";
    Insert::new(head, 10)
});

/// Counts who carries a mailbox policy.
fn carry(session: &Session<'_>, policy_no: Option<i64>, more: i64) -> Result<()> {
    match policy_no {
        Some(policy) => session.run_one(
            "UPDATE policy SET mailboxes = mailboxes + ?2 WHERE no = ?1",
            [policy, more],
            "policy",
            policy,
        ),
        None => Ok(()),
    }
}

/// The mailboxes that this is a name of, of those in use or of those that were removed.
fn by_identity(
    session: &Session<'_>,
    identity: &str,
    find: fn(&Session<'_>, &str) -> Result<Vec<i64>>,
    removed: bool,
) -> Result<Vec<MailboxStatus>> {
    let mut numbers: Vec<i64> = match Uuid::try_parse(identity.trim()) {
        Ok(guid) => session.many(
            "SELECT no FROM scope WHERE guid = ?1 AND kind = 0",
            [guid.as_bytes()],
            |row| row.get(0),
        )?,
        Err(_) => Vec::new(),
    };
    for no in find(session, identity)? {
        if !numbers.contains(&no) {
            numbers.push(no);
        }
    }
    let mut all = Vec::with_capacity(numbers.len());
    for no in numbers {
        let Some(found) = by_no(session, no)? else { continue };
        if found.mailbox.removed.is_some() != removed {
            continue; // Of those that its GUID names.
        }
        // What names are found by is not authenticated; the mailbox that it leads to is.
        if !bears(&found.mailbox, identity) {
            return Err(session.misled(identity, &found.mailbox.name));
        }
        all.push(found);
    }
    Ok(all)
}

impl ReadMailboxes for Session<'_> {
    fn recorded_mailboxes(&mut self, after: i64, limit: u32) -> Result<Vec<Recorded<Mailbox>>> {
        let limit = limit.min(PAGE);
        self.many_recorded(
            select_bare!("WHERE m.no > ?1 ORDER BY m.no"),
            [after],
            limit,
            mailbox,
            |_| true,
        )
    }

    fn mailbox(&mut self, no: i64) -> Result<Option<MailboxStatus>> {
        by_no(self, no)
    }

    fn check_new_mailbox(&mut self, mailbox: &Mailbox) -> Result<()> {
        let all = names(mailbox);
        // Most names of a mailbox are alike, and nobody has them.
        let distinct: BTreeSet<&str> = all.iter().map(|(_, name)| *name).collect();
        for name in distinct {
            if !identity::find_mailboxes(self, name)?.is_empty() {
                return all
                    .into_iter()
                    .try_for_each(|(field, name)| identity::check_free(self, field, name));
            }
        }
        Ok(())
    }

    fn mailboxes_by_identity(&mut self, identity: &str) -> Result<Vec<MailboxStatus>> {
        by_identity(self, identity, identity::find_mailboxes, false)
    }

    fn removed_mailboxes_by_identity(&mut self, identity: &str) -> Result<Vec<MailboxStatus>> {
        by_identity(self, identity, identity::find_removed, true)
    }

    fn mailboxes_of_users(&mut self, beginnings: &[String]) -> Result<Vec<MailboxStatus>> {
        let keys: Vec<String> = beginnings.iter().map(|beginning| name_key(beginning)).collect();
        let numbers = identity::find_users(self, &keys)?;
        let mut all = Vec::with_capacity(numbers.len());
        for no in numbers {
            let Some(found) = by_no(self, no)? else { continue };
            // What names are found by is not authenticated; the mailbox that it leads to is.
            let own = name_key(&found.mailbox.user_principal_name);
            if !keys.iter().any(|key| own.starts_with(key.as_str())) {
                return Err(self.misled(&own, &found.mailbox.name));
            }
            all.push(found);
        }
        Ok(all)
    }

    fn mailboxes(&mut self, query: &MailboxQuery) -> Result<Vec<MailboxStatus>> {
        listing::page(self, query, query.limit.min(PAGE))
    }

    fn mailboxes_that(
        &mut self,
        query: &MailboxQuery,
        fits: &dyn Fn(&Mailbox) -> bool,
    ) -> Result<(Vec<MailboxStatus>, Option<i64>)> {
        listing::stretch(self, query, query.limit.min(PAGE), fits)
    }

    fn mailboxes_removed_between(
        &mut self,
        times: &Range<i64>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<i64>> {
        let sql = "SELECT no FROM removed_mailbox WHERE at >= ?1 AND at < ?2 AND how <> ?3 AND no > ?4 ORDER BY no LIMIT ?5";
        let held = Removal::Inactive.number();
        let given = params![times.start, times.end, held, after, limit];
        self.many(sql, given, |row| row.get(0))
    }

    fn count_mailboxes(&mut self, policy_no: Option<i64>) -> Result<u64> {
        match policy_no {
            Some(policy) => self.number("SELECT mailboxes FROM policy WHERE no = ?1", [policy]),
            None => {
                self.settle_counts()?;
                self.number("SELECT value FROM mailbox_count WHERE no = 1", [])
            }
        }
    }
}

/// Sees to it that a mailbox is found by its names, or not while it is removed.
fn rename(session: &Session<'_>, before: &Mailbox, mailbox: &Mailbox) -> Result<()> {
    match (before.removed.is_some(), mailbox.removed.is_some()) {
        (false, false) => {
            for ((field, old), (_, new)) in names(before).into_iter().zip(names(mailbox)) {
                identity::replace(session, field, old, new, mailbox.no)?;
            }
        }
        (true, false) => identity::reclaim(session, before, mailbox)?,
        (false, true) => identity::release(session, before)?,
        (true, true) => {}
    }
    if before.name == mailbox.name {
        return Ok(());
    }
    scopes::set_name(session, mailbox.no, &mailbox.name)
}

/// Notes whether and how a mailbox is removed, and counts it, its keys and who carries its policy
/// accordingly.
fn recount(session: &Session<'_>, before: &Mailbox, mailbox: &Mailbox) -> Result<()> {
    let carries = |of: &Mailbox| of.policy_no.filter(|_| of.removed.is_none());
    if carries(before) != carries(mailbox) {
        carry(session, carries(before), -1)?;
        carry(session, carries(mailbox), 1)?;
    }
    if before.removed == mailbox.removed {
        return Ok(());
    }
    let in_use = |of: &Mailbox| i64::from(of.removed.is_none());
    session.add_mailboxes(in_use(mailbox).saturating_sub(in_use(before)));
    if let Some(Removed { how, .. }) = before.removed {
        session.count_removed(mailbox.no, how, -1)?;
        session.run("DELETE FROM removed_mailbox WHERE no = ?1", [mailbox.no])?;
    }
    if let Some(Removed { how, at }) = mailbox.removed {
        let sql = "INSERT INTO removed_mailbox (no, how, at) VALUES (?1, ?2, ?3)";
        session.run(sql, params![mailbox.no, how.number(), at])?;
        session.count_removed(mailbox.no, how, 1)?;
    }
    Ok(())
}

impl WriteMailboxes for Session<'_> {
    fn insert_mailboxes(&mut self, mailboxes: &mut [Mailbox]) -> std::result::Result<(), Refused> {
        let at_first = |error| Refused { at: 0, error };
        let (first, record) =
            (scopes::next_no(self).map_err(at_first)?, self.record().map_err(at_first)?);
        for (mailbox, no) in mailboxes.iter_mut().zip(first..) {
            mailbox.no = no;
        }
        let scopes: Vec<Scope> = mailboxes.iter().map(scope).collect();
        scopes::insert_unnamed(self, &scopes)?;
        identity::add_all(self, mailboxes)?;
        self.insert_all(
            &INSERT,
            mailboxes,
            |mailbox, values| {
                values.put(mailbox.no)?.put(&mailbox.alias)?.put(&mailbox.user_principal_name)?;
                values.put(&mailbox.smtp_address)?.put(&mailbox.display_name)?;
                values
                    .put(&mailbox.recipient_type)?
                    .put(mailbox.policy_no)?
                    .put(mailbox.changed)?;
                values.put(record)?.put(self.rows.code(mailbox, record))?;
                Ok(())
            },
            "mailbox",
            |mailbox| mailbox.name.clone(),
        )?;
        self.add_mailboxes(i64::try_from(mailboxes.len()).unwrap_or(i64::MAX));
        for (at, mailbox) in mailboxes.iter().enumerate() {
            carry(self, mailbox.policy_no, 1).map_err(|error| Refused { at, error })?;
        }
        Ok(())
    }

    fn update_mailbox(&mut self, mailbox: &Mailbox) -> Result<()> {
        let Some(before) = by_no(self, mailbox.no)?.map(|status| status.mailbox) else {
            return Err(self.missing("mailbox", &mailbox.name));
        };
        rename(self, &before, mailbox)?;
        recount(self, &before, mailbox)?;
        let record = self.record()?;
        self.run_one(
            "UPDATE mailbox SET alias = ?2, user_principal_name = ?3, smtp_address = ?4, display_name = ?5, recipient_type = ?6, policy_no = ?7,
             changed = ?8, held = ?9, record = ?10, code = ?11 WHERE no = ?1",
            params![
                mailbox.no,
                mailbox.alias,
                mailbox.user_principal_name,
                mailbox.smtp_address,
                mailbox.display_name,
                mailbox.recipient_type,
                mailbox.policy_no,
                mailbox.changed,
                mailbox.held,
                record,
                self.rows.code(mailbox, record)
            ],
            "mailbox",
            &mailbox.name,
        )
    }

    fn destroy_mailbox(&mut self, no: i64) -> Result<()> {
        let found = by_no(self, no)?.ok_or_else(|| self.missing("mailbox", &no))?;
        let name = &found.mailbox.name;
        let removed = match found.mailbox.removed {
            Some(removed) if found.items == 0 => removed,
            _ => return Err(needed(name)),
        };
        // The change has to be recorded, though no row is left to carry the record's number.
        self.record()?;
        for wrap in self.scope_wraps(no)? {
            self.add_wraps(Place::from(&wrap), wrap.kind, -1, 0);
        }
        self.count_removed(no, removed.how, -1)?;
        identity::forget_removed(self, &found.mailbox)?;
        // Zeros of the same length first, in place; secure_delete then clears what the row leaves.
        for sql in [
            "UPDATE scope_wrap SET wrap = zeroblob(length(wrap)) WHERE scope_no = ?1",
            "DELETE FROM scope_wrap WHERE scope_no = ?1",
            "DELETE FROM job_failure WHERE scope_no = ?1",
            "DELETE FROM pending_scope WHERE scope_no = ?1",
            "DELETE FROM removed_mailbox WHERE no = ?1",
            "DELETE FROM mailbox WHERE no = ?1",
        ] {
            self.run(sql, [no])?;
        }
        self.run_one("DELETE FROM scope WHERE no = ?1", [no], "scope", no)
    }
}

fn needed(name: &str) -> StoreError {
    StoreError::new(
        StoreErrorKind::Conflict,
        name,
        format!("The mailbox '{name}' is in use or holds items, and cannot be destroyed."),
        "Remove the mailbox first.",
    )
}
