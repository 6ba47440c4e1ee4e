//! The files that hold the uses of keys, beside the vaults' own: `NAME.uses-ID-0001`, ... with the
//! vault's id in the name, oldest first.
//!
//! Lines and chain are those of a vault's log (`log`), with a beginning of their own. A file only
//! grows, by one writer at a time among all processes, and each line is durable before its use is
//! answered. A line that was cut by a crash or a full disk was never answered: it stays as the last
//! of its file, and the next line begins the next file. The vault's own file names the last use at
//! its last change, so that an end that was cut off is found up to there. The files of a vault that
//! was purged stay: they are evidence, and hold no secrets.

use super::keyring::Keyring;
use super::lock::WriterLock;
use super::log::{Chain, Tail, walk};
use super::state::Loaded;
use super::uses::{Batch, Waiting, used_name};
use super::{EmbeddedVaults, refusal};
use crate::error::VaultError;
use crate::log_record::LogRecord;
use ckey_base::{FileId, durable, regular};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// No line is nearly as long: where a file's last one begins is looked for in so many bytes.
const LONGEST_LINE: u64 = 64 << 10;

/// Where the uses of a vault end.
#[derive(Clone)]
pub(super) struct End {
    /// The number of the file; the first is 1.
    number: u32,
    /// Which file it is, and how long; none is there before the first use.
    file: Option<(FileId, u64)>,
    tail: Tail,
}

impl End {
    /// The number of the file that has the last line: the one before, where the next line begins a
    /// file.
    fn last(&self) -> u32 {
        self.number.saturating_sub(u32::from(self.file.is_none()))
    }
}

/// What is written under one name.
struct Place<'a> {
    vaults: &'a EmbeddedVaults,
    name: &'a str,
}

impl EmbeddedVaults {
    /// Writes uses durably; the answer is what failed, by vault.
    pub(super) fn write_uses(&self, batch: Batch) -> HashMap<String, VaultError> {
        let lock = match self.folder.lock_uses() {
            Ok(lock) => lock,
            Err(error) => return batch.into_keys().map(|name| (name, error.clone())).collect(),
        };
        let mut failed = HashMap::new();
        for (name, uses) in batch {
            let place = Place { vaults: self, name: &name };
            if let Err((path, error)) = place.append(&lock, uses) {
                self.use_ends().remove(&name);
                failed.insert(name, refusal::io(&path, "written", &error));
            }
        }
        failed
    }

    /// The last use of a vault, made durable, for the vault's own file; `None` before the first.
    pub(super) fn last_use(&self, loaded: &Loaded) -> Result<Option<Tail>, VaultError> {
        let name = used_name(loaded);
        let place = Place { vaults: self, name: &name };
        if place.newest().map_err(|error| place.listing(&error))?.is_none() {
            return Ok(loaded.record.uses);
        }
        // Nobody writes meanwhile: what follows the sync would not be durable.
        let lock = self.folder.lock_uses()?;
        let durable = || {
            let end = place.end(&lock, &loaded.keyring)?;
            // Another process may have ended between its line and its sync.
            sync(&place.file(end.last()))?;
            Ok(Some(end.tail))
        };
        durable().map_err(|error: Error| place.listing(&error))
    }

    /// The uses of a vault's keys, oldest first, their chain verified; also while it is deleted.
    /// Needs no permission.
    ///
    /// # Errors
    /// `VaultNotFound`; `Damaged` if a record does not belong to the chain, or one that the vault
    /// knows of is missing; `Io`.
    pub fn uses(&self, name: &str, visit: &mut dyn FnMut(LogRecord)) -> Result<(), VaultError> {
        let loaded = self.load(name)?.ok_or_else(|| refusal::vault_not_found(name))?;
        self.walk_uses(&loaded, visit)
    }

    pub(super) fn walk_uses(
        &self,
        loaded: &Loaded,
        visit: &mut dyn FnMut(LogRecord),
    ) -> Result<(), VaultError> {
        let name = used_name(loaded);
        let place = Place { vaults: self, name: &name };
        let mut tail = Tail::start_of_uses(&loaded.keyring);
        let mut known = loaded.record.uses;
        let newest = place.newest().map_err(|error| place.listing(&error))?.unwrap_or(0);
        for number in 1..=newest {
            let path = place.file(number);
            let bytes = self
                .folder
                .read_file(&path)?
                .ok_or_else(|| refusal::damaged(&path, "it is not there"))?
                .1;
            let mut seen = |at: Tail, record| {
                if known == Some(at) {
                    known = None;
                }
                visit(record);
            };
            tail = walk(whole_lines(&bytes), tail, &loaded.keyring, &mut seen)
                .map_err(|what| refusal::damaged(&path, &what))?;
        }
        match known {
            Some(known) => {
                let what = format!(
                    "use {} of its keys, which its vault knows of, is missing",
                    known.sequence
                );
                Err(refusal::damaged(&place.file(newest.max(1)), &what))
            }
            None => Ok(()),
        }
    }

    fn use_ends(&self) -> std::sync::MutexGuard<'_, HashMap<String, End>> {
        self.use_ends.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Without a last line that was cut.
fn whole_lines(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at.saturating_add(1));
    bytes.get(..end).unwrap_or_default()
}

