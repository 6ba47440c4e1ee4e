//! Listings of recipients: one by identity, or pages of what fits.

use super::RunResult;
use super::mailbox::find;
use super::removed_mailbox::find_among;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::filter::Filter;
use crate::surface::value::ResultSize;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::{
    ACCOUNT_MAILBOXES, Administrators, Among, GROUP_MAILBOX, MAIL_USER, Mailbox, MailboxQuery,
    MailboxView, PUBLIC_FOLDER_MAILBOX, PolicyKind, Recipients, Removal, SHARED_MAILBOX, Tenant,
    USER_MAILBOX,
};
use std::borrow::Cow;
use std::collections::HashMap;
use uuid::Uuid;

/// What a listing without `-ResultSize` returns at most (rule 4.10.3).
const DEFAULT_SIZE: u64 = 1000;

/// The first page is small, so that the first record comes soon; the others are as large as a
/// record.
const PAGES: (u32, u32) = (50, 1000);

/// The properties that a filter can ask for.
const FILTERABLE: &[&str] = &[
    "Name",
    "Alias",
    "DisplayName",
    "UserPrincipalName",
    "PrimarySmtpAddress",
    "EmailAddresses",
    "DistinguishedName",
    "Guid",
    "ExchangeGuid",
    "ExternalDirectoryObjectId",
    "RecipientType",
    "RecipientTypeDetails",
    "DataEncryptionPolicy",
    "IsMailboxEnabled",
    "IsShared",
    "IsResource",
    "ResourceType",
    "IsInactiveMailbox",
    "IsSoftDeletedByRemove",
    "IsSoftDeletedByDisable",
    "LitigationHoldEnabled",
    "LitigationHoldDate",
    "WhenSoftDeleted",
    "WhenMailboxCreated",
    "WhenCreated",
    "WhenCreatedUTC",
    "WhenChanged",
    "WhenChangedUTC",
];

/// What is wanted.
pub(super) struct Listing {
    pub(super) types: Vec<String>,
    pub(super) among: Among,
    pub(super) identity: Option<String>,
    pub(super) begins_with: Option<String>,
    pub(super) filter: Option<String>,
    pub(super) result_size: Option<ResultSize>,
    pub(super) sort_by: Option<String>,
    pub(super) recipients: Recipients,
}

impl Listing {
    /// Mailboxes and mail users, whatever they are called.
    pub(super) fn of_all() -> Self {
        Self {
            types: ACCOUNT_MAILBOXES
                .into_iter()
                .chain([MAIL_USER, GROUP_MAILBOX, PUBLIC_FOLDER_MAILBOX])
                .map(str::to_owned)
                .collect(),
            among: Among::InUse,
            identity: None,
            begins_with: None,
            filter: None,
            result_size: None,
            sort_by: None,
            recipients: Recipients::All,
        }
    }
}

type Send<'a> = &'a mut dyn FnMut(&mut Context, &MailboxView) -> RunResult;

pub(super) fn list(
    context: &mut Context,
    tenant: &Tenant,
    listing: Listing,
    send: Send<'_>,
) -> RunResult {
    let filter = listing.filter.as_deref().filter(|text| !text.trim().is_empty());
    let filter = filter.map(|text| Filter::parse(text, FILTERABLE)).transpose()?;
    let order =
        listing.sort_by.as_deref().filter(|name| !name.is_empty()).map(Order::parse).transpose()?;
    let policies = if filter.is_some() { policy_names(tenant)? } else { HashMap::new() };
    let fits = |view: &MailboxView| {
        filter.as_ref().is_none_or(|filter| {
            filter.matches(&|property: &str| values(view, property, &policies))
        })
    };
    let account = context.account(tenant)?;
    if listing.among != Among::InUse {
        let what = "A list of removed mailboxes";
        tenant.directory().check_administers(&account, Administrators::Exchange, what)?;
    }
    let pattern = listing.identity.as_deref().and_then(Pattern::of_identities);
    if let Some(identity) = listing.identity.as_deref().filter(|_| pattern.is_none()) {
        tenant.directory().check_recipient(&account, identity)?;
        let view = match listing.among {
            Among::InUse => find(tenant, identity, listing.recipients)?,
            among => find_among(tenant, identity, among)?,
        };
        return if fits(&view) { send(context, &view) } else { Ok(()) };
    }
    if listing.types.is_empty() {
        return Ok(()); // A query without types is one for all.
    }
    if !account.administers(Administrators::Exchange) {
        let own =
            tenant.mailboxes().get(&tenant.directory().only_recipient(&account)?.to_string())?;
        let begins = listing.begins_with.as_deref().is_none_or(|text| begins_with(&own, text));
        let is_like = pattern.as_ref().is_none_or(|pattern| is_like(&own, pattern));
        return if begins && is_like && listing.types.contains(&own.recipient_type) && fits(&own) {
            send(context, &own)
        } else {
            Ok(())
        };
    }
    let limit = listing.result_size.map_or(DEFAULT_SIZE, ResultSize::limit);
    // What a pattern begins with is found by an index; the rest is looked at page by page.
    let beginning = pattern.as_ref().map(Pattern::beginning).filter(|text| !text.is_empty());
    let query = MailboxQuery {
        recipient_types: listing.types,
        among: listing.among,
        begins_with: listing.begins_with.or(beginning),
        ..MailboxQuery::default()
    };
    let pattern = pattern.as_ref().filter(|pattern| !pattern.is_of_all());
    let wanted = Wanted { query, pattern, fits: &fits };
    let more = match order {
        Some(order) => sorted(context, tenant, wanted, order, limit, send)?,
        None => paged(context, tenant, wanted, limit, send)?,
    };
    if more && listing.result_size.is_none() {
        return context.warning(
            "By default, only the first 1000 items are returned. Use the ResultSize parameter to specify the number of items returned. To return all items, specify \"-ResultSize Unlimited\".",
        );
    }
    Ok(())
}

