//! A refresh that is supposed, and other keys for a policy: which keys move, and under what.

use ckey_store::model::{PolicyKind, WrapSlot};
use ckey_vault::KeyUri;

use super::asking::{Asked, opens_for_jobs};
use super::group::{Group, GroupRoot, Staying, is_refreshed};
use super::then::Then;
use crate::error::{EngineError, Result};
use crate::hierarchy::service_application;
use crate::policies::{Below, Policies, must_be_new, must_differ, parse_pair, purge_requested};
use crate::validation::Validation;

/// The groups after a refresh, or after other keys were given, and the job that follows. Keys whose
/// generation no longer opens for the service stay where they are: the job goes past them.
pub(super) fn refresh(
    asked: &Asked<'_>,
    then: &mut Then<'_>,
    (kind, name): (PolicyKind, &str),
    others: Option<&[String]>,
) -> Result<()> {
    if !is_refreshed(kind) {
        return Err(not_refreshed(name));
    }
    let policies = Policies::of(asked.ground);
    if then.is_now {
        policies.check_refresh(kind, name, others)?;
    }
    let policy = policies.find(kind, name)?;
    let found = then.current(&policy).cloned();
    let mut current = found.ok_or_else(|| purge_requested(&policy))?;
    if current.policy.purge.is_some() || current.is_destroyed {
        return Err(purge_requested(&current.policy));
    }
    let keys = match others {
        Some(others) => {
            let keys = parse_pair(asked.ground, others)?;
            must_differ(&current.policy, &keys)?;
            current.policy.key_uris = others.iter().map(|uri| uri.trim().to_owned()).collect();
            keys
        }
        None => parse_pair(asked.ground, &current.policy.key_uris)?.map(|uri| uri.unversioned()),
    };
    must_be_new(asked.ground, &keys)?;
    if !then.is_now {
        Validation::of(asked.ground).gate_roll(&current.policy, &keys)?;
    }
    let roots = new_roots(then, &current, &keys)?;
    let (mut moved, mut staying) = (Below::default(), Staying::default());
    let of_policy = |group: &&mut Group| group.policy.no == current.policy.no;
    for group in then.groups.iter_mut().filter(of_policy) {
        group.is_current = false;
        if opens_for_jobs(asked, &then.vaults, group)? {
            let some = group.below.take_movable();
            group.leaving.add(some);
            moved.add(some);
            staying.add(std::mem::take(&mut group.staying));
            group.has_moved |= some.keys() > 0;
        }
    }
    then.groups.push(Group {
        generation: current.generation.saturating_add(1),
        guid: None,
        is_current: true,
        has_moved: true,
        roots,
        below: moved,
        leaving: Below::default(),
        ended: Below::default(),
        staying,
        ..current
    });
    then.drop_empty();
    Ok(())
}

/// Both keys as they would be taken into use.
fn new_roots(then: &Then<'_>, current: &Group, keys: &[KeyUri; 2]) -> Result<Vec<GroupRoot>> {
    let caller = service_application(current.policy.kind);
    let slots = [WrapSlot::First, WrapSlot::Second];
    let root = |(key, slot): (&KeyUri, _)| {
        let uri = then.vaults.check_root(&caller, key)?.uri.to_string();
        Ok(GroupRoot { slot, uri, instead_of: None })
    };
    keys.iter().zip(slots).map(root).collect()
}

/// The error of who would roll what is not rolled so.
fn not_refreshed(name: &str) -> EngineError {
    EngineError::invalid(
        "PolicyNotRefreshed",
        name,
        format!("'{name}' is no policy of mailboxes or of multiple workloads."),
        "A refresh is of such a policy; the keys of SharePoint are rolled one by one.",
    )
}
