//! Another process rolls a policy, or gives another one, between the moment a key is opened and the
//! moment something is written under it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ckey_base::CancelToken;
use ckey_engine::directory::well_known;
use ckey_engine::{
    EngineError, Moment, NewMailbox, PolicyChange, PolicyKind, ScopeSelector, Tenant,
};
use ckey_vault::{Fault, KeyUpdate};

use crate::processes::{child, child_at};
use crate::stage::{KEYS, Stage, VAULTS, fallbacks, records_of};

/// Does `act` once, the next time that the tenant comes to `moment`.
pub(crate) fn meanwhile(
    stage: &Stage,
    moment: Moment,
    act: impl Fn(&Arc<Tenant>) + Send + Sync + 'static,
) {
    let (weak, armed) = (Arc::downgrade(&stage.tenant), AtomicBool::new(true));
    stage.tenant.on_pause(move |now| {
        if now == moment && armed.swap(false, Ordering::SeqCst) {
            act(&weak.upgrade().unwrap());
        }
    });
}

/// Another process refreshes a policy and runs jobs, at most `steps` steps.
fn rolled_by_another(stage: &Stage, kind: PolicyKind, policy: &'static str, steps: u64) {
    let role = format!(
        "roll {policy} {steps} {}",
        if kind == PolicyKind::Mailbox { "mailbox" } else { "tenant" }
    );
    let path = stage.path();
    meanwhile(stage, Moment::Opened, move |_| {
        assert!(child_at(&path, &role).wait().unwrap().success())
    });
}

fn assigned(stage: &Stage, policy: &str) {
    stage.policy(PolicyKind::MultiWorkload, policy);
    stage.tenant.policies().assign(&stage.actor(), Some(policy), &CancelToken::default()).unwrap();
    stage.work();
}

fn refresh(tenant: &Tenant, kind: PolicyKind, policy: &str) {
    tenant
        .policies()
        .refresh(&ckey_engine::Actor::new("other"), kind, policy, &CancelToken::default())
        .unwrap();
}

fn sent(stage: &Stage, scope: &ScopeSelector) -> uuid::Uuid {
    stage.import(scope, "m", b"letter").unwrap().id
}

fn read(stage: &Stage, scope: &ScopeSelector, item: uuid::Uuid) -> Result<Vec<u8>, EngineError> {
    let mut content = Vec::new();
    stage.tenant.items().export(scope, item, &mut content, &CancelToken::default()).map(|_| content)
}

/// Everything is run, every generation that was left is destroyed, and nothing is missing.
fn sound(stage: &Stage) {
    stage.work();
    let jobs = stage.tenant.jobs().list(true).unwrap();
    assert!(jobs.iter().all(|job| job.state == "Completed"), "{jobs:#?}");
    assert!(jobs.iter().any(|job| job.kind == "DestroyWraps"), "{jobs:#?}");
    sound_places(stage);
}

/// Every key is where it belongs.
fn sound_places(stage: &Stage) {
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:#?}");
}

fn newest(stage: &Stage, kind: PolicyKind, policy: &str) -> Option<uuid::Uuid> {
    Some(stage.tenant.policies().get(kind, policy).unwrap().generation_guid)
}

#[test]
fn a_mailbox_that_is_made_while_its_policy_is_rolled_lies_under_the_new_generation() {
    let stage = Stage::new();
    assigned(&stage, "G");
    rolled_by_another(&stage, PolicyKind::MultiWorkload, "G", 100);
    stage.mailbox("Alice");
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        newest(&stage, PolicyKind::MultiWorkload, "G")
    );
    let alice = ScopeSelector::Mailbox("Alice".into());
    let item = sent(&stage, &alice);
    sound(&stage);
    assert_eq!(read(&stage, &alice, item).unwrap(), b"letter");
}

