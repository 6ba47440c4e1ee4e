//! Mailboxes that were taken from their users, while others work with them (rules 4.3.15 to
//! 4.3.19).

use std::sync::atomic::{AtomicBool, Ordering};

use ckey_base::CancelToken;
use ckey_crypto::EncryptionContext;
use ckey_engine::{Lag, Moment, NewNames, PolicyKind, ScopeSelector, Taking, Tenant};

use crate::processes::{child, child_at, hear};
use crate::stage::{Stage, options, records_of};

/// Alice's mailbox under a policy of its own, with a letter.
fn stage() -> (Stage, ScopeSelector) {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let alice = ScopeSelector::Mailbox("Alice".into());
    stage.import(&alice, "m", b"letter").unwrap();
    (stage, alice)
}

fn sound(tenant: &Tenant) {
    let checks = tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:#?}");
}

fn lags(stage: &Stage, key: &str) -> Vec<(Lag, u64)> {
    let answer = stage.tenant.key_use().retirement(key, false).unwrap();
    answer.dependents.iter().map(|one| (one.lag, one.keys)).collect()
}

#[test]
fn whoever_has_a_mailbox_open_neither_reads_nor_seals_once_another_process_removed_it() {
    let (stage, alice) = stage();
    let lease = stage.tenant.open_scope(&alice).unwrap();
    let context = EncryptionContext::default();
    let sealed = lease.seal(&context, b"x").unwrap();
    assert!(child(&stage, "remove Alice").wait().unwrap().success());
    std::thread::sleep(std::time::Duration::from_millis(50));
    assert_eq!(lease.unseal(&context, &sealed).unwrap_err().id, "MailboxRemoved");
    assert_eq!(lease.seal(&context, b"y").unwrap_err().id, "MailboxRemoved");
    assert_eq!(stage.tenant.open_scope(&alice).err().unwrap().id, "MailboxNotFound");
    stage.tenant.mailboxes().recover(&stage.actor(), "Alice", &NewNames::default()).unwrap();
    assert_eq!(lease.unseal(&context, &sealed).unwrap().expose(), b"x");
    sound(&stage.tenant);
}

#[test]
fn a_key_whose_mailbox_another_process_removes_while_a_job_moves_it_stays_until_it_is_back() {
    let (stage, _) = stage();
    let old =
        stage.tenant.policies().get(PolicyKind::Mailbox, "P").unwrap().roots[0].key_uri.clone();
    stage.new_version(0);
    stage
        .tenant
        .policies()
        .refresh(&stage.actor(), PolicyKind::Mailbox, "P", &CancelToken::default())
        .unwrap();
    let (path, armed) = (stage.path(), AtomicBool::new(true));
    stage.tenant.on_pause(move |now| {
        if now == Moment::Opened && armed.swap(false, Ordering::SeqCst) {
            assert!(child_at(&path, "remove Alice").wait().unwrap().success());
        }
    });
    stage.work();
    assert_eq!(lags(&stage, &old), [(Lag::SoftDeleted, 1)]);
    assert!(records_of(&stage.tenant, "Retire generations").is_empty());
    sound(&stage.tenant);
    stage.tenant.mailboxes().recover(&stage.actor(), "Alice", &NewNames::default()).unwrap();
    stage.work();
    assert_eq!(lags(&stage, &old), []);
    assert_eq!(records_of(&stage.tenant, "Retire generations").len(), 1);
    sound(&stage.tenant);
}

#[test]
fn a_destruction_that_was_killed_is_ended_by_the_next_call_and_nobody_brings_the_mailbox_back() {
    let (stage, _) = stage();
    let actor = stage.actor();
    stage.tenant.mailboxes().take(&actor, "Alice", Taking::Remove).unwrap();
    let mut child = child(&stage, "destroy Alice");
    hear(&mut child, "in the middle");
    child.kill().unwrap();
    child.wait().unwrap();
    let again = Tenant::open(&stage.path(), options()).unwrap();
    sound(&again);
    let recovered = again.mailboxes().recover(&actor, "Alice", &NewNames::default());
    assert_eq!(recovered.unwrap_err().id, "MailboxBeingDestroyed");
    again.mailboxes().destroy(&actor, "Alice", &CancelToken::default()).unwrap();
    assert_eq!(again.mailboxes().get_removed("Alice").unwrap_err().id, "MailboxNotFound");
    assert_eq!(records_of(&again, "Destroy mailbox").len(), 1);
    sound(&again);
}

