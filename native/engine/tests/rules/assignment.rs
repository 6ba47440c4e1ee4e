use ckey_engine::PolicyKind;

use crate::stage::Stage;

/// Characters in the name of an application scope.
const LIMIT: usize = 128;

/// Rules 1.6 and 4.1.15.
#[test]
fn a_mailbox_starts_under_service_managed_encryption() {
    let stage = Stage::bare();
    let mailbox = stage.mailbox("Alice");
    assert!(!mailbox.is_encrypted);
    assert_eq!(
        (
            mailbox.policy.as_deref(),
            mailbox.data_encryption_policy_id,
            mailbox.protected_by.as_str()
        ),
        (None, None, "Microsoft-managed key")
    );
}

#[test]
fn creating_a_policy_encrypts_nothing_until_it_is_assigned() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    let policy = stage.policy(PolicyKind::MultiWorkload, "Global");
    stage.work();
    assert_eq!(policy.state, "PendingActivation");
    assert!(!stage.look("Alice").is_encrypted);
    assert!(stage.tenant.policies().assignment().unwrap().is_none());
    stage
        .tenant
        .policies()
        .assign(&stage.actor(), Some("Global"), &ckey_base::CancelToken::default())
        .unwrap();
    assert_eq!(
        stage.tenant.policies().get(PolicyKind::MultiWorkload, "Global").unwrap().state,
        "Active"
    );
    assert!(!stage.look("Alice").is_encrypted, "rewrapping is the job's work");
    stage.work();
    let alice = stage.look("Alice");
    assert!(alice.is_encrypted);
    assert_eq!(alice.data_encryption_policy_id, Some(policy.generation_guid));
}

/// Rule 1.2.
#[test]
fn a_mailbox_policy_goes_before_the_assigned_policy_and_that_before_the_service() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    stage.mailbox("Bob");
    let (global, own) = (
        stage.policy(PolicyKind::MultiWorkload, "Global"),
        stage.policy(PolicyKind::Mailbox, "Own"),
    );
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("Own")).unwrap();
    stage
        .tenant
        .policies()
        .assign(&stage.actor(), Some("Global"), &ckey_base::CancelToken::default())
        .unwrap();
    stage.work();
    let under = |name: &str| stage.look(name).data_encryption_policy_id;
    assert_eq!(
        (under("Alice"), under("Bob")),
        (Some(own.generation_guid), Some(global.generation_guid))
    );
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", None).unwrap();
    stage.work();
    assert_eq!(
        under("Alice"),
        Some(global.generation_guid),
        "without its own policy the assigned one applies"
    );
    assert!(
        stage
            .tenant
            .policies()
            .assign(&stage.actor(), None, &ckey_base::CancelToken::default())
            .unwrap()
            .is_none()
    );
    stage.work();
    assert_eq!((under("Alice"), under("Bob")), (None, None));
}

#[test]
fn a_second_assignment_replaces_the_first() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    stage.policy(PolicyKind::MultiWorkload, "One");
    let two = stage.policy(PolicyKind::MultiWorkload, "Two");
    stage
        .tenant
        .policies()
        .assign(&stage.actor(), Some("One"), &ckey_base::CancelToken::default())
        .unwrap();
    stage
        .tenant
        .policies()
        .assign(&stage.actor(), Some("Two"), &ckey_base::CancelToken::default())
        .unwrap();
    stage.work();
    assert_eq!(stage.tenant.policies().assignment().unwrap().unwrap().policy.guid, two.guid);
    assert_eq!(stage.look("Alice").data_encryption_policy_id, Some(two.generation_guid));
}

/// Rules 1.8 and 2.2.1.
#[test]
fn workloads_get_a_new_key_where_only_new_data_is_covered_and_are_rewrapped_elsewhere() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "Global");
    stage
        .tenant
        .policies()
        .assign(&stage.actor(), Some("Global"), &ckey_base::CancelToken::default())
        .unwrap();
    stage.work();
    for workload in stage.tenant.workloads().list().unwrap() {
        let expected =
            if workload.existing_data == ckey_engine::protection::WORKLOADS[4].existing_data {
                1
            } else {
                2
            };
        assert_eq!((workload.keys, workload.is_encrypted), (expected, true), "{}", workload.name);
    }
    stage
        .tenant
        .policies()
        .assign(&stage.actor(), None, &ckey_base::CancelToken::default())
        .unwrap();
    stage.work();
    assert!(stage.tenant.workloads().list().unwrap().iter().all(|workload| !workload.is_encrypted));
}

#[test]
fn a_mailbox_is_rewrapped_when_it_is_next_touched() {
    let stage = Stage::new();
    stage.mailbox("Alice");
    let own = stage.policy(PolicyKind::Mailbox, "Own");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("Own")).unwrap();
    assert!(!stage.look("Alice").is_encrypted);
    let scope = ckey_engine::ScopeSelector::Mailbox("Alice".into());
    stage
        .tenant
        .items()
        .import(
            &stage.actor(),
            &scope,
            "m.eml",
            &mut &b"hello"[..],
            &ckey_base::CancelToken::default(),
        )
        .unwrap();
    assert_eq!(stage.look("Alice").data_encryption_policy_id, Some(own.generation_guid));
}

#[test]
fn a_mailbox_needs_a_name_and_an_address_that_is_one() {
    let stage = Stage::bare();
    let make = |name: &str, address: &str| {
        let new = ckey_engine::NewMailbox {
            name: name.into(),
            smtp_address: address.into(),
            ..Default::default()
        };
        stage
            .tenant
            .mailboxes()
            .create(&stage.actor(), &[new], &ckey_base::CancelToken::default())
            .map(|_| ())
            .map_err(|error| error.id)
    };
    for nonsense in ["nonsense", "@contoso.com", "alice@", "a@b@c"] {
        assert_eq!(make("Alice", nonsense), Err("MailboxAddressInvalid"), "{nonsense}");
    }
    assert_eq!(make(" ", ""), Err("MailboxNameInvalid"));
    assert_eq!(make("Alice", "alice@contoso.com"), Ok(()));
}

#[test]
fn assigning_what_is_assigned_changes_nothing() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "Global");
    let assign = |policy| {
        stage
            .tenant
            .policies()
            .assign(&stage.actor(), policy, &ckey_base::CancelToken::default())
            .unwrap()
    };
    let keys = || {
        stage
            .tenant
            .workloads()
            .list()
            .unwrap()
            .iter()
            .map(|workload| workload.keys)
            .collect::<Vec<_>>()
    };
    let first = keys();
    assert!(assign(None).is_none());
    assert_eq!(keys(), first);
    let assigned = assign(Some("Global")).unwrap();
    let second = keys();
    assert_ne!(second, first);
    stage.tenant.move_clock(&stage.actor(), stage.tenant.now() + 60).unwrap();
    assert_eq!(assign(Some("Global")).unwrap().assigned, assigned.assigned);
    assert_eq!(keys(), second);
}

#[test]
fn an_application_scope_has_a_name_of_1_to_128_characters_and_none_that_controls() {
    let stage = Stage::bare();
    let open = |name: &str| {
        let scope = stage.tenant.open_scope(&ckey_engine::ScopeSelector::Application(name.into()));
        scope.map(|_| ()).map_err(|error| error.id)
    };
    for wrong in ["", " ", "a\tb", &"x".repeat(LIMIT + 1)] {
        assert_eq!(open(wrong), Err("ScopeNameInvalid"), "{wrong}");
    }
    assert_eq!(open(&"x".repeat(LIMIT)), Ok(()));
    assert_eq!(open("x"), Ok(()));
}
