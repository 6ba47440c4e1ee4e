//! What the record of uses costs: unwraps under a key of 3072 bits, recorded and not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    missing_docs
)]

use ckey_base::CancelToken;
use ckey_base::clock::SystemClock;
use ckey_crypto::rsa::WrapAlgorithm::RsaOaep256;
use ckey_crypto::{Backend, SecretKey};
use ckey_vault::{
    AccessPolicy, Caller, EmbeddedVaults, KeyPermission, KeyUri, NewKey, NewVault, RootVault, Wait,
    WrapResult,
};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long each figure is measured.
const TURN: Duration = Duration::from_secs(3);
const CONNECTIONS: usize = 16;

fn open(folder: &Path) -> EmbeddedVaults {
    let master = SecretKey::from_slice(&[7; 32]).unwrap();
    EmbeddedVaults::open(folder, &master, Arc::new(SystemClock), Backend::AwsLc, None).unwrap()
}

fn alice() -> Caller {
    Caller::person("id", "alice").as_owner("id")
}

fn wait() -> Wait {
    Wait::at_most(Duration::from_secs(60), CancelToken::new())
}

/// Unwraps a second, by so many threads.
fn rate(vaults: &EmbeddedVaults, wrapped: &WrapResult, threads: usize) -> f64 {
    let caller = alice();
    let begin = Instant::now();
    let done: usize = std::thread::scope(|scope| {
        let work = || {
            let mut done = 0;
            while begin.elapsed() < TURN {
                let wait = wait();
                let bytes = &wrapped.value;
                vaults.unwrap_key(&caller, &wrapped.uri, RsaOaep256, bytes, &wait).unwrap();
                done += 1;
            }
            done
        };
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    done as f64 / begin.elapsed().as_secs_f64()
}

fn row(name: &str, value: f64, unit: &str, at_least: Option<f64>) {
    let mut row =
        serde_json::json!({ "name": name, "value": (value * 100.0).round() / 100.0, "unit": unit });
    if let (Some(limit), Some(object)) = (at_least, row.as_object_mut()) {
        object.insert("at_least".to_owned(), limit.into());
    }
    println!("bench-row {row}");
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let recorded = open(folder.path());
    recorded.create_vault(&NewVault::new("bench", "eastus", &alice())).unwrap();
    let all = AccessPolicy::for_caller(&alice(), &[KeyPermission::All]);
    recorded.set_access_policy(&alice(), "bench", &all).unwrap();
    let key = NewKey { size: Some(3072), ..NewKey::default() };
    recorded.create_key(&alice(), "bench", "key", &key).unwrap();
    let uri = KeyUri::new("bench", "key", None).unwrap();
    let wrapped = recorded.wrap_key(&alice(), &uri, RsaOaep256, &[7; 32], &wait()).unwrap();
    let bare = open(folder.path()).without_record_of_uses();
    for (threads, limit) in [(1, None), (CONNECTIONS, Some(0.7))] {
        let (without, with) = (rate(&bare, &wrapped, threads), rate(&recorded, &wrapped, threads));
        let who = if threads == 1 { "one thread" } else { "16 threads" };
        row(&format!("unwraps of {who}, not recorded"), without, "a second", None);
        row(&format!("unwraps of {who}, each recorded durably"), with, "a second", None);
        row(&format!("recorded unwraps of {who}"), with / without, "of unrecorded", limit);
    }
}
