//! Records of the audit log, one a line: a chain of any texts is whole, and one that was changed
//! anywhere before its end is not.
//!
//! Input: what is changed (1 byte), where (1 byte), with what (1 byte), how many records a page has
//! (1 byte), then the texts.
#![no_main]
use ckey_crypto::SecretKey;
use ckey_engine::fuzzing::{Chain, derive, view};
use ckey_store::model::AuditRow;
use customer_key_fuzz::allocations::in_proportion;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static CHAIN: LazyLock<Chain> =
    LazyLock::new(|| Chain::new(&SecretKey::from_slice(&[9; 32]).expect("a key has 32 bytes")));

fuzz_target!(|input: &[u8]| {
    let [what, at, with, page, text @ ..] = input else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let mut rows: Vec<AuditRow> = Vec::new();
    for (number, line) in text.split('\n').take(64).enumerate() {
        rows.push(CHAIN.next(rows.last(), number as i64 * 60, line.to_owned()));
    }
    let whole = CHAIN.walk(&rows, usize::from(*page)).expect("a walk ends in a verdict");
    assert!(whole.intact && whole.records == rows.len() as u64, "{whole:?}");
    in_proportion(text.len(), || rows.iter().cloned().for_each(check_view));
    assert_eq!(derive(&rows).is_empty(), false);
    let mut changed = rows.clone();
    change(*what, usize::from(*at) % rows.len(), *with, &mut changed);
    let verdict = CHAIN.walk(&changed, usize::from(*page)).expect("a walk ends in a verdict");
    // Records that were cut off the end are told by an exported head alone.
    assert_eq!(verdict.intact, rows.starts_with(&changed), "{verdict:?}");
    assert_eq!(verdict.problem.is_some(), !verdict.intact);
});

/// What is shown is what the record says.
fn check_view(row: AuditRow) {
    let says: Option<serde_json::Value> = serde_json::from_str(&row.body).ok();
    let (sequence, at) = (row.sequence, row.at);
    match view(row) {
        Ok(view) => {
            assert_eq!((view.sequence, view.at), (sequence, at));
            let says = says.expect("what is shown is JSON");
            // One may also be written as a list, in the order of its fields.
            if says.is_object() {
                let fields = [
                    ("activity", &view.activity),
                    ("actor", &view.actor),
                    ("object", &view.object),
                    ("result", &view.result),
                ];
                fields.iter().for_each(|(name, shown)| {
                    assert_eq!(says[*name].as_str(), Some(shown.as_str()), "{name}")
                });
                assert_eq!(says["details"], view.details);
            }
        }
        Err(error) => assert_eq!(error.id, "DataDamaged"),
    }
}

fn change(what: u8, at: usize, with: u8, rows: &mut Vec<AuditRow>) {
    let other = usize::from(with) % rows.len();
    let row = &mut rows[at];
    match what % 10 {
        0 => row.body.push(char::from(with)),
        1 => drop(row.body.pop()),
        2 => row.at += i64::from(with),
        3 => row.sequence = i64::from(with),
        4 => row.mac[usize::from(with) % 32] ^= with,
        5 => row.link[usize::from(with) % 32] ^= with,
        6 => drop(rows.remove(at)),
        7 => rows.swap(at, other),
        8 => rows.insert(at, rows[other].clone()),
        // A record that somebody else added, who had no key.
        _ => {
            let mut forged = Chain::new(
                &SecretKey::from_slice(&[with; 32]).expect("a key has 32 bytes"),
            )
            .next(rows.last(), 0, "{}".to_owned());
            forged.link =
                ckey_store::audit_link(&rows[rows.len() - 1].link, forged.sequence, 0, "{}");
            if with != 9 {
                rows.push(forged);
            }
        }
    }
}
