//! What scopes and mailboxes are found by: their names in one table, each by its normalised key.

use std::sync::LazyLock;

use rusqlite::params;

use super::listing::end_of;
use super::rows::Insert;
use super::session::{Session, taken};
use crate::error::StoreError;
use crate::model::{Mailbox, ScopeKind};
use crate::names::name_key;
use crate::state::Refused;

type Result<T> = std::result::Result<T, StoreError>;

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    MailboxName,
    Alias,
    UserPrincipalName,
    SmtpAddress,
    DisplayName,
    WorkloadName,
    ApplicationName,
    SiteUrl,
}

impl Field {
    /// Its number in the database.
    pub(super) const fn number(self) -> u8 {
        match self {
            Self::MailboxName => 1,
            Self::Alias => 2,
            Self::UserPrincipalName => 3,
            Self::SmtpAddress => 4,
            Self::DisplayName => 5,
            Self::WorkloadName => 11,
            Self::ApplicationName => 12,
            Self::SiteUrl => 13,
        }
    }

    /// The field that holds the name of a scope of this kind.
    pub(super) const fn of_scope(kind: ScopeKind) -> Self {
        match kind {
            ScopeKind::Mailbox => Self::MailboxName,
            ScopeKind::Workload => Self::WorkloadName,
            ScopeKind::Application => Self::ApplicationName,
            ScopeKind::Site => Self::SiteUrl,
        }
    }

    const fn described(self) -> &'static str {
        match self {
            Self::MailboxName => "name",
            Self::Alias => "alias",
            Self::UserPrincipalName => "user principal name",
            Self::SmtpAddress => "SMTP address",
            Self::DisplayName => "display name",
            Self::WorkloadName => "workload",
            Self::ApplicationName => "application scope",
            Self::SiteUrl => "site",
        }
    }

    /// 0 where a name is unique within its field.
    const fn tie(self, scope_no: i64) -> i64 {
        match self {
            Self::DisplayName => scope_no,
            _ => 0,
        }
    }
}

/// Added to a field's number for the names of removed mailboxes: they are nobody's there, and others
/// may have them.
const OF_REMOVED: u8 = 20;

/// The scope that has this name in this field.
pub(super) fn find(session: &Session<'_>, field: Field, name: &str) -> Result<Option<i64>> {
    let sql = "SELECT scope_no FROM identity WHERE key = ?1 AND field = ?2 AND tie = 0";
    session.one(sql, params![name_key(name), field.number()], |row| row.get(0))
}

/// The mailboxes that have this name in a unique field, in the order of the fields; one comes once
/// for each.
pub(super) fn find_mailboxes(session: &Session<'_>, name: &str) -> Result<Vec<i64>> {
    let sql = "SELECT scope_no FROM identity WHERE key = ?1 AND field < ?2 ORDER BY field";
    session.many(sql, params![name_key(name), Field::DisplayName.number()], |row| row.get(0))
}

/// The mailboxes in use whose user principal name begins like one of these keys, in the order of their
/// making. Asked of many at once: a thousand are made at a time.
pub(super) fn find_users(session: &Session<'_>, keys: &[String]) -> Result<Vec<i64>> {
    let sql = "SELECT DISTINCT own.scope_no FROM json_each(?1) AS wanted CROSS JOIN identity AS own ON own.key >= wanted.value AND own.key < wanted.value || ?2 AND own.field = ?3 ORDER BY own.scope_no";
    let wanted = serde_json::Value::from(keys.to_vec()).to_string();
    let field = Field::UserPrincipalName.number();
    session.many(sql, params![wanted, end_of(""), field], |row| row.get(0))
}

/// The removed mailboxes that have this name in a unique field; one comes once for each.
pub(super) fn find_removed(session: &Session<'_>, name: &str) -> Result<Vec<i64>> {
    let sql =
        "SELECT scope_no FROM identity WHERE key = ?1 AND field BETWEEN ?2 AND ?3 ORDER BY field";
    let of = |field: Field| field.number().saturating_add(OF_REMOVED);
    let between = params![name_key(name), of(Field::MailboxName), of(Field::SmtpAddress)];
    session.many(sql, between, |row| row.get(0))
}

/// Gives a mailbox's names up: from now on others may have them.
pub(super) fn release(session: &Session<'_>, mailbox: &Mailbox) -> Result<()> {
    for (field, name) in names(mailbox) {
        session.run(
            "UPDATE identity SET field = field + ?4, tie = scope_no WHERE key = ?1 AND field = ?2 AND tie = ?3",
            params![name_key(name), field.number(), field.tie(mailbox.no), OF_REMOVED],
        )?;
    }
    Ok(())
}

/// Gives a mailbox its names again, as far as nobody has them by now; it has been known by those of
/// `before`.
pub(super) fn reclaim(session: &Session<'_>, before: &Mailbox, mailbox: &Mailbox) -> Result<()> {
    forget_removed(session, before)?;
    names(mailbox).into_iter().try_for_each(|(field, name)| add(session, field, name, mailbox.no))
}

