//! Older parts of a vault's log in files of their own, so that a vault's file stays small however
//! long its log grows.
//!
//! A segment is made of the lines that the vault's file had, unchanged, and is never written again.
//! It is durable before the vault's file that no longer has them; a writer that ends in between
//! leaves a segment that no file names, and the next one writes it anew. The vault's file says,
//! under its own seal, how many segments there are and where their chain ends. So a segment that is
//! missing, altered or exchanged is found, and needs no seal of its own.

use super::keyring::Keyring;
use super::log::{Chain, Tail, walk};
use super::record::VaultRecord;
use super::state::Loaded;
use super::{EmbeddedVaults, refusal};
use crate::error::VaultError;
use crate::log_record::LogRecord;
use serde::{Deserialize, Serialize};
use std::sync::atomic::Ordering;

/// How long the log in a vault's file grows before it goes to a segment.
pub(super) const ROTATE_AT: usize = 4 << 20;

/// The segments of a log: how many, and where their chain ends.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Archive {
    pub(super) segments: u32,
    pub(super) end: Tail,
}

/// A segment to be written before the vault's file.
pub(super) struct NewSegment {
    pub(super) number: u32,
    pub(super) bytes: Vec<u8>,
}

impl VaultRecord {
    /// How many segments its log has.
    pub(super) fn segments(&self) -> u32 {
        self.archive.map_or(0, |archive| archive.segments)
    }

    /// Where the log in its own file begins.
    pub(super) fn log_base(&self, keyring: &Keyring) -> Tail {
        self.archive.map_or_else(|| Tail::start(keyring), |archive| archive.end)
    }

    /// Takes the log out of the file when it has grown long.
    pub(super) fn rotate(&mut self, chain: &mut Chain, rotate_at: usize) -> Option<NewSegment> {
        if chain.bytes.len() <= rotate_at {
            return None;
        }
        let number = self.segments().saturating_add(1);
        let bytes = chain.cut();
        self.archive = Some(Archive { segments: number, end: chain.base });
        Some(NewSegment { number, bytes })
    }
}

impl EmbeddedVaults {
    /// The log of a vault, oldest record first, its whole chain verified. Needs no permission;
    /// works while the vault is deleted.
    ///
    /// # Errors
    /// `VaultNotFound`; `Damaged` if a record does not belong to the chain, or a segment of the log
    /// is not there; `Io`.
    pub fn log(&self, name: &str) -> Result<Vec<LogRecord>, VaultError> {
        let loaded = self.load(name)?.ok_or_else(|| self.not_found(name))?;
        let mut records = Vec::new();
        self.walk_log(&loaded, &mut |_, record| records.push(record))?;
        Ok(records)
    }

    /// Verifies the whole chain, segments first.
    pub(super) fn walk_log(
        &self,
        loaded: &Loaded,
        visit: &mut dyn FnMut(Tail, LogRecord),
    ) -> Result<(), VaultError> {
        let name = loaded.record.name.to_ascii_lowercase();
        let mut tail = Tail::start(&loaded.keyring);
        for number in 1..=loaded.record.segments() {
            let path = self.folder.segment_file(&name, number);
            let bytes = self
                .folder
                .read_segment(&name, number)?
                .ok_or_else(|| refusal::damaged(&path, "it is not there"))?;
            tail = walk(&bytes, tail, &loaded.keyring, visit)
                .map_err(|what| refusal::damaged(&path, &what))?;
        }
        if tail != loaded.chain.base {
            let path = self.folder.segment_file(&name, loaded.record.segments());
            return Err(refusal::damaged(
                &path,
                "the log in the vault's file does not go on from its end",
            ));
        }
        self.walk_own_log(loaded, visit)
    }

    /// Verifies what the vault's own file has of the chain.
    pub(super) fn walk_own_log(
        &self,
        loaded: &Loaded,
        visit: &mut dyn FnMut(Tail, LogRecord),
    ) -> Result<(), VaultError> {
        let path = self.folder.file(&loaded.record.name.to_ascii_lowercase());
        walk(&loaded.chain.bytes, loaded.chain.base, &loaded.keyring, visit)
            .map(drop)
            .map_err(|what| refusal::damaged(&path, &what))
    }

    /// How long the log in a vault's file grows before it goes to a segment, in bytes.
    pub(super) fn rotate_at(&self) -> usize {
        self.rotate_at.load(Ordering::Relaxed)
    }

