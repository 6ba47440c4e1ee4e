//! Damage and full disks: refused with a clear error, the old state intact, nothing half-done left
//! behind.

use std::path::Path;
use std::process::Command;

use ckey_base::CancelToken;
use ckey_engine::{PolicyKind, ScopeSelector, Tenant};
use ckey_vault::Fault;
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::stage::{Stage, VAULTS, count_below, fallbacks, files_below, options};

const ROLE: &str = "CUSTOMER_KEY_TEST_FULL_DISK";
const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";

fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn every_damaged_byte_of_a_sealed_file_is_refused_before_anything_wrong_comes_out() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let scope = ScopeSelector::Mailbox("Alice".into());
    let content: Vec<u8> = (0..100_000_u32).map(|index| (index % 251) as u8).collect();
    let item = stage.import(&scope, "x", &content).unwrap();
    let file = files_below(&stage.path().join("content")).remove(0);
    let length = std::fs::metadata(&file).unwrap().len() as usize;
    for at in [0, 9, 20, 60, 100, 143, 144, 5_000, 70_000, length - 1] {
        flip(&file, at);
        let mut output = Vec::new();
        let error = stage
            .tenant
            .items()
            .export(&scope, item.id, &mut output, &CancelToken::default())
            .err()
            .unwrap();
        assert!(
            error.message.contains("'Alice'") && error.target == Some(item.id.to_string()),
            "byte {at}: {error:?}"
        );
        assert!(content.starts_with(&output), "byte {at}");
        flip(&file, at);
    }
    stage.tenant.items().export(&scope, item.id, &mut Vec::new(), &CancelToken::default()).unwrap();
    std::fs::OpenOptions::new()
        .write(true)
        .open(&file)
        .unwrap()
        .set_len(length as u64 - 1)
        .unwrap();
    assert!(
        stage
            .tenant
            .items()
            .export(&scope, item.id, &mut Vec::new(), &CancelToken::default())
            .is_err()
    );
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(
        checks
            .iter()
            .any(|check| check.check == "Content" && check.detail.contains("bytes instead of")),
        "{checks:?}"
    );
    std::fs::remove_file(&file).unwrap();
    assert_eq!(
        stage
            .tenant
            .items()
            .export(&scope, item.id, &mut Vec::new(), &CancelToken::default())
            .err()
            .unwrap()
            .id,
        "StoreNotFound"
    );
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().any(|check| check.check == "Content" && !check.passed));
}

#[test]
fn a_damaged_vault_file_is_refused_by_name_and_the_other_vault_still_serves() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let file = files_below(&stage.path().join("vaults"))
        .into_iter()
        .find(|path| {
            path.extension().is_some_and(|ending| ending == "vault")
                && path.to_string_lossy().to_lowercase().contains(&VAULTS[0].to_lowercase())
        })
        .unwrap();
    flip(&file, std::fs::metadata(&file).unwrap().len() as usize / 2);
    let error = stage.tenant.vaults().vault(VAULTS[0]).err().unwrap();
    assert_eq!(error.kind.name(), "Damaged");
    assert!(format!("{error}").contains(".vault"), "{error}");
    let scope = ScopeSelector::Mailbox("Alice".into());
    let item = stage.import(&scope, "x", b"still").unwrap();
    let mut read = Vec::new();
    stage.tenant.items().export(&scope, item.id, &mut read, &CancelToken::default()).unwrap();
    assert_eq!(read, b"still");
}

#[test]
fn a_damaged_database_is_refused_with_the_way_out() {
    let stage = Stage::bare();
    let path = stage.path();
    let Stage { tenant, folder } = stage;
    drop(tenant);
    std::fs::write(path.join("tenant.db"), b"this was a database once, and is none any more")
        .unwrap();
    let error = Tenant::open(&path, options()).err().unwrap();
    assert_eq!(error.id, "StoreDamaged");
    assert!(error.fix.contains("backup"), "{}", error.fix);
    drop(folder);
}

