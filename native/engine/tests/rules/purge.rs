//! What is left after a purge (rule 4.8.11): nothing that opens, and evidence of it.

use std::path::{Path, PathBuf};

use ckey_base::CancelToken;
use ckey_engine::{
    Actor, ApproverView, EngineError, PolicyKind, PurgeApproval, PurgeOf, PurgeRequest,
    ScopeSelector, Tenant, approve_document,
};
use ckey_vault::Fault;
use rusqlite::Connection;
use serde_json::Value;

use crate::plain_keys::{below, no_file_holds};
use crate::processes::child;
use crate::stage::{Stage, VAULTS, bytes_below, options};
use crate::toy;

/// Keys that everybody has: nobody is to take them for real ones.
pub(crate) const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=\n-----END PUBLIC KEY-----\n";
pub(crate) const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n-----END PRIVATE KEY-----\n";

pub(crate) fn request(force: bool) -> PurgeRequest {
    PurgeRequest { reason: "We leave".to_owned(), contact: "Alice".to_owned(), force }
}

fn alice() -> ScopeSelector {
    ScopeSelector::Mailbox("alice".to_owned())
}

pub(crate) fn assign(stage: &Stage, mailbox: &str, policy: &str) {
    stage.tenant.mailboxes().set_policy(&stage.actor(), mailbox, Some(policy)).unwrap();
    stage.work();
}

fn backup(stage: &Stage, name: &str) -> [PathBuf; 2] {
    let files = ["main", "secrets"].map(|part| stage.folder.path().join(format!("{name}.{part}")));
    let [main, secrets] = &files;
    stage.tenant.backup(&stage.actor(), main, secrets, &mut |_| {}).unwrap();
    files
}

/// Names the one who signs for purges.
pub(crate) fn name_approver(stage: &Stage) {
    let approver = ApproverView { name: "Alice".to_owned(), public_key: PUBLIC.to_owned() };
    stage.tenant.purges().set_approver(&stage.actor(), &approver).unwrap();
}

/// A document with her signature.
pub(crate) fn signed(stage: &Stage, document: &str) -> String {
    let key = stage.folder.path().join("private.pem");
    std::fs::write(&key, PRIVATE).unwrap();
    approve_document(document, &key).unwrap()
}

/// Asks for the purge of B, has it signed and takes it back; the job is left to be done.
pub(crate) fn approve(stage: &Stage) {
    for index in 0..2 {
        stage.permit(index, false);
    }
    let (purges, actor) = (stage.tenant.purges(), stage.actor());
    purges.request(&actor, PurgeOf::Policy("B"), &request(false)).unwrap();
    name_approver(stage);
    let issued = purges.issue(&actor, "B").unwrap();
    // Whoever signs another text than the one that was issued approves nothing, and holds up nothing.
    let other = issued.file.replace("We leave", "We stay");
    assert_ne!(other, issued.file);
    let other = signed(stage, &other);
    assert_eq!(
        purges.complete(&actor, other.as_str().into()).unwrap_err().id,
        "PurgeDocumentAltered"
    );
    let signed = signed(stage, &issued.file);
    assert_eq!(purges.complete(&actor, signed.as_str().into()).unwrap().stage, "Approved");
}

pub(crate) fn read(tenant: &Tenant, mailbox: &str, name: &str) -> Result<Vec<u8>, EngineError> {
    let scope = ScopeSelector::Mailbox(mailbox.to_owned());
    let item = tenant.items().page(&scope, 0, 1000)?.into_iter().find(|item| item.name == name);
    let mut content = Vec::new();
    tenant.items().export(&scope, item.unwrap().id, &mut content, &CancelToken::default())?;
    Ok(content)
}

