//! Mailboxes and mail users.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::identity::{self, Field};
use super::scopes;
use super::session::{Session, guid, natural};
use crate::error::StoreError;
use crate::model::{Mailbox, MailboxStatus, Scope, ScopeKind};

type Result<T> = std::result::Result<T, StoreError>;

/// Columns of [`status`]. The newest key of the scope stands for the mailbox's; `AT` is replaced by how the mailbox's table is walked.
const SELECT: &str = "SELECT m.no, s.guid, s.name, m.alias, m.user_principal_name, m.smtp_address, m.display_name, m.recipient_type,
    m.policy_no, s.created, m.changed, coalesce(w.policy_no, 0), coalesce(w.generation, 0), s.items, s.bytes
    FROM mailbox m AT CROSS JOIN scope s ON s.no = m.no
    LEFT JOIN scope_wrap w ON w.scope_no = m.no AND w.version = (SELECT max(v.version) FROM scope_wrap v WHERE v.scope_no = m.no) ";

/// The statement that reads mailboxes, walking their table as `walk` says, with the rest of the statement.
pub(super) fn select(walk: &str, rest: &str) -> String {
    SELECT.replacen("AT", walk, 1) + rest
}

pub(super) fn status(row: &Row<'_>) -> rusqlite::Result<MailboxStatus> {
    let mailbox = Mailbox {
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
    };
    Ok(MailboxStatus {
        mailbox,
        wrapped_by: row.get(11)?,
        generation: row.get(12)?,
        items: natural(row, 13)?,
        bytes: natural(row, 14)?,
    })
}

pub(super) fn by_no(session: &Session<'_>, no: i64) -> Result<Option<MailboxStatus>> {
    session.one(&select("NOT INDEXED", "WHERE m.no = ?1"), [no], status)
}

pub(super) fn by_identity(session: &Session<'_>, identity: &str) -> Result<Option<MailboxStatus>> {
    let by_guid = match Uuid::try_parse(identity.trim()) {
        Ok(guid) => session.one("SELECT no FROM scope WHERE guid = ?1 AND kind = 0", [guid.as_bytes()], |row| row.get(0))?,
        Err(_) => None,
    };
    let no = match by_guid {
        Some(no) => Some(no),
        None => identity::find_mailbox(session, identity)?,
    };
    no.map_or(Ok(None), |no| by_no(session, no))
}

pub(super) fn count(session: &Session<'_>, policy_no: Option<i64>) -> Result<u64> {
    match policy_no {
        Some(policy) => session.number("SELECT mailboxes FROM policy WHERE no = ?1", [policy]),
        None => session.number("SELECT value FROM mailbox_count WHERE no = 1", []),
    }
}

/// The names of a mailbox besides its own, which is its scope's.
fn names(mailbox: &Mailbox) -> [(Field, &str); 4] {
    [
        (Field::Alias, &mailbox.alias),
        (Field::UserPrincipalName, &mailbox.user_principal_name),
        (Field::SmtpAddress, &mailbox.smtp_address),
        (Field::DisplayName, &mailbox.display_name),
    ]
}

pub(super) fn insert(session: &Session<'_>, mailbox: &Mailbox) -> Result<i64> {
    let scope =
        Scope { no: 0, guid: mailbox.guid, kind: ScopeKind::Mailbox, name: mailbox.name.clone(), created: mailbox.created };
    let no = scopes::insert(session, &scope)?;
    for (field, name) in names(mailbox) {
        identity::add(session, field, name, no)?;
    }
    session.insert(
        "INSERT INTO mailbox (no, alias, user_principal_name, smtp_address, display_name, recipient_type, policy_no, changed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            no,
            mailbox.alias,
            mailbox.user_principal_name,
            mailbox.smtp_address,
            mailbox.display_name,
            mailbox.recipient_type,
            mailbox.policy_no,
            mailbox.changed
        ],
        "mailbox",
        &mailbox.name,
    )?;
    session.run("UPDATE mailbox_count SET value = value + 1 WHERE no = 1", [])?;
    carry(session, mailbox.policy_no, 1)?;
    Ok(no)
}

pub(super) fn update(session: &Session<'_>, mailbox: &Mailbox) -> Result<()> {
    let before = by_no(session, mailbox.no)?.map(|status| status.mailbox);
    let scope = scopes::by_no(session, mailbox.no)?;
    let (Some(before), Some(scope)) = (before, scope) else { return Err(session.missing("mailbox", &mailbox.name)) };
    if before.name != mailbox.name {
        scopes::rename(session, &scope, &mailbox.name)?;
    }
    for ((field, old), (_, new)) in names(&before).into_iter().zip(names(mailbox)) {
        identity::replace(session, field, old, new, mailbox.no)?;
    }
    if before.policy_no != mailbox.policy_no {
        carry(session, before.policy_no, -1)?;
        carry(session, mailbox.policy_no, 1)?;
    }
    session.run_one(
        "UPDATE mailbox SET alias = ?2, user_principal_name = ?3, smtp_address = ?4, display_name = ?5, recipient_type = ?6, policy_no = ?7,
         changed = ?8 WHERE no = ?1",
        params![
            mailbox.no,
            mailbox.alias,
            mailbox.user_principal_name,
            mailbox.smtp_address,
            mailbox.display_name,
            mailbox.recipient_type,
            mailbox.policy_no,
            mailbox.changed
        ],
        "mailbox",
        &mailbox.name,
    )
}

/// Counts who carries a mailbox policy.
fn carry(session: &Session<'_>, policy_no: Option<i64>, more: i64) -> Result<()> {
    match policy_no {
        Some(policy) => {
            session.run_one("UPDATE policy SET mailboxes = mailboxes + ?2 WHERE no = ?1", [policy, more], "policy", policy)
        }
        None => Ok(()),
    }
}
