//! Mailboxes and mail users, what is in them, and the jobs that follow a change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use ckey_cmdlets::Next;
use common::{LONG, Shell, read, read_on, text};
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
    assert!(get(&shell, json!({ "RecipientTypeDetails": "RoomMailbox" })).is_empty());
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
    let Next::Record(first) = listing.next(LONG).unwrap() else { panic!("no record") };
    shell.run("New-Mailbox", json!({ "Name": "Late" })).ok();
    let all = read_on(first, listing, true);
    assert_eq!(all.outputs.last().unwrap()["Name"], "Late", "pages go by key");
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
    shell.run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": null })).ok();
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
    let again = json!({ "Mailbox": "Ann", "Destination": "all", "Force": true });
    let twice = shell.run("Export-CustomerKeyItem", again).ok();
    let name = |file: &String| file.rsplit(['/', '\\']).next().unwrap().to_owned();
    let names: Vec<String> = twice.list("OutputFile").iter().map(name).collect();
    assert_eq!(names, ["a.eml", "b.bin", "a (2).eml"], "no item takes another's place");
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
fn items_of_one_name_that_are_exported_one_by_one_are_different_files() {
    let shell = with_mailboxes();
    std::fs::write(shell.folder.path().join("a.eml"), b"first").unwrap();
    let import = json!({ "Path": "a.eml", "Mailbox": "Ann" });
    let first = shell.run("Import-CustomerKeyItem", import.clone()).one().clone();
    std::fs::write(shell.folder.path().join("a.eml"), b"second").unwrap();
    let second = shell.run("Import-CustomerKeyItem", import).one().clone();
    for force in [false, true] {
        for item in [&first, &second] {
            let export = json!({ "InputObject": item, "Destination": "out", "Force": force });
            shell.run("Export-CustomerKeyItem", export).ok();
        }
    }
    let read = |name: &str| std::fs::read(shell.folder.path().join("out").join(name)).unwrap();
    assert_eq!((read("a.eml"), read("a (2).eml")), (b"first".to_vec(), b"second".to_vec()));
    let again = json!({ "InputObject": second, "Destination": "out" });
    assert_eq!(shell.run("Export-CustomerKeyItem", again).error(), "FileExists");
}

#[test]
fn items_of_one_name_are_all_there_whosever_they_are_and_in_whatever_order_they_come() {
    let shell = with_mailboxes();
    let taken = |mailbox: &str, content: &str| {
        std::fs::write(shell.folder.path().join("a.eml"), content).unwrap();
        let import = json!({ "Path": "a.eml", "Mailbox": mailbox });
        shell.run("Import-CustomerKeyItem", import).one().clone()
    };
    let (first, second) = (taken("Ann", "first"), taken("Ann", "second"));
    taken("Bob", "bob's");
    let mailbox = |name: &str| shell.run("Get-Mailbox", json!({ "Identity": name })).one().clone();
    let export = |object: &Value, folder: &str, force: bool| {
        let given = json!({ "InputObject": object, "Destination": folder, "Force": force });
        shell.run("Export-CustomerKeyItem", given).ok();
    };
    let there = |folder: &str| {
        let mut found: Vec<String> = std::fs::read_dir(shell.folder.path().join(folder))
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        found.sort();
        found
    };
    for (folder, forces) in [("new", vec![false]), ("over", vec![true, true])] {
        for force in forces {
            export(&mailbox("Ann"), folder, force);
            export(&mailbox("Bob"), folder, force);
            assert_eq!(there(folder), ["bob's", "first", "second"]);
        }
        let folder = format!("{folder}-reversed");
        export(&second, &folder, folder.starts_with("over"));
        export(&first, &folder, folder.starts_with("over"));
        assert_eq!(there(&folder), ["first", "second"]);
    }
}

