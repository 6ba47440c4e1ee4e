//! Signing in to Azure, contexts and resource groups: locally.

use super::lenient::Lenient;
use super::vault_provider::{cloud_named, cloud_of, must_be_in};
use super::{PlanResult, RunResult};
use crate::generated::az_accounts::{
    ConnectAzAccount, GetAzContext, GetAzSubscription, SetAzContext,
};
use crate::generated::az_resources::NewAzResourceGroup;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::runtime::signing_in::{Asked, Principal};
use crate::surface::bind::Run;
use crate::view::{self, Where};
use ckey_engine::{
    Account, AccountType, AzureChoice, Category, Known, ResourceGroup, Service, SignIn, Tenant,
};
use ckey_vault::{Cloud, normalized_region, same_id};

impl Change for ConnectAzAccount {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        if let Some(name) = &self.environment {
            must_be_in(&tenant, cloud_named(name)?, ("Environment", Cloud::as_str))?;
        }
        let mut effects = Effects::one(format!(
            "The account would work in the local tenant '{}' from now on.",
            tenant.name()
        ));
        let asked = Asked {
            account: self.account_id,
            credential: self.credential,
            application: self.application_id,
            as_application: self.service_principal,
            managed: self.identity,
            token: self.access_token,
        };
        let principal = asked.principal()?;
        let directory = tenant.directory().planning();
        let mut sign_in = context.session().sign_in(&tenant)?;
        if let Some(principal) = &principal {
            let (what, resolved) = principal.resolve(directory)?;
            effects.mention(what, &resolved);
            sign_in = sign_in.after(Service::Azure, &principal.account, principal.with);
        }
        let acting = directory.account_of(&sign_in, Service::Azure)?;
        let wanted = Wanted::new(self.tenant, self.subscription);
        let effects = effects.then(wanted.effects(&tenant, &acting)?);
        let name = self.context_name;
        Ok(Plan::new(effects, move |context| {
            connect(context, &tenant, principal, &wanted, name.as_deref())
        }))
    }
}

fn connect(
    context: &mut Context,
    tenant: &Tenant,
    principal: Option<Principal>,
    wanted: &Wanted,
    context_name: Option<&str>,
) -> RunResult {
    let directory = tenant.directory();
    if let Some(principal) = &principal {
        let (what, resolved) = principal.resolve(directory)?;
        context.made(what, &resolved)?;
    }
    let signs_in = |current: SignIn| match &principal {
        Some(Principal { account, with }) => current.after(Service::Azure, account, *with),
        None => current,
    };
    let before = context.session().sign_in(tenant)?;
    let acting = directory.account_of(&signs_in(before.clone()), Service::Azure)?;
    let chosen = wanted.choose(context, tenant, &acting)?;
    let sign_in = if principal.is_none() && chosen.is_nothing() {
        before
    } else {
        context.session().update_sign_in(tenant, |current, _| {
            directory.after_choice(signs_in(current), &acting.name, |choice| chosen.over(choice))
        })?
    };
    context.information(&format!(
        "Connected as {} to the local tenant '{}' in {}. Nothing reaches Azure.",
        acting.name,
        tenant.name(),
        tenant.path().display()
    ))?;
    context.tell_sign_in(tenant, &acting, &sign_in)?;
    let standing = Standing::of(context, tenant, &acting, &sign_in)?;
    context.send(&view::azure_profile(&standing.place(), context_name))
}

