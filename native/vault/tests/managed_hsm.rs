//! Managed HSMs: activation by the security domain, local roles, and what brings keys back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ckey_crypto::certificate::Certificate;
use ckey_crypto::derive::subkey;
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::rsa::{RsaPrivateKey, WrapAlgorithm};
use ckey_crypto::{Backend, SecretBytes, key_file, shares};
use ckey_vault::{
    Caller, EmbeddedVaults, Fault, HsmTwin, KeyPermission, KeyType, KeyUri, NewKey, NewVault,
    RoleAssignment, RootVault, Sku, VaultDescription, VaultError, VaultErrorKind as Kind,
    VaultKind, VaultRole,
};
use common::*;
use serde_json::{Value, json};

const HSM: &str = "ContosoHsmEast";
const OTHER: &str = "ContosoHsmWest";
const KEY: &str = "Root";

const HOLDERS: [(&str, &str); 3] = [
    (
        include_str!("../../crypto/tests/certificates/holder1.crt.pem"),
        include_str!("../../crypto/tests/certificates/holder1.key.pem"),
    ),
    (
        include_str!("../../crypto/tests/certificates/holder2.crt.pem"),
        include_str!("../../crypto/tests/certificates/holder2.key.pem"),
    ),
    (
        include_str!("../../crypto/tests/certificates/holder3.crt.pem"),
        include_str!("../../crypto/tests/certificates/holder3.key.pem"),
    ),
];

fn certificates() -> Vec<Certificate> {
    HOLDERS.iter().map(|(crt, _)| Certificate::read(crt.as_bytes()).unwrap()).collect()
}

fn keys(of: &[usize]) -> Vec<SecretBytes> {
    of.iter().map(|&at| key_file::read(HOLDERS[at].1.as_bytes(), None).unwrap()).collect()
}

fn admin() -> Caller {
    Caller::person("adad", "hsm-admin@contoso.com")
}

fn hsm(vaults: &EmbeddedVaults, name: &str) -> VaultDescription {
    let administrators = [RoleAssignment::for_caller(&admin(), VaultRole::HsmAdministrator)];
    let alice = alice();
    let new = NewVault {
        hsm: Some(&administrators),
        sku: Sku::Premium,
        subscription: "0000-sub",
        rbac: true,
        purge_protection: true,
        ..NewVault::new(name, "East US", &alice)
    };
    vaults.create_vault(&new).unwrap()
}

fn export(vaults: &EmbeddedVaults, name: &str, quorum: u8) -> Result<Vec<u8>, VaultError> {
    let mut file = Vec::new();
    vaults.export_security_domain(&admin(), name, (&certificates(), quorum), |bytes| {
        file = bytes.to_vec();
        Ok(())
    })?;
    Ok(file)
}

fn give(vaults: &EmbeddedVaults, to: &Caller, role: VaultRole, scope: Option<&str>) {
    let scope = scope.map(str::to_owned);
    let given = RoleAssignment { scope, ..RoleAssignment::for_caller(to, role) };
    vaults.give_hsm_role(&admin(), HSM, &given).unwrap();
}

/// With an activated HSM, in which Alice handles keys and the service uses them.
fn active() -> (House, Vec<u8>) {
    let house = house();
    hsm(&house.vaults, HSM);
    let domain = export(&house.vaults, HSM, 2).unwrap();
    give(&house.vaults, &alice(), VaultRole::HsmCryptoUser, None);
    give(&house.vaults, &service(), VaultRole::HsmCryptoServiceEncryptionUser, None);
    (house, domain)
}

fn root() -> NewKey {
    NewKey { key_type: KeyType::RsaHsm, ..wrapping_key() }
}

fn uri() -> KeyUri {
    KeyUri::stored(&format!("https://{HSM}.managedhsm.azure.net/keys/{KEY}")).unwrap()
}

