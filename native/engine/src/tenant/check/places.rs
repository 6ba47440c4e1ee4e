//! Whether every scope key is under the policy that applies, or something is on its way to bring it
//! there. Wraps say where a key lies and are not authenticated; what applies is.

use ckey_store::model::{ScopeKind, ScopeWrap};
use ckey_store::{Reader, StateExt};

use super::{CheckResult, Run, Tally};
use crate::error::{EngineError, Result};
use crate::protection::target_of;
use crate::queue::JobKind;
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, run: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("ScopeKeyPlaces");
    let mut after = 0;
    loop {
        run.go_on()?;
        let last = tenant.ground.state().view(|reader| {
            let wraps = reader.all_scope_wraps(after, 1000)?;
            let moving = is_moving(reader)?;
            for wrap in &wraps {
                tally.look(place(reader, wrap, moving)?);
            }
            Ok::<_, EngineError>(wraps.last().map(|wrap| wrap.scope_no))
        })?;
        let Some(last) = last else { break };
        after = last;
    }
    let workloads = tenant
        .ground
        .state()
        .view(|reader| Ok::<_, EngineError>(reader.scopes(ScopeKind::Workload, 0, 1000)?))?;
    for scope in &workloads {
        tally.look(tenant.hierarchy().newest_wrap(scope).map(drop).map_err(|error| error.message));
    }
    Ok(tally.result())
}

/// Whether a job still brings mailboxes without a mailbox policy under the one that applies.
fn is_moving(reader: &mut dyn Reader) -> Result<bool> {
    Ok(reader
        .jobs(false)?
        .iter()
        .any(|job| matches!(JobKind::of(job), Ok(JobKind::Assignment | JobKind::Sites { .. }))))
}

fn place(
    reader: &mut dyn Reader,
    wrap: &ScopeWrap,
    moving: bool,
) -> Result<std::result::Result<(), String>> {
    let target = target_of(reader, wrap)?;
    if target.policy_no == wrap.policy_no || moving {
        return Ok(Ok(()));
    }
    let waits = reader.pending_scopes(wrap.scope_no.saturating_sub(1), 1)?.contains(&wrap.scope_no);
    if waits || is_stuck(reader, wrap)? {
        return Ok(Ok(()));
    }
    let mut name = |no: i64| {
        Ok::<_, EngineError>(
            reader.policy(no)?.map_or_else(|| no.to_string(), |policy| policy.name),
        )
    };
    let (lies, applies) = (name(wrap.policy_no)?, name(target.policy_no)?);
    let scope =
        reader.scope(wrap.scope_no)?.map_or_else(|| wrap.scope.to_string(), |scope| scope.name);
    Ok(Err(format!(
        "the key of '{scope}' is under '{lies}', though '{applies}' applies and nothing waits to move it"
    )))
}

/// Whether a job went past this scope key because it does not open; "ScopeKeyWraps" tells of it.
fn is_stuck(reader: &mut dyn Reader, wrap: &ScopeWrap) -> Result<bool> {
    for job in reader.jobs(true)? {
        let failures = reader.job_failures(job.no, wrap.scope_no.saturating_sub(1), 1)?;
        if failures
            .iter()
            .any(|failure| (failure.scope_no, failure.version) == (wrap.scope_no, wrap.version))
        {
            return Ok(true);
        }
    }
    Ok(false)
}
