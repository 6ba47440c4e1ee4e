//! `customer-key` as a program: what it prints where, its exit codes, what it keeps from one
//! command to the next.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;
use support::MAILBOX_POLICY;
use support::machine::{Machine, err};

#[test]
fn the_tenant_opened_last_is_the_tenant_of_the_next_command() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "one", "-Name", "One"]);
    machine.ok(&["New-CustomerKeyTenant", "two", "-Name", "Two"]);
    assert_eq!(machine.object(&["Get-CustomerKeyTenant"])["Name"], "Two");
    machine.ok(&["Open-CustomerKeyTenant", "one"]);
    assert_eq!(machine.object(&["Get-CustomerKeyTenant"])["Name"], "One");
}

#[test]
fn a_named_tenant_beats_the_last_one_and_is_not_remembered() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "one", "-Name", "One"]);
    machine.ok(&["--tenant", "two", "New-CustomerKeyTenant", "two", "-Name", "Two"]);
    assert_eq!(machine.object(&["Get-CustomerKeyTenant", "--tenant", "two"])["Name"], "Two");
    let mut by_variable = machine.command(&["Get-CustomerKeyTenant"]);
    let shown =
        by_variable.env("CUSTOMER_KEY_TENANT", machine.folder().join("two")).output().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&shown.stdout).unwrap()["Name"], "Two");
    assert_eq!(machine.object(&["Get-CustomerKeyTenant"])["Name"], "One");
}

#[test]
#[cfg(target_os = "linux")]
fn the_program_keeps_itself_out_of_core_dumps() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "one", "-Name", "One"]);
    assert_eq!(machine.object(&["Get-CustomerKeyTenant"])["Dumpable"], false);
}

#[test]
fn the_azure_context_holds_from_one_command_to_the_next() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    machine.ok(&["Set-AzContext", "-Subscription", "11111111-1111-1111-1111-111111111111"]);
    machine.ok(&["New-AzResourceGroup", "-Name", "G", "-Location", "eastus"]);
    let group = machine.object(&["New-AzResourceGroup", "-Name", "H", "-Location", "eastus"]);
    assert!(
        group["ResourceId"].as_str().unwrap().contains("11111111-1111-1111-1111-111111111111"),
        "{group}"
    );
}

#[test]
fn objects_are_lines_of_json_when_nobody_looks_and_tables_when_asked() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    machine.ok(&["New-Mailbox", "user", "-Count", "3"]);
    let lines = machine.ok(&["Get-Mailbox"]);
    assert_eq!(
        lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["Name"].clone())
            .collect::<Vec<_>>(),
        ["user1", "user2", "user3"]
    );
    let table = machine.ok(&["--table", "Get-Mailbox"]);
    assert!(
        table.contains("PrimarySmtpAddress") && table.contains("user2") && !table.contains('{'),
        "{table}"
    );
    let list = machine.ok(&["--list", "-c", "Get-Mailbox user1 | fl Name,Alias"]);
    assert_eq!(list.trim(), "Name  : user1\nAlias : user1");
}

#[test]
fn an_object_in_a_picked_property_is_shown_by_its_name_and_is_whole_in_json() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let id = "11111111-1111-1111-1111-111111111111";
    let context = format!("Set-AzContext -Subscription {id}");
    let list = machine.ok(&["--table", "-c", &format!("{context} | fl Subscription")]);
    assert_eq!(list.trim(), format!("Subscription : {id}"));
    let table = machine.ok(&["--table", "-c", &format!("{context} | ft Subscription,Name")]);
    assert!(table.contains(id) && !table.contains('{'), "{table}");
    let json: Value =
        serde_json::from_str(&machine.ok(&["-c", &format!("{context} | fl Subscription")]))
            .unwrap();
    assert_eq!(json["Subscription"]["Id"], id);
}

