//! What takes longer than the documents say (rules 4.9.1, 4.9.2, 4.9.3, 4.9.4, 4.9.5, 4.9.6, 4.9.8),
//! that a tenant only warns, and which vaults cannot be read.

use ckey_store::StateExt;
use ckey_store::model::{Job, PolicyKind};

use super::Validation;
use super::finding::{Finding, Held, PolicyCheck, Wrong};
use crate::directory::{Directory, Retention};
use crate::error::{EngineError, Result};
use crate::ground::ValidationMode;
use crate::queue::JobKind;

const HOUR: i64 = 3600;
const WEEK: i64 = 7 * 24 * HOUR;

/// How long a thing may take, in seconds and in words, and the rule that says so.
struct Limit {
    seconds: i64,
    words: &'static str,
    rule: &'static str,
    /// Whether the documents send to Microsoft who has waited for a week: they do for mailboxes.
    is_of_mailboxes: bool,
}

impl Limit {
    const fn hours(hours: i64, words: &'static str, rule: &'static str) -> Self {
        Self { seconds: hours.saturating_mul(HOUR), words, rule, is_of_mailboxes: false }
    }

    const fn of_mailboxes(rule: &'static str) -> Self {
        Self { is_of_mailboxes: true, ..Self::hours(72, "72 hours", rule) }
    }
}

fn wrong(finding: Finding, detail: String, fix: &str) -> Held {
    Err((finding, Wrong { detail, fix: fix.to_owned() }))
}

impl Validation<'_> {
    /// What is overdue or still within its time, and what is relaxed.
    ///
    /// # Errors
    /// Those of the store and of the vaults' folder.
    pub fn overdue(&self) -> Result<Vec<PolicyCheck>> {
        self.ground.sync()?;
        let mut checks = Vec::new();
        if self.ground.current_settings().validation == ValidationMode::Warn {
            let told = "Policies are made whatever the checks find: the validation of this tenant only warns.";
            let fix = "Switch it on again: Set-CustomerKeyTenant -Validation Enforce";
            let found = wrong(Finding::Warning, told.to_owned(), fix);
            checks.push(PolicyCheck::new("6.6", "Validation", &self.ground.name(), found));
        }
        for job in self.ground.state().view(|reader| Ok::<_, EngineError>(reader.jobs(false)?))? {
            checks.extend(self.job_check(&job)?);
        }
        self.retention_checks(&mut checks)?;
        Ok(checks)
    }

    fn limit(&self, job: &Job) -> Result<Option<Limit>> {
        Ok(match JobKind::of(job)? {
            JobKind::Policy { policy } => {
                let policy = self
                    .ground
                    .state()
                    .view(|reader| Ok::<_, EngineError>(reader.policy(policy)?))?;
                match policy.map(|policy| policy.kind) {
                    Some(PolicyKind::Mailbox) => Some(Limit::of_mailboxes("4.9.3")),
                    Some(_) => Some(Limit::hours(24, "24 hours", "4.9.2")),
                    None => None,
                }
            }
            JobKind::Assignment => Some(Limit::hours(24, "24 hours", "4.9.2")),
            JobKind::Scopes => Some(Limit::of_mailboxes("4.9.4")),
            JobKind::Sites { .. } | JobKind::CheckSites { .. } | JobKind::OnboardSites { .. } => {
                Some(Limit::hours(4, "four hours", "4.9.6"))
            }
            JobKind::Purge { .. } => Some(Limit::hours(72, "72 hours", "4.9.8")),
            JobKind::DestroyWraps { .. } => None,
        })
    }

    fn job_check(&self, job: &Job) -> Result<Option<PolicyCheck>> {
        let Some(limit) = self.limit(job)? else { return Ok(None) };
        let age = self.ground.now().saturating_sub(job.created);
        let target = format!("{} {}", job.kind, job.subject);
        if age <= limit.seconds {
            return Ok(Some(PolicyCheck::new(limit.rule, "Overdue", &target.trim(), Ok(()))));
        }
        let since = crate::clock::iso(job.created);
        let (rule, fix) = if age > WEEK && limit.is_of_mailboxes {
            (
                "4.9.5",
                "After a week it is a matter for Microsoft. Here run it: Invoke-CustomerKeyJob",
            )
        } else {
            (
                limit.rule,
                "Look at what keeps it with Get-CustomerKeyJob, and run it: Invoke-CustomerKeyJob",
            )
        };
        let detail = format!(
            "It began at {since} and should have ended within {}: {} of {} are done.",
            limit.words, job.done, job.total
        );
        let found = wrong(Finding::Failed, detail, fix);
        Ok(Some(PolicyCheck::new(rule, "Overdue", &target.trim(), found)))
    }

    /// A retention period that is finalised is in effect once the provider is registered anew. A
    /// vault that cannot be read is told of here, as nothing else asks for every vault.
    fn retention_checks(&self, checks: &mut Vec<PolicyCheck>) -> Result<()> {
        let mut subscriptions = Vec::new();
        for vault in self.ground.vaults().each_vault()? {
            match vault.found {
                Ok(found) if !vault.deleted => subscriptions.push(found.subscription),
                Ok(_) => {}
                Err(error) => {
                    let found = wrong(Finding::Failed, error.message, &error.fix);
                    checks.push(PolicyCheck::new("8.1.5", "Vault", &vault.name, found));
                }
            }
        }
        subscriptions.sort();
        subscriptions.dedup();
        for id in subscriptions {
            let found = match Directory::of(self.ground).retention(&id)? {
                Retention::NotRegistered => continue,
                Retention::Pending(_) | Retention::Registered { in_effect: true } => Ok(()),
                Retention::Registered { in_effect: false } => wrong(
                    Finding::Failed,
                    "Its mandatory retention period is finalised, five business days after it was asked for, and its vaults do not obey it yet.".to_owned(),
                    "Put it into effect: Register-AzResourceProvider -ProviderNamespace Microsoft.KeyVault",
                ),
            };
            checks.push(PolicyCheck::new("4.9.1", "Overdue", &id, found));
        }
        Ok(())
    }
}
