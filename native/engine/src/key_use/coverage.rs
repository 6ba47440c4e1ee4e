//! What is under which policy and generation, the service's own too: counted, never walked, so
//! that it is as fast for a million mailboxes as for one.

use std::collections::HashMap;

use ckey_store::model::{PolicyKind, ScopeKind};
use ckey_store::protocol::Place;
use ckey_store::{Reader, StateExt};
use uuid::Uuid;

use super::KeyUse;
use crate::error::Result;
use crate::policies::Below;

/// How many of what is under no key of the customer's are named.
const EXAMPLES: usize = 20;
/// How many keys are looked at to find them.
const LOOKED_AT: u32 = 500;

/// A generation of a policy key, and how many keys are under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The name of the policy.
    pub policy: String,
    /// What the policy covers; `Service` where it is none of the customer's.
    pub kind: PolicyKind,
    /// The generation's number, from 1.
    pub generation: u32,
    /// Its GUID.
    pub guid: Uuid,
    /// Whether it is the policy's newest.
    pub is_current: bool,
    /// When it was made, Unix seconds.
    pub created: i64,
    /// Since when nothing is wrapped under it any more.
    pub retired: Option<i64>,
    /// When its wraps were removed.
    pub destroyed: Option<i64>,
    /// How many keys are under it.
    pub below: Below,
}

/// Everything that is under anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Covered {
    /// Every generation of every policy, policies in order of kind and making, newest generation
    /// first.
    pub generations: Vec<Coverage>,
    /// Some mailboxes that are under no key of the customer's, by name.
    pub bare_mailboxes: Vec<String>,
    /// Some sites that are.
    pub bare_sites: Vec<String>,
}

impl KeyUse<'_> {
    /// What is under which policy and generation, read at one moment.
    ///
    /// # Errors
    /// Those of the store.
    pub fn coverage(&self) -> Result<Covered> {
        self.ground.sync()?;
        self.ground.state().view(covered)
    }
}

fn covered(reader: &mut dyn Reader) -> Result<Covered> {
    let mut keys: HashMap<(i64, u32, ScopeKind), u64> = HashMap::new();
    for count in reader.key_counts()? {
        keys.insert((count.policy_no, count.generation, count.kind), count.keys);
    }
    let mut removed: HashMap<(i64, u32), u64> = HashMap::new();
    for count in reader.removed_counts()? {
        let sum = removed.entry((count.policy_no, count.generation)).or_default();
        *sum = sum.saturating_add(count.keys);
    }
    let deleted = reader.deleted_site_keys()?;
    let mut found = Covered::default();
    for kind in PolicyKind::ALL {
        for policy in reader.policies(kind)? {
            for one in reader.generations(policy.no)? {
                let place = Place { policy_no: policy.no, generation: one.number };
                let of = |kind| keys.get(&(policy.no, one.number, kind)).copied().unwrap_or(0);
                let removed = removed.get(&(policy.no, one.number)).copied().unwrap_or(0);
                let deleted =
                    deleted.iter().find(|(at, _)| *at == place).map_or(0, |(_, keys)| *keys);
                found.generations.push(Coverage {
                    policy: policy.name.clone(),
                    kind,
                    generation: one.number,
                    guid: one.guid,
                    is_current: one.number == policy.generation,
                    created: one.created,
                    retired: one.retired,
                    destroyed: one.destroyed,
                    below: Below {
                        mailboxes: of(ScopeKind::Mailbox).saturating_sub(removed),
                        removed_mailboxes: removed,
                        workloads: of(ScopeKind::Workload),
                        applications: of(ScopeKind::Application),
                        sites: of(ScopeKind::Site).saturating_sub(deleted),
                        deleted_sites: deleted,
                    },
                });
            }
            if kind == PolicyKind::Service {
                name_bare(reader, policy.no, &mut found)?;
            }
        }
    }
    Ok(found)
}

/// Names some of what is under the service's policy.
fn name_bare(reader: &mut dyn Reader, policy_no: i64, found: &mut Covered) -> Result<()> {
    let mut last = 0;
    for wrap in reader.wraps_of_policy(policy_no, u32::MAX, 0, LOOKED_AT)? {
        if std::mem::replace(&mut last, wrap.scope_no) == wrap.scope_no {
            continue;
        }
        let Some(scope) = reader.scope(wrap.scope_no)? else { continue };
        let names = match scope.kind {
            ScopeKind::Mailbox => &mut found.bare_mailboxes,
            ScopeKind::Site => &mut found.bare_sites,
            ScopeKind::Workload | ScopeKind::Application => continue,
        };
        if names.len() < EXAMPLES {
            names.push(scope.name);
        }
    }
    Ok(())
}
