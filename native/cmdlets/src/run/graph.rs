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
use ckey_engine::{Administrators, EngineError, FactChange, Known, Resolved, Service, Tenant};
use ckey_vault::same_id;

/// Pages of recipients: the first is small, so that the first record comes soon.
const FIRST_PAGE: u32 = 50;
const PAGE: u32 = 1000;

/// How many of what is found are wanted still, and how many are left out before.
struct Page {
    first: u64,
    skip: u64,
}

impl Page {
    fn new(first: Option<u32>, skip: Option<u32>) -> Self {
        Self { first: first.map_or(u64::MAX, u64::from), skip: skip.map_or(0, u64::from) }
    }

    const fn is_full(&self) -> bool {
        self.first == 0
    }

    /// Whether the next one is wanted.
    const fn takes(&mut self) -> bool {
        let is_left_out = self.skip > 0;
        let counter = if is_left_out { &mut self.skip } else { &mut self.first };
        *counter = counter.saturating_sub(1);
        !is_left_out
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

/// The people that are listed: those of the directory, then the users of recipients that it does
/// not hold, page by page.
struct People {
    display_name: Option<String>,
    starts_with: Option<String>,
    page: Page,
}

impl People {
    fn fits(&self, known: &Known) -> bool {
        self.display_name.as_ref().is_none_or(|it| known.display_name.eq_ignore_ascii_case(it))
            && self.starts_with.as_ref().is_none_or(|it| begins(&known.display_name, it))
    }

    /// Who fits and is not left out is sent. Whether more are wanted is the answer.
    fn send(&mut self, context: &mut Context, known: &Known) -> Result<bool, CmdletError> {
        if !self.page.is_full() && self.fits(known) && self.page.takes() {
            context.send(&view::ad_user(known))?;
        }
        Ok(!self.page.is_full())
    }

    /// Owners and whoever manages recipients see all of them, other accounts those that somebody
    /// has mentioned.
    fn list(&mut self, context: &mut Context, tenant: &Tenant) -> RunResult {
        let directory = tenant.directory().planning();
        for known in directory.users()? {
            if !self.send(context, &directory.shown(known)?)? {
                return Ok(());
            }
        }
        if !context.account(tenant)?.administers(Administrators::Exchange) {
            return Ok(());
        }
        let begins_with = self.display_name.clone().or_else(|| self.starts_with.clone());
        let (mut after, mut limit) = (0, FIRST_PAGE);
        loop {
            context.check()?;
            let (page, next) =
                directory.users_of_recipients(begins_with.as_deref(), (after, limit))?;
            for known in &page {
                if !self.send(context, known)? {
                    return Ok(());
                }
            }
            let Some(next) = next else { return Ok(()) };
            (after, limit) = (next, PAGE);
        }
    }
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
        let mut people = People {
            display_name: self.display_name,
            starts_with: self.starts_with,
            page: Page::new(self.first, self.skip),
        };
        let of_mail = self.mail.as_deref().map(|mail| directory.person_by_mail(mail));
        let found = match of_mail.transpose()?.flatten() {
            Some(person) => Some(person),
            None => {
                let named = [self.user_principal_name, self.object_id, self.mail, signed_in];
                let Some(name) = named.into_iter().flatten().next() else {
                    return people.list(context, &tenant);
                };
                known(directory.resolve_user(&name))?
            }
        };
        match found.filter(|known| known.app_id.is_none()) {
            Some(known) => people.send(context, &directory.shown(known)?).map(drop),
            None => Ok(()),
        }
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
        let mut page = Page::new(self.first, self.skip);
        for known in found.into_iter().filter(fits) {
            if page.is_full() {
                break;
            }
            if page.takes() {
                context.send(&view::ad_service_principal(&known))?;
            }
        }
        Ok(())
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
