use ckey_base::CancelToken;
use ckey_engine::{Action, Finding, NewPolicy, PolicyChange, PolicyCheck, PolicyKind};
use ckey_vault::{AccessPolicy, Caller, Fault, KeyPermission, KeyType, NewKey};

use crate::stage::{KEYS, Stage, VAULTS, records_of};

fn refused(stage: &Stage, key_uris: Vec<String>) -> &'static str {
    let id = stage.try_policy(PolicyKind::MultiWorkload, "P", key_uris).err().unwrap().id;
    assert!(stage.tenant.policies().list(PolicyKind::MultiWorkload).unwrap().is_empty());
    id
}

/// Rules V1, V2, V3, V7 and 7.10.
#[test]
fn a_policy_takes_exactly_two_keys_in_two_vaults_of_two_regions() {
    let stage = Stage::new();
    let uris = stage.uris();
    assert_eq!(refused(&stage, vec![uris[0].clone()]), "TwoKeysRequired");
    assert_eq!(refused(&stage, vec![]), "TwoKeysRequired");
    assert_eq!(
        refused(&stage, vec![uris[0].clone(), uris[1].clone(), uris[0].clone()]),
        "TwoKeysRequired"
    );
    assert_eq!(
        refused(&stage, vec![uris[0].clone(), uris[0].to_uppercase().replace("HTTPS", "https")]),
        "SameKeyTwice"
    );
    assert_eq!(
        refused(
            &stage,
            vec![uris[0].clone(), format!("https://{}.vault.azure.net/keys/other", VAULTS[0])]
        ),
        "SameVault"
    );
    stage.vault("contosoEast02", "East US", "00000000-0000-4000-8000-000000000009");
    let same_region =
        vec![uris[0].clone(), "https://contosoEast02.vault.azure.net/keys/k".to_owned()];
    assert_eq!(refused(&stage, same_region), "SameRegion");
    assert_eq!(refused(&stage, vec!["nonsense".to_owned(), uris[1].clone()]), "BadParameter");
}

/// Rule 4.1.10.
#[test]
fn a_policy_is_not_made_when_either_key_refuses_and_leaves_no_secret_behind() {
    let stage = Stage::new();
    let secrets = || std::fs::read_dir(stage.path().join("service-secrets")).unwrap().count();
    let before = secrets();
    stage.permit(1, false);
    assert_eq!(refused(&stage, stage.uris()), "AccessDenied");
    stage.permit(1, true);
    stage.enable(1, false);
    assert_eq!(refused(&stage, stage.uris()), "KeyDisabled");
    stage.enable(1, true);
    let ec = NewKey { key_type: KeyType::Ec, ..NewKey::default() };
    stage.tenant.vaults().create_key(&stage.admin(), VAULTS[1], "curve", &ec).unwrap();
    let uris =
        vec![stage.uris()[0].clone(), format!("https://{}.vault.azure.net/keys/curve", VAULTS[1])];
    assert_eq!(refused(&stage, uris), "NotRsa");
    let missing =
        vec![stage.uris()[0].clone(), format!("https://{}.vault.azure.net/keys/none", VAULTS[1])];
    assert_eq!(refused(&stage, missing), "KeyNotFound");
    assert_eq!(secrets(), before);
}

#[test]
fn name_distinguished_name_and_guids_all_identify_a_policy() {
    let stage = Stage::new();
    let made = stage.policy(PolicyKind::MultiWorkload, "Contoso, Global \u{e9}");
    for identity in [
        made.name.clone(),
        made.name.to_uppercase(),
        made.distinguished_name.clone(),
        made.guid.to_string(),
        made.generation_guid.to_string(),
    ] {
        assert_eq!(
            stage.tenant.policies().get(PolicyKind::MultiWorkload, &identity).unwrap().guid,
            made.guid,
            "{identity}"
        );
    }
    let error = stage.tenant.policies().get(PolicyKind::MultiWorkload, "Nobody").err().unwrap();
    assert_eq!(
        (error.id, error.reason),
        ("PolicyNotFound", Some("ManagementObjectNotFoundException"))
    );
    assert!(error.message.contains("couldn't be found on"));
    assert_eq!(
        stage.tenant.policies().get(PolicyKind::Mailbox, &made.name).err().unwrap().id,
        "PolicyNotFound"
    );
}

