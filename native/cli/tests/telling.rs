//! What the program tells of what has happened, and of what is left to do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::process::{Command, Stdio};

use serde_json::Value;
use support::MAILBOX_POLICY;
use support::machine::{Machine, err};

fn with_policy() -> Machine {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine.play(MAILBOX_POLICY);
    machine
}

#[test]
fn a_command_that_leaves_a_small_job_works_it_before_it_ends() {
    let machine = with_policy();
    let done = machine.run(&["Set-Mailbox", "alice", "-DataEncryptionPolicy", "P"]);
    assert!(done.status.success() && done.stderr.is_empty(), "{}", err(&done));
    assert_eq!(machine.object(&["Get-CustomerKeyTenant"])["PendingRewraps"], 0);
    let statistics = machine.object(&["Get-MailboxStatistics", "alice"]);
    assert_eq!(statistics["DataEncryptionPolicy"], "P", "{statistics}");
    assert_eq!(statistics["IsEncrypted"], true, "{statistics}");
}

#[test]
fn a_command_whose_job_is_left_says_how_much_waits_and_what_to_run() {
    let machine = with_policy();
    machine.ok(&["Set-CustomerKeyTenant", "-JobMode", "Manual"]);
    let done = machine.run(&["Set-Mailbox", "alice", "-DataEncryptionPolicy", "P"]);
    assert!(done.status.success(), "{}", err(&done));
    let told = err(&done);
    assert!(told.contains("1 job") && told.contains("customer-key work"), "{told}");
    let read = machine.run(&["Get-Mailbox"]);
    assert!(read.stderr.is_empty(), "who only reads has left nothing: {}", err(&read));
}

#[test]
fn a_check_that_finds_something_ends_with_3() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let head = machine.run(&["Export-CustomerKeyAuditHead", "-OutputFile", "head.json"]);
    assert!(head.status.success(), "{}", err(&head));
    let file = machine.folder().join("head.json");
    let good = machine.run(&["Test-CustomerKeyAudit", "-HeadFile", "head.json"]);
    assert_eq!(good.status.code(), Some(0), "{}", err(&good));
    let text = std::fs::read_to_string(&file).unwrap();
    let mut altered: Value = serde_json::from_str(&text).unwrap();
    for (_, value) in altered.as_object_mut().unwrap() {
        if let Some(text) = value.as_str().filter(|text| text.len() >= 64) {
            let turned = if text.starts_with('0') { "1" } else { "0" };
            *value = Value::from(format!("{turned}{}", text.get(1..).unwrap_or_default()));
        }
    }
    std::fs::write(&file, altered.to_string()).unwrap();
    for words in [
        &["Test-CustomerKeyAudit", "-HeadFile", "head.json"][..],
        &["-c", "Test-CustomerKeyAudit -HeadFile head.json | Out-Null"],
    ] {
        let bad = machine.run(words);
        assert_eq!(
            bad.status.code(),
            Some(3),
            "{words:?} {}",
            String::from_utf8_lossy(&bad.stdout)
        );
    }
    let both = machine.run(&["-c", "Test-CustomerKeyAudit -HeadFile head.json; Get-Mailbox none"]);
    assert_eq!(both.status.code(), Some(1), "an error is worse");
    assert!(machine.ok(&["help"]).contains("3 a Test-"));
}

#[test]
fn every_error_of_a_file_is_told_before_its_first_line_is_played() {
    let machine = Machine::new();
    let lines = "New-CustomerKeyTenant t\nGet-Mailbocks\nSet-Mailbox a -Datta x\nNew-Mailbox 'a\n' > x\nGet-Mailbox (Get-Mailbocks).Name\nGet-Mailbox | Where-Object { $_.Name }\nGet-Mailbox $x\nNew-DataEncryptionPolicy P\nGet-Mailbox | Set-Mailbox -DataEncryptionPolicy\n";
    std::fs::write(machine.folder().join("book.txt"), lines).unwrap();
    let done = machine.run(&["run", "book.txt"]);
    assert_eq!(done.status.code(), Some(2));
    let told = err(&done);
    for part in [
        "book.txt:2: there is no cmdlet Get-Mailbocks",
        "book.txt:3: ",
        "book.txt:5:3: ",
        "book.txt:6: ",
        "book.txt:7:",
        "book.txt:8:",
        "book.txt:9: New-DataEncryptionPolicy: -AzureKeyIDs is missing.",
        "book.txt:10: -DataEncryptionPolicy needs a value\n",
        "Nothing was done",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!machine.folder().join("t").exists());
}

