//! The backup of a secret store: one file.
//!
//! `CKEYSEC2`, then the header (its length in 4 bytes, JSON), 1 and the master key where the store
//! keeps it itself or 0 where it does not, the number of secrets (4 bytes), of each its label
//! (length in 1 byte) and its sealed bytes (length in 1 byte), what the backup belongs to (length
//! in 4 bytes), and at the end HMAC-SHA256 (32 bytes) over everything before it. Numbers are
//! big-endian.
//!
//! The first format, `CKEYSECB`, did not say what it belongs to.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ckey_base::{durable, regular};
use ckey_crypto::SecretKey;
use ckey_crypto::mac::MacKey;

use super::master::{self, HEADER_LIMIT, MASTER_FILE, MasterKey, Origin, Unlocked};
use super::{FolderSecrets, SECRET, backup_key, raise, unseal, write_header};
use crate::error::StoreError;
use crate::files;
use crate::secrets::{SecretName, SecretStore};

type Result<T> = std::result::Result<T, StoreError>;

const MAGIC: &[u8; 8] = b"CKEYSEC2";
/// What begins a backup that does not say what it belongs to.
const UNBOUND: &[u8; 8] = b"CKEYSECB";
/// More secrets than this are not read.
const MOST: u32 = 10_000_000;
/// What a backup belongs to is said in at most this many bytes.
const LONGEST_BOUND: u32 = 64 * 1024;

/// A backup without its master key and its MAC.
struct Parts {
    header: Vec<u8>,
    secrets: Vec<(SecretName, Vec<u8>)>,
    bound: Option<Vec<u8>>,
}

impl Parts {
    fn body(&self) -> Option<Vec<u8>> {
        let mut body = u32::try_from(self.secrets.len()).ok()?.to_be_bytes().to_vec();
        for (name, sealed) in &self.secrets {
            let label = name.label();
            body.push(u8::try_from(label.len()).ok()?);
            body.extend_from_slice(label.as_bytes());
            body.push(u8::try_from(sealed.len()).ok()?);
            body.extend_from_slice(sealed);
        }
        if let Some(bound) = &self.bound {
            let length =
                u32::try_from(bound.len()).ok().filter(|length| *length <= LONGEST_BOUND)?;
            body.extend_from_slice(&length.to_be_bytes());
            body.extend_from_slice(bound);
        }
        Some(body)
    }

    const fn magic(&self) -> &'static [u8; 8] {
        if self.bound.is_some() { MAGIC } else { UNBOUND }
    }

    /// What comes before the MAC; `inside` is the master key where it goes with it.
    fn with<T>(&self, inside: Option<&SecretKey>, take: impl FnOnce(&[&[u8]]) -> T) -> Option<T> {
        let length = u32::try_from(self.header.len()).ok()?.to_be_bytes();
        let (held, key) = inside.map_or(([0], &[][..]), |key| ([1], key.expose()));
        Some(take(&[self.magic(), &length, &self.header, &held, key, &self.body()?]))
    }
}

pub(super) fn write(store: &FolderSecrets, destination: &Path, bound: &[u8]) -> Result<()> {
    let file = |error: io::Error| files::failure(destination, &error);
    let header = serde_json::to_vec(&store.unlocked.header)
        .map_err(|error| master::damaged(destination, &error.to_string()))?;
    let mut backup = Parts { header, secrets: Vec::new(), bound: Some(bound.to_vec()) };
    for name in store.names()? {
        // What was destroyed since it was listed is not missed.
        if let Some(sealed) = store.sealed(&name)? {
            backup.secrets.push((name, sealed));
        }
    }
    let mac_key =
        backup_key(&store.unlocked).map_err(|error| master::crypto(destination, &error))?;
    let inside =
        (store.unlocked.header.master == Origin::InFolder).then_some(&store.unlocked.master);
    let written = backup.with(inside, |parts| {
        let tag = MacKey::new(&mac_key).tag(parts);
        let mut temporary = durable::temporary_beside(destination)?;
        for part in parts.iter().copied().chain([tag.as_slice()]) {
            temporary.write_all(part)?;
        }
        durable::publish(temporary, destination)
    });
    let too_long = || {
        master::damaged(destination, "a secret or the number of secrets is too large for a backup")
    };
    written.ok_or_else(too_long)?.map_err(file)
}

/// A backup of secrets that was read, found unchanged, and opened with its master key.
pub struct SecretsBackup {
    shown: PathBuf,
    parts: Parts,
    unlocked: Unlocked,
    holds_master: bool,
}

impl std::fmt::Debug for SecretsBackup {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SecretsBackup").field("shown", &self.shown).finish_non_exhaustive()
    }
}