#[test]
fn when_its_time_is_over_a_removed_mailbox_is_destroyed_by_whoever_works_and_one_on_hold_stays() {
    let (stage, _) = stage();
    let (actor, mailboxes) = (stage.actor(), stage.tenant.mailboxes());
    stage.mailbox("Bob");
    mailboxes.set_hold(&actor, "Bob", true).unwrap();
    stage.mailbox("Carol");
    for name in ["Alice", "Bob"] {
        mailboxes.take(&actor, name, Taking::Remove).unwrap();
    }
    mailboxes.take(&actor, "Carol", Taking::Disable).unwrap();
    // As a worker leaves it that is killed.
    let mut child = child(&stage, "destroy Alice");
    hear(&mut child, "in the middle");
    child.kill().unwrap();
    child.wait().unwrap();
    let begun = ckey_base::clock::seconds();
    let month = 30 * 24 * 60 * 60;
    stage.tenant.move_clock(&actor, begun + month - 3600).unwrap();
    stage.work();
    assert!(mailboxes.get_removed("Carol").is_ok());
    stage.tenant.move_clock(&actor, begun + month + 3600).unwrap();
    stage.work();
    for name in ["Alice", "Carol"] {
        assert_eq!(mailboxes.get_removed(name).unwrap_err().id, "MailboxNotFound");
    }
    assert!(mailboxes.get_removed("Bob").is_ok());
    assert_eq!(records_of(&stage.tenant, "Destroy mailbox").len(), 2);
    sound(&stage.tenant);
}

/// More of them than are looked for at once.
#[test]
fn removed_mailboxes_that_cannot_be_destroyed_keep_nobody_from_those_behind_them() {
    let (stage, _) = stage();
    let (actor, mailboxes) = (stage.actor(), stage.tenant.mailboxes());
    let names: Vec<_> = (0..70).map(|number| format!("m{number}")).collect();
    for name in &names {
        stage.mailbox(name);
        mailboxes.take(&actor, name, Taking::Remove).unwrap();
    }
    let db = rusqlite::Connection::open(stage.path().join("tenant.db")).unwrap();
    let last = "SELECT max(no) FROM removed_mailbox";
    db.execute(&format!("UPDATE removed_mailbox SET at = at - 1 WHERE no < ({last})"), []).unwrap();
    drop(db);
    stage.tenant.move_clock(&actor, stage.tenant.now() + 31 * 24 * 60 * 60).unwrap();
    // The keys of those whose rows were edited move no more, either.
    let _ = stage.tenant.jobs().work(None, &CancelToken::default(), &mut |_| {});
    assert_eq!(mailboxes.get_removed("m69").unwrap_err().id, "MailboxNotFound");
    let destroyed = records_of(&stage.tenant, "Destroy mailbox");
    assert_eq!(destroyed.len(), 1);
}

#[test]
fn a_key_that_was_destroyed_is_in_no_file_of_the_state() {
    let (stage, _) = stage();
    let no = stage.tenant.mailboxes().get("Alice").unwrap().no;
    let wrap: Vec<u8> = rusqlite::Connection::open(stage.path().join("tenant.db"))
        .unwrap()
        .query_row("SELECT wrap FROM scope_wrap WHERE scope_no = ?1", [no], |row| row.get(0))
        .unwrap();
    let is_there = || {
        crate::stage::files_below(&stage.path()).iter().any(|file| {
            let bytes = std::fs::read(file).unwrap_or_default();
            bytes.windows(wrap.len()).any(|window| window == wrap)
        })
    };
    assert!(is_there());
    let actor = stage.actor();
    stage.tenant.mailboxes().take(&actor, "Alice", Taking::Remove).unwrap();
    stage.tenant.mailboxes().destroy(&actor, "Alice", &CancelToken::default()).unwrap();
    assert!(!is_there());
}

#[test]
fn of_two_processes_that_remove_a_mailbox_one_does_and_the_other_hears_that_it_is_gone() {
    let (stage, _) = stage();
    let actor = stage.actor();
    let mut children: Vec<_> = (0..2).map(|_| child(&stage, "remove Alice")).collect();
    let done = children.iter_mut().filter_map(|child| child.wait().ok());
    assert_eq!(done.filter(|status| status.success()).count(), 1);
    assert_eq!(records_of(&stage.tenant, "Remove mailbox").len(), 1);
    let gone = stage.tenant.mailboxes().take(&actor, "Alice", Taking::Disable);
    assert_eq!(gone.unwrap_err().id, "MailboxNotFound");
    sound(&stage.tenant);
}
