//! The backup of a secret store: one file.
//!
//! `CKEYSECB`, then the header (its length in 4 bytes, JSON), 1 and the master key where the store keeps it itself or 0 where it does
//! not, the number of secrets (4 bytes), of each its label (length in 1 byte) and its sealed bytes (length in 1 byte), and at the end
//! HMAC-SHA256 (32 bytes) over everything before it. Numbers are big-endian.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use ckey_crypto::SecretKey;
use ckey_crypto::mac::MacKey;

use super::master::{self, HEADER_LIMIT, MASTER_FILE, MasterKey, Origin};
use super::{FolderSecrets, SECRET, backup_key, raise, unseal, write_header};
use crate::error::StoreError;
use crate::files;
use crate::secrets::{SecretName, SecretStore};

type Result<T> = std::result::Result<T, StoreError>;

const MAGIC: &[u8; 8] = b"CKEYSECB";
/// More secrets than this are not read.
const MOST: u32 = 10_000_000;

/// A backup without its master key and its MAC.
struct Backup {
    header: Vec<u8>,
    secrets: Vec<(SecretName, Vec<u8>)>,
}

impl Backup {
    fn body(&self) -> Option<Vec<u8>> {
        let mut body = u32::try_from(self.secrets.len()).ok()?.to_be_bytes().to_vec();
        for (name, sealed) in &self.secrets {
            let label = name.label();
            body.push(u8::try_from(label.len()).ok()?);
            body.extend_from_slice(label.as_bytes());
            body.push(u8::try_from(sealed.len()).ok()?);
            body.extend_from_slice(sealed);
        }
        Some(body)
    }

    fn length(&self) -> Option<[u8; 4]> {
        u32::try_from(self.header.len()).ok().map(u32::to_be_bytes)
    }
}

pub(super) fn write(store: &FolderSecrets, destination: &Path) -> Result<()> {
    let file = |error: io::Error| files::failure(destination, &error);
    let header = serde_json::to_vec(&store.unlocked.header).map_err(|error| master::damaged(destination, &error.to_string()))?;
    let mut backup = Backup { header, secrets: Vec::new() };
    for name in store.names()? {
        // What was destroyed since it was listed is not missed.
        if let Some(sealed) = store.sealed(&name)? {
            backup.secrets.push((name, sealed));
        }
    }
    let too_long = || master::damaged(destination, "a secret or the number of secrets is too large for a backup");
    let (length, body) = (backup.length().ok_or_else(too_long)?, backup.body().ok_or_else(too_long)?);
    let key: &[u8] = if store.unlocked.header.master == Origin::InFolder { store.unlocked.master.expose() } else { &[] };
    let parts: [&[u8]; 6] = [MAGIC, &length, &backup.header, &[u8::from(!key.is_empty())], key, &body];
    let mac_key = backup_key(&store.unlocked).map_err(|error| master::crypto(destination, &error))?;
    let tag = MacKey::new(&mac_key).tag(&parts);
    let mut temporary = files::temporary_beside(destination).map_err(file)?;
    for part in parts.iter().copied().chain([tag.as_slice()]) {
        temporary.write_all(part).map_err(file)?;
    }
    files::publish(temporary, destination).map_err(file)
}

impl FolderSecrets {
    /// Makes a store in a folder that is new or empty from a backup, and opens it. The master key is the one that the backed-up store
    /// had: a backup holds it only where that store kept it in its own folder; the passphrase or the file is otherwise needed.
    ///
    /// # Errors
    /// [`crate::StoreErrorKind::NotFound`], [`crate::StoreErrorKind::Damaged`], [`crate::StoreErrorKind::NewerFormat`],
    /// [`crate::StoreErrorKind::WrongMasterKey`], [`crate::StoreErrorKind::Conflict`] where the folder holds anything,
    /// [`crate::StoreErrorKind::Full`], [`crate::StoreErrorKind::Io`].
    pub fn restore(source: &Path, folder: &Path, master: MasterKey) -> Result<Self> {
        let master = master.for_folder(folder);
        let (backup, key, tag) = read(source)?;
        let header = master::parse_header(source, &backup.header)?;
        let held = u8::from(key.is_some());
        let unlocked =
            master::unlock(source, header, &master, || key.ok_or_else(|| master::damaged(source, "it holds no master key")))?;
        let inside: &[u8] = if held == 1 { unlocked.master.expose() } else { &[] };
        let damaged = |what: &str| master::damaged(source, what);
        let length = backup.length().ok_or_else(|| damaged("its header is too long"))?;
        let body = backup.body().ok_or_else(|| damaged("a label is too long"))?;
        let mac_key = backup_key(&unlocked).map_err(|error| master::crypto(source, &error))?;
        MacKey::new(&mac_key)
            .verify(&[MAGIC, &length, &backup.header, &[held], inside, &body], &tag)
            .map_err(|_| damaged("it was changed after it was written"))?;
        let unlocked = raise(folder, |building| {
            if held == 1 {
                let path = building.join(MASTER_FILE);
                master::write_key(&path, &unlocked.master).map_err(|error| files::failure(&path, &error))?;
            }
            for (name, sealed) in &backup.secrets {
                unseal(&unlocked, name, sealed).map_err(|error| damaged(&format!("{}: {error}", name.label())))?;
                let path = building.join(name.label() + SECRET);
                files::write_new(&path, sealed).map_err(|error| files::failure(&path, &error))?;
            }
            write_header(building, &unlocked.header)?;
            Ok(unlocked)
        })?;
        Ok(Self { folder: folder.to_path_buf(), unlocked })
    }
}

fn read(source: &Path) -> Result<(Backup, Option<SecretKey>, [u8; 32])> {
    let file = File::open(source).map_err(|error| files::failure(source, &error))?;
    parse(&mut io::BufReader::new(file)).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => master::damaged(source, "it ends too early"),
        io::ErrorKind::InvalidData => master::damaged(source, &error.to_string()),
        _ => files::failure(source, &error),
    })
}

fn invalid(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn parse(file: &mut impl Read) -> io::Result<(Backup, Option<SecretKey>, [u8; 32])> {
    if &array::<8>(file)? != MAGIC {
        return Err(invalid("it is not a backup of secrets"));
    }
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
        let name =
            std::str::from_utf8(&label).ok().and_then(SecretName::from_label).ok_or_else(|| invalid("a label is no secret's"))?;
        let [length] = array(file)?;
        secrets.push((name, bytes(file, u32::from(length))?));
    }
    let tag = array(file)?;
    match file.read(&mut [0])? {
        0 => Ok((Backup { header, secrets }, key, tag)),
        _ => Err(invalid("something follows its end")),
    }
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
