//! The purge of a geo's data: who agrees to it, and asking for it.

use super::PlanResult;
use super::sharepoint::geo;
use crate::generated::customer_key::{ApproveCustomerKeySitePurge, RequestCustomerKeySitePurge};
use crate::generated::output::customer_key::CustomerKeySitePurgeAgreement;
use crate::runtime::context::Context;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::view;
use ckey_engine::{PolicyKind, PurgeOf, PurgeRequest, Supposition};
use ckey_vault::Caller;

impl Change for ApproveCustomerKeySitePurge {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let geo = geo(context, &tenant, self.identity)?;
        let caller = context.azure_caller(&tenant)?;
        let after = tenant.purges().check_agreement(&caller, geo.as_deref())?;
        let effect = format!(
            "'{}' would agree to the purge of all data of the geo '{}'. {}",
            caller.name,
            after.geo,
            if after.missing.is_empty() {
                "Everyone would have agreed then.".to_owned()
            } else {
                format!("These would still have to: {}.", after.missing.join(", "))
            }
        );
        Ok(Plan::one(effect, move |context| {
            let caller = context.azure_caller(&tenant)?;
            let after = tenant.purges().agree(&caller, geo.as_deref())?;
            context.send(&CustomerKeySitePurgeAgreement {
                geo: Some(after.geo),
                agreed: after.agreed,
                missing: after.missing,
            })
        }))
    }
}

impl Change for RequestCustomerKeySitePurge {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let geo = geo(context, &tenant, self.identity)?;
        let name = tenant.sites().status(geo.as_deref())?.geo;
        let request = PurgeRequest { reason: self.reason, contact: self.contact, force: false };
        let warning = tenant.purges().check_request(PurgeOf::Geo(Some(&name)), &request)?;
        let mut effects = Effects::one(format!(
            "The purge of all data of the geo '{name}' would be asked for. Nothing would come under its policy any more, and there is no way back."
        ));
        if let Some(warning) = warning {
            effects.add(warning);
        }
        let destroyed = Supposition::Purge { kind: PolicyKind::SharePoint, identity: name.clone() };
        let told = tenant.what_if().told(&Caller::person("", ""), &[destroyed])?;
        let question = format!(
            "All data of the geo '{name}' will be purged for good once the approver has signed for it. Nothing comes under its policy any more."
        );
        let question = std::iter::once(question).chain(told.iter().cloned());
        let question = question.collect::<Vec<_>>().join("\n");
        let effects = effects.then(told.into());
        let plan = Plan::new(effects, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let asked = tenant.purges().request(&actor, PurgeOf::Geo(Some(&name)), &request)?;
            context.send(&view::purge(&asked))
        });
        Ok(plan.asking_about(Some(question)))
    }
}
