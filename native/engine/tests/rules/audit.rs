use ckey_engine::AuditQuery;
use ckey_vault::CancelToken;

use crate::stage::Stage;

#[test]
fn the_chain_verifies_and_a_changed_or_missing_record_is_found() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    let verdict = stage.tenant.verify_audit(&CancelToken::default()).unwrap();
    assert!(verdict.intact && verdict.records >= 2);
    let head = stage.tenant.audit_head().unwrap();
    assert!(stage.tenant.check_audit_head(&head).unwrap().intact);
    let tamper = |sql: &str| {
        let status = std::process::Command::new("python3")
            .args(["-c", "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1]);c.execute(sys.argv[2]);c.commit()"])
            .arg(stage.path().join("tenant.db"))
            .arg(sql)
            .status()
            .unwrap();
        assert!(status.success());
    };
    tamper("DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)");
    assert!(stage.tenant.verify_audit(&CancelToken::default()).unwrap().intact, "truncation is what the exported head is for");
    let cut = stage.tenant.check_audit_head(&head).unwrap();
    assert!(!cut.intact && cut.problem.unwrap().contains("ends at record"));
    tamper("UPDATE audit SET body = replace(body, 'Create tenant', 'Create something') WHERE sequence = 1");
    let broken = stage.tenant.verify_audit(&CancelToken::default()).unwrap();
    assert!(!broken.intact && broken.problem.unwrap().contains("Record 1"));
}

#[test]
fn a_forged_or_foreign_head_is_told_from_a_real_one() {
    let (one, two) = (Stage::bare(), Stage::bare());
    let head = one.tenant.audit_head().unwrap();
    assert!(!two.tenant.check_audit_head(&head).unwrap().intact);
    let forged = head.replace("\"sequence\": ", "\"sequence\": 1");
    assert!(!one.tenant.check_audit_head(&forged).unwrap().intact);
    assert_eq!(one.tenant.check_audit_head("{}").err().unwrap().id, "AuditHeadUnreadable");
}

#[test]
fn records_are_found_by_activity_and_time() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    let find = |query: AuditQuery| stage.tenant.audit_page(&query).unwrap().len();
    assert_eq!(find(AuditQuery { activity: Some("create MAILBOX".into()), limit: 10, ..AuditQuery::default() }), 1);
    assert_eq!(find(AuditQuery { to: Some(0), limit: 10, ..AuditQuery::default() }), 0);
}
