//! What is said to accounts that may not do something, and about settings before they change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod changing;
mod common;

use changing::{calls, stage};
use ckey_cmdlets::table;
use common::{Shell, text};
use serde_json::{Value, json};

#[test]
fn a_refusal_leaves_out_the_cmdlets_name_and_names_the_sign_in_of_its_service_alone() {
    let shell = stage();
    let given = json!({ "VaultName": "alpha-vault", "UserPrincipalName": "eve@fabrikam.com", "PermissionsToKeys": ["get"] });
    shell.run("Set-AzKeyVaultAccessPolicy", given).ok();
    let looks = [
        "Get-DataEncryptionPolicy",
        "Get-CustomerKeyTenant",
        "Search-CustomerKeyAudit",
        "Search-CustomerKeyVaultUse",
        "Get-Mailbox",
        "Get-CustomerKeyWorkload",
    ];
    let vault = ("Get-AzKeyVault", json!({ "VaultName": "beta-vault" }));
    let mut refused = 0;
    for (cmdlet, parameters) in
        calls().into_iter().chain(looks.map(|look| (look, json!({})))).chain([vault])
    {
        if cmdlet == "New-CustomerKeyTenant" {
            break;
        }
        shell
            .run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "eve@fabrikam.com" }))
            .ok();
        shell.run("Connect-AzAccount", json!({ "AccountId": "eve@fabrikam.com" })).ok();
        let said = shell.run(cmdlet, parameters);
        let Some(error) = said.errors.iter().find(|error| error["id"] == "AccountNotPermitted")
        else {
            continue;
        };
        let (message, fix) = (text(&error["message"]), text(&error["fix"]));
        let azure = table::find(cmdlet).unwrap().service.starts_with("Az");
        let (own, other) = if azure {
            ("Connect-AzAccount -AccountId", "Connect-Ex")
        } else {
            ("Connect-ExchangeOnline -UserPrincipalName", "Connect-Az")
        };
        assert!(!message.contains(cmdlet), "{cmdlet}: {message}");
        assert!(
            fix.contains(&format!("{own} admin@contoso.onmicrosoft.com;")) && !fix.contains(other),
            "{cmdlet}: {fix}"
        );
        refused += 1;
    }
    assert!(refused > 12, "{refused}");
}

#[test]
fn a_refusal_advises_ownership_only_where_nothing_less_is_enough() {
    let shell = Shell::with_keys();
    let here = shell.run("Get-AzKeyVault", json!({ "VaultName": "alpha-vault" }));
    let id = text(&here.one()["ResourceId"]);
    let subscription = id.split('/').nth(2).unwrap().to_owned();
    shell.run("Set-CustomerKeyTenant", json!({ "UnknownAccounts": "Refuse" })).ok();
    shell.run("Connect-AzAccount", json!({ "AccountId": "o'brien@fabrikam.com" })).ok();
    let fix =
        |cmdlet: &str, parameters: Value| text(&shell.run(cmdlet, parameters).errors[0]["fix"]);
    let get = |vault: &str| {
        format!(
            "Set-AzKeyVaultAccessPolicy -VaultName {vault} -SubscriptionId {subscription} -UserPrincipalName 'o''brien@fabrikam.com' -PermissionsToKeys get"
        )
    };
    for (cmdlet, parameters, command) in [
        ("Get-AzKeyVault", json!({}), get("alpha-vault")),
        ("Set-AzContext", json!({ "Subscription": "Other" }), get("alpha-vault")),
        (
            "Get-Mailbox",
            json!({}),
            "New-Mailbox -Name 'o''brien' -PrimarySmtpAddress 'o''brien@fabrikam.com'".to_owned(),
        ),
        (
            "Get-DataEncryptionPolicy",
            json!({}),
            "Set-CustomerKeyTenant -ExchangeAdministrators @{Add='o''brien@fabrikam.com'}"
                .to_owned(),
        ),
        (
            "Get-M365DataAtRestEncryptionPolicy",
            json!({}),
            "Set-CustomerKeyTenant -ComplianceAdministrators @{Add='o''brien@fabrikam.com'}"
                .to_owned(),
        ),
        (
            "New-AzResourceGroup",
            json!({ "Name": "g", "Location": "x" }),
            "Set-CustomerKeyTenant -Owners @{Add='o''brien@fabrikam.com'}".to_owned(),
        ),
    ] {
        let fix = fix(cmdlet, parameters);
        assert!(fix.ends_with(&command), "{cmdlet}: {fix}");
        assert_eq!(fix.contains("-Owners"), command.contains("-Owners"), "{cmdlet}: {fix}");
    }
    // What is advised is enough.
    shell.run("Connect-AzAccount", json!({ "AccountId": "admin@contoso.onmicrosoft.com" })).ok();
    shell
        .run(
            "New-Mailbox",
            json!({ "Name": "o'brien", "PrimarySmtpAddress": "o'brien@fabrikam.com" }),
        )
        .ok();
    shell.run("Connect-AzAccount", json!({ "AccountId": "o'brien@fabrikam.com" })).ok();
    assert_eq!(shell.names("Get-Mailbox"), ["o'brien"]);
    let taken = "o'brien@tailspin.com";
    shell.run("Connect-AzAccount", json!({ "AccountId": taken })).ok();
    assert!(fix("Get-Mailbox", json!({})).ends_with(
        "New-Mailbox -Name 'o''brien.tailspin.com' -PrimarySmtpAddress 'o''brien@tailspin.com'"
    ));
}

