//! What calls cost: `cargo test -p ckey-cmdlets --test measure -- --ignored --nocapture`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

mod common;

use ckey_cmdlets::Next;
use common::{LONG, Shell};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Reads a call's records without looking at them; how many bytes came.
fn drain(shell: &Shell, cmdlet: &str, parameters: Value) -> usize {
    let (mut call, mut bytes) = (shell.start(cmdlet, parameters), 0);
    loop {
        match call.next(LONG).unwrap() {
            Next::Record(record) => bytes += record.len(),
            Next::None => panic!("no record"),
            Next::Finished => break,
        }
    }
    call.status().unwrap();
    bytes
}

fn median(shell: &Shell, times: usize, cmdlet: &str, parameters: &Value) -> (Duration, Duration) {
    let mut took: Vec<Duration> = (0..times)
        .map(|_| {
            let before = Instant::now();
            drain(shell, cmdlet, parameters.clone());
            before.elapsed()
        })
        .collect();
    took.sort_unstable();
    (took[times / 2], took[times * 99 / 100])
}

#[test]
#[ignore = "a measurement"]
fn calls_that_read_one_object() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    shell.run("New-Mailbox", json!({ "Name": "user", "Count": 1000 })).ok();
    for (cmdlet, parameters) in [
        ("Get-CustomerKeyClock", json!({})),
        ("Get-DataEncryptionPolicy", json!({ "Identity": "DEP" })),
        ("Get-Mailbox", json!({ "Identity": "user500" })),
        ("Get-MailboxStatistics", json!({ "Identity": "user500" })),
        ("Get-AzKeyVaultKey", json!({ "VaultName": "alpha-vault", "Name": "key" })),
    ] {
        drain(&shell, cmdlet, parameters.clone());
        let (median, slow) = median(&shell, 2000, cmdlet, &parameters);
        println!("{cmdlet}: median {median:?}, 99 % {slow:?}");
    }
    let before = Instant::now();
    (0..100_000).for_each(|_| {
        drain(&shell, "Get-CustomerKeyClock", json!({}));
    });
    println!("100,000 calls in a row: {:?}", before.elapsed());
}

#[test]
#[ignore = "a measurement"]
fn a_listing_of_a_hundred_thousand_mailboxes() {
    let shell = Shell::with_tenant();
    let before = Instant::now();
    drain(&shell, "New-Mailbox", json!({ "Name": "user", "Count": 100_000 }));
    println!("made: {:?}", before.elapsed());
    for _ in 0..3 {
        let before = Instant::now();
        let bytes = drain(&shell, "Get-Mailbox", json!({ "ResultSize": "Unlimited" }));
        println!("listed: {:?}, {bytes} bytes", before.elapsed());
    }
    let before = Instant::now();
    drain(
        &shell,
        "Get-Mailbox",
        json!({ "ResultSize": "Unlimited", "Filter": "Name -like '*99999'" }),
    );
    println!("filtered: {:?}", before.elapsed());
}
