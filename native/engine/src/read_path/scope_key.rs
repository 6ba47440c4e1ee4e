//! Opening a scope key below its policy.

use std::sync::Arc;

use ckey_store::model::{Scope, ScopeWrap};
use ckey_vault::CancelToken;

use crate::error::Result;
use crate::hierarchy::{Access, ScopeSecret};
use crate::tenant::Tenant;

impl Tenant {
    /// The key of a scope in the version of `wrap`. It is kept no longer than the opened policy that it came from.
    pub(crate) fn open_scope_key(
        &self,
        scope: &Scope,
        wrap: &ScopeWrap,
        access: Access,
        cancel: &CancelToken,
    ) -> Result<Arc<ScopeSecret>> {
        let cached = self.current_settings().cache_enabled;
        if cached && let Some(secret) = self.cache().scope(scope.no, wrap.version, access) {
            return Ok(secret);
        }
        let epoch = self.epoch();
        let policy = self.open_policy(wrap.policy_no, wrap.generation, access, cancel)?;
        let secret =
            Arc::new(ScopeSecret { key: policy.kek.unwrap(&scope.guid, wrap.version, &wrap.wrap)?, expires: policy.expires });
        if cached {
            self.cache().keep_scope(epoch, scope.no, wrap.version, access, &secret);
        }
        Ok(secret)
    }
}