impl SecretsBackup {
    /// Reads a backup, which errors call `shown`. The master key is the one that the backed-up
    /// store had: a backup holds it only where that store kept it in its own folder; the passphrase
    /// or the file is otherwise needed.
    ///
    /// # Errors
    /// [`crate::StoreErrorKind::NotFound`], [`crate::StoreErrorKind::Damaged`],
    /// [`crate::StoreErrorKind::NewerFormat`], [`crate::StoreErrorKind::WrongMasterKey`],
    /// [`crate::StoreErrorKind::Io`].
    pub fn open(source: &Path, shown: &Path, master: &MasterKey) -> Result<Self> {
        let (parts, key, tag) = read(source, shown)?;
        let damaged = |what: &str| master::damaged(shown, what);
        let header = master::parse_header(shown, &parts.header)?;
        let holds_master = key.is_some();
        let unlocked = master::unlock(shown, header, master, || {
            key.ok_or_else(|| damaged("it holds no master key"))
        })?;
        let mac_key = backup_key(&unlocked).map_err(|error| master::crypto(shown, &error))?;
        let verified = parts.with(holds_master.then_some(&unlocked.master), |bytes| {
            MacKey::new(&mac_key).verify(bytes, &tag).is_ok()
        });
        if verified != Some(true) {
            return Err(damaged("it was changed after it was written"));
        }
        Ok(Self { shown: shown.to_path_buf(), parts, unlocked, holds_master })
    }

    /// What was said of it when it was written, unchanged since; `None` in the first format, which
    /// did not say anything.
    #[must_use]
    pub fn bound(&self) -> Option<&[u8]> {
        self.parts.bound.as_deref()
    }

    /// Makes a store in a folder that is new or empty, and opens it.
    ///
    /// # Errors
    /// [`crate::StoreErrorKind::Conflict`] where the folder holds anything;
    /// [`crate::StoreErrorKind::Damaged`], [`crate::StoreErrorKind::Full`],
    /// [`crate::StoreErrorKind::Io`].
    pub fn restore(self, folder: &Path) -> Result<FolderSecrets> {
        raise(folder, |building| {
            if self.holds_master {
                let path = building.join(MASTER_FILE);
                master::write_key(&path, &self.unlocked.master)
                    .map_err(|error| files::failure(&path, &error))?;
            }
            for (name, sealed) in &self.parts.secrets {
                unseal(&self.unlocked, name, sealed).map_err(|error| {
                    master::damaged(&self.shown, &format!("{}: {error}", name.label()))
                })?;
                let path = building.join(name.label() + SECRET);
                durable::write_new(&path, sealed).map_err(|error| files::failure(&path, &error))?;
            }
            write_header(building, &self.unlocked.header)
        })?;
        Ok(FolderSecrets { folder: folder.to_path_buf(), unlocked: self.unlocked })
    }
}

impl FolderSecrets {
    /// Makes a store in a folder that is new or empty from a backup, and opens it.
    ///
    /// # Errors
    /// Those of [`SecretsBackup::open`] and [`SecretsBackup::restore`].
    pub fn restore(source: &Path, folder: &Path, master: MasterKey) -> Result<Self> {
        SecretsBackup::open(source, source, &master.for_folder(folder))?.restore(folder)
    }
}

fn read(source: &Path, shown: &Path) -> Result<(Parts, Option<SecretKey>, [u8; 32])> {
    let file = regular::open(source).map_err(|error| files::failure(shown, &error))?;
    parse(&mut io::BufReader::new(file)).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => master::damaged(shown, "it ends too early"),
        io::ErrorKind::InvalidData => master::damaged(shown, &error.to_string()),
        _ => files::failure(shown, &error),
    })
}

fn invalid(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn parse(file: &mut impl Read) -> io::Result<(Parts, Option<SecretKey>, [u8; 32])> {
    let is_bound = match &array(file)? {
        MAGIC => true,
        UNBOUND => false,
        _ => return Err(invalid("it is not a backup of secrets")),
    };
    let length = u32::from_be_bytes(array(file)?);
    if u64::from(length) > HEADER_LIMIT {
        return Err(invalid("its header is too long"));
    }
    let header = bytes(file, length)?;
    let key = match array::<1>(file)? {
        [0] => None,
        [1] => Some(SecretKey::fill(|slot| file.read_exact(slot))?),
        _ => return Err(invalid("it does not say whether it holds a master key")),
    };
    let count = u32::from_be_bytes(array(file)?);
    if count > MOST {
        return Err(invalid("it names too many secrets"));
    }
    let mut secrets = Vec::new();
    for _ in 0..count {
        let [length] = array(file)?;
        let label = bytes(file, u32::from(length))?;
        let name = std::str::from_utf8(&label)
            .ok()
            .and_then(SecretName::from_label)
            .ok_or_else(|| invalid("a label is no secret's"))?;
        let [length] = array(file)?;
        secrets.push((name, bytes(file, u32::from(length))?));
    }
    let bound = if is_bound { Some(bound(file)?) } else { None };
    let tag = array(file)?;
    match file.read(&mut [0])? {
        0 => Ok((Parts { header, secrets, bound }, key, tag)),
        _ => Err(invalid("something follows its end")),
    }
}

fn bound(file: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = u32::from_be_bytes(array(file)?);
    if length > LONGEST_BOUND {
        return Err(invalid("it says too much of what it belongs to"));
    }
    bytes(file, length)
}

fn array<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn bytes(file: &mut impl Read, length: u32) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match file.take(u64::from(length)).read_to_end(&mut bytes)? {
        read if u32::try_from(read) == Ok(length) => Ok(bytes),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