#[test]
fn an_hsm_has_no_keys_before_its_security_domain_was_taken_out_and_kept() {
    let house = house();
    let made = hsm(&house.vaults, HSM);
    assert_eq!(made.kind(), VaultKind::ManagedHsm);
    assert_eq!(made.uri, "https://contosohsmeast.managedhsm.azure.net");
    assert!(made.resource_id().ends_with("/managedHSMs/ContosoHsmEast"));
    assert!(!made.hsm.unwrap().is_active());
    let refused = house.vaults.create_key(&alice(), HSM, KEY, &root()).unwrap_err();
    assert!(refused.message.contains("not activated"), "{}", refused.message);
    assert!(refused.fix.contains("Export-AzKeyVaultSecurityDomain"), "{}", refused.fix);
    let lost = |_: &[u8]| Err(VaultError::new(Kind::Io, "no disk", "file", "Find one."));
    let kept = house.vaults.export_security_domain(&admin(), HSM, (&certificates(), 2), lost);
    assert_eq!(kind(kept), Kind::Io);
    assert!(!house.vaults.vault(HSM).unwrap().hsm.unwrap().is_active());
    export(&house.vaults, HSM, 2).unwrap();
    let active = house.reopen().vault(HSM).unwrap().hsm.unwrap();
    assert_eq!(active.shares, Some((3, 2)));
}

#[test]
fn only_the_right_number_of_different_certificates_takes_a_domain_out() {
    let house = house();
    hsm(&house.vaults, HSM);
    let all = certificates();
    let twice = [all[0].clone(), all[0].clone(), all[1].clone()];
    for (certificates, quorum) in [(&all[..2], 2), (&all[..], 1), (&all[..], 4), (&twice[..], 2)] {
        let refused =
            house.vaults.check_export_security_domain(&admin(), HSM, (certificates, quorum));
        assert_eq!(kind(refused), Kind::BadParameter, "{} {quorum}", certificates.len());
    }
    let by_alice = house.vaults.check_export_security_domain(&alice(), HSM, (&all, 2));
    assert_eq!(kind(by_alice), Kind::AccessDenied);
    let owner = alice().as_owner("aaaa");
    assert_eq!(
        kind(house.vaults.check_export_security_domain(&owner, HSM, (&all, 2))),
        Kind::AccessDenied
    );
    assert!(house.vaults.check_export_security_domain(&admin(), HSM, (&all, 2)).is_ok());
}

#[test]
fn local_roles_alone_say_who_may_do_what_with_keys() {
    let (house, _) = active();
    let vaults = &house.vaults;
    let bob = Caller::person("bbbb", "bob@contoso.com");
    vaults.create_key(&alice(), HSM, KEY, &root()).unwrap();
    vaults.create_key(&alice(), HSM, "Other", &root()).unwrap();
    let wrap = |who: &Caller, key: &KeyUri| {
        vaults.wrap_key(who, key, WrapAlgorithm::RsaOaep256, b"root", &soon())
    };
    let wrapped = wrap(&service(), &uri()).unwrap();
    assert_eq!(wrapped.uri.with_version("").vault_address(), uri().vault_address());
    assert_eq!(
        vaults
            .unwrap_key(&service(), &wrapped.uri, wrapped.algorithm, &wrapped.value, &soon())
            .unwrap()
            .expose(),
        b"root"
    );
    // Neither the tenant's owner nor an administrator of the HSM uses keys.
    for who in [admin(), bob.clone(), bob.clone().as_owner("aaaa-other")] {
        let refused = wrap(&who, &uri()).unwrap_err();
        assert_eq!(refused.kind, Kind::AccessDenied);
        assert!(refused.fix.contains("New-AzKeyVaultRoleAssignment -HsmName"), "{}", refused.fix);
    }
    give(vaults, &bob, VaultRole::HsmCryptoServiceEncryptionUser, Some("/keys/root"));
    let other = KeyUri::stored("https://contosohsmeast.managedhsm.azure.net/keys/Other").unwrap();
    assert!(wrap(&bob, &uri()).is_ok());
    assert_eq!(kind(wrap(&bob, &other)), Kind::AccessDenied);
    let shown = vaults.vault(HSM).unwrap();
    assert!(shown.permissions_of(&bob).is_empty());
    assert!(shown.permissions_on(&bob, Some("ROOT")).contains(&KeyPermission::UnwrapKey));
    // Users of keys delete them and officers purge them.
    vaults.delete_key(&alice(), HSM, "Other").unwrap();
    assert_eq!(kind(vaults.recover_key(&alice(), HSM, "Other")), Kind::AccessDenied);
    give(vaults, &bob, VaultRole::HsmCryptoOfficer, None);
    assert!(vaults.recover_key(&bob, HSM, "Other").is_ok());
}

