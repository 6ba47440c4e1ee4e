//! Key vaults and who may do what in them.

use super::azure::Subscription;
use super::{PlanResult, RunResult, text_of};
use crate::generated::az_key_vault::{
    GetAzKeyVault, NewAzKeyVault, RemoveAzKeyVaultAccessPolicy, SetAzKeyVaultAccessPolicy,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::surface::value::Object;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::directory::Directory;
use ckey_engine::{Category, Resolved, ResourceGroup, Tenant};
use ckey_vault::{
    AccessPolicy, Caller, KeyPermission, Management, NewVault, Sku, VaultDescription,
    VaultErrorKind, is_azure_vault_name,
};
use std::sync::Arc;

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
        let group = self.group(&tenant, &id)?;
        let creator = context.azure_caller(&tenant)?;
        let settings = VaultSettings {
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
            if !is_azure_vault_name(&self.name) {
                let name = &self.name;
                context.warning(&format!(
                    "Azure would refuse the vault name '{name}': it takes 3 to 24 letters, digits and single hyphens."
                ))?;
            }
            context.send(&view::vault(&made, &tenant.domain()))
        }))
    }
}

/// What a new vault gets, beside what the caller writes as it is.
struct VaultSettings {
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
            tags: self.tag.clone().unwrap_or_default(),
            ..NewVault::new(&self.name, &self.location, creator)
        }
    }

    fn group(&self, tenant: &Tenant, subscription: &str) -> Result<ResourceGroup, CmdletError> {
        let name = &self.resource_group_name;
        tenant.directory().resource_group(subscription, name)?.ok_or_else(|| {
            CmdletError::new(
                "ResourceGroupNotFound",
                Category::ObjectNotFound,
                format!("Resource group '{name}' could not be found."),
                "Make it with New-AzResourceGroup, or choose its subscription with Set-AzContext.",
            )
            .about(name)
        })
    }
}

impl Run<Context, CmdletError> for GetAzKeyVault {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let name = self.vault_name.filter(|name| !name.is_empty());
        let account = context.account(&tenant)?;
        let sees = |vault: &str| {
            Ok::<_, CmdletError>(
                account.is_owner() || tenant.vaults().names_caller(&account.caller, vault)?,
            )
        };
        if let Some(name) = name.as_deref().filter(|name| !Pattern::is_one(name)) {
            tenant.directory().check_sees_vault(&account, name)?;
            // As in Azure, a name that no vault has gives nothing.
            return match tenant.vaults().vault(name) {
                Ok(found)
                    if self
                        .resource_group_name
                        .as_deref()
                        .is_none_or(|group| fits(group, &found.resource_group)) =>
                {
                    context.send(&view::vault(&found, &tenant.domain()))
                }
                Ok(_) => Ok(()),
                Err(error)
                    if matches!(
                        error.kind,
                        VaultErrorKind::VaultNotFound | VaultErrorKind::VaultDeleted
                    ) =>
                {
                    Ok(())
                }
                Err(error) => Err(error.into()),
            };
        }
        let subscription = match self.subscription_id.filter(|given| !given.is_empty()) {
            Some(given) => Some(
                context
                    .made(
                        "subscription",
                        &tenant.directory().resolve_subscription(&account, &given)?,
                    )?
                    .id,
            ),
            None => None,
        };
        for vault in tenant.vaults().vaults()? {
            let tagged =
                self.tag.iter().flatten().all(|(tag, value)| vault.tags.get(tag) == Some(value));
            if name.as_deref().is_none_or(|name| fits(name, &vault.name))
                && self
                    .resource_group_name
                    .as_deref()
                    .is_none_or(|group| fits(group, &vault.resource_group))
                && subscription
                    .as_deref()
                    .is_none_or(|id| vault.subscription.eq_ignore_ascii_case(id))
                && tagged
                && sees(&vault.name)?
            {
                context.send(&view::vault_item(&vault))?;
            }
        }
        Ok(())
    }
}

fn fits(pattern: &str, text: &str) -> bool {
    Pattern::new(pattern).matches(text)
}

/// The vault that a name, an object of the pipeline or a resource id stands for.
pub(super) fn vault_name(
    name: Option<&str>,
    object: Option<&Object>,
    resource_id: Option<&str>,
) -> Result<String, CmdletError> {
    let of_object =
        object.and_then(|object| text_of(object, "VaultName").or_else(|| text_of(object, "Name")));
    let of_id =
        resource_id.and_then(|id| id.trim_end_matches('/').rsplit('/').next().map(str::to_owned));
    name.map(str::to_owned).or(of_object).or(of_id).filter(|name| !name.is_empty()).ok_or_else(
        || {
            CmdletError::argument(
                "VaultNotNamed",
                "The object names no vault.",
                "Give -VaultName, or pipe an object of Get-AzKeyVault.",
            )
        },
    )
}

