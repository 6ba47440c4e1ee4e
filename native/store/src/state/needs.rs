//! Which versions of root keys a state needs (rule 4.3.6).

use super::{Reader, Result};
use crate::model::{BackupKey, KeyCount, ScopeKind, WrapSlot};

/// The largest page of wraps that is read at once.
const PAGE: u32 = 10_000;

/// A root key's version under which something lies that must stay readable, or will lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyNeed {
    /// The key's URI with version.
    pub key_uri: String,
    /// The row number of the policy whose key it wraps.
    pub policy_no: i64,
    /// The generation's number.
    pub generation: u32,
    /// Which of the policy's customer keys.
    pub slot: WrapSlot,
    /// Whether it is the policy's newest generation, under which new keys come.
    pub is_current: bool,
    /// The keys of scopes that are wrapped under that generation, by kind.
    pub counts: Vec<KeyCount>,
}

impl KeyNeed {
    /// How many keys of scopes lie below.
    #[must_use]
    pub fn keys(&self) -> u64 {
        self.counts.iter().map(|count| count.keys).sum()
    }

    /// How many of a kind.
    #[must_use]
    pub fn of_kind(&self, kind: ScopeKind) -> u64 {
        self.counts.iter().filter(|count| count.kind == kind).map(|count| count.keys).sum()
    }
}

impl From<&KeyNeed> for BackupKey {
    fn from(need: &KeyNeed) -> Self {
        Self {
            policy_no: need.policy_no,
            generation: need.generation,
            slot: need.slot,
            key_uri: need.key_uri.clone(),
            keys: need.keys(),
        }
    }
}

/// Every version of a root key that is needed: it wraps a policy's newest generation, or one under
/// which there still are keys. In order of policy, generation and slot. Takes as long for a million
/// mailboxes as for one.
///
/// # Errors
/// Those of the store.
pub fn key_needs(reader: &mut dyn Reader) -> Result<Vec<KeyNeed>> {
    let counts = reader.key_counts()?;
    let (mut needs, mut after) = (Vec::new(), 0);
    loop {
        let page = reader.all_policy_wraps(after, PAGE)?;
        let Some(last) = page.last() else { return Ok(needs) };
        after = last.policy_no;
        let customer = |slot| matches!(slot, WrapSlot::First | WrapSlot::Second);
        for wrap in page.into_iter().filter(|wrap| customer(wrap.slot)) {
            let (policy_no, generation) = (wrap.policy_no, wrap.generation);
            let newest = reader.policy(policy_no)?.map(|policy| policy.generation);
            let here =
                |count: &&KeyCount| (count.policy_no, count.generation) == (policy_no, generation);
            let counts: Vec<_> = counts.iter().filter(here).copied().collect();
            let is_current = newest == Some(generation);
            if is_current || !counts.is_empty() {
                let (key_uri, slot) = (wrap.key_uri, wrap.slot);
                needs.push(KeyNeed { key_uri, policy_no, generation, slot, is_current, counts });
            }
        }
    }
}