/// Rule 8.1.10.
#[test]
fn an_application_scope_that_is_made_while_its_policy_is_rolled_opens_what_it_sealed() {
    let stage = Stage::new();
    assigned(&stage, "G");
    rolled_by_another(&stage, PolicyKind::MultiWorkload, "G", 100);
    let selector = ScopeSelector::Application("ledger".into());
    let context = ckey_crypto::EncryptionContext::default();
    let sealed = stage.tenant.open_scope(&selector).unwrap().seal(&context, b"entry").unwrap();
    sound(&stage);
    assert_eq!(
        stage.tenant.open_scope(&selector).unwrap().unseal(&context, &sealed).unwrap().expose(),
        b"entry"
    );
}

#[test]
fn a_touched_mailbox_is_not_brought_under_a_generation_that_is_rolled_away_meanwhile() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    // Its job is older than that of the mailbox, so that the other process ends the roll and leaves
    // the mailbox to be touched.
    refresh(&stage.tenant, PolicyKind::Mailbox, "P");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    rolled_by_another(&stage, PolicyKind::Mailbox, "P", 1);
    let alice = ScopeSelector::Mailbox("Alice".into());
    let item = sent(&stage, &alice);
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        newest(&stage, PolicyKind::Mailbox, "P")
    );
    sound(&stage);
    assert_eq!(read(&stage, &alice, item).unwrap(), b"letter");
}

#[test]
fn new_keys_of_workloads_are_not_made_under_a_generation_that_is_rolled_away_meanwhile() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "G");
    rolled_by_another(&stage, PolicyKind::MultiWorkload, "G", 100);
    stage.tenant.policies().assign(&stage.actor(), Some("G"), &CancelToken::default()).unwrap();
    let chats = ScopeSelector::Workload("TeamsChats".into());
    let item = sent(&stage, &chats);
    sound(&stage);
    assert_eq!(read(&stage, &chats, item).unwrap(), b"letter");
    let views = stage.tenant.workloads().list().unwrap();
    let newest = newest(&stage, PolicyKind::MultiWorkload, "G");
    assert!(views.iter().all(|view| view.data_encryption_policy_id == newest), "{views:?}");
}

#[test]
fn a_job_brings_no_mailbox_under_a_generation_that_a_refresh_leaves_meanwhile_though_vaults_are_slow()
 {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    let alice = ScopeSelector::Mailbox("Alice".into());
    let item = sent(&stage, &alice);
    stage.fault(0, Fault::Slow(Duration::from_millis(100)));
    stage.fault(1, Fault::Slow(Duration::from_millis(100)));
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    rolled_by_another(&stage, PolicyKind::Mailbox, "P", 100);
    stage.work();
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        newest(&stage, PolicyKind::Mailbox, "P")
    );
    sound(&stage);
    assert_eq!(read(&stage, &alice, item).unwrap(), b"letter");
}

#[test]
fn an_assignment_that_is_worked_off_brings_no_mailbox_under_a_generation_that_a_refresh_leaves_meanwhile()
 {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "G");
    stage.mailbox("Alice");
    let alice = ScopeSelector::Mailbox("Alice".into());
    let item = sent(&stage, &alice);
    stage.tenant.policies().assign(&stage.actor(), Some("G"), &CancelToken::default()).unwrap();
    rolled_by_another(&stage, PolicyKind::MultiWorkload, "G", 100);
    stage.work();
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        newest(&stage, PolicyKind::MultiWorkload, "G")
    );
    sound(&stage);
    assert_eq!(read(&stage, &alice, item).unwrap(), b"letter");
}

#[test]
fn a_refresh_while_the_first_page_of_an_earlier_one_is_worked_off_takes_that_page_along() {
    let stage = Stage::new();
    assigned(&stage, "G");
    stage.mailbox("Alice");
    refresh(&stage.tenant, PolicyKind::MultiWorkload, "G");
    meanwhile(&stage, Moment::Opened, |tenant| refresh(tenant, PolicyKind::MultiWorkload, "G"));
    stage.work();
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        newest(&stage, PolicyKind::MultiWorkload, "G")
    );
    sound(&stage);
}

