//! Every wrap of a policy key, by each customer key, the availability key or the service root.

use std::collections::BTreeMap;

use ckey_base::CancelToken;
use ckey_store::StateExt;
use ckey_store::model::{PolicyKind, PolicyWrap, WrapSlot};
use ckey_vault::{FailureClass, KeyUri};

use super::{CheckResult, Run, Tally};
use crate::error::{EngineError, Result};
use crate::hierarchy::open_root;
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, run: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("PolicyKeyWraps");
    missing(tenant, &mut tally)?;
    let mut after = 0;
    let mut silent = BTreeMap::<_, u64>::new();
    loop {
        let wraps = tenant
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.all_policy_wraps(after, 1000)?))?;
        let Some(last) = wraps.last() else { break };
        after = last.policy_no;
        for wrap in wraps {
            run.go_on()?;
            match one(tenant, &wrap, run.cancel)? {
                Found::Looked(outcome) => tally.look(outcome),
                Found::Silent { vault, why } => {
                    let count = silent.entry((vault, why)).or_default();
                    *count = count.saturating_add(1);
                }
            }
        }
    }
    for ((vault, why), count) in silent {
        let wraps = ckey_base::counted(count, "wrap was", "wraps were");
        let problem = format!("the vault '{vault}' did not answer ({why}): {wraps} not looked at");
        tally.look_at_all(count, Err(problem));
    }
    Ok(tally.result())
}

/// What became of one wrap.
enum Found {
    Looked(std::result::Result<(), String>),
    /// Nothing is known of it. A vault that is gone for a while is told of once, not for each wrap.
    Silent {
        vault: String,
        why: &'static str,
    },
}

fn one(tenant: &Tenant, wrap: &PolicyWrap, cancel: &CancelToken) -> Result<Found> {
    let policy = tenant
        .ground
        .state()
        .view(|reader| Ok::<_, EngineError>(reader.policy(wrap.policy_no)?))?;
    let Some(policy) = policy else {
        let problem = format!("a wrap is of policy {}, which is not there", wrap.policy_no);
        return Ok(Found::Looked(Err(problem)));
    };
    let name = format!("'{}' generation {}", policy.name, wrap.generation);
    let outcome = match wrap.slot {
        WrapSlot::First | WrapSlot::Second => {
            match open_root(&tenant.ground, &policy, wrap, cancel) {
                Ok(key) => tenant.hierarchy().confirm_policy_key(&policy, wrap.generation, &key),
                Err(failure) if failure.error.kind.class() == FailureClass::System => {
                    let why = failure.error.kind.name();
                    let vault = KeyUri::stored(&failure.key_uri).map(|uri| uri.vault().to_owned());
                    return Ok(Found::Silent { vault: vault.unwrap_or(failure.key_uri), why });
                }
                Err(failure) => Err(format!("{}: {}", failure.key_uri, failure.error.kind.name())),
            }
        }
        WrapSlot::Availability | WrapSlot::ServiceRoot => {
            tenant.hierarchy().check_service_wrap(&policy, wrap)
        }
    };
    if outcome.is_err() && is_over(tenant, wrap)? {
        return Ok(Found::Looked(Ok(())));
    }
    Ok(Found::Looked(outcome.map_err(|problem| format!("{name}: {problem}"))))
}

/// Whether a wrap was destroyed since it was read, or waits for it: nothing is under its generation,
/// so its customer key may be gone.
fn is_over(tenant: &Tenant, wrap: &PolicyWrap) -> Result<bool> {
    tenant.ground.state().view(|reader| {
        let generation = reader.generation(wrap.policy_no, wrap.generation)?;
        if generation.is_some_and(|generation| generation.destroyed.is_some()) {
            return Ok(true);
        }
        let by_customer = matches!(wrap.slot, WrapSlot::First | WrapSlot::Second);
        if !by_customer {
            return Ok(false);
        }
        let newest = reader.policy(wrap.policy_no)?.map(|policy| policy.generation);
        let older = reader.count_wraps(wrap.policy_no, wrap.generation)?;
        let all = reader.count_wraps(wrap.policy_no, wrap.generation.saturating_add(1))?;
        Ok::<_, EngineError>(newest != Some(wrap.generation) && all == older)
    })
}

/// Every generation whose wraps were not destroyed has all of them.
fn missing(tenant: &Tenant, tally: &mut Tally) -> Result<()> {
    tenant.ground.state().view(|reader| {
        for kind in PolicyKind::ALL {
            for policy in reader.policies(kind)? {
                for generation in reader
                    .generations(policy.no)?
                    .iter()
                    .filter(|generation| generation.destroyed.is_none())
                {
                    let wraps = reader.policy_wraps(policy.no, generation.number)?;
                    let needed: &[WrapSlot] = match kind {
                        PolicyKind::Service => &[WrapSlot::ServiceRoot],
                        _ => &[WrapSlot::First, WrapSlot::Second, WrapSlot::Availability],
                    };
                    for slot in
                        needed.iter().filter(|slot| wraps.iter().all(|wrap| wrap.slot != **slot))
                    {
                        let problem = format!(
                            "'{}' generation {} has no wrap {slot:?}",
                            policy.name, generation.number
                        );
                        tally.look(Err(problem));
                    }
                }
            }
        }
        Ok::<_, EngineError>(())
    })
}
