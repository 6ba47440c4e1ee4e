//! A purge destroys and searches what belongs to the tenant that was opened, wherever that lies,
//! and nothing else.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use ckey_base::CancelToken;
use ckey_engine::Moment;

use crate::purge::{all_is_well, approve, is_purged, moved_twice};
use crate::replaced::copy;
use crate::stage::Stage;

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