/// Officers give roles, and purge keys: one of a key does both there, and nowhere else.
#[test]
fn who_has_a_role_on_one_key_gives_no_roles_beside_it() {
    let (house, _) = active();
    let vaults = &house.vaults;
    let bob = Caller::person("bbbb", "bob@contoso.com");
    give(vaults, &bob, VaultRole::HsmCryptoOfficer, Some("/keys/root"));
    let to_himself = |role, scope: Option<&str>| {
        let scope = scope.map(str::to_owned);
        let given = RoleAssignment { scope, ..RoleAssignment::for_caller(&bob, role) };
        vaults.give_hsm_role(&bob, HSM, &given)
    };
    for scope in [None, Some("/"), Some("/keys/"), Some("/keys/Other"), Some("/keys/roots")] {
        let refused = to_himself(VaultRole::HsmCryptoUser, scope);
        assert_eq!(kind(refused), Kind::AccessDenied, "{scope:?}");
    }
    let as_administrator = to_himself(VaultRole::HsmAdministrator, None);
    assert_eq!(kind(as_administrator), Kind::AccessDenied);
    let there = to_himself(VaultRole::HsmAdministrator, Some("/keys/Root"));
    assert_eq!(kind(there), Kind::BadParameter);
    let of_all = RoleAssignment::for_caller(&service(), VaultRole::HsmCryptoServiceEncryptionUser);
    assert_eq!(kind(vaults.take_hsm_role(&bob, HSM, &of_all)), Kind::AccessDenied);
    let domain = vaults.check_export_security_domain(&bob, HSM, (&certificates(), 2));
    assert_eq!(kind(domain), Kind::AccessDenied);
    assert!(to_himself(VaultRole::HsmCryptoUser, Some("/keys/Root")).unwrap());
    assert!(vaults.create_key(&bob, HSM, KEY, &root()).is_ok());
}

#[test]
fn the_last_administrator_stays_and_roles_of_vaults_are_none_of_an_hsm() {
    let (house, _) = active();
    let vaults = &house.vaults;
    let own = RoleAssignment::for_caller(&admin(), VaultRole::HsmAdministrator);
    assert_eq!(kind(vaults.take_hsm_role(&admin(), HSM, &own)), Kind::BadParameter);
    give(vaults, &alice(), VaultRole::HsmAdministrator, None);
    assert!(vaults.take_hsm_role(&alice(), HSM, &own).unwrap());
    assert_eq!(kind(vaults.hsm_roles(&admin(), HSM)), Kind::AccessDenied);
    assert!(!vaults.check_take_hsm_role(&alice(), HSM, &own).unwrap());
    let wrong = |role, scope: Option<&str>| RoleAssignment {
        scope: scope.map(str::to_owned),
        ..RoleAssignment::for_caller(&admin(), role)
    };
    for given in [
        wrong(VaultRole::CryptoUser, None),
        wrong(VaultRole::HsmCryptoUser, Some("/")),
        wrong(VaultRole::HsmCryptoUser, Some("/keys/")),
        wrong(VaultRole::HsmCryptoUser, Some("/keys/a/b")),
        wrong(VaultRole::HsmPolicyAdministrator, Some("/keys/Root")),
    ] {
        let refused = vaults.check_give_hsm_role(&alice(), HSM, &given);
        assert_eq!(kind(refused), Kind::BadParameter, "{given:?}");
    }
    assert!(vaults.hsm_roles(&alice(), HSM).unwrap().len() >= 3);
}

/// Rules 2.6 and 5.14.
#[test]
fn an_hsm_has_rsa_hsm_keys_alone_at_its_own_host() {
    let (house, _) = active();
    let vaults = &house.vaults;
    for key_type in [KeyType::Rsa, KeyType::Ec] {
        let refused = vaults.create_key(&alice(), HSM, KEY, &NewKey { key_type, ..root() });
        assert_eq!(kind(refused), Kind::BadParameter, "{key_type}");
    }
    let made = vaults.create_key(&alice(), HSM, KEY, &root()).unwrap();
    assert!(made.uri.to_string().starts_with("https://contosohsmeast.managedhsm.azure.net/"));
    let as_vault = KeyUri::new(HSM, KEY, None).unwrap();
    assert_eq!(kind(vaults.inspect_key(&as_vault)), Kind::VaultNotFound);
    assert!(vaults.inspect_key(&uri()).is_ok());
}

