//! The counter of the audit log: one small file beside the secrets.
//!
//! `CKEYCTR1`, the tenant's id (16 bytes), the record's number (8, big-endian), its link (32), and
//! HMAC-SHA256 (32 bytes) over all of it under a key that is derived from the master key for this
//! store.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ckey_base::{durable, regular};
use ckey_crypto::derive;
use ckey_crypto::mac::MacKey;
use uuid::Uuid;

use super::{FolderSecrets, Result, master};
use crate::counter::{AuditCounter, AuditMark, NextMark};
use crate::error::{StoreError, StoreErrorKind};
use crate::files;

pub(super) const FILE: &str = "audit.counter";
/// Held by anyone who changes the counter.
pub(super) const LOCK: &str = "audit.counter.lock";
/// How long somebody else may take to change it.
const PATIENCE: Duration = Duration::from_secs(5);
const MAGIC: &[u8; 8] = b"CKEYCTR1";
const LENGTH: usize = 96;

impl FolderSecrets {
    fn counter_file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    fn counter_key(&self) -> Result<MacKey> {
        let id = self.unlocked.header.id;
        let key = derive::subkey(
            &self.unlocked.master,
            "customer-key/v1/secret-store/counter",
            id.as_bytes(),
        );
        Ok(MacKey::new(&key.map_err(|error| self.failed(&error))?))
    }

    fn write_mark(&self, mark: &AuditMark) -> Result<()> {
        let mut bytes =
            [MAGIC.as_slice(), mark.tenant.as_bytes(), &mark.sequence.to_be_bytes(), &mark.link]
                .concat();
        bytes.extend_from_slice(&self.counter_key()?.tag(&[&bytes]));
        let path = self.counter_file();
        durable::replace(&path, &bytes).map_err(|error| files::failure(&path, &error))
    }
}

impl AuditCounter for FolderSecrets {
    fn mark(&self) -> Result<Option<AuditMark>> {
        let path = self.counter_file();
        let file = match regular::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(files::failure(&path, &error)),
        };
        let mut bytes = Vec::with_capacity(LENGTH);
        file.take(256).read_to_end(&mut bytes).map_err(|error| files::failure(&path, &error))?;
        let (said, tag) =
            bytes.split_last_chunk::<32>().ok_or_else(|| damaged(&path, "it is cut short"))?;
        let mark = parse(said).ok_or_else(|| damaged(&path, "it is no counter"))?;
        self.counter_key()?
            .verify(&[said], tag)
            .map_err(|_| damaged(&path, "it was not written with this secret store's key"))?;
        Ok(Some(mark))
    }

    fn change(&self, next: NextMark<'_>) -> Result<()> {
        let _alone = files::FileLock::take(&self.folder.join(LOCK), PATIENCE)?;
        match next(self.mark()) {
            Some(mark) => self.write_mark(&mark),
            None => Ok(()),
        }
    }
}

fn parse(said: &[u8]) -> Option<AuditMark> {
    let rest = said.strip_prefix(MAGIC)?;
    let (tenant, rest) = rest.split_first_chunk::<16>()?;
    let (sequence, rest) = rest.split_first_chunk::<8>()?;
    let mark = AuditMark {
        tenant: Uuid::from_bytes(*tenant),
        sequence: i64::from_be_bytes(*sequence),
        link: rest.try_into().ok()?,
    };
    (mark.sequence >= 0).then_some(mark)
}

fn damaged(path: &Path, what: &str) -> StoreError {
    let mut error = master::damaged(path, what);
    error.kind = StoreErrorKind::Damaged;
    // The tenant's folder, in which the secret store lies.
    let tenant = path.ancestors().nth(2).unwrap_or(path).display().to_string().replace('\'', "''");
    error.fix = format!(
        "Find out who can write the secret store. Put the file back from a copy of the secrets, or restore the tenant from a backup with its \
         secrets into a new folder. To give up what the counter knew, on the record: Open-CustomerKeyTenant -Path '{tenant}' -AcceptAuditLoss"
    );
    error
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::folder_secrets::MasterKey;

    const TENANT: Uuid = Uuid::from_bytes([7; 16]);

    fn store(folder: &Path) -> FolderSecrets {
        FolderSecrets::create(folder, MasterKey::InFolder).unwrap()
    }

    fn mark(sequence: i64) -> AuditMark {
        AuditMark { tenant: TENANT, sequence, link: [9; 32] }
    }

    #[test]
    fn a_mark_comes_back_as_it_was_written_and_leaves_no_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder.path().join("secrets"));
        assert_eq!(store.mark().unwrap(), None);
        for sequence in [0, 1, i64::MAX, 5] {
            store.change(&mut |_| Some(mark(sequence))).unwrap();
            assert_eq!(store.mark().unwrap(), Some(mark(sequence)));
        }
        store.change(&mut |found| (found.unwrap() != Some(mark(5))).then(|| mark(6))).unwrap();
        assert_eq!(store.mark().unwrap(), Some(mark(5)));
        let left = std::fs::read_dir(folder.path().join("secrets")).unwrap().filter(|entry| {
            entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp")
        });
        assert_eq!(left.count(), 0);
    }

    #[test]
    fn a_mark_is_durable_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder.path().join("secrets"));
        durable::SYNCED.with_borrow_mut(Vec::clear);
        store.change(&mut |_| Some(mark(1))).unwrap();
        assert!(durable::SYNCED.with_borrow(|synced| synced.contains(&store.folder)));
    }

    #[test]
    fn a_counter_that_was_changed_or_is_another_stores_is_damage_and_can_be_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (store(&folder.path().join("one")), store(&folder.path().join("two")));
        one.change(&mut |_| Some(mark(1))).unwrap();
        two.change(&mut |_| Some(mark(1))).unwrap();
        let good = std::fs::read(one.counter_file()).unwrap();
        assert_eq!(good.len(), LENGTH);
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            std::fs::write(one.counter_file(), bad).unwrap();
            assert_eq!(one.mark().unwrap_err().kind, StoreErrorKind::Damaged, "{at}");
        }
        for bad in [
            &good[..95],
            &[good.as_slice(), b"x"].concat(),
            b"",
            &std::fs::read(two.counter_file()).unwrap(),
        ] {
            std::fs::write(one.counter_file(), bad).unwrap();
            assert_eq!(one.mark().unwrap_err().kind, StoreErrorKind::Damaged);
        }
        one.change(&mut |found| found.is_err().then(|| mark(2))).unwrap();
        assert_eq!(one.mark().unwrap(), Some(mark(2)));
    }

    #[test]
    fn changes_of_many_at_once_are_all_made_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder.path().join("secrets"));
        store.change(&mut |_| Some(mark(0))).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        store
                            .change(&mut |found| Some(mark(found.unwrap().unwrap().sequence + 1)))
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(store.mark().unwrap(), Some(mark(40)));
    }
}
