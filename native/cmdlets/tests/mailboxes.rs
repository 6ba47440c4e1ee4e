//! Mailboxes and mail users, what is in them, and the jobs that follow a change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use ckey_cmdlets::Next;
use common::{LONG, Shell, read, text};
use serde_json::{Value, json};

fn with_mailboxes() -> Shell {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    for name in ["Ann", "Bob", "Carl"] {
        shell.run("New-Mailbox", json!({ "Name": name })).ok();
    }
    shell.run("New-Mailbox", json!({ "Name": "Info Desk", "Shared": true })).ok();
    shell
        .run("New-MailUser", json!({ "Name": "Max", "ExternalEmailAddress": "max@example.org" }))
        .ok();
    shell
}

fn get(shell: &Shell, parameters: Value) -> Vec<String> {
    shell.run("Get-Mailbox", parameters).ok().list("Name")
}

#[test]
fn a_mailbox_has_its_documented_properties_and_every_name_finds_it() {
    let shell = with_mailboxes();
    let said = shell.run("Get-Mailbox", json!({ "Identity": "ann" }));
    let ann = said.one();
    assert_eq!(
        (text(&ann["UserPrincipalName"]), text(&ann["RecipientTypeDetails"])),
        ("Ann@contoso.onmicrosoft.com".into(), "UserMailbox".into())
    );
    assert!(ann["DataEncryptionPolicy"].is_null());
    for name in
        ["Name", "Alias", "UserPrincipalName", "PrimarySmtpAddress", "Guid", "DistinguishedName"]
    {
        assert_eq!(get(&shell, json!({ "Identity": ann[name] })), ["Ann"], "{name}");
    }
    assert_eq!(
        shell.run("Get-Mailbox", json!({ "Identity": "Max" })).error(),
        "MailboxNotFound",
        "a mail user is no mailbox"
    );
    let nobody = shell.run("Get-Mailbox", json!({ "Identity": "nobody" }));
    assert_eq!(
        (nobody.error(), text(&nobody.errors[0]["reason"])),
        ("MailboxNotFound", "ManagementObjectNotFoundException".into())
    );
    assert_eq!(shell.run("Get-MailUser", json!({})).ok().list("Name"), ["Max"]);
    assert_eq!(shell.run("New-Mailbox", json!({ "Name": "ANN" })).error(), "MailboxExists");
    assert_eq!(
        shell.run("New-Mailbox", json!({ "Name": "ANN", "WhatIf": true })).error(),
        "MailboxExists"
    );
}

#[test]
fn listings_are_filtered_sorted_and_cut() {
    let shell = with_mailboxes();
    assert_eq!(get(&shell, json!({})), ["Ann", "Bob", "Carl", "Info Desk"]);
    assert_eq!(get(&shell, json!({ "RecipientTypeDetails": ["sharedmailbox"] })), ["Info Desk"]);
    assert!(get(&shell, json!({ "RecipientTypeDetails": "MailUser" })).is_empty());
    assert_eq!(get(&shell, json!({ "Anr": "in" })), ["Info Desk"]);
    assert_eq!(
        get(
            &shell,
            json!({ "Filter": "Name -like '*a*' -and RecipientTypeDetails -eq 'UserMailbox'" })
        ),
        ["Ann", "Carl"]
    );
    assert_eq!(get(&shell, json!({ "SortBy": "Name", "ResultSize": 2 })), ["Ann", "Bob"]);
    assert_eq!(
        shell.run("Get-Mailbox", json!({ "Filter": "Office -eq 'x'" })).error(),
        "InvalidFilter"
    );
    assert_eq!(
        shell.run("Get-Mailbox", json!({ "SortBy": "Size" })).error(),
        "InvalidSortProperty"
    );
    shell.run("Set-Mailbox", json!({ "Identity": "Bob", "DataEncryptionPolicy": "DEP" })).ok();
    let policy = shell.run("Get-DataEncryptionPolicy", json!({ "Identity": "DEP" })).one().clone();
    for name in ["Name", "DistinguishedName", "Guid"] {
        let filter =
            format!("DataEncryptionPolicy -eq '{}'", text(&policy[name]).replace('\'', "''"));
        assert_eq!(get(&shell, json!({ "Filter": filter })), ["Bob"], "{name}");
    }
    assert_eq!(
        get(&shell, json!({ "Filter": "DataEncryptionPolicy -eq $null" })),
        ["Ann", "Carl", "Info Desk"]
    );
}