/// A group that is given beside a vault's name says which vault is meant: one in another group is
/// not found, as in Azure.
fn check_group(vault: &VaultDescription, group: Option<&str>) -> RunResult {
    let Some(group) = group
        .filter(|group| !group.is_empty() && !group.eq_ignore_ascii_case(&vault.resource_group))
    else {
        return Ok(());
    };
    let name = &vault.name;
    Err(CmdletError::new(
        "VaultNotFound",
        Category::ObjectNotFound,
        format!("There is no key vault named '{name}' in the resource group '{group}'."),
        format!(
            "It is in the group '{}': name that one, or leave -ResourceGroupName out.",
            vault.resource_group
        ),
    )
    .about(name.as_str()))
}

/// Who a policy is for, as one of the documented ways names them.
struct Named {
    user: Option<String>,
    email: Option<String>,
    object_id: Option<String>,
    application_id: Option<String>,
    service_principal: Option<String>,
}

impl Named {
    /// As the caller writes it.
    fn shown(&self) -> String {
        let who = [&self.user, &self.email, &self.service_principal, &self.object_id];
        who.into_iter().find_map(Clone::clone).unwrap_or_default()
    }

    /// What it is, and who; `None` when nobody is named (the sets for the vault's flags).
    fn resolved(
        &self,
        directory: Directory<'_>,
    ) -> Result<Option<(&'static str, Resolved)>, CmdletError> {
        let user = self.user.as_ref().or(self.email.as_ref()).or(self.object_id.as_ref());
        Ok(match (user, &self.service_principal) {
            (Some(user), _) => Some(("user", directory.resolve_user(user)?)),
            (None, Some(principal)) => {
                Some(("service principal", directory.resolve_service_principal(principal)?))
            }
            (None, None) => None,
        })
    }

    /// The policy of nobody else, empty.
    fn policy(
        &self,
        context: &mut Context,
        tenant: &Tenant,
    ) -> Result<Option<AccessPolicy>, CmdletError> {
        let Some((what, resolved)) = self.resolved(tenant.directory())? else { return Ok(None) };
        let known = context.made(what, &resolved)?;
        let by_object_id = self.object_id.is_some();
        let name = if known.app_id.is_some() { known.display_name } else { known.name };
        let app_id = known
            .app_id
            .or(self.application_id.clone().filter(|id| by_object_id && !id.is_empty()));
        Ok(Some(AccessPolicy { object_id: known.id, app_id, name, ..AccessPolicy::default() }))
    }
}

/// A change of somebody's access policy in a vault, as far as giving and taking are alike.
struct Access {
    tenant: Arc<Tenant>,
    vault: String,
    before: VaultDescription,
    caller: Caller,
    named: Named,
    pass_thru: bool,
}

impl Access {
    /// Looked at before: the vault, the right to manage it, and whom it is about.
    fn new(
        context: &mut Context,
        vault: impl FnOnce() -> Result<String, CmdletError>,
        group: Option<&str>,
        named: Named,
        pass_thru: bool,
    ) -> Result<Self, CmdletError> {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let vault = vault()?;
        let before = tenant.vaults().vault(&vault)?;
        check_group(&before, group)?;
        let caller = context.azure_caller(&tenant)?;
        tenant.vaults().check_management(&caller, &vault, Management::Permissions)?;
        Ok(Self { tenant, vault, before, caller, named, pass_thru })
    }

    /// Whoever is made because they are mentioned.
    fn mention(&self, effects: &mut Effects) -> RunResult {
        if let Some((what, resolved)) = self.named.resolved(self.tenant.directory().planning())? {
            effects.mention(what, &resolved);
        }
        Ok(())
    }

    fn pass(&self, context: &mut Context) -> RunResult {
        if self.pass_thru {
            let vault = self.tenant.vaults().vault(&self.vault)?;
            context.send(&view::vault(&vault, &self.tenant.domain()))
        } else {
            Ok(())
        }
    }

