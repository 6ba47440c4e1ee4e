//! Policies: made, found, changed, refreshed, tested, assigned.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use ckey_cmdlets::Next;
use common::{LONG, Shell, read, text};
use serde_json::{Value, json};

const KINDS: [(&str, &str, &str); 2] = [
    ("New-DataEncryptionPolicy", "Get-DataEncryptionPolicy", "Set-DataEncryptionPolicy"),
    (
        "New-M365DataAtRestEncryptionPolicy",
        "Get-M365DataAtRestEncryptionPolicy",
        "Set-M365DataAtRestEncryptionPolicy",
    ),
];

#[test]
fn a_policy_is_made_from_every_form_of_two_uris_and_found_by_every_name() {
    let shell = Shell::with_keys();
    let [one, two] = [text(&Shell::uris()[0]), text(&Shell::uris()[1])];
    let forms = [
        json!([one, two]),
        json!(format!("{one}, {two}")),
        json!([format!("{one},{two}")]),
        json!({ "Add": [one, two] }),
    ];
    for (new, get, _) in KINDS {
        for (number, keys) in forms.iter().enumerate() {
            let name = format!("Policy{number}");
            let made = shell.run(
                new,
                json!({ "Name": name, "AzureKeyIDs": keys, "Description": "2026-01-01" }),
            );
            let policy = made.one();
            assert_eq!(
                (text(&policy["Identity"]), text(&policy["Description"])),
                (name.clone(), "2026-01-01".into())
            );
            assert_eq!(
                (text(&policy["State"]), policy["Enabled"].as_bool()),
                ("PendingActivation".into(), Some(true))
            );
            assert_eq!(
                (policy["AzureKeyIDs"].clone(), policy["Generation"].as_i64()),
                (Shell::uris(), Some(1))
            );
            for identity in ["Name", "DistinguishedName", "Guid", "GenerationId"] {
                assert_eq!(
                    shell.run(get, json!({ "Identity": policy[identity] })).one(),
                    policy,
                    "{identity}"
                );
            }
        }
        assert_eq!(shell.run(get, json!({})).ok().outputs.len(), forms.len());
        assert_eq!(
            shell.run(get, json!({ "Identity": null })).ok().outputs.len(),
            forms.len(),
            "$null lists all"
        );
        assert_eq!(
            shell.run(new, json!({ "Name": "POLICY0", "AzureKeyIDs": Shell::uris() })).errors.len(),
            1,
            "names are unique"
        );
    }
}

#[test]
fn an_unknown_name_is_the_error_that_scripts_look_for() {
    let shell = Shell::with_tenant();
    for (_, get, _) in KINDS {
        let said = shell.run(get, json!({ "Identity": "nobody" }));
        assert_eq!(
            (said.error(), text(&said.errors[0]["reason"])),
            ("PolicyNotFound", "ManagementObjectNotFoundException".into())
        );
        assert!(
            text(&said.errors[0]["message"])
                .contains("couldn't be found on 'contoso.onmicrosoft.com'")
        );
        assert_eq!(said.errors[0]["terminating"], false);
    }
}

#[test]
fn what_if_tells_the_consequences_and_changes_nothing() {
    let shell = Shell::with_keys();
    for (new, get, set) in KINDS {
        let told = shell.what_if(new, json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }));
        assert!(told.what_if[0].contains("2 wraps"), "{told:?}");
        assert!(shell.run(get, json!({})).ok().outputs.is_empty());
        shell.run(new, json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() })).ok();
        let before = shell.run(get, json!({})).one().clone();
        assert!(
            shell.what_if(set, json!({ "Identity": "DEP", "Refresh": true })).questions.is_empty()
        );
        shell.what_if(set, json!({ "Identity": "DEP", "Name": "Other" }));
        assert_eq!(shell.run(get, json!({})).one(), &before);
        let wrong = read(
            shell.start_with(
                new,
                json!({ "parameters": { "Name": "X", "AzureKeyIDs": "nonsense" }, "whatIf": true }),
            ),
            true,
        );
        assert_eq!(wrong.errors.len(), 1, "what would fail fails under -WhatIf");
    }
}

