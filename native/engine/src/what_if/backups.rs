//! Backups that need what changes take away, even where nothing in the tenant does.

use std::collections::HashMap;

use ckey_base::counted;
use ckey_store::model::PolicyKind;
use ckey_vault::{Caller, KeyUri, SupposedVaults};

use super::Supposition;
use super::asking::vaults_then;
use crate::clock::iso;
use crate::error::Result;
use crate::ground::Ground;
use crate::hierarchy::service_application;
use crate::key_use::{BackupView, KeyUse};

/// Most backups that are named.
const NAMED: usize = 3;

/// Those that need a key version which the changes take away, in a sentence.
pub(super) fn needed(
    ground: &Ground,
    caller: &Caller,
    changes: &[Supposition],
) -> Result<Option<String>> {
    let known = KeyUse::of(ground).backups()?;
    if known.is_empty() {
        return Ok(None);
    }
    let (now, then) = (ground.supposed_vaults(), vaults_then(ground, caller, changes)?);
    let mut judged: HashMap<&str, bool> = HashMap::new();
    let mut found: Vec<&BackupView> = Vec::new();
    for backup in &known {
        let mut needs = false;
        for key in &backup.keys {
            needs |= *judged.entry(key).or_insert_with(|| is_taken(&now, &then, key));
        }
        if needs {
            found.push(backup);
        }
    }
    if found.is_empty() {
        return Ok(None);
    }
    let one = |backup: &&BackupView| format!("{} of {}", backup.output, iso(backup.at));
    let mut named: Vec<_> = found.iter().take(NAMED).map(one).collect();
    if found.len() > NAMED {
        named.push(format!("{} more", found.len().saturating_sub(NAMED)));
    }
    Ok(Some(format!(
        "{} it: {}.",
        counted(found.len(), "known backup needs", "known backups need"),
        named.join(", ")
    )))
}

/// Whether the changes take a key version from any application of the service.
fn is_taken(now: &SupposedVaults<'_>, then: &SupposedVaults<'_>, key: &str) -> bool {
    let Ok(uri) = KeyUri::stored(key) else { return false };
    let loses = |kind: PolicyKind| {
        let caller = service_application(kind);
        now.check_unwrap_once_up(&caller, &uri).is_ok()
            && then.check_unwrap_once_up(&caller, &uri).is_err()
    };
    then.way_back(&uri).is_worse_than(now.way_back(&uri))
        || PolicyKind::CUSTOMER.into_iter().any(loses)
}