#[test]
fn an_error_says_which_line_of_the_file_it_is_of() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let lines = "New-Mailbox alice\n# mistyped\nGet-Mailbox alise\nImport-Csv none.csv\n";
    std::fs::write(machine.folder().join("book.txt"), lines).unwrap();
    let done = machine.run(&["run", "book.txt"]);
    assert_eq!(done.status.code(), Some(1));
    let told = err(&done);
    assert!(told.contains("book.txt:3: Get-Mailbox: "), "{told}");
    assert!(
        told.contains(
            "book.txt:4: customer-key: the file none.csv cannot be read: it is not there\n"
        ),
        "{told}"
    );
    let alone = err(&machine.run(&["Get-Mailbox", "alise"]));
    assert!(alone.starts_with("Get-Mailbox: "), "{alone}");
    let none = machine.run(&["run", "none.txt"]);
    assert_eq!(err(&none), "customer-key: the file none.txt cannot be read: it is not there\n");
}

#[test]
fn a_mandatory_parameter_that_is_missing_is_a_wrong_command_line() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    machine.ok(&["New-Mailbox", "alice"]);
    for (words, missing) in [
        (&["Set-Mailbox"][..], "Set-Mailbox: -Identity is missing."),
        (&["Set-AzKeyVaultAccessPolicy"], "Set-AzKeyVaultAccessPolicy: -VaultName is missing."),
        (&["-c", "Get-Mailbox | Import-CustomerKeyItem"], ""),
        (&["-c", "Get-Mailbox | Set-CustomerKeyApplication"], "-DataEncryptionPolicy is missing."),
        (&["Set-Mailbox", "alice", "-DataEncryptionPolicy"], "needs a value, also $null: '$null'"),
    ] {
        let done = machine.run(words);
        let code = if missing.is_empty() { 1 } else { 2 };
        assert_eq!(done.status.code(), Some(code), "{words:?} {}", err(&done));
        assert!(err(&done).contains(missing), "{}", err(&done));
    }
    // What comes from the pipeline, or from a variable, is not missing.
    machine
        .ok(&["-c", "$a = Get-Mailbox; $a | Get-MailboxStatistics; Get-MailboxStatistics $a.Name"]);
}

#[test]
fn what_takes_nothing_from_the_pipeline_but_its_own_kind_takes_no_policy_for_a_name() {
    let machine = with_policy();
    std::fs::write(machine.folder().join("a.eml"), "hello").unwrap();
    let line = "Get-DataEncryptionPolicy | Set-CustomerKeyApplication -DataEncryptionPolicy P";
    let done = machine.run(&["-c", line]);
    assert_eq!(done.status.code(), Some(1));
    assert!(err(&done).contains("InputObjectNotBound"), "{}", err(&done));
    assert_eq!(machine.ok(&["Get-CustomerKeyApplication"]), "");
    machine.ok(&["Import-CustomerKeyItem", "-Mailbox", "alice", "-Path", "a.eml"]);
    machine.ok(&[
        "-c",
        "Get-CustomerKeyItem -Mailbox alice | Export-CustomerKeyItem -OutputFile b.eml",
    ]);
    assert_eq!(std::fs::read(machine.folder().join("b.eml")).unwrap(), b"hello");
    let done = machine.run(&["-c", "Get-Mailbox alice | Export-CustomerKeyItem -OutputFile c.eml"]);
    assert!(err(&done).contains("OneItemToAFile"), "{}", err(&done));
}

