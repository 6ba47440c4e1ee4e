//! The rows that decide who is protected by what: edited, put back, added, removed, or written
//! under the key with what cannot be (rule 8.5.12).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_crypto::{SecretBytes, SecretKey, derive};
use ckey_engine::{
    Actor, CreateOptions, EngineError, NewMailbox, OpenOptions, PolicyChange, PolicyKind,
    ScopeSelector, TamperEvidence, Tenant, TenantMode,
};
use ckey_store::conformance::recorded;
use ckey_store::{
    FolderSecrets, MasterKey, RowKey, SecretName, SecretStore, SqliteState, StoreError, Writer,
};

use crate::processes::child_at;
use crate::stage::{Stage, options, records_of};

fn sql(tenant: &Path, text: &str) {
    rusqlite::Connection::open(tenant.join("tenant.db")).unwrap().execute_batch(text).unwrap();
}

/// Writes rows with right codes, as somebody can who reads the secret store too.
pub(crate) fn write_with_key(
    tenant: &Path,
    change: impl Fn(&mut dyn Writer) -> Result<(), StoreError>,
) {
    let secrets =
        FolderSecrets::open(&tenant.join("service-secrets"), MasterKey::InFolder).unwrap();
    let chain: SecretKey = secrets.get(&SecretName::AuditChain).unwrap().unwrap();
    let rows = RowKey::new(&derive::subkey(&chain, "customer-key/v1/rows", &[]).unwrap());
    let state = SqliteState::open(&tenant.join("tenant.db"), rows).unwrap();
    recorded(&state, |writer| change(writer)).unwrap();
}

fn problems(tenant: &Tenant) -> Vec<(String, String)> {
    let checks = tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    checks
        .into_iter()
        .filter(|check| !check.passed)
        .map(|check| (check.check, check.detail))
        .collect()
}

/// Everything that authenticated rows tell of, closed again.
fn stocked() -> (Stage, PathBuf) {
    let stage = Stage::new();
    let actor = stage.actor();
    for name in ["Strong", "Weak"] {
        stage.policy(PolicyKind::Mailbox, name);
    }
    stage.policy(PolicyKind::MultiWorkload, "Global");
    for name in ["Alice", "Bob", "Carol"] {
        stage.mailbox(name);
    }
    stage.tenant.mailboxes().set_policy(&actor, "Alice", Some("Weak")).unwrap();
    stage.tenant.policies().assign(&actor, Some("Global"), &CancelToken::default()).unwrap();
    stage.work();
    stage.tenant.move_clock(&actor, stage.tenant.now() + 60).unwrap();
    let path = stage.path();
    (stage, path)
}

/// Goes on with the stage from where its files are now.
fn reopen(stage: Stage) -> (Arc<Tenant>, tempfile::TempDir) {
    let path = stage.path();
    let Stage { tenant, folder } = stage;
    drop(tenant);
    (Tenant::open(&path, options()).unwrap(), folder)
}

fn refused(stage: Stage) -> EngineError {
    let path = stage.path();
    let Stage { tenant, folder: _folder } = stage;
    drop(tenant);
    Tenant::open(&path, options()).err().unwrap()
}

#[test]
fn every_change_that_is_made_keeps_rows_and_record_in_step() {
    let (stage, _) = stocked();
    let (actor, cancel) = (stage.actor(), CancelToken::default());
    let change =
        PolicyChange { name: Some("Renamed".into()), description: Some("d".into()), enabled: None };
    stage.tenant.policies().update(&actor, PolicyKind::Mailbox, "Strong", &change).unwrap();
    stage.tenant.mailboxes().set_policy(&actor, "Bob", Some("Renamed")).unwrap();
    stage.tenant.mailboxes().set_policy(&actor, "Alice", None).unwrap();
    stage.tenant.policies().refresh(&actor, PolicyKind::Mailbox, "Renamed", &cancel).unwrap();
    stage.tenant.policies().assign(&actor, None, &cancel).unwrap();
    // Never assigned, so that these mailboxes activate it.
    stage.policy(PolicyKind::Mailbox, "Fresh");
    let new =
        ["Dave", "Erin"].map(|name| NewMailbox { name: name.into(), ..NewMailbox::default() });
    stage.tenant.mailboxes().create_under(&actor, &new, Some("Fresh"), &cancel).unwrap();
    assert_eq!(problems(&stage.tenant), []);
    stage.tenant.mailboxes().set_policy(&actor, "Erin", None).unwrap();
    stage.work();
    assert_eq!(problems(&stage.tenant), []);
}

