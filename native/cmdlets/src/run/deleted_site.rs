//! Deleting SharePoint sites and bringing them back.

use super::{PlanResult, RunResult};
use crate::generated::share_point_online::{
    GetSPODeletedSite, RemoveSPODeletedSite, RemoveSPOSite, RestoreSPODeletedSite,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::{Category, DeletedSiteView};

/// How many deleted sites are listed where nobody says.
const LIMIT: usize = 200;

impl Change for RemoveSPOSite {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let found = tenant.sites().check_deletion(&self.identity)?;
        let mut effects = Effects::one(format!("The site '{}' would be deleted.", found.url));
        effects.add(
            "It could be restored for 93 days. Nobody would read it, and its key would stay where it is.",
        );
        let question =
            format!("Deleting the site \"{}\", whose files nobody reads then.", found.url);
        let plan = Plan::new(effects, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            Ok(tenant.sites().delete_site(&actor, &found.url)?)
        });
        Ok(plan.asking_about(Some(question)))
    }
}

impl Change for RestoreSPODeletedSite {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let found = tenant.sites().check_restoration(&self.identity)?;
        let mut effects = Effects::one(format!("The site '{}' would be restored.", found.url));
        effects.add("A job would move its key to where it belongs now.");
        Ok(Plan::new(effects, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let back = tenant.sites().restore_site(&actor, &found.guid.to_string())?;
            context.send(&view::site(&back))
        }))
    }
}

impl Change for RemoveSPODeletedSite {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let found = tenant.sites().deleted_site(&self.identity)?;
        let effect = format!(
            "The deleted site '{}' would be destroyed, with its files and its key: nothing brings it back.",
            found.url
        );
        let question = effect.clone();
        let plan = Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            Ok(tenant.sites().end_site(&actor, &found.guid.to_string(), context.cancel())?)
        });
        Ok(plan.asking_about(Some(question)))
    }
}

/// How many are wanted at most; no number means all.
fn limit(given: Option<&str>) -> Result<Option<usize>, CmdletError> {
    let Some(given) = given.map(str::trim) else { return Ok(Some(LIMIT)) };
    if given.eq_ignore_ascii_case("All") {
        return Ok(None);
    }
    given.parse().map(Some).map_err(|_| {
        CmdletError::new(
            "LimitInvalid",
            Category::InvalidArgument,
            format!("'{given}' is no number of sites."),
            "Give a number, or All.",
        )
        .about("Limit")
    })
}

impl Run<Context, CmdletError> for GetSPODeletedSite {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let limit = limit(self.limit.as_deref())?;
        if let Some(identity) = &self.identity {
            return context.send(&view::deleted_site(&tenant.sites().deleted_site(identity)?));
        }
        let is_wanted = |site: &DeletedSiteView| {
            if site.is_personal {
                self.include_personal_site || self.include_only_personal_site
            } else {
                !self.include_only_personal_site
            }
        };
        let (mut after, mut told) = (0, 0_usize);
        loop {
            context.check()?;
            let page = tenant.sites().deleted_page(after, 1000)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.no;
            for site in page.iter().filter(|site| is_wanted(site)) {
                if limit.is_some_and(|limit| told >= limit) {
                    return context.warning(&format!(
                        "There are more deleted sites than {told}. To see all of them: Get-SPODeletedSite -Limit All"
                    ));
                }
                context.send(&view::deleted_site(site))?;
                told = told.saturating_add(1);
            }
        }
    }
}
