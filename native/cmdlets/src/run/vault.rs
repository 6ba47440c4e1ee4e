//! Key vaults: making and listing them.

use super::azure::Subscription;
use super::lenient::Lenient;
use super::place::known_group;
use super::vault_list::{Found, Wanted};
use super::{PlanResult, RunResult};
use crate::generated::az_key_vault::{GetAzKeyVault, NewAzKeyVault};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::RuleProfile;
use ckey_vault::{Caller, NewVault, Sku, VaultKind, is_azure_vault_name};

impl Change for NewAzKeyVault {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let mut effects = Effects::one(format!(
            "The key vault '{}' would be made in {}.",
            self.name, self.location
        ));
        let subscription = Subscription::new(context, &tenant, self.subscription_id.as_deref())?;
        let id = subscription.planned(&tenant, &mut effects)?.id;
        let group = known_group(&tenant, &id, &self.resource_group_name)?;
        let creator = context.azure_caller(&tenant)?;
        let rules = tenant.settings()?.rules;
        let rbac = self.by_roles(rules)?;
        let settings = VaultSettings {
            rbac,
            sku: self.sku.as_deref().map(str::parse).transpose()?.unwrap_or(Sku::Standard),
            soft_delete_days: self.soft_delete_retention_in_days.map(retention).transpose()?,
            tenant_id: tenant.id().to_string(),
            group: group.name,
        };
        tenant.vaults().check_new_vault(&self.described(&id, &creator, &settings))?;
        Ok(Plan::new(effects, move |context| {
            let id = subscription.made(context, &tenant)?.id;
            let made =
                tenant.directory().create_vault(&self.described(&id, &creator, &settings))?;
            self.lenient(rbac).tell(context)?;
            context.send(&view::vault(&made, &tenant.domain()))
        }))
    }
}

/// What a new vault gets, beside what the caller writes as it is.
struct VaultSettings {
    rbac: bool,
    sku: Sku,
    soft_delete_days: Option<u8>,
    tenant_id: String,
    group: String,
}

impl NewAzKeyVault {
    fn described<'a>(
        &'a self,
        subscription: &'a str,
        creator: &'a Caller,
        settings: &'a VaultSettings,
    ) -> NewVault<'a> {
        NewVault {
            subscription,
            resource_group: &settings.group,
            sku: settings.sku,
            tenant_id: &settings.tenant_id,
            soft_delete_days: settings.soft_delete_days,
            purge_protection: self.enable_purge_protection,
            rbac: settings.rbac,
            tags: self.tag.clone().unwrap_or_default(),
            ..NewVault::new(&self.name, &self.location, creator)
        }
    }

    /// Whether roles decide: as the switches say, else as the articles of the time do (rule 5.1.6).
    fn by_roles(&self, rules: RuleProfile) -> Result<bool, CmdletError> {
        match (self.enable_rbac_authorization, self.disable_rbac_authorization) {
            (true, true) => Err(both_models(&self.name)),
            (true, false) => Ok(true),
            (false, true) => Ok(false),
            (false, false) => Ok(rules.makes_vaults_for_roles()),
        }
    }

    fn lenient(&self, rbac: bool) -> Lenient {
        let (name, mut lenient) = (&self.name, Lenient::default());
        lenient.note(!is_azure_vault_name(name), || {
            format!("Azure would refuse the vault name '{name}': it takes 3 to 24 letters, digits and single hyphens.")
        });
        lenient.location(&self.location);
        lenient.note(!rbac && !self.disable_rbac_authorization, || {
            format!("Azure would make the vault '{name}' for roles, where access policies do not count. Add -DisableRbacAuthorization in Azure; here access policies decide by the rules of 2021.")
        });
        lenient
    }
}

impl Run<Context, CmdletError> for GetAzKeyVault {
    fn run(self, context: &mut Context) -> RunResult {
        let wanted = Wanted {
            kind: VaultKind::Vault,
            name: self.vault_name,
            group: self.resource_group_name,
            location: self.location,
            subscription: self.subscription_id,
            tags: self.tag,
            deleted: self.in_removed_state,
        };
        wanted.each(context, |context, tenant, found| match found {
            Found::One(vault) => context.send(&view::vault(vault, &tenant.domain())),
            Found::Listed(vault) => context.send(&view::vault_item(vault)),
            Found::Deleted(deleted) => context.send(&view::deleted_vault(deleted)),
        })
    }
}

/// Two ways to say who may do what, of which one counts.
pub(super) fn both_models(vault: &str) -> CmdletError {
    CmdletError::argument(
        "BadParameter",
        format!("The vault '{vault}' cannot work by roles and by access policies at once."),
        "Give either -EnableRbacAuthorization or -DisableRbacAuthorization.",
    )
    .about(vault)
}

/// The days of a soft delete.
pub(super) fn retention(days: i32) -> Result<u8, CmdletError> {
    u8::try_from(days).map_err(|_| {
        let message = format!("A retention of {days} days is outside 7 to 90.");
        CmdletError::argument(
            "BadParameter",
            message,
            "Use 90 days: Customer Key accepts no other.",
        )
    })
}
