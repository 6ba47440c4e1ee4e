#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::format::{FORMAT_VERSION, copy_before, migrate};
use super::{SqliteState, StateOptions};
use crate::conformance::recorded;
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{
    Generation, Item, Mailbox, Policy, PolicyKind, PolicyWrap, Removal, Removed, Scope, ScopeKind,
    ScopeWrap, TenantMode, TenantRow, WrapSlot,
};
use crate::state::{State, StateExt};

pub(super) fn rows() -> crate::row_key::RowKey {
    crate::row_key::RowKey::new(&ckey_crypto::SecretKey::from_slice(&[7; 32]).unwrap())
}

fn tenant() -> TenantRow {
    TenantRow {
        id: Uuid::from_u128(1),
        name: "contoso".to_owned(),
        mode: TenantMode::Production,
        created: 5,
    }
}

pub(super) fn fresh() -> (tempfile::TempDir, PathBuf, SqliteState) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let state = SqliteState::create(&path, &tenant(), rows()).unwrap();
    (folder, path, state)
}

pub(super) fn mailbox(number: u32) -> Mailbox {
    Mailbox {
        no: 0,
        guid: Uuid::from_u128(u128::from(number) + 100),
        name: format!("m{number}"),
        alias: format!("a{number}"),
        user_principal_name: format!("m{number}@contoso.com"),
        smtp_address: String::new(),
        display_name: "x".repeat(200),
        recipient_type: "UserMailbox".to_owned(),
        created: 0,
        changed: 0,
        held: None,
        removed: None,
        ..Mailbox::default()
    }
}

