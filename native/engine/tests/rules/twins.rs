//! Two who make the twin of one policy, or import, at once; and those who are killed meanwhile.

use std::sync::{Arc, Mutex};

use ckey_base::CancelToken;
use ckey_engine::{Actor, EngineError, Moment, NewPolicy, PolicyKind, PolicyView, Tenant};
use uuid::Uuid;

use crate::processes::{child, child_at};
use crate::races::meanwhile;
use crate::stage::{KEYS, Stage, VAULTS, files_below};

const GUID: Uuid = Uuid::from_u128(0x1234_5678_1234_4234_8234_1234_5678_9abc);

fn twin(tenant: &Tenant, name: &str) -> Result<PolicyView, EngineError> {
    let uri =
        |index: usize| format!("https://{}.vault.azure.net/keys/{}", VAULTS[index], KEYS[index]);
    let new = NewPolicy {
        kind: PolicyKind::Mailbox,
        name: name.to_owned(),
        description: String::new(),
        enabled: true,
        key_uris: vec![uri(0), uri(1)],
    };
    tenant.policies().create_twin(&Actor::new("twin"), &new, GUID, &CancelToken::default())
}

/// What a child of the tests below does until it is killed.
pub(crate) fn play(tenant: &Arc<Tenant>, role: &str) {
    match role {
        "of a policy" => {
            tenant.on_pause(|now| {
                if now == Moment::Stored {
                    std::process::abort();
                }
            });
            twin(tenant, "Real").unwrap();
        }
        "import" => {
            let _alone = tenant.start_import().unwrap();
            println!("open");
            std::io::stdin().read_line(&mut String::new()).unwrap();
            std::process::abort();
        }
        other => panic!("no twin '{other}'"),
    }
}

fn is_sound(stage: &Stage) {
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:#?}");
    let mut item = Vec::new();
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("Real")).unwrap();
    stage.work();
    let alice = ckey_engine::ScopeSelector::Mailbox("Alice".into());
    let id = stage.import(&alice, "m", b"letter").unwrap().id;
    stage.tenant.items().export(&alice, id, &mut item, &CancelToken::default()).unwrap();
    assert_eq!(item, b"letter");
}

fn secrets(stage: &Stage) -> usize {
    let named = |path: &std::path::PathBuf| path.to_string_lossy().contains(&GUID.to_string());
    files_below(&stage.path().join("service-secrets")).iter().filter(|path| named(path)).count()
}

/// Of two who make it at once the second is told, and what it undoes is nothing of the first one's.
#[test]
fn a_twin_of_a_policy_keeps_its_secrets_while_another_who_makes_it_is_refused() {
    let stage = Stage::new();
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&told);
    meanwhile(&stage, Moment::Stored, move |tenant| {
        for name in ["Real", "Of another name"] {
            let refused = twin(tenant, name).unwrap_err();
            heard.lock().unwrap().push((refused.id, refused.retryable));
        }
    });
    twin(&stage.tenant, "Real").unwrap();
    assert_eq!(*told.lock().unwrap(), [("AlreadyUnderWay", true); 2]);
    is_sound(&stage);
}

/// The same in another process.
#[test]
fn a_twin_of_a_policy_that_another_process_makes_too_keeps_its_secrets() {
    let stage = Stage::new();
    let path = stage.path();
    meanwhile(&stage, Moment::Stored, move |_| {
        assert!(!child_at(&path, "twin of a policy").wait().unwrap().success());
    });
    twin(&stage.tenant, "Real").unwrap();
    is_sound(&stage);
}

#[test]
fn what_a_killed_process_left_of_a_policy_goes_to_whoever_makes_it_next_without_a_new_opening() {
    let stage = Stage::new();
    assert!(!child(&stage, "twin of a policy").wait().unwrap().success());
    assert_eq!(secrets(&stage), 2);
    twin(&stage.tenant, "Real").unwrap();
    is_sound(&stage);
}

/// A process that cannot be told from a dead one: its file of `locks` is gone.
#[test]
fn whoever_was_taken_for_dead_names_no_secret_that_was_destroyed_then() {
    let stage = Stage::new();
    let path = stage.path();
    meanwhile(&stage, Moment::Stored, move |_| {
        files_below(&path.join("locks"))
            .iter()
            .for_each(|file| std::fs::remove_file(file).unwrap());
        assert!(child_at(&path, "revoke").wait().unwrap().success());
    });
    assert_eq!(twin(&stage.tenant, "Real").unwrap_err().id, "AlreadyUnderWay");
    assert_eq!(secrets(&stage), 0);
    twin(&stage.tenant, "Real").unwrap();
    is_sound(&stage);
}

#[test]
fn a_guid_that_a_policy_has_is_given_to_no_other_and_its_secrets_stay() {
    let stage = Stage::new();
    twin(&stage.tenant, "Real").unwrap();
    assert_eq!(twin(&stage.tenant, "Other").unwrap_err().id, "PolicyGuidTaken");
    is_sound(&stage);
}

#[test]
fn a_second_import_is_refused_until_the_first_has_ended_however_that_was() {
    let stage = Stage::bare();
    let first = stage.tenant.start_import().unwrap();
    let refused = stage.tenant.start_import().err().unwrap();
    assert_eq!((refused.id, refused.retryable), ("AlreadyUnderWay", true));
    assert_eq!(stage.tenant.check_import().unwrap_err().id, "AlreadyUnderWay");
    drop(first);
    let mut other = child(&stage, "twin import");
    crate::processes::hear(&mut other, "open");
    assert_eq!(stage.tenant.start_import().err().unwrap().id, "AlreadyUnderWay");
    other.kill().unwrap();
    other.wait().unwrap();
    drop(stage.tenant.start_import().unwrap());
    stage.tenant.check_import().unwrap();
}
