//! Which customer keys a generation of a policy is under: those of its policy, or those that it had
//! before they were replaced (rule 4.1.9). The row of the policy is authenticated, and so is the
//! setting that keeps the earlier ones; that of a wrap is not. A wrap that named another vault could
//! make a revocation look like an outage.

use ckey_store::Reader;
use ckey_store::model::{Policy, PolicyWrap, WrapSlot};
use ckey_vault::KeyUri;
use serde::{Deserialize, Serialize};

use crate::error::{EngineError, Result};
use crate::protection::earlier_keys_setting;

/// The keys of a policy up to one of its generations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Earlier {
    until: u32,
    keys: Vec<String>,
}

fn earlier(reader: &mut dyn Reader, policy: &Policy) -> Result<Vec<Earlier>> {
    let name = earlier_keys_setting(policy.guid);
    let Some(text) = reader.setting(&name)? else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|error| EngineError::damaged(&name, error.to_string()))
}

/// Refuses a wrap of this generation that does not name the key that its policy had in this slot
/// then. Its row is not authenticated, and what that other key's vault says is of another key.
pub(crate) fn must_be_of_policy(
    reader: &mut dyn Reader,
    policy: &Policy,
    (generation, slot): (u32, WrapSlot),
    key_uri: &str,
) -> Result<()> {
    let earlier = earlier(reader, policy)?;
    let then = earlier.iter().filter(|one| one.until >= generation);
    let keys = then.min_by_key(|one| one.until).map_or(&policy.key_uris, |one| &one.keys);
    let own = keys.get(usize::from(slot != WrapSlot::First));
    let own = own.and_then(|uri| KeyUri::stored(uri).ok());
    if own.is_some_and(|own| KeyUri::stored(key_uri).is_ok_and(|uri| uri.same_key(&own))) {
        return Ok(());
    }
    let what = format!(
        "A wrap of the key of policy '{}' names '{key_uri}', which is no key of it.",
        policy.name
    );
    Err(EngineError::damaged(&policy.name, what))
}

/// The wraps of a generation under the customer's keys, each of which is one that the policy had then.
pub(crate) fn customer_wraps(
    reader: &mut dyn Reader,
    policy: &Policy,
    generation: u32,
) -> Result<Vec<PolicyWrap>> {
    let mut wraps = reader.policy_wraps(policy.no, generation)?;
    wraps.retain(|wrap| matches!(wrap.slot, WrapSlot::First | WrapSlot::Second));
    for wrap in &wraps {
        must_be_of_policy(reader, policy, (wrap.generation, wrap.slot), &wrap.key_uri)?;
    }
    Ok(wraps)
}

/// The value of the setting once the keys that a policy has now are earlier ones.
pub(crate) fn with_present_keys(reader: &mut dyn Reader, policy: &Policy) -> Result<String> {
    let mut earlier = earlier(reader, policy)?;
    earlier.push(Earlier { until: policy.generation, keys: policy.key_uris.clone() });
    serde_json::to_string(&earlier)
        .map_err(|error| EngineError::damaged(&policy.name, error.to_string()))
}
