//! The right to serve a tenant's vaults.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ckey_base::{durable, regular};
use uuid::Uuid;

use super::note::{Note, Served};
use super::{LOCK, NOTE, PAUSE, Tenant, failed};
use crate::error::{Category, EngineError, Result};

/// Whoever looks who serves has the lock for a moment.
const PATIENCE: Duration = Duration::from_millis(500);

/// While it lives, no other process serves the tenant.
pub struct ServingTurn {
    lock: File,
    note: PathBuf,
    nonce: Uuid,
    process_id: u32,
}

impl Tenant {
    /// Takes the right to serve the tenant's vaults.
    ///
    /// # Errors
    /// `AlreadyServed`; `ServerFolderInaccessible`.
    pub fn take_serving_turn(&self) -> Result<ServingTurn> {
        let folder = self.server_folder();
        durable::make_folder(&folder).map_err(|error| failed(&folder, &error))?;
        let (path, note) = (folder.join(LOCK), folder.join(NOTE));
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let lock = regular::open_with(durable::private(&mut options), &path);
        let lock = lock.map_err(|error| failed(&path, &error))?;
        let begun = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => return Err(already_served(&path)),
                Err(TryLockError::Error(error)) => return Err(failed(&path, &error)),
            }
        }
        // Of one that was killed.
        durable::remove(&note).map_err(|error| failed(&note, &error))?;
        Ok(ServingTurn { lock, note, nonce: Uuid::new_v4(), process_id: std::process::id() })
    }
}

impl ServingTurn {
    /// Says where is served. It is served from then on, for whoever asks.
    ///
    /// # Errors
    /// `ServerFolderInaccessible`.
    pub fn tell(&self, served: Served) -> Result<()> {
        let note = Note { nonce: self.nonce, served };
        let written = serde_json::to_vec(&note).map_err(std::io::Error::from);
        let written = written.and_then(|text| durable::replace(&self.note, &text));
        written.map_err(|error| failed(&self.note, &error))
    }

    /// Whether nobody has told this server to end, once it has said where it serves. Not being able
    /// to look is no such thing.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        match Note::read(&self.note) {
            Ok(note) => note.nonce == self.nonce,
            Err(error) => error.kind() != ErrorKind::NotFound,
        }
    }
}

impl Drop for ServingTurn {
    fn drop(&mut self) {
        // A forked child has a copy, and the right is its parent's.
        if self.process_id != std::process::id() {
            return;
        }
        // Best effort: what stays behind tells nobody anything without the lock.
        if Note::read(&self.note).is_ok_and(|note| note.nonce == self.nonce) {
            let _ = durable::remove(&self.note);
        }
        // By itself, since a forked child may still have the file.
        let _ = self.lock.unlock();
    }
}

pub(super) fn already_served(lock: &Path) -> EngineError {
    let lock = lock.display().to_string();
    EngineError::new(
        "AlreadyServed",
        Category::ResourceBusy,
        format!("Another process serves this tenant; it holds '{lock}'."),
        "Use that one (Get-CustomerKeyServer), or end it first: Stop-CustomerKeyServer",
    )
    .about(lock)
}
