//! Whether a database has the tables and indexes of this format, and nothing besides: a trigger or
//! a view would change what statements do.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::format::SCHEMA;

/// Every object, and every column, index and reference of a table, a line each. The text of
/// statements is left out: a database that was brought up from an older format has another one.
const SHAPE: [&str; 4] = [
    "SELECT type || ' ' || name || ' on ' || tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'",
    "SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || c.pk || ' ' || c.hidden
     FROM sqlite_schema t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
    "SELECT 'index ' || t.name || ': ' || i.origin || ' ' || i.\"unique\" || ' ' || i.partial || ' '
     || (SELECT group_concat(coalesce(x.name, '') || ' ' || x.coll || ' ' || x.\"desc\") FROM pragma_index_xinfo(i.name) x)
     FROM sqlite_schema t, pragma_index_list(t.name) i WHERE t.type = 'table'",
    "SELECT 'reference ' || t.name || '.' || f.\"from\" || ' to ' || f.\"table\" || '.' || f.\"to\"
     FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
];

fn shape(connection: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    let mut lines = BTreeSet::new();
    for sql in SHAPE {
        for line in connection.prepare(sql)?.query_map([], |row| row.get(0))? {
            lines.insert(line?);
        }
    }
    Ok(lines)
}

/// How many things the format has, and what is missing or added.
pub(super) fn differences(connection: &Connection) -> rusqlite::Result<(u64, Vec<String>)> {
    let pure = Connection::open_in_memory()?;
    pure.execute_batch(SCHEMA)?;
    let (expected, found) = (shape(&pure)?, shape(connection)?);
    let missing = expected.difference(&found).map(|line| format!("missing: {line}"));
    let added = found.difference(&expected).map(|line| format!("added: {line}"));
    Ok((u64::try_from(expected.len()).unwrap_or(0), missing.chain(added).take(20).collect()))
}
