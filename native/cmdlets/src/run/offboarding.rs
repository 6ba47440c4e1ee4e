//! Leaving the policies for multiple workloads, which the service does on request.

use super::PlanResult;
use crate::generated::customer_key::UnregisterCustomerKeyWorkload;
use crate::runtime::context::Context;
use crate::runtime::plan::{Change, Effects, Plan};
use ckey_base::counted;
use ckey_engine::{Offboarding, Tenant};
use std::time::Duration;

impl Change for UnregisterCustomerKeyWorkload {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let with_lost_keys = self.with_lost_keys;
        let Some(leaving) = tenant.policies().check_offboarding(with_lost_keys)? else {
            let told = "Nothing would change: nothing is under a policy for multiple workloads that leaves.";
            return Ok(Plan::new(Effects::none(told), |_| Ok(())));
        };
        let mut effects = Effects::one(moved(&leaving));
        effects.add(
            "Vaults, keys and permissions must stay as they are until Wait-CustomerKeyJob says that everything has moved.",
        );
        let carrying = tenant.workloads().applications()?;
        for application in carrying.iter().filter(|found| found.policy.is_some()) {
            effects.add(format!(
                "The application '{}' would keep the policy of its own. Set-CustomerKeyApplication takes it off.",
                application.scope.name
            ));
        }
        let question = question(&tenant, &leaving);
        let apply = move |context: &mut Context| {
            let actor = context.exchange_actor(&tenant)?;
            let (cancel, activity) = (context.cancel().clone(), "Leaving the policies");
            let mut waiting = |left: Duration| {
                let left = counted(left.as_secs().max(1), "second", "seconds");
                let told = format!("Keys seem to be lost; their vaults are asked again in {left}");
                let _ = context.progress(activity, &told, -1);
            };
            tenant.policies().offboard(&actor, with_lost_keys, &cancel, &mut waiting)?;
            context.progress_done(activity)
        };
        Ok(Plan::new(effects, apply).asking_about(Some(question)))
    }
}

fn moved(leaving: &Offboarding) -> String {
    let assigned = leaving.assigned.as_ref().map_or_else(
        || "No policy is assigned, and".to_owned(),
        |policy| format!("The policy '{policy}' would no longer be assigned, and"),
    );
    format!(
        "{assigned} a job would carry {} and {} from {} ('{}') to service-managed keys, also older data. No content is touched.",
        counted(leaving.mailboxes, "key of mailboxes", "keys of mailboxes"),
        counted(leaving.workloads, "key of workloads", "keys of workloads"),
        counted(leaving.policies.len(), "policy", "policies"),
        leaving.policies.join("', '")
    )
}

fn question(tenant: &Tenant, leaving: &Offboarding) -> String {
    format!(
        "The tenant '{}' would leave its policies for multiple workloads ('{}'): all that is under them would go back to service-managed keys, which no customer key revokes.",
        tenant.name(),
        leaving.policies.join("', '")
    )
}
