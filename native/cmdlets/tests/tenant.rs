//! The tenant: chosen or not, made, opened, set, checked, saved and brought back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Shell, text};
use serde_json::json;

#[test]
fn with_no_tenant_chosen_the_first_cmdlet_that_changes_something_makes_one_and_says_so_once() {
    let shell = Shell::new();
    let first = shell.run("Set-CustomerKeyTenant", json!({ "JobMode": "Manual" }));
    let place = text(&shell.run("Get-CustomerKeyTenant", json!({})).one()["Path"]);
    assert!(place.ends_with("customer-key/default"), "{place}");
    assert_eq!(first.warnings.len(), 1);
    assert!(
        first.warnings[0].contains(&place)
            && first.warnings[0].contains("Nothing reaches Microsoft 365"),
        "{:?}",
        first.warnings
    );
    assert!(shell.run("Get-CustomerKeyTenant", json!({})).ok().warnings.is_empty());
}

#[test]
fn a_chosen_tenant_that_is_not_there_is_an_error_and_is_not_made() {
    let shell = Shell::new();
    let path = shell.folder.path().join("nowhere");
    let options = json!({ "environment": { "CUSTOMER_KEY_TENANT": path } }).to_string();
    let session = ckey_cmdlets::Session::open(
        ckey_cmdlets::SessionOptions::from_json(options.as_bytes()).unwrap(),
    )
    .unwrap();
    let said = common::read(session.start("Get-CustomerKeyTenant", b"").unwrap(), true);
    assert_eq!(said.error(), "TenantNotFound");
    assert!(!path.exists());
}

#[test]
fn new_and_open_switch_the_session() {
    let shell = Shell::new();
    let made = shell.run("New-CustomerKeyTenant", json!({ "Path": "one two" }));
    assert_eq!(
        (text(&made.one()["Name"]), text(&made.one()["Mode"])),
        ("one-two".to_owned(), "Rehearsal".to_owned())
    );
    shell
        .run(
            "New-CustomerKeyTenant",
            json!({ "Path": "other", "Name": "fabrikam", "Mode": "production" }),
        )
        .ok();
    let now = shell.run("Get-CustomerKeyTenant", json!({}));
    assert_eq!(text(&now.one()["Name"]), "fabrikam");
    assert_eq!(text(&now.one()["UnknownIdentifiers"]), "Create", "the default of every tenant");
    shell.run("Open-CustomerKeyTenant", json!({ "Path": "one two" })).ok();
    assert_eq!(shell.names("Get-CustomerKeyTenant"), ["one-two"]);
    assert_eq!(
        shell.run("New-CustomerKeyTenant", json!({ "Path": "other" })).error(),
        "TenantFolderNotEmpty"
    );
}

#[test]
fn settings_are_changed_and_shown() {
    let shell = Shell::with_tenant();
    let set = json!({ "UnknownIdentifiers": "refuse", "RootTimeout": 0.5, "CacheEnabled": "$false", "MailboxCacheLifetime": 10, "Seed": 7 });
    shell.what_if("Set-CustomerKeyTenant", set.clone());
    assert_eq!(
        shell.run("Get-CustomerKeyTenant", json!({})).one()["RootTimeout"],
        2.0,
        "-WhatIf changes nothing"
    );
    assert!(shell.run("Set-CustomerKeyTenant", set).ok().outputs.is_empty());
    let said = shell.run("Get-CustomerKeyTenant", json!({}));
    let tenant = said.one();
    assert_eq!(
        (tenant["RootTimeout"].as_f64(), tenant["CacheEnabled"].as_bool()),
        (Some(0.5), Some(false))
    );
    assert_eq!(
        (text(&tenant["UnknownIdentifiers"]), tenant["MailboxCacheLifetime"].as_i64()),
        ("Refuse".to_owned(), Some(10))
    );
    assert_eq!(text(&tenant["JobMode"]), "Manual", "what is not given stays");
}