#[test]
fn an_error_of_a_cmdlet_ends_with_1_and_says_what_to_do() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let done = machine.run(&["Get-DataEncryptionPolicy", "-Identity", "Nowhere"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(done.stdout.is_empty());
    let text = err(&done);
    assert!(
        text.contains("id: PolicyNotFound")
            && text.contains("reason: ManagementObjectNotFoundException")
            && text.contains("fix: "),
        "{text}"
    );
    let silent =
        machine.run(&["Get-DataEncryptionPolicy", "Nowhere", "-ErrorAction", "SilentlyContinue"]);
    assert!(silent.status.success() && silent.stderr.is_empty());
}

#[test]
fn messages_are_shown_or_end_the_command_as_in_powershell() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let warns = ["New-AzResourceGroup", "group", "westeurope"];
    let informs = ["Disconnect-ExchangeOnline", "-Confirm:false"];
    let run = |words: &[&str], setting: &str, preference: &str| {
        let words: Vec<_> = words.iter().chain(&[setting, preference]).copied().collect();
        machine.run(&words)
    };
    let stopped = run(&warns, "-WarningAction", "Stop");
    assert_eq!(stopped.status.code(), Some(1));
    let text = err(&stopped);
    assert!(text.starts_with("WARNING: ") && text.contains("-WarningAction is Stop"), "{text}");
    assert!(text.contains("id: ActionPreferenceStop") && stopped.stdout.is_empty(), "{text}");
    // In PowerShell these are as what Write-Host says: Ignore alone silences them.
    for (words, setting, preference, shown) in [
        (&informs, "-InformationAction", "Ignore", ""),
        (&informs, "-infa", "SilentlyContinue", "Disconnected.\n"),
        (&informs, "-InformationAction", "Continue", "Disconnected.\n"),
    ] {
        let done = run(words, setting, preference);
        assert!(done.status.success(), "{}", err(&done));
        assert_eq!(err(&done), shown, "{setting} {preference}");
    }
    let stopped = run(&informs, "-InformationAction", "Stop");
    assert!(stopped.status.code() == Some(1), "{}", err(&stopped));
    for preference in ["Ignore", "SilentlyContinue"] {
        let done = run(&["Set-AzContext", "-Subscription", preference], "-wa", preference);
        assert!(done.status.success() && done.stderr.is_empty(), "{}", err(&done));
    }
    for setting in ["-ErrorAction", "-WarningAction", "-InformationAction", "-ProgressAction"] {
        for preference in ["Inquire", "Nonsense"] {
            let done = run(&["Get-Mailbox"], setting, preference);
            assert_eq!(done.status.code(), Some(2), "{setting} {preference}");
            assert!(err(&done).contains("takes Continue"), "{}", err(&done));
        }
    }
}

#[test]
fn a_wrong_command_line_ends_with_2_and_does_nothing() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    for words in [
        vec!["Get-Mailbocks"],
        vec!["Set-Mailbox", "a", "-DataEncriptionPolicy", "X"],
        vec!["-c", "New-Mailbox a | Set-Mailbocks"],
        vec!["-c", "New-Mailbox $name"],
        vec!["New-Mailbox", "a", "-WhatIf:"],
        vec!["--nonsense"],
        vec!["run", "no-such-file"],
    ] {
        let done = machine.run(&words);
        assert_eq!(done.status.code(), Some(2), "{words:?}: {}", err(&done));
        assert!(!done.stderr.is_empty());
    }
    assert_eq!(machine.ok(&["Get-Mailbox"]), "");
}

