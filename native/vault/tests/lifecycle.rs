//! Vaults and keys from making to purge.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use ckey_vault::{
    KeyType, KeyUpdate, NewKey, NewVault, RecoveryLevel, RootVault, Sku, Tags,
    VaultErrorKind as Kind, VaultUpdate,
};
use common::*;

fn ec_key() -> NewKey {
    NewKey { key_type: KeyType::Ec, ..NewKey::default() }
}

#[test]
fn a_vault_is_as_it_was_asked_for_in_every_process() {
    let house = house();
    let tags = Tags::from([("Costs".to_owned(), "42".to_owned())]);
    let made = house
        .vaults
        .create_vault(&NewVault { tags, sku: Sku::Premium, ..new_vault(VAULT, &alice()) })
        .unwrap();
    assert_eq!(made, house.reopen().vault(&VAULT.to_uppercase()).unwrap());
    assert_eq!(
        (made.soft_delete_days, made.recovery_level),
        (90, RecoveryLevel::RecoverablePurgeable)
    );
    assert_eq!(made.uri, format!("https://{}.vault.azure.net", VAULT.to_lowercase()));
    assert_eq!(house.vaults.vaults().unwrap(), [made]);
}

#[test]
fn vault_names_are_unique_whatever_the_case_and_follow_the_rules() {
    let house = house();
    house.vaults.create_vault(&new_vault("Vault-1", &alice())).unwrap();
    assert_eq!(kind(house.vaults.create_vault(&new_vault("vAULT-1", &alice()))), Kind::NameTaken);
    for bad in ["ab", "1abc", "abc-", "abc_", "../../etc"] {
        assert_eq!(
            kind(house.vaults.create_vault(&new_vault(bad, &alice()))),
            Kind::BadParameter,
            "{bad}"
        );
    }
    for published in ["contoso_EastUSvault01", "Contoso-O365EX-NA-VaultA1"] {
        house.vaults.create_vault(&new_vault(published, &alice())).unwrap();
    }
}

/// Rule 5.7.
#[test]
fn retention_is_7_to_90_days_and_purge_protection_needs_soft_delete() {
    let house = house();
    let alice = alice();
    for days in [0, 6, 91] {
        let new = NewVault { soft_delete_days: Some(days), ..new_vault(VAULT, &alice) };
        assert_eq!(kind(house.vaults.create_vault(&new)), Kind::BadParameter);
    }
    let new = NewVault { soft_delete: false, purge_protection: true, ..new_vault(VAULT, &alice) };
    assert_eq!(kind(house.vaults.create_vault(&new)), Kind::BadParameter);
    house
        .vaults
        .create_vault(&NewVault { soft_delete_days: Some(7), ..new_vault(VAULT, &alice) })
        .unwrap();
    assert_eq!(
        house.vaults.vault(VAULT).unwrap().recovery_level,
        RecoveryLevel::CustomizedRecoverablePurgeable
    );
}

/// Rule 5.17.4.
#[test]
fn soft_delete_and_purge_protection_go_on_and_never_off() {
    let house = house();
    house
        .vaults
        .create_vault(&NewVault { soft_delete: false, ..new_vault(VAULT, &alice()) })
        .unwrap();
    let on = VaultUpdate {
        soft_delete: Some(true),
        purge_protection: Some(true),
        ..VaultUpdate::default()
    };
    assert_eq!(
        house.vaults.update_vault(&alice(), VAULT, &on).unwrap().recovery_level,
        RecoveryLevel::Recoverable
    );
    for off in [
        VaultUpdate { soft_delete: Some(false), ..VaultUpdate::default() },
        VaultUpdate { purge_protection: Some(false), ..VaultUpdate::default() },
    ] {
        assert_eq!(kind(house.vaults.update_vault(&alice(), VAULT, &off)), Kind::BadParameter);
    }
}

/// Rule 5.10.1.
#[test]
fn a_key_holds_what_it_was_made_with_and_an_update_changes_only_what_it_names() {
    let house = furnished();
    let tags = Tags::from([("a".to_owned(), "b".to_owned())]);
    let new = NewKey {
        not_before: Some(5),
        expires: Some(START * 2),
        tags: tags.clone(),
        enabled: false,
        ..wrapping_key()
    };
    let made = house.vaults.create_key(&alice(), VAULT, "Key_01", &new).unwrap();
    assert_eq!(made.uri.version().unwrap().len(), 32);
    assert_eq!(
        (made.attributes.created, made.attributes.updated, made.attributes.enabled),
        (START, START, false)
    );
    house.clock.advance(60);
    let update = KeyUpdate { enabled: Some(true), ..KeyUpdate::default() };
    let updated =
        house.vaults.update_key(&alice(), VAULT, "KEY_01", made.uri.version(), &update).unwrap();
    assert_eq!((updated.attributes.updated, updated.attributes.enabled), (START + 60, true));
    assert_eq!(
        (updated.attributes.expires, updated.tags, updated.public),
        (Some(START * 2), tags, made.public)
    );
    assert_eq!(
        house.reopen().key(&alice(), VAULT, "key_01", None).unwrap().attributes,
        updated.attributes
    );
}