#[test]
fn a_backup_is_restored_elsewhere_and_every_check_passes() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    shell.run("New-Mailbox", json!({ "Name": "Ann" })).ok();
    shell.what_if(
        "Backup-CustomerKeyTenant",
        json!({ "OutputFile": "b.backup", "SecretsFile": "b.secrets" }),
    );
    assert!(!shell.folder.path().join("b.backup").exists());
    let backup = shell.run(
        "Backup-CustomerKeyTenant",
        json!({ "OutputFile": "b.backup", "SecretsFile": "b.secrets" }),
    );
    assert!(backup.one()["Size"].as_i64().unwrap() > 0);
    let restored = shell.run(
        "Restore-CustomerKeyTenant",
        json!({ "Path": "again", "InputFile": "b.backup", "SecretsFile": "b.secrets" }),
    );
    assert!(text(&restored.one()["Path"]).ends_with("again"));
    assert_eq!(shell.names("Get-DataEncryptionPolicy"), ["DEP"]);
    assert_eq!(shell.names("Get-Mailbox"), ["Ann"]);
    let checks = shell.run("Test-CustomerKeyTenant", json!({})).ok();
    assert!(!checks.outputs.is_empty());
    assert!(checks.list("Result").iter().all(|result| result == "Passed"), "{checks:#?}");
}

