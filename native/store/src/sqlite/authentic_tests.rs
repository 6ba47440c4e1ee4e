#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use ckey_crypto::SecretKey;
use uuid::Uuid;

use super::SqliteState;
use super::tests::{fresh, keyed, mailbox, rows, sqlite};
use crate::audit_link::audit_link;
use crate::conformance::recorded;
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{
    AuditRow, Geo, PolicyKind, Removal, Removed, Site, SitesAmong, TenantMode, VaultPin,
};
use crate::row_key::RowKey;
use crate::state::{Reader, State, StateExt};

type Read = fn(&mut dyn Reader) -> Result<(), StoreError>;

fn failed_checks(state: &SqliteState) -> Vec<(String, String)> {
    let checks = state.check().unwrap().into_iter().filter(|check| !check.passed);
    checks.map(|check| (check.check, check.detail)).collect()
}

/// A policy with two generations, two mailboxes of which the first carries it, a setting, a note,
/// a vault, and the policy assigned.
fn stocked() -> (tempfile::TempDir, std::path::PathBuf, SqliteState) {
    let (folder, path, state) = fresh();
    let (policy, no) = keyed(&state, 1);
    recorded(&state, |writer| {
        let mut first = writer.mailbox(no)?.unwrap().mailbox;
        first.policy_no = Some(policy);
        writer.update_mailbox(&first)?;
        writer.insert_mailbox(&mailbox(2))?;
        writer.set_setting("s", Some("1"))?;
        writer.set_note("n", Some("1"))?;
        writer.set_vault_pin(&VaultPin {
            vault: [5; 16],
            name: "v".to_owned(),
            generation: 1,
            sequence: 1,
            tag: [1; 32],
            removed: false,
        })?;
        writer.set_assignment(Some(policy), 7)
    })
    .unwrap();
    assert_eq!(failed_checks(&state), []);
    (folder, path, state)
}

#[test]
fn a_row_that_was_edited_is_refused_when_it_is_read_and_named_by_a_check() {
    let tenant: Read = |reader| reader.tenant().map(drop);
    let policy: Read = |reader| reader.policy(1).map(drop);
    let generation: Read = |reader| reader.generation(1, 2).map(drop);
    let generations: Read = |reader| reader.generations(1).map(drop);
    let assignment: Read = |reader| reader.assignment().map(drop);
    let by_name: Read = |reader| reader.mailboxes_by_identity("m1").map(drop);
    let listed: Read = |reader| {
        reader.mailboxes(&crate::model::MailboxQuery { limit: 10, ..Default::default() }).map(drop)
    };
    let setting: Read = |reader| reader.setting("s").map(drop);
    let settings: Read = |reader| reader.settings("s").map(drop);
    let note: Read = |reader| reader.note("n").map(drop);
    let pins: Read = |reader| reader.vault_pins(None).map(drop);
    let cases = [
        ("UPDATE tenant SET mode = 0", tenant, "tenant 'contoso'"),
        ("UPDATE tenant SET id = zeroblob(16)", tenant, "tenant 'contoso'"),
        (
            "UPDATE policy SET key_uris = '[\"https://x.vault.azure.net/keys/k\"]'",
            policy,
            "policy 'p'",
        ),
        ("UPDATE policy SET enabled = 0", policy, "policy 'p'"),
        ("UPDATE policy SET generation = 9", policy, "policy 'p'"),
        ("UPDATE policy SET activated = 9", policy, "policy 'p'"),
        ("UPDATE policy SET kind = 1", policy, "policy 'p'"),
        ("UPDATE policy SET record = 7", policy, "policy 'p'"),
        ("UPDATE policy SET code = x''", policy, "policy 'p'"),
        (
            "UPDATE generation SET commitment = randomblob(32) WHERE number = 2",
            generation,
            "generation 2 of policy 1",
        ),
        ("UPDATE generation SET retired = 5", generation, "generation 2 of policy 1"),
        ("UPDATE generation SET destroyed = 5", generation, "generation 2 of policy 1"),
        ("UPDATE generation SET created = 5", generations, "generation 2 of policy 1"),
        ("UPDATE assignment SET policy_no = NULL", assignment, "the assignment"),
        ("DELETE FROM assignment", assignment, "the assignment"),
        ("UPDATE mailbox SET policy_no = NULL", by_name, "mailbox 'm1'"),
        ("UPDATE mailbox SET policy_no = NULL", listed, "mailbox 'm1'"),
        ("UPDATE mailbox SET alias = 'z' WHERE no = 1", by_name, "mailbox 'm1'"),
        ("UPDATE scope SET name = 'm9' WHERE no = 1", by_name, "mailbox 'm9'"),
        ("UPDATE setting SET value = '0'", setting, "setting 's'"),
        ("UPDATE setting SET value = '0'", settings, "setting 's'"),
        ("UPDATE note SET value = '0'", note, "note 'n'"),
        ("UPDATE vault_pin SET sequence = 0", pins, "vault 'v'"),
    ];
    for (damage, read, title) in cases {
        let (_folder, path, state) = stocked();
        sqlite(&path, damage);
        let error = state.view(read).unwrap_err();
        assert!(
            error.kind == StoreErrorKind::Damaged && error.target.contains(title),
            "{damage}: {error:?}"
        );
        let failed = failed_checks(&state);
        let named = failed
            .iter()
            .any(|(check, detail)| check == "authenticated rows" && detail.contains(title));
        assert!(named, "{damage}: {failed:?}");
    }
}

