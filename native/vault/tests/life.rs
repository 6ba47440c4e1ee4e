//! Deleting, bringing back, purging, keeping in files: what a plan says, and what is left when
//! somebody is killed in between, comes at the same time, or finds a damaged file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use ckey_vault::{KeyType, NewKey, NewVault, RootVault, Tags, VaultError, VaultErrorKind as Kind};
use common::*;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const FOLDER: &str = "CKEY_TEST_VAULT_FOLDER";

fn child(house: &House, test: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", test, "--test-threads=1"])
        .env(FOLDER, house.dir.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn sent_folder() -> Option<std::path::PathBuf> {
    std::env::var_os(FOLDER).map(Into::into)
}

/// One thing that can be done: what a plan says of it, and the act.
type Deed = (fn(&House) -> Result<(), VaultError>, fn(&House) -> Result<(), VaultError>);

const DEEDS: &[Deed] = &[
    (
        |h| h.vaults.check_delete_key(&alice(), VAULT, KEY).map(drop),
        |h| h.vaults.delete_key(&alice(), VAULT, KEY).map(drop),
    ),
    (
        |h| h.vaults.check_recover_key(&alice(), VAULT, KEY).map(drop),
        |h| h.vaults.recover_key(&alice(), VAULT, KEY).map(drop),
    ),
    (
        |h| h.vaults.check_purge_key(&alice(), VAULT, KEY).map(drop),
        |h| h.vaults.purge_key(&alice(), VAULT, KEY).map(drop),
    ),
    (
        |h| h.vaults.check_backup_key(&alice(), VAULT, KEY).map(drop),
        |h| h.vaults.backup_key(&alice(), VAULT, KEY).map(drop),
    ),
    (
        |h| h.vaults.check_delete_vault(&alice(), VAULT).map(drop),
        |h| h.vaults.delete_vault(&alice(), VAULT).map(drop),
    ),
    (
        |h| h.vaults.check_recover_vault(&alice(), VAULT, None),
        |h| h.vaults.recover_vault(&alice(), VAULT, None).map(drop),
    ),
    (|h| h.vaults.check_purge_vault(&alice(), VAULT), |h| h.vaults.purge_vault(&alice(), VAULT)),
];

#[test]
fn a_plan_changes_nothing_and_says_what_the_act_says() {
    type Before = fn(&House);
    let states: &[Before] = &[
        |_| (),
        |h| drop(h.vaults.delete_key(&alice(), VAULT, KEY).unwrap()),
        |h| drop(h.vaults.delete_vault(&alice(), VAULT).unwrap()),
    ];
    for (state, prepare) in states.iter().enumerate() {
        for (number, (plan, act)) in DEEDS.iter().enumerate() {
            let house = with_key();
            prepare(&house);
            let before = std::fs::read(house.file()).unwrap();
            let said = plan(&house).map_err(|error| (error.kind, error.message));
            assert_eq!(std::fs::read(house.file()).unwrap(), before, "{state} {number}");
            let done = act(&house).map_err(|error| (error.kind, error.message));
            assert_eq!(said, done, "{state} {number}");
        }
    }
}

#[test]
fn a_damaged_vault_is_neither_deleted_nor_brought_back_nor_written_over() {
    let house = with_key();
    let blob = house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    std::fs::write(house.file(), b"garbage").unwrap();
    for (number, (plan, act)) in DEEDS.iter().enumerate() {
        assert_eq!(kind(plan(&house)), Kind::Damaged, "{number}");
        assert_eq!(kind(act(&house)), Kind::Damaged, "{number}");
    }
    assert_eq!(kind(house.vaults.check_restore_key(&alice(), VAULT, &blob)), Kind::Damaged);
    assert_eq!(kind(house.vaults.restore_key(&alice(), VAULT, &blob)), Kind::Damaged);
    assert_eq!(std::fs::read(house.file()).unwrap(), b"garbage");
}

/// Rule 5.12: who counts on a backup has one.
#[test]
fn a_backup_is_in_its_file_before_the_vault_says_that_there_is_one() {
    let house = with_key();
    let killed = child(&house, "child_is_killed_when_it_has_kept_a_backup").wait().unwrap();
    assert!(!killed.success());
    let vaults = house.reopen();
    assert_eq!(vaults.get_key(&service(), &uri(), &soon()).unwrap().last_backup, None);
    let blob = std::fs::read(house.dir.path().join("kept.backup")).unwrap();
    assert_eq!(vaults.check_restore_key(&alice(), VAULT, &blob).unwrap_err().kind, Kind::NameTaken);
    // What could not be kept is no backup either.
    let full = |_: &[u8]| Err(VaultError::new(Kind::Io, "The disk is full.", "x", "Make room."));
    assert_eq!(kind(vaults.backup_key_into(&alice(), VAULT, KEY, full)), Kind::Io);
    assert_eq!(vaults.get_key(&service(), &uri(), &soon()).unwrap().last_backup, None);
    vaults.backup_key_into(&alice(), VAULT, KEY, |_| Ok(())).unwrap();
    assert_eq!(vaults.get_key(&service(), &uri(), &soon()).unwrap().last_backup, Some(START));
}

#[test]
#[ignore = "part of a_backup_is_in_its_file_before_the_vault_says_that_there_is_one"]
fn child_is_killed_when_it_has_kept_a_backup() {
    let Some(folder) = sent_folder() else { return };
    let kept = |blob: &[u8]| {
        std::fs::write(folder.join("kept.backup"), blob).unwrap();
        std::process::abort()
    };
    drop(open(&folder, &clock()).backup_key_into(&alice(), VAULT, KEY, kept));
}

#[test]
fn whoever_is_killed_deleting_and_bringing_back_leaves_a_key_that_is_deleted_or_not() {
    let house = with_key();
    for _ in 0..5 {
        let begun = generation(&house);
        let mut child = child(&house, "child_deletes_and_brings_back_until_killed");
        let given_up = std::time::Instant::now() + std::time::Duration::from_secs(60);
        while generation(&house) < begun + 3 && std::time::Instant::now() < given_up {
            std::thread::yield_now();
        }
        assert!(generation(&house) > begun, "the other process changed nothing");
        child.kill().unwrap();
        child.wait().unwrap();
        let vaults = house.reopen();
        assert!(vaults.verify().unwrap().iter().all(|one| one.result.is_ok()));
        let (deleted, live) = (
            vaults.deleted_key(&alice(), VAULT, KEY).is_ok(),
            vaults.get_key(&service(), &uri(), &soon()).is_ok(),
        );
        assert_ne!(deleted, live);
        if deleted {
            vaults.recover_key(&alice(), VAULT, KEY).unwrap();
        }
    }
}

fn generation(house: &House) -> u64 {
    house.vaults.vault(VAULT).unwrap().generation
}

#[test]
#[ignore = "part of whoever_is_killed_deleting_and_bringing_back_leaves_a_key_that_is_deleted_or_not"]
fn child_deletes_and_brings_back_until_killed() {
    let Some(folder) = sent_folder() else { return };
    let vaults = open(&folder, &clock());
    loop {
        vaults.delete_key(&alice(), VAULT, KEY).unwrap();
        vaults.recover_key(&alice(), VAULT, KEY).unwrap();
    }
}

/// How many of four who do something at the same time succeed; the others get this.
fn succeed(
    house: &House,
    refused: Kind,
    act: impl Fn(&ckey_vault::EmbeddedVaults) -> Result<(), VaultError> + Sync,
) -> usize {
    std::thread::scope(|scope| {
        let attempts: Vec<_> = (0..4)
            .map(|_| {
                let vaults = house.reopen();
                let act = &act;
                scope.spawn(move || act(&vaults))
            })
            .collect();
        let results = attempts.into_iter().map(|one| one.join().unwrap());
        results
            .filter(|result| {
                result.as_ref().map_err(|error| assert_eq!(error.kind, refused)).is_ok()
            })
            .count()
    })
}

#[test]
fn of_many_who_delete_bring_back_or_restore_a_key_at_once_exactly_one_does() {
    let house = with_key();
    let blob = house.vaults.backup_key(&alice(), VAULT, KEY).unwrap();
    let alice = alice();
    let deletes = |v: &ckey_vault::EmbeddedVaults| v.delete_key(&alice, VAULT, KEY).map(drop);
    assert_eq!(succeed(&house, Kind::KeyDeleted, deletes), 1);
    let brings = |v: &ckey_vault::EmbeddedVaults| v.recover_key(&alice, VAULT, KEY).map(drop);
    assert_eq!(succeed(&house, Kind::KeyNotFound, brings), 1);
    house.vaults.delete_key(&alice, VAULT, KEY).unwrap();
    let purges = |v: &ckey_vault::EmbeddedVaults| v.purge_key(&alice, VAULT, KEY).map(drop);
    assert_eq!(succeed(&house, Kind::KeyNotFound, purges), 1);
    let restores = |v: &ckey_vault::EmbeddedVaults| v.restore_key(&alice, VAULT, &blob).map(drop);
    assert_eq!(succeed(&house, Kind::NameTaken, restores), 1);
    let deletes = |v: &ckey_vault::EmbeddedVaults| v.delete_vault(&alice, VAULT).map(drop);
    assert_eq!(succeed(&house, Kind::VaultDeleted, deletes), 1);
    let brings = |v: &ckey_vault::EmbeddedVaults| v.recover_vault(&alice, VAULT, None).map(drop);
    assert_eq!(succeed(&house, Kind::VaultNotFound, brings), 1);
}

#[test]
fn a_vault_comes_back_with_other_tags_where_some_are_given() {
    let house = house();
    let tags = |value: &str| Tags::from([("use".to_owned(), value.to_owned())]);
    let alice = alice();
    house.vaults.create_vault(&NewVault { tags: tags("old"), ..new_vault("abc", &alice) }).unwrap();
    house.vaults.delete_vault(&alice, "abc").unwrap();
    assert_eq!(house.vaults.recover_vault(&alice, "abc", None).unwrap().tags, tags("old"));
    house.vaults.delete_vault(&alice, "abc").unwrap();
    let long = tags(&"x".repeat(257));
    assert_eq!(kind(house.vaults.recover_vault(&alice, "abc", Some(&long))), Kind::BadParameter);
    let back = house.vaults.recover_vault(&alice, "abc", Some(&tags("new"))).unwrap();
    assert_eq!(back.tags, tags("new"));
}

/// Rules 5.8 and 5.17.3.
#[test]
fn mandatory_retention_forbids_to_purge_what_is_deleted_already() {
    let house = house();
    let alice = alice();
    house.vaults.create_vault(&new_vault("abc", &alice)).unwrap();
    let ec = NewKey { key_type: KeyType::Ec, ..NewKey::default() };
    house.vaults.create_key(&alice, "abc", "k", &ec).unwrap();
    house.vaults.delete_vault(&alice, "abc").unwrap();
    house.vaults.check_purge_vault(&alice, "abc").unwrap();
    house.vaults.set_vault_subscription_protected(&alice, "abc", true).unwrap();
    assert_eq!(kind(house.vaults.check_purge_vault(&alice, "abc")), Kind::PurgeProtected);
    assert_eq!(kind(house.vaults.purge_vault(&alice, "abc")), Kind::PurgeProtected);
    // Said again it writes nothing.
    let before = std::fs::read(house.dir.path().join(Path::new("abc.vault"))).unwrap();
    house.vaults.set_vault_subscription_protected(&alice, "abc", true).unwrap();
    assert_eq!(std::fs::read(house.dir.path().join("abc.vault")).unwrap(), before);
}
