//! Local roles of managed HSMs.

use ckey_vault::{Caller, HsmTwin, Management, RoleAssignment};
use uuid::Uuid;

use super::Directory;
use super::giving::principal;
use super::resolve::derived_guid;
use crate::error::Result;

/// The name of a local role's assignment: who gives the same again gives the same name.
#[must_use]
pub fn hsm_role_name(hsm: &str, given: &RoleAssignment) -> Uuid {
    let scope = given.scope.as_deref().unwrap_or("/");
    let (who, role) = (given.principal(), given.role);
    let hsm = hsm.to_ascii_lowercase();
    derived_guid("hsm-role-assignment", &format!("{hsm}{scope}/{who}/{role}"))
}

impl Directory<'_> {
    /// Gives a principal a local role of a managed HSM; whether it is new is the answer. What
    /// somebody else gives an account ends its acting for the owner.
    ///
    /// # Errors
    /// Those of [`ckey_vault::EmbeddedVaults::give_hsm_role`] and of the store;
    /// `AccountNotPermitted`.
    pub fn give_hsm_role(
        &self,
        caller: &Caller,
        hsm: &str,
        given: &RoleAssignment,
    ) -> Result<bool> {
        self.ground.must_be_writable()?;
        let vaults = self.ground.vaults();
        vaults.check_give_hsm_role(caller, hsm, given)?;
        self.note_given(caller, &principal(&given.as_policy()))?;
        Ok(vaults.give_hsm_role(caller, hsm, given)?)
    }

    /// Takes a local role of a managed HSM from a principal; whether it was there is the answer.
    ///
    /// # Errors
    /// Those of [`ckey_vault::EmbeddedVaults::take_hsm_role`] and of the store.
    pub fn take_hsm_role(
        &self,
        caller: &Caller,
        hsm: &str,
        taken: &RoleAssignment,
    ) -> Result<bool> {
        self.ground.must_be_writable()?;
        let vaults = self.ground.vaults();
        if !vaults.check_take_hsm_role(caller, hsm, taken)? {
            return Ok(false);
        }
        self.note_given(caller, &principal(&taken.as_policy()))?;
        Ok(vaults.take_hsm_role(caller, hsm, taken)?)
    }

    /// Makes the local roles of the twin of a managed HSM exactly these, while an import makes it
    /// (rule 8.1.13).
    ///
    /// # Errors
    /// Those of [`ckey_vault::EmbeddedVaults::set_twin_roles`] and of the store;
    /// `AccountNotPermitted`.
    pub fn set_twin_roles(
        &self,
        caller: &Caller,
        hsm: &str,
        roles: &[RoleAssignment],
        stage: HsmTwin,
    ) -> Result<()> {
        self.ground.must_be_writable()?;
        let vaults = self.ground.vaults();
        vaults.check_management(caller, hsm, Management::Rehearse)?;
        for given in roles {
            self.note_given(caller, &principal(&given.as_policy()))?;
        }
        Ok(vaults.set_twin_roles(caller, hsm, roles, stage)?)
    }
}
