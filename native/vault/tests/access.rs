//! Who may do what: access policies, the creator's permissions, the firewall.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod common;

use ckey_crypto::rsa::WrapAlgorithm;
use ckey_vault::{
    AccessPolicy, AccessPolicyUpdate, Asker, Bypass, Caller, DefaultAction, Fault, KeyOp,
    KeyPermission, KeyUpdate, ListChange, Management, NetworkChange, NewKey, NewVault,
    RoleAssignment, RootVault, SignatureAlgorithm, VaultError, VaultErrorKind as Kind, VaultKind,
    VaultRole, VaultUpdate,
};
use common::*;

type Attempt = fn(&House, &Caller) -> Result<(), VaultError>;

/// Every request that needs a permission, and the one it needs.
const REQUESTS: &[(KeyPermission, Attempt)] = &[
    (KeyPermission::Get, |h, who| h.vaults.get_key(who, &uri(), &soon()).map(drop)),
    (KeyPermission::Get, |h, who| h.vaults.key(who, VAULT, KEY, None).map(drop)),
    (KeyPermission::WrapKey, |h, who| {
        h.vaults.wrap_key(who, &uri(), WrapAlgorithm::RsaOaep256, b"x", &soon()).map(drop)
    }),
    (KeyPermission::UnwrapKey, |h, who| {
        let wrapped = h
            .vaults
            .wrap_key(&service(), &uri(), WrapAlgorithm::RsaOaep256, b"x", &soon())
            .unwrap();
        h.vaults.unwrap_key(who, &wrapped.uri, wrapped.algorithm, &wrapped.value, &soon()).map(drop)
    }),
    (KeyPermission::List, |h, who| h.vaults.keys(who, VAULT).map(drop)),
    (KeyPermission::List, |h, who| h.vaults.key_versions(who, VAULT, KEY).map(drop)),
    (KeyPermission::List, |h, who| h.vaults.deleted_keys(who, VAULT).map(drop)),
    (KeyPermission::Update, |h, who| {
        h.vaults.update_key(who, VAULT, KEY, None, &KeyUpdate::default()).map(drop)
    }),
    (KeyPermission::Create, |h, who| {
        h.vaults.create_key(who, VAULT, "another", &wrapping_key()).map(drop)
    }),
    (KeyPermission::Delete, |h, who| h.vaults.delete_key(who, VAULT, KEY).map(drop)),
    (KeyPermission::Get, |h, who| h.vaults.deleted_key(who, VAULT, KEY).map(drop)),
    (KeyPermission::Recover, |h, who| h.vaults.recover_key(who, VAULT, KEY).map(drop)),
    (KeyPermission::Purge, |h, who| {
        h.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
        h.vaults.purge_key(who, VAULT, KEY).map(drop)
    }),
];

#[test]
fn every_request_needs_exactly_its_permission() {
    let house = with_key();
    let bob = Caller::person("bbbb", "bob@contoso.com");
    for (needed, attempt) in REQUESTS {
        let others: Vec<_> = KeyPermission::ALL
            .iter()
            .copied()
            .filter(|p| p != needed && *p != KeyPermission::All)
            .collect();
        house
            .vaults
            .set_access_policy(&alice(), VAULT, &AccessPolicy::for_caller(&bob, &others))
            .unwrap();
        let refused = attempt(&house, &bob).unwrap_err();
        assert_eq!(refused.kind, Kind::AccessDenied, "{needed}");
        assert!(refused.message.contains(&format!(
            "does not have keys {needed} permission on key vault '{VAULT};location=eastus'"
        )));
        assert!(
            refused.fix.contains("Set-AzKeyVaultAccessPolicy")
                && refused.fix.contains(needed.as_str()),
            "{}",
            refused.fix
        );
        if *needed == KeyPermission::Purge {
            house.vaults.recover_key(&alice(), VAULT, KEY).unwrap();
        }
        house
            .vaults
            .set_access_policy(&alice(), VAULT, &AccessPolicy::for_caller(&bob, &[*needed]))
            .unwrap();
        assert_eq!(attempt(&house, &bob).map_err(|error| error.kind), Ok(()), "{needed}");
    }
}