#[test]
fn a_known_backup_that_was_taken_away_or_needs_less_than_recorded_is_found() {
    for (edit, said) in [
        ("DELETE FROM backup_keys; DELETE FROM backup", "was removed: no record tells of it"),
        ("DELETE FROM backup_keys WHERE slot = 1", "which was taken off it"),
    ] {
        let (stage, path) = stocked();
        let place = stage.folder.path();
        let (output, secrets) = (place.join("a.backup"), place.join("a.secrets"));
        stage.tenant.backup(&stage.actor(), &output, &secrets, &mut |_| {}).unwrap();
        assert_eq!(problems(&stage.tenant), []);
        sql(&path, edit);
        let (tenant, _folder) = reopen(stage);
        let found = problems(&tenant);
        assert!(
            matches!(&found[..], [(check, detail)]
                if check == "RowsAgainstRecord" && detail.contains(said) && detail.contains("a.backup")),
            "{found:?}"
        );
    }
}

#[test]
fn a_backup_that_was_forgotten_is_not_missed() {
    let (stage, _) = stocked();
    let place = stage.folder.path();
    let (output, secrets) = (place.join("a.backup"), place.join("a.secrets"));
    let known = stage.tenant.backup(&stage.actor(), &output, &secrets, &mut |_| {}).unwrap().known;
    stage.tenant.key_use().forget_backup(&stage.actor(), &known).unwrap();
    assert_eq!(problems(&stage.tenant), []);
}

#[test]
fn a_mailbox_whose_policy_was_edited_is_refused_and_found() {
    let (stage, path) = stocked();
    sql(&path, "UPDATE mailbox SET policy_no = NULL");
    let (tenant, _folder) = reopen(stage);
    let error = tenant.mailboxes().get("Alice").err().unwrap();
    assert!(error.id == "StoreDamaged" && error.message.contains("mailbox 'Alice'"), "{error:?}");
    let import = tenant.items().import(
        &Actor::new("a"),
        &ScopeSelector::Mailbox("Alice".into()),
        "x",
        &mut &b"x"[..],
        &CancelToken::default(),
    );
    assert_eq!(import.err().unwrap().id, "StoreDamaged");
    let found = problems(&tenant);
    assert!(
        found
            .iter()
            .any(|(check, detail)| check == "authenticated rows" && detail.contains("'Alice'")),
        "{found:?}"
    );
}

#[test]
fn the_keys_of_a_policy_cannot_be_edited_before_a_roll() {
    let (stage, path) = stocked();
    sql(&path, "UPDATE policy SET key_uris = replace(key_uris, 'contosoEast01', 'mallory01')");
    let (tenant, _folder) = reopen(stage);
    let rolled = tenant.policies().refresh(
        &Actor::new("a"),
        PolicyKind::Mailbox,
        "Strong",
        &CancelToken::default(),
    );
    assert_eq!(rolled.err().unwrap().id, "StoreDamaged");
}

#[test]
fn a_row_that_was_put_back_to_an_older_state_is_found_by_the_check() {
    let columns = "policy_no, changed, record, code";
    let cases = [
        (
            "mailbox",
            columns.to_owned(),
            "WHERE no = (SELECT scope_no FROM identity WHERE key = 'alice' AND field = 1)",
            "'Alice'",
        ),
        (
            "policy",
            "enabled, description, activated, changed, record, code".to_owned(),
            "WHERE name = 'Strong'",
            "'Strong'",
        ),
        ("assignment", "policy_no, at, record, code".to_owned(), "", "the assignment"),
        (
            "setting",
            "value, record, code".to_owned(),
            "WHERE name = 'clock.offset'",
            "'clock.offset'",
        ),
    ];
    for (table, columns, row, title) in cases {
        let (stage, path) = stocked();
        sql(&path, &format!("CREATE TABLE kept AS SELECT {columns} FROM {table} {row}"));
        let (tenant, folder) = reopen(stage);
        let (actor, cancel) = (Actor::new("a"), CancelToken::default());
        tenant.mailboxes().set_policy(&actor, "Alice", Some("Strong")).unwrap();
        let change = PolicyChange { enabled: Some(false), ..PolicyChange::default() };
        tenant.mailboxes().set_policy(&actor, "Alice", Some("Strong")).unwrap();
        tenant.policies().update(&actor, PolicyKind::Mailbox, "Strong", &change).unwrap();
        tenant.policies().assign(&actor, None, &cancel).unwrap();
        tenant.move_clock(&actor, tenant.now() + 60).unwrap();
        drop(tenant);
        let old: Vec<_> = columns
            .split(", ")
            .map(|column| format!("{column} = (SELECT {column} FROM kept)"))
            .collect();
        sql(&path, &format!("UPDATE {table} SET {} {row}; DROP TABLE kept", old.join(", ")));
        let tenant = Tenant::open(&path, options()).unwrap();
        let found = problems(&tenant);
        let told = found
            .iter()
            .any(|(check, detail)| check == "RowsAgainstRecord" && detail.contains(title));
        assert!(
            told && !found.iter().any(|(check, _)| check == "authenticated rows"),
            "{table}: {found:?}"
        );
        drop(folder);
    }
}