/// Rule 5.12.2: a domain stands in the place of subscription and geography.
#[test]
fn a_backup_opens_in_every_hsm_of_the_same_security_domain_and_nowhere_else() {
    let (house, domain) = active();
    house.vaults.create_key(&alice(), HSM, KEY, &root()).unwrap();
    let wrapped = house
        .vaults
        .wrap_key(&service(), &uri(), WrapAlgorithm::RsaOaep256, b"root", &soon())
        .unwrap();
    let blob = house.vaults.backup_key(&alice(), HSM, KEY).unwrap();

    // Another installation, whose master key is another.
    let far = other_house();
    hsm(&far.vaults, OTHER);
    let give_far = |role| {
        let given = RoleAssignment::for_caller(&alice(), role);
        far.vaults.give_hsm_role(&admin(), OTHER, &given)
    };
    assert_eq!(kind(give_far(VaultRole::HsmCryptoUser)), Kind::AccessDenied);
    let import =
        |keys: &[SecretBytes]| far.vaults.import_security_domain(&admin(), OTHER, &domain, keys);
    assert_eq!(kind(import(&keys(&[1]))), Kind::BadParameter);
    assert_eq!(kind(import(&keys(&[1, 1]))), Kind::BadParameter);
    import(&keys(&[2, 0])).unwrap();
    assert_eq!(kind(import(&keys(&[2, 0]))), Kind::BadParameter, "it has one now");
    give_far(VaultRole::HsmCryptoUser).unwrap();
    let restored = far.vaults.restore_key(&alice(), OTHER, &blob).unwrap();
    assert_eq!(restored.uri.version(), wrapped.uri.version());
    let opened = far
        .vaults
        .unwrap_key(&alice(), &restored.uri, wrapped.algorithm, &wrapped.value, &soon())
        .unwrap();
    assert_eq!(opened.expose(), b"root");
    assert!(far.vaults.verify().unwrap().iter().all(|one| one.result.is_ok()));

    // An HSM of another domain, and a key vault.
    let third = other_house();
    hsm(&third.vaults, HSM);
    export(&third.vaults, HSM, 2).unwrap();
    give(&third.vaults, &alice(), VaultRole::HsmCryptoUser, None);
    let refused = third.vaults.restore_key(&alice(), HSM, &blob).unwrap_err();
    assert_eq!(refused.kind, Kind::BackupRefused);
    assert!(refused.message.contains("security domain"), "{}", refused.message);
    let vault = with_key();
    let refused = vault.vaults.restore_key(&alice(), VAULT, &blob);
    assert_eq!(kind(refused), Kind::BackupRefused);
}

/// A backup that the holders of a domain wrote themselves, from one of an HSM.
fn forged(domain: &[u8], blob: &[u8], edit: &dyn Fn(&mut Value)) -> Vec<u8> {
    let file: Value = serde_json::from_slice(domain).unwrap();
    let backend = Backend::default();
    let share = |at: usize| {
        let value = BASE64.decode(file["shares"][at]["value"].as_str().unwrap()).unwrap();
        let key = RsaPrivateKey::from_pkcs8(backend, keys(&[at])[0].expose()).unwrap();
        key.unwrap(WrapAlgorithm::RsaOaep256, &value).unwrap()
    };
    let secret = shares::join(&[share(0), share(1)], 2).unwrap();
    let id = &blob[12..28];
    let wrapper = KeyWrapper::new(backend, &subkey(&secret, "key-backup", id).unwrap()).unwrap();
    let context = WrapContext::Secret { name: "backup/content" };
    let length = |at: usize| 2 + usize::from(u16::from_be_bytes([blob[at], blob[at + 1]]));
    let head = 28 + length(28) + length(28 + length(28));
    let content = wrapper.unwrap_bytes(&context, &blob[head..]).unwrap();
    let mut content: Value = serde_json::from_slice(content.expose()).unwrap();
    edit(&mut content);
    let content = SecretBytes::from_slice(content.to_string().as_bytes()).unwrap();
    [&blob[..head], &wrapper.wrap_bytes(&context, &content).unwrap()].concat()
}

