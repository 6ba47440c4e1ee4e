//! Scope keys that do not open: a job goes past them, says which, and ends all the same.

use ckey_base::CancelToken;
use ckey_engine::{JobView, Lag, PolicyKind, ScopeSelector};
use ckey_store::{FolderSecrets, MasterKey, SecretName, SecretStore};
use ckey_vault::Fault;
use rusqlite::Connection;

use crate::stage::{KEYS, Stage, VAULTS};

/// Statements on the tenant's database, behind its back.
fn sql(stage: &Stage, statements: &str) {
    Connection::open(stage.path().join("tenant.db")).unwrap().execute_batch(statements).unwrap();
}

/// Changes the first bytes of the wrap of a mailbox's key; twice gives it back.
fn flip(stage: &Stage, mailbox: &str) {
    let database = Connection::open(stage.path().join("tenant.db")).unwrap();
    let find = "SELECT w.scope_no, w.wrap FROM scope_wrap w JOIN scope s ON s.no = w.scope_no WHERE s.name = ?1";
    let (no, mut wrap): (i64, Vec<u8>) =
        database.query_row(find, [mailbox], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    wrap[..20].iter_mut().for_each(|byte| *byte ^= 255);
    database.execute("UPDATE scope_wrap SET wrap = ?1 WHERE scope_no = ?2", (wrap, no)).unwrap();
}

/// Three mailboxes under a policy, of which Bob's key is damaged.
fn damaged() -> Stage {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "G");
    stage.tenant.policies().assign(&stage.actor(), Some("G"), &CancelToken::default()).unwrap();
    for name in ["Alice", "Bob", "Carol"] {
        stage.mailbox(name);
    }
    stage.work();
    flip(&stage, "Bob");
    stage
}

fn refresh(stage: &Stage) -> Option<uuid::Uuid> {
    let policy = stage
        .tenant
        .policies()
        .refresh(&stage.actor(), PolicyKind::MultiWorkload, "G", &CancelToken::default())
        .unwrap();
    Some(policy.generation_guid)
}

fn jobs(stage: &Stage, kind: &str) -> Vec<JobView> {
    stage.tenant.jobs().list(true).unwrap().into_iter().filter(|job| job.kind == kind).collect()
}

#[test]
fn a_scope_key_that_does_not_open_does_not_stop_the_roll_of_the_others() {
    let stage = damaged();
    let before = stage.look("Bob").data_encryption_policy_id;
    let newest = refresh(&stage);
    stage.work();
    for name in ["Alice", "Carol"] {
        assert_eq!(stage.look(name).data_encryption_policy_id, newest);
    }
    assert_eq!(stage.look("Bob").data_encryption_policy_id, before);
    let ended = jobs(&stage, "RewrapPolicy").remove(0);
    assert_eq!((ended.state, ended.percent, ended.failed), ("CompletedWithErrors", 100, 1));
    let [failure] = ended.failures.as_slice() else { panic!("{ended:?}") };
    assert_eq!((failure.scope.as_str(), failure.version), ("Bob", 1));
    assert!(failure.problem.contains("does not open"), "{failure:?}");
    assert!(ended.problem.unwrap().contains("1 scope keys do not open"));
}

#[test]
fn the_key_versions_under_a_scope_key_that_does_not_open_stay_and_are_shown_as_needed() {
    let stage = damaged();
    let old = stage
        .tenant
        .vaults()
        .key_versions(&stage.admin(), VAULTS[0], KEYS[0])
        .unwrap()
        .remove(0)
        .uri
        .to_string();
    stage.new_version(0);
    refresh(&stage);
    stage.work();
    assert!(jobs(&stage, "DestroyWraps").is_empty(), "the generation is not retired");
    let uses = stage.tenant.policies().root_uses().unwrap();
    assert!(
        uses.iter().any(|used| used.key_uri == old && !used.is_current && used.keys == 1),
        "{uses:?}"
    );
}

