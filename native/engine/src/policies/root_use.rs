//! What depends on each root key: before a key or a vault is taken away (rule 4.3.6).

use ckey_store::StateExt;
use ckey_store::model::{PolicyKind, WrapSlot};

use super::Policies;
use crate::error::{EngineError, Result};

/// A root key version that wraps a policy key which is still needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootUse {
    /// The name of the policy.
    pub policy: String,
    /// What the policy covers.
    pub kind: PolicyKind,
    /// The key version.
    pub key_uri: String,
    /// Whether it wraps the policy's newest generation; older ones count while keys are under them.
    pub is_current: bool,
    /// How many keys of mailboxes, workloads and application scopes are under the generation that
    /// it wraps.
    pub keys: u64,
}

impl Policies<'_> {
    /// Every root key version that is needed, with what is under it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn root_uses(&self) -> Result<Vec<RootUse>> {
        self.ground.sync()?;
        let (mut uses, mut after) = (Vec::new(), 0);
        loop {
            let page = self.ground.state().view(|reader| {
                let wraps = reader.all_policy_wraps(after, 1000)?;
                let last = wraps.last().map(|wrap| wrap.policy_no);
                let mut page = Vec::new();
                for wrap in wraps
                    .into_iter()
                    .filter(|wrap| matches!(wrap.slot, WrapSlot::First | WrapSlot::Second))
                {
                    let Some(policy) = reader.policy(wrap.policy_no)? else { continue };
                    let above =
                        reader.count_wraps(wrap.policy_no, wrap.generation.saturating_add(1))?;
                    let keys =
                        above.saturating_sub(reader.count_wraps(wrap.policy_no, wrap.generation)?);
                    let is_current = wrap.generation == policy.generation;
                    if is_current || keys > 0 {
                        page.push(RootUse {
                            policy: policy.name,
                            kind: policy.kind,
                            key_uri: wrap.key_uri,
                            is_current,
                            keys,
                        });
                    }
                }
                Ok::<_, EngineError>(last.map(|last| (last, page)))
            })?;
            let Some((last, page)) = page else { return Ok(uses) };
            after = last;
            uses.extend(page);
        }
    }
}
