//! The key tree from its roots: vaults, keys, versions, and what each version protects.

use std::collections::HashMap;

use ckey_engine::{KeyUsage, Tenant, iso};
use ckey_vault::{EachVault, InspectedKey, KeyDescription, VaultDescription, VaultKind};
use serde::Serialize;

use super::Result;
use super::access::{Access, access};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Vault {
    pub(crate) name: String,
    /// `Vault` or `ManagedHsm`.
    pub(crate) kind: &'static str,
    pub(crate) uri: String,
    pub(crate) subscription: String,
    pub(crate) location: String,
    pub(crate) sku: &'static str,
    /// `Ok`, `Deleted`, or how it fails.
    pub(crate) state: String,
    pub(crate) soft_delete_days: Option<u8>,
    pub(crate) purge_protection: bool,
    pub(crate) recovery_level: &'static str,
    pub(crate) uses_roles: bool,
    pub(crate) firewall: String,
    pub(crate) purged: Option<String>,
    pub(crate) keys: Vec<Key>,
    pub(crate) access: Vec<Access>,
}

impl Vault {
    /// What a title calls it.
    pub(super) fn noun(&self) -> &'static str {
        if self.kind == "ManagedHsm" { "Managed HSM" } else { "Vault" }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Key {
    pub(crate) name: String,
    /// When it was deleted, and when it is purged by itself.
    pub(crate) deleted: Option<(String, String)>,
    /// Newest first.
    pub(crate) versions: Vec<Version>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Version {
    pub(crate) uri: String,
    pub(crate) version: String,
    pub(crate) state: &'static str,
    pub(crate) key_type: String,
    pub(crate) created: Option<String>,
    pub(crate) not_before: Option<String>,
    pub(crate) expires: Option<String>,
    pub(crate) protects: Vec<Protects>,
    /// Known backups that need it.
    pub(crate) backups: usize,
}

/// A generation of a policy that a version wraps.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Protects {
    pub(crate) policy: String,
    pub(crate) generation: u32,
    pub(crate) is_newest: bool,
    pub(crate) mailboxes: u64,
    /// Keys of all scopes, those of mailboxes among them.
    pub(crate) keys: u64,
}

type Uses = HashMap<String, KeyUsage>;

/// The vaults in order of name, deleted ones last; and the versions that something needs and no
/// vault has.
pub(super) fn vaults(tenant: &Tenant) -> Result<(Vec<Vault>, Vec<Version>)> {
    let used = tenant.key_use().usage(None)?;
    let folded = |usage: KeyUsage| (usage.key_uri.to_lowercase(), usage);
    let mut uses: Uses = used.into_iter().map(folded).collect();
    let (own, now) = (tenant.vaults(), tenant.now());
    let (mut vaults, mut gone) = (Vec::new(), Vec::new());
    for EachVault { name, deleted, found } in own.each_vault()? {
        match found {
            Ok(vault) if deleted => {
                let purged = own.deleted_vault(&name).ok().map(|it| iso(it.scheduled_purge));
                let last = told(&vault, Vec::new(), now, &mut uses);
                gone.push(Vault { state: "Deleted".to_owned(), purged, ..last });
            }
            Ok(vault) => {
                let keys = own.inspect_keys(&name)?;
                vaults.push(told(&vault, keys, now, &mut uses));
            }
            // The findings say why, and its versions count as not there.
            Err(_) => vaults.push(unread(own.address_of(&name), name)),
        }
    }
    vaults.sort_by(|one, other| one.name.cmp(&other.name));
    vaults.extend(gone);
    let mut lost: Vec<Version> = uses.into_values().map(lost).collect();
    lost.sort_by(|one, other| one.uri.cmp(&other.uri));
    Ok((vaults, lost))
}

fn told(vault: &VaultDescription, keys: Vec<InspectedKey>, now: i64, uses: &mut Uses) -> Vault {
    let fault = vault.fault.to_string();
    let firewall = match (vault.network.admits_services(), vault.network.default_action) {
        (true, ckey_vault::DefaultAction::Allow) => "Open".to_owned(),
        (true, _) => "Trusted services pass".to_owned(),
        (false, _) => "Trusted services do not pass".to_owned(),
    };
    Vault {
        name: vault.name.clone(),
        kind: match vault.kind() {
            VaultKind::Vault => "Vault",
            VaultKind::ManagedHsm => "ManagedHsm",
        },
        uri: vault.uri.clone(),
        subscription: vault.subscription.clone(),
        location: vault.location.clone(),
        sku: vault.sku_name(),
        state: if vault.fault == ckey_vault::Fault::None { "Ok".to_owned() } else { fault },
        soft_delete_days: vault.soft_delete.then_some(vault.soft_delete_days),
        purge_protection: vault.purge_protection,
        recovery_level: vault.recovery_level.as_str(),
        uses_roles: vault.rbac,
        firewall,
        purged: None,
        keys: keys.into_iter().map(|key| key_of(key, now, uses)).collect(),
        access: access(vault),
    }
}

/// A vault of which nothing is known but that it should be there.
fn unread(uri: String, name: String) -> Vault {
    Vault {
        uri,
        name,
        kind: "Vault",
        subscription: String::new(),
        location: String::new(),
        sku: "",
        state: "Damaged".to_owned(),
        soft_delete_days: None,
        purge_protection: false,
        recovery_level: "",
        uses_roles: false,
        firewall: String::new(),
        purged: None,
        keys: Vec::new(),
        access: Vec::new(),
    }
}

fn key_of(key: InspectedKey, now: i64, uses: &mut Uses) -> Key {
    let versions = key.versions.iter().rev();
    Key {
        deleted: key.deleted.map(|(at, purge)| (iso(at), iso(purge))),
        versions: versions
            .map(|version| version_of(version, now, uses.remove(&folded(version))))
            .collect(),
        name: key.name,
    }
}

fn folded(version: &KeyDescription) -> String {
    version.uri.to_string().to_lowercase()
}

fn version_of(key: &KeyDescription, now: i64, usage: Option<KeyUsage>) -> Version {
    let attributes = &key.attributes;
    let state = match attributes {
        _ if !attributes.enabled => "Disabled",
        _ if attributes.expires.is_some_and(|expires| expires <= now) => "Expired",
        _ if attributes.not_before.is_some_and(|begin| begin > now) => "Not yet valid",
        _ => "Enabled",
    };
    let (protects, backups) = usage.as_ref().map(protects).unwrap_or_default();
    Version {
        uri: key.uri.to_string(),
        version: key.uri.version().unwrap_or_default().to_owned(),
        state,
        key_type: format!("{} {}", key.key_type, key.bits),
        created: Some(iso(attributes.created)),
        not_before: attributes.not_before.map(iso),
        expires: attributes.expires.map(iso),
        protects,
        backups,
    }
}

fn lost(usage: KeyUsage) -> Version {
    let (protects, backups) = protects(&usage);
    let version = usage.key_uri.rsplit('/').next().unwrap_or_default().to_owned();
    Version {
        version,
        uri: usage.key_uri,
        state: "Not there",
        key_type: String::new(),
        created: None,
        not_before: None,
        expires: None,
        protects,
        backups,
    }
}

fn protects(usage: &KeyUsage) -> (Vec<Protects>, usize) {
    let uses = usage.uses.iter().map(|used| Protects {
        policy: used.policy.clone(),
        generation: used.generation,
        is_newest: used.is_current,
        mailboxes: used.mailboxes,
        keys: used.keys,
    });
    (uses.collect(), usage.backups.len())
}