#[test]
fn a_question_without_a_terminal_fails_and_names_the_way_out() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let done = machine.run(&["New-Mailbox", "alice", "-Confirm"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(
        err(&done).contains("id: ConfirmationNeeded") && err(&done).contains("-Confirm:false"),
        "{}",
        err(&done)
    );
    assert_eq!(machine.ok(&["Get-Mailbox"]), "");
    let silent =
        machine.run(&["New-Mailbox", "alice", "-Confirm", "-ErrorAction", "SilentlyContinue"]);
    assert_eq!(
        (silent.status.code(), machine.ok(&["Get-Mailbox"])),
        (Some(1), String::new()),
        "silence is no agreement"
    );
    let asked = machine.run(&["Disconnect-ExchangeOnline"]);
    assert_eq!(asked.status.code(), Some(1), "also where the engine asks");
    assert!(
        err(&asked).contains("nothing was done") && !err(&asked).contains("Disconnected."),
        "{}",
        err(&asked)
    );
    machine.ok(&["New-Mailbox", "alice", "-Confirm:false"]);
    machine.play(&MAILBOX_POLICY.replace("New-Mailbox -Name alice\n", ""));
    let done = machine.run(&["Set-DataEncryptionPolicy", "-Identity", "P", "-Refresh", "-Confirm"]);
    assert!(
        err(&done).contains("ConfirmationNeeded") && !err(&done).contains("-Force"),
        "no set has both: {}",
        err(&done)
    );
}

/// On a terminal, which `script` makes: what the user does not want is not done, and is no failure.
#[test]
#[cfg(target_os = "linux")]
fn a_no_of_the_user_is_no_failure_and_does_nothing() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let on_a_terminal = |line: &str, answer: &str| {
        let command = machine.command(&[]);
        let mut script = Command::new("script");
        script
            .args(["-qec", &format!("{} {line}", env!("CARGO_BIN_EXE_customer-key")), "/dev/null"])
            .current_dir(machine.folder());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => script.env(name, value),
                None => script.env_remove(name),
            };
        }
        let mut running = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        running.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
        let done = running.wait_with_output().unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    for line in ["New-Mailbox alice -Confirm", "Disconnect-ExchangeOnline"] {
        let (code, said) = on_a_terminal(line, "n\n");
        assert!(code == Some(0) && said.contains("Nothing was done."), "{code:?} {said}");
        assert!(!said.contains("Disconnected."), "{said}");
    }
    assert_eq!(machine.ok(&["Get-Mailbox"]), "");
    let (code, said) = on_a_terminal("New-Mailbox alice -Confirm", "y\n");
    assert!(code == Some(0) && said.contains("alice"), "{code:?} {said}");
}

#[test]
fn a_program_gets_everything_as_records_and_answers_on_standard_input() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let records = |words: &[&str], answer: &str| -> (Option<i32>, Vec<Value>) {
        let mut command = machine.command(words);
        command.arg("--records").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut running = command.stderr(Stdio::piped()).spawn().unwrap();
        // Where nothing is asked the program may end before it is answered.
        let _ = running.stdin.take().unwrap().write_all(answer.as_bytes());
        let done = running.wait_with_output().unwrap();
        assert!(done.stderr.is_empty(), "{}", err(&done));
        let out = String::from_utf8(done.stdout).unwrap();
        (done.status.code(), out.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    };
    let (code, no) = records(&["New-Mailbox", "alice", "-Confirm"], "no\n");
    assert_eq!((code, no.len()), (Some(0), 2), "{no:?}");
    assert!(no[0]["question"].as_str().unwrap().contains("'alice'"), "{no:?}");
    assert!(no[0]["question"].as_str().unwrap().starts_with("Are you sure"), "{no:?}");
    assert_eq!(no[1]["information"], "Nothing was done.");
    let (code, nobody) = records(&["New-Mailbox", "alice", "-Confirm"], "");
    assert_eq!((code, &nobody[1]["error"]["id"]), (Some(1), &Value::from("ConfirmationNeeded")));
    let (code, what_if) = records(&["New-Mailbox", "alice", "-WhatIf"], "");
    assert_eq!((code, what_if.len()), (Some(0), 1));
    assert!(what_if[0]["whatIf"].is_string(), "{what_if:?}");
    let (code, yes) = records(&["New-Mailbox", "alice", "-Confirm"], "yes\n");
    assert_eq!((code, &yes[1]["output"]["Name"]), (Some(0), &Value::from("alice")), "{yes:?}");
    // Rule 8.4.5: the cmdlet has a question of its own.
    let (code, once) = records(&["Disconnect-ExchangeOnline", "-Confirm"], "yes\n");
    let asked = once.iter().filter(|record| record["question"].is_string()).count();
    assert_eq!((code, asked), (Some(0), 1), "{once:?}");
    let (code, missing) = records(&["-c", "Get-Mailbox none | fl Name"], "");
    assert_eq!((code, missing.len()), (Some(1), 1));
    for part in ["id", "message", "category", "target", "fix"] {
        assert!(missing[0]["error"][part].is_string(), "{part}: {missing:?}");
    }
    assert_eq!(missing[0]["error"]["cmdlet"], "Get-Mailbox");
}

