//! Answering: the groups, the vaults as they would be, and the read path's own decision.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use ckey_base::CancelToken;
use ckey_store::StateExt;
use ckey_store::model::PolicyKind;
use ckey_vault::{Caller, KeyUri, SupposedVaults, VaultError, WayBack};

use super::Supposition;
use super::group::{Group, GroupRoot, groups, is_refreshed};
use super::impact::{Impact, Opener, Reading, RootEffect, RootImpact};
use super::then::Then;
use crate::error::{EngineError, Result};
use crate::ground::{Access, Ground};
use crate::hierarchy::{AvailabilityKey, Hierarchy, RootFailure, Verdict, service_application};
use crate::protection::{ScopeKeys, ScopeSelector, may_recover, policy_row};
use crate::workloads::Workloads;

/// What is known of the tenant while an answer is made.
pub(super) struct Asked<'a> {
    pub(super) ground: &'a Ground,
    /// The policies that have an availability key.
    available: HashMap<i64, bool>,
}

impl<'a> Asked<'a> {
    fn of(ground: &'a Ground, groups: &[Group]) -> Self {
        let mut available = HashMap::new();
        for group in groups.iter().filter(|group| group.policy.kind != PolicyKind::Service) {
            if let Entry::Vacant(unknown) = available.entry(group.policy.no) {
                // One that cannot be opened serves nobody.
                let found = AvailabilityKey::of(ground, &group.policy);
                unknown.insert(found.is_ok_and(|key| key.is_some()));
            }
        }
        Self { ground, available }
    }

    fn has_availability_key(&self, group: &Group) -> bool {
        self.available.get(&group.policy.no).copied().unwrap_or(false) && !group.is_destroyed
    }
}

/// The vaults of a tenant as the changes leave them, for what else depends on them.
pub(super) fn vaults_then<'a>(
    ground: &'a Ground,
    caller: &Caller,
    changes: &[Supposition],
) -> Result<SupposedVaults<'a>> {
    made(ground, caller, changes, false).map(|(_, then)| then.vaults)
}

fn made<'a>(
    ground: &'a Ground,
    caller: &Caller,
    changes: &[Supposition],
    has_names: bool,
) -> Result<(Asked<'a>, Then<'a>)> {
    let (groups, assigned) = ground.state().view(|reader| {
        let groups = groups(reader, has_names)?;
        Ok::<_, EngineError>((groups, reader.assignment()?.policy_no))
    })?;
    let asked = Asked::of(ground, &groups);
    let mut then = Then {
        vaults: ground.supposed_vaults(),
        groups,
        rules: ground.current_settings().rules,
        assigned,
        ended: i64::MIN,
        is_now: true,
    };
    changes.iter().try_for_each(|change| then.apply(&asked, caller, change))?;
    Ok((asked, then))
}

pub(super) fn ask(
    ground: &Ground,
    caller: &Caller,
    changes: &[Supposition],
    has_names: bool,
) -> Result<Vec<Impact>> {
    let (asked, then) = made(ground, caller, changes, has_names)?;
    let now = ground.supposed_vaults();
    let of_customer = |group: &Group| group.policy.kind != PolicyKind::Service;
    let Then { vaults, groups, .. } = then;
    let groups = groups.into_iter().filter(of_customer);
    groups.map(|group| impact(&asked, (&now, &vaults), group)).collect()
}

fn failure(vaults: &SupposedVaults<'_>, group: &Group, uri: &str) -> Option<VaultError> {
    let caller = service_application(group.policy.kind);
    KeyUri::stored(uri).and_then(|uri| vaults.check_unwrap(&caller, &uri)).err()
}

/// Why the customer keys of a generation do not open it, those that do not.
pub(super) fn failures(vaults: &SupposedVaults<'_>, group: &Group) -> Vec<RootFailure> {
    let failed = |root: &GroupRoot| {
        let error = failure(vaults, group, &root.uri)?;
        Some(RootFailure { key_uri: root.uri.clone(), error })
    };
    group.roots.iter().filter_map(failed).collect()
}

/// What opens the key of a generation, by the decision of the read path.
pub(super) fn opener(
    asked: &Asked<'_>,
    vaults: &SupposedVaults<'_>,
    group: &Group,
    access: Access,
) -> Result<Opener> {
    if group.policy.is_deleted() || group.is_destroyed {
        return Ok(Opener::Nothing);
    }
    let failures = failures(vaults, group);
    if failures.len() < group.roots.len() {
        return Ok(Opener::CustomerKey);
    }
    let ground = asked.ground;
    let recovers = ground.state().view(|it| may_recover(it, &group.policy, vaults.now()))?;
    let has = asked.has_availability_key(group);
    Ok(match Verdict::for_policy(group.policy.kind, recovers, &failures, access) {
        Verdict::AvailabilityKey if has && !ground.is_read_only() => Opener::AvailabilityKey,
        Verdict::Recovery if has => Opener::AvailabilityKey,
        _ => Opener::Nothing,
    })
}

/// Whether a job can take keys out of there.
pub(super) fn opens_for_jobs(
    asked: &Asked<'_>,
    vaults: &SupposedVaults<'_>,
    group: &Group,
) -> Result<bool> {
    Ok(group.policy.kind == PolicyKind::Service
        || opener(asked, vaults, group, Access::Service)? != Opener::Nothing)
}

