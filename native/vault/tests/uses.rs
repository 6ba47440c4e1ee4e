//! What keys were used for is on the record before the answer leaves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    missing_docs
)]

mod common;

use ckey_crypto::rsa::WrapAlgorithm::RsaOaep256;
use ckey_vault::{
    Asker, Caller, EmbeddedVaults, KeyOp, KeyUri, LogRecord, NewKey, RootVault, SignatureAlgorithm,
    VaultErrorKind as Kind, WrapResult,
};
use common::*;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use uuid::Uuid;

const SIGNING: &str = "signing";
const FOLDER: &str = "CKEY_TEST_VAULT_FOLDER";

fn uses(vaults: &EmbeddedVaults) -> Vec<LogRecord> {
    let mut found = Vec::new();
    vaults.uses(VAULT, &mut |record| found.push(record)).unwrap();
    found
}

fn wrap(vaults: &EmbeddedVaults) -> WrapResult {
    vaults.wrap_key(&service(), &uri(), RsaOaep256, b"seed", &soon()).unwrap()
}

/// The files of uses, oldest first.
fn files(house: &House) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(house.dir.path()).unwrap();
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(".uses-"))
        .collect();
    files.sort();
    files
}

fn verdict(house: &House) -> Result<(), Kind> {
    let verified = house.reopen().verify().unwrap().remove(0);
    verified.result.map_err(|error| {
        assert!(error.target.contains(".uses-"), "{error}");
        error.kind
    })
}

#[test]
fn each_use_says_who_did_what_with_which_version_and_within_which_request() {
    let house = with_key();
    let request = Uuid::from_u128(7);
    let made = house
        .vaults
        .wrap_key(&service(), &uri(), RsaOaep256, b"seed", &soon().within(Some(request)))
        .unwrap();
    house.vaults.unwrap_key(&service(), &made.uri, RsaOaep256, &made.value, &soon()).unwrap();
    let signing = KeyUri::new(VAULT, "signing", None).unwrap();
    house.vaults.create_key(&alice(), VAULT, "signing", &NewKey::default()).unwrap();
    let (ps256, digest, alice) = (SignatureAlgorithm::Ps256, [5; 32], alice());
    let by = Asker { caller: &alice, request: Some(request) };
    let signed = house.vaults.sign(by, &signing, ps256, &digest).unwrap();
    let verify = |text| house.vaults.verify_signature(&alice, &signing, ps256, text, &signed.value);
    assert!(verify(&digest).unwrap() && !verify(&[6; 32]).unwrap());

    let found = uses(&house.reopen());
    let told: Vec<_> = found
        .iter()
        .map(|one| (one.sequence, one.operation.as_str(), one.object.clone(), one.detail.as_str()))
        .collect();
    let (wrapping, signing) = (made.uri.to_string(), signed.uri.to_string());
    assert_eq!(
        told,
        [
            (1, "KeyWrap", wrapping.clone(), "RSA-OAEP-256"),
            (2, "KeyUnwrap", wrapping, "RSA-OAEP-256"),
            (3, "KeySign", signing.clone(), "PS256"),
            (4, "KeyVerify", signing.clone(), "PS256"),
            (5, "KeyVerify", signing, "PS256"),
        ]
    );
    assert!(found[0].object.matches('/').count() == 5, "with its version: {}", found[0].object);
    assert_eq!((found[0].actor_id.as_str(), found[0].at), (service().object_id.as_str(), START));
    assert_eq!(
        found.iter().map(|one| one.request).collect::<Vec<_>>(),
        [Some(request), None, Some(request), None, None]
    );
}

