//! What becomes of vaults: changed, deleted, brought back, destroyed.

use super::place::{Given, Within};
use super::vault::both_models;
use super::{PlanResult, RunResult};
use crate::generated::az_key_vault::{RemoveAzKeyVault, UndoAzKeyVaultRemoval, UpdateAzKeyVault};
use crate::generated::output::az_key_vault::KeyVaultRemoval;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::value::Table;
use crate::view;
use ckey_base::counted;
use ckey_engine::{Category, Supposition, Tenant, iso};
use ckey_vault::{
    Caller, DeletedVault, SupposedChange, VaultDescription, VaultKind, VaultUpdate,
    normalized_region,
};

impl Change for RemoveAzKeyVault {
    fn plan(self, context: &mut Context) -> PlanResult {
        let given = Given::new(
            self.vault_name.as_deref(),
            self.input_object.as_ref(),
            self.resource_id.as_deref(),
        )?;
        let place = Place {
            group: self.resource_group_name.as_deref(),
            subscription: self.subscription_id.as_deref(),
            location: self.location.as_deref().filter(|_| self.in_removed_state),
        };
        removal(context, &given, &place, self.in_removed_state, self.pass_thru)
    }
}

/// Deletes a vault or a managed HSM, or destroys a deleted one.
pub(super) fn removal(
    context: &mut Context,
    given: &Given,
    place: &Place<'_>,
    purges: bool,
    pass_thru: bool,
) -> PlanResult {
    let tenant = context.tenant()?;
    tenant.check_writable()?;
    let (caller, vaults) = (context.azure_caller(&tenant)?, tenant.vaults());
    let word = given.kind.word();
    let (name, effect);
    let mut ended = None;
    if purges {
        let deleted = place.deleted(context, &tenant, given)?;
        vaults.check_purge_vault(&caller, &given.name)?;
        name = deleted.vault.name;
        let back = match given.kind {
            VaultKind::Vault => "",
            VaultKind::ManagedHsm => ", in an HSM with its security domain",
        };
        effect = format!(
            "The deleted {word} '{name}' would be destroyed with all its keys. Nothing brings it back; its keys come back from backups alone{back}."
        );
    } else {
        place.check(context, &tenant, given, &vaults.vault_of(given.kind, &given.name)?)?;
        let vault = vaults.check_delete_vault(&caller, &given.name)?;
        ended = ended_with(&vault);
        name = vault.name;
        let kept = i64::from(vault.soft_delete_days).saturating_mul(86_400);
        let until = if vault.soft_delete {
            format!("and can be brought back until {}", iso(tenant.now().saturating_add(kept)))
        } else {
            "for ever, as it has no soft delete".to_owned()
        };
        effect = format!("The {word} '{name}' would be deleted with all its keys, {until}.");
    }
    let mut told = vec![effect];
    told.extend(ended);
    let change = if purges { SupposedChange::PurgeVault } else { SupposedChange::DeleteVault };
    let change = Supposition::Vault { vault: name.clone(), change };
    told.extend(tenant.what_if().told(&caller, &[change])?);
    let question = told.join("\n");
    let plan = Plan::new(Effects::from(told), move |context| {
        if purges {
            tenant.vaults().purge_vault(&caller, &name)?;
        } else {
            tenant.vaults().delete_vault(&caller, &name)?;
        }
        let removal = KeyVaultRemoval { vault_name: Some(name), removed: Some(true) };
        if pass_thru { context.send(&removal) } else { Ok(()) }
    });
    Ok(plan.asking_about(Some(question)))
}

/// What is given beside a vault's name, and says which one is meant.
pub(super) struct Place<'a> {
    pub(super) group: Option<&'a str>,
    pub(super) subscription: Option<&'a str>,
    pub(super) location: Option<&'a str>,
}

impl Place<'_> {
    /// Refuses a vault that is not there.
    pub(super) fn check(
        &self,
        context: &Context,
        tenant: &Tenant,
        given: &Given,
        vault: &VaultDescription,
    ) -> RunResult {
        let account = context.account(tenant)?;
        let within = Within::new(context, tenant, &account, self.subscription)?;
        within.check(tenant, given, vault, self.group)?;
        match self.location {
            Some(place) if normalized_region(place) != normalized_region(&vault.location) => {
                let (name, there) = (&vault.name, &vault.location);
                let noun = vault.kind().noun();
                let message = format!("There is no {noun} named '{name}' in '{place}'.");
                let fix = format!("It was in '{there}': name that region.");
                Err(CmdletError::new("VaultNotFound", Category::ObjectNotFound, message, fix)
                    .about(name.as_str()))
            }
            _ => Ok(()),
        }
    }

    fn deleted(
        &self,
        context: &Context,
        tenant: &Tenant,
        given: &Given,
    ) -> Result<DeletedVault, CmdletError> {
        let deleted = tenant.vaults().deleted_vault_of(given.kind, &given.name)?;
        self.check(context, tenant, given, &deleted.vault)?;
        Ok(deleted)
    }
}

/// The roles on a vault itself, of which a deleted vault keeps none.
fn ended_with(vault: &VaultDescription) -> Option<String> {
    let own = vault.role_assignments.iter().filter(|given| given.scope.is_none()).count();
    let roles = counted(own, "role assignment", "role assignments");
    (vault.soft_delete && own > 0)
        .then(|| format!("{roles} on the vault itself would end with it and not come back."))
}