/// Every wrap that must be gone after the purge of B, by what it is.
fn wraps_below_b(database: &Path) -> Vec<(String, Vec<u8>)> {
    let connection = Connection::open(database).unwrap();
    let mut found = Vec::new();
    for sql in [
        "SELECT 'seed', seed FROM policy_wrap w JOIN policy p ON p.no = w.policy_no WHERE p.name = 'B' AND length(seed) > 0",
        "SELECT 'policy key', sealed_key FROM policy_wrap w JOIN policy p ON p.no = w.policy_no WHERE p.name = 'B'",
        "SELECT 'mailbox key', wrap FROM scope_wrap w JOIN policy p ON p.no = w.policy_no WHERE p.name = 'B'",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        found.extend(rows.map(Result::unwrap));
    }
    found
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

pub(crate) fn is_purged(stage: &Stage) -> bool {
    stage.tenant.purges().get("B").unwrap().stage == "Purged"
}

pub(crate) fn all_is_well(tenant: &Tenant) {
    let checks = tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    let wrong: Vec<_> = checks.iter().filter(|check| !check.passed).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Alice was service-managed, then under A, then under B; Bob is under A. Returns the backups from
/// these times.
pub(crate) fn moved_twice(stage: &Stage) -> [[PathBuf; 2]; 3] {
    for name in ["alice", "bob"] {
        stage.mailbox(name);
    }
    stage.import(&alice(), "first", b"as it was in the beginning").unwrap();
    let managed = backup(stage, "managed");
    for policy in ["A", "B"] {
        stage.policy(PolicyKind::Mailbox, policy);
    }
    assign(stage, "alice", "A");
    assign(stage, "bob", "A");
    stage.import(&ScopeSelector::Mailbox("bob".to_owned()), "bob's", b"not theirs").unwrap();
    let under_a = backup(stage, "under-a");
    assign(stage, "alice", "B");
    stage.import(&alice(), "second", &vec![7; 200_000]).unwrap();
    [managed, under_a, backup(stage, "under-b")]
}

#[test]
fn after_a_purge_nothing_opens_but_what_belongs_to_others() {
    let stage = Stage::new();
    let [_, under_a, under_b] = moved_twice(&stage);
    let policy = stage.tenant.policies().get(PolicyKind::Mailbox, "B").unwrap().guid;
    let mut gone = wraps_below_b(&stage.path().join("tenant.db"));
    assert_eq!(gone.len(), 2 + 3 + 1);
    let plain = below(&stage, "B");
    assert_eq!(plain.len(), 5 + 2 * 2, "and two of each item");
    let secrets =
        ["erasure", "availability"].map(|what| format!("service-secrets/{what}-{policy}.secret"));
    for secret in &secrets {
        gone.push((secret.clone(), std::fs::read(stage.path().join(secret)).unwrap()));
    }
    approve(&stage);
    stage.work();
    assert!(is_purged(&stage));

    // No copy of a wrap or secret is in any file, whatever of it the database still uses.
    for (file, bytes) in bytes_below(&stage.path()) {
        for (what, wanted) in &gone {
            assert!(!holds(&bytes, wanted), "{what} is in {}", file.display());
        }
    }
    no_file_holds(&stage, &plain);
    // The permissions come back, and nothing of it does.
    for index in 0..2 {
        stage.permit(index, true);
    }
    assert_eq!(read(&stage.tenant, "alice", "first").unwrap_err().id, "MailboxNotFound");
    assert!(stage.tenant.mailboxes().get_removed("alice").is_err());
    assert_eq!(read(&stage.tenant, "bob", "bob's").unwrap(), b"not theirs");
    all_is_well(&stage.tenant);
    // Its name is free.
    stage.policy(PolicyKind::Mailbox, "B");

    // A database from the time under B has lost what is with the secrets; one from the time under A
    // has not: a key that moves stays the same key.
    let restore = |name: &str, [main, aside]: &[PathBuf; 2]| {
        let folder = stage.folder.path().join(name);
        drop(Tenant::restore(&folder, main, aside, options()).unwrap());
        for secret in &secrets {
            let _ = std::fs::remove_file(folder.join(secret));
        }
        Tenant::open(&folder, options()).unwrap()
    };
    let then = restore("then-b", &under_b);
    assert_eq!(read(&then, "alice", "first").unwrap_err().id, "DataDamaged");
    assert_eq!(read(&then, "bob", "bob's").unwrap(), b"not theirs");
    let then = restore("then-a", &under_a);
    assert_eq!(read(&then, "alice", "first").unwrap(), b"as it was in the beginning");
}

#[test]
fn the_evidence_is_signed_and_names_what_was_destroyed_and_the_backups_that_still_help() {
    let stage = Stage::new();
    let backups = moved_twice(&stage);
    approve(&stage);
    let error = stage.tenant.purges().evidence(&stage.actor(), "B").unwrap_err();
    assert_eq!(error.id, "PurgeUnfinished");
    stage.work();
    let signed: Value =
        serde_json::from_str(&stage.tenant.purges().evidence(&stage.actor(), "B").unwrap())
            .unwrap();
    let text = signed["report"].as_str().unwrap();
    let bytes = |name: &str| hex::decode(signed[name].as_str().unwrap()).unwrap();
    let public: [u8; 32] = bytes("publicKey").try_into().unwrap();
    assert_eq!(hex::encode(public), stage.tenant.audit().public_key().unwrap());
    let message = format!("customer-key/v1/purge\n{text}");
    ckey_crypto::sign::verify(&public, message.as_bytes(), &bytes("signature")).unwrap();

    let report: Value = serde_json::from_str(text).unwrap();
    assert_eq!(report["destroyed"]["mailboxes"], 1);
    assert_eq!(report["destroyed"]["items"], 2);
    assert_eq!(report["destroyed"]["secrets"].as_array().unwrap().len(), 2);
    assert_eq!(report["searchedFor"]["wraps"], 2 + 3 + 1);
    assert_eq!(report["found"], Value::Array(Vec::new()));
    let named = report["backups"].as_array().unwrap();
    let files: Vec<_> = named.iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!(files, backups.each_ref().map(|[main, _]| main.to_str().unwrap()));
    let found: Vec<_> = named.iter().map(|one| one["wrapsFound"].as_u64().unwrap()).collect();
    assert_eq!(found[0], 0);
    assert!(found[2] >= 6, "the one from the time under B holds all of them: {found:?}");
    assert_eq!(named[2]["holdsSecretsOfPolicy"], true);
    let under = |at: usize| named[at]["mayOpenUnder"].to_string();
    assert!(!under(0).contains("\"A\"") && under(1).contains("\"A\""), "{named:?}");
    assert!(!under(2).contains("\"B\""), "its secrets are destroyed");
}

#[test]
fn what_nobody_said_of_a_vault_stands_in_the_document_and_in_the_evidence() {
    let stage = Stage::new();
    stage.mailbox("alice");
    stage.policy(PolicyKind::Mailbox, "B");
    assign(&stage, "alice", "B");
    let (purges, actor, of) = (stage.tenant.purges(), stage.actor(), PurgeOf::Policy("B"));
    stage.permit(0, false);
    stage.tenant.vaults().delete_vault(&stage.admin(), VAULTS[1]).unwrap();
    assert_eq!(purges.request(&actor, of, &request(false)).unwrap_err().id, "PurgeKeyGone");
    purges.request(&actor, of, &request(true)).unwrap();
    name_approver(&stage);
    let issued: Value = serde_json::from_str(&purges.issue(&actor, "B").unwrap().file).unwrap();
    let document: Value = serde_json::from_str(issued["document"].as_str().unwrap()).unwrap();
    let is_told = |told: &Value| {
        let gone = told["keysGone"].as_array().unwrap();
        let vault = VAULTS[1].to_lowercase();
        assert!(gone.len() == 1 && gone[0].to_string().to_lowercase().contains(&vault), "{told}");
        assert_eq!(told["forced"], true, "{told}");
    };
    is_told(&document);
    let signed = signed(&stage, &issued.to_string());
    stage.fault(0, Fault::Unreachable);
    let refused = purges.complete(&actor, signed.as_str().into()).unwrap_err();
    assert_eq!(refused.id, "PurgeVaultUnreachable");
    purges.complete(&actor, PurgeApproval { file: &signed, without_answer: true }).unwrap();
    stage.work();
    let signed: Value = serde_json::from_str(&purges.evidence(&actor, "B").unwrap()).unwrap();
    let report: Value = serde_json::from_str(signed["report"].as_str().unwrap()).unwrap();
    is_told(&report);
    assert!(report["unanswered"].as_str().unwrap().contains("is not known"), "{report}");
}

/// A key that is not known is not asked, and what was not asked has not refused.
#[test]
fn a_purge_is_not_asked_for_where_the_wrap_under_a_key_was_lost() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "B");
    stage.permit(0, false);
    let of = PurgeOf::Policy("B");
    let ask = || stage.tenant.purges().request(&stage.actor(), of, &request(true)).unwrap_err().id;
    assert_eq!(ask(), "PurgeKeysReachable");
    let database = Connection::open(stage.path().join("tenant.db")).unwrap();
    let lost = "DELETE FROM policy_wrap WHERE key_uri LIKE ?1";
    let vault = format!("%{}%", VAULTS[1].to_lowercase());
    assert_eq!(database.execute(lost, [vault]).unwrap(), 1);
    assert_eq!(ask(), "PurgeVaultUnreachable");
}