#[test]
fn what_was_refused_or_only_looked_at_is_no_use() {
    let house = with_key();
    let made = wrap(&house.vaults);
    house.vaults.get_key(&service(), &uri(), &soon()).unwrap();
    house.vaults.check_root(&service(), &uri()).unwrap();
    house.vaults.check_operation(&service(), &uri(), KeyOp::WrapKey).unwrap();
    let unwrap = |caller: Caller, bytes: &[u8]| {
        house.vaults.unwrap_key(&caller, &made.uri, RsaOaep256, bytes, &soon())
    };
    assert_eq!(kind(unwrap(mallory(), &made.value)), Kind::AccessDenied);
    assert_eq!(kind(unwrap(service(), &[0; 256])), Kind::BadCiphertext);
    assert_eq!(uses(&house.vaults).len(), 1);
}

#[test]
fn uses_of_many_threads_and_of_others_in_the_folder_are_one_chain_without_a_gap() {
    let house = with_key();
    let others = [house.reopen(), house.reopen()];
    let made = wrap(&house.vaults);
    std::thread::scope(|scope| {
        for thread in 0..12_usize {
            let vaults = if thread < 6 { &house.vaults } else { &others[thread % 2] };
            let made = &made;
            scope.spawn(move || {
                for _ in 0..20 {
                    let wait = soon();
                    vaults
                        .unwrap_key(&service(), &made.uri, RsaOaep256, &made.value, &wait)
                        .unwrap();
                }
            });
        }
    });
    assert!(uses(&house.vaults).iter().map(|one| one.sequence).eq(1..=241));
    assert_eq!(verdict(&house), Ok(()));
}

#[test]
fn long_records_are_in_files_that_are_never_written_again() {
    let house = with_key();
    house.vaults.rotate_logs_at(1500);
    let (other, made) = (house.reopen(), wrap(&house.vaults));
    other.rotate_logs_at(1500);
    for turn in 0..30 {
        let vaults = if turn % 3 == 0 { &other } else { &house.vaults };
        vaults.unwrap_key(&service(), &made.uri, RsaOaep256, &made.value, &soon()).unwrap();
    }
    assert!(files(&house).len() > 3);
    assert!(uses(&house.vaults).iter().map(|one| one.sequence).eq(1..=31));
    assert_eq!(verdict(&house), Ok(()));
}

#[test]
fn a_line_that_was_cut_stays_and_the_next_use_goes_on_in_the_next_file() {
    let house = with_key();
    let made = wrap(&house.vaults);
    for round in 1..4_u64 {
        let last = files(&house).pop().unwrap();
        let mut file = std::fs::OpenOptions::new().append(true).open(&last).unwrap();
        file.write_all(b"0123456789abcdef cut").unwrap();
        house.vaults.set_fault(&alice(), VAULT, ckey_vault::Fault::None).unwrap();
        let vaults = if round % 2 == 0 { &house.vaults } else { &house.reopen() };
        vaults.unwrap_key(&service(), &made.uri, RsaOaep256, &made.value, &soon()).unwrap();
        assert_eq!(files(&house).len() as u64, round + 1);
        assert!(uses(&house.vaults).iter().map(|one| one.sequence).eq(1..=round + 1));
        assert_eq!(verdict(&house), Ok(()));
    }
    // A file whose maker ended before its first line.
    let next = files(&house).pop().unwrap().display().to_string().replace("-0004", "-0005");
    std::fs::write(next, b"").unwrap();
    wrap(&house.vaults);
    assert!(uses(&house.vaults).iter().map(|one| one.sequence).eq(1..=5));
}