    /// Sends the log of a vault's file to a segment once it is longer than this, in bytes. For
    /// tests, which would wait long for 4 MiB.
    #[doc(hidden)]
    pub fn rotate_logs_at(&self, bytes: usize) {
        self.rotate_at.store(bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use crate::caller::Caller;
    use crate::error::VaultErrorKind;
    use crate::fault::Fault;
    use crate::vault::NewVault;
    use ckey_base::clock::SystemClock;
    use ckey_crypto::{Backend, SecretKey};
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};
    use std::sync::Arc;
    use std::time::Duration;
    use tempfile::TempDir;

    const FOLDER: &str = "CKEY_TEST_VAULT_FOLDER";

    fn alice() -> Caller {
        Caller::person("id", "alice").as_owner("id")
    }

    /// Vaults whose logs go to segments after about three records.
    fn open(folder: impl AsRef<Path>) -> EmbeddedVaults {
        let master = SecretKey::from_slice(&[7; 32]).unwrap();
        let vaults = EmbeddedVaults::open(
            folder.as_ref(),
            &master,
            Arc::new(SystemClock),
            Backend::AwsLc,
            None,
        )
        .unwrap();
        vaults.rotate_logs_at(500);
        vaults
    }

    fn change(vaults: &EmbeddedVaults) {
        vaults.set_fault(&alice(), "abc", Fault::None).unwrap();
    }

    fn rotated() -> (TempDir, EmbeddedVaults) {
        let folder = TempDir::new().unwrap();
        let vaults = open(&folder);
        vaults.create_vault(&NewVault::new("abc", "eastus", &alice())).unwrap();
        (0..20).for_each(|_| change(&vaults));
        assert!(vaults.load("abc").unwrap().unwrap().record.segments() >= 3);
        (folder, vaults)
    }

    fn segment(folder: &TempDir, number: u32) -> PathBuf {
        folder.path().join(format!("abc.log-{number:04}"))
    }

    #[test]
    fn a_log_in_segments_reads_as_one_and_its_vaults_file_stays_small() {
        let (folder, vaults) = rotated();
        for vaults in [vaults, open(&folder)] {
            let log = vaults.log("abc").unwrap();
            assert!(log.iter().map(|record| record.sequence).eq(1..=21));
            assert_eq!(
                (log[0].operation.as_str(), log[20].operation.as_str()),
                ("CreateVault", "SetFault")
            );
            assert!(vaults.load("abc").unwrap().unwrap().chain.bytes.len() < 1000);
            assert!(vaults.verify().unwrap().iter().all(|one| one.result.is_ok()));
            assert_eq!(vaults.vaults().unwrap().len(), 1);
        }
    }

    #[test]
    fn a_missing_altered_cut_or_exchanged_segment_is_found_and_named() {
        let (folder, vaults) = rotated();
        let [one, two] = [1, 2].map(|number| std::fs::read(segment(&folder, number)).unwrap());
        let mut altered = one.clone();
        altered[70] ^= 1;
        let cut = one[..one.len() / 2].to_vec();
        let shorter: Vec<u8> =
            one.split_inclusive(|&byte| byte == b'\n').take(1).flatten().copied().collect();
        for bad in [Some(altered), Some(cut), Some(shorter), Some(two), Some(Vec::new()), None] {
            match &bad {
                Some(bytes) => std::fs::write(segment(&folder, 1), bytes).unwrap(),
                None => std::fs::remove_file(segment(&folder, 1)).unwrap(),
            }
            let found = vaults.verify().unwrap().remove(0).result.unwrap_err();
            assert_eq!(found.kind, VaultErrorKind::Damaged);
            assert!(found.target.contains("abc.log-000"), "{found}");
            assert!(vaults.log("abc").is_err());
            // The vault itself goes on: its own file says all that it needs.
            change(&vaults);
        }
        std::fs::write(segment(&folder, 1), &one).unwrap();
        assert!(vaults.verify().unwrap()[0].result.is_ok());
        let last = vaults.load("abc").unwrap().unwrap().record.segments();
        std::fs::remove_file(segment(&folder, last)).unwrap();
        assert!(vaults.verify().unwrap()[0].result.is_err());
    }

    #[test]
    fn what_followed_a_place_is_found_from_the_start_and_from_where_a_segment_ends() {
        let (_folder, vaults) = rotated();
        let loaded = vaults.load("abc").unwrap().unwrap();
        let base = loaded.chain.base;
        let since = |place| vaults.changes_since(&loaded, place).unwrap();
        assert!(since(base).iter().map(|record| record.sequence).eq(base.sequence + 1..=21));
        assert_eq!(since(Tail::start(&loaded.keyring)).len(), 21);
        let other = Tail { tag: [0; 32], ..base };
        assert!(vaults.changes_since(&loaded, other).is_err(), "it has another history");
    }

    #[test]
    fn a_vault_is_purged_though_a_segment_of_its_log_is_gone() {
        let (folder, vaults) = rotated();
        std::fs::remove_file(segment(&folder, 1)).unwrap();
        vaults.delete_vault(&alice(), "abc").unwrap();
        vaults.purge_vault(&alice(), "abc").unwrap();
        let left = std::fs::read_dir(&folder).unwrap().flatten();
        let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
        assert_eq!(left, [".vaults.lock"]);
    }

    #[test]
    fn a_segment_whose_writer_ended_before_the_vaults_file_does_no_harm_and_is_written_anew() {
        let (folder, vaults) = rotated();
        let next = vaults.load("abc").unwrap().unwrap().record.segments() + 1;
        std::fs::write(segment(&folder, next), b"left by somebody who ended").unwrap();
        assert!(open(&folder).verify().unwrap()[0].result.is_ok());
        let vaults = open(&folder);
        (0..10).for_each(|_| change(&vaults));
        assert!(vaults.load("abc").unwrap().unwrap().record.segments() > next);
        assert!(vaults.log("abc").unwrap().iter().map(|record| record.sequence).eq(1..=31));
    }

    #[test]
    fn a_writer_killed_while_its_log_goes_to_segments_leaves_a_whole_vault() {
        let (folder, vaults) = rotated();
        for round in 0..20 {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args([
                    "--ignored",
                    "--exact",
                    "embedded::segments::tests::child_writes_until_killed",
                ])
                .env(FOLDER, folder.path())
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            let begun = vaults.vault("abc").unwrap().generation;
            while vaults.vault("abc").unwrap().generation == begun {
                assert!(child.try_wait().unwrap().is_none(), "the child changed nothing");
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_micros(1500 * round));
            child.kill().unwrap();
            child.wait().unwrap();
            let found = open(&folder).verify().unwrap().remove(0);
            assert_eq!(found.result, Ok(()), "round {round}");
            change(&vaults);
        }
        let last = vaults.load("abc").unwrap().unwrap();
        assert!(
            vaults.log("abc").unwrap().iter().map(|record| record.sequence).eq(1..=last.generation)
        );
        assert!(last.record.segments() > 10, "{}", last.record.segments());
    }

    #[test]
    #[ignore = "part of a_writer_killed_while_its_log_goes_to_segments_leaves_a_whole_vault"]
    fn child_writes_until_killed() {
        let Some(folder) = std::env::var_os(FOLDER) else { return };
        let vaults = open(PathBuf::from(folder));
        loop {
            change(&vaults);
        }
    }

    #[test]
    fn a_purged_vault_takes_its_segments_along() {
        let (folder, vaults) = rotated();
        vaults.delete_vault(&alice(), "abc").unwrap();
        vaults.purge_vault(&alice(), "abc").unwrap();
        let left: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .flatten()
            .map(|entry| entry.file_name())
            .collect();
        assert_eq!(left, [".vaults.lock"]);
    }

    #[test]
    fn a_vault_is_never_written_longer_than_it_is_read_back() {
        let (folder, mut vaults) = rotated();
        let file = folder.path().join("abc.vault");
        let before = std::fs::read(&file).unwrap();
        vaults.folder.set_most_bytes(u64::try_from(before.len()).unwrap() + 2000);
        let tags = |length| crate::vault::VaultUpdate {
            tags: Some(
                (0..15).map(|number| (format!("{number:0>512}"), "x".repeat(length))).collect(),
            ),
            ..Default::default()
        };
        let refused = vaults.update_vault(&alice(), "abc", &tags(256)).unwrap_err();
        assert_eq!(refused.kind, VaultErrorKind::TooLarge);
        assert!(refused.message.contains("This change was not made."), "{refused}");
        assert_eq!(std::fs::read(&file).unwrap(), before);
        change(&vaults);
        assert_eq!(open(&folder).vault("abc").unwrap().tags.len(), 0);
    }
}