pub(super) fn sqlite(path: &Path, sql: &str) {
    rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_created_is_there_when_opened_again() {
    let (folder, path, state) = fresh();
    drop(state);
    assert_eq!(files(folder.path()), ["state.db"]);
    let state = SqliteState::open(&path, rows()).unwrap();
    assert_eq!(state.view(|reader| reader.tenant()).unwrap(), tenant());
    assert_eq!(
        SqliteState::create(&path, &tenant(), rows()).unwrap_err().kind,
        StoreErrorKind::Conflict
    );
    assert_eq!(
        SqliteState::open(&folder.path().join("other"), rows()).unwrap_err().kind,
        StoreErrorKind::NotFound
    );
    assert_eq!(
        SqliteState::create(&folder.path().join("no/folder"), &tenant(), rows()).unwrap_err().kind,
        StoreErrorKind::NotFound
    );
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_the_database_and_its_log() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _path, state) = fresh();
    recorded(&state, |writer| writer.raise_epoch()).unwrap();
    for name in files(folder.path()) {
        let mode = folder.path().join(&name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_beside_the_database_keeps_nobody_waiting() {
    for ending in ["-wal", "-shm", "-journal"] {
        let (folder, path, state) = fresh();
        drop(state);
        let pipe = folder.path().join(format!("state.db{ending}"));
        let _ = std::fs::remove_file(&pipe);
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let error = SqliteState::open(&path, rows()).unwrap_err();
        assert!(error.message.contains(ending), "{error}");
    }
}

#[test]
fn a_full_database_is_an_error_and_nothing_was_changed() {
    let (_folder, path, state) = fresh();
    drop(state);
    let options = StateOptions { max_pages: Some(200), ..StateOptions::default() };
    let state = SqliteState::open_with(&path, rows(), options).unwrap();
    let mut made = 0;
    let error = loop {
        let page = recorded(&state, |writer| {
            (0..50).try_for_each(|number| writer.insert_mailbox(&mailbox(made + number)).map(drop))
        });
        match page {
            Ok(()) => made += 50,
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind, StoreErrorKind::Full);
    assert!(!error.fix.is_empty() && error.message.contains("state.db"));
    assert!(made > 0);
    assert_eq!(state.view(|reader| reader.count_mailboxes(None)).unwrap(), u64::from(made));
    assert!(state.check().unwrap().iter().all(|check| check.passed));
    drop(state);
    let state = SqliteState::open(&path, rows()).unwrap();
    recorded(&state, |writer| writer.insert_mailbox(&mailbox(made))).unwrap();
}

#[test]
fn a_change_that_goes_on_after_the_database_is_full_changes_nothing() {
    let (_folder, path, state) = fresh();
    drop(state);
    let state = SqliteState::open_with(
        &path,
        rows(),
        StateOptions { max_pages: Some(150), ..StateOptions::default() },
    )
    .unwrap();
    let outcome = recorded(&state, |writer| {
        for number in 0..5000 {
            // A program that ignores errors.
            let _ = writer.insert_mailbox(&mailbox(number));
            let _ = writer.set_setting("ignored", Some("yes"));
        }
        Ok::<_, StoreError>(())
    });
    let changed = state
        .view(|reader| {
            Ok::<_, StoreError>((reader.setting("ignored")?, reader.count_mailboxes(None)?))
        })
        .unwrap();
    match outcome {
        Err(_) => assert_eq!(changed, (None, 0)),
        Ok(()) => assert!(state.check().unwrap().iter().all(|check| check.passed)),
    }
}

#[test]
fn a_database_of_a_newer_format_is_refused_with_both_versions_and_the_way_out() {
    let (_folder, path, state) = fresh();
    drop(state);
    sqlite(&path, "UPDATE format SET version = 7, written_by = '9.8.7'");
    let error = SqliteState::open(&path, rows()).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::NewerFormat);
    for part in ["format 7", "9.8.7", env!("CARGO_PKG_VERSION"), &format!("up to {FORMAT_VERSION}")]
    {
        assert!(error.message.contains(part), "{error}");
    }
    assert!(error.fix.contains("9.8.7"));
}

#[test]
fn a_migration_copies_first_and_is_all_or_nothing() {
    let (_folder, path, state) = fresh();
    drop(state);
    let target = FORMAT_VERSION + 1;
    let broken = [(target, "CREATE TABLE more (x); INSERT INTO missing VALUES (1);")];
    assert!(migrate(&path, target, &broken).is_err());
    assert!(copy_before(&path, FORMAT_VERSION).exists());
    drop(SqliteState::open(&path, rows()).unwrap());
    let sound = [(target, "CREATE TABLE more (x);")];
    migrate(&path, target, &sound).unwrap();
    assert_eq!(SqliteState::open(&path, rows()).unwrap_err().kind, StoreErrorKind::NewerFormat);
    let before = SqliteState::open(&copy_before(&path, FORMAT_VERSION), rows()).unwrap();
    assert_eq!(before.view(|reader| reader.tenant()).unwrap(), tenant());
    migrate(&path, target, &sound).unwrap();
}

#[test]
fn what_is_in_the_place_of_the_copy_is_neither_written_over_nor_taken_for_it() {
    let (_folder, path, state) = fresh();
    drop(state);
    let (target, copy) = (FORMAT_VERSION + 1, copy_before(&path, FORMAT_VERSION));
    let migrated = |step| migrate(&path, target, &[(target, step)]).map_err(|error| error.kind);
    let (broken, sound) = ("INSERT INTO missing VALUES (1);", "CREATE TABLE more (x);");
    std::fs::write(&copy, b"somebody's").unwrap();
    assert_eq!(migrated(sound), Err(StoreErrorKind::Conflict));
    assert_eq!(std::fs::read(&copy).unwrap(), b"somebody's");
    std::fs::remove_file(&copy).unwrap();
    // One from an attempt that was cut off, and since then somebody went on with the older library.
    assert!(migrated(broken).is_err() && copy.exists());
    let state = SqliteState::open(&path, rows()).unwrap();
    recorded(&state, |writer| writer.insert_mailbox(&mailbox(1)).map(drop)).unwrap();
    drop(state);
    assert_eq!(migrated(sound), Err(StoreErrorKind::Conflict));
    std::fs::remove_file(&copy).unwrap();
    assert_eq!(migrated(sound), Ok(()));
    assert!(copy.exists());
}

#[test]
fn copies_that_attempts_left_which_were_cut_off_are_gone_after_a_migration() {
    let (folder, path, state) = fresh();
    drop(state);
    let beside = |name: &str| folder.path().join(name);
    std::fs::copy(&path, beside(".abcdefghijkl.tmp")).unwrap();
    std::fs::write(beside(".abcdefghijkl.tmp-journal"), b"pages").unwrap();
    std::fs::write(beside(".mnopqrstuvwx.tmp"), b"").unwrap();
    std::fs::write(beside(".another.tmp"), b"somebody's").unwrap();
    let target = FORMAT_VERSION + 1;
    migrate(&path, target, &[(target, "CREATE TABLE more (x);")]).unwrap();
    for gone in [".abcdefghijkl.tmp", ".abcdefghijkl.tmp-journal", ".mnopqrstuvwx.tmp"] {
        assert!(!beside(gone).exists(), "{gone}");
    }
    assert!(beside(".another.tmp").exists());
}

#[test]
fn a_counter_too_large_to_be_added_up_is_damage_and_the_check_goes_on() {
    let (_folder, path, state) = fresh();
    recorded(&state, |writer| writer.insert_mailbox(&mailbox(1)).map(drop)).unwrap();
    sqlite(
        &path,
        "UPDATE scope SET bytes = 9223372036854775807; INSERT INTO scope (no, guid, kind, name, created, items, bytes) VALUES (99, x'00', 2, 'x', 0, 0, 1)",
    );
    let error = state.view(|reader| reader.item_totals()).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Damaged, "{error}");
    sqlite(
        &path,
        "INSERT INTO item (no, id, scope_no, key_version, size, name, created, outside)
             VALUES (1, x'01', 99, 1, 9223372036854775807, 'x', 0, 1), (2, x'02', 99, 1, 9223372036854775807, 'x', 0, 1)",
    );
    let checks = state.check().unwrap();
    let wrong: Vec<_> =
        checks.iter().filter(|check| !check.passed).map(|check| check.check.as_str()).collect();
    assert!(wrong.contains(&"items of scopes"), "{wrong:?}");
}

#[test]
fn files_that_are_no_databases_are_damaged_with_name_and_way_out() {
    let (folder, path, state) = fresh();
    recorded(&state, |writer| {
        (0..500).try_for_each(|number| writer.insert_mailbox(&mailbox(number)).map(drop))
    })
    .unwrap();
    drop(state);
    let whole = std::fs::read(&path).unwrap();
    let other = folder.path().join("other.db");
    sqlite(&other, "CREATE TABLE t (x)");
    let mut cases = vec![
        std::fs::read(&other).unwrap(),
        Vec::new(),
        b"not a database, but long enough to be read as its header".to_vec(),
    ];
    cases.push(whole[..100].to_vec());
    for bytes in cases {
        let file = folder.path().join("damaged.db");
        std::fs::write(&file, bytes).unwrap();
        let error = SqliteState::open(&file, rows()).unwrap_err();
        assert_eq!(error.kind, StoreErrorKind::Damaged, "{error}");
        assert!(
            error.message.contains("damaged.db") && error.fix.contains("backup"),
            "{error} {}",
            error.fix
        );
    }
}

#[test]
fn damage_inside_a_database_is_found_by_a_check() {
    let (_folder, path, state) = fresh();
    recorded(&state, |writer| {
        (0..500).try_for_each(|number| writer.insert_mailbox(&mailbox(number)).map(drop))
    })
    .unwrap();
    drop(state);
    let length = path.metadata().unwrap().len();
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    for page in (length / 8192)..(length / 4096) {
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0xAA; 4096]).unwrap();
    }
    drop(file);
    let state = SqliteState::open(&path, rows()).unwrap();
    let checks = state.check().unwrap();
    assert!(checks.iter().any(|check| !check.passed && !check.detail.is_empty()), "{checks:?}");
    let error = (0..500)
        .find_map(|number| {
            state.view(|reader| reader.mailboxes_by_identity(&format!("m{number}"))).err()
        })
        .unwrap();
    assert_eq!(error.kind, StoreErrorKind::Damaged, "{error}");
}

