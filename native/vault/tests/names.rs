//! What the vault shows of itself by name.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use ckey_vault::{Caller, FailureClass, Management, RoleAssignment, VaultKind, VaultRole};

#[test]
fn a_class_of_failure_is_shown_by_its_name() {
    let classes = [FailureClass::Explicit, FailureClass::System, FailureClass::Request];
    assert_eq!(classes.map(|class| class.to_string()), ["explicit", "system", "request"]);
}

#[test]
fn a_way_of_managing_vaults_is_named_as_azure_names_it() {
    assert_eq!(Management::Delete.action(VaultKind::Vault), "Microsoft.KeyVault/vaults/delete");
    let actions: BTreeSet<_> =
        Management::ALL.iter().map(|way| way.action(VaultKind::Vault)).collect();
    // Making a vault and changing its settings are one action.
    assert_eq!(actions.len(), Management::ALL.len() - 1);
    assert!(actions.iter().all(|action| action.contains('/')), "{actions:?}");
}

#[test]
fn a_role_as_an_access_policy_names_the_same_principal() {
    let caller = Caller::person("11111111-1111-1111-1111-111111111111", "ann@contoso.com");
    let role = VaultRole::CryptoUser;
    let policy = RoleAssignment::for_caller(&caller, role).as_policy();
    assert_eq!((policy.object_id, policy.name), (caller.object_id, caller.name));
    assert_eq!(policy.keys, role.key_permissions());
}