/// Whatever a key would say to what is sent, or to a text of a length that none takes, is said by
/// the key: nobody's key is opened for who may not use it, and nobody learns what it would say.
#[test]
fn who_may_not_use_a_key_is_refused_before_it_looks_at_what_is_sent() {
    let house = furnished();
    house.vaults.create_key(&alice(), VAULT, KEY, &NewKey::default()).unwrap();
    let (bad, long, wait) = ([1; 256], [2; 4096], soon());
    let alg = WrapAlgorithm::RsaOaep256;
    let named = (VAULT, KEY, None);
    let refusals = |who: &Caller| {
        let (vaults, uri) = (&house.vaults, uri());
        let by = Asker { caller: who, request: None };
        let ps256 = SignatureAlgorithm::Ps256;
        [
            ("unwrap", kind(vaults.unwrap_key(who, &uri, alg, &bad, &wait))),
            ("decrypt", kind(vaults.decrypt(who, &uri, alg, &bad, &wait))),
            ("wrap", kind(vaults.wrap_key(who, &uri, alg, &long, &wait))),
            ("encrypt", kind(vaults.encrypt(who, &uri, alg, &long, &wait))),
            (
                "served unwrap",
                kind(vaults.decipher_at_once(by, named, alg, &bad, KeyOp::UnwrapKey)),
            ),
            ("served decrypt", kind(vaults.decipher_at_once(by, named, alg, &bad, KeyOp::Decrypt))),
            ("served wrap", kind(vaults.encipher_at_once(by, named, alg, &long, KeyOp::WrapKey))),
            (
                "served encrypt",
                kind(vaults.encipher_at_once(by, named, alg, &long, KeyOp::Encrypt)),
            ),
            ("sign", kind(vaults.sign(by, &uri, ps256, b"short"))),
            ("verify", kind(vaults.verify_signature(by, &uri, ps256, b"short", &bad))),
        ]
    };
    for (what, said) in refusals(&alice()) {
        let opens = what.contains("unwrap") || what.contains("decrypt");
        let expected = if opens { Kind::BadCiphertext } else { Kind::BadParameter };
        assert_eq!(said, expected, "{what}, to who may");
    }
    let nothing = |policy: &[KeyPermission]| {
        let policy = AccessPolicy::for_caller(&mallory(), policy);
        house.vaults.set_access_policy(&alice(), VAULT, &policy).unwrap();
        for (what, said) in refusals(&mallory()) {
            assert_eq!(said, Kind::AccessDenied, "{what}");
        }
    };
    nothing(&[]);
    nothing(&[KeyPermission::Get, KeyPermission::List, KeyPermission::Create]);
    let rbac = VaultUpdate { rbac: Some(true), ..VaultUpdate::default() };
    house.vaults.update_vault(&alice(), VAULT, &rbac).unwrap();
    nothing(&[KeyPermission::All]);
    let mut uses = Vec::new();
    house.vaults.uses(VAULT, &mut |used| uses.push(used.operation)).unwrap();
    assert_eq!(uses, Vec::<String>::new(), "no key was used");
}

type Manage = fn(&House, &Caller) -> Result<(), VaultError>;

/// Every way of managing a vault.
const MANAGING: &[(Management, Manage)] = &[
    (Management::Create, |h, who| h.vaults.create_vault(&new_vault("another", who)).map(drop)),
    (Management::Update, |h, who| {
        h.vaults.update_vault(who, VAULT, &VaultUpdate::default()).map(drop)
    }),
    (Management::Permissions, |h, who| {
        h.vaults.set_access_policy(
            who,
            VAULT,
            &AccessPolicy::for_caller(who, &[KeyPermission::All]),
        )
    }),
    (Management::Permissions, |h, who| {
        let mine = AccessPolicyUpdate {
            object_id: who.object_id.clone(),
            ..AccessPolicyUpdate::default()
        };
        h.vaults.update_access_policy(who, VAULT, &mine)
    }),
    (Management::Permissions, |h, who| {
        h.vaults.remove_access_policy(who, VAULT, "nobody").map(drop)
    }),
    (Management::Roles, |h, who| {
        h.vaults.add_role_assignment(
            who,
            VAULT,
            &RoleAssignment::for_caller(who, VaultRole::Reader),
        )
    }),
    (Management::Roles, |h, who| {
        h.vaults.remove_role_assignment(who, VAULT, "nobody", None).map(drop)
    }),
    (Management::Rehearse, |h, who| h.vaults.set_fault(who, VAULT, Fault::None)),
    (Management::Rehearse, |h, who| h.vaults.set_vault_subscription_protected(who, VAULT, false)),
    (Management::Delete, |h, who| {
        h.vaults.delete_vault(who, VAULT)?;
        h.vaults.recover_vault(&alice(), VAULT, None).map(drop)
    }),
    (Management::Delete, |h, who| {
        h.vaults.delete_vault(&alice(), VAULT)?;
        h.vaults
            .recover_vault(who, VAULT, None)
            .map(drop)
            .inspect_err(|_| drop(h.vaults.recover_vault(&alice(), VAULT, None)))
    }),
    (Management::Purge, |h, who| {
        h.vaults.delete_vault(&alice(), VAULT)?;
        h.vaults
            .purge_vault(who, VAULT)
            .inspect_err(|_| drop(h.vaults.recover_vault(&alice(), VAULT, None)))
    }),
];

