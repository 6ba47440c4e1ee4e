//! The report on a tenant of a million mailboxes, as an administrator asks for it.
//! `CUSTOMER_KEY_BENCH_MAILBOXES` makes it smaller.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    dead_code,
    missing_docs
)]

#[path = "../../engine/benches/common/mod.rs"]
mod common;
#[path = "../tests/common/mod.rs"]
mod host;

use std::time::Instant;

use ckey_base::CancelToken;
use ckey_engine::{Actor, NewMailbox};
use common::row;
use host::Shell;
use serde_json::json;

const BATCH: usize = 10_000;

fn main() {
    let given = std::env::var("CUSTOMER_KEY_BENCH_MAILBOXES").ok();
    let mailboxes: usize = given.and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let shell = Shell::with_keys();
    let policy = json!({ "Name": "All", "AzureKeyIDs": Shell::uris() });
    shell.run("New-M365DataAtRestEncryptionPolicy", policy).ok();
    let assigned = json!({ "DataEncryptionPolicy": "All" });
    shell.run("Set-M365DataAtRestEncryptionPolicyAssignment", assigned).ok();
    let (tenant, actor) = (shell.session.tenant().unwrap(), Actor::new("bench"));
    for first in (0..mailboxes).step_by(BATCH) {
        let names = first..(first + BATCH).min(mailboxes);
        let named = |number| NewMailbox { name: format!("m{number:07}"), ..NewMailbox::default() };
        let new: Vec<_> = names.map(named).collect();
        tenant.mailboxes().create(&actor, &new, &CancelToken::default()).unwrap();
    }
    let begin = Instant::now();
    let said = shell.run("Export-CustomerKeyReport", json!({ "Path": "report.html" })).ok();
    let took = begin.elapsed().as_secs_f64();
    assert_eq!(said.one()["MailboxesUnderCustomerKeys"], mailboxes);
    row("report on 1,000,000 mailboxes", took, "s", Some(("at_most", 5.0)));
    let size = said.one()["Size"].as_f64().unwrap() / 1024.0 / 1024.0;
    row("its page", size, "MiB", Some(("at_most", 2.0)));
    let begin = Instant::now();
    let list = json!({ "Path": "report.csv", "Format": "Csv" });
    shell.run("Export-CustomerKeyReport", list).ok();
    row("the list of them as CSV", begin.elapsed().as_secs_f64(), "s", None);
}
