//! Scope keys under a policy: what wraps them is derived from policy key and erasure key together,
//! so that a purge can end both.

use std::sync::OnceLock;
use std::time::Instant;

use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::sealed::PreparedKey;
use ckey_crypto::{Backend, SecretKey, derive};
use ckey_store::model::{ScopeKind, ScopeWrap};
use uuid::Uuid;

use crate::error::{EngineError, Result};

/// One generation of a policy, opened: wraps and unwraps the scope keys below it.
pub(crate) struct PolicyKek {
    tenant: Uuid,
    policy: Uuid,
    generation: u32,
    wrapper: KeyWrapper,
}

impl PolicyKek {
    pub(crate) fn new(
        backend: Backend,
        tenant: Uuid,
        policy: Uuid,
        generation: u32,
        policy_key: &SecretKey,
        erasure_key: &SecretKey,
    ) -> Result<Self> {
        let kek = derive::policy_kek(policy_key, erasure_key, policy.as_bytes(), generation)?;
        Ok(Self { tenant, policy, generation, wrapper: KeyWrapper::new(backend, &kek)? })
    }

    fn context<'a>(&'a self, scope: &'a Uuid, version: u32) -> WrapContext<'a> {
        WrapContext::Scope {
            tenant: self.tenant.as_bytes(),
            policy: self.policy.as_bytes(),
            generation: self.generation,
            scope: scope.as_bytes(),
            version,
        }
    }

    pub(crate) fn wrap(&self, scope: &Uuid, version: u32, key: &SecretKey) -> Result<Vec<u8>> {
        Ok(self.wrapper.wrap(&self.context(scope, version), key)?)
    }

    pub(crate) fn unwrap(&self, scope: &Uuid, version: u32, wrap: &[u8]) -> Result<SecretKey> {
        self.wrapper.unwrap(&self.context(scope, version), wrap).map_err(|_| {
            EngineError::damaged(
                &scope.to_string(),
                format!(
                    "Version {version} of the key of scope {scope} does not open under generation {} of policy {}.",
                    self.generation, self.policy
                ),
            )
        })
    }

    /// The row of a scope key wrapped here.
    pub(crate) fn scope_wrap(
        &self,
        policy_no: i64,
        scope_no: i64,
        scope: Uuid,
        kind: ScopeKind,
        version: u32,
        key: &SecretKey,
    ) -> Result<ScopeWrap> {
        Ok(ScopeWrap {
            scope_no,
            scope,
            kind,
            version,
            policy_no,
            generation: self.generation,
            wrap: self.wrap(&scope, version, key)?,
        })
    }
}

/// A scope key, opened. It never outlives the opened policy that it came from.
pub(crate) struct ScopeSecret {
    pub(crate) key: SecretKey,
    /// By the tenant's clock, as that policy's.
    pub(crate) expires: Instant,
    /// Made for those who seal or open with it, not for those who wrap it anew.
    prepared: OnceLock<Option<PreparedKey>>,
}

impl ScopeSecret {
    pub(crate) const fn new(key: SecretKey, expires: Instant) -> Self {
        Self { key, expires, prepared: OnceLock::new() }
    }

    /// The key, prepared; none where that failed, which costs time alone.
    pub(crate) fn prepared(&self, backend: Backend) -> Option<&PreparedKey> {
        self.prepared.get_or_init(|| PreparedKey::new(backend, &self.key).ok()).as_ref()
    }
}