#[test]
fn all_permissions_on_keys_manage_no_vault_and_a_role_manages_what_it_says() {
    let bob = Caller::person("bbbb", "bob@contoso.com");
    let roles = VaultRole::ALL.iter().copied().map(Some).chain([None]);
    for role in roles {
        let house = with_key();
        house
            .vaults
            .set_access_policy(
                &alice(),
                VAULT,
                &AccessPolicy::for_caller(&bob, &[KeyPermission::All]),
            )
            .unwrap();
        if let Some(role) = role {
            // Given above the vault: what is given on itself would end with its deletion.
            let scope = Some("/subscriptions/1".to_owned());
            let given = RoleAssignment { scope, ..RoleAssignment::for_caller(&bob, role) };
            let held = house.vaults.hold().unwrap();
            house.vaults.set_inherited_roles(&held, &alice(), VAULT, &[given]).unwrap();
        }
        for (what, attempt) in MANAGING {
            let wanted = if role.is_some_and(|role| role.manages(*what, VaultKind::Vault)) {
                Ok(())
            } else {
                Err(Kind::AccessDenied)
            };
            assert_eq!(
                attempt(&house, &bob).map_err(|error| error.kind),
                wanted,
                "{role:?}: {what:?}"
            );
        }
    }
    let house = with_key();
    for (what, attempt) in MANAGING {
        attempt(&house, &alice()).unwrap_or_else(|error| panic!("the owner: {what:?}: {error}"));
    }
}

/// Rule 5.2.
#[test]
fn contributors_change_permissions_and_give_no_roles_and_key_roles_manage_nothing() {
    let of = |role: VaultRole| {
        Management::ALL
            .iter()
            .copied()
            .filter(|what| role.manages(*what, VaultKind::Vault))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(VaultRole::Contributor),
        [Management::Update, Management::Permissions, Management::Delete]
    );
    assert!(of(VaultRole::Administrator).is_empty() && of(VaultRole::CryptoOfficer).is_empty());
    assert!(VaultRole::Owner.key_permissions().is_empty());
}

#[test]
fn who_acts_as_owner_is_judged_as_the_administrator_too() {
    let house = with_key();
    let anybody = Caller::person("cccc", "carol@contoso.com");
    assert_eq!(kind(house.vaults.key(&anybody, VAULT, KEY, None)), Kind::AccessDenied);
    let acting = anybody.as_owner(alice().object_id);
    house.vaults.key(&acting, VAULT, KEY, None).unwrap();
    house.vaults.remove_access_policy(&acting, VAULT, &alice().object_id).unwrap();
    assert_eq!(
        kind(house.vaults.key(&acting, VAULT, KEY, None)),
        Kind::AccessDenied,
        "managing is no permission on keys"
    );
}

#[test]
fn a_stranger_is_refused_before_learning_whether_a_key_exists() {
    let house = with_key();
    for name in [KEY, "nothing"] {
        assert_eq!(kind(house.vaults.key(&mallory(), VAULT, name, None)), Kind::AccessDenied);
    }
}