#[test]
fn an_identity_of_another_kind_container_or_tenant_finds_no_policy() {
    let stage = Stage::new();
    let made = stage.policy(PolicyKind::MultiWorkload, "P");
    let not_found = |kind, identity: &str| {
        let error = stage.tenant.policies().get(kind, identity).err().unwrap();
        assert_eq!(error.id, "PolicyNotFound", "{identity}");
        error.fix
    };
    let fix = not_found(PolicyKind::Mailbox, &made.guid.to_string());
    assert!(fix.starts_with("Get-DataEncryptionPolicy lists"), "{fix}");
    not_found(PolicyKind::Mailbox, &made.generation_guid.to_string());
    let container = made
        .distinguished_name
        .replace("Data At Rest Encryption Policies", "Data Encryption Policies");
    for identity in
        [container, made.distinguished_name.replace("DC=local", "DC=com"), "CN=P,CN=x".to_owned()]
    {
        let fix = not_found(PolicyKind::MultiWorkload, &identity);
        assert!(fix.starts_with("Get-M365DataAtRestEncryptionPolicy lists"), "{fix}");
    }
}

#[test]
fn a_change_of_a_policy_leaves_the_rest_of_it_alone_and_one_that_changes_nothing_is_not_recorded() {
    let stage = Stage::new();
    let made = stage.policy(PolicyKind::Mailbox, "P");
    let change = |change: PolicyChange| {
        let now = stage
            .tenant
            .policies()
            .update(&stage.actor(), PolicyKind::Mailbox, &made.guid.to_string(), &change)
            .unwrap();
        (now.name, now.description, now.enabled)
    };
    let recorded = || records_of(&stage.tenant, "Change policy").len();
    let name = || PolicyChange { name: Some("Q".into()), ..PolicyChange::default() };
    let description = PolicyChange { description: Some("d".into()), ..PolicyChange::default() };
    let disabled = PolicyChange { enabled: Some(false), ..PolicyChange::default() };
    assert_eq!(change(name()), ("Q".into(), String::new(), true));
    assert_eq!(change(description), ("Q".into(), "d".into(), true));
    assert_eq!(change(disabled), ("Q".into(), "d".into(), false));
    assert_eq!(recorded(), 3);
    assert_eq!(change(name()), ("Q".into(), "d".into(), false));
    assert_eq!(recorded(), 3);
}

#[test]
fn a_name_is_unique_not_empty_and_not_too_long() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "Name");
    let with = |name: &str| {
        stage
            .try_policy(PolicyKind::MultiWorkload, name, stage.uris())
            .map(|_| ())
            .map_err(|error| error.id)
    };
    assert_eq!(with("NAME "), Err("PolicyNameTaken"));
    let told = |name: &str| {
        stage.try_policy(PolicyKind::MultiWorkload, name, stage.uris()).err().unwrap().message
    };
    assert_eq!(told(" "), "The name of the policy is empty.");
    assert_eq!(told(&"x".repeat(65)), "The name of the policy is too long.");
    assert_eq!(told("a\nb"), "The name of the policy has control characters.");
    assert_eq!(with(&"x".repeat(64)), Ok(()));
    assert_eq!(with("  "), Err("PolicyNameInvalid"));
    assert_eq!(with(&"x".repeat(65)), Err("PolicyNameInvalid"));
    assert_eq!(with("a\nb"), Err("PolicyNameInvalid"));
    assert_eq!(with("\u{65e5}\u{672c} \u{1f512}"), Ok(()));
    let rename = PolicyChange { name: Some("name".to_owned()), ..PolicyChange::default() };
    let error = stage
        .tenant
        .policies()
        .update(&stage.actor(), PolicyKind::MultiWorkload, "\u{65e5}\u{672c} \u{1f512}", &rename)
        .err()
        .unwrap();
    assert_eq!(error.id, "PolicyNameTaken");
    assert_eq!(
        stage
            .tenant
            .policies()
            .update(&stage.actor(), PolicyKind::MultiWorkload, "Name", &rename)
            .unwrap()
            .name,
        "name"
    );
}

