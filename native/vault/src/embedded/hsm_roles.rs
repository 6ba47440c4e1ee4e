//! Local roles of a managed HSM: the only way to say who may do what with its keys (rule 5.18.2).

use super::management::authorize_on;
use super::policies::principal_of;
use super::record::VaultRecord;
use super::state::Change;
use super::{EmbeddedVaults, hsm, refusal};
use crate::caller::Caller;
use crate::error::VaultError;
use crate::management::Management;
use crate::permission::KeyPermission;
use crate::role::{RoleAssignment, VaultRole};

impl EmbeddedVaults {
    /// Gives a principal a local role of an activated managed HSM, on all of it, on all keys or on
    /// one; whether it had none is the answer. Needs a role that gives roles there.
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` for a role of another kind, another scope, an assignment that
    /// names nobody, or a key vault; as [`EmbeddedVaults::vault`].
    pub fn give_hsm_role(
        &self,
        caller: &Caller,
        name: &str,
        given: &RoleAssignment,
    ) -> Result<bool, VaultError> {
        self.change(name, caller, |record, change| give(record, change, caller, given))
    }

    /// What keeps a local role from being given, if anything; otherwise whether it would be new.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::give_hsm_role`].
    pub fn check_give_hsm_role(
        &self,
        caller: &Caller,
        name: &str,
        given: &RoleAssignment,
    ) -> Result<bool, VaultError> {
        self.plan(name, |record, change| give(record, change, caller, given))
    }

    /// Takes a local role; whether it was there is the answer. The last administrator keeps it (rule
    /// 5.18.5).
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` for the last administrator, or a key vault; as
    /// [`EmbeddedVaults::vault`].
    pub fn take_hsm_role(
        &self,
        caller: &Caller,
        name: &str,
        taken: &RoleAssignment,
    ) -> Result<bool, VaultError> {
        self.change(name, caller, |record, change| take(record, change, caller, taken))
    }

    /// What keeps a local role from being taken, if anything; otherwise whether it is there.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::take_hsm_role`].
    pub fn check_take_hsm_role(
        &self,
        caller: &Caller,
        name: &str,
        taken: &RoleAssignment,
    ) -> Result<bool, VaultError> {
        self.plan(name, |record, change| take(record, change, caller, taken))
    }

    /// The local roles of a managed HSM. Whoever has one may read them.
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` for a key vault; as [`EmbeddedVaults::vault`].
    pub fn hsm_roles(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<Vec<RoleAssignment>, VaultError> {
        let loaded = self.live(name)?;
        let record = &loaded.record;
        let hsm = record.hsm()?;
        super::access::refuse_while_down(record, &record.address())?;
        if hsm.roles.iter().any(|given| given.as_policy().names(caller)) {
            return Ok(hsm.roles.clone());
        }
        Err(refusal::no_hsm_role(record, caller, VaultRole::HsmCryptoAuditor, READ))
    }
}

const READ: &str = "Microsoft.KeyVault/managedHsm/roleAssignments/read/action";

/// Who gives or takes a role on one key needs a role that gives roles there, on all keys one on all
/// of them, and on all of the HSM one on all of it.
fn admit(
    record: &VaultRecord,
    caller: &Caller,
    assignment: &RoleAssignment,
) -> Result<(), VaultError> {
    let own = record.hsm()?;
    super::access::refuse_while_down(record, &record.address())?;
    authorize_on(record, caller, Management::LocalRoles, assignment.scope.as_deref())?;
    hsm::check_active(record, own)
}

fn give(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    caller: &Caller,
    given: &RoleAssignment,
) -> Result<bool, VaultError> {
    admit(record, caller, given)?;
    let given = checked(record, given)?;
    change.note("AddLocalRole", record.address(), told(&given));
    let hsm = record.hsm_mut()?;
    hsm.end_making();
    let roles = &mut hsm.roles;
    let is_new = !roles.iter().any(|known| known.is_same(&given));
    roles.retain(|known| !known.is_same(&given));
    roles.push(given);
    Ok(is_new)
}

/// As it is stored, where it is a local role and says whose it is and on what.
pub(super) fn checked(
    record: &VaultRecord,
    given: &RoleAssignment,
) -> Result<RoleAssignment, VaultError> {
    let target = record.address();
    let given = given.clone().canonical();
    let refuse = |message: String, fix: &str| Err(refusal::bad(&target, message, fix));
    if !given.role.is_of_hsms() {
        return refuse(
            format!("'{}' is no local role of managed HSMs.", given.role),
            "Get-AzKeyVaultRoleDefinition lists them; New-AzRoleAssignment gives the others.",
        );
    }
    if !given.scope.as_deref().is_none_or(RoleAssignment::is_of_keys) {
        let scope = given.scope.unwrap_or_default();
        return refuse(
            format!("'{scope}' is no scope of a local role."),
            "Give / for all of the HSM, /keys for all its keys, or /keys/NAME for one.",
        );
    }
    if given.scope.is_some() && given.role.key_permissions().is_empty() {
        let message =
            format!("The role '{}' says nothing of keys, so that / is its scope.", given.role);
        return refuse(message, "Leave the scope out.");
    }
    if principal_of(&given.as_policy()).is_none() {
        return refuse(
            "The role assignment names no principal.".to_owned(),
            "Give an object id, or the application id of a service principal.",
        );
    }
    Ok(given)
}

pub(super) fn take(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    caller: &Caller,
    taken: &RoleAssignment,
) -> Result<bool, VaultError> {
    admit(record, caller, taken)?;
    let target = record.address();
    let roles = &mut record.hsm_mut()?.roles;
    let Some(at) = roles.iter().position(|known| known.is_same(taken)) else { return Ok(false) };
    let administers = |given: &&RoleAssignment| given.role == VaultRole::HsmAdministrator;
    let is_last = roles.iter().filter(administers).count() == 1;
    if taken.role == VaultRole::HsmAdministrator && is_last {
        return Err(refusal::bad(
            &target,
            format!("'{}' is the last administrator of the managed HSM.", taken.name),
            "Give another principal the role Managed HSM Administrator first: nobody could without one.",
        ));
    }
    let gone = roles.remove(at);
    record.hsm_mut()?.end_making();
    change.note("RemoveLocalRole", &target, told(&gone));
    Ok(true)
}

pub(super) fn told(given: &RoleAssignment) -> String {
    let scope = given.scope.as_deref().unwrap_or("/");
    format!("{} ({}): {} on {scope}", given.name, given.principal(), given.role)
}

/// What a local role must give for a permission on a key, or on none.
pub(super) fn gives(
    given: &RoleAssignment,
    caller: &Caller,
    permission: KeyPermission,
    key: Option<&str>,
) -> bool {
    let policy = given.as_policy();
    given.covers(key) && policy.names(caller) && policy.gives(permission)
}