impl Change for SetAzContext {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let of_context = |property: &str| {
            self.context.as_ref().and_then(|object| super::text_of(object, property))
        };
        let (of_tenant, of_subscription) = (of_context("TenantId"), of_context("SubscriptionId"));
        let of_object =
            || self.subscription_object.as_ref().and_then(|object| super::text_of(object, "Id"));
        let subscription = self.subscription.or(of_subscription).or_else(of_object);
        let of_tenant_object =
            || self.tenant_object.as_ref().and_then(|object| super::text_of(object, "Id"));
        let tenant_id = self.tenant.or(of_tenant).or_else(of_tenant_object);
        let wanted = Wanted::new(tenant_id, subscription);
        let acting = context.account(&tenant)?;
        let mut effects = Effects::default();
        if let Some(subscription) = &wanted.subscription {
            effects.add(format!(
                "New vaults and resource groups would belong to the subscription '{subscription}' from now on."
            ));
        }
        if let (Some(id), None) = (&wanted.tenant, &wanted.subscription) {
            effects.add(format!("The context would be in the tenant '{id}' from now on."));
        }
        let effects = effects.then(wanted.effects(&tenant, &acting)?);
        let name = self.name;
        Ok(Plan::new(effects, move |context| {
            let chosen = wanted.choose(context, &tenant, &acting)?;
            let sign_in = if chosen.is_nothing() {
                context.session().sign_in(&tenant)?
            } else {
                context.session().update_sign_in(&tenant, |current, _| {
                    let directory = tenant.directory();
                    directory.after_choice(current, &acting.name, |choice| chosen.over(choice))
                })?
            };
            let standing = Standing::of(context, &tenant, &acting, &sign_in)?;
            context.send(&view::azure_context(&standing.place(), name.as_deref()))
        }))
    }
}

impl Run<Context, CmdletError> for GetAzContext {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let acting = context.account(&tenant)?;
        let sign_in = context.session().sign_in(&tenant)?;
        let standing = Standing::of(context, &tenant, &acting, &sign_in)?;
        let shown = view::azure_context(&standing.place(), None);
        match (self.name, &shown.name) {
            (Some(wanted), Some(name)) if !wanted.eq_ignore_ascii_case(name) => Ok(()),
            _ => context.send(&shown),
        }
    }
}

impl Run<Context, CmdletError> for GetAzSubscription {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let acting = context.account(&tenant)?;
        let directory = tenant.directory();
        let choice = directory.azure_choice(&context.session().sign_in(&tenant)?);
        let tenant_id = choice.tenant_id.unwrap_or_else(|| tenant.id().to_string());
        if let Some(given) = &self.tenant_id
            && directory.planning().resolve_tenant_id(&acting, given)?.created
        {
            return Err(no_subscription("any", given));
        }
        let wanted = self.subscription_id.or(self.subscription_name);
        let fits = |known: &Known| {
            wanted.as_ref().is_none_or(|wanted| {
                same_id(&known.id, wanted) || known.name.eq_ignore_ascii_case(wanted)
            })
        };
        let found: Vec<_> = directory.subscriptions()?.into_iter().filter(fits).collect();
        if let Some(wanted) = wanted.filter(|_| found.is_empty()) {
            return Err(no_subscription(&wanted, &tenant_id));
        }
        found
            .iter()
            .try_for_each(|known| context.send(&view::azure_subscription(known, &tenant_id)))
    }
}

fn no_subscription(wanted: &str, tenant: &str) -> CmdletError {
    CmdletError::new(
        "SubscriptionNotFound",
        Category::ObjectNotFound,
        format!("Subscription {wanted} was not found in tenant {tenant}. Please verify that the subscription exists in this tenant."),
        "Get-AzSubscription lists those that there are; Set-AzContext makes one that it is given.",
    )
    .about(wanted)
}

/// The tenant and the subscription that somebody wants to work in.
struct Wanted {
    tenant: Option<String>,
    subscription: Option<String>,
}

impl Wanted {
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

    /// Makes what is mentioned, and says what was chosen by it.
    fn choose(
        &self,
        context: &mut Context,
        tenant: &Tenant,
        acting: &Account,
    ) -> Result<Chosen, CmdletError> {
        let directory = tenant.directory();
        let mut chosen = Chosen::default();
        if let Some(given) = &self.tenant {
            if directory.resolve_tenant_id(acting, given)?.created {
                let name = tenant.name();
                context.warning(&format!("This tenant did not know the tenant id '{given}'. From now on it names this tenant, '{name}'."))?;
            }
            let id = uuid::Uuid::try_parse(given.trim()).ok().map(|id| id.to_string());
            chosen.tenant_id = Some(id);
        }
        if let Some(given) = &self.subscription {
            let resolved = directory.resolve_subscription(acting, given)?;
            chosen.subscription_id = Some(context.made("subscription", &resolved)?.id);
        }
        Ok(chosen)
    }
}