#[test]
fn a_refresh_takes_the_current_versions_and_asks_only_where_confirm_wants_it() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    shell
        .run(
            "Add-AzKeyVaultKey",
            json!({ "VaultName": "alpha-vault", "Name": "key", "Destination": "Software" }),
        )
        .ok();
    let generation = |shell: &Shell| shell.run("Get-DataEncryptionPolicy", json!({})).one().clone();
    let before = generation(&shell);
    let declined = read(
        shell.start(
            "Set-DataEncryptionPolicy",
            json!({ "Identity": "DEP", "Refresh": true, "Confirm": true }),
        ),
        false,
    );
    assert_eq!(
        (declined.questions.len(), declined.withheld.as_deref()),
        (1, Some("QuestionDeclined"))
    );
    assert_eq!(generation(&shell), before, "declined: nothing changed");
    let mut unanswered = shell.start(
        "Set-DataEncryptionPolicy",
        json!({ "Identity": "DEP", "Refresh": true, "Confirm": true }),
    );
    while !matches!(unanswered.next(LONG).unwrap(), Next::Finished) {}
    assert_eq!(unanswered.status().unwrap_err().id, "QuestionUnanswered");
    assert_eq!(generation(&shell), before, "unanswered: nothing changed");
    let unasked =
        shell.run("Set-DataEncryptionPolicy", json!({ "Identity": "DEP", "Refresh": true })).ok();
    assert!(unasked.questions.is_empty());
    let after = generation(&shell);
    assert_eq!(after["Generation"].as_i64(), Some(2));
    assert_ne!(
        (&after["GenerationId"], &after["RootKeys"][0]),
        (&before["GenerationId"], &before["RootKeys"][0])
    );
    assert_eq!(after["RootKeys"][1], before["RootKeys"][1]);
    assert_eq!(
        shell.run("Get-DataEncryptionPolicy", json!({ "Identity": before["GenerationId"] })).one(),
        &after,
        "found by an old generation"
    );
}

#[test]
fn a_policy_is_renamed_described_and_disabled() {
    let shell = Shell::with_keys();
    for (new, get, set) in KINDS {
        shell.run(new, json!({ "Name": "Old", "AzureKeyIDs": Shell::uris() })).ok();
        let quiet = shell.run(set, json!({ "Identity": "Old", "Name": "New Name", "Description": "why", "Enabled": false })).ok();
        assert!(quiet.outputs.is_empty());
        let policy = shell.run(get, json!({ "Identity": "new name" })).one().clone();
        assert_eq!(
            (text(&policy["Name"]), text(&policy["Description"]), policy["Enabled"].as_bool()),
            ("New Name".into(), "why".into(), Some(false))
        );
    }
}

#[test]
fn a_purge_is_asked_for_with_a_reason_and_a_contact_alone() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    let asked = |more: Value| {
        let mut all = json!({ "Identity": "DEP", "PermanentDataPurgeRequested": true });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        shell.run("Set-DataEncryptionPolicy", all).error().to_owned()
    };
    let (reason, contact) = ("PermanentDataPurgeReason", "PermanentDataPurgeContact");
    assert_eq!(asked(json!({ reason: "r" })), "MissingMandatoryParameter");
    assert_eq!(asked(json!({ contact: "c" })), "MissingMandatoryParameter");
    assert_eq!(asked(json!({ reason: "r", contact: " " })), "PurgeReasonMissing");
    // What could not be read back would be asked for and never carried out.
    let long = "x".repeat(2049);
    assert_eq!(asked(json!({ reason: long, contact: "c" })), "PurgeReasonTooLong");
    assert_eq!(asked(json!({ reason: "r", contact: long })), "PurgeReasonTooLong");
    assert_eq!(asked(json!({ reason: "r", contact: "c" })), "PurgeKeysReachable");
}