#[test]
fn what_was_gone_past_is_tried_again_by_hand_and_by_the_next_refresh() {
    let stage = damaged();
    let newest = refresh(&stage);
    stage.work();
    assert_eq!(stage.tenant.jobs().retry().unwrap(), 1);
    assert_eq!(crate::stage::records_of(&stage.tenant, "Retry jobs").len(), 1);
    stage.work();
    assert_eq!(jobs(&stage, "RewrapPolicy").remove(0).state, "CompletedWithErrors");
    flip(&stage, "Bob");
    stage.tenant.jobs().retry().unwrap();
    stage.work();
    let ended = jobs(&stage, "RewrapPolicy").remove(0);
    assert_eq!((ended.state, ended.failed, ended.failures.len()), ("Completed", 0, 0));
    assert_eq!(stage.look("Bob").data_encryption_policy_id, newest);
    assert_eq!(jobs(&stage, "DestroyWraps").remove(0).state, "Completed");

    flip(&stage, "Bob");
    refresh(&stage);
    stage.work();
    flip(&stage, "Bob");
    let newest = refresh(&stage);
    stage.work();
    assert_eq!(stage.look("Bob").data_encryption_policy_id, newest);
    let states: Vec<_> = jobs(&stage, "RewrapPolicy").into_iter().map(|job| job.state).collect();
    assert_eq!(states, ["Completed", "CompletedWithErrors", "Completed"]);
}

#[test]
fn a_single_mailbox_whose_key_does_not_open_waits_for_nobody_and_is_tried_again_by_hand() {
    let stage = damaged();
    stage.policy(PolicyKind::Mailbox, "P");
    for name in ["Bob", "Carol"] {
        stage.tenant.mailboxes().set_policy(&stage.actor(), name, Some("P")).unwrap();
    }
    stage.work();
    let own = |name| stage.look(name).data_encryption_policy_id;
    let policy =
        Some(stage.tenant.policies().get(PolicyKind::Mailbox, "P").unwrap().generation_guid);
    assert_eq!(own("Carol"), policy);
    let ended = jobs(&stage, "RewrapScopes").pop().unwrap();
    assert_eq!(
        (ended.state, ended.failed, ended.failures[0].scope.as_str()),
        ("CompletedWithErrors", 1, "Bob")
    );
    flip(&stage, "Bob");
    stage.tenant.jobs().retry().unwrap();
    stage.work();
    assert_eq!(own("Bob"), policy);
    assert_eq!(jobs(&stage, "RewrapScopes").pop().unwrap().state, "Completed");
}

#[test]
fn wraps_that_a_scope_key_needs_are_not_destroyed_though_a_counter_says_otherwise() {
    let stage = damaged();
    flip(&stage, "Bob");
    let scope = ScopeSelector::Mailbox("Bob".into());
    let item = stage.import(&scope, "m", b"x").unwrap();
    refresh(&stage);
    sql(
        &stage,
        "DELETE FROM generation_keys WHERE generation = 1 AND policy_no = (SELECT no FROM policy WHERE name = 'G')",
    );
    stage.work();
    let ended = jobs(&stage, "DestroyWraps").remove(0);
    assert_eq!(ended.state, "CompletedWithErrors");
    assert!(
        ended.problem.clone().unwrap().contains("are under this generation: its wraps stay"),
        "{ended:?}"
    );
    stage.tenant.items().export(&scope, item.id, &mut Vec::new(), &CancelToken::default()).unwrap();
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(
        checks.iter().any(|check| check.check == "wraps of generations" && !check.passed),
        "{checks:?}"
    );
}

/// Rule 3.2.1.
#[test]
fn a_policy_key_that_does_not_open_lets_its_job_wait_and_no_scope_key_is_gone_past() {
    let stage = damaged();
    flip(&stage, "Bob");
    let policy = stage.tenant.policies().get(PolicyKind::MultiWorkload, "G").unwrap();
    let secrets =
        FolderSecrets::open(&stage.path().join("service-secrets"), MasterKey::InFolder).unwrap();
    secrets.destroy(&SecretName::AvailabilityKey(policy.guid)).unwrap();
    stage.fault(0, Fault::Unreachable);
    stage.fault(1, Fault::Unreachable);
    stage.tenant.policies().assign(&stage.actor(), None, &CancelToken::default()).unwrap();
    stage.tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    let waits = jobs(&stage, "RewrapAssignment").remove(0);
    assert_eq!((waits.state, waits.failed), ("Waiting", 0));
    assert!(waits.problem.clone().unwrap().starts_with("CustomerKeyUnavailable"), "{waits:?}");
    stage.fault(0, Fault::None);
    stage.work();
    assert_eq!(jobs(&stage, "RewrapAssignment").remove(0).state, "Completed");
    assert!(!stage.look("Bob").is_encrypted);
}

