//! The audit log as cmdlets write it and search it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod changing;
mod common;

use changing::{calls, stage};
use ckey_cmdlets::table::{self, ParameterDef, Pipeline};
use common::{Said, Shell, text};
use serde_json::{Value, json};

fn search(shell: &Shell, parameters: Value) -> Said {
    shell.run("Search-CustomerKeyAudit", parameters).ok()
}

/// Numbers, so that they sort as such.
fn numbers(said: &Said) -> Vec<i64> {
    said.outputs.iter().map(|record| record["RecordNumber"].as_i64().unwrap()).collect()
}

/// These change something too, though they know no -WhatIf.
fn unasked() -> Vec<(&'static str, Value)> {
    vec![
        ("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ops@contoso.com" })),
        ("Connect-IPPSSession", json!({ "UserPrincipalName": "ops@contoso.com" })),
        ("Set-M365DataAtRestEncryptionPolicyAssignment", json!({ "DataEncryptionPolicy": "M365" })),
    ]
}

/// Rule 8.5.10.
#[test]
fn every_cmdlet_that_changes_something_is_on_the_record_with_who_asked_from_where_and_for_what() {
    let shell = stage();
    for (cmdlet, parameters) in unasked().into_iter().chain(calls()) {
        shell.run(cmdlet, parameters.clone()).ok();
        if ["Approve-CustomerKeyPurgeDocument", "Remove-CustomerKeyTenant"].contains(&cmdlet) {
            // The approver signs wherever they are, and the log of a tenant goes with it.
            continue;
        }
        let found = search(&shell, json!({ "Operation": cmdlet, "ResultSize": "Unlimited" }));
        let newest =
            found.outputs.first().unwrap_or_else(|| panic!("{cmdlet} is not on the record"));
        assert_eq!(
            (text(&newest["Operation"]).as_str(), text(&newest["Result"]).as_str()),
            (cmdlet, "Succeeded")
        );
        let given = parameters.as_object().unwrap();
        assert!(
            given.keys().all(|name| newest["Parameters"].get(name).is_some()),
            "{cmdlet}: {newest}"
        );
        assert!(
            text(&newest["Process"]).contains(&format!("({})", std::process::id())),
            "{cmdlet}: {newest}"
        );
        for who in ["UserId", "SystemUser", "HostName", "OperationId", "ObjectId"] {
            assert!(!text(&newest[who]).is_empty(), "{cmdlet}: {who} of {newest}");
        }
    }
}

#[test]
fn what_a_cmdlet_says_it_would_do_is_not_on_the_record() {
    let shell = stage();
    let count = || search(&shell, json!({ "ResultSize": "Unlimited" })).outputs.len();
    // A move is of the tenant that the call before it makes, which -WhatIf does not make.
    let is_of_stage = |(cmdlet, _): &(&str, Value)| *cmdlet != "Move-CustomerKeyTenantVault";
    let before = count();
    for (cmdlet, parameters) in calls().into_iter().filter(is_of_stage) {
        shell.what_if(cmdlet, parameters);
    }
    assert_eq!(count(), before);
}

#[test]
fn a_change_that_failed_is_on_the_record_and_a_look_that_failed_is_not() {
    let shell = stage();
    let failed = |operation: &str| {
        search(&shell, json!({ "Result": "Failed", "Operation": operation })).outputs
    };
    assert_eq!(
        shell
            .run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "Nowhere" }))
            .error(),
        "PolicyNotFound"
    );
    let record = &failed("Set-Mailbox")[0];
    assert_eq!(
        (text(&record["ObjectId"]).as_str(), text(&record["AuditData"]["error"]).as_str()),
        ("Ann", "PolicyNotFound")
    );
    shell.run("Get-Mailbox", json!({ "Identity": "Nobody" })).error();
    assert!(failed("Get-Mailbox").is_empty());
}

#[test]
fn a_refusal_is_on_the_record_also_of_who_only_wanted_to_look() {
    let shell = stage();
    shell.run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    for vault in ["alpha-vault", "beta-vault"] {
        let nobody = json!({ "VaultName": vault, "SubscriptionId": format!("subscription of {vault}"), "ServicePrincipalName": "00000002-0000-0ff1-ce00-000000000000" });
        shell.run("Remove-AzKeyVaultAccessPolicy", nobody).ok();
    }
    shell.run("Clear-CustomerKeyCache", json!({})).ok();
    let export = json!({ "Mailbox": "Ann", "Identity": "letter", "OutputFile": "out" });
    let refused = shell.run("Export-CustomerKeyItem", export);
    assert_eq!(refused.error(), "CustomerKeyAccessDenied");
    let roots = refused.errors[0]["roots"].as_array().unwrap();
    assert_eq!(roots.len(), 2, "why each key refused is there as data");
    for root in roots {
        assert_eq!(
            (text(&root["reason"]).as_str(), text(&root["class"]).as_str()),
            ("AccessDenied", "explicit")
        );
        assert!(
            text(&root["key"]).starts_with("https://") && !text(&root["message"]).is_empty(),
            "{root}"
        );
    }
    assert_eq!(refused.errors[0]["retryable"], false);
    let denied = search(&shell, json!({ "Result": "Denied" })).outputs;
    assert_eq!(
        (denied.len(), text(&denied[0]["Operation"]).as_str()),
        (1, "Export-CustomerKeyItem")
    );
    assert_eq!(
        (text(&denied[0]["ObjectId"]).as_str(), text(&denied[0]["UserId"]).as_str()),
        ("Ann", "ops@contoso.com")
    );
}

