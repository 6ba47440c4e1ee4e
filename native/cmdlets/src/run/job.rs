//! Jobs, and the workloads they work for.

use super::{PlanResult, RunResult};
use crate::generated::customer_key::{GetCustomerKeyJob, InvokeCustomerKeyJob, WaitCustomerKeyJob};
use crate::generated::output::customer_key::CustomerKeyJobStep;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_base::counted;
use ckey_engine::Category;
use ckey_engine::{JobView, Tenant};
use std::time::Duration;

/// Ten years: a time that can still be added to now.
const FOR_EVER: Duration = Duration::from_secs(315_360_000);

/// How a job ends that went past something.
const ENDED_WITH_ERRORS: &str = "CompletedWithErrors";

/// How long ago a job may have ended that somebody waits for, in seconds.
const JUST_NOW: i64 = 60;

/// Says that a job went past something.
fn warn(context: &mut Context, job: &JobView) -> RunResult {
    let problem = job.problem.as_deref().unwrap_or_default();
    context.warning(&format!("The job '{} {}' ended with errors: {problem}", job.kind, job.subject))
}

const WAITING: &str = "Running jobs";

impl Run<Context, CmdletError> for GetCustomerKeyJob {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let jobs = tenant.jobs().list(true)?;
        match self.identity {
            Some(identity) => context.send(&view::job(find(&tenant, &jobs, &identity)?)),
            None => jobs.iter().try_for_each(|job| context.send(&view::job(job))),
        }
    }
}

/// A job by its id, or that of a purge by the policy.
fn find<'a>(
    tenant: &Tenant,
    jobs: &'a [JobView],
    identity: &str,
) -> Result<&'a JobView, CmdletError> {
    let of = |guid: &str| jobs.iter().find(|job| job.guid.to_string().eq_ignore_ascii_case(guid));
    if let Some(found) = of(identity.trim()) {
        return Ok(found);
    }
    let purge = match tenant.purges().job_of(identity) {
        Err(error) if error.id == "PurgeNotRequested" => None,
        found => found?,
    };
    purge.and_then(|guid| of(&guid.to_string())).ok_or_else(|| {
        CmdletError::new(
            "JobNotFound",
            Category::ObjectNotFound,
            format!("There is no job '{identity}'."),
            "Get-CustomerKeyJob lists the jobs there are. A purge has one once it was approved: Complete-CustomerKeyPurge.",
        )
        .about(identity)
    })
}

/// Shows how far a job is; a reader that is gone is noticed by the run itself.
fn show(context: &mut Context, job: &JobView) {
    let left = job.left.and_then(roughly).map_or_else(String::new, |left| format!(", {left} left"));
    let status = format!("{} {}: {} of {}{left}", job.kind, job.subject, job.done, job.total);
    let _ = context.progress(WAITING, &status, job.percent.into());
}

/// A time that somebody plans by; nothing for one that is over at once.
fn roughly(time: Duration) -> Option<String> {
    let seconds = time.as_secs();
    match seconds {
        0..10 => None,
        10..120 => Some(format!("about {seconds} seconds")),
        120..7200 => Some(format!("about {} minutes", seconds / 60)),
        _ => Some(format!("about {} hours", seconds / 3600)),
    }
}

impl Change for InvokeCustomerKeyJob {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        if self.retry {
            tenant.check_writable()?;
        }
        tenant.jobs().check_work()?;
        let again = |job: &&JobView| self.retry && job.state == ENDED_WITH_ERRORS;
        let open = tenant
            .jobs()
            .list(false)?
            .len()
            .saturating_add(tenant.jobs().list(true)?.iter().filter(again).count());
        let effect = format!("{} would be run.", counted(open, "job", "jobs"));
        Ok(Plan::one(effect, move |context| self.work(context, &tenant)))
    }
}

impl InvokeCustomerKeyJob {
    fn work(self, context: &mut Context, tenant: &Tenant) -> RunResult {
        let cancel = context.cancel().clone();
        if self.retry {
            tenant.jobs().retry()?;
        }
        let mut ended = Vec::new();
        let report = tenant.jobs().work(self.max_steps.map(u64::from), &cancel, &mut |job| {
            show(context, job);
            if job.state == ENDED_WITH_ERRORS {
                ended.push(job.clone());
            }
        })?;
        context.progress_done(WAITING)?;
        ended.iter().try_for_each(|job| warn(context, job))?;
        let jobs = tenant.jobs().list(false)?;
        let remaining = jobs.iter().map(|job| job.total.saturating_sub(job.done)).sum::<u64>();
        let failed =
            jobs.iter().filter(|job| job.problem.is_some()).count().saturating_add(ended.len());
        for job in jobs.iter().filter(|job| job.problem.is_some()) {
            let problem = job.problem.as_deref().unwrap_or_default();
            context.warning(&format!("The job '{} {}' waits: {problem}", job.kind, job.subject))?;
        }
        context.send(&CustomerKeyJobStep {
            steps: i64::try_from(report.steps).ok(),
            remaining: i64::try_from(remaining).ok(),
            failed: i64::try_from(failed).ok(),
        })
    }
}

impl Run<Context, CmdletError> for WaitCustomerKeyJob {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let limit = self.timeout.map_or(FOR_EVER, |timeout| {
            Duration::from_secs(u64::try_from(timeout.0).unwrap_or(0)).min(FOR_EVER)
        });
        let cancel = context.cancel().clone();
        let (mut before, begun) = (tenant.jobs().list(false)?, tenant.now());
        let only = match self.identity {
            Some(identity) => {
                // Also one that has ended already: it need not be waited for.
                let all = tenant.jobs().list(true)?;
                before = vec![find(&tenant, &all, &identity)?.clone()];
                before.first().map(|job| job.guid)
            }
            None => None,
        };
        let done = tenant.jobs().wait(only, limit, &cancel, &mut |job| show(context, job))?;
        context.progress_done(WAITING)?;
        let waited = |job: &&JobView| before.iter().any(|known| known.guid == job.guid);
        let mut jobs = tenant.jobs().list(true)?;
        jobs.retain(|job| only.is_none_or(|guid| job.guid == guid));
        // Also one that a background thread has ended between the command before and this one.
        let ended = |job: &&JobView| {
            job.state == ENDED_WITH_ERRORS
                && (waited(job) || job.changed >= begun.saturating_sub(JUST_NOW))
        };
        jobs.iter().filter(ended).try_for_each(|job| warn(context, job))?;
        jobs.iter().filter(waited).try_for_each(|job| context.send(&view::job(job)))?;
        if done {
            return Ok(());
        }
        let open =
            only.map_or_else(|| tenant.jobs().list(false).map(|open| open.len()), |_| Ok(1))?;
        Err(CmdletError::new(
            "JobsNotFinished",
            Category::OperationTimeout,
            format!("{} not finished.", counted(open, "job is", "jobs are")),
            "Wait longer. Where jobs are run by hand, run Invoke-CustomerKeyJob; Get-CustomerKeyJob shows what a job waits for.",
        )
        .passing())
    }
}

#[cfg(test)]
mod tests {
    use super::roughly;
    use std::time::Duration;

    #[test]
    fn what_is_left_is_told_as_people_plan_by_it() {
        for (seconds, told) in [
            (9, None),
            (10, Some("about 10 seconds")),
            (150, Some("about 2 minutes")),
            (20_160, Some("about 5 hours")),
        ] {
            assert_eq!(roughly(Duration::from_secs(seconds)).as_deref(), told);
        }
    }
}
