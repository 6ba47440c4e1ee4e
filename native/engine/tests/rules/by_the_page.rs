//! What a tenant writes, read by programs in Python that have nothing but `docs/format.md`.

use std::path::{Path, PathBuf};
use std::process::Command;

use ckey_base::CancelToken;
use ckey_crypto::certificate::Certificate;
use ckey_engine::{PolicyKind, ScopeSelector};
use ckey_vault::{KeyType, NewKey, NewVault, RoleAssignment, Sku, VaultRole};
use uuid::Uuid;

use crate::stage::{Stage, VAULTS};

/// Runs a reader: its exit code, what it read, and what it said was wrong.
fn read(reader: &str, arguments: &[&Path]) -> (i32, Vec<u8>, String) {
    let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/python").join(reader);
    let ran = Command::new("python3").arg(reader).args(arguments).output().unwrap();
    (ran.status.code().unwrap(), ran.stdout, String::from_utf8(ran.stderr).unwrap())
}

/// What a reader found where all is well.
fn good(reader: &str, arguments: &[&Path]) -> String {
    let (code, found, wrong) = read(reader, arguments);
    assert!(code == 0 && wrong.is_empty(), "{reader}: {code} {wrong}");
    String::from_utf8(found).unwrap()
}

/// A reader refuses, with this code and for this reason.
fn bad(reader: &str, arguments: &[&Path], code: i32, reason: &str) {
    let (found, _, wrong) = read(reader, arguments);
    assert!(found == code && wrong.contains(reason), "{reader}: {found} {wrong}");
}

fn cannot_run() -> bool {
    let ran = Command::new("python3")
        .args(["-c", "import cryptography"])
        .status()
        .is_ok_and(|status| status.success());
    if !ran {
        println!("no python3 with the package cryptography; the independent readers did not run");
    }
    !ran
}

fn tamper(stage: &Stage, sql: &str) {
    rusqlite::Connection::open(stage.path().join("tenant.db")).unwrap().execute_batch(sql).unwrap();
}

/// Changes one byte of a file, at this place from its end.
fn flip(file: &Path, from_end: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    let at = bytes.len() - from_end;
    bytes[at] ^= 1;
    std::fs::write(file, bytes).unwrap();
}

const SMALL: &[u8] = b"Dear Alice,\r\nnothing is lost.\0\xff";

fn large() -> Vec<u8> {
    (0..2_500_001_u32).map(|n| u8::try_from((n * 7 + n / 256) % 256).unwrap()).collect()
}

/// A mailbox under a policy of its own, one under none, a workload, and an item of each; the last
/// is large.
fn stocked() -> (Stage, [(Uuid, Vec<u8>); 4]) {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.mailbox("Bob");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let import = |scope: ScopeSelector, content: &[u8]| {
        let item = stage.import(&scope, "item", content).unwrap();
        (item.id, content.to_vec())
    };
    let alice = || ScopeSelector::Mailbox("Alice".into());
    let items = [
        import(alice(), SMALL),
        import(ScopeSelector::Mailbox("Bob".into()), b"under the service's key"),
        import(ScopeSelector::Workload("TeamsChats".into()), b""),
        import(alice(), &large()),
    ];
    (stage, items)
}

#[test]
fn a_log_its_head_and_its_counter_are_checked_without_this_library() {
    if cannot_run() {
        return;
    }
    let stage = Stage::new();
    stage.mailbox("Alice");
    let (key, other) = (
        stage.tenant.audit().public_key().unwrap(),
        Stage::bare().tenant.audit().public_key().unwrap(),
    );
    let (database, head) = (stage.path().join("tenant.db"), stage.folder.path().join("head.json"));
    std::fs::write(&head, stage.tenant.audit().head().unwrap()).unwrap();
    stage.mailbox("Bob");
    stage.tenant.clear_caches(&stage.actor()).unwrap();
    let secrets = stage.path().join("service-secrets");
    let (key, other) = (PathBuf::from(key), PathBuf::from(other));
    let without = [&*database, &*head, &*key];
    let with = [&*database, &*head, &*key, &*secrets];
    assert!(good("read_audit.py", &without).contains("each linked to the one before"));
    assert!(good("read_audit.py", &with).contains("the counter stands at record"));
    bad("read_audit.py", &[&database, &head, &other], 1, "not signed");
    bad("read_audit.py", &[&database, &head, Path::new("zz")], 2, "64 hexadecimal digits");
    bad("read_audit.py", &[&head, &head, &key], 2, "cannot be read as a tenant's database");
    bad("read_audit.py", &[&database, &database, &key], 2, "is not a file of");
    // What the head cannot know, the counter does.
    tamper(&stage, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)");
    good("read_audit.py", &without);
    bad("read_audit.py", &with, 1, "its counter knows of record");
    let damages = [
        ("DELETE FROM audit WHERE sequence > 2", "the log ends at record 2"),
        ("UPDATE audit SET at = at + 1 WHERE sequence = 2", "record 2 is not as it was written"),
        ("DELETE FROM audit WHERE sequence = 1", "are missing"),
    ];
    for (damage, expected) in damages {
        tamper(&stage, damage);
        bad("read_audit.py", &without, 1, expected);
    }
}

