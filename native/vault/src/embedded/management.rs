//! The right to manage vaults: judged here and nowhere else.

use super::record::VaultRecord;
use super::state::Change;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::error::VaultError;
use crate::management::Management;
use crate::permission::AccessPolicy;
use crate::role::{RoleAssignment, VaultRole};

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
        let is_owners = caller.owner.is_some() && !what.is_local();
        if is_owners || what == Management::Create {
            let address = self.address_of(name);
            return authorize_creation(caller, (VaultKind::Vault, &address), what);
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

/// Roles give it, whether or not they count for keys; access policies never do. What local roles
/// give, neither Azure's nor the tenant's owner has; one that was given on a key gives it there
/// alone ([`authorize_on`]).
pub(super) fn authorize_management(
    vault: &VaultRecord,
    caller: &Caller,
    what: Management,
) -> Result<(), VaultError> {
    authorize_on(vault, caller, what, None)
}

/// The same on a scope in a managed HSM, where one is named: whoever has a local role on keys
/// would otherwise have it on all that is beside them.
pub(super) fn authorize_on(
    vault: &VaultRecord,
    caller: &Caller,
    what: Management,
    scope: Option<&str>,
) -> Result<(), VaultError> {
    let kind = vault.kind();
    let gives = |given: &RoleAssignment| given.role.manages(what, kind);
    let has_one = match &vault.hsm {
        Some(hsm) if what.is_local() => hsm
            .roles
            .iter()
            .filter(|given| gives(given) && given.covers_scope(scope))
            .any(|given| given.as_policy().names(caller)),
        _ => {
            caller.owner.is_some()
                || vault.roles.iter().any(|given| gives(given) && given.as_policy().names(caller))
        }
    };
    if has_one {
        return Ok(());
    }
    Err(if what.is_local() {
        refusal::no_hsm_role(vault, caller, VaultRole::HsmAdministrator, what.action(kind))
    } else {
        refusal::not_managed(caller, (kind, &vault.address()), what)
    })
}

/// What no role on a vault can give: there is none yet.
pub(super) fn authorize_creation(
    caller: &Caller,
    (kind, address): (VaultKind, &str),
    what: Management,
) -> Result<(), VaultError> {
    if caller.owner.is_some() {
        return Ok(());
    }
    Err(refusal::not_managed(caller, (kind, address), what))
}

fn names(vault: &VaultRecord, caller: &Caller) -> bool {
    let named = |policy: &AccessPolicy| policy.names(caller);
    let local = vault.hsm.iter().flat_map(|hsm| &hsm.roles);
    vault.policies.iter().any(named)
        || vault.roles.iter().chain(local).any(|given| named(&given.as_policy()))
}
