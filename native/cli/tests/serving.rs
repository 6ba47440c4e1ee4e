//! `customer-key serve`: what it says, and one that begins with the vaults of a file; and those who
//! may sign in.
#![cfg(all(unix, feature = "serve"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use support::machine::{Machine, err};

const APPLICATION: &str = "11111111-2222-3333-4444-555555555555";
const SERVE: [&str; 4] = ["--tenant", "t", "serve", "--listen"];
const VAULTS: &str = include_str!("../../../docs/serving.md");

/// The inventory that the documentation shows.
fn shown() -> &'static str {
    VAULTS.split("```json\n").nth(1).unwrap().split("```").next().unwrap()
}

fn machine() -> Machine {
    let machine = Machine::new();
    machine.ok(&["New-CustomerKeyTenant", "t", "-Name", "Contoso"]);
    machine
}

fn begun(machine: &Machine, more: &[&str]) -> Child {
    begun_and_said(machine, "127.0.0.1:0", more).0
}

/// One that serves, and all that it has said.
fn begun_and_said(machine: &Machine, listen: &str, more: &[&str]) -> (Child, String) {
    let words: Vec<_> = SERVE.iter().chain(&[listen]).chain(more).copied().collect();
    let mut command = machine.command(&words);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut said = String::new();
    // What it says last is how the last client trusts it.
    for line in lines {
        said = format!("{said}{line}\n");
        if line.contains(" curl ") {
            break;
        }
    }
    let serves = said.starts_with("Serving https://VAULT.");
    if !serves {
        child.kill().unwrap();
    }
    assert!(serves, "{said:?}: {}", err(&child.wait_with_output().unwrap()));
    (child, said)
}

/// Ends it: what it has said on standard error.
fn ended(child: Child) -> String {
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").arg(&id).status().unwrap().success());
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{}", err(&done));
    err(&done)
}

#[test]
fn a_server_begins_with_the_vaults_of_a_file_and_keeps_them_when_it_is_started_again() {
    let machine = machine();
    std::fs::write(machine.folder().join("vaults.json"), shown()).unwrap();
    let key = || machine.ok(&["--tenant", "t", "Get-AzKeyVaultKey", "contoso-a", "root"]);
    assert_eq!(ended(begun(&machine, &["--import", "vaults.json"])), "");
    let permitted = "--tenant t Set-AzKeyVaultAccessPolicy contoso-a -PermissionsToKeys get \
                     -UserPrincipalName admin@contoso.onmicrosoft.com";
    machine.ok(&permitted.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>());
    let first = key();
    assert!(first.contains("0123456789abcdef0123456789abcdef"), "{first}");
    let vault = machine.object(&["--tenant", "t", "Get-AzKeyVault", "contoso-a"]);
    assert_eq!(
        vault["AccessPolicies"][0]["PermissionsToKeysStr"], "get, wrapKey, unwrapKey",
        "{vault}"
    );
    assert!(machine.ok(&["--tenant", "t", "principal", "new", APPLICATION]).contains(APPLICATION));

    let told = ended(begun(&machine, &["--import", "vaults.json"]));
    assert!(told.starts_with("WARNING: Left as it is:") && told.lines().count() == 1, "{told}");
    assert_eq!(key(), first);
}

#[test]
fn a_server_whose_file_is_wrong_makes_nothing_and_serves_nothing() {
    let machine = machine();
    let wrong = shown().replace("\"contoso-a\", \"Name\"", "\"contoso-b\", \"Name\"");
    assert_ne!(wrong, shown());
    std::fs::write(machine.folder().join("vaults.json"), wrong).unwrap();
    for (file, why) in [("vaults.json", "contoso-b"), ("missing.json", "missing.json")] {
        let words: Vec<_> =
            SERVE.iter().chain(&["127.0.0.1:0", "--import", file]).copied().collect();
        let done = machine.run(&words);
        assert_eq!(done.status.code(), Some(1), "{}", err(&done));
        assert!(err(&done).contains(why) && done.stdout.is_empty(), "{}", err(&done));
    }
    assert_eq!(machine.ok(&["--tenant", "t", "Get-AzKeyVault"]).trim(), "");
}

/// What follows a word in what was said, to the end of the line.
fn after<'a>(said: &'a str, word: &str) -> &'a str {
    let rest = said.split_once(word).unwrap_or_else(|| panic!("no {word} in {said}")).1;
    rest.lines().next().unwrap().trim()
}