/// A key under whose public half nothing is opened again would lose what is wrapped with it.
#[test]
fn what_the_holders_of_a_domain_wrote_is_taken_for_no_backup_of_an_hsm() {
    let (house, domain) = active();
    let vaults = &house.vaults;
    vaults.create_key(&alice(), HSM, KEY, &root()).unwrap();
    let blob = vaults.backup_key(&alice(), HSM, KEY).unwrap();
    let another = vaults.create_key(&alice(), HSM, "Other", &root()).unwrap();
    let other = serde_json::to_value(another.public).unwrap();
    let far = other_house();
    hsm(&far.vaults, HSM);
    far.vaults.import_security_domain(&admin(), HSM, &domain, &keys(&[0, 1])).unwrap();
    give(&far.vaults, &alice(), VaultRole::HsmCryptoUser, None);
    let edits: [&dyn Fn(&mut Value); 8] = [
        &|it| it["key"]["versions"][0]["public"] = other.clone(),
        &|it| it["key"]["versions"][0]["bits"] = json!(4096),
        &|it| it["key"]["versions"][0]["key_type"] = json!("RSA"),
        &|it| it["key"]["versions"][0]["created"] = json!(i64::MAX),
        &|it| it["key"]["versions"] = json!([]),
        &|it| {
            let version = it["key"]["versions"][0].clone();
            it["key"]["versions"].as_array_mut().unwrap().push(version);
        },
        &|it| it["key"]["deleted"] = json!({ "at": 0, "purge_at": i64::MAX, "by": "" }),
        &|it| it["taken"] = json!(i64::MAX),
    ];
    for (at, edit) in edits.into_iter().enumerate() {
        let refused = far.vaults.restore_key(&alice(), HSM, &forged(&domain, &blob, edit));
        assert_eq!(kind(refused), Kind::BackupRefused, "{at}");
    }
    far.vaults.restore_key(&alice(), HSM, &forged(&domain, &blob, &|_| ())).unwrap();
}

#[test]
fn a_domain_that_was_altered_in_any_part_is_refused() {
    let (_, domain) = active();
    let text = String::from_utf8(domain).unwrap();
    let far = other_house();
    hsm(&far.vaults, OTHER);
    let import = |file: &[u8]| {
        far.vaults.check_import_security_domain(&admin(), OTHER, file, &keys(&[0, 1]))
    };
    import(text.as_bytes()).unwrap();
    let altered = [
        text.replace("ContosoHsmEast", "ContosoHsmEasy"),
        text.replace("\"quorum\": 2", "\"quorum\": 3"),
        text.replace("\"quorum\": 2", "\"quorum\": 1"),
        text.replace("security-domain/1", "security-domain/2"),
        text.replacen('{', "{ \"note\": \"\",", 1),
        text.replace("\"value\"", "\"of\": 1, \"value\""),
        text.chars().take(text.len() / 2).collect(),
        "{}".to_owned(),
        " ".repeat(1 << 17),
    ];
    for file in altered {
        assert_ne!(file, text);
        let refused = import(file.as_bytes()).unwrap_err();
        assert_eq!(refused.kind, Kind::BadParameter, "{}", refused.message);
    }
}

#[test]
fn an_hsm_that_is_deleted_comes_back_with_its_domain_its_roles_and_its_keys() {
    let (house, _) = active();
    house.vaults.create_key(&alice(), HSM, KEY, &root()).unwrap();
    let owner = alice().as_owner("aaaa");
    house.vaults.delete_vault(&owner, HSM).unwrap();
    let refused = house.vaults.key(&alice(), HSM, KEY, None).unwrap_err();
    assert_eq!(refused.kind, Kind::VaultDeleted);
    assert!(refused.fix.contains("Undo-AzKeyVaultManagedHsmRemoval -Name"), "{}", refused.fix);
    assert_eq!(kind(house.vaults.purge_vault(&owner, HSM)), Kind::PurgeProtected);
    house.vaults.recover_vault(&owner, HSM, None).unwrap();
    assert!(house.reopen().key(&alice(), HSM, KEY, None).is_ok());
}

#[test]
fn an_hsm_that_is_down_hands_out_no_domain_and_no_roles() {
    let (house, _) = active();
    house.vaults.set_fault(&alice().as_owner("aaaa"), HSM, Fault::Unreachable).unwrap();
    assert_eq!(kind(export(&house.vaults, HSM, 2)), Kind::Unreachable);
    assert_eq!(kind(house.vaults.hsm_roles(&admin(), HSM)), Kind::Unreachable);
}

