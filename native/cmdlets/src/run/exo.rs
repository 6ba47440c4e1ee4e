//! The cmdlets of the Exchange Online module that let a caller choose the properties.

use super::RunResult;
use super::listing::{Listing, list};
use super::mailbox::{among, mailbox_types};
use crate::generated::exchange_online::{GetEXOMailbox, GetEXOMailboxStatistics};
use crate::generated::output::exchange_online::{EXOMailbox, EXOMailboxStatistics};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::selection::Selection;
use crate::surface::bind::Run;
use crate::surface::output::Output;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::{MailboxView, Recipients, Tenant};

/// What every object has, whatever is asked for: by these it goes on through the pipeline.
const ALWAYS: &[&str] = &["Identity", "Id", "Name", "Guid", "ExternalDirectoryObjectId"];

/// The properties of the sets, of those that mailboxes here have (rule 4.10.14).
const SETS: &[(&str, &[&str])] = &[
    (
        "Minimum",
        &[
            "Alias",
            "DisplayName",
            "DistinguishedName",
            "EmailAddresses",
            "ExchangeVersion",
            "OrganizationId",
            "PrimarySmtpAddress",
            "RecipientType",
            "RecipientTypeDetails",
            "UserPrincipalName",
        ],
    ),
    ("Hold", &["LitigationHoldDate", "LitigationHoldEnabled"]),
    ("Policy", &["DataEncryptionPolicy"]),
    ("Resource", &["IsResource", "ResourceType"]),
    (
        "SoftDelete",
        &[
            "IsInactiveMailbox",
            "IsSoftDeletedByDisable",
            "IsSoftDeletedByRemove",
            "WhenSoftDeleted",
        ],
    ),
    ("StatisticsSeed", &["ExchangeGuid"]),
];

const STATISTICS: &[&str] = &[
    "DisplayName",
    "MailboxGuid",
    "ItemCount",
    "TotalItemSize",
    "DeletedItemCount",
    "TotalDeletedItemSize",
];

/// What is asked for by `-Properties` and `-PropertySets`.
struct Asked {
    properties: Vec<String>,
    sets: Vec<String>,
}

impl Asked {
    /// A comma list in one text is a list too.
    fn new(properties: Option<Vec<String>>, sets: Option<Vec<String>>) -> Self {
        let properties = properties.unwrap_or_default();
        let properties = properties.iter().flat_map(|text| text.split(','));
        let mut sets = sets.unwrap_or_default();
        if sets.is_empty() {
            sets.push("Minimum".to_owned());
        }
        let properties = properties.map(|name| name.trim().to_owned());
        Self { properties: properties.filter(|name| !name.is_empty()).collect(), sets }
    }

    fn names(&self, property: &str) -> bool {
        self.properties.iter().any(|name| name == "*" || name.eq_ignore_ascii_case(property))
    }

    /// The selection, and a warning of what no object here has.
    fn select<T: Output>(
        &self,
        context: &mut Context,
        in_set: impl Fn(&str, &str) -> bool,
    ) -> Result<Selection, CmdletError> {
        let wanted = |property: &str| {
            ALWAYS.contains(&property)
                || self.names(property)
                || self.sets.iter().any(|set| set == "All" || in_set(set, property))
        };
        let whole = Selection::of::<T>(|_| true)?.shape();
        let has = |name: &str| {
            name == "*" || whole.columns.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
        };
        let unknown: Vec<&str> =
            self.properties.iter().map(String::as_str).filter(|name| !has(name)).collect();
        if !unknown.is_empty() {
            context.warning(&format!(
                "Mailboxes here do not have {}; what is returned has it neither.",
                unknown.join(", ")
            ))?;
        }
        Selection::of::<T>(wanted)
    }
}

fn in_set(set: &str, property: &str) -> bool {
    SETS.iter().any(|(name, own)| *name == set && own.contains(&property))
}

impl Run<Context, CmdletError> for GetEXOMailbox {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let domain = tenant.domain();
        let asked = Asked::new(self.properties, self.property_sets);
        let selection = asked.select::<EXOMailbox>(context, in_set)?;
        let kind = if self.group_mailbox { Recipients::Groups } else { Recipients::Mailboxes };
        let listing = Listing {
            recipients: kind,
            types: mailbox_types(kind, self.recipient_type_details),
            among: among(
                self.inactive_mailbox_only,
                self.soft_deleted_mailbox,
                self.include_inactive_mailbox,
            ),
            identity: self
                .identity
                .or(self.external_directory_object_id)
                .or(self.primary_smtp_address)
                .or(self.user_principal_name),
            begins_with: self.anr,
            filter: self.filter,
            result_size: self.result_size,
            sort_by: None,
        };
        list(context, &tenant, listing, &mut |context, view| {
            context.send_part(selection, &view::exo_mailbox(view, &domain))
        })
    }
}

impl Run<Context, CmdletError> for GetEXOMailboxStatistics {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let asked = Asked::new(self.properties, self.property_sets);
        let selection = asked.select::<EXOMailboxStatistics>(context, |set, property| {
            set == "Minimum" && STATISTICS.contains(&property)
        })?;
        let mut send = |context: &mut Context, view: &MailboxView| {
            context.send_part(selection, &view::exo_mailbox_statistics(view))
        };
        let identity = self
            .identity
            .or(self.exchange_guid)
            .or(self.primary_smtp_address)
            .or(self.user_principal_name);
        match identity.filter(|identity| Pattern::of_identities(identity).is_none()) {
            Some(identity) => {
                let found = one(context, &tenant, &identity, self.include_soft_deleted_recipients)?;
                send(context, &found)
            }
            None => list(context, &tenant, Listing::of_all(), &mut send),
        }
    }
}

fn one(
    context: &mut Context,
    tenant: &Tenant,
    identity: &str,
    removed_too: bool,
) -> Result<MailboxView, CmdletError> {
    tenant.directory().check_recipient(&context.account(tenant)?, identity)?;
    match tenant.mailboxes().get(identity) {
        Err(error) if removed_too && error.id == "MailboxNotFound" => {
            Ok(tenant.mailboxes().get_removed(identity)?)
        }
        found => Ok(found?),
    }
}
