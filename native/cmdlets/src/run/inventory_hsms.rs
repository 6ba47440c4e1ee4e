//! The managed HSMs of a twin (rule 8.1.13): active with security domains that nobody has, and at
//! the end with the local roles of the real ones, whoever made the twin.

use super::RunResult;
use super::inventory_vaults::{assignment, principal};
use crate::inventory::{Grant, Inventory, VaultRow};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use ckey_engine::Tenant;
use ckey_engine::directory::well_known;
use ckey_vault::{Caller, HsmTwin, RoleAssignment, VaultKind, VaultRole, VaultUpdate};

/// The local roles that an inventory tells, and whether somebody administers the HSM by them.
pub(super) struct Wanted {
    pub(super) roles: Vec<RoleAssignment>,
    pub(super) is_administered: bool,
}

/// What an inventory says of the local roles of an HSM; those for whom it was made administer it
/// where it says of nobody.
pub(super) fn told_roles(inventory: &Inventory, hsm: &VaultRow) -> Wanted {
    let of_hsm = inventory.local_roles.iter().filter(|it| it.hsm.eq_ignore_ascii_case(&hsm.name));
    let mut roles: Vec<_> = of_hsm
        .filter_map(|told| {
            let role = told.grant.role?;
            Some(told.on(assignment(&principal(&told.grant, inventory), role)))
        })
        .collect();
    let administers = |given: &RoleAssignment| given.role == VaultRole::HsmAdministrator;
    if !roles.iter().any(administers) {
        let ids = hsm.hsm.iter().flat_map(|own| &own.administrators);
        roles.extend(ids.map(|id| administrator(id, inventory)));
    }
    Wanted { is_administered: roles.iter().any(administers), roles }
}

fn administrator(id: &str, inventory: &Inventory) -> RoleAssignment {
    assignment(&principal(&Grant::to(id), inventory), VaultRole::HsmAdministrator)
}

pub(super) fn has_told_roles(inventory: &Inventory, hsm: &VaultRow) -> bool {
    inventory.local_roles.iter().any(|told| told.hsm.eq_ignore_ascii_case(&hsm.name))
}

/// What is said of the HSMs that an import makes and activates.
pub(super) fn warning(tenant: &Tenant, inventory: &Inventory) -> Option<String> {
    let is_new = |row: &&VaultRow| {
        row.hsm.as_ref().is_some_and(|hsm| hsm.is_active)
            && tenant.vaults().vault(&row.name).is_err()
    };
    let new: Vec<_> = inventory.vaults.iter().filter(is_new).map(|row| row.name.as_str()).collect();
    (!new.is_empty()).then(|| {
        format!(
            "Managed HSMs of the twin ({}): the import activates each with a security domain that nobody has, so that a backup of its keys opens nowhere else before Export-AzKeyVaultSecurityDomain has taken the domain out. The keys are in files on this machine.",
            new.join(", ")
        )
    })
}

/// That keys of HSMs may lie in files here at all (rule 8.1.12).
pub(super) fn check_mode(tenant: &Tenant, inventory: &Inventory) -> RunResult {
    if inventory.vaults.iter().any(|row| row.hsm.is_some()) {
        tenant.check_key_in_file(VaultKind::ManagedHsm)?;
    }
    Ok(())
}

/// Who administers an HSM when it is made: whoever makes a twin gives it roles; one that is not
/// activated has no others for as long as it stays so.
pub(super) fn first_administrators(
    inventory: &Inventory,
    hsm: &VaultRow,
    caller: &Caller,
) -> Vec<RoleAssignment> {
    let known: Vec<_> = hsm.hsm.iter().flat_map(|own| &own.administrators).collect();
    if is_twin(hsm) || known.is_empty() {
        return vec![RoleAssignment::for_caller(caller, VaultRole::HsmAdministrator)];
    }
    known.into_iter().map(|id| administrator(id, inventory)).collect()
}

