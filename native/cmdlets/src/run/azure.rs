//! Signing in to Azure, contexts and resource groups: locally.

use super::RunResult;
use crate::generated::az_accounts::{ConnectAzAccount, SetAzContext};
use crate::generated::az_resources::NewAzResourceGroup;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::signing_in::named;
use crate::surface::bind::Run;
use crate::view::{self, Where};
use ckey_engine::{Account, Known, ResourceGroup, Service, SignIn, Tenant};

impl Run<Context, CmdletError> for ConnectAzAccount {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        if context.what_if() {
            return context.would(&format!(
                "The account would work in the local tenant '{}' from now on.",
                tenant.name()
            ));
        }
        let mut sign_in = context.session().sign_in(&tenant)?;
        if let Some(account) = named(self.account_id, self.credential)? {
            context.made("user", &tenant.directory().resolve_user(&account)?)?;
            sign_in = SignIn { azure_account: Some(account), failed: None, ..sign_in };
        }
        let acting = tenant.directory().account_of(&sign_in, Service::Azure)?;
        check_tenant(context, &tenant, &acting, self.tenant.as_deref())?;
        choose_subscription(context, &tenant, &acting, &mut sign_in, self.subscription.as_deref())?;
        context.session().set_sign_in(&tenant, &sign_in)?;
        let account = acting.name.clone();
        context.information(&format!(
            "Connected as {account} to the local tenant '{}' in {}. Nothing reaches Azure.",
            tenant.name(),
            tenant.path().display()
        ))?;
        context.tell_sign_in(&tenant, &acting, &sign_in)?;
        let subscription = chosen(context, &tenant, &acting, &sign_in)?;
        let place = Where {
            account: &account,
            subscription: subscription.as_ref(),
            tenant_id: &tenant.id().to_string(),
        };
        context.send(&view::azure_profile(&place, self.context_name.as_deref()))
    }
}

impl Run<Context, CmdletError> for SetAzContext {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let given =
            self.context.as_ref().and_then(|object| super::text_of(object, "SubscriptionId"));
        let subscription = self.subscription.or(given);
        if context.what_if() {
            let name = subscription.unwrap_or_default();
            return context
                .would(&format!("New vaults and resource groups would belong to the subscription '{name}' from now on."));
        }
        let acting = context.account(&tenant)?;
        check_tenant(context, &tenant, &acting, self.tenant.as_deref())?;
        let mut sign_in = context.session().sign_in(&tenant)?;
        choose_subscription(context, &tenant, &acting, &mut sign_in, subscription.as_deref())?;
        context.session().set_sign_in(&tenant, &sign_in)?;
        let subscription = chosen(context, &tenant, &acting, &sign_in)?;
        let account = acting.name;
        let place = Where {
            account: &account,
            subscription: subscription.as_ref(),
            tenant_id: &tenant.id().to_string(),
        };
        context.send(&view::azure_context(&place, self.name.as_deref()))
    }
}

fn check_tenant(
    context: &mut Context,
    tenant: &Tenant,
    acting: &Account,
    given: Option<&str>,
) -> RunResult {
    match given.filter(|given| !given.is_empty()) {
        Some(given) if tenant.directory().resolve_tenant_id(acting, given)?.created => {
            let name = tenant.name();
            context.warning(&format!("The local tenant knew no tenant id '{given}'. From now on it names this tenant, '{name}'."))
        }
        _ => Ok(()),
    }
}

fn choose_subscription(
    context: &mut Context,
    tenant: &Tenant,
    acting: &Account,
    sign_in: &mut SignIn,
    given: Option<&str>,
) -> RunResult {
    if let Some(given) = given.filter(|given| !given.is_empty()) {
        sign_in.subscription_id = Some(
            context
                .made("subscription", &tenant.directory().resolve_subscription(acting, given)?)?
                .id,
        );
    }
    Ok(())
}

fn chosen(
    context: &mut Context,
    tenant: &Tenant,
    acting: &Account,
    sign_in: &SignIn,
) -> Result<Option<Known>, CmdletError> {
    match &sign_in.subscription_id {
        Some(id) => context
            .made("subscription", &tenant.directory().resolve_subscription(acting, id)?)
            .map(Some),
        None => Ok(None),
    }
}

/// The subscription that vaults and groups are made in: the one given, the chosen one, or one of
/// the tenant's name.
pub(super) fn subscription(
    context: &mut Context,
    tenant: &Tenant,
    given: Option<&str>,
) -> Result<Known, CmdletError> {
    let wanted = match given.filter(|given| !given.is_empty()) {
        Some(given) => given.to_owned(),
        None => context
            .session()
            .sign_in(tenant)?
            .subscription_id
            .unwrap_or_else(|| format!("{}-subscription", tenant.name())),
    };
    let acting = context.account(tenant)?;
    context.made("subscription", &tenant.directory().resolve_subscription(&acting, &wanted)?)
}

impl Run<Context, CmdletError> for NewAzResourceGroup {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        if context.what_if() {
            return context.would(&format!(
                "The resource group '{}' would be made in {}.",
                self.name, self.location
            ));
        }
        let subscription = subscription(context, &tenant, None)?;
        let known = tenant.directory().resource_group(&subscription.id, &self.name)?;
        if known.is_some() {
            let question =
                "Provided resource group already exists. Are you sure you want to update it?";
            if !context.confirm("Confirm", question)? {
                return Ok(());
            }
        }
        // A group keeps its name, its place and, where none are given, its tags.
        let group = ResourceGroup {
            name: known.as_ref().map_or(self.name, |known| known.name.clone()),
            location: known.as_ref().map_or(self.location, |known| known.location.clone()),
            tags: self.tag.or_else(|| known.map(|known| known.tags)).unwrap_or_default(),
            subscription_id: subscription.id,
        };
        tenant.directory().put_resource_group(&group)?;
        context.send(&view::resource_group(&group))
    }
}
