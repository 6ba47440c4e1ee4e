//! Working off jobs: by whoever asks, or by the background thread.

use std::time::{Duration, Instant};

use ckey_store::StateExt;
use ckey_store::model::{Job, JobState};
use ckey_vault::CancelToken;
use uuid::Uuid;

use crate::clock::real_milliseconds;
use crate::error::{Category, EngineError, Result};
use crate::tenant::Tenant;

/// How long a job is ours without a step: 30 s, in milliseconds.
pub(super) const LEASE: i64 = 30_000;

/// A job as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// Its id.
    pub guid: Uuid,
    /// `RewrapPolicy`, `RewrapAssignment` or `RewrapScopes`.
    pub kind: String,
    /// The policy it is about, by name; the tenant or single scopes otherwise.
    pub subject: String,
    /// `Open`, `Waiting` (with a problem), `Completed` or `Failed`.
    pub state: &'static str,
    /// Scopes looked at.
    pub done: u64,
    /// Scopes in all.
    pub total: u64,
    /// 0 to 100.
    pub percent: u8,
    /// Why it waits.
    pub problem: Option<String>,
    /// When it was made, Unix seconds.
    pub created: i64,
    /// When it last moved, Unix seconds.
    pub changed: i64,
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

fn percent(done: u64, total: u64) -> u8 {
    done.min(total).saturating_mul(100).checked_div(total).map_or(100, |value| u8::try_from(value).unwrap_or(100))
}

impl Tenant {
    fn job_view(&self, job: Job) -> Result<JobView> {
        let subject = match super::kind::JobKind::of(&job)? {
            super::kind::JobKind::Policy { policy } => self
                .state()
                .view(|reader| Ok::<_, EngineError>(reader.policy(policy)?))?
                .map_or_else(|| policy.to_string(), |policy| policy.name),
            super::kind::JobKind::Assignment => "mailboxes without a mailbox policy".to_owned(),
            super::kind::JobKind::Scopes => "single mailboxes, workloads and application scopes".to_owned(),
        };
        let state = match job.state {
            JobState::Open if job.problem.is_some() => "Waiting",
            JobState::Open => "Open",
            JobState::Completed => "Completed",
            JobState::Failed => "Failed",
        };
        Ok(JobView {
            guid: job.guid,
            kind: job.kind,
            subject,
            state,
            done: job.done,
            total: job.total,
            percent: if job.state == JobState::Completed { 100 } else { percent(job.done, job.total) },
            problem: job.problem,
            created: job.created,
            changed: job.changed,
        })
    }

    /// Jobs that are not finished, oldest first; with `finished` also the newest thousand that are.
    ///
    /// # Errors
    /// Those of the store.
    pub fn jobs(&self, finished: bool) -> Result<Vec<JobView>> {
        self.sync()?;
        let jobs = self.state().view(|reader| Ok::<_, EngineError>(reader.jobs(finished)?))?;
        jobs.into_iter().map(|job| self.job_view(job)).collect()
    }

    /// Takes the oldest job that nobody works on and that is not to be skipped. What a killed process held is free at once.
    fn take_job(&self, skip: &[Uuid]) -> Result<Option<Job>> {
        let (me, now) = (self.alive().id(), real_milliseconds());
        self.state().commit(|writer| {
            let is_free =
                |job: &Job| job.lease_until <= now || job.owner.is_none_or(|owner| owner == me || !self.alive().is_alive(owner));
            let Some(mut job) = writer.jobs(false)?.into_iter().find(|job| !skip.contains(&job.guid) && is_free(job)) else {
                return Ok(None);
            };
            job.owner = Some(me);
            job.lease_until = now.saturating_add(LEASE);
            writer.update_job(&job)?;
            Ok::<_, EngineError>(Some(job))
        })
    }

    /// Notes why a job cannot go on, and lets others have it.
    fn put_back(&self, job: &Job, problem: Option<String>) -> Result<()> {
        self.state().commit(|writer| {
            let Some(mut current) = writer.job(job.guid)? else { return Ok(()) };
            current.owner = None;
            current.lease_until = 0;
            current.problem.clone_from(&problem);
            Ok::<_, EngineError>(writer.update_job(&current)?)
        })
    }

    /// Works off jobs, at most `max_steps` steps, until none is left that can go on. A job whose keys cannot be opened keeps its problem
    /// and waits; it is not an error here.
    ///
    /// # Errors
    /// `Stopped` when cancelled; those of the store.
    pub fn work(&self, max_steps: Option<u64>, cancel: &CancelToken, progress: &mut dyn FnMut(&JobView)) -> Result<WorkReport> {
        self.sync()?;
        let mut report = WorkReport::default();
        let mut waiting: Vec<Uuid> = Vec::new();
        while max_steps.is_none_or(|most| report.steps < most) {
            if cancel.is_cancelled() {
                return Err(EngineError::new(
                    "Stopped",
                    Category::OperationStopped,
                    "The work was stopped; what was done stays.",
                    "Run it again to go on.",
                ));
            }
            let Some(job) = self.take_job(&waiting)? else { break };
            match self.step(&job, cancel) {
                Ok(scopes) => {
                    report.steps = report.steps.saturating_add(1);
                    report.scopes = report.scopes.saturating_add(scopes);
                }
                Err(error) if error.id == "Stopped" => {
                    self.put_back(&job, None)?;
                    return Err(error);
                }
                Err(error) => {
                    waiting.push(job.guid);
                    self.put_back(&job, Some(format!("{}: {}", error.id, error.message)))?;
                }
            }
            if let Some(job) = self.state().view(|reader| Ok::<_, EngineError>(reader.job(job.guid)?))? {
                progress(&self.job_view(job)?);
            }
        }
        self.release_jobs()?;
        report.open_jobs = u64::try_from(self.jobs(false)?.len()).unwrap_or(u64::MAX);
        Ok(report)
    }

    /// Gives up what we still hold, so that nobody waits for our lease to end.
    fn release_jobs(&self) -> Result<()> {
        let me = self.alive().id();
        let held =
            self.state().view(|reader| Ok::<_, EngineError>(reader.jobs(false)?))?.into_iter().any(|job| job.owner == Some(me));
        if !held {
            return Ok(());
        }
        self.state().commit(|writer| {
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

    /// Waits until no job is open, whoever works them off. With manual jobs it works them off itself.
    ///
    /// # Errors
    /// `Stopped` when cancelled; those of the store. `Ok(false)` when the time is over.
    pub fn wait_jobs(&self, timeout: Duration, cancel: &CancelToken, progress: &mut dyn FnMut(&JobView)) -> Result<bool> {
        let until = Instant::now() + timeout;
        loop {
            self.work(None, cancel, progress)?;
            let open = self.jobs(false)?;
            if open.is_empty() {
                return Ok(true);
            }
            open.iter().for_each(&mut *progress);
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            if cancel.sleep(left.min(Duration::from_millis(200))).is_err() {
                return Err(EngineError::new(
                    "Stopped",
                    Category::OperationStopped,
                    "The wait was stopped; the jobs go on.",
                    "Run it again to go on waiting.",
                ));
            }
        }
    }
}
