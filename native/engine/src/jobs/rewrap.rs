//! Rewrapping scope keys, a page at a time. A rewrap touches no content.

use std::collections::HashMap;
use std::sync::Arc;

use ckey_store::model::{Job, JobFailure, Policy, ScopeKind, ScopeWrap};
use ckey_store::protocol::{Place, Progress};
use ckey_store::{Reader, StateExt, Writer};
use ckey_vault::CancelToken;

use super::kind::JobKind;
use crate::clock::real_milliseconds;
use crate::error::{EngineError, Result};
use crate::hierarchy::{Access, PolicyKek, settle};
use crate::tenant::{Moment, Tenant};
use crate::workload::ExistingData;

/// Scope keys in one step: one durable change each.
const PAGE: u32 = 4096;
/// Scopes that wait one by one, in one step.
const SINGLE_PAGE: u32 = 512;

/// What one step found and where the next begins.
pub(super) struct Page {
    /// Scope keys that were looked at, each with where it belongs.
    wraps: Vec<(ScopeWrap, Place)>,
    /// Where the next page begins.
    cursor: i64,
    /// Scopes that need not wait any longer.
    settled: Vec<i64>,
    /// Scopes looked at.
    pub(super) scopes: u64,
}

impl Page {
    fn of(wraps: Vec<ScopeWrap>, target: Place, cursor: i64) -> Self {
        let cursor = wraps.last().map_or(cursor, |wrap| wrap.scope_no);
        let scopes = u64::try_from(wraps.len()).unwrap_or(0);
        Self { wraps: wraps.into_iter().map(|wrap| (wrap, target)).collect(), cursor, settled: Vec::new(), scopes }
    }