/// Rules 2.1, 2.7, 2.9.1 and 8.1.1.
#[test]
fn an_item_is_opened_by_hand_by_each_wrap_of_its_policy_key() {
    if cannot_run() {
        return;
    }
    let (stage, items) = stocked();
    let path = stage.path();
    let open = |item: Uuid, route: &str| {
        read("open_item.py", &[&path, Path::new(&item.to_string()), Path::new(route)])
    };
    for route in ["first", "second", "availability"] {
        for (item, content) in &items {
            let (code, found, wrong) = open(*item, route);
            assert!(code == 0 && found == *content, "{item} by {route}: {wrong}");
        }
    }
    // After a roll by another generation, and by the same object.
    stage.new_version(0);
    stage
        .tenant
        .policies()
        .refresh(&stage.actor(), PolicyKind::Mailbox, "P", &CancelToken::default())
        .unwrap();
    stage.work();
    assert_eq!(open(items[0].0, "first").1, SMALL);
    assert_eq!(open(Uuid::new_v4(), "first").0, 1);
    assert_eq!(open(items[0].0, "third").0, 2);
    assert_eq!(
        read("open_item.py", &[Path::new("nowhere"), Path::new(&items[0].0.to_string())]).0,
        2
    );
}

#[test]
fn an_item_that_was_moved_or_changed_or_has_lost_a_key_does_not_open_by_hand_and_the_reason_is_told()
 {
    if cannot_run() {
        return;
    }
    let (stage, [(small, _), (bobs, _), _, (large, _)]) = stocked();
    let path = stage.path();
    let refused = |item: Uuid, route: &str, reason: &str| {
        bad("open_item.py", &[&path, Path::new(&item.to_string()), Path::new(route)], 1, reason);
    };
    let id = large.to_string();
    flip(&path.join("content").join(&id[..2]).join(format!("{id}.sealed")), 1);
    refused(large, "first", "frame");
    let swap = "UPDATE item_body SET sealed = (SELECT sealed FROM item_body WHERE item_no = (SELECT no FROM item WHERE id = x'{}')) \
                WHERE item_no = (SELECT no FROM item WHERE id = x'{}')";
    tamper(
        &stage,
        &swap.replacen("{}", &bobs.simple().to_string(), 1).replacen(
            "{}",
            &small.simple().to_string(),
            1,
        ),
    );
    refused(small, "first", "header");
    tamper(
        &stage,
        "UPDATE policy_wrap SET seed = (SELECT seed FROM policy_wrap WHERE slot = 2) WHERE slot = 1",
    );
    refused(small, "first", "does not open the seed");
    tamper(&stage, "UPDATE generation SET commitment = zeroblob(32)");
    refused(small, "second", "committed to");
    let erasure =
        std::fs::read_dir(path.join("service-secrets")).unwrap().map(|entry| entry.unwrap().path());
    for secret in
        erasure.filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("erasure-"))
    {
        std::fs::remove_file(secret).unwrap();
    }
    tamper(&stage, "UPDATE policy_wrap SET algorithm = 'none' WHERE slot = 1");
    refused(small, "first", "none of a root wrap");
    refused(bobs, "first", "committed to");
}

#[test]
fn vaults_are_read_with_their_logs_and_keys_and_damage_is_told_apart() {
    if cannot_run() {
        return;
    }
    let stage = Stage::new();
    let (vaults, master) =
        (stage.path().join("vaults"), stage.path().join("vault-keys/master.key"));
    let version = stage.new_version(0);
    let found = good("read_vaults.py", &[&vaults, &master]);
    for expected in
        [VAULTS[0], VAULTS[1], version.rsplit('/').next().unwrap(), "2048 bits, enabled"]
    {
        assert!(found.contains(expected), "{expected}: {found}");
    }
    let other = stage.folder.path().join("other.key");
    std::fs::write(&other, [7; 32]).unwrap();
    bad("read_vaults.py", &[&vaults, &other], 1, "does not match its seal");
    bad("read_vaults.py", &[&vaults, &vaults.join("contosoeast01.vault")], 2, "is no master key");
    bad("read_vaults.py", &[Path::new("nowhere"), &master], 2, "nowhere");
    flip(&vaults.join("contosoeast01.vault"), 40);
    bad(
        "read_vaults.py",
        &[&vaults, &master],
        1,
        "the file of contosoeast01 does not match its seal",
    );
}