/// Each write to a socket of datagrams stays apart.
#[test]
#[cfg(unix)]
fn records_arrive_as_they_come_and_objects_by_the_batch() {
    use std::os::{fd::OwnedFd, unix::net::UnixDatagram};
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    machine.ok(&["New-Mailbox", "user", "-Count", "3"]);
    let writes = |line: &str| -> Vec<String> {
        let (own, theirs) = UnixDatagram::pair().unwrap();
        let mut command = machine.command(&["--records", "-c", line]);
        command.stdout(OwnedFd::from(theirs)).stderr(Stdio::null()).status().unwrap();
        own.set_nonblocking(true).unwrap();
        let mut bytes = [0; 65536];
        let next =
            || own.recv(&mut bytes).ok().map(|n| String::from_utf8_lossy(&bytes[..n]).into());
        std::iter::from_fn(next).collect()
    };
    let lines = |writes: &[String]| writes.iter().map(|w| w.lines().count()).collect::<Vec<_>>();
    assert_eq!(lines(&writes("Get-Mailbox")), [3], "one batch");
    assert_eq!(lines(&writes("Get-Mailbox | Get-MailboxStatistics")), [1, 1, 1], "three");
    let disabled = writes("Get-Mailbox | Set-Mailbox -DataEncryptionPolicy none");
    assert_eq!(lines(&disabled), [1, 1, 1]);
    assert!(disabled.iter().all(|line| line.starts_with("{\"error\"")), "{disabled:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn standard_output_that_cannot_be_written_is_a_failure() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    for words in [
        &["Get-CustomerKeyTenant"][..],
        &["--table", "Get-CustomerKeyTenant"],
        &["--records", "Get-CustomerKeyTenant"],
        &["--records", "New-Mailbox", "alice", "-WhatIf"],
        &["help"],
        &["--version"],
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let done = machine.command(words).stdout(full).output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{words:?}");
        let said = err(&done);
        assert!(said.contains("standard output cannot be written: the disk is full"), "{said}");
        assert_eq!(said.lines().count(), 1, "once: {said}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_question_that_nobody_could_read_stays_unanswered() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let answered = |out: Stdio| {
        let mut command = machine.command(&["--records", "New-Mailbox", "alice", "-Confirm"]);
        let mut yes = tempfile::tempfile().unwrap();
        yes.write_all(b"yes\n").unwrap();
        std::io::Seek::rewind(&mut yes).unwrap();
        let done = command.stdin(yes).stdout(out).output().unwrap();
        assert_eq!((done.status.code(), machine.ok(&["Get-Mailbox"])), (Some(1), String::new()));
        assert!(err(&done).contains("standard output cannot be written"), "{}", err(&done));
    };
    answered(std::fs::File::options().write(true).open("/dev/full").unwrap().into());
    answered(Stdio::null());
    let (gone, writer) = std::io::pipe().unwrap();
    drop(gone);
    answered(writer.into());
}

#[test]
fn what_if_says_and_does_not() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let done = machine.run(&["New-Mailbox", "alice", "-WhatIf"]);
    assert!(done.status.success() && err(&done).starts_with("What if: "), "{}", err(&done));
    assert_eq!(machine.ok(&["Get-Mailbox"]), "");
}

#[test]
fn a_file_of_command_lines_runs_in_one_process_and_shows_them() {
    let machine = Machine::new();
    let file = "# a runbook\nNew-CustomerKeyTenant t -Name Contoso | Out-Null\nNew-Mailbox alice | fl Name\n\nGet-Mailbox |\n  Measure-Object\n";
    std::fs::write(machine.folder().join("book.txt"), file).unwrap();
    let text = machine.ok(&["run", "--echo", "book.txt"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "PS> New-CustomerKeyTenant t -Name Contoso | Out-Null");
    assert_eq!(lines[2], "{\"Name\":\"alice\"}");
    assert_eq!(lines.last().unwrap(), &"{\"Count\":1}");
    let mut piped = machine.command(&["run", "-"]);
    let mut child = piped.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all("Get-Mailbox -Identity ‘ALICE’ | Select-Object -ExpandProperty Name".as_bytes())
        .unwrap();
    assert_eq!(child.wait_with_output().unwrap().stdout, b"\"alice\"\n");
}

#[test]
fn files_are_named_by_patterns_and_lists_also_where_no_shell_expands_them() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine.ok(&["New-Mailbox", "alice"]);
    for file in ["a.eml", "b.eml", "c[1].txt"] {
        std::fs::write(machine.folder().join(file), file).unwrap();
    }
    let names = |line: &str| machine.ok(&["-c", line]).replace('\n', " ");
    let import = "Import-CustomerKeyItem -Mailbox alice";
    assert_eq!(
        names(&format!("{import} -Path *.eml | fl Name")),
        r#"{"Name":"a.eml"} {"Name":"b.eml"} "#
    );
    assert_eq!(
        names(&format!("{import} -Path 'b.*', './a.eml' | fl Name")),
        r#"{"Name":"b.eml"} {"Name":"a.eml"} "#
    );
    assert_eq!(
        names(&format!("{import} -LiteralPath 'c[1].txt' | fl Name")),
        r#"{"Name":"c[1].txt"} "#
    );
    let out = "Get-Mailbox | Export-CustomerKeyItem -Destination out | Measure-Object";
    assert_eq!(names(out), "{\"Count\":5} ");
    assert!(machine.folder().join("out/a (2).eml").exists());
}

