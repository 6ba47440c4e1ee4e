//! Signing in to Exchange Online and to the compliance centre: locally.

use super::vault_provider::must_be_in;
use super::{PlanResult, RunResult};
use crate::generated::exchange_online::{
    ConnectExchangeOnline, ConnectIPPSSession, DisconnectExchangeOnline,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::runtime::signing_in::{Asked, Principal};
use crate::surface::bind::Run;
use ckey_engine::{Service, SignIn, TenantMode};
use ckey_vault::Cloud;

impl Run<Context, CmdletError> for ConnectExchangeOnline {
    fn run(self, context: &mut Context) -> RunResult {
        let managed = self.managed_identity || self.managed_identity_account_id.is_some();
        let asked = Asked {
            account: self.user_principal_name.or(self.managed_identity_account_id),
            credential: self.credential,
            application: self.app_id,
            managed,
            token: self.access_token,
            ..Asked::default()
        };
        if let Some(name) = &self.exchange_environment_name {
            let parameter = "ExchangeEnvironmentName";
            must_be_in(&*context.tenant()?, environment(name)?, (parameter, environment_of))?;
        }
        connect(context, asked.principal()?, self.show_banner)
    }
}

/// What Exchange Online calls a cloud. The two of the government of the United States are one here.
const fn environment_of(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Public => "O365Default",
        Cloud::UsGovernment => "O365USGovGCCHigh",
        Cloud::China => "O365China",
    }
}

fn environment(name: &str) -> Result<Cloud, CmdletError> {
    let name = if name.eq_ignore_ascii_case("O365USGovDoD") { "O365USGovGCCHigh" } else { name };
    let is_named = |cloud: &&Cloud| environment_of(**cloud).eq_ignore_ascii_case(name);
    Cloud::ALL.iter().find(is_named).copied().ok_or_else(|| {
        CmdletError::argument(
            "EnvironmentNotFound",
            format!("There is no cloud '{name}'."),
            "Name one of these: O365Default, O365USGovGCCHigh, O365USGovDoD, O365China. The one of Germany was closed in 2021.",
        )
        .about("ExchangeEnvironmentName")
    })
}

impl Run<Context, CmdletError> for ConnectIPPSSession {
    fn run(self, context: &mut Context) -> RunResult {
        let asked = Asked {
            account: self.user_principal_name,
            credential: self.credential,
            application: self.app_id,
            token: self.access_token,
            ..Asked::default()
        };
        connect(context, asked.principal()?, self.show_banner)
    }
}

pub(super) fn connect(
    context: &mut Context,
    principal: Option<Principal>,
    banner: Option<bool>,
) -> RunResult {
    let tenant = context.tenant()?;
    if let Some(principal) = principal {
        let (what, resolved) = principal.resolve(tenant.directory())?;
        context.made(what, &resolved)?;
        context.session().update_sign_in(&tenant, |current, _| {
            current.after(Service::Exchange, &principal.account, principal.with)
        })?;
    }
    let sign_in = context.session().sign_in(&tenant)?;
    let account = tenant.directory().account_of(&sign_in, Service::Exchange)?;
    context.session().note_exchange(&tenant, true);
    context.information(&format!(
        "Connected as {} to the local tenant '{}' in {}. Nothing reaches Microsoft 365.",
        account.name,
        tenant.name(),
        tenant.path().display()
    ))?;
    context.tell_sign_in(&tenant, &account, &sign_in)?;
    if banner != Some(false) {
        context.information(match tenant.mode() {
            TenantMode::Rehearsal => "It is a rehearsal: its clock can be moved and its vaults can be told to fail. Get-CustomerKeyTenant shows its state.",
            TenantMode::Production => "It is a production tenant. Get-CustomerKeyTenant shows its state.",
        })?;
    }
    Ok(())
}

impl Change for DisconnectExchangeOnline {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = match context.tenant() {
            // Scripts end by it whatever happened before: nobody is signed in.
            Err(error) if error.id == "TenantNotFound" => {
                return Ok(Plan::one("Nobody is signed in.", |context: &mut Context| {
                    context.session().forget_failed_sign_in();
                    Ok(())
                }));
            }
            tenant => tenant?,
        };
        let effect = format!(
            "{} would no longer be signed in to the local tenant '{}'.",
            context.session().os_user(),
            tenant.name()
        );
        let question =
            format!("Running this cmdlet disconnects from the local tenant '{}'.", tenant.name());
        let apply = move |context: &mut Context| {
            context.session().update_sign_in(&tenant, SignIn::after_disconnect)?;
            context.session().note_exchange(&tenant, false);
            context.information("Disconnected.")
        };
        Ok(Plan::one(effect, apply).asking_about(Some(question)))
    }
}
