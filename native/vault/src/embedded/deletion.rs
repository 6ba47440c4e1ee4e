//! Deleting, recovering and purging keys (rules 5.7, 5.17.2 and 5.17.3).

use super::access::{authorize, refuse_while_down};
use super::record::{Deletion, VaultRecord};
use super::state::Change;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::error::VaultError;
use crate::key::{DeletedKey, KeyDescription};
use crate::permission::KeyPermission;

impl EmbeddedVaults {
    /// Deletes a key with all its versions. Needs `delete`. Under soft delete it can be recovered
    /// for the vault's retention; without, it is gone and the answer is `None`.
    ///
    /// # Errors
    /// `AccessDenied`, `KeyNotFound`, `KeyDeleted`; as [`EmbeddedVaults::vault`].
    pub fn delete_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<Option<DeletedKey>, VaultError> {
        self.change(vault, caller, |record, change| delete(record, change, caller, name))
    }

    /// What [`EmbeddedVaults::delete_key`] would leave; nothing is changed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::delete_key`].
    pub fn check_delete_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<Option<DeletedKey>, VaultError> {
        self.plan(vault, |record, change| delete(record, change, caller, name))
    }

    /// A deleted key that can still be recovered. Needs `get`.
    ///
    /// # Errors
    /// `AccessDenied`; `KeyNotFound` if no deleted key has the name; as [`EmbeddedVaults::vault`].
    pub fn deleted_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<DeletedKey, VaultError> {
        let uri = |record: &VaultRecord| record.uri(name);
        let loaded = self.admit(caller, vault, KeyPermission::Get, uri)?;
        let (key, deletion) = loaded.record.deleted_key(name, self.clock.now())?;
        loaded
            .record
            .describe_deleted_key(key, deletion)
            .ok_or_else(|| refusal::deleted_key_not_found(&uri(&loaded.record)))
    }

    /// All deleted keys that can still be recovered, by name. Needs `list`.
    ///
    /// # Errors
    /// `AccessDenied`; as [`EmbeddedVaults::vault`].
    pub fn deleted_keys(
        &self,
        caller: &Caller,
        vault: &str,
    ) -> Result<Vec<DeletedKey>, VaultError> {
        let loaded = self.admit(caller, vault, KeyPermission::List, VaultRecord::address)?;
        let (record, now) = (&loaded.record, self.clock.now());
        let names = record.keys.keys();
        Ok(names
            .filter_map(|name| record.deleted_key(name, now).ok())
            .filter_map(|(key, deletion)| record.describe_deleted_key(key, deletion))
            .collect())
    }

    /// Brings a deleted key back with all its versions. Needs `recover`.
    ///
    /// # Errors
    /// `AccessDenied`; `KeyNotFound` if no deleted key has the name; as [`EmbeddedVaults::vault`].
    pub fn recover_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<KeyDescription, VaultError> {
        self.change(vault, caller, |record, change| recover(record, change, caller, name))
    }

    /// What [`EmbeddedVaults::recover_key`] would bring back; nothing is changed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::recover_key`].
    pub fn check_recover_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<KeyDescription, VaultError> {
        self.plan(vault, |record, change| recover(record, change, caller, name))
    }

    /// Destroys a deleted key before its retention ends. Needs `purge`. The answer is what is gone.
    ///
    /// # Errors
    /// `AccessDenied`; `PurgeProtected` under purge protection or a protected subscription;
    /// `KeyNotFound` if no deleted key has the name; as [`EmbeddedVaults::vault`].
    pub fn purge_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<DeletedKey, VaultError> {
        self.change(vault, caller, |record, change| purge(record, change, caller, name))
    }

    /// What [`EmbeddedVaults::purge_key`] would destroy; nothing is changed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::purge_key`].
    pub fn check_purge_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<DeletedKey, VaultError> {
        self.plan(vault, |record, change| purge(record, change, caller, name))
    }
}

pub(super) fn delete(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    caller: &Caller,
    name: &str,
) -> Result<Option<DeletedKey>, VaultError> {
    let uri = record.uri(name);
    refuse_while_down(record, &uri)?;
    authorize(record, caller, KeyPermission::Delete, &uri)?;
    let (soft, days) = (record.soft_delete, record.soft_delete_days);
    let key = record.live_key_mut(name, change.now)?;
    if !soft {
        record.keys.remove(&name.to_ascii_lowercase());
        change.note("DeleteKey", uri, "for good: the vault has no soft delete");
        return Ok(None);
    }
    let deletion = Deletion::new(change.now, days, &caller.name);
    key.deleted = Some(deletion.clone());
    change.note("DeleteKey", uri, format!("kept until {}", refusal::date(deletion.purge_at)));
    let (key, deletion) = record.deleted_key(name, change.now)?;
    Ok(record.describe_deleted_key(key, deletion))
}

pub(super) fn recover(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    caller: &Caller,
    name: &str,
) -> Result<KeyDescription, VaultError> {
    let uri = record.uri(name);
    refuse_while_down(record, &uri)?;
    authorize(record, caller, KeyPermission::Recover, &uri)?;
    record.deleted_key(name, change.now)?;
    if let Some(key) = record.keys.get_mut(&name.to_ascii_lowercase()) {
        key.deleted = None;
    }
    change.note("RecoverKey", uri, "");
    let key = record.live_key(name, change.now)?;
    Ok(record.describe_key(key, record.version_of(key, None)?))
}

pub(super) fn purge(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    caller: &Caller,
    name: &str,
) -> Result<DeletedKey, VaultError> {
    let uri = record.uri(name);
    refuse_while_down(record, &uri)?;
    authorize(record, caller, KeyPermission::Purge, &uri)?;
    let (key, deletion) = record.deleted_key(name, change.now)?;
    if !record.recovery_level().allows_purge() {
        return Err(refusal::purge_protected(record.kind(), &uri, deletion.purge_at));
    }
    let gone = record
        .describe_deleted_key(key, deletion)
        .ok_or_else(|| refusal::deleted_key_not_found(&uri))?;
    record.keys.remove(&name.to_ascii_lowercase());
    change.note("PurgeKey", uri, "");
    Ok(gone)
}
