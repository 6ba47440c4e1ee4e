//! Looking for damage.

use rusqlite::Connection;

use super::failure::failure;
use super::session::Session;
use super::{authentic, schema};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::StoreCheck;
use crate::names::name_key;

/// Counters against what they count (by `total`, which does not end where a sum is too large): the check's name, how many things it looks at, and those that
/// are wrong.
const COUNTERS: [(&str, &str, &str); 10] = [
    (
        "items of scopes",
        "SELECT count(*) FROM scope",
        "SELECT 'scope ' || s.no FROM scope s LEFT JOIN (SELECT scope_no, count(*) AS items, total(size) AS bytes FROM item GROUP BY scope_no) i
         ON i.scope_no = s.no WHERE s.items <> coalesce(i.items, 0) OR s.bytes <> coalesce(i.bytes, 0) LIMIT 20",
    ),
    (
        "item bodies",
        "SELECT count(*) FROM item",
        "SELECT 'item ' || i.no FROM item i LEFT JOIN item_body b ON b.item_no = i.no WHERE (i.outside = 1) <> (b.item_no IS NULL) LIMIT 20",
    ),
    (
        "wraps of generations",
        "SELECT count(*) FROM generation",
        "SELECT 'policy ' || g.policy_no || ' generation ' || g.number FROM generation g
         LEFT JOIN (SELECT policy_no, generation, count(*) AS wraps FROM scope_wrap GROUP BY policy_no, generation) w
         ON w.policy_no = g.policy_no AND w.generation = g.number
         WHERE g.wraps_made < w.wraps OR (g.retired IS NOT NULL AND w.wraps > 0) LIMIT 20",
    ),
    (
        "keys of generations",
        "SELECT count(*) FROM generation_keys",
        "SELECT 'policy ' || policy_no || ' generation ' || generation FROM (
             SELECT policy_no, generation, kind, keys FROM generation_keys
             UNION ALL SELECT w.policy_no, w.generation, s.kind, -count(*) FROM scope_wrap w JOIN scope s ON s.no = w.scope_no GROUP BY 1, 2, 3)
         GROUP BY policy_no, generation, kind HAVING total(keys) <> 0 LIMIT 20",
    ),
    (
        "keys of removed mailboxes",
        "SELECT count(*) FROM removed_mailbox",
        "SELECT 'policy ' || policy_no || ' generation ' || generation FROM (
             SELECT policy_no, generation, how, keys FROM removed_keys
             UNION ALL SELECT w.policy_no, w.generation, r.how, -count(*) FROM removed_mailbox r JOIN scope_wrap w ON w.scope_no = r.no GROUP BY 1, 2, 3)
         GROUP BY policy_no, generation, how HAVING total(keys) <> 0 LIMIT 20",
    ),
    (
        "mailboxes of policies",
        "SELECT count(*) FROM policy",
        "SELECT 'policy ' || p.no FROM policy p LEFT JOIN (
             SELECT policy_no, count(*) AS mailboxes FROM mailbox WHERE no NOT IN (SELECT no FROM removed_mailbox) GROUP BY policy_no) m
         ON m.policy_no = p.no WHERE p.mailboxes <> coalesce(m.mailboxes, 0) LIMIT 20",
    ),
    (
        "mailboxes",
        "SELECT value FROM mailbox_count",
        "SELECT 'all' FROM mailbox_count WHERE value + (SELECT count(*) FROM removed_mailbox) <> (SELECT count(*) FROM mailbox)
         UNION ALL SELECT 'all' FROM mailbox_count WHERE (SELECT count(*) FROM mailbox) <> (SELECT count(*) FROM scope WHERE kind = 0)",
    ),
    (
        "sites",
        "SELECT count(*) FROM site",
        "SELECT 'scope ' || s.no FROM scope s LEFT JOIN site t ON t.no = s.no WHERE (s.kind = 3) <> (t.no IS NOT NULL) LIMIT 20",
    ),
    (
        "chunks of files",
        "SELECT count(*) FROM chunk",
        "SELECT 'item ' || i.no FROM scope s CROSS JOIN item i ON i.scope_no = s.no
         LEFT JOIN (SELECT item_no, total(size) AS bytes, count(*) AS chunks, max(position) AS last FROM chunk GROUP BY item_no) c ON c.item_no = i.no
         WHERE s.kind = 3 AND (c.chunks IS NULL OR c.bytes <> i.size OR c.last <> c.chunks - 1) LIMIT 20",
    ),
    (
        "audit sequence",
        "SELECT count(*) FROM audit",
        "SELECT 'gap' FROM (SELECT count(*) AS records, coalesce(max(sequence), 0) AS newest, coalesce(min(sequence), 1) AS oldest FROM audit)
         WHERE records <> newest OR oldest <> 1",
    ),
];