#[test]
fn a_listing_without_a_size_stops_at_a_thousand_and_warns() {
    let shell = Shell::with_tenant();
    let made = shell.run("New-Mailbox", json!({ "Name": "user", "Count": 1003 })).ok();
    assert_eq!(
        (made.outputs.len(), made.outputs[0]["Name"].as_str(), made.progress > 0),
        (1000, Some("user1"), true)
    );
    let cut = shell.run("Get-Mailbox", json!({})).ok();
    assert_eq!((cut.outputs.len(), cut.warnings.len()), (1000, 1));
    let all = shell.run("Get-Mailbox", json!({ "ResultSize": "unlimited" })).ok();
    assert_eq!((all.outputs.len(), all.warnings.len()), (1003, 0));
    assert_eq!(shell.run("Get-Mailbox", json!({ "ResultSize": 1003 })).ok().warnings.len(), 0);
    let sorted = shell.run("Get-Mailbox", json!({ "SortBy": "Alias", "ResultSize": 3 })).ok();
    assert_eq!(sorted.list("Alias"), ["user1", "user10", "user100"]);
}

#[test]
fn a_writer_does_not_wait_for_an_open_listing() {
    let shell = Shell::with_tenant();
    shell.run("New-Mailbox", json!({ "Name": "user", "Count": 7000 })).ok();
    let mut listing = shell.start("Get-Mailbox", json!({ "ResultSize": "Unlimited" }));
    assert!(matches!(listing.next(LONG).unwrap(), Next::Record(_)));
    shell.run("New-Mailbox", json!({ "Name": "Late" })).ok();
    let rest = read(listing, true);
    assert_eq!(rest.outputs.last().unwrap()["Name"], "Late", "pages go by key");
}

#[test]
fn a_policy_is_put_on_a_mailbox_and_taken_off_by_null() {
    let shell = with_mailboxes();
    let statistics = |shell: &Shell, name: &str| {
        shell.run("Get-MailboxStatistics", json!({ "Identity": name })).one().clone()
    };
    let before = statistics(&shell, "Ann");
    assert_eq!(
        (before["IsEncrypted"].as_bool(), before["DataEncryptionPolicyID"].is_null()),
        (Some(false), true)
    );
    shell.what_if("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" }));
    assert_eq!(statistics(&shell, "Ann"), before);
    assert!(
        shell
            .run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" }))
            .ok()
            .outputs
            .is_empty()
    );
    assert_eq!(
        shell.run("Get-Mailbox", json!({ "Identity": "Ann" })).one()["DataEncryptionPolicy"],
        "DEP"
    );
    assert_eq!(statistics(&shell, "Ann")["RewrapPending"], true);
    let jobs = shell.run("Get-CustomerKeyJob", json!({})).ok();
    assert_eq!(jobs.outputs.len(), 1);
    shell.what_if("Invoke-CustomerKeyJob", json!({}));
    let worked = shell.run("Invoke-CustomerKeyJob", json!({}));
    assert_eq!(
        (worked.one()["Remaining"].as_i64(), worked.one()["Failed"].as_i64()),
        (Some(0), Some(0))
    );
    let after = statistics(&shell, "Ann");
    assert_eq!(
        (after["IsEncrypted"].as_bool(), after["RewrapPending"].as_bool()),
        (Some(true), Some(false))
    );
    let policy = shell
        .run("Get-DataEncryptionPolicy", json!({ "Identity": after["DataEncryptionPolicyID"] }));
    assert_eq!(text(&policy.one()["State"]), "Active");
    shell.run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "" })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    assert_eq!(statistics(&shell, "Ann")["IsEncrypted"], false);
    let job = shell.run("Get-CustomerKeyJob", json!({ "Identity": jobs.outputs[0]["Identity"] }));
    assert_eq!(
        (text(&job.one()["State"]), job.one()["PercentComplete"].as_i64()),
        ("Completed".into(), Some(100))
    );
    assert_eq!(shell.run("Get-CustomerKeyJob", json!({ "Identity": "x" })).error(), "JobNotFound");
}