#[cfg(unix)]
#[test]
fn not_even_force_writes_over_what_is_no_regular_file_and_what_if_says_so() {
    let shell = with_mailboxes();
    let at = |name: &str| shell.folder.path().join(name);
    std::fs::write(at("a.eml"), b"hello").unwrap();
    shell.run("Import-CustomerKeyItem", json!({ "Path": "a.eml", "Mailbox": "Ann" })).ok();
    std::fs::create_dir(at("out")).unwrap();
    std::os::unix::fs::symlink(at("a.eml"), at("out/a.eml")).unwrap();
    std::os::unix::fs::symlink(at("nothing"), at("dangling")).unwrap();
    let _listening = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    for (name, target) in [
        ("OutputFile", "dangling"),
        ("OutputFile", "socket"),
        ("OutputFile", "out/a.eml"),
        ("Destination", "out"),
    ] {
        let mut given = json!({ "Mailbox": "Ann", "Identity": "a.eml", "Force": true });
        given[name] = json!(target);
        for what_if in [false, true] {
            let given = json!({ "parameters": given.clone(), "whatIf": what_if });
            let said = read(shell.start_with("Export-CustomerKeyItem", given), true);
            assert_eq!(said.error(), "FileNotWritable", "{target}");
            assert!(text(&said.errors[0]["message"]).contains(" and no regular file"), "{target}");
        }
    }
    assert!(at("dangling").is_symlink() && at("out/a.eml").is_symlink() && at("socket").exists());
    let backup = json!({ "OutputFile": "dangling", "SecretsFile": "b.secrets" });
    assert_eq!(shell.run("Backup-CustomerKeyTenant", backup).error(), "OutputExists");
}

#[cfg(unix)]
#[test]
fn what_of_a_folder_or_a_pattern_is_no_regular_file_is_named_in_one_warning() {
    let shell = with_mailboxes();
    let at = |name: &str| shell.folder.path().join(name);
    std::fs::create_dir_all(at("in/folder")).unwrap();
    std::fs::write(at("in/a.eml"), b"hello").unwrap();
    std::os::unix::fs::symlink(at("nothing"), at("in/dangling.eml")).unwrap();
    let _listening = std::os::unix::net::UnixListener::bind(at("in/socket.eml")).unwrap();
    let first = at("in/dangling.eml").display().to_string();
    let warning = format!("2 names that lead to no regular file were passed over, first {first}.");
    for path in ["in", "in/*.eml"] {
        let import = json!({ "Path": path, "Mailbox": "Ann" });
        let said = shell.run("Import-CustomerKeyItem", import).ok();
        assert_eq!(
            (said.list("Name"), said.warnings),
            (vec!["a.eml".into()], vec![warning.clone()])
        );
    }
    let none = shell.run("Import-CustomerKeyItem", json!({ "Path": "in/s*", "Mailbox": "Ann" }));
    assert_eq!((none.error(), none.warnings.len()), ("FileNotReadable", 1));
}

#[test]
fn files_are_named_by_patterns_and_lists_and_each_is_taken_once() {
    let shell = with_mailboxes();
    for name in ["a.eml", "b.eml", "c.txt", "d[1].eml"] {
        std::fs::write(shell.folder.path().join(name), name).unwrap();
    }
    let import = |parameters: Value| {
        let mut said = shell.run("Import-CustomerKeyItem", parameters);
        said.outputs.sort_by_key(|item| item["Name"].to_string());
        said
    };
    let taken = import(json!({ "Path": ["?.eml", "a.eml", "c.txt"], "Mailbox": "Ann" })).ok();
    assert_eq!(taken.list("Name"), ["a.eml", "b.eml", "c.txt"]);
    let taken = import(json!({ "LiteralPath": "d[1].eml", "Workload": "TeamsChats" })).ok();
    assert_eq!(taken.list("Name"), ["d[1].eml"]);
    for none in [json!({ "Path": "*.pdf" }), json!({ "LiteralPath": "*.eml" })] {
        let mut none = none;
        none["Mailbox"] = json!("Ann");
        assert_eq!(import(none).error(), "FileNotReadable");
    }
}

#[test]
fn a_large_file_shows_how_far_it_is_and_a_few_small_ones_do_not() {
    let shell = with_mailboxes();
    let at = |name: &str| shell.folder.path().join(name);
    std::fs::write(at("small"), b"hello").unwrap();
    std::fs::File::create(at("large")).unwrap().set_len(20 << 20).unwrap();
    let shown = |cmdlet: &str, parameters: Value| shell.run(cmdlet, parameters).ok().statuses;
    let tells = |status: &String| {
        // The last record ends the bar and says nothing.
        status.is_empty()
            || status.starts_with("large: 1 of 1 files, ") && status.ends_with(" of 20.0 MB")
    };
    for (file, is_shown) in [("small", false), ("large", true)] {
        let import = json!({ "Path": file, "Mailbox": "Ann" });
        let export =
            json!({ "Mailbox": "Ann", "Identity": file, "OutputFile": format!("{file}.out") });
        for (cmdlet, parameters) in
            [("Import-CustomerKeyItem", import), ("Export-CustomerKeyItem", export)]
        {
            let statuses = shown(cmdlet, parameters);
            assert_eq!(!statuses.is_empty(), is_shown, "{cmdlet} {file}");
            assert!(statuses.iter().all(tells), "{cmdlet}: {statuses:?}");
        }
    }
}

