//! Mailboxes and mail users.

use super::listing::{Listing, list};
use super::removed_mailbox::{hold, only_the_hold};
use super::{PlanResult, RunResult};
use crate::generated::customer_key::{NewMailUser, NewMailbox as NewMailboxCmdlet};
use crate::generated::exchange_online::{
    GetMailUser, GetMailbox, GetMailboxStatistics, SetMailUser, SetMailbox,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::{Action, Among, MAIL_USER, MailboxView, NewMailbox, Recipients, Tenant};

/// Mailboxes made in one change.
const AT_ONCE: u32 = 1000;

const MAKING: &str = "Making mailboxes";

impl Change for NewMailboxCmdlet {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let count = self.count.unwrap_or(1);
        let effect = if count == 1 {
            format!("The mailbox '{}' would be made.", self.name)
        } else {
            format!("{count} mailboxes would be made.")
        };
        let recipient_type = if self.shared { "SharedMailbox" } else { "UserMailbox" };
        let new = NewMailbox {
            name: self.name,
            alias: self.alias.unwrap_or_default(),
            user_principal_name: self.user_principal_name.unwrap_or_default(),
            smtp_address: self.primary_smtp_address.unwrap_or_default(),
            display_name: self.display_name.unwrap_or_default(),
            recipient_type: recipient_type.to_owned(),
            ..NewMailbox::default()
        };
        let batches = Batches { new, count };
        // One change is made whole or not at all, and looks itself; several must not stop in the
        // middle.
        if context.is_told() || count > AT_ONCE {
            for (_, batch) in batches.all() {
                context.check()?;
                tenant.mailboxes().check_new(&batch)?;
            }
        }
        Ok(Plan::one(effect, move |context| batches.make(context, &tenant)))
    }
}

/// Mailboxes that are made by one call: the one that is described, or so many with numbers.
struct Batches {
    new: NewMailbox,
    count: u32,
}

impl Batches {
    fn numbered(&self, number: u32) -> NewMailbox {
        let numbered = |text: &str| {
            if text.is_empty() { String::new() } else { format!("{text}{number}") }
        };
        NewMailbox {
            name: numbered(&self.new.name),
            alias: numbered(&self.new.alias),
            display_name: numbered(&self.new.display_name),
            // An address of its own for each comes from its alias.
            user_principal_name: String::new(),
            smtp_address: String::new(),
            recipient_type: self.new.recipient_type.clone(),
            ..NewMailbox::default()
        }
    }

    /// A thousand a change, each with the number of its last.
    fn all(&self) -> impl Iterator<Item = (u32, Vec<NewMailbox>)> {
        (0..self.count.div_ceil(AT_ONCE)).map(|batch| {
            let first = batch.saturating_mul(AT_ONCE).saturating_add(1);
            let last = self.count.min(first.saturating_add(AT_ONCE - 1));
            let batch = match self.count {
                1 => vec![self.new.clone()],
                _ => (first..=last).map(|number| self.numbered(number)).collect(),
            };
            (last, batch)
        })
    }

    /// The first thousand are returned.
    fn make(&self, context: &mut Context, tenant: &Tenant) -> RunResult {
        let (actor, domain) = (context.exchange_actor(tenant)?, tenant.domain());
        for (last, batch) in self.all() {
            context.check()?;
            let made = tenant.mailboxes().create(&actor, &batch, context.cancel())?;
            if last <= AT_ONCE {
                made.iter().try_for_each(|made| context.send(&view::mailbox(made, &domain)))?;
            }
            if self.count > 1 {
                let percent =
                    i32::try_from(u64::from(last) * 100 / u64::from(self.count)).unwrap_or(-1);
                context.progress(MAKING, &format!("{last} of {}", self.count), percent)?;
            }
        }
        context.progress_done(MAKING)
    }
}

impl Change for NewMailUser {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let effect = format!("The mail user '{}' would be made.", self.name);
        let address = self.external_email_address.unwrap_or_default();
        let new = NewMailbox {
            name: self.name,
            alias: self.alias.unwrap_or_default(),
            user_principal_name: self.microsoft_online_services_id.unwrap_or_default(),
            smtp_address: address.strip_prefix("SMTP:").unwrap_or(&address).to_owned(),
            display_name: self.display_name.unwrap_or_default(),
            recipient_type: MAIL_USER.to_owned(),
            ..NewMailbox::default()
        };
        if context.is_told() {
            tenant.mailboxes().check_new(std::slice::from_ref(&new))?;
        }
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let made = tenant.mailboxes().create(&actor, &[new], context.cancel())?;
            made.iter().try_for_each(|made| context.send(&view::mail_user(made)))
        }))
    }
}