#[test]
fn a_row_that_was_removed_is_found_by_the_check() {
    for (damage, title) in [
        (
            "DELETE FROM setting WHERE name = 'clock.offset'",
            "the setting 'clock.offset' was removed",
        ),
        (
            "DELETE FROM mailbox WHERE no = (SELECT scope_no FROM identity WHERE key = 'alice' AND field = 1)",
            "was removed",
        ),
        (
            "DELETE FROM mailbox WHERE no = (SELECT scope_no FROM identity WHERE key = 'bob' AND field = 1)",
            "there are 2 mailboxes",
        ),
    ] {
        let (stage, path) = stocked();
        sql(&path, damage);
        let (tenant, _folder) = reopen(stage);
        let found = problems(&tenant);
        assert!(
            found
                .iter()
                .any(|(check, detail)| check == "RowsAgainstRecord" && detail.contains(title)),
            "{damage}: {found:?}"
        );
    }
}

#[test]
fn a_row_with_a_right_code_that_no_record_tells_of_is_found_by_the_check() {
    let (stage, path) = stocked();
    let (tenant, folder) = reopen(stage);
    drop(tenant);
    // The record's text is not the change it stands for, and the chain's code is wrong too: anyone
    // who reads the secret store can do better.
    write_with_key(&path, |writer| {
        writer.set_setting("setting.mailbox-cache-ms", Some("86400000"))
    });
    let tenant = Tenant::open(&path, options()).unwrap();
    let found = problems(&tenant);
    assert!(found.iter().any(|(check, _)| check == "RowsAgainstRecord"), "{found:?}");
    drop(folder);
}

#[test]
fn a_time_limit_of_nothing_written_into_the_state_brings_in_no_availability_key() {
    let (stage, path) = stocked();
    let scope = ScopeSelector::Mailbox("Alice".into());
    stage.import(&scope, "m", b"x").unwrap();
    stage.permit(0, false);
    stage.permit(1, false);
    let Stage { tenant, folder } = stage;
    drop(tenant);
    // Without the key: refused as a row; with it: refused as a value.
    sql(
        &path,
        "INSERT OR REPLACE INTO setting (name, value, record, code) VALUES ('setting.root-timeout-ms', '0', 1, zeroblob(16))",
    );
    assert_eq!(Tenant::open(&path, options()).err().unwrap().id, "StoreDamaged");
    write_with_key(&path, |writer| writer.set_setting("setting.root-timeout-ms", Some("0")));
    let error = Tenant::open(&path, options()).err().unwrap();
    assert!(error.id == "DataDamaged" && error.message.contains("root-timeout-ms"), "{error:?}");
    drop(folder);
}

#[test]
fn the_clock_of_a_production_tenant_has_no_offset() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("tenant");
    let create = CreateOptions { mode: TenantMode::Production, ..CreateOptions::default() };
    drop(Tenant::create(&path, &create, options()).unwrap());
    write_with_key(&path, |writer| writer.set_setting("clock.offset", Some("86400")));
    let error = Tenant::open(&path, options()).err().unwrap();
    assert!(error.id == "DataDamaged" && error.message.contains("clock"), "{error:?}");
}

#[test]
fn a_rehearsal_cannot_be_edited_into_a_production_tenant_nor_the_other_way_round() {
    let stage = Stage::bare();
    sql(&stage.path(), "UPDATE tenant SET mode = 1 - mode");
    assert_eq!(refused(stage).id, "StoreDamaged");
}

