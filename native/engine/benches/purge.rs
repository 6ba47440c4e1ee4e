//! The purge of a mailbox policy with many mailboxes. `CUSTOMER_KEY_BENCH_PURGED` makes fewer.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod common;

use std::time::Instant;

use ckey_base::CancelToken;
use ckey_engine::directory::well_known::EXCHANGE_ONLINE;
use ckey_engine::{
    Actor, ApproverView, NewMailbox, NewPolicy, PolicyKind, PurgeOf, PurgeRequest, ScopeSelector,
    Tenant, approve_document,
};

use common::{memory_mib, new_tenant, row, two_keys};

/// Keys that everybody has: nobody is to take them for real ones.
const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=\n-----END PUBLIC KEY-----\n";
const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n-----END PRIVATE KEY-----\n";
const POLICY: &str = "Purged";
const BATCH: usize = 10_000;
/// One mailbox of so many has an item.
const WITH_ITEM: usize = 100;

/// Mailboxes under the policy.
fn fill(tenant: &Tenant, actor: &Actor, mailboxes: usize) {
    let cancel = CancelToken::default();
    let name = |number: usize| format!("mailbox{number:07}");
    for first in (0..mailboxes).step_by(BATCH) {
        let new = (first..(first + BATCH).min(mailboxes))
            .map(|number| NewMailbox { name: name(number), ..NewMailbox::default() });
        tenant.mailboxes().create(actor, &new.collect::<Vec<_>>(), &cancel).unwrap();
    }
    for number in 0..mailboxes {
        tenant.mailboxes().set_policy(actor, &name(number), Some(POLICY)).unwrap();
    }
    for number in (0..mailboxes).step_by(WITH_ITEM) {
        let scope = ScopeSelector::Mailbox(name(number));
        tenant.items().import(actor, &scope, "letter", &mut [7; 1000].as_slice(), &cancel).unwrap();
    }
}

/// Everything up to the signed document, which is taken back; the job is left to be done.
fn approve(tenant: &Tenant, actor: &Actor, folder: &std::path::Path) {
    let admin = tenant.directory().azure_caller("bench").unwrap();
    for vault in ["benchEast", "benchWest"] {
        let id = EXCHANGE_ONLINE.object_id;
        tenant.vaults().remove_access_policy(&admin, vault, id).unwrap();
    }
    let (reason, contact) = ("We leave".to_owned(), "Alice".to_owned());
    let asked = PurgeRequest { reason, contact, force: false };
    let purges = tenant.purges();
    purges.request(actor, PurgeOf::Policy(POLICY), &asked).unwrap();
    let approver = ApproverView { name: "Alice".to_owned(), public_key: PUBLIC.to_owned() };
    purges.set_approver(actor, &approver).unwrap();
    let issued = purges.issue(actor, POLICY).unwrap();
    let key = folder.join("private.pem");
    std::fs::write(&key, PRIVATE).unwrap();
    let signed = approve_document(&issued.file, &key).unwrap();
    purges.complete(actor, signed.as_str().into()).unwrap();
}

fn main() {
    let mailboxes = std::env::var("CUSTOMER_KEY_BENCH_PURGED").ok();
    let mailboxes = mailboxes.and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::TempDir::new().unwrap();
    let (actor, cancel) = (Actor::new("bench"), CancelToken::default());
    let tenant = new_tenant(&folder.path().join("tenant"), &actor);
    let new = NewPolicy {
        kind: PolicyKind::Mailbox,
        name: POLICY.into(),
        description: String::new(),
        enabled: true,
        key_uris: two_keys(&tenant).to_vec(),
    };
    tenant.policies().create(&actor, &new, &cancel).unwrap();
    fill(&tenant, &actor, mailboxes);
    tenant.jobs().work(None, &cancel, &mut |_| {}).unwrap();
    approve(&tenant, &actor, folder.path());
    let base = memory_mib("VmRSS:");
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let begin = Instant::now();
    let report = tenant.jobs().work(None, &cancel, &mut |_| {}).unwrap();
    let taken = begin.elapsed().as_secs_f64();
    assert_eq!((report.open_jobs, tenant.purges().get(POLICY).unwrap().stage), (0, "Purged"));
    let name = format!("purge a mailbox policy with {mailboxes} mailboxes, durable");
    row(&name, taken, "s", None);
    let peak = memory_mib("VmHWM:") - base;
    row("memory while purging them", peak, "MiB above the base", None);
    let begin = Instant::now();
    tenant.purges().evidence(&actor, POLICY).unwrap();
    row("search for what was purged, and sign", begin.elapsed().as_secs_f64(), "s", None);
}