#[test]
fn an_object_of_another_kind_is_not_taken_for_what_has_its_name() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine.ok(&["New-Mailbox", "alice"]);
    let line = "Get-Mailbox | Set-AzKeyVaultAccessPolicy -UserPrincipalName bob@contoso.com -PermissionsToKeys get";
    let done = machine.run(&["-c", line]);
    assert!(err(&done).contains("CustomerKey.Mailbox"), "{}", err(&done));
}

#[test]
fn a_wrong_line_of_a_file_is_named_by_its_number() {
    let machine = Machine::new();
    std::fs::write(machine.folder().join("book.txt"), "New-CustomerKeyTenant t\n\nGet-Mailbocks\n")
        .unwrap();
    let done = machine.run(&["run", "book.txt"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(
        err(&done).contains("book.txt:3: ") && err(&done).contains("Get-Mailbox"),
        "{}",
        err(&done)
    );
}

#[test]
fn a_worker_works_jobs_off() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    let work = machine.object(&["work"]);
    assert_eq!(work["Remaining"], 0, "{work}");
}

#[test]
fn a_worker_makes_no_tenant_and_ends_when_its_tenant_is_replaced() {
    let machine = Machine::new();
    for words in [&["work"][..], &["work", "--forever"]] {
        let done = machine.run(words);
        assert!(
            done.status.code() == Some(1) && err(&done).contains("TenantNotFound"),
            "{}",
            err(&done)
        );
    }
    assert!(!machine.folder().join("data").exists());
    machine.ok(&["New-CustomerKeyTenant", "mine"]);
    let mut worker =
        machine.command(&["work", "--forever"]).stderr(Stdio::piped()).spawn().unwrap();
    std::fs::rename(machine.folder().join("mine"), machine.folder().join("moved")).unwrap();
    assert_eq!(worker.wait().unwrap().code(), Some(1));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t"]);
    machine.ok(&["New-Mailbox", "user", "-Count", "5000"]);
    let mut child = machine
        .command(&["Get-Mailbox", "-ResultSize", "Unlimited"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success() && done.stderr.is_empty(), "{}", err(&done));
    assert!(machine.run(&["help"]).status.success());
}

#[test]
fn help_of_a_cmdlet_comes_from_the_table() {
    let machine = Machine::new();
    let text = machine.ok(&["help", "set-dataencryptionpolicy"]);
    for part in ["SYNTAX", "-Refresh", "EXAMPLES", "-WhatIf", "https://learn.microsoft.com"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(machine.ok(&["help"]).contains("Set-DataEncryptionPolicy"));
}

#[cfg(unix)]
#[test]
fn a_file_size_limit_is_an_error_that_says_what_to_do() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "one"]);
    let limited = "ulimit -f 0; exec \"$0\" New-Mailbox -Name alice";
    let program = env!("CARGO_BIN_EXE_customer-key");
    let command = machine.command(&[]);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", limited, program])
        .current_dir(machine.folder())
        .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let done = shell.output().unwrap();
    assert_eq!(done.status.code(), Some(1), "{}", err(&done));
    assert!(
        err(&done).contains("StoreFull")
            && err(&done).contains("This change was not made; what was reported before it stays."),
        "{}",
        err(&done)
    );
    assert_eq!(machine.object(&["Get-CustomerKeyTenant"])["Mailboxes"], 0);
}

