//! Opening a scope key below its policy.

use std::sync::Arc;
use std::time::Instant;

use ckey_base::CancelToken;
use ckey_store::StateExt;
use ckey_store::model::{Scope, ScopeKind, ScopeWrap};
use ckey_store::protocol::{Place, kept_until};

use super::Hierarchy;
use crate::error::{EngineError, Result};
use crate::ground::{Access, Moment, OpenedPolicy, ScopeSecret};
use crate::hierarchy::settle;
use crate::protection::{ExistingData, ScopeKeys, must_be_in_use, target_of, tenant_policy};

impl Hierarchy<'_> {
    /// Whether the kept policy key above a scope key is to be opened anew before it ends (rule
    /// 2.10.1).
    fn is_due(&self, wrap: &ScopeWrap, access: Access) -> bool {
        let kept = || self.ground.cache().policy(wrap.policy_no, wrap.generation, access);
        wrap.kind == ScopeKind::Site
            && kept()
                .and_then(|kept| kept.renew)
                .is_some_and(|from| from <= self.ground.clock.instant())
    }

    /// The key of a scope in the version of `wrap`. It is kept no longer than the opened policy
    /// that it came from.
    pub(crate) fn open_scope_key(
        &self,
        scope: &Scope,
        wrap: &ScopeWrap,
        access: Access,
        cancel: &CancelToken,
    ) -> Result<Arc<ScopeSecret>> {
        let cached = self.ground.current_settings().cache_enabled;
        if cached
            && !self.is_due(wrap, access)
            && let Some(secret) = self.ground.cache().scope(scope.guid, wrap.version, access)
        {
            return Ok(secret);
        }
        let epoch = self.ground.epoch();
        let (policy, wrap) = self.open_above(wrap, access, cancel)?;
        let until = kept_until(policy.expires, self.applying(&wrap, access, cancel)?);
        let key = policy.kek.unwrap(&scope.guid, wrap.version, &wrap.wrap)?;
        let secret = Arc::new(ScopeSecret::new(key, until));
        if cached {
            self.ground.cache().keep_scope(epoch, scope.guid, wrap.version, access, &secret);
        }
        Ok(secret)
    }

    /// A user gets nothing of a mailbox that was removed, and one whom the policy that applies
    /// refuses gets nothing that still is under another one:
    /// until a job has moved a key, and also where somebody put its wrap back to where it was
    /// before. Rows of mailboxes and of the assignment say what applies and are authenticated,
    /// wraps only say where a key lies. Gives back until when the answer holds, where another
    /// policy was asked.
    fn applying(
        &self,
        wrap: &ScopeWrap,
        access: Access,
        cancel: &CancelToken,
    ) -> Result<Option<Instant>> {
        if access == Access::Service {
            return Ok(None);
        }
        settle(|| {
            let target = self.ground.state().view(|reader| {
                must_be_in_use(reader, wrap)?;
                target_of(reader, wrap)
            })?;
            if target.policy_no == wrap.policy_no {
                return Ok(None);
            }
            Ok(Some(self.open_policy(target.policy_no, target.generation, access, cancel)?.expires))
        })
    }

    /// The wrap of the key that seals. Of a workload whose older data stay where they are, the
    /// newest key is under the policy that applies: assigning one makes it. Where it does not, a
    /// newer key is missing.
    pub(crate) fn newest_wrap(&self, scope: &Scope) -> Result<ScopeWrap> {
        let (newest, applies) = self.ground.state().view(|reader| {
            let newest = ScopeKeys::of(reader, scope)?.into_newest();
            let applies = if ExistingData::of(scope) == ExistingData::NewOnly {
                Some(tenant_policy(reader)?)
            } else {
                None
            };
            Ok::<_, EngineError>((newest, applies))
        })?;
        match applies.filter(|policy| policy.no != newest.policy_no) {
            None => Ok(newest),
            Some(policy) => Err(EngineError::damaged(
                &scope.name,
                format!(
                    "'{}' has no key under the policy '{}', which applies to new data.",
                    scope.name, policy.name
                ),
            )),
        }
    }

    /// The policy key above a scope key, and the scope key's wrap below it. A wrap that was read
    /// before a job moved it is read again.
    pub(crate) fn open_above(
        &self,
        wrap: &ScopeWrap,
        access: Access,
        cancel: &CancelToken,
    ) -> Result<(OpenedPolicy, ScopeWrap)> {
        let mut wrap = wrap.clone();
        self.ground.pause(Moment::Read);
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

    /// The wrap of this scope key if it is elsewhere by now.
    pub(crate) fn moved_wrap(&self, wrap: &ScopeWrap) -> Result<Option<ScopeWrap>> {
        let wraps = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.scope_wraps(wrap.scope_no)?))?;
        Ok(wraps
            .into_iter()
            .find(|now| now.version == wrap.version && Place::from(now) != Place::from(wrap)))
    }
}

/// The error for a scope key whose policy key is gone.
pub(crate) fn stranded(wrap: &ScopeWrap) -> EngineError {
    EngineError::damaged(
        &wrap.scope.to_string(),
        format!(
            "Version {} of the key of scope {} is under generation {} of policy {}, whose wraps were destroyed.",
            wrap.version, wrap.scope, wrap.generation, wrap.policy_no
        ),
    )
}
