//! What only a rehearsal can do: move the clock, let vaults fail.

use super::RunResult;
use crate::generated::customer_key::{
    GetCustomerKeyClock, SetCustomerKeyClock, SetCustomerKeyVaultFault,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Run;
use crate::surface::output::Utc;
use crate::view;
use ckey_vault::Fault;
use std::time::Duration;

impl Run<Context, CmdletError> for SetCustomerKeyVaultFault {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let delay =
            Duration::try_from_secs_f64(self.delay_seconds.unwrap_or(1.0)).map_err(|_| {
                CmdletError::argument(
                    "InvalidDelay",
                    "A vault cannot answer before it was asked.",
                    "Give seconds, such as 1 or 0.5.",
                )
            })?;
        let fault = match self.fault.to_ascii_lowercase().as_str() {
            "unreachable" => Fault::Unreachable,
            "throttled" => Fault::Throttled,
            "slow" => Fault::Slow(delay),
            _ => Fault::None,
        };
        let vault = tenant.vaults().vault(&self.vault_name)?.name;
        if context.what_if() {
            let mut told =
                vec![format!("The vault '{vault}' would behave like this from now on: {fault}.")];
            let rooted = super::rooted(&tenant, |uri| uri.vault().eq_ignore_ascii_case(&vault))?;
            told.extend(
                rooted.map(|policies| format!("These policies have a root key there: {policies}.")),
            );
            return context.would_all(told);
        }
        tenant.set_vault_fault(&context.exchange_actor(&tenant)?, &vault, fault)?;
        context.send(&view::fault(&vault, fault))
    }
}

impl Run<Context, CmdletError> for SetCustomerKeyClock {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let to = match (self.date, self.advance) {
            (Some(date), _) => date.0,
            (None, Some(by)) => tenant.clock()?.now.saturating_add(by.0),
            (None, None) => tenant.clock()?.now,
        };
        if context.what_if() {
            let to = serde_json::to_string(&Utc(to)).unwrap_or_default();
            return context.would(&format!(
                "It would be {to} in the tenant '{}', and never earlier again.",
                tenant.name()
            ));
        }
        let state = tenant.move_clock(&context.exchange_actor(&tenant)?, to)?;
        context.send(&view::clock(&state))
    }
}

impl Run<Context, CmdletError> for GetCustomerKeyClock {
    fn run(self, context: &mut Context) -> RunResult {
        let state = context.tenant()?.clock()?;
        context.send(&view::clock(&state))
    }
}
