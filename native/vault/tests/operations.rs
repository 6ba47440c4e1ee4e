//! Get, wrap and unwrap: what a key version may be used for, and when.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use ckey_crypto::{Backend, rsa::WrapAlgorithm};
use ckey_vault::{
    EmbeddedVaults, KeyOp, KeyType, KeyUpdate, KeyUri, NewKey, PublicKey, RootVault,
    VaultErrorKind as Kind, WrapResult,
};
use common::*;

const SECRET: &[u8] = &[42; 32];

fn wrap(house: &House, uri: &KeyUri) -> Result<WrapResult, ckey_vault::VaultError> {
    house.vaults.wrap_key(&service(), uri, WrapAlgorithm::RsaOaep256, SECRET, &soon())
}

fn unwrap(
    vaults: &EmbeddedVaults,
    wrapped: &WrapResult,
) -> Result<Vec<u8>, ckey_vault::VaultError> {
    vaults
        .unwrap_key(&service(), &wrapped.uri, wrapped.algorithm, &wrapped.value, &soon())
        .map(|plain| plain.expose().to_vec())
}

fn update(house: &House, update: KeyUpdate) {
    house.vaults.update_key(&alice(), VAULT, KEY, None, &update).unwrap();
}

#[test]
fn what_a_key_wraps_it_unwraps_and_so_does_another_process_on_either_backend() {
    let house = with_key();
    for algorithm in [WrapAlgorithm::RsaOaep256, WrapAlgorithm::RsaOaep] {
        let wrapped =
            house.vaults.wrap_key(&service(), &uri(), algorithm, SECRET, &soon()).unwrap();
        assert_eq!(wrapped.value.len(), 256);
        assert!(wrapped.uri.version().is_some());
        assert_eq!(unwrap(&house.vaults, &wrapped).unwrap(), SECRET);
        for backend in Backend::ALL {
            let other = EmbeddedVaults::open(
                house.dir.path(),
                &master(),
                house.clock.clone(),
                backend,
                None,
            )
            .unwrap();
            assert_eq!(unwrap(&other, &wrapped).unwrap(), SECRET);
        }
    }
}

/// Rule 2.6.
#[test]
fn every_rsa_size_wraps_and_others_are_refused() {
    let house = furnished();
    for (size, key_type) in [(2048, KeyType::Rsa), (3072, KeyType::RsaHsm), (4096, KeyType::Rsa)] {
        let new = NewKey { size: Some(size), key_type, ..NewKey::default() };
        let key = house.vaults.create_key(&alice(), VAULT, KEY, &new).unwrap();
        assert_eq!((key.bits, key.key_type), (size, key_type));
        assert_eq!(wrap(&house, &key.uri).unwrap().value.len() * 8, usize::try_from(size).unwrap());
    }
    for size in [0, 1024, 2047, 8192] {
        let new = NewKey { size: Some(size), ..NewKey::default() };
        assert_eq!(kind(house.vaults.create_key(&alice(), VAULT, KEY, &new)), Kind::BadParameter);
    }
}

#[test]
fn a_uri_without_version_means_the_newest_by_order_of_creation_even_when_the_clock_went_back() {
    let house = with_key();
    let first = wrap(&house, &uri()).unwrap();
    house.clock.advance(-100 * DAY);
    let second = house.vaults.create_key(&alice(), VAULT, KEY, &wrapping_key()).unwrap();
    assert_eq!(wrap(&house, &uri()).unwrap().uri, second.uri);
    assert_eq!(house.vaults.get_key(&service(), &uri(), &soon()).unwrap().uri, second.uri);
    assert_eq!(unwrap(&house.vaults, &first).unwrap(), SECRET);
    let versions = house.vaults.key_versions(&alice(), VAULT, KEY).unwrap();
    assert_eq!(versions.iter().map(|key| &key.uri).collect::<Vec<_>>(), [&first.uri, &second.uri]);
}

#[test]
fn keys_and_vaults_are_found_in_any_case() {
    let house = with_key();
    let shouting = KeyUri::parse(&uri().to_string().to_uppercase()).unwrap();
    let wrapped = wrap(&house, &shouting).unwrap();
    assert_eq!(wrapped.uri.key(), KEY);
    assert_eq!(wrapped.uri.vault(), VAULT);
}

/// Rule 3.4.3.
#[test]
fn a_disabled_version_does_nothing_cryptographic_and_can_be_read() {
    let house = with_key();
    let wrapped = wrap(&house, &uri()).unwrap();
    update(&house, KeyUpdate { enabled: Some(false), ..KeyUpdate::default() });
    let refused = wrap(&house, &uri()).unwrap_err();
    assert_eq!(
        (refused.kind, refused.message.as_str()),
        (Kind::KeyDisabled, "Operation wrapKey is not allowed on a disabled key.")
    );
    let refused = unwrap(&house.vaults, &wrapped).unwrap_err();
    assert_eq!(refused.message, "Operation unwrapKey is not allowed on a disabled key.");
    assert_eq!(refused.target, wrapped.uri.to_string());
    assert!(!house.vaults.get_key(&service(), &uri(), &soon()).unwrap().attributes.enabled);
    update(&house, KeyUpdate { enabled: Some(true), ..KeyUpdate::default() });
    assert_eq!(unwrap(&house.vaults, &wrapped).unwrap(), SECRET);
}

#[test]
fn disabling_one_version_leaves_the_others_alone() {
    let house = with_key();
    let old = wrap(&house, &uri()).unwrap();
    house.vaults.create_key(&alice(), VAULT, KEY, &wrapping_key()).unwrap();
    let off = KeyUpdate { enabled: Some(false), ..KeyUpdate::default() };
    house.vaults.update_key(&alice(), VAULT, KEY, old.uri.version(), &off).unwrap();
    assert_eq!(kind(unwrap(&house.vaults, &old)), Kind::KeyDisabled);
    assert!(wrap(&house, &uri()).is_ok());
}

