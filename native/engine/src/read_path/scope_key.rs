//! Opening a scope key below its policy.

use std::sync::Arc;

use ckey_store::StateExt;
use ckey_store::model::{Scope, ScopeWrap};
use ckey_vault::CancelToken;

use crate::error::{EngineError, Result};
use crate::hierarchy::{Access, OpenedPolicy, ScopeSecret, settle};
use crate::tenant::{Moment, Tenant};

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
        let (policy, wrap) = self.open_above(wrap, access, cancel)?;
        let secret =
            Arc::new(ScopeSecret { key: policy.kek.unwrap(&scope.guid, wrap.version, &wrap.wrap)?, expires: policy.expires });
        if cached {
            self.cache().keep_scope(epoch, scope.no, wrap.version, access, &secret);
        }
        Ok(secret)
    }

    /// The policy key above a scope key, and the scope key's wrap below it. A wrap that was read before a job moved it is read again.
    pub(crate) fn open_above(&self, wrap: &ScopeWrap, access: Access, cancel: &CancelToken) -> Result<(OpenedPolicy, ScopeWrap)> {
        let mut wrap = wrap.clone();
        self.pause(Moment::Read);
        let policy = settle(|| {
            let opened = self.open_policy(wrap.policy_no, wrap.generation, access, cancel);
            if let Err(error) = &opened
                && error.is_changed_meanwhile()
            {
                wrap = self.moved_wrap(&wrap)?.ok_or_else(|| stranded(&wrap))?;
            }
            opened
        })?;
        Ok((policy, wrap))
    }

    /// The wrap of this scope key if it lies elsewhere by now.
    pub(crate) fn moved_wrap(&self, wrap: &ScopeWrap) -> Result<Option<ScopeWrap>> {
        let wraps = self.state().view(|reader| Ok::<_, EngineError>(reader.scope_wraps(wrap.scope_no)?))?;
        let place = |wrap: &ScopeWrap| (wrap.policy_no, wrap.generation);
        Ok(wraps.into_iter().find(|now| now.version == wrap.version && place(now) != place(wrap)))
    }
}

/// The error for a scope key whose policy key is gone.
pub(crate) fn stranded(wrap: &ScopeWrap) -> EngineError {
    EngineError::damaged(
        &wrap.scope.to_string(),
        format!(
            "Version {} of the key of scope {} lies under generation {} of policy {}, whose wraps were destroyed.",
            wrap.version, wrap.scope, wrap.generation, wrap.policy_no
        ),
    )
}