#[test]
fn a_mailbox_is_neither_removed_nor_brought_back_nor_released_by_editing_rows() {
    let removed: Read = |reader| reader.removed_mailboxes_by_identity("m1").map(drop);
    let by_no: Read = |reader| reader.mailbox(1).map(drop);
    let by_name: Read = |reader| reader.mailboxes_by_identity("m2").map(drop);
    let cases = [
        ("DELETE FROM removed_mailbox", by_no, "mailbox 'm1'"),
        ("DELETE FROM removed_mailbox", removed, "mailbox 'm1'"),
        ("UPDATE removed_mailbox SET how = 1", removed, "mailbox 'm1'"),
        ("UPDATE removed_mailbox SET at = 9", removed, "mailbox 'm1'"),
        ("UPDATE mailbox SET held = NULL", removed, "mailbox 'm1'"),
        ("INSERT INTO removed_mailbox VALUES (2, 1, 0)", by_name, "mailbox 'm2'"),
        ("UPDATE mailbox SET held = 1 WHERE no = 2", by_name, "mailbox 'm2'"),
    ];
    for (damage, read, title) in cases {
        let (_folder, path, state) = stocked();
        recorded(&state, |writer| {
            let mut row = writer.mailbox(1)?.unwrap().mailbox;
            row.held = Some(3);
            row.removed = Some(Removed { how: Removal::Inactive, at: 4 });
            writer.update_mailbox(&row)
        })
        .unwrap();
        assert_eq!(failed_checks(&state), []);
        state.view(read).unwrap();
        sqlite(&path, damage);
        let error = state.view(read).unwrap_err();
        assert!(
            error.kind == StoreErrorKind::Damaged && error.target.contains(title),
            "{damage}: {error:?}"
        );
        let failed = failed_checks(&state);
        let named = failed
            .iter()
            .any(|(check, detail)| check == "authenticated rows" && detail.contains(title));
        assert!(named, "{damage}: {failed:?}");
    }
}

#[test]
fn a_row_that_was_copied_over_another_one_is_refused() {
    let (_folder, path, state) = stocked();
    sqlite(
        &path,
        "UPDATE mailbox SET policy_no = (SELECT policy_no FROM mailbox WHERE no = 2), changed = (SELECT changed FROM mailbox WHERE no = 2),
         record = (SELECT record FROM mailbox WHERE no = 2), code = (SELECT code FROM mailbox WHERE no = 2) WHERE no = 1",
    );
    assert_eq!(state.view(|reader| reader.mailbox(1)).unwrap_err().kind, StoreErrorKind::Damaged);
    state.view(|reader| reader.mailbox(2)).unwrap();
}

#[test]
fn a_name_that_was_redirected_to_another_mailbox_is_refused() {
    let (_folder, path, state) = stocked();
    sqlite(&path, "UPDATE identity SET scope_no = 2 WHERE key = 'm1'");
    let error = state.view(|reader| reader.mailboxes_by_identity("m1")).unwrap_err();
    assert!(error.kind == StoreErrorKind::Damaged && error.message.contains("\"m2\""), "{error}");
}

#[test]
fn rows_of_another_key_are_refused() {
    let (_folder, path, state) = stocked();
    drop(state);
    let other =
        SqliteState::open(&path, RowKey::new(&SecretKey::from_slice(&[8; 32]).unwrap())).unwrap();
    assert_eq!(other.view(|reader| reader.tenant()).unwrap_err().kind, StoreErrorKind::Damaged);
}

