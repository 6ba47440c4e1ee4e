use ckey_crypto::SecretBytes;
use ckey_engine::{
    CreateOptions, OpenOptions, Service, SettingsChange, Tenant, UnknownIdentifiers,
};
use ckey_vault::Fault;
use tempfile::TempDir;

use crate::stage::{Stage, VAULTS, options};

#[test]
fn a_tenant_is_made_in_a_new_or_empty_folder_only() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("x"), b"mine").unwrap();
    let error = Tenant::create(folder.path(), &CreateOptions::default(), options()).err().unwrap();
    assert_eq!(error.id, "TenantFolderNotEmpty");
    assert_eq!(std::fs::read(folder.path().join("x")).unwrap(), b"mine");
    assert_eq!(Tenant::open(folder.path(), options()).err().unwrap().id, "TenantNotFound");
}

#[test]
fn a_folder_that_is_open_in_this_process_gives_the_same_tenant() {
    let stage = Stage::bare();
    let again = Tenant::open(&stage.path(), options()).unwrap();
    assert!(std::sync::Arc::ptr_eq(&stage.tenant, &again));
}

#[test]
fn whoever_opens_a_tenant_that_is_open_already_shows_the_master_key_too() {
    let words = |words: &str| OpenOptions {
        passphrase: Some(SecretBytes::from_slice(words.as_bytes()).unwrap()),
        ..options()
    };
    let folder = TempDir::new().unwrap();
    let file =
        |name: &str| OpenOptions { master_key_file: Some(folder.path().join(name)), ..options() };
    std::fs::write(folder.path().join("other.key"), [7; 32]).unwrap();
    let right: [&dyn Fn() -> OpenOptions; 3] = [&|| words("right"), &|| file("a.key"), &options];
    for (number, right) in right.into_iter().enumerate() {
        let path = folder.path().join(number.to_string());
        let tenant = Tenant::create(&path, &CreateOptions::default(), right()).unwrap();
        assert!(std::sync::Arc::ptr_eq(&tenant, &Tenant::open(&path, right()).unwrap()));
        let wrong = [
            words("wrong"),
            file("other.key"),
            if number == 2 { words("right") } else { options() },
        ];
        for wrong in wrong {
            assert_eq!(
                Tenant::open(&path, wrong).err().unwrap().id,
                "StoreWrongMasterKey",
                "{number}"
            );
        }
    }
}

#[test]
fn a_master_key_file_in_the_folder_of_the_tenant_is_the_stores_own_or_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("tenant");
    let file = |name: &str| OpenOptions { master_key_file: Some(path.join(name)), ..options() };
    let error = Tenant::create(&path, &CreateOptions::default(), file("mine.key")).err().unwrap();
    assert_eq!(error.id, "MasterKeyFileInTenant");
    assert!(!path.exists());
    let tenant =
        Tenant::create(&path, &CreateOptions::default(), file("service-secrets/master.key"))
            .unwrap();
    assert!(std::sync::Arc::ptr_eq(&tenant, &Tenant::open(&path, options()).unwrap()));
}

#[test]
fn a_setting_that_a_tenant_is_made_with_is_there_from_its_first_moment() {
    let folder = TempDir::new().unwrap();
    let create = CreateOptions {
        unknown_identifiers: UnknownIdentifiers::Refuse,
        ..CreateOptions::default()
    };
    let tenant = Tenant::create(&folder.path().join("t"), &create, options()).unwrap();
    assert_eq!(tenant.settings().unwrap().unknown_identifiers, UnknownIdentifiers::Refuse);
    assert!(tenant.audit().verify(&ckey_base::CancelToken::default()).unwrap().intact);
}

