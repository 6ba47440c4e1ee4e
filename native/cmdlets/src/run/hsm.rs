//! Managed HSMs: made, listed, changed, deleted, brought back, destroyed.

use super::azure::Subscription;
use super::lenient::Lenient;
use super::place::{Given, known_group};
use super::vault::retention;
use super::vault_life::{Place, change, recovery, removal};
use super::vault_list::{Found, Wanted};
use super::who::{Who, assignment};
use super::{PlanResult, RunResult};
use crate::generated::az_key_vault::{
    GetAzKeyVaultManagedHsm, NewAzKeyVaultManagedHsm, RemoveAzKeyVaultManagedHsm,
    UndoAzKeyVaultManagedHsmRemoval, UpdateAzKeyVaultManagedHsm,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::Category;
use ckey_vault::{
    Caller, NewVault, RoleAssignment, Sku, VaultKind, VaultRole, VaultUpdate, is_azure_vault_name,
};

impl Change for NewAzKeyVaultManagedHsm {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        check_sku(&self.name, self.sku.as_deref())?;
        let mut effects = Effects::one(format!(
            "The managed HSM '{}' would be made in {}, and hold no keys before its security domain is exported.",
            self.name, self.location
        ));
        let subscription = Subscription::new(context, &tenant, self.subscription_id.as_deref())?;
        let id = subscription.planned(&tenant, &mut effects)?.id;
        let group = known_group(&tenant, &id, &self.resource_group_name)?.name;
        let days = retention(self.soft_delete_retention_in_days)?;
        let creator = context.azure_caller(&tenant)?;
        let mut planned = Vec::new();
        for who in self.administrators()? {
            let (what, resolved) = who.resolved(tenant.directory().planning())?;
            let given = assignment(effects.mention(what, &resolved), ROLE);
            effects.add(format!("{} would administer it: {ROLE}.", given.name));
            planned.push(given);
        }
        let tenant_id = tenant.id().to_string();
        let made_in = (group, tenant_id, days);
        tenant.vaults().check_new_vault(&self.described(&id, &creator, &made_in, &planned))?;
        Ok(Plan::new(effects, move |context| {
            let id = subscription.made(context, &tenant)?.id;
            let mut administrators = Vec::new();
            for who in self.administrators()? {
                let (what, resolved) = who.resolved(tenant.directory())?;
                administrators.push(assignment(context.made(what, &resolved)?, ROLE));
            }
            let new = self.described(&id, &creator, &made_in, &administrators);
            let made = tenant.directory().create_vault(&new)?;
            self.lenient().tell(context)?;
            context.send(&view::managed_hsm(&made, &tenant.domain()))
        }))
    }
}

/// What whoever makes an HSM names its administrators for.
const ROLE: VaultRole = VaultRole::HsmAdministrator;

impl NewAzKeyVaultManagedHsm {
    fn described<'a>(
        &'a self,
        subscription: &'a str,
        creator: &'a Caller,
        (group, tenant_id, days): &'a (String, String, u8),
        administrators: &'a [RoleAssignment],
    ) -> NewVault<'a> {
        NewVault {
            hsm: Some(administrators),
            subscription,
            resource_group: group,
            sku: Sku::Premium,
            tenant_id,
            soft_delete_days: Some(*days),
            purge_protection: self.enable_purge_protection,
            rbac: true,
            tags: self.tag.clone().unwrap_or_default(),
            ..NewVault::new(&self.name, &self.location, creator)
        }
    }

    fn administrators(&self) -> Result<Vec<Who>, CmdletError> {
        let ids = self.administrator.iter().flat_map(|ids| ids.split(',')).map(str::trim);
        let named: Vec<_> = ids.filter(|id| !id.is_empty()).map(Who::of_object_id).collect();
        if named.is_empty() {
            return Err(CmdletError::argument(
                "AdministratorMissing",
                format!("Nobody would administer the managed HSM '{}'.", self.name),
                "Give -Administrator with an object id: (Get-AzADUser -UserPrincipalName NAME).Id",
            )
            .about(self.name.as_str()));
        }
        Ok(named)
    }

    fn lenient(&self) -> Lenient {
        let (name, mut lenient) = (&self.name, Lenient::default());
        lenient.note(!is_azure_vault_name(name), || {
            format!("Azure would refuse the HSM name '{name}': it takes 3 to 24 letters, digits and single hyphens.")
        });
        lenient.location(&self.location);
        lenient
    }
}

/// Refuses every size but the usual one. The resource manager writes it with an underscore.
fn check_sku(name: &str, sku: Option<&str>) -> RunResult {
    let is_usual = |sku: &str| sku.replace('_', "").eq_ignore_ascii_case("StandardB1");
    match sku.filter(|sku| !is_usual(sku)) {
        None => Ok(()),
        Some(sku) => Err(CmdletError::new(
            "SkuNotAvailable",
            Category::NotImplemented,
            format!("The managed HSM '{name}' cannot be of the size {sku}: Azure makes larger ones on request alone, and their keys are the same."),
            "Leave -Sku out, or give -Sku StandardB1.",
        )
        .about(name)),
    }
}

impl Run<Context, CmdletError> for GetAzKeyVaultManagedHsm {
    fn run(self, context: &mut Context) -> RunResult {
        let wanted = Wanted {
            kind: VaultKind::ManagedHsm,
            name: self.name,
            group: self.resource_group_name,
            location: self.location,
            subscription: self.subscription_id,
            tags: self.tag,
            deleted: self.in_removed_state,
        };
        wanted.each(context, |context, tenant, found| match found {
            Found::One(hsm) | Found::Listed(hsm) => {
                context.send(&view::managed_hsm(hsm, &tenant.domain()))
            }
            Found::Deleted(deleted) => {
                context.send(&view::deleted_managed_hsm(deleted, &tenant.domain()))
            }
        })
    }
}

impl Change for UpdateAzKeyVaultManagedHsm {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (name, id) = (self.name.as_deref(), self.resource_id.as_deref());
        let given = Given::hsm((name, self.input_object.as_ref(), id))?;
        let place = Place {
            group: self.resource_group_name.as_deref(),
            subscription: self.subscription_id.as_deref(),
            location: None,
        };
        let update = VaultUpdate {
            purge_protection: self.enable_purge_protection.then_some(true),
            tags: self.tag,
            ..VaultUpdate::default()
        };
        change(context, &given, &place, update)
    }
}

impl Change for RemoveAzKeyVaultManagedHsm {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (name, id) = (self.name.as_deref(), self.resource_id.as_deref());
        let given = Given::hsm((name, self.input_object.as_ref(), id))?;
        let place = Place {
            group: self.resource_group_name.as_deref(),
            subscription: self.subscription_id.as_deref(),
            location: self.location.as_deref().filter(|_| self.in_removed_state),
        };
        removal(context, &given, &place, self.in_removed_state, self.pass_thru)
    }
}

impl Change for UndoAzKeyVaultManagedHsmRemoval {
    fn plan(self, context: &mut Context) -> PlanResult {
        let given = Given::hsm((self.name.as_deref(), self.input_object.as_ref(), None))?;
        let place = Place {
            group: self.resource_group_name.as_deref(),
            subscription: self.subscription_id.as_deref(),
            location: self.location.as_deref(),
        };
        recovery(context, &given, &place, None)
    }
}
