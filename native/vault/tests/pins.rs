//! Only the newest file of a vault is used: an old one that is put back is damage, one ahead of its
//! record is accepted and recorded (rule 8.1.5).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use ckey_crypto::Backend;
use ckey_vault::{AccessPolicy, EmbeddedVaults, Fault, RootVault as _, VaultErrorKind as Kind};
use common::*;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

struct Recorded {
    house: House,
    ledger: Arc<Ledger>,
}

impl Recorded {
    /// The same folder and record as another process would open them.
    fn reopen(&self) -> EmbeddedVaults {
        let ledger = Arc::clone(&self.ledger);
        EmbeddedVaults::open(
            self.house.dir.path(),
            &master(),
            self.house.clock.clone(),
            Backend::AwsLc,
            Some(ledger),
        )
        .unwrap()
    }

    fn file(&self) -> PathBuf {
        self.house.file()
    }

    fn copy(&self) -> Vec<u8> {
        std::fs::read(self.file()).unwrap()
    }

    fn put(&self, bytes: &[u8]) {
        std::fs::write(self.file(), bytes).unwrap();
    }

    fn changes(&self) -> Vec<(u64, Vec<String>)> {
        self.ledger.changes.lock().unwrap().clone()
    }

    fn get(&self) -> Result<(), ckey_vault::VaultError> {
        self.house.vaults.get_key(&service(), &uri(), &soon()).map(drop)
    }
}

/// A vault with a key that the service may use, recorded from its beginning.
fn recorded() -> Recorded {
    let mut house = house();
    let ledger = Arc::new(Ledger::default());
    house.vaults = EmbeddedVaults::open(
        house.dir.path(),
        &master(),
        house.clock.clone(),
        Backend::AwsLc,
        Some(ledger.clone()),
    )
    .unwrap();
    house.vaults.create_vault(&new_vault(VAULT, &alice())).unwrap();
    house
        .vaults
        .set_access_policy(&alice(), VAULT, &AccessPolicy::for_caller(&service(), CUSTOMER_KEY))
        .unwrap();
    house.vaults.create_key(&alice(), VAULT, KEY, &wrapping_key()).unwrap();
    Recorded { house, ledger }
}

#[test]
fn every_change_is_recorded_once_with_what_was_done() {
    let it = recorded();
    it.house.vaults.delete_key(&alice(), VAULT, KEY).unwrap();
    it.reopen().vault(VAULT).unwrap();
    let expected = [(1, "CreateVault"), (2, "SetAccessPolicy"), (3, "CreateKey"), (4, "DeleteKey")];
    assert_eq!(
        it.changes(),
        expected.map(|(generation, operation)| (generation, vec![operation.to_owned()]))
    );
}

#[test]
fn the_record_is_not_asked_while_the_file_is_as_it_was() {
    let it = recorded();
    it.get().unwrap();
    let asked = it.ledger.asked.load(Ordering::SeqCst);
    for _ in 0..100 {
        it.get().unwrap();
    }
    assert_eq!(it.ledger.asked.load(Ordering::SeqCst), asked);
}

#[test]
fn an_older_file_put_back_is_damage_whoever_reads_it_and_the_newest_works_again() {
    let it = recorded();
    let old = it.copy();
    it.house.vaults.remove_access_policy(&alice(), VAULT, SERVICE_APP).unwrap();
    let newest = it.copy();
    it.put(&old);
    for vaults in [&it.house.vaults, &it.reopen()] {
        let refused = vaults.get_key(&service(), &uri(), &soon()).unwrap_err();
        assert_eq!(refused.kind, Kind::Damaged);
        assert!(refused.message.contains("it is older, generation 3 instead of 4"), "{refused}");
        assert_eq!(kind(vaults.set_fault(&alice(), VAULT, Fault::None)), Kind::Damaged);
        assert_eq!(kind(vaults.create_vault(&new_vault(VAULT, &alice()))), Kind::Damaged);
        assert!(vaults.verify().unwrap()[0].result.is_err());
    }
    assert_eq!(it.copy(), old);
    it.put(&newest);
    assert_eq!(kind(it.get()), Kind::AccessDenied);
}

#[test]
fn an_old_file_that_was_told_to_be_unreachable_is_no_outage() {
    let it = recorded();
    it.house.vaults.set_fault(&alice(), VAULT, Fault::Unreachable).unwrap();
    let outage = it.copy();
    it.house.vaults.set_fault(&alice(), VAULT, Fault::None).unwrap();
    it.put(&outage);
    assert_eq!(kind(it.get()), Kind::Damaged);
}

