//! The counter that is kept with the secrets: a log whose end was cut off is missed (rule 8.5.9),
//! one that a crash left longer is healed.

use std::fs::File;
use std::path::{Path, PathBuf};

use ckey_base::CancelToken;
use ckey_engine::{
    AccountType, Actor, EngineError, JobMode, NewMailbox, OpenOptions, PolicyKind, Service,
    SettingsChange, SignIn, Tenant,
};
use ckey_store::{AuditCounter, AuditMark, FolderSecrets, MasterKey};
use ckey_vault::{AccessPolicy, KeyPermission};

use crate::processes::{child, hear};
use crate::stage::{Stage, VAULTS, options, records_of};

fn sql(tenant: &Path, text: &str) {
    rusqlite::Connection::open(tenant.join("tenant.db")).unwrap().execute_batch(text).unwrap();
}

fn last(tenant: &Path) -> i64 {
    let database = rusqlite::Connection::open(tenant.join("tenant.db")).unwrap();
    database.query_row("SELECT max(sequence) FROM audit", [], |row| row.get(0)).unwrap()
}

fn secrets(tenant: &Path) -> FolderSecrets {
    FolderSecrets::open(&tenant.join("service-secrets"), MasterKey::InFolder).unwrap()
}

fn counter(tenant: &Path) -> PathBuf {
    tenant.join("service-secrets/audit.counter")
}

fn counted(tenant: &Path) -> i64 {
    secrets(tenant).mark().unwrap().unwrap().sequence
}

/// Closes the stage's tenant and leaves its folder.
fn close(stage: Stage) -> (PathBuf, tempfile::TempDir) {
    let path = stage.path();
    let Stage { tenant, folder } = stage;
    drop(tenant);
    (path, folder)
}

fn refused(tenant: &Path) -> EngineError {
    Tenant::open(tenant, options()).err().expect("a tenant that lost records was opened")
}

fn accepted(tenant: &Path) -> std::sync::Arc<Tenant> {
    Tenant::open(
        tenant,
        OpenOptions { os_user: Some("olga".to_owned()), accept_audit_loss: true, ..options() },
    )
    .unwrap()
}

fn failed(tenant: &Tenant) -> Vec<String> {
    let checks = tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    checks.into_iter().filter(|check| !check.passed).map(|check| check.check).collect()
}

fn verdict(tenant: &Tenant) -> Option<String> {
    tenant.audit().verify(&CancelToken::default()).unwrap().problem
}

#[test]
fn closing_leaves_the_counter_at_the_last_record() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    assert!(failed(&stage.tenant).is_empty());
    let (path, _folder) = close(stage);
    assert_eq!(counted(&path), last(&path));
}

#[test]
fn whoever_lets_go_of_a_tenant_whose_background_thread_is_at_work_leaves_nothing_to_be_done() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    let many: Vec<_> = (0..400)
        .map(|n| NewMailbox { name: format!("user{n}"), ..NewMailbox::default() })
        .collect();
    stage.tenant.mailboxes().create(&stage.actor(), &many, &CancelToken::default()).unwrap();
    for n in 0..400 {
        stage
            .tenant
            .mailboxes()
            .set_policy(&stage.actor(), &format!("user{n}"), Some("P"))
            .unwrap();
    }
    let background =
        SettingsChange { job_mode: Some(JobMode::Background), ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &background).unwrap();
    let (path, _folder) = close(stage);
    for round in 0..12 {
        let tenant =
            Tenant::open(&path, OpenOptions { background_jobs: true, ..options() }).unwrap();
        let new = NewMailbox { name: format!("more{round}"), ..NewMailbox::default() };
        tenant.mailboxes().create(&Actor::new("a"), &[new], &CancelToken::default()).unwrap();
        tenant
            .policies()
            .refresh(&Actor::new("a"), PolicyKind::Mailbox, "P", &CancelToken::default())
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(round * 3));
        Tenant::let_go(tenant);
        let log = path.join("tenant.db-wal");
        assert_eq!(
            log.metadata().map_or(0, |log| log.len()),
            0,
            "round {round}: changes are left in the log"
        );
        assert_eq!(
            path.join("locks").read_dir().unwrap().count(),
            0,
            "round {round}: somebody seems to have it open"
        );
        assert_eq!(counted(&path), last(&path), "round {round}");
    }
}