/// Rules 5.18.1 and 5.18.4.
#[test]
fn a_security_domain_and_its_backups_are_opened_by_the_holders_alone() {
    if cannot_run() {
        return;
    }
    let stage = Stage::new();
    let folder = stage.folder.path();
    let holders = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crypto/tests/certificates");
    let holder = |n: usize, what: &str| holders.join(format!("holder{n}.{what}.pem"));
    let certificates: Vec<Certificate> = (1..=3)
        .map(|n| Certificate::read(&std::fs::read(holder(n, "crt")).unwrap()).unwrap())
        .collect();
    let keys = |held: &[usize]| {
        let pair =
            |n: &usize| format!("{},{}", holder(*n, "crt").display(), holder(*n, "key").display());
        PathBuf::from(held.iter().map(pair).collect::<Vec<_>>().join(","))
    };
    let admin = stage.admin();
    let role = |role| RoleAssignment::for_caller(&admin, role);
    let new = NewVault {
        hsm: Some(&[role(VaultRole::HsmAdministrator)]),
        sku: Sku::Premium,
        rbac: true,
        ..NewVault::new("ContosoHsm", "East US", &admin)
    };
    let vaults = stage.tenant.vaults();
    vaults.create_vault(&new).unwrap();
    let domain = folder.join("domain.json");
    vaults
        .export_security_domain(&admin, "ContosoHsm", (&certificates, 2), |file| {
            std::fs::write(&domain, file).unwrap();
            Ok(())
        })
        .unwrap();
    vaults.give_hsm_role(&admin, "ContosoHsm", &role(VaultRole::HsmCryptoUser)).unwrap();
    let root = NewKey { key_type: KeyType::RsaHsm, ..NewKey::default() };
    vaults.create_key(&admin, "ContosoHsm", "Root", &root).unwrap();
    let backup = folder.join("Root.backup");
    std::fs::write(&backup, vaults.backup_key(&admin, "ContosoHsm", "Root").unwrap()).unwrap();

    let found = good("read_domain.py", &[&domain, &keys(&[3, 1]), &backup]);
    assert!(found.contains("ContosoHsm: 2 of 3 shares") && found.contains("2048 bits"), "{found}");
    let master = stage.path().join("vault-keys/master.key");
    let found = good("read_vaults.py", &[&stage.path().join("vaults"), &master]);
    assert!(found.contains("managed HSM, domain "), "{found}");
    bad("read_domain.py", &[&domain, &keys(&[2]), &backup], 1, "1 shares are opened, and 2 are");
    flip(&backup, 40);
    bad("read_domain.py", &[&domain, &keys(&[1, 2]), &backup], 1, "the backup does not open");
    let text = std::fs::read_to_string(&domain).unwrap();
    std::fs::write(&domain, text.replace("ContosoHsm", "ContosoHsn")).unwrap();
    bad("read_domain.py", &[&domain, &keys(&[1, 2])], 1, "the file is not as it was written");
}

#[test]
fn secrets_and_both_files_of_a_backup_are_read_and_damage_is_told_apart() {
    if cannot_run() {
        return;
    }
    let (stage, _) = stocked();
    let folder = stage.folder.path();
    let files = [["one", "one.secrets"], ["two", "two.secrets"]]
        .map(|pair| pair.map(|name| folder.join(name)));
    for [main, kept] in &files {
        stage.tenant.backup(&stage.actor(), main, kept, &mut |_| {}).unwrap();
    }
    let secrets = stage.path().join("service-secrets");
    let found = good("read_secrets.py", &[&secrets]);
    for expected in [
        "audit-chain",
        "availability-",
        "erasure-",
        "service-root",
        "the audit log stood at record",
    ] {
        assert!(found.contains(expected), "{expected}: {found}");
    }
    let [[main, kept], [_, others]] = &files;
    let found = good("read_backup.py", &[main, kept]);
    assert!(
        found.contains(&stage.tenant.id().to_string())
            && found.contains("tenant.db")
            && found.contains("audit-signing"),
        "{found}"
    );
    bad("read_backup.py", &[main, others], 1, "is not the one that the secrets belong to");
    bad("read_backup.py", &[&secrets.join("store.json"), kept], 1, "is not the one");
    bad("read_backup.py", &[main, &secrets.join("store.json")], 2, "is no archive");
    let longer = folder.join("longer");
    std::fs::write(&longer, [std::fs::read(kept).unwrap().as_slice(), b"x"].concat()).unwrap();
    bad("read_backup.py", &[main, &longer], 1, "something follows the end");
    flip(main, 2000);
    bad("read_backup.py", &[main, kept], 1, "was changed after it was written");
    flip(&secrets.join("audit.counter"), 40);
    bad("read_secrets.py", &[&secrets], 1, "was not written with this store's key");
    flip(&secrets.join("service-root.secret"), 1);
    bad("read_secrets.py", &[&secrets], 1, "service-root does not open");
    flip(&secrets.join("master.key"), 1);
    bad("read_secrets.py", &[&secrets], 1, "the master key is not the store's");
    bad("read_secrets.py", &[&secrets, Path::new("nowhere")], 2, "nowhere");
}
