//! The files that hold the uses of keys, beside the vaults' own: `NAME.uses-ID-0001`, ... with the
//! vault's id in the name, oldest first.
//!
//! Lines and chain are those of a vault's log (`log`), with a beginning of their own. A file only
//! grows, by one writer at a time among all processes, and each line is durable before its use is
//! answered. What a crash or a full disk left broken of one write was never answered: it stays as the
//! end of its file, and the next line, which goes on from the last one that is whole, begins the next
//! file. A power cut may leave any part of a write, so lines are told by the chain and not by where
//! they end. The vault's own file names the last use at its last change, so that an end that was cut
//! off or broken is found up to there; what is used later goes on from that use, and not from what
//! is left, so that the gap stays. The files of a vault that was purged stay (`used_before`).
//!
//! A write or a sync that fails is told once. The system takes what it could not write for written
//! (Linux), and the next sync, of whatever process, finds nothing that is left to do. So whoever is
//! told of it writes what lies there again, byte for byte and at once, so that the next sync of any
//! process works at it; and uses no key until that was done and has been made durable. What other
//! processes cannot know of is a failure whose process ended before it had written anything again.

use super::keyring::Keyring;
use super::lock::WriterLock;
use super::log::{Chain, Tail, Walked, walk_far};
use super::state::Loaded;
use super::uses::{Batch, Waiting, used_name};
use super::{EmbeddedVaults, refusal};
use crate::error::VaultError;
use crate::log_record::LogRecord;
use ckey_base::{FileId, durable, regular};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// No line is nearly as long.
const LONGEST_LINE: usize = 64 << 10;
/// Uses that are written at once, at most.
const TOGETHER: usize = 500;
/// No write is longer: so much at the end of a file may be broken, and where the end is whole is
/// looked for there and in the lines before it.
const MOST_AT_ONCE: usize = 1 << 20;

/// Where the uses of a vault end.
#[derive(Clone)]
pub(super) struct End {
    /// The number of the file; the first is 1.
    number: u32,
    /// Which file it is, and how long; none is there before the first use.
    file: Option<(FileId, u64)>,
    tail: Tail,
    /// A write or a sync here has failed: nothing is known to be durable.
    is_in_doubt: bool,
}

impl End {
    const fn at(number: u32, file: Option<(FileId, u64)>, tail: Tail) -> Self {
        Self { number, file, tail, is_in_doubt: false }
    }

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
                failed.insert(name, refusal::uses_io(&path, &error));
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
            let end = place.end(&lock, &loaded.keyring, loaded.record.uses)?;
            // Another process may have ended between its line and its sync.
            let synced = sync(&place.file(end.last()));
            synced.inspect_err(|_| place.doubt(&end))?;
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
        let loaded = self.load(name)?.ok_or_else(|| self.not_found(name))?;
        self.walk_uses(&loaded, visit)
    }

    pub(super) fn walk_uses(
        &self,
        loaded: &Loaded,
        visit: &mut dyn FnMut(LogRecord),
    ) -> Result<(), VaultError> {
        self.walk_use_files(&used_name(loaded), &loaded.keyring, loaded.record.uses, visit)
    }

    /// The uses under a name of files, of which the one that is `known` must be there.
    pub(super) fn walk_use_files(
        &self,
        name: &str,
        keyring: &Keyring,
        mut known: Option<Tail>,
        visit: &mut dyn FnMut(LogRecord),
    ) -> Result<(), VaultError> {
        let place = Place { vaults: self, name };
        let mut tail = Tail::start_of_uses(keyring);
        // Whoever made the first file ended before it had a line, and the vault was changed then.
        known = known.filter(|known| *known != tail);
        let newest = place.newest().map_err(|error| place.listing(&error))?.unwrap_or(0);
        // What is wrong at the end of a file, until another goes on from before it.
        let mut broken = None;
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
            let whole = whole_lines(&bytes);
            let walked = walk_far(whole, tail, keyring, &mut seen);
            tail = walked.tail;
            if walked.length > 0 {
                broken = None;
            }
            let Some(what) = walked.wrong else { continue };
            // A write that a power cut broke is not longer, and is the last of its file.
            let is_one_write = whole.len().saturating_sub(walked.length) <= MOST_AT_ONCE;
            if !is_one_write || broken.is_some() && number == newest {
                let (path, what) = broken.unwrap_or((path, what));
                return Err(refusal::damaged(&path, &what));
            }
            broken = broken.or(Some((path, what)));
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

/// What follows the first line.
fn after_a_line(bytes: &[u8]) -> &[u8] {
    let at =
        bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| at.saturating_add(1));
    bytes.get(at..).unwrap_or_default()
}

