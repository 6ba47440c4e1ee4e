//! Rewrapping scope keys in the background, a page at a time (rule 4.3.3). A rewrap touches no
//! content.

use ckey_base::{CancelToken, clock};
use ckey_store::model::{Job, ScopeWrap, WrapSlot};
use ckey_store::protocol::{Place, Progress};
use ckey_store::{Reader, StateExt};

use super::Jobs;
use crate::error::{EngineError, Result};
use crate::ground::{Access, Moment};
use crate::hierarchy::{Hierarchy, planned_holds, settle};
use crate::protection::{policy_row, target_of};
use crate::queue::JobKind;

/// Scope keys in one step: one durable change each.
const PAGE: u32 = 4096;
/// Scopes that wait one by one, in one step.
const SINGLE_PAGE: u32 = 512;
/// The same where roots are asked at the pace of their service: each scope may need two, of which
/// the slowest allows twenty a second, and a step must end long before its lease.
const PACED_PAGE: u32 = 128;

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
        Self {
            wraps: wraps.into_iter().map(|wrap| (wrap, target)).collect(),
            cursor,
            settled: Vec::new(),
            scopes,
        }
    }

    /// Whether all that was looked at still belongs where it did.
    fn still_holds(&self, reader: &mut dyn Reader, kind: JobKind) -> Result<bool> {
        // A site may have been deleted since.
        if matches!(kind, JobKind::Sites { .. }) {
            return planned_holds(reader, &self.wraps);
        }
        if let Some(target) = common_target(reader, kind)? {
            return Ok(self.wraps.first().is_none_or(|(_, planned)| *planned == target));
        }
        planned_holds(reader, &self.wraps)
    }
}

/// Where all that a job looks at belongs, if that is one place.
fn common_target(reader: &mut dyn Reader, kind: JobKind) -> Result<Option<Place>> {
    Ok(match kind {
        JobKind::Policy { policy } => Some(Place::from(&policy_row(reader, policy)?)),
        JobKind::Assignment => Some(Place::from(&crate::protection::tenant_policy(reader)?)),
        JobKind::Sites { policy } => Some(Place::from(&policy_row(reader, policy)?)),
        JobKind::CheckSites { .. }
        | JobKind::OnboardSites { .. }
        | JobKind::Scopes
        | JobKind::DestroyWraps { .. }
        | JobKind::Purge { .. } => None,
    })
}

/// What a job has to look at after `cursor`; nothing where it is at its end.
pub(super) fn next_page(
    reader: &mut dyn Reader,
    kind: JobKind,
    cursor: i64,
    paced: bool,
) -> Result<Page> {
    let (page, single) = if paced { (PACED_PAGE, PACED_PAGE) } else { (PAGE, SINGLE_PAGE) };
    match (kind, common_target(reader, kind)?) {
        (JobKind::Policy { policy }, Some(target)) => Ok(Page::of(
            reader.wraps_of_policy(policy, target.generation, cursor, PAGE)?,
            target,
            cursor,
        )),
        (JobKind::Sites { policy }, Some(target)) => {
            Ok(Page::of(sites_page(reader, policy, cursor)?, target, cursor))
        }
        (JobKind::CheckSites { policy, .. } | JobKind::OnboardSites { policy }, _) => {
            let target = Place::from(&policy_row(reader, policy)?);
            Ok(Page::of(sites_page(reader, policy, cursor)?, target, cursor))
        }
        (_, Some(target)) => {
            Ok(Page::of(reader.wraps_without_mailbox_policy(cursor, page)?, target, cursor))
        }
        (_, None) => {
            let settled = reader.pending_scopes(0, single)?;
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

/// The keys of the next sites of the geo that a policy is registered for: a twentieth of them, so
/// that its progress can be seen.
pub(super) fn sites_page(
    reader: &mut dyn Reader,
    policy: i64,
    cursor: i64,
) -> Result<Vec<ScopeWrap>> {
    let geo = reader.geos()?.into_iter().find(|geo| geo.policy_no == Some(policy));
    let Some(geo) = geo else { return Ok(Vec::new()) };
    let some = u32::try_from(reader.count_sites(geo.no)? / 20).unwrap_or(u32::MAX);
    Ok(reader.wraps_of_sites(geo.no, cursor, some.clamp(1, SINGLE_PAGE))?)
}

impl Jobs<'_> {
    /// One step of a job that this process has taken; returns how many scopes it looked at.
    pub(super) fn step(&self, job: &Job, cancel: &CancelToken) -> Result<u64> {
        match JobKind::of(job)? {
            JobKind::DestroyWraps { policy, generation } => {
                self.destroy_wraps(job, policy, generation)
            }
            JobKind::Purge { policy } => crate::purge::step(self.ground, job, policy, cancel),
            kind @ JobKind::CheckSites { policy, slot } => {
                self.check_sites(job, kind, policy, &[slot], cancel)
            }
            kind @ JobKind::OnboardSites { policy } => {
                self.check_sites(job, kind, policy, &[WrapSlot::First, WrapSlot::Second], cancel)
            }
            kind => settle(|| self.rewrap_page(job, kind, cancel)),
        }
    }

    fn rewrap_page(&self, job: &Job, kind: JobKind, cancel: &CancelToken) -> Result<u64> {
        let paced = !self.ground.provider().hosts.is_local();
        let page = self.ground.state().view(|reader| next_page(reader, kind, job.cursor, paced))?;
        if page.scopes == 0 {
            return self.finish(job, kind);
        }
        let moves = Hierarchy::of(self.ground).wrap_anew(&page.wraps, Access::Service, cancel)?;
        self.ground.pause(Moment::Opened);
        self.ground.state().commit(|writer| {
            if !page.still_holds(writer, kind)? {
                return Err(EngineError::changed_meanwhile(&job.kind));
            }
            let all_settled = moves.write(writer)?;
            let Some(mut current) = writer.job(job.guid)? else { return Ok(()) };
            if all_settled {
                writer.remove_pending_scopes(&page.settled)?;
                writer.add_job_failures(current.no, &moves.failures())?;
            }
            // A refresh meanwhile has sent the job back to the beginning: what was done stays,
            // where to go on is no longer ours to say.
            if all_settled {
                let Progress { cursor, done } = Progress::from(job).with_page(
                    Progress::from(&current),
                    page.cursor,
                    page.scopes,
                );
                (current.cursor, current.done, current.total) =
                    (cursor, done, current.total.max(done));
            }
            current.problem = None;
            current.lease_until = clock::milliseconds().saturating_add(crate::queue::LEASE);
            current.changed = self.ground.now();
            Ok(writer.update_job(&current)?)
        })?;
        Ok(page.scopes)
    }
}
