//! Every scope key under its policy.

use std::collections::HashSet;

use ckey_store::StateExt;

use super::{CheckResult, Run, Tally};
use crate::error::{EngineError, Result};
use crate::ground::Access;
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, run: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("ScopeKeyWraps");
    let mut after = 0;
    let mut refused: HashSet<(i64, u32)> = HashSet::new();
    loop {
        run.go_on()?;
        let wraps = tenant
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.all_scope_wraps(after, 4096)?))?;
        let Some(last) = wraps.last() else { return Ok(tally.result()) };
        after = last.scope_no;
        for wrap in wraps {
            let place = (wrap.policy_no, wrap.generation);
            if refused.contains(&place) {
                tally.look(Err("under a policy key that does not open".to_owned()));
                continue;
            }
            let opened = match tenant.hierarchy().open_above(&wrap, Access::User, run.cancel) {
                Ok((policy, wrap)) => policy
                    .kek
                    .unwrap(&wrap.scope, wrap.version, &wrap.wrap)
                    .map(|_| ())
                    .map_err(|error| error.message),
                Err(error) if error.is_stopped() => return Err(error),
                Err(error) => {
                    refused.insert(place);
                    Err(error.message)
                }
            };
            tally.look(opened);
        }
    }
}