#[test]
fn the_status_says_against_whom_codes_and_chain_hold() {
    let folder = tempfile::TempDir::new().unwrap();
    let evidence = |name: &str, open: fn(&Path) -> OpenOptions| {
        let path = folder.path().join(name);
        Tenant::create(&path, &CreateOptions::default(), open(&path))
            .unwrap()
            .status()
            .unwrap()
            .tamper_evidence
    };
    let within = |path: &Path| OpenOptions {
        master_key_file: Some(path.join("service-secrets/master.key")),
        ..options()
    };
    let beside = |path: &Path| OpenOptions {
        master_key_file: Some(path.with_extension("key")),
        ..options()
    };
    let words = |_: &Path| OpenOptions {
        passphrase: Some(SecretBytes::from_slice(b"correct horse").unwrap()),
        ..options()
    };
    assert_eq!(evidence("in-folder", |_| options()), TamperEvidence::AccidentsOnly);
    assert_eq!(evidence("within", within), TamperEvidence::AccidentsOnly);
    assert_eq!(evidence("beside", beside), TamperEvidence::Full);
    assert_eq!(evidence("passphrase", words), TamperEvidence::Full);
}

fn unpacked() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::TempDir::new().unwrap();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format-1.tar");
    tar::Archive::new(std::fs::File::open(archive).unwrap()).unpack(folder.path()).unwrap();
    let path = folder.path().join("tenant");
    (folder, path)
}

#[test]
fn a_tenant_of_format_1_is_opened_with_everything_in_it_and_its_rows_are_authenticated_once() {
    let (_folder, path) = unpacked();
    let tenant = Tenant::open(&path, options()).unwrap();
    assert_eq!(problems(&tenant), []);
    assert_eq!(tenant.policies().assignment().unwrap().unwrap().policy.name, "Global");
    for (name, size) in [("alice", 30), ("bob", 200_000)] {
        let scope = ScopeSelector::Mailbox(name.into());
        let item = tenant.items().page(&scope, 0, 10).unwrap().remove(0);
        let mut content = Vec::new();
        tenant.items().export(&scope, item.id, &mut content, &CancelToken::default()).unwrap();
        assert_eq!(content.len(), size, "{name}");
    }
    let known = tenant.key_use().backups().unwrap();
    assert_eq!(known.len(), 1, "the copy of before");
    assert!(Path::new(&known[0].output).is_file(), "{known:?}");
    let needed: Vec<_> = tenant.key_use().usage(None).unwrap();
    let needed: Vec<_> = needed.iter().map(|usage| usage.key_uri.as_str()).collect();
    assert!(needed.len() >= 2 && known[0].keys.iter().map(String::as_str).eq(needed));
    let bound = |tenant: &Tenant| records_of(tenant, "Authenticate rows").len();
    assert_eq!(bound(&tenant), 1);
    tenant.mailboxes().set_policy(&Actor::new("a"), "bob", Some("Mail")).unwrap();
    drop(tenant);
    let tenant = Tenant::open(&path, options()).unwrap();
    assert_eq!((bound(&tenant), problems(&tenant)), (1, Vec::new()));
}

#[test]
fn two_processes_that_open_a_tenant_of_format_1_at_once_authenticate_its_rows_once() {
    let (_folder, path) = unpacked();
    let mut children: Vec<_> = (0..3).map(|_| child_at(&path, "revoke")).collect();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(problems(&Tenant::open(&path, options()).unwrap()), []);
}

#[test]
fn codes_that_were_removed_are_not_made_again() {
    let (stage, path) = stocked();
    sql(
        &path,
        "UPDATE mailbox SET policy_no = NULL, code = x''; UPDATE tenant SET code = x''; UPDATE policy SET code = x'';
         UPDATE generation SET code = x''; UPDATE assignment SET code = x''; UPDATE setting SET code = x'';",
    );
    let error = refused(stage);
    assert!(error.id == "DataDamaged" && error.message.contains("have been removed"), "{error:?}");
}

#[test]
fn rows_of_format_1_are_not_authenticated_where_the_chain_is_broken() {
    let (_folder, path) = unpacked();
    sql(&path, "UPDATE audit SET body = replace(body, 'Mail', 'Post')");
    assert_eq!(Tenant::open(&path, options()).err().unwrap().id, "DataDamaged");
}

/// Takes both customers' keys away for good.
fn revoke(stage: &Stage) {
    stage.permit(0, false);
    stage.permit(1, false);
    stage.tenant.clear_caches(&stage.actor()).unwrap();
}