#[test]
fn a_clock_moves_forward_for_everybody_and_never_back() {
    let stage = Stage::bare();
    let (actor, before) = (stage.actor(), stage.tenant.now());
    let moved = stage.tenant.move_clock(&actor, before + 86_400).unwrap();
    assert!(moved.now >= before + 86_400 && moved.offset_seconds >= 86_000);
    assert_eq!(stage.tenant.move_clock(&actor, before).err().unwrap().id, "ClockMovedBack");
    let path = stage.path();
    let Stage { tenant, folder } = stage;
    drop(tenant);
    assert!(Tenant::open(&path, options()).unwrap().now() >= before + 86_400);
    drop(folder);
}

/// Rule 8.5.5.
#[test]
fn of_many_who_move_the_clock_at_once_nobody_moves_it_back() {
    let stage = Stage::bare();
    let (tenant, actor, begun) = (&stage.tenant, stage.actor(), stage.tenant.now());
    let day = 24 * 60 * 60;
    std::thread::scope(|scope| {
        for days in 1..=16 {
            let actor = &actor;
            scope.spawn(move || match tenant.move_clock(actor, begun + days * day) {
                Ok(_) => assert!(tenant.now() >= begun + days * day, "moved back from {days} days"),
                Err(error) => assert_eq!(error.id, "ClockMovedBack"),
            });
        }
    });
    assert!(tenant.now() >= begun + 16 * day);
}

#[test]
fn an_unknown_id_is_made_on_first_mention_or_refused() {
    let stage = Stage::bare();
    let made = stage.tenant.directory().resolve_user("alice@contoso.com").unwrap();
    assert!(made.created);
    let again = stage.tenant.directory().resolve_user("ALICE@contoso.com").unwrap();
    assert!(!again.created);
    assert_eq!(made.known.id, again.known.id);
    assert!(
        !stage
            .tenant
            .directory()
            .resolve_service_principal("c066d759-24ae-40e7-a56f-027002b5d3e4")
            .unwrap()
            .created
    );
    let change = SettingsChange {
        unknown_identifiers: Some(UnknownIdentifiers::Refuse),
        ..SettingsChange::default()
    };
    stage.tenant.change_settings(&stage.actor(), &change).unwrap();
    assert_eq!(
        stage.tenant.directory().resolve_user("bob@contoso.com").err().unwrap().id,
        "UnknownIdentifier"
    );
    let owner = stage.tenant.directory().account("test", Service::Azure).unwrap();
    let unknown = stage
        .tenant
        .directory()
        .resolve_subscription(&owner, "11111111-2222-4333-8444-555555555555");
    assert_eq!(unknown.err().unwrap().id, "UnknownIdentifier");
    assert_eq!(
        stage.tenant.directory().resolve_user("not a name").err().unwrap().id,
        "IdentifierInvalid"
    );
}

#[test]
fn a_whole_tenant_passes_its_check_and_a_lost_secret_is_found() {
    let stage = Stage::new();
    stage.policy(ckey_engine::PolicyKind::Mailbox, "P");
    stage.mailbox("m");
    let check =
        |tenant: &Tenant| tenant.check(&ckey_base::CancelToken::default(), &mut |_| {}).unwrap();
    let results = check(&stage.tenant);
    assert!(results.iter().all(|result| result.passed), "{results:?}");
    assert!(results.iter().any(|result| result.check == "PolicyKeyWraps" && result.count == 4));
    let secrets = stage.path().join("service-secrets");
    let lost = std::fs::read_dir(secrets)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("availability"))
        .unwrap();
    std::fs::remove_file(lost).unwrap();
    let results = check(&stage.tenant);
    assert!(
        results.iter().any(|result| result.check == "Secrets" && !result.passed),
        "{results:?}"
    );
}

#[test]
fn faults_and_figures_are_shown_in_the_status() {
    let stage = Stage::new();
    stage.mailbox("m");
    stage.fault(0, Fault::Throttled);
    let status = stage.tenant.status().unwrap();
    assert_eq!((status.mailboxes, status.policies, status.open_jobs), (1, 0, 0));
    assert_eq!(status.vault_faults.len(), 1);
    assert!(status.vault_faults[0].0.eq_ignore_ascii_case(VAULTS[0]));
}
