//! What depends on each root key: before a key or a vault is taken away (rule 4.3.6).

use std::collections::{BTreeMap, HashMap};

use ckey_store::model::{Policy, PolicyKind, ScopeKind, WrapSlot};
use ckey_store::protocol::Place;
use ckey_store::state::{KeyNeed, key_needs};
use ckey_store::{Reader, StateExt};
use ckey_vault::{KeyUri, VaultError};
use uuid::Uuid;

use super::Policies;
use crate::error::{EngineError, Result};
use crate::hierarchy::{is_of_policy, service_application};

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
        must_be_of(reader, policy, &need)?;
        uses.push(RootUse::of(reader, need, policy, &deleted)?);
    }
    must_be_whole(reader, &uses)?;
    Ok(uses)
}

/// An answer must not rest on a row that was changed.
fn must_be_of(reader: &mut dyn Reader, policy: &Policy, need: &KeyNeed) -> Result<()> {
    if is_of_policy(reader, policy, (need.generation, need.slot), &need.key_uri)? {
        return Ok(());
    }
    let what = format!(
        "A wrap of the key of policy '{}' names '{}', which is no key of it.",
        policy.name, need.key_uri
    );
    Err(EngineError::damaged(&policy.name, what))
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
            return Err(EngineError::damaged(
                &name,
                format!(
                    "Generation {generation} of policy '{name}' lacks a wrap under a customer key."
                ),
            ));
        }
    }
    Ok(())
}

/// What a policy has under a root that is about to be taken away, and what is left to open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootLoss {
    /// The name of the policy.
    pub policy: String,
    /// What the policy covers.
    pub kind: PolicyKind,
    /// The object id of the application that reads under the policy in the name of the service.
    pub reader: String,
    /// How many keys of mailboxes are under the root.
    pub mailboxes: u64,
    /// How many keys of sites are.
    pub sites: u64,
    /// How many keys of workloads and application scopes are.
    pub others: u64,
    /// The other root of the same keys.
    pub other: String,
    /// Why the other root would not unwrap now, if it would not.
    pub refusal: Option<VaultError>,
}

impl Policies<'_> {
    /// What depends on the roots that are meant, each with the state of the other root now. No
    /// vault is waited for.
    ///
    /// # Errors
    /// Those of the store.
    pub fn root_losses(&self, is_meant: impl Fn(&KeyUri) -> bool) -> Result<Vec<RootLoss>> {
        let uses = self.root_uses()?;
        let mut losses: BTreeMap<(&str, String, &str), RootLoss> = BTreeMap::new();
        for lost in
            uses.iter().filter(|root| KeyUri::stored(&root.key_uri).is_ok_and(|uri| is_meant(&uri)))
        {
            let is_other = |root: &&RootUse| {
                root.policy == lost.policy
                    && root.kind == lost.kind
                    && root.generation == lost.generation
                    && root.key_uri != lost.key_uri
            };
            let other = uses.iter().find(is_other).map_or("", |root| &root.key_uri);
            let place = (lost.policy.as_str(), service_application(lost.kind).object_id, other);
            let told = losses.entry(place).or_insert_with(|| RootLoss {
                policy: lost.policy.clone(),
                kind: lost.kind,
                reader: service_application(lost.kind).object_id,
                mailboxes: 0,
                sites: 0,
                others: 0,
                other: other.to_owned(),
                refusal: KeyUri::stored(other)
                    .and_then(|uri| {
                        let caller = service_application(lost.kind);
                        let wait = self.ground.root_wait();
                        self.ground.roots().check_unwrap(&caller, &uri, &wait)
                    })
                    .err(),
            });
            told.mailboxes = told.mailboxes.saturating_add(lost.mailboxes);
            told.sites = told.sites.saturating_add(lost.sites);
            told.others =
                told.others.saturating_add(lost.workloads.saturating_add(lost.applications));
        }
        Ok(losses.into_values().collect())
    }

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