/// A policy with two generations and a mailbox under the first: policy and mailbox numbers.
pub(super) fn keyed(state: &SqliteState, byte: u8) -> (i64, i64) {
    let keyed = recorded(state, |writer| {
        let policy_no = writer.insert_policy(&Policy {
            no: 0,
            guid: Uuid::from_u128(9),
            kind: PolicyKind::Mailbox,
            name: "p".to_owned(),
            description: String::new(),
            enabled: true,
            key_uris: Vec::new(),
            generation: 2,
            activated: None,
            created: 0,
            changed: 0,
            purge: None,
        })?;
        for (number, mark) in [(1, byte), (2, byte ^ 4)] {
            let guid = Uuid::from_u128(u128::from(number) + 50);
            let generation = Generation {
                policy_no,
                number,
                guid,
                commitment: [0; 32],
                created: 0,
                retired: None,
                destroyed: None,
            };
            let wrap = PolicyWrap {
                policy_no,
                generation: number,
                slot: WrapSlot::First,
                key_uri: String::new(),
                algorithm: String::new(),
                seed: vec![mark ^ 1; 300],
                sealed_key: vec![mark ^ 2; 61],
            };
            writer.insert_generation(&generation, &[wrap])?;
        }
        let no = writer.insert_mailbox(&mailbox(1))?;
        let live = writer.admit(policy_no, 1)?;
        writer.insert_scope_wrap(&live, &scope_wrap(no, policy_no, 1, byte))?;
        Ok::<_, StoreError>((policy_no, no))
    });
    keyed.unwrap()
}

