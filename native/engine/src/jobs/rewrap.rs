//! Rewrapping scope keys, a page at a time. A rewrap touches no content.

use std::collections::HashMap;

use ckey_store::model::{Job, JobState, Policy, ScopeKind, ScopeWrap};
use ckey_store::{Reader, StateExt};
use ckey_vault::CancelToken;
use serde_json::json;

use super::kind::JobKind;
use crate::audit::Draft;
use crate::clock::real_milliseconds;
use crate::error::{EngineError, Result};
use crate::hierarchy::{Access, PolicyKek};
use crate::tenant::{Actor, Tenant};
use crate::workload::ExistingData;

/// Scope keys in one step: one durable change each.
const PAGE: u32 = 4096;
/// Scopes that wait one by one, in one step.
const SINGLE_PAGE: u32 = 512;

/// The generation that a scope key belongs under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    pub(crate) policy_no: i64,
    pub(crate) generation: u32,
}

impl From<&Policy> for Target {
    fn from(policy: &Policy) -> Self {
        Self { policy_no: policy.no, generation: policy.generation }
    }
}

impl Target {
    pub(crate) const fn of(wrap: &ScopeWrap) -> Self {
        Self { policy_no: wrap.policy_no, generation: wrap.generation }
    }
}

/// What one step found and where the next begins.
struct Page {
    /// Scope keys that were looked at, each with where it belongs.
    wraps: Vec<(ScopeWrap, Target)>,
    /// Where the next page begins.
    cursor: i64,
    /// Scopes that need not wait any longer.
    settled: Vec<i64>,
    /// Scopes looked at.
    scopes: u64,
}

fn last_scope(wraps: &[ScopeWrap], cursor: i64) -> i64 {
    wraps.last().map_or(cursor, |wrap| wrap.scope_no)
}

/// Where a scope's key in this version belongs now: a mailbox under its policy, else the assigned one, else the service's; a workload of
/// which only new data is covered stays where it is.
pub(crate) fn target_of(reader: &mut dyn Reader, wrap: &ScopeWrap) -> Result<Target> {
    let scope = reader
        .scope(wrap.scope_no)?
        .ok_or_else(|| EngineError::damaged("scope", format!("There is no scope {}.", wrap.scope_no)))?;
    let own = match scope.kind {
        ScopeKind::Mailbox => reader.mailbox(scope.no)?.and_then(|status| status.mailbox.policy_no),
        ScopeKind::Workload if ExistingData::of(&scope) == ExistingData::NewOnly => Some(wrap.policy_no),
        ScopeKind::Workload | ScopeKind::Application => None,
    };
    let policy = match own {
        Some(no) => reader.policy(no)?.ok_or_else(|| EngineError::damaged("policy", format!("There is no policy {no}.")))?,
        None => crate::workload::tenant_policy(reader)?,
    };
    Ok(Target::from(&policy))
}

fn next_page(reader: &mut dyn Reader, kind: JobKind, cursor: i64) -> Result<Page> {
    match kind {
        JobKind::Policy { policy } => {
            let policy =
                reader.policy(policy)?.ok_or_else(|| EngineError::damaged("policy", format!("There is no policy {policy}.")))?;
            let wraps = reader.wraps_of_policy(policy.no, policy.generation, cursor, PAGE)?;
            let target = Target::from(&policy);
            let (cursor, scopes) = (last_scope(&wraps, cursor), u64::try_from(wraps.len()).unwrap_or(0));
            Ok(Page { wraps: wraps.into_iter().map(|wrap| (wrap, target)).collect(), cursor, settled: Vec::new(), scopes })
        }
        JobKind::Assignment => {
            let target = Target::from(&crate::workload::tenant_policy(reader)?);
            let wraps = reader.wraps_without_mailbox_policy(cursor, PAGE)?;
            let (cursor, scopes) = (last_scope(&wraps, cursor), u64::try_from(wraps.len()).unwrap_or(0));
            Ok(Page { wraps: wraps.into_iter().map(|wrap| (wrap, target)).collect(), cursor, settled: Vec::new(), scopes })
        }
        JobKind::Scopes => {
            let settled = reader.pending_scopes(0, SINGLE_PAGE)?;
            let mut wraps = Vec::new();
            for scope in &settled {
                for wrap in reader.scope_wraps(*scope)? {
                    let target = target_of(reader, &wrap)?;
                    wraps.push((wrap, target));
                }
            }
            let scopes = u64::try_from(settled.len()).unwrap_or(0);
            Ok(Page { wraps, cursor, settled, scopes })
        }
    }
}

