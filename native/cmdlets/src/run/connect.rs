//! Signing in to Exchange Online and to the compliance centre: locally.

use super::{PlanResult, RunResult};
use crate::generated::exchange_online::{
    ConnectExchangeOnline, ConnectIPPSSession, DisconnectExchangeOnline,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::runtime::signing_in::named;
use crate::surface::bind::Run;
use ckey_engine::{Service, SignIn, TenantMode};

impl Run<Context, CmdletError> for ConnectExchangeOnline {
    fn run(self, context: &mut Context) -> RunResult {
        connect(context, named(self.user_principal_name, self.credential)?, self.show_banner)
    }
}

impl Run<Context, CmdletError> for ConnectIPPSSession {
    fn run(self, context: &mut Context) -> RunResult {
        connect(context, named(self.user_principal_name, self.credential)?, self.show_banner)
    }
}

fn connect(context: &mut Context, account: Option<String>, banner: Option<bool>) -> RunResult {
    let tenant = context.tenant()?;
    if let Some(account) = account {
        context.made("user", &tenant.directory().resolve_user(&account)?)?;
        let before = context.session().sign_in(&tenant)?;
        let sign_in = SignIn { exchange_account: Some(account), failed: None, ..before };
        context.session().set_sign_in(&tenant, &sign_in)?;
    }
    let sign_in = context.session().sign_in(&tenant)?;
    let account = tenant.directory().account_of(&sign_in, Service::Exchange)?;
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
        let tenant = context.tenant()?;
        let effect = format!(
            "{} would no longer be signed in to the local tenant '{}'.",
            context.session().os_user(),
            tenant.name()
        );
        let question =
            format!("Running this cmdlet disconnects from the local tenant '{}'.", tenant.name());
        let apply = move |context: &mut Context| {
            // Only now: another process may have signed in while the question was open.
            let before = context.session().sign_in(&tenant)?;
            let after = SignIn { exchange_account: None, failed: None, ..before };
            context.session().set_sign_in(&tenant, &after)?;
            context.information("Disconnected.")
        };
        Ok(Plan::one(effect, apply).asking_about(Some(question)))
    }
}
