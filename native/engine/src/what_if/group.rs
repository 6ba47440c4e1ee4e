//! What lies below one generation of a policy, by number.

use std::collections::HashMap;

use ckey_store::Reader;
use ckey_store::model::{KeyCount, Policy, PolicyKind, ScopeKind, WrapSlot};
use ckey_store::protocol::Place;
use uuid::Uuid;

use crate::error::{EngineError, Result};
use crate::policies::{Below, RootUse, root_uses};
use crate::protection::{ExistingData, carrying_applications, service_policy};

/// How many rows are looked at for names, and how many names are told.
const PAGE: u32 = 1000;
const SHOWN: usize = 5;

/// A customer key of a generation.
#[derive(Clone)]
pub(super) struct GroupRoot {
    pub(super) slot: WrapSlot,
    /// The version.
    pub(super) uri: String,
    /// The version that it replaces, where a change rolls it.
    pub(super) instead_of: Option<String>,
}

impl GroupRoot {
    pub(super) const fn is_first(&self) -> bool {
        matches!(self.slot, WrapSlot::First)
    }
}

/// Keys that an assignment leaves where they are.
#[derive(Clone, Copy, Default)]
pub(super) struct Staying {
    /// Of workloads of which only new data is covered (rule 1.8).
    pub(super) workloads: u64,
    /// Of applications with a policy of their own.
    pub(super) applications: u64,
}

impl Staying {
    pub(super) const fn add(&mut self, more: Self) {
        self.workloads = self.workloads.saturating_add(more.workloads);
        self.applications = self.applications.saturating_add(more.applications);
    }
}

/// A generation of a policy, and what is below it.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) policy: Policy,
    pub(super) generation: u32,
    pub(super) guid: Option<Uuid>,
    pub(super) is_current: bool,
    /// Whether the changes destroy it with all that is below.
    pub(super) is_destroyed: bool,
    /// Whether the changes move keys into it or out of it.
    pub(super) has_moved: bool,
    /// The versions of both customer keys; none of service-managed encryption.
    pub(super) roots: Vec<GroupRoot>,
    pub(super) below: Below,
    /// How much the changes bring elsewhere.
    pub(super) leaving: Below,
    /// How much is destroyed because the time to bring it back is over.
    pub(super) ended: Below,
    /// Which of those below an assignment leaves where they are.
    pub(super) staying: Staying,
    pub(super) examples: Vec<String>,
}

/// Every generation that something needs, and service-managed encryption.
pub(super) fn groups(reader: &mut dyn Reader, has_names: bool) -> Result<Vec<Group>> {
    let staying = staying(reader)?;
    let removed: HashMap<Place, u64> = removed(reader)?;
    let mut found: Vec<Group> = Vec::new();
    for used in root_uses(reader)? {
        let place = Place { policy_no: used.policy_no, generation: used.generation };
        let root = GroupRoot { slot: used.slot, uri: used.key_uri.clone(), instead_of: None };
        if let Some(known) = found.iter_mut().find(|known| known.place() == place) {
            known.roots.push(root);
            continue;
        }
        let policy = reader.policy(used.policy_no)?.ok_or_else(|| {
            EngineError::damaged(&used.policy, format!("The policy '{}' is gone.", used.policy))
        })?;
        found.push(Group {
            examples: if has_names { examples(reader, place)? } else { Vec::new() },
            generation: used.generation,
            guid: Some(used.generation_guid),
            is_current: used.is_current,
            is_destroyed: false,
            has_moved: false,
            roots: vec![root],
            below: below(&used, removed.get(&place).copied().unwrap_or_default()),
            leaving: Below::default(),
            ended: Below::default(),
            staying: staying.get(&place).copied().unwrap_or_default(),
            policy,
        });
    }
    found.push(service_managed(reader, &removed, &staying)?);
    Ok(found)
}

impl Group {
    fn place(&self) -> Place {
        Place { policy_no: self.policy.no, generation: self.generation }
    }
}

fn removed(reader: &mut dyn Reader) -> Result<HashMap<Place, u64>> {
    let mut found: HashMap<Place, u64> = HashMap::new();
    for count in reader.removed_counts()? {
        let place = Place { policy_no: count.policy_no, generation: count.generation };
        let keys = found.entry(place).or_default();
        *keys = keys.saturating_add(count.keys);
    }
    Ok(found)
}

const fn below(used: &RootUse, removed: u64) -> Below {
    Below {
        mailboxes: used.mailboxes.saturating_sub(removed),
        removed_mailboxes: removed,
        workloads: used.workloads,
        applications: used.applications,
        sites: used.sites,
        deleted_sites: used.deleted_sites,
    }
}

/// What is under the service's own keys: an assignment takes it from there, or brings it there.
fn service_managed(
    reader: &mut dyn Reader,
    removed: &HashMap<Place, u64>,
    staying: &HashMap<Place, Staying>,
) -> Result<Group> {
    let policy = service_policy(reader)?;
    let counts: Vec<KeyCount> = reader.key_counts()?;
    let of = |kind: ScopeKind| {
        let here = counts.iter().filter(|it| it.policy_no == policy.no && it.kind == kind);
        here.map(|count| count.keys).fold(0, u64::saturating_add)
    };
    let place = Place { policy_no: policy.no, generation: policy.generation };
    let gone = removed.get(&place).copied().unwrap_or_default();
    Ok(Group {
        generation: policy.generation,
        guid: None,
        is_current: true,
        is_destroyed: false,
        has_moved: false,
        roots: Vec::new(),
        below: Below {
            mailboxes: of(ScopeKind::Mailbox).saturating_sub(gone),
            removed_mailboxes: gone,
            workloads: of(ScopeKind::Workload),
            applications: of(ScopeKind::Application),
            sites: of(ScopeKind::Site),
            deleted_sites: 0,
        },
        leaving: Below::default(),
        ended: Below::default(),
        staying: staying.get(&place).copied().unwrap_or_default(),
        examples: Vec::new(),
        policy,
    })
}

/// What an assignment leaves where it is, by where that is.
fn staying(reader: &mut dyn Reader) -> Result<HashMap<Place, Staying>> {
    let mut found: HashMap<Place, Staying> = HashMap::new();
    for scope in reader.scopes(ScopeKind::Workload, 0, PAGE)? {
        if ExistingData::of(&scope) == ExistingData::NewOnly {
            for wrap in reader.scope_wraps(scope.no)? {
                let here = found.entry(Place::from(&wrap)).or_default();
                here.add(Staying { workloads: 1, applications: 0 });
            }
        }
    }
    for scope in carrying_applications(reader)? {
        for wrap in reader.scope_wraps(scope.no)? {
            let here = found.entry(Place::from(&wrap)).or_default();
            here.add(Staying { workloads: 0, applications: 1 });
        }
    }
    Ok(found)
}

/// Some names from the first page: an answer does not wait for more.
fn examples(reader: &mut dyn Reader, place: Place) -> Result<Vec<String>> {
    let Place { policy_no, generation } = place;
    let page = reader.wraps_of_policy(policy_no, generation.saturating_add(1), 0, PAGE)?;
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
