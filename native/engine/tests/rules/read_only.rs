//! A tenant that cannot be written, such as a copy on a disk that is mounted read-only (rules 8.1.8
//! and 8.5.11).

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use ckey_base::CancelToken;
use ckey_engine::{
    Actor, Operation, PolicyKind, ScopeSelector, SettingsChange, Tenant, WorkReport,
};
use ckey_vault::Fault;
use tempfile::TempDir;

use crate::stage::{Stage, fallbacks, options, records};

const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";
/// Anyone who may write everything, as root may, becomes somebody else to find out how it is when
/// one may not.
const NOBODY: u32 = 65534;

fn alice() -> ScopeSelector {
    ScopeSelector::Mailbox("Alice".into())
}

/// A closed tenant that nobody may write. Its folders can be removed again when it is dropped.
struct Frozen(TempDir);

impl Frozen {
    fn path(&self) -> PathBuf {
        self.0.path().join("tenant")
    }

    /// Every file with what is in it, and every folder.
    fn content(&self) -> Vec<(PathBuf, Option<Vec<u8>>)> {
        all(&self.path()).into_iter().map(|path| (path.clone(), fs::read(&path).ok())).collect()
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        for folder in all(&self.path()).into_iter().filter(|path| path.is_dir()) {
            let _ = fs::set_permissions(folder, Permissions::from_mode(0o700));
        }
    }
}

/// A folder and everything in it, what is inside after what it is in.
fn all(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(all(&path)) } else { found.push(path) }
    }
    found
}

/// A tenant with a sealed message, its vaults as `prepare` leaves them.
fn frozen(prepare: impl FnOnce(&Stage)) -> Frozen {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    stage.import(&alice(), "m", b"message").unwrap();
    prepare(&stage);
    let Stage { tenant, folder } = stage;
    drop(tenant);
    let frozen = Frozen(folder);
    freeze(&frozen.path());
    frozen
}

fn freeze(folder: &Path) {
    for path in all(folder).into_iter().rev() {
        if rustix::process::getuid().is_root() {
            chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let mode = if path.is_dir() { 0o500 } else { 0o400 };
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    }
}

/// Plays `role`, a test that is ignored otherwise, as somebody who may not write the folder.
fn play(role: &str, folder: &Path) {
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(folder.parent().unwrap(), Permissions::from_mode(0o755)).unwrap();
    let program = place.path().join("rules");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mut child = Command::new(program);
    child.args(["--ignored", "--exact", role, "--nocapture"]).env(FOLDER, folder).current_dir("/");
    if rustix::process::getuid().is_root() {
        child.uid(NOBODY).gid(NOBODY);
    }
    // A child that another test forked meanwhile may hold the copy open for writing, until it
    // becomes its own program.
    let done = loop {
        match child.output() {
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::yield_now()
            }
            done => break done.unwrap(),
        }
    };
    let said =
        String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

fn open() -> std::sync::Arc<Tenant> {
    let tenant = Tenant::open(Path::new(&std::env::var(FOLDER).unwrap()), options()).unwrap();
    assert!(tenant.is_read_only());
    tenant
}

fn export(tenant: &Tenant) -> Result<Vec<u8>, &'static str> {
    let item = tenant.items().page(&alice(), 0, 10).unwrap()[0].id;
    let mut read = Vec::new();
    tenant
        .items()
        .export(&alice(), item, &mut read, &CancelToken::default())
        .map(|_| read)
        .map_err(|error| error.id)
}

#[test]
fn a_tenant_that_cannot_be_written_is_read_and_nothing_changes_in_it() {
    let tenant = frozen(|_| {});
    let before = tenant.content();
    play("read_only::reads_what_it_cannot_write", &tenant.path());
    assert!(before == tenant.content(), "{:?}", all(&tenant.path()));
}

#[test]
#[ignore = "played by the test above"]
fn reads_what_it_cannot_write() {
    let tenant = open();
    assert_eq!(export(&tenant).unwrap(), b"message");
    let mailbox = tenant.mailboxes().get("Alice").unwrap();
    for who in ["Alice@contoso.com", &mailbox.guid.to_string()] {
        let known = tenant.directory().resolve_user(who).unwrap().known;
        assert_eq!((&known.id, &known.name), (&mailbox.directory_id, &mailbox.user_principal_name));
    }
    let operation = Operation::new("ckey_scope_open", &alice().parameters());
    let lease = tenant
        .open_scope_for(
            &operation,
            &tenant.directory().account("nobody", ckey_engine::Service::Exchange).unwrap(),
            &alice(),
            &CancelToken::default(),
        )
        .unwrap();
    let described = lease.describe().unwrap();
    assert!(described.warning().unwrap().contains("could not be recorded"), "{described:?}");
    let verdict = tenant.audit().verify(&CancelToken::default()).unwrap();
    assert!(verdict.intact && verdict.records > 5, "{verdict:?}");
    let checks = tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    let failed: Vec<_> = checks.into_iter().filter(|check| !check.passed).collect();
    assert_eq!(failed, []);
    let actor = Actor::new("a");
    assert_eq!(tenant.clear_caches(&actor).err().unwrap().id, "TenantReadOnly");
    let place = tempfile::tempdir().unwrap();
    let backup =
        tenant.backup(&actor, &place.path().join("b"), &place.path().join("s"), &mut |_| {});
    assert_eq!(backup.err().unwrap().id, "TenantReadOnly");
    assert_eq!(
        tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap(),
        WorkReport::default()
    );
    assert!(
        tenant.jobs().wait(None, Duration::ZERO, &CancelToken::default(), &mut |_| {}).unwrap()
    );
    assert_eq!(
        tenant
            .change_settings(&actor, &SettingsChange { seed: Some(1), ..Default::default() })
            .err()
            .unwrap()
            .id,
        "TenantReadOnly"
    );
}

