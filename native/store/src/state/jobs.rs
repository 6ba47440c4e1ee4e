//! Jobs and intents.

use uuid::Uuid;

use super::Result;
use crate::model::{Intent, Job, JobFailure};

/// What can be asked about jobs and intents.
pub trait ReadJobs {
    /// A job by id.
    fn job(&mut self, guid: Uuid) -> Result<Option<Job>>;
    /// All jobs with open work, oldest first, and with `finished` also those that are scheduled and
    /// those that are completed (the newest 1000).
    fn jobs(&mut self, finished: bool) -> Result<Vec<Job>>;
    /// All jobs that are scheduled, earliest first.
    fn scheduled_jobs(&mut self) -> Result<Vec<Job>>;
    /// What a job went past, of scopes above `after`, in order of scope and version. Pages as in
    /// [`super::ReadScopeWraps::wraps_of_policy`].
    fn job_failures(&mut self, job_no: i64, after: i64, limit: u32) -> Result<Vec<JobFailure>>;
    /// How much a job went past.
    fn count_job_failures(&mut self, job_no: i64) -> Result<u64>;
    /// All intents.
    fn intents(&mut self) -> Result<Vec<Intent>>;
}

/// What can be changed about jobs and intents.
pub trait WriteJobs {
    /// Inserts a job and returns its row number.
    fn insert_job(&mut self, job: &Job) -> Result<i64>;
    /// Overwrites a job by row number.
    fn update_job(&mut self, job: &Job) -> Result<()>;
    /// Notes what a job went past; what was noted of the same scope key is overwritten.
    fn add_job_failures(&mut self, job_no: i64, failures: &[JobFailure]) -> Result<()>;
    /// Forgets what a job went past.
    fn clear_job_failures(&mut self, job_no: i64) -> Result<()>;
    /// Inserts an intent and returns its row number.
    fn insert_intent(&mut self, intent: &Intent) -> Result<i64>;
    /// Removes an intent.
    fn remove_intent(&mut self, no: i64) -> Result<()>;
}
