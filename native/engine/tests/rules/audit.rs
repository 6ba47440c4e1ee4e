use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_crypto::EncryptionContext;
use ckey_engine::{
    AuditQuery, EngineError, Operation, PolicyKind, ScopeLease, ScopeSelector, SettingsChange,
};
use serde_json::json;

use crate::stage::{Stage, records, records_of};

fn tamper(stage: &Stage, sql: &str) {
    rusqlite::Connection::open(stage.path().join("tenant.db")).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn the_chain_verifies_and_a_changed_or_missing_record_is_found() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    let verdict = stage.tenant.audit().verify(&CancelToken::default()).unwrap();
    assert!(verdict.intact && verdict.records >= 2);
    let head = stage.tenant.audit().head().unwrap();
    assert!(stage.tenant.audit().check_head(&head, None).unwrap().intact);
    tamper(&stage, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)");
    let cut = stage.tenant.audit().check_head(&head, None).unwrap();
    assert!(!cut.intact && cut.problem.unwrap().contains("ends at record"));
    tamper(
        &stage,
        "UPDATE audit SET body = replace(body, 'Create tenant', 'Create something') WHERE sequence = 1",
    );
    let broken = stage.tenant.audit().verify(&CancelToken::default()).unwrap();
    assert!(!broken.intact && broken.problem.unwrap().contains("Record 1"));
}

#[test]
fn a_forged_or_foreign_head_is_told_from_a_real_one() {
    let (one, two) = (Stage::bare(), Stage::bare());
    let head = one.tenant.audit().head().unwrap();
    assert!(!two.tenant.audit().check_head(&head, None).unwrap().intact);
    let forged = head.replace("\"sequence\": ", "\"sequence\": 1");
    assert!(!one.tenant.audit().check_head(&forged, None).unwrap().intact);
    assert_eq!(one.tenant.audit().check_head("{}", None).err().unwrap().id, "AuditHeadUnreadable");
}

#[test]
fn a_head_is_checked_with_the_key_that_was_kept_elsewhere() {
    let (one, two) = (Stage::bare(), Stage::bare());
    let kept = one.tenant.audit().public_key().unwrap();
    let head = one.tenant.audit().head().unwrap();
    assert!(one.tenant.audit().check_head(&head, Some(&kept)).unwrap().intact);
    // Anyone who took the signing key over signs with another one, and the key in the head says
    // what its writer likes.
    let other = two.tenant.audit().public_key().unwrap();
    let verdict = one.tenant.audit().check_head(&head, Some(&other)).unwrap();
    assert!(!verdict.intact && verdict.problem.unwrap().contains("the key that was given"));
    assert!(
        !one.tenant.audit().check_head(&head.replace(&kept, &other), Some(&kept)).unwrap().intact
    );
    assert_eq!(
        one.tenant.audit().check_head(&head, Some("zz")).err().unwrap().id,
        "AuditPublicKeyInvalid"
    );
}

#[test]
fn records_come_newest_first_in_pages_and_are_found_by_time_and_type() {
    let stage = Stage::new();
    let more: Vec<String> = (0..1100).map(|number| format!("name-{number}")).collect();
    for name in &more {
        stage.tenant.directory().resolve_user(&format!("{name}@contoso.com")).unwrap();
    }
    let page = stage.tenant.audit().page(&AuditQuery::default()).unwrap();
    assert_eq!(
        (page.records.len(), page.records[0].object.as_str()),
        (1000, "name-1099@contoso.com")
    );
    assert!(page.records.is_sorted_by(|newer, older| newer.sequence == older.sequence + 1));
    let rest = stage
        .tenant
        .audit()
        .page(&AuditQuery { before: page.next, ..AuditQuery::default() })
        .unwrap();
    assert_eq!(
        (rest.records.last().unwrap().activity.as_str(), rest.next),
        ("Create tenant", None)
    );
    let find = |query: AuditQuery| stage.tenant.audit().page(&query).unwrap();
    assert_eq!(find(AuditQuery { to: Some(0), ..AuditQuery::default() }).records, []);
    let later = find(AuditQuery { from: Some(i64::MAX), ..AuditQuery::default() });
    assert_eq!((later.records, later.next), (vec![], None), "nothing older can match");
    assert_eq!(find(AuditQuery { record_type: Some(69), ..AuditQuery::default() }).records, []);
}