#[test]
fn a_mailbox_that_is_made_while_another_policy_is_assigned_lies_under_that_one() {
    let stage = Stage::new();
    assigned(&stage, "G");
    stage.policy(PolicyKind::MultiWorkload, "H");
    meanwhile(&stage, Moment::Opened, |tenant| {
        tenant
            .policies()
            .assign(&ckey_engine::Actor::new("other"), Some("H"), &CancelToken::default())
            .unwrap();
        tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    });
    stage.mailbox("Alice");
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        newest(&stage, PolicyKind::MultiWorkload, "H")
    );
}

#[test]
fn a_policy_that_is_disabled_while_its_key_is_opened_is_not_assigned() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "G");
    meanwhile(&stage, Moment::Opened, |tenant| {
        let change = PolicyChange { enabled: Some(false), ..PolicyChange::default() };
        tenant
            .policies()
            .update(&ckey_engine::Actor::new("other"), PolicyKind::MultiWorkload, "G", &change)
            .unwrap();
    });
    let error = stage
        .tenant
        .policies()
        .assign(&stage.actor(), Some("G"), &CancelToken::default())
        .err()
        .unwrap();
    assert_eq!(error.id, "PolicyDisabled");
    assert!(stage.tenant.policies().assignment().unwrap().is_none());
}

/// Alice was given the policy P, and no job has moved her key yet; Q is another one.
fn alice_waits_for_p() -> Stage {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.policy(PolicyKind::Mailbox, "Q");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage
}

#[test]
fn a_mailbox_that_gets_a_second_policy_while_the_first_is_worked_off_ends_under_the_second() {
    let stage = alice_waits_for_p();
    meanwhile(&stage, Moment::Opened, |tenant| {
        tenant
            .mailboxes()
            .set_policy(&ckey_engine::Actor::new("other"), "Alice", Some("Q"))
            .unwrap();
    });
    stage.work();
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        newest(&stage, PolicyKind::Mailbox, "Q")
    );
}

#[test]
fn mailboxes_that_are_touched_while_a_job_is_about_to_move_them_are_no_failure_of_it() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "G");
    stage.policy(PolicyKind::Mailbox, "Q");
    for name in ["Alice", "Bob", "Carol"] {
        stage.mailbox(name);
    }
    stage.tenant.policies().assign(&stage.actor(), Some("G"), &CancelToken::default()).unwrap();
    // The workloads' job comes first; the mailboxes are moved by the second.
    stage.tenant.jobs().work(Some(2), &CancelToken::default(), &mut |_| {}).unwrap();
    meanwhile(&stage, Moment::Opened, |tenant| {
        let (actor, cancel) = (ckey_engine::Actor::new("other"), CancelToken::default());
        tenant.mailboxes().set_policy(&actor, "Bob", Some("Q")).unwrap();
        for name in ["Alice", "Bob"] {
            tenant
                .items()
                .import(&actor, &ScopeSelector::Mailbox(name.into()), "m", &mut &b"x"[..], &cancel)
                .unwrap();
        }
    });
    stage.work();
    let under = |name| stage.look(name).data_encryption_policy_id;
    assert_eq!(
        (under("Alice"), under("Carol")),
        (newest(&stage, PolicyKind::MultiWorkload, "G"), under("Alice"))
    );
    assert_eq!(under("Bob"), newest(&stage, PolicyKind::Mailbox, "Q"));
    let jobs = stage.tenant.jobs().list(true).unwrap();
    assert!(jobs.iter().all(|job| job.state == "Completed"), "{jobs:#?}");
}

#[test]
fn a_mailbox_that_gets_another_policy_and_its_own_again_while_a_job_is_about_to_move_it_ends_under_its_own()
 {
    let stage = alice_waits_for_p();
    meanwhile(&stage, Moment::Opened, |tenant| {
        let (actor, alice) =
            (ckey_engine::Actor::new("other"), ScopeSelector::Mailbox("Alice".into()));
        tenant.mailboxes().set_policy(&actor, "Alice", Some("Q")).unwrap();
        // It is touched, and so its key moves under Q at once.
        tenant
            .items()
            .import(&actor, &alice, "m", &mut &b"x"[..], &CancelToken::default())
            .unwrap();
        tenant.mailboxes().set_policy(&actor, "Alice", Some("P")).unwrap();
    });
    stage.work();
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        newest(&stage, PolicyKind::Mailbox, "P")
    );
    sound_places(&stage);
}