fn scope_wrap(scope_no: i64, policy_no: i64, generation: u32, byte: u8) -> ScopeWrap {
    ScopeWrap {
        scope_no,
        scope: mailbox(1).guid,
        kind: ScopeKind::Mailbox,
        version: 1,
        policy_no,
        generation,
        wrap: vec![byte; 61],
    }
}

/// Whether these bytes are in any file of the folder.
fn anywhere(folder: &Path, pattern: &[u8]) -> bool {
    files(folder).iter().any(|name| {
        std::fs::read(folder.join(name))
            .unwrap()
            .windows(pattern.len())
            .any(|window| window == pattern)
    })
}

#[test]
fn no_bytes_of_a_removed_row_stay_in_the_files_once_the_log_is_truncated() {
    let (folder, _path, state) = fresh();
    let text = "bytes that are to go";
    recorded(&state, |writer| writer.set_setting("s", Some(text))).unwrap();
    assert!(anywhere(folder.path(), text.as_bytes()), "the test finds what is there");
    recorded(&state, |writer| writer.set_setting("s", None)).unwrap();
    state.truncate_log().unwrap();
    drop(state);
    assert!(!anywhere(folder.path(), text.as_bytes()));
}

#[test]
fn no_bytes_of_an_overwritten_wrap_stay_in_the_files_once_the_log_is_truncated() {
    let (folder, path, state) = fresh();
    let (policy, no) = keyed(&state, 0xC4);
    let old: [&[u8]; 3] = [&[0xC4; 61], &[0xC5; 300], &[0xC6; 61]];
    assert!(
        old.iter().all(|pattern| anywhere(folder.path(), pattern)),
        "the test finds what is there"
    );
    let change = [(scope_wrap(no, policy, 1, 0xC4), scope_wrap(no, policy, 2, 0x11))];
    let moved = recorded(&state, |writer| {
        let live = writer.admit(policy, 2)?;
        let moved = writer.update_scope_wraps(&live, &change)?;
        writer.retire_generation(policy, 1, 1)?;
        Ok::<_, StoreError>(moved)
    });
    assert_eq!(moved.unwrap(), 1);
    assert_eq!(recorded(&state, |writer| writer.destroy_generation(policy, 1, 1)).unwrap(), 0);
    state.truncate_log().unwrap();
    drop(state);
    assert!(!old.iter().any(|pattern| anywhere(folder.path(), pattern)));
    SqliteState::open(&path, rows()).unwrap();
}

