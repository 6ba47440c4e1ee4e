//! What lies below one generation of a policy, by number.

use ckey_store::Reader;
use ckey_store::model::{Policy, PolicyKind, ScopeKind};
use uuid::Uuid;

use crate::error::{EngineError, Result};
use crate::policies::{Below, root_uses};

/// How many rows are looked at for names, and how many names are told.
const PAGE: u32 = 1000;
const SHOWN: usize = 5;

/// A generation of a policy, and what is below it.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) policy: Policy,
    pub(super) generation: u32,
    pub(super) guid: Option<Uuid>,
    pub(super) is_current: bool,
    /// The versions of both customer keys.
    pub(super) roots: Vec<String>,
    pub(super) below: Below,
    pub(super) examples: Vec<String>,
}

/// Every generation that something needs.
pub(super) fn groups(reader: &mut dyn Reader) -> Result<Vec<Group>> {
    let removed = reader.removed_counts()?;
    let mut found: Vec<Group> = Vec::new();
    for used in root_uses(reader)? {
        let place = (used.policy_no, used.generation);
        if let Some(known) =
            found.iter_mut().find(|known| (known.policy.no, known.generation) == place)
        {
            known.roots.push(used.key_uri);
            continue;
        }
        let policy = reader.policy(used.policy_no)?.ok_or_else(|| {
            EngineError::damaged(&used.policy, format!("The policy '{}' is gone.", used.policy))
        })?;
        let here = removed.iter().filter(|count| (count.policy_no, count.generation) == place);
        let gone = here.map(|count| count.keys).fold(0, u64::saturating_add);
        let below = Below {
            mailboxes: used.mailboxes.saturating_sub(gone),
            removed_mailboxes: gone,
            workloads: used.workloads,
            applications: used.applications,
            sites: used.sites,
            deleted_sites: used.deleted_sites,
        };
        found.push(Group {
            examples: examples(reader, place)?,
            generation: used.generation,
            guid: Some(used.generation_guid),
            is_current: used.is_current,
            roots: vec![used.key_uri],
            below,
            policy,
        });
    }
    Ok(found)
}

/// Some names from the first page: an answer does not wait for more.
fn examples(reader: &mut dyn Reader, (policy, generation): (i64, u32)) -> Result<Vec<String>> {
    let page = reader.wraps_of_policy(policy, generation.saturating_add(1), 0, PAGE)?;
    let mut names = Vec::new();
    for wrap in page.iter().filter(|wrap| wrap.generation == generation) {
        let Some(scope) = reader.scope(wrap.scope_no)? else { continue };
        let name = match scope.kind {
            ScopeKind::Mailbox => scope.name,
            ScopeKind::Workload => format!("workload {}", scope.name),
            ScopeKind::Application => format!("application {}", scope.name),
            ScopeKind::Site => format!("site {}", scope.name),
        };
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() == SHOWN {
            break;
        }
    }
    Ok(names)
}

/// Whether a refresh is how the keys of such a policy are rolled.
pub(super) const fn is_refreshed(kind: PolicyKind) -> bool {
    matches!(kind, PolicyKind::Mailbox | PolicyKind::MultiWorkload)
}
