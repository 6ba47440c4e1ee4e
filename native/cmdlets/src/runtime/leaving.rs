//! The jobs that a program leaves behind when it ends: nobody works them until the next one opens
//! the tenant.

use crate::runtime::error::CmdletError;
use crate::runtime::session::Session;
use ckey_base::CancelToken;
use ckey_engine::{JobMode, JobView, Tenant};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often it is looked whether the work is to stop.
const LOOK: Duration = Duration::from_millis(50);

/// What is left to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Jobs that have not ended.
    pub jobs: u64,
    /// Keys of mailboxes, workloads and applications that are still to be looked at.
    pub scopes: u64,
    /// Steps of purges that are still to be made.
    pub steps: u64,
    /// Why one of them cannot go on now.
    pub problem: Option<String>,
}

impl Session {
    /// Works the open jobs of the session's tenant for at most `limit` or until `stop` is set, unless
    /// they are run by hand, and says what is left; nothing where no cmdlet has opened a tenant. `progress` is told the
    /// job, how many of its keys are done, and of how many.
    ///
    /// # Errors
    /// Those of the store.
    pub fn finish_jobs(
        &self,
        limit: Duration,
        stop: &AtomicBool,
        progress: &mut dyn FnMut(&str, u64, u64),
    ) -> Result<Option<Left>, CmdletError> {
        let Some(tenant) = self.opened_tenant() else { return Ok(None) };
        let left = left(&tenant)?;
        if left.is_none() || tenant.is_read_only() || self.leaves_jobs(&tenant)? {
            return Ok(left);
        }
        let (over, cancel) = (CancelToken::new(), self.cancel().child());
        let told = &mut |job: &JobView| {
            progress(&format!("{} {}", job.kind, job.subject), job.done, job.total);
        };
        let worked = std::thread::scope(|threads| {
            // A step may wait for a vault for long.
            let timer = std::thread::Builder::new().spawn_scoped(threads, || {
                let begun = Instant::now();
                while begun.elapsed() < limit && !stop.load(Ordering::Relaxed) {
                    if over.sleep(LOOK).is_err() {
                        return;
                    }
                }
                cancel.cancel();
            });
            let worked = timer.is_ok().then(|| tenant.jobs().work(None, &cancel, told));
            over.cancel();
            worked
        });
        match worked {
            Some(Err(problem)) if !problem.is_stopped() => Err(problem.into()),
            _ => self::left(&tenant),
        }
    }

    fn leaves_jobs(&self, tenant: &Tenant) -> Result<bool, CmdletError> {
        Ok(self.is_manual() || tenant.settings()?.job_mode == JobMode::Manual)
    }
}

fn left(tenant: &Tenant) -> Result<Option<Left>, CmdletError> {
    let open = tenant.jobs().list(false)?;
    let of = |steps: bool| {
        let those = open.iter().filter(|job| job.counts_steps() == steps);
        those.map(|job| job.total.saturating_sub(job.done)).sum()
    };
    Ok((!open.is_empty()).then(|| Left {
        jobs: u64::try_from(open.len()).unwrap_or(u64::MAX),
        scopes: of(false),
        steps: of(true),
        problem: open.iter().find_map(|job| job.problem.clone()),
    }))
}