#[test]
fn without_a_word_little_is_said_and_help_says_all() {
    let machine = Machine::new();
    let done = machine.run(&[]);
    assert_eq!(done.status.code(), Some(2));
    assert!(err(&done).lines().count() <= 25 && err(&done).contains("help lists"));
    assert!(machine.ok(&["help"]).lines().count() > 60);
}

#[test]
fn a_file_is_played_with_what_if_and_nothing_changes() {
    let machine = with_policy();
    // Of all commands here only the one that is played could work what is left.
    let by_hand = |words: &[&str]| -> Vec<u8> {
        machine.command(words).env("CUSTOMER_KEY_JOBS", "manual").output().unwrap().stdout
    };
    by_hand(&["Set-Mailbox", "alice", "-DataEncryptionPolicy", "P"]);
    let state =
        || -> Value { serde_json::from_slice(&by_hand(&["Get-CustomerKeyTenant"])).unwrap() };
    let before = state();
    let lines = "Connect-ExchangeOnline -UserPrincipalName eve@contoso.com\nNew-Mailbox bob\nGet-Mailbox | Export-Csv all.csv\nSet-DataEncryptionPolicy P -Refresh\nWait-CustomerKeyJob\nNew-CustomerKeyTenant other\nSet-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy $null\n";
    std::fs::write(machine.folder().join("book.txt"), lines).unwrap();
    let done = machine.run(&["run", "--what-if", "book.txt"]);
    assert!(done.status.success(), "{}", err(&done));
    let told = err(&done);
    let what_if = told.lines().filter(|line| line.starts_with("What if: ")).count();
    assert!(what_if >= 5, "{told}");
    assert!(told.ends_with("Nothing was done.\n"), "{told}");
    let after = state();
    for property in ["Mailboxes", "PendingRewraps", "Name", "AuditRecords"] {
        assert_eq!(before[property], after[property], "{property}");
    }
    assert_eq!(after["PendingRewraps"], 1);
    assert!(!machine.folder().join("other").exists() && !machine.folder().join("all.csv").exists());
    std::fs::write(
        machine.folder().join("book.txt"),
        "New-Mailbox c\nSet-Mailbox c -DataEncryptionPolicy P\n",
    )
    .unwrap();
    let needs = machine.run(&["run", "--what-if", "book.txt"]);
    assert_eq!(needs.status.code(), Some(1));
    assert!(err(&needs).contains("would have made"), "{}", err(&needs));
}

#[test]
fn help_is_found_where_people_look_for_it() {
    let machine = Machine::new();
    let about = machine.ok(&["help", "Get-Mailbox"]);
    for words in [["Get-Mailbox", "--help"], ["Get-Mailbox", "-?"], ["--help", "Get-Mailbox"]] {
        assert_eq!(machine.ok(&words), about, "{words:?}");
    }
    let list = machine.ok(&["help", "*policy*"]);
    assert!(list.contains("Set-DataEncryptionPolicy") && !list.contains("Get-Mailbox "), "{list}");
    assert!(machine.ok(&["help", "run"]).contains("--what-if"));
    assert!(machine.ok(&["help", "work"]).contains("--forever"));
    assert_eq!(machine.ok(&["version"]), machine.ok(&["--version"]));
    let nothing = machine.run(&[]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(err(&nothing).contains("customer-key help"), "{}", err(&nothing));
    assert_eq!(machine.run(&["help", "*nonsense*"]).status.code(), Some(2));
}

#[test]
fn a_tenant_beside_the_one_that_the_environment_names_is_said_to_be_beside() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "a", "-Name", "A"]);
    let with_a = |words: &[&str]| {
        let mut command = machine.command(words);
        command.env("CUSTOMER_KEY_TENANT", machine.folder().join("a")).output().unwrap()
    };
    let made = with_a(&["New-CustomerKeyTenant", "./b", "-Name", "B"]);
    assert!(made.status.success());
    let told = err(&made);
    let a = machine.folder().join("a");
    assert!(told.contains(&*a.to_string_lossy()) && told.contains("CUSTOMER_KEY_TENANT"), "{told}");
    let next = with_a(&["Get-CustomerKeyTenant"]);
    assert_eq!(serde_json::from_slice::<Value>(&next.stdout).unwrap()["Name"], "A");
    assert!(with_a(&["Open-CustomerKeyTenant", "a"]).stderr.is_empty());
    let made = machine.run(&["New-CustomerKeyTenant", "c", "--tenant", "a"]);
    assert!(err(&made).contains("--tenant"), "{}", err(&made));
}

