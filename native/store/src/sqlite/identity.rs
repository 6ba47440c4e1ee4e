//! What scopes and mailboxes are found by: their names in one table, each by its normalised key.

use rusqlite::params;

use super::session::{Session, taken};
use crate::error::StoreError;
use crate::model::ScopeKind;
use crate::names::name_key;

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
        }
    }

    /// The field that holds the name of a scope of this kind.
    pub(super) const fn of_scope(kind: ScopeKind) -> Self {
        match kind {
            ScopeKind::Mailbox => Self::MailboxName,
            ScopeKind::Workload => Self::WorkloadName,
            ScopeKind::Application => Self::ApplicationName,
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

/// The scope that has this name in this field.
pub(super) fn find(session: &Session<'_>, field: Field, name: &str) -> Result<Option<i64>> {
    let sql = "SELECT scope_no FROM identity WHERE key = ?1 AND field = ?2 AND tie = 0";
    session.one(sql, params![name_key(name), field.number()], |row| row.get(0))
}

/// The mailbox that has this name in any unique field, the first such field deciding.
pub(super) fn find_mailbox(session: &Session<'_>, name: &str) -> Result<Option<i64>> {
    let sql = "SELECT scope_no FROM identity WHERE key = ?1 AND field < ?2 ORDER BY field LIMIT 1";
    session.one(sql, params![name_key(name), Field::DisplayName.number()], |row| row.get(0))
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