/// Rule 3.4.5.
#[test]
fn an_expired_key_unwraps_and_does_not_wrap() {
    let house = with_key();
    let wrapped = wrap(&house, &uri()).unwrap();
    update(&house, KeyUpdate { expires: Some(START + DAY), ..KeyUpdate::default() });
    assert!(wrap(&house, &uri()).is_ok());
    house.clock.advance(DAY);
    assert_eq!(kind(wrap(&house, &uri())), Kind::KeyExpired);
    assert_eq!(unwrap(&house.vaults, &wrapped).unwrap(), SECRET);
}

/// Rule 3.4.6.
#[test]
fn a_key_not_yet_valid_unwraps_and_does_not_wrap() {
    let house = with_key();
    let wrapped = wrap(&house, &uri()).unwrap();
    update(&house, KeyUpdate { not_before: Some(START + DAY), ..KeyUpdate::default() });
    assert_eq!(kind(wrap(&house, &uri())), Kind::KeyNotYetValid);
    assert_eq!(unwrap(&house.vaults, &wrapped).unwrap(), SECRET);
    house.clock.advance(DAY);
    assert!(wrap(&house, &uri()).is_ok());
}

/// Rule 3.4.2.
#[test]
fn an_operation_missing_from_the_keys_list_is_not_permitted() {
    let house = with_key();
    let wrapped = wrap(&house, &uri()).unwrap();
    update(&house, KeyUpdate { ops: Some(vec![KeyOp::WrapKey]), ..KeyUpdate::default() });
    let refused = unwrap(&house.vaults, &wrapped).unwrap_err();
    assert_eq!(refused.kind, Kind::OperationNotPermitted);
    assert_eq!(refused.message, "Operation unwrapKey is not permitted on this key.");
    assert!(wrap(&house, &uri()).is_ok());
}

/// Rule 2.6.
#[test]
fn an_elliptic_curve_key_can_be_made_and_never_wraps() {
    let house = furnished();
    let new = NewKey { key_type: KeyType::Ec, ..NewKey::default() };
    let key = house.vaults.create_key(&alice(), VAULT, KEY, &new).unwrap();
    assert!(matches!(&key.public, PublicKey::Ec { x, y } if x.len() == 32 && y.len() == 32));
    assert_eq!((key.bits, key.ops.as_slice()), (256, [KeyOp::Sign, KeyOp::Verify].as_slice()));
    assert_eq!(kind(wrap(&house, &key.uri)), Kind::NotRsa);
    update(
        &house,
        KeyUpdate { ops: Some(vec![KeyOp::WrapKey, KeyOp::UnwrapKey]), ..KeyUpdate::default() },
    );
    assert_eq!(kind(wrap(&house, &key.uri)), Kind::NotRsa);
    let fake =
        WrapResult { uri: key.uri, algorithm: WrapAlgorithm::RsaOaep256, value: vec![0; 256] };
    assert_eq!(kind(unwrap(&house.vaults, &fake)), Kind::NotRsa);
}

#[test]
fn too_long_a_plaintext_is_a_bad_parameter_and_a_foreign_ciphertext_does_not_open() {
    let house = with_key();
    let wrap_bytes = |plain: &[u8]| {
        house.vaults.wrap_key(&service(), &uri(), WrapAlgorithm::RsaOaep256, plain, &soon())
    };
    assert!(wrap_bytes(&[1; 190]).is_ok());
    assert_eq!(kind(wrap_bytes(&[1; 191])), Kind::BadParameter);
    let mut wrapped = wrap_bytes(SECRET).unwrap();
    wrapped.value[0] ^= 1;
    assert_eq!(kind(unwrap(&house.vaults, &wrapped)), Kind::BadCiphertext);
    for value in [Vec::new(), vec![0; 255], vec![0; 257], vec![0xff; 256]] {
        assert_eq!(
            kind(unwrap(&house.vaults, &WrapResult { value, ..wrapped.clone() })),
            Kind::BadCiphertext
        );
    }
}

#[test]
fn what_does_not_exist_is_named_for_what_it_is() {
    let house = with_key();
    let get = |uri: &str| house.vaults.get_key(&service(), &KeyUri::parse(uri).unwrap(), &soon());
    assert_eq!(kind(get("https://nowhere.vault.azure.net/keys/k")), Kind::VaultNotFound);
    assert_eq!(
        kind(get("https://contoso_EastUSvault01.vault.azure.net/keys/k")),
        Kind::VaultNotFound
    );
    assert_eq!(
        kind(get(&format!("https://{VAULT}.vault.azure.net/keys/nothing"))),
        Kind::KeyNotFound
    );
    assert_eq!(
        kind(get(&format!("{}/00000000000000000000000000000000", uri()))),
        Kind::VersionNotFound
    );
    assert_eq!(house.vaults.locate("nowhere").unwrap(), None);
    assert_eq!(house.vaults.locate(VAULT).unwrap().unwrap().location, "eastus");
}

/// Rule 5.9.1.
#[test]
fn the_recovery_level_of_a_key_is_that_of_its_vault_now() {
    let house = with_key();
    let level = || {
        house
            .vaults
            .get_key(&service(), &uri(), &soon())
            .unwrap()
            .attributes
            .recovery_level
            .to_string()
    };
    assert_eq!(level(), "Recoverable+Purgeable");
    house.vaults.set_vault_subscription_protected(&alice(), VAULT, true).unwrap();
    assert_eq!(level(), "Recoverable+ProtectedSubscription");
}
