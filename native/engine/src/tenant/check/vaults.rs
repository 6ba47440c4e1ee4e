//! The vaults' files.

use super::{CheckResult, Run, Tally};
use crate::error::Result;
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, _: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("Vaults");
    match tenant.ground.vaults().verify() {
        Ok(found) => found.into_iter().for_each(|vault| {
            tally.look(vault.result.map_err(|error| format!("{}: {}", vault.vault, error.message)))
        }),
        Err(error) => tally.look(Err(error.message)),
    }
    Ok(tally.result())
}