fn reads(tenant: &Tenant, scope: &ScopeSelector, item: uuid::Uuid) -> Result<u64, EngineError> {
    tenant.items().export(scope, item, &mut Vec::new(), &CancelToken::default())
}

#[test]
fn a_scope_key_that_was_put_back_under_its_old_policy_serves_no_user_whom_the_new_one_refuses() {
    let (stage, path) = stocked();
    let scope = ScopeSelector::Mailbox("Bob".into());
    sql(&path, "CREATE TABLE kept AS SELECT * FROM scope_wrap");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Bob", Some("Strong")).unwrap();
    stage.work();
    let item = stage.import(&scope, "m", b"x").unwrap().id;
    reads(&stage.tenant, &scope, item).unwrap();
    stage.tenant.policies().assign(&stage.actor(), None, &CancelToken::default()).unwrap();
    stage.work();
    revoke(&stage);
    assert_eq!(reads(&stage.tenant, &scope, item).err().unwrap().id, "CustomerKeyAccessDenied");
    sql(
        &path,
        "UPDATE scope_wrap SET (policy_no, generation, wrap) =
             (SELECT policy_no, generation, wrap FROM kept k WHERE k.scope_no = scope_wrap.scope_no AND k.version = scope_wrap.version)
         WHERE scope_no = (SELECT scope_no FROM identity WHERE key = 'bob' AND field = 1);
         DROP TABLE kept;
         DELETE FROM generation_keys;
         INSERT INTO generation_keys SELECT w.policy_no, w.generation, s.kind, count(*) FROM scope_wrap w JOIN scope s ON s.no = w.scope_no GROUP BY 1, 2, 3",
    );
    stage.tenant.clear_caches(&stage.actor()).unwrap();
    assert_eq!(reads(&stage.tenant, &scope, item).err().unwrap().id, "CustomerKeyAccessDenied");
    stage.permit(0, true);
    stage.permit(1, true);
    stage.tenant.clear_caches(&stage.actor()).unwrap();
    let found = problems(&stage.tenant);
    assert!(
        found.iter().any(|(check, detail)| check == "ScopeKeyPlaces" && detail.contains("'Bob'")),
        "{found:?}"
    );
}

#[test]
fn a_mailbox_whose_rewrap_was_removed_is_found_and_serves_no_user_whom_its_policy_refuses() {
    let (stage, path) = stocked();
    let scope = ScopeSelector::Mailbox("Bob".into());
    let item = stage.import(&scope, "m", b"x").unwrap().id;
    stage.tenant.policies().assign(&stage.actor(), None, &CancelToken::default()).unwrap();
    stage.work();
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Bob", Some("Strong")).unwrap();
    assert_eq!(problems(&stage.tenant), [], "it waits to be moved");
    sql(&path, "DELETE FROM job WHERE state = 0; DELETE FROM pending_scope");
    let found = problems(&stage.tenant);
    assert!(
        found.iter().any(|(check, detail)| check == "ScopeKeyPlaces" && detail.contains("'Bob'")),
        "{found:?}"
    );
    revoke(&stage);
    assert_eq!(reads(&stage.tenant, &scope, item).err().unwrap().id, "CustomerKeyAccessDenied");
}

#[test]
fn new_data_of_a_workload_is_not_sealed_under_an_older_key_when_the_newest_is_hidden() {
    let (stage, path) = stocked();
    sql(
        &path,
        "DELETE FROM scope_wrap WHERE version = 2;
         DELETE FROM generation_keys;
         INSERT INTO generation_keys SELECT w.policy_no, w.generation, s.kind, count(*) FROM scope_wrap w JOIN scope s ON s.no = w.scope_no GROUP BY 1, 2, 3",
    );
    let scope = ScopeSelector::Workload("TeamsChats".into());
    let import = stage.import(&scope, "m", b"x");
    assert_eq!(import.err().unwrap().id, "DataDamaged");
    assert_eq!(stage.tenant.open_scope(&scope).err().unwrap().id, "DataDamaged");
    let found = problems(&stage.tenant);
    assert!(
        found
            .iter()
            .any(|(check, detail)| check == "ScopeKeyPlaces" && detail.contains("'TeamsChats'")),
        "{found:?}"
    );
}

