//! What waits for the network has threads only while a tenant needs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]
#![cfg(target_os = "linux")]

mod common;

use common::{Served, Shell};
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
    assert!(!ckey_azure::is_started());

    let served = Served::start();
    let shell = served.client();
    shell.run("Get-CustomerKeyTenant", json!({})).ok();
    assert!(!ckey_azure::is_started());
    assert_eq!(threads(), 0);
    let keys = [served.uri("kv-a"), served.uri("kv-b")];
    shell.run("New-DataEncryptionPolicy", json!({ "Name": "P", "AzureKeyIDs": keys })).ok();
    assert!(ckey_azure::is_started());
    assert!((1..=2).contains(&threads()), "{}", threads());
    shell.session.close();
    drop(shell);
    let began = Instant::now();
    while threads() > 0 {
        assert!(began.elapsed() < Duration::from_secs(5), "{}", threads());
        std::thread::yield_now();
    }
}
