//! Rotation policies: what a vault does by itself, when, and what it leaves behind.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use ckey_vault::{
    Fault, KeyDescription, KeyUpdate, LifetimeAction, LifetimeActionType, LifetimeTrigger,
    RotationPolicy, VaultErrorKind,
};
use common::*;

/// Rotates so many days after creation; versions are valid for so many.
fn rotating(after: u16, validity: Option<&str>) -> RotationPolicy {
    let span = format!("P{after}D").parse().unwrap();
    let trigger = LifetimeTrigger::AfterCreate(span);
    RotationPolicy {
        expires_in: validity.map(|span| span.parse().unwrap()),
        actions: vec![LifetimeAction { action: LifetimeActionType::Rotate, trigger }],
    }
}

fn set(house: &House, policy: &RotationPolicy) {
    house.vaults.set_rotation_policy(&alice(), VAULT, KEY, policy).unwrap();
}

fn versions(house: &House) -> Vec<KeyDescription> {
    house.vaults.key_versions(&alice(), VAULT, KEY).unwrap()
}

fn operations(house: &House) -> Vec<(String, String)> {
    let log = house.vaults.log(VAULT).unwrap();
    log.into_iter().map(|record| (record.operation, record.actor)).collect()
}

#[test]
fn a_key_has_a_policy_that_only_tells_until_one_is_set() {
    let house = with_key();
    let read = || house.vaults.rotation_policy(&alice(), VAULT, KEY).unwrap();
    assert_eq!((read().policy, read().set), (RotationPolicy::default(), None));
    house.clock.advance(5);
    set(&house, &rotating(90, Some("P2Y")));
    house.clock.advance(5);
    set(&house, &rotating(60, None));
    let found = read();
    assert_eq!(found.set, Some((START + 5, START + 10)));
    assert_eq!((found.policy.expires_in, found.policy.actions.len()), (None, 2));
}

#[test]
fn the_vault_makes_a_version_when_the_time_has_come_and_says_that_it_was_itself() {
    let house = with_key();
    set(&house, &rotating(90, Some("P120D")));
    house.clock.advance(90 * DAY - 1);
    assert_eq!(versions(&house).len(), 1);
    house.clock.advance(1);
    let all = versions(&house);
    assert_eq!(all.len(), 2);
    assert_ne!(all[0].public, all[1].public);
    assert_eq!((&all[0].ops, all[0].bits, &all[0].tags), (&all[1].ops, all[1].bits, &all[1].tags));
    let dates = |key: &KeyDescription| (key.attributes.created, key.attributes.expires);
    assert_eq!(dates(&all[0]), (START, None));
    assert_eq!(dates(&all[1]), (START + 90 * DAY, Some(START + 210 * DAY)));
    let last = operations(&house).pop().unwrap();
    assert_eq!(last, ("RotateKey".to_owned(), "Azure Key Vault".to_owned()));
    assert_eq!(house.reopen().key_versions(&alice(), VAULT, KEY).unwrap().len(), 2);
}

#[test]
fn what_fell_due_several_times_while_nobody_asked_is_done_once() {
    let house = with_key();
    set(&house, &rotating(7, None));
    house.clock.advance(365 * DAY);
    assert_eq!(versions(&house).len(), 2);
    assert_eq!(versions(&house).len(), 2);
    house.clock.advance(7 * DAY);
    assert_eq!(house.vaults.key(&alice(), VAULT, KEY, None).unwrap().uri, versions(&house)[2].uri);
}

#[test]
fn an_older_version_still_unwraps_and_a_request_for_the_current_one_gets_the_new() {
    let house = with_key();
    let old = house.vaults.key(&alice(), VAULT, KEY, None).unwrap().uri;
    set(&house, &rotating(30, None));
    house.clock.advance(31 * DAY);
    house.vaults.check_unwrap(&service(), &old).unwrap();
    assert_ne!(house.vaults.check_root(&service(), &uri()).unwrap().uri, old);
}

#[test]
fn a_rotation_before_the_expiry_waits_for_a_version_that_expires() {
    let house = with_key();
    let trigger = LifetimeTrigger::BeforeExpiry("P30D".parse().unwrap());
    let actions = vec![LifetimeAction { action: LifetimeActionType::Rotate, trigger }];
    set(&house, &RotationPolicy { expires_in: Some("P100D".parse().unwrap()), actions });
    house.clock.advance(400 * DAY);
    assert_eq!(versions(&house).len(), 1);
    let expires = Some(START + 440 * DAY);
    let update = KeyUpdate { expires, ..KeyUpdate::default() };
    house.vaults.update_key(&alice(), VAULT, KEY, None, &update).unwrap();
    house.clock.advance(10 * DAY);
    assert_eq!(versions(&house)[1].attributes.expires, Some(START + 510 * DAY));
}

