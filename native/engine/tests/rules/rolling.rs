use ckey_base::CancelToken;
use ckey_engine::{PolicyKind, ScopeSelector};
use ckey_store::{FolderSecrets, MasterKey, SecretName, SecretStore};
use ckey_vault::NewKey;
use std::time::Duration;

use crate::stage::{KEYS, Stage, VAULTS, records_of};

fn wraps_logged(stage: &Stage) -> usize {
    // Each new generation names the key versions that wrap it; the old ones are named by the
    // earlier records.
    records_of(&stage.tenant, "Refresh policy")
        .iter()
        .map(|record| record.details["keys"].as_array().unwrap().len())
        .sum()
}

/// Rules 4.3.1, 4.3.2 and 4.3.3.
#[test]
fn a_refresh_takes_the_current_key_versions_moves_mailbox_keys_and_leaves_content_alone() {
    let stage = Stage::new();
    let before = stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let scope = ScopeSelector::Mailbox("Alice".into());
    let item = stage.import(&scope, "m", b"message").unwrap();
    let sealed = stage.tenant.items().get(&scope, item.id).unwrap().sealed_sha256;
    let versions: Vec<_> = (0..2).map(|index| stage.new_version(index)).collect();
    let after = stage
        .tenant
        .policies()
        .refresh(&stage.actor(), PolicyKind::Mailbox, "P", &CancelToken::default())
        .unwrap();
    assert_eq!(after.roots.iter().map(|root| root.key_uri.clone()).collect::<Vec<_>>(), versions);
    assert_eq!((after.generation, after.guid), (2, before.guid));
    assert_eq!(wraps_logged(&stage), 2, "a roll costs exactly two wraps");
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        Some(before.generation_guid),
        "until the job has reached it"
    );
    stage.work();
    assert_eq!(stage.look("Alice").data_encryption_policy_id, Some(after.generation_guid));
    assert_eq!(stage.tenant.items().get(&scope, item.id).unwrap().sealed_sha256, sealed);
    let mut read = Vec::new();
    stage.tenant.items().export(&scope, item.id, &mut read, &CancelToken::default()).unwrap();
    assert_eq!(read, b"message");
    assert_eq!(
        stage
            .tenant
            .policies()
            .get(PolicyKind::Mailbox, &before.generation_guid.to_string())
            .unwrap()
            .guid,
        before.guid
    );
}

/// Rule 4.3.5.
#[test]
fn rotating_a_key_in_its_vault_changes_nothing_until_the_refresh() {
    let stage = Stage::new();
    let before = stage.policy(PolicyKind::Mailbox, "P");
    stage.new_version(0);
    assert_eq!(stage.tenant.policies().get(PolicyKind::Mailbox, "P").unwrap().roots, before.roots);
}

/// Rule 4.3.7.
#[test]
fn a_refresh_fails_whole_when_either_root_fails() {
    let stage = Stage::new();
    let before = stage.policy(PolicyKind::Mailbox, "P");
    stage.permit(1, false);
    let error = stage
        .tenant
        .policies()
        .refresh(&stage.actor(), PolicyKind::Mailbox, "P", &CancelToken::default())
        .err()
        .unwrap();
    assert_eq!(error.id, "AccessDenied");
    assert_eq!(
        stage.tenant.policies().get(PolicyKind::Mailbox, "P").unwrap().generation_guid,
        before.generation_guid
    );
    assert!(stage.tenant.jobs().list(false).unwrap().is_empty());
}

/// Rule 4.3.8.
#[test]
fn a_refresh_during_a_rewrap_brings_everything_to_the_newest_generation() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "G");
    stage.tenant.policies().assign(&stage.actor(), Some("G"), &CancelToken::default()).unwrap();
    let many: Vec<_> = (0..5000)
        .map(|number| ckey_engine::NewMailbox { name: format!("m{number}"), ..Default::default() })
        .collect();
    stage.tenant.mailboxes().create(&stage.actor(), &many, &CancelToken::default()).unwrap();
    stage.work();
    let refresh = || {
        stage
            .tenant
            .policies()
            .refresh(&stage.actor(), PolicyKind::MultiWorkload, "G", &CancelToken::default())
            .unwrap()
    };
    refresh();
    stage.tenant.jobs().work(Some(1), &CancelToken::default(), &mut |_| {}).unwrap();
    let newest = refresh();
    let mut told = Vec::new();
    let mut tell = |job: &ckey_engine::JobView| told.push((job.percent, job.left));
    stage.tenant.jobs().work(None, &CancelToken::default(), &mut tell).unwrap();
    // In the middle it is told how long the rest takes, and at the end that nothing is left.
    let is_in_the_middle = |&(percent, left): &(u8, Option<Duration>)| {
        (1..100).contains(&percent) && left.is_some_and(|left| !left.is_zero())
    };
    assert!(told.iter().any(is_in_the_middle), "{told:?}");
    assert_eq!(told.last(), Some(&(100, Some(Duration::ZERO))), "{told:?}");
    for name in ["m0", "m1", "m4999"] {
        assert_eq!(stage.look(name).data_encryption_policy_id, Some(newest.generation_guid));
    }
    assert!(
        stage
            .tenant
            .check(&CancelToken::default(), &mut |_| {})
            .unwrap()
            .iter()
            .all(|result| result.passed)
    );
}

