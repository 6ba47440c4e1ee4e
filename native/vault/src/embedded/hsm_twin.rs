//! The local roles of a managed HSM that is the twin of one elsewhere, while an import makes it. In
//! the HSM elsewhere whoever imports may have no role at all, and its keys have to be made.

use super::hsm_roles::{checked, told};
use super::management::authorize_management;
use super::record::VaultRecord;
use super::state::Change;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::error::VaultError;
use crate::management::Management;
use crate::role::{RoleAssignment, VaultRole};
use crate::vault::HsmTwin;

impl EmbeddedVaults {
    /// Makes the local roles of a twin exactly these, while it is being made; with
    /// [`HsmTwin::Made`] that is over, in the same step, and from then on only who has a role gives
    /// and takes roles (rule 5.18.2). For the owner.
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` for what no import is making, roles that no HSM gives, or none
    /// that administers it (rule 5.18.5); as [`EmbeddedVaults::vault`].
    pub fn set_twin_roles(
        &self,
        caller: &Caller,
        name: &str,
        roles: &[RoleAssignment],
        stage: HsmTwin,
    ) -> Result<(), VaultError> {
        self.change(name, caller, |record, change| {
            authorize_management(record, caller, Management::Rehearse)?;
            set(record, change, roles, stage)
        })
    }
}

fn set(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    roles: &[RoleAssignment],
    stage: HsmTwin,
) -> Result<(), VaultError> {
    let target = record.address();
    if record.hsm()?.twin != Some(HsmTwin::Making) {
        return Err(refusal::bad(
            &target,
            format!("No import is making the managed HSM '{}'.", record.name),
            "Give a role there: New-AzKeyVaultRoleAssignment, by whoever administers it.",
        ));
    }
    let mut wanted: Vec<RoleAssignment> = Vec::new();
    for given in roles {
        let given = checked(record, given)?;
        if !wanted.iter().any(|known| known.is_same(&given)) {
            wanted.push(given);
        }
    }
    if !wanted.iter().any(|given| given.role == VaultRole::HsmAdministrator) {
        return Err(refusal::bad(
            &target,
            format!("Nobody would administer the managed HSM '{}'.", record.name),
            "Name an administrator: nobody could give a role without one.",
        ));
    }
    let all: Vec<_> = wanted.iter().map(told).collect();
    change.note("SetTwinRoles", target, format!("{stage}: {}", all.join("; ")));
    let hsm = record.hsm_mut()?;
    hsm.roles = wanted;
    hsm.twin = Some(stage);
    Ok(())
}