/// Uses in portions that are written at once.
fn together(uses: Vec<Waiting>) -> impl Iterator<Item = Vec<Waiting>> {
    let mut left = uses.into_iter();
    std::iter::from_fn(move || {
        let portion: Vec<_> = left.by_ref().take(TOGETHER).collect();
        (!portion.is_empty()).then_some(portion)
    })
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
        let known = uses.iter().filter_map(|one| one.known).max_by_key(|known| known.sequence);
        for uses in together(uses) {
            let end = self.end(lock, &keyring, known).map_err(|error| (self.file(1), error))?;
            let end = self.next_file(end);
            let path = self.file(end.number);
            let put = self.put(&end, uses, &keyring).inspect_err(|_| self.doubt(&end));
            let end = put.map_err(|error| (path, error))?;
            self.vaults.use_ends().insert(self.name.to_owned(), end);
        }
        Ok(())
    }

    /// A new file where the last one is long enough.
    fn next_file(&self, end: End) -> End {
        let most = u64::try_from(self.vaults.rotate_at()).unwrap_or(u64::MAX);
        if end.file.as_ref().is_some_and(|(_, length)| *length >= most) {
            return End::at(end.number.saturating_add(1), None, end.tail);
        }
        end
    }

    fn put(&self, end: &End, uses: Vec<Waiting>, keyring: &Keyring) -> Result<End, Error> {
        let mut chain = Chain::from(end.tail);
        for waiting in uses {
            chain.put(keyring, waiting.record)?;
        }
        if end.file.is_none() {
            // What this file goes on from, by whoever ended before it was durable.
            sync(&self.file(end.last()))?;
        }
        write(&self.file(end.number), end, &chain)
    }

    /// Where the uses end now. Where less is left than the vault knows of, the rest was taken away:
    /// what follows goes on from the use that is known, in a file of its own.
    fn end(&self, lock: &WriterLock, keyring: &Keyring, known: Option<Tail>) -> Result<End, Error> {
        let end = self.end_there(lock, keyring)?;
        Ok(match known {
            Some(known) if known.sequence > end.tail.sequence => {
                let number = end.number.saturating_add(u32::from(end.file.is_some()));
                End::at(number, None, known)
            }
            _ => end,
        })
    }

    /// Where what is there ends: as this process knows, unless somebody else has written since.
    fn end_there(&self, _lock: &WriterLock, keyring: &Keyring) -> Result<End, Error> {
        let known = self.vaults.use_ends().get(self.name).cloned();
        if let Some(doubted) = known.as_ref().filter(|known| known.is_in_doubt) {
            self.make_durable(doubted.number).inspect_err(|_| self.doubt(doubted))?;
            self.vaults.use_ends().remove(self.name);
        } else if let Some(known) = known {
            if self.is_as_known(&known)? {
                return Ok(known);
            }
            if let Some(grown) = self.grown(&known, keyring)? {
                return Ok(grown);
            }
        }
        let Some(newest) = self.newest()? else {
            return Ok(End::at(1, None, Tail::start_of_uses(keyring)));
        };
        self.look(newest, keyring)
    }

    /// Notes that what should have been written here, or made durable, was not. What is there is
    /// written again at once, for the syncs of other processes.
    fn doubt(&self, end: &End) {
        // Where that fails as well, it is done before the next use here.
        for path in self.files_up_to(end.number) {
            let _ = write_again(&path);
        }
        self.vaults
            .use_ends()
            .insert(self.name.to_owned(), End { is_in_doubt: true, ..end.clone() });
    }

    /// Makes all durable that a failure may have touched, whatever the system takes for written.
    fn make_durable(&self, number: u32) -> Result<(), Error> {
        for path in self.files_up_to(number) {
            if let Some(file) = write_again(&path)? {
                disk::sync(&file)?;
            }
        }
        durable::sync_folder(self.vaults.folder.path())
    }

    /// A file and the one from which it goes on.
    fn files_up_to(&self, number: u32) -> [PathBuf; 2] {
        [self.file(number.saturating_sub(1)), self.file(number)]
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

    /// The end where another process has only added whole lines to what is known, which alone are
    /// read.
    fn grown(&self, known: &End, keyring: &Keyring) -> Result<Option<End>, Error> {
        let Some((id, length)) = &known.file else { return Ok(None) };
        if self.file(known.number.saturating_add(1)).exists() {
            return Ok(None);
        }
        let mut file = match regular::open(&self.file(known.number)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if FileId::of_open(&file)? != *id {
            return Ok(None);
        }
        file.seek(SeekFrom::Start(*length))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let walked = walk_far(&bytes, known.tail, keyring, &mut |_, _| ());
        let now = length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let is_whole = walked.wrong.is_none() && walked.length > 0;
        Ok(is_whole.then(|| End { file: Some((*id, now)), tail: walked.tail, ..known.clone() }))
    }

    /// After the last line that is whole; a file with a broken end is not written again.
    fn look(&self, newest: u32, keyring: &Keyring) -> Result<End, Error> {
        let (tail, broken) = self.end_of(newest, keyring)?;
        let number = newest.saturating_add(u32::from(broken));
        Ok(End::at(number, self.present(number)?, tail))
    }

    /// The last line up to a file that is whole, and whether more follows it in that file. What lies
    /// before the last write of a file is for whoever verifies the chain: a vault goes on.
    fn end_of(&self, number: u32, keyring: &Keyring) -> Result<(Tail, bool), Error> {
        if number == 0 {
            return Ok((Tail::start_of_uses(keyring), false));
        }
        let (bytes, is_all) = self.end_bytes(number)?;
        let whole = whole_lines(&bytes);
        let is_cut = whole.len() < bytes.len();
        let walk = |from, lines: &[u8]| walk_far(lines, from, keyring, &mut |_, _| ());
        let walked = if is_all {
            let walked = self.claimed_end(number.saturating_sub(1))?.map(|from| walk(from, whole));
            match walked.filter(|walked| walked.length > 0) {
                Some(walked) => walked,
                None => walk(self.end_of(number.saturating_sub(1), keyring)?.0, whole),
            }
        } else {
            let mut rest = after_a_line(whole);
            let mut from = None;
            while let (None, false) = (from, rest.is_empty()) {
                let line = rest.split_inclusive(|&byte| byte == b'\n').next().unwrap_or_default();
                from = Tail::after(line);
                rest = after_a_line(rest);
            }
            let unread =
                Walked { tail: Tail { sequence: 0, tag: [0; 32] }, length: 0, wrong: None };
            from.map_or(unread, |from| walk(from, rest))
        };
        Ok((walked.tail, is_cut || walked.wrong.is_some()))
    }

    /// What the last line of a file says of itself; the beginning of the chain before the first.
    fn claimed_end(&self, number: u32) -> Result<Option<Tail>, Error> {
        let (bytes, _) = self.end_bytes(number)?;
        let last = whole_lines(&bytes).split_inclusive(|&byte| byte == b'\n').next_back();
        Ok(last.and_then(Tail::after))
    }

    /// The end of a file, longer than a write and a line; whether that is all of it.
    fn end_bytes(&self, number: u32) -> Result<(Vec<u8>, bool), Error> {
        let mut file = match regular::open(&self.file(number)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok((Vec::new(), true)),
            Err(error) => return Err(error),
        };
        let most = u64::try_from(MOST_AT_ONCE.saturating_add(LONGEST_LINE)).unwrap_or(u64::MAX);
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok((bytes, length <= most))
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

/// What goes to the disk. Tests suppose one that fails.
#[cfg(not(test))]
mod disk {
    use std::fs::File;
    use std::io::{Error, Write as _};

    pub(super) fn write(file: &mut File, bytes: &[u8]) -> Result<(), Error> {
        file.write_all(bytes)
    }

    pub(super) fn sync(file: &File) -> Result<(), Error> {
        file.sync_data()
    }
}

/// Makes durable what a file holds. One that is not there is for whoever verifies the chain.
fn sync(path: &Path) -> Result<(), Error> {
    match regular::open_with(OpenOptions::new().write(true), path) {
        Ok(file) => disk::sync(&file),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Writes what a file holds over itself, so that the system has it to write: also what it takes for
/// written because it told somebody that it failed.
fn write_again(path: &Path) -> Result<Option<File>, Error> {
    let mut file = match regular::open_with(OpenOptions::new().read(true).write(true), path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    file.rewind()?;
    disk::write(&mut file, &bytes)?;
    Ok(Some(file))
}

/// Appends lines durably and says where they end.
fn write(path: &Path, before: &End, chain: &Chain) -> Result<End, Error> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    let mut file: File = regular::open_with(durable::private(&mut options), path)?;
    disk::write(&mut file, &chain.bytes)?;
    disk::sync(&file)?;
    if before.file.is_none() {
        durable::sync_folder(durable::folder_of(path))?;
    }
    let about = (FileId::of_open(&file)?, file.metadata()?.len());
    Ok(End::at(before.number, Some(about), chain.tail))
}

#[cfg(test)]
#[path = "use_files_tests.rs"]
mod on_a_failing_disk;

#[cfg(test)]
use on_a_failing_disk::disk;