/// Rule 5.17.5.
#[test]
fn the_creator_may_manage_keys_and_neither_purge_nor_wrap() {
    let house = house();
    house.vaults.create_vault(&new_vault(VAULT, &alice())).unwrap();
    house.vaults.create_key(&alice(), VAULT, KEY, &wrapping_key()).unwrap();
    assert_eq!(
        kind(house.vaults.wrap_key(&alice(), &uri(), WrapAlgorithm::RsaOaep256, b"x", &soon())),
        Kind::AccessDenied
    );
    house.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
    assert_eq!(kind(house.vaults.purge_key(&alice(), VAULT, KEY)), Kind::AccessDenied);
    house.vaults.recover_key(&alice(), VAULT, KEY).unwrap();
}

#[test]
fn a_policy_replaces_the_one_before_and_removing_it_ends_access_at_once() {
    let house = with_key();
    let get = || house.vaults.get_key(&service(), &uri(), &soon());
    assert!(get().is_ok());
    let only_wrap = AccessPolicy {
        keys: vec![KeyPermission::WrapKey],
        ..AccessPolicy::for_caller(&service(), &[])
    };
    house.vaults.set_access_policy(&alice(), VAULT, &only_wrap).unwrap();
    assert_eq!(kind(get()), Kind::AccessDenied);
    house
        .vaults
        .set_access_policy(&alice(), VAULT, &AccessPolicy::for_caller(&service(), CUSTOMER_KEY))
        .unwrap();
    assert!(get().is_ok());
    assert!(
        house.vaults.remove_access_policy(&alice(), VAULT, &SERVICE_APP.to_uppercase()).unwrap()
    );
    assert_eq!(kind(get()), Kind::AccessDenied);
    assert!(!house.vaults.remove_access_policy(&alice(), VAULT, SERVICE_APP).unwrap());
}

#[test]
fn a_policy_by_application_id_alone_reaches_the_service_principal() {
    let house = with_key();
    house.vaults.remove_access_policy(&alice(), VAULT, SERVICE_APP).unwrap();
    let by_app = AccessPolicy {
        app_id: Some(SERVICE_APP.into()),
        keys: CUSTOMER_KEY.to_vec(),
        ..AccessPolicy::default()
    };
    house.vaults.set_access_policy(&alice(), VAULT, &by_app).unwrap();
    assert!(house.vaults.get_key(&service(), &uri(), &soon()).is_ok());
    house
        .vaults
        .set_access_policy(&alice(), VAULT, &AccessPolicy::for_caller(&service(), CUSTOMER_KEY))
        .unwrap();
    house.vaults.remove_access_policy(&alice(), VAULT, &service().object_id).unwrap();
    assert_eq!(kind(house.vaults.get_key(&service(), &uri(), &soon())), Kind::AccessDenied);
    let nobody = AccessPolicy { keys: CUSTOMER_KEY.to_vec(), ..AccessPolicy::default() };
    assert_eq!(kind(house.vaults.set_access_policy(&alice(), VAULT, &nobody)), Kind::BadParameter);
}

/// Rules 3.4.7 and 5.15.
#[test]
fn a_closed_firewall_lets_trusted_services_pass_only_by_the_bypass() {
    let house = with_key();
    let close = |bypass, ip_rules: &[&str]| {
        let addresses = ip_rules.iter().map(ToString::to_string).collect();
        let network = NetworkChange {
            bypass: Some(bypass),
            default_action: Some(DefaultAction::Deny),
            addresses: ListChange::Set(addresses),
            subnets: ListChange::Set(Vec::new()),
        };
        house
            .vaults
            .update_vault(
                &alice(),
                VAULT,
                &VaultUpdate { network: Some(network), ..VaultUpdate::default() },
            )
            .unwrap();
    };
    let get = |who: &Caller| {
        house.vaults.get_key(who, &uri(), &soon()).map(drop).map_err(|error| error.kind)
    };
    close(Bypass::AzureServices, &[]);
    assert_eq!((get(&service()), get(&alice())), (Ok(()), Err(Kind::FirewallRefused)));
    close(Bypass::None, &["203.0.113.0/24"]);
    assert_eq!((get(&service()), get(&alice())), (Err(Kind::FirewallRefused), Ok(())));
}

#[test]
fn lists_that_are_only_stored_come_back_as_they_were_given() {
    let house = furnished();
    let policy = AccessPolicy {
        secrets: vec!["get".into()],
        certificates: vec!["list".into()],
        storage: vec!["set".into()],
        ..AccessPolicy::for_caller(&mallory(), &[KeyPermission::Get])
    };
    house.vaults.set_access_policy(&alice(), VAULT, &policy).unwrap();
    assert!(house.reopen().vault(VAULT).unwrap().access_policies.contains(&policy));
}

