//! What the `Test-` cmdlets of policies look at (rule 6.1): the checks of the keys that the policy
//! names, each root of its newest generation, and every version that data is still under.

use std::cmp::Reverse;

use ckey_base::CancelToken;
use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind};

use super::Policies;
use crate::error::{EngineError, Result};
use crate::hierarchy::open_root;
use crate::validation::{PolicyCheck, Subject, Validation, root_opens, told};

impl Policies<'_> {
    /// Checks a policy as it stands: V1 to V30, with a live wrap and unwrap under each key, and that
    /// each root opens the newest generation of the policy key.
    ///
    /// # Errors
    /// `PolicyNotFound`; what is wrong with the policy is in the results.
    pub fn test(
        &self,
        kind: PolicyKind,
        identity: &str,
        cancel: &CancelToken,
    ) -> Result<Vec<PolicyCheck>> {
        self.ground.sync()?;
        let policy = self.find(kind, identity)?;
        self.test_policy(&policy, cancel)
    }

    /// The same for every policy that is not purged: its name and its checks.
    ///
    /// # Errors
    /// Those of the store.
    pub fn test_all(&self, cancel: &CancelToken) -> Result<Vec<(String, Vec<PolicyCheck>)>> {
        self.ground.sync()?;
        let mut all = Vec::new();
        for kind in PolicyKind::CUSTOMER {
            let policies =
                self.ground.state().view(|reader| Ok::<_, EngineError>(reader.policies(kind)?))?;
            for policy in policies.iter().filter(|policy| !policy.is_deleted()) {
                all.push((policy.name.clone(), self.test_policy(policy, cancel)?));
            }
        }
        Ok(all)
    }

    fn test_policy(&self, policy: &Policy, cancel: &CancelToken) -> Result<Vec<PolicyCheck>> {
        let kind = policy.kind;
        let subject =
            Subject { kind, keys: &policy.key_uris, subscriptions: None, policy: Some(policy) };
        let mut results = Validation::of(self.ground).look(&subject, Some(cancel))?;
        results.extend(self.root_checks(policy, cancel)?);
        // Whoever looks at them looks for what is wrong.
        results.sort_by_key(|check| Reverse(check.finding));
        Ok(results)
    }

    /// Rule V22: each root opens the newest generation.
    fn root_checks(&self, policy: &Policy, cancel: &CancelToken) -> Result<Vec<PolicyCheck>> {
        let wraps = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.policy_wraps(policy.no, policy.generation)?)
        })?;
        let roots = wraps.iter().filter(|wrap| !wrap.key_uri.is_empty());
        let check = |wrap: &ckey_store::model::PolicyWrap| {
            let opened = open_root(self.ground, policy, wrap, cancel);
            root_opens(&wrap.key_uri, opened.map(drop).map_err(|failure| told(failure.error)))
        };
        Ok(roots.map(check).collect())
    }
}
