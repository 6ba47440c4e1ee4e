//! The counter of the audit log, which lies with the secrets.

use super::{CheckResult, Run};
use crate::error::{Category, Result};
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, _: &mut Run<'_>) -> Result<CheckResult> {
    let result = |passed, count, detail| CheckResult {
        check: "AuditCounter".to_owned(),
        passed,
        count,
        detail,
    };
    match tenant.audit().check_counter() {
        Ok(count) => Ok(result(true, count, String::new())),
        Err(error) if error.category == Category::InvalidData => {
            Ok(result(false, 0, error.message))
        }
        Err(error) => Err(error),
    }
}