/// Page and index integrity, foreign keys, counters, names, the schema and the codes of
/// authenticated rows. What cannot be read is a finding too, not an error.
pub(super) fn check(
    view: &Connection,
    session: &Session<'_>,
) -> Result<Vec<StoreCheck>, StoreError> {
    let path = session.path();
    let sound = |check: &str, found: rusqlite::Result<(u64, Vec<String>)>| match found {
        Ok((count, wrong)) => Ok(finding(check, count, &wrong)),
        Err(error) => match failure(path, &error) {
            error if error.kind == StoreErrorKind::Damaged => {
                Ok(finding(check, 0, &[error.message]))
            }
            error => Err(error),
        },
    };
    let mut checks = vec![
        sound("pages and indexes", integrity(view))?,
        sound("foreign keys", foreign_keys(view))?,
    ];
    for (name, count, wrong) in COUNTERS {
        checks.push(sound(name, counters(view, count, wrong))?);
    }
    checks.push(sound("names", names(view))?);
    checks.push(sound("schema", schema::differences(view))?);
    checks.push(authenticated_rows(session)?);
    Ok(checks)
}

/// Every authenticated row, one by one, so that each altered one is named.
fn authenticated_rows(session: &Session<'_>) -> Result<StoreCheck, StoreError> {
    let (mut count, mut wrong) = (0, Vec::new());
    let read = authentic::each_row(session, &mut |outcome| {
        count += 1;
        if let Err(title) = outcome
            && wrong.len() < 20
        {
            wrong.push(format!("{title} was changed by other means"));
        }
    });
    match read {
        Err(error) if error.kind == StoreErrorKind::Damaged => wrong.push(error.message),
        read => read?,
    }
    Ok(finding("authenticated rows", count, &wrong))
}

fn finding(check: &str, count: u64, wrong: &[String]) -> StoreCheck {
    StoreCheck {
        check: check.to_owned(),
        passed: wrong.is_empty(),
        count,
        detail: wrong.join("; "),
    }
}

fn integrity(view: &Connection) -> rusqlite::Result<(u64, Vec<String>)> {
    let pages: i64 = view.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let mut wrong = texts(view, "PRAGMA integrity_check(20)")?;
    wrong.retain(|line| line != "ok");
    Ok((u64::try_from(pages).unwrap_or(0), wrong))
}

fn foreign_keys(view: &Connection) -> rusqlite::Result<(u64, Vec<String>)> {
    let sql = "SELECT \"table\" || ' refers to a missing ' || parent FROM pragma_foreign_key_check LIMIT 20";
    let tables = texts(view, "SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    Ok((u64::try_from(tables.len()).unwrap_or(0), texts(view, sql)?))
}

fn counters(view: &Connection, count: &str, wrong: &str) -> rusqlite::Result<(u64, Vec<String>)> {
    let count: i64 = view.query_row(count, [], |row| row.get(0))?;
    Ok((u64::try_from(count).unwrap_or(0), texts(view, wrong)?))
}

fn texts(view: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    view.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Every name is found by its key, and there are no keys besides.
fn names(view: &Connection) -> rusqlite::Result<(u64, Vec<String>)> {
    let mut wrong = Vec::new();
    let mut kept: u64 = 0;
    let mut all = view.prepare(
        "SELECT a.no, a.field + CASE WHEN r.no IS NULL THEN 0 ELSE 20 END, a.name FROM (
             SELECT no, CASE kind WHEN 0 THEN 1 WHEN 1 THEN 11 WHEN 2 THEN 12 ELSE 13 END AS field, name FROM scope
             UNION ALL SELECT no, 2, alias FROM mailbox UNION ALL SELECT no, 3, user_principal_name FROM mailbox
             UNION ALL SELECT no, 4, smtp_address FROM mailbox UNION ALL SELECT no, 5, display_name FROM mailbox) a
         LEFT JOIN removed_mailbox r ON r.no = a.no",
    )?;
    let mut find = view
        .prepare("SELECT count(*) FROM identity WHERE key = ?1 AND field = ?2 AND scope_no = ?3")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let (no, field, name): (i64, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let key = name_key(&name);
        if key.is_empty() {
            continue;
        }
        kept += 1;
        let found: i64 = find.query_row((&key, field, no), |row| row.get(0))?;
        if found != 1 && wrong.len() < 20 {
            wrong.push(format!("scope {no} is not found by \"{name}\""));
        }
    }
    let keys: i64 = view.query_row("SELECT count(*) FROM identity", [], |row| row.get(0))?;
    if u64::try_from(keys) != Ok(kept) && wrong.len() < 20 {
        wrong.push(format!("{keys} keys for {kept} names"));
    }
    Ok((kept, wrong))
}