/// Rules 5.1.5 and 5.17.6.
#[test]
fn under_role_assignments_policies_do_not_count_and_the_creator_has_nothing() {
    let house = house();
    house.vaults.create_vault(&NewVault { rbac: true, ..new_vault(VAULT, &alice()) }).unwrap();
    house
        .vaults
        .set_access_policy(
            &alice(),
            VAULT,
            &AccessPolicy::for_caller(&alice(), &[KeyPermission::All]),
        )
        .unwrap();
    let refused = house.vaults.create_key(&alice(), VAULT, KEY, &wrapping_key()).unwrap_err();
    assert_eq!(refused.kind, Kind::AccessDenied);
    assert!(refused.message.starts_with("Caller is not authorized to perform action on resource."));
    let officer = RoleAssignment::for_caller(&alice(), VaultRole::CryptoOfficer);
    house.vaults.add_role_assignment(&alice(), VAULT, &officer).unwrap();
    house.vaults.create_key(&alice(), VAULT, KEY, &wrapping_key()).unwrap();
    let user = RoleAssignment::for_caller(&service(), VaultRole::CryptoServiceEncryptionUser);
    house.vaults.add_role_assignment(&alice(), VAULT, &user).unwrap();
    let wrap =
        || house.vaults.wrap_key(&service(), &uri(), WrapAlgorithm::RsaOaep256, b"x", &soon());
    assert!(wrap().is_ok());
    assert_eq!(house.vaults.remove_role_assignment(&alice(), VAULT, SERVICE_APP, None).unwrap(), 1);
    assert_eq!(kind(wrap()), Kind::AccessDenied);
    house
        .vaults
        .update_vault(&alice(), VAULT, &VaultUpdate { rbac: Some(false), ..VaultUpdate::default() })
        .unwrap();
    assert!(house.vaults.keys(&alice(), VAULT).is_ok());
}

#[test]
fn a_vault_tells_what_a_caller_may_do_by_whichever_counts() {
    let house = furnished();
    assert_eq!(house.vaults.vault(VAULT).unwrap().permissions_of(&service()).len(), 3);
    assert_eq!(
        house.vaults.vault(VAULT).unwrap().permissions_of(&alice()).len(),
        KeyPermission::ALL.len() - 1
    );
    assert!(house.vaults.vault(VAULT).unwrap().permissions_of(&mallory()).is_empty());
    house
        .vaults
        .add_role_assignment(
            &alice(),
            VAULT,
            &RoleAssignment::for_caller(&mallory(), VaultRole::Reader),
        )
        .unwrap();
    house
        .vaults
        .update_vault(&alice(), VAULT, &VaultUpdate { rbac: Some(true), ..VaultUpdate::default() })
        .unwrap();
    let vault = house.vaults.vault(VAULT).unwrap();
    assert_eq!(
        vault.permissions_of(&mallory()),
        [KeyPermission::Get, KeyPermission::List, KeyPermission::GetRotationPolicy]
    );
    assert!(vault.permissions_of(&service()).is_empty());
}

#[test]
fn an_update_replaces_the_lists_it_names_and_leaves_the_others() {
    let house = furnished();
    let policy = AccessPolicy {
        secrets: vec!["get".into()],
        ..AccessPolicy::for_caller(&mallory(), &[KeyPermission::Get])
    };
    house.vaults.set_access_policy(&alice(), VAULT, &policy).unwrap();
    let update = AccessPolicyUpdate {
        object_id: mallory().object_id,
        name: mallory().name,
        keys: Some(vec![KeyPermission::List]),
        ..AccessPolicyUpdate::default()
    };
    house.vaults.update_access_policy(&alice(), VAULT, &update).unwrap();
    let policies = house.vaults.vault(VAULT).unwrap().access_policies;
    assert!(policies.contains(&AccessPolicy { keys: vec![KeyPermission::List], ..policy }));
    assert_eq!(policies.len(), 3);
    assert_eq!(
        kind(house.vaults.update_access_policy(&alice(), VAULT, &AccessPolicyUpdate::default())),
        Kind::BadParameter
    );
}