#[test]
fn a_mailbox_under_an_assignment_that_is_replaced_and_comes_back_while_a_job_is_about_to_move_it_ends_under_that_one()
 {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "G");
    stage.policy(PolicyKind::MultiWorkload, "H");
    stage.mailbox("Alice");
    stage.tenant.policies().assign(&stage.actor(), Some("G"), &CancelToken::default()).unwrap();
    // The workloads' job comes first; the mailbox is moved by the second.
    stage.tenant.jobs().work(Some(2), &CancelToken::default(), &mut |_| {}).unwrap();
    meanwhile(&stage, Moment::Opened, |tenant| {
        let (actor, cancel) = (ckey_engine::Actor::new("other"), CancelToken::default());
        tenant.policies().assign(&actor, Some("H"), &cancel).unwrap();
        tenant
            .items()
            .import(&actor, &ScopeSelector::Mailbox("Alice".into()), "m", &mut &b"x"[..], &cancel)
            .unwrap();
        tenant.policies().assign(&actor, Some("G"), &cancel).unwrap();
    });
    stage.work();
    assert_eq!(
        stage.look("Alice").data_encryption_policy_id,
        newest(&stage, PolicyKind::MultiWorkload, "G")
    );
    sound_places(&stage);
}

#[test]
fn whoever_read_where_one_of_many_keys_lies_before_it_was_moved_reads_the_same_one_again() {
    let stage = Stage::new();
    let chats = ScopeSelector::Workload("TeamsChats".into());
    assigned(&stage, "G");
    let item = sent(&stage, &chats);
    assigned(&stage, "H");
    // The newest key is under H, and the one of the item under G.
    sent(&stage, &chats);
    meanwhile(&stage, Moment::Read, |tenant| {
        refresh(tenant, PolicyKind::MultiWorkload, "G");
        tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    });
    assert_eq!(read(&stage, &chats, item).unwrap(), b"letter");
}

#[test]
fn a_job_that_is_stopped_while_it_asks_the_vaults_uses_no_availability_key() {
    let stage = alice_waits_for_p();
    let cancel = CancelToken::default();
    let stop = cancel.clone();
    meanwhile(&stage, Moment::Opened, move |tenant| {
        let actor = ckey_engine::Actor::new("other");
        tenant.mailboxes().set_policy(&actor, "Alice", Some("Q")).unwrap();
        for vault in VAULTS {
            tenant.set_vault_fault(&actor, vault, Fault::Slow(Duration::from_secs(600))).unwrap();
        }
        stop.cancel();
    });
    assert_eq!(stage.tenant.jobs().work(None, &cancel, &mut |_| {}).err().unwrap().id, "Stopped");
    assert!(fallbacks(&stage.tenant).is_empty());
    assert!(!stage.look("Alice").is_encrypted);
}

#[test]
fn whoever_read_where_a_key_lies_before_it_was_moved_reads_it_again() {
    let stage = Stage::new();
    assigned(&stage, "G");
    stage.mailbox("Alice");
    let alice = ScopeSelector::Mailbox("Alice".into());
    let item = sent(&stage, &alice);
    meanwhile(&stage, Moment::Read, |tenant| {
        refresh(tenant, PolicyKind::MultiWorkload, "G");
        tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
        let jobs = tenant.jobs().list(true).unwrap();
        assert!(
            jobs.iter().any(|job| job.kind == "DestroyWraps" && job.state == "Completed"),
            "{jobs:#?}"
        );
    });
    assert_eq!(read(&stage, &alice, item).unwrap(), b"letter");
}

