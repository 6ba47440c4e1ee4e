//! Role assignments of a vault.

use super::management::authorize_management;
use super::policies::principal_of;
use super::{EmbeddedVaults, Held, refusal};
use crate::caller::Caller;
use crate::error::VaultError;
use crate::management::Management;
use crate::role::{RoleAssignment, VaultRole};

impl EmbeddedVaults {
    /// Gives a principal a role. It counts while the vault uses role assignments
    /// ([`crate::VaultUpdate::rbac`]). A second time is no error.
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` if the assignment names nobody; as [`EmbeddedVaults::vault`].
    pub fn add_role_assignment(
        &self,
        caller: &Caller,
        name: &str,
        assignment: &RoleAssignment,
    ) -> Result<(), VaultError> {
        self.manage(name, caller, Management::Roles, |vault, change| {
            let uri = vault.address();
            let policy = assignment.as_policy().canonical();
            let id = principal_of(&policy).ok_or_else(|| {
                refusal::bad(
                    &uri,
                    "The role assignment names no principal.",
                    "Give an object id, or the application id of a service principal.",
                )
            })?;
            if assignment.role.is_of_hsms() {
                return Err(refusal::bad(
                    &uri,
                    format!("'{}' is a local role, which managed HSMs give.", assignment.role),
                    "Give it there: New-AzKeyVaultRoleAssignment; Get-AzRoleDefinition lists the others.",
                ));
            }
            let wanted = assignment.clone().canonical();
            vault.roles.retain(|known| !known.is_same(&wanted));
            vault.roles.push(wanted);
            change.note(
                "AddRoleAssignment",
                uri,
                format!("{} ({id}): {}", assignment.name, assignment.role),
            );
            Ok(())
        })
    }

    /// Takes a role, or all roles where none is named, that was given on the vault itself from the
    /// principal with this object id or application id; the answer is how many assignments went.
    ///
    /// # Errors
    /// `AccessDenied`; as [`EmbeddedVaults::vault`].
    pub fn remove_role_assignment(
        &self,
        caller: &Caller,
        name: &str,
        principal: &str,
        role: Option<VaultRole>,
    ) -> Result<usize, VaultError> {
        let meant = |known: &RoleAssignment| {
            known.scope.is_none()
                && role.is_none_or(|role| role == known.role)
                && known.as_policy().is_of(principal)
        };
        let loaded = self.live(name)?;
        authorize_management(&loaded.record, caller, Management::Roles)?;
        if !loaded.record.roles.iter().any(meant) {
            return Ok(0);
        }
        self.manage(name, caller, Management::Roles, |vault, change| {
            let before = vault.roles.len();
            vault.roles.retain(|known| !meant(known));
            let what = role.map_or("all roles", VaultRole::as_str);
            change.note("RemoveRoleAssignment", vault.address(), format!("{principal}: {what}"));
            Ok(before.saturating_sub(vault.roles.len()))
        })
    }

    /// Makes what is given on the vault's subscription and resource group exactly this, deleted as
    /// the vault may be; whether that was a change is the answer. Whether anybody may is judged
    /// where it is given: nothing is here. What is given is read while the vaults are held, so that
    /// nobody writes what somebody else has changed since.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::vault`].
    pub fn set_inherited_roles(
        &self,
        held: &Held,
        caller: &Caller,
        name: &str,
        roles: &[RoleAssignment],
    ) -> Result<bool, VaultError> {
        let loaded = self.load_for(name, Some(&held.lock))?.ok_or_else(|| self.not_found(name))?;
        let wanted: Vec<_> = roles.iter().cloned().map(RoleAssignment::canonical).collect();
        let inherited = loaded.record.roles.iter().filter(|known| known.scope.is_some());
        if inherited.eq(wanted.iter()) {
            return Ok(false);
        }
        self.commit(&held.lock, &loaded, caller, |vault, change| {
            vault.roles.retain(|known| known.scope.is_none());
            let told: Vec<_> = wanted
                .iter()
                .map(|given| {
                    let scope = given.scope.as_deref().unwrap_or_default();
                    format!("{}: {} on {scope}", given.name, given.role)
                })
                .collect();
            vault.roles.extend(wanted);
            change.note("SetInheritedRoles", vault.address(), told.join("; "));
            Ok(true)
        })
    }
}