#[test]
fn a_mailbox_or_a_workload_stands_for_all_that_it_holds() {
    let shell = with_mailboxes();
    std::fs::write(shell.folder.path().join("a.eml"), b"hello").unwrap();
    for scope in [("Mailbox", "Ann"), ("Workload", "TeamsChats")] {
        let mut import = json!({ "Path": "a.eml" });
        import[scope.0] = json!(scope.1);
        shell.run("Import-CustomerKeyItem", import).ok();
    }
    let mailbox = shell.run("Get-Mailbox", json!({ "Identity": "Ann" })).one().clone();
    let statistics = shell.run("Get-MailboxStatistics", json!({ "Identity": "Ann" })).one().clone();
    let workload =
        shell.run("Get-CustomerKeyWorkload", json!({ "Identity": "TeamsChats" })).one().clone();
    for (number, object) in [mailbox, statistics, workload].into_iter().enumerate() {
        let found = shell.run("Get-CustomerKeyItem", json!({ "InputObject": object })).ok();
        assert_eq!(found.list("Name"), ["a.eml"], "{object}");
        let export = json!({ "InputObject": object, "Destination": format!("out{number}") });
        assert_eq!(shell.run("Export-CustomerKeyItem", export).ok().outputs.len(), 1, "{object}");
    }
}

#[test]
fn one_job_can_be_waited_for() {
    let shell = with_mailboxes();
    shell.run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })).ok();
    let jobs = shell.run("Get-CustomerKeyJob", json!({})).ok().list("Identity");
    let wait = |identity: &str| shell.run("Wait-CustomerKeyJob", json!({ "Identity": identity }));
    assert_eq!(wait(&jobs[0]).ok().list("Identity"), [jobs[0].clone()]);
    assert_eq!(wait(&jobs[0]).ok().list("State"), ["Completed"], "one that has ended already too");
    assert_eq!(wait("nobody").error(), "JobNotFound");
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
        shell
            .run("Set-CustomerKeyVaultFault", json!({ "VaultName": vault, "Fault": "unreachable" }))
            .ok();
        let tenant = shell.run("Get-CustomerKeyTenant", json!({}));
        let faults = tenant.one()["VaultFaults"].clone();
        let told = json!(format!("{vault}=Unreachable"));
        assert!(faults.as_array().unwrap().contains(&told), "{faults}");
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
                json!({ "VaultName": vault, "SubscriptionId": format!("subscription of {vault}"), "ServicePrincipalName": "00000002-0000-0ff1-ce00-000000000000" }),
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

#[test]
fn who_has_a_mailbox_is_no_stranger_who_signs_in() {
    let shell = with_mailboxes();
    let connect = |name: &str| {
        let said = shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": name })).ok();
        said.warnings.iter().any(|warning| warning.contains("had no user"))
    };
    assert!(!connect("Ann@contoso.onmicrosoft.com"));
    assert!(connect("stranger@contoso.com"));
}

#[test]
fn what_would_be_done_names_a_mailbox_by_its_name_and_a_mail_user_by_its_kind() {
    let shell = with_mailboxes();
    shell.run("New-Mailbox", json!({ "Name": "Dora", "DisplayName": "Dora D." })).ok();
    for (cmdlet, identity, wanted) in [
        ("Set-Mailbox", "Dora", "The mailbox 'Dora' would carry the policy 'DEP'"),
        ("Set-MailUser", "Max", "The mail user 'Max' would carry the policy 'DEP'"),
    ] {
        let parameters = json!({ "Identity": identity, "DataEncryptionPolicy": "DEP" });
        let said = shell.what_if(cmdlet, parameters);
        assert!(said.what_if[0].starts_with(wanted), "{:?}", said.what_if);
        assert!(said.what_if[0].ends_with("0 items stay as before."), "{:?}", said.what_if);
    }
}

