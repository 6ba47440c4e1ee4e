//! The master key that secrets are sealed under, and the header that says where it comes from.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ckey_base::{durable, regular};
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::passphrase::{self, Cost};
use ckey_crypto::{Backend, CryptoError, SecretBytes, SecretKey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::close_to_others;
use crate::error::{StoreError, StoreErrorKind};
use crate::files;

type Result<T> = std::result::Result<T, StoreError>;

/// The format that this library writes.
pub(super) const FORMAT: u32 = 1;
/// The file of the master key inside the folder.
pub(super) const MASTER_FILE: &str = "master.key";
/// A header is at most this long, in bytes.
pub(super) const HEADER_LIMIT: u64 = 16 * 1024;
/// The name under which the key check is sealed.
const CHECK: &str = "key-check";

/// Where the master key comes from.
#[derive(Default)]
pub enum MasterKey {
    /// A file in the folder itself, made with it: anyone who copies the whole folder has
    /// everything.
    #[default]
    InFolder,
    /// A file of 32 random bytes elsewhere, made with the store if it is not there. `master.key` in
    /// the store's folder is [`MasterKey::InFolder`].
    File(PathBuf),
    /// A passphrase, by Argon2id. Its salt and cost are in the store's header.
    Passphrase(SecretBytes),
}

impl MasterKey {
    /// The same for a store in `folder`: the file that a store keeps its key in may also be named
    /// by its path.
    #[must_use]
    pub fn for_folder(self, folder: &Path) -> Self {
        match self {
            Self::File(path) if path == folder.join(MASTER_FILE) => Self::InFolder,
            other => other,
        }
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::InFolder => formatter.write_str("InFolder"),
            Self::File(path) => formatter.debug_tuple("File").field(path).finish(),
            Self::Passphrase(_) => formatter.write_str("Passphrase(..)"),
        }
    }
}

/// [`MasterKey`] without the key, as the header names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Origin {
    InFolder,
    File,
    Passphrase,
}

impl Origin {
    const fn of(master: &MasterKey) -> Self {
        match master {
            MasterKey::InFolder => Self::InFolder,
            MasterKey::File(_) => Self::File,
            MasterKey::Passphrase(_) => Self::Passphrase,
        }
    }

    const fn described(self) -> &'static str {
        match self {
            Self::InFolder => "a master key file in its folder",
            Self::File => "a master key file outside its folder",
            Self::Passphrase => "a passphrase",
        }
    }
}

/// The file that says what a store is. Nothing in it is secret; the key check covers what would
/// matter if it were changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Header {
    /// [`FORMAT`].
    pub(super) format: u32,
    /// The library version that wrote it.
    pub(super) written_by: String,
    /// The store's own id, part of the context of every secret.
    pub(super) id: Uuid,
    /// Where the master key comes from.
    pub(super) master: Origin,
    /// Argon2id's salt, 16 bytes in hexadecimal.
    pub(super) salt: String,
    /// Argon2id's memory in KiB, passes and lanes.
    pub(super) cost: (u32, u32, u32),
    /// A random key sealed under the master key, in hexadecimal: opens under the right one only.
    pub(super) key_check: String,
}

/// A header and the key that goes with it.
pub(super) struct Unlocked {
    pub(super) header: Header,
    pub(super) master: SecretKey,
    pub(super) wrapper: KeyWrapper,
}

/// The name that a secret is sealed under: a secret of one store opens in no other, even under the
/// same master key.
pub(super) fn sealed_name(store: Uuid, label: &str) -> String {
    format!("{store}/{label}")
}

/// An error of the cryptography, which is one of the machine: random numbers or memory.
pub(super) fn crypto(folder: &Path, error: &CryptoError) -> StoreError {
    StoreError::new(
        StoreErrorKind::Io,
        folder.display().to_string(),
        format!("A cryptographic operation failed ({error})."),
        "Check the machine's memory and its source of random numbers.",
    )
}

/// Makes the key and the header of a new store, whose files are going to be in `folder`; `shown` is
/// the folder's later name.
pub(super) fn found(folder: &Path, shown: &Path, master: &MasterKey) -> Result<Unlocked> {
    let failed = |error: CryptoError| crypto(shown, &error);
    let salt = ckey_crypto::random_array::<16>().map_err(failed)?;
    let cost = Cost::default();
    let id = Uuid::from_bytes(ckey_crypto::random_array::<16>().map_err(failed)?);
    let key = match master {
        MasterKey::InFolder => make_key(&folder.join(MASTER_FILE))?,
        MasterKey::File(path) if path.exists() => read_key(path)?,
        MasterKey::File(path) => match make_key(path) {
            // Somebody else made it a moment ago, for a store of theirs.
            Err(error) if error.kind == StoreErrorKind::Conflict => read_key(path)?,
            made => made?,
        },
        MasterKey::Passphrase(words) => {
            passphrase::derive(words.expose(), &salt, cost).map_err(failed)?
        }
    };
    let wrapper = KeyWrapper::new(Backend::default(), &key).map_err(failed)?;
    let name = sealed_name(id, CHECK);
    let check = wrapper
        .wrap(&WrapContext::Secret { name: &name }, &SecretKey::generate().map_err(failed)?)
        .map_err(failed)?;
    let header = Header {
        format: FORMAT,
        written_by: env!("CARGO_PKG_VERSION").to_owned(),
        id,
        master: Origin::of(master),
        salt: hex::encode(salt),
        cost: (cost.memory_kib, cost.passes, cost.lanes),
        key_check: hex::encode(check),
    };
    Ok(Unlocked { header, master: key, wrapper })
}

