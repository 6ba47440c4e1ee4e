//! Signing in to Exchange Online and to the compliance centre: locally.

use super::Ran;
use crate::bind::Run;
use crate::context::Context;
use crate::error::CmdletError;
use crate::generated::exchange_online::{ConnectExchangeOnline, ConnectIPPSSession, DisconnectExchangeOnline};
use ckey_engine::{SignIn, TenantMode};

impl Run<Context, CmdletError> for ConnectExchangeOnline {
    fn run(self, context: &mut Context) -> Ran {
        connect(context, self.user_principal_name, self.show_banner)
    }
}

impl Run<Context, CmdletError> for ConnectIPPSSession {
    fn run(self, context: &mut Context) -> Ran {
        connect(context, self.user_principal_name, self.show_banner)
    }
}

fn connect(context: &mut Context, account: Option<String>, banner: Option<bool>) -> Ran {
    let tenant = context.tenant()?;
    let user = context.session().os_user();
    let mut sign_in = tenant.sign_in(&user)?;
    if let Some(account) = account.filter(|account| !account.is_empty()) {
        context.made("user", &tenant.resolve_user(&account)?)?;
        sign_in.exchange_account = Some(account);
        tenant.set_sign_in(&user, &sign_in)?;
    }
    let account = context.account(&tenant)?;
    context.information(&format!(
        "Connected as {} to the local tenant '{}' in {}. Nothing reaches Microsoft 365.",
        account.name,
        tenant.name(),
        tenant.path().display()
    ))?;
    context.tell_rights(&tenant, &account)?;
    if banner != Some(false) {
        context.information(match tenant.mode() {
            TenantMode::Rehearsal => "It is a rehearsal: its clock can be moved and its vaults can be told to fail. Get-CustomerKeyTenant shows its state.",
            TenantMode::Production => "It is a production tenant. Get-CustomerKeyTenant shows its state.",
        })?;
    }
    Ok(())
}

impl Run<Context, CmdletError> for DisconnectExchangeOnline {
    fn run(self, context: &mut Context) -> Ran {
        let tenant = context.tenant()?;
        let user = context.session().os_user();
        if context.what_if() {
            return context.would(&format!("{user} would no longer be signed in to the local tenant '{}'.", tenant.name()));
        }
        let question = format!("Running this cmdlet disconnects from the local tenant '{}'.", tenant.name());
        if !context.confirm("Confirm", &format!("Are you sure you want to perform this action?\n{question}"))? {
            return Ok(());
        }
        let sign_in = tenant.sign_in(&user)?;
        tenant.set_sign_in(&user, &SignIn { exchange_account: None, ..sign_in })?;
        context.information("Disconnected.")
    }
}
