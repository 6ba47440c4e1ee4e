//! The purge of everything below a mailbox policy: asked for, approved, carried out, proved (§4.8).
//! Its steps are in `steps`, in their order; none is left out.

mod approver;
mod completion;
mod document;
mod evidence;
mod fingerprints;
mod request;
mod scan;
mod steps;
mod view;

pub use approver::{ApproverView, approve_document};
pub use document::{IssuedDocument, describe_document};
pub use request::PurgeRequest;
pub use view::PurgeView;

pub(crate) use steps::step;

use ckey_store::StateExt;
use ckey_store::model::{Among, MailboxQuery, Policy, PolicyKind, Purge};
use ckey_store::{Reader, name_key};
use uuid::Uuid;

use crate::error::{Category, EngineError, Result};
use crate::ground::Ground;

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

    /// The policy of this name or GUID whose purge was asked for: one that is there before one that
    /// is deleted, the newest of several of one name.
    fn find(&self, identity: &str) -> Result<(Policy, Purge)> {
        let (asked, guid) = (name_key(identity.trim()), Uuid::try_parse(identity.trim()).ok());
        let mut all =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.purged_policies()?))?;
        all.retain(|policy| name_key(&policy.name) == asked || Some(policy.guid) == guid);
        all.sort_by_key(|policy| (policy.is_deleted(), std::cmp::Reverse(policy.no)));
        let found = all.into_iter().find_map(|policy| {
            let purge = policy.purge.as_deref().cloned()?;
            Some((policy, purge))
        });
        found.ok_or_else(|| {
            EngineError::new(
                "PurgeNotRequested",
                Category::InvalidOperation,
                format!("No purge of the data under '{identity}' was asked for."),
                "Take the permissions on both vaults away, and ask for it: Set-DataEncryptionPolicy POLICY -PermanentDataPurgeRequested -PermanentDataPurgeReason REASON -PermanentDataPurgeContact CONTACT",
            )
            .about(identity)
        })
    }
}

/// The row of a policy within a change, and its purge.
fn current(reader: &mut dyn Reader, policy_no: i64) -> Result<(Policy, Purge)> {
    let missing = || EngineError::damaged("policy", format!("Policy {policy_no} has no purge."));
    let policy = reader.policy(policy_no)?.ok_or_else(missing)?;
    let purge = policy.purge.as_deref().cloned().ok_or_else(missing)?;
    Ok((policy, purge))
}

/// How many mailboxes carry a policy that were removed from their users: they are destroyed too,
/// whatever holds them.
fn count_removed(reader: &mut dyn Reader, policy_no: i64) -> Result<u64> {
    let mut query = MailboxQuery {
        policy_no: Some(policy_no),
        among: Among::Removed,
        limit: 1000,
        ..MailboxQuery::default()
    };
    let mut count = 0_u64;
    loop {
        let page = reader.mailboxes(&query)?;
        let Some(last) = page.last() else { return Ok(count) };
        query.after = last.mailbox.no;
        count = count.saturating_add(u64::try_from(page.len()).unwrap_or(u64::MAX));
    }
}

/// Only mailbox policies are purged (rule 4.8.6).
fn only_of_mailboxes(policy: &Policy) -> Result<()> {
    if policy.kind == PolicyKind::Mailbox {
        return Ok(());
    }
    Err(EngineError::new(
        "PurgeUnsupported",
        Category::InvalidOperation,
        format!("The policy '{}' is not one of mailboxes: its data cannot be purged.", policy.name),
        "A policy for multiple workloads is left by leaving the tenant.",
    )
    .about(policy.name.as_str()))
}
