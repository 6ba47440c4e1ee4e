//! The embedded vault: key vaults as files in one folder, with the rules of the real service.
//!
//! Each vault is one authenticated file (`format`) with its state, its private keys, each sealed on
//! its own, and a log of its own (`log`, `segments`). What its keys were used for is in files beside
//! it (`uses`, `use_files`). Files are replaced whole (`folder`), by one
//! writer at a time among all processes (`lock`); readers take no lock and re-read a file when it
//! has changed (`state`). Whether it is the newest one, the tenant's record says (`pins`).

mod access;
mod automatic;
mod backup;
mod creation;
mod deletion;
mod domain_file;
mod fault_record;
mod folder;
mod format;
#[cfg(feature = "fuzzing")]
mod fuzzing;
mod hsm;
mod hsm_roles;
mod hsm_twin;
mod in_use;
mod kept;
mod keyring;
mod keys;
mod lock;
mod log;
mod management;
mod material;
mod network;
mod operations;
mod pins;
mod policies;
mod record;
mod refusal;
mod roles;
mod rotation;
mod rotation_policies;
mod segments;
mod served;
mod signing;
mod state;
mod supposed;
mod use_files;
mod used_before;
mod uses;
mod vault_deletion;
mod vaults;
mod verify;

pub use folder::is_file_of_vaults;
pub use kept::KeptKeys;
pub use keys::InspectedKey;
pub use served::NamedKey;
pub use supposed::{SupposedChange, SupposedVaults, WayBack};
pub use vaults::{EachVault, NamedFault, check_retention};
pub use verify::Verified;

use crate::cloud::Cloud;
use crate::error::VaultError;
use crate::witness::Witness;
use ckey_base::clock::Clock;
use ckey_crypto::{Backend, SecretKey};
use folder::Folder;
use keyring::Root;
use lock::WriterLock;
use state::Loaded;
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};

/// Key vaults held in a folder on this machine.
///
/// Threads and processes may use one folder at once; every change is seen by all at their next
/// call. Nothing is kept open, and no lock is held between calls or while an RSA key is generated.
pub struct EmbeddedVaults {
    folder: Folder,
    root: Root,
    clock: Arc<dyn Clock>,
    backend: Backend,
    loaded: Mutex<HashMap<String, Arc<Loaded>>>,
    witness: Option<Arc<dyn Witness>>,
    rotate_at: AtomicUsize,
    records_uses: bool,
    uses: uses::Uses,
    use_ends: Mutex<HashMap<String, use_files::End>>,
    keeping: kept::Keeping,
    cloud: Cloud,
}

impl EmbeddedVaults {
    /// Opens the vaults in `dir`, a folder that is made (0700) if it is not there. `master` seals
    /// them all; it must be the same every time. `witness` keeps the record by which an old file is
    /// told from the newest; without one every whole file is used. No vault is read yet.
    ///
    /// # Errors
    /// [`crate::VaultErrorKind::Io`] if the folder cannot be made.
    pub fn open(
        dir: &Path,
        master: &SecretKey,
        clock: Arc<dyn Clock>,
        backend: Backend,
        witness: Option<Arc<dyn Witness>>,
    ) -> Result<Self, VaultError> {
        let folder = Folder::open(dir)?;
        let root = Root::new(master, backend).map_err(|error| {
            refusal::crypto(&dir.display(), "deriving the vaults' keys", &error)
        })?;
        Ok(Self {
            folder,
            root,
            clock,
            backend,
            loaded: Mutex::default(),
            witness,
            rotate_at: AtomicUsize::new(segments::ROTATE_AT),
            records_uses: true,
            uses: uses::Uses::default(),
            use_ends: Mutex::default(),
            keeping: kept::Keeping::default(),
            cloud: Cloud::default(),
        })
    }

    /// The same, where new vaults are in another cloud than the public one. Vaults that are there
    /// stay where they are.
    #[must_use]
    pub const fn in_cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The same, in a folder that cannot be written: keys are used, and nobody records it.
    #[must_use]
    pub const fn without_record_of_uses(mut self) -> Self {
        self.records_uses = false;
        self
    }

    /// Keeps every vault as it is, but for what its holder changes, until the answer is dropped: for
    /// copying the folder, and for whoever changes vaults by what is kept elsewhere. Waits for a
    /// change that is under way.
    ///
    /// # Errors
    /// [`crate::VaultErrorKind::Io`] if somebody is changing a vault for a long time, or the lock's
    /// file cannot be used.
    pub fn hold(&self) -> Result<Held, VaultError> {
        self.folder.lock().map(|lock| Held { lock })
    }
}

/// While it lives, nobody else changes a vault of the folder, in no process.
pub struct Held {
    lock: WriterLock,
}

impl fmt::Debug for EmbeddedVaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmbeddedVaults")
            .field("folder", &self.folder.path())
            .finish_non_exhaustive()
    }
}
