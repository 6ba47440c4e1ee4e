//! Reading a vault only when its file has changed, and changing it as a whole or not at all.

use super::folder::{Stamp, WriterLock};
use super::format::{self, ID_BYTES};
use super::keyring::Keyring;
use super::log::{Chain, Entry};
use super::record::VaultRecord;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::error::VaultError;
use crate::uri::is_vault_name;
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Arc, MutexGuard, PoisonError};

/// A vault as its file was when last read.
pub(super) struct Loaded {
    stamp: Stamp,
    pub(super) id: [u8; ID_BYTES],
    pub(super) generation: u64,
    pub(super) record: VaultRecord,
    pub(super) chain: Chain,
    pub(super) keyring: Arc<Keyring>,
}

/// A change in the making: what it needs to know, and what it writes to the vault's log.
pub(super) struct Change<'a> {
    pub(super) now: i64,
    pub(super) keyring: &'a Keyring,
    entries: Vec<Entry>,
}

impl Change<'_> {
    pub(super) fn note(&mut self, operation: &'static str, object: impl Display, detail: impl Into<String>) {
        self.entries.push(Entry { operation, object: object.to_string(), detail: detail.into() });
    }
}

impl EmbeddedVaults {
    /// A vault's current state, deleted or not; `None` if it has no file, or its retention has ended.
    pub(super) fn load(&self, name: &str) -> Result<Option<Arc<Loaded>>, VaultError> {
        let name = name.to_ascii_lowercase();
        if !is_vault_name(&name) {
            return Ok(None);
        }
        let loaded = match self.folder.stamp(&name)? {
            None => None,
            Some(stamp) => match self.cache().get(&name).filter(|known| known.stamp == stamp) {
                Some(known) => Some(Arc::clone(known)),
                None => None,
            },
        };
        let loaded = match loaded {
            Some(loaded) => loaded,
            None => match self.read(&name)? {
                Some(loaded) => loaded,
                None => {
                    self.forget(&name);
                    return Ok(None);
                }
            },
        };
        let over = loaded.record.deleted.as_ref().is_some_and(|deletion| deletion.is_over(self.clock.now()));
        Ok((!over).then_some(loaded))
    }

    /// A vault that is there and not deleted.
    pub(super) fn live(&self, name: &str) -> Result<Arc<Loaded>, VaultError> {
        let loaded = self.load(name)?.ok_or_else(|| refusal::vault_not_found(name))?;
        match &loaded.record.deleted {
            None => Ok(loaded),
            Some(deletion) => Err(refusal::vault_deleted(&loaded.record.name, &loaded.record.location, deletion)),
        }
    }

    /// Forgets what was read of a vault.
    pub(super) fn forget(&self, name: &str) {
        self.cache().remove(name);
    }

    /// Changes a vault that is not deleted. `apply` works on a copy under the writer's lock; if it refuses, or the file cannot be
    /// written, nothing has changed.
    pub(super) fn change<T>(
        &self,
        name: &str,
        caller: &Caller,
        apply: impl FnOnce(&mut VaultRecord, &mut Change<'_>) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let lock = self.folder.lock()?;
        let loaded = self.live(name)?;
        self.commit(&lock, &loaded, caller, apply)
    }

    /// Changes a vault whose state the caller has judged, under a lock it holds.
    pub(super) fn commit<T>(
        &self,
        lock: &WriterLock,
        loaded: &Loaded,
        caller: &Caller,
        apply: impl FnOnce(&mut VaultRecord, &mut Change<'_>) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let mut record = loaded.record.clone();
        let mut change = Change { now: self.clock.now(), keyring: &loaded.keyring, entries: Vec::new() };
        for key in record.drop_expired_keys(change.now) {
            change.note("PurgeKey", record.uri(&key), "retention ended");
        }
        let answer = apply(&mut record, &mut change)?;
        let mut chain = loaded.chain.clone();
        let (now, entries) = (change.now, change.entries);
        self.write(lock, loaded.id, loaded.generation, record, &mut chain, &loaded.keyring, (now, caller, entries))?;
        Ok(answer)
    }

    /// Writes a vault that has no file yet, or replaces the file of one whose retention has ended.
    pub(super) fn write_new(
        &self,
        lock: &WriterLock,
        caller: &Caller,
        record: VaultRecord,
        entry: (&'static str, String),
    ) -> Result<(), VaultError> {
        let name = record.name.to_ascii_lowercase();
        let target = self.folder.file(&name);
        let fail = |error| refusal::crypto(&target.display(), "making the vault's keys", &error);
        let id = ckey_crypto::random_array().map_err(fail)?;
        let keyring = Arc::new(self.root.keyring(&name, &id).map_err(fail)?);
        let entry = Entry { operation: entry.0, object: crate::uri::vault_uri(&name), detail: entry.1 };
        let mut chain = Chain::begin(&keyring);
        self.write(lock, id, 0, record, &mut chain, &keyring, (self.clock.now(), caller, vec![entry]))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one file, named by its two callers alone")]
    fn write(
        &self,
        lock: &WriterLock,
        id: [u8; ID_BYTES],
        generation: u64,
        record: VaultRecord,
        chain: &mut Chain,
        keyring: &Arc<Keyring>,
        (now, caller, entries): (i64, &Caller, Vec<Entry>),
    ) -> Result<(), VaultError> {
        let name = record.name.to_ascii_lowercase();
        let path = self.folder.file(&name);
        let fail = |error: serde_json::Error| refusal::io(&path, "written", &error.into());
        for entry in entries {
            chain.append(keyring, now, caller, entry).map_err(fail)?;
        }
        let state = serde_json::to_vec(&record).map_err(fail)?;
        let generation = generation.saturating_add(1);
        let mut bytes = format::encode(&id, generation, &state, &chain.bytes);
        bytes.extend_from_slice(&keyring.file_tag(&bytes));
        // Until the new state is known to be in place, nothing that was read before is trusted.
        self.cache().remove(&name);
        let stamp = self.folder.replace(lock, &name, &bytes)?;
        let loaded = Loaded { stamp, id, generation, record, chain: chain.clone(), keyring: Arc::clone(keyring) };
        self.cache().insert(name, Arc::new(loaded));
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Option<Arc<Loaded>>, VaultError> {
        let Some((stamp, bytes)) = self.folder.read(name)? else { return Ok(None) };
        let path = self.folder.file(name);
        let damaged = |what: &str| refusal::damaged(&path, what);
        let parts = format::decode(&bytes).map_err(damaged)?;
        let keyring = self
            .root
            .keyring(name, &parts.id)
            .map_err(|error| refusal::crypto(&path.display(), "deriving the vault's keys", &error))?;
        if !keyring.file_tag_matches(parts.authenticated, &parts.tag) {
            return Err(damaged("its contents do not match its seal"));
        }
        let record: VaultRecord = serde_json::from_slice(parts.state).map_err(|error| damaged(&error.to_string()))?;
        let chain = Chain::resume(parts.log, &keyring).map_err(|what| damaged(&what))?;
        let (id, generation) = (parts.id, parts.generation);
        let loaded = Arc::new(Loaded { stamp, id, generation, record, chain, keyring: Arc::new(keyring) });
        self.cache().insert(name.to_owned(), Arc::clone(&loaded));
        Ok(Some(loaded))
    }

    fn cache(&self) -> MutexGuard<'_, HashMap<String, Arc<Loaded>>> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
