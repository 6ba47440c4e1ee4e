//! Checks of the configuration, and the facts that they look at.

use super::{PlanResult, RunResult};
use crate::generated::customer_key::{
    GetCustomerKeyFact, SetCustomerKeyFact, TestCustomerKeyConfiguration, TestDataEncryptionPolicy,
    TestSPODataEncryptionPolicy,
};
use crate::generated::output::customer_key::CustomerKeyFact;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::validation::OFFERS;
use ckey_engine::{Category, FactChange, PolicyKind, Tenant};
use uuid::Uuid;

/// Silence would read as a sound configuration.
const NO_POLICY: &str = "This tenant has no policy, so no key was tried: neither the sign-in to the vaults nor what it may do there was tested. This tries two keys and makes nothing: New-DataEncryptionPolicy -Name Trial -AzureKeyIDs URI1, URI2 -WhatIf";

impl Run<Context, CmdletError> for TestCustomerKeyConfiguration {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        for check in tenant.validation().overdue()? {
            context.send(&view::policy_check("", &check))?;
        }
        let tested = tenant.policies().test_all(context.cancel())?;
        if tested.is_empty() {
            context.warning(NO_POLICY)?;
        }
        for (policy, checks) in tested {
            checks
                .iter()
                .try_for_each(|check| context.send(&view::policy_check(&policy, check)))?;
        }
        Ok(())
    }
}

fn test(context: &mut Context, tenant: &Tenant, kind: PolicyKind, identity: &str) -> RunResult {
    let policy = tenant.policies().get(kind, identity)?;
    let checks = tenant.policies().test(kind, &policy.distinguished_name, context.cancel())?;
    checks.iter().try_for_each(|check| context.send(&view::policy_check(&policy.name, check)))
}

impl Run<Context, CmdletError> for TestDataEncryptionPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        test(context, &tenant, PolicyKind::Mailbox, &self.identity)
    }
}

impl Run<Context, CmdletError> for TestSPODataEncryptionPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let geo = super::sharepoint::geo(context, &tenant, self.identity)?;
        let status = tenant.sites().status(geo.as_deref())?;
        if status.primary.is_none() {
            return Err(CmdletError::new(
                "GeoNotRegistered",
                Category::ObjectNotFound,
                format!("No policy is registered for the geo '{}'.", status.geo),
                "Register one with Register-SPODataEncryptionPolicy.",
            ));
        }
        // A policy is called as its geo.
        test(context, &tenant, PolicyKind::SharePoint, &status.geo)
    }
}

impl Run<Context, CmdletError> for GetCustomerKeyFact {
    fn run(self, context: &mut Context) -> RunResult {
        let facts = context.tenant()?.validation().facts()?;
        let mut shown: Vec<(&str, String, String)> = Vec::new();
        for (id, own) in facts.subscriptions {
            if let Some(offer) = own.offer {
                shown.push(("Offer", id.clone(), offer));
            }
            if let Some(directory) = own.directory {
                shown.push(("Directory", id, directory.to_string()));
            }
        }
        let missing = || "Missing".to_owned();
        shown.extend(facts.unlicensed.into_values().map(|name| ("License", name, missing())));
        shown.extend(facts.unregistered.into_iter().map(|id| ("Application", id, missing())));
        let enabled = facts.enabled.into_iter();
        shown.extend(enabled.map(|name| ("Scenario", name, "Enabled".to_owned())));
        shown.into_iter().try_for_each(|(kind, name, value)| {
            context.send(&CustomerKeyFact {
                kind: Some(kind.to_owned()),
                name: Some(name),
                value: Some(value),
            })
        })
    }
}

/// A fact, with what is made because it is mentioned.
fn change(
    parameters: &SetCustomerKeyFact,
    context: &mut Context,
    tenant: &Tenant,
    effects: &mut Effects,
) -> Result<(FactChange, String), CmdletError> {
    let said = |is: Option<bool>| is.unwrap_or(true);
    if let Some(given) = &parameters.mailbox {
        let mailbox = tenant.mailboxes().get(given)?;
        let licensed = said(parameters.licensed);
        let has = if licensed { "a" } else { "no" };
        let told = format!("The mailbox '{}' would have {has} license.", mailbox.name);
        let (mailbox, name) = (mailbox.guid, mailbox.name.clone());
        let fact = FactChange::License { mailbox, name, licensed };
        return Ok((fact, told));
    }
    if let Some(app_id) = parameters.application.clone() {
        let registered = said(parameters.registered);
        let not = if registered { "" } else { "not " };
        let told = format!("The application {app_id} would {not}be registered.");
        return Ok((FactChange::Application { app_id, registered }, told));
    }
    if let Some(scenario) = &parameters.scenario {
        let (scenario, enabled) = (scenario.to_ascii_uppercase(), said(parameters.enabled));
        let not = if enabled { "" } else { "not " };
        let told = format!("The tenant would {not}be enabled for {scenario}.");
        return Ok((FactChange::Scenario { scenario, enabled }, told));
    }
    let account = context.account(tenant)?;
    let given = parameters.subscription.clone().unwrap_or_default();
    let resolved = tenant.directory().planning().resolve_subscription(&account, &given)?;
    let id = effects.mention("subscription", &resolved).id;
    let named = |offer: &String| OFFERS.into_iter().find(|it| it.eq_ignore_ascii_case(offer));
    let offer = parameters.offer.as_ref().and_then(named).map(str::to_owned);
    let directory = parameters.directory.as_deref().map(Uuid::try_parse).transpose();
    let directory = directory.map_err(|_| {
        CmdletError::argument(
            "BadParameter",
            "The directory is no GUID.",
            "Give its id, such as that of another tenant.",
        )
    })?;
    let mut told = Vec::new();
    told.extend(offer.as_ref().map(|offer| format!("of the offer {offer}")));
    told.extend(directory.map(|directory| format!("in the directory {directory}")));
    let told = format!("The subscription {id} would be {}.", told.join(" and "));
    Ok((FactChange::Subscription { id, offer, directory }, told))
}

impl Change for SetCustomerKeyFact {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        if self.subscription.is_some() && self.offer.is_none() && self.directory.is_none() {
            return Err(CmdletError::argument(
                "NothingToSet",
                "Nothing is said about the subscription.",
                "Give -Offer, -Directory or both.",
            ));
        }
        let mut effects = Effects::default();
        let (fact, told) = change(&self, context, &tenant, &mut effects)?;
        if tenant.validation().check_fact(&fact)? {
            effects.add(told);
        } else {
            effects = Effects::none("Nothing would change: that is so already.");
        }
        Ok(Plan::new(effects, move |context| {
            let account = context.account(&tenant)?;
            if let Some(given) = &self.subscription {
                let resolved = tenant.directory().resolve_subscription(&account, given)?;
                context.made("subscription", &resolved)?;
            }
            tenant.validation().set_fact(&account.actor(), &fact)?;
            Ok(())
        }))
    }
}