#[test]
fn a_mail_user_takes_a_policy_by_its_own_cmdlet() {
    let shell = with_mailboxes();
    assert_eq!(
        shell
            .run("Set-Mailbox", json!({ "Identity": "Max", "DataEncryptionPolicy": "DEP" }))
            .error(),
        "MailboxNotFound"
    );
    shell.run("Set-MailUser", json!({ "Identity": "Max", "DataEncryptionPolicy": "DEP" })).ok();
    assert_eq!(
        shell.run("Get-MailUser", json!({ "Identity": "Max" })).one()["DataEncryptionPolicy"],
        "DEP"
    );
    assert_eq!(
        shell
            .run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "none" }))
            .error(),
        "PolicyNotFound"
    );
}

#[test]
fn waiting_for_jobs_works_them_off_where_nobody_else_does() {
    let shell = with_mailboxes();
    shell.run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })).ok();
    let waited = shell.run("Wait-CustomerKeyJob", json!({ "Timeout": "01:00:00" }));
    assert_eq!(text(&waited.one()["State"]), "Completed");
    assert!(
        shell.run("Wait-CustomerKeyJob", json!({})).ok().outputs.is_empty(),
        "nothing to wait for"
    );
}

#[test]
fn items_go_in_and_come_out_bit_for_bit() {
    let shell = with_mailboxes();
    let at = |name: &str| shell.folder.path().join(name);
    let large: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
    std::fs::create_dir(at("mail")).unwrap();
    std::fs::write(at("mail/a.eml"), b"hello").unwrap();
    std::fs::write(at("mail/b.bin"), &large).unwrap();
    shell.what_if("Import-CustomerKeyItem", json!({ "Path": "mail", "Mailbox": "Ann" }));
    assert!(shell.run("Get-CustomerKeyItem", json!({ "Mailbox": "Ann" })).ok().outputs.is_empty());
    let stored =
        shell.run("Import-CustomerKeyItem", json!({ "Path": "mail", "Mailbox": "Ann" })).ok();
    assert_eq!(
        (stored.list("Name"), stored.outputs[1]["Size"].as_u64()),
        (vec!["a.eml".into(), "b.bin".into()], Some(1_200_000))
    );
    let one = shell
        .run("Get-CustomerKeyItem", json!({ "Mailbox": "Ann", "Identity": "a.eml" }))
        .one()
        .clone();
    assert_eq!(
        shell
            .run("Get-CustomerKeyItem", json!({ "Mailbox": "Ann", "Identity": one["Identity"] }))
            .one(),
        &one
    );
    assert_eq!(
        shell.run("Get-CustomerKeyItem", json!({ "Mailbox": "Ann", "Identity": "c" })).error(),
        "ItemNotFound"
    );
    let export = json!({ "Mailbox": "Ann", "Identity": "b.bin", "OutputFile": "out.bin" });
    shell.what_if("Export-CustomerKeyItem", export.clone());
    assert!(!at("out.bin").exists());
    assert_eq!(
        shell.run("Export-CustomerKeyItem", export.clone()).one()["Size"].as_u64(),
        Some(1_200_000)
    );
    assert_eq!(std::fs::read(at("out.bin")).unwrap(), large);
    assert_eq!(shell.run("Export-CustomerKeyItem", export.clone()).error(), "FileExists");
    let all =
        shell.run("Export-CustomerKeyItem", json!({ "Mailbox": "Ann", "Destination": "all" })).ok();
    assert_eq!(
        (all.outputs.len(), std::fs::read(at("all/a.eml")).unwrap()),
        (2, b"hello".to_vec())
    );
    shell.run("Import-CustomerKeyItem", json!({ "Path": "mail/a.eml", "Mailbox": "Ann" })).ok();
    let twice = shell.run(
        "Export-CustomerKeyItem",
        json!({ "Mailbox": "Ann", "Destination": "all", "Force": true }),
    );
    assert_eq!(
        (twice.outputs.len(), twice.error()),
        (2, "FileExists"),
        "of two items of one name none takes the other's place"
    );
    let workload = shell
        .run("Import-CustomerKeyItem", json!({ "Path": "mail/a.eml", "Workload": "TeamsChats" }));
    assert_eq!(text(&workload.one()["Workload"]), "TeamsChats");
    let chats = shell.run("Get-CustomerKeyWorkload", json!({ "Identity": "teamschats" }));
    assert_eq!(
        (chats.one()["Items"].as_i64(), text(&chats.one()["DataCovered"])),
        (Some(1), "NewOnly".into())
    );
    assert!(shell.run("Get-CustomerKeyWorkload", json!({})).ok().outputs.len() >= 9);
    assert_eq!(
        shell.run("Get-CustomerKeyWorkload", json!({ "Identity": "Planner" })).error(),
        "WorkloadNotFound"
    );
    assert_eq!(
        shell.run("Import-CustomerKeyItem", json!({ "Path": "none", "Mailbox": "Ann" })).error(),
        "FileNotReadable"
    );
}

