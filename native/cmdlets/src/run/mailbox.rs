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
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::{
    ACCOUNT_MAILBOXES, Action, Among, EQUIPMENT_MAILBOX, GROUP_MAILBOX, MAIL_USER, MailboxView,
    NewMailbox, PUBLIC_FOLDER_MAILBOX, ROOM_MAILBOX, Recipients, SHARED_MAILBOX, Tenant,
    USER_MAILBOX,
};

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
        let recipient_type = kind_of_new(&[
            (self.shared, SHARED_MAILBOX),
            (self.room, ROOM_MAILBOX),
            (self.equipment, EQUIPMENT_MAILBOX),
            (self.public_folder, PUBLIC_FOLDER_MAILBOX),
        ])?;
        let new = NewMailbox {
            name: self.name,
            alias: self.alias.unwrap_or_default(),
            user_principal_name: self.microsoft_online_services_id.unwrap_or_default(),
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

/// Of whom the new mailbox is: of a user unless one of the switches is given.
fn kind_of_new(switches: &[(bool, &'static str)]) -> Result<&'static str, CmdletError> {
    let mut given = switches.iter().filter(|(given, _)| *given);
    let kind = given.next().map_or(USER_MAILBOX, |(_, kind)| kind);
    if given.next().is_none() {
        return Ok(kind);
    }
    Err(CmdletError::argument(
        "MailboxKindAmbiguous",
        "A mailbox is of one kind: shared, of a room, of equipment or for public folders.",
        "Give one of -Shared, -Room, -Equipment and -PublicFolder.",
    ))
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
    among: Recipients,
) -> Result<MailboxView, CmdletError> {
    tenant.mailboxes().get_among(identity, among).map_err(|mut error| {
        if error.id == "MailboxNotFound"
            && let Ok(other) = tenant.mailboxes().get(identity)
        {
            error.fix = match other.recipient_type.as_str() {
                MAIL_USER => "It is a mail user: use the cmdlet for mail users.",
                GROUP_MAILBOX => "It is the mailbox of a group: use the cmdlet for groups.",
                PUBLIC_FOLDER_MAILBOX => {
                    "It is a public folder mailbox: -PublicFolder asks for it."
                }
                _ => "It is a mailbox: use the cmdlet for mailboxes.",
            }
            .into();
        }
        error.into()
    })
}

impl Change for SetMailbox {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (identity, among) = (&self.identity, self.inactive_mailbox);
        let kind = one_kind(self.group_mailbox, self.public_folder);
        let (held, policy) = (self.litigation_hold_enabled, self.data_encryption_policy.said());
        if among && (held.is_none() || policy.is_some() || self.r#type.is_some()) {
            return Err(only_the_hold(identity));
        }
        let is_other = held.is_some() || self.r#type.is_some();
        let mut plans = Vec::new();
        if policy.is_some() || !is_other {
            plans.push(set(context, identity, policy, kind)?);
        }
        if let Some(subtype) = self.r#type {
            plans.push(convert(context, identity, &subtype)?);
        }
        if let Some(held) = held {
            plans.push(hold(context, identity, held, among)?);
        }
        Ok(plans.into_iter().reduce(Plan::then).unwrap_or_else(Plan::nothing))
    }
}

/// Makes a mailbox one of another kind, as `Set-Mailbox -Type` calls it.
fn convert(context: &mut Context, identity: &str, subtype: &str) -> PlanResult {
    let tenant = context.tenant()?;
    let found = find(&tenant, identity, Recipients::Mailboxes)?;
    let kind = match subtype.to_lowercase().as_str() {
        "shared" => SHARED_MAILBOX,
        "room" => ROOM_MAILBOX,
        "equipment" => EQUIPMENT_MAILBOX,
        _ => USER_MAILBOX,
    };
    tenant.check_writable()?;
    if found.recipient_type == kind {
        let text = format!("Nothing would change: the mailbox '{}' is a {kind}.", found.name);
        return Ok(Plan::new(Effects::none(text), |_| Ok(())));
    }
    let effect = format!(
        "The mailbox '{}', now a {}, would be a {kind}. Its key, its policy and its items would stay as they are.",
        found.name, found.recipient_type
    );
    let identity = found.guid.to_string();
    Ok(Plan::one(effect, move |context| {
        let actor = context.exchange_actor(&tenant)?;
        Ok(tenant.mailboxes().convert(&actor, &identity, kind)?)
    }))
}

impl Change for SetMailUser {
    fn plan(self, context: &mut Context) -> PlanResult {
        set(context, &self.identity, self.data_encryption_policy.said(), Recipients::MailUsers)
    }
}

/// `$null` takes the policy off (rule 1.4). A mail user can carry one too (rule 1.7).
pub(super) fn set(
    context: &mut Context,
    identity: &str,
    policy: Option<Option<String>>,
    among: Recipients,
) -> PlanResult {
    let tenant = context.tenant()?;
    let found = find(&tenant, identity, among)?;
    let Some(policy) = policy else {
        if !context.has_ignored() {
            context.warning(&format!("Nothing was given to change of '{}'.", found.name))?;
        }
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

/// Which mailboxes are meant: those with an account, unless a switch says another kind.
const fn one_kind(group: bool, public_folder: bool) -> Recipients {
    match (group, public_folder) {
        (true, _) => Recipients::Groups,
        (_, true) => Recipients::PublicFolders,
        _ => Recipients::Mailboxes,
    }
}

/// Which mailboxes are listed, by whether they were removed.
pub(super) const fn among(inactive_only: bool, removed: bool, with_inactive: bool) -> Among {
    match (inactive_only, removed, with_inactive) {
        (true, ..) => Among::Inactive,
        (_, true, _) => Among::Removed,
        (.., true) => Among::WithInactive,
        _ => Among::InUse,
    }
}

impl Run<Context, CmdletError> for GetMailbox {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let domain = tenant.domain();
        let among = among(
            self.inactive_mailbox_only,
            self.soft_deleted_mailbox,
            self.include_inactive_mailbox,
        );
        let kind = one_kind(self.group_mailbox, self.public_folder);
        let listing = Listing {
            recipients: kind,
            types: mailbox_types(kind, self.recipient_type_details),
            among,
            identity: self.identity,
            begins_with: self.anr,
            filter: self.filter,
            result_size: self.result_size,
            sort_by: self.sort_by,
        };
        list(context, &tenant, listing, &mut |context, view| {
            context.send(&view::mailbox(view, &domain))
        })
    }
}

/// The kinds of recipient that are wanted, of those there are here: a kind that is named is listed
/// without its switch too.
pub(super) fn mailbox_types(among: Recipients, wanted: Option<Vec<String>>) -> Vec<String> {
    let with = |others: &[&'static str]| [&ACCOUNT_MAILBOXES, others].concat();
    let own = match among {
        Recipients::Groups => vec![GROUP_MAILBOX],
        Recipients::PublicFolders => vec![PUBLIC_FOLDER_MAILBOX],
        Recipients::MailUsers => vec![MAIL_USER],
        Recipients::All => with(&[MAIL_USER]),
        Recipients::Mailboxes if wanted.is_none() => with(&[]),
        Recipients::Mailboxes => with(&[GROUP_MAILBOX, PUBLIC_FOLDER_MAILBOX]),
    };
    let is_wanted = |known: &&&'static str| {
        wanted
            .as_ref()
            .is_none_or(|wanted| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(known)))
    };
    own.iter().filter(is_wanted).map(|kind| (*kind).to_owned()).collect()
}

impl Run<Context, CmdletError> for GetMailUser {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let listing = Listing {
            recipients: Recipients::MailUsers,
            types: vec![MAIL_USER.to_owned()],
            among: Among::InUse,
            identity: self.identity,
            begins_with: self.anr,
            filter: self.filter,
            result_size: self.result_size,
            sort_by: self.sort_by,
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
