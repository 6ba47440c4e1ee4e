//! Leaving for good: a tenant that is removed (rule 4.8.12).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use ckey_base::CancelToken;
use ckey_crypto::sign;
use ckey_engine::{Actor, EngineError, PolicyKind, RemovalReport, ScopeSelector, Tenant};
use serde_json::Value;

use crate::processes::{child, child_at};
use crate::stage::{Stage, count_below, files_below, options};

fn alice() -> ScopeSelector {
    ScopeSelector::Mailbox("alice".to_owned())
}

/// A tenant with a policy, a mailbox under it with a small and a large item, and a known backup.
fn furnished() -> Stage {
    let stage = Stage::new();
    stage.mailbox("alice");
    stage.policy(PolicyKind::Mailbox, "A");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "alice", Some("A")).unwrap();
    stage.work();
    stage.import(&alice(), "small", b"hello").unwrap();
    stage.import(&alice(), "large", &vec![7; 200_000]).unwrap();
    let files = ["main", "secrets"].map(|part| stage.folder.path().join(part));
    stage.tenant.backup(&stage.actor(), &files[0], &files[1], &mut |_| {}).unwrap();
    stage
}

pub(crate) fn read(tenant: &Tenant) -> Result<Vec<u8>, EngineError> {
    let item = tenant.items().page(&alice(), 0, 10)?.into_iter().find(|item| item.name == "small");
    let mut content = Vec::new();
    tenant.items().export(&alice(), item.unwrap().id, &mut content, &CancelToken::default())?;
    Ok(content)
}

fn evidence_of(tenant: &Path) -> PathBuf {
    tenant.parent().unwrap().join("evidence.json")
}

fn finish(tenant: &Path) -> Result<RemovalReport, EngineError> {
    Tenant::finish_removal(tenant, &options(), &evidence_of(tenant), &mut |_| {})
}

/// Removes a tenant and ends the process at the act of this number, if it comes to that.
pub(crate) fn leave(path: &Path, last: u32) {
    let now = AtomicU32::new(0);
    let act = move || {
        if now.fetch_add(1, Ordering::Relaxed) + 1 == last {
            std::process::abort();
        }
    };
    let act = std::sync::Arc::new(act);
    if !Tenant::is_being_removed(path) {
        let Ok(tenant) = Tenant::open(path, options()) else { return };
        let pause = act.clone();
        tenant.on_pause(move |_| pause());
        tenant.begin_removal(&Actor::new("child"), &evidence_of(path)).unwrap();
        Tenant::let_go(tenant);
    }
    Tenant::finish_removal(path, &options(), &evidence_of(path), &mut |_| act()).unwrap();
}

