//! Running jobs: by anyone who asks, or by the background thread.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use ckey_base::{CancelToken, clock};
use ckey_store::model::{Job, JobState};
use ckey_store::protocol::{DELAY, Progress};
use ckey_store::{Reader, StateExt, Writer};
use serde_json::json;
use uuid::Uuid;

use super::Jobs;
use crate::error::{EngineError, Result};
use crate::ground::{Ground, JobMode};
use crate::queue::{JobKind, LEASE, PURGE};
use crate::record::AuditEvent;

/// How many failures of a job are shown.
const SHOWN: u32 = 100;

/// A job as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// Its id.
    pub guid: Uuid,
    /// `RewrapPolicy`, `RewrapAssignment`, `RewrapScopes`, `DestroyWraps` or `PurgePolicy`.
    pub kind: String,
    /// The policy it is about, by name; the tenant or single scopes otherwise.
    pub subject: String,
    /// `Open`, `Waiting` (with a problem), `Scheduled` (for when it is due), `Completed` or
    /// `CompletedWithErrors`.
    pub state: &'static str,
    /// Scopes looked at.
    pub done: u64,
    /// Scopes in all.
    pub total: u64,
    /// 0 to 100.
    pub percent: u8,
    /// Why it waits, or what is wrong.
    pub problem: Option<String>,
    /// How many scope keys it went past because they do not open.
    pub failed: u64,
    /// The first hundred of them.
    pub failures: Vec<JobFailureView>,
    /// Real time before which it is not begun, Unix seconds, while it is scheduled.
    pub due: Option<i64>,
    /// How long it will take from here, as far as whoever works on it can say.
    pub left: Option<Duration>,
    /// When it was made, Unix seconds.
    pub created: i64,
    /// When it last moved, Unix seconds.
    pub changed: i64,
}

impl JobView {
    /// Whether it counts the steps of a purge, not keys.
    #[must_use]
    pub fn counts_steps(&self) -> bool {
        self.kind == PURGE
    }
}

/// A scope key that a job went past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFailureView {
    /// The mailbox, workload or application scope, by name.
    pub scope: String,
    /// The version of its key.
    pub version: u32,
    /// Why it could not be rewrapped.
    pub problem: String,
}

/// What a round of work did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorkReport {
    /// Steps made: one durable change each.
    pub steps: u64,
    /// Scopes looked at.
    pub scopes: u64,
    /// Jobs that are not finished.
    pub open_jobs: u64,
}

/// A job that ends has nothing left of its total.
fn percent(done: u64, total: u64) -> u8 {
    done.min(total)
        .saturating_mul(100)
        .checked_div(total)
        .map_or(100, |value| u8::try_from(value).unwrap_or(100))
}

/// How jobs went in this run, by when each was first looked at, and how much of it was done then.
#[derive(Default)]
struct Course(HashMap<Uuid, (Instant, u64)>);

impl Course {
    fn note(&mut self, job: &Job) {
        self.0.entry(job.guid).or_insert_with(|| (Instant::now(), job.done));
    }

    /// How long what is left takes, if it goes on as it went. The steps of a purge are not alike.
    fn left(&self, job: &JobView) -> Option<Duration> {
        let (begun, before) = self.0.get(&job.guid).filter(|_| !job.counts_steps())?;
        let done = job.done.checked_sub(*before)?;
        time_for(job.total.checked_sub(job.done)?, done, begun.elapsed())
    }
}

/// How long so many take, where `done` took that long.
fn time_for(left: u64, done: u64, took: Duration) -> Option<Duration> {
    let time = took.as_millis().checked_mul(u128::from(left))?.checked_div(u128::from(done))?;
    u64::try_from(time).ok().map(Duration::from_millis)
}

fn failures_of(reader: &mut dyn Reader, job: &Job) -> Result<(u64, Vec<JobFailureView>)> {
    let failed = reader.count_job_failures(job.no)?;
    let mut told = Vec::new();
    for failure in reader.job_failures(job.no, 0, SHOWN)? {
        let scope = reader
            .scope(failure.scope_no)?
            .map_or_else(|| failure.scope_no.to_string(), |scope| scope.name);
        told.push(JobFailureView { scope, version: failure.version, problem: failure.problem });
    }
    Ok((failed, told))
}

/// Lets the scopes that a job went past wait to be rewrapped again.
fn wait_again(writer: &mut dyn Writer, job_no: i64) -> Result<()> {
    let mut after = 0;
    loop {
        let past = writer.job_failures(job_no, after, 1000)?;
        let Some(last) = past.last() else { return Ok(()) };
        after = last.scope_no;
        let scopes: Vec<_> = past.iter().map(|failure| failure.scope_no).collect();
        writer.add_pending_scopes(&scopes)?;
    }
}

