//! How a rewrap ends, and after it the generations that it left: retired at once, their wraps
//! destroyed later by a job of its own (rule 8.1.3).

use ckey_base::clock;
use ckey_store::model::{Job, JobState, Policy, PolicyKind};
use ckey_store::protocol::{DELAY, GenerationStage, end_of_job, may_retire, outcome};
use ckey_store::{Reader, StateExt, Writer};
use serde_json::json;
use uuid::Uuid;

use super::Jobs;
use super::rewrap::next_page;
use crate::error::{EngineError, Result};
use crate::ground::Moment;
use crate::queue::{JobKind, schedule};
use crate::record::{Actor, AuditEvent};

impl Jobs<'_> {
    /// Ends a rewrap: every scope key has moved or does not open. Generations that nothing depends
    /// on are retired. It is done only when no overwritten wrap remains in the write-ahead log.
    pub(super) fn finish(&self, job: &Job, kind: JobKind) -> Result<u64> {
        let now = self.ground.now();
        // A refresh or an assignment may have sent the job back to the beginning since it was
        // looked at, and again before it ends.
        let at_end = self.ground.state().commit(|writer| {
            let at_end = ending(writer, job, kind)?.is_some();
            if at_end {
                self.retire(writer, kind, now)?;
            }
            Ok::<_, EngineError>(at_end)
        })?;
        if !at_end {
            return Ok(0);
        }
        self.ground.state().truncate_log()?;
        self.ground.pause(Moment::Retired);
        self.ground.state().commit(|writer| {
            let Some((mut current, failed, state)) = ending(writer, job, kind)? else {
                return Ok(0);
            };
            // Others moved keys meanwhile: what they overwrote is in the log again.
            if self.retire(writer, kind, now)? {
                return Ok(0);
            }
            current.total = current.done;
            let problem = (failed > 0)
                .then(|| format!("{failed} scope keys do not open, and stay where they are."));
            self.end(writer, &mut current, kind, (state, problem), now)?;
            Ok::<_, EngineError>(0)
        })
    }

    /// Retires what a job may have left, and records it. Whether there was any.
    fn retire(&self, writer: &mut dyn Writer, kind: JobKind, now: i64) -> Result<bool> {
        let mut retired = Vec::new();
        for policy in policies(writer, kind)? {
            retired.extend(retire_unused(writer, &policy, now)?);
        }
        if retired.is_empty() {
            return Ok(false);
        }
        let event = AuditEvent::new(
            "Retire generations",
            "Tenant",
            Actor::SERVICE,
            self.ground.name(),
            json!({ "generations": retired }),
        );
        self.ground.chain().append(writer, now, &event)?;
        Ok(true)
    }

    /// Ends a job so, with what is to be said of it, and records it.
    fn end(
        &self,
        writer: &mut dyn Writer,
        job: &mut Job,
        kind: JobKind,
        (state, problem): (JobState, Option<String>),
        now: i64,
    ) -> Result<()> {
        if job.state != state {
            let subject = kind.about(writer)?;
            let details =
                json!({ "job": job.guid, "kind": job.kind, "done": job.done, "problem": problem });
            let mut event = AuditEvent::new("End job", "Tenant", Actor::SERVICE, subject, details);
            if problem.is_some() {
                "Failed".clone_into(&mut event.result);
            }
            self.ground.chain().append(writer, now, &event)?;
        }
        (job.state, job.problem, job.changed) = (state, problem, now);
        (job.owner, job.due) = (None, 0);
        Ok(writer.update_job(job)?)
    }

    /// Destroys the wraps of a retired generation, unless a scope key is found under it after all.
    pub(super) fn destroy_wraps(&self, job: &Job, policy_no: i64, generation: u32) -> Result<u64> {
        let now = self.ground.now();
        let below = self.ground.state().commit(|writer| {
            let row = writer.generation(policy_no, generation)?;
            let below = writer.destroy_generation(policy_no, generation, now)?;
            if let (0, Some(row), Some(policy)) = (below, row, writer.policy(policy_no)?)
                && row.destroyed.is_none()
            {
                let details = json!({ "policy": policy.guid, "generations": [row.guid] });
                let workload = crate::policies::audited_as(policy.kind);
                let event = AuditEvent::new(
                    "Destroy wraps of generations",
                    workload,
                    Actor::SERVICE,
                    policy.name.as_str(),
                    details,
                );
                self.ground.chain().append(writer, now, &event)?;
            }
            Ok::<_, EngineError>(below)
        })?;
        self.ground.state().truncate_log()?;
        self.ground.state().commit(|writer| {
            let Some(mut current) = writer.job(job.guid)? else { return Ok(0) };
            current.done = u64::from(below == 0);
            let problem = (below > 0)
                .then(|| format!("{below} scope keys are under this generation: its wraps stay."));
            let kind = JobKind::DestroyWraps { policy: policy_no, generation };
            self.end(writer, &mut current, kind, (outcome(below), problem), now)?;
            Ok::<_, EngineError>(0)
        })
    }
}

/// A job that has nothing left to look at: as it is, how many scope keys it went past, and how it
/// ends.
fn ending(
    reader: &mut dyn Reader,
    job: &Job,
    kind: JobKind,
) -> Result<Option<(Job, u64, JobState)>> {
    let Some(current) = reader.job(job.guid)? else { return Ok(None) };
    let left = next_page(reader, kind, current.cursor, true)?.scopes;
    let failed = reader.count_job_failures(current.no)?;
    Ok(end_of_job(left, failed).map(|state| (current, failed, state)))
}

/// Policies that a job may have moved keys away from.
fn policies(reader: &mut dyn Reader, kind: JobKind) -> Result<Vec<Policy>> {
    if let JobKind::Policy { policy }
    | JobKind::Sites { policy }
    | JobKind::CheckSites { policy, .. }
    | JobKind::OnboardSites { policy } = kind
    {
        return Ok(reader.policy(policy)?.into_iter().collect());
    }
    let mut all = reader.policies(PolicyKind::Mailbox)?;
    all.extend(reader.policies(PolicyKind::MultiWorkload)?);
    Ok(all)
}

/// Retires the older generations of a policy that nothing is wrapped under, and sees to it that
/// their wraps go. Returns those that were not retired before.
fn retire_unused(writer: &mut dyn Writer, policy: &Policy, now: i64) -> Result<Vec<Uuid>> {
    let mut retired = Vec::new();
    for generation in writer.generations(policy.no)? {
        let (number, stage) = (generation.number, GenerationStage::of(&generation));
        let keys = keys_under(writer, policy.no, number)?;
        if stage == GenerationStage::Destroyed || !may_retire(number, policy.generation, keys) {
            continue;
        }
        if stage == GenerationStage::Live {
            writer.retire_generation(policy.no, number, now)?;
            retired.push(generation.guid);
        }
        let due = clock::milliseconds().saturating_add(DELAY);
        schedule(
            writer,
            JobKind::DestroyWraps { policy: policy.no, generation: number },
            due,
            now,
        )?;
    }
    Ok(retired)
}

/// How many scope keys are wrapped under exactly this generation.
fn keys_under(reader: &mut dyn Reader, policy_no: i64, number: u32) -> Result<u64> {
    let older = reader.count_wraps(policy_no, number)?;
    Ok(reader.count_wraps(policy_no, number.saturating_add(1))?.saturating_sub(older))
}