/// The report of an evidence file, whose signature holds.
fn report(file: &Path, public: &str) -> Value {
    let document: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let text = document["report"].as_str().unwrap();
    let signature = hex::decode(document["signature"].as_str().unwrap()).unwrap();
    let public = hex::decode(public).unwrap().try_into().unwrap();
    let signed = format!("customer-key/v1/removal\n{text}");
    sign::verify(&public, signed.as_bytes(), &signature).unwrap();
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_tenant_is_removed_with_all_that_it_made_and_the_evidence_says_so() {
    let stage = furnished();
    let (path, public) = (stage.path(), stage.tenant.audit().public_key().unwrap());
    let plan = stage.tenant.check_removal(&evidence_of(&path)).unwrap();
    assert_eq!((plan.policies.as_slice(), plan.mailboxes), (["A".to_owned()].as_slice(), 1));
    assert_eq!((plan.vaults.len(), plan.foreign.len(), plan.in_use), (2, 0, false));
    stage.tenant.begin_removal(&stage.actor(), &evidence_of(&path)).unwrap();
    assert_eq!(read(&stage.tenant).unwrap_err().id, "TenantBeingRemoved");
    assert_eq!(Tenant::open(&path, options()).err().unwrap().id, "TenantBeingRemoved");
    let done = finish(&path).unwrap();
    assert!(!path.exists() && done.evidence && done.foreign.is_empty());
    assert_eq!(read(&stage.tenant).unwrap_err().id, "TenantReplaced");
    assert_eq!(Tenant::open(&path, options()).err().unwrap().id, "TenantNotFound");
    assert_eq!(finish(&path).unwrap_err().id, "TenantNotFound");

    let report = report(&evidence_of(&path), &public);
    assert_eq!(report["destroyed"]["policies"][0]["policyName"], "A");
    let secrets = report["destroyed"]["secrets"].as_array().unwrap();
    for prefix in ["availability-", "erasure-", "service-root", "audit-signing", "master"] {
        let is_there = |secret: &Value| secret.as_str().unwrap().starts_with(prefix);
        assert!(secrets.iter().any(is_there), "{prefix}: {secrets:?}");
    }
    let backup = &report["backups"][0];
    assert_eq!(
        (&backup["secretsFileIsThere"], &backup["holdsSecrets"]),
        (&true.into(), &true.into())
    );
    assert_eq!(report["kept"].as_array().unwrap().len(), 0);
    // What the evidence says of the backup is so.
    let files = ["main", "secrets"].map(|part| stage.folder.path().join(part));
    let again = stage.folder.path().join("again");
    let restored = Tenant::restore(&again, &files[0], &files[1], options()).unwrap();
    assert_eq!(read(&restored).unwrap(), b"hello");
}

#[test]
fn what_a_tenant_has_not_made_stays_and_links_are_not_followed() {
    let stage = furnished();
    let path = stage.path();
    let elsewhere = stage.folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::fs::write(elsewhere.join("alpha.vault"), "theirs").unwrap();
    let mut theirs = vec!["notes.txt", "vaults/notes.txt", "content/notes", "locks/x.lock"];
    for name in &theirs {
        std::fs::write(path.join(name), "theirs").unwrap();
    }
    std::fs::create_dir(path.join("content/ab.d")).unwrap();
    theirs.push("content/ab.d");
    #[cfg(unix)]
    {
        // In the place of a file, and of a folder, that would be its own. Its own have random names.
        let object = "content/00/00000000-0000-4000-8000-000000000000.sealed";
        let _ = std::fs::create_dir(path.join("content/00"));
        std::os::unix::fs::symlink(elsewhere.join("alpha.vault"), path.join(object)).unwrap();
        let folders = ["content/01", "content/02", "content/03"];
        let free = folders.into_iter().find(|folder| !path.join(folder).exists()).unwrap();
        std::os::unix::fs::symlink(&elsewhere, path.join(free)).unwrap();
        theirs.extend([object, free]);
    }
    stage.tenant.begin_removal(&stage.actor(), &evidence_of(&path)).unwrap();
    let done = finish(&path).unwrap();
    let root = path.canonicalize().unwrap();
    let mut kept: Vec<_> =
        done.foreign.iter().map(|file| file.strip_prefix(&root).unwrap().to_owned()).collect();
    let mut expected: Vec<_> = theirs.iter().map(PathBuf::from).collect();
    kept.sort();
    expected.sort();
    assert_eq!(kept, expected);
    assert_eq!(std::fs::read_to_string(elsewhere.join("alpha.vault")).unwrap(), "theirs");
    let told = std::fs::read_to_string(evidence_of(&path)).unwrap();
    assert!(theirs.iter().all(|name| told.contains(name)), "{told}");
    // A new one may be made beside it, and is not mistaken for it.
    assert_eq!(Tenant::open(&path, options()).err().unwrap().id, "TenantNotFound");
}

#[test]
fn a_removal_that_is_killed_at_any_act_goes_on_to_its_end() {
    let stage = furnished();
    let (path, public) = (stage.path(), stage.tenant.audit().public_key().unwrap());
    std::fs::write(path.join("notes.txt"), "theirs").unwrap();
    let Stage { tenant, folder } = stage;
    Tenant::let_go(tenant);
    let mut killed = 0;
    for number in 1..400 {
        // The next one comes further: what an earlier one has done is not done again.
        let status = child_at(&path, &format!("leave {}", 1 + number % 3)).wait().unwrap();
        if status.success() {
            break;
        }
        killed += 1;
        if Tenant::is_being_removed(&path) {
            assert_eq!(Tenant::open(&path, options()).err().unwrap().id, "TenantBeingRemoved");
        }
    }
    assert!(killed > 15, "it was killed {killed} times");
    assert_eq!(files_below(&path), [path.join("notes.txt")]);
    assert_eq!(report(&evidence_of(&path), &public)["kept"].as_array().unwrap().len(), 1);
    drop(folder);
}

#[test]
fn another_process_that_has_the_tenant_open_sees_that_it_is_being_removed() {
    let stage = furnished();
    stage.cached();
    let mut other = child(&stage, "read until it is gone");
    let output = other.stdout.take().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(output));
    assert!(lines.any(|line| line.unwrap().contains("warm")));
    assert!(stage.tenant.check_removal(&evidence_of(&stage.path())).unwrap().in_use);
    stage.tenant.begin_removal(&stage.actor(), &evidence_of(&stage.path())).unwrap();
    assert!(lines.any(|line| line.unwrap().contains("then TenantBeingRemoved")));
    assert!(other.wait().unwrap().success());
}

#[test]
fn nobody_removes_a_tenant_by_putting_a_file_down() {
    let (stage, other) = (furnished(), furnished());
    let path = stage.path();
    other.tenant.begin_removal(&other.actor(), &evidence_of(&other.path())).unwrap();
    let mark = path.join(".customer-key-removal");
    let before = count_below(&path);
    for text in [
        std::fs::read_to_string(other.path().join(".customer-key-removal")).unwrap(),
        "{}".to_owned(),
        String::new(),
    ] {
        std::fs::write(&mark, text).unwrap();
        let error = finish(&path).unwrap_err();
        assert_eq!(error.category, ckey_engine::Category::InvalidData, "{error:?}");
    }
    std::fs::remove_file(&mark).unwrap();
    let _ = std::fs::remove_file(path.join("locks/removal.lock"));
    assert_eq!(count_below(&path), before);
    assert_eq!(read(&stage.tenant).unwrap(), b"hello");
}

#[test]
fn evidence_is_a_new_file_outside_every_tenant() {
    let stage = furnished();
    let path = stage.path();
    let there = stage.folder.path().join("there");
    std::fs::write(&there, "theirs").unwrap();
    let refused = |file: &Path| stage.tenant.check_removal(file).unwrap_err().id;
    assert_eq!(refused(&there), "OutputExists");
    assert_eq!(refused(&path.join("evidence.json")), "OutputInTenant");
    stage.tenant.begin_removal(&stage.actor(), &evidence_of(&path)).unwrap();
    let other = |file: &Path| Tenant::finish_removal(&path, &options(), file, &mut |_| {});
    assert_eq!(other(&there).unwrap_err().id, "OutputExists");
    assert_eq!(other(&path.join("evidence.json")).unwrap_err().id, "OutputInTenant");
    assert!(path.join("service-secrets/service-root.secret").exists(), "nothing was destroyed");
    assert!(other(&stage.folder.path().join("elsewhere.json")).unwrap().evidence);
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "theirs");
}