/// What of a choice is new.
#[derive(Default)]
struct Chosen {
    /// `Some(None)` is the tenant's own id.
    tenant_id: Option<Option<String>>,
    subscription_id: Option<String>,
}

impl Chosen {
    const fn is_nothing(&self) -> bool {
        self.tenant_id.is_none() && self.subscription_id.is_none()
    }

    fn over(&self, choice: AzureChoice) -> AzureChoice {
        AzureChoice {
            subscription_id: self.subscription_id.clone().or(choice.subscription_id),
            tenant_id: self.tenant_id.clone().unwrap_or(choice.tenant_id),
        }
    }
}

/// Where an account works in Azure, and as what.
struct Standing {
    account: String,
    account_type: AccountType,
    tenant_id: String,
    subscription: Option<Known>,
    cloud: Cloud,
}

impl Standing {
    fn of(
        context: &mut Context,
        tenant: &Tenant,
        acting: &Account,
        sign_in: &SignIn,
    ) -> Result<Self, CmdletError> {
        let AzureChoice { subscription_id, tenant_id } = tenant.directory().azure_choice(sign_in);
        let subscription = match subscription_id {
            Some(id) => {
                let resolved = tenant.directory().resolve_subscription(acting, &id)?;
                Some(context.made("subscription", &resolved)?)
            }
            None => None,
        };
        Ok(Self {
            account: acting.name.clone(),
            account_type: sign_in.azure_account_type(),
            tenant_id: tenant_id.unwrap_or_else(|| tenant.id().to_string()),
            subscription,
            cloud: cloud_of(tenant),
        })
    }

    fn place(&self) -> Where<'_> {
        Where {
            account: &self.account,
            account_type: self.account_type,
            subscription: self.subscription.as_ref(),
            tenant_id: &self.tenant_id,
            cloud: self.cloud,
        }
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
        let wanted = match given {
            Some(given) => given.to_owned(),
            None => tenant
                .directory()
                .azure_choice(&context.session().sign_in(tenant)?)
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
        ResourceGroup::check_name(&self.name)?;
        let subscription = Subscription::new(context, &tenant, None)?;
        let mut mentioned = Effects::default();
        let id = subscription.planned(&tenant, &mut mentioned)?.id;
        let known = tenant.directory().resource_group(&id, &self.name)?;
        let effects = match &known {
            None => Effects::one(format!(
                "The resource group '{}' would be made in {}.",
                self.name, self.location
            )),
            Some(known) if self.tag.as_ref().is_none_or(|tags| *tags == known.tags) => {
                Effects::none(format!(
                    "Nothing would change: the resource group '{}' is there already, in {}.",
                    known.name, known.location
                ))
            }
            Some(known) => Effects::one(format!(
                "The tags of the resource group '{}' would change.",
                known.name
            )),
        };
        let effects = effects.then(mentioned);
        let question = known
            .as_ref()
            .map(|_| "Provided resource group already exists. Are you sure you want to update it?");
        let apply = move |context: &mut Context| {
            let mut lenient = Lenient::default();
            match &known {
                None => {
                    lenient.location_in(cloud_of(&tenant), &self.location);
                }
                Some(known) => {
                    let moves =
                        normalized_region(&known.location) != normalized_region(&self.location);
                    lenient.note(moves, || {
                        let (name, there) = (&known.name, &known.location);
                        format!("Azure would refuse the resource group '{name}' in another location: it is in '{there}', and stays there.")
                    });
                }
            }
            lenient.tell(context)?;
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
