//! Reading a vault only when its file has changed, and changing it as a whole or not at all.

use super::folder::Stamp;
use super::format::{self, ID_BYTES};
use super::hsm::HsmRecord;
use super::in_use::InUse;
use super::keyring::Keyring;
use super::lock::WriterLock;
use super::log::{Chain, Entry};
use super::pins::Standing;
use super::record::VaultRecord;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::error::{VaultError, VaultErrorKind};
use crate::uri::{KeyUri, is_vault_name, vault_address};
use crate::vault::{NewVault, VaultId};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;
use std::sync::atomic::{AtomicBool, AtomicI64};
use std::sync::{Arc, MutexGuard, PoisonError};

/// How often a reader begins again because the file changed while it was compared with its record.
const ATTEMPTS: u32 = 100;

/// A vault as its file was when last read.
pub(super) struct Loaded {
    pub(super) stamp: Stamp,
    pub(super) id: [u8; ID_BYTES],
    pub(super) generation: u64,
    pub(super) record: VaultRecord,
    pub(super) chain: Chain,
    pub(super) keyring: Arc<Keyring>,
    /// The private keys that are used now.
    pub(super) in_use: InUse,
    /// Whether the tenant's record was seen to name this file.
    pub(super) recorded: AtomicBool,
    /// When the vault next does something by itself, and before when nobody tries it again.
    pub(super) due: Option<i64>,
    pub(super) tried: AtomicI64,
}

/// What there is under a vault's name.
pub(super) enum Found {
    /// No file.
    Nothing,
    /// The file of a vault that was removed for good.
    Removed(Arc<Loaded>),
    /// A deleted vault whose retention has ended.
    Over(Arc<Loaded>),
    /// A vault, deleted or not.
    Vault(Arc<Loaded>),
}

/// A change in the making: what it needs to know, and what it writes to the vault's log.
pub(super) struct Change<'a> {
    pub(super) now: i64,
    pub(super) keyring: &'a Keyring,
    entries: Vec<Entry>,
}

impl<'a> Change<'a> {
    /// One that nobody makes.
    pub(super) const fn supposed(now: i64, keyring: &'a Keyring) -> Self {
        Self { now, keyring, entries: Vec::new() }
    }

    pub(super) fn note(
        &mut self,
        operation: &'static str,
        object: impl Display,
        detail: impl Into<String>,
    ) {
        self.entries.push(Entry { operation, object: object.to_string(), detail: detail.into() });
    }
}

/// A vault's next file in the making.
struct Draft {
    id: [u8; ID_BYTES],
    generation: u64,
    record: VaultRecord,
    chain: Chain,
    keyring: Arc<Keyring>,
}

impl EmbeddedVaults {
    /// A vault's current state, deleted or not; `None` if it has no file, or its retention has
    /// ended.
    pub(super) fn load(&self, name: &str) -> Result<Option<Arc<Loaded>>, VaultError> {
        self.load_for(name, None)
    }

    /// [`EmbeddedVaults::load`] for anyone who is about to change the vault: what is ahead of the
    /// record is recorded first.
    pub(super) fn load_for(
        &self,
        name: &str,
        lock: Option<&WriterLock>,
    ) -> Result<Option<Arc<Loaded>>, VaultError> {
        Ok(match self.find(name, lock)? {
            Found::Vault(loaded) => Some(loaded),
            Found::Nothing | Found::Removed(_) | Found::Over(_) => None,
        })
    }

    /// What there is under a name, in any case. Nothing is under what is no vault's name.
    pub(super) fn find(&self, name: &str, lock: Option<&WriterLock>) -> Result<Found, VaultError> {
        let name = name.to_ascii_lowercase();
        if !is_vault_name(&name) {
            return Ok(Found::Nothing);
        }
        for _ in 0..ATTEMPTS {
            let stamp = self.folder.stamp(&name)?;
            let judged = self.find_once(&name, stamp.as_ref(), lock);
            // A file that was replaced meanwhile may only seem to be another than the recorded one.
            match judged {
                Err(error)
                    if error.kind == VaultErrorKind::Damaged
                        && self.folder.stamp(&name)? != stamp => {}
                judged => return judged,
            }
        }
        Err(refusal::restless(&self.folder.file(&name)))
    }