/// Forgets a removed mailbox's names.
pub(super) fn forget_removed(session: &Session<'_>, mailbox: &Mailbox) -> Result<()> {
    for (field, name) in names(mailbox) {
        session.run(
            "DELETE FROM identity WHERE key = ?1 AND field = ?2 + ?4 AND tie = ?3",
            params![name_key(name), field.number(), mailbox.no, OF_REMOVED],
        )?;
    }
    Ok(())
}

/// Forgets a name of a scope that is destroyed.
pub(super) fn forget(session: &Session<'_>, field: Field, name: &str, scope_no: i64) -> Result<()> {
    let sql = "DELETE FROM identity WHERE key = ?1 AND field = ?2 AND scope_no = ?3";
    session.run(sql, params![name_key(name), field.number(), scope_no]).map(drop)
}

/// Whether a name may be added.
pub(super) fn check_free(session: &Session<'_>, field: Field, name: &str) -> Result<()> {
    if name_key(name).is_empty() || field == Field::DisplayName {
        return Ok(());
    }
    find(session, field, name)?.map_or(Ok(()), |_| Err(taken(field.described(), name)))
}

/// Adds a name. An empty one is not kept.
pub(super) fn add(session: &Session<'_>, field: Field, name: &str, scope_no: i64) -> Result<()> {
    let key = name_key(name);
    if key.is_empty() {
        return Ok(());
    }
    let sql = "INSERT OR IGNORE INTO identity (key, field, tie, scope_no) VALUES (?1, ?2, ?3, ?4)";
    match session.run(sql, params![key, field.number(), field.tie(scope_no), scope_no])? {
        0 => Err(taken(field.described(), name)),
        _ => Ok(()),
    }
}

static INSERT: LazyLock<Insert> =
    LazyLock::new(|| Insert::new("INSERT OR IGNORE INTO identity (key, field, tie, scope_no)", 4));

/// A row of the names.
struct Entry<'k> {
    key: &'k str,
    field: Field,
    scope_no: i64,
}

/// Adds the names of new mailboxes, in the order that they have in the table: most of them lie
/// beside one another there. Of two that want the same name, the first gets it.
pub(super) fn add_all(
    session: &Session<'_>,
    mailboxes: &[Mailbox],
) -> std::result::Result<(), Refused> {
    // A mailbox has five names, and most of them are alike.
    let keys: Vec<Vec<(&str, String)>> = mailboxes.iter().map(keys).collect();
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(mailboxes.len().saturating_mul(5));
    for (mailbox, keys) in mailboxes.iter().zip(&keys) {
        for (field, name) in names(mailbox) {
            let key = keys.iter().find(|(known, _)| *known == name);
            let key = key.map(|(_, key)| key.as_str()).filter(|key| !key.is_empty());
            entries.extend(key.map(|key| Entry { key, field, scope_no: mailbox.no }));
        }
    }
    entries.sort_by(|a, b| (a.key, a.field.number()).cmp(&(b.key, b.field.number())));
    let added = session.insert_all(
        &INSERT,
        &entries,
        |entry, values| {
            values.put(entry.key)?.put(entry.field.number())?;
            values.put(entry.field.tie(entry.scope_no))?.put(entry.scope_no)?;
            Ok(())
        },
        "name",
        |entry| entry.key.to_owned(),
    );
    let refused = |at, error| Refused { at, error };
    if added.map_err(|of_entry| refused(0, of_entry.error))? == entries.len() {
        return Ok(());
    }
    for (at, mailbox) in mailboxes.iter().enumerate() {
        for (field, name) in names(mailbox) {
            let owner = find(session, field, name).map_err(|error| refused(at, error))?;
            if owner.is_some_and(|owner| owner != mailbox.no) {
                return Err(refused(at, taken(field.described(), name)));
            }
        }
    }
    Err(refused(0, taken("mailbox", "display name")))
}

/// The different names of a mailbox, each with its key.
fn keys(mailbox: &Mailbox) -> Vec<(&str, String)> {
    let mut known: Vec<(&str, String)> = Vec::with_capacity(2);
    for (_, name) in names(mailbox) {
        if !known.iter().any(|(known, _)| *known == name) {
            known.push((name, name_key(name)));
        }
    }
    known
}

/// The names of a mailbox, its own first.
pub(super) fn names(mailbox: &Mailbox) -> [(Field, &str); 5] {
    [
        (Field::MailboxName, &mailbox.name),
        (Field::Alias, &mailbox.alias),
        (Field::UserPrincipalName, &mailbox.user_principal_name),
        (Field::SmtpAddress, &mailbox.smtp_address),
        (Field::DisplayName, &mailbox.display_name),
    ]
}

/// Replaces a name, if its key changes.
pub(super) fn replace(
    session: &Session<'_>,
    field: Field,
    old: &str,
    new: &str,
    scope_no: i64,
) -> Result<()> {
    if name_key(old) == name_key(new) {
        return Ok(());
    }
    let sql = "DELETE FROM identity WHERE key = ?1 AND field = ?2 AND tie = ?3";
    session.run(sql, params![name_key(old), field.number(), field.tie(scope_no)])?;
    add(session, field, new, scope_no)
}