#[test]
fn wraps_that_a_key_still_needs_are_not_destroyed_whatever_the_counters_say() {
    let (_folder, path, state) = fresh();
    let (policy, _) = keyed(&state, 1);
    sqlite(&path, "DELETE FROM generation_keys");
    recorded(&state, |writer| writer.retire_generation(policy, 1, 1)).unwrap();
    assert_eq!(recorded(&state, |writer| writer.destroy_generation(policy, 1, 1)).unwrap(), 1);
    let (wraps, generation) = state
        .view(|reader| {
            Ok::<_, StoreError>((
                reader.policy_wraps(policy, 1)?.len(),
                reader.generation(policy, 1)?.unwrap(),
            ))
        })
        .unwrap();
    assert_eq!((wraps, generation.destroyed), (1, None));
    let found = state
        .check()
        .unwrap()
        .into_iter()
        .find(|check| check.check == "wraps of generations")
        .unwrap();
    assert!(!found.passed, "{found:?}");
}

#[test]
fn a_generation_that_has_wrapped_as_often_as_it_may_is_not_admitted() {
    let (_folder, path, state) = fresh();
    let (policy, _) = keyed(&state, 1);
    sqlite(&path, &format!("UPDATE generation SET wraps_made = {} WHERE number = 2", 1_u64 << 31));
    let error = state.commit(|writer| writer.admit(policy, 2)).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::WrapLimit, "{error}");
    sqlite(
        &path,
        &format!("UPDATE generation SET wraps_made = {} WHERE number = 2", (1_u64 << 31) - 1),
    );
    state.commit(|writer| writer.admit(policy, 2)).unwrap();
}

#[test]
fn a_change_reads_counters_as_it_has_moved_them_and_leaves_them_right() {
    let (_folder, _path, state) = fresh();
    let (policy, no) = keyed(&state, 1);
    recorded(&state, |writer| {
        assert_eq!((writer.count_wraps(policy, 2)?, writer.wraps_made(policy, 2)?), (1, 0));
        let live = writer.admit(policy, 2)?;
        let change = [(scope_wrap(no, policy, 1, 1), scope_wrap(no, policy, 2, 1))];
        assert_eq!(writer.update_scope_wraps(&live, &change)?, 1);
        assert_eq!((writer.count_wraps(policy, 2)?, writer.wraps_made(policy, 2)?), (0, 1));
        writer
            .insert_scope_wrap(&live, &ScopeWrap { version: 2, ..scope_wrap(no, policy, 2, 1) })?;
        assert_eq!(writer.wraps_made(policy, 2)?, 2);
        writer.set_setting("s", Some("x"))
    })
    .unwrap();
    let checks = state.check().unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
}

#[test]
fn keys_of_removed_mailboxes_that_are_counted_wrong_are_found_by_a_check() {
    let (_folder, path, state) = fresh();
    let (_, no) = keyed(&state, 1);
    recorded(&state, |writer| {
        let mut row = writer.mailbox(no)?.unwrap().mailbox;
        row.removed = Some(Removed { how: Removal::SoftDeleted, at: 4 });
        writer.update_mailbox(&row)
    })
    .unwrap();
    assert!(state.check().unwrap().iter().all(|check| check.passed));
    sqlite(&path, "UPDATE removed_keys SET keys = keys + 1");
    let failed: Vec<_> = state.check().unwrap().into_iter().filter(|check| !check.passed).collect();
    assert_eq!(failed.first().map(|check| check.check.as_str()), Some("keys of removed mailboxes"));
}

