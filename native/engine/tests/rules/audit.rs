use std::path::Path;
use std::process::Command;

use ckey_engine::AuditQuery;
use ckey_vault::CancelToken;

use crate::stage::Stage;

fn tamper(stage: &Stage, sql: &str) {
    rusqlite::Connection::open(stage.path().join("tenant.db")).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn the_chain_verifies_and_a_changed_or_missing_record_is_found() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    let verdict = stage.tenant.verify_audit(&CancelToken::default()).unwrap();
    assert!(verdict.intact && verdict.records >= 2);
    let head = stage.tenant.audit_head().unwrap();
    assert!(stage.tenant.check_audit_head(&head, None).unwrap().intact);
    tamper(&stage, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)");
    assert!(stage.tenant.verify_audit(&CancelToken::default()).unwrap().intact, "truncation is what the exported head is for");
    let cut = stage.tenant.check_audit_head(&head, None).unwrap();
    assert!(!cut.intact && cut.problem.unwrap().contains("ends at record"));
    tamper(&stage, "UPDATE audit SET body = replace(body, 'Create tenant', 'Create something') WHERE sequence = 1");
    let broken = stage.tenant.verify_audit(&CancelToken::default()).unwrap();
    assert!(!broken.intact && broken.problem.unwrap().contains("Record 1"));
}

#[test]
fn a_forged_or_foreign_head_is_told_from_a_real_one() {
    let (one, two) = (Stage::bare(), Stage::bare());
    let head = one.tenant.audit_head().unwrap();
    assert!(!two.tenant.check_audit_head(&head, None).unwrap().intact);
    let forged = head.replace("\"sequence\": ", "\"sequence\": 1");
    assert!(!one.tenant.check_audit_head(&forged, None).unwrap().intact);
    assert_eq!(one.tenant.check_audit_head("{}", None).err().unwrap().id, "AuditHeadUnreadable");
}

#[test]
fn a_head_is_checked_with_the_key_that_was_kept_elsewhere() {
    let (one, two) = (Stage::bare(), Stage::bare());
    let kept = one.tenant.audit_public_key().unwrap();
    let head = one.tenant.audit_head().unwrap();
    assert!(one.tenant.check_audit_head(&head, Some(&kept)).unwrap().intact);
    // Whoever took the signing key over signs with another one, and the key in the head says what its writer likes.
    let other = two.tenant.audit_public_key().unwrap();
    let verdict = one.tenant.check_audit_head(&head, Some(&other)).unwrap();
    assert!(!verdict.intact && verdict.problem.unwrap().contains("the key that was given"));
    assert!(!one.tenant.check_audit_head(&head.replace(&kept, &other), Some(&kept)).unwrap().intact);
    assert_eq!(one.tenant.check_audit_head(&head, Some("zz")).err().unwrap().id, "AuditPublicKeyInvalid");
}

/// Asks the reader in Python, which has only the page on the format: whether all is well, and what it says.
fn read_by_the_page(database: &Path, head: &Path, key: &str) -> (bool, String) {
    let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/python/read_audit.py");
    let read = Command::new("python3").arg(reader).arg(database).arg(head).arg(key).output().unwrap();
    assert!(read.stderr.is_empty(), "{}", String::from_utf8_lossy(&read.stderr));
    (read.status.success(), String::from_utf8(read.stdout).unwrap())
}

#[test]
fn a_log_and_its_head_are_checked_without_this_library_and_without_a_secret() {
    let has_cryptography =
        Command::new("python3").args(["-c", "import cryptography"]).status().is_ok_and(|status| status.success());
    if !has_cryptography {
        println!("no python3 with the package cryptography; the independent reader of the audit log did not run");
        return;
    }
    let stage = Stage::new();
    stage.mailbox("Alice");
    let (key, other) = (stage.tenant.audit_public_key().unwrap(), Stage::bare().tenant.audit_public_key().unwrap());
    let (database, head) = (stage.path().join("tenant.db"), stage.folder.path().join("head.json"));
    std::fs::write(&head, stage.tenant.audit_head().unwrap()).unwrap();
    stage.mailbox("Bob");
    let (good, told) = read_by_the_page(&database, &head, &key);
    assert!(good && told.contains("each linked to the one before"), "{told}");
    let (good, told) = read_by_the_page(&database, &head, &other);
    assert!(!good && told.contains("not signed"), "{told}");
    let damages = [
        ("DELETE FROM audit WHERE sequence > 2", "the log ends at record 2"),
        ("UPDATE audit SET at = at + 1 WHERE sequence = 2", "record 2 is not as it was written"),
        ("DELETE FROM audit WHERE sequence = 1", "are missing"),
    ];
    for (damage, expected) in damages {
        tamper(&stage, damage);
        let (good, told) = read_by_the_page(&database, &head, &key);
        assert!(!good && told.contains(expected), "{damage}: {told}");
    }
}

#[test]
fn records_are_found_by_activity_and_time() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    let find = |query: AuditQuery| stage.tenant.audit_page(&query).unwrap().len();
    assert_eq!(find(AuditQuery { activity: Some("create MAILBOX".into()), limit: 10, ..AuditQuery::default() }), 1);
    assert_eq!(find(AuditQuery { to: Some(0), limit: 10, ..AuditQuery::default() }), 0);
}