#[test]
fn whoever_is_overtaken_again_and_again_is_told_to_try_later_and_has_written_nothing() {
    let stage = Stage::new();
    assigned(&stage, "G");
    let weak = Arc::downgrade(&stage.tenant);
    stage.tenant.on_pause(move |now| {
        if now == Moment::Opened {
            refresh(&weak.upgrade().unwrap(), PolicyKind::MultiWorkload, "G");
        }
    });
    let new = NewMailbox { name: "Alice".into(), ..NewMailbox::default() };
    let error = stage
        .tenant
        .mailboxes()
        .create(&stage.actor(), &[new], &CancelToken::default())
        .err()
        .unwrap();
    assert_eq!((error.id, error.retryable), ("PolicyChangedMeanwhile", true));
    assert_eq!(stage.tenant.mailboxes().get("Alice").err().unwrap().id, "MailboxNotFound");
}

#[test]
fn a_lease_serves_a_key_that_it_holds_while_a_vault_is_asked_for_another() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "G");
    let lease = {
        stage.tenant.policies().assign(&stage.actor(), Some("G"), &CancelToken::default()).unwrap();
        stage.cached();
        stage.tenant.open_scope(&ScopeSelector::Workload("TeamsChats".into())).unwrap()
    };
    let (asks, asking) = std::sync::mpsc::channel();
    let (answer, answered) = std::sync::mpsc::channel();
    let answered = std::sync::Mutex::new(answered);
    meanwhile(&stage, Moment::Read, move |_| {
        asks.send(()).unwrap();
        answered.lock().unwrap().recv().unwrap();
    });
    std::thread::scope(|scope| {
        let older = scope.spawn(|| lease.open_key(1).map(|_| ()));
        asking.recv().unwrap();
        let (served, serves) = std::sync::mpsc::channel();
        let other = lease.clone();
        std::thread::spawn(move || served.send(other.seal_key().map(|_| ())));
        let outcome = serves.recv_timeout(Duration::from_secs(60));
        answer.send(()).unwrap();
        older.join().unwrap().unwrap();
        outcome.expect("the other thread is not served while the vault is asked").unwrap();
    });
}

/// Opens the tenant in another process, until what is returned is called.
fn opened_elsewhere(stage: &Stage) -> impl FnOnce() + use<> {
    let mut other = child(stage, "stay");
    let mut input = other.stdin.take().unwrap();
    crate::processes::hear(&mut other, "open");
    move || {
        std::io::Write::write_all(&mut input, b"\n").unwrap();
        other.wait().unwrap();
    }
}

/// The job that destroys wraps.
fn destruction(stage: &Stage) -> ckey_engine::JobView {
    let jobs = stage.tenant.jobs().list(true).unwrap();
    jobs.into_iter().find(|job| job.kind == "DestroyWraps").unwrap()
}

#[test]
fn wraps_are_destroyed_later_while_others_have_the_tenant_open_and_nobody_waits_for_it() {
    let stage = Stage::new();
    assigned(&stage, "G");
    stage.mailbox("Alice");
    refresh(&stage.tenant, PolicyKind::MultiWorkload, "G");
    let close = opened_elsewhere(&stage);
    stage.work();
    assert!(
        stage
            .tenant
            .jobs()
            .wait(None, Duration::ZERO, &CancelToken::default(), &mut |_| {})
            .unwrap()
    );
    let job = destruction(&stage);
    assert_eq!((job.state, job.percent, job.subject.as_str()), ("Scheduled", 0, "G, generation 1"));
    assert!(job.due.unwrap() > job.created && stage.tenant.status().unwrap().open_jobs == 0);
    close();
    stage.work();
    let job = destruction(&stage);
    assert_eq!((job.state, job.percent, job.due), ("Completed", 100, None));
}

#[test]
fn a_generation_that_is_left_while_a_job_ends_is_retired_and_destroyed_like_every_other() {
    let stage = Stage::new();
    assigned(&stage, "G");
    stage.mailbox("Alice");
    refresh(&stage.tenant, PolicyKind::MultiWorkload, "G");
    meanwhile(&stage, Moment::Retired, |tenant| {
        refresh(tenant, PolicyKind::MultiWorkload, "G");
        // All keys move in one step; the job that ends is found with nothing left to look at.
        tenant.jobs().work(Some(1), &CancelToken::default(), &mut |_| {}).unwrap();
    });
    sound(&stage);
    let destroyed = stage
        .tenant
        .jobs()
        .list(true)
        .unwrap()
        .into_iter()
        .filter(|job| job.kind == "DestroyWraps")
        .count();
    assert_eq!(destroyed, 2, "generations 1 and 2");
}

