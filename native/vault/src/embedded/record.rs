//! What a vault's file holds, as it is stored. Private keys appear only sealed.

use super::hsm::HsmRecord;
use super::log::Tail;
use super::segments::Archive;
use super::{fault_record, format, refusal};
use crate::cloud::{Cloud, VaultKind, is_default};
use crate::error::VaultError;
use crate::fault::Fault;
use crate::key::{
    DeletedKey, KeyAttributes, KeyDescription, KeyOp, KeyType, PublicKey, RecoveryLevel, Tags,
};
use crate::permission::AccessPolicy;
use crate::role::RoleAssignment;
use crate::root_vault::VaultPlace;
use crate::rotation_policy::RotationPolicy;
use crate::uri::{KeyUri, vault_address};
use crate::vault::{DeletedVault, NetworkRules, Sku, VaultDescription, resource_id};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const SECONDS_PER_DAY: i64 = 86_400;

/// When something was deleted, by whom, and when it goes for good. Unix seconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Deletion {
    pub(super) at: i64,
    pub(super) purge_at: i64,
    pub(super) by: String,
}

impl Deletion {
    pub(super) fn new(now: i64, days: u8, by: &str) -> Self {
        Self {
            at: now,
            purge_at: now.saturating_add(i64::from(days).saturating_mul(SECONDS_PER_DAY)),
            by: by.to_owned(),
        }
    }

    pub(super) const fn is_over(&self, now: i64) -> bool {
        self.purge_at <= now
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct VaultRecord {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) cloud: Cloud,
    /// What makes it a managed HSM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hsm: Option<HsmRecord>,
    pub(super) subscription: String,
    pub(super) resource_group: String,
    pub(super) location: String,
    pub(super) sku: Sku,
    pub(super) tenant_id: String,
    pub(super) created: i64,
    pub(super) soft_delete: bool,
    pub(super) soft_delete_days: u8,
    pub(super) purge_protection: bool,
    pub(super) subscription_protected: bool,
    pub(super) tags: Tags,
    pub(super) rbac: bool,
    pub(super) policies: Vec<AccessPolicy>,
    pub(super) roles: Vec<RoleAssignment>,
    pub(super) network: NetworkRules,
    #[serde(with = "fault_record")]
    pub(super) fault: Fault,
    pub(super) deleted: Option<Deletion>,
    /// By lower-case name.
    pub(super) keys: BTreeMap<String, KeyRecord>,
    /// What the file no longer holds of the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) archive: Option<Archive>,
    /// The last use of one of its keys before this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) uses: Option<Tail>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeyRecord {
    pub(super) name: String,
    /// In order of creation: the last is current.
    pub(super) versions: Vec<VersionRecord>,
    pub(super) deleted: Option<Deletion>,
    pub(super) last_backup: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rotation: Option<RotationRecord>,
}

/// The rotation policy that was set for a key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct RotationRecord {
    #[serde(flatten)]
    pub(super) policy: RotationPolicy,
    pub(super) created: i64,
    pub(super) updated: i64,
    /// The version of which it was told that it is about to expire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) notified: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct VersionRecord {
    pub(super) version: String,
    pub(super) key_type: KeyType,
    pub(super) bits: u32,
    pub(super) public: PublicKey,
    /// The private key (PKCS#8), sealed under the vault's own key and bound to vault, key and
    /// version.
    #[serde(with = "crate::encoding::base64_bytes")]
    pub(super) sealed: Vec<u8>,
    pub(super) ops: Vec<KeyOp>,
    pub(super) enabled: bool,
    pub(super) not_before: Option<i64>,
    pub(super) expires: Option<i64>,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) tags: Tags,
}

impl VaultRecord {
    /// The format that the file needs.
    pub(super) fn format(&self) -> u32 {
        if !is_default(&(self.cloud, self.kind())) {
            return format::WITH_HOST;
        }
        let rotates = self.keys.values().any(|key| key.rotation.is_some());
        if rotates { format::WITH_ROTATION } else { format::FIRST }
    }

