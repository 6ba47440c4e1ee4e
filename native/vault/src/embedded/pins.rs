//! A vault's file against the tenant's record of it: only the newest file is used (rule 8.1.5).
//!
//! A file that is ahead of its record is accepted where its log goes on from the recorded place,
//! and recorded then: its writer ended in between, or the tenant is a restored one whose vaults
//! were copied a little later than its state. An older file, one with another history, one of
//! another vault, and none at all are damage.

use super::lock::{LOCK_FILE, WriterLock};
use super::log::Tail;
use super::state::Loaded;
use super::{EmbeddedVaults, refusal};
use crate::error::{VaultError, VaultErrorKind};
use crate::log_record::LogRecord;
use crate::witness::{Pin, VaultChange, Witness};
use std::path::Path;
use std::sync::atomic::Ordering;

/// How a file that was read stands to the record.
pub(super) enum Standing {
    /// As it is recorded, or nobody keeps a record.
    Recorded,
    /// Ahead of it by these changes.
    Ahead(Vec<LogRecord>),
    /// Of a vault that is recorded as removed.
    Removed,
}

impl Loaded {
    pub(super) fn pin(&self) -> Pin {
        let (vault, generation, Tail { sequence, tag }) =
            (self.id, self.generation, self.chain.tail);
        Pin {
            name: self.record.name.to_ascii_lowercase(),
            vault,
            generation,
            sequence,
            tag,
            removed: false,
        }
    }

    pub(super) fn is_recorded(&self) -> bool {
        self.recorded.load(Ordering::Acquire)
    }

    pub(super) fn set_recorded(&self) {
        self.recorded.store(true, Ordering::Release);
    }
}

impl EmbeddedVaults {
    /// Whether a vault that has no file may have none.
    pub(super) fn judge_missing(&self, name: &str) -> Result<(), VaultError> {
        let Some(witness) = &self.witness else { return Ok(()) };
        match witness.pins(name)?.into_iter().find(|pin| !pin.removed) {
            None => Ok(()),
            Some(pin) => {
                let what =
                    format!("generation {} of it is recorded, and it is not there", pin.generation);
                Err(refusal::outdated(&self.folder.file(name), &what))
            }
        }
    }

    /// What the record says about a file that was read.
    pub(super) fn judge(&self, name: &str, loaded: &Loaded) -> Result<Standing, VaultError> {
        let Some(witness) = &self.witness else { return Ok(Standing::Recorded) };
        let path = self.folder.file(name);
        let pins = witness.pins(name)?;
        let own = pins.iter().find(|pin| pin.vault == loaded.id);
        let other = pins.iter().any(|pin| !pin.removed && pin.vault != loaded.id);
        match own {
            _ if other => {
                Err(refusal::outdated(&path, "it belongs to another vault of the same name"))
            }
            Some(pin) if pin.removed => Ok(Standing::Removed),
            Some(pin) => self.compare(loaded, pin, &path),
            // Its maker ended before the record; nobody changes a vault that is not recorded.
            None if loaded.generation == 1 => {
                self.changes_since(loaded, Tail::start(&loaded.keyring)).map(Standing::Ahead)
            }
            None => Err(refusal::outdated(&path, "no vault of its id is recorded")),
        }
    }

    fn compare(&self, loaded: &Loaded, pin: &Pin, path: &Path) -> Result<Standing, VaultError> {
        let recorded = Tail { sequence: pin.sequence, tag: pin.tag };
        if loaded.generation < pin.generation {
            let what = format!(
                "it is older, generation {} instead of {}",
                loaded.generation, pin.generation
            );
            return Err(refusal::outdated(path, &what));
        }
        if loaded.generation == pin.generation {
            let same = loaded.chain.tail == recorded;
            let other =
                || refusal::outdated(path, &format!("it is another generation {}", pin.generation));
            return same.then_some(Standing::Recorded).ok_or_else(other);
        }
        self.changes_since(loaded, recorded).map(Standing::Ahead)
    }

    /// The records of a vault's log after a place in it. Where the log does not have the place, the
    /// file has another history.
    pub(super) fn changes_since(
        &self,
        loaded: &Loaded,
        place: Tail,
    ) -> Result<Vec<LogRecord>, VaultError> {
        let start = Tail::start(&loaded.keyring);
        let mut found = place == start || place == loaded.chain.base;
        let mut changes = Vec::new();
        let mut visit = |tail: Tail, record: LogRecord| {
            if tail.sequence > place.sequence {
                changes.push(record);
            } else if tail == place {
                found = true;
            }
        };
        if place.sequence >= loaded.chain.base.sequence {
            self.walk_own_log(loaded, &mut visit)?;
        } else {
            self.walk_log(loaded, &mut visit)?;
        }
        let path = self.folder.file(&loaded.record.name.to_ascii_lowercase());
        let other = || refusal::outdated(&path, "its log does not go on from the recorded one");
        found.then_some(changes).ok_or_else(other)
    }