/// Whether a name or an address of a recipient is like this (rule 4.10.12).
fn is_like(of: &Mailbox, pattern: &Pattern) -> bool {
    // Most names of a recipient are alike.
    let mut last = None;
    [&of.name, &of.alias, &of.display_name, &of.smtp_address, &of.user_principal_name]
        .into_iter()
        .any(|own| last.replace(own) != Some(own) && pattern.matches(own))
}

fn begins_with(view: &MailboxView, text: &str) -> bool {
    let text = text.to_lowercase();
    [&view.name, &view.alias, &view.display_name, &view.smtp_address]
        .iter()
        .any(|own| own.to_lowercase().starts_with(&text))
}

/// What is listed: rows that meet the query, are like the pattern, and fit.
struct Wanted<'a> {
    query: MailboxQuery,
    pattern: Option<&'a Pattern>,
    fits: &'a dyn Fn(&MailboxView) -> bool,
}

impl Wanted<'_> {
    /// The next of them, and after which row to go on.
    fn page(&self, tenant: &Tenant) -> Result<(Vec<MailboxView>, Option<i64>), CmdletError> {
        let is_like = |of: &Mailbox| self.pattern.is_none_or(|pattern| is_like(of, pattern));
        if self.pattern.is_some() && self.query.begins_with.is_none() {
            return Ok(tenant.mailboxes().page_that(&self.query, &is_like)?);
        }
        let mut page = tenant.mailboxes().page(&self.query)?;
        let next = page.last().map(|last| last.no);
        page.retain(|view| is_like(view));
        Ok((page, next))
    }
}

/// Hands every recipient that fits to `each` until it has enough.
fn walk(
    context: &mut Context,
    tenant: &Tenant,
    mut wanted: Wanted<'_>,
    each: &mut dyn FnMut(&mut Context, MailboxView) -> Result<bool, CmdletError>,
) -> RunResult {
    (wanted.query.after, wanted.query.limit) = (0, PAGES.0);
    let fits = wanted.fits;
    loop {
        context.check()?;
        let (page, next) = wanted.page(tenant)?;
        for view in page.into_iter().filter(|view| fits(view)) {
            if !each(context, view)? {
                return Ok(());
            }
        }
        let Some(next) = next else { return Ok(()) };
        (wanted.query.after, wanted.query.limit) = (next, PAGES.1);
    }
}

fn paged(
    context: &mut Context,
    tenant: &Tenant,
    wanted: Wanted<'_>,
    limit: u64,
    send: Send<'_>,
) -> Result<bool, CmdletError> {
    let (mut sent, mut more) = (0, false);
    walk(context, tenant, wanted, &mut |context, view| {
        more = sent >= limit;
        if !more {
            sent += 1;
            send(context, &view)?;
        }
        Ok(!more)
    })?;
    Ok(more)
}