#[test]
fn a_tenant_of_a_newer_version_is_refused_with_both_versions() {
    let stage = Stage::bare();
    let path = stage.path();
    let Stage { tenant, folder } = stage;
    drop(tenant);
    let newer = "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1]);c.execute('UPDATE format SET version=99, written_by=\"9.9.9\"');c.execute('PRAGMA user_version=99');c.commit()";
    assert!(
        Command::new("python3")
            .args(["-c", newer])
            .arg(path.join("tenant.db"))
            .status()
            .unwrap()
            .success()
    );
    let error = Tenant::open(&path, options()).err().unwrap();
    assert_eq!(error.id, "StoreNewerFormat");
    assert!(error.message.contains("99") && error.message.contains("9.9.9"), "{}", error.message);
    drop(folder);
}

/// What the child of the tests below does: it opens the tenant, loses its disk, and tries.
#[test]
#[ignore = "part of the tests below, which give it a role and a tenant"]
fn play_on_a_full_disk() {
    let role = std::env::var(ROLE).unwrap();
    let tenant = Tenant::open(Path::new(&std::env::var(FOLDER).unwrap()), options()).unwrap();
    let scope = ScopeSelector::Mailbox("Alice".into());
    let item = tenant.items().page(&scope, 0, 1).unwrap().remove(0);
    // The content's file meets this limit, the database does not.
    let limit = if role == "import large" { 1 << 20 } else { 0 };
    setrlimit(Resource::Fsize, Rlimit { current: Some(limit), maximum: Some(limit) }).unwrap();
    let actor = ckey_engine::Actor::new("child");
    let outcome = match role.as_str() {
        "fall back" => tenant
            .items()
            .export(&scope, item.id, &mut Vec::new(), &CancelToken::default())
            .map(|_| ()),
        "create policy" => {
            let key_uris = VAULTS
                .iter()
                .zip(crate::stage::KEYS)
                .map(|(vault, key)| format!("https://{vault}.vault.azure.net/keys/{key}"))
                .collect();
            let new = ckey_engine::NewPolicy {
                kind: PolicyKind::Mailbox,
                name: "Late".into(),
                description: String::new(),
                enabled: true,
                key_uris,
            };
            tenant.policies().create(&actor, &new, &CancelToken::default()).map(|_| ())
        }
        "import" => tenant
            .items()
            .import(
                &actor,
                &scope,
                "large",
                &mut vec![1_u8; 300_000].as_slice(),
                &CancelToken::default(),
            )
            .map(|_| ()),
        "import large" => tenant
            .items()
            .import(
                &actor,
                &scope,
                "large",
                &mut vec![1_u8; 3 << 20].as_slice(),
                &CancelToken::default(),
            )
            .map(|_| ()),
        other => panic!("no role '{other}'"),
    };
    println!("outcome: {}", outcome.err().map_or("none", |error| error.id));
}

fn on_a_full_disk(stage: &Stage, role: &str) -> String {
    // A write beyond the limit also raises a signal that ends a process which does not ignore it.
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; exec \"$0\" --exact damage::play_on_a_full_disk --ignored --nocapture",
        ])
        .arg(std::env::current_exe().unwrap())
        .env(ROLE, role)
        .env(FOLDER, stage.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let found =
        text.lines().find_map(|line| line.split_once("outcome: ").map(|(_, id)| id.to_owned()));
    found.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

fn with_a_message() -> Stage {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    stage.import(&ScopeSelector::Mailbox("Alice".into()), "m", b"x").unwrap();
    stage
}

/// Rule 8.1.8.
#[test]
fn the_availability_key_is_not_used_when_its_audit_record_cannot_be_written() {
    let stage = with_a_message();
    stage.fault(0, Fault::Unreachable);
    stage.fault(1, Fault::Unreachable);
    assert_eq!(on_a_full_disk(&stage, "fall back"), "StoreFull");
    assert!(fallbacks(&stage.tenant).is_empty());
}

#[test]
fn a_full_disk_leaves_no_half_made_policy_and_no_half_written_item() {
    let stage = with_a_message();
    let secrets = count_below(&stage.path().join("service-secrets"));
    assert_eq!(on_a_full_disk(&stage, "create policy"), "StoreFull");
    assert_eq!(on_a_full_disk(&stage, "import"), "StoreFull");
    assert_eq!(on_a_full_disk(&stage, "import large"), "StoreFull");
    assert_eq!(stage.tenant.policies().list(PolicyKind::Mailbox).unwrap().len(), 1);
    assert_eq!(count_below(&stage.path().join("service-secrets")), secrets);
    assert!(files_below(&stage.path().join("content")).is_empty());
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
}