/// Rule 5.17.7.
#[test]
fn dates_the_wrong_way_round_too_many_tags_and_bad_names_are_refused() {
    let house = furnished();
    let create =
        |name: &str, new: NewKey| kind(house.vaults.create_key(&alice(), VAULT, name, &new));
    assert_eq!(
        create(KEY, NewKey { not_before: Some(10), expires: Some(10), ..ec_key() }),
        Kind::BadParameter
    );
    let tags = (0..16).map(|n| (n.to_string(), String::new())).collect();
    assert_eq!(create(KEY, NewKey { tags, ..ec_key() }), Kind::BadParameter);
    for (name, value) in [("ä".repeat(513), String::new()), (String::new(), "ä".repeat(257))] {
        assert_eq!(
            create(KEY, NewKey { tags: [(name, value)].into(), ..ec_key() }),
            Kind::BadParameter
        );
    }
    let tags: Tags = (0..15).map(|n| (format!("{n:0>512}"), "ä".repeat(256))).collect();
    house
        .vaults
        .create_key(&alice(), VAULT, "longest", &NewKey { tags: tags.clone(), ..ec_key() })
        .unwrap();
    assert_eq!(house.reopen().key(&alice(), VAULT, "longest", None).unwrap().tags, tags);
    let update = VaultUpdate {
        tags: Some([(String::new(), "x".repeat(257))].into()),
        ..VaultUpdate::default()
    };
    assert_eq!(kind(house.vaults.update_vault(&alice(), VAULT, &update)), Kind::BadParameter);
    for bad in ["", "a b", "a/b", "ä", &"k".repeat(128)] {
        assert_eq!(create(bad, ec_key()), Kind::BadParameter, "{bad}");
    }
    house
        .vaults
        .create_key(&alice(), VAULT, KEY, &NewKey { not_before: Some(START), ..ec_key() })
        .unwrap();
    let update = KeyUpdate { expires: Some(START), ..KeyUpdate::default() };
    assert_eq!(
        kind(house.vaults.update_key(&alice(), VAULT, KEY, None, &update)),
        Kind::BadParameter
    );
}

/// Rule 5.5.
#[test]
fn hsm_keys_need_a_premium_vault() {
    let house = house();
    house.vaults.create_vault(&new_vault(VAULT, &alice())).unwrap();
    let new = NewKey { key_type: KeyType::EcHsm, ..NewKey::default() };
    let refused = house.vaults.create_key(&alice(), VAULT, KEY, &new).unwrap_err();
    assert_eq!(refused.kind, Kind::BadParameter);
    assert!(refused.fix.contains("Premium"));
}

/// Rule 5.12.5.
#[test]
fn a_key_has_at_most_500_versions() {
    let house = furnished();
    for _ in 0..500 {
        house.vaults.create_key(&alice(), VAULT, KEY, &ec_key()).unwrap();
    }
    assert_eq!(
        kind(house.vaults.create_key(&alice(), VAULT, KEY, &ec_key())),
        Kind::TooManyVersions
    );
    assert_eq!(house.vaults.key_versions(&alice(), VAULT, KEY).unwrap().len(), 500);
}