#[test]
fn a_change_of_authenticated_rows_needs_exactly_one_record() {
    let (_folder, _path, state) = stocked();
    let append = |writer: &mut dyn crate::state::Writer| {
        let last = writer.last_audit()?.unwrap();
        let link = audit_link(&last.link, last.sequence + 1, 0, "");
        writer.append_audit(&AuditRow {
            sequence: last.sequence + 1,
            at: 0,
            body: String::new(),
            mac: [0; 32],
            link,
        })
    };
    let none = state.commit(|writer| writer.set_setting("s", Some("2")));
    assert_eq!(none.unwrap_err().kind, StoreErrorKind::Unrecorded);
    let two = state.commit(|writer| {
        append(writer)?;
        writer.set_setting("s", None)?;
        append(writer)
    });
    assert_eq!(two.unwrap_err().kind, StoreErrorKind::Unrecorded);
    assert_eq!(state.view(|reader| reader.setting("s")).unwrap().as_deref(), Some("1"));
    state.commit(|writer| writer.set_note("n", None)).unwrap();
    let before = state.view(|reader| reader.last_audit()).unwrap().unwrap().sequence;
    state
        .commit(|writer| {
            append(writer)?;
            writer.set_setting("s", Some("3"))
        })
        .unwrap();
    assert_eq!(state.view(|reader| reader.recorded_rows()).unwrap().settings[0].record, before + 1);
}

#[test]
fn a_trigger_is_found_by_a_check_and_never_fires() {
    let (_folder, path, state) = stocked();
    sqlite(&path, "CREATE TRIGGER weak AFTER UPDATE ON epoch BEGIN DELETE FROM scope_wrap; END");
    state.commit(|writer| writer.raise_epoch()).unwrap();
    assert_eq!(state.view(|reader| reader.scope_wraps(1)).unwrap().len(), 1);
    let failed = failed_checks(&state);
    assert!(
        failed
            .iter()
            .any(|(check, detail)| check == "schema"
                && detail.contains("added: trigger weak on epoch")),
        "{failed:?}"
    );
}

#[test]
fn tables_columns_and_indexes_that_were_added_or_removed_are_found_by_a_check() {
    for (damage, word) in [
        ("CREATE TABLE more (x)", "added: table more"),
        ("CREATE VIEW more AS SELECT 1", "added: view more"),
        ("ALTER TABLE mailbox ADD COLUMN more TEXT", "added: column mailbox.more"),
        ("DROP INDEX mailbox_by_policy", "missing: index mailbox_by_policy"),
    ] {
        let (_folder, path, state) = stocked();
        sqlite(&path, damage);
        let failed = failed_checks(&state);
        assert!(
            failed.iter().any(|(check, detail)| check == "schema" && detail.contains(word)),
            "{damage}: {failed:?}"
        );
    }
}

/// A geo and a site in it.
fn placed(state: &SqliteState) -> (Geo, Site) {
    let mut geo = Geo {
        no: 1,
        guid: Uuid::from_u128(70),
        name: "NAM".to_owned(),
        admin_url: "https://c-admin.sharepoint.com".to_owned(),
        policy_no: None,
        created: 3,
        recovery: None,
    };
    let site = Site {
        no: 0,
        guid: Uuid::from_u128(71),
        url: "https://c.sharepoint.com/a".to_owned(),
        geo_no: 1,
        created: 4,
        deleted: None,
    };
    let made = recorded(state, |writer| {
        geo.no = writer.insert_geo(&geo)?;
        Ok::<_, StoreError>(Site { no: writer.insert_site(&site)?, ..site.clone() })
    });
    (geo, made.unwrap())
}

#[test]
fn recovery_mode_is_not_begun_and_a_site_neither_deleted_nor_restored_by_editing_rows() {
    let geos: Read = |reader| reader.geos().map(drop);
    let site: Read = |reader| {
        reader.sites(None, SitesAmong::All, 0, 9)?;
        reader.site(3).map(drop)
    };
    let cases = [
        ("UPDATE geo SET recovery = NULL", geos, "geo 'NAM'"),
        ("UPDATE geo SET recovery = 0", geos, "geo 'NAM'"),
        ("UPDATE geo SET policy_no = 1", geos, "geo 'NAM'"),
        ("UPDATE site SET deleted = NULL", site, "site 'https://c.sharepoint.com/a'"),
        ("UPDATE site SET deleted = 1", site, "site 'https://c.sharepoint.com/a'"),
    ];
    for (damage, read, title) in cases {
        let (_folder, path, state) = stocked();
        let (geo, row) = placed(&state);
        recorded(&state, |writer| {
            writer.update_geo(&Geo { recovery: Some(5), ..geo.clone() })?;
            writer.update_site(&Site { deleted: Some(6), ..row.clone() })
        })
        .unwrap();
        assert_eq!(failed_checks(&state), []);
        sqlite(&path, damage);
        let error = state.view(read).unwrap_err();
        assert!(error.kind == StoreErrorKind::Damaged && error.target.contains(title), "{error:?}");
    }
}