impl Change for UndoAzKeyVaultRemoval {
    fn plan(self, context: &mut Context) -> PlanResult {
        let given = Given::new(self.vault_name.as_deref(), self.input_object.as_ref(), None)?;
        let place = Place {
            group: self.resource_group_name.as_deref(),
            subscription: self.subscription_id.as_deref(),
            location: self.location.as_deref(),
        };
        recovery(context, &given, &place, self.tag)
    }
}

/// Brings a deleted vault or managed HSM back.
pub(super) fn recovery(
    context: &mut Context,
    given: &Given,
    place: &Place<'_>,
    tags: Option<Table>,
) -> PlanResult {
    let tenant = context.tenant()?;
    tenant.check_writable()?;
    let deleted = place.deleted(context, &tenant, given)?;
    let by_roles = deleted.vault.rbac;
    let (name, caller) = (deleted.vault.name, context.azure_caller(&tenant)?);
    tenant.vaults().check_recover_vault(&caller, &name, tags.as_ref())?;
    let (word, without) = match given.kind {
        VaultKind::Vault if by_roles => ("vault", ", without the roles that were given on it"),
        kind => (kind.word(), ""),
    };
    let effect = format!("The deleted {word} '{name}' would be back, with all its keys{without}.");
    Ok(Plan::one(effect, move |context| {
        let back = tenant.vaults().recover_vault(&caller, &name, tags.as_ref())?;
        send(context, &tenant, &back)
    }))
}

/// Shows a vault as what it is.
fn send(context: &mut Context, tenant: &Tenant, vault: &VaultDescription) -> RunResult {
    match vault.kind() {
        VaultKind::Vault => context.send(&view::vault(vault, &tenant.domain())),
        VaultKind::ManagedHsm => context.send(&view::managed_hsm(vault, &tenant.domain())),
    }
}

impl Change for UpdateAzKeyVault {
    fn plan(self, context: &mut Context) -> PlanResult {
        let given = Given::new(
            self.vault_name.as_deref(),
            self.input_object.as_ref(),
            self.resource_id.as_deref(),
        )?;
        let place = Place {
            group: self.resource_group_name.as_deref(),
            subscription: self.subscription_id.as_deref(),
            location: None,
        };
        let rbac = match (self.enable_rbac_authorization, self.disable_rbac_authorization) {
            (Some(by_roles), Some(by_policies)) if by_roles == by_policies => {
                return Err(both_models(&given.name));
            }
            (by_roles, by_policies) => by_roles.or(by_policies.map(|on| !on)),
        };
        let update = VaultUpdate {
            rbac,
            purge_protection: self.enable_purge_protection.then_some(true),
            tags: self.tag,
            ..VaultUpdate::default()
        };
        change(context, &given, &place, update)
    }
}

/// Changes the settings of a vault or a managed HSM.
pub(super) fn change(
    context: &mut Context,
    given: &Given,
    place: &Place<'_>,
    update: VaultUpdate,
) -> PlanResult {
    let tenant = context.tenant()?;
    tenant.check_writable()?;
    let before = tenant.vaults().vault(&given.name)?;
    place.check(context, &tenant, given, &before)?;
    let caller = context.azure_caller(&tenant)?;
    let after = tenant.vaults().check_update_vault(&caller, &before.name, &update)?;
    let effects = changes(&before, &after, || told(&tenant, &caller, &before.name, &update))?;
    Ok(Plan::new(effects, move |context| {
        let changed = tenant.vaults().update_vault(&caller, &before.name, &update)?;
        send(context, &tenant, &changed)
    }))
}

/// Who loses what by a change of a vault.
pub(super) fn told(
    tenant: &Tenant,
    caller: &Caller,
    vault: &str,
    update: &VaultUpdate,
) -> Result<Vec<String>, CmdletError> {
    let change = SupposedChange::Update(Box::new(update.clone()));
    let change = Supposition::Vault { vault: vault.to_owned(), change };
    Ok(tenant.what_if().told(caller, &[change])?)
}

/// What becomes of a vault; who loses what is only looked for where anybody can.
pub(super) fn changes(
    before: &VaultDescription,
    after: &VaultDescription,
    losses: impl FnOnce() -> Result<Vec<String>, CmdletError>,
) -> Result<Effects, CmdletError> {
    let (name, word) = (&after.name, after.kind().word());
    let mut told = Vec::new();
    if after.purge_protection && !before.purge_protection {
        told.push(format!(
            "In the {word} '{name}' nobody could destroy what is deleted before its retention ends, for ever: the recovery level of its keys would be {}.",
            after.recovery_level.as_str()
        ));
    }
    if after.soft_delete && !before.soft_delete {
        told.push(format!("What is deleted in the {word} '{name}' could be brought back."));
    }
    if after.tags != before.tags {
        told.push(format!("The tags of the {word} '{name}' would change."));
    }
    if after.rbac != before.rbac {
        let (now, no_longer) =
            if after.rbac { ("roles", "access policies") } else { ("access policies", "roles") };
        told.push(format!(
            "In the {word} '{name}' {now} would decide who may do what with keys, and {no_longer} would not count."
        ));
        told.extend(losses()?);
    }
    if told.is_empty() {
        return Ok(Effects::none(format!("Nothing would change in the {word} '{name}'.")));
    }
    Ok(told.into())
}