#[test]
fn a_group_is_made_under_its_policy_and_its_mailbox_is_no_mailbox_of_a_user() {
    let shell = with_mailboxes();
    let group = json!({ "DisplayName": "Sales", "DataEncryptionPolicy": "DEP" });
    shell.what_if("New-UnifiedGroup", group.clone());
    assert!(shell.run("Get-UnifiedGroup", json!({})).ok().outputs.is_empty());
    let made = shell.run("New-UnifiedGroup", group).one().clone();
    assert_eq!(
        (text(&made["DataEncryptionPolicy"]), text(&made["RecipientTypeDetails"])),
        ("DEP".into(), "GroupMailbox".into())
    );
    let statistics = shell.run("Get-MailboxStatistics", json!({ "Identity": "Sales" }));
    assert_eq!(
        (statistics.one()["IsEncrypted"].as_bool(), statistics.one()["RewrapPending"].as_bool()),
        (Some(true), Some(false)),
        "its key was never under another"
    );
    assert!(!shell.names("Get-Mailbox").contains(&"Sales".to_owned()));
    assert_eq!(shell.run("Get-Mailbox", json!({ "GroupMailbox": true })).list("Name"), ["Sales"]);
    assert_eq!(
        shell
            .run("Set-Mailbox", json!({ "Identity": "Sales", "DataEncryptionPolicy": null }))
            .error(),
        "MailboxNotFound"
    );
    shell
        .run(
            "Set-Mailbox",
            json!({ "Identity": "Sales", "GroupMailbox": true, "DataEncryptionPolicy": null }),
        )
        .ok();
    shell
        .run("Set-UnifiedGroup", json!({ "Identity": "sales", "DataEncryptionPolicy": "DEP" }))
        .ok();
    assert_eq!(
        shell.run("Get-UnifiedGroup", json!({ "Identity": "sales" })).one()["DataEncryptionPolicy"],
        "DEP"
    );
    shell.run("New-Mailbox", json!({ "Name": "Folders", "PublicFolder": true })).ok();
    assert_eq!(shell.run("Get-Mailbox", json!({ "PublicFolder": true })).list("Name"), ["Folders"]);
    assert!(!shell.names("Get-Mailbox").contains(&"Folders".to_owned()));
    shell
        .run(
            "Set-Mailbox",
            json!({ "Identity": "Folders", "PublicFolder": true, "DataEncryptionPolicy": "DEP" }),
        )
        .ok();
    shell.run("Set-User", json!({ "Identity": "Folders", "ClearDataEncryptionPolicy": true })).ok();
    let cleared = shell.run("Get-Mailbox", json!({ "Identity": "Folders", "PublicFolder": true }));
    assert!(cleared.one()["DataEncryptionPolicy"].is_null());
}

#[test]
fn a_listing_of_the_new_module_has_the_properties_that_were_asked_for_and_no_others() {
    let shell = with_mailboxes();
    let one = |more: Value| {
        let mut given = json!({ "Identity": "Ann" });
        given.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        shell.run("Get-EXOMailbox", given).one().clone()
    };
    let plain = one(json!({}));
    assert!(plain.get("DataEncryptionPolicy").is_none() && plain["Alias"].is_string());
    let more = one(json!({ "Properties": ["dataencryptionpolicy, IsShared"] }));
    assert!(more.get("DataEncryptionPolicy").is_some() && more["IsShared"].is_boolean());
    assert!(more["Alias"].is_string(), "the smallest set is there too");
    let policy = one(json!({ "PropertySets": ["Policy"] }));
    assert!(policy.get("DataEncryptionPolicy").is_some() && policy.get("Alias").is_none());
    assert!(one(json!({ "PropertySets": ["All"] })).get("WhenMailboxCreated").is_some());
    let unknown = shell
        .run("Get-EXOMailbox", json!({ "Identity": "Ann", "Properties": ["CustomAttribute1"] }));
    assert_eq!(unknown.ok().warnings.len(), 1);
    assert_eq!(
        shell.run("Get-EXOMailbox", json!({ "PropertySets": ["Nothing"] })).error(),
        "ParameterArgumentValidationError"
    );
}

