//! What waits for the network has threads only while it is needed.
#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(target_os = "linux")]

use ckey_engine::{CreateOptions, OpenOptions, Tenant};
use ckey_network::is_started;
use ckey_server::{ServeOptions, Server};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
    tasks.filter_map(|task| name(task).ok()).filter(|name| name.contains("ckey-net")).count()
}

#[test]
fn a_tenant_starts_no_thread_of_the_network_and_a_server_two_which_end_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tenant");
    let tenant = Tenant::create(&path, &CreateOptions::default(), OpenOptions::default()).unwrap();
    tenant.vaults().vaults().unwrap();
    assert!(!is_started());
    assert_eq!(threads(), 0);

    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let options = ServeOptions { listen, ..ServeOptions::default() };
    let server = Server::start(tenant.clone(), &options).unwrap();
    // A thread gives itself its name, once it runs.
    let began = Instant::now();
    while threads() < 2 {
        assert!(began.elapsed() < Duration::from_secs(60), "{}", threads());
        std::thread::yield_now();
    }
    assert_eq!(threads(), 2);
    let second = Server::start(tenant.clone(), &options).err().unwrap();
    assert_eq!(second.id, "AlreadyServed");

    let began = Instant::now();
    server.stop();
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!(threads(), 0);
    Server::start(tenant, &options).unwrap();
}
