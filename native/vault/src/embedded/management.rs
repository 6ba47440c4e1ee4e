//! The right to manage vaults: judged here and nowhere else.

use super::record::VaultRecord;
use super::state::Change;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::error::VaultError;
use crate::management::Management;
use crate::permission::AccessPolicy;

impl EmbeddedVaults {
    /// Whether `caller` may manage this vault so; for [`Management::Create`], make one of this
    /// name.
    ///
    /// # Errors
    /// `AccessDenied` as the change would get; as [`EmbeddedVaults::vault`].
    pub fn check_management(
        &self,
        caller: &Caller,
        name: &str,
        what: Management,
    ) -> Result<(), VaultError> {
        // The owner is judged without looking: whether there is such a vault, the change itself
        // says.
        if caller.owner.is_some() || what == Management::Create {
            return authorize_creation(caller, &self.address_of(name), what);
        }
        authorize_management(&self.live(name)?.record, caller, what)
    }

    /// Whether an access policy or a role of this vault names `caller` itself, deleted as the vault
    /// may be.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn names_caller(&self, caller: &Caller, name: &str) -> Result<bool, VaultError> {
        Ok(self.load(name)?.is_some_and(|loaded| names(&loaded.record, caller)))
    }

    /// Whether some vault names `caller` itself. One that cannot be read names nobody.
    ///
    /// # Errors
    /// `Io` if the folder cannot be listed; `NotRecorded`.
    pub fn any_names_caller(&self, caller: &Caller) -> Result<bool, VaultError> {
        Ok(self.names()?.iter().any(|name| self.names_caller(caller, name).unwrap_or(false)))
    }

    /// [`EmbeddedVaults::change`] for anyone who may manage the vault so. Judged under the writer's
    /// lock.
    pub(super) fn manage<T>(
        &self,
        name: &str,
        caller: &Caller,
        what: Management,
        apply: impl FnOnce(&mut VaultRecord, &mut Change<'_>) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.change(name, caller, |vault, change| {
            authorize_management(vault, caller, what)?;
            apply(vault, change)
        })
    }
}

/// Roles give it, whether or not they count for keys; access policies never do.
pub(super) fn authorize_management(
    vault: &VaultRecord,
    caller: &Caller,
    what: Management,
) -> Result<(), VaultError> {
    let by_role = || {
        vault.roles.iter().any(|given| given.role.manages(what) && given.as_policy().names(caller))
    };
    if caller.owner.is_some() || by_role() {
        return Ok(());
    }
    Err(refusal::not_managed(caller, &vault.address(), what))
}

/// What no role on a vault can give: there is none yet.
pub(super) fn authorize_creation(
    caller: &Caller,
    address: &str,
    what: Management,
) -> Result<(), VaultError> {
    if caller.owner.is_some() { Ok(()) } else { Err(refusal::not_managed(caller, address, what)) }
}

fn names(vault: &VaultRecord, caller: &Caller) -> bool {
    let named = |policy: &AccessPolicy| policy.names(caller);
    vault.policies.iter().any(named) || vault.roles.iter().any(|given| named(&given.as_policy()))
}