#[test]
fn a_scope_key_under_a_destroyed_generation_does_not_stop_the_roll_of_the_others() {
    let stage = damaged();
    flip(&stage, "Bob");
    sql(&stage, "CREATE TABLE kept AS SELECT * FROM scope_wrap");
    refresh(&stage);
    stage.work();
    assert_eq!(jobs(&stage, "DestroyWraps").remove(0).state, "Completed");
    sql(
        &stage,
        "UPDATE scope_wrap SET (policy_no, generation, wrap) =
             (SELECT policy_no, generation, wrap FROM kept k WHERE k.scope_no = scope_wrap.scope_no AND k.version = scope_wrap.version)
         WHERE scope_no = (SELECT no FROM scope WHERE name = 'Bob');
         DROP TABLE kept;
         DELETE FROM generation_keys;
         INSERT INTO generation_keys SELECT w.policy_no, w.generation, s.kind, count(*) FROM scope_wrap w JOIN scope s ON s.no = w.scope_no GROUP BY 1, 2, 3",
    );
    let newest = refresh(&stage);
    stage.work();
    assert_eq!(stage.look("Carol").data_encryption_policy_id, newest);
    let ended = jobs(&stage, "RewrapPolicy").pop().unwrap();
    let [failure] = ended.failures.as_slice() else { panic!("{ended:?}") };
    assert_eq!((ended.state, failure.scope.as_str()), ("CompletedWithErrors", "Bob"));
    assert!(failure.problem.contains("whose wraps were destroyed"), "{failure:?}");
}

#[test]
fn a_key_version_stays_for_a_scope_key_that_does_not_open_and_the_answer_names_it() {
    let stage = damaged();
    let [old, _] = stage.tenant.key_use().usage(None).unwrap().try_into().unwrap();
    let old = old.key_uri;
    stage.new_version(0);
    refresh(&stage);
    stage.work();
    let answer = stage.tenant.key_use().retirement(&old, false).unwrap();
    let [left] = answer.dependents.as_slice() else { panic!("{answer:?}") };
    assert_eq!((left.lag, left.keys, left.name.as_deref()), (Lag::Failed, 1, None));
    assert!(left.why.contains("'Bob'") && left.why.contains("does not open"), "{left:?}");
    assert!(left.remedy.contains("Invoke-CustomerKeyJob -Retry"), "{left:?}");
    let each = stage.tenant.key_use().retirement(&old, true).unwrap();
    assert_eq!(each.dependents[0].name.as_deref(), Some("Bob"));
    flip(&stage, "Bob");
    let moved = &mut |_: &JobView| {};
    stage.tenant.key_use().move_off(&stage.actor(), &old, &CancelToken::default(), moved).unwrap();
    assert!(stage.tenant.key_use().retirement(&old, false).unwrap().is_safe());
}

#[test]
fn a_key_version_is_not_called_free_on_rows_that_were_changed() {
    for damage in [
        "DELETE FROM policy_wrap WHERE slot = 1",
        "UPDATE policy_wrap SET key_uri = 'junk' WHERE slot = 1",
        "UPDATE policy_wrap SET key_uri = 'https://other.vault.azure.net/keys/k/0123456789abcdef0123456789abcdef' WHERE slot = 1",
        "PRAGMA foreign_keys = OFF; DELETE FROM policy WHERE name = 'G'",
    ] {
        let stage = damaged();
        let [first, _] = stage.tenant.key_use().usage(None).unwrap().try_into().unwrap();
        sql(&stage, damage);
        let asked = stage.tenant.key_use().retirement(&first.key_uri, false);
        assert_eq!(asked.err().map(|error| error.id), Some("DataDamaged"), "{damage}");
    }
}