#[test]
fn a_version_that_is_about_to_expire_is_told_of_once() {
    let house = with_key();
    set(&house, &RotationPolicy::default());
    let expires = Some(START + 60 * DAY);
    let update = KeyUpdate { expires, ..KeyUpdate::default() };
    house.vaults.update_key(&alice(), VAULT, KEY, None, &update).unwrap();
    let told = || {
        versions(&house);
        let all = operations(&house).into_iter();
        all.filter(|(operation, _)| operation == "KeyNearExpiry").count()
    };
    house.clock.advance(30 * DAY - 1);
    assert_eq!(told(), 0);
    house.clock.advance(1);
    assert_eq!((told(), told()), (1, 1));
    house.clock.advance(100 * DAY);
    assert_eq!(told(), 1);
}

#[test]
fn a_disabled_key_and_a_deleted_one_get_no_version() {
    let house = with_key();
    set(&house, &rotating(30, None));
    let enable = |enabled| {
        let update = KeyUpdate { enabled: Some(enabled), ..KeyUpdate::default() };
        house.vaults.update_key(&alice(), VAULT, KEY, None, &update).unwrap();
    };
    enable(false);
    house.clock.advance(31 * DAY);
    assert_eq!(versions(&house).len(), 1);
    enable(true);
    house.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
    assert_eq!(house.vaults.keys(&alice(), VAULT).unwrap().len(), 0);
    let versions_of_all = || house.vaults.inspect_keys(VAULT).unwrap()[0].versions.len();
    assert_eq!(versions_of_all(), 1);
    house.vaults.recover_key(&alice(), VAULT, KEY).unwrap();
    assert_eq!(versions_of_all(), 2);
}

#[test]
fn a_vault_that_does_not_answer_makes_a_version_when_it_does_again() {
    let house = with_key();
    set(&house, &rotating(30, None));
    house.vaults.set_fault(&alice(), VAULT, Fault::Unreachable).unwrap();
    house.clock.advance(31 * DAY);
    let versions_of_all = || house.vaults.inspect_keys(VAULT).unwrap()[0].versions.len();
    assert_eq!(versions_of_all(), 1);
    house.vaults.set_fault(&alice(), VAULT, Fault::None).unwrap();
    assert_eq!(versions_of_all(), 2);
}

#[test]
fn a_rotation_by_hand_gives_the_validity_of_the_policy_too() {
    let house = with_key();
    set(&house, &rotating(60, Some("P1Y")));
    let made = house.vaults.rotate_key(&alice(), VAULT, KEY).unwrap();
    // From 2023-11-14 to 2024-11-14, over a leap day.
    assert_eq!(made.attributes.expires, Some(START + 366 * DAY));
}

#[test]
fn of_two_who_find_a_rotation_due_at_once_one_makes_the_version() {
    let house = with_key();
    set(&house, &rotating(30, None));
    let others: Vec<_> = (0..4).map(|_| house.reopen()).collect();
    for other in &others {
        assert_eq!(other.key_versions(&alice(), VAULT, KEY).unwrap().len(), 1);
    }
    house.clock.advance(30 * DAY);
    std::thread::scope(|scope| {
        for other in &others {
            scope.spawn(|| other.key_versions(&alice(), VAULT, KEY).unwrap());
        }
    });
    assert_eq!(versions(&house).len(), 2);
}

#[test]
fn what_cannot_be_written_is_read_as_it_is() {
    let house = with_key();
    set(&house, &rotating(30, None));
    house.clock.advance(30 * DAY);
    let held = house.vaults.hold().unwrap();
    assert_eq!(versions(&house).len(), 1);
    drop(held);
    assert_eq!(versions(&house).len(), 2);
}

#[test]
fn only_who_may_change_a_key_sets_its_policy() {
    let house = with_key();
    let refused = house.vaults.set_rotation_policy(&mallory(), VAULT, KEY, &rotating(30, None));
    assert_eq!(kind(refused), VaultErrorKind::AccessDenied);
    assert_eq!(
        kind(house.vaults.rotation_policy(&mallory(), VAULT, KEY)),
        VaultErrorKind::AccessDenied
    );
    let bad = house.vaults.set_rotation_policy(&alice(), VAULT, KEY, &rotating(6, None));
    assert_eq!(kind(bad), VaultErrorKind::BadParameter);
}

/// The format's number and whether the state knows of rotation.
fn written(house: &House) -> (u8, bool) {
    let bytes = std::fs::read(house.file()).unwrap();
    (bytes[11], String::from_utf8_lossy(&bytes).contains("\"rotation\""))
}

#[test]
fn a_file_has_the_first_format_until_a_key_has_a_policy() {
    let house = with_key();
    assert_eq!(written(&house), (1, false));
    set(&house, &rotating(30, None));
    assert_eq!(written(&house), (2, true));
    assert_eq!(
        house.reopen().rotation_policy(&alice(), VAULT, KEY).unwrap().set,
        Some((START, START))
    );
}

#[test]
fn a_backup_of_a_key_has_its_versions_and_not_its_policy() {
    let house = with_key();
    set(&house, &rotating(30, None));
    let blob = house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    house.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
    house.clock.advance(91 * DAY);
    house.vaults.restore_key(&alice(), VAULT, &blob).unwrap();
    assert_eq!(house.vaults.rotation_policy(&alice(), VAULT, KEY).unwrap().set, None);
    assert_eq!(versions(&house).len(), 1);
}
