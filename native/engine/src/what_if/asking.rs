//! Answering: the groups, the vaults as they would be, and the read path's own decision.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::Instant;

use ckey_base::CancelToken;
use ckey_store::StateExt;
use ckey_vault::{Caller, KeyUri, SupposedVaults, VaultError, WayBack};

use super::Supposition;
use super::group::{Group, groups};
use super::impact::{Impact, Opener, Reading, RootImpact};
use super::refresh::refresh;
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

pub(super) fn ask(
    ground: &Ground,
    caller: &Caller,
    changes: &[Supposition],
) -> Result<Vec<Impact>> {
    let mut found = ground.state().view(groups)?;
    let mut available = HashMap::new();
    for group in &found {
        if let Entry::Vacant(unknown) = available.entry(group.policy.no) {
            unknown.insert(AvailabilityKey::of(ground, &group.policy)?.is_some());
        }
    }
    let asked = Asked { ground, available };
    let now = ground.vaults().supposed();
    let mut then = ground.vaults().supposed();
    for change in changes {
        match change {
            Supposition::Vault { vault, change } => then.apply(caller, vault, change)?,
            Supposition::Wait(seconds) => then.set_now(then.now().saturating_add(*seconds)),
            Supposition::Refresh { kind, identity } => {
                refresh(&asked, &then, &mut found, (*kind, identity))?;
            }
        }
    }
    found.into_iter().map(|group| impact(&asked, (&now, &then), group)).collect()
}

fn failure(vaults: &SupposedVaults<'_>, group: &Group, uri: &str) -> Option<VaultError> {
    let caller = service_application(group.policy.kind);
    KeyUri::parse(uri).and_then(|uri| vaults.check_unwrap(&caller, &uri)).err()
}

/// What opens the key of a generation, by the decision of the read path.
pub(super) fn opener(
    asked: &Asked<'_>,
    vaults: &SupposedVaults<'_>,
    group: &Group,
    access: Access,
) -> Result<Opener> {
    if group.policy.is_deleted() {
        return Ok(Opener::Nothing);
    }
    let failures: Vec<_> = group
        .roots
        .iter()
        .filter_map(|uri| {
            let error = failure(vaults, group, uri)?;
            Some(RootFailure { key_uri: uri.clone(), error })
        })
        .collect();
    if failures.len() < group.roots.len() {
        return Ok(Opener::CustomerKey);
    }
    let ground = asked.ground;
    let recovers = ground.state().view(|it| may_recover(it, &group.policy, vaults.now()))?;
    let has = asked.available.get(&group.policy.no).copied().unwrap_or(false);
    Ok(match Verdict::for_policy(group.policy.kind, recovers, &failures, access) {
        Verdict::AvailabilityKey if has && !ground.is_read_only() => Opener::AvailabilityKey,
        Verdict::Recovery if has => Opener::AvailabilityKey,
        _ => Opener::Nothing,
    })
}

fn reading(asked: &Asked<'_>, vaults: &SupposedVaults<'_>, group: &Group) -> Result<Reading> {
    Ok(Reading {
        user: opener(asked, vaults, group, Access::User)?,
        service: opener(asked, vaults, group, Access::Service)?,
    })
}

fn impact(
    asked: &Asked<'_>,
    (now, then): (&SupposedVaults<'_>, &SupposedVaults<'_>),
    group: Group,
) -> Result<Impact> {
    let roots = group
        .roots
        .iter()
        .map(|uri| {
            Ok(RootImpact {
                before: failure(now, &group, uri),
                after: failure(then, &group, uri),
                way_back: then.way_back(&KeyUri::parse(uri)?)?,
                key_uri: uri.clone(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let after = reading(asked, then, &group)?;
    let is_gone = |root: &RootImpact| root.way_back == WayBack::Gone;
    let has_availability_key = asked.available.get(&group.policy.no).copied().unwrap_or(false);
    let kept = asked.ground.cache().policy(group.policy.no, group.generation, Access::User);
    let kept = kept.filter(|_| asked.ground.current_settings().cache_enabled);
    Ok(Impact {
        before: reading(asked, now, &group)?,
        kept_seconds: kept
            .map(|kept| kept.expires.saturating_duration_since(Instant::now()).as_secs()),
        is_for_ever: roots.iter().all(is_gone) && !has_availability_key,
        after,
        roots,
        policy: group.policy.name,
        kind: group.policy.kind,
        generation: group.generation,
        generation_guid: group.guid,
        is_current: group.is_current,
        below: group.below,
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
