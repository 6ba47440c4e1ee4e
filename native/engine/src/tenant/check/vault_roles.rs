//! What each vault holds of the roles that are given above it, against what is recorded. (Vaults
//! that cannot be read, `vaults` tells of.)

use super::{CheckResult, Run, Tally};
use crate::directory::Copies;
use crate::error::Result;
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, _: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("VaultRoles");
    match compare(tenant) {
        Ok(copies) => tell(copies, &mut tally),
        // As of the vaults' files: what keeps them from being looked at is what was found.
        Err(error) => tally.look(Err(error.message)),
    }
    Ok(tally.result())
}

fn compare(tenant: &Tenant) -> Result<Copies> {
    let copies = tenant.directory().compare_copies(None, &[])?;
    if copies.unlike.is_empty() || tenant.is_read_only() {
        return Ok(copies);
    }
    // Somebody may be giving or taking one just now.
    let _held = tenant.ground.vaults().hold()?;
    tenant.directory().compare_copies(None, &[])
}

fn tell(copies: Copies, tally: &mut Tally) {
    let unlike = u64::try_from(copies.unlike.len()).unwrap_or(u64::MAX);
    tally.look_at_all(copies.compared.saturating_sub(unlike), Ok(()));
    for vault in copies.unlike {
        tally.look(Err(format!(
            "{}: it does not hold the roles that are given on its subscription and group; the next process that opens the tenant mends it",
            vault.vault
        )));
    }
}