/// Whether the import activates it. One that is not activated elsewhere is not in the twin either.
pub(super) fn is_twin(hsm: &VaultRow) -> bool {
    hsm.hsm.as_ref().is_some_and(|own| own.is_active)
}

/// How far the twin of an HSM is made, where it is one.
pub(super) fn stage(tenant: &Tenant, name: &str) -> Option<HsmTwin> {
    tenant.vaults().vault(name).ok()?.hsm?.twin
}

/// Gives whoever makes the twin and the service what they need until the end.
pub(super) fn make_sound(tenant: &Tenant, hsm: &VaultRow, caller: &Caller) -> RunResult {
    if stage(tenant, &hsm.name) != Some(HsmTwin::Making) {
        return Ok(());
    }
    let own = [VaultRole::HsmAdministrator, VaultRole::HsmCryptoUser];
    let own = own.map(|role| RoleAssignment::for_caller(caller, role));
    let roles: Vec<_> = own.into_iter().chain(of_the_service()).collect();
    Ok(tenant.directory().set_twin_roles(caller, &hsm.name, &roles, HsmTwin::Making)?)
}

/// What the applications of the service need, as policies do.
fn of_the_service() -> impl Iterator<Item = RoleAssignment> {
    well_known::ALL.into_iter().map(|known| {
        let service = Caller::application(known.object_id, known.app_id, known.name);
        RoleAssignment::for_caller(&service, VaultRole::HsmCryptoServiceEncryptionUser)
    })
}

/// Makes an HSM of ours as the inventory says; the last step may be done twice.
pub(super) fn finish(
    context: &mut Context,
    tenant: &Tenant,
    inventory: &Inventory,
    (hsm, caller): (&VaultRow, &Caller),
) -> RunResult {
    let given = hsm.grants.iter().flatten().filter_map(|grant| Some((grant, grant.role?)));
    for (grant, role) in given {
        let wanted = assignment(&principal(grant, inventory), role);
        let there = tenant.vaults().vault(&hsm.name)?.role_assignments;
        if !there.iter().any(|known| known.is_same(&wanted)) {
            tenant.directory().add_role_assignment(caller, &hsm.name, &wanted)?;
        }
    }
    if hsm.purge_protection {
        let update = VaultUpdate { purge_protection: Some(true), ..VaultUpdate::default() };
        tenant.vaults().update_vault(caller, &hsm.name, &update)?;
    }
    if stage(tenant, &hsm.name) != Some(HsmTwin::Making) {
        return Ok(());
    }
    let roles = final_roles(context, inventory, (hsm, caller))?;
    Ok(tenant.directory().set_twin_roles(caller, &hsm.name, &roles, HsmTwin::Made)?)
}

/// The local roles of the real HSM and no others, as far as the inventory tells them.
fn final_roles(
    context: &mut Context,
    inventory: &Inventory,
    (hsm, caller): (&VaultRow, &Caller),
) -> Result<Vec<RoleAssignment>, CmdletError> {
    let name = &hsm.name;
    let Wanted { mut roles, is_administered } = told_roles(inventory, hsm);
    if !has_told_roles(inventory, hsm) {
        context.warning(&format!(
            "The inventory does not say who may use the managed HSM '{name}': the applications of the service may, as policies need."
        ))?;
        roles.extend(of_the_service());
    }
    let unknown = inventory
        .local_roles
        .iter()
        .filter(|told| told.grant.role.is_none() && told.hsm.eq_ignore_ascii_case(name));
    for told in unknown {
        context.warning(&format!(
            "Not in the twin: the role '{}' of '{}' on the managed HSM '{name}', which is none that Azure publishes.",
            told.called, told.grant.name
        ))?;
    }
    if !is_administered {
        context.warning(&format!(
            "The inventory names nobody who administers the managed HSM '{name}': {} does.",
            caller.name
        ))?;
        roles.push(RoleAssignment::for_caller(caller, VaultRole::HsmAdministrator));
    }
    Ok(roles)
}