impl Jobs<'_> {
    fn view(&self, job: Job) -> Result<JobView> {
        let kind = JobKind::of(&job)?;
        let subject = self.ground.state().view(|reader| kind.about(reader))?;
        let (failed, failures) = self.ground.state().view(|reader| failures_of(reader, &job))?;
        let state = match job.state {
            JobState::Open if job.problem.is_some() => "Waiting",
            JobState::Open => "Open",
            JobState::Completed => "Completed",
            JobState::CompletedWithErrors => "CompletedWithErrors",
            JobState::Scheduled => "Scheduled",
        };
        Ok(JobView {
            guid: job.guid,
            kind: job.kind,
            subject,
            state,
            done: job.done,
            total: job.total,
            percent: percent(job.done, job.total),
            problem: job.problem,
            failed,
            failures,
            left: None,
            due: (job.state == JobState::Scheduled).then_some(job.due.div_euclid(1000)),
            created: job.created,
            changed: job.changed,
        })
    }

    /// Jobs with open work, oldest first; with `finished` also those that are scheduled and the
    /// newest thousand that are finished.
    ///
    /// # Errors
    /// Those of the store.
    pub fn list(&self, finished: bool) -> Result<Vec<JobView>> {
        self.ground.sync()?;
        let jobs =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.jobs(finished)?))?;
        jobs.into_iter().map(|job| self.view(job)).collect()
    }

    /// Takes the oldest job that nobody works on and that is not to be skipped, an open one before
    /// one that was scheduled for a time that has come. What a killed process held is free at once.
    fn take(&self, skip: &[Uuid]) -> Result<Option<Job>> {
        let (me, now) = (self.ground.alive().id(), clock::milliseconds());
        self.ground.state().commit(|writer| {
            let is_free = |job: &Job| {
                job.lease_until <= now
                    || job
                        .owner
                        .is_none_or(|owner| owner == me || !self.ground.alive().is_alive(owner))
            };
            let mut jobs = writer.jobs(false)?;
            jobs.extend(self.due(writer, now)?);
            let Some(mut job) =
                jobs.into_iter().find(|job| !skip.contains(&job.guid) && is_free(job))
            else {
                return Ok(None);
            };
            job.owner = Some(me);
            job.lease_until = now.saturating_add(LEASE);
            writer.update_job(&job)?;
            Ok::<_, EngineError>(Some(job))
        })
    }

    /// Scheduled jobs whose time has come; all of them for anyone who works by hand and has the
    /// tenant alone, since nobody is in their way.
    fn due(&self, writer: &mut dyn Writer, now: i64) -> Result<Vec<Job>> {
        let mut scheduled = writer.scheduled_jobs()?;
        if scheduled.is_empty()
            || (self.ground.current_settings().job_mode == JobMode::Manual
                && self.ground.alive().alone())
        {
            return Ok(scheduled);
        }
        for job in scheduled.iter_mut().filter(|job| job.due > now.saturating_add(DELAY)) {
            // The system's clock was set back since: it need not wait for a time that was never
            // meant.
            job.due = now.saturating_add(DELAY);
            writer.update_job(job)?;
        }
        scheduled.retain(|job| job.due <= now);
        Ok(scheduled)
    }

    /// Opens again what ended with errors: what was damaged may have been repaired. Returns how
    /// many jobs.
    ///
    /// # Errors
    /// Those of the store.
    pub fn retry(&self) -> Result<u64> {
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            let ended = writer
                .jobs(true)?
                .into_iter()
                .filter(|job| job.state == JobState::CompletedWithErrors);
            let mut again = 0_u64;
            for mut job in ended {
                let kind = JobKind::of(&job)?;
                if kind == JobKind::Scopes {
                    wait_again(writer, job.no)?;
                }
                writer.clear_job_failures(job.no)?;
                job.state = if matches!(kind, JobKind::DestroyWraps { .. }) {
                    JobState::Scheduled
                } else {
                    JobState::Open
                };
                let Progress { cursor, done } = Progress::START;
                (job.cursor, job.done, job.problem, job.changed) = (cursor, done, None, now);
                writer.update_job(&job)?;
                again = again.saturating_add(1);
            }
            if again > 0 {
                let event = AuditEvent::new(
                    "Retry jobs",
                    "Tenant",
                    &self.ground.asking(),
                    self.ground.name(),
                    json!({ "jobs": again }),
                );
                self.ground.chain().append(writer, now, &event)?;
            }
            Ok::<_, EngineError>(again)
        })
    }

    /// Notes why a job cannot go on, and lets others have it.
    fn put_back(&self, job: &Job, problem: Option<String>) -> Result<()> {
        self.ground.state().commit(|writer| {
            let Some(mut current) = writer.job(job.guid)? else { return Ok(()) };
            current.owner = None;
            current.lease_until = 0;
            current.problem.clone_from(&problem);
            Ok::<_, EngineError>(writer.update_job(&current)?)
        })
    }

    /// What keeps jobs from being run, if anything.
    ///
    /// # Errors
    /// `TenantReadOnly` where jobs are open that cannot go on.
    pub fn check_work(&self) -> Result<()> {
        self.ground.sync()?;
        if self.ground.is_read_only() && self.list(false)?.is_empty() {
            return Ok(());
        }
        self.ground.must_be_writable()
    }

    /// Runs jobs, at most `max_steps` steps, until none is left that can go on. A job whose keys
    /// cannot be opened keeps its problem and waits; it is not an error here.
    ///
    /// # Errors
    /// `Stopped` when cancelled; `TenantReadOnly` where jobs are open that cannot go on; those of
    /// the store.
    pub fn work(
        &self,
        max_steps: Option<u64>,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&JobView),
    ) -> Result<WorkReport> {
        self.check_work()?;
        let mut report = WorkReport::default();
        if self.ground.is_read_only() {
            return Ok(report);
        }
        // First, so that a job looks at no key that goes.
        loop {
            let left = max_steps.map_or(u64::MAX, |most| most.saturating_sub(report.steps));
            let ended = self.end_removed(left, cancel)?;
            report.steps = report.steps.saturating_add(ended);
            if ended == 0 {
                break;
            }
        }
        let (mut waiting, mut course) = (Vec::<Uuid>::new(), Course::default());
        while max_steps.is_none_or(|most| report.steps < most) {
            if cancel.is_cancelled() {
                return Err(EngineError::stopped("The work was stopped; what was done stays."));
            }
            let Some(job) = self.take(&waiting)? else { break };
            course.note(&job);
            match self.step(&job, cancel) {
                Ok(scopes) => {
                    report.steps = report.steps.saturating_add(1);
                    report.scopes = report.scopes.saturating_add(scopes);
                }
                Err(error) if error.is_stopped() => {
                    self.put_back(&job, None)?;
                    return Err(error);
                }
                // Not tried again in this run: a vault that refuses now would be asked in a circle.
                Err(error) => {
                    waiting.push(job.guid);
                    self.put_back(&job, Some(format!("{}: {}", error.id, error.message)))?;
                }
            }
            if let Some(job) =
                self.ground.state().view(|reader| Ok::<_, EngineError>(reader.job(job.guid)?))?
            {
                let view = self.view(job)?;
                progress(&JobView { left: course.left(&view), ..view });
            }
        }
        self.release()?;
        report.open_jobs = u64::try_from(self.list(false)?.len()).unwrap_or(u64::MAX);
        Ok(report)
    }

    /// Gives up what we still hold, so that nobody waits for our lease to end.
    fn release(&self) -> Result<()> {
        let me = self.ground.alive().id();
        let held = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.jobs(false)?))?
            .into_iter()
            .any(|job| job.owner == Some(me));
        if !held {
            return Ok(());
        }
        self.ground.state().commit(|writer| {
            for mut job in writer.jobs(false)? {
                if job.owner == Some(me) {
                    job.owner = None;
                    job.lease_until = 0;
                    writer.update_job(&job)?;
                }
            }
            Ok(())
        })
    }

    /// Waits until no job is open, or not this one, no matter who runs them. With manual jobs it runs
    /// them itself.
    ///
    /// # Errors
    /// As [`Jobs::work`]. `Ok(false)` when the time is over.
    pub fn wait(
        &self,
        only: Option<Uuid>,
        timeout: Duration,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&JobView),
    ) -> Result<bool> {
        let begun = Instant::now();
        loop {
            self.work(None, cancel, progress)?;
            let mut open = self.list(false)?;
            open.retain(|job| only.is_none_or(|guid| job.guid == guid));
            if open.is_empty() {
                return Ok(true);
            }
            open.iter().for_each(&mut *progress);
            let left = timeout.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Ok(false);
            }
            if cancel.sleep(left.min(Duration::from_millis(200))).is_err() {
                return Err(EngineError::stopped("The wait was stopped; the jobs go on."));
            }
        }
    }
}

