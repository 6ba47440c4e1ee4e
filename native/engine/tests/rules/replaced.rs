//! A tenant that was moved, removed or replaced while it is open: nothing is answered, sealed or
//! changed any more.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ckey_base::CancelToken;
use ckey_crypto::EncryptionContext;
use ckey_engine::{
    CreateOptions, EngineError, NewMailbox, Result, ScopeLease, ScopeSelector, SettingsChange,
    Tenant,
};

use crate::stage::{Stage, options};

fn application(name: &str) -> ScopeSelector {
    ScopeSelector::Application(name.to_owned())
}

fn context() -> EncryptionContext {
    EncryptionContext::from_pairs([("entry", "42")]).unwrap()
}

fn is_refused<T>(what: &str, outcome: Result<T>) {
    let error: EngineError =
        outcome.err().unwrap_or_else(|| panic!("{what} did as if nothing had happened"));
    assert_eq!(error.id, "TenantReplaced", "{what}: {error:?}");
    assert!(error.fix.contains("Open-CustomerKeyTenant"), "{what}: {error:?}");
}

/// Every kind of call, and every scope: those that were open before and new ones.
fn everything_is_refused(stage: &Stage, lease: &Arc<ScopeLease>, sealed: &[u8]) {
    let (tenant, actor) = (&stage.tenant, stage.actor());
    is_refused("seal", lease.seal(&context(), b"lost"));
    is_refused("unseal", lease.unseal(&context(), sealed));
    is_refused("open scope", tenant.open_scope(&application("new")));
    is_refused("open the same scope", tenant.open_scope(&application("ledger")));
    is_refused("status", tenant.status());
    is_refused("settings", tenant.settings());
    is_refused(
        "change settings",
        tenant.change_settings(
            &actor,
            &SettingsChange { seed: Some(2), ..SettingsChange::default() },
        ),
    );
    is_refused("jobs", tenant.jobs().list(true));
    is_refused("work", tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}));
    is_refused("mailbox", tenant.mailboxes().get("m"));
    let new = NewMailbox { name: "new".to_owned(), ..NewMailbox::default() };
    is_refused("mailboxes", tenant.mailboxes().create(&actor, &[new], &CancelToken::default()));
    let mailbox = ScopeSelector::Mailbox("m".to_owned());
    is_refused(
        "import",
        tenant.items().import(&actor, &mailbox, "x", &mut &b"lost"[..], &CancelToken::default()),
    );
    is_refused("policies", tenant.policies().list(ckey_engine::PolicyKind::Mailbox));
    is_refused("clear caches", tenant.clear_caches(&actor));
    is_refused("check", tenant.check(&CancelToken::default(), &mut |_| {}));
    let (output, secrets) = (stage.folder.path().join("b"), stage.folder.path().join("s"));
    is_refused("backup", tenant.backup(&actor, &output, &secrets, &mut |_| {}));
    assert!(!output.exists() && !secrets.exists());
    is_refused("a look", tenant.still_there());
}

fn open_scope(stage: &Stage) -> (Arc<ScopeLease>, Vec<u8>) {
    stage.mailbox("m");
    let lease = stage.tenant.open_scope(&application("ledger")).unwrap();
    let sealed = lease.seal(&context(), b"100 EUR to Anna").unwrap();
    (lease, sealed)
}

/// Removes the folder of a tenant that is open, which may be writing the counter of its log there.
fn remove(tenant: &Path) {
    while tenant.exists() {
        let _ = std::fs::remove_dir_all(tenant);
    }
}

/// A lease relies on a look of the last 10 ms; what happens in this process it sees at once.
fn let_the_last_look_grow_old() {
    std::thread::sleep(Duration::from_millis(20));
}

#[test]
fn a_folder_that_was_moved_away_is_noticed_and_serves_again_when_it_is_back() {
    let stage = Stage::bare();
    let (lease, sealed) = open_scope(&stage);
    std::fs::rename(stage.path(), stage.folder.path().join("elsewhere")).unwrap();
    let_the_last_look_grow_old();
    everything_is_refused(&stage, &lease, &sealed);
    std::fs::rename(stage.folder.path().join("elsewhere"), stage.path()).unwrap();
    let_the_last_look_grow_old();
    assert_eq!(lease.unseal(&context(), &sealed).unwrap().expose(), b"100 EUR to Anna");
}

