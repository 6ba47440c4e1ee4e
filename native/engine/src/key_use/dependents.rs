//! What still needs a version of a root key, why it lags, and what moves it.

use ckey_base::{counted, counted_parts};
use ckey_store::Reader;
use ckey_store::model::PolicyKind;
use ckey_vault::{KeyUri, paste};

use super::deleted_sites::deleted_sites;
use super::dependent::{Dependent, Detail, Lag, by_purge, set_policy};
use super::lagging::lagging;
use super::usage::{BackupUse, KeyUsage};
use crate::clock::iso;
use crate::error::Result;
use crate::ground::Ground;
use crate::hierarchy::current_version;
use crate::policies::RootUse;

fn below(used: &RootUse) -> String {
    counted_parts([
        (used.mailboxes, "mailbox", "mailboxes"),
        (used.workloads, "workload key", "workload keys"),
        (used.applications, "application scope", "application scopes"),
        (used.sites, "site", "sites"),
    ])
}

/// What moves a policy off a version that its newest generation is under.
fn remedy_of_current(ground: &Ground, used: &RootUse) -> Result<String> {
    if let Some(purge) = by_purge(used) {
        return Ok(purge);
    }
    let uri = KeyUri::stored(&used.key_uri)?;
    if ground.provider().is_left(&uri) && used.kind != PolicyKind::SharePoint {
        return Ok("The tenant leaves its embedded vaults: Move-CustomerKeyTenantVault".to_owned());
    }
    let refresh = |newer| set_policy(used, newer);
    Ok(match current_version(ground, used.kind, &uri) {
        Ok(now) if now.uri == uri => format!(
            "Make a new version: {} -KeyOps wrapKey,unwrapKey; then {}; or put what the policy protects under another policy.",
            paste::new_key(&uri, uri.key(), now.key_type.is_hsm()),
            refresh(None)
        ),
        Ok(now) => format!(
            "The key has the version {} already: {}",
            now.uri.version().unwrap_or_default(),
            refresh(Some(&now.uri))
        ),
        Err(error) => format!("{} Then: {}", error.fix, refresh(None)),
    })
}

fn current(ground: &Ground, used: &RootUse) -> Result<Dependent> {
    Ok(Dependent {
        key_uri: used.key_uri.clone(),
        name: Some(used.policy.clone()),
        policy: Some(used.policy.clone()),
        keys: used.keys.saturating_sub(used.deleted_sites),
        lag: Lag::Current,
        why: format!(
            "It wraps the newest generation of the policy '{}': {} now, and all that comes.",
            used.policy,
            below(used)
        ),
        remedy: remedy_of_current(ground, used)?,
    })
}

fn of_backup(key_uri: &str, backup: &BackupUse) -> Dependent {
    Dependent {
        key_uri: key_uri.to_owned(),
        name: Some(backup.guid.to_string()),
        policy: None,
        keys: backup.keys,
        lag: Lag::Backup,
        why: format!(
            "The backup of {} in '{}' needs it when it is restored: {} in it.",
            iso(backup.at),
            backup.output,
            counted(backup.keys, "key", "keys")
        ),
        remedy: format!(
            "Keep the version as long as this backup. Once its files are destroyed: Remove-CustomerKeyBackup {}",
            backup.guid
        ),
    }
}

pub(super) fn dependents(
    ground: &Ground,
    reader: &mut dyn Reader,
    usage: &[KeyUsage],
    detail: Detail,
) -> Result<Vec<Dependent>> {
    let mut found = Vec::new();
    for version in usage {
        for used in &version.uses {
            if used.is_current {
                found.push(current(ground, used)?);
                found.extend(deleted_sites(reader, used, detail)?);
            } else {
                found.extend(lagging(reader, used, detail)?);
            }
        }
        found.extend(version.backups.iter().map(|backup| of_backup(&version.key_uri, backup)));
    }
    Ok(found)
}
