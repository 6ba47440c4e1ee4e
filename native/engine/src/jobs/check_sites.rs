//! After a roll of one key of SharePoint, or after both were replaced: every site is opened through
//! each new wrap of the tenant intermediate key (rules 4.4.1 and 4.6.3). Nothing is wrapped anew, and no chunk is touched.

use ckey_base::{CancelToken, clock};
use ckey_store::StateExt;
use ckey_store::model::{Job, JobFailure, WrapSlot};
use ckey_store::protocol::{Place, Progress};

use super::Jobs;
use super::rewrap::sites_page;
use crate::error::{EngineError, Result};
use crate::hierarchy::Hierarchy;
use crate::protection::policy_row;
use crate::queue::JobKind;

impl Jobs<'_> {
    pub(super) fn check_sites(
        &self,
        job: &Job,
        kind: JobKind,
        policy: i64,
        slots: &[WrapSlot],
        cancel: &CancelToken,
    ) -> Result<u64> {
        let (row, wraps) = self.ground.state().view(|reader| {
            Ok::<_, EngineError>((
                policy_row(reader, policy)?,
                sites_page(reader, policy, job.cursor)?,
            ))
        })?;
        let Some(last) = wraps.last().map(|wrap| wrap.scope_no) else {
            return self.finish(job, kind);
        };
        let open = |slot: &WrapSlot| Hierarchy::of(self.ground).open_by(&row, *slot, cancel);
        let keks = slots.iter().map(open).collect::<Result<Vec<_>>>()?;
        let place = Place::from(&row);
        // A site that is not under the policy yet is not under the key that was rolled.
        let under = wraps.iter().filter(|wrap| Place::from(*wrap) == place);
        let failures: Vec<_> = under
            .filter_map(|wrap| {
                let error = keks
                    .iter()
                    .find_map(|kek| kek.unwrap(&wrap.scope, wrap.version, &wrap.wrap).err())?;
                let (scope_no, version) = (wrap.scope_no, wrap.version);
                Some(JobFailure { scope_no, version, problem: error.message })
            })
            .collect();
        let looked = u64::try_from(wraps.len()).unwrap_or(0);
        self.ground.state().commit(|writer| {
            let Some(mut current) = writer.job(job.guid)? else { return Ok(()) };
            writer.add_job_failures(current.no, &failures)?;
            let Progress { cursor, done } =
                Progress::from(job).with_page(Progress::from(&current), last, looked);
            (current.cursor, current.done, current.total) = (cursor, done, current.total.max(done));
            current.problem = None;
            current.lease_until = clock::milliseconds().saturating_add(crate::queue::LEASE);
            current.changed = self.ground.now();
            Ok::<_, EngineError>(writer.update_job(&current)?)
        })?;
        Ok(looked)
    }
}
