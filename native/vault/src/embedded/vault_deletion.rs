//! Deleting, recovering and purging vaults, and clearing away what is past its retention (behaviour 5.7, 5.9).

use super::record::{Deletion, VaultRecord};
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::error::{VaultError, VaultErrorKind};
use crate::uri::vault_uri;
use crate::vault::{DeletedVault, VaultDescription};

impl EmbeddedVaults {
    /// Deletes a vault with everything in it. Under soft delete it can be recovered for its retention; without, its file is removed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::vault`].
    pub fn delete_vault(&self, caller: &Caller, name: &str) -> Result<Option<DeletedVault>, VaultError> {
        let lock = self.folder.lock()?;
        let loaded = self.live(name)?;
        if !loaded.record.soft_delete {
            self.forget(&name.to_ascii_lowercase());
            self.folder.remove(&lock, &name.to_ascii_lowercase())?;
            return Ok(None);
        }
        self.commit(&lock, &loaded, caller, |record, change| {
            let deletion = Deletion::new(change.now, record.soft_delete_days, &caller.name);
            change.note("DeleteVault", vault_uri(&record.name), format!("kept until {}", refusal::date(deletion.purge_at)));
            record.deleted = Some(deletion);
            Ok(record.describe_deleted(loaded.generation.saturating_add(1)))
        })
    }

    /// All deleted vaults that can still be recovered, by name.
    ///
    /// # Errors
    /// `Damaged` or `Io` about the first file that cannot be read.
    pub fn deleted_vaults(&self) -> Result<Vec<DeletedVault>, VaultError> {
        let mut deleted = Vec::new();
        for name in self.folder.names()? {
            deleted.extend(self.load(&name)?.and_then(|loaded| loaded.record.describe_deleted(loaded.generation)));
        }
        Ok(deleted)
    }

    /// Brings a deleted vault back with everything in it.
    ///
    /// # Errors
    /// `VaultNotFound` if no deleted vault has the name; `Damaged`, `Io`.
    pub fn recover_vault(&self, caller: &Caller, name: &str) -> Result<VaultDescription, VaultError> {
        let lock = self.folder.lock()?;
        let loaded =
            self.load(name)?.filter(|loaded| loaded.record.deleted.is_some()).ok_or_else(|| deleted_vault_not_found(name))?;
        self.commit(&lock, &loaded, caller, |record, change| {
            record.deleted = None;
            change.note("RecoverVault", vault_uri(&record.name), "");
            Ok(record.describe(loaded.generation.saturating_add(1)))
        })
    }

    /// Destroys a deleted vault, its keys and its log before its retention ends. What remains of it is what `caller`'s own audit says.
    ///
    /// # Errors
    /// `PurgeProtected` under purge protection or a protected subscription; `VaultNotFound` if no deleted vault has the name;
    /// `Damaged`, `Io`.
    pub fn purge_vault(&self, caller: &Caller, name: &str) -> Result<(), VaultError> {
        let lock = self.folder.lock()?;
        let loaded = self.load(name)?.ok_or_else(|| deleted_vault_not_found(name))?;
        let deletion = loaded.record.deleted.as_ref().ok_or_else(|| deleted_vault_not_found(name))?;
        if !loaded.record.recovery_level().allows_purge() {
            return Err(refusal::purge_protected(&vault_uri(name), deletion.purge_at));
        }
        tracing::info!(vault = name, caller = caller.name, "a deleted vault is purged");
        self.forget(&name.to_ascii_lowercase());
        self.folder.remove(&lock, &name.to_ascii_lowercase())
    }

    /// Destroys what is past its retention: files of deleted vaults and deleted keys inside vaults. It is unreachable already; this
    /// takes it off the disk. The answer counts the vaults that were touched.
    ///
    /// # Errors
    /// `Damaged` or `Io` about the first file that cannot be read or written.
    pub fn sweep(&self, caller: &Caller) -> Result<usize, VaultError> {
        let mut touched: usize = 0;
        for name in self.folder.names()? {
            if self.load(&name)?.is_none() {
                let lock = self.folder.lock()?;
                // Looked at again under the lock: its name may have been taken by a new vault meanwhile.
                if self.load(&name)?.is_none() && self.folder.stamp(&name)?.is_some() {
                    self.forget(&name);
                    self.folder.remove(&lock, &name)?;
                    touched = touched.saturating_add(1);
                }
                continue;
            }
            let lock = self.folder.lock()?;
            if let Some(loaded) = self.load(&name)?.filter(|loaded| has_expired_key(&loaded.record, self.clock.now())) {
                self.commit(&lock, &loaded, caller, |_, _| Ok(()))?;
                touched = touched.saturating_add(1);
            }
        }
        Ok(touched)
    }
}

fn has_expired_key(vault: &VaultRecord, now: i64) -> bool {
    vault.keys.values().any(|key| key.deleted.as_ref().is_some_and(|deletion| deletion.is_over(now)))
}

fn deleted_vault_not_found(name: &str) -> VaultError {
    VaultError::new(
        VaultErrorKind::VaultNotFound,
        format!("There is no deleted key vault named '{name}'."),
        vault_uri(name),
        "List the deleted vaults with Get-AzKeyVault -InRemovedState.",
    )
}