#[test]
fn who_reads_with_nothing_set_makes_no_tenant() {
    let machine = Machine::new();
    for words in [&["Get-CustomerKeyTenant"][..], &["Get-Mailbox"], &["Test-CustomerKeyTenant"]] {
        let done = machine.run(words);
        assert_eq!(done.status.code(), Some(1), "{words:?}");
        assert!(err(&done).contains("TenantNotFound"), "{}", err(&done));
    }
    assert!(!machine.folder().join("data").exists());
}

#[test]
fn the_protection_of_a_whole_tenant_is_taken_off_only_by_who_says_so() {
    let machine = with_policy();
    for vault in ["east01", "west01"] {
        machine.ok(&[
            "Set-AzKeyVaultAccessPolicy",
            vault,
            "-ServicePrincipalName",
            "c066d759-24ae-40e7-a56f-027002b5d3e4",
            "-PermissionsToKeys",
            "get,wrapKey,unwrapKey",
        ]);
    }
    machine.play("New-M365DataAtRestEncryptionPolicy M -AzureKeyIDs https://east01.vault.azure.net/keys/k, https://west01.vault.azure.net/keys/k\nSet-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy M\n");
    let off = ["Set-M365DataAtRestEncryptionPolicyAssignment", "-DataEncryptionPolicy", "$null"];
    let assigned = || !machine.ok(&["Get-M365DataAtRestEncryptionPolicyAssignment"]).is_empty();
    let done = machine.run(&off);
    assert_eq!(done.status.code(), Some(1));
    assert!(
        err(&done).contains("ConfirmationNeeded") && err(&done).contains("--yes"),
        "{}",
        err(&done)
    );
    assert!(assigned());
    machine.ok(&[off[0], off[1], off[2], "--yes"]);
    assert!(!assigned());
    machine.ok(&off);
}

#[test]
fn a_cmdlet_that_is_announced_is_not_supported_yet_and_nothing_harmful_is_offered() {
    let machine = Machine::new();
    for name in ["Connect-Mailbox", "Undo-DataEncryptionPolicy"] {
        let done = machine.run(&[name, "x"]);
        assert_eq!(done.status.code(), Some(2));
        let told = err(&done);
        assert!(told.contains("not supported yet") && !told.contains("Did you mean"), "{told}");
    }
    let typo = machine.run(&["help", "Get-Mailbocks"]);
    assert!(err(&typo).contains("Did you mean Get-Mailbox?"), "{}", err(&typo));
}

/// On a terminal, which `script` makes.
#[test]
#[cfg(target_os = "linux")]
fn a_pipeline_of_which_nothing_is_seen_for_long_says_that_it_goes_on() {
    let machine = with_policy();
    machine.ok(&["Set-CustomerKeyVaultFault", "east01", "-Fault", "Slow", "-DelaySeconds", "3"]);
    machine.ok(&["Set-CustomerKeyVaultFault", "west01", "-Fault", "Slow", "-DelaySeconds", "3"]);
    let line = "New-DataEncryptionPolicy -Name Q -AzureKeyIDs https://east01.vault.azure.net/keys/k,https://west01.vault.azure.net/keys/k";
    let command = machine.command(&[]);
    let mut script = Command::new("script");
    script
        .args(["-qec", &format!("{} {line}", env!("CARGO_BIN_EXE_customer-key")), "/dev/null"])
        .current_dir(machine.folder())
        .env("TERM", "xterm");
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => script.env(name, value),
            None => script.env_remove(name),
        };
    }
    let done = script.stdin(Stdio::null()).stdout(Stdio::piped()).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(said.contains("New-DataEncryptionPolicy: ") && said.contains(" s"), "{said}");
}
