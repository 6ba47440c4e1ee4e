//! A tenant of a million mailboxes: the roll of its policy, opening it, finding one mailbox.
//! `CUSTOMER_KEY_BENCH_MAILBOXES` makes it smaller.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    missing_docs
)]

mod common;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use ckey_base::CancelToken;
use ckey_engine::{Actor, AuditQuery, NewMailbox, NewPolicy, OpenOptions, PolicyKind, Tenant};

use common::{memory_mib, new_tenant, row, two_keys};

const BATCH: usize = 10_000;

fn fill(tenant: &Tenant, actor: &Actor, mailboxes: usize) {
    for first in (0..mailboxes).step_by(BATCH) {
        let names = first..(first + BATCH).min(mailboxes);
        let new: Vec<_> = names
            .map(|number| NewMailbox {
                name: format!("mailbox{number:07}"),
                ..NewMailbox::default()
            })
            .collect();
        tenant.mailboxes().create(actor, &new, &CancelToken::default()).unwrap();
    }
}

/// In a process of its own: how long opening takes, how much memory the open tenant has, how long
/// one lookup.
fn measure_open(folder: &Path) {
    let begin = Instant::now();
    let tenant = Tenant::open(folder, OpenOptions::default()).unwrap();
    let opened = begin.elapsed();
    row(
        "open a tenant of 1,000,000 mailboxes",
        opened.as_secs_f64() * 1e3,
        "ms",
        Some(("at_most", 100.0)),
    );
    let looked_up = median(1001, |number| {
        let name = format!("mailbox{:07}", number * 37);
        tenant.mailboxes().get(&name).unwrap();
    });
    let limit = Some(("at_most", 1.0));
    row("look up one of 1,000,000 mailboxes, median", looked_up, "ms", limit);
    let used = median(21, |_| {
        let usage = tenant.key_use().usage(None).unwrap();
        assert!(usage.iter().any(|one| one.uses.iter().any(|used| used.keys > 0)));
    });
    row("which key versions protect 1,000,000 mailboxes", used, "ms", Some(("at_most", 50.0)));
    let caller = tenant.directory().azure_caller("bench").unwrap();
    let foretold = median(21, |_| {
        let what_if = tenant.what_if();
        let changes = ["outage benchEast", "outage benchWest"].map(str::to_owned);
        let found = what_if.ask(&caller, &what_if.understood(&changes).unwrap()).unwrap();
        assert!(found.iter().any(|one| one.below.mailboxes > 0));
    });
    let limit = Some(("at_most", 2000.0));
    row("what changes would do to 1,000,000 mailboxes", foretold, "ms", limit);
    let planned = median(21, |_| {
        let what_if = tenant.what_if();
        let plan = ["refresh Other", "unassign", "assign Bench", "profile current", "wait 30"];
        let changes = what_if.understood(&plan.map(str::to_owned)).unwrap();
        let found = what_if.ask(&caller, &changes).unwrap();
        what_if.remarks(&changes).unwrap();
        assert!(found.iter().any(|one| one.has_moved && one.below.mailboxes > 0));
    });
    row("what a plan that moves 1,000,000 mailboxes would do", planned, "ms", limit);
    row(
        "resident memory of a tenant of 1,000,000 mailboxes",
        memory_mib("VmRSS:"),
        "MiB",
        Some(("at_most", 200.0)),
    );
}

fn measure_roll(tenant: &Arc<Tenant>, actor: &Actor) {
    let cancel = CancelToken::default();
    let refreshed =
        tenant.policies().refresh(actor, PolicyKind::MultiWorkload, "Bench", &cancel).unwrap();
    let begin = Instant::now();
    let report = tenant.jobs().work(None, &cancel, &mut |_| {}).unwrap();
    assert_eq!(report.open_jobs, 0);
    row(
        "rewrap 1,000,000 mailbox keys, durable",
        begin.elapsed().as_secs_f64(),
        "s",
        Some(("at_most", 10.0)),
    );
    assert_eq!(
        tenant.mailboxes().get("mailbox0000007").unwrap().data_encryption_policy_id,
        Some(refreshed.generation_guid)
    );
    let records = tenant.audit().page(&AuditQuery::default()).unwrap();
    let wraps = records
        .records
        .iter()
        .filter(|record| record.activity == "Refresh policy")
        .filter_map(|record| record.details.get("keys")?.as_array().map(Vec::len))
        .sum::<usize>();
    row("vault wraps of a roll", wraps as f64, "wraps", Some(("at_most", 2.0)));
}