#[test]
fn a_log_without_its_last_record_is_not_opened_and_nothing_in_it_helps() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let (path, _folder) = close(stage);
    sql(&path, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)");
    let error = refused(&path);
    assert_eq!(error.id, "AuditCutOff");
    assert!(
        error.message.contains("ends at record") && error.fix.contains("-AcceptAuditLoss"),
        "{error:?}"
    );
}

#[test]
fn an_older_database_beside_newer_secrets_gives_no_access_back() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let (path, folder) = close(stage);
    let older = folder.path().join("older.db");
    std::fs::copy(path.join("tenant.db"), &older).unwrap();
    let tenant = Tenant::open(&path, options()).unwrap();
    let stage = Stage { tenant, folder };
    stage.permit(0, false);
    stage.permit(1, false);
    let (path, _folder) = close(stage);
    std::fs::copy(older, path.join("tenant.db")).unwrap();
    assert_eq!(refused(&path).id, "AuditCutOff");
}

#[test]
fn a_revocation_is_counted_before_it_is_acknowledged() {
    let stage = Stage::new();
    let path = stage.path();
    stage.permit(0, false);
    assert_eq!(counted(&path), last(&path));
    stage.permit(0, true);
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", None).unwrap();
    assert_eq!(counted(&path), last(&path));
    let disable =
        ckey_engine::PolicyChange { enabled: Some(false), ..ckey_engine::PolicyChange::default() };
    stage.tenant.policies().update(&stage.actor(), PolicyKind::Mailbox, "P", &disable).unwrap();
    assert_eq!(counted(&path), last(&path));
}

#[test]
fn what_was_cut_off_while_the_tenant_is_open_is_found_and_later_records_do_not_cover_it() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    stage.tenant.clear_caches(&stage.actor()).unwrap();
    let known = counted(&stage.path());
    sql(&stage.path(), "DELETE FROM audit WHERE sequence > (SELECT max(sequence) - 2 FROM audit)");
    assert!(verdict(&stage.tenant).unwrap().contains("ends at record"));
    assert_eq!(failed(&stage.tenant), ["RowsAgainstRecord", "AuditCounter"]);
    for name in ["Bob", "Carol", "Dora"] {
        stage.mailbox(name);
    }
    stage.tenant.clear_caches(&stage.actor()).unwrap();
    assert!(last(&stage.path()) > known);
    assert!(verdict(&stage.tenant).unwrap().contains("is not the one that its counter"));
    let (path, _folder) = close(stage);
    assert_eq!((counted(&path), refused(&path).id), (known, "AuditCutOff"));
}

#[test]
fn a_counter_that_is_gone_or_was_changed_or_is_of_another_tenant_is_not_taken_for_a_new_tenants() {
    let stage = Stage::bare();
    let (path, _folder) = close(stage);
    let good = std::fs::read(counter(&path)).unwrap();
    std::fs::remove_file(counter(&path)).unwrap();
    let error = refused(&path);
    assert!(error.id == "AuditCutOff" && error.message.contains("is missing"), "{error:?}");
    assert!(
        error.fix.contains("audit.counter' back from a copy of the secrets")
            && !error.fix.contains("database"),
        "{error:?}"
    );
    let (other, _other_folder) = close(Stage::bare());
    std::fs::copy(counter(&other), counter(&path)).unwrap();
    assert_eq!(refused(&path).id, "StoreDamaged");
    std::fs::write(counter(&path), &good[..95]).unwrap();
    assert_eq!(refused(&path).id, "StoreDamaged");
    secrets(&path)
        .change(&mut |_| {
            Some(AuditMark { tenant: uuid::Uuid::new_v4(), sequence: 1, link: [0; 32] })
        })
        .unwrap();
    let error = refused(&path);
    assert!(
        error.message.contains("of the tenant")
            && error.fix.contains("of one tenant together again"),
        "{error:?}"
    );
    std::fs::write(counter(&path), good).unwrap();
    assert!(failed(&Tenant::open(&path, options()).unwrap()).is_empty());
}