#[test]
fn users_are_refused_when_both_roots_refuse_and_served_in_an_outage() {
    let shell = with_mailboxes();
    shell.run("Set-CustomerKeyTenant", json!({ "CacheEnabled": false })).ok();
    shell.run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    std::fs::write(shell.folder.path().join("a"), b"hello").unwrap();
    shell.run("Import-CustomerKeyItem", json!({ "Path": "a", "Mailbox": "Ann" })).ok();
    let export = |shell: &Shell| {
        shell.run(
            "Export-CustomerKeyItem",
            json!({ "Mailbox": "Ann", "Identity": "a", "OutputFile": "b", "Force": true }),
        )
    };
    for vault in ["alpha-vault", "beta-vault"] {
        shell.what_if(
            "Set-CustomerKeyVaultFault",
            json!({ "VaultName": vault, "Fault": "Unreachable" }),
        );
        let fault = shell.run(
            "Set-CustomerKeyVaultFault",
            json!({ "VaultName": vault, "Fault": "unreachable" }),
        );
        assert_eq!(text(&fault.one()["Fault"]), "Unreachable");
        export(&shell).ok();
    }
    let uses = shell
        .run("Search-CustomerKeyAudit", json!({ "RecordType": "CustomerKeyServiceEncryption" }))
        .ok();
    assert!(!uses.outputs.is_empty(), "each use of the availability key is on record");
    assert_eq!(text(&uses.outputs[0]["RecordType"]), "CustomerKeyServiceEncryption");
    for vault in ["alpha-vault", "beta-vault"] {
        shell.run("Set-CustomerKeyVaultFault", json!({ "VaultName": vault, "Fault": "None" })).ok();
        shell
            .run(
                "Remove-AzKeyVaultAccessPolicy",
                json!({ "VaultName": vault, "ServicePrincipalName": "00000002-0000-0ff1-ce00-000000000000" }),
            )
            .ok();
    }
    let refused = export(&shell);
    assert_eq!((refused.errors.len(), refused.outputs.len()), (1, 0), "{refused:?}");
    assert_eq!(
        shell
            .run("Set-CustomerKeyVaultFault", json!({ "VaultName": "none", "Fault": "None" }))
            .error(),
        "VaultNotFound"
    );
}
