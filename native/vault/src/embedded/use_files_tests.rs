//! A disk that fails a sync as Linux does: it says so once, and takes what it did not write for
//! written.
#![allow(clippy::unwrap_used)]

use super::super::keyring::Root;
use super::super::log::Entry;
use super::*;
use crate::caller::Caller;
use ckey_base::clock::SystemClock;
use ckey_crypto::{Backend, SecretKey};
use std::sync::Arc;
use tempfile::TempDir;

const NAME: &str = "abc.uses-01010101010101010101010101010101";

/// What is on the disk of this thread, which a power cut leaves.
pub(super) mod disk {
    use ckey_base::FileId;
    use std::cell::RefCell;
    use std::fs::File;
    use std::io::{Error, Seek as _, Write as _};
    use std::path::Path;

    struct Kept {
        id: FileId,
        /// What has reached the disk.
        there: Vec<u8>,
        /// What was written since: where, and what.
        written: Vec<(usize, Vec<u8>)>,
    }

    #[derive(Default)]
    struct Disk {
        files: Vec<Kept>,
        syncs: usize,
        /// Which syncs fail, by their number.
        fails: Vec<usize>,
    }

    thread_local! {
        static DISK: RefCell<Disk> = RefCell::default();
    }

    impl Disk {
        fn file(&mut self, id: FileId) -> &mut Kept {
            if !self.files.iter().any(|known| known.id == id) {
                self.files.push(Kept { id, there: Vec::new(), written: Vec::new() });
            }
            self.files.iter_mut().find(|known| known.id == id).unwrap()
        }
    }

    pub(in super::super) fn write(file: &mut File, bytes: &[u8]) -> Result<(), Error> {
        file.write_all(bytes)?;
        let end = usize::try_from(file.stream_position()?).unwrap();
        let written = (end - bytes.len(), bytes.to_vec());
        let id = FileId::of_open(file)?;
        DISK.with_borrow_mut(|disk| disk.file(id).written.push(written));
        Ok(())
    }

    pub(in super::super) fn sync(file: &File) -> Result<(), Error> {
        let id = FileId::of_open(file)?;
        DISK.with_borrow_mut(|disk| {
            disk.syncs += 1;
            let fails = disk.fails.contains(&disk.syncs);
            let Kept { there, written, .. } = disk.file(id);
            let written = std::mem::take(written);
            if fails {
                return Err(Error::from_raw_os_error(5));
            }
            for (at, bytes) in written {
                let end = at + bytes.len();
                if there.len() < end {
                    there.resize(end, 0);
                }
                there.get_mut(at..end).unwrap().copy_from_slice(&bytes);
            }
            Ok(())
        })
    }

    /// A new disk, of which these syncs fail.
    pub(super) fn failing(fails: &[usize]) {
        let fails = fails.to_vec();
        DISK.set(Disk { fails, ..Disk::default() });
    }

    pub(super) fn syncs() -> usize {
        DISK.with_borrow(|disk| disk.syncs)
    }

    /// Leaves of a file what has reached the disk.
    pub(super) fn cut_power(path: &Path) {
        let (id, _) = FileId::with_metadata(path).unwrap();
        let there = DISK.with_borrow_mut(|disk| disk.file(id).there.clone());
        std::fs::write(path, there).unwrap();
    }
}

fn open(folder: &Path) -> EmbeddedVaults {
    let master = SecretKey::from_slice(&[7; 32]).unwrap();
    let clock = Arc::new(SystemClock);
    let vaults = EmbeddedVaults::open(folder, &master, clock, Backend::AwsLc, None).unwrap();
    // A file has a few uses.
    vaults.rotate_logs_at(1000);
    vaults
}

fn keyring() -> Arc<Keyring> {
    let root = Root::new(&SecretKey::from_slice(&[7; 32]).unwrap(), Backend::AwsLc).unwrap();
    Arc::new(root.keyring("abc", &[1; 16]).unwrap())
}

/// Whether a use is on the record so that it may be answered.
fn used(vaults: &EmbeddedVaults, detail: &str) -> bool {
    let (operation, object) = ("KeyWrap", "https://abc.vault.azure.net/keys/Root/1".to_owned());
    let entry = Entry { operation, object, detail: detail.to_owned() };
    let record = entry.by(&Caller::person("id", "alice"), 0);
    let waiting = Waiting { keyring: keyring(), known: None, record };
    vaults.write_uses(Batch::from([(NAME.to_owned(), vec![waiting])])).is_empty()
}

fn on_record(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut see = |record: LogRecord| found.push(record.detail);
    open(folder).walk_use_files(NAME, &keyring(), None, &mut see).unwrap();
    found
}

/// Uses of two processes in turn on a disk of which these syncs fail: how many were refused, and
/// how many syncs there were. Whatever was answered is there after a power cut.
fn after_a_power_cut(fails: &[usize]) -> (usize, usize) {
    disk::failing(fails);
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(folder.path()), open(folder.path()));
    let (mut answered, mut refused) = (Vec::new(), 0);
    for number in 0..16 {
        let vaults = if number % 5 < 3 { &one } else { &other };
        let detail = format!("use {number}");
        if used(vaults, &detail) {
            answered.push(detail);
        } else {
            refused += 1;
        }
    }
    let syncs = disk::syncs();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains(".uses-") {
            disk::cut_power(&path);
        }
    }
    let found = on_record(folder.path());
    assert!(answered.iter().all(|one| found.contains(one)), "{fails:?}: {answered:?} {found:?}");
    // And what comes then goes on from there.
    disk::failing(&[]);
    assert!(used(&open(folder.path()), "after"));
    assert!(on_record(folder.path()).contains(&"after".to_owned()));
    (refused, syncs)
}

#[test]
fn what_was_answered_survives_a_power_cut_whichever_syncs_failed_before() {
    let (refused, syncs) = after_a_power_cut(&[]);
    assert!(refused == 0 && syncs > 16, "{refused} {syncs}");
    for first in 1..=syncs {
        assert!(after_a_power_cut(&[first]).0 >= 1, "{first}");
        for second in first + 1..=first + 4 {
            after_a_power_cut(&[first, second]);
        }
    }
}

#[test]
fn no_use_is_answered_while_what_failed_cannot_be_made_durable() {
    let lasting: Vec<usize> = (3..40).collect();
    disk::failing(&lasting);
    let folder = TempDir::new().unwrap();
    let vaults = open(folder.path());
    let answered = (0..10).filter(|number| used(&vaults, &number.to_string())).count();
    assert!((1..3).contains(&answered), "{answered}");
    disk::failing(&[]);
    assert!(used(&vaults, "again"));
}