/// A twin that Alice, who owns the tenant, is making; she handles keys in it until she is done.
fn twin() -> House {
    let house = house();
    let alice = alice();
    let administrators = [RoleAssignment::for_caller(&alice, VaultRole::HsmAdministrator)];
    let new = NewVault {
        hsm: Some(&administrators),
        twin: true,
        sku: Sku::Premium,
        rbac: true,
        ..NewVault::new(HSM, "East US", &alice)
    };
    house.vaults.create_vault(&new).unwrap();
    let own = RoleAssignment::for_caller(&alice, VaultRole::HsmCryptoUser);
    let while_made = [administrators[0].clone(), own];
    house.vaults.set_twin_roles(&alice, HSM, &while_made, HsmTwin::Making).unwrap();
    house
}

/// Rules 8.1.13 and 5.18.4.
#[test]
fn a_twin_is_active_without_a_domain_that_anybody_has_and_its_log_and_its_file_say_so() {
    let house = twin();
    let vaults = &house.vaults;
    vaults.create_key(&alice(), HSM, KEY, &root()).unwrap();
    let as_real = [RoleAssignment::for_caller(&admin(), VaultRole::HsmAdministrator)];
    vaults.set_twin_roles(&alice(), HSM, &as_real, HsmTwin::Made).unwrap();
    let again = house.reopen();
    let made = again.vault(HSM).unwrap().hsm.unwrap();
    assert!(made.is_active() && made.shares.is_none());
    assert_eq!((made.twin, made.roles.len()), (Some(HsmTwin::Made), 1));
    let log = again.log(HSM).unwrap();
    assert!(log[0].detail.contains("a twin: activated by an import"), "{}", log[0].detail);
    // Its administrator takes the domain out as that of any other; the mark stays.
    let domain = export(&again, HSM, 2).unwrap();
    let taken = again.vault(HSM).unwrap().hsm.unwrap();
    assert_eq!((taken.shares, taken.twin), (Some((3, 2)), Some(HsmTwin::Made)));
    hsm(&again, OTHER);
    again.import_security_domain(&admin(), OTHER, &domain, &keys(&[0, 1])).unwrap();
    assert!(again.vault(OTHER).unwrap().hsm.unwrap().twin.is_none());
}

/// Rules 5.18.1, 5.18.2 and 5.18.5.
#[test]
fn only_an_owner_sets_the_roles_of_a_twin_and_only_while_it_is_made() {
    let house = twin();
    let vaults = &house.vaults;
    let role = |of: &Caller, role| RoleAssignment::for_caller(of, role);
    let administrator = role(&admin(), VaultRole::HsmAdministrator);
    let set = |caller: &Caller, roles: &[RoleAssignment], stage| {
        kind(vaults.set_twin_roles(caller, HSM, roles, stage))
    };
    let sound = std::slice::from_ref(&administrator);
    assert_eq!(set(&mallory(), sound, HsmTwin::Making), Kind::AccessDenied);
    let nobody = [role(&alice(), VaultRole::HsmCryptoUser)];
    assert_eq!(set(&alice(), &nobody, HsmTwin::Made), Kind::BadParameter);
    let of_vaults = [administrator.clone(), role(&alice(), VaultRole::CryptoUser)];
    assert_eq!(set(&alice(), &of_vaults, HsmTwin::Made), Kind::BadParameter);
    vaults.set_twin_roles(&alice(), HSM, sound, HsmTwin::Made).unwrap();
    assert_eq!(set(&alice(), sound, HsmTwin::Making), Kind::BadParameter);
    assert_eq!(kind(vaults.create_key(&alice(), HSM, KEY, &root())), Kind::AccessDenied);
    // One that a cmdlet made is no twin, and gets no roles and no keys so.
    hsm(vaults, OTHER);
    let other = vaults.set_twin_roles(&alice(), OTHER, sound, HsmTwin::Made);
    assert_eq!(kind(other), Kind::BadParameter);
    assert!(!vaults.vault(OTHER).unwrap().hsm.unwrap().is_active());
    let alice = alice();
    let vault = NewVault { twin: true, ..NewVault::new("no-hsm", "East US", &alice) };
    assert_eq!(kind(vaults.create_vault(&vault)), Kind::BadParameter);
}