impl Tenant {
    /// Wraps scope keys anew where they belong elsewhere; gives back old and new rows.
    pub(crate) fn rewrap(
        &self,
        wraps: Vec<(ScopeWrap, Target)>,
        access: Access,
        cancel: &CancelToken,
    ) -> Result<Vec<(ScopeWrap, ScopeWrap)>> {
        let mut opened: HashMap<Target, std::sync::Arc<PolicyKek>> = HashMap::new();
        let mut open = |place: Target| -> Result<std::sync::Arc<PolicyKek>> {
            if let Some(kek) = opened.get(&place) {
                return Ok(kek.clone());
            }
            let kek = self.open_policy(place.policy_no, place.generation, access, cancel)?.kek;
            opened.insert(place, kek.clone());
            Ok(kek)
        };
        let mut changes = Vec::with_capacity(wraps.len());
        for (old, target) in wraps {
            let source = Target::of(&old);
            if source == target {
                continue;
            }
            let key = open(source)?.unwrap(&old.scope, old.version, &old.wrap)?;
            let new = open(target)?.scope_wrap(target.policy_no, old.scope_no, old.scope, old.version, &key)?;
            changes.push((old, new));
        }
        self.check_wrap_count(&changes)?;
        Ok(changes)
    }

    /// Wraps under one generation are counted: random nonces must not meet (refused at 2^31).
    fn check_wrap_count(&self, changes: &[(ScopeWrap, ScopeWrap)]) -> Result<()> {
        let Some((_, new)) = changes.first() else { return Ok(()) };
        let made = self.state().view(|reader| Ok::<_, EngineError>(reader.wraps_made(new.policy_no, new.generation)?))?;
        crate::hierarchy::check_wraps_made(made)
    }

    /// One step of a job that this process has taken; returns how many scopes it looked at.
    pub(super) fn step(&self, job: &Job, cancel: &CancelToken) -> Result<u64> {
        let kind = JobKind::of(job)?;
        let page = self.state().view(|reader| next_page(reader, kind, job.cursor))?;
        if page.scopes == 0 {
            return self.finish(job, kind);
        }
        let changes = self.rewrap(page.wraps, Access::Service, cancel)?;
        self.state().commit(|writer| {
            writer.update_scope_wraps(&changes)?;
            writer.remove_pending_scopes(&page.settled)?;
            let Some(mut current) = writer.job(job.guid)? else { return Ok(()) };
            // A refresh meanwhile has sent the job back to the beginning: what was done stays, where to go on is no longer ours to say.
            if current.cursor == job.cursor && current.done == job.done {
                current.cursor = page.cursor;
                current.done = job.done.saturating_add(page.scopes);
                current.total = current.total.max(current.done);
            }
            current.problem = None;
            current.lease_until = real_milliseconds().saturating_add(super::run::LEASE);
            current.changed = self.now();
            Ok::<_, EngineError>(writer.update_job(&current)?)
        })?;
        Ok(page.scopes)
    }

    /// Ends a job: generations that nothing depends on lose their wraps, and it is done only when no old wrap remains in the write-ahead log.
    fn finish(&self, job: &Job, kind: JobKind) -> Result<u64> {
        let now = self.now();
        self.state().commit(|writer| {
            let mut retired = Vec::new();
            for policy in policies(writer, kind)? {
                for generation in writer.generations(policy.no)? {
                    let newest = generation.number >= policy.generation;
                    if !newest && generation.retired.is_none() && in_use(writer, policy.no, generation.number)? == 0 {
                        writer.retire_generation(policy.no, generation.number, now)?;
                        retired.push(generation.guid);
                    }
                }
            }
            if retired.is_empty() {
                return Ok(());
            }
            let draft =
                Draft::new("Retire generations", "Tenant", Actor::SERVICE, self.name(), json!({ "generations": retired }));
            self.audit().append(writer, now, &draft)
        })?;
        self.state().truncate_log()?;
        self.state().commit(|writer| {
            let Some(mut current) = writer.job(job.guid)? else { return Ok(0) };
            let moved = current.cursor != job.cursor || current.done != job.done;
            if moved || (kind == JobKind::Scopes && writer.count_pending_scopes()? > 0) {
                return Ok(0);
            }
            current.state = JobState::Completed;
            current.total = current.done;
            current.owner = None;
            current.problem = None;
            current.changed = now;
            writer.update_job(&current)?;
            Ok::<_, EngineError>(0)
        })
    }
}

/// Policies that a job may have moved keys away from.
fn policies(reader: &mut dyn Reader, kind: JobKind) -> Result<Vec<Policy>> {
    use ckey_store::model::PolicyKind;
    if let JobKind::Policy { policy } = kind {
        return Ok(reader.policy(policy)?.into_iter().collect());
    }
    let mut all = reader.policies(PolicyKind::Mailbox)?;
    all.extend(reader.policies(PolicyKind::MultiWorkload)?);
    Ok(all)
}

/// Scope keys wrapped in exactly this generation.
fn in_use(reader: &mut dyn Reader, policy_no: i64, number: u32) -> Result<u64> {
    let below = reader.count_wraps(policy_no, number)?;
    Ok(reader.count_wraps(policy_no, number.saturating_add(1))?.saturating_sub(below))
}
