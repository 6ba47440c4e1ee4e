//! Rolling a policy to the current versions of its keys: `-Refresh` (rule 4.3.1).

use ckey_base::CancelToken;
use ckey_store::model::{Policy, PolicyKind};
use ckey_store::{SecretName, StateExt, StoreErrorKind};
use ckey_vault::KeyUri;
use serde_json::json;

use super::Policies;
use crate::error::{Category, EngineError, Result};
use crate::hierarchy::{NewGeneration, check_roots, new_generation};
use crate::policies::{PolicyView, parse_pair};
use crate::queue::{JobKind, ensure_job};
use crate::record::{Actor, AuditEvent};

impl Policies<'_> {
    /// Makes a new generation of the policy key under the current versions of both customer keys,
    /// exactly two wraps, and leaves a job that rewraps the scope keys below. No content is touched
    /// (rule 4.3.2), the availability key is not rotated (rule 4.3.4). Allowed while an earlier
    /// refresh is still being run (rule 4.3.8). If either root fails, nothing has changed (rule
    /// 4.3.7).
    ///
    /// # Errors
    /// `PolicyNotFound`; those of the vault about the root that refused: nothing has changed then;
    /// `PolicyRefreshedMeanwhile` when another process was faster.
    pub fn refresh(
        &self,
        actor: &Actor,
        kind: PolicyKind,
        identity: &str,
        cancel: &CancelToken,
    ) -> Result<PolicyView> {
        self.ground.sync()?;
        let (policy, keys) = self.rolled(kind, identity)?;
        let number = policy.generation.saturating_add(1);
        let (availability_key, erasure_key) = (
            self.ground.secret(&SecretName::AvailabilityKey(policy.guid))?,
            self.ground.secret(&SecretName::ErasureKey(policy.guid))?,
        );
        let plan = NewGeneration {
            kind,
            policy: policy.guid,
            policy_no: policy.no,
            number,
            keys: &keys,
            availability_key: &availability_key,
            erasure_key: &erasure_key,
        };
        let (generation, wraps, _) = new_generation(self.ground, &plan, cancel)?;
        let now = self.ground.now();
        let roots: Vec<_> =
            wraps.iter().map(|wrap| wrap.key_uri.clone()).filter(|uri| !uri.is_empty()).collect();
        let policy = self.ground.state().commit(|writer| {
            let mut current = writer
                .policy(policy.no)?
                .ok_or_else(|| EngineError::damaged(&policy.name, "The policy vanished while it was refreshed."))?;
            // The vaults were asked before this change: of two refreshes of one generation the
            // number lets one in.
            writer.insert_generation(&generation, &wraps).map_err(|error| {
                if error.kind == StoreErrorKind::Conflict { refreshed_meanwhile(&current.name) } else { error.into() }
            })?;
            current.generation = number;
            current.changed = now;
            writer.update_policy(&current)?;
            let total = writer.count_wraps(current.no, number)?;
            ensure_job(writer, &JobKind::Policy { policy: current.no }, total, now)?;
            let details = json!({ "policy": current.guid, "keys": roots, "generation": generation.guid, "rewraps": total });
            let event =
                AuditEvent::new("Refresh policy", crate::policies::audited_as(kind), &actor.name, current.name.as_str(), details);
            self.ground.chain().append(writer, now, &event)?;
            Ok::<_, EngineError>(current)
        })?;
        self.ground.background().wake();
        self.view(policy)
    }

    /// The policy to refresh, and the keys of its new generation.
    fn rolled(&self, kind: PolicyKind, identity: &str) -> Result<(Policy, [KeyUri; 2])> {
        self.ground.must_be_writable()?;
        let policy = self.find(kind, identity)?;
        // Versioned URIs name a version forever; a roll, and nothing else, means the current one
        // (rule 4.3.5).
        let keys = parse_pair(&policy.key_uris)?.map(|uri| uri.unversioned());
        Ok((policy, keys))
    }

    /// What keeps a policy from being refreshed, if anything.
    pub(crate) fn check_refresh(&self, kind: PolicyKind, identity: &str) -> Result<Policy> {
        let (policy, keys) = self.rolled(kind, identity)?;
        check_roots(self.ground, kind, &keys)?;
        Ok(policy)
    }
}

fn refreshed_meanwhile(name: &str) -> EngineError {
    let mut error = EngineError::new(
        "PolicyRefreshedMeanwhile",
        Category::ResourceBusy,
        format!("Somebody else refreshed the policy '{name}' at the same moment."),
        "Look at the policy; refresh it again if its key versions are not the ones you want.",
    )
    .about(name);
    error.retryable = true;
    error
}
