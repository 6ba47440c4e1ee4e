//! What changes leave behind: in the log, in lists, and on the disk.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use ckey_base::CancelToken;
use ckey_vault::{Caller, Fault, KeyOp, KeyUpdate, RoleAssignment, VaultRole, VaultUpdate};
use common::*;

#[test]
fn the_log_tells_what_an_update_of_a_key_set_it_to() {
    let house = with_key();
    let update = KeyUpdate {
        enabled: Some(false),
        ops: Some(vec![KeyOp::WrapKey, KeyOp::Encrypt]),
        ..KeyUpdate::default()
    };
    house.vaults.update_key(&alice(), VAULT, KEY, None, &update).unwrap();
    let log = house.vaults.log(VAULT).unwrap();
    assert_eq!(log.last().unwrap().detail, "enabled false, operations wrapKey,encrypt");
}

#[test]
fn a_role_is_taken_without_another_of_the_same_principal() {
    let house = furnished();
    let person = Caller::person("aaaaaaaa-0000-0000-0000-00000000000b", "bob@contoso.com");
    let roles = [VaultRole::CryptoUser, VaultRole::Reader];
    for role in roles {
        let role = RoleAssignment::for_caller(&person, role);
        house.vaults.add_role_assignment(&alice(), VAULT, &role).unwrap();
    }
    let take = |role| {
        house.vaults.remove_role_assignment(&alice(), VAULT, &person.object_id, role).unwrap()
    };
    assert_eq!((take(Some(roles[0])), take(Some(roles[0]))), (1, 0));
    assert_eq!((take(Some(roles[1])), take(None)), (1, 0));
}

#[test]
fn a_role_is_kept_by_the_canonical_ids_of_its_principal() {
    let house = furnished();
    let id = "AAAAAAAA-0000-0000-0000-00000000000B";
    let app = Caller::application(id, SERVICE_APP.to_uppercase(), "app");
    let role = RoleAssignment::for_caller(&app, VaultRole::Reader);
    house.vaults.add_role_assignment(&alice(), VAULT, &role).unwrap();
    let given = house.vaults.vault(VAULT).unwrap().role_assignments;
    let wanted = (id.to_lowercase(), Some(SERVICE_APP.to_owned()));
    assert_eq!((given[0].object_id.clone(), given[0].app_id.clone()), wanted);
}

#[test]
fn a_setting_that_is_off_may_be_told_to_be_off() {
    let house = furnished();
    let off = VaultUpdate { purge_protection: Some(false), ..VaultUpdate::default() };
    house.vaults.update_vault(&alice(), VAULT, &off).unwrap();
    let on = VaultUpdate { purge_protection: Some(true), ..VaultUpdate::default() };
    house.vaults.update_vault(&alice(), VAULT, &on).unwrap();
    house.vaults.update_vault(&alice(), VAULT, &off).unwrap_err();
}

#[test]
fn every_vault_that_is_not_deleted_tells_what_it_rehearses() {
    let house = furnished();
    house.vaults.create_vault(&new_vault("other", &alice())).unwrap();
    house.vaults.set_fault(&alice(), VAULT, Fault::Throttled).unwrap();
    let faults = || {
        let named = house.vaults.faults().unwrap().into_iter();
        named.map(|(name, fault)| (name, fault.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(faults(), [(VAULT.to_owned(), Fault::Throttled), ("other".to_owned(), Fault::None)]);
    house.vaults.delete_vault(&alice(), "other").unwrap();
    assert_eq!(faults(), [(VAULT.to_owned(), Fault::Throttled)]);
}

#[cfg(unix)]
#[test]
fn the_lock_of_the_vaults_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let house = furnished();
    let lock = std::fs::metadata(house.dir.path().join(".vaults.lock")).unwrap();
    assert_eq!(lock.permissions().mode() & 0o777, 0o600);
}

#[test]
fn every_token_made_of_another_is_cancelled_with_it() {
    let parent = CancelToken::new();
    let children = [parent.child(), parent.child()];
    parent.cancel();
    assert!(children.iter().all(CancelToken::is_cancelled));
}

#[test]
fn a_deleted_vault_keeps_no_role_that_was_given_on_itself_and_its_log_says_so() {
    let house = furnished();
    let person = Caller::person("aaaaaaaa-0000-0000-0000-00000000000b", "bob@contoso.com");
    let role = RoleAssignment::for_caller(&person, VaultRole::Contributor);
    let above = [RoleAssignment { scope: Some("/subscriptions/1".to_owned()), ..role.clone() }];
    house.vaults.add_role_assignment(&alice(), VAULT, &role).unwrap();
    let held = house.vaults.hold().unwrap();
    assert!(house.vaults.set_inherited_roles(&held, &alice(), VAULT, &above).unwrap());
    drop(held);
    house.vaults.delete_vault(&alice(), VAULT).unwrap();
    let deleted = house.vaults.deleted_vault(VAULT).unwrap().vault;
    assert_eq!(deleted.role_assignments, above.map(RoleAssignment::canonical));
    house.vaults.recover_vault(&alice(), VAULT, None).unwrap();
    let log = house.vaults.log(VAULT).unwrap();
    let told = |operation: &str, detail: &str| {
        log.iter().any(|it| it.operation == operation && it.detail.contains(detail))
    };
    assert!(told("RemoveRoleAssignment", "bob@contoso.com: Contributor, with the vault"));
}
