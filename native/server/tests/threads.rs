//! What waits for the network has threads only while it is needed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]
#![cfg(target_os = "linux")]

#[path = "served/stage.rs"]
#[allow(dead_code, reason = "it is for other tests too")]
mod stage;

use ckey_engine::{CreateOptions, OpenOptions, Tenant};
use ckey_network::is_started;
use ckey_server::{ServeOptions, Server};
use stage::{APP, Stage, VAULT};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// Two that wait for the network, and those that work in vaults.
const MOST: usize = 2 + 8;

fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
    tasks.filter_map(|task| name(task).ok()).filter(|name| name.contains("ckey-net")).count()
}

/// The most that were there while many asked at once for what takes a processor or the disk.
fn most_at_work(stage: &Stage) -> usize {
    let token = stage.token(APP, &stage.register(APP));
    std::thread::scope(|scope| {
        let asks = |number: usize| {
            let (stage, token) = (stage, token.as_str());
            move || {
                let create = format!("POST /keys/k{number}/create");
                let body = r#"{"kty":"EC","crv":"P-256"}"#;
                assert!(
                    [200, 429]
                        .contains(&stage.of_vault(VAULT, (&create, body), Some(token)).status)
                );
                (0..10).for_each(|_| assert_eq!(stage.list(token).status, 200));
            }
        };
        let asking: Vec<_> = (0..24).map(|number| scope.spawn(asks(number))).collect();
        let mut most = 0;
        while asking.iter().any(|asks| !asks.is_finished()) {
            most = most.max(threads());
            std::thread::yield_now();
        }
        asking.into_iter().for_each(|asks| asks.join().unwrap());
        most.max(threads())
    })
}

#[test]
fn a_tenant_starts_no_thread_of_the_network_and_a_server_two_and_a_few_at_work_which_end_with_it() {
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
    drop(Server::start(tenant, &options).unwrap());

    let mut stage = Stage::new();
    let most = most_at_work(&stage);
    assert!((3..=MOST).contains(&most), "{most}");
    stage.server.take().unwrap().stop();
    assert_eq!(threads(), 0);
}
