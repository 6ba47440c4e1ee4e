//! The purge of everything below a mailbox policy: asked for, approved, carried out, proved (§4.8).
//! Its steps are in `steps`, in their order; none is left out.

mod agreement;
mod approver;
mod completion;
mod document;
mod evidence;
mod fingerprints;
mod left;
mod request;
mod scan;
mod sites;
mod steps;
mod view;

pub use agreement::Agreements;
pub use approver::{ApproverView, approve_document};
pub use completion::{PurgeApproval, PurgeToComplete};
pub use document::{IssuedDocument, describe_document};
pub use request::{PurgeOf, PurgeRequest};
pub use view::PurgeView;

pub(crate) use sites::secrets_of;
pub(crate) use steps::step;

use ckey_store::StateExt;
use ckey_store::model::{Among, MailboxQuery, Policy, PolicyKind, Purge};
use ckey_store::{Reader, name_key};
use uuid::Uuid;

use crate::error::{Category, EngineError, Result};
use crate::ground::{Ground, RuleProfile};

/// The purges of a tenant.
#[derive(Clone, Copy)]
pub struct Purges<'a> {
    ground: &'a Ground,
}

impl<'a> Purges<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }

    /// The policy of this GUID or name whose purge was asked for: one that is there before one that
    /// is deleted, the newest of several of one name. A geo and a policy of mailboxes may have the
    /// same name, and whoever destroys must mean one of them.
    fn find(&self, identity: &str) -> Result<(Policy, Purge)> {
        let identity = identity.trim();
        let mut named = self.all()?;
        if let Some(found) = named.iter().position(is_of(Uuid::try_parse(identity).ok())) {
            return Ok(named.swap_remove(found));
        }
        let asked = name_key(identity);
        named.retain(|(policy, _)| name_key(&policy.name) == asked);
        named.sort_by_key(|(policy, _)| (policy.is_deleted(), std::cmp::Reverse(policy.no)));
        let is_there = named.first().is_some_and(|(policy, _)| !policy.is_deleted());
        named.retain(|(policy, _)| policy.is_deleted() != is_there);
        let kind = named.first().map(|(policy, _)| policy.kind);
        if named.iter().any(|(policy, _)| Some(policy.kind) != kind) {
            let told = |(policy, _): &(Policy, Purge)| {
                let what = if policy.kind == PolicyKind::SharePoint { "geo" } else { "policy" };
                format!("the {what} '{}' ({})", policy.name, policy.guid)
            };
            let told: Vec<_> = named.iter().map(told).collect();
            let mut error = EngineError::ambiguous(identity, &told);
            error.fix =
                format!("It fits {}. Give the GUID of the one that is meant.", told.join(" and "));
            return Err(error);
        }
        named.into_iter().next().ok_or_else(|| not_requested(identity))
    }

    /// The one of this GUID.
    fn of_guid(&self, guid: Uuid) -> Result<(Policy, Purge)> {
        let found = self.all()?.into_iter().find(is_of(Some(guid)));
        found.ok_or_else(|| not_requested(&guid.to_string()))
    }

    /// Every policy whose purge was asked for.
    fn all(&self) -> Result<Vec<(Policy, Purge)>> {
        let all =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.purged_policies()?))?;
        let with_purge = |policy: Policy| {
            let purge = policy.purge.as_deref().cloned()?;
            Some((policy, purge))
        };
        Ok(all.into_iter().filter_map(with_purge).collect())
    }
}

fn is_of(guid: Option<Uuid>) -> impl Fn(&(Policy, Purge)) -> bool {
    move |(policy, _)| Some(policy.guid) == guid
}

fn not_requested(identity: &str) -> EngineError {
    EngineError::new(
        "PurgeNotRequested",
        Category::InvalidOperation,
        format!("No purge of the data under '{identity}' was asked for."),
        "Take the permissions on both vaults away, and ask for it: Set-DataEncryptionPolicy POLICY -PermanentDataPurgeRequested -PermanentDataPurgeReason REASON -PermanentDataPurgeContact CONTACT",
    )
    .about(identity)
}

/// The row of a policy within a change, and its purge.
fn current(reader: &mut dyn Reader, policy_no: i64) -> Result<(Policy, Purge)> {
    let missing = || EngineError::damaged("policy", format!("Policy {policy_no} has no purge."));
    let policy = reader.policy(policy_no)?.ok_or_else(missing)?;
    let purge = policy.purge.as_deref().cloned().ok_or_else(missing)?;
    Ok((policy, purge))
}

/// How many mailboxes were removed from their users, on hold or not; those that carry a policy, where
/// one is given: they are destroyed with it.
fn count_removed(reader: &mut dyn Reader, policy_no: Option<i64>) -> Result<u64> {
    let mut query =
        MailboxQuery { policy_no, among: Among::Removed, limit: 1000, ..MailboxQuery::default() };
    let mut count = 0_u64;
    loop {
        let page = reader.mailboxes(&query)?;
        let Some(last) = page.last() else { return Ok(count) };
        query.after = last.mailbox.no;
        count = count.saturating_add(u64::try_from(page.len()).unwrap_or(u64::MAX));
    }
}

/// Only mailbox policies are purged, and those of SharePoint under the rules of a time when they
/// were (rules 4.8.6 and 4.8.13).
fn unsupported(policy: &Policy, rules: RuleProfile) -> EngineError {
    let (message, fix) = if policy.kind == PolicyKind::SharePoint && !rules.purges_sites() {
        (
            format!(
                "The policy '{}' is one of SharePoint: under the rule profile {} its data cannot be purged.",
                policy.name,
                rules.name()
            ),
            "The articles of 2021 knew such a purge: Set-CustomerKeyTenant -RuleProfile 2021",
        )
    } else if policy.kind == PolicyKind::SharePoint {
        (
            format!(
                "The policy '{}' is one of SharePoint, and not purged like one of mailboxes.",
                policy.name
            ),
            "Everyone who administers a vault of it agrees first: Approve-CustomerKeySitePurge GEO",
        )
    } else {
        (
            format!(
                "The policy '{}' is not one of mailboxes: its data cannot be purged.",
                policy.name
            ),
            "A policy for multiple workloads is left by leaving the tenant: Remove-CustomerKeyTenant -Path FOLDER -OutputFile FILE",
        )
    };
    EngineError::new("PurgeUnsupported", Category::InvalidOperation, message, fix)
        .about(policy.name.as_str())
}

impl Purges<'_> {
    /// Whether there is a purge for such a policy at all.
    fn may_be_purged(&self, policy: &Policy) -> Result<()> {
        self.may_be_purged_under(policy, self.ground.current_settings().rules)
    }

    /// The same where these rules hold.
    pub(crate) fn may_be_purged_under(&self, policy: &Policy, rules: RuleProfile) -> Result<()> {
        match policy.kind {
            PolicyKind::Mailbox => Ok(()),
            PolicyKind::SharePoint if rules.purges_sites() => Ok(()),
            _ => Err(unsupported(policy, rules)),
        }
    }
}
