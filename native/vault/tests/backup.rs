//! Backups of keys: what comes back, and where it may.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use ckey_crypto::{Backend, SecretKey, rsa::WrapAlgorithm};
use ckey_vault::{
    EmbeddedVaults, KeyType, KeyUpdate, NewKey, NewVault, RootVault, VaultErrorKind as Kind,
};
use common::*;

fn ec_key() -> NewKey {
    NewKey { key_type: KeyType::Ec, ..NewKey::default() }
}

/// Rule 5.12.1.
#[test]
fn a_restored_key_has_all_versions_and_attributes_and_unwraps_what_it_wrapped() {
    let house = with_key();
    let wrapped = house
        .vaults
        .wrap_key(&service(), &uri(), WrapAlgorithm::RsaOaep256, b"root", &soon())
        .unwrap();
    house.clock.advance(60);
    house.vaults.create_key(&alice(), VAULT, KEY, &NewKey { enabled: false, ..ec_key() }).unwrap();
    let versions = house.vaults.key_versions(&alice(), VAULT, KEY).unwrap();
    let blob = house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    house.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
    house.vaults.purge_key(&alice(), VAULT, KEY).unwrap();
    house.clock.advance(60);
    let restored = house.vaults.restore_key(&alice(), VAULT, &blob).unwrap();
    assert_eq!(restored.uri, versions[1].uri);
    let again = house.reopen().key_versions(&alice(), VAULT, KEY).unwrap();
    for (one, two) in versions.iter().zip(&again) {
        assert_eq!(
            (&one.uri, &one.attributes, &one.public),
            (&two.uri, &two.attributes, &two.public)
        );
    }
    let plain = house
        .vaults
        .unwrap_key(&service(), &wrapped.uri, wrapped.algorithm, &wrapped.value, &soon())
        .unwrap();
    assert_eq!(plain.expose(), b"root");
    assert!(house.vaults.verify().unwrap().iter().all(|one| one.result.is_ok()));
}

/// Rule 5.12.3.
#[test]
fn a_restore_never_overwrites_a_key_even_a_deleted_one() {
    let house = with_key();
    let blob = house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    assert_eq!(kind(house.vaults.restore_key(&alice(), VAULT, &blob)), Kind::NameTaken);
    house.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
    assert_eq!(kind(house.vaults.restore_key(&alice(), VAULT, &blob)), Kind::DeletedNameTaken);
}

/// Rule 5.12.2.
#[test]
fn a_backup_goes_to_the_same_subscription_and_geography_alone() {
    let house = furnished();
    house.vaults.create_key(&alice(), VAULT, KEY, &ec_key()).unwrap();
    let blob = house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    let alice = alice();
    for (name, location, subscription, allowed) in [
        ("same-geography", "West US 2", "11111111-1111-1111-1111-111111111111", true),
        ("other-geography", "westeurope", "11111111-1111-1111-1111-111111111111", false),
        ("other-subscription", "eastus", "99999999-1111-1111-1111-111111111111", false),
    ] {
        house
            .vaults
            .create_vault(&NewVault { location, subscription, ..new_vault(name, &alice) })
            .unwrap();
        let restored = house.vaults.restore_key(&alice, name, &blob);
        if allowed {
            assert_eq!(restored.unwrap().uri.vault(), name);
        } else {
            let refused = restored.unwrap_err();
            assert_eq!(refused.kind, Kind::BackupRefused);
            assert!(
                refused.message.contains("taken in subscription '11111111")
                    && refused.message.contains("United States")
            );
        }
    }
}

#[test]
fn every_changed_bit_and_every_cut_of_a_backup_is_refused() {
    let house = furnished();
    house.vaults.create_key(&alice(), VAULT, KEY, &ec_key()).unwrap();
    let blob = house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    house.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
    house.vaults.purge_key(&alice(), VAULT, KEY).unwrap();
    for at in 0..blob.len() {
        let mut bad = blob.clone();
        bad[at] ^= 1 << (at % 8);
        assert_eq!(kind(house.vaults.restore_key(&alice(), VAULT, &bad)), Kind::BackupRefused);
        assert_eq!(
            kind(house.vaults.restore_key(&alice(), VAULT, &blob[..at])),
            Kind::BackupRefused
        );
    }
    house.vaults.restore_key(&alice(), VAULT, &blob).unwrap();
}

#[test]
fn a_backup_is_opaque_and_useless_under_another_master_key() {
    let house = furnished();
    house.vaults.create_key(&alice(), VAULT, KEY, &ec_key()).unwrap();
    let blob = house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    assert!(!String::from_utf8_lossy(&blob).contains(KEY));
    let elsewhere = tempfile::tempdir().unwrap();
    let master = SecretKey::from_slice(&[9; 32]).unwrap();
    let vaults =
        EmbeddedVaults::open(elsewhere.path(), &master, house.clock.clone(), Backend::AwsLc, None)
            .unwrap();
    vaults.create_vault(&new_vault(VAULT, &alice())).unwrap();
    assert_eq!(kind(vaults.restore_key(&alice(), VAULT, &blob)), Kind::BackupRefused);
}

#[test]
fn backup_and_restore_need_their_permissions_and_are_in_the_log() {
    let house = with_key();
    assert_eq!(kind(house.vaults.backup_key(&service(), VAULT, KEY)), Kind::AccessDenied);
    let blob = house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    assert_eq!(kind(house.vaults.restore_key(&service(), VAULT, &blob)), Kind::AccessDenied);
    assert_eq!(house.vaults.log(VAULT).unwrap().pop().unwrap().operation, "BackupKey");
}

/// Rule 5.12.
#[test]
fn a_key_tells_whether_its_backup_is_older_than_its_last_change() {
    let house = with_key();
    let times = || {
        house
            .vaults
            .key(&alice(), VAULT, KEY, None)
            .map(|key| (key.last_change, key.last_backup))
            .unwrap()
    };
    assert_eq!(times(), (START, None));
    house.clock.advance(10);
    house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    assert_eq!(times(), (START, Some(START + 10)));
    house.clock.advance(10);
    house.vaults.update_key(&alice(), VAULT, KEY, None, &KeyUpdate::default()).unwrap();
    assert_eq!(times(), (START + 20, Some(START + 10)));
}