#[test]
fn a_server_says_where_it_is_who_reaches_it_and_how_each_client_trusts_it() {
    let machine = machine();
    let (child, said) = begun_and_said(&machine, "127.0.0.1:0", &[]);
    let server = machine.object(&["--tenant", "t", "Get-CustomerKeyServer"]);
    let authority = server["Authority"].as_str().unwrap();
    let certificate = server["Certificate"].as_str().unwrap();
    assert!(said.contains(&format!("at {};", server["Address"].as_str().unwrap())), "{said}");
    assert_eq!(after(&said, "Tokens:"), authority);
    let scope = format!("{authority}, with the scope {authority}/management/.default");
    assert_eq!(after(&said, "Management:"), scope);
    assert_eq!(after(&said, "Certificate:"), certificate);
    for (client, way) in [
        ("Python", "REQUESTS_CA_BUNDLE="),
        ("Node.js", "NODE_EXTRA_CA_CERTS="),
        ("Rust", "SSL_CERT_FILE="),
        ("curl", "--cacert "),
    ] {
        let told = after(&said, &format!("{client} "));
        let told = told.strip_prefix(way).unwrap_or_else(|| panic!("{client}: {told}"));
        assert_eq!(told.split(',').next(), Some(certificate), "{client}");
    }
    let file = std::fs::read_to_string(certificate).unwrap();
    assert!(file.starts_with("-----BEGIN CERTIFICATE-----") && !file.contains("PRIVATE"), "{file}");
    assert!(server["IsLoopback"] == true && !said.contains("Other machines"), "{said}");
    ended(child);
}

#[test]
fn a_server_that_other_machines_reach_is_one_by_an_option_alone_and_says_so() {
    let machine = machine();
    let (child, said) = begun_and_said(&machine, "0.0.0.0:0", &[]);
    let only = "Other machines reach it only by a --suffix other than vault.localhost.";
    assert_eq!(said.lines().nth(1), Some(only), "{said}");
    let server = machine.object(&["--tenant", "t", "Get-CustomerKeyServer"]);
    assert!(server["IsLoopback"] == false, "{server}");
    assert!(server["Address"].as_str().unwrap().starts_with("0.0.0.0:"), "{server}");
    ended(child);
    let (child, said) = begun_and_said(&machine, "0.0.0.0:0", &["--suffix", "kv.example.test"]);
    assert_eq!(said.lines().nth(1), Some("Other machines reach it."), "{said}");
    ended(child);
    let would = |more: &[&str]| {
        let words = ["--tenant", "t", "Start-CustomerKeyServer", "-WhatIf"];
        let done = machine.run(&words.iter().chain(more).copied().collect::<Vec<_>>());
        assert!(done.status.success(), "{}", err(&done));
        format!("{}{}", String::from_utf8_lossy(&done.stdout), err(&done))
    };
    let by_default = would(&[]);
    assert!(by_default.contains("127.0.0.1:8443"), "{by_default}");
    for (listen, reached) in
        [("127.0.0.1:0", false), ("[::1]:0", false), ("0.0.0.0:0", true), ("[::]:0", true)]
    {
        let told = would(&["-Listen", listen]);
        assert_eq!(told.contains("which other machines reach"), reached, "{listen}: {told}");
    }
}

/// All files below a folder that hold a text.
fn files_with(folder: &Path, text: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() {
                let bytes = std::fs::read(&path).unwrap();
                let has = bytes.windows(text.len()).any(|part| part == text.as_bytes());
                found.extend(has.then_some(path));
            }
        }
    }
    found
}

#[test]
fn the_secret_of_an_application_is_shown_once_and_kept_nowhere() {
    let machine = machine();
    let made = machine.object(&["--tenant", "t", "principal", "new", APPLICATION, "--json"]);
    let secret = made["clientSecret"].as_str().unwrap();
    assert!(secret.len() >= 32, "{secret}");
    for words in [
        &["principal", "list"][..],
        &["principal", "list", "--json"],
        &["principal", "list", "--list"],
        &["Search-CustomerKeyAudit"],
        &["Get-AzADServicePrincipal"],
    ] {
        let words: Vec<_> = ["--tenant", "t"].iter().chain(words).copied().collect();
        let shown = machine.ok(&words);
        assert!(shown.contains(APPLICATION), "{words:?}: {shown}");
        assert!(!shown.contains(secret) && !shown.contains("argon2"), "{words:?}: {shown}");
    }
    assert_eq!(files_with(machine.folder(), secret), Vec::<PathBuf>::new());
}
