//! Application scopes, and policies of their own.

use super::{PlanResult, RunResult, text_of};
use crate::generated::customer_key::{GetCustomerKeyApplication, SetCustomerKeyApplication};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::view;

impl Run<Context, CmdletError> for GetCustomerKeyApplication {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        match self.identity {
            Some(name) => context.send(&view::application(&tenant.workloads().application(&name)?)),
            None => tenant
                .workloads()
                .applications()?
                .iter()
                .try_for_each(|found| context.send(&view::application(found))),
        }
    }
}

impl Change for SetCustomerKeyApplication {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let piped = self.input_object.as_ref().and_then(|object| text_of(object, "Identity"));
        let name = self.identity.or(piped).unwrap_or_default();
        let Some(policy) = self.data_encryption_policy.said() else { return Ok(Plan::nothing()) };
        let is_there = tenant.workloads().check_application_policy(&name, policy.as_deref())?;
        if !is_there {
            let told = format!("There was no application scope '{name}': this makes it.");
            context.warning(&told)?;
        }
        let effect = match &policy {
            Some(policy) => format!(
                "What '{name}' seals would be under the policy '{policy}'; its key would be rewrapped, its objects stay as they are."
            ),
            None => format!(
                "'{name}' would have no policy of its own: the one that is assigned to the tenant applies, else service-managed keys."
            ),
        };
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let (policy, cancel) = (policy.as_deref(), context.cancel());
            tenant.workloads().set_application_policy(&actor, &name, policy, cancel)?;
            Ok(())
        }))
    }
}