#[test]
fn counters_that_do_not_match_their_rows_are_found_by_a_check() {
    let cases = [
        ("UPDATE scope SET items = items + 1", "items of scopes"),
        ("UPDATE scope SET bytes = bytes + 1", "items of scopes"),
        ("DELETE FROM item_body", "item bodies"),
        ("UPDATE generation_keys SET keys = keys + 1", "keys of generations"),
        ("UPDATE policy SET mailboxes = 5", "mailboxes of policies"),
        ("UPDATE mailbox_count SET value = 7", "mailboxes"),
        ("DELETE FROM audit WHERE sequence = 1", "audit sequence"),
        ("DELETE FROM identity WHERE field = 2", "names"),
        ("UPDATE identity SET key = 'other' WHERE field = 1", "names"),
        ("PRAGMA foreign_keys = OFF; UPDATE item SET scope_no = 99", "foreign keys"),
    ];
    for (damage, check) in cases {
        let (_folder, path, state) = fresh();
        let (_, no) = keyed(&state, 1);
        let scope = Scope {
            no: 0,
            guid: Uuid::from_u128(70),
            kind: ScopeKind::Application,
            name: "app".to_owned(),
            created: 0,
        };
        let prepared = recorded(&state, |writer| {
            writer.insert_scope(&scope)?;
            let (id, sealed) = (Uuid::from_u128(71), Some(vec![1]));
            writer.insert_item(&Item {
                no: 0,
                id,
                scope_no: no,
                key_version: 1,
                size: 1,
                name: String::new(),
                created: 0,
                sealed,
            })
        });
        prepared.unwrap();
        assert!(state.check().unwrap().iter().all(|check| check.passed), "before {damage}");
        sqlite(&path, damage);
        let failed: Vec<_> = state
            .check()
            .unwrap()
            .into_iter()
            .filter(|check| !check.passed)
            .map(|check| check.check)
            .collect();
        assert!(failed.iter().any(|name| name == check), "{damage}: {failed:?}");
    }
}

#[test]
fn a_backup_opens_as_a_state_of_its_own_and_misses_later_changes() {
    let (folder, _path, state) = fresh();
    keyed(&state, 1);
    let copy = folder.path().join("copy.db");
    state
        .view(|reader| {
            reader.tenant()?;
            state.backup(&copy)
        })
        .unwrap();
    recorded(&state, |writer| writer.insert_mailbox(&mailbox(2))).unwrap();
    let copied = SqliteState::open(&copy, rows()).unwrap();
    assert_eq!(copied.view(|reader| reader.count_mailboxes(None)).unwrap(), 1);
    assert!(copied.check().unwrap().iter().all(|check| check.passed));
}

#[test]
fn many_matches_of_a_beginning_are_walked_and_few_are_looked_up_with_the_same_result() {
    use crate::model::MailboxQuery;
    let (_folder, _path, state) = fresh();
    let all = recorded(&state, |writer| {
        (0..7000).try_for_each(|number| {
            let name = format!("m{number:04}");
            let row = Mailbox {
                display_name: name.clone(),
                alias: name.clone(),
                smtp_address: name,
                ..mailbox(number)
            };
            writer.insert_mailbox(&row).map(drop)
        })
    });
    all.unwrap();
    let names = |beginning: &str| {
        let query = MailboxQuery {
            begins_with: Some(beginning.to_owned()),
            limit: 1000,
            ..MailboxQuery::default()
        };
        let page = state.view(|reader| reader.mailboxes(&query)).unwrap();
        page.into_iter().map(|status| status.mailbox.name).collect::<Vec<_>>()
    };
    assert_eq!(names("M"), (0..1000).map(|number| format!("m{number}")).collect::<Vec<_>>());
    assert_eq!(names("m000"), (0..10).map(|number| format!("m{number}")).collect::<Vec<_>>());
}