#[test]
fn a_destruction_whose_process_was_killed_before_its_job_ended_is_ended_by_the_next_and_recorded_once()
 {
    let stage = Stage::new();
    assigned(&stage, "G");
    refresh(&stage.tenant, PolicyKind::MultiWorkload, "G");
    stage.work();
    let database = rusqlite::Connection::open(stage.path().join("tenant.db")).unwrap();
    assert_eq!(
        database
            .execute("UPDATE job SET state = 4, done = 0 WHERE kind = 'DestroyWraps'", [])
            .unwrap(),
        1
    );
    drop(database);
    stage.work();
    let job = destruction(&stage);
    assert_eq!((job.state, job.done), ("Completed", 1));
    assert_eq!(records_of(&stage.tenant, "Destroy wraps of generations").len(), 1);
}

#[test]
fn a_job_for_a_time_that_has_come_is_worked_off_and_one_that_a_clock_put_too_far_is_brought_near() {
    let stage = Stage::new();
    assigned(&stage, "G");
    stage.mailbox("Alice");
    refresh(&stage.tenant, PolicyKind::MultiWorkload, "G");
    let close = opened_elsewhere(&stage);
    stage.work();
    let database = rusqlite::Connection::open(stage.path().join("tenant.db")).unwrap();
    let be_due = |at: i64| {
        let changed = "UPDATE job SET due = ?1 WHERE kind = 'DestroyWraps'";
        assert_eq!(database.execute(changed, [at]).unwrap(), 1);
        stage.work();
        let job = destruction(&stage);
        (job.state, job.due)
    };
    let ever = 4_000_000_000;
    let (state, due) = be_due(ever * 1000);
    assert!(state == "Scheduled" && due.unwrap() < ever, "{due:?}");
    assert_eq!(be_due(1), ("Completed", None));
    close();
}

#[test]
fn a_root_that_is_taken_away_while_its_generation_is_made_stops_the_refresh() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    stage.new_version(0);
    let admin = stage.admin();
    meanwhile(&stage, Moment::Looked, move |tenant| {
        let version = tenant.vaults().key(&admin, VAULTS[0], KEYS[0], None).unwrap();
        let off = KeyUpdate { enabled: Some(false), ..KeyUpdate::default() };
        let uri = version.uri.version().map(str::to_owned);
        tenant.vaults().update_key(&admin, VAULTS[0], KEYS[0], uri.as_deref(), &off).unwrap();
        // Longer than a look holds.
        std::thread::sleep(Duration::from_millis(300));
    });
    let refreshed = stage.tenant.policies().refresh(
        &stage.actor(),
        PolicyKind::Mailbox,
        "P",
        &CancelToken::default(),
    );
    assert_eq!(refreshed.err().unwrap().id, "KeyDisabled");
    let policy = stage.tenant.policies().get(PolicyKind::Mailbox, "P").unwrap();
    assert_eq!(policy.generation, 1);
}

#[test]
fn a_geo_that_another_registers_meanwhile_is_registered_already() {
    let stage = Stage::new();
    for index in 0..2 {
        stage.permit_to(&well_known::SHAREPOINT_ONLINE, index, true);
    }
    let admin_site = "https://contoso-admin.sharepoint.com";
    stage.tenant.sites().create_geo(&stage.actor(), "NAM", admin_site).unwrap();
    let keys = [0, 1].map(|index| stage.new_version(index));
    let (actor, same) = (stage.actor(), keys.clone());
    meanwhile(&stage, Moment::Looked, move |tenant| {
        tenant.sites().register(&actor, None, &same, &CancelToken::default()).unwrap();
    });
    let second =
        stage.tenant.sites().register(&stage.actor(), None, &keys, &CancelToken::default());
    assert_eq!(second.unwrap_err().id, "AlreadyRegistered");
}