#[test]
fn whoever_waits_for_a_job_of_a_tenant_that_cannot_be_written_is_told_that_it_never_ends() {
    let tenant = frozen(|stage| {
        drop(stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", None).unwrap())
    });
    play("read_only::finds_a_job", &tenant.path());
}

#[test]
#[ignore = "played by the test above"]
fn finds_a_job() {
    let tenant = open();
    assert_eq!(tenant.jobs().list(false).unwrap().len(), 1);
    let cancel = CancelToken::default();
    assert_eq!(tenant.jobs().work(None, &cancel, &mut |_| {}).err().unwrap().id, "TenantReadOnly");
    assert_eq!(
        tenant.jobs().wait(None, Duration::MAX, &cancel, &mut |_| {}).err().unwrap().id,
        "TenantReadOnly"
    );
}

#[test]
fn a_tenant_whose_counter_cannot_move_on_is_read_only() {
    let tenant = frozen(|_| {});
    let secrets = tenant.path().join("service-secrets");
    for path in all(&tenant.path()) {
        if !path.starts_with(&secrets) {
            let mode = if path.is_dir() { 0o700 } else { 0o600 };
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        }
    }
    play("read_only::finds_a_counter_that_cannot_move_on", &tenant.path());
}

#[test]
#[ignore = "played by the test above"]
fn finds_a_counter_that_cannot_move_on() {
    assert_eq!(open().clear_caches(&Actor::new("a")).err().unwrap().id, "TenantReadOnly");
}

#[test]
fn where_nothing_can_be_recorded_the_availability_key_is_not_used() {
    let tenant = frozen(|stage| (0..2).for_each(|root| stage.fault(root, Fault::Unreachable)));
    play("read_only::finds_both_vaults_out_of_reach", &tenant.path());
}

#[test]
#[ignore = "played by the test above"]
fn finds_both_vaults_out_of_reach() {
    let tenant = open();
    assert_eq!(export(&tenant).unwrap_err(), "CustomerKeyUnavailable");
    assert_eq!(fallbacks(&tenant), []);
}

#[test]
fn a_copy_whose_newest_changes_lie_in_a_log_that_cannot_be_read_is_refused_and_not_shown_as_it_was_before()
 {
    let tenant = frozen(|_| {});
    fs::set_permissions(tenant.path(), Permissions::from_mode(0o700)).unwrap();
    fs::write(tenant.path().join("tenant.db-wal"), [0; 32]).unwrap();
    freeze(&tenant.path());
    play("read_only::finds_a_log", &tenant.path());
}

#[test]
#[ignore = "played by the test above"]
fn finds_a_log() {
    let refused =
        Tenant::open(Path::new(&std::env::var(FOLDER).unwrap()), options()).err().unwrap();
    assert_eq!(refused.id, "StoreReadOnly");
    assert!(refused.message.contains("tenant.db-wal holds changes"), "{}", refused.message);
}

#[test]
fn a_view_that_somebody_wrote_under_is_not_believed() {
    use ckey_store::{
        Reader, RowKey, SqliteState, StateExt, StateOptions, StoreError, StoreErrorKind,
    };
    let stage = Stage::new();
    stage.mailbox("Alice");
    let Stage { tenant, folder } = stage;
    drop(tenant);
    let (path, how) =
        (folder.path().join("tenant"), StateOptions { read_only: true, ..StateOptions::default() });
    let rows = RowKey::new(&ckey_crypto::SecretKey::generate().unwrap());
    let frozen = SqliteState::open_with(&path.join("tenant.db"), rows, how).unwrap();
    let count = || {
        frozen.view(|reader: &mut dyn Reader| {
            Ok::<_, StoreError>(reader.last_audit()?.unwrap().sequence)
        })
    };
    let before = count().unwrap();
    let writer = Tenant::open(&path, options()).unwrap();
    writer.clear_caches(&Actor::new("a")).unwrap();
    assert_eq!(count().err().unwrap().kind, StoreErrorKind::ReadOnly);
    assert_eq!(i64::try_from(records(&writer).len()).unwrap(), before + 1);
}