/// Rules 3.4.4 and 5.17.2.
#[test]
fn a_deleted_key_is_not_found_blocks_its_name_and_comes_back_whole() {
    let house = with_key();
    house.vaults.create_key(&alice(), VAULT, KEY, &ec_key()).unwrap();
    let deleted = house.vaults.delete_key(&alice(), VAULT, KEY).unwrap().unwrap();
    assert_eq!((deleted.deleted, deleted.scheduled_purge), (START, START + 90 * DAY));
    let gone = house.vaults.get_key(&service(), &uri(), &soon()).unwrap_err();
    assert_eq!(gone.kind, Kind::KeyDeleted);
    assert!(
        gone.message.contains("was not found in this key vault")
            && gone.fix.contains("Undo-AzKeyVaultKeyRemoval")
    );
    assert_eq!(kind(house.vaults.delete_key(&alice(), VAULT, KEY)), Kind::KeyDeleted);
    let taken =
        house.vaults.create_key(&alice(), VAULT, &KEY.to_uppercase(), &ec_key()).unwrap_err();
    assert_eq!(taken.kind, Kind::DeletedNameTaken);
    assert!(taken.message.contains("deleted but recoverable state"));
    assert!(house.vaults.keys(&alice(), VAULT).unwrap().is_empty());
    assert_eq!(house.vaults.deleted_keys(&alice(), VAULT).unwrap(), [deleted]);
    house.vaults.recover_key(&alice(), VAULT, KEY).unwrap();
    assert_eq!(house.vaults.key_versions(&alice(), VAULT, KEY).unwrap().len(), 2);
    assert_eq!(kind(house.vaults.recover_key(&alice(), VAULT, KEY)), Kind::KeyNotFound);
}

#[test]
fn a_purged_key_is_gone_and_its_name_free() {
    let house = with_key();
    assert_eq!(kind(house.vaults.purge_key(&alice(), VAULT, KEY)), Kind::KeyNotFound);
    house.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
    house.vaults.purge_key(&alice(), VAULT, KEY).unwrap();
    assert_eq!(kind(house.vaults.get_key(&service(), &uri(), &soon())), Kind::KeyNotFound);
    assert_eq!(kind(house.vaults.recover_key(&alice(), VAULT, KEY)), Kind::KeyNotFound);
    house.vaults.create_key(&alice(), VAULT, KEY, &ec_key()).unwrap();
}

/// Rules 5.8 and 5.17.3.
#[test]
fn purge_protection_and_a_protected_subscription_forbid_purging_until_the_retention_ends() {
    for protect_subscription in [false, true] {
        let house = with_key();
        if protect_subscription {
            house.vaults.set_vault_subscription_protected(&alice(), VAULT, true).unwrap();
        } else {
            let on = VaultUpdate { purge_protection: Some(true), ..VaultUpdate::default() };
            house.vaults.update_vault(&alice(), VAULT, &on).unwrap();
        }
        house.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
        let refused = house.vaults.purge_key(&alice(), VAULT, KEY).unwrap_err();
        assert_eq!(refused.kind, Kind::PurgeProtected);
        assert!(
            refused.message.starts_with(
                "Operation \"purge\" is not allowed because purge protection is enabled"
            )
        );
        house.clock.advance(90 * DAY - 1);
        assert_eq!(kind(house.vaults.purge_key(&alice(), VAULT, KEY)), Kind::PurgeProtected);
        house.clock.advance(1);
        assert_eq!(kind(house.vaults.recover_key(&alice(), VAULT, KEY)), Kind::KeyNotFound);
        assert_eq!(kind(house.vaults.get_key(&service(), &uri(), &soon())), Kind::KeyNotFound);
        assert_eq!(house.vaults.sweep(&alice()).unwrap(), 1);
        assert_eq!(house.vaults.sweep(&alice()).unwrap(), 0);
        let last = house.vaults.log(VAULT).unwrap().pop().unwrap();
        assert_eq!(
            (last.operation.as_str(), last.detail.as_str()),
            ("PurgeKey", "retention ended")
        );
    }
}

#[test]
fn without_soft_delete_a_deleted_key_is_gone_for_good() {
    let house = house();
    house
        .vaults
        .create_vault(&NewVault { soft_delete: false, ..new_vault(VAULT, &alice()) })
        .unwrap();
    house.vaults.create_key(&alice(), VAULT, KEY, &ec_key()).unwrap();
    assert_eq!(house.vaults.delete_key(&alice(), VAULT, KEY).unwrap(), None);
    assert_eq!(kind(house.vaults.key(&alice(), VAULT, KEY, None)), Kind::KeyNotFound);
    assert!(house.vaults.deleted_keys(&alice(), VAULT).unwrap().is_empty());
}

