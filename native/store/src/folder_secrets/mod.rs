//! Secrets as sealed files in a folder of their own.

mod access;
mod backup;
mod counter;
mod master;
#[cfg(test)]
mod tests;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ckey_base::{NewFolder, durable, regular};
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::{SecretKey, derive};

use self::access::close_to_others;
pub use self::backup::SecretsBackup;
use self::master::{HEADER_LIMIT, Header, MASTER_FILE, Unlocked};
pub use self::master::{MasterKey, make_key_file, read_key_file};
use crate::error::{StoreError, StoreErrorKind};
use crate::files;
use crate::secrets::{SecretName, SecretStore};

type Result<T> = std::result::Result<T, StoreError>;

/// The file that says what the folder is. It is written last: a folder without it is no store.
const HEADER_FILE: &str = "store.json";
/// The ending of a secret's file.
const SECRET: &str = ".secret";
/// What a write that was cut off left behind is removed after this time.
const LEFTOVER: Duration = Duration::from_secs(3600);

/// Secrets as sealed files in a folder of their own (0700, files 0600): `store.json` says what it
/// is, `<label>.secret` holds one secret, sealed under the master key for this name in this store,
/// `audit.counter` says where the audit log stood, and `master.key` holds the master key where the
/// store keeps it itself.
///
/// Several processes may use one folder. What stands open to other users is closed to them, with a
/// warning.
pub struct FolderSecrets {
    folder: PathBuf,
    unlocked: Unlocked,
}

impl std::fmt::Debug for FolderSecrets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("FolderSecrets")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl FolderSecrets {
    /// Makes a store in a folder that is new or empty, and the master key where it is a file that
    /// is not there. After a crash either the whole store is there or none.
    ///
    /// # Errors
    /// [`StoreErrorKind::Conflict`] where the folder holds anything, [`StoreErrorKind::Full`],
    /// [`StoreErrorKind::ReadOnly`], [`StoreErrorKind::Io`].
    pub fn create(folder: &Path, master: MasterKey) -> Result<Self> {
        let master = master.for_folder(folder);
        let unlocked = raise(folder, |building| {
            let unlocked = master::found(building, folder, &master)?;
            write_header(building, &unlocked.header)?;
            Ok(unlocked)
        })?;
        Ok(Self { folder: folder.to_path_buf(), unlocked })
    }

    /// Opens a store.
    ///
    /// # Errors
    /// [`StoreErrorKind::NotFound`] where there is none, [`StoreErrorKind::WrongMasterKey`],
    /// [`StoreErrorKind::Damaged`], [`StoreErrorKind::NewerFormat`], [`StoreErrorKind::Io`], also
    /// where other users may read the folder and it cannot be closed to them.
    pub fn open(folder: &Path, master: MasterKey) -> Result<Self> {
        let master = master.for_folder(folder);
        let path = folder.join(HEADER_FILE);
        let mut bytes = Vec::new();
        let file = regular::open(&path).map_err(|error| files::failure(&path, &error))?;
        file.take(HEADER_LIMIT)
            .read_to_end(&mut bytes)
            .map_err(|error| files::failure(&path, &error))?;
        close_to_others(folder)?;
        let header = master::parse_header(&path, &bytes)?;
        let unlocked = master::unlock(folder, header, &master, || {
            master::read_key(&folder.join(MASTER_FILE))
        })?;
        durable::sweep(folder, LEFTOVER).map_err(|error| files::failure(folder, &error))?;
        Ok(Self { folder: folder.to_path_buf(), unlocked })
    }

    fn path(&self, name: &SecretName) -> PathBuf {
        self.folder.join(name.label() + SECRET)
    }

    fn failed(&self, error: &ckey_crypto::CryptoError) -> StoreError {
        master::crypto(&self.folder, error)
    }

    /// The sealed bytes of a secret, `None` where it is not there or was destroyed.
    fn sealed(&self, name: &SecretName) -> Result<Option<Vec<u8>>> {
        let path = self.path(name);
        let file = match regular::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(files::failure(&path, &error)),
        };
        let mut sealed = Vec::new();
        let longest =
            u64::try_from(KeyWrapper::WRAPPED_KEY_LEN).unwrap_or(u64::MAX).saturating_add(1);
        file.take(longest)
            .read_to_end(&mut sealed)
            .map_err(|error| files::failure(&path, &error))?;
        // Zeros are what a destruction leaves that was cut off after overwriting.
        Ok((sealed.is_empty() || sealed.iter().any(|byte| *byte != 0)).then_some(sealed))
    }

    fn unseal(&self, name: &SecretName, sealed: &[u8]) -> Result<SecretKey> {
        let path = self.path(name);
        unseal(&self.unlocked, name, sealed).map_err(|error| match error {
            ckey_crypto::CryptoError::Random | ckey_crypto::CryptoError::Internal { .. } => {
                self.failed(&error)
            }
            error => master::damaged(&path, &error.to_string()),
        })
    }
}