/// Rule 3.1.1.
#[test]
fn a_wrap_that_names_another_vault_than_its_policy_brings_in_no_availability_key() {
    let (stage, path) = stocked();
    let scope = ScopeSelector::Mailbox("Alice".into());
    let item = stage.import(&scope, "m", b"x").unwrap().id;
    stage.vault("elsewhere01", "eastus", "00000000-0000-4000-8000-000000000009");
    stage
        .tenant
        .set_vault_fault(&stage.actor(), "elsewhere01", ckey_vault::Fault::Unreachable)
        .unwrap();
    revoke(&stage);
    sql(
        &path,
        "UPDATE policy_wrap SET key_uri = 'https://elsewhere01.vault.azure.net/keys/Root/0123456789abcdef0123456789abcdef' WHERE slot IN (1, 2)",
    );
    let error = reads(&stage.tenant, &scope, item).err().unwrap();
    assert!(
        error.id == "CustomerKeyUnusable" && error.message.contains("no key of it"),
        "{error:?}"
    );
}

#[test]
fn a_missing_wrap_of_a_policy_key_fails_its_own_root_alone_and_is_found() {
    for slot in [1, 2] {
        let (stage, path) = stocked();
        let scope = ScopeSelector::Mailbox("Alice".into());
        let item = stage.import(&scope, "m", b"x").unwrap().id;
        sql(&path, &format!("DELETE FROM policy_wrap WHERE slot = {slot}"));
        reads(&stage.tenant, &scope, item).unwrap();
        let found = problems(&stage.tenant);
        assert!(
            found
                .iter()
                .any(|(check, detail)| check == "PolicyKeyWraps" && detail.contains("has no wrap")),
            "{found:?}"
        );
    }
    let (stage, path) = stocked();
    sql(&path, "DELETE FROM policy_wrap WHERE slot = 3");
    let found = problems(&stage.tenant);
    assert!(
        found
            .iter()
            .any(|(check, detail)| check == "PolicyKeyWraps" && detail.contains("Availability")),
        "{found:?}"
    );
}

/// Two items of Alice, one small and one large, and one of Bob.
fn with_items() -> (Stage, PathBuf) {
    let (stage, path) = stocked();
    for (mailbox, name, size) in
        [("Alice", "note", 5), ("Alice", "film", 100_000), ("Bob", "letter", 7)]
    {
        let (scope, content) = (ScopeSelector::Mailbox(mailbox.into()), vec![7_u8; size]);
        stage.import(&scope, name, &content).unwrap();
    }
    assert_eq!(problems(&stage.tenant), []);
    (stage, path)
}

#[test]
fn items_that_were_removed_renamed_resized_or_added_are_found_by_the_check() {
    let counted = "UPDATE scope SET items = (SELECT count(*) FROM item WHERE scope_no = scope.no),
                   bytes = (SELECT coalesce(sum(size), 0) FROM item WHERE scope_no = scope.no)";
    let body = "DELETE FROM item_body WHERE item_no = (SELECT no FROM item WHERE name = 'note')";
    for (damage, parts) in [
        (format!("{body}; DELETE FROM item WHERE name = 'note'"), ["'note'", "was removed"]),
        ("DELETE FROM item WHERE name = 'film'".to_owned(), ["'film'", "was removed"]),
        ("DELETE FROM item_body; DELETE FROM item".to_owned(), ["'letter'", "was removed"]),
        ("UPDATE item SET name = 'poem' WHERE name = 'letter'".to_owned(), ["of 'Bob'", "another name"]),
        ("UPDATE item SET size = 6 WHERE name = 'note'".to_owned(), ["of 'Alice'", "another size"]),
        (
            "INSERT INTO item (id, scope_no, key_version, size, name, created, outside)
             SELECT x'000102030405060708090a0b0c0d0e0f', scope_no, key_version, size, name, created, 0 FROM item WHERE name = 'note';
             INSERT INTO item_body SELECT last_insert_rowid(), sealed FROM item_body
             WHERE item_no = (SELECT min(no) FROM item WHERE name = 'note')"
                .to_owned(),
            ["00010203-0405-0607-0809-0a0b0c0d0e0f", "no record tells of it"],
        ),
    ] {
        let (stage, path) = with_items();
        sql(&path, &format!("{damage}; {counted}"));
        let found = problems(&stage.tenant);
        let told = found.iter().any(|(check, detail)| {
            check == "RowsAgainstRecord" && parts.iter().all(|part| detail.contains(part))
        });
        assert!(told, "{damage}: {found:?}");
    }
}