#[test]
fn records_are_chosen_by_user_object_operation_and_result_and_come_newest_first() {
    let shell = stage();
    let count = |parameters: Value| search(&shell, parameters).outputs.len();
    let all = numbers(&search(&shell, json!({ "ResultSize": "Unlimited" })));
    assert!(all.is_sorted_by(|newer, older| newer == &(older + 1)));
    assert_eq!(
        count(json!({ "User": "ops@*" }))
            + count(json!({ "User": "admin@*" }))
            + count(json!({ "User": "NT AUTHORITY*" })),
        all.len()
    );
    let user = text(&search(&shell, json!({})).outputs[0]["SystemUser"]);
    let name = user.rsplit_once(" (").map_or(user.as_str(), |(name, _)| name);
    for user in [user.as_str(), name] {
        assert_eq!(
            count(json!({ "User": user })),
            all.len(),
            "all by one user of the operating system"
        );
    }
    assert_eq!(count(json!({ "Operation": "new-mailbox", "Activity": "Create mailbox" })), 5);
    assert_eq!(count(json!({ "Operation": "Create mailbox" })), 7, "an activity will do");
    let keys = search(&shell, json!({ "Object": "https://alpha-vault*/keys/key*" }));
    assert!(
        keys.list("Operation").contains(&"Add-AzKeyVaultKey".to_owned()),
        "a key is found in the record of its vault"
    );
    assert_eq!(
        count(json!({ "Object": "Ann", "Operation": "Import-*", "Result": "succeeded" })),
        1
    );
    assert_eq!(count(json!({ "Object": "Ann", "Result": "Denied" })), 0);
}

#[test]
fn a_search_says_where_it_cut_and_says_nothing_where_it_did_not() {
    let shell = stage();
    let all = search(&shell, json!({ "ResultSize": "Unlimited" }));
    assert!(all.warnings.is_empty(), "{:?}", all.warnings);
    let newest = search(&shell, json!({ "ResultSize": 2 }));
    assert_eq!(numbers(&newest), numbers(&all)[..2]);
    let next = &numbers(&all)[2];
    assert!(newest.warnings[0].contains(&format!("Record {next} of ")), "{:?}", newest.warnings);
    assert!(search(&shell, json!({ "ResultSize": all.outputs.len() })).warnings.is_empty());
}

#[test]
fn an_export_is_on_the_record_before_the_first_item_leaves_and_says_how_many_did_however_it_ended()
{
    let shell = stage();
    std::fs::write(shell.folder.path().join("second"), b"dear").unwrap();
    shell.run("Import-CustomerKeyItem", json!({ "Path": "second", "Mailbox": "Ann" })).ok();
    std::fs::create_dir(shell.folder.path().join("out")).unwrap();
    std::fs::write(shell.folder.path().join("out/second"), b"in the way").unwrap();
    let export = json!({ "Mailbox": "Ann", "Destination": "out" });
    assert_eq!(shell.run("Export-CustomerKeyItem", export).error(), "FileExists");
    let found =
        search(&shell, json!({ "Operation": "Export-CustomerKeyItem", "Object": "Ann" })).outputs;
    let [end, begin] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (text(&begin["Activity"]).as_str(), text(&begin["AuditData"]["item"]).as_str()),
        ("Begin export", "all")
    );
    assert_eq!(
        (text(&end["Result"]).as_str(), &end["AuditData"]["exported"]),
        ("Failed", &json!(1))
    );
    assert_eq!(begin["OperationId"], end["OperationId"]);
}

#[test]
fn what_has_no_effect_here_or_is_a_token_is_on_the_record_by_its_name_alone() {
    let shell = stage();
    shell
        .run(
            "Connect-ExchangeOnline",
            json!({ "UserPrincipalName": "ops@contoso.com", "AccessToken": "opens-it", "CertificateThumbprint": "opens-it" }),
        )
        .ok();
    let newest = &search(&shell, json!({ "Operation": "Connect-ExchangeOnline", "ResultSize": 1 }))
        .outputs[0];
    assert_eq!(newest["Parameters"]["CertificateThumbprint"], json!("(ignored)"));
    assert_eq!(newest["Parameters"]["AccessToken"], json!("(secret)"));
    assert!(!newest.to_string().contains("opens-it"));
}

#[test]
fn a_record_or_a_check_that_is_piped_on_names_nothing_that_a_cmdlet_would_change() {
    let types = [
        "CustomerKeyAuditRecord",
        "CustomerKeyAuditCheck",
        "CustomerKeyTenantCheck",
        "PolicyCheck",
    ];
    for property in types.iter().flat_map(|name| table::find_type(name).unwrap().properties) {
        for cmdlet in table::cmdlets() {
            let takes = |parameter: &&ParameterDef| {
                matches!(parameter.pipeline, Pipeline::Name | Pipeline::Both)
            };
            for parameter in cmdlet.parameters.iter().filter(takes) {
                let binds = parameter.names().any(|name| name.eq_ignore_ascii_case(property.name));
                // As the service has it, which takes a role beside it that no record names.
                if cmdlet.name.ends_with("-AzRoleAssignment") && property.name == "ObjectId" {
                    continue;
                }
                assert!(!binds, "{} takes {}", cmdlet.name, property.name);
            }
        }
    }
    // Where one is taken for a text, it names nothing either: a hash, or a sentence.
    let identities = types.map(|name| table::find_type(name).unwrap().identity);
    assert_eq!(identities, ["Hash", "Detail", "Detail", "Detail"]);
}