fn unseal(unlocked: &Unlocked, name: &SecretName, sealed: &[u8]) -> ckey_crypto::Result<SecretKey> {
    unlocked.wrapper.unwrap(
        &WrapContext::Secret { name: &master::sealed_name(unlocked.header.id, &name.label()) },
        sealed,
    )
}

/// The key that authenticates a backup.
fn backup_key(unlocked: &Unlocked) -> ckey_crypto::Result<SecretKey> {
    derive::subkey(
        &unlocked.master,
        "customer-key/v1/secret-store/backup",
        unlocked.header.id.as_bytes(),
    )
}

/// What a file in the folder of a store of secrets is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretFile {
    /// A secret, sealed.
    Secret(SecretName),
    /// The master key that the secrets are sealed under.
    Master,
    /// What is needed to read them, or beside them, and is no secret.
    Other,
}

impl SecretFile {
    /// `None` of a file that no store makes.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name {
            MASTER_FILE => Some(Self::Master),
            HEADER_FILE | counter::FILE | counter::LOCK => Some(Self::Other),
            _ if durable::is_temporary(name) => Some(Self::Other),
            _ => SecretName::from_label(name.strip_suffix(SECRET)?).map(Self::Secret),
        }
    }
}

/// Makes a new folder of what `fill` puts into it.
fn raise<T>(folder: &Path, fill: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let failed = |error: io::Error| files::failure(folder, &error);
    let mut building = NewFolder::begin(folder, ".").map_err(failed)?;
    close_to_others(building.path())?;
    let made = fill(building.path())?;
    building.finish().map_err(failed)?;
    Ok(made)
}

fn write_header(folder: &Path, header: &Header) -> Result<()> {
    let path = folder.join(HEADER_FILE);
    let bytes = serde_json::to_vec_pretty(header)
        .map_err(|error| master::damaged(&path, &error.to_string()))?;
    durable::write_new(&path, &bytes).map_err(|error| files::failure(&path, &error))
}

impl SecretStore for FolderSecrets {
    fn put(&self, name: &SecretName, secret: &SecretKey) -> Result<()> {
        let path = self.path(name);
        let sealed_name = master::sealed_name(self.unlocked.header.id, &name.label());
        let context = WrapContext::Secret { name: &sealed_name };
        let sealed =
            self.unlocked.wrapper.wrap(&context, secret).map_err(|error| self.failed(&error))?;
        if path.exists() && self.sealed(name)?.is_none() {
            self.destroy(name)?;
        }
        durable::write_new(&path, &sealed).map_err(|error| match files::kind_of(&error) {
            StoreErrorKind::Conflict => StoreError::new(
                StoreErrorKind::Conflict,
                name.label(),
                format!("The secret {} exists already.", name.label()),
                "This is a mistake of the program: a secret is never overwritten.",
            ),
            _ => files::failure(&path, &error),
        })
    }

    fn get(&self, name: &SecretName) -> Result<Option<SecretKey>> {
        match self.sealed(name)? {
            Some(sealed) => self.unseal(name, &sealed).map(Some),
            None => Ok(None),
        }
    }

    fn destroy(&self, name: &SecretName) -> Result<()> {
        let path = self.path(name);
        durable::destroy(&path).map_err(|error| files::failure(&path, &error))
    }

    fn names(&self) -> Result<Vec<SecretName>> {
        let failed = |error: io::Error| files::failure(&self.folder, &error);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(failed)? {
            let file = entry.map_err(failed)?.file_name();
            let name = file
                .to_str()
                .and_then(|name| name.strip_suffix(SECRET))
                .and_then(SecretName::from_label);
            if let Some(name) = name
                && self.sealed(&name)?.is_some()
            {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn backup(&self, destination: &Path, bound: &[u8]) -> Result<()> {
        backup::write(self, destination, bound)
    }
}
