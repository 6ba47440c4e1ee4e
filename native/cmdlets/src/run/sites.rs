//! SharePoint geos and sites.

use super::sharepoint::geo;
use super::{PlanResult, RunResult};
use crate::generated::customer_key::{
    DisableCustomerKeyRecoveryMode, EnableCustomerKeyRecoveryMode, GetCustomerKeyGeo,
    GetCustomerKeySite, NewCustomerKeyGeo, NewCustomerKeySite, UpdateCustomerKeyAvailabilityKey,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_base::counted;

impl Change for NewCustomerKeyGeo {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let planned = tenant.sites().check_new_geo(&self.name, &self.admin_url)?;
        let effect = format!(
            "The geo '{}' with the admin site {} would be made.",
            planned.name, planned.admin_url
        );
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let geo = tenant.sites().create_geo(&actor, &self.name, &self.admin_url)?;
            context.send(&view::geo(&geo))
        }))
    }
}

impl Run<Context, CmdletError> for GetCustomerKeyGeo {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        match self.identity {
            Some(identity) => context.send(&view::geo(&tenant.sites().geo(&identity)?)),
            None => tenant.sites().geos()?.iter().try_for_each(|geo| context.send(&view::geo(geo))),
        }
    }
}

impl Change for EnableCustomerKeyRecoveryMode {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let geo = geo(context, &tenant, self.identity)?;
        let found = tenant.sites().check_recovery(geo.as_deref())?;
        let effect = format!(
            "The recovery mode of the geo '{}' would be asked for: four hours later the availability key would open its {}, whatever its keys answer.",
            found.name,
            counted(found.sites, "site", "sites")
        );
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let asked = tenant.sites().ask_for_recovery(&actor, geo.as_deref())?;
            context.send(&view::geo(&asked))
        }))
    }
}

impl Change for DisableCustomerKeyRecoveryMode {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let geo = geo(context, &tenant, self.identity)?;
        let found = tenant.sites().check_end_of_recovery(geo.as_deref())?;
        let effect = format!(
            "The recovery mode of the geo '{}' would end: without one of its keys nobody would read its {}.",
            found.name,
            counted(found.sites, "site", "sites")
        );
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let ended = tenant.sites().end_recovery(&actor, geo.as_deref())?;
            context.send(&view::geo(&ended))
        }))
    }
}

impl Change for UpdateCustomerKeyAvailabilityKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let policies = tenant.sites().check_roll_of_availability_key()?;
        let effect = format!(
            "The availability key of SharePoint would be made anew for {}; the one before would be destroyed.",
            counted(policies, "geo", "geos")
        );
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let geos = tenant.sites().roll_availability_key(&actor)?;
            geos.iter().try_for_each(|geo| context.send(&view::geo_policy(geo)))
        }))
    }
}

impl Change for NewCustomerKeySite {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let geo = tenant.sites().check_new_site(&self.url, self.geo.as_deref())?;
        let effect = format!("The site '{}' would be made in the geo '{geo}'.", self.url);
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let (geo, cancel) = (self.geo.as_deref(), context.cancel().clone());
            let site = tenant.sites().create_site(&actor, &self.url, geo, &cancel)?;
            context.send(&view::site(&site))
        }))
    }
}

impl Run<Context, CmdletError> for GetCustomerKeySite {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        if let Some(identity) = self.identity {
            let site = tenant.sites().site(&identity)?;
            return context.send(&view::site(&site));
        }
        let mut after = 0;
        loop {
            context.check()?;
            let page = tenant.sites().page(self.geo.as_deref(), after, 1000)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.no;
            page.iter().try_for_each(|site| context.send(&view::site(site)))?;
        }
    }
}
