//! Where managed HSMs that are there already differ from an inventory.

use super::RunResult;
use super::inventory_hsms::{Wanted, has_told_roles, told_roles};
use super::inventory_left::{Difference, Found, Step};
use crate::inventory::{Inventory, VaultRow};
use ckey_engine::Tenant;
use ckey_vault::{Caller, Management, RoleAssignment, VaultDescription, VaultRole};

/// Whether a managed HSM is activated, and who may use it.
pub(super) fn differences(
    inventory: &Inventory,
    row: &VaultRow,
    there: &VaultDescription,
    found: &mut Found,
) {
    let (Some(wanted), Some(is)) = (&row.hsm, &there.hsm) else { return };
    if wanted.is_active != is.is_active() {
        let told = [is.is_active(), wanted.is_active]
            .map(|is| (if is { "activated" } else { "not activated" }).to_owned());
        let what = format!("the state of the managed HSM '{}'", there.name);
        found.push(Difference::new(what, told, false, None));
    }
    if !has_told_roles(inventory, row) {
        return;
    }
    let Wanted { roles, is_administered } = told_roles(inventory, row);
    let mut add = |role: &RoleAssignment, gives: bool| {
        let who = if role.name.is_empty() { role.principal() } else { &role.name };
        let on = role.scope.as_deref().unwrap_or("/");
        let what = format!(
            "the role {} of '{who}' on {on} of the managed HSM '{}'",
            role.role, there.name
        );
        let (name, role) = (there.name.clone(), role.clone());
        let mut told = ["given".to_owned(), "not given".to_owned()];
        let step = if gives {
            told.reverse();
            Step::LocalRole(name, role)
        } else {
            Step::NoLocalRole(name, role)
        };
        found.push(Difference::new(what, told, gives, Some(step)));
    };
    for role in roles.iter().filter(|role| !is.roles.iter().any(|known| known.is_same(role))) {
        add(role, true);
    }
    // Who administers an HSM of which the inventory names nobody was said when it was made.
    let counts =
        |known: &&RoleAssignment| is_administered || known.role != VaultRole::HsmAdministrator;
    for known in is.roles.iter().filter(counts) {
        if !roles.iter().any(|role| role.is_same(known)) {
            add(known, false);
        }
    }
}

/// Puts what takes local roles from whoever overwrites behind all else: nothing more is theirs to
/// take then.
pub(super) fn own_last(left: &mut [Difference], caller: &Caller) {
    let is_own = |difference: &Difference| matches!(difference.step(), Some(Step::NoLocalRole(_, role)) if role.as_policy().is_of(&caller.object_id));
    left.sort_by_key(is_own);
}

/// That whoever has local roles changed may change them: no owner may by that alone (rule 5.18.2).
pub(super) fn check_local_roles(
    tenant: &Tenant,
    caller: &Caller,
    left: &[Difference],
) -> RunResult {
    for difference in left {
        if let Some(Step::LocalRole(hsm, _) | Step::NoLocalRole(hsm, _)) = difference.step() {
            tenant.vaults().check_management(caller, hsm, Management::LocalRoles)?;
        }
    }
    Ok(())
}