fn sorted(
    context: &mut Context,
    tenant: &Tenant,
    wanted: Wanted<'_>,
    order: Order,
    limit: u64,
    send: Send<'_>,
) -> Result<bool, CmdletError> {
    let mut all = Vec::new();
    walk(context, tenant, wanted, &mut |_, view| {
        all.push(view);
        Ok(true)
    })?;
    all.sort_by_cached_key(|view| order.key(view).to_lowercase());
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    all.iter().take(limit).try_for_each(|view| send(context, view))?;
    Ok(all.len() > limit)
}

/// What a listing is sorted by.
#[derive(Clone, Copy)]
enum Order {
    Name,
    DisplayName,
    Alias,
}

impl Order {
    fn parse(name: &str) -> Result<Self, CmdletError> {
        [("Name", Self::Name), ("DisplayName", Self::DisplayName), ("Alias", Self::Alias)]
            .into_iter()
            .find_map(|(known, order)| known.eq_ignore_ascii_case(name.trim()).then_some(order))
            .ok_or_else(|| {
                CmdletError::argument(
                    "InvalidSortProperty",
                    format!("Nothing is sorted by '{name}'."),
                    "Sort by Name, DisplayName or Alias.",
                )
                .about(name)
            })
    }

    fn key(self, view: &MailboxView) -> &str {
        match self {
            Self::Name => &view.name,
            Self::DisplayName => &view.display_name,
            Self::Alias => &view.alias,
        }
    }
}

/// A mailbox policy is asked for by name, distinguished name or GUID.
fn policy_names(tenant: &Tenant) -> Result<HashMap<Uuid, [String; 3]>, CmdletError> {
    let policies = tenant.policies().list(PolicyKind::Mailbox)?;
    Ok(policies
        .into_iter()
        .map(|policy| {
            (policy.guid, [policy.name, policy.distinguished_name, policy.guid.to_string()])
        })
        .collect())
}

/// A truth value as filters compare it.
fn truth(holds: bool) -> Cow<'static, str> {
    if holds { "True" } else { "False" }.into()
}

/// A date as filters compare it.
fn seconds<'a>(at: Option<i64>) -> Vec<Cow<'a, str>> {
    at.into_iter().map(|at| at.to_string().into()).collect()
}

fn values<'a>(
    view: &'a MailboxView,
    property: &str,
    policies: &'a HashMap<Uuid, [String; 3]>,
) -> Vec<Cow<'a, str>> {
    let is_mail_user = view.recipient_type == MAIL_USER;
    let how = view.removed.map(|removed| removed.how);
    let one: Cow<'a, str> = match property {
        "Name" => view.name.as_str().into(),
        "Alias" => view.alias.as_str().into(),
        "DisplayName" => view.display_name.as_str().into(),
        "UserPrincipalName" => view.user_principal_name.as_str().into(),
        "PrimarySmtpAddress" => view.smtp_address.as_str().into(),
        "EmailAddresses" => {
            return vec![
                view.smtp_address.as_str().into(),
                format!("SMTP:{}", view.smtp_address).into(),
            ];
        }
        "DistinguishedName" => view.distinguished_name.as_str().into(),
        "Guid" | "ExchangeGuid" => view.guid.to_string().into(),
        "ExternalDirectoryObjectId" => view.directory_id.as_str().into(),
        "RecipientType" => if is_mail_user { MAIL_USER } else { USER_MAILBOX }.into(),
        "RecipientTypeDetails" => view.recipient_type.as_str().into(),
        "IsMailboxEnabled" => truth(how.is_none()),
        "IsShared" => truth(view.recipient_type == SHARED_MAILBOX),
        "IsResource" => truth(view::resource_of(&view.recipient_type).is_some()),
        "ResourceType" => view::resource_of(&view.recipient_type).unwrap_or_default().into(),
        "IsInactiveMailbox" => truth(how == Some(Removal::Inactive)),
        "IsSoftDeletedByRemove" => truth(how == Some(Removal::SoftDeleted)),
        "IsSoftDeletedByDisable" => truth(how == Some(Removal::Disconnected)),
        "LitigationHoldEnabled" => truth(view.held.is_some()),
        "LitigationHoldDate" => return seconds(view.held),
        "WhenSoftDeleted" => return seconds(view.removed.map(|removed| removed.at)),
        "WhenMailboxCreated" | "WhenCreated" | "WhenCreatedUTC" => {
            return seconds(Some(view.created));
        }
        "WhenChanged" | "WhenChangedUTC" => return seconds(Some(view.changed)),
        _ => {
            let names = view.policy_guid.and_then(|guid| policies.get(&guid));
            return names.into_iter().flatten().map(|name| name.as_str().into()).collect();
        }
    };
    vec![one]
}