impl Place<'_> {
    fn file(&self, number: u32) -> PathBuf {
        self.vaults.folder.path().join(format!("{}-{number:04}", self.name))
    }

    fn listing(&self, error: &Error) -> VaultError {
        refusal::io(self.vaults.folder.path(), "read", error)
    }

    fn append(&self, lock: &WriterLock, uses: Vec<Waiting>) -> Result<(), (PathBuf, Error)> {
        let Some(first) = uses.first() else { return Ok(()) };
        let keyring = std::sync::Arc::clone(&first.keyring);
        let mut end = self.end(lock, &keyring).map_err(|error| (self.file(1), error))?;
        let most = u64::try_from(self.vaults.rotate_at()).unwrap_or(u64::MAX);
        if end.file.as_ref().is_some_and(|(_, length)| *length >= most) {
            end = End { number: end.number.saturating_add(1), file: None, tail: end.tail };
        }
        let path = self.file(end.number);
        let mut chain = Chain::from(end.tail);
        let end = (|| {
            for waiting in uses {
                chain.put(&keyring, waiting.record)?;
            }
            if end.file.is_none() {
                // What this file goes on from, by whoever ended before it was durable.
                sync(&self.file(end.last()))?;
            }
            write(&path, &end, &chain)
        })();
        let end = end.map_err(|error| (path, error))?;
        self.vaults.use_ends().insert(self.name.to_owned(), end);
        Ok(())
    }

    /// Where the uses end now: as this process knows, unless somebody else has written since.
    fn end(&self, _lock: &WriterLock, keyring: &Keyring) -> Result<End, Error> {
        let known = self.vaults.use_ends().get(self.name).cloned();
        if let Some(known) = known
            && self.is_as_known(&known)?
        {
            return Ok(known);
        }
        let Some(newest) = self.newest()? else {
            return Ok(End { number: 1, file: None, tail: Tail::start_of_uses(keyring) });
        };
        self.look(newest, keyring)
    }

    fn is_as_known(&self, known: &End) -> Result<bool, Error> {
        let as_was = match (&known.file, FileId::with_metadata(&self.file(known.number))) {
            (Some((file, length)), Ok((now, about))) => *file == now && *length == about.len(),
            (None, Err(error)) if error.kind() == ErrorKind::NotFound => true,
            (_, Ok(_)) => false,
            (_, Err(error)) if error.kind() == ErrorKind::NotFound => false,
            (_, Err(error)) => return Err(error),
        };
        Ok(as_was && !self.file(known.number.saturating_add(1)).exists())
    }

    /// After the newest whole line; a file whose last line was cut is not written again.
    fn look(&self, newest: u32, keyring: &Keyring) -> Result<End, Error> {
        let (last, cut) = self.last_line(newest)?;
        let mut tail = last;
        for number in (1..newest).rev() {
            if tail.is_some() {
                break;
            }
            tail = self.last_line(number)?.0;
        }
        let number = newest.saturating_add(u32::from(cut));
        let tail = tail.unwrap_or_else(|| Tail::start_of_uses(keyring));
        Ok(End { number, file: self.present(number)?, tail })
    }

    /// Where the last whole line of a file ends the chain, and whether more follows it. A line that
    /// cannot be read is for whoever verifies the chain: a vault goes on.
    fn last_line(&self, number: u32) -> Result<(Option<Tail>, bool), Error> {
        let mut file = match regular::open(&self.file(number)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok((None, false)),
            Err(error) => return Err(error),
        };
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(LONGEST_LINE)))?;
        let mut bytes = Vec::new();
        file.take(LONGEST_LINE).read_to_end(&mut bytes)?;
        let whole = whole_lines(&bytes);
        let last = whole.split_inclusive(|&byte| byte == b'\n').next_back();
        let broken = Tail { sequence: 0, tag: [0; 32] };
        let tail = last.map(|line| Tail::after(line).unwrap_or(broken));
        Ok((tail, whole.len() < bytes.len()))
    }

    fn present(&self, number: u32) -> Result<Option<(FileId, u64)>, Error> {
        match FileId::with_metadata(&self.file(number)) {
            Ok((file, about)) => Ok(Some((file, about.len()))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The number of the newest file.
    fn newest(&self) -> Result<Option<u32>, Error> {
        let mut newest = None;
        for entry in std::fs::read_dir(self.vaults.folder.path())? {
            let name = entry?.file_name();
            let number = name
                .to_str()
                .and_then(|name| name.strip_prefix(self.name)?.strip_prefix('-')?.parse().ok());
            newest = newest.max(number);
        }
        Ok(newest)
    }
}

/// Makes durable what a file holds. One that is not there is for whoever verifies the chain.
fn sync(path: &Path) -> Result<(), Error> {
    match regular::open_with(OpenOptions::new().write(true), path) {
        Ok(file) => file.sync_data(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Appends lines durably and says where they end.
fn write(path: &Path, before: &End, chain: &Chain) -> Result<End, Error> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    let mut file: File = regular::open_with(durable::private(&mut options), path)?;
    file.write_all(&chain.bytes)?;
    file.sync_data()?;
    if before.file.is_none() {
        durable::sync_folder(durable::folder_of(path))?;
    }
    let about = (FileId::of_open(&file)?, file.metadata()?.len());
    Ok(End { number: before.number, file: Some(about), tail: chain.tail })
}
