//! The assignment of a policy that is supposed, or that none is assigned any more.

use ckey_store::model::{Policy, PolicyKind};

use super::asking::{Asked, failures, opener, opens_for_jobs};
use super::group::{Group, Staying};
use super::impact::Opener;
use super::then::Then;
use crate::error::Result;
use crate::ground::Access;
use crate::hierarchy::not_opened;
use crate::policies::{Below, Policies};
use crate::protection::{ExistingData, WORKLOADS};

/// The groups after an assignment, and the jobs that follow it. Keys whose generation no longer opens
/// for the service stay where they are.
pub(super) fn assign(asked: &Asked<'_>, then: &mut Then<'_>, policy: Option<&str>) -> Result<()> {
    let (target, _) = Policies::of(asked.ground).check_assignment(policy)?;
    let assigned = target.as_ref().map(|target| target.no);
    if assigned == then.assigned {
        return Ok(());
    }
    if let Some(target) = &target {
        must_open(asked, then, target)?;
    }
    let mut moved = Below::default();
    for group in then.groups.iter_mut().filter(|group| concerns(group, assigned)) {
        if opens_for_jobs(asked, &then.vaults, group)? {
            let some =
                group.below.take_assigned(group.staying.workloads, group.staying.applications);
            group.leaving.add(some);
            group.has_moved |= some.keys() > 0;
            moved.add(some);
        }
    }
    // New data of these gets a key of its own, under whatever applies from then on.
    let new_only = WORKLOADS.iter().filter(|it| it.existing_data == ExistingData::NewOnly).count();
    let staying = Staying { workloads: u64::try_from(new_only).unwrap_or(0), applications: 0 };
    moved.workloads = moved.workloads.saturating_add(staying.workloads);
    let is_target = |group: &&mut Group| match assigned {
        Some(no) => group.policy.no == no && group.is_current,
        None => group.policy.kind == PolicyKind::Service,
    };
    if let Some(group) = then.groups.iter_mut().find(is_target) {
        group.below.add(moved);
        group.staying.add(staying);
        group.has_moved = true;
    }
    then.assigned = assigned;
    then.drop_empty();
    Ok(())
}

/// Whether an assignment takes keys from there.
fn concerns(group: &Group, assigned: Option<i64>) -> bool {
    let is_target = match assigned {
        Some(no) => group.policy.no == no && group.is_current,
        None => group.policy.kind == PolicyKind::Service,
    };
    !is_target && matches!(group.policy.kind, PolicyKind::MultiWorkload | PolicyKind::Service)
}

/// Rule 4.1.14.
fn must_open(asked: &Asked<'_>, then: &Then<'_>, target: &Policy) -> Result<()> {
    let group = then.groups.iter().find(|group| group.is_current && group.policy.no == target.no);
    let Some(group) = group else { return Ok(()) };
    match opener(asked, &then.vaults, group, Access::User)? {
        Opener::Nothing => Err(not_opened(target, &failures(&then.vaults, group))),
        _ => Ok(()),
    }
}
