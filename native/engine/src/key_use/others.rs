//! Who uses keys of this tenant beside the service, where its vaults are served: what such an
//! application keeps under a key, nothing here knows.

use ckey_base::counted;
use ckey_vault::{KeyUri, LogRecord};
use std::collections::BTreeMap;

use crate::clock::iso;
use crate::directory::well_known;
use crate::ground::Ground;

/// What is recorded where something is brought under a key, or out of it.
const KEEPS: [&str; 4] = ["KeyWrap", "KeyUnwrap", "KeyEncrypt", "KeyDecrypt"];

fn is_by_another(used: &LogRecord) -> bool {
    let is_ours = well_known::ALL.iter().any(|ours| ours.object_id == used.actor_id);
    !is_ours && KEEPS.contains(&used.operation.as_str())
}

/// A sentence about those who have used a key of a vault, or any, beside the service; nothing where
/// nobody has, or nobody could have.
pub(crate) fn told_of_others(ground: &Ground, vault: &str, key: Option<&KeyUri>) -> Option<String> {
    if !ground.layout().server().exists() {
        return None;
    }
    let is_of_key = |object: &str| {
        let (Some(key), Ok(used)) = (key, KeyUri::stored(object)) else { return true };
        used.unversioned().same_names(&key.unversioned())
            && key.version().is_none_or(|version| used.version() == Some(version))
    };
    let mut last = BTreeMap::new();
    let looked = ground.vaults().uses(vault, &mut |used| {
        if is_by_another(&used) && is_of_key(&used.object) {
            last.insert(used.actor, used.at);
        }
    });
    let what = key.map_or_else(|| format!("Keys of the vault '{vault}'"), |key| format!("'{key}'"));
    let verb = if key.is_some() { "was" } else { "were" };
    if let Err(error) = looked {
        return Some(format!("Who else uses keys of '{vault}' cannot be read: {}", error.message));
    }
    let (who, at) = last.iter().max_by_key(|(_, at)| **at)?;
    let more = match last.len() {
        1 => String::new(),
        all => format!(", one of {}", counted(all, "such caller", "such callers")),
    };
    Some(format!(
        "{what} {verb} used by '{who}' last at {}{more}. Nothing here knows what is kept under it there: Search-CustomerKeyVaultUse -VaultName {vault}",
        iso(*at)
    ))
}
