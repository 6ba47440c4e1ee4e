//! What waits for the network has threads only while a tenant needs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/play.rs"]
mod play;

use ckey_network::is_started;
use common::Shell;
use play::{VERSION, key, vault};
use serde_json::json;
use std::time::{Duration, Instant};

fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
    tasks.filter_map(|task| name(task).ok()).filter(|name| name.contains("ckey-net")).count()
}

#[test]
fn an_embedded_session_starts_no_thread_and_the_last_that_needs_the_network_ends_its_own() {
    let embedded = Shell::new(&[]);
    embedded.run("New-CustomerKeyTenant", json!({ "Path": "t", "Name": "contoso" })).ok();
    embedded.run("New-Mailbox", json!({ "Name": "alice" })).ok();
    assert!(!is_started());

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