#[test]
fn a_worker_works_off_what_a_manual_tenant_has_left() {
    let machine = Machine::new();
    let lines = format!(
        "New-CustomerKeyTenant one\nSet-CustomerKeyTenant -JobMode Manual\n{MAILBOX_POLICY}Set-Mailbox alice -DataEncryptionPolicy P\n"
    );
    let mut playing =
        machine.command(&["run", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    playing.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    assert!(playing.wait().unwrap().success());
    let encrypted = || machine.object(&["Get-MailboxStatistics", "alice"])["IsEncrypted"].clone();
    assert_eq!(encrypted(), false, "nobody works the job off by itself");
    machine.ok(&["work"]);
    assert_eq!(encrypted(), true);
}

#[cfg(unix)]
#[test]
fn an_exported_item_is_its_owners_alone_whatever_the_umask_allows() {
    use std::os::unix::fs::PermissionsExt;
    let machine = Machine::new();
    std::fs::write(machine.folder().join("letter.eml"), b"hello").unwrap();
    machine.ok(&["New-CustomerKeyTenant", "one", "-Name", "One"]);
    machine.ok(&["New-Mailbox", "alice"]);
    machine.ok(&["Import-CustomerKeyItem", "-Mailbox", "alice", "-Path", "letter.eml"]);
    for mask in ["000", "027", "077"] {
        let line = format!(
            "umask {mask}; exec \"$0\" Export-CustomerKeyItem -Mailbox alice letter.eml -OutputFile {mask}.eml"
        );
        let program = machine.command(&[]);
        let mut shell = Command::new("sh");
        shell.args(["-c", &line]).arg(program.get_program()).current_dir(machine.folder());
        shell
            .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .stdin(Stdio::null());
        assert!(shell.output().unwrap().status.success());
        let file = machine.folder().join(format!("{mask}.eml"));
        assert_eq!(std::fs::read(&file).unwrap(), b"hello");
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "umask {mask}");
    }
    assert!(machine.ok(&["help", "Export-CustomerKeyItem"]).contains("only its owner"));
}

#[test]
fn of_many_processes_that_find_no_default_tenant_all_work_on_the_one_that_was_made() {
    let machine = Machine::new();
    let children: Vec<_> = (0..12)
        .map(|number| {
            machine
                .command(&["New-Mailbox", &format!("m{number}")])
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in children {
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", err(&done));
    }
    assert_eq!(machine.ok(&["Get-Mailbox"]).lines().count(), 12);
    assert_eq!(
        std::fs::read_dir(machine.folder().join("data").join("customer-key")).unwrap().count(),
        1
    );
}

#[test]
fn owners_are_removed_by_a_list_only_once_somebody_has_agreed() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "contoso"]);
    let owners = || machine.object(&["Get-CustomerKeyTenant"])["Owners"].as_array().unwrap().len();
    machine.ok(&["Set-CustomerKeyTenant", "-Owners", "@{Add='ann@fabrikam.com'}"]);
    assert_eq!(owners(), 2);
    for list in ["@()", "bob@fabrikam.com"] {
        let done = machine.run(&["Set-CustomerKeyTenant", "-Owners", list]);
        assert!(
            done.status.code() == Some(1) && err(&done).contains("no more: 'ann@fabrikam.com'"),
            "{}",
            err(&done)
        );
        assert_eq!(owners(), 2);
    }
    machine.ok(&["Set-CustomerKeyTenant", "-Owners", "@()", "-Confirm:false"]);
    assert_eq!(owners(), 1);
}

#[test]
fn a_record_of_the_audit_log_is_no_mailbox_whatever_the_mailbox_is_called() {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "contoso"]);
    let newest = machine.object(&["Search-CustomerKeyAudit", "-ResultSize", "1"])["RecordNumber"]
        .as_i64()
        .unwrap();
    machine.ok(&["New-Mailbox", &(newest + 1).to_string()]);
    for cmdlet in ["Set-Mailbox", "Set-MailUser", "Get-Mailbox"] {
        let done =
            machine.run(&["-c", &format!("Search-CustomerKeyAudit -ResultSize 1 | {cmdlet}")]);
        let unbound = ["InputObjectNotBound", "ParameterArgumentTransformationError"]
            .iter()
            .any(|id| err(&done).contains(id));
        assert!(done.status.code() == Some(1) && unbound, "{cmdlet}: {}", err(&done));
    }
}