#[test]
fn a_folder_that_was_removed_is_noticed() {
    let stage = Stage::bare();
    let (lease, sealed) = open_scope(&stage);
    remove(&stage.path());
    let_the_last_look_grow_old();
    everything_is_refused(&stage, &lease, &sealed);
    assert!(!stage.path().exists());
}

#[test]
fn a_tenant_that_is_made_again_at_the_same_path_is_another_one_at_once() {
    let stage = Stage::bare();
    let (lease, sealed) = open_scope(&stage);
    remove(&stage.path());
    let made = Tenant::create(&stage.path(), &CreateOptions::default(), options()).unwrap();
    assert!(!Arc::ptr_eq(&made, &stage.tenant) && made.id() != stage.tenant.id());
    everything_is_refused(&stage, &lease, &sealed);
    assert!(Arc::ptr_eq(&made, &Tenant::open(&stage.path(), options()).unwrap()));
    assert_eq!(made.status().unwrap().mailboxes, 0);
    assert!(made.mailboxes().get("new").is_err(), "nothing was made in the new one");
    let lease = made.open_scope(&application("ledger")).unwrap();
    let object = lease.seal(&context(), b"kept").unwrap();
    assert_eq!(lease.unseal(&context(), &object).unwrap().expose(), b"kept");
}

#[test]
fn a_tenant_that_is_restored_at_the_same_path_is_another_one_although_it_has_the_same_id() {
    let stage = Stage::bare();
    let (lease, sealed) = open_scope(&stage);
    let (main, secrets) = (stage.folder.path().join("main"), stage.folder.path().join("secrets"));
    stage.tenant.backup(&stage.actor(), &main, &secrets, &mut |_| {}).unwrap();
    remove(&stage.path());
    let restored = Tenant::restore(&stage.path(), &main, &secrets, options()).unwrap();
    assert!(!Arc::ptr_eq(&restored, &stage.tenant));
    assert_eq!(restored.id(), stage.tenant.id());
    everything_is_refused(&stage, &lease, &sealed);
    let again = restored.open_scope(&application("ledger")).unwrap();
    assert_eq!(again.unseal(&context(), &sealed).unwrap().expose(), b"100 EUR to Anna");
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, to).unwrap();
        }
    }
}

#[test]
fn another_database_in_the_same_folder_is_noticed() {
    let stage = Stage::bare();
    let (lease, sealed) = open_scope(&stage);
    let other = Stage::bare();
    other.mailbox("m");
    drop(other.tenant);
    for ending in ["", "-wal", "-shm"] {
        let name = format!("tenant.db{ending}");
        let _ = std::fs::remove_file(stage.path().join(&name));
        let _ =
            std::fs::copy(other.folder.path().join("tenant").join(&name), stage.path().join(&name));
    }
    let_the_last_look_grow_old();
    everything_is_refused(&stage, &lease, &sealed);
}

#[cfg(unix)]
#[test]
fn another_folder_around_the_same_database_is_noticed() {
    let stage = Stage::bare();
    let (lease, sealed) = open_scope(&stage);
    let elsewhere = stage.folder.path().join("elsewhere");
    std::fs::rename(stage.path(), &elsewhere).unwrap();
    copy(&elsewhere, &stage.path());
    for ending in ["", "-wal", "-shm"] {
        let name = format!("tenant.db{ending}");
        let _ = std::fs::remove_file(stage.path().join(&name));
        let _ = std::fs::rename(elsewhere.join(&name), stage.path().join(&name));
    }
    let_the_last_look_grow_old();
    everything_is_refused(&stage, &lease, &sealed);
}

#[test]
fn a_tenant_that_was_replaced_is_not_opened_from_what_this_process_has_open() {
    let stage = Stage::bare();
    let elsewhere = stage.folder.path().join("elsewhere");
    copy(&stage.path(), &elsewhere);
    std::fs::rename(stage.path(), stage.folder.path().join("old")).unwrap();
    std::fs::rename(&elsewhere, stage.path()).unwrap();
    let opened = Tenant::open(&stage.path(), options()).unwrap();
    assert!(!Arc::ptr_eq(&opened, &stage.tenant));
    opened.status().unwrap();
    is_refused("status", stage.tenant.status());
}