#[test]
fn a_sign_in_that_became_another_one_while_it_asked_shows_nothing() {
    const TEST: &str = "another sign-in";
    let (_folder, tenant) = toy::tenant(TEST);
    toy::log(TEST, |log| log.askers = vec!["own"; 8]);
    toy::new_policy(&tenant, PolicyKind::Mailbox, "B");
    let ask = |askers: [&'static str; 2]| {
        toy::log(TEST, |log| {
            log.is_denied = true;
            log.askers = [askers[1], askers[0]].repeat(4);
        });
        let actor = Actor::new("test");
        tenant.purges().request(&actor, PurgeOf::Policy("B"), &request(false))
    };
    let error = ask(["other", "own"]).unwrap_err();
    assert_eq!(error.id, "PurgeAskedByAnother");
    assert!(error.message.contains("became another one meanwhile"), "{error:?}");
    ask(["own", "own"]).unwrap();
}

#[test]
fn a_purge_that_is_killed_at_any_step_goes_on_and_leaves_out_none() {
    let stage = Stage::new();
    moved_twice(&stage);
    approve(&stage);
    let mut stages = Vec::new();
    for number in 1..40 {
        let status = child(&stage, &format!("purge {number}")).wait().unwrap();
        stages.push(stage.tenant.purges().get("B").unwrap().stage);
        if status.success() {
            break;
        }
    }
    let mut steps = stages.clone();
    steps.dedup();
    assert!(is_purged(&stage), "{stages:?}");
    assert!(steps.len() > 3, "it was killed in between: {stages:?}");
    let done: Vec<_> = crate::stage::records(&stage.tenant)
        .into_iter()
        .map(|record| record.activity)
        .filter(|activity| {
            ["Delete policy", "Mark mailboxes", "Destroy keys of policy", "Destroy mailboxes"]
                .contains(&activity.as_str())
                || activity == "Compact after purge"
                || activity == "End data purge"
        })
        .collect();
    let order = [
        "Delete policy",
        "Mark mailboxes",
        "Destroy keys of policy",
        "Destroy mailboxes",
        "Compact after purge",
        "End data purge",
    ];
    assert_eq!(done, order, "each once, in the documented order");
    for index in 0..2 {
        stage.permit(index, true);
    }
    all_is_well(&stage.tenant);
}

