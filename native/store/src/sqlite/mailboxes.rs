//! Mailboxes and mail users.

use std::collections::BTreeSet;

use rusqlite::{Row, params};
use uuid::Uuid;

use super::authentic::rebind;
use super::identity::{self, Field};
use super::session::{PAGE, Session, guid, natural};
use super::{listing, scopes};
use crate::error::StoreError;
use crate::model::{Mailbox, MailboxQuery, MailboxStatus, Recorded, Scope, ScopeKind};
use crate::names::name_key;
use crate::state::{ReadMailboxes, WriteMailboxes};

type Result<T> = std::result::Result<T, StoreError>;

/// Columns of [`status`]. The newest key of the scope stands for the mailbox's; `AT` is replaced by
/// how the mailbox's table is walked.
const SELECT: &str = "SELECT m.no, s.guid, s.name, m.alias, m.user_principal_name, m.smtp_address, m.display_name, m.recipient_type,
    m.policy_no, s.created, m.changed, coalesce(w.policy_no, 0), coalesce(w.generation, 0), s.items, s.bytes, m.record, m.code
    FROM mailbox m AT CROSS JOIN scope s ON s.no = m.no
    LEFT JOIN scope_wrap w ON w.scope_no = m.no AND w.version = (SELECT max(v.version) FROM scope_wrap v WHERE v.scope_no = m.no) ";

/// The statement that reads mailboxes, walking their table as `walk` says, with the rest of the
/// statement.
pub(super) fn select(walk: &str, rest: &str) -> String {
    SELECT.replacen("AT", walk, 1) + rest
}

fn mailbox(row: &Row<'_>) -> rusqlite::Result<Mailbox> {
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
    })
}

pub(super) fn status(row: &Row<'_>) -> rusqlite::Result<MailboxStatus> {
    Ok(MailboxStatus {
        mailbox: mailbox(row)?,
        wrapped_by: row.get(11)?,
        generation: row.get(12)?,
        items: natural(row, 13)?,
        bytes: natural(row, 14)?,
    })
}

pub(super) fn by_no(session: &Session<'_>, no: i64) -> Result<Option<MailboxStatus>> {
    session.one_authentic(&select("NOT INDEXED", "WHERE m.no = ?1"), [no], status)
}

/// Mailboxes and their scopes alone, without their keys.
macro_rules! select_bare {
    ($rest:literal) => {
        concat!(
            "SELECT m.no, s.guid, s.name, m.alias, m.user_principal_name, m.smtp_address, m.display_name, m.recipient_type, m.policy_no,
             s.created, m.changed, m.record, m.code FROM mailbox m CROSS JOIN scope s ON s.no = m.no ",
            $rest
        )
    };
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

/// The names of a mailbox besides its own, which is its scope's.
fn names(mailbox: &Mailbox) -> [(Field, &str); 4] {
    [
        (Field::Alias, &mailbox.alias),
        (Field::UserPrincipalName, &mailbox.user_principal_name),
        (Field::SmtpAddress, &mailbox.smtp_address),
        (Field::DisplayName, &mailbox.display_name),
    ]
}

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
        let all = [(Field::MailboxName, mailbox.name.as_str())].into_iter().chain(names(mailbox));
        // Most names of a mailbox are alike, and nobody has them.
        let distinct: BTreeSet<&str> = all.clone().map(|(_, name)| name).collect();
        for name in distinct {
            if identity::find_mailbox(self, name)?.is_some() {
                return all
                    .clone()
                    .try_for_each(|(field, name)| identity::check_free(self, field, name));
            }
        }
        Ok(())
    }

    fn mailbox_by_identity(&mut self, identity: &str) -> Result<Option<MailboxStatus>> {
        let by_guid = match Uuid::try_parse(identity.trim()) {
            Ok(guid) => self.one(
                "SELECT no FROM scope WHERE guid = ?1 AND kind = 0",
                [guid.as_bytes()],
                |row| row.get(0),
            )?,
            Err(_) => None,
        };
        let no = match by_guid {
            Some(no) => Some(no),
            None => identity::find_mailbox(self, identity)?,
        };
        let Some(found) = no.map_or(Ok(None), |no| by_no(self, no))? else { return Ok(None) };
        // What names are found by is not authenticated; the mailbox that it leads to is.
        if bears(&found.mailbox, identity) {
            Ok(Some(found))
        } else {
            Err(self.misled(identity, &found.mailbox.name))
        }
    }

    fn mailboxes(&mut self, query: &MailboxQuery) -> Result<Vec<MailboxStatus>> {
        listing::page(self, query, query.limit.min(PAGE))
    }

    fn count_mailboxes(&mut self, policy_no: Option<i64>) -> Result<u64> {
        match policy_no {
            Some(policy) => self.number("SELECT mailboxes FROM policy WHERE no = ?1", [policy]),
            None => self.number("SELECT value FROM mailbox_count WHERE no = 1", []),
        }
    }
}

impl WriteMailboxes for Session<'_> {
    fn insert_mailbox(&mut self, mailbox: &Mailbox) -> Result<i64> {
        let scope = Scope {
            no: 0,
            guid: mailbox.guid,
            kind: ScopeKind::Mailbox,
            name: mailbox.name.clone(),
            created: mailbox.created,
        };
        let no = scopes::insert(self, &scope)?;
        for (field, name) in names(mailbox) {
            identity::add(self, field, name, no)?;
        }
        let record = self.record()?;
        let code = self.rows.code(&Mailbox { no, ..mailbox.clone() }, record);
        self.insert(
            "INSERT INTO mailbox (no, alias, user_principal_name, smtp_address, display_name, recipient_type, policy_no, changed, record, code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                no,
                mailbox.alias,
                mailbox.user_principal_name,
                mailbox.smtp_address,
                mailbox.display_name,
                mailbox.recipient_type,
                mailbox.policy_no,
                mailbox.changed,
                record,
                code
            ],
            "mailbox",
            &mailbox.name,
        )?;
        self.run("UPDATE mailbox_count SET value = value + 1 WHERE no = 1", [])?;
        carry(self, mailbox.policy_no, 1)?;
        Ok(no)
    }

    fn update_mailbox(&mut self, mailbox: &Mailbox) -> Result<()> {
        let before = by_no(self, mailbox.no)?.map(|status| status.mailbox);
        let scope = scopes::by_no(self, mailbox.no)?;
        let (Some(before), Some(scope)) = (before, scope) else {
            return Err(self.missing("mailbox", &mailbox.name));
        };
        if before.name != mailbox.name {
            scopes::rename(self, &scope, &mailbox.name)?;
        }
        for ((field, old), (_, new)) in names(&before).into_iter().zip(names(mailbox)) {
            identity::replace(self, field, old, new, mailbox.no)?;
        }
        if before.policy_no != mailbox.policy_no {
            carry(self, before.policy_no, -1)?;
            carry(self, mailbox.policy_no, 1)?;
        }
        let record = self.record()?;
        self.run_one(
            "UPDATE mailbox SET alias = ?2, user_principal_name = ?3, smtp_address = ?4, display_name = ?5, recipient_type = ?6, policy_no = ?7,
             changed = ?8, record = ?9, code = ?10 WHERE no = ?1",
            params![
                mailbox.no,
                mailbox.alias,
                mailbox.user_principal_name,
                mailbox.smtp_address,
                mailbox.display_name,
                mailbox.recipient_type,
                mailbox.policy_no,
                mailbox.changed,
                record,
                self.rows.code(mailbox, record)
            ],
            "mailbox",
            &mailbox.name,
        )
    }
}
