//! What happens where the vaults are served reaches who has roots there, and the other way round.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

mod common;

use common::{APPLICATION, Said, Served, Shell};
use serde_json::json;
use std::path::{Path, PathBuf};

const VAULTS: [&str; 2] = ["kv-a", "kv-b"];

/// A tenant with roots in both served vaults and an item in a mailbox.
fn client(served: &Served) -> Shell {
    let shell = served.client();
    let keys = VAULTS.map(|vault| served.uri(vault));
    shell.run("New-DataEncryptionPolicy", json!({ "Name": "P", "AzureKeyIDs": keys })).ok();
    shell.run("New-Mailbox", json!({ "Name": "alice" })).ok();
    shell.run("Set-Mailbox", json!({ "Identity": "alice", "DataEncryptionPolicy": "P" })).ok();
    let letter = shell.folder.path().join("letter.eml");
    std::fs::write(letter, "Subject: hello\r\n\r\nhello").unwrap();
    let item = json!({ "Mailbox": "alice", "Path": "letter.eml" });
    shell.run("Import-CustomerKeyItem", item).ok();
    shell
}

fn read(shell: &Shell) -> Said {
    shell.run("Clear-CustomerKeyCache", json!({})).ok();
    let item = json!({ "Mailbox": "alice", "Identity": "letter.eml", "OutputFile": "out.eml", "Force": true });
    shell.run("Export-CustomerKeyItem", item)
}

#[test]
fn who_damages_the_served_vaults_brings_in_no_availability_key() {
    let served = Served::start();
    let shell = client(&served);
    read(&shell).ok();
    for vault in VAULTS {
        let who = json!({ "VaultName": vault, "ServicePrincipalName": APPLICATION });
        served.shell.run("Remove-AzKeyVaultAccessPolicy", who).ok();
    }
    assert_eq!(read(&shell).error().0, "CustomerKeyAccessDenied");
    let vaults = served.shell.folder.path().join("served").join("vaults");
    let path = |vault: &str| vaults.join(format!("{vault}.vault"));
    let before = VAULTS.map(|vault| std::fs::read(path(vault)).unwrap());
    for (vault, bytes) in VAULTS.iter().zip(&before) {
        std::fs::write(path(vault), &bytes[..bytes.len() / 2]).unwrap();
    }
    let (id, told) = read(&shell).error();
    assert_eq!(id, "CustomerKeyUnusable", "{told}");
    for (vault, bytes) in VAULTS.iter().zip(&before) {
        std::fs::write(path(vault), bytes).unwrap();
    }
    assert_eq!(read(&shell).error().0, "CustomerKeyAccessDenied");
    for vault in VAULTS {
        served.permit(vault, &["get", "wrapKey", "unwrapKey"]);
    }
    read(&shell).ok();
}

/// A disk that is full, or a folder that cannot be written, is no outage of the vault.
#[test]
fn a_use_that_is_not_recorded_opens_nothing_and_brings_in_no_availability_key() {
    let served = Served::start();
    let shell = client(&served);
    read(&shell).ok();
    let vaults = served.shell.folder.path().join("served").join("vaults");
    let entries = std::fs::read_dir(&vaults).unwrap().map(|entry| entry.unwrap().path());
    let is_of_uses = |path: &PathBuf| path.display().to_string().contains(".uses-");
    let files: Vec<_> = entries.filter(is_of_uses).collect();
    assert_eq!(files.len(), VAULTS.len());
    let aside = |file: &Path| vaults.join("..").join(file.file_name().unwrap());
    for file in &files {
        std::fs::rename(file, aside(file)).unwrap();
        std::fs::create_dir(file).unwrap();
    }
    let (id, told) = read(&shell).error();
    assert_eq!(id, "CustomerKeyUnusable", "{told}");
    for file in &files {
        std::fs::remove_dir(file).unwrap();
        std::fs::rename(aside(file), file).unwrap();
    }
    assert!(read(&shell).ok().warnings.is_empty());
    let used = json!({ "VaultName": "kv-a" });
    served.shell.run("Search-CustomerKeyVaultUse", used).ok();
}

#[test]
fn a_key_that_others_have_used_is_called_unneeded_only_with_a_word_about_them() {
    let served = Served::start();
    let key = json!({ "Key": "https://kv-a.vault.azure.net/keys/Root" });
    let retires = |key| served.shell.run("Test-CustomerKeyRetirement", key).ok();
    assert_eq!(retires(key.clone()).warnings, Vec::<String>::new());
    let _client = client(&served);
    let told = retires(key);
    assert_eq!(told.text("Result"), "Passed");
    let [warning] = told.warnings.as_slice() else { panic!("{told:#?}") };
    assert!(warning.contains("was used by '11111111-2222-3333-4444-555555555555'"), "{warning}");
    for (change, is_told) in [
        ("disable https://kv-a.vault.azure.net/keys/Root", true),
        ("delete kv-a", true),
        ("wait 1", false),
    ] {
        let impact = served.shell.run("Get-CustomerKeyImpact", json!({ "Change": [change] })).ok();
        let detail = impact.text("Detail");
        assert_eq!(detail.contains("Nothing here knows what is kept"), is_told, "{detail}");
    }
}

/// Rule 3.4.8 is of tokens; a wrong secret is nobody's outage, however often it is shown.
#[test]
fn a_wrong_secret_opens_nothing_also_once_the_application_is_locked() {
    let served = Served::start();
    let shell = client(&served);
    let variables = served.variables();
    let own: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let wrong: Vec<_> = own
        .iter()
        .map(|(name, value)| (*name, if name.ends_with("SECRET") { "wrong" } else { *value }))
        .collect();
    let path = shell.folder.path().join("tenant");
    // Sessions of one process share an open tenant, with the sign-in of who opened it.
    let Shell { session, folder: _kept } = shell;
    drop(session);
    let other = Shell::new(&wrong);
    other.run("Open-CustomerKeyTenant", json!({ "Path": path })).ok();
    for _ in 0..8 {
        let (id, told) = read(&other).error();
        assert_eq!(id, "CustomerKeyUnusable", "{told}");
        assert!(!told.contains("lost for good"), "{told}");
    }
}
