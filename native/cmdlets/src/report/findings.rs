//! What the checks of the configuration find.

use ckey_base::CancelToken;
use ckey_engine::{Finding, PolicyCheck, Tenant};
use serde::Serialize;

use super::Result;

#[derive(Debug, Serialize)]
pub(crate) struct Findings {
    pub(crate) failed: usize,
    pub(crate) warnings: usize,
    pub(crate) passed: usize,
    /// What did not pass, the worst first.
    pub(crate) found: Vec<Found>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Found {
    /// The tenant where it is none.
    pub(crate) policy: String,
    pub(crate) number: &'static str,
    pub(crate) check: &'static str,
    pub(crate) result: &'static str,
    pub(crate) target: String,
    pub(crate) detail: String,
    pub(crate) fix: String,
}

impl Findings {
    pub(super) fn of(tenant: &Tenant, cancel: &CancelToken) -> Result<Self> {
        let mut findings = Self { failed: 0, warnings: 0, passed: 0, found: Vec::new() };
        for check in tenant.validation().overdue()? {
            findings.add("", check);
        }
        for (policy, checks) in tenant.policies().test_all(cancel)? {
            checks.into_iter().for_each(|check| findings.add(&policy, check));
        }
        findings.found.sort_by_key(|found| found.result != "Failed");
        Ok(findings)
    }

    fn add(&mut self, policy: &str, check: PolicyCheck) {
        let (count, result) = match check.finding {
            Finding::Passed => (&mut self.passed, "Passed"),
            Finding::Warning => (&mut self.warnings, "Warning"),
            Finding::Failed => (&mut self.failed, "Failed"),
        };
        *count = count.saturating_add(1);
        if result != "Passed" {
            self.found.push(Found {
                policy: policy.to_owned(),
                number: check.id,
                check: check.check,
                result,
                target: check.target,
                detail: check.detail,
                fix: check.fix,
            });
        }
    }
}