#[test]
fn a_backup_that_lacks_content_is_written_and_ends_with_an_error_that_names_what_it_lacks() {
    let shell = Shell::with_tenant();
    shell.run("New-Mailbox", json!({ "Name": "Ann" })).ok();
    std::fs::write(shell.folder.path().join("large"), vec![7; 100_000]).unwrap();
    let item = shell.run("Import-CustomerKeyItem", json!({ "Mailbox": "Ann", "Path": "large" }));
    let id = text(&item.one()["Identity"]);
    let folder = std::fs::read_dir(shell.folder.path().join("tenant/content"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    std::fs::remove_file(folder.join(format!("{id}.sealed"))).unwrap();
    let said = shell.run(
        "Backup-CustomerKeyTenant",
        json!({ "OutputFile": "b.backup", "SecretsFile": "b.secrets" }),
    );
    assert_eq!((said.error(), said.outputs.len()), ("BackupIncomplete", 1), "{said:#?}");
    assert_eq!(
        (text(&said.errors[0]["category"]), said.errors[0]["terminating"].as_bool()),
        ("InvalidData".into(), Some(false))
    );
    assert!(text(&said.errors[0]["message"]).contains(&id), "{said:#?}");
    assert!(
        shell.folder.path().join("b.backup").is_file()
            && shell.folder.path().join("b.secrets").is_file()
    );
}

#[test]
fn the_clock_of_a_rehearsal_moves_forward_only() {
    let shell = Shell::with_tenant();
    let before = shell.run("Get-CustomerKeyClock", json!({}));
    assert_eq!(before.one()["Moved"], false);
    shell.what_if("Set-CustomerKeyClock", json!({ "Advance": "1.00:00:00" }));
    shell.run("Set-CustomerKeyClock", json!({ "Advance": "90.00:00:00" })).ok();
    let moved = shell.run("Get-CustomerKeyClock", json!({}));
    assert_eq!(moved.one()["AdvancedSeconds"].as_i64(), Some(90 * 86_400));
    assert_eq!(
        shell.run("Set-CustomerKeyClock", json!({ "Date": "2020-01-01" })).error(),
        "ClockMovedBack"
    );
    shell.run("Set-CustomerKeyClock", json!({ "Date": "1/1/2100" })).ok();
    let far = shell.run("Get-CustomerKeyClock", json!({}));
    assert!(text(&far.one()["Now"]).starts_with("2100-01-01T00:00:0"), "{far:?}");
}

#[test]
fn the_audit_log_is_searched_exported_and_checked() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    let all = shell.run("Search-CustomerKeyAudit", json!({ "Verify": true })).ok();
    assert!(all.outputs.len() > 2);
    let policies = shell.run("Search-CustomerKeyAudit", json!({ "Activity": "*policy*" })).ok();
    assert!(!policies.outputs.is_empty() && policies.outputs.len() < all.outputs.len());
    assert!(policies.list("ObjectId").contains(&"DEP".to_owned()));
    assert_eq!(
        shell.run("Search-CustomerKeyAudit", json!({ "ResultSize": 1 })).ok().outputs.len(),
        1
    );
    assert!(
        shell
            .run("Search-CustomerKeyAudit", json!({ "RecordType": "CustomerKeyServiceEncryption" }))
            .ok()
            .outputs
            .is_empty()
    );
    assert_eq!(
        shell.run("Search-CustomerKeyAudit", json!({ "RecordType": "what" })).error(),
        "UnknownRecordType"
    );
    assert!(
        shell
            .run("Search-CustomerKeyAudit", json!({ "EndDate": "2001-01-01" }))
            .ok()
            .outputs
            .is_empty()
    );
    let head = shell.run("Export-CustomerKeyAuditHead", json!({ "OutputFile": "head.json" }));
    assert!(head.one()["Records"].as_i64().unwrap() >= 1 && !text(&head.one()["Hash"]).is_empty());
    let checks = shell.run("Test-CustomerKeyAudit", json!({ "HeadFile": "head.json" })).ok();
    assert_eq!(
        (checks.list("Check"), checks.list("Result")),
        (vec!["Chain".into(), "Head".into()], vec!["Passed".into(), "Passed".into()])
    );
    assert_eq!(checks.outputs[1]["CheckedWith"], "TenantsOwnKey");
    let key = shell.run("Get-CustomerKeyTenant", json!({})).one()["AuditPublicKey"].clone();
    let checks = shell
        .run("Test-CustomerKeyAudit", json!({ "HeadFile": "head.json", "PublicKey": key }))
        .ok();
    assert_eq!(
        (&checks.outputs[1]["CheckedWith"], &checks.outputs[1]["Result"]),
        (&json!("GivenKey"), &json!("Passed"))
    );
    assert_eq!(
        shell.run("Test-CustomerKeyAudit", json!({ "HeadFile": "none.json" })).errors[0]["id"],
        "FileNotReadable"
    );
}

#[test]
fn clearing_the_caches_raises_the_key_epoch() {
    let shell = Shell::with_tenant();
    let epoch =
        |shell: &Shell| shell.run("Get-CustomerKeyTenant", json!({})).one()["KeyEpoch"].as_i64();
    let before = epoch(&shell);
    shell.what_if("Clear-CustomerKeyCache", json!({}));
    assert_eq!(epoch(&shell), before);
    shell.run("Clear-CustomerKeyCache", json!({})).ok();
    assert!(epoch(&shell) > before);
}

#[test]
fn no_cmdlet_works_on_a_tenant_that_was_replaced_until_it_is_opened_again() {
    let shell = Shell::with_keys();
    shell.run("New-Mailbox", json!({ "Name": "Ann" })).ok();
    let path = shell.folder.path().join("tenant");
    std::fs::rename(&path, shell.folder.path().join("elsewhere")).unwrap();
    let other = Shell::with_keys();
    std::fs::rename(other.folder.path().join("tenant"), &path).unwrap();
    for (cmdlet, parameters) in [
        ("Get-CustomerKeyTenant", json!({})),
        ("Get-Mailbox", json!({})),
        ("New-Mailbox", json!({ "Name": "Bob" })),
        ("Set-CustomerKeyTenant", json!({ "Seed": 3 })),
        ("Clear-CustomerKeyCache", json!({})),
        ("Connect-ExchangeOnline", json!({})),
        ("Invoke-CustomerKeyJob", json!({})),
        // What touches the vaults alone.
        ("Get-AzKeyVault", json!({})),
        ("Get-AzKeyVaultKey", json!({ "VaultName": "alpha-vault", "Name": "key" })),
        (
            "Add-AzKeyVaultKey",
            json!({ "VaultName": "alpha-vault", "Name": "key", "Destination": "Software" }),
        ),
    ] {
        assert_eq!(shell.run(cmdlet, parameters).error(), "TenantReplaced", "{cmdlet}");
    }
    shell.run("Open-CustomerKeyTenant", json!({ "Path": "tenant" })).ok();
    assert!(shell.names("Get-Mailbox").is_empty(), "the other tenant");
    let versions = shell.run(
        "Get-AzKeyVaultKey",
        json!({ "VaultName": "alpha-vault", "Name": "key", "IncludeVersions": true }),
    );
    assert_eq!(versions.ok().outputs.len(), 1, "nothing was made in its vaults");
}

#[test]
fn of_many_sessions_that_find_no_default_tenant_all_work_on_the_one_that_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let options = json!({ "environment": { "XDG_DATA_HOME": folder.path(), "USER": "tester" }, "manualJobs": true }).to_string();
    let open = || {
        ckey_cmdlets::Session::open(
            ckey_cmdlets::SessionOptions::from_json(options.as_bytes()).unwrap(),
        )
        .unwrap()
    };
    std::thread::scope(|scope| {
        for number in 0..24 {
            let parameters = json!({ "parameters": { "Name": format!("m{number}") } }).to_string();
            scope.spawn(move || {
                common::read(open().start("New-Mailbox", parameters.as_bytes()).unwrap(), true).ok()
            });
        }
    });
    let listed = common::read(open().start("Get-Mailbox", b"").unwrap(), true).ok();
    assert_eq!(listed.outputs.len(), 24);
    assert_eq!(
        std::fs::read_dir(folder.path().join("customer-key")).unwrap().count(),
        1,
        "nothing is left beside it"
    );
}
