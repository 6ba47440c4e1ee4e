//! A refresh that is supposed: which keys move, and under what.

use ckey_store::model::PolicyKind;
use ckey_vault::{KeyUri, SupposedVaults};

use super::asking::{Asked, opener};
use super::group::{Group, is_refreshed};
use super::impact::Opener;
use crate::error::{EngineError, Result};
use crate::ground::Access;
use crate::hierarchy::service_application;
use crate::policies::{Below, parse_pair, purge_requested};

/// The groups after a refresh, and the job that follows it. Keys whose generation no longer opens
/// for the service stay where they are: the job goes past them.
pub(super) fn refresh(
    asked: &Asked<'_>,
    vaults: &SupposedVaults<'_>,
    groups: &mut Vec<Group>,
    (kind, name): (PolicyKind, &str),
) -> Result<()> {
    let current = groups
        .iter()
        .find(|group| group.is_current && group.policy.kind == kind && group.policy.name == name)
        .cloned()
        .filter(|_| is_refreshed(kind))
        .ok_or_else(|| not_refreshed(name))?;
    if current.policy.purge.is_some() {
        return Err(purge_requested(&current.policy));
    }
    let caller = service_application(kind);
    let mut roots = Vec::with_capacity(2);
    for key in parse_pair(asked.ground, &current.policy.key_uris)? {
        roots.push(vaults.check_root(&caller, &key.unversioned())?.uri);
    }
    let mut moved = Below::default();
    for group in groups.iter_mut().filter(|group| group.policy.no == current.policy.no) {
        group.is_current = false;
        if opener(asked, vaults, group, Access::Service)? != Opener::Nothing {
            moved.add(group.below.take_movable());
        }
    }
    groups.retain(|group| group.policy.no != current.policy.no || group.below.keys() > 0);
    groups.push(Group {
        generation: current.generation.saturating_add(1),
        guid: None,
        is_current: true,
        roots: roots.iter().map(KeyUri::to_string).collect(),
        below: moved,
        ..current
    });
    Ok(())
}

fn not_refreshed(name: &str) -> EngineError {
    EngineError::invalid(
        "PolicyNotRefreshed",
        name,
        format!("'{name}' is no policy of mailboxes or of multiple workloads."),
        "A refresh is of such a policy; the keys of SharePoint are rolled one by one.",
    )
}