#[test]
fn who_gives_up_what_is_missing_is_on_the_record_and_the_counter_goes_on_from_there() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let (path, _folder) = close(stage);
    sql(&path, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)");
    let tenant = accepted(&path);
    let loss = tenant.take_accepted_loss().unwrap();
    assert!(
        loss.missing == Some(1) && loss.told().contains("at least 1 record is missing"),
        "{loss:?}"
    );
    assert_eq!(tenant.take_accepted_loss(), None, "it is told once");
    let found = records_of(&tenant, "Accept audit loss");
    assert_eq!((found.len(), found[0].actor.as_str()), (1, "olga"));
    assert_eq!(verdict(&tenant), None);
    drop(tenant);
    std::fs::remove_file(counter(&path)).unwrap();
    drop(accepted(&path));
    let tenant = Tenant::open(&path, options()).unwrap();
    assert_eq!(verdict(&tenant), None);
}

#[test]
fn the_signed_in_account_accepts_a_loss_and_one_that_is_no_owner_does_not() {
    let stage = Stage::new();
    let sign_in = |os_user: &str, account: &str| {
        let sign_in = SignIn::default().after(Service::Exchange, account, AccountType::User);
        stage.tenant.directory().change_sign_in(os_user, |_| sign_in.clone()).unwrap();
    };
    sign_in("ann", "ann@fabrikam.com");
    let ann = stage.tenant.directory().account("ann", Service::Azure).unwrap().caller;
    let given = AccessPolicy::for_caller(&ann, &[KeyPermission::Get]);
    stage.tenant.directory().set_access_policy(&stage.admin(), VAULTS[0], &given).unwrap();
    stage.mailbox("Bob");
    sign_in("bob", &format!("bob@{}.onmicrosoft.com", stage.tenant.name()));
    sign_in("otto", &stage.tenant.directory().administrator());
    let administrator = stage.tenant.directory().administrator();
    let (path, _folder) = close(stage);
    sql(&path, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)");
    let accept = |os_user: &str| {
        Tenant::open(
            &path,
            OpenOptions { os_user: Some(os_user.into()), accept_audit_loss: true, ..options() },
        )
    };
    for restricted in ["ann", "bob"] {
        assert_eq!(accept(restricted).err().unwrap().id, "AccountNotPermitted");
    }
    let found = records_of(&accept("otto").unwrap(), "Accept audit loss");
    assert_eq!((found.len(), found[0].actor.as_str()), (1, administrator.as_str()));
}

#[test]
fn whoever_puts_database_and_counter_back_at_once_is_found_by_an_exported_head_alone() {
    let (path, folder) = close(Stage::bare());
    let files = [
        (path.join("tenant.db"), folder.path().join("db")),
        (counter(&path), folder.path().join("counter")),
    ];
    for (file, copy) in &files {
        std::fs::copy(file, copy).unwrap();
    }
    let tenant = Tenant::open(&path, options()).unwrap();
    tenant.clear_caches(&Actor::new("a")).unwrap();
    let (head, key) = (tenant.audit().head().unwrap(), tenant.audit().public_key().unwrap());
    drop(tenant);
    for (file, copy) in &files {
        std::fs::copy(copy, file).unwrap();
    }
    let tenant = Tenant::open(&path, options()).unwrap();
    assert_eq!(verdict(&tenant), None);
    assert!(
        tenant
            .audit()
            .check_head(&head, Some(&key))
            .unwrap()
            .problem
            .unwrap()
            .contains("ends at record")
    );
}

