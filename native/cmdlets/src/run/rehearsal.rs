//! What only a rehearsal can do: move the clock, let vaults fail.

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
use ckey_engine::{ClockState, Supposition, Tenant};
use ckey_vault::{Caller, Fault, SupposedChange};
use std::time::Duration;

/// Of time and of faults no vault asks who lets them come.
fn nobody() -> Caller {
    Caller::person("", "")
}

impl Change for SetCustomerKeyVaultFault {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let delay = match self.delay_seconds.map(Duration::try_from_secs_f64) {
            // Later than anybody waits, whatever the tenant's limit is.
            None => tenant.settings()?.root_timeout.saturating_add(Duration::from_secs(1)),
            Some(delay) => delay.map_err(|_| {
                CmdletError::argument(
                    "InvalidDelay",
                    "A vault cannot answer before it was asked.",
                    "Give seconds, such as 1 or 0.5.",
                )
            })?,
        };
        let fault = match self.fault.to_ascii_lowercase().as_str() {
            "unreachable" => Fault::Unreachable,
            "reset" => Fault::Reset,
            "halfanswer" => Fault::HalfAnswer,
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
        let is_here = |uri: &ckey_vault::KeyUri| uri.vault().eq_ignore_ascii_case(&vault);
        tenant.what_if().dependents(is_here)?.into_iter().for_each(|told| effects.add(told));
        let change = SupposedChange::Fault(fault);
        let change = Supposition::Vault { vault: vault.clone(), change };
        effects = effects.then(tenant.what_if().told(&nobody(), &[change])?.into());
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
        let now = tenant.check_clock(to)?;
        let shown = serde_json::to_string(&Utc(to)).unwrap_or_default();
        let effect = format!(
            "It would be {shown} in the tenant '{}', and never earlier again.",
            tenant.name()
        );
        let change = Supposition::Wait(to.saturating_sub(now));
        let lost = tenant.what_if().told(&nobody(), &[change])?;
        let effects = Effects::one(effect).then(lost.into());
        Ok(Plan::new(effects, move |context| {
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
