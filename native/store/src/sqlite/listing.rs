//! Listings of mailboxes, page by page.

use rusqlite::{ToSql, params};

use super::authentic::bare;
use super::identity::Field;
use super::mailboxes::{select, status};
use super::session::Session;
use crate::error::StoreError;
use crate::model::{Mailbox, MailboxQuery, MailboxStatus};
use crate::names::name_key;

type Result<T> = std::result::Result<T, StoreError>;

/// With more matches of a beginning than this, walking over the mailboxes takes less time than
/// sorting the matches for each page.
const MANY_MATCHES: u32 = 20_000;

/// A page of the mailboxes that meet all conditions.
pub(super) fn page(
    session: &Session<'_>,
    query: &MailboxQuery,
    limit: u32,
) -> Result<Vec<MailboxStatus>> {
    let beginning = query.begins_with.as_deref().map(name_key).filter(|key| !key.is_empty());
    match beginning {
        None => narrow(session, query, None, limit),
        Some(key) if matches(session, &key)? <= u64::from(MANY_MATCHES) => {
            narrow(session, query, Some(&key), limit)
        }
        Some(key) => walk(session, query, &key, limit),
    }
}

/// The first key that no longer begins with `key`, for all characters that names have.
fn end_of(key: &str) -> String {
    format!("{key}\u{10FFFF}")
}

fn matches(session: &Session<'_>, key: &str) -> Result<u64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM identity WHERE key >= ?1 AND key < ?2 AND field <= ?3 LIMIT ?4)";
    session.number(sql, params![key, end_of(key), Field::DisplayName.number(), MANY_MATCHES + 1])
}

/// The statement for all conditions that the database can check, and its values.
struct Statement {
    conditions: String,
    values: Vec<Box<dyn ToSql>>,
}

impl Statement {
    fn new(query: &MailboxQuery) -> Self {
        let mut statement =
            Self { conditions: "WHERE m.no > ?1".to_owned(), values: vec![Box::new(query.after)] };
        if let Some(policy) = query.policy_no {
            statement.add(" AND m.policy_no = ", policy);
        }
        let mut types: Vec<String> =
            query.recipient_types.iter().map(|name| name_key(name)).collect();
        types.sort();
        types.dedup();
        // There are no more than a handful; with more the text would no longer be one of a few
        // prepared statements.
        types.truncate(8);
        let mut before = " AND m.recipient_type IN (";
        for name in &types {
            statement.add(before, name.clone());
            before = ", ";
        }
        if !types.is_empty() {
            statement.conditions.push(')');
        }
        statement
    }

    fn add(&mut self, text: &str, value: impl ToSql + 'static) {
        self.values.push(Box::new(value));
        self.conditions.push_str(text);
        self.conditions.push('?');
        self.conditions.push_str(&self.values.len().to_string());
    }

    fn values(&self) -> impl rusqlite::Params + '_ {
        rusqlite::params_from_iter(self.values.iter())
    }
}

/// Reads only rows that an index names.
fn narrow(
    session: &Session<'_>,
    query: &MailboxQuery,
    beginning: Option<&str>,
    limit: u32,
) -> Result<Vec<MailboxStatus>> {
    let mut statement = Statement::new(query);
    if let Some(key) = beginning {
        statement.add(
            " AND m.no IN (SELECT scope_no FROM identity WHERE field <= 5 AND key >= ",
            key.to_owned(),
        );
        statement.add(" AND key < ", end_of(key));
        statement.conditions.push(')');
    }
    statement.add(" ORDER BY m.no LIMIT ", limit);
    let walk = match (beginning, query.policy_no, query.recipient_types.len()) {
        (None, Some(_), _) => "INDEXED BY mailbox_by_policy",
        (None, None, 1) => "INDEXED BY mailbox_by_type",
        _ => "NOT INDEXED",
    };
    session.many_authentic(&select(walk, &statement.conditions), statement.values(), status)
}

/// Reads mailboxes one after the other until the page is full.
fn walk(
    session: &Session<'_>,
    query: &MailboxQuery,
    key: &str,
    limit: u32,
) -> Result<Vec<MailboxStatus>> {
    let mut statement = Statement::new(query);
    statement.conditions.push_str(" ORDER BY m.no");
    let sql = select("NOT INDEXED", &statement.conditions);
    Ok(bare(
        session.many_recorded(&sql, statement.values(), limit, status, |row| {
            begins(&row.mailbox, key)
        })?,
    ))
}

fn begins(mailbox: &Mailbox, key: &str) -> bool {
    [
        &mailbox.name,
        &mailbox.alias,
        &mailbox.user_principal_name,
        &mailbox.smtp_address,
        &mailbox.display_name,
    ]
    .into_iter()
    .any(|name| name_key(name).starts_with(key))
}