#[test]
fn a_file_with_another_history_is_damage_even_where_it_is_newer() {
    let it = recorded();
    let begun = it.copy();
    it.house.vaults.set_fault(&alice(), VAULT, Fault::Throttled).unwrap();
    it.house.vaults.set_fault(&alice(), VAULT, Fault::None).unwrap();
    let newest = it.copy();
    // The same vault, changed elsewhere by somebody with the master key.
    it.put(&begun);
    let elsewhere = it.house.reopen();
    for changes in 1..=4 {
        elsewhere
            .remove_access_policy(&owner(mallory()), VAULT, &format!("nobody {changes}"))
            .unwrap();
        elsewhere.set_fault(&owner(mallory()), VAULT, Fault::None).unwrap();
        let refused = it.get().unwrap_err();
        assert_eq!(refused.kind, Kind::Damaged, "{changes}: {refused}");
    }
    it.put(&newest);
    it.get().unwrap();
}

#[test]
fn a_file_that_is_gone_is_damage_and_so_is_another_vault_in_its_place() {
    let it = recorded();
    let newest = it.copy();
    std::fs::remove_file(it.file()).unwrap();
    assert_eq!(kind(it.get()), Kind::Damaged);
    assert_eq!(kind(it.house.vaults.vaults()), Kind::Damaged);
    assert_eq!(kind(it.house.vaults.locate(VAULT)), Kind::Damaged);
    assert_eq!(kind(it.house.vaults.create_vault(&new_vault(VAULT, &alice()))), Kind::Damaged);
    assert!(it.house.vaults.verify().unwrap()[0].result.is_err());
    it.house.reopen().create_vault(&new_vault(VAULT, &owner(mallory()))).unwrap();
    assert_eq!(kind(it.get()), Kind::Damaged);
    it.put(&newest);
    it.get().unwrap();
}

#[test]
fn a_change_whose_process_ended_before_the_record_is_accepted_and_recorded_at_the_next_reading() {
    let it = recorded();
    it.ledger.full.store(true, Ordering::SeqCst);
    let refused = it.house.vaults.set_fault(&alice(), VAULT, Fault::Throttled).unwrap_err();
    assert_eq!(refused.kind, Kind::NotRecorded);
    // A reader is not kept from reading.
    assert_eq!(it.reopen().fault(VAULT).unwrap(), Fault::Throttled);
    assert_eq!(it.changes().len(), 3);
    // Anyone who would change it further is.
    assert_eq!(kind(it.reopen().set_fault(&alice(), VAULT, Fault::None)), Kind::NotRecorded);
    assert_eq!(it.reopen().vault(VAULT).unwrap().generation, 4);
    it.ledger.full.store(false, Ordering::SeqCst);
    assert_eq!(it.house.vaults.fault(VAULT).unwrap(), Fault::Throttled);
    assert_eq!(it.changes()[3..], [(4, vec!["SetFault".to_owned()])]);
    it.house.vaults.set_fault(&alice(), VAULT, Fault::None).unwrap();
    it.get().unwrap();
    assert_eq!(it.changes().len(), 5);
}

#[test]
fn a_new_vault_whose_maker_ended_before_the_record_is_accepted_and_an_unknown_one_with_a_history_is_not()
 {
    let it = recorded();
    it.house.reopen().create_vault(&new_vault("other", &alice())).unwrap();
    it.house.vaults.vault("other").unwrap();
    assert_eq!(it.changes().last().unwrap(), &(1, vec!["CreateVault".to_owned()]));
    let unrecorded = it.house.reopen();
    unrecorded.create_vault(&new_vault("third", &alice())).unwrap();
    unrecorded.set_fault(&alice(), "third", Fault::None).unwrap();
    assert_eq!(kind(it.house.vaults.vault("third")), Kind::Damaged);
    it.house.vaults.adopt("restorer").unwrap();
    it.house.vaults.vault("third").unwrap();
}

#[test]
fn taking_the_files_as_they_are_changes_no_row_of_a_vault_that_is_recorded() {
    let it = recorded();
    it.house.reopen().set_fault(&alice(), VAULT, Fault::Throttled).unwrap();
    it.house.vaults.adopt("restorer").unwrap();
    assert_eq!(it.house.vaults.fault(VAULT).unwrap(), Fault::Throttled);
    assert_eq!(it.changes()[3..], [(4, vec!["SetFault".to_owned()])]);
}