    pub(super) fn recovery_level(&self) -> RecoveryLevel {
        RecoveryLevel::derive(
            self.soft_delete,
            self.purge_protection,
            self.subscription_protected,
            self.soft_delete_days,
        )
    }

    /// Drops deleted keys whose retention has ended; their names come back so that the log can say
    /// so.
    pub(super) fn drop_expired_keys(&mut self, now: i64) -> Vec<String> {
        let over =
            |key: &KeyRecord| key.deleted.as_ref().is_some_and(|deletion| deletion.is_over(now));
        let gone = self.keys.values().filter(|key| over(key)).map(|key| key.name.clone()).collect();
        self.keys.retain(|_, key| !over(key));
        gone
    }

    /// As the resource manager names it.
    pub(super) fn resource_id(&self) -> String {
        resource_id(self.kind(), &self.subscription, &self.resource_group, &self.name)
    }

    pub(super) const fn kind(&self) -> VaultKind {
        if self.hsm.is_some() { VaultKind::ManagedHsm } else { VaultKind::Vault }
    }

    /// What follows its name in its host.
    const fn below(&self) -> &'static str {
        self.cloud.below(self.kind())
    }

    /// Its URI, `https://name.vault.azure.net`.
    pub(super) fn address(&self) -> String {
        vault_address(&self.name, self.below())
    }

    pub(super) fn uri(&self, key: &str) -> KeyUri {
        self.uri_at(key, None)
    }

    pub(super) fn uri_at(&self, key: &str, version: Option<&str>) -> KeyUri {
        KeyUri::at(&self.name, self.below(), key, version)
    }

    /// The URI of a key whose name and version somebody gave.
    pub(super) fn checked_uri(
        &self,
        key: &str,
        version: Option<&str>,
    ) -> Result<KeyUri, VaultError> {
        self.cloud.key_uri((self.kind(), &self.name), key, version)
    }

    /// That a key of this URI would be in this vault: the host of another cloud or service is
    /// another vault, of which there is none here (rule 5.14).
    pub(super) fn check_host(&self, uri: &KeyUri) -> Result<(), VaultError> {
        if uri.is_below(self.below()) {
            return Ok(());
        }
        let is_home = uri.cloud().is_some_and(|(cloud, _)| cloud == self.cloud);
        Err(if is_home {
            refusal::of_other_kind(self, uri.kind(), Some(uri))
        } else {
            refusal::vault_of_key_not_found(uri)
        })
    }

    /// That the vault itself is not deleted.
    pub(super) fn check_live(&self) -> Result<(), VaultError> {
        match &self.deleted {
            None => Ok(()),
            Some(deletion) => Err(refusal::vault_deleted(self, deletion)),
        }
    }

    /// A key that is there and not deleted.
    pub(super) fn live_key(&self, name: &str, now: i64) -> Result<&KeyRecord, VaultError> {
        let key = self
            .keys
            .get(&name.to_ascii_lowercase())
            .ok_or_else(|| refusal::key_not_found(&self.uri(name)))?;
        match &key.deleted {
            None => Ok(key),
            Some(deletion) if deletion.is_over(now) => {
                Err(refusal::key_not_found(&self.uri(&key.name)))
            }
            Some(deletion) => Err(refusal::key_deleted(&self.uri(&key.name), deletion)),
        }
    }

    pub(super) fn live_key_mut(
        &mut self,
        name: &str,
        now: i64,
    ) -> Result<&mut KeyRecord, VaultError> {
        self.live_key(name, now)?;
        let missing = refusal::key_not_found(&self.uri(name));
        self.keys.get_mut(&name.to_ascii_lowercase()).ok_or(missing)
    }

    /// A deleted key that can still be recovered.
    pub(super) fn deleted_key(
        &self,
        name: &str,
        now: i64,
    ) -> Result<(&KeyRecord, &Deletion), VaultError> {
        self.keys
            .get(&name.to_ascii_lowercase())
            .and_then(|key| {
                key.deleted
                    .as_ref()
                    .filter(|deletion| !deletion.is_over(now))
                    .map(|deletion| (key, deletion))
            })
            .ok_or_else(|| refusal::deleted_key_not_found(&self.uri(name)))
    }

    pub(super) fn describe(&self, generation: u64) -> VaultDescription {
        VaultDescription {
            name: self.name.clone(),
            uri: self.address(),
            cloud: self.cloud,
            hsm: self.hsm.as_ref().map(HsmRecord::describe),
            subscription: self.subscription.clone(),
            resource_group: self.resource_group.clone(),
            location: self.location.clone(),
            sku: self.sku,
            tenant_id: self.tenant_id.clone(),
            created: self.created,
            soft_delete: self.soft_delete,
            soft_delete_days: self.soft_delete_days,
            purge_protection: self.purge_protection,
            subscription_protected: self.subscription_protected,
            recovery_level: self.recovery_level(),
            tags: self.tags.clone(),
            rbac: self.rbac,
            access_policies: self.policies.clone(),
            role_assignments: self.roles.clone(),
            network: self.network.clone(),
            fault: self.fault,
            generation,
        }
    }

    pub(super) fn describe_deleted(&self, generation: u64) -> Option<DeletedVault> {
        self.deleted.as_ref().map(|deletion| DeletedVault {
            vault: self.describe(generation),
            deleted: deletion.at,
            scheduled_purge: deletion.purge_at,
            deleted_by: deletion.by.clone(),
        })
    }

    pub(super) fn place(&self) -> VaultPlace {
        VaultPlace {
            subscription: self.subscription.clone(),
            resource_group: self.resource_group.clone(),
            location: self.location.clone(),
            sku: self.sku,
            tenant_id: self.tenant_id.clone(),
        }
    }

    /// The named version of one of its keys, or the current one.
    pub(super) fn version_of<'k>(
        &self,
        key: &'k KeyRecord,
        version: Option<&str>,
    ) -> Result<&'k VersionRecord, VaultError> {
        key.version(version)
            .ok_or_else(|| refusal::version_not_found(&self.uri_at(&key.name, version)))
    }

    /// The key that a URI names, in its version or the current one.
    pub(super) fn described(&self, uri: &KeyUri, now: i64) -> Result<KeyDescription, VaultError> {
        let key = self.live_key(uri.key(), now)?;
        Ok(self.describe_key(key, self.version_of(key, uri.version())?))
    }

    pub(super) fn describe_key(&self, key: &KeyRecord, version: &VersionRecord) -> KeyDescription {
        KeyDescription {
            uri: self.uri_at(&key.name, Some(&version.version)),
            key_type: version.key_type,
            bits: version.bits,
            public: version.public.clone(),
            ops: version.ops.clone(),
            attributes: KeyAttributes {
                enabled: version.enabled,
                not_before: version.not_before,
                expires: version.expires,
                created: version.created,
                updated: version.updated,
                recovery_level: self.recovery_level(),
                recoverable_days: if self.soft_delete { self.soft_delete_days } else { 0 },
            },
            tags: version.tags.clone(),
            last_change: key
                .versions
                .iter()
                .map(|known| known.updated)
                .max()
                .unwrap_or(version.updated),
            last_backup: key.last_backup,
        }
    }

    pub(super) fn describe_deleted_key(
        &self,
        key: &KeyRecord,
        deletion: &Deletion,
    ) -> Option<DeletedKey> {
        key.versions.last().map(|version| DeletedKey {
            key: self.describe_key(key, version),
            deleted: deletion.at,
            scheduled_purge: deletion.purge_at,
            deleted_by: deletion.by.clone(),
        })
    }
}

impl KeyRecord {
    /// The named version, or the current one: the newest by order of creation, never by date.
    pub(super) fn version(&self, version: Option<&str>) -> Option<&VersionRecord> {
        match version {
            Some(wanted) => {
                self.versions.iter().find(|known| known.version.eq_ignore_ascii_case(wanted))
            }
            None => self.versions.last(),
        }
    }

    pub(super) fn version_mut(&mut self, version: Option<&str>) -> Option<&mut VersionRecord> {
        match version {
            Some(wanted) => {
                self.versions.iter_mut().find(|known| known.version.eq_ignore_ascii_case(wanted))
            }
            None => self.versions.last_mut(),
        }
    }
}