/// Everything in this process was done by this user on this machine; what nobody asked for names no
/// operation.
#[test]
fn every_record_names_user_machine_and_process() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    stage.policy(PolicyKind::Mailbox, "P");
    let all = records(&stage.tenant);
    assert!(all.len() > 5);
    for record in all {
        let origin = record.origin.unwrap();
        assert!(
            origin.process.ends_with(&format!("({})", std::process::id())),
            "{}",
            origin.process
        );
        assert!(!origin.os_user.is_empty() && !origin.host.is_empty());
        assert_eq!((origin.operation, origin.operation_id, origin.parameters), (None, None, None));
    }
}

#[test]
fn what_an_operation_does_is_recorded_in_its_name_also_in_vaults() {
    let stage = Stage::new();
    let before = records(&stage.tenant).len();
    let parameters = json!({ "Name": "new" });
    let operation = Operation::new("Add-AzKeyVaultKey", parameters.as_object().unwrap());
    operation.run(|| stage.new_version(0));
    let made: Vec<_> = records(&stage.tenant).into_iter().skip(before).collect();
    assert_eq!((made.len(), operation.records()), (1, 1));
    let origin = made[0].origin.clone().unwrap();
    assert_eq!(
        (made[0].activity.as_str(), origin.operation.as_deref()),
        ("Change vault", Some("Add-AzKeyVaultKey"))
    );
    assert_eq!(origin.parameters.as_ref(), Some(&parameters));
    assert!(
        made[0].details["operations"][0]["object"].as_str().unwrap().contains("/keys/"),
        "{}",
        made[0].details
    );
}

#[test]
fn the_end_of_a_job_is_recorded() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    assert_eq!(records_of(&stage.tenant, "End job"), []);
    stage.work();
    let ended = records_of(&stage.tenant, "End job");
    assert_eq!(
        (ended.len(), ended[0].result.as_str(), ended[0].details["kind"].as_str()),
        (1, "Succeeded", Some("RewrapScopes"))
    );
}

fn opened(stage: &Stage, name: &str) -> Result<Arc<ScopeLease>, EngineError> {
    let selector = ScopeSelector::Application(name.to_owned());
    let operation = Operation::new("ckey_scope_open", &selector.parameters());
    operation.asked_by(|| "ann@contoso.com".to_owned());
    let owner = stage.tenant.directory().account("nobody", ckey_engine::Service::Exchange).unwrap();
    stage.tenant.open_scope_for(&operation, &owner, &selector, &CancelToken::default())
}

#[test]
fn opening_a_scope_is_recorded_once_for_the_scope_and_a_setting_turns_that_off() {
    let stage = Stage::new();
    let lease = opened(&stage, "ledger").unwrap();
    for _ in 0..10 {
        lease.seal(&EncryptionContext::from_pairs([("entry", "42")]).unwrap(), b"entry").unwrap();
    }
    let found = records_of(&stage.tenant, "ckey_scope_open");
    assert_eq!(
        (found.len(), found[0].actor.as_str(), found[0].object.as_str()),
        (1, "ann@contoso.com", "ledger")
    );
    let made = records_of(&stage.tenant, "Create application scope");
    assert_eq!((made.len(), made[0].actor.as_str()), (1, "ann@contoso.com"));
    let quiet = SettingsChange { audit_reads: Some(false), ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &quiet).unwrap();
    opened(&stage, "ledger").unwrap();
    assert_eq!(records_of(&stage.tenant, "ckey_scope_open").len(), 1);
    assert_eq!(lease.describe().unwrap().unrecorded, None);
}

#[test]
fn a_refused_opening_of_a_scope_is_recorded_also_where_reads_are_not() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "P");
    stage.tenant.policies().assign(&stage.actor(), Some("P"), &CancelToken::default()).unwrap();
    stage.work();
    opened(&stage, "ledger").unwrap();
    let quiet = SettingsChange {
        audit_reads: Some(false),
        cache_enabled: Some(false),
        ..SettingsChange::default()
    };
    stage.tenant.change_settings(&stage.actor(), &quiet).unwrap();
    (0..2).for_each(|root| stage.permit(root, false));
    assert_eq!(opened(&stage, "ledger").err().unwrap().id, "CustomerKeyAccessDenied");
    let denied = records(&stage.tenant)
        .into_iter()
        .filter(|record| record.result == "Denied")
        .collect::<Vec<_>>();
    assert_eq!(
        (denied.len(), denied[0].activity.as_str(), denied[0].details["error"].as_str()),
        (1, "ckey_scope_open", Some("CustomerKeyAccessDenied"))
    );
}
