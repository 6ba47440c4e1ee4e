//! `Test-CustomerKeyTenant`: every wrap, count and chain.

use std::collections::HashSet;

use ckey_crypto::sealed;
use ckey_store::model::{Item, PolicyKind, PolicyWrap, WrapSlot};
use ckey_store::{SecretName, StateExt};
use ckey_vault::CancelToken;
use uuid::Uuid;

use super::Tenant;
use crate::error::{Category, EngineError, Result};
use crate::hierarchy::{Access, open_root};

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckResult {
    /// The check's name.
    pub check: String,
    /// Whether all is well.
    pub passed: bool,
    /// How many things were looked at.
    pub count: u64,
    /// What is wrong, empty if nothing is.
    pub detail: String,
}

/// Counts what is looked at and keeps the first few problems.
pub(super) struct Tally {
    check: &'static str,
    count: u64,
    problems: Vec<String>,
    more: u64,
}

impl Tally {
    pub(super) const fn new(check: &'static str) -> Self {
        Self { check, count: 0, problems: Vec::new(), more: 0 }
    }

    pub(super) fn look(&mut self, outcome: std::result::Result<(), String>) {
        self.count = self.count.saturating_add(1);
        if let Err(problem) = outcome {
            if self.problems.len() < 5 {
                self.problems.push(problem);
            } else {
                self.more = self.more.saturating_add(1);
            }
        }
    }

    pub(super) fn result(mut self) -> CheckResult {
        if self.more > 0 {
            self.problems.push(format!("and {} more", self.more));
        }
        CheckResult {
            check: self.check.to_owned(),
            passed: self.problems.is_empty(),
            count: self.count,
            detail: self.problems.join("; "),
        }
    }
}

/// Damage that ends a check is what it found; the other checks go on.
fn sound(check: &'static str, result: Result<CheckResult>) -> Result<CheckResult> {
    match result {
        Err(error) if error.category == Category::InvalidData => {
            let mut tally = Tally::new(check);
            tally.look(Err(error.message));
            Ok(tally.result())
        }
        result => result,
    }
}

impl Tenant {
    /// Checks the whole tenant: the state's own integrity, every wrap of a policy key (by each customer key and the availability key),
    /// every scope key, the content files, the secrets, the vaults' files, and the audit chain. `progress` hears what is looked at.
    ///
    /// # Errors
    /// `Stopped` when cancelled; what is wrong with the tenant is in the results.
    pub fn check(&self, cancel: &CancelToken, progress: &mut dyn FnMut(&str)) -> Result<Vec<CheckResult>> {
        self.sync()?;
        progress("state");
        let mut results: Vec<CheckResult> = self
            .state()
            .check()?
            .into_iter()
            .map(|found| CheckResult { check: found.check, passed: found.passed, count: found.count, detail: found.detail })
            .collect();
        progress("policy keys");
        results.push(sound("PolicyKeyWraps", self.check_policy_wraps(cancel))?);
        progress("scope keys");
        results.push(sound("ScopeKeyWraps", self.check_scope_wraps(cancel))?);
        progress("content");
        results.push(sound("Content", self.check_content())?);
        results.push(sound("Secrets", self.check_secrets())?);
        progress("vaults");
        results.push(self.check_vaults());
        results.push(self.check_vault_pins(cancel)?);
        progress("audit");
        results.push(self.check_rows(cancel)?);
        let verdict = self.verify_audit(cancel)?;
        results.push(CheckResult {
            check: "AuditChain".to_owned(),
            passed: verdict.intact,
            count: verdict.records,
            detail: verdict.problem.unwrap_or_default(),
        });
        Ok(results)
    }

    fn check_policy_wraps(&self, cancel: &CancelToken) -> Result<CheckResult> {
        let mut tally = Tally::new("PolicyKeyWraps");
        let mut after = 0;
        loop {
            let wraps = self.state().view(|reader| Ok::<_, EngineError>(reader.all_policy_wraps(after, 1000)?))?;
            let Some(last) = wraps.last() else { return Ok(tally.result()) };
            after = last.policy_no;
            for wrap in wraps {
                tally.look(self.check_policy_wrap(&wrap, cancel)?);
            }
        }
    }

