//! What depends on each root key (rule 4.3.6).

use std::collections::HashMap;

use ckey_store::model::{Policy, PolicyKind, ScopeKind, WrapSlot};
use ckey_store::protocol::Place;
use ckey_store::state::{KeyNeed, key_needs};
use ckey_store::{Reader, StateExt};
use uuid::Uuid;

use super::Policies;
use crate::error::{EngineError, Result};
use crate::hierarchy::must_be_of_policy;

/// A root key version that wraps a policy key which is still needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootUse {
    /// The name of the policy.
    pub policy: String,
    /// What the policy covers.
    pub kind: PolicyKind,
    /// The key version.
    pub key_uri: String,
    /// The generation that it wraps, from 1.
    pub generation: u32,
    /// That generation's GUID.
    pub generation_guid: Uuid,
    /// Whether it wraps the policy's newest generation; older ones count while keys are under them.
    pub is_current: bool,
    /// How many keys of mailboxes, workloads, application scopes and sites are under the generation that
    /// it wraps.
    pub keys: u64,
    /// How many of them are of mailboxes.
    pub mailboxes: u64,
    /// How many of them are of workloads.
    pub workloads: u64,
    /// How many of them are of application scopes.
    pub applications: u64,
    /// How many of them are of sites that are in use.
    pub sites: u64,
    /// How many of them are of sites that were deleted and can be restored.
    pub deleted_sites: u64,
    /// Whether the purge of what is under the policy was asked for: nothing moves it any more.
    pub is_purged: bool,
    /// The policy's row number.
    pub(crate) policy_no: i64,
    /// Which of the policy's customer keys it is.
    pub(crate) slot: WrapSlot,
}

impl RootUse {
    fn of(
        reader: &mut dyn Reader,
        need: KeyNeed,
        policy: &Policy,
        deleted: &[(Place, u64)],
    ) -> Result<Self> {
        let place = Place { policy_no: need.policy_no, generation: need.generation };
        let deleted = deleted.iter().find(|(of, _)| *of == place).map_or(0, |(_, keys)| *keys);
        let generation = reader.generation(need.policy_no, need.generation)?.ok_or_else(|| {
            EngineError::damaged(
                &policy.name,
                format!("Policy '{}' has no generation {}.", policy.name, need.generation),
            )
        })?;
        Ok(Self {
            policy: policy.name.clone(),
            kind: policy.kind,
            generation: need.generation,
            generation_guid: generation.guid,
            is_current: need.is_current,
            keys: need.keys(),
            mailboxes: need.of_kind(ScopeKind::Mailbox),
            workloads: need.of_kind(ScopeKind::Workload),
            applications: need.of_kind(ScopeKind::Application),
            sites: need.of_kind(ScopeKind::Site).saturating_sub(deleted),
            deleted_sites: deleted,
            is_purged: policy.purge.is_some(),
            slot: need.slot,
            policy_no: need.policy_no,
            key_uri: need.key_uri,
        })
    }
}

/// Every root key version that is needed, in order of policy and generation.
pub(crate) fn root_uses(reader: &mut dyn Reader) -> Result<Vec<RootUse>> {
    let (mut uses, mut policies) = (Vec::new(), HashMap::new());
    let deleted = reader.deleted_site_keys()?;
    for need in key_needs(reader)? {
        let policy = match policies.get(&need.policy_no) {
            Some(known) => known,
            None => {
                let policy = reader.policy(need.policy_no)?.ok_or_else(|| {
                    let name = format!("policy {}", need.policy_no);
                    EngineError::damaged(
                        &name,
                        format!("The {name} is gone, and wraps of its key are there."),
                    )
                })?;
                policies.entry(need.policy_no).or_insert(policy)
            }
        };
        must_be_of_policy(reader, policy, (need.generation, need.slot), &need.key_uri)?;
        uses.push(RootUse::of(reader, need, policy, &deleted)?);
    }
    must_be_whole(reader, &uses)?;
    Ok(uses)
}

/// Both wraps of every policy's newest generation are there, and of every one that has keys below.
fn must_be_whole(reader: &mut dyn Reader, uses: &[RootUse]) -> Result<()> {
    let mut needed: Vec<(i64, u32, String)> = Vec::new();
    let counts = reader.key_counts()?;
    for kind in PolicyKind::CUSTOMER {
        let policies = reader.policies(kind)?;
        for count in &counts {
            let policy = policies.iter().find(|policy| policy.no == count.policy_no);
            needed.extend(policy.map(|it| (it.no, count.generation, it.name.clone())));
        }
        needed.extend(policies.into_iter().map(|it| (it.no, it.generation, it.name)));
    }
    for (policy_no, generation, name) in needed {
        let here = |used: &&RootUse| (used.policy_no, used.generation) == (policy_no, generation);
        if uses.iter().filter(here).count() != 2 {
            return Err(lacks_wrap(&name, generation));
        }
    }
    Ok(())
}

/// The error of a generation that a customer key was lost of: nobody could ask that one.
pub(crate) fn lacks_wrap(policy: &str, generation: u32) -> EngineError {
    let message =
        format!("Generation {generation} of policy '{policy}' lacks a wrap under a customer key.");
    EngineError::damaged(policy, message)
}

impl Policies<'_> {
    /// Every root key version that is needed, with what is under it: exact, and as fast for a
    /// million mailboxes as for one.
    ///
    /// # Errors
    /// Those of the store.
    pub fn root_uses(&self) -> Result<Vec<RootUse>> {
        self.ground.sync()?;
        self.ground.state().view(root_uses)
    }
}