    /// Records a file that is ahead. Anyone who changes the vault must do it first; a reader does
    /// it if nobody is changing a vault now, and is not kept from reading when it cannot.
    pub(super) fn catch_up(
        &self,
        loaded: &Loaded,
        changes: &[LogRecord],
        lock: Option<&WriterLock>,
    ) -> Result<(), VaultError> {
        if lock.is_some() {
            return self.record(loaded, changes);
        }
        let name = loaded.record.name.to_ascii_lowercase();
        let outcome = self.folder.try_lock(LOCK_FILE).and_then(|lock| match lock {
            // The file may have been changed, and recorded, before the lock was ours.
            Some(_lock) if self.folder.stamp(&name)?.as_ref() == Some(&loaded.stamp) => {
                self.record(loaded, changes)
            }
            _ => Ok(()),
        });
        if let Err(error) = outcome {
            tracing::warn!(vault = name, %error, "a vault's file is ahead of the tenant's record, which could not be written");
        }
        Ok(())
    }

    /// Records how a vault's file is now. The caller has the writer's lock.
    pub(super) fn record(&self, loaded: &Loaded, changes: &[LogRecord]) -> Result<(), VaultError> {
        if let Some(witness) = &self.witness {
            let actor = changes.last().map(|record| record.actor.as_str()).unwrap_or_default();
            witness.record(&[VaultChange { pin: &loaded.pin(), records: changes, actor }])?;
        }
        loaded.set_recorded();
        Ok(())
    }

    /// Records that a vault goes, and removes its files. What is recorded as removed counts as not
    /// there, whatever becomes of its files.
    pub(super) fn retire(
        &self,
        lock: &WriterLock,
        loaded: &Loaded,
        gone: LogRecord,
    ) -> Result<(), VaultError> {
        let name = loaded.record.name.to_ascii_lowercase();
        if let Some(witness) = &self.witness {
            let pin = Pin { removed: true, ..loaded.pin() };
            let actor = gone.actor.clone();
            witness.record(&[VaultChange { pin: &pin, records: &[gone], actor: &actor }])?;
        }
        self.forget(&name);
        self.folder.remove(lock, &name, loaded.record.segments())
    }

    /// Whether the folder has no vault's file.
    ///
    /// # Errors
    /// `Io` if the folder cannot be listed.
    pub fn is_empty(&self) -> Result<bool, VaultError> {
        Ok(self.folder.names()?.is_empty())
    }

    /// Takes all files as they are for the newest, and records them so: once, for a tenant that has
    /// no record yet, or whose state and vaults were copied one after the other and put back
    /// together. A vault that is recorded and has no file is recorded as removed. One change records
    /// them all: of a process that ended halfway nobody could tell which vaults had no record yet.
    ///
    /// # Errors
    /// `Io`, `NotRecorded`. A file that is damaged is left as it is.
    pub fn adopt(&self, actor: &str) -> Result<(), VaultError> {
        let Some(witness) = self.witness.clone() else { return Ok(()) };
        let _lock = self.folder.lock()?;
        let mut pins = Vec::new();
        for name in self.names()? {
            match self.as_it_is(&*witness, &name) {
                Ok(found) => pins.extend(found),
                // It stays damaged, and its row as it is: anyone who needs this vault is told, and
                // the others are saved.
                Err(error) if error.kind == VaultErrorKind::Damaged => {
                    tracing::warn!(vault = name, %error, "a vault's file is not taken as it is");
                }
                Err(error) => return Err(error),
            }
        }
        if pins.is_empty() {
            return Ok(());
        }
        let change = |pin| VaultChange { pin, records: &[], actor };
        witness.record(&pins.iter().map(change).collect::<Vec<_>>())
    }

    /// What a record lacks of the vault of this name: that others of the name went, and the file.
    fn as_it_is(&self, witness: &dyn Witness, name: &str) -> Result<Vec<Pin>, VaultError> {
        let loaded = self.read(name)?;
        let known = witness.pins(name)?;
        let id = loaded.as_ref().map(|loaded| loaded.id);
        let gone = known.iter().filter(|pin| !pin.removed && Some(pin.vault) != id);
        let mut pins: Vec<_> = gone.map(|pin| Pin { removed: true, ..pin.clone() }).collect();
        let new = loaded.filter(|loaded| known.iter().all(|pin| pin.vault != loaded.id));
        pins.extend(new.map(|loaded| loaded.pin()));
        Ok(pins)
    }
}