#[test]
fn no_change_waits_for_the_counter_and_a_process_killed_before_it_moved_on_loses_nothing() {
    let stage = Stage::bare();
    stage.tenant.clear_caches(&stage.actor()).unwrap();
    let before = counted(&stage.path());
    // Anyone who wants to write the counter waits for this.
    let lock = File::options()
        .write(true)
        .open(stage.path().join("service-secrets/audit.counter.lock"))
        .unwrap();
    lock.lock().unwrap();
    let mut maker = child(&stage, "mailbox and stay");
    hear(&mut maker, "made");
    maker.kill().unwrap();
    maker.wait().unwrap();
    lock.unlock().unwrap();
    let (path, folder) = close(stage);
    assert!(last(&path) > before);
    // Nothing was changed by the process that closed, so the counter still lags behind.
    assert_eq!(counted(&path), before);
    let tenant = Tenant::open(&path, options()).unwrap();
    assert!(tenant.mailboxes().get("child").is_ok() && verdict(&tenant).is_none());
    drop(tenant);
    assert_eq!(counted(&path), last(&path));
    drop(folder);
}

#[test]
fn two_processes_move_one_counter_on() {
    let stage = Stage::bare();
    let mut children: Vec<_> = (0..2).map(|_| child(&stage, "mailboxes")).collect();
    for number in 0..20 {
        let new = NewMailbox { name: format!("parent-{number}"), ..NewMailbox::default() };
        stage.tenant.mailboxes().create(&stage.actor(), &[new], &CancelToken::default()).unwrap();
    }
    assert!(children.iter_mut().all(|child| child.wait().unwrap().success()));
    let (path, _folder) = close(stage);
    assert_eq!(counted(&path), last(&path));
}

#[test]
fn a_restored_tenant_is_counted_from_its_own_database_however_far_the_tenant_it_is_of_has_gone() {
    let stage = Stage::bare();
    let files = ["main", "secrets"].map(|name| stage.folder.path().join(name));
    stage.tenant.backup(&stage.actor(), &files[0], &files[1], &mut |_| {}).unwrap();
    for name in ["Alice", "Bob", "Carol", "Dora"] {
        stage.mailbox(name);
    }
    stage.tenant.clear_caches(&stage.actor()).unwrap();
    let again = stage.folder.path().join("again");
    let restored = Tenant::restore(&again, &files[0], &files[1], options()).unwrap();
    assert!(failed(&restored).is_empty());
    drop(restored);
    assert_eq!(counted(&again), last(&again));
    assert!(counted(&again) < counted(&stage.path()));
    std::fs::remove_file(counter(&again)).unwrap();
    assert_eq!(refused(&again).id, "AuditCutOff");
}

#[test]
fn a_tenant_that_never_had_a_counter_gets_one_once_and_keeps_it() {
    let folder = tempfile::TempDir::new().unwrap();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format-1.tar");
    tar::Archive::new(File::open(archive).unwrap()).unpack(folder.path()).unwrap();
    let path = folder.path().join("tenant");
    for _ in 0..2 {
        let tenant = Tenant::open(&path, options()).unwrap();
        assert_eq!(records_of(&tenant, "Begin audit counter").len(), 1);
        assert!(failed(&tenant).is_empty());
        drop(tenant);
        assert_eq!(counted(&path), last(&path));
    }
    // Ended after the counter was begun and before anything told of it.
    sql(
        &path,
        "DELETE FROM audit WHERE sequence >= (SELECT sequence FROM audit WHERE body LIKE '%Begin audit counter%')",
    );
    let id = secrets(&path).mark().unwrap().unwrap().tenant;
    secrets(&path).change(&mut |_| Some(AuditMark::start(id))).unwrap();
    drop(Tenant::open(&path, options()).unwrap());
    std::fs::remove_file(counter(&path)).unwrap();
    assert_eq!(refused(&path).id, "AuditCutOff");
}

#[test]
fn a_background_thread_leaves_jobs_alone_until_they_are_no_longer_worked_off_by_hand() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    let (path, _folder) = close(stage);
    let tenant = Tenant::open(&path, OpenOptions { background_jobs: true, ..options() }).unwrap();
    // Long enough for the first step, which comes at once.
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(tenant.jobs().list(false).unwrap().len(), 1);
    let background =
        SettingsChange { job_mode: Some(JobMode::Background), ..SettingsChange::default() };
    tenant.change_settings(&Actor::new("a"), &background).unwrap();
    let worked = (0..6000).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        tenant.jobs().list(false).unwrap().is_empty()
    });
    assert!(worked, "nobody worked the job off");
}
