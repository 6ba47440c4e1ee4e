//! Access policies of a vault.

use super::management::authorize_management;
use super::record::VaultRecord;
use super::state::Change;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::error::VaultError;
use crate::management::Management;
use crate::permission::{AccessPolicy, AccessPolicyUpdate, KeyPermission};
use crate::uri::KeyUri;
use std::fmt::Write as _;

impl EmbeddedVaults {
    /// Gives a principal exactly these permissions: a policy of the same principal is replaced, not
    /// merged.
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` if the policy names nobody; as [`EmbeddedVaults::vault`].
    pub fn set_access_policy(
        &self,
        caller: &Caller,
        name: &str,
        policy: &AccessPolicy,
    ) -> Result<(), VaultError> {
        self.manage(name, caller, Management::Permissions, |vault, change| {
            put_policy(vault, change, policy.clone())
        })
    }

    /// Changes the lists that are given in a principal's policy and leaves its others, in one step;
    /// a principal without a policy gets one.
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` if the update names nobody; as [`EmbeddedVaults::vault`].
    pub fn update_access_policy(
        &self,
        caller: &Caller,
        name: &str,
        update: &AccessPolicyUpdate,
    ) -> Result<(), VaultError> {
        self.manage(name, caller, Management::Permissions, |vault, change| {
            let ids = update.applied_to(AccessPolicy::default());
            let earlier = vault
                .policies
                .iter()
                .find(|known| known.same_principal(&ids))
                .cloned()
                .unwrap_or_default();
            put_policy(vault, change, update.applied_to(earlier))
        })
    }

    /// Takes everything from the principal with this object id or application id; whether it had a
    /// policy is the answer.
    ///
    /// # Errors
    /// `AccessDenied`; as [`EmbeddedVaults::vault`].
    pub fn remove_access_policy(
        &self,
        caller: &Caller,
        name: &str,
        principal: &str,
    ) -> Result<bool, VaultError> {
        let loaded = self.live(name)?;
        authorize_management(&loaded.record, caller, Management::Permissions)?;
        if !loaded.record.policies.iter().any(|policy| policy.is_of(principal)) {
            return Ok(false);
        }
        self.manage(name, caller, Management::Permissions, |vault, change| {
            drop_policy(vault, change, principal);
            Ok(true)
        })
    }

    /// Takes everything from some principals, by an id of each, and gives others exactly these
    /// permissions, in one step. Nothing is done, and the answer is no, where the vault's policies are no
    /// longer those `known`: what was worked out from them would give back what somebody else took.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::set_access_policy`].
    pub fn change_access_policies(
        &self,
        caller: &Caller,
        name: &str,
        known: &[AccessPolicy],
        (given, taken): (&[AccessPolicy], &[String]),
    ) -> Result<bool, VaultError> {
        self.manage(name, caller, Management::Permissions, |vault, change| {
            if vault.policies != known {
                return Ok(false);
            }
            taken.iter().for_each(|id| drop_policy(vault, change, id));
            given.iter().try_for_each(|policy| put_policy(vault, change, policy.clone()))?;
            Ok(true)
        })
    }

    /// Whether `caller` has a permission on the keys of the vault, as a request would be judged:
    /// firewall included, faults not.
    ///
    /// # Errors
    /// `AccessDenied` or `FirewallRefused` as the request would get; as [`EmbeddedVaults::vault`].
    pub fn check_permission(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        permission: KeyPermission,
    ) -> Result<(), VaultError> {
        super::access::authorize(&self.live_at(uri)?.record, caller, permission, uri)
    }
}

pub(super) fn put_policy(
    vault: &mut VaultRecord,
    change: &mut Change<'_>,
    policy: AccessPolicy,
) -> Result<(), VaultError> {
    let policy = policy.canonical();
    let uri = vault.address();
    if principal_of(&policy).is_none() {
        return Err(refusal::bad(
            &uri,
            "The access policy names no principal.",
            "Give an object id, or the application id of a service principal.",
        ));
    }
    vault.policies.retain(|known| !known.same_principal(&policy));
    change.note("SetAccessPolicy", uri, describe(&policy));
    vault.policies.push(policy);
    Ok(())
}

pub(super) fn drop_policy(vault: &mut VaultRecord, change: &mut Change<'_>, principal: &str) {
    vault.policies.retain(|known| !known.is_of(principal));
    change.note("RemoveAccessPolicy", vault.address(), principal);
}

pub(super) fn principal_of(policy: &AccessPolicy) -> Option<&str> {
    Some(policy.object_id.as_str())
        .filter(|id| !id.is_empty())
        .or(policy.app_id.as_deref())
        .filter(|id| !id.is_empty())
}

fn describe(policy: &AccessPolicy) -> String {
    let mut text = format!("{} ({})", policy.name, principal_of(policy).unwrap_or_default());
    let keys: Vec<_> = policy.keys.iter().map(|permission| permission.as_str()).collect();
    for (kind, given) in [
        ("keys", keys.join(",")),
        ("secrets", policy.secrets.join(",")),
        ("certificates", policy.certificates.join(",")),
        ("storage", policy.storage.join(",")),
    ] {
        if !given.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(text, "; {kind}: {given}");
        }
    }
    text
}