/// Rules 3.4.4 and 5.17.2.
#[test]
fn a_deleted_vault_holds_its_name_comes_back_whole_and_can_be_purged() {
    let house = with_key();
    let deleted = house.vaults.delete_vault(&alice(), VAULT).unwrap().unwrap();
    assert_eq!(deleted.scheduled_purge, START + 90 * DAY);
    assert_eq!(kind(house.vaults.get_key(&service(), &uri(), &soon())), Kind::VaultDeleted);
    assert_eq!(
        kind(house.vaults.create_vault(&new_vault(VAULT, &alice()))),
        Kind::DeletedNameTaken
    );
    assert!(house.vaults.vaults().unwrap().is_empty());
    assert_eq!(house.reopen().deleted_vaults().unwrap(), [deleted]);
    house.vaults.recover_vault(&alice(), VAULT, None).unwrap();
    assert!(house.vaults.get_key(&service(), &uri(), &soon()).is_ok());
    assert_eq!(kind(house.vaults.purge_vault(&alice(), VAULT)), Kind::VaultNotFound);
    house.vaults.delete_vault(&alice(), VAULT).unwrap();
    house.vaults.purge_vault(&alice(), VAULT).unwrap();
    assert!(!house.file().exists());
    assert_eq!(kind(house.vaults.vault(VAULT)), Kind::VaultNotFound);
    house.vaults.create_vault(&new_vault(VAULT, &owner(mallory()))).unwrap();
    assert!(house.vaults.keys(&mallory(), VAULT).unwrap().is_empty());
}

#[test]
fn a_protected_vault_cannot_be_purged_and_goes_by_itself_when_its_retention_ends() {
    let house = with_key();
    house.vaults.set_vault_subscription_protected(&alice(), VAULT, true).unwrap();
    house.vaults.delete_vault(&alice(), VAULT).unwrap();
    assert_eq!(kind(house.vaults.purge_vault(&alice(), VAULT)), Kind::PurgeProtected);
    house.clock.advance(90 * DAY);
    assert_eq!(kind(house.vaults.recover_vault(&alice(), VAULT, None)), Kind::VaultNotFound);
    assert!(house.file().exists());
    assert_eq!(house.vaults.sweep(&alice()).unwrap(), 1);
    assert!(!house.file().exists());
}

#[test]
fn the_name_of_a_vault_past_its_retention_is_free_without_a_sweep() {
    let house = with_key();
    house.vaults.delete_vault(&alice(), VAULT).unwrap();
    house.clock.advance(90 * DAY);
    house.vaults.create_vault(&new_vault(VAULT, &owner(mallory()))).unwrap();
    assert_eq!(kind(house.vaults.get_key(&service(), &uri(), &soon())), Kind::AccessDenied);
}

#[test]
fn an_imported_rsa_key_wraps_like_one_made_here_and_anything_else_is_refused() {
    use ckey_crypto::{
        Backend, SecretBytes,
        rsa::{RsaPrivateKey, RsaSize, WrapAlgorithm},
    };
    let house = furnished();
    let outside = RsaPrivateKey::generate(Backend::AwsLc, RsaSize::Rsa3072).unwrap();
    let pkcs8 = outside.to_pkcs8().unwrap();
    let import = |pkcs8: &SecretBytes, new: &NewKey| {
        house.vaults.import_key(&alice(), VAULT, KEY, pkcs8, new)
    };
    let check = |caller: &ckey_vault::Caller, pkcs8: &SecretBytes, new: &NewKey| {
        house.vaults.check_import_key(caller, VAULT, KEY, pkcs8, new)
    };
    assert_eq!(check(&alice(), &pkcs8, &wrapping_key()).unwrap(), (true, 3072));
    assert_eq!(import(&pkcs8, &wrapping_key()).unwrap().bits, 3072);
    assert_eq!(check(&alice(), &pkcs8, &wrapping_key()).unwrap(), (false, 3072));
    assert_eq!(kind(check(&service(), &pkcs8, &wrapping_key())), Kind::AccessDenied);
    assert_eq!(kind(check(&alice(), &pkcs8, &ec_key())), Kind::BadParameter);
    let wrapped = house
        .vaults
        .wrap_key(&service(), &uri(), WrapAlgorithm::RsaOaep256, b"root", &soon())
        .unwrap();
    assert_eq!(
        outside.unwrap(WrapAlgorithm::RsaOaep256, &wrapped.value).unwrap().expose(),
        b"root"
    );
    let nonsense = SecretBytes::from_slice(b"nonsense").unwrap();
    assert_eq!(kind(import(&nonsense, &wrapping_key())), Kind::BadParameter);
    assert_eq!(
        kind(import(&pkcs8, &NewKey { size: Some(2048), ..NewKey::default() })),
        Kind::BadParameter
    );
    assert_eq!(kind(import(&pkcs8, &ec_key())), Kind::BadParameter);
    assert_eq!(
        kind(house.vaults.import_key(&service(), VAULT, KEY, &pkcs8, &wrapping_key())),
        Kind::AccessDenied
    );
}
