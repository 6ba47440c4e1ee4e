//! What each vault holds of the roles that are given above it, against what is recorded. (Vaults
//! that cannot be read, `vaults` tells of.)

use super::{CheckResult, Run, Tally};
use crate::error::Result;
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, _: &mut Run<'_>) -> Result<CheckResult> {
    let mut copies = tenant.directory().compare_copies(None, &[])?;
    if !copies.unlike.is_empty() && !tenant.is_read_only() {
        // Somebody may be giving or taking one just now.
        let _held = tenant.ground.vaults().hold()?;
        copies = tenant.directory().compare_copies(None, &[])?;
    }
    let mut tally = Tally::new("VaultRoles");
    let unlike = u64::try_from(copies.unlike.len()).unwrap_or(u64::MAX);
    tally.look_at_all(copies.compared.saturating_sub(unlike), Ok(()));
    for vault in copies.unlike {
        tally.look(Err(format!(
            "{}: it does not hold the roles that are given on its subscription and group; the next process that opens the tenant mends it",
            vault.vault
        )));
    }
    Ok(tally.result())
}
