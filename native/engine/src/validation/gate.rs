//! What the checks keep from being done, and what they only warn of: errors keep a policy from
//! being made, by the rules of the tenant; only what concerns the new versions keeps one from being
//! rolled, because nothing else may stand in the way of an urgent roll.

use ckey_store::model::{Policy, PolicyKind};
use ckey_vault::{KeyUri, RootVault};

use super::checks::{Refuses, by_id};
use super::finding::{Finding, PolicyCheck};
use super::{Subject, Validation};
use crate::error::{Category, EngineError, Result};
use crate::ground::ValidationMode;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Create,
    Roll,
}

/// What was found, in short: `V14 PurgeProtection (a, b)`.
fn in_short(found: &[&PolicyCheck]) -> String {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for check in found {
        let name = format!("{} {}", check.id, check.check);
        match told.iter_mut().find(|(known, _)| *known == name) {
            Some((_, targets)) => targets.push(&check.target),
            None => told.push((name, vec![&check.target])),
        }
    }
    let told: Vec<_> =
        told.iter().map(|(name, targets)| format!("{name} ({})", targets.join(", "))).collect();
    told.join("; ")
}

impl Validation<'_> {
    /// What keeps a policy of these keys from being made, all of it; else what is to be warned of.
    ///
    /// # Errors
    /// `ValidationFailed`.
    pub(crate) fn gate_new(&self, kind: PolicyKind, keys: &[String]) -> Result<Option<String>> {
        let subject = Subject { kind, keys, subscriptions: None, policy: None };
        self.judge(Gate::Create, &subject, None)
    }

    /// The same for a policy that is to come under these versions.
    ///
    /// # Errors
    /// `ValidationFailed`.
    pub(crate) fn gate_roll(&self, policy: &Policy, keys: &[KeyUri]) -> Result<Option<String>> {
        let kind = policy.kind;
        let keys: Vec<_> = keys.iter().map(ToString::to_string).collect();
        let subject = Subject { kind, keys: &keys, subscriptions: None, policy: Some(policy) };
        self.judge(Gate::Roll, &subject, None)
    }

    /// The same where one key alone is rolled: what is wrong with the other refuses nothing.
    ///
    /// # Errors
    /// `ValidationFailed`.
    pub(crate) fn gate_roll_of(
        &self,
        policy: &Policy,
        keys: &[String],
        rolled: &str,
    ) -> Result<Option<String>> {
        let kind = policy.kind;
        let subject = Subject { kind, keys, subscriptions: None, policy: Some(policy) };
        self.judge(Gate::Roll, &subject, Some(rolled))
    }

    /// Whether the key of a check is over, so that its vault does not wrap with it any more.
    fn has_expired(&self, check: &PolicyCheck) -> bool {
        let key = KeyUri::stored(&check.target)
            .and_then(|uri| self.roots.inspect_key(&uri, &self.ground.root_wait()));
        let expires = key.ok().and_then(|key| key.attributes.expires);
        expires.is_some_and(|expires| expires <= self.ground.now())
    }

    fn judge(
        &self,
        gate: Gate,
        subject: &Subject<'_>,
        rolled: Option<&str>,
    ) -> Result<Option<String>> {
        let settings = self.ground.current_settings();
        let relaxed = settings.validation == ValidationMode::Warn;
        let checks = self.look(subject, None)?;
        let rule = |check: &PolicyCheck| by_id(check.id);
        // What the vault itself refuses, it says in its own words when it is asked.
        let own_words = |check: &&PolicyCheck| {
            check.finding == Finding::Failed
                && rule(check).is_some_and(|rule| {
                    rule.refuses == Refuses::Always || rule.id == "V20" && self.has_expired(check)
                })
        };
        let refused = |check: &&PolicyCheck| {
            check.finding == Finding::Failed
                && !own_words(check)
                && rolled.is_none_or(|rolled| check.target == rolled)
                && rule(check).is_some_and(|rule| match (gate, rule.refuses) {
                    (Gate::Roll, refuses) => rule.of_versions && refuses == Refuses::Unless,
                    (Gate::Create, Refuses::Unless) => true,
                    (Gate::Create, Refuses::Onboarding) => settings.rules.onboards_by_checks(),
                    (Gate::Create, Refuses::Always) => false,
                })
        };
        let wrong = || checks.iter().filter(|check| check.finding != Finding::Passed);
        if !relaxed && wrong().any(|check| refused(&check)) {
            let all: Vec<_> = wrong().filter(|check| refused(check) || own_words(check)).collect();
            return Err(failed(&all));
        }
        let rest: Vec<_> =
            wrong().filter(|check| by_id(check.id).is_some() && !own_words(check)).collect();
        if rest.is_empty() {
            return Ok(None);
        }
        let would = rest.iter().any(refused);
        let relaxed = if relaxed && would {
            " The validation of this tenant only warns; without that some of it would be refused."
        } else {
            ""
        };
        Ok(Some(format!(
            "These keys do not pass all checks of Customer Key: {}.{relaxed} Test-CustomerKeyConfiguration | Format-List shows each check with what to do.",
            in_short(&rest)
        )))
    }
}

/// What Exchange Online says where a tenant is not enabled, and scripts test for (rule 7.1).
const NOT_ENABLED: &str = "Data Encryption Policies are not enabled for your organization. ";

fn failed(all: &[&PolicyCheck]) -> EngineError {
    let first = all.first();
    let documented = if all.iter().any(|check| check.id == "V28") { NOT_ENABLED } else { "" };
    let details: Vec<_> =
        all.iter().map(|check| format!("{} {}: {}", check.id, check.check, check.detail)).collect();
    let fix = first.map(|check| check.fix.clone()).unwrap_or_default();
    let fix = if all.len() > 1 {
        format!("Mend them all, first {}: {fix}", first.map(|it| it.id).unwrap_or_default())
    } else {
        fix
    };
    EngineError::new(
        "ValidationFailed",
        Category::InvalidArgument,
        format!(
            "{documented}These keys do not pass the checks of Customer Key. {}",
            details.join(" ")
        ),
        fix,
    )
    .about(first.map(|check| check.target.clone()).unwrap_or_default())
}