#[test]
fn all_vaults_without_a_record_are_recorded_by_one_change() {
    let it = recorded();
    let unrecorded = it.house.reopen();
    for name in ["second", "third"] {
        unrecorded.create_vault(&new_vault(name, &alice())).unwrap();
        unrecorded.set_fault(&alice(), name, Fault::None).unwrap();
    }
    let before = it.ledger.commits.load(Ordering::SeqCst);
    it.house.vaults.adopt("restorer").unwrap();
    assert_eq!(it.ledger.commits.load(Ordering::SeqCst), before + 1);
    it.house.vaults.vault("second").unwrap();
    it.house.vaults.vault("third").unwrap();
}

#[test]
fn a_file_that_cannot_be_recorded_is_not_taken_as_it_is() {
    let it = recorded();
    it.house.reopen().create_vault(&new_vault("other", &alice())).unwrap();
    it.ledger.full.store(true, Ordering::SeqCst);
    assert_eq!(kind(it.house.vaults.adopt("restorer")), Kind::NotRecorded);
}

#[test]
fn the_file_of_a_purged_vault_that_comes_back_is_nothing_and_its_name_is_free() {
    let it = recorded();
    it.house.vaults.delete_vault(&alice(), VAULT).unwrap();
    let deleted = it.copy();
    it.house.vaults.purge_vault(&alice(), VAULT).unwrap();
    assert_eq!(it.changes().last().unwrap(), &(4, vec!["PurgeVault".to_owned()]));
    it.put(&deleted);
    for vaults in [&it.house.vaults, &it.reopen()] {
        assert_eq!(kind(vaults.recover_vault(&alice(), VAULT, None)), Kind::VaultNotFound);
        assert!(vaults.deleted_vaults().unwrap().is_empty());
        assert_eq!(kind(vaults.get_key(&service(), &uri(), &soon())), Kind::VaultNotFound);
    }
    assert_eq!(it.house.vaults.sweep(&alice()).unwrap(), 1);
    assert!(!it.file().exists());
    it.put(&deleted);
    it.house.vaults.create_vault(&new_vault(VAULT, &alice())).unwrap();
    assert_eq!(kind(it.get()), Kind::AccessDenied);
    let newest = it.copy();
    it.put(&deleted);
    assert_eq!(kind(it.get()), Kind::Damaged);
    assert_eq!(kind(it.house.vaults.sweep(&alice())), Kind::Damaged);
    it.put(&newest);
    assert_eq!(it.house.vaults.vault(VAULT).unwrap().generation, 1);
}

#[test]
fn a_vault_whose_retention_ended_is_recorded_as_removed_by_the_sweep_and_by_who_takes_its_name() {
    for take_name in [false, true] {
        let it = recorded();
        it.house.vaults.delete_vault(&alice(), VAULT).unwrap();
        let deleted = it.copy();
        it.house.clock.advance(91 * DAY);
        if take_name {
            it.house.vaults.create_vault(&new_vault(VAULT, &alice())).unwrap();
        } else {
            assert_eq!(it.house.vaults.sweep(&alice()).unwrap(), 1);
        }
        let removed = it.ledger.pins.lock().unwrap().iter().filter(|pin| pin.removed).count();
        assert_eq!(removed, 1);
        it.put(&deleted);
        assert_eq!(kind(it.get()), if take_name { Kind::Damaged } else { Kind::VaultNotFound });
    }
}

#[test]
fn a_foreign_file_in_the_folder_is_neither_a_vault_nor_swept_away() {
    let it = recorded();
    for name in ["Notes of the admin.vault", "UPPER.vault", "x.vault", "a.log-0001"] {
        let path = it.house.dir.path().join(name);
        std::fs::write(&path, b"mine").unwrap();
        it.house.vaults.sweep(&alice()).unwrap();
        assert_eq!(it.house.vaults.vaults().unwrap().len(), 1);
        assert_eq!(std::fs::read(path).unwrap(), b"mine");
    }
}

#[test]
fn readers_and_writers_at_once_never_take_each_others_files_for_old_ones() {
    let it = recorded();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let (vaults, done) = (it.reopen(), &done);
            scope.spawn(move || {
                while !done.load(Ordering::SeqCst) {
                    vaults.vault(VAULT).unwrap();
                }
            });
        }
        let writers: Vec<_> = (0..2)
            .map(|_| {
                let vaults = it.reopen();
                scope.spawn(move || {
                    (0..50).for_each(|_| vaults.set_fault(&alice(), VAULT, Fault::None).unwrap())
                })
            })
            .collect();
        let ended: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        done.store(true, Ordering::SeqCst);
        assert!(ended.iter().all(Result::is_ok));
    });
    assert_eq!(it.house.vaults.vault(VAULT).unwrap().generation, 103);
    let generations: Vec<_> = it.changes().iter().map(|(generation, _)| *generation).collect();
    assert_eq!(generations, (1..=103).collect::<Vec<_>>());
}