    fn find_once(
        &self,
        name: &str,
        stamp: Option<&Stamp>,
        lock: Option<&WriterLock>,
    ) -> Result<Found, VaultError> {
        let known = stamp.and_then(|stamp| {
            self.cache().get(name).filter(|known| known.stamp == *stamp).map(Arc::clone)
        });
        let loaded = match known {
            Some(known) => known,
            None => match self.read(name)? {
                Some(loaded) => Arc::new(loaded),
                None => {
                    self.forget(name);
                    return self.judge_missing(name).map(|()| Found::Nothing);
                }
            },
        };
        // Once for a file as it is: the record cannot go back behind a file that it has agreed with.
        if !loaded.is_recorded() {
            match self.judge(name, &loaded)? {
                Standing::Recorded => loaded.set_recorded(),
                Standing::Ahead(changes) => self.catch_up(&loaded, &changes, lock)?,
                Standing::Removed => {
                    self.forget(name);
                    return Ok(Found::Removed(loaded));
                }
            }
            self.keep(name, &loaded);
        }
        let over = loaded
            .record
            .deleted
            .as_ref()
            .is_some_and(|deletion| deletion.is_over(self.clock.now()));
        Ok(if over { Found::Over(loaded) } else { Found::Vault(loaded) })
    }

    /// Lower-case names of all vaults that have a file or should have one, sorted.
    pub(super) fn names(&self) -> Result<Vec<String>, VaultError> {
        let mut names: BTreeSet<String> = self.folder.names()?.into_iter().collect();
        if let Some(witness) = &self.witness {
            names.extend(witness.names()?);
        }
        Ok(names.into_iter().collect())
    }

    /// A vault that is there and not deleted, after what was due in it; as it is for a client that
    /// it does not let in ([`EmbeddedVaults::serving`]), who is refused then.
    pub(super) fn live(&self, name: &str) -> Result<Arc<Loaded>, VaultError> {
        let loaded = self.live_for(name, None)?;
        if self.keep_up(&loaded) { self.live_for(name, None) } else { Ok(loaded) }
    }

    /// A vault that is there and not deleted, as it is. Anyone who is about to change it has the
    /// lock.
    pub(super) fn live_for(
        &self,
        name: &str,
        lock: Option<&WriterLock>,
    ) -> Result<Arc<Loaded>, VaultError> {
        let loaded = self.load_for(name, lock)?.ok_or_else(|| self.not_found(name))?;
        loaded.record.check_live().map(|()| loaded)
    }

    /// The vault of a key, as [`EmbeddedVaults::live`].
    pub(super) fn live_at(&self, uri: &KeyUri) -> Result<Arc<Loaded>, VaultError> {
        let loaded = self.live(uri.vault()).map_err(|error| named_as(uri, error))?;
        loaded.record.check_host(uri).map(|()| loaded)
    }

    /// The vault of a key that is there and not deleted, as it is.
    pub(super) fn there_at(&self, uri: &KeyUri) -> Result<Arc<Loaded>, VaultError> {
        let loaded = self.live_for(uri.vault(), None).map_err(|error| named_as(uri, error))?;
        loaded.record.check_host(uri).map(|()| loaded)
    }

    /// Where a vault of this name would be, of which nothing else is known.
    #[must_use]
    pub fn address_of(&self, name: &str) -> String {
        self.address_as(VaultKind::Vault, name)
    }

    pub(super) fn address_as(&self, kind: VaultKind, name: &str) -> String {
        vault_address(name, self.cloud.below(kind))
    }

    pub(super) fn not_found(&self, name: &str) -> VaultError {
        refusal::vault_not_found((VaultKind::Vault, name), &self.address_of(name))
    }

    /// Forgets what was read of a vault.
    pub(super) fn forget(&self, name: &str) {
        self.cache().remove(name);
    }

