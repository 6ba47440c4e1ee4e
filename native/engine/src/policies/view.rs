//! What a policy looks like to anyone who asks.

use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind, WrapSlot};
use uuid::Uuid;

use super::Policies;
use crate::directory::distinguished_name;
use crate::error::{EngineError, Result};

/// A customer key of a policy's newest generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootView {
    /// `First` or `Second`.
    pub slot: &'static str,
    /// The key's URI with the version that wraps.
    pub key_uri: String,
    /// The wrap algorithm, such as `RSA-OAEP-256`.
    pub algorithm: String,
}

/// A data encryption policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyView {
    /// Its GUID; it never changes.
    pub guid: Uuid,
    /// Its name.
    pub name: String,
    /// Its distinguished name.
    pub distinguished_name: String,
    /// Free text.
    pub description: String,
    /// Whether it may be assigned.
    pub enabled: bool,
    /// The key URIs it was made with.
    pub key_uris: Vec<String>,
    /// `PendingActivation` until it is first assigned, then `Active`; `Disabled` while it may not be
    /// assigned, and `PendingDeletion` once the purge of its data was asked for (rule 4.2.2).
    pub state: &'static str,
    /// What it covers.
    pub kind: PolicyKind,
    /// The newest generation's number, from 1.
    pub generation: u32,
    /// The newest generation's GUID, which `Get-MailboxStatistics` shows as DataEncryptionPolicyID
    /// once a mailbox has reached it.
    pub generation_guid: Uuid,
    /// The key versions that wrap the newest generation.
    pub roots: Vec<RootView>,
    /// How many mailboxes carry it (mailbox policies).
    pub mailboxes: u64,
    /// When it was made, Unix seconds.
    pub created: i64,
    /// When it was last changed, Unix seconds.
    pub changed: i64,
    /// Why the purge of its data was asked for and whom to ask about it, where it was.
    pub purge: Option<(String, String)>,
}

/// Which multi-workload policy is assigned to the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentView {
    /// The policy.
    pub policy: PolicyView,
    /// When it was assigned, Unix seconds.
    pub assigned: i64,
}

impl Policies<'_> {
    pub(crate) fn view(&self, policy: Policy) -> Result<PolicyView> {
        let (generation, wraps, mailboxes) = self.ground.state().view(|reader| {
            let generation = reader.generation(policy.no, policy.generation)?.ok_or_else(|| {
                EngineError::damaged(
                    &policy.name,
                    format!("Policy '{}' has no generation {}.", policy.name, policy.generation),
                )
            })?;
            let mailboxes = if policy.kind == PolicyKind::Mailbox {
                reader.count_mailboxes(Some(policy.no))?
            } else {
                0
            };
            Ok::<_, EngineError>((
                generation,
                reader.policy_wraps(policy.no, policy.generation)?,
                mailboxes,
            ))
        })?;
        let roots = wraps
            .into_iter()
            .filter_map(|wrap| {
                let slot = match wrap.slot {
                    WrapSlot::First => "First",
                    WrapSlot::Second => "Second",
                    WrapSlot::ServiceRoot | WrapSlot::Availability => return None,
                };
                Some(RootView { slot, key_uri: wrap.key_uri, algorithm: wrap.algorithm })
            })
            .collect();
        Ok(PolicyView {
            guid: policy.guid,
            distinguished_name: distinguished_name(self.ground, policy.kind, &policy.name),
            name: policy.name,
            description: policy.description,
            enabled: policy.enabled,
            key_uris: policy.key_uris,
            state: match (&policy.purge, policy.enabled, policy.activated) {
                (Some(_), _, _) => "PendingDeletion",
                (None, false, _) => "Disabled",
                (None, true, Some(_)) => "Active",
                (None, true, None) => "PendingActivation",
            },
            kind: policy.kind,
            generation: policy.generation,
            generation_guid: generation.guid,
            roots,
            mailboxes,
            created: policy.created,
            changed: policy.changed,
            purge: policy.purge.map(|purge| (purge.reason, purge.contact)),
        })
    }

    /// A policy by name, distinguished name or GUID (its own, or that of one of its generations).
    ///
    /// # Errors
    /// `PolicyNotFound`; those of the store.
    pub fn get(&self, kind: PolicyKind, identity: &str) -> Result<PolicyView> {
        self.ground.sync()?;
        self.view(self.find(kind, identity)?)
    }

    /// All policies of a kind, oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn list(&self, kind: PolicyKind) -> Result<Vec<PolicyView>> {
        self.ground.sync()?;
        let policies =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.policies(kind)?))?;
        policies.into_iter().map(|policy| self.view(policy)).collect()
    }

    /// The assigned multi-workload policy, if any.
    ///
    /// # Errors
    /// Those of the store.
    pub fn assignment(&self) -> Result<Option<AssignmentView>> {
        self.ground.sync()?;
        let found = self.ground.state().view(|reader| {
            let assignment = reader.assignment()?;
            let Some(no) = assignment.policy_no else { return Ok::<_, EngineError>(None) };
            Ok(reader.policy(no)?.map(|policy| (policy, assignment.at)))
        })?;
        found
            .map(|(policy, assigned)| Ok(AssignmentView { policy: self.view(policy)?, assigned }))
            .transpose()
    }
}
