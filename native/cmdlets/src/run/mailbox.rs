//! Mailboxes and mail users.

use super::RunResult;
use super::listing::{Listing, list};
use crate::generated::customer_key::{NewMailUser, NewMailbox as NewMailboxCmdlet};
use crate::generated::exchange_online::{
    GetMailUser, GetMailbox, GetMailboxStatistics, SetMailUser, SetMailbox,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::Category;
use ckey_engine::{Action, Actor, EngineError, MailboxView, NewMailbox, Tenant};

const MAIL_USER: &str = "MailUser";

/// Mailboxes made in one change.
const AT_ONCE: u32 = 1000;

impl Run<Context, CmdletError> for NewMailboxCmdlet {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let count = self.count.unwrap_or(1);
        if context.what_if() {
            refuse_taken(&tenant, &self.name, count)?;
            let what = if count == 1 {
                format!("The mailbox '{}' would be made.", self.name)
            } else {
                format!("{count} mailboxes would be made.")
            };
            return context.would(&what);
        }
        let recipient_type = if self.shared { "SharedMailbox" } else { "UserMailbox" };
        let new = NewMailbox {
            name: self.name,
            alias: self.alias.unwrap_or_default(),
            user_principal_name: self.user_principal_name.unwrap_or_default(),
            smtp_address: self.primary_smtp_address.unwrap_or_default(),
            display_name: self.display_name.unwrap_or_default(),
            recipient_type: recipient_type.to_owned(),
        };
        let actor = context.exchange_actor(&tenant)?;
        if count != 1 {
            return many(context, &tenant, &actor, &new, count);
        }
        let domain = tenant.domain();
        let made = tenant.mailboxes().create(&actor, &[new], context.cancel())?;
        made.iter().try_for_each(|made| context.send(&view::mailbox(made, &domain)))
    }
}

/// `-WhatIf` fails where the cmdlet would.
fn refuse_taken(tenant: &Tenant, name: &str, count: u32) -> RunResult {
    let name = if count == 1 { name.to_owned() } else { format!("{name}1") };
    if tenant.mailboxes().get(&name).is_err() {
        return Ok(());
    }
    let message = format!("A recipient with the name '{name}' exists.");
    Err(CmdletError::new("MailboxExists", Category::ResourceExists, message, "Give another name.")
        .about(name))
}

/// Numbered mailboxes, a thousand a change; the first thousand are returned.
fn many(
    context: &mut Context,
    tenant: &Tenant,
    actor: &Actor,
    new: &NewMailbox,
    count: u32,
) -> RunResult {
    let domain = tenant.domain();
    let numbered = |text: &str, number: u32| {
        if text.is_empty() { String::new() } else { format!("{text}{number}") }
    };
    let mut first = 1;
    while first <= count {
        context.check()?;
        let last = count.min(first.saturating_add(AT_ONCE - 1));
        let batch: Vec<NewMailbox> = (first..=last)
            .map(|number| NewMailbox {
                name: numbered(&new.name, number),
                alias: numbered(&new.alias, number),
                display_name: numbered(&new.display_name, number),
                // An address of its own for each comes from its alias.
                user_principal_name: String::new(),
                smtp_address: String::new(),
                recipient_type: new.recipient_type.clone(),
            })
            .collect();
        let made = tenant.mailboxes().create(actor, &batch, context.cancel())?;
        if first == 1 {
            made.iter().try_for_each(|made| context.send(&view::mailbox(made, &domain)))?;
        }
        let percent = i32::try_from(u64::from(last) * 100 / u64::from(count)).unwrap_or(-1);
        context.progress("Making mailboxes", &format!("{last} of {count}"), percent)?;
        first = last.saturating_add(1);
    }
    context.progress_done("Making mailboxes")
}

impl Run<Context, CmdletError> for NewMailUser {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        if context.what_if() {
            refuse_taken(&tenant, &self.name, 1)?;
            return context.would(&format!("The mail user '{}' would be made.", self.name));
        }
        let address = self.external_email_address.unwrap_or_default();
        let new = NewMailbox {
            name: self.name,
            alias: self.alias.unwrap_or_default(),
            user_principal_name: self.microsoft_online_services_id.unwrap_or_default(),
            smtp_address: address.strip_prefix("SMTP:").unwrap_or(&address).to_owned(),
            display_name: self.display_name.unwrap_or_default(),
            recipient_type: MAIL_USER.to_owned(),
        };
        let actor = context.exchange_actor(&tenant)?;
        let made = tenant.mailboxes().create(&actor, &[new], context.cancel())?;
        made.iter().try_for_each(|made| context.send(&view::mail_user(made)))
    }
}

/// A recipient of the kind that the cmdlet is for; another kind is not found, as in the service.
pub(super) fn find(
    tenant: &Tenant,
    identity: &str,
    mail_user: bool,
) -> Result<MailboxView, CmdletError> {
    let found = tenant.mailboxes().get(identity)?;
    if (found.recipient_type == MAIL_USER) == mail_user {
        return Ok(found);
    }
    let fix = if mail_user {
        "It is a mailbox: use the cmdlet for mailboxes."
    } else {
        "It is a mail user: use the cmdlet for mail users."
    };
    Err(EngineError::object_not_found("MailboxNotFound", identity, &tenant.domain(), fix).into())
}

impl Run<Context, CmdletError> for SetMailbox {
    fn run(self, context: &mut Context) -> RunResult {
        set(context, &self.identity, self.data_encryption_policy, false)
    }
}

impl Run<Context, CmdletError> for SetMailUser {
    fn run(self, context: &mut Context) -> RunResult {
        set(context, &self.identity, self.data_encryption_policy, true)
    }
}

/// `$null` arrives as the empty text and takes the policy off (rule 1.4). A mail user can carry one
/// too (rule 1.7).
fn set(
    context: &mut Context,
    identity: &str,
    policy: Option<String>,
    mail_user: bool,
) -> RunResult {
    let tenant = context.tenant()?;
    let found = find(&tenant, identity, mail_user)?;
    let Some(policy) = policy else {
        return context.warning(&format!("Nothing was given to change of '{}'.", found.name));
    };
    let policy = Some(policy).filter(|policy| !policy.is_empty());
    let identity = found.guid.to_string();
    if context.what_if() {
        return context
            .would_all(tenant.consequences(&Action::SetMailboxPolicy { identity, policy })?);
    }
    let actor = context.exchange_actor(&tenant)?;
    tenant.mailboxes().set_policy(&actor, &identity, policy.as_deref())?;
    Ok(())
}

impl Run<Context, CmdletError> for GetMailbox {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let domain = tenant.domain();
        let listing = Listing {
            types: mailbox_types(self.recipient_type_details),
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
        tenant.directory().check_recipient(&context.account(&tenant)?, &identity)?;
        let found = tenant.mailboxes().get(&identity)?;
        context.send(&view::mailbox_statistics(&found))
    }
}