    fn check_policy_wrap(&self, wrap: &PolicyWrap, cancel: &CancelToken) -> Result<std::result::Result<(), String>> {
        let policy = self.state().view(|reader| Ok::<_, EngineError>(reader.policy(wrap.policy_no)?))?;
        let Some(policy) = policy else { return Ok(Err(format!("a wrap is of policy {}, which is not there", wrap.policy_no))) };
        let name = format!("'{}' generation {}", policy.name, wrap.generation);
        let outcome = match wrap.slot {
            WrapSlot::First | WrapSlot::Second => match open_root(self, policy.kind, &policy.guid, wrap, cancel) {
                Ok(key) => self.confirm_policy_key(&policy, wrap.generation, &key),
                Err(failure) => Err(format!("{}: {}", failure.key_uri, failure.error.kind.name())),
            },
            WrapSlot::Availability | WrapSlot::ServiceRoot => self.check_service_wrap(&policy, wrap),
        };
        if outcome.is_err() && self.is_destroyed(wrap)? {
            return Ok(Ok(()));
        }
        Ok(outcome.map_err(|problem| format!("{name}: {problem}")))
    }

    /// Whether a wrap that was read was destroyed since.
    fn is_destroyed(&self, wrap: &PolicyWrap) -> Result<bool> {
        let found = self.state().view(|reader| Ok::<_, EngineError>(reader.generation(wrap.policy_no, wrap.generation)?))?;
        Ok(found.is_some_and(|generation| generation.destroyed.is_some()))
    }

    fn check_scope_wraps(&self, cancel: &CancelToken) -> Result<CheckResult> {
        let mut tally = Tally::new("ScopeKeyWraps");
        let mut after = 0;
        let mut refused: HashSet<(i64, u32)> = HashSet::new();
        loop {
            let wraps = self.state().view(|reader| Ok::<_, EngineError>(reader.all_scope_wraps(after, 4096)?))?;
            let Some(last) = wraps.last() else { return Ok(tally.result()) };
            after = last.scope_no;
            for wrap in wraps {
                let place = (wrap.policy_no, wrap.generation);
                if refused.contains(&place) {
                    tally.look(Err("under a policy key that does not open".to_owned()));
                    continue;
                }
                let opened = match self.open_above(&wrap, Access::User, cancel) {
                    Ok((policy, wrap)) => {
                        policy.kek.unwrap(&wrap.scope, wrap.version, &wrap.wrap).map(|_| ()).map_err(|error| error.message)
                    }
                    Err(error) if error.id == "Stopped" => return Err(error),
                    Err(error) => {
                        refused.insert(place);
                        Err(error.message)
                    }
                };
                tally.look(opened);
            }
        }
    }

    fn check_content(&self) -> Result<CheckResult> {
        let mut tally = Tally::new("Content");
        let stored: HashSet<Uuid> = self.content().ids()?.into_iter().collect();
        let mut after = 0;
        loop {
            let page = self.state().view(|reader| Ok::<_, EngineError>(reader.items_outside(after, 1000)?))?;
            let Some(last) = page.last() else { return Ok(tally.result()) };
            after = last.no;
            for item in page {
                tally.look(if stored.contains(&item.id) {
                    self.check_object(&item)
                } else {
                    Err(format!("item {} has no content file", item.id))
                });
            }
        }
    }

    /// Whether an item's file has its length and a whole header; only opening the item shows that every byte is right.
    fn check_object(&self, item: &Item) -> std::result::Result<(), String> {
        let told = |problem: String| format!("item {}: {problem}", item.id);
        let object = self.content().open(item.id).map_err(|error| told(error.message))?;
        let length = object.length().map_err(|error| told(error.to_string()))?;
        let expected = sealed::bound(item.size);
        if length != expected {
            return Err(told(format!("its content file has {length} bytes instead of {expected}")));
        }
        let mut head = [0; sealed::Header::MAX_LEN];
        object.read_exact_at(&mut head, 0).map_err(|error| told(error.to_string()))?;
        match sealed::inspect(&head) {
            Ok(header) if header.scope_version == item.key_version => Ok(()),
            Ok(_) => Err(told("its content file names another version of the key".to_owned())),
            Err(error) => Err(told(error.to_string())),
        }
    }

    fn check_secrets(&self) -> Result<CheckResult> {
        let mut tally = Tally::new("Secrets");
        let policies = self.state().view(|reader| {
            let mut all = Vec::new();
            for kind in [PolicyKind::Service, PolicyKind::MultiWorkload, PolicyKind::Mailbox] {
                all.extend(reader.policies(kind)?);
            }
            Ok::<_, EngineError>(all)
        })?;
        let mut needed = vec![SecretName::ServiceRoot, SecretName::AuditChain, SecretName::AuditSigning];
        for policy in policies {
            needed.push(SecretName::ErasureKey(policy.guid));
            if policy.kind != PolicyKind::Service {
                needed.push(SecretName::AvailabilityKey(policy.guid));
            }
        }
        for name in needed {
            tally.look(match self.secrets().get(&name) {
                Ok(Some(_)) => Ok(()),
                Ok(None) => Err(format!("{} is missing", name.label())),
                Err(error) => Err(error.message),
            });
        }
        Ok(tally.result())
    }
}
