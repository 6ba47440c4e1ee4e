//! Requests to be onboarded, as the service's own module makes them in both of its generations.

use super::{PlanResult, RunResult};
use crate::generated::customer_key_onboarding::{
    GetCustomerKeyOnboardingRequest, NewCustomerKeyOnboardingRequest,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::validation::NewRequest;
use ckey_engine::{Category, PolicyKind, Tenant};

/// An organization that is this tenant.
fn check_organization(context: &Context, tenant: &Tenant, given: &str) -> Result<(), CmdletError> {
    let account = context.account(tenant)?;
    if !tenant.directory().planning().resolve_tenant_id(&account, given)?.created {
        return Ok(());
    }
    Err(CmdletError::new(
        "OrganizationNotFound",
        Category::ObjectNotFound,
        format!("'{given}' is not the tenant '{}', whose id is {}.", tenant.name(), tenant.id()),
        "Give that id, or its domain. What Connect-AzAccount was given as -Tenant names it too.",
    ))
}

/// A key, by its URI or by the names of vault and key.
fn key(
    tenant: &Tenant,
    uri: Option<String>,
    vault: Option<String>,
    name: Option<String>,
) -> String {
    let (vault, name) = (vault.unwrap_or_default(), name.unwrap_or_default());
    let hosts = tenant.vault_provider().hosts.clone();
    uri.unwrap_or_else(|| format!("https://{vault}.{hosts}/keys/{name}"))
}

impl Change for NewCustomerKeyOnboardingRequest {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        check_organization(context, &tenant, &self.organization_id)?;
        let account = context.account(&tenant)?;
        // Nobody's subscription is made by asking whether a vault is in it.
        let subscription = |given: &str| {
            let directory = tenant.directory().planning();
            Ok::<_, CmdletError>(directory.resolve_subscription(&account, given)?.known.id)
        };
        let mailboxes = self.scenario.eq_ignore_ascii_case("EXO");
        let enable = self.onboarding_mode.eq_ignore_ascii_case("Enable");
        let new = NewRequest {
            kind: if mailboxes { PolicyKind::Mailbox } else { PolicyKind::MultiWorkload },
            subscriptions: [subscription(&self.subscription1)?, subscription(&self.subscription2)?],
            keys: [
                key(&tenant, self.key_identifier1, self.vault_name1, self.key_name1),
                key(&tenant, self.key_identifier2, self.vault_name2, self.key_name2),
            ],
            enable,
            mode: self.onboarding_mode,
        };
        let told = if enable {
            "The two keys would be checked, and the tenant enabled if every check passes."
        } else {
            "The two keys would be checked, and the request kept."
        };
        Ok(Plan::one(told, move |context| {
            let actor = context.account(&tenant)?.actor();
            let request = tenant.validation().request(&actor, &new, context.cancel())?;
            context.send(&view::onboarding_request(&request))
        }))
    }
}

impl Run<Context, CmdletError> for GetCustomerKeyOnboardingRequest {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        check_organization(context, &tenant, &self.organization_id)?;
        match self.request_id {
            Some(id) => {
                context.send(&view::onboarding_request(&tenant.validation().request_of(&id)?))
            }
            None => tenant
                .validation()
                .requests()?
                .iter()
                .try_for_each(|request| context.send(&view::onboarding_request(request))),
        }
    }
}
