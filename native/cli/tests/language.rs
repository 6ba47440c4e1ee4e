//! What command lines say beside cmdlets and their parameters.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use support::MAILBOX_POLICY;
use support::machine::{Machine, err};

fn machine() -> Machine {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine.play(MAILBOX_POLICY);
    machine.ok(&["New-Mailbox", "bob"]);
    machine.ok(&["New-Mailbox", "carol"]);
    machine
}

#[test]
fn a_line_keeps_what_it_gives_for_later_lines() {
    let machine = machine();
    let line = "$who = 'bob', 'carol'; $one = Get-Mailbox alice; $one.Name; $who | Get-Mailbox | ForEach-Object Name; Get-Mailbox \"$who\" -ErrorAction SilentlyContinue; (Get-Mailbox $one.Guid).Alias; (Get-Mailbox).Count";
    assert_eq!(machine.ok(&["-c", line]), "\"alice\"\n\"bob\"\n\"carol\"\n\"alice\"\n3\n");
    let piped = "$policy = Get-DataEncryptionPolicy P; Get-Mailbox | Set-Mailbox -DataEncryptionPolicy $policy.Guid; (Get-Mailbox bob).DataEncryptionPolicy";
    assert_eq!(machine.ok(&["-c", piped]), "\"P\"\n");
    assert_eq!(machine.ok(&["(Get-Mailbox alice).Name"]), "\"alice\"\n");
    assert_eq!(machine.ok(&["Get-Mailbox", "(Get-Mailbox alice).Guid"]).lines().count(), 1);
}

#[test]
fn objects_are_picked_sorted_and_counted() {
    let machine = machine();
    for (line, wanted) in [
        ("Get-Mailbox | Where-Object Name -eq BOB | % Name", "\"bob\"\n"),
        ("Get-Mailbox | where Name -notlike '*o*' | select -ExpandProperty Name", "\"alice\"\n"),
        ("Get-Mailbox | ? Name -in bob,alice | Measure-Object", "{\"Count\":2}\n"),
        (
            "Get-Mailbox | Sort-Object Name -Descending | select Name -First 1",
            "{\"Name\":\"carol\"}\n",
        ),
        ("Get-Mailbox | select -Skip 1 -Last 1 | % Name", "\"bob\"\n"),
        ("Get-Mailbox | select -Skip 2 | % Name", "\"carol\"\n"),
        ("Get-Mailbox | select RecipientTypeDetails -Unique | Measure-Object", "{\"Count\":1}\n"),
        ("Get-AzKeyVault | sort Location | % Location", "\"eastus\"\n\"westeurope\"\n"),
        ("Get-CustomerKeyTenant | where Mailboxes -gt 2 | % Name", "\"Contoso\"\n"),
        (
            "Search-CustomerKeyAudit -StartDate (Get-Date).AddDays(1) | Measure-Object",
            "{\"Count\":0}\n",
        ),
    ] {
        assert_eq!(machine.ok(&["-c", line]), wanted, "{line}");
    }
    let slip = machine.run(&["-c", "Get-Mailbox | Where-Object Nmae -eq bob"]);
    assert!(err(&slip).contains("No object has a property 'Nmae'"), "{}", err(&slip));
}

#[test]
fn tables_go_to_files_and_come_from_them() {
    let machine = machine();
    machine.ok(&["-c", "Get-Mailbox | select Name,Alias | Export-Csv all.csv -NoTypeInformation"]);
    let text = std::fs::read_to_string(machine.folder().join("all.csv")).unwrap();
    assert_eq!(
        text,
        "\"Name\",\"Alias\"\n\"alice\",\"alice\"\n\"bob\",\"bob\"\n\"carol\",\"carol\"\n"
    );
    let line = "Import-Csv all.csv | Where-Object Name -ne bob | Set-Mailbox -DataEncryptionPolicy P; (Get-Mailbox | Where-Object DataEncryptionPolicy -eq P).Name";
    assert_eq!(machine.ok(&["-c", line]), "\"alice\"\n\"carol\"\n");
    let missing = machine.run(&["-c", "Import-Csv none.csv"]);
    assert!(
        missing.status.code() == Some(1) && err(&missing).contains("none.csv"),
        "{}",
        err(&missing)
    );
}

/// Nothing is no `$null`, which takes a policy off.
#[test]
fn what_gives_nothing_takes_no_policy_off() {
    let machine = machine();
    machine.ok(&["Set-Mailbox", "alice", "-DataEncryptionPolicy", "P"]);
    for of in [
        "(Get-DataEncryptionPolicy nowhere).Guid",
        "(Get-DataEncryptionPolicy P).Giud",
        "(Get-MailUser).Guid",
        "(Get-Mailbox | Where-Object Name -eq nobody)",
        "$unset",
        "\"$unset\"",
    ] {
        let done = machine.run(&["-c", &format!("Set-Mailbox alice -DataEncryptionPolicy {of}")]);
        assert!(matches!(done.status.code(), Some(1 | 2)) && !done.stderr.is_empty(), "{of}");
        assert_eq!(machine.ok(&["(Get-Mailbox alice).DataEncryptionPolicy"]), "\"P\"\n", "{of}");
    }
    let kept = "$none = Get-DataEncryptionPolicy nowhere -ErrorAction SilentlyContinue; Set-Mailbox alice -DataEncryptionPolicy $none";
    assert_eq!(machine.run(&["-c", kept]).status.code(), Some(1));
    assert_eq!(machine.ok(&["(Get-Mailbox alice).DataEncryptionPolicy"]), "\"P\"\n");
}

#[test]
fn what_goes_beyond_says_at_its_place_that_it_needs_powershell() {
    let machine = machine();
    for (line, place) in [
        ("Get-Mailbox | Where-Object { $_.Name -eq 'bob' }", "column 28"),
        ("Get-Mailbox\nforeach ($x in 1) { Get-Mailbox }", "line 2"),
        ("$x = Get-Mailbox; $x[0]", "column 21"),
        ("(Get-Mailbox alice).Name.ToUpper()", "column 20"),
        ("Get-Mailbox | Where-Object Name -match 'b'", "PowerShell"),
        ("Get-ChildItem . | Import-CustomerKeyItem -Mailbox alice", "Get-ChildItem"),
    ] {
        let done = machine.run(&["-c", line]);
        assert_eq!(done.status.code(), Some(2), "{line}");
        let told = err(&done);
        assert!(told.contains("needs PowerShell") && told.contains(place), "{line}: {told}");
    }
}