/// Somebody has a role by a cmdlet, or lost one, or holds the domain: no import sets roles any more.
#[test]
fn whoever_gives_or_takes_a_role_or_takes_the_domain_out_ends_the_making_of_a_twin() {
    let other = RoleAssignment::for_caller(&admin(), VaultRole::HsmCryptoAuditor);
    let user = RoleAssignment::for_caller(&alice(), VaultRole::HsmCryptoUser);
    let by_alice = |vaults: &EmbeddedVaults| {
        let kept = |_: &[u8]| Ok(());
        vaults.export_security_domain(&alice(), HSM, (&certificates(), 2), kept).unwrap();
    };
    let acts: [&dyn Fn(&EmbeddedVaults); 3] = [
        &|vaults| assert!(vaults.give_hsm_role(&alice(), HSM, &other).unwrap()),
        &|vaults| assert!(vaults.take_hsm_role(&alice(), HSM, &user).unwrap()),
        &by_alice,
    ];
    for act in acts {
        let house = twin();
        act(&house.vaults);
        let there = house.reopen().vault(HSM).unwrap().hsm.unwrap();
        assert_eq!(there.twin, Some(HsmTwin::Made));
        let roles = [RoleAssignment::for_caller(&mallory(), VaultRole::HsmAdministrator)];
        let refused = house.vaults.set_twin_roles(&alice(), HSM, &roles, HsmTwin::Made);
        assert_eq!(kind(refused), Kind::BadParameter);
        assert_eq!(house.vaults.vault(HSM).unwrap().hsm.unwrap().roles, there.roles);
    }
}

type Act = Box<dyn FnOnce() + Send>;

/// A clock at whose next look somebody else does something.
struct Meanwhile(std::sync::Mutex<Option<Act>>);

impl ckey_base::clock::Clock for Meanwhile {
    fn now(&self) -> i64 {
        let act = self.0.lock().unwrap().take();
        act.into_iter().for_each(|act| act());
        START
    }
}

/// Another process makes the same version after this one has looked, and before it has the lock.
#[test]
fn of_two_who_make_one_version_of_a_key_at_once_the_second_is_refused() {
    let house = twin();
    furnish(&house.vaults);
    let version = "a".repeat(32);
    for (uri, new) in [
        (format!("https://{HSM}.managedhsm.azure.net/keys/{KEY}/{version}"), root()),
        (format!("https://{VAULT}.vault.azure.net/keys/{KEY}/{version}"), wrapping_key()),
    ] {
        let uri = KeyUri::stored(&uri).unwrap();
        let (other, at, of) = (house.reopen(), uri.clone(), new.clone());
        let act: Act = Box::new(move || drop(other.create_twin(&alice(), &at, &of).unwrap()));
        let clock = std::sync::Arc::new(Meanwhile(std::sync::Mutex::new(None)));
        let dir = house.dir.path();
        let ours =
            EmbeddedVaults::open(dir, &master(), clock.clone(), Backend::AwsLc, None).unwrap();
        ours.vault(uri.vault()).unwrap();
        *clock.0.lock().unwrap() = Some(act);
        assert_eq!(kind(ours.create_twin(&alice(), &uri, &new)), Kind::BadParameter);
        assert!(clock.0.lock().unwrap().is_none());
        let keys = house.reopen().inspect_keys(uri.vault()).unwrap();
        assert_eq!(keys[0].versions.len(), 1);
    }
}

/// A vault that is made after another of its name is not that one.
#[test]
fn a_vault_is_known_by_an_id_that_it_keeps_and_that_no_other_of_its_name_has() {
    let (house, alice) = (house(), alice());
    let make = |id| {
        let new = NewVault { id, ..new_vault(VAULT, &alice) };
        house.vaults.create_vault(&new).unwrap();
        house.vaults.vault_id(VAULT).unwrap().unwrap()
    };
    assert_eq!(house.vaults.vault_id(VAULT).unwrap(), None);
    let given = ckey_vault::VaultId::random().unwrap();
    assert_eq!(make(Some(given)), given);
    house.vaults.delete_vault(&alice, VAULT).unwrap();
    assert_eq!(house.reopen().vault_id(VAULT).unwrap(), Some(given));
    house.vaults.purge_vault(&alice, VAULT).unwrap();
    assert_eq!(house.vaults.vault_id(VAULT).unwrap(), None);
    assert_ne!(make(None), given);
}
