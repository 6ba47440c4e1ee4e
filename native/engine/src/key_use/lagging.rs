//! What still lies under an older generation of a policy, and why it has not moved.

use std::collections::HashSet;

use ckey_store::Reader;
use ckey_store::model::{Job, JobState, ScopeKind};

use super::behind::{Behind, PAGE, SHOWN, names, older};
use super::dependent::{Dependent, Detail, Lag, by_purge, set_policy};
use super::removed::{is_removed, removed};
use crate::error::Result;
use crate::policies::RootUse;
use crate::queue::JobKind;

/// The jobs that rewrap keys of a policy: its own, and those of single scopes and of the
/// assignment, which may move its keys elsewhere.
fn jobs_of(reader: &mut dyn Reader, policy_no: i64) -> Result<Vec<Job>> {
    let mut found = Vec::new();
    for job in reader.jobs(true)? {
        let moves = match JobKind::of(&job)? {
            JobKind::Policy { policy } => policy == policy_no,
            JobKind::Assignment | JobKind::Scopes => true,
            JobKind::Sites { policy } => policy == policy_no,
            JobKind::CheckSites { .. }
            | JobKind::OnboardSites { .. }
            | JobKind::DestroyWraps { .. }
            | JobKind::Purge { .. } => false,
        };
        if moves && job.state != JobState::Completed {
            found.push(job);
        }
    }
    Ok(found)
}

/// The scope keys under one generation that a job went past.
fn failed(reader: &mut dyn Reader, used: &RootUse, jobs: &[Job]) -> Result<Vec<Behind>> {
    let mut failed = Vec::new();
    let mut seen = HashSet::new();
    for job in jobs {
        let mut after = 0;
        loop {
            let page = reader.job_failures(job.no, after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.scope_no;
            for failure in page {
                if is_removed(reader, failure.scope_no)? {
                    continue;
                }
                let here = reader.scope_wraps(failure.scope_no)?.into_iter().any(|wrap| {
                    wrap.version == failure.version
                        && (wrap.policy_no, wrap.generation) == (used.policy_no, used.generation)
                });
                if here && seen.insert((failure.scope_no, failure.version)) {
                    let scope = scope_name(reader, failure.scope_no)?;
                    failed.push(Behind { scope, problem: Some(failure.problem) });
                }
            }
        }
    }
    Ok(failed)
}

fn scope_name(reader: &mut dyn Reader, no: i64) -> Result<String> {
    let scope = reader.scope(no)?;
    Ok(scope.map_or_else(
        || no.to_string(),
        |scope| match scope.kind {
            ScopeKind::Mailbox => scope.name,
            ScopeKind::Workload => format!("workload {}", scope.name),
            ScopeKind::Application => format!("application {}", scope.name),
            ScopeKind::Site => format!("site {}", scope.name),
        },
    ))
}

/// Up to `most` scopes with keys under one generation.
fn under(reader: &mut dyn Reader, used: &RootUse, most: usize) -> Result<Vec<Behind>> {
    let (mut found, mut after) = (Vec::new(), 0);
    while found.len() < most {
        let end = used.generation.saturating_add(1);
        let page = reader.wraps_of_policy(used.policy_no, end, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.scope_no;
        for wrap in page.iter().filter(|wrap| wrap.generation == used.generation) {
            found.push(Behind { scope: scope_name(reader, wrap.scope_no)?, problem: None });
        }
    }
    Ok(found)
}

/// What an older generation still has under it, and why.
pub(super) fn lagging(
    reader: &mut dyn Reader,
    used: &RootUse,
    detail: Detail,
) -> Result<Vec<Dependent>> {
    let jobs = jobs_of(reader, used.policy_no)?;
    let failed = failed(reader, used, &jobs)?;
    let failures = u64::try_from(failed.len()).unwrap_or(u64::MAX);
    let mut told = removed(reader, used, detail)?;
    let resting = told.iter().map(|one| one.keys).fold(failures, u64::saturating_add);
    let waiting = used.keys.saturating_sub(resting);
    let most = if detail == Detail::Each { usize::MAX } else { SHOWN.saturating_add(failed.len()) };
    let mut behind = under(reader, used, most)?;
    behind.retain(|one| failed.iter().all(|failed| failed.scope != one.scope));
    let open = jobs.iter().find(|job| matches!(job.state, JobState::Open | JobState::Scheduled));
    let (why, remedy) = match open.map(|job| &job.problem) {
        Some(Some(problem)) => (
            format!("the job that rewraps them waits: {problem}"),
            "Mend that; the job goes on by itself.".to_owned(),
        ),
        Some(None) => {
            ("a job is going to rewrap them".to_owned(), "Wait-CustomerKeyJob".to_owned())
        }
        None => (
            "no job is left that rewraps them".to_owned(),
            by_purge(used).unwrap_or_else(|| set_policy(used, None)),
        ),
    };
    let dependent = |name: Option<String>, keys, lag, why, remedy: &str| Dependent {
        key_uri: used.key_uri.clone(),
        name,
        policy: Some(used.policy.clone()),
        keys,
        lag,
        why,
        remedy: remedy.to_owned(),
    };
    let retry = "Repair or restore them, then: Invoke-CustomerKeyJob -Retry";
    if detail == Detail::Each {
        told.extend(failed.into_iter().map(|one| {
            let why =
                older(used, &format!("a job went past it. {}", one.problem.unwrap_or_default()));
            dependent(Some(one.scope), 1, Lag::Failed, why, retry)
        }));
        told.extend(behind.into_iter().map(|one| {
            dependent(Some(one.scope), 1, Lag::Waiting, older(used, &format!("{why}.")), &remedy)
        }));
        return Ok(told);
    }
    if let Some(first) = failed.first() {
        let problem = first.problem.clone().unwrap_or_default();
        let what = format!("a job went past {}. {problem}", names(&failed, failures));
        told.push(dependent(None, failures, Lag::Failed, older(used, &what), retry));
    }
    if waiting > 0 {
        let what = format!("{}; {why}.", names(&behind, waiting));
        told.push(dependent(None, waiting, Lag::Waiting, older(used, &what), &remedy));
    }
    Ok(told)
}
