//! Signing in to Azure, contexts and resource groups: locally.

use super::{PlanResult, RunResult};
use crate::generated::az_accounts::{ConnectAzAccount, SetAzContext};
use crate::generated::az_resources::NewAzResourceGroup;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::runtime::signing_in::named;
use crate::view::{self, Where};
use ckey_engine::{Account, Known, ResourceGroup, Service, SignIn, Tenant};

impl Change for ConnectAzAccount {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let mut effects = Effects::one(format!(
            "The account would work in the local tenant '{}' from now on.",
            tenant.name()
        ));
        let account = named(self.account_id, self.credential)?;
        let directory = tenant.directory().planning();
        let mut sign_in = context.session().sign_in(&tenant)?;
        if let Some(account) = &account {
            effects.mention("user", &directory.resolve_user(account)?);
            sign_in = SignIn { azure_account: Some(account.clone()), failed: None, ..sign_in };
        }
        let acting = directory.account_of(&sign_in, Service::Azure)?;
        let chosen = Chosen::new(self.tenant, self.subscription);
        let effects = effects.then(chosen.effects(&tenant, &acting)?);
        let name = self.context_name;
        Ok(Plan::new(effects, move |context| {
            connect(context, &tenant, account, &chosen, name.as_deref())
        }))
    }
}

fn connect(
    context: &mut Context,
    tenant: &Tenant,
    account: Option<String>,
    wanted: &Chosen,
    context_name: Option<&str>,
) -> RunResult {
    let mut sign_in = context.session().sign_in(tenant)?;
    if let Some(account) = account {
        context.made("user", &tenant.directory().resolve_user(&account)?)?;
        sign_in = SignIn { azure_account: Some(account), failed: None, ..sign_in };
    }
    let acting = tenant.directory().account_of(&sign_in, Service::Azure)?;
    wanted.choose(context, tenant, &acting, &mut sign_in)?;
    context.session().set_sign_in(tenant, &sign_in)?;
    let account = acting.name.clone();
    context.information(&format!(
        "Connected as {account} to the local tenant '{}' in {}. Nothing reaches Azure.",
        tenant.name(),
        tenant.path().display()
    ))?;
    context.tell_sign_in(tenant, &acting, &sign_in)?;
    let subscription = chosen(context, tenant, &acting, &sign_in)?;
    let tenant_id = tenant.id().to_string();
    let place =
        Where { account: &account, subscription: subscription.as_ref(), tenant_id: &tenant_id };
    context.send(&view::azure_profile(&place, context_name))
}

impl Change for SetAzContext {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let given =
            self.context.as_ref().and_then(|object| super::text_of(object, "SubscriptionId"));
        let wanted = Chosen::new(self.tenant, self.subscription.or(given));
        let acting = context.account(&tenant)?;
        let effects = Effects::one(format!(
            "New vaults and resource groups would belong to the subscription '{}' from now on.",
            wanted.subscription.as_deref().unwrap_or_default()
        ));
        let effects = effects.then(wanted.effects(&tenant, &acting)?);
        let name = self.name;
        Ok(Plan::new(effects, move |context| {
            let mut sign_in = context.session().sign_in(&tenant)?;
            wanted.choose(context, &tenant, &acting, &mut sign_in)?;
            context.session().set_sign_in(&tenant, &sign_in)?;
            let subscription = chosen(context, &tenant, &acting, &sign_in)?;
            let place = Where {
                account: &acting.name,
                subscription: subscription.as_ref(),
                tenant_id: &tenant.id().to_string(),
            };
            context.send(&view::azure_context(&place, name.as_deref()))
        }))
    }
}

/// The tenant and the subscription that somebody chooses to work in.
struct Chosen {
    tenant: Option<String>,
    subscription: Option<String>,
}

impl Chosen {
    fn new(tenant: Option<String>, subscription: Option<String>) -> Self {
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        Self { tenant: given(tenant), subscription: given(subscription) }
    }

    /// What is made because it is mentioned.
    fn effects(&self, tenant: &Tenant, acting: &Account) -> Result<Effects, CmdletError> {
        let (directory, mut effects) = (tenant.directory().planning(), Effects::default());
        if let Some(given) = &self.tenant
            && directory.resolve_tenant_id(acting, given)?.created
        {
            let name = tenant.name();
            effects.add(format!(
                "The tenant id '{given}', which the local tenant does not know, would name this tenant, '{name}'."
            ));
        }
        if let Some(given) = &self.subscription {
            effects.mention("subscription", &directory.resolve_subscription(acting, given)?);
        }
        Ok(effects)
    }

    fn choose(
        &self,
        context: &mut Context,
        tenant: &Tenant,
        acting: &Account,
        sign_in: &mut SignIn,
    ) -> RunResult {
        let directory = tenant.directory();
        if let Some(given) = &self.tenant
            && directory.resolve_tenant_id(acting, given)?.created
        {
            let name = tenant.name();
            context.warning(&format!("The local tenant knew no tenant id '{given}'. From now on it names this tenant, '{name}'."))?;
        }
        if let Some(given) = &self.subscription {
            let resolved = directory.resolve_subscription(acting, given)?;
            sign_in.subscription_id = Some(context.made("subscription", &resolved)?.id);
        }
        Ok(())
    }
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
pub(super) struct Subscription {
    wanted: String,
    acting: Account,
}

impl Subscription {
    pub(super) fn new(
        context: &Context,
        tenant: &Tenant,
        given: Option<&str>,
    ) -> Result<Self, CmdletError> {
        let wanted = match given.filter(|given| !given.is_empty()) {
            Some(given) => given.to_owned(),
            None => context
                .session()
                .sign_in(tenant)?
                .subscription_id
                .unwrap_or_else(|| format!("{}-subscription", tenant.name())),
        };
        Ok(Self { wanted, acting: context.account(tenant)? })
    }

    /// What it is or is going to be.
    pub(super) fn planned(
        &self,
        tenant: &Tenant,
        effects: &mut Effects,
    ) -> Result<Known, CmdletError> {
        let directory = tenant.directory().planning();
        let resolved = directory.resolve_subscription(&self.acting, &self.wanted)?;
        Ok(effects.mention("subscription", &resolved))
    }

    pub(super) fn made(
        &self,
        context: &mut Context,
        tenant: &Tenant,
    ) -> Result<Known, CmdletError> {
        let resolved = tenant.directory().resolve_subscription(&self.acting, &self.wanted)?;
        context.made("subscription", &resolved)
    }
}

impl Change for NewAzResourceGroup {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let mut effects = Effects::one(format!(
            "The resource group '{}' would be made in {}.",
            self.name, self.location
        ));
        let subscription = Subscription::new(context, &tenant, None)?;
        let id = subscription.planned(&tenant, &mut effects)?.id;
        let known = tenant.directory().resource_group(&id, &self.name)?;
        let question = known
            .as_ref()
            .map(|_| "Provided resource group already exists. Are you sure you want to update it?");
        let apply = move |context: &mut Context| {
            // A group keeps its name, its place and, where none are given, its tags.
            let group = ResourceGroup {
                name: known.as_ref().map_or(self.name, |known| known.name.clone()),
                location: known.as_ref().map_or(self.location, |known| known.location.clone()),
                tags: self.tag.or_else(|| known.map(|known| known.tags)).unwrap_or_default(),
                subscription_id: subscription.made(context, &tenant)?.id,
            };
            tenant.directory().put_resource_group(&group)?;
            context.send(&view::resource_group(&group))
        };
        Ok(Plan::new(effects, apply).asking(question))
    }
}
