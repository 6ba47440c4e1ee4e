//! The people and the applications of the directory, as scripts look for them.

use super::{PlanResult, RunResult};
use crate::generated::az_resources::{
    GetAzADGroup, GetAzADServicePrincipal, GetAzADUser, NewAzADServicePrincipal,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::{EngineError, FactChange, Known, Resolved, Service};
use ckey_vault::same_id;

/// How many of what is found are wanted.
struct Page {
    first: Option<u32>,
    skip: Option<u32>,
}

impl Page {
    fn of<T>(&self, found: Vec<T>) -> impl Iterator<Item = T> {
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let first = self.first.map_or(usize::MAX, size);
        found.into_iter().skip(self.skip.map_or(0, size)).take(first)
    }
}

/// What the tenant knows by a name; what it would make on first mention it does not know.
fn known(resolved: Result<Resolved, EngineError>) -> Result<Option<Known>, CmdletError> {
    match resolved {
        Ok(resolved) => Ok((!resolved.created).then_some(resolved.known)),
        Err(error) if ["UnknownIdentifier", "IdentifierInvalid"].contains(&error.id) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn begins(text: &str, begin: &str) -> bool {
    text.to_lowercase().starts_with(&begin.to_lowercase())
}

impl Run<Context, CmdletError> for GetAzADUser {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let directory = tenant.directory().planning();
        let signed_in = if self.signed_in {
            let sign_in = context.session().sign_in(&tenant)?;
            Some(directory.signed_in(&sign_in, Service::Azure))
        } else {
            None
        };
        let named = [self.user_principal_name, self.object_id, self.mail, signed_in];
        let found = match named.into_iter().flatten().next() {
            Some(name) => {
                let known = known(directory.resolve_user(&name))?;
                known.into_iter().filter(|known| known.app_id.is_none()).collect()
            }
            None => directory.users()?,
        };
        let fits = |known: &Known| {
            self.display_name.as_ref().is_none_or(|it| known.display_name.eq_ignore_ascii_case(it))
                && self.starts_with.as_ref().is_none_or(|it| begins(&known.display_name, it))
        };
        let found = found.into_iter().filter(fits).collect();
        Page { first: self.first, skip: self.skip }
            .of(found)
            .try_for_each(|known| context.send(&view::ad_user(&known)))
    }
}

impl Run<Context, CmdletError> for GetAzADServicePrincipal {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let directory = tenant.directory().planning();
        let named = [self.application_id, self.service_principal_name, self.object_id];
        let found = match named.into_iter().flatten().next() {
            Some(name) => known(directory.resolve_service_principal(&name))?.into_iter().collect(),
            None => directory.applications()?,
        };
        let registered = tenant.validation().facts()?.unregistered;
        let fits = |known: &Known| {
            let is_registered = known
                .app_id
                .as_ref()
                .is_none_or(|app| !registered.iter().any(|gone| same_id(gone, app)));
            let begin = self.display_name_begins_with.as_ref();
            is_registered
                && self
                    .display_name
                    .as_ref()
                    .is_none_or(|it| known.display_name.eq_ignore_ascii_case(it))
                && begin.is_none_or(|it| begins(&known.display_name, it))
        };
        let found = found.into_iter().filter(fits).collect();
        Page { first: self.first, skip: self.skip }
            .of(found)
            .try_for_each(|known| context.send(&view::ad_service_principal(&known)))
    }
}

impl Change for NewAzADServicePrincipal {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let wanted = self.application_id.unwrap_or_default();
        let resolved = tenant.directory().planning().resolve_service_principal(&wanted)?;
        let app_id = resolved.known.app_id.clone().unwrap_or(wanted);
        let fact = FactChange::Application { app_id: app_id.clone(), registered: true };
        let is_new = tenant.validation().check_fact(&fact)? || resolved.created;
        let name = resolved.known.display_name;
        let effects = if is_new {
            Effects::one(format!("The application '{name}' would be registered in the tenant."))
        } else {
            Effects::none(format!("Nothing would change: the application '{name}' is registered."))
        };
        Ok(Plan::new(effects, move |context| {
            if !is_new {
                context.warning(&format!(
                    "Azure would refuse to register the application '{name}' a second time."
                ))?;
            }
            let known = tenant.directory().resolve_service_principal(&app_id)?.known;
            tenant.validation().set_fact(&context.account(&tenant)?.actor(), &fact)?;
            context.send(&view::ad_service_principal(&known))
        }))
    }
}

impl Run<Context, CmdletError> for GetAzADGroup {
    /// A tenant has none.
    fn run(self, context: &mut Context) -> RunResult {
        context.tenant().map(drop)
    }
}
