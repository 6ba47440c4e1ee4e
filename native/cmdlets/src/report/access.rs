//! Who may do what with the keys of a vault.

use ckey_vault::{AccessPolicy, KeyPermission, Management, VaultDescription};
use serde::Serialize;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Access {
    pub(crate) principal: String,
    pub(crate) id: String,
    /// `AccessPolicy`, or the role.
    pub(crate) through: &'static str,
    pub(crate) permissions: Vec<&'static str>,
    /// Whether it may do all that protects data: get, wrapKey and unwrapKey.
    pub(crate) may_use: bool,
    /// Whether it may delete or purge keys, or the vault.
    pub(crate) may_destroy: bool,
    /// Whether it counts in this vault: access policies or roles do.
    pub(crate) counts: bool,
}

impl Access {
    fn of(policy: &AccessPolicy, through: &'static str, counts: bool) -> Self {
        let gives = |permission| policy.gives(permission);
        let id = match (policy.object_id.as_str(), &policy.app_id) {
            ("", Some(app_id)) => app_id.clone(),
            (object_id, _) => object_id.to_owned(),
        };
        let used = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
        Self {
            principal: if policy.name.is_empty() { id.clone() } else { policy.name.clone() },
            id,
            through,
            permissions: policy.keys.iter().map(|permission| permission.as_str()).collect(),
            may_use: counts && used.into_iter().all(gives),
            may_destroy: counts && (gives(KeyPermission::Delete) || gives(KeyPermission::Purge)),
            counts,
        }
    }
}

/// Everyone whom a vault names.
pub(super) fn access(vault: &VaultDescription) -> Vec<Access> {
    let policies = vault.access_policies.iter();
    let by_policy = policies.map(|policy| Access::of(policy, "AccessPolicy", !vault.rbac));
    let kind = vault.kind();
    let local = vault.hsm.iter().flat_map(|hsm| &hsm.roles);
    let by_role = vault.role_assignments.iter().chain(local).map(|assignment| {
        let (role, policy) = (assignment.role, assignment.as_policy());
        // Managing a vault takes a role, whatever counts for its keys.
        let manages = role.manages(Management::Delete, kind);
        let counts = vault.rbac && role.counts_in(kind) || policy.keys.is_empty();
        let given = Access::of(&policy, role.as_str(), counts);
        Access { may_destroy: given.may_destroy || manages, ..given }
    });
    by_policy.chain(by_role).collect()
}
