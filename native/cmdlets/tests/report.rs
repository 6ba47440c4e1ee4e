//! The report on a tenant: whole or not there, the same numbers as the tenant, and nothing in it
//! that runs or is loaded, looked at by a browser.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use common::Shell;
use serde_json::{Value, json};

const NASTY: &str = "<script>document.title='hit'</script>\"'&";

/// A tenant with a policy, a mailbox under it and mailboxes under nothing of the customer's.
fn shell() -> Shell {
    let shell = Shell::with_keys();
    let policy = json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() });
    shell.run("New-DataEncryptionPolicy", policy).ok();
    for name in ["covered", "bare", NASTY] {
        let alias = format!("a{}", name.len());
        shell.run("New-Mailbox", json!({ "Name": name, "Alias": alias })).ok();
    }
    let policy = json!({ "Identity": "covered", "DataEncryptionPolicy": "DEP" });
    shell.run("Set-Mailbox", policy).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    shell
}

fn export(shell: &Shell, name: &str, format: &str) -> (Value, String) {
    let said = shell.run("Export-CustomerKeyReport", json!({ "Path": name, "Format": format }));
    let text = fs::read_to_string(shell.folder.path().join(name)).unwrap();
    (said.ok().one().clone(), text)
}

#[test]
fn the_numbers_of_a_report_are_those_of_the_tenant() {
    let shell = shell();
    let all = shell.run("Get-Mailbox", json!({})).ok().outputs;
    let told = shell.run("Get-MailboxStatistics", json!({ "Identity": "covered" })).ok();
    assert_eq!(told.one()["IsEncrypted"], true);
    let (shown, text) = export(&shell, "r.json", "Json");
    let report: Value = serde_json::from_str(&text).unwrap();
    let sum = &report["summary"];
    assert_eq!(sum["mailboxes"], all.len());
    assert_eq!(shown["Mailboxes"], all.len());
    assert_eq!(sum["mailboxesUnderCustomerKeys"], 1);
    assert_eq!(sum["mailboxesUnderServiceKeys"], all.len() - 1);
    let checks = shell.run("Test-CustomerKeyConfiguration", json!({})).ok().list("Result");
    for (result, name) in [("Failed", "failed"), ("Warning", "warnings"), ("Passed", "passed")] {
        let count = checks.iter().filter(|it| *it == result).count();
        assert_eq!(sum[name], count, "{name}");
    }
    let usage = shell.run("Get-CustomerKeyUsage", json!({})).ok().outputs;
    assert_eq!(sum["keyVersionsInUse"], usage.len());
    let kinds = |kind: &str| {
        let rows = report["protected"].as_array().unwrap();
        rows.iter().filter(|row| row["Kind"] == kind).count()
    };
    assert_eq!((kinds("UserMailbox"), kinds("Workload")), (all.len(), 9));
    let (_, rows) = export(&shell, "r.csv", "Csv");
    assert_eq!(rows.lines().count(), 1 + all.len() + 9);
}

#[test]
fn a_report_holds_no_secret_and_nothing_that_runs() {
    let shell = shell();
    let (_, page) = export(&shell, "r.html", "Html");
    for never in ["<script", "javascript:", "http-equiv=\"refresh", "src=", "<link", "@import"] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.contains("default-src &#39;none&#39;"));
    assert!(page.contains("&lt;script&gt;document.title=&#39;hit&#39;"));
}

#[test]
fn a_report_writes_over_a_file_by_force_alone_and_leaves_nothing_beside_it() {
    let shell = shell();
    let file = shell.folder.path().join("there.html");
    fs::write(&file, "theirs").unwrap();
    let given = |force: bool| json!({ "Path": "there.html", "Force": force });
    assert_eq!(shell.run("Export-CustomerKeyReport", given(false)).error(), "FileExists");
    assert_eq!(fs::read_to_string(&file).unwrap(), "theirs");
    shell.run("Export-CustomerKeyReport", given(true)).ok();
    assert!(fs::read_to_string(&file).unwrap().ends_with("</html>\n"));
    let names = fs::read_dir(shell.folder.path()).unwrap().map(|it| it.unwrap().file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().ends_with(".part")));
}

fn browser(page: &Path, profile: &Path) -> Option<(String, String)> {
    let mut chromium = Command::new("chromium");
    chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]);
    chromium.args(["--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom"]);
    chromium.arg(format!("--user-data-dir={}", profile.display()));
    let url = format!("file://{}", page.display());
    let done = chromium.arg(url).stdin(Stdio::null()).output().ok()?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Some((text(done.stdout), text(done.stderr)))
}

/// What stands in the element with this id, without its tags.
fn tile(dom: &str, id: &str) -> String {
    let from = dom.split_once(&format!("<li id=\"{id}\">")).unwrap().1;
    let part = from.split_once("</li>").unwrap().0;
    let pieces = part.split('<').filter_map(|piece| Some(piece.split_once('>')?.1));
    pieces.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_browser_shows_the_page_without_an_error_and_with_the_numbers_of_the_tenant() {
    let shell = shell();
    let (shown, _) = export(&shell, "r.html", "Html");
    let profile = tempfile::tempdir().unwrap();
    let Some((dom, said)) = browser(&shell.folder.path().join("r.html"), profile.path()) else {
        println!("skipped: there is no chromium here; ./build prerequisites installs it");
        return;
    };
    assert!(!said.contains("CONSOLE"), "{said}");
    assert!(dom.contains("<title>Customer Key report: "), "{dom}");
    let covered = tile(&dom, "covered");
    let wanted =
        format!("{} of {} mailboxes", shown["MailboxesUnderCustomerKeys"], shown["Mailboxes"]);
    assert!(covered.contains(&wanted), "{covered}");
    let failed = tile(&dom, "failed");
    assert!(failed.trim().starts_with(&shown["Failed"].to_string()), "{failed}");
    assert!(failed.contains(&format!("{} warnings", shown["Warnings"])), "{failed}");
}

#[test]
fn a_damaged_vault_is_a_finding_of_the_report_and_hides_nothing_else() {
    let shell = shell();
    let file = shell.folder.path().join("tenant/vaults/alpha-vault.vault");
    let sound = fs::read(&file).unwrap();
    fs::write(&file, &sound[..100]).unwrap();
    let report: Value = serde_json::from_str(&export(&shell, "r.json", "Json").1).unwrap();
    let found = report["findings"]["found"].as_array().unwrap();
    assert!(
        found.iter().any(|it| it["check"] == "Vault" && it["target"] == "alpha-vault"),
        "{found:#?}"
    );
    let vaults = report["vaults"].as_array().unwrap();
    let states: Vec<_> = vaults.iter().map(|it| (&it["name"], &it["state"])).collect();
    assert_eq!(
        states,
        [(&json!("alpha-vault"), &json!("Damaged")), (&json!("beta-vault"), &json!("Ok"))]
    );
    assert!(export(&shell, "r.html", "Html").1.contains("Damaged"));
}
