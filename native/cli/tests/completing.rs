//! What the Tab key offers in a shell, and the page of the manual.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::process::{Command, Output, Stdio};

use support::MAILBOX_POLICY;
use support::machine::{Machine, err};

fn machine() -> Machine {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine.play(MAILBOX_POLICY);
    machine.ok(&["New-Mailbox", "Alan Ames", "-Alias", "alan"]);
    machine
}

fn offered(machine: &Machine, words: &[&str]) -> Vec<String> {
    let mut all = vec!["complete", "--words"];
    all.extend(words);
    let text = machine.ok(&all);
    text.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn live_names_are_offered_and_nothing_is_made_or_said() {
    let machine = machine();
    assert_eq!(offered(&machine, &["Get-Mailbox", "al"]), ["alice", "Alan Ames"]);
    assert_eq!(offered(&machine, &["Set-Mailbox", "alice", "-DataEncryptionPolicy", ""]), ["P"]);
    assert_eq!(offered(&machine, &["Get-AzKeyVault", "-VaultName", "e"]), ["east01"]);
    assert_eq!(
        offered(&machine, &["Get-AzKeyVaultKey", "-VaultName", "west01", "-Name", ""]),
        ["k"]
    );
    let key = "https://east01.vault.azure.net/keys/k";
    let list = format!("{key},https://w");
    let second = offered(&machine, &["New-DataEncryptionPolicy", "-AzureKeyIDs", &list]);
    assert_eq!(second, [format!("{key},https://west01.vault.azure.net/keys/k")]);
    // A key and its versions, by whatever names the cmdlet calls vault and key.
    let begun = ["Register-SPODataEncryptionPolicy", "-PrimaryKeyVaultName", "east01"];
    let offered_after = |more: &[&str]| offered(&machine, &[&begun, more].concat());
    assert_eq!(offered_after(&["-PrimaryKeyName", ""]), ["k"]);
    let version = offered_after(&["-PrimaryKeyName", "k", "-PrimaryKeyVersion", ""]);
    let whole = |at: &str| format!("https://{at}.vault.azure.net/keys/k/");
    let uris = offered(&machine, &["Update-SPODataEncryptionPolicy", "-KeyVaultUri", "https://e"]);
    assert_eq!(uris, [format!("{}{}", whole("east01"), version.concat())]);
    let nowhere = Machine::new();
    let done = nowhere.run(&["complete", "--words", "Get-Mailbox", ""]);
    assert!(
        done.status.success() && done.stdout.is_empty() && done.stderr.is_empty(),
        "{}",
        err(&done)
    );
    assert!(!nowhere.folder().join("data").exists());
}

/// A shell with the program on its path, and the environment of the machine's user.
fn shell(machine: &Machine, program: &str, words: &[&str]) -> Output {
    let own = machine.command(&[]);
    let folder = std::path::Path::new(own.get_program()).parent().unwrap().to_owned();
    let mut path = vec![folder];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
    let mut shell = Command::new(program);
    shell.args(words).current_dir(machine.folder());
    for (name, value) in own.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.env("PATH", std::env::join_paths(path).unwrap()).stdin(Stdio::null()).output().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn bash_offers_what_the_program_says() {
    let machine = machine();
    let complete = |line: &str, words: &str, at: usize| {
        let script = format!(
            "source <(customer-key completion bash); COMP_LINE={line}; COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=({words}); COMP_CWORD={at}; _customer_key; printf '%s\\n' \"${{COMPREPLY[@]}}\"; complete -p customer-key"
        );
        let done = shell(&machine, "bash", &["-c", &script]);
        assert!(done.status.success() && done.stderr.is_empty(), "{}", err(&done));
        String::from_utf8(done.stdout).unwrap()
    };
    let names = complete("'customer-key Get-Mailbox al'", "customer-key Get-Mailbox al", 2);
    assert!(
        names.starts_with("alice\n'Alan Ames'\n") && names.contains("_customer_key"),
        "{names}"
    );
    let key = complete(
        "'customer-key New-DataEncryptionPolicy -AzureKeyIDs https://e'",
        "customer-key New-DataEncryptionPolicy -AzureKeyIDs https : //e",
        5,
    );
    assert!(
        key.starts_with("//east01.vault.azure.net/keys/k\n"),
        "what bash holds apart is there: {key}"
    );
}

#[test]
fn powershell_offers_what_the_program_says() {
    let Some(pwsh) = std::env::var_os("CUSTOMER_KEY_PWSH") else {
        return; // `./build test` says in a line of its own that PowerShell is missing.
    };
    let machine = machine();
    let script = "customer-key completion powershell | Out-String | Invoke-Expression; foreach ($line in 'customer-key Get-Mailbox al', 'customer-key Set-Mailbox -Data', 'customer-key Set-Mailbox alice -DataEncryptionPolicy ') { (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText }";
    let done = shell(
        &machine,
        &pwsh.to_string_lossy(),
        &["-NoProfile", "-NonInteractive", "-Command", script],
    );
    let text = String::from_utf8_lossy(&done.stdout);
    let offers: Vec<&str> = text.lines().map(str::trim).collect();
    assert_eq!(offers, ["alice", "'Alan Ames'", "-DataEncryptionPolicy", "P"], "{}", err(&done));
}

#[test]
fn every_shell_has_its_script_and_man_its_page() {
    let machine = Machine::new();
    for shell in ["bash", "zsh", "fish", "powershell", "pwsh"] {
        assert!(machine.ok(&["completion", shell]).contains("customer-key"), "{shell}");
    }
    assert!(err(&machine.run(&["completion", "tcsh"])).contains("bash, zsh, fish, powershell"));
    let page = machine.ok(&["manual"]);
    assert!(page.starts_with(".TH CUSTOMER-KEY 1") && page.contains("Set\\-Mailbox"), "{page}");
}