/// A recipient of the kind that the cmdlet is for; another kind is not found, as in the service.
pub(super) fn find(
    tenant: &Tenant,
    identity: &str,
    mail_user: bool,
) -> Result<MailboxView, CmdletError> {
    let (among, fix) = if mail_user {
        (Recipients::MailUsers, "It is a mailbox: use the cmdlet for mailboxes.")
    } else {
        (Recipients::Mailboxes, "It is a mail user: use the cmdlet for mail users.")
    };
    tenant.mailboxes().get_among(identity, among).map_err(|mut error| {
        if error.id == "MailboxNotFound" && tenant.mailboxes().get(identity).is_ok() {
            error.fix = fix.into();
        }
        error.into()
    })
}

impl Change for SetMailbox {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (identity, among) = (&self.identity, self.inactive_mailbox);
        match (self.litigation_hold_enabled, self.data_encryption_policy.said()) {
            (Some(held), None) => hold(context, identity, held, among),
            (None, policy) if !among => set(context, identity, policy, false),
            (Some(held), policy) if !among => {
                let hold = hold(context, identity, held, false)?;
                Ok(set(context, identity, policy, false)?.then(hold))
            }
            _ => Err(only_the_hold(identity)),
        }
    }
}

impl Change for SetMailUser {
    fn plan(self, context: &mut Context) -> PlanResult {
        set(context, &self.identity, self.data_encryption_policy.said(), true)
    }
}

/// `$null` takes the policy off (rule 1.4). A mail user can carry one too (rule 1.7).
fn set(
    context: &mut Context,
    identity: &str,
    policy: Option<Option<String>>,
    mail_user: bool,
) -> PlanResult {
    let tenant = context.tenant()?;
    let found = find(&tenant, identity, mail_user)?;
    let Some(policy) = policy else {
        context.warning(&format!("Nothing was given to change of '{}'.", found.name))?;
        return Ok(Plan::nothing());
    };
    let identity = found.distinguished_name;
    let action = Action::SetMailboxPolicy { identity: identity.clone(), policy: policy.clone() };
    let effects = super::effects(context, &tenant, &action)?;
    Ok(Plan::new(effects, move |context| {
        let actor = context.exchange_actor(&tenant)?;
        tenant.mailboxes().set_policy(&actor, &identity, policy.as_deref())?;
        Ok(())
    }))
}

impl Run<Context, CmdletError> for GetMailbox {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let domain = tenant.domain();
        let among = if self.inactive_mailbox_only {
            Among::Inactive
        } else if self.soft_deleted_mailbox {
            Among::Removed
        } else if self.include_inactive_mailbox {
            Among::WithInactive
        } else {
            Among::InUse
        };
        let listing = Listing {
            types: mailbox_types(self.recipient_type_details),
            among,
            identity: self.identity,
            begins_with: self.anr,
            filter: self.filter,
            result_size: self.result_size,
            sort_by: self.sort_by,
            mail_user: false,
        };
        list(context, &tenant, listing, &mut |context, view| {
            context.send(&view::mailbox(view, &domain))
        })
    }
}

/// The kinds of mailbox that are wanted, of those there are here.
fn mailbox_types(wanted: Option<Vec<String>>) -> Vec<String> {
    let known = ["UserMailbox", "SharedMailbox"].into_iter();
    let is_wanted = |known: &&str| {
        wanted
            .as_ref()
            .is_none_or(|wanted| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(known)))
    };
    known.filter(is_wanted).map(str::to_owned).collect()
}

impl Run<Context, CmdletError> for GetMailUser {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let listing = Listing {
            types: vec![MAIL_USER.to_owned()],
            among: Among::InUse,
            identity: self.identity,
            begins_with: self.anr,
            filter: self.filter,
            result_size: self.result_size,
            sort_by: self.sort_by,
            mail_user: true,
        };
        list(context, &tenant, listing, &mut |context, view| context.send(&view::mail_user(view)))
    }
}

impl Run<Context, CmdletError> for GetMailboxStatistics {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let identity = self.identity.unwrap_or_default();
        if Pattern::of_identities(&identity).is_some() {
            let listing = Listing { identity: Some(identity), ..Listing::of_all() };
            return list(context, &tenant, listing, &mut |context, view| {
                context.send(&view::mailbox_statistics(view))
            });
        }
        tenant.directory().check_recipient(&context.account(&tenant)?, &identity)?;
        let found = tenant.mailboxes().get(&identity)?;
        context.send(&view::mailbox_statistics(&found))
    }
}