/// A step in the background; whether there may be more to do.
pub(crate) fn background_step(ground: &Ground, cancel: &CancelToken) -> bool {
    let runs_jobs =
        ground.background().runs_jobs() && ground.current_settings().job_mode != JobMode::Manual;
    if !runs_jobs {
        // What was revoked or purged elsewhere is not kept opened here, though nobody asks.
        let _ = ground.sync();
        return false;
    }
    match Jobs::of(ground).work(Some(1), cancel, &mut |_| {}) {
        Ok(report) => report.steps > 0,
        Err(error) => {
            tracing::warn!(id = error.id, "a background step failed: {}", error.message);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::time_for;
    use std::time::Duration;

    #[test]
    fn what_is_left_takes_as_long_as_what_is_done_took() {
        let seconds = Duration::from_secs;
        assert_eq!(time_for(900, 100, seconds(2)), Some(seconds(18)));
        assert_eq!(time_for(0, 100, seconds(2)), Some(Duration::ZERO));
        assert_eq!(time_for(900, 0, seconds(2)), None);
        // A million unwraps by a key of 3072 bits in a vault, at eight tenths of 50 a second: 7 h.
        let hours = time_for(999_960, 40, seconds(1)).unwrap_or_default().as_secs() / 3600;
        assert_eq!(hours, 6);
    }
}
