use ckey_base::CancelToken;
use ckey_engine::{PolicyKind, ScopeSelector, SettingsChange};
use ckey_vault::Fault;

use crate::stage::{KEYS, Stage, VAULTS, fallbacks};

struct Scene {
    stage: Stage,
    scope: ScopeSelector,
    item: uuid::Uuid,
}

/// A mailbox under a mailbox policy with one message in it.
fn scene() -> Scene {
    on(Stage::new())
}

fn on(stage: Stage) -> Scene {
    stage.policy(PolicyKind::Mailbox, "P");
    stage.mailbox("Alice");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    let scope = ScopeSelector::Mailbox("Alice".into());
    let item = stage.import(&scope, "m", b"secret message").unwrap().id;
    Scene { stage, scope, item }
}

impl Scene {
    fn read(&self) -> Result<Vec<u8>, ckey_engine::EngineError> {
        let mut read = Vec::new();
        self.stage
            .tenant
            .items()
            .export(&self.scope, self.item, &mut read, &CancelToken::default())
            .map(|_| read)
    }

    /// The root that a refusal names first.
    fn first_asked(&self) -> u8 {
        let message = self.read().err().unwrap().message.to_lowercase();
        let place = |vault: &str| message.find(&vault.to_lowercase()).unwrap();
        u8::from(place(VAULTS[0]) > place(VAULTS[1]))
    }

    fn fallbacks(&self) -> Vec<ckey_engine::AuditView> {
        fallbacks(&self.stage.tenant)
    }
}

/// Rules 3.1.3 and 3.1.4.
#[test]
fn either_root_alone_serves_a_reader_without_the_availability_key() {
    let scene = scene();
    for lost in 0..2 {
        scene.stage.permit(lost, false);
        assert_eq!(scene.read().unwrap(), b"secret message");
        scene.stage.permit(lost, true);
        scene.stage.fault(lost, Fault::Unreachable);
        assert_eq!(scene.read().unwrap(), b"secret message");
        scene.stage.fault(lost, Fault::None);
    }
    assert!(scene.fallbacks().is_empty());
}

/// Rules 3.1.5, 3.5 and 3.5.1.
#[test]
fn two_outages_fall_back_to_the_availability_key_with_an_audit_record_each() {
    let scene = scene();
    scene.stage.fault(0, Fault::Unreachable);
    scene.stage.fault(1, Fault::Throttled);
    assert_eq!(scene.read().unwrap(), b"secret message");
    let records = scene.fallbacks();
    assert!(!records.is_empty());
    assert_eq!(records[0].activity, "Fallback to Availability Key");
    assert_eq!(records[0].workload, "Exchange");
    assert_eq!(records[0].actor, "NT AUTHORITY\\SYSTEM (customer-key)");
    assert!(
        records[0].details["PolicyId"].is_string()
            && records[0].details["ScopeKeyVersionId"].is_string()
            && records[0].details["RequestId"].is_string()
    );
}

/// Rules 3.1.7 and 7.20.
#[test]
fn both_keys_denied_refuse_the_user_with_the_reason_of_each() {
    let scene = scene();
    scene.stage.permit(0, false);
    scene.stage.enable(1, false);
    let error = scene.read().err().unwrap();
    assert_eq!(error.id, "CustomerKeyAccessDenied");
    assert!(
        error.message.contains("AccessDenied") && error.message.contains("KeyDisabled"),
        "{}",
        error.message
    );
    assert!(
        error.message.to_lowercase().contains(&VAULTS[0].to_lowercase())
            && error.message.contains(KEYS[1])
    );
    assert!(scene.fallbacks().is_empty());
    scene.stage.enable(1, true);
    assert_eq!(scene.read().unwrap(), b"secret message");
}

/// Rule 3.2.
#[test]
fn the_services_own_jobs_go_on_with_the_availability_key_when_users_are_refused() {
    let scene = scene();
    scene.stage.tenant.mailboxes().set_policy(&scene.stage.actor(), "Alice", None).unwrap();
    scene.stage.permit(0, false);
    scene.stage.permit(1, false);
    assert_eq!(scene.read().err().unwrap().id, "CustomerKeyAccessDenied");
    scene.stage.work();
    assert!(!scene.stage.look("Alice").is_encrypted);
    assert_eq!(scene.fallbacks().len(), 1);
    assert_eq!(scene.read().unwrap(), b"secret message");
}

/// Rule 3.4.9.
#[test]
fn a_slow_root_is_given_up_after_the_time_limit_and_the_other_serves() {
    let scene = scene();
    let change = SettingsChange {
        root_timeout: Some(std::time::Duration::from_millis(50)),
        ..SettingsChange::default()
    };
    scene.stage.tenant.change_settings(&scene.stage.actor(), &change).unwrap();
    scene.stage.fault(0, Fault::Slow(std::time::Duration::from_secs(600)));
    assert_eq!(scene.read().unwrap(), b"secret message");
}

/// Rule 2.10.
#[test]
fn a_cached_key_outlives_a_revocation_until_the_caches_are_flushed() {
    let scene = scene();
    scene
        .stage
        .tenant
        .change_settings(
            &scene.stage.actor(),
            &SettingsChange { cache_enabled: Some(true), ..SettingsChange::default() },
        )
        .unwrap();
    scene.read().unwrap();
    scene.stage.permit(0, false);
    scene.stage.permit(1, false);
    assert_eq!(scene.read().unwrap(), b"secret message");
    scene.stage.tenant.clear_caches(&scene.stage.actor()).unwrap();
    assert_eq!(scene.read().err().unwrap().id, "CustomerKeyAccessDenied");
}