#[test]
fn who_is_new_and_has_no_policy_is_one_line() {
    let shell = with_mailboxes();
    shell.run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })).ok();
    shell.run("Set-CustomerKeyClock", json!({ "Advance": 864_000 })).ok();
    let now = text(&shell.run("Get-CustomerKeyClock", json!({})).one()["Now"]);
    shell.run("New-Mailbox", json!({ "Name": "New" })).ok();
    shell.run("New-Mailbox", json!({ "Name": "Room", "Shared": true })).ok();
    let wanted = |filter: &str| shell.run("Get-Mailbox", json!({ "Filter": filter })).list("Name");
    let new = format!("WhenMailboxCreated -ge '{now}' -and DataEncryptionPolicy -eq $null");
    assert_eq!(wanted(&new), ["New", "Room"]);
    assert_eq!(wanted(&format!("{new} -and IsShared -eq $false")), ["New"]);
    assert!(!wanted(&format!("WhenCreated -lt '{now}'")).contains(&"New".to_owned()));
    assert_eq!(wanted("IsMailboxEnabled -eq 'False'"), Vec::<String>::new());
}

#[test]
fn a_setting_that_has_nothing_to_do_with_encryption_is_named_in_one_warning_and_a_slip_is_an_error()
{
    let shell = with_mailboxes();
    shell.run("New-UnifiedGroup", json!({ "DisplayName": "Sales" })).ok();
    for (cmdlet, identity) in [
        ("Set-Mailbox", "Ann"),
        ("Set-User", "Ann"),
        ("Set-MailUser", "Max"),
        ("Set-UnifiedGroup", "Sales"),
    ] {
        let given = json!({ "Identity": identity, "DisplayName": "A. Ames" });
        let said = shell.run(cmdlet, given).ok();
        assert_eq!(said.warnings, [format!("{cmdlet} ignores -DisplayName here.")]);
        let slip = json!({ "Identity": identity, "DisplaiName": "A. Ames" });
        assert_eq!(shell.run(cmdlet, slip).error(), "NamedParameterNotFound");
    }
    let several = json!({ "Identity": "Sales", "AccessType": "Private", "Notes": "n" });
    let said = shell.run("Set-UnifiedGroup", several).ok();
    assert_eq!(said.warnings, ["Set-UnifiedGroup ignores -AccessType, -Notes here."]);
    let both = json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP", "AuditEnabled": true, "MaxSendSize": "35MB" });
    let said = shell.run("Set-Mailbox", both).ok();
    assert_eq!(said.warnings, ["Set-Mailbox ignores -AuditEnabled, -MaxSendSize here."]);
    assert_eq!(
        shell.run("Get-Mailbox", json!({ "Identity": "Ann" })).one()["DataEncryptionPolicy"],
        "DEP"
    );
}

#[test]
fn a_slip_of_the_size_of_a_search_is_an_error_and_a_use_of_the_availability_key_has_its_own_kind() {
    let shell = with_mailboxes();
    let search = |more: Value| {
        let mut given = json!({ "StartDate": "2001-01-01", "EndDate": "2200-01-01" });
        given.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        shell.run("Search-UnifiedAuditLog", given)
    };
    assert_eq!(search(json!({ "ResultSize": 0 })).error(), "ResultSizeOutOfRange");
    assert!(
        search(json!({ "RecordType": "CustomerKeyServiceEncryption" })).ok().outputs.is_empty()
    );
    let found = search(json!({ "Operations": ["New-Mailbox, New-MailUser"], "FreeText": "max" }));
    let data: Value = serde_json::from_str(&text(&found.one()["AuditData"])).unwrap();
    assert_eq!(
        (text(&data["Operation"]), data["RecordType"].as_i64()),
        ("New-MailUser".into(), Some(1))
    );
    assert_eq!(search(json!({ "SiteIds": ["x"] })).error(), "ParameterNotSupported");
}

#[test]
fn an_item_of_the_pipeline_says_itself_where_it_lies() {
    let shell = Shell::with_tenant();
    std::fs::write(shell.folder.path().join("letter.txt"), "the letter").unwrap();
    shell.run("New-Mailbox", json!({"Name": "alice"})).ok();
    shell.run("Import-CustomerKeyItem", json!({"Path": "letter.txt", "Mailbox": "alice"})).ok();
    let item = shell.run("Get-CustomerKeyItem", json!({"Mailbox": "alice"})).one().clone();
    assert_eq!(
        item["Workload"],
        Value::Null,
        "what by property name would have stopped the pipeline"
    );
    shell.run("Export-CustomerKeyItem", json!({"InputObject": item, "Destination": "out"})).ok();
    assert_eq!(
        std::fs::read_to_string(shell.folder.path().join("out/letter.txt")).unwrap(),
        "the letter"
    );
}