    /// What is not named keeps its earlier rights; what is named is replaced.
    fn give(&self, context: &mut Context, keys: Option<Vec<KeyPermission>>) -> RunResult {
        let Some(policy) = self.named.policy(context, &self.tenant)? else { return Ok(()) };
        let mut policies = self.before.access_policies.iter();
        let known =
            policies.find(|known| known.is_of(&policy.object_id)).cloned().unwrap_or_default();
        let policy = AccessPolicy {
            keys: keys.unwrap_or(known.keys),
            secrets: known.secrets,
            certificates: known.certificates,
            storage: known.storage,
            ..policy
        };
        let directory = self.tenant.directory();
        if policy.keys.is_empty()
            && policy.secrets.is_empty()
            && policy.certificates.is_empty()
            && policy.storage.is_empty()
        {
            directory.remove_access_policy(&self.caller, &self.vault, &policy.object_id)?;
        } else {
            directory.set_access_policy(&self.caller, &self.vault, &policy)?;
        }
        Ok(())
    }

    fn take(&self, context: &mut Context) -> RunResult {
        if let Some(policy) = self.named.policy(context, &self.tenant)?
            && !self.tenant.directory().remove_access_policy(
                &self.caller,
                &self.vault,
                &policy.object_id,
            )?
        {
            let (who, vault) = (self.named.shown(), &self.vault);
            context.warning(&format!("{who} had no access policy in the vault '{vault}'."))?;
        }
        Ok(())
    }
}

impl Change for SetAzKeyVaultAccessPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (name, object, id) = (self.vault_name, self.input_object, self.resource_id);
        let vault = || vault_name(name.as_deref(), object.as_ref(), id.as_deref());
        let named = Named {
            user: self.user_principal_name,
            email: self.email_address,
            object_id: self.object_id,
            application_id: self.application_id,
            service_principal: self.service_principal_name,
        };
        let group = self.resource_group_name.as_deref();
        let access = Access::new(context, vault, group, named, self.pass_thru)?;
        let keys = self.permissions_to_keys.as_deref().map(permissions).transpose()?;
        let given = keys.as_deref().map(words).unwrap_or_default();
        let mut effects = Effects::one(format!(
            "In the vault '{}', {} would have exactly these permissions on keys: {given}.",
            access.vault,
            access.named.shown()
        ));
        access.mention(&mut effects)?;
        Ok(Plan::new(effects, move |context| {
            access.give(context, keys)?;
            access.pass(context)
        }))
    }
}

impl Change for RemoveAzKeyVaultAccessPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (name, object, id) = (self.vault_name, self.input_object, self.resource_id);
        let vault = || vault_name(name.as_deref(), object.as_ref(), id.as_deref());
        let named = Named {
            user: self.user_principal_name,
            email: self.email_address,
            object_id: self.object_id,
            application_id: self.application_id,
            service_principal: self.service_principal_name,
        };
        let group = self.resource_group_name.as_deref();
        let access = Access::new(context, vault, group, named, self.pass_thru)?;
        let mut effects =
            Effects::from(loss(&access.tenant, &access.before, &access.named.shown())?);
        access.mention(&mut effects)?;
        Ok(Plan::new(effects, move |context| {
            access.take(context)?;
            access.pass(context)
        }))
    }
}

/// What somebody without a policy in this vault could no longer do, and which policies have a root
/// there.
fn loss(tenant: &Tenant, vault: &VaultDescription, who: &str) -> Result<Vec<String>, CmdletError> {
    let mut told =
        vec![format!("In the vault '{}', {who} would have no permissions any more.", vault.name)];
    let rooted = super::rooted(tenant, |uri| uri.vault().eq_ignore_ascii_case(&vault.name))?;
    told.extend(rooted.map(|policies| {
        format!(
            "These policies have a root key there: {policies}. The service reads through the other root as long as that works."
        )
    }));
    Ok(told)
}

fn retention(days: i32) -> Result<u8, CmdletError> {
    u8::try_from(days).map_err(|_| {
        let message = format!("A retention of {days} days is outside 7 to 90.");
        CmdletError::argument(
            "BadParameter",
            message,
            "Use 90 days: Customer Key accepts no other.",
        )
    })
}

fn permissions(words: &[String]) -> Result<Vec<KeyPermission>, CmdletError> {
    let mut permissions = Vec::new();
    for word in words
        .iter()
        .flat_map(|words| words.split(','))
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        let permission = word.parse()?;
        if !permissions.contains(&permission) {
            permissions.push(permission);
        }
    }
    Ok(permissions)
}

fn words(permissions: &[KeyPermission]) -> String {
    if permissions.is_empty() {
        return "none".to_owned();
    }
    permissions.iter().map(|permission| permission.as_str()).collect::<Vec<_>>().join(", ")
}
