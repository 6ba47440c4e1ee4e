//! Key vaults and who may do what in them.

use super::azure::subscription;
use super::{RunResult, text_of};
use crate::generated::az_key_vault::{
    GetAzKeyVault, NewAzKeyVault, RemoveAzKeyVaultAccessPolicy, SetAzKeyVaultAccessPolicy,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Run;
use crate::surface::value::Object;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::Category;
use ckey_engine::Tenant;
use ckey_vault::{
    AccessPolicy, KeyPermission, Management, NewVault, Sku, VaultDescription, VaultErrorKind,
    is_azure_vault_name,
};

impl Run<Context, CmdletError> for NewAzKeyVault {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        if context.what_if() {
            return context.would(&format!(
                "The key vault '{}' would be made in {}.",
                self.name, self.location
            ));
        }
        let subscription = subscription(context, &tenant, self.subscription_id.as_deref())?;
        let group = tenant
            .directory()
            .resource_group(&subscription.id, &self.resource_group_name)?
            .ok_or_else(|| {
                let message =
                    format!("Resource group '{}' could not be found.", self.resource_group_name);
                CmdletError::new(
                "ResourceGroupNotFound",
                Category::ObjectNotFound,
                message,
                "Make it with New-AzResourceGroup, or choose its subscription with Set-AzContext.",
            )
            .about(&self.resource_group_name)
            })?;
        let creator = context.azure_caller(&tenant)?;
        let sku = self.sku.as_deref().map(str::parse).transpose()?.unwrap_or(Sku::Standard);
        let days = self.soft_delete_retention_in_days.map(retention).transpose()?;
        let tenant_id = tenant.id().to_string();
        let made = tenant.directory().create_vault(&NewVault {
            subscription: &subscription.id,
            resource_group: &group.name,
            sku,
            tenant_id: &tenant_id,
            soft_delete_days: days,
            purge_protection: self.enable_purge_protection,
            tags: self.tag.unwrap_or_default(),
            ..NewVault::new(&self.name, &self.location, &creator)
        })?;
        if !is_azure_vault_name(&self.name) {
            let name = &self.name;
            context.warning(&format!(
                "Azure would refuse the vault name '{name}': it takes 3 to 24 letters, digits and single hyphens."
            ))?;
        }
        context.send(&view::vault(&made, &tenant.domain()))
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
    object_id: Option<String>,
    application_id: Option<String>,
    service_principal: Option<String>,
}

impl Named {
    /// The policy of nobody else, empty; `None` when nobody is named (the sets for the vault's
    /// flags).
    fn policy(
        self,
        context: &mut Context,
        tenant: &Tenant,
    ) -> Result<Option<AccessPolicy>, CmdletError> {
        let by_object_id = self.object_id.is_some();
        let known = match (self.user.or(self.object_id), self.service_principal) {
            (Some(user), _) => context.made("user", &tenant.directory().resolve_user(&user)?)?,
            (None, Some(principal)) => context.made(
                "service principal",
                &tenant.directory().resolve_service_principal(&principal)?,
            )?,
            (None, None) => return Ok(None),
        };
        let name = if known.app_id.is_some() { known.display_name } else { known.name };
        let app_id =
            known.app_id.or(self.application_id.filter(|id| by_object_id && !id.is_empty()));
        Ok(Some(AccessPolicy { object_id: known.id, app_id, name, ..AccessPolicy::default() }))
    }
}

impl Run<Context, CmdletError> for SetAzKeyVaultAccessPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let vault = vault_name(
            self.vault_name.as_deref(),
            self.input_object.as_ref(),
            self.resource_id.as_deref(),
        )?;
        let keys = self.permissions_to_keys.as_deref().map(permissions).transpose()?;
        let before = tenant.vaults().vault(&vault)?;
        check_group(&before, self.resource_group_name.as_deref())?;
        let caller = context.azure_caller(&tenant)?;
        tenant.vaults().check_management(&caller, &vault, Management::Permissions)?;
        let who = [
            &self.user_principal_name,
            &self.email_address,
            &self.service_principal_name,
            &self.object_id,
        ];
        let who = who.into_iter().find_map(Clone::clone).unwrap_or_default();
        if context.what_if() {
            let given = keys.as_deref().map(words).unwrap_or_default();
            return context
                .would(&format!("In the vault '{vault}', {who} would have exactly these permissions on keys: {given}."));
        }
        let named = Named {
            user: self.user_principal_name.or(self.email_address),
            object_id: self.object_id,
            application_id: self.application_id,
            service_principal: self.service_principal_name,
        };
        if let Some(policy) = named.policy(context, &tenant)? {
            // What is not named keeps its earlier rights; what is named is replaced.
            let known = before
                .access_policies
                .iter()
                .find(|known| known.is_of(&policy.object_id))
                .cloned()
                .unwrap_or_default();
            let policy = AccessPolicy {
                keys: keys.unwrap_or(known.keys),
                secrets: known.secrets,
                certificates: known.certificates,
                storage: known.storage,
                ..policy
            };
            if policy.keys.is_empty()
                && policy.secrets.is_empty()
                && policy.certificates.is_empty()
                && policy.storage.is_empty()
            {
                tenant.directory().remove_access_policy(&caller, &vault, &policy.object_id)?;
            } else {
                tenant.directory().set_access_policy(&caller, &vault, &policy)?;
            }
        }
        pass(context, &tenant, &vault, self.pass_thru)
    }
}

impl Run<Context, CmdletError> for RemoveAzKeyVaultAccessPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let vault = vault_name(
            self.vault_name.as_deref(),
            self.input_object.as_ref(),
            self.resource_id.as_deref(),
        )?;
        let before = tenant.vaults().vault(&vault)?;
        check_group(&before, self.resource_group_name.as_deref())?;
        let caller = context.azure_caller(&tenant)?;
        tenant.vaults().check_management(&caller, &vault, Management::Permissions)?;
        let who = [
            &self.user_principal_name,
            &self.email_address,
            &self.service_principal_name,
            &self.object_id,
        ];
        let who = who.into_iter().find_map(Clone::clone).unwrap_or_default();
        if context.what_if() {
            return context.would_all(loss(&tenant, &before, &who)?);
        }
        let named = Named {
            user: self.user_principal_name.or(self.email_address),
            object_id: self.object_id,
            application_id: self.application_id,
            service_principal: self.service_principal_name,
        };
        if let Some(policy) = named.policy(context, &tenant)?
            && !tenant.directory().remove_access_policy(&caller, &vault, &policy.object_id)?
        {
            context.warning(&format!("{who} had no access policy in the vault '{vault}'."))?;
        }
        pass(context, &tenant, &vault, self.pass_thru)
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

fn pass(context: &mut Context, tenant: &Tenant, vault: &str, wanted: bool) -> RunResult {
    if wanted {
        context.send(&view::vault(&tenant.vaults().vault(vault)?, &tenant.domain()))
    } else {
        Ok(())
    }
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