/// All mailboxes to another multi-workload policy by a job, then some to a mailbox policy, one by
/// one.
fn measure_assignment(tenant: &Arc<Tenant>, actor: &Actor, key_uris: &[String], mailboxes: usize) {
    let cancel = CancelToken::default();
    for (kind, name) in [(PolicyKind::MultiWorkload, "Other"), (PolicyKind::Mailbox, "Own")] {
        let new = NewPolicy {
            kind,
            name: name.into(),
            description: String::new(),
            enabled: true,
            key_uris: key_uris.to_vec(),
        };
        tenant.policies().create(actor, &new, &cancel).unwrap();
    }
    let begin = Instant::now();
    tenant.policies().assign(actor, Some("Other"), &cancel).unwrap();
    tenant.jobs().work(None, &cancel, &mut |_| {}).unwrap();
    row(
        "assign 1,000,000 mailboxes to another policy, durable",
        begin.elapsed().as_secs_f64(),
        "s",
        None,
    );
    let some = mailboxes.min(10_000);
    let begin = Instant::now();
    for number in 0..some {
        tenant.mailboxes().set_policy(actor, &format!("mailbox{number:07}"), Some("Own")).unwrap();
    }
    row(
        "give a mailbox a policy of its own, durable",
        begin.elapsed().as_secs_f64() * 1e6 / some as f64,
        "us",
        None,
    );
    tenant.jobs().work(None, &cancel, &mut |_| {}).unwrap();
}

fn main() {
    if let Ok(folder) = std::env::var("CUSTOMER_KEY_BENCH_OPEN") {
        return measure_open(Path::new(&folder));
    }
    let mailboxes = std::env::var("CUSTOMER_KEY_BENCH_MAILBOXES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000_000);
    let folder = tempfile::TempDir::new().unwrap();
    let (path, actor) = (folder.path().join("tenant"), Actor::new("bench"));
    let tenant = new_tenant(&path, &actor);
    // Without a version: a roll takes the newest.
    let key_uris = two_keys(&tenant).map(|key| key.rsplit_once('/').unwrap().0.to_owned());
    let new = NewPolicy {
        kind: PolicyKind::MultiWorkload,
        name: "Bench".into(),
        description: String::new(),
        enabled: true,
        key_uris: key_uris.to_vec(),
    };
    tenant.policies().create(&actor, &new, &CancelToken::default()).unwrap();
    tenant.policies().assign(&actor, Some("Bench"), &CancelToken::default()).unwrap();
    let begin = Instant::now();
    fill(&tenant, &actor, mailboxes);
    row("make 1,000,000 mailboxes", begin.elapsed().as_secs_f64(), "s", Some(("at_most", 15.0)));
    tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    measure_roll(&tenant, &actor);
    measure_assignment(&tenant, &actor, &key_uris, mailboxes);
    drop(tenant);
    let status = Command::new(std::env::current_exe().unwrap())
        .env("CUSTOMER_KEY_BENCH_OPEN", &path)
        .status()
        .unwrap();
    assert!(status.success());
}

/// Milliseconds that the middle one of so many calls takes.
fn median(times: usize, mut call: impl FnMut(usize)) -> f64 {
    let each = |number| {
        let begin = Instant::now();
        call(number);
        begin.elapsed().as_secs_f64() * 1e3
    };
    let mut taken: Vec<f64> = (0..times).map(each).collect();
    taken.sort_by(f64::total_cmp);
    taken.get(times / 2).copied().unwrap_or(f64::NAN)
}