fn reading(asked: &Asked<'_>, vaults: &SupposedVaults<'_>, group: &Group) -> Result<Reading> {
    Ok(Reading {
        user: opener(asked, vaults, group, Access::User)?,
        service: opener(asked, vaults, group, Access::Service)?,
    })
}

/// What becomes of one customer key of a generation.
fn root_impact(
    (now, then): (&SupposedVaults<'_>, &SupposedVaults<'_>),
    group: &Group,
    root: &GroupRoot,
) -> Result<RootImpact> {
    let uri = KeyUri::stored(&root.uri)?;
    let caller = service_application(group.policy.kind);
    let stands = |vaults: &SupposedVaults<'_>| vaults.check_unwrap_once_up(&caller, &uri).is_ok();
    let (before, after) = (failure(now, group, &root.uri), failure(then, group, &root.uri));
    let (was, way_back) = (now.way_back(&uri), then.way_back(&uri));
    let is_taken = before.is_none() && after.is_some()
        || stands(now) && !stands(then)
        || way_back.is_worse_than(was);
    let is_given = before.is_some() && after.is_none()
        || !stands(now) && stands(then)
        || was.is_worse_than(way_back);
    let effect = match (is_taken, is_given) {
        (true, _) => RootEffect::Taken,
        (false, true) => RootEffect::Given,
        (false, false) => RootEffect::None,
    };
    Ok(RootImpact {
        key_uri: root.uri.clone(),
        is_first: root.is_first(),
        instead_of: root.instead_of.clone(),
        is_hsm: now.is_of_hsm(&uri),
        newer: if is_taken && after.is_some() { newer(then, &caller, &uri) } else { None },
        before,
        after,
        way_back,
        effect,
    })
}

/// The version that a refresh would take in place of this one.
fn newer(then: &SupposedVaults<'_>, caller: &Caller, uri: &KeyUri) -> Option<String> {
    let current = then.check_root(caller, &uri.unversioned()).ok()?;
    (current.uri != *uri).then(|| current.uri.to_string())
}

/// Why a policy could not be refreshed then, where it can be now. A key that no longer opens what is
/// under it is told as lost, and others than embedded vaults change by no supposition.
fn no_refresh(
    (now, then): (&SupposedVaults<'_>, &SupposedVaults<'_>),
    group: &Group,
) -> Option<VaultError> {
    if !group.is_current || group.is_destroyed || !is_refreshed(group.policy.kind) {
        return None;
    }
    let caller = service_application(group.policy.kind);
    group.roots.iter().find_map(|root| {
        let used = KeyUri::stored(&root.uri).ok().filter(|uri| then.is_embedded(uri))?;
        then.check_unwrap(&caller, &used).ok()?;
        let newest = used.unversioned();
        now.check_root(&caller, &newest).ok()?;
        then.check_root(&caller, &newest).err()
    })
}

fn impact(
    asked: &Asked<'_>,
    (now, then): (&SupposedVaults<'_>, &SupposedVaults<'_>),
    group: Group,
) -> Result<Impact> {
    let before = {
        let was = Group { is_destroyed: false, ..group.clone() };
        reading(asked, now, &was)?
    };
    let roots = group
        .roots
        .iter()
        .map(|root| root_impact((now, then), &group, root))
        .collect::<Result<Vec<_>>>()?;
    let after = reading(asked, then, &group)?;
    let is_gone = |root: &RootImpact| root.way_back == WayBack::Gone;
    let kept = asked.ground.cache().policy(group.policy.no, group.generation, Access::User);
    let kept = kept.filter(|_| asked.ground.current_settings().cache_enabled);
    let kept = kept.filter(|_| !group.is_destroyed);
    Ok(Impact {
        before,
        kept_seconds: kept.map(|kept| {
            kept.expires.saturating_duration_since(asked.ground.clock.instant()).as_secs()
        }),
        no_refresh: no_refresh((now, then), &group),
        is_destroyed: group.is_destroyed,
        is_for_ever: group.is_destroyed
            || roots.iter().all(is_gone) && !asked.has_availability_key(&group),
        after,
        roots,
        policy: group.policy.name,
        kind: group.policy.kind,
        generation: group.generation,
        generation_guid: group.guid,
        is_current: group.is_current,
        has_moved: group.has_moved,
        below: group.below,
        leaving: group.leaving,
        ended: group.ended,
        examples: group.examples,
    })
}

/// Opens the newest key of a scope as a job would.
pub(super) fn read_for_service(
    ground: &Ground,
    selector: &ScopeSelector,
) -> Result<(String, u32, Result<()>)> {
    let cancel = CancelToken::default();
    let scope = Workloads::of(ground).find_scope(selector, &cancel)?;
    let (wrap, policy) = ground.state().view(|reader| {
        let wrap = ScopeKeys::of(reader, &scope)?.into_newest();
        let policy = policy_row(reader, wrap.policy_no)?;
        Ok::<_, EngineError>((wrap, policy))
    })?;
    let opened = Hierarchy::of(ground).open_scope_key(&scope, &wrap, Access::Service, &cancel);
    Ok((policy.name, wrap.generation, opened.map(drop)))
}
