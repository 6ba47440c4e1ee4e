//! What changes would do to who reads what.

use super::RunResult;
use crate::generated::customer_key::GetCustomerKeyImpact;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::{EngineError, WhatIf};
use ckey_vault::Caller;

impl Run<Context, CmdletError> for GetCustomerKeyImpact {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let caller = context.azure_caller(&tenant)?;
        let what_if = tenant.what_if();
        let changes = what_if.understood(&self.change)?;
        let found = what_if
            .ask(&caller, &changes)
            .map_err(|error| blamed(what_if, &caller, &self.change, error))?;
        let touched: Vec<_> = found.iter().filter(|one| one.is_touched()).collect();
        context.send(&view::impacts(&touched, &what_if.remarks(&changes)?))?;
        touched.into_iter().try_for_each(|one| context.send(&view::impact(one)))
    }
}

/// The error of a plan, with the change that it is about: the first without which the others would
/// do.
fn blamed(
    what_if: WhatIf<'_>,
    caller: &Caller,
    plan: &[String],
    error: EngineError,
) -> CmdletError {
    let fails = |count: &usize| {
        let changes = plan.get(..*count).and_then(|begin| what_if.understood(begin).ok());
        changes.is_none_or(|changes| what_if.ask(caller, &changes).is_err())
    };
    let first = (1..plan.len()).find(fails).unwrap_or(plan.len());
    match plan.get(first.saturating_sub(1)) {
        Some(change) if plan.len() > 1 => {
            let message = format!("'{change}' would be refused: {}", error.message);
            EngineError { message, ..error }.into()
        }
        _ => error.into(),
    }
}
