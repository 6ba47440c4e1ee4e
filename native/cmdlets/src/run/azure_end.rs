//! The end of a sign-in to Azure, and what a local tenant has of Azure's directory.

use super::azure::Subscription;
use super::{PlanResult, RunResult, text_of};
use crate::generated::az_accounts::{
    ClearAzContext, DisconnectAzAccount, GetAzAccessToken, GetAzTenant,
};
use crate::generated::az_resources::GetAzResourceGroup;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::directory::canonical_account;
use ckey_engine::{Category, ResourceGroup, Service, SignIn, Tenant};
use ckey_vault::normalized_region;
use std::sync::Arc;

/// The tenant whose sign-in ends; without a tenant nobody is signed in, and scripts end by it
/// whatever happened before.
fn tenant_of(context: &mut Context) -> Result<Option<Arc<Tenant>>, CmdletError> {
    match context.tenant() {
        Err(error) if error.id == "TenantNotFound" => Ok(None),
        tenant => tenant.map(Some),
    }
}

fn nobody() -> Plan {
    Plan::one("Nobody is signed in.", |context: &mut Context| {
        context.session().forget_failed_sign_in();
        Ok(())
    })
}

impl Change for DisconnectAzAccount {
    fn plan(self, context: &mut Context) -> PlanResult {
        let Some(tenant) = tenant_of(context)? else { return Ok(nobody()) };
        let sign_in = context.session().sign_in(&tenant)?;
        let account = tenant.directory().signed_in(&sign_in, Service::Azure);
        let of_object = |object: &Option<_>| object.as_ref().and_then(|it| text_of(it, "Id"));
        let of_context = || {
            let account = self.azure_context.as_ref()?.get("Account")?;
            account.get("Id")?.as_str().map(str::to_owned)
        };
        let wanted = self
            .username
            .or(self.application_id)
            .or_else(|| of_object(&self.input_object))
            .or_else(of_context);
        let key = |name: &str| canonical_account(name).to_lowercase();
        if let Some(wanted) = wanted.filter(|wanted| key(wanted) != key(&account)) {
            return Ok(Plan::new(
                Effects::none(format!("Nothing would change: {wanted} is not signed in to Azure.")),
                move |context| {
                    context.warning(&format!("{wanted} is not signed in to Azure: {account} is."))
                },
            ));
        }
        let sort = sign_in.azure_account_type();
        let effect = format!(
            "{account} would no longer be signed in to Azure in the local tenant '{}'.",
            tenant.name()
        );
        Ok(Plan::one(effect, move |context| {
            context.session().update_sign_in(&tenant, SignIn::after_azure_disconnect)?;
            context.send(&view::azure_account(&account, sort))
        }))
    }
}

impl Change for ClearAzContext {
    fn plan(self, context: &mut Context) -> PlanResult {
        let Some(tenant) = tenant_of(context)? else { return Ok(nobody()) };
        let effect = format!(
            "The sign-in to Azure in the local tenant '{}' would end, and with it what was chosen there.",
            tenant.name()
        );
        Ok(Plan::one(effect, move |context| {
            context.session().update_sign_in(&tenant, SignIn::after_azure_disconnect)?;
            Ok(())
        }))
    }
}

impl Run<Context, CmdletError> for GetAzTenant {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let acting = context.account(&tenant)?;
        let directory = tenant.directory();
        let sign_in = context.session().sign_in(&tenant)?;
        let chosen = directory.azure_choice(&sign_in).tenant_id;
        let id = chosen.unwrap_or_else(|| tenant.id().to_string());
        if let Some(given) = &self.tenant_id
            && directory.planning().resolve_tenant_id(&acting, given)?.created
        {
            return Ok(());
        }
        context.send(&view::azure_tenant(&id, tenant.name(), &tenant.domain()))
    }
}

impl Run<Context, CmdletError> for GetAzAccessToken {
    /// No local tenant issues what would open anything elsewhere.
    fn run(self, _: &mut Context) -> RunResult {
        Err(CmdletError::new(
            "TokensNotIssued",
            Category::NotImplemented,
            "A token of Azure makes sense against the real service alone, and nothing here reaches it.",
            "Leave the call out of the rehearsal: the cmdlets of the local tenant work without a token.",
        ))
    }
}

impl Run<Context, CmdletError> for GetAzResourceGroup {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let chosen = Subscription::new(context, &tenant, None)?;
        let here = chosen.planned(&tenant, &mut Effects::default())?.id;
        let fits = |group: &ResourceGroup| {
            let is_named = match (&self.id, &self.name) {
                (Some(id), _) => {
                    view::resource_group_id(group).eq_ignore_ascii_case(id.trim_end_matches('/'))
                }
                (None, Some(name)) => {
                    group.subscription_id == here && Pattern::new(name).matches(&group.name)
                }
                (None, None) => group.subscription_id == here,
            };
            let place = self.location.as_deref().map(normalized_region);
            let mut tags = self.tag.iter().flatten();
            is_named
                && place.is_none_or(|place| place == normalized_region(&group.location))
                && tags.all(|(tag, value)| group.tags.get(tag) == Some(value))
        };
        let found: Vec<_> =
            tenant.directory().resource_groups()?.into_iter().filter(fits).collect();
        // One that is named and is not there is an error, as in Azure; a pattern finds nothing.
        let one = self.id.or(self.name).filter(|name| !Pattern::is_one(name));
        if let Some(name) = one.filter(|_| found.is_empty()) {
            return Err(CmdletError::new(
                "ResourceGroupNotFound",
                Category::ObjectNotFound,
                "Provided resource group does not exist.",
                "Make it with New-AzResourceGroup, or choose its subscription with Set-AzContext.",
            )
            .about(name));
        }
        found.iter().try_for_each(|group| context.send(&view::resource_group(group)))
    }
}
