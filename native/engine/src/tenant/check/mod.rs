//! `Test-CustomerKeyTenant`: every wrap, count and chain, and with its content every body (rule
//! 8.5.4).

mod backups;
mod bodies;
mod content;
mod counter;
mod items;
mod places;
mod policy_keys;
mod result;
mod rows;
mod scope_keys;
mod secrets;
mod sites;
mod vault_pins;
mod vault_roles;
mod vaults;

use ckey_base::CancelToken;

pub use result::CheckResult;
use result::{Finding, Tally};

use super::Tenant;
use crate::error::{Category, EngineError, Result};

/// What a check is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckProgress<'a> {
    /// What is looked at.
    pub what: &'a str,
    /// How much of it has been looked at, in percent, where that is known.
    pub percent: Option<u8>,
}

/// How far a check goes into content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// To headers and lengths.
    Heads,
    /// Every byte is opened.
    Bodies,
}

/// One run of all checks.
struct Run<'a> {
    depth: Depth,
    cancel: &'a CancelToken,
    progress: &'a mut dyn FnMut(&CheckProgress<'_>),
}

impl Run<'_> {
    fn show(&mut self, what: &str, percent: Option<u8>) {
        (self.progress)(&CheckProgress { what, percent });
    }

    /// Ends the run when it was cancelled.
    fn go_on(&self) -> Result<()> {
        if self.cancel.is_cancelled() {
            Err(EngineError::stopped("The check was stopped."))
        } else {
            Ok(())
        }
    }
}

type Check = fn(&Tenant, &mut Run<'_>) -> Result<Vec<CheckResult>>;

/// The checks in their order: what the progress says, the name of what it finds, and the check.
const CHECKS: [(&str, &str, Check); 13] = [
    ("state", "State", |tenant, _| state(tenant)),
    ("policy keys", "PolicyKeyWraps", |tenant, run| Ok(vec![policy_keys::check(tenant, run)?])),
    ("scope keys", "ScopeKeyWraps", |tenant, run| Ok(vec![scope_keys::check(tenant, run)?])),
    ("scope keys", "ScopeKeyPlaces", |tenant, run| Ok(vec![places::check(tenant, run)?])),
    ("items", "Content", |tenant, run| Ok(vec![content::check(tenant, run)?])),
    ("content", bodies::NAME, bodies::check),
    ("secrets", "Secrets", |tenant, run| Ok(vec![secrets::check(tenant, run)?])),
    ("vaults", "Vaults", |tenant, run| Ok(vec![vaults::check(tenant, run)?])),
    ("vaults", "VaultPins", |tenant, run| Ok(vec![vault_pins::check(tenant, run)?])),
    ("vaults", "VaultRoles", |tenant, run| Ok(vec![vault_roles::check(tenant, run)?])),
    ("audit", "RowsAgainstRecord", |tenant, run| Ok(vec![rows::check(tenant, run)?])),
    ("audit", "AuditChain", |tenant, run| Ok(vec![chain(tenant, run)?])),
    ("audit", "AuditCounter", |tenant, run| Ok(vec![counter::check(tenant, run)?])),
];

/// The checks of what is beside the state.
const STORES: [&str; 3] = ["Content", "Secrets", "Vaults"];

fn state(tenant: &Tenant) -> Result<Vec<CheckResult>> {
    let found = tenant.ground.state().check()?.into_iter();
    Ok(found
        .map(|found| CheckResult {
            check: found.check,
            passed: found.passed,
            count: found.count,
            detail: found.detail,
        })
        .collect())
}

fn chain(tenant: &Tenant, run: &Run<'_>) -> Result<CheckResult> {
    let verdict = tenant.audit().verify_chain(run.cancel, None)?;
    let detail = verdict.problem.unwrap_or_default();
    Ok(CheckResult {
        check: "AuditChain".to_owned(),
        passed: verdict.intact,
        count: verdict.records,
        detail,
    })
}

impl Tenant {
    /// Checks the whole tenant: the state's own integrity, every wrap of a policy key (by each
    /// customer key and the availability key), every scope key, the headers and lengths of all
    /// items, the content files, the secrets, the vaults' files and the roles in them, the rows against the audit record,
    /// the audit chain, and its counter. No body is opened. `progress` hears what is looked at.
    ///
    /// # Errors
    /// `Stopped` when cancelled; what is wrong with the tenant is in the results.
    pub fn check(
        &self,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&CheckProgress<'_>),
    ) -> Result<Vec<CheckResult>> {
        self.run_checks(&mut Run { depth: Depth::Heads, cancel, progress }, |_| true)
    }

    /// As [`Tenant::check`], and opens every item to its end, in constant memory. Items whose key
    /// does not open, as under a revoked policy, are told apart from damaged ones.
    ///
    /// # Errors
    /// As [`Tenant::check`].
    pub fn check_content(
        &self,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&CheckProgress<'_>),
    ) -> Result<Vec<CheckResult>> {
        self.run_checks(&mut Run { depth: Depth::Bodies, cancel, progress }, |_| true)
    }

    /// What the stores beside the state should hold and do not, or hold damaged; in sentences for
    /// anyone who copies them.
    pub(super) fn check_stores(&self, progress: &mut dyn FnMut(&str)) -> Result<Vec<String>> {
        let mut tell = |progressed: &CheckProgress<'_>| progress(progressed.what);
        let mut run =
            Run { depth: Depth::Heads, cancel: &CancelToken::default(), progress: &mut tell };
        let results = self.run_checks(&mut run, |check| STORES.contains(&check))?;
        let failed = results.into_iter().filter(|found| !found.passed);
        Ok(failed.map(|found| format!("{}: {}", found.check, found.detail)).collect())
    }

    /// Runs the checks that are `wanted` by the name of what they find.
    fn run_checks(
        &self,
        run: &mut Run<'_>,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<CheckResult>> {
        self.ground.sync()?;
        let mut results = Vec::new();
        for (what, name, check) in CHECKS.into_iter().filter(|(_, name, _)| wanted(name)) {
            run.go_on()?;
            run.show(what, None);
            match check(self, run) {
                Ok(found) => results.extend(found),
                // Damage that ends a check is what it found; the other checks go on.
                Err(error) if error.category == Category::InvalidData => {
                    let mut tally = Tally::new(name);
                    tally.look(Err(error.message));
                    results.push(tally.result());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(results)
    }
}
