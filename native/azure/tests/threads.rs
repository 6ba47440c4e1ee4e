//! What waits for the network has threads only while a tenant needs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/keeping.rs"]
mod keeping;
#[path = "common/play.rs"]
mod play;

use ckey_network::is_started;
use common::{Shell, permit, roll};
use keeping::{ALICE, assigned, read, sealed};
use play::{VERSION, key, vault};
use serde_json::json;
use std::time::{Duration, Instant};

/// The application of the service that asks embedded vaults for mailboxes.
const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
const VAULTS: [(&str, &str); 2] = [("kv-a", "eastus"), ("kv-b", "westeurope")];

/// The names of all threads of this process.
fn all_threads() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
    tasks.filter_map(|task| name(task).ok()).collect()
}

/// Those of the network.
fn threads() -> usize {
    all_threads().iter().filter(|name| name.contains("ckey-net")).count()
}

/// A session that does with embedded vaults all that is done with vaults over the network.
fn embedded() -> Shell {
    let shell = Shell::new(&[]);
    shell.run("New-CustomerKeyTenant", json!({ "Path": "t", "Name": "contoso" })).ok();
    let group = json!({ "Name": "rg", "Location": "eastus" });
    shell.run("New-AzResourceGroup", group).ok();
    for (vault, region) in VAULTS {
        let new = json!({ "Name": vault, "ResourceGroupName": "rg", "Location": region });
        shell.run("New-AzKeyVault", new).ok();
        permit(&shell, vault, EXCHANGE, &["get", "wrapKey", "unwrapKey"]);
        roll(&shell, vault);
    }
    let keys = VAULTS.map(|(vault, _)| format!("https://{vault}.vault.azure.net/keys/Root"));
    let new = json!({ "Name": "P", "AzureKeyIDs": keys });
    shell.run("New-DataEncryptionPolicy", new).ok();
    assigned(&shell, ALICE.1, "P");
    let done = shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    assert_eq!((&done.outputs[0]["Remaining"], &done.outputs[0]["Failed"]), (&json!(0), &json!(0)));
    let mail = sealed(&shell, ALICE);
    shell.run("Clear-CustomerKeyCache", json!({})).ok();
    read(&shell, ALICE, &mail).ok();
    for (test, parameters) in [
        ("Test-CustomerKeyConfiguration", json!({})),
        ("Test-DataEncryptionPolicy", json!({ "Identity": "P" })),
        ("Test-CustomerKeyTenant", json!({})),
    ] {
        assert!(!shell.run(test, parameters).ok().outputs.is_empty(), "{test}");
    }
    shell
}

#[test]
fn an_embedded_session_starts_no_thread_and_the_last_that_needs_the_network_ends_its_own() {
    let before = all_threads();
    let embedded = embedded();
    assert!(!is_started());
    assert_eq!(threads(), 0);
    // Nor does any other stay than those of calls, jobs and the audit log.
    let is_other = |name: &String| !name.starts_with("customer-key-") && !before.contains(name);
    let began = Instant::now();
    while all_threads().iter().any(is_other) {
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", all_threads());
        std::thread::yield_now();
    }
    drop(embedded);

    // A vault that plays with threads of the system's alone.
    let double = vault(|_| key("kv-a", VERSION));
    let shell = Shell::asking(&play::variables(double.port), double.port, &double.authority);
    shell.run("Get-CustomerKeyTenant", json!({})).ok();
    assert!(!is_started());
    assert_eq!((threads(), double.requests()), (0, 0));
    let keys = ["kv-a", "kv-b"]
        .map(|vault| format!("https://{vault}.vault.localhost:{}/keys/Root", double.port));
    let said = shell.run("New-DataEncryptionPolicy", json!({ "Name": "P", "AzureKeyIDs": keys }));
    assert!(!said.errors.is_empty() && double.requests() > 0);
    assert!(is_started());
    assert!((1..=2).contains(&threads()), "{}", threads());
    shell.session.close();
    drop(shell);
    let began = Instant::now();
    while threads() > 0 {
        assert!(began.elapsed() < Duration::from_secs(5), "{}", threads());
        std::thread::yield_now();
    }
}