#[test]
fn a_policy_is_assigned_replaced_and_taken_off() {
    let shell = Shell::with_keys();
    let assigned = |shell: &Shell| {
        shell
            .run("Get-M365DataAtRestEncryptionPolicyAssignment", json!({}))
            .ok()
            .list("DataEncryptionPolicy")
    };
    assert!(assigned(&shell).is_empty());
    assert_eq!(
        shell.run("Test-M365DataAtRestEncryptionPolicy", json!({})).error(),
        "NoPolicyAssigned"
    );
    for name in ["One", "Two"] {
        shell
            .run(
                "New-M365DataAtRestEncryptionPolicy",
                json!({ "Name": name, "AzureKeyIDs": Shell::uris() }),
            )
            .ok();
        let quiet = shell
            .run("Set-M365DataAtRestEncryptionPolicyAssignment", json!({ "Policy": name }))
            .ok();
        assert!(quiet.outputs.is_empty());
        assert_eq!(assigned(&shell), [name]);
    }
    let disable = shell
        .run("Set-M365DataAtRestEncryptionPolicy", json!({ "Identity": "Two", "Enabled": false }));
    assert_eq!(disable.error(), "PolicyAssigned");
    let checks = shell.run("Test-M365DataAtRestEncryptionPolicy", json!({})).ok();
    assert!(checks.list("Policy").iter().all(|policy| policy == "Two"));
    // Nobody has asked for the mandatory retention period of these subscriptions.
    let failed = |check: &&Value| {
        check["Result"] == "Failed" && check["Number"] != "V15" && check["Number"] != "V16"
    };
    assert_eq!(checks.outputs.iter().find(failed), None);
    shell
        .run(
            "Set-M365DataAtRestEncryptionPolicyAssignment",
            json!({ "DataEncryptionPolicy": Value::Null }),
        )
        .ok();
    assert!(assigned(&shell).is_empty());
}

#[test]
fn the_assignment_has_no_what_if() {
    let shell = Shell::with_tenant();
    let said = shell.run(
        "Set-M365DataAtRestEncryptionPolicyAssignment",
        json!({ "DataEncryptionPolicy": "x", "WhatIf": true }),
    );
    assert_eq!(
        (said.error(), said.errors[0]["terminating"].as_bool()),
        ("NamedParameterNotFound", Some(true))
    );
}

#[test]
fn whoever_works_or_waits_is_told_of_a_job_that_ended_with_errors() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "P", "AzureKeyIDs": Shell::uris() }))
        .ok();
    shell.run("New-Mailbox", json!({ "Name": "Ann" })).ok();
    shell.run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "P" })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    let database =
        rusqlite::Connection::open(shell.folder.path().join("tenant/tenant.db")).unwrap();
    let damage = "UPDATE scope_wrap SET wrap = zeroblob(length(wrap)) WHERE scope_no = (SELECT max(scope_no) FROM scope_wrap)";
    assert_eq!(database.execute(damage, []).unwrap(), 1);
    drop(database);
    let told = |said: &[String]| {
        said.iter().any(|warning| warning.contains("ended with errors: 1 scope keys do not open"))
    };
    shell
        .run(
            "Set-DataEncryptionPolicy",
            json!({ "Identity": "P", "Refresh": true, "Confirm": false }),
        )
        .ok();
    let worked = shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    assert!(told(&worked.warnings) && worked.one()["Failed"] == 1, "{worked:?}");
    let waited = shell.run("Wait-CustomerKeyJob", json!({ "Timeout": 10 })).ok();
    assert!(told(&waited.warnings), "{waited:?}");
    let would = shell.what_if("Invoke-CustomerKeyJob", json!({ "Retry": true }));
    assert!(would.what_if.iter().any(|text| text.starts_with("1 job would")), "{would:?}");
}