/// Rule 8.1.3.
#[test]
fn an_old_generation_loses_its_wraps_once_nothing_depends_on_it() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let wraps = || {
        let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
        checks.into_iter().find(|check| check.check == "PolicyKeyWraps").unwrap().count
    };
    assert_eq!(wraps(), 4, "service root; two roots and availability key");
    stage
        .tenant
        .policies()
        .refresh(&stage.actor(), PolicyKind::Mailbox, "P", &CancelToken::default())
        .unwrap();
    assert_eq!(wraps(), 7);
    stage.work();
    assert_eq!(wraps(), 4);
    // What was rolled away from may be disabled now without anybody losing anything.
    let old = stage.tenant.vaults().key_versions(&stage.admin(), VAULTS[0], KEYS[0]).unwrap();
    assert_eq!(old.len(), 1);
}

/// Rules 2.1.1, 4.3.4 and 4.5.1.
#[test]
fn each_policy_has_an_availability_key_of_its_own_that_a_refresh_leaves() {
    let stage = Stage::new();
    let [first, second] = ["P", "Q"].map(|name| stage.policy(PolicyKind::Mailbox, name).guid);
    let secrets =
        FolderSecrets::open(&stage.path().join("service-secrets"), MasterKey::InFolder).unwrap();
    let key = |policy| {
        secrets.get(&SecretName::AvailabilityKey(policy)).unwrap().unwrap().expose().to_vec()
    };
    let before = key(first);
    assert!(before.len() == 32 && before != key(second));
    stage
        .tenant
        .policies()
        .refresh(&stage.actor(), PolicyKind::Mailbox, "P", &CancelToken::default())
        .unwrap();
    assert_eq!(key(first), before);
}

#[test]
fn a_job_is_open_until_it_ends() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    let job = |finished| {
        let job = stage.tenant.jobs().list(finished).unwrap().remove(0);
        (job.state, job.done, job.percent)
    };
    assert_eq!(job(false), ("Open", 0, 0));
    stage.work();
    assert_eq!(job(true), ("Completed", 1, 100));
}

/// Rule 4.1.9: an older generation is under the keys of its time, and no edit of a row says others.
#[test]
fn keys_that_were_replaced_serve_what_is_under_them_and_no_edit_names_others() {
    let stage = Stage::new();
    stage.mailbox("alice");
    stage.policy(PolicyKind::Mailbox, "A");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "alice", Some("A")).unwrap();
    stage.work();
    let alice = ScopeSelector::Mailbox("alice".to_owned());
    stage.import(&alice, "letter", b"dear").unwrap();
    let vaults = stage.tenant.vaults();
    let third = vaults.create_key(&stage.admin(), VAULTS[0], "Key-03", &NewKey::default()).unwrap();
    let before = stage.uris();
    let after = [third.uri.unversioned().to_string(), before[1].clone()];
    let replace = |keys: &[String]| {
        let cancel = CancelToken::default();
        let policies = stage.tenant.policies();
        policies.replace_keys(&stage.actor(), PolicyKind::Mailbox, "A", keys, &cancel)
    };
    assert_eq!(replace(&after).unwrap().key_uris, after);
    // Back again, and forth: each generation is under those of its time.
    replace(&before).unwrap();
    replace(&after).unwrap();
    let read = || {
        let item = stage.tenant.items().page(&alice, 0, 1).unwrap().remove(0);
        let mut content = Vec::new();
        let cancel = CancelToken::default();
        stage.tenant.items().export(&alice, item.id, &mut content, &cancel).map(|_| content)
    };
    assert_eq!(read().unwrap(), b"dear");
    stage.tenant.key_use().usage(None).unwrap();
    let wrong = |sql: &str| {
        let connection = rusqlite::Connection::open(stage.path().join("tenant.db")).unwrap();
        let undo: Vec<(String, String)> = connection
            .prepare("SELECT name, value FROM setting WHERE name LIKE 'policy.earlier%'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        connection.execute(sql, []).unwrap();
        let failed = (read().is_err(), stage.tenant.key_use().usage(None).is_err());
        for (name, value) in undo {
            let sql = "UPDATE setting SET value = ?2 WHERE name = ?1";
            connection.execute(sql, [name, value]).unwrap();
        }
        failed
    };
    let sql = "UPDATE setting SET value = '[]' WHERE name LIKE 'policy.earlier%'";
    assert_eq!(wrong(sql), (true, true));
    assert_eq!(read().unwrap(), b"dear");
    stage.work();
    assert_eq!(read().unwrap(), b"dear");
    // A wrap of the newest generation that names the key before is no wrap of the policy.
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
    let old = format!("{}/{}", before[0], "0".repeat(32));
    let sql = format!("UPDATE policy_wrap SET key_uri = '{old}' WHERE slot = 1");
    assert_eq!(wrong(&sql), (false, true), "the other key still serves");
}