#[test]
fn the_copy_that_a_change_of_format_left_is_destroyed_and_no_backup_any_more() {
    let stage = Stage::new();
    stage.mailbox("alice");
    stage.policy(PolicyKind::Mailbox, "B");
    assign(&stage, "alice", "B");
    let database = stage.path().canonicalize().unwrap().join("tenant.db");
    let copy = database.with_extension("db.format-2");
    std::fs::write(&copy, b"as it was before").unwrap();
    Connection::open(&database)
        .unwrap()
        .execute(
            "INSERT INTO backup (guid, output, secrets, at) VALUES (randomblob(16), ?1, '', 0)",
            [copy.to_str()],
        )
        .unwrap();
    assert_eq!(stage.tenant.key_use().backups().unwrap().len(), 1);
    approve(&stage);
    stage.work();
    assert!(is_purged(&stage) && !copy.exists());
    assert_eq!(stage.tenant.key_use().backups().unwrap(), []);
    all_is_well(&stage.tenant);
}

#[test]
fn a_job_that_nobody_approved_purges_nothing() {
    let stage = Stage::new();
    moved_twice(&stage);
    for index in 0..2 {
        stage.permit(index, false);
    }
    stage.tenant.purges().request(&stage.actor(), PurgeOf::Policy("B"), &request(false)).unwrap();
    // Jobs are rows without a code: anyone who can write the file can make one.
    let connection = Connection::open(stage.path().join("tenant.db")).unwrap();
    let no: i64 = connection
        .query_row("SELECT no FROM policy WHERE name = 'B'", [], |row| row.get(0))
        .unwrap();
    connection
        .execute(
            "INSERT INTO job (guid, kind, subject, state, cursor, done, total, lease_until, created, changed, due)
             VALUES (randomblob(16), 'PurgePolicy', ?1, 0, 0, 0, 1, 0, 0, 0, 0)",
            [format!("{{\"policy\":{no}}}")],
        )
        .unwrap();
    stage.tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    assert_eq!(stage.tenant.purges().get("B").unwrap().stage, "Requested");
    assert!(stage.tenant.mailboxes().get("alice").is_ok());
    // Nor is a purge hidden, or made up, by an edit of the policy's row.
    connection.execute("UPDATE policy SET purge = NULL WHERE name = 'B'", []).unwrap();
    let error = stage.tenant.policies().get(PolicyKind::Mailbox, "B").unwrap_err();
    assert_eq!(error.id, "StoreDamaged");
}

#[test]
fn nothing_opens_by_a_warm_cache_once_the_policy_is_deleted() {
    let stage = Stage::new();
    moved_twice(&stage);
    stage.cached();
    let other = Tenant::open(&stage.path(), options()).unwrap();
    for tenant in [&stage.tenant, &other] {
        read(tenant, "alice", "first").unwrap();
    }
    approve(&stage);
    stage.tenant.jobs().work(Some(1), &CancelToken::default(), &mut |_| {}).unwrap();
    assert_eq!(stage.tenant.purges().get("B").unwrap().stage, "PolicyDeleted");
    for tenant in [&stage.tenant, &other] {
        assert_eq!(read(tenant, "alice", "first").unwrap_err().id, "PolicyPurged");
        assert_eq!(
            tenant.mailboxes().set_policy(&stage.actor(), "alice", Some("A")).unwrap_err().id,
            "PolicyPurgeRequested",
            "nothing leaves it any more"
        );
    }
}
