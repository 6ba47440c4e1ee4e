//! A purge destroys and searches what belongs to the tenant that was opened, wherever that lies,
//! and nothing else.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

use ckey_base::CancelToken;
use ckey_crypto::EncryptionContext;
use ckey_engine::{Moment, ScopeSelector, Tenant};

use crate::purge::{all_is_well, approve, assign, is_purged, moved_twice};
use crate::replaced::copy;
use crate::stage::{Stage, options};

fn secrets(tenant: &Path) -> usize {
    std::fs::read_dir(tenant.join("service-secrets")).unwrap().count()
}

/// Puts a copy of the tenant in its place once a purge has made so many steps.
fn replace_after(stage: &Stage, steps: u32) -> Arc<AtomicUsize> {
    let (path, elsewhere) = (stage.path(), stage.folder.path().join("elsewhere"));
    let aside = stage.folder.path().join("copy");
    let (made, there) = (AtomicU32::new(0), Arc::new(AtomicUsize::new(0)));
    let copied = Arc::clone(&there);
    stage.tenant.on_pause(move |now| {
        if now == Moment::Purged && made.fetch_add(1, Ordering::SeqCst) + 1 == steps {
            copy(&path, &aside);
            copied.store(secrets(&aside), Ordering::SeqCst);
            std::fs::rename(&path, &elsewhere).unwrap();
            std::fs::rename(&aside, &path).unwrap();
        }
    });
    there
}

#[test]
fn a_folder_that_takes_the_place_of_a_tenant_that_is_purged_keeps_its_secrets() {
    for steps in [1, 3, 4, 6] {
        let stage = Stage::new();
        moved_twice(&stage);
        approve(&stage);
        let there = replace_after(&stage, steps);
        let outcome = stage.tenant.jobs().work(None, &CancelToken::default(), &mut |_| {});
        assert_eq!(outcome.unwrap_err().id, "TenantReplaced", "after {steps} steps");
        assert_eq!(secrets(&stage.path()), there.load(Ordering::SeqCst), "after {steps} steps");
    }
}

#[cfg(unix)]
#[test]
fn a_purge_searches_what_lies_behind_links_and_beside_locks() {
    let stage = Stage::new();
    moved_twice(&stage);
    approve(&stage);
    let old = |at: &Path| {
        let from = rusqlite::Connection::open(stage.path().join("tenant.db")).unwrap();
        from.execute("VACUUM INTO ?1", [at.to_str()]).unwrap();
    };
    let elsewhere = stage.folder.path().join("elsewhere");
    std::fs::rename(stage.path().join("content"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, stage.path().join("content")).unwrap();
    let hidden = [elsewhere.join("old"), stage.path().join("locks").join("old")];
    hidden.iter().for_each(|path| old(path));
    let linked = stage.folder.path().join("linked");
    old(&linked);
    std::os::unix::fs::symlink(&linked, stage.path().join("link")).unwrap();
    for path in hidden.iter().chain([&linked]) {
        stage.tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
        let problem = stage.tenant.purges().get("B").unwrap().problem.unwrap_or_default();
        assert!(!is_purged(&stage), "{} was passed over", path.display());
        assert!(problem.starts_with("PurgeIncomplete"), "{problem}");
        std::fs::remove_file(path).unwrap();
    }
    stage.work();
    assert!(is_purged(&stage));
}

#[test]
fn secrets_that_a_purge_destroyed_and_that_come_back_are_found() {
    let stage = Stage::new();
    moved_twice(&stage);
    let before = stage.folder.path().join("before");
    copy(&stage.path().join("service-secrets"), &before);
    approve(&stage);
    stage.work();
    for index in 0..2 {
        stage.permit(index, true);
    }
    all_is_well(&stage.tenant);
    for entry in std::fs::read_dir(&before).unwrap() {
        let path = entry.unwrap().path();
        let to = stage.path().join("service-secrets").join(path.file_name().unwrap());
        if !to.exists() {
            std::fs::copy(&path, to).unwrap();
        }
    }
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    let wrong: Vec<_> = checks.iter().filter(|check| !check.passed).collect();
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    let detail = &wrong[0].detail;
    assert!(detail.contains("erasure-") && detail.contains("availability-"), "{detail}");
    assert!(detail.contains("'B'"), "{detail}");
}

#[test]
fn what_was_open_before_a_purge_seals_and_opens_nothing_after_it() {
    let stage = Stage::new();
    moved_twice(&stage);
    // The newest scope: the next one that is made gets its number.
    stage.mailbox("zoe");
    assign(&stage, "zoe", "B");
    stage.cached();
    let other = Tenant::open(&stage.path(), options()).unwrap();
    let context = EncryptionContext::from_pairs([("entry", "42")]).unwrap();
    let zoe = ScopeSelector::Mailbox("zoe".to_owned());
    let leases = [&stage.tenant, &other].map(|tenant| tenant.open_scope(&zoe).unwrap());
    let sealed = leases[0].seal(&context, b"before").unwrap();
    let (actor, cancel) = (stage.actor(), CancelToken::default());
    let mut import = other.items().begin_import(&actor, &zoe, &cancel).unwrap();
    import.add("letter", &mut &b"in flight"[..]).unwrap();
    let nothing_is_done = |id: &str| {
        std::thread::sleep(Duration::from_millis(20));
        for lease in &leases {
            for error in [
                lease.seal(&context, b"after").map(drop).unwrap_err(),
                lease.unseal(&context, &sealed).map(drop).unwrap_err(),
            ] {
                assert_eq!(error.id, id, "{error:?}");
            }
        }
    };
    approve(&stage);
    stage.tenant.jobs().work(Some(1), &CancelToken::default(), &mut |_| {}).unwrap();
    nothing_is_done("PolicyPurged");
    stage.work();
    nothing_is_done("ScopeGone");
    stage.mailbox("zara");
    let zara = ScopeSelector::Mailbox("zara".to_owned());
    for tenant in [&stage.tenant, &other] {
        tenant.open_scope(&zara).unwrap().seal(&context, b"zara's").unwrap();
    }
    nothing_is_done("ScopeGone");
    assert_eq!(import.finish().unwrap_err().id, "ScopeGone");
    assert!(stage.tenant.items().page(&zara, 0, 10).unwrap().is_empty());
    stage.mailbox("zoe");
    nothing_is_done("ScopeGone");
    stage.tenant.clear_caches(&stage.actor()).unwrap();
    nothing_is_done("ScopeGone");
}
