//! Listings of mailboxes, page by page.

use std::cell::Cell;

use rusqlite::{ToSql, params};

use super::authentic::bare;
use super::identity::Field;
use super::mailboxes::{by_no, mailbox, select, select_without_keys, status};
use super::session::Session;
use crate::error::StoreError;
use crate::model::{Among, Mailbox, MailboxQuery, MailboxStatus};
use crate::names::name_key;

type Result<T> = std::result::Result<T, StoreError>;

/// With more matches of a beginning than this, walking over the mailboxes takes less time than
/// sorting the matches for each page.
const MANY_MATCHES: u32 = 20_000;

/// Mailboxes that are looked at before the caller may stop.
const STRETCH: u32 = 10_000;

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
pub(super) fn end_of(key: &str) -> String {
    format!("{key}\u{10FFFF}")
}

fn matches(session: &Session<'_>, key: &str) -> Result<u64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM identity WHERE key >= ?1 AND key < ?2 AND field <= ?3 LIMIT ?4)";
    session.number(sql, params![key, end_of(key), Field::DisplayName.number(), MANY_MATCHES + 1])
}

/// Those that are wanted by whether they were removed.
const fn condition(among: Among) -> &'static str {
    match among {
        Among::InUse => " AND r.no IS NULL",
        Among::WithInactive => " AND (r.no IS NULL OR r.how = 2)",
        Among::Inactive => " AND m.no IN (SELECT no FROM removed_mailbox WHERE how = 2)",
        Among::Removed => " AND m.no IN (SELECT no FROM removed_mailbox)",
    }
}

/// The statement for all conditions that the database can check, and its values.
struct Statement {
    conditions: String,
    values: Vec<Box<dyn ToSql>>,
}

impl Statement {
    fn new(query: &MailboxQuery) -> Self {
        let mut statement = Self {
            conditions: format!("WHERE m.no > ?1{}", condition(query.among)),
            values: vec![Box::new(query.after)],
        };
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

/// How the conditions on policy and type are walked in order.
fn index_of(query: &MailboxQuery) -> &'static str {
    match (query.policy_no, query.recipient_types.len()) {
        _ if matches!(query.among, Among::Inactive | Among::Removed) => "NOT INDEXED",
        (Some(_), _) => "INDEXED BY mailbox_by_policy",
        (None, 1) => "INDEXED BY mailbox_by_type",
        _ => "NOT INDEXED",
    }
}

/// Of the next mailboxes those that fit. Whoever waits can be told or stop after each stretch.
pub(super) fn stretch(
    session: &Session<'_>,
    query: &MailboxQuery,
    limit: u32,
    fits: &dyn Fn(&Mailbox) -> bool,
) -> Result<(Vec<MailboxStatus>, Option<i64>)> {
    let mut statement = Statement::new(query);
    statement.add(" ORDER BY m.no LIMIT ", STRETCH);
    let sql = select_without_keys(index_of(query), &statement.conditions);
    let (seen, last) = (Cell::new(0_u32), Cell::new(query.after));
    let found = session.many_recorded(&sql, statement.values(), limit, mailbox, |mailbox| {
        seen.set(seen.get().saturating_add(1));
        last.set(mailbox.no);
        fits(mailbox)
    })?;
    let is_full = u32::try_from(found.len()).is_ok_and(|found| found >= limit);
    let mut fitting = Vec::with_capacity(found.len());
    for mailbox in bare(found) {
        let status = by_no(session, mailbox.no)?;
        fitting.push(status.ok_or_else(|| session.missing("mailbox", &mailbox.name))?);
    }
    Ok((fitting, (is_full || seen.get() >= STRETCH).then_some(last.get())))
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
            " AND m.no IN (SELECT scope_no FROM identity WHERE (field <= 5 OR field BETWEEN 21 AND 25) AND key >= ",
            key.to_owned(),
        );
        statement.add(" AND key < ", end_of(key));
        statement.conditions.push(')');
    }
    statement.add(" ORDER BY m.no LIMIT ", limit);
    let walk = if beginning.is_some() { "NOT INDEXED" } else { index_of(query) };
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
