//! The audit chain, the record of the vaults' files, and the directory.

use super::samples::audit;
use super::{Outcome, Rules, Wrong, fails, recorded, same};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{AuditRow, DirectoryEntry, DirectoryKind, VaultPin};
use crate::state::{State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("audit records follow each other without gaps", sequence),
    ("records are appended many at once, all or none", many),
    (
        "how a vault's file is, is found by name and overwritten by the vault's id; of a name, one vault is there",
        vault_pins,
    ),
    ("a directory entry is found by its id and by its other name, and overwritten", directory),
    ("a directory name is unique within its kind, unless it is empty", directory_names),
];

/// The record of this number in a chain of such records.
fn record(sequence: i64) -> AuditRow {
    let previous = if sequence > 1 { record(sequence - 1).link } else { [0; 32] };
    audit(sequence, sequence + 100, &previous)
}

fn sequence(state: &Backend) -> Outcome {
    let append = |sequence| state.commit(|writer| writer.append_audit(&record(sequence)));
    fails("a first record that is not number 1", append(2), StoreErrorKind::Conflict)?;
    for number in 1..=5 {
        append(number)?;
    }
    fails("the last number again", append(5), StoreErrorKind::Conflict)?;
    fails("a gap", append(7), StoreErrorKind::Conflict)?;
    let unlinked = AuditRow { link: [9; 32], ..record(6) };
    fails(
        "a link to another record",
        state.commit(|writer| writer.append_audit(&unlinked)),
        StoreErrorKind::Conflict,
    )?;
    state.view(|reader| {
        same("last", reader.last_audit()?, Some(record(5)))?;
        same("page", reader.audit(1, 2)?, vec![record(2), record(3)])?;
        same("rest", reader.audit(3, 1000)?.len(), 2)?;
        same("newest first", reader.audit_below(i64::MAX, 2)?, vec![record(5), record(4)])?;
        same("the page before", reader.audit_below(4, 2)?, vec![record(3), record(2)])?;
        same("the end", reader.audit_below(1, 2)?, vec![])
    })
}

fn many(state: &Backend) -> Outcome {
    let chain = |from: i64| (from..from + 150).map(record).collect::<Vec<_>>();
    let append = |rows: &[AuditRow]| state.commit(|writer| writer.append_audits(rows));
    append(&chain(1))?;
    let mut gap = chain(151);
    gap.remove(100);
    fails("a gap among them", append(&gap), StoreErrorKind::Conflict)?;
    append(&chain(151))?;
    state.view(|reader| {
        same("last", reader.last_audit()?, Some(record(300)))?;
        same("all", reader.audit(0, 1000)?, chain(1).into_iter().chain(chain(151)).collect())
    })
}

fn vault_pins(state: &Backend) -> Outcome {
    let pin = |vault: u8, name: &str, generation: u64, removed: bool| VaultPin {
        vault: [vault; 16],
        name: name.to_owned(),
        generation,
        sequence: generation,
        tag: [vault; 32],
        removed,
    };
    let set = |pin: &VaultPin| recorded(&**state, |writer| writer.set_vault_pin(pin));
    let found = |name: Option<&str>| state.view(|reader| reader.vault_pins(name));
    let of = |name: Option<&str>| {
        Ok::<_, StoreError>(found(name)?.into_iter().map(|pin| pin.row).collect::<Vec<_>>())
    };
    same("of none", of(None)?, vec![])?;
    set(&pin(1, "east", 1, false))?;
    set(&pin(2, "west", 7, false))?;
    set(&pin(1, "east", 2, false))?;
    same("its record", found(Some("east"))?.iter().map(|pin| pin.record).collect(), vec![3])?;
    same("overwritten", of(Some("east"))?, vec![pin(1, "east", 2, false)])?;
    same("all", of(None)?, vec![pin(1, "east", 2, false), pin(2, "west", 7, false)])?;
    fails("a second one of the name", set(&pin(3, "east", 1, false)), StoreErrorKind::Conflict)?;
    set(&pin(1, "east", 2, true))?;
    set(&pin(3, "east", 1, false))?;
    same(
        "the removed one and the new",
        of(Some("east"))?.iter().filter(|pin| pin.removed).count(),
        1,
    )?;
    same("of another name", of(Some("north"))?, vec![])
}

fn entry(id: &str, name: &str) -> DirectoryEntry {
    DirectoryEntry {
        kind: DirectoryKind::User,
        id: id.to_owned(),
        name: name.to_owned(),
        body: "{}".to_owned(),
    }
}

fn directory(state: &Backend) -> Outcome {
    let put = |entry: &DirectoryEntry| state.commit(|writer| writer.put_directory(entry));
    let find = |kind, name: &str| state.view(|reader| reader.directory(kind, name));
    put(&entry("B2", "ann@contoso.com"))?;
    put(&entry("a1", ""))?;
    for name in ["b2", "ANN@contoso.com"] {
        same(name, find(DirectoryKind::User, name)?, Some(entry("B2", "ann@contoso.com")))?;
    }
    same("of another kind", find(DirectoryKind::Subscription, "b2")?, None)?;
    same("by nothing", find(DirectoryKind::User, "")?, None)?;
    put(&entry("b2", "anna@contoso.com"))?;
    same("by the old name", find(DirectoryKind::User, "ann@contoso.com")?, None)?;
    put(&entry("c3", "ann@contoso.org"))?;
    put(&entry("a0", "ANN@contoso.com"))?;
    let begins = |beginning: &str| {
        let found = state
            .view(|reader| reader.directory_beginning(DirectoryKind::User, beginning))?
            .into_iter();
        Ok::<_, Wrong>(found.map(|entry| entry.id).collect::<Vec<_>>())
    };
    same("those that begin so, by id", begins("Ann@Contoso")?, vec!["a0".into(), "c3".into()])?;
    same("those that go on otherwise", begins("ann@contoso.o")?, vec!["c3".to_owned()])?;
    same("of nobody", begins("ann@fabrikam")?, Vec::<String>::new())?;
    let all = state.view(|reader| reader.directory_entries(DirectoryKind::User))?;
    same(
        "all, by id",
        all,
        vec![
            entry("a0", "ANN@contoso.com"),
            entry("a1", ""),
            entry("b2", "anna@contoso.com"),
            entry("c3", "ann@contoso.org"),
        ],
    )
}

fn directory_names(state: &Backend) -> Outcome {
    let put = |entry: &DirectoryEntry| state.commit(|writer| writer.put_directory(entry));
    put(&entry("1", "ann"))?;
    fails("the same name", put(&entry("2", "ANN")), StoreErrorKind::Conflict)?;
    put(&DirectoryEntry { kind: DirectoryKind::ServicePrincipal, ..entry("2", "ann") })?;
    let keys = |most| {
        let kinds = [DirectoryKind::User, DirectoryKind::ServicePrincipal];
        state.view(|reader| reader.directory_keys(kinds, most))
    };
    let both = ["1", "2"].map(|id| [id.to_owned(), "ann".to_owned()]);
    same("all keys of both kinds", keys(2)?, Some(both.to_vec()))?;
    same("of more than are wanted", keys(1)?, None)?;
    put(&entry("3", ""))?;
    put(&entry("4", "")).map_err(Wrong::from)
}