#[test]
fn a_lease_ends_soon_after_the_caches_are_flushed() {
    let scene = scene();
    scene
        .stage
        .tenant
        .change_settings(
            &scene.stage.actor(),
            &SettingsChange { cache_enabled: Some(true), ..SettingsChange::default() },
        )
        .unwrap();
    let lease =
        scene.stage.tenant.open_scope(&ScopeSelector::Application("billing".into())).unwrap();
    let context = ckey_crypto::EncryptionContext::from_pairs([("row", "1")]).unwrap();
    let sealed = lease.seal(&context, b"invoice").unwrap();
    assert_eq!(lease.unseal(&context, &sealed).unwrap().expose(), b"invoice");
    scene.stage.policy(PolicyKind::MultiWorkload, "G");
    scene
        .stage
        .tenant
        .policies()
        .assign(&scene.stage.actor(), Some("G"), &CancelToken::default())
        .unwrap();
    scene.stage.work();
    scene.stage.permit(0, false);
    scene.stage.permit(1, false);
    scene.stage.tenant.clear_caches(&scene.stage.actor()).unwrap();
    assert_eq!(lease.unseal(&context, &sealed).err().unwrap().id, "CustomerKeyAccessDenied");
    scene.stage.permit(1, true);
    scene.stage.tenant.clear_caches(&scene.stage.actor()).unwrap();
    assert_eq!(lease.unseal(&context, &sealed).unwrap().expose(), b"invoice");
}

#[test]
fn a_cancelled_wait_for_a_vault_ends_the_call() {
    let scene = scene();
    for index in 0..2 {
        scene.stage.fault(index, Fault::Slow(std::time::Duration::from_secs(600)));
    }
    scene
        .stage
        .tenant
        .change_settings(
            &scene.stage.actor(),
            &SettingsChange {
                root_timeout: Some(std::time::Duration::from_secs(60)),
                ..SettingsChange::default()
            },
        )
        .unwrap();
    let cancel = CancelToken::default();
    cancel.cancel();
    let error = scene
        .stage
        .tenant
        .policies()
        .refresh(&scene.stage.actor(), PolicyKind::Mailbox, "P", &cancel)
        .err()
        .unwrap();
    assert_eq!(error.id, "Cancelled");
}

fn with_caches(scene: &Scene) {
    scene.stage.cached();
    scene.stage.tenant.clear_caches(&scene.stage.actor()).unwrap();
}

/// Rule 2.11.
#[test]
fn a_refusal_is_remembered_until_the_caches_are_flushed_so_that_vaults_are_not_asked_for_every_item()
 {
    let scene = scene();
    with_caches(&scene);
    let change = SettingsChange {
        failure_cache: Some(std::time::Duration::from_secs(3600)),
        ..SettingsChange::default()
    };
    scene.stage.tenant.change_settings(&scene.stage.actor(), &change).unwrap();
    scene.stage.permit(0, false);
    scene.stage.permit(1, false);
    scene.stage.tenant.clear_caches(&scene.stage.actor()).unwrap();
    assert_eq!(scene.read().err().unwrap().id, "CustomerKeyAccessDenied");
    scene.stage.permit(0, true);
    assert_eq!(scene.read().err().unwrap().id, "CustomerKeyAccessDenied");
    scene.stage.tenant.clear_caches(&scene.stage.actor()).unwrap();
    assert_eq!(scene.read().unwrap(), b"secret message");
}

#[test]
fn a_reader_that_gives_up_uses_no_availability_key_and_is_in_nobody_s_way() {
    let scene = scene();
    with_caches(&scene);
    for index in 0..2 {
        scene.stage.fault(index, Fault::Slow(std::time::Duration::from_secs(600)));
    }
    scene.stage.tenant.clear_caches(&scene.stage.actor()).unwrap();
    let cancel = CancelToken::default();
    cancel.cancel();
    let mut read = Vec::new();
    let error = scene
        .stage
        .tenant
        .items()
        .export(&scene.scope, scene.item, &mut read, &cancel)
        .err()
        .unwrap();
    assert_eq!((error.id, read.len()), ("Stopped", 0));
    assert!(scene.fallbacks().is_empty());
    for index in 0..2 {
        scene.stage.fault(index, Fault::None);
    }
    assert_eq!(scene.read().unwrap(), b"secret message");
}

/// Rule 3.1.2.
#[test]
fn a_seed_says_which_root_is_asked_first_and_says_the_same_in_every_version() {
    let scene = scene();
    scene.stage.permit(0, false);
    scene.stage.permit(1, false);
    let first_asked = |seed| {
        let change = SettingsChange { seed: Some(seed), ..SettingsChange::default() };
        scene.stage.tenant.change_settings(&scene.stage.actor(), &change).unwrap();
        scene.first_asked()
    };
    assert_eq!((0..12).map(first_asked).collect::<Vec<_>>(), [0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0]);
}

/// Rule 3.1.2.
#[test]
fn without_a_seed_either_root_is_asked_first() {
    let scene = on(Stage::by_chance());
    scene.stage.permit(0, false);
    scene.stage.permit(1, false);
    let firsts: std::collections::BTreeSet<u8> = (0..60).map(|_| scene.first_asked()).collect();
    assert_eq!(firsts.len(), 2, "one alone, 60 times, is no chance");
}
