//! Deleting, recovering and purging vaults, and clearing away what is past its retention (rules
//! 5.7, 5.17.2 and 5.17.3).

use super::lock::WriterLock;
use super::log::Entry;
use super::management::authorize_management;
use super::record::{Deletion, VaultRecord};
use super::state::{Change, Found, Loaded};
use super::vaults::check_tags;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::error::{VaultError, VaultErrorKind};
use crate::key::Tags;
use crate::log_record::LogRecord;
use crate::management::Management;
use crate::vault::{DeletedVault, VaultDescription};
use std::sync::Arc;

impl EmbeddedVaults {
    /// Deletes a vault with everything in it. Under soft delete it can be recovered for its
    /// retention; without, its file is removed.
    ///
    /// # Errors
    /// `AccessDenied`, also for anyone who may not purge a vault without soft delete; as
    /// [`EmbeddedVaults::vault`].
    pub fn delete_vault(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<Option<DeletedVault>, VaultError> {
        let lock = self.folder.lock()?;
        let loaded = self.deletable(caller, name, Some(&lock))?;
        if !loaded.record.soft_delete {
            let gone = self.last_record(
                &loaded,
                caller,
                "DeleteVault",
                "for good: the vault has no soft delete",
            );
            self.retire(&lock, &loaded, gone)?;
            return Ok(None);
        }
        self.commit(&lock, &loaded, caller, |record, change| {
            mark_deleted(record, change, caller);
            Ok(record.describe_deleted(loaded.generation.saturating_add(1)))
        })
    }

    /// The vault that [`EmbeddedVaults::delete_vault`] would delete; nothing is changed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::delete_vault`].
    pub fn check_delete_vault(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<VaultDescription, VaultError> {
        let loaded = self.deletable(caller, name, None)?;
        Ok(loaded.record.describe(loaded.generation))
    }

    fn deletable(
        &self,
        caller: &Caller,
        name: &str,
        lock: Option<&WriterLock>,
    ) -> Result<Arc<Loaded>, VaultError> {
        let loaded = self.live_for(name, lock)?;
        may_delete(&loaded.record, caller)?;
        Ok(loaded)
    }

    /// A deleted vault that can still be recovered.
    ///
    /// # Errors
    /// `VaultNotFound` if no deleted vault has the name; `Damaged`, `Io`.
    pub fn deleted_vault(&self, name: &str) -> Result<DeletedVault, VaultError> {
        self.deleted_vault_of(VaultKind::Vault, name)
    }

    /// The same for a caller that knows the kind: of nothing else it is said that it is missing.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::deleted_vault`].
    pub fn deleted_vault_of(
        &self,
        kind: VaultKind,
        name: &str,
    ) -> Result<DeletedVault, VaultError> {
        let missing = || deleted_vault_not_found((kind, name), &self.address_as(kind, name));
        let loaded = self.load(name)?.ok_or_else(missing)?;
        loaded.record.describe_deleted(loaded.generation).ok_or_else(missing)
    }

    /// All deleted vaults that can still be recovered, by name.
    ///
    /// # Errors
    /// `Damaged` or `Io` about the first file that cannot be read.
    pub fn deleted_vaults(&self) -> Result<Vec<DeletedVault>, VaultError> {
        let mut deleted = Vec::new();
        for name in self.names()? {
            deleted.extend(
                self.load(&name)?
                    .and_then(|loaded| loaded.record.describe_deleted(loaded.generation)),
            );
        }
        Ok(deleted)
    }

    /// Brings a deleted vault back with everything in it but the roles that were given on it, and
    /// with other tags where some are given.
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` for tags outside the rules; `VaultNotFound` if no deleted
    /// vault has the name; `Damaged`, `Io`.
    pub fn recover_vault(
        &self,
        caller: &Caller,
        name: &str,
        tags: Option<&Tags>,
    ) -> Result<VaultDescription, VaultError> {
        let lock = self.folder.lock()?;
        let loaded = self.recoverable(caller, name, tags, Some(&lock))?;
        self.commit(&lock, &loaded, caller, |record, change| {
            record.deleted = None;
            drop_own_roles(record, change);
            if let Some(tags) = tags {
                record.tags.clone_from(tags);
            }
            change.note("RecoverVault", record.address(), "");
            Ok(record.describe(loaded.generation.saturating_add(1)))
        })
    }

    /// What keeps a vault from being recovered, if anything; nothing is changed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::recover_vault`].
    pub fn check_recover_vault(
        &self,
        caller: &Caller,
        name: &str,
        tags: Option<&Tags>,
    ) -> Result<(), VaultError> {
        self.recoverable(caller, name, tags, None).map(drop)
    }

    fn recoverable(
        &self,
        caller: &Caller,
        name: &str,
        tags: Option<&Tags>,
        lock: Option<&WriterLock>,
    ) -> Result<Arc<Loaded>, VaultError> {
        let loaded = self
            .load_for(name, lock)?
            .filter(|loaded| loaded.record.deleted.is_some())
            .ok_or_else(|| {
                deleted_vault_not_found((VaultKind::Vault, name), &self.address_of(name))
            })?;
        authorize_management(&loaded.record, caller, Management::Delete)?;
        tags.map_or(Ok(()), |tags| check_tags(tags, &loaded.record.address()))?;
        Ok(loaded)
    }

    /// Destroys a deleted vault, its keys and its log before its retention ends. What remains of it
    /// is what `caller`'s own audit says.
    ///
    /// # Errors
    /// `AccessDenied`; `PurgeProtected` under purge protection or a protected subscription;
    /// `VaultNotFound` if no deleted vault has the name; `Damaged`, `Io`.
    pub fn purge_vault(&self, caller: &Caller, name: &str) -> Result<(), VaultError> {
        let lock = self.folder.lock()?;
        let loaded = self.purgeable(caller, name, Some(&lock))?;
        tracing::info!(vault = name, caller = caller.name, "a deleted vault is purged");
        self.retire(&lock, &loaded, self.last_record(&loaded, caller, "PurgeVault", ""))
    }

    /// What keeps a deleted vault from being purged, if anything; nothing is changed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::purge_vault`].
    pub fn check_purge_vault(&self, caller: &Caller, name: &str) -> Result<(), VaultError> {
        self.purgeable(caller, name, None).map(drop)
    }

    fn purgeable(
        &self,
        caller: &Caller,
        name: &str,
        lock: Option<&WriterLock>,
    ) -> Result<Arc<Loaded>, VaultError> {
        let missing = || deleted_vault_not_found((VaultKind::Vault, name), &self.address_of(name));
        let loaded = self.load_for(name, lock)?.ok_or_else(missing)?;
        may_purge(&loaded.record, caller)?;
        Ok(loaded)
    }

    /// Destroys what is past its retention: files of deleted vaults and deleted keys inside vaults.
    /// It is unreachable already; this takes it off the disk, so it needs no right. The answer
    /// counts the vaults that were touched.
    ///
    /// # Errors
    /// `Damaged` or `Io` about the first file that cannot be read or written.
    pub fn sweep(&self, caller: &Caller) -> Result<usize, VaultError> {
        let mut touched: usize = 0;
        for name in self.folder.names()? {
            let stale = match self.find(&name, None)? {
                Found::Nothing => false,
                Found::Removed(_) | Found::Over(_) => true,
                Found::Vault(loaded) => has_expired_key(&loaded.record, self.clock.now()),
            };
            if stale && self.sweep_one(caller, &name)? {
                touched = touched.saturating_add(1);
            }
        }
        Ok(touched)
    }

    /// Looks again under the lock: the name may have been taken by a new vault meanwhile.
    fn sweep_one(&self, caller: &Caller, name: &str) -> Result<bool, VaultError> {
        let lock = self.folder.lock()?;
        match self.find(name, Some(&lock))? {
            Found::Removed(loaded) => self.remove_files(&lock, &loaded)?,
            Found::Over(loaded) => self.end_retention(&lock, &loaded)?,
            Found::Vault(loaded) if has_expired_key(&loaded.record, self.clock.now()) => {
                self.commit(&lock, &loaded, caller, |_, _| Ok(()))?;
            }
            Found::Vault(_) | Found::Nothing => return Ok(false),
        }
        Ok(true)
    }

    /// Removes a deleted vault whose retention has ended.
    pub(super) fn end_retention(
        &self,
        lock: &WriterLock,
        loaded: &Loaded,
    ) -> Result<(), VaultError> {
        let by =
            loaded.record.deleted.as_ref().map(|deletion| deletion.by.as_str()).unwrap_or_default();
        let gone =
            self.last_record(loaded, &Caller::person("", by), "PurgeVault", "retention ended");
        self.retire(lock, loaded, gone)
    }

    /// Removes what is left of a vault that is recorded as removed.
    pub(super) fn remove_files(
        &self,
        lock: &WriterLock,
        loaded: &Loaded,
    ) -> Result<(), VaultError> {
        let name = loaded.record.name.to_ascii_lowercase();
        self.forget(&name);
        self.folder.remove(lock, &name, loaded.record.segments())
    }

    /// What the log of a vault would say last, if it did not go with the vault.
    fn last_record(
        &self,
        loaded: &Loaded,
        caller: &Caller,
        operation: &'static str,
        detail: &str,
    ) -> LogRecord {
        let object = loaded.record.address();
        let entry = Entry { operation, object, detail: detail.to_owned() };
        let sequence = loaded.chain.tail.sequence.saturating_add(1);
        LogRecord { sequence, ..entry.by(caller, self.clock.now()) }
    }
}

/// Who deletes a vault that keeps nothing destroys it.
pub(super) fn may_delete(record: &VaultRecord, caller: &Caller) -> Result<(), VaultError> {
    authorize_management(record, caller, Management::Delete)?;
    if record.soft_delete {
        return Ok(());
    }
    authorize_management(record, caller, Management::Purge)
}

pub(super) fn mark_deleted(record: &mut VaultRecord, change: &mut Change<'_>, caller: &Caller) {
    let deletion = Deletion::new(change.now, record.soft_delete_days, &caller.name);
    let kept = format!("kept until {}", refusal::date(deletion.purge_at));
    change.note("DeleteVault", record.address(), kept);
    record.deleted = Some(deletion);
    drop_own_roles(record, change);
}

/// What was given on the vault itself ends with it and does not come back, as in Azure. A vault that
/// an earlier version deleted still has it when it is recovered.
pub(super) fn drop_own_roles(record: &mut VaultRecord, change: &mut Change<'_>) {
    let (inherited, own): (Vec<_>, Vec<_>) =
        std::mem::take(&mut record.roles).into_iter().partition(|given| given.scope.is_some());
    record.roles = inherited;
    for given in own {
        let told = format!("{}: {}, with the vault", given.name, given.role);
        change.note("RemoveRoleAssignment", record.address(), told);
    }
}

pub(super) fn may_purge(record: &VaultRecord, caller: &Caller) -> Result<(), VaultError> {
    let missing = || deleted_vault_not_found((record.kind(), &record.name), &record.address());
    let deletion = record.deleted.as_ref().ok_or_else(missing)?;
    authorize_management(record, caller, Management::Purge)?;
    if record.recovery_level().allows_purge() {
        return Ok(());
    }
    Err(refusal::purge_protected(record.kind(), &record.address(), deletion.purge_at))
}

fn has_expired_key(vault: &VaultRecord, now: i64) -> bool {
    vault
        .keys
        .values()
        .any(|key| key.deleted.as_ref().is_some_and(|deletion| deletion.is_over(now)))
}

pub(super) fn deleted_vault_not_found(
    (kind, name): (VaultKind, &str),
    address: &str,
) -> VaultError {
    let list = kind.lister();
    VaultError::new(
        VaultErrorKind::VaultNotFound,
        format!("There is no deleted {} named '{name}'.", kind.noun()),
        address,
        format!("{list} -InRemovedState lists the deleted ones, {list} the others."),
    )
}
