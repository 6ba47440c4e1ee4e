//! What becomes of vaults: changed, deleted, brought back, destroyed.

use super::place::{Given, Within};
use super::vault::both_models;
use super::{PlanResult, RunResult};
use crate::generated::az_key_vault::{RemoveAzKeyVault, UndoAzKeyVaultRemoval, UpdateAzKeyVault};
use crate::generated::output::az_key_vault::KeyVaultRemoval;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::view;
use ckey_base::counted;
use ckey_engine::{Category, Supposition, Tenant, iso};
use ckey_vault::{
    Caller, DeletedVault, SupposedChange, VaultDescription, VaultUpdate, normalized_region,
};

impl Change for RemoveAzKeyVault {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
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
        let (caller, vaults) = (context.azure_caller(&tenant)?, tenant.vaults());
        let (name, effect);
        let mut ended = None;
        if self.in_removed_state {
            let deleted = place.deleted(context, &tenant, &given)?;
            vaults.check_purge_vault(&caller, &given.name)?;
            name = deleted.vault.name;
            effect = format!(
                "The deleted vault '{name}' would be destroyed with all its keys. Nothing brings it back; its keys come back from backups alone."
            );
        } else {
            place.check(context, &tenant, &given, &vaults.vault(&given.name)?)?;
            let vault = vaults.check_delete_vault(&caller, &given.name)?;
            ended = ended_with(&vault);
            name = vault.name;
            let kept = i64::from(vault.soft_delete_days).saturating_mul(86_400);
            let until = if vault.soft_delete {
                format!("and can be brought back until {}", iso(tenant.now().saturating_add(kept)))
            } else {
                "for ever, as it has no soft delete".to_owned()
            };
            effect = format!("The vault '{name}' would be deleted with all its keys, {until}.");
        }
        let mut told = vec![effect];
        told.extend(ended);
        let change = if self.in_removed_state {
            SupposedChange::PurgeVault
        } else {
            SupposedChange::DeleteVault
        };
        let change = Supposition::Vault { vault: name.clone(), change };
        told.extend(tenant.what_if().told(&caller, &[change])?);
        let question = told.join("\n");
        let (purges, pass_thru) = (self.in_removed_state, self.pass_thru);
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
}

/// What is given beside a vault's name, and says which one is meant.
struct Place<'a> {
    group: Option<&'a str>,
    subscription: Option<&'a str>,
    location: Option<&'a str>,
}

impl Place<'_> {
    fn check(
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
                let message = format!("There is no key vault named '{name}' in '{place}'.");
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
        let deleted = tenant.vaults().deleted_vault(&given.name)?;
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
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let given = Given::new(self.vault_name.as_deref(), self.input_object.as_ref(), None)?;
        let place = Place {
            group: self.resource_group_name.as_deref(),
            subscription: self.subscription_id.as_deref(),
            location: self.location.as_deref(),
        };
        let deleted = place.deleted(context, &tenant, &given)?;
        let by_roles = deleted.vault.rbac;
        let (name, caller) = (deleted.vault.name, context.azure_caller(&tenant)?);
        tenant.vaults().check_recover_vault(&caller, &name, self.tag.as_ref())?;
        let without = if by_roles { ", without the roles that were given on it" } else { "" };
        let effect =
            format!("The deleted vault '{name}' would be back, with all its keys{without}.");
        Ok(Plan::one(effect, move |context| {
            let back = tenant.vaults().recover_vault(&caller, &name, self.tag.as_ref())?;
            context.send(&view::vault(&back, &tenant.domain()))
        }))
    }
}

impl Change for UpdateAzKeyVault {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
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
        let before = tenant.vaults().vault(&given.name)?;
        place.check(context, &tenant, &given, &before)?;
        let rbac = match (self.enable_rbac_authorization, self.disable_rbac_authorization) {
            (Some(by_roles), Some(by_policies)) if by_roles == by_policies => {
                return Err(both_models(&before.name));
            }
            (by_roles, by_policies) => by_roles.or(by_policies.map(|on| !on)),
        };
        let update = VaultUpdate {
            rbac,
            purge_protection: self.enable_purge_protection.then_some(true),
            tags: self.tag,
            ..VaultUpdate::default()
        };
        let caller = context.azure_caller(&tenant)?;
        let after = tenant.vaults().check_update_vault(&caller, &before.name, &update)?;
        let effects = changes(&before, &after, || told(&tenant, &caller, &before.name, &update))?;
        Ok(Plan::new(effects, move |context| {
            let changed = tenant.vaults().update_vault(&caller, &before.name, &update)?;
            context.send(&view::vault(&changed, &tenant.domain()))
        }))
    }
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
    let name = &after.name;
    let mut told = Vec::new();
    if after.purge_protection && !before.purge_protection {
        told.push(format!(
            "In the vault '{name}' nobody could destroy what is deleted before its retention ends, for ever: the recovery level of its keys would be {}.",
            after.recovery_level.as_str()
        ));
    }
    if after.soft_delete && !before.soft_delete {
        told.push(format!("What is deleted in the vault '{name}' could be brought back."));
    }
    if after.tags != before.tags {
        told.push(format!("The tags of the vault '{name}' would change."));
    }
    if after.rbac != before.rbac {
        let (now, no_longer) =
            if after.rbac { ("roles", "access policies") } else { ("access policies", "roles") };
        told.push(format!(
            "In the vault '{name}' {now} would decide who may do what with keys, and {no_longer} would not count."
        ));
        told.extend(losses()?);
    }
    if told.is_empty() {
        return Ok(Effects::none(format!("Nothing would change in the vault '{name}'.")));
    }
    Ok(told.into())
}
