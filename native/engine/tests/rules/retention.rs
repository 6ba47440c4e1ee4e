//! The mandatory retention period of subscriptions (rules 4.9.1 and 5.8).

use ckey_engine::{Retention, Service};

use crate::stage::{Stage, VAULTS, records_of};

fn finalised(stage: &Stage, subscription: &str) {
    let asked = stage.tenant.directory().register_retention(subscription).unwrap();
    let Retention::Pending(at) = asked else { panic!("{asked:?}") };
    stage.tenant.move_clock(&stage.actor(), at).unwrap();
}

fn subscription(stage: &Stage) -> String {
    stage.tenant.vaults().vault(VAULTS[0]).unwrap().subscription
}

#[test]
fn what_was_put_into_effect_for_half_of_the_vaults_is_so_for_all_by_the_next_call() {
    let stage = Stage::new();
    let subscription = subscription(&stage);
    let (vaults, directory) = (stage.tenant.vaults(), stage.tenant.directory());
    let protected = || vaults.vault(VAULTS[0]).unwrap().subscription_protected;
    finalised(&stage, &subscription);
    let registered = Retention::Registered { in_effect: true };
    assert_eq!(directory.register_vaults(&stage.admin(), &subscription).unwrap(), registered);
    assert!(protected());
    // As a call leaves it that is killed before it comes to this vault.
    vaults.set_vault_subscription_protected(&stage.admin(), VAULTS[0], false).unwrap();
    assert_eq!(directory.register_vaults(&stage.admin(), &subscription).unwrap(), registered);
    assert!(protected());
    assert_eq!(records_of(&stage.tenant, "Register resource provider").len(), 1);
}

#[test]
fn nothing_is_put_into_effect_that_the_service_has_not_finalised() {
    let stage = Stage::new();
    let subscription = subscription(&stage);
    let directory = stage.tenant.directory();
    let register = || directory.register_vaults(&stage.admin(), &subscription).unwrap();
    assert_eq!(register(), Retention::NotRegistered);
    let asked = directory.register_retention(&subscription).unwrap();
    assert!(matches!(asked, Retention::Pending(_)));
    assert_eq!(register(), asked);
    assert!(!stage.tenant.vaults().vault(VAULTS[0]).unwrap().subscription_protected);
}

#[test]
fn of_many_who_ask_at_once_one_is_recorded_and_all_get_the_same_answer() {
    let stage = Stage::new();
    let (subscription, directory) = (subscription(&stage), stage.tenant.directory());
    let answers: Vec<_> = std::thread::scope(|scope| {
        let ask = || directory.register_retention(&subscription).unwrap();
        let asked: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(records_of(&stage.tenant, "Register provider feature").len(), 1);
}

/// Each is read and written in one change: of many who name one at once nobody forgets another's.
#[test]
fn of_many_tenant_ids_that_are_named_at_once_none_is_forgotten() {
    let stage = Stage::new();
    let directory = stage.tenant.directory();
    let account = directory.account("root", Service::Azure).unwrap();
    let ids: Vec<_> = (0..8).map(|number| format!("{number}.example.com")).collect();
    let resolve = |id: &String| directory.resolve_tenant_id(&account, id).unwrap().created;
    for _ in 0..2 {
        std::thread::scope(|scope| {
            ids.iter().for_each(|id| drop(scope.spawn(|| resolve(id))));
        });
    }
    assert!(ids.iter().all(|id| !resolve(id)));
    assert_eq!(records_of(&stage.tenant, "Make on first mention").len(), ids.len());
}