    /// Changes a vault that is not deleted. `apply` works on a copy under the writer's lock; if it
    /// refuses, or the file cannot be written, nothing has changed.
    pub(super) fn change<T>(
        &self,
        name: &str,
        caller: &Caller,
        apply: impl FnOnce(&mut VaultRecord, &mut Change<'_>) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let lock = self.folder.lock()?;
        let loaded = self.live_for(name, Some(&lock))?;
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
        let mut change =
            Change { now: self.clock.now(), keyring: &loaded.keyring, entries: Vec::new() };
        for key in record.drop_expired_keys(change.now) {
            change.note("PurgeKey", record.uri(&key), "retention ended");
        }
        let answer = apply(&mut record, &mut change)?;
        record.uses = self.last_use(loaded)?;
        let (now, entries) = (change.now, change.entries);
        let draft = Draft {
            id: loaded.id,
            generation: loaded.generation.saturating_add(1),
            record,
            chain: loaded.chain.clone(),
            keyring: Arc::clone(&loaded.keyring),
        };
        self.write(lock, draft, (now, caller, entries))?;
        Ok(answer)
    }

    /// What a change would answer, judged on the vault as it is now: nothing is locked or written.
    pub(super) fn plan<T>(
        &self,
        name: &str,
        apply: impl FnOnce(&mut VaultRecord, &mut Change<'_>) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let loaded = self.live(name)?;
        let (now, keyring) = (self.clock.now(), &loaded.keyring);
        let mut change = Change { now, keyring, entries: Vec::new() };
        let mut record = loaded.record.clone();
        record.drop_expired_keys(now);
        apply(&mut record, &mut change)
    }

    /// Writes a vault that has no file yet.
    pub(super) fn write_new(
        &self,
        lock: &WriterLock,
        new: &NewVault<'_>,
        mut record: VaultRecord,
        entry: (&'static str, String),
    ) -> Result<(), VaultError> {
        let name = record.name.to_ascii_lowercase();
        let target = self.folder.file(&name);
        let fail = |error| refusal::crypto(&target.display(), "making the vault's keys", &error);
        let VaultId(id) = new.id.map_or_else(VaultId::random, Ok).map_err(fail)?;
        let keyring = Arc::new(self.root.keyring(&name, &id).map_err(fail)?);
        record.hsm = HsmRecord::of_new(new, &keyring).map_err(fail)?;
        let entry = Entry { operation: entry.0, object: record.address(), detail: entry.1 };
        let draft = Draft { id, generation: 1, record, chain: Chain::begin(&keyring), keyring };
        self.write(lock, draft, (self.clock.now(), new.creator, vec![entry]))
    }

    /// Writes a vault's file, and then the tenant's record of it.
    fn write(
        &self,
        lock: &WriterLock,
        mut draft: Draft,
        (now, caller, entries): (i64, &Caller, Vec<Entry>),
    ) -> Result<(), VaultError> {
        let name = draft.record.name.to_ascii_lowercase();
        let path = self.folder.file(&name);
        let fail = |error: serde_json::Error| refusal::io(&path, "written", &error.into());
        let segment = draft.record.rotate(&mut draft.chain, self.rotate_at());
        let append = |entry| draft.chain.append(&draft.keyring, now, caller, entry);
        let changes =
            entries.into_iter().map(append).collect::<Result<Vec<_>, _>>().map_err(fail)?;
        let state = serde_json::to_vec(&draft.record).map_err(fail)?;
        let mut bytes = format::encode(
            draft.record.format(),
            &draft.id,
            draft.generation,
            &state,
            &draft.chain.bytes,
        );
        bytes.extend_from_slice(&draft.keyring.file_tag(&bytes));
        self.folder.check_length(&name, bytes.len())?;
        if let Some(segment) = segment {
            self.folder.put_segment(lock, &name, segment.number, &segment.bytes)?;
        }
        // Until the new state is known to be in place, nothing that was read before is trusted.
        self.cache().remove(&name);
        let stamp = self.folder.replace(lock, &name, &bytes)?;
        let Draft { id, generation, record, chain, keyring } = draft;
        let loaded = Arc::new(Loaded {
            due: record.next_due(),
            tried: AtomicI64::new(i64::MIN),
            stamp,
            id,
            generation,
            record,
            chain,
            keyring,
            in_use: InUse::default(),
            recorded: AtomicBool::new(false),
        });
        self.keep(&name, &loaded);
        self.record(&loaded, &changes).map_err(|error| refusal::not_recorded(&path, &error))
    }

    /// A vault's file as it is now, proved to be whole and ours; whether it is the newest,
    /// [`EmbeddedVaults::judge`] says.
    pub(super) fn read(&self, name: &str) -> Result<Option<Loaded>, VaultError> {
        let Some((stamp, bytes)) = self.folder.read(name)? else { return Ok(None) };
        let path = self.folder.file(name);
        let damaged = |what: &str| refusal::damaged(&path, what);
        let parts = format::decode(&bytes).map_err(damaged)?;
        let keyring = self.root.keyring(name, &parts.id).map_err(|error| {
            refusal::crypto(&path.display(), "deriving the vault's keys", &error)
        })?;
        if !keyring.file_tag_matches(parts.authenticated, &parts.tag) {
            return Err(damaged("its contents do not match its seal"));
        }
        let record: VaultRecord =
            serde_json::from_slice(parts.state).map_err(|error| damaged(&error.to_string()))?;
        let chain =
            Chain::resume(parts.log, record.log_base(&keyring)).map_err(|what| damaged(&what))?;
        let (id, generation, keyring) = (parts.id, parts.generation, Arc::new(keyring));
        Ok(Some(Loaded {
            due: record.next_due(),
            tried: AtomicI64::new(i64::MIN),
            stamp,
            id,
            generation,
            record,
            chain,
            keyring,
            in_use: InUse::default(),
            recorded: AtomicBool::new(false),
        }))
    }

    /// Keeps what was read or written until the file changes.
    fn keep(&self, name: &str, loaded: &Arc<Loaded>) {
        self.cache().insert(name.to_owned(), Arc::clone(loaded));
    }

    fn cache(&self) -> MutexGuard<'_, HashMap<String, Arc<Loaded>>> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A vault that is not there is one of the kind that the key's URI says.
fn named_as(uri: &KeyUri, error: VaultError) -> VaultError {
    match error.kind {
        VaultErrorKind::VaultNotFound => refusal::vault_of_key_not_found(uri),
        _ => error,
    }
}