/// Overwrites a part of a file's end, as a power cut may that left later parts of a write.
fn tear(file: &Path, from_end: usize, length: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    let at = bytes.len() - from_end;
    bytes[at..at + length].fill(0);
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn a_write_that_lost_its_beginning_and_kept_its_end_was_never_answered_and_the_next_use_goes_on() {
    let house = with_key();
    let made = wrap(&house.vaults);
    for round in 1..4_u64 {
        // Two lines of which the first is torn, and one that lost its beginning.
        let lines = if round == 2 { 2 } else { 1 };
        let last = files(&house).pop().unwrap();
        let before = std::fs::read(&last).unwrap().len();
        for _ in 0..lines {
            house
                .reopen()
                .unwrap_key(&service(), &made.uri, RsaOaep256, &made.value, &soon())
                .unwrap();
        }
        let written = std::fs::read(&last).unwrap().len() - before;
        tear(&last, written, 200);
        assert_eq!(verdict(&house), Ok(()), "{round}");
        assert!(uses(&house.vaults).iter().map(|one| one.sequence).eq(1..=round));
        let vaults = if round % 2 == 0 { &house.vaults } else { &house.reopen() };
        vaults.unwrap_key(&service(), &made.uri, RsaOaep256, &made.value, &soon()).unwrap();
        assert_eq!(files(&house).len() as u64, round + 1);
        assert!(uses(&house.vaults).iter().map(|one| one.sequence).eq(1..=round + 1));
        assert_eq!(verdict(&house), Ok(()), "{round}");
    }
    // Even the first write of a file, twice.
    let next = files(&house).pop().unwrap().display().to_string().replace("-0004", "-0005");
    std::fs::write(next, b"\0\0\0 torn\n").unwrap();
    wrap(&house.vaults);
    assert!(uses(&house.vaults).iter().map(|one| one.sequence).eq(1..=5));
}

#[test]
fn a_first_use_that_was_never_answered_leaves_its_vault_whole() {
    for left in [&b""[..], b"torn", b"\0\0\0 torn\n"] {
        let house = with_key();
        wrap(&house.vaults);
        std::fs::write(files(&house).remove(0), left).unwrap();
        let change = || house.reopen().set_fault(&alice(), VAULT, ckey_vault::Fault::None).unwrap();
        change();
        assert_eq!(verdict(&house), Ok(()), "{left:?}");
        assert!(uses(&house.reopen()).is_empty());
        wrap(&house.reopen());
        assert_eq!(verdict(&house), Ok(()), "{left:?}");
        change();
        assert_eq!((verdict(&house), uses(&house.reopen()).len()), (Ok(()), 1), "{left:?}");
    }
}

#[test]
fn a_line_that_was_altered_in_an_earlier_file_is_found_and_no_later_use_covers_it() {
    let house = with_key();
    house.vaults.rotate_logs_at(1500);
    for _ in 0..12 {
        wrap(&house.vaults);
    }
    let all = files(&house);
    assert!(all.len() > 2);
    for file in [&all[0], &all[1]] {
        let good = std::fs::read(file).unwrap();
        tear(file, good.len() / 2, 20);
        assert_eq!(verdict(&house), Err(Kind::Damaged));
        let other = house.reopen();
        other.rotate_logs_at(1500);
        wrap(&other);
        assert_eq!(verdict(&house), Err(Kind::Damaged));
        std::fs::write(file, &good).unwrap();
        assert_eq!(verdict(&house), Ok(()));
    }
}

#[test]
fn what_was_altered_cut_out_or_cut_off_is_found_and_named_and_keys_work_on() {
    let house = with_key();
    for _ in 0..6 {
        wrap(&house.vaults);
    }
    // The vault names the last use at its last change.
    house.vaults.set_fault(&alice(), VAULT, ckey_vault::Fault::None).unwrap();
    wrap(&house.vaults);
    let file = files(&house).remove(0);
    let good = std::fs::read(&file).unwrap();
    assert_eq!(verdict(&house), Ok(()));
    let lines: Vec<&[u8]> = good.split_inclusive(|&byte| byte == b'\n').collect();
    let mut altered = good.clone();
    altered[100] ^= 1;
    let (out, off) = ([&lines[..2], &lines[3..]].concat().concat(), lines[..5].concat());
    for bad in [Some(altered), Some(out), Some(off), Some(Vec::new()), None] {
        match bad {
            Some(bytes) => std::fs::write(&file, bytes).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        assert_eq!(verdict(&house), Err(Kind::Damaged));
        assert!(house.vaults.uses(VAULT, &mut |_| {}).is_err());
        wrap(&house.vaults);
        std::fs::write(&file, &good).unwrap();
        files(&house).iter().skip(1).for_each(|more| std::fs::remove_file(more).unwrap());
    }
    assert_eq!(verdict(&house), Ok(()));
}

/// Whoever may write the folder and no key of it erases uses, and goes on using and changing.
#[test]
fn uses_that_were_erased_stay_missed_however_much_is_used_and_changed_later() {
    for left in [None, Some(0), Some(2)] {
        let house = with_key();
        let change = || house.reopen().set_fault(&alice(), VAULT, ckey_vault::Fault::None).unwrap();
        for _ in 0..5 {
            wrap(&house.vaults);
        }
        change();
        let file = files(&house).remove(0);
        let lines = std::fs::read(&file).unwrap();
        match left {
            None => std::fs::remove_file(&file).unwrap(),
            Some(left) => {
                let lines = lines.split_inclusive(|&byte| byte == b'\n').take(left);
                std::fs::write(&file, lines.collect::<Vec<_>>().concat()).unwrap();
            }
        }
        for _ in 0..7 {
            wrap(&house.vaults);
            wrap(&house.reopen());
            change();
            assert_eq!(verdict(&house), Err(Kind::Damaged), "{left:?}");
            assert!(house.vaults.uses(VAULT, &mut |_| {}).is_err());
        }
    }
}

#[test]
fn the_uses_of_a_purged_vault_stay_and_a_later_one_of_its_name_begins_anew() {
    let house = with_key();
    wrap(&house.vaults);
    wrap(&house.vaults);
    assert!(house.vaults.purged_and_used().unwrap().is_empty());
    house.vaults.delete_vault(&alice(), VAULT).unwrap();
    house.vaults.purge_vault(&alice(), VAULT).unwrap();
    assert_eq!(files(&house).len(), 1);
    let before = || {
        let mut found = Vec::new();
        house.vaults.uses_before(&VAULT.to_uppercase(), &mut |used| found.push(used)).unwrap();
        found.into_iter().map(|used| used.sequence).collect::<Vec<_>>()
    };
    assert_eq!(before(), [1, 2]);
    assert!(house.vaults.uses(VAULT, &mut |_| {}).is_err());
    furnish(&house.vaults);
    house.vaults.create_key(&alice(), VAULT, KEY, &wrapping_key()).unwrap();
    wrap(&house.vaults);
    assert_eq!((files(&house).len(), uses(&house.vaults).len(), before().len()), (2, 1, 2));
    assert_eq!(house.vaults.purged_and_used().unwrap(), [VAULT.to_lowercase()]);
    assert_eq!(verdict(&house), Ok(()));
}

#[test]
fn a_folder_that_cannot_be_written_lets_keys_work_without_a_record() {
    let house = with_key();
    let vaults = house.reopen().without_record_of_uses();
    wrap(&vaults);
    assert!(files(&house).is_empty());
}

#[test]
fn a_use_that_cannot_be_recorded_is_refused_and_gives_nothing() {
    let house = with_key();
    let made = wrap(&house.vaults);
    let file = files(&house).remove(0);
    let before = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let refused = house
        .vaults
        .unwrap_key(&service(), &made.uri, RsaOaep256, &made.value, &soon())
        .unwrap_err();
    assert_eq!((refused.kind, refused.target.as_str()), (Kind::Io, made.uri.to_string().as_str()));
    assert!(refused.message.contains("was not used"), "{refused}");
    std::fs::remove_dir(&file).unwrap();
    std::fs::write(&file, before).unwrap();
    wrap(&house.vaults);
    assert!(uses(&house.vaults).iter().map(|one| one.sequence).eq(1..=2));
}

/// Runs one ignored test of this file in a process of its own; `shell` goes before it.
fn child(house: &House, test: &str, shell: &str) -> std::process::Child {
    let script = format!("{shell} exec \"$0\" --ignored --exact {test} --nocapture");
    Command::new("sh")
        .args(["-c", &script])
        .arg(std::env::current_exe().unwrap())
        .env(FOLDER, house.dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// A folder with the keys that the child uses.
fn with_signing_key() -> House {
    let house = with_key();
    let signing = NewKey { ops: Some(vec![KeyOp::Sign]), ..NewKey::default() };
    house.vaults.create_key(&alice(), VAULT, SIGNING, &signing).unwrap();
    house
}

#[cfg(unix)]
#[test]
fn a_full_disk_refuses_a_use_and_what_was_answered_before_is_on_the_record() {
    let house = with_signing_key();
    let full = child(&house, "child_uses_a_key_until_it_is_refused", "trap '' XFSZ; ulimit -f 8;");
    let output = full.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert!(text.contains("refused StoreFull"), "{text}");
    let answered: BTreeSet<_> = answered(text.lines().map(str::to_owned)).collect();
    assert!(!answered.is_empty());
    assert_on_record(&house, &answered);
    wrap(&house.vaults);
    assert_eq!(verdict(&house), Ok(()));
}

#[test]
fn a_process_killed_at_any_moment_has_recorded_each_use_that_it_answered() {
    let house = with_signing_key();
    let mut all = BTreeSet::new();
    for round in 1..16 {
        let mut user = child(&house, "child_uses_a_key_until_it_is_refused", "");
        let lines = BufReader::new(user.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut seen = answered(lines);
        all.extend(seen.by_ref().take(round * 3));
        user.kill().unwrap();
        all.extend(seen);
        user.wait().unwrap();
    }
    assert_on_record(&house, &all);
    assert_eq!(verdict(&house), Ok(()));
    let used = uses(&house.vaults);
    for operation in ["KeyWrap", "KeyUnwrap", "KeySign"] {
        let is_one = |one: &&LogRecord| one.operation == operation;
        let answered = |one: &LogRecord| one.request.is_some_and(|request| all.contains(&request));
        assert!(used.iter().filter(is_one).any(answered), "no {operation} was answered");
    }
}

fn answered(lines: impl Iterator<Item = String>) -> impl Iterator<Item = Uuid> {
    lines.filter_map(|line| line.strip_prefix("answered ")?.parse().ok())
}

fn assert_on_record(house: &House, answered: &BTreeSet<Uuid>) {
    let recorded: BTreeSet<_> = uses(&house.vaults).iter().filter_map(|one| one.request).collect();
    let lost: Vec<_> = answered.difference(&recorded).collect();
    assert!(lost.is_empty(), "{} of {} are missing: {lost:?}", lost.len(), answered.len());
}

#[test]
#[ignore = "part of a_process_killed_at_any_moment_has_recorded_each_use_that_it_answered"]
fn child_uses_a_key_until_it_is_refused() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let vaults = open(&folder, &clock());
    println!();
    let (alice, signing) = (alice(), KeyUri::new(VAULT, SIGNING, None).unwrap());
    let mut wrapped = None;
    for turn in 0_u64.. {
        let request = Uuid::new_v4();
        let wait = soon().within(Some(request));
        let by = Asker { caller: &alice, request: Some(request) };
        let done = match (turn % 3, &wrapped) {
            (1, Some(WrapResult { uri, value, .. })) => {
                vaults.unwrap_key(&service(), uri, RsaOaep256, value, &wait).map(drop)
            }
            (2, _) => vaults.sign(by, &signing, SignatureAlgorithm::Ps256, &[5; 32]).map(drop),
            _ => vaults
                .wrap_key(&service(), &uri(), RsaOaep256, b"seed", &wait)
                .map(|made| wrapped = Some(made)),
        };
        match done {
            Ok(()) => println!("answered {request}"),
            Err(refused) => return println!("refused {}", refused.kind),
        }
    }
}