/// Finds the key of an existing store by its header. `inside` reads the key that lies with the
/// store.
pub(super) fn unlock(
    shown: &Path,
    header: Header,
    master: &MasterKey,
    inside: impl FnOnce() -> Result<SecretKey>,
) -> Result<Unlocked> {
    if header.master != Origin::of(master) {
        return Err(wrong(
            shown,
            format!(
                "{} is sealed under {}, not under {}.",
                shown.display(),
                header.master.described(),
                Origin::of(master).described()
            ),
        ));
    }
    let key = match master {
        MasterKey::InFolder => inside()?,
        MasterKey::File(path) => read_key(path)?,
        MasterKey::Passphrase(words) => {
            let salt =
                hex::decode(&header.salt).ok().and_then(|salt| <[u8; 16]>::try_from(salt).ok());
            let salt = salt.ok_or_else(|| damaged(shown, "its salt is not 16 bytes"))?;
            let (memory_kib, passes, lanes) = header.cost;
            passphrase::derive(words.expose(), &salt, Cost { memory_kib, passes, lanes })
                .map_err(|error| damaged(shown, &error.to_string()))?
        }
    };
    let wrapper =
        KeyWrapper::new(Backend::default(), &key).map_err(|error| crypto(shown, &error))?;
    let check = hex::decode(&header.key_check)
        .map_err(|_| damaged(shown, "its key check is not hexadecimal"))?;
    let name = sealed_name(header.id, CHECK);
    if wrapper.unwrap(&WrapContext::Secret { name: &name }, &check).is_err() {
        return Err(wrong(
            shown,
            format!("{} does not open {}.", described(master), shown.display()),
        ));
    }
    Ok(Unlocked { header, master: key, wrapper })
}

fn described(master: &MasterKey) -> String {
    match master {
        MasterKey::InFolder => "The master key in the folder".to_owned(),
        MasterKey::File(path) => format!("The master key in {}", path.display()),
        MasterKey::Passphrase(_) => "This passphrase".to_owned(),
    }
}

fn wrong(shown: &Path, message: String) -> StoreError {
    StoreError::new(
        StoreErrorKind::WrongMasterKey,
        shown.display().to_string(),
        message,
        "Give the passphrase (CUSTOMER_KEY_PASSPHRASE) or the key file (CUSTOMER_KEY_MASTER_KEY_FILE) that the secret store was made with. If it is the right one, the store's header is damaged: restore the secrets from their backup.",
    )
}

/// A header or backup that is not what was written.
pub(super) fn damaged(shown: &Path, what: &str) -> StoreError {
    StoreError::new(
        StoreErrorKind::Damaged,
        shown.display().to_string(),
        format!("{} is damaged: {what}.", shown.display()),
        "Restore the secrets from their backup into a new folder.",
    )
}

/// Reads a header, refusing one of a newer format.
pub(super) fn parse_header(shown: &Path, bytes: &[u8]) -> Result<Header> {
    #[derive(Deserialize)]
    struct Version {
        format: u32,
        written_by: String,
    }
    let broken = |error: serde_json::Error| damaged(shown, &error.to_string());
    let version: Version = serde_json::from_slice(bytes).map_err(broken)?;
    if version.format > FORMAT {
        return Err(StoreError::new(
            StoreErrorKind::NewerFormat,
            shown.display().to_string(),
            format!(
                "{} has format {}, written by version {} of this library; this is version {}, which knows formats up to {FORMAT}.",
                shown.display(),
                version.format,
                version.written_by,
                env!("CARGO_PKG_VERSION")
            ),
            format!("Use version {} of this library or a newer one.", version.written_by),
        ));
    }
    serde_json::from_slice(bytes).map_err(broken)
}

/// Reads a key from its file of 32 bytes (0600), straight into its place.
///
/// # Errors
/// [`StoreErrorKind::Damaged`] for a file of another length; those of the system.
pub fn read_key_file(path: &Path) -> Result<SecretKey> {
    read_key(path)
}

/// Makes a key in a new file (0600), durably.
///
/// # Errors
/// [`StoreErrorKind::Conflict`] where there is a file of this name; those of the system.
pub fn make_key_file(path: &Path) -> Result<SecretKey> {
    make_key(path)
}

pub(super) fn read_key(path: &Path) -> Result<SecretKey> {
    if matches!(path.try_exists(), Ok(false)) {
        return Err(missing(path));
    }
    close_to_others(path)?;
    let mut file = regular::open(path).map_err(|error| files::failure(path, &error))?;
    let length = file.metadata().map_err(|error| files::failure(path, &error))?.len();
    if length != 32 {
        return Err(damaged(path, &format!("a master key has 32 bytes, this has {length}")));
    }
    SecretKey::fill(|slot| file.read_exact(slot)).map_err(|error| files::failure(path, &error))
}

fn missing(path: &Path) -> StoreError {
    StoreError::new(
        StoreErrorKind::NotFound,
        path.display().to_string(),
        format!(
            "The master key {} is not there. What is sealed under it does not open.",
            path.display()
        ),
        "Check the path that was given, or bring the file back from where you keep its copy: a backup of the tenant does not hold it.",
    )
}

fn make_key(path: &Path) -> Result<SecretKey> {
    let key = SecretKey::generate().map_err(|error| crypto(path, &error))?;
    write_key(path, &key).map_err(|error| files::failure(path, &error))?;
    Ok(key)
}

/// Writes a master key to a new file.
pub(super) fn write_key(path: &Path, key: &SecretKey) -> io::Result<()> {
    durable::write_new(path, key.expose())
}
