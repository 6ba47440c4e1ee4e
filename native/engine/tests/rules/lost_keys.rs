//! Who leaves with lost keys leaves no key behind that is only being deleted.

use std::time::Duration;

use ckey_base::CancelToken;
use ckey_engine::{Actor, EngineError, PolicyKind, Tenant};
use ckey_vault::VaultErrorKind as Kind;

use crate::toy::{log, new_policy, tenant};

const SETTLES: Duration = Duration::from_millis(40);

/// A tenant under a policy for all.
fn assigned(test: &str) -> (tempfile::TempDir, std::sync::Arc<Tenant>) {
    let (folder, tenant) = tenant(test);
    new_policy(&tenant, PolicyKind::MultiWorkload, "Global");
    let (actor, cancel) = (Actor::new("test"), CancelToken::default());
    tenant.policies().assign(&actor, Some("Global"), &cancel).unwrap();
    (folder, tenant)
}

/// Leaves with what is lost, where the roots answer so, one after the other; how often they were
/// asked.
fn leave(
    test: &str,
    tenant: &Tenant,
    answers: &[Option<Kind>],
    cancel: &CancelToken,
) -> Result<usize, EngineError> {
    log(test, |log| {
        log.unwraps.clear();
        log.settles = SETTLES;
        log.refusals = answers.iter().rev().copied().collect();
    });
    let mut told = Vec::new();
    let mut waiting = |left| told.push(left);
    let left = tenant.policies().offboard(&Actor::new("test"), true, cancel, &mut waiting);
    assert_eq!(told, [SETTLES]);
    left?;
    Ok(log(test, |log| log.unwraps.len()))
}

const LOST: Option<Kind> = Some(Kind::KeyNotFound);

#[test]
fn a_key_that_its_vault_is_just_deleting_is_not_lost_and_one_that_was_taken_away_meanwhile_neither()
{
    let test = "just deleting";
    let (_folder, tenant) = assigned(test);
    for answers in [
        [LOST, LOST, LOST, Some(Kind::KeyDeleted)],
        [LOST, LOST, Some(Kind::DeletionUnknown), LOST],
        [LOST, LOST, LOST, Some(Kind::Unreachable)],
        // What had answered is revoked while the other one is waited for.
        [LOST, None, LOST, Some(Kind::AccessDenied)],
    ] {
        let error = leave(test, &tenant, &answers, &CancelToken::default()).unwrap_err();
        assert_eq!(error.id, "PolicyKeysUnreachable", "{answers:?}");
        assert!(!error.fix.contains("-WithLostKeys"), "{}", error.fix);
        assert!(tenant.policies().assignment().unwrap().is_some(), "{answers:?}");
    }
    let waited = log(test, |log| log.unwraps[2].0.duration_since(log.unwraps[1].0));
    assert!(waited >= SETTLES, "{waited:?}");
}

#[test]
fn keys_that_are_lost_when_they_are_asked_again_are_left_behind() {
    let test = "lost for good";
    let (_folder, tenant) = assigned(test);
    assert_eq!(leave(test, &tenant, &[LOST; 4], &CancelToken::default()).unwrap(), 4);
    assert!(tenant.policies().assignment().unwrap().is_none());
}

#[test]
fn a_key_that_is_back_when_it_is_asked_again_is_judged_with_the_other_anew() {
    let test = "back again";
    let (_folder, tenant) = assigned(test);
    assert_eq!(leave(test, &tenant, &[LOST], &CancelToken::default()).unwrap(), 6);
    assert!(tenant.policies().assignment().unwrap().is_none());
}

#[test]
fn who_gives_up_while_the_vaults_are_waited_for_has_left_nothing() {
    let test = "given up";
    let (_folder, tenant) = assigned(test);
    let cancel = CancelToken::new().child_for(SETTLES / 4);
    let error = leave(test, &tenant, &[LOST, LOST], &cancel).unwrap_err();
    assert!(error.is_stopped(), "{error}");
    assert!(tenant.policies().assignment().unwrap().is_some());
}