/// What format 4 added is taken away again, and what was there before stays as it is.
#[test]
fn a_database_of_format_3_is_copied_and_brought_up_and_its_codes_hold() {
    let (folder, path, state) = stocked();
    let (geo, site) = placed(&state);
    drop(state);
    sqlite(
        &path,
        "DROP INDEX site_deleted; DROP INDEX chunk_by_object; ALTER TABLE geo DROP COLUMN recovery;
         ALTER TABLE site DROP COLUMN deleted; ALTER TABLE chunk DROP COLUMN object;
         UPDATE format SET version = 3; PRAGMA user_version = 3;",
    );
    let state = SqliteState::open(&path, rows()).unwrap();
    assert_eq!(failed_checks(&state), []);
    state
        .view(|reader| {
            assert_eq!(reader.geos()?, std::slice::from_ref(&geo));
            assert_eq!(reader.site(site.no)?, Some(site.clone()));
            let known = reader.backups()?;
            let copy = "state.db.format-3";
            assert!(matches!(&known[..], [one] if one.output.ends_with(copy)), "{known:?}");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert!(folder.path().join("state.db.format-3").is_file());
}

#[test]
fn a_database_of_format_1_is_copied_brought_up_and_then_bound() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    sqlite(
        &path,
        &format!(
            "PRAGMA application_id = {}; PRAGMA user_version = 1; {}
             INSERT INTO format VALUES (1, '0.1.0');
             INSERT INTO tenant VALUES (1, x'{:032x}', 'contoso', 1, 5);
             INSERT INTO setting VALUES ('setting.job-mode', 'Manual'), ('clock.offset', '5'), ('sign-in.root', '{{}}');
             INSERT INTO policy VALUES (1, x'{:032x}', 2, 'P', 'p', '', 1, '[]', 1, NULL, 0, 0, 1);
             INSERT INTO generation VALUES (1, 1, x'{:032x}', zeroblob(32), 0, NULL, 1, 1);
             INSERT INTO assignment VALUES (1, 1, 8);
             INSERT INTO scope VALUES (1, x'{:032x}', 0, 'm', 0, 0, 0);
             INSERT INTO identity VALUES ('m', 1, 0, 1);
             INSERT INTO mailbox VALUES (1, '', '', '', '', 'UserMailbox', 1, 0);
             INSERT INTO scope_wrap VALUES (1, 1, 1, 1, x'00');
             UPDATE mailbox_count SET value = 1;
             INSERT INTO audit VALUES (1, 0, '', zeroblob(32));
             PRAGMA journal_mode = WAL;",
            super::format::APPLICATION_ID,
            include_str!("format_1.sql"),
            1,
            2,
            3,
            4,
        ),
    );
    let state = SqliteState::open(&path, rows()).unwrap();
    assert!(state.view(|reader| reader.is_unbound()).unwrap());
    assert_eq!(state.view(|reader| reader.tenant()).unwrap_err().kind, StoreErrorKind::Damaged);
    recorded(&state, |writer| writer.bind_rows()).unwrap();
    let found = state
        .view(|reader| {
            assert!(!reader.is_unbound()?);
            let tenant = reader.tenant()?;
            assert_eq!((tenant.id, tenant.mode), (Uuid::from_u128(1), TenantMode::Production));
            assert_eq!(reader.policies(PolicyKind::Mailbox)?.len(), 1);
            assert_eq!(reader.assignment()?.policy_no, Some(1));
            assert_eq!(reader.note("sign-in.root")?.as_deref(), Some("{}"));
            assert_eq!(
                reader.mailboxes_by_identity("m")?.pop().unwrap().mailbox.policy_no,
                Some(1)
            );
            Ok::<_, StoreError>((
                reader.setting("clock.offset")?,
                reader.settings("setting.")?.len(),
                reader.setting("sign-in.root")?,
            ))
        })
        .unwrap();
    assert_eq!(found, (Some("5".to_owned()), 1, None));
    assert_eq!(failed_checks(&state), []);
    assert!(folder.path().join("state.db.format-1").is_file());
}

#[test]
fn the_key_of_rows_says_nothing_of_itself() {
    let key = RowKey::new(&SecretKey::from_slice(&[8; 32]).unwrap());
    assert_eq!(format!("{key:?}"), "RowKey(..)");
}