#[test]
fn what_if_names_each_setting_that_is_given_with_its_old_and_its_new_value() {
    let shell = Shell::with_tenant();
    let given = json!({
        "UnknownIdentifiers": "Refuse", "UnknownAccounts": "Refuse", "Owners": { "Add": ["ann@fabrikam.com"] },
        "ExchangeAdministrators": ["bob@fabrikam.com"], "ComplianceAdministrators": { "Add": ["bob@fabrikam.com"] }, "JobMode": "Background",
        "MailboxCacheLifetime": 10, "SiteCacheLifetime": 3600, "RootOffset": 0.2, "FailureCacheLifetime": 5, "RootTimeout": 0.5, "CacheEnabled": false, "Seed": 7, "AuditReads": false,
        "RuleProfile": "current", "Validation": "Warn",
    });
    let told = shell.what_if("Set-CustomerKeyTenant", given.clone()).what_if;
    for expected in [
        "UnknownIdentifiers of the tenant 'contoso' would change from Create to Refuse.",
        "UnknownAccounts of the tenant 'contoso' would change from Owner to Refuse.",
        "Owners of the tenant 'contoso' would change from admin@contoso.onmicrosoft.com to admin@contoso.onmicrosoft.com, ann@fabrikam.com.",
        "ExchangeAdministrators of the tenant 'contoso' would change from nobody to bob@fabrikam.com.",
        "ComplianceAdministrators of the tenant 'contoso' would change from nobody to bob@fabrikam.com.",
        "JobMode of the tenant 'contoso' would change from Manual to Background.",
        "MailboxCacheLifetime of the tenant 'contoso' would change from 300 s to 10 s.",
        "SiteCacheLifetime of the tenant 'contoso' would change from 86400 s to 3600 s.",
        "RootOffset of the tenant 'contoso' would change from 0.1 s to 0.2 s.",
        "FailureCacheLifetime of the tenant 'contoso' would stay 5 s.",
        "RootTimeout of the tenant 'contoso' would change from 2 s to 0.5 s.",
        "CacheEnabled of the tenant 'contoso' would change from True to False.",
        "Seed of the tenant 'contoso' would change from none to 7.",
        "AuditReads of the tenant 'contoso' would change from True to False.",
        "RuleProfile of the tenant 'contoso' would change from 2021 to current.",
        "Validation of the tenant 'contoso' would change from Enforce to Warn.",
        "The user 'ann@fabrikam.com', whom the tenant does not know, would be made.",
    ] {
        assert!(told.iter().any(|told| told == expected), "{expected}: {told:#?}");
    }
    let settings = table::find("Set-CustomerKeyTenant").unwrap().parameters;
    for setting in settings {
        assert!(given.get(setting.name).is_some(), "{} is tried", setting.name);
        assert!(
            told.iter().any(|told| told.starts_with(&format!("{} of", setting.name))),
            "{}: {told:#?}",
            setting.name
        );
    }
    let made = shell.run("Search-CustomerKeyAudit", json!({ "Object": "ann@fabrikam.com" }));
    assert!(made.ok().outputs.is_empty(), "nobody was made");
    assert!(
        shell.what_if("Set-CustomerKeyTenant", json!({})).what_if[0]
            .contains("No setting is given")
    );
    shell.run("Set-CustomerKeyTenant", given).ok();
    for (wrong, id) in [
        (json!({ "RootTimeout": 0.001 }), "SettingOutOfRange"),
        (
            json!({ "Owners": { "Remove": ["admin@contoso.onmicrosoft.com"] } }),
            "AdministratorStays",
        ),
        (json!({ "Owners": { "Remove": ["nobody@fabrikam.com"] } }), "UnknownIdentifier"),
    ] {
        let said = common::read(
            shell.start_with(
                "Set-CustomerKeyTenant",
                json!({ "parameters": wrong, "whatIf": true }),
            ),
            true,
        );
        assert_eq!(said.error(), id, "what would fail says so");
    }
}

