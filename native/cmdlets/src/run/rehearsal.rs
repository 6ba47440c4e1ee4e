//! What only a rehearsal can do: move the clock, let vaults fail.

use super::loss::dependents;
use super::{PlanResult, RunResult};
use crate::generated::customer_key::{
    GetCustomerKeyClock, SetCustomerKeyClock, SetCustomerKeyVaultFault,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::surface::output::Utc;
use crate::view;
use ckey_engine::{ClockState, Tenant};
use ckey_vault::Fault;
use std::time::Duration;

impl Change for SetCustomerKeyVaultFault {
    fn plan(self, context: &mut Context) -> PlanResult {
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
            "servererror" => Fault::ServerError,
            "unauthorized" => Fault::Unauthorized,
            "firewall" => Fault::Firewall,
            "subscriptioncanceled" => Fault::SubscriptionCanceled,
            "slow" => Fault::Slow(delay),
            _ => Fault::None,
        };
        let vault = tenant.check_vault_fault(&self.vault_name)?;
        let mut effects = Effects::one(format!(
            "The vault '{vault}' would behave like this from now on: {fault}."
        ));
        if let Some(told) = dependents(&tenant, |uri| uri.vault().eq_ignore_ascii_case(&vault))? {
            effects.add(told);
        }
        Ok(Plan::new(effects, move |context| {
            tenant.set_vault_fault(&context.exchange_actor(&tenant)?, &vault, fault)?;
            Ok(())
        }))
    }
}

impl Change for SetCustomerKeyClock {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        // Counted from the moment of the change: the clock goes on while it is planned.
        let wanted = move |tenant: &Tenant| {
            let later =
                |clock: ClockState| clock.now.saturating_add(self.advance.map_or(0, |by| by.0));
            self.date.map_or_else(|| tenant.clock().map(later), |date| Ok(date.0))
        };
        let to = wanted(&tenant)?;
        tenant.check_clock(to)?;
        let shown = serde_json::to_string(&Utc(to)).unwrap_or_default();
        let effect = format!(
            "It would be {shown} in the tenant '{}', and never earlier again.",
            tenant.name()
        );
        Ok(Plan::one(effect, move |context| {
            tenant.move_clock(&context.exchange_actor(&tenant)?, wanted(&tenant)?)?;
            Ok(())
        }))
    }
}

impl Run<Context, CmdletError> for GetCustomerKeyClock {
    fn run(self, context: &mut Context) -> RunResult {
        let state = context.tenant()?.clock()?;
        context.send(&view::clock(&state))
    }
}