    /// Whether all that was looked at still belongs where it did.
    fn still_holds(&self, reader: &mut dyn Reader, kind: JobKind) -> Result<bool> {
        if let Some(target) = common_target(reader, kind)? {
            return Ok(self.wraps.first().is_none_or(|(_, planned)| *planned == target));
        }
        for (wrap, planned) in &self.wraps {
            if target_of(reader, wrap)? != *planned {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn policy_row(reader: &mut dyn Reader, no: i64) -> Result<Policy> {
    reader.policy(no)?.ok_or_else(|| EngineError::damaged("policy", format!("There is no policy {no}.")))
}

/// Where a scope's key in this version belongs now: a mailbox under its policy, else the assigned one, else the service's; a workload of
/// which only new data is covered stays where it is.
pub(crate) fn target_of(reader: &mut dyn Reader, wrap: &ScopeWrap) -> Result<Place> {
    let scope = reader
        .scope(wrap.scope_no)?
        .ok_or_else(|| EngineError::damaged("scope", format!("There is no scope {}.", wrap.scope_no)))?;
    let own = match scope.kind {
        ScopeKind::Mailbox => reader.mailbox(scope.no)?.and_then(|status| status.mailbox.policy_no),
        ScopeKind::Workload if ExistingData::of(&scope) == ExistingData::NewOnly => Some(wrap.policy_no),
        ScopeKind::Workload | ScopeKind::Application => None,
    };
    let policy = match own {
        Some(no) => policy_row(reader, no)?,
        None => crate::workload::tenant_policy(reader)?,
    };
    Ok(Place::from(&policy))
}

/// Where all that a job looks at belongs, if that is one place.
fn common_target(reader: &mut dyn Reader, kind: JobKind) -> Result<Option<Place>> {
    Ok(match kind {
        JobKind::Policy { policy } => Some(Place::from(&policy_row(reader, policy)?)),
        JobKind::Assignment => Some(Place::from(&crate::workload::tenant_policy(reader)?)),
        JobKind::Scopes | JobKind::DestroyWraps { .. } => None,
    })
}

/// What a job has to look at after `cursor`; nothing where it is at its end.
pub(super) fn next_page(reader: &mut dyn Reader, kind: JobKind, cursor: i64) -> Result<Page> {
    match (kind, common_target(reader, kind)?) {
        (JobKind::Policy { policy }, Some(target)) => {
            Ok(Page::of(reader.wraps_of_policy(policy, target.generation, cursor, PAGE)?, target, cursor))
        }
        (_, Some(target)) => Ok(Page::of(reader.wraps_without_mailbox_policy(cursor, PAGE)?, target, cursor)),
        (_, None) => {
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

/// Scope keys wrapped anew, old and new rows by where they go, and those that do not open.
#[derive(Default)]
struct Moves {
    to: HashMap<Place, Vec<(ScopeWrap, ScopeWrap)>>,
    failed: Vec<(ScopeWrap, String)>,
}

impl Moves {
    /// Writes what was wrapped anew, under generations that live. Whether every key is where it belongs now, or does not open: what
    /// somebody else moved meanwhile to another place must be looked at again.
    fn write(&self, writer: &mut dyn Writer) -> Result<bool> {
        for (target, changes) in &self.to {
            let live = writer.admit(target.policy_no, target.generation)?;
            let written = writer.update_scope_wraps(&live, changes)?;
            if u64::try_from(changes.len()) != Ok(written) && !all_lie(writer, changes.iter().map(|(_, new)| new))? {
                return Ok(false);
            }
        }
        all_lie(writer, self.failed.iter().map(|(wrap, _)| wrap))
    }

    fn failures(&self) -> Vec<JobFailure> {
        let told = |(wrap, problem): &(ScopeWrap, String)| JobFailure {
            scope_no: wrap.scope_no,
            version: wrap.version,
            problem: problem.clone(),
        };
        self.failed.iter().map(told).collect()
    }
}

/// Whether scope keys lie where these rows say.
fn all_lie<'a>(reader: &mut dyn Reader, wraps: impl Iterator<Item = &'a ScopeWrap>) -> Result<bool> {
    for wrap in wraps {
        let now = reader.scope_wraps(wrap.scope_no)?;
        if !now.iter().any(|now| now.version == wrap.version && Place::from(now) == Place::from(wrap)) {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Tenant {
    /// Wraps scope keys anew where they belong elsewhere. A policy key that does not open ends it; a scope key that does not open under
    /// one that does is gone past.
    fn wrap_anew(&self, wraps: &[(ScopeWrap, Place)], access: Access, cancel: &CancelToken) -> Result<Moves> {
        let mut opened: HashMap<Place, Arc<PolicyKek>> = HashMap::new();
        let mut open = |place: Place| -> Result<Arc<PolicyKek>> {
            if let Some(kek) = opened.get(&place) {
                return Ok(kek.clone());
            }
            let kek = self.open_policy(place.policy_no, place.generation, access, cancel)?.kek;
            opened.insert(place, kek.clone());
            Ok(kek)
        };
        let mut moves = Moves::default();
        for (old, target) in wraps.iter().filter(|(old, target)| Place::from(old) != *target) {
            let source = match open(Place::from(old)) {
                Err(error) if error.is_changed_meanwhile() && self.moved_wrap(old)?.is_none() => {
                    moves.failed.push((old.clone(), crate::read_path::stranded(old).message));
                    continue;
                }
                source => source?,
            };
            let key = match source.unwrap(&old.scope, old.version, &old.wrap) {
                Ok(key) => key,
                Err(error) => {
                    moves.failed.push((old.clone(), error.message));
                    continue;
                }
            };
            let new = open(*target)?.scope_wrap(target.policy_no, old.scope_no, old.scope, old.version, &key)?;
            moves.to.entry(*target).or_default().push((old.clone(), new));
        }
        Ok(moves)
    }

    /// Brings one scope key to where it belongs.
    pub(crate) fn bring_home(&self, wrap: &ScopeWrap) -> Result<()> {
        let page = self.state().view(|reader| {
            let now = reader.scope_wraps(wrap.scope_no)?.into_iter().find(|now| now.version == wrap.version);
            let placed = now.map(|now| target_of(reader, &now).map(|target| (now, target)));
            Ok::<_, EngineError>(Page { wraps: Vec::from_iter(placed.transpose()?), cursor: 0, settled: Vec::new(), scopes: 1 })
        })?;
        let moves = self.wrap_anew(&page.wraps, Access::User, &CancelToken::default())?;
        if moves.to.is_empty() {
            return Ok(());
        }
        self.pause(Moment::Opened);
        self.state().commit(|writer| {
            if page.still_holds(writer.as_reader(), JobKind::Scopes)? && moves.write(writer)? {
                return Ok(());
            }
            Err(EngineError::changed_meanwhile(&wrap.scope.to_string()))
        })
    }

    /// One step of a job that this process has taken; returns how many scopes it looked at.
    pub(super) fn step(&self, job: &Job, cancel: &CancelToken) -> Result<u64> {
        match JobKind::of(job)? {
            JobKind::DestroyWraps { policy, generation } => self.destroy_wraps(job, policy, generation),
            kind => settle(|| self.rewrap_page(job, kind, cancel)),
        }
    }

    fn rewrap_page(&self, job: &Job, kind: JobKind, cancel: &CancelToken) -> Result<u64> {
        let page = self.state().view(|reader| next_page(reader, kind, job.cursor))?;
        if page.scopes == 0 {
            return self.finish(job, kind);
        }
        let moves = self.wrap_anew(&page.wraps, Access::Service, cancel)?;
        self.pause(Moment::Opened);
        self.state().commit(|writer| {
            if !page.still_holds(writer.as_reader(), kind)? {
                return Err(EngineError::changed_meanwhile(&job.kind));
            }
            let all_settled = moves.write(writer)?;
            let Some(mut current) = writer.job(job.guid)? else { return Ok(()) };
            if all_settled {
                writer.remove_pending_scopes(&page.settled)?;
                writer.add_job_failures(current.no, &moves.failures())?;
            }
            // A refresh meanwhile has sent the job back to the beginning: what was done stays, where to go on is no longer ours to say.
            if all_settled {
                let Progress { cursor, done } = Progress::from(job).with_page(Progress::from(&current), page.cursor, page.scopes);
                (current.cursor, current.done, current.total) = (cursor, done, current.total.max(done));
            }
            current.problem = None;
            current.lease_until = real_milliseconds().saturating_add(super::run::LEASE);
            current.changed = self.now();
            Ok(writer.update_job(&current)?)
        })?;
        Ok(page.scopes)
    }
}
