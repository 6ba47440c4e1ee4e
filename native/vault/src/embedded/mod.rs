//! The embedded vault: key vaults as files in one folder, with the rules of the real service.
//!
//! Each vault is one authenticated file (`format`) with its state, its private keys, each sealed on its own, and a log of its own
//! (`log`). Files are replaced whole, by one writer at a time among all processes (`folder`); readers take no lock and re-read a file
//! when it has changed (`state`).

mod access;
mod backup;
mod creation;
mod deletion;
mod folder;
mod format;
mod keyring;
mod keys;
mod log;
mod material;
mod operations;
mod policies;
mod record;
mod refusal;
mod roles;
mod state;
mod vault_deletion;
mod vaults;
mod verify;

pub use log::LogRecord;
pub use verify::Verified;

use crate::caller::Clock;
use crate::error::VaultError;
use ckey_crypto::{Backend, SecretKey};
use folder::Folder;
use keyring::Root;
use state::Loaded;
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Key vaults held in a folder on this machine.
///
/// Threads and processes may use one folder at once; every change is seen by all at their next call. Nothing is kept open, and no lock
/// is held between calls or while an RSA key is generated.
pub struct EmbeddedVaults {
    folder: Folder,
    root: Root,
    clock: Arc<dyn Clock>,
    backend: Backend,
    loaded: Mutex<HashMap<String, Arc<Loaded>>>,
}

impl EmbeddedVaults {
    /// Opens the vaults in `dir`, a folder that is made (0700) if it is not there. `master` seals them all; it must be the same every
    /// time. No vault is read yet.
    ///
    /// # Errors
    /// [`crate::VaultErrorKind::Io`] if the folder cannot be made.
    pub fn open(dir: &Path, master: &SecretKey, clock: Arc<dyn Clock>, backend: Backend) -> Result<Self, VaultError> {
        let folder = Folder::open(dir)?;
        let root =
            Root::new(master, backend).map_err(|error| refusal::crypto(&dir.display(), "deriving the vaults' keys", &error))?;
        Ok(Self { folder, root, clock, backend, loaded: Mutex::default() })
    }

    /// The log of a vault, oldest record first, its whole chain verified. Needs no permission; works while the vault is deleted.
    ///
    /// # Errors
    /// `VaultNotFound`; `Damaged` if a record does not belong to the chain; `Io`.
    pub fn log(&self, name: &str) -> Result<Vec<LogRecord>, VaultError> {
        let loaded = self.load(name)?.ok_or_else(|| refusal::vault_not_found(name))?;
        log::Chain::read(&loaded.chain.bytes, &loaded.keyring)
            .map(|(records, _)| records)
            .map_err(|what| refusal::damaged(&self.folder.file(&name.to_ascii_lowercase()), &what))
    }
}

impl fmt::Debug for EmbeddedVaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmbeddedVaults").field("folder", &self.folder.path()).finish_non_exhaustive()
    }
}