#[test]
fn accepting_a_loss_says_how_many_records_are_missing_or_that_nobody_can_tell() {
    let shell = Shell::with_tenant();
    for name in ["Ann", "Bob", "Carol"] {
        shell.run("New-Mailbox", json!({ "Name": name })).ok();
    }
    shell.run("New-CustomerKeyTenant", json!({ "Path": "other" })).ok();
    let tenant = shell.folder.path().join("tenant");
    let database = rusqlite::Connection::open(tenant.join("tenant.db")).unwrap();
    database
        .execute_batch("DELETE FROM audit WHERE sequence > (SELECT max(sequence) - 3 FROM audit)")
        .unwrap();
    let last: i64 =
        database.query_row("SELECT max(sequence) FROM audit", [], |row| row.get(0)).unwrap();
    drop(database);
    let refused = shell.run("Open-CustomerKeyTenant", json!({ "Path": "tenant" }));
    let (message, fix) = (text(&refused.errors[0]["message"]), text(&refused.errors[0]["fix"]));
    assert!(message.contains("at least 3 records are missing"), "{message}");
    assert!(
        fix.contains("Put back the database")
            && fix.contains(&format!("-Path {} -AcceptAuditLoss", tenant.display())),
        "{fix}"
    );
    let accept = json!({ "Path": "tenant", "AcceptAuditLoss": true });
    let told = shell.run("Open-CustomerKeyTenant", accept.clone()).ok().warnings;
    assert!(
        told.len() == 1
            && told[0].contains(&format!("ends at record {last}"))
            && told[0].contains("at least 3 records are missing"),
        "{told:?}"
    );
    assert!(
        shell.run("Open-CustomerKeyTenant", accept.clone()).ok().warnings.is_empty(),
        "nothing is lost twice"
    );

    shell.run("Open-CustomerKeyTenant", json!({ "Path": "other" })).ok();
    std::fs::remove_file(tenant.join("service-secrets/audit.counter")).unwrap();
    let fix =
        text(&shell.run("Open-CustomerKeyTenant", json!({ "Path": "tenant" })).errors[0]["fix"]);
    assert!(
        fix.contains("audit.counter' back from a copy") && !fix.contains("Put back the database"),
        "{fix}"
    );
    let told = shell.run("Open-CustomerKeyTenant", accept).ok().warnings;
    assert!(
        told.len() == 1
            && told[0]
                .contains("How many records are missing from its end, if any, cannot be told"),
        "{told:?}"
    );
}

#[test]
fn a_time_that_ends_before_it_begins_is_an_error_and_not_a_log_without_records() {
    let shell = Shell::with_tenant();
    for (start, end) in [("2026-11-27", "2026-11-26"), ("2026-11-26", "2026-11-26")] {
        assert_eq!(
            shell
                .run("Search-CustomerKeyAudit", json!({ "StartDate": start, "EndDate": end }))
                .error(),
            "InvalidDateRange"
        );
    }
    let all = json!({ "StartDate": "2001-01-01", "EndDate": "2200-01-01" });
    assert!(!shell.run("Search-CustomerKeyAudit", all).ok().outputs.is_empty());
}

#[test]
fn who_loses_a_right_while_a_question_stands_open_does_not_do_what_it_is_about() {
    let folder = tempfile::tempdir().unwrap();
    let user = |name: &str| {
        let tenant = folder.path().join("tenant");
        common::open(json!({ "HOME": folder.path(), "CUSTOMER_KEY_TENANT": tenant, "USER": name }))
    };
    let (admin, bob) = (user("admin"), user("bob"));
    let tenant = folder.path().join("tenant");
    common::run(&admin, "New-CustomerKeyTenant", json!({ "Path": tenant, "Name": "T" })).ok();
    let owners = |change: &str| {
        let owners = json!({ "Owners": { change: ["bob@fabrikam.com"] } });
        common::run(&admin, "Set-CustomerKeyTenant", owners).ok();
    };
    for (cmdlet, parameters) in [
        ("New-Mailbox", json!({ "Name": "late", "Confirm": true })),
        ("Set-CustomerKeyClock", json!({ "Advance": "5", "Confirm": true })),
        (
            "Set-CustomerKeyTenant",
            json!({ "Owners": { "Add": ["mallory@fabrikam.com"] }, "Confirm": true }),
        ),
    ] {
        owners("Add");
        let signed = json!({ "UserPrincipalName": "bob@fabrikam.com" });
        common::run(&bob, "Connect-ExchangeOnline", signed).ok();
        common::run(&admin, "Set-CustomerKeyTenant", json!({ "UnknownAccounts": "Refuse" })).ok();
        let arguments = json!({ "parameters": parameters }).to_string();
        let mut call = bob.start(cmdlet, arguments.as_bytes()).unwrap();
        let question = loop {
            match call.next(common::LONG).unwrap() {
                ckey_cmdlets::Next::Record(record) => {
                    let record = String::from_utf8(record).unwrap();
                    if record.contains("\"confirm\"") {
                        break record;
                    }
                }
                other => panic!("{cmdlet}: {other:?}"),
            }
        };
        assert!(question.contains("Are you sure"), "{question}");
        owners("Remove");
        call.answer(true);
        let said = common::read(call, true);
        assert_eq!(said.errors.len(), 1, "{cmdlet}: {said:#?}");
        assert!(said.outputs.is_empty(), "{cmdlet}: {said:#?}");
    }
    let now = common::run(&admin, "Get-CustomerKeyTenant", json!({}));
    assert!(!now.one()["Owners"].to_string().contains("mallory"), "{now:#?}");
    assert!(common::run(&admin, "Get-Mailbox", json!({})).ok().outputs.is_empty());
}