#[test]
fn what_if_checks_like_the_action_and_changes_nothing() {
    let stage = Stage::new();
    let new = |uris| {
        Action::CreatePolicy(NewPolicy {
            kind: PolicyKind::Mailbox,
            name: "W".into(),
            description: String::new(),
            enabled: true,
            key_uris: uris,
        })
    };
    assert_eq!(stage.tenant.consequences(&new(vec![])).err().unwrap().id, "TwoKeysRequired");
    let told = stage.tenant.consequences(&new(stage.uris())).unwrap();
    assert!(told[0].text().contains("2 wraps"), "{told:?}");
    assert!(stage.tenant.policies().list(PolicyKind::Mailbox).unwrap().is_empty());
}

/// Rules 6.1, V9 and V19.
#[test]
fn testing_a_policy_tells_what_is_wrong_with_its_keys() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "T");
    let test = || {
        stage
            .tenant
            .policies()
            .test(PolicyKind::MultiWorkload, "T", &CancelToken::default())
            .unwrap()
    };
    // Nobody has asked for the mandatory retention period of the stage's subscriptions.
    let failed = |check: &PolicyCheck| {
        check.finding == Finding::Failed && !matches!(check.id, "V15" | "V16")
    };
    assert!(!test().iter().any(failed), "{:?}", test());
    assert_eq!(
        test()
            .iter()
            .filter(|check| (check.check, check.finding) == ("Sku", Finding::Warning))
            .count(),
        2
    );
    stage.enable(0, false);
    let failed: Vec<_> = test().into_iter().filter(failed).collect();
    assert!(
        failed.iter().all(|check| !check.fix.is_empty() && check.target.contains(KEYS[0])),
        "{failed:?}"
    );
    let failed: Vec<_> = failed.into_iter().map(|check| check.check).collect();
    assert_eq!(failed, ["KeyEnabled", "LiveWrap", "VersionsInUse", "RootOpens"]);
}

/// Rule V22.
#[test]
fn testing_a_policy_asks_each_of_its_roots_and_tells_a_refusal_from_an_outage() {
    let stage = Stage::new();
    stage.policy(PolicyKind::MultiWorkload, "T");
    let roots = || {
        let checks = stage
            .tenant
            .policies()
            .test(PolicyKind::MultiWorkload, "T", &CancelToken::default())
            .unwrap();
        let roots = checks.into_iter().filter(|check| check.check == "RootOpens");
        roots.map(|check| (check.finding, check.detail)).collect::<Vec<_>>()
    };
    assert_eq!(roots(), [(Finding::Passed, String::new()), (Finding::Passed, String::new())]);
    stage.fault(0, Fault::Unreachable);
    stage.permit(1, false);
    let [outage, refusal] = &roots()[..] else { panic!("{:?}", roots()) };
    assert!(
        outage.0 == Finding::Failed && outage.1.contains("Unreachable (a system error)"),
        "{outage:?}"
    );
    assert!(
        refusal.0 == Finding::Failed && refusal.1.contains("AccessDenied (a refusal)"),
        "{refusal:?}"
    );
}

/// Rules V4 and 5.3.
#[test]
fn testing_a_policy_finds_two_vaults_in_one_subscription() {
    let stage = Stage::new();
    let (third, key) = ("contosoNorth01", "Key-03");
    stage.vault(third, "northeurope", "00000000-0000-4000-8000-000000000000");
    let uri = stage
        .tenant
        .vaults()
        .create_key(&stage.admin(), third, key, &NewKey::default())
        .unwrap()
        .uri
        .unversioned()
        .to_string();
    let application = ckey_engine::directory::well_known::DATA_AT_REST_ENCRYPTION;
    let service = Caller::application(application.object_id, application.app_id, application.name);
    let permissions = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
    stage
        .tenant
        .vaults()
        .set_access_policy(&stage.admin(), third, &AccessPolicy::for_caller(&service, &permissions))
        .unwrap();
    stage.try_policy(PolicyKind::MultiWorkload, "T", vec![stage.uris()[0].clone(), uri]).unwrap();
    let checks = stage
        .tenant
        .policies()
        .test(PolicyKind::MultiWorkload, "T", &CancelToken::default())
        .unwrap();
    let failed: Vec<_> = checks
        .iter()
        .filter(|check| check.finding == Finding::Failed && !matches!(check.id, "V15" | "V16"))
        .map(|check| check.check)
        .collect();
    assert_eq!(failed, ["Subscriptions"]);
}
