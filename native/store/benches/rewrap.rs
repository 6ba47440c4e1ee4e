//! What a tenant of a million mailboxes costs: rewrapping its keys, opening it, looking up and
//! listing.
//!
//! `cargo bench -p ckey-store --bench rewrap [-- MAILBOXES [FOLDER]]` prints one line a figure. The
//! folder (default: one in the system's folder for temporary files) decides which disk is measured.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing
)]

use std::path::Path;
use std::time::{Duration, Instant};

use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::{Backend, SecretKey};
use ckey_store::conformance::recorded;
use ckey_store::model::{
    Generation, Mailbox, MailboxQuery, Policy, PolicyKind, ScopeKind, ScopeWrap, TenantMode,
    TenantRow,
};
use ckey_store::{SqliteState, State, StateExt, StoreError};
use uuid::Uuid;

fn rows() -> ckey_store::RowKey {
    ckey_store::RowKey::new(&SecretKey::from_slice(&[7; 32]).unwrap())
}

const PAGE: u32 = 5000;
const TENANT: [u8; 16] = [1; 16];
const POLICY: [u8; 16] = [2; 16];

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [only, path] = words.as_slice()
        && only == "use"
    {
        return in_a_fresh_process(Path::new(path));
    }
    let mailboxes = words.first().map_or(1_000_000, |word| word.parse().unwrap());
    let folder = words.get(1).map_or_else(std::env::temp_dir, Into::into);
    let folder = tempfile::tempdir_in(folder).unwrap();
    let path = folder.path().join("state.db");
    measure(&path, mailboxes);
}

fn measure(path: &Path, mailboxes: u64) {
    let tenant = TenantRow {
        id: Uuid::from_bytes(TENANT),
        name: "bench".to_owned(),
        mode: TenantMode::Rehearsal,
        created: 0,
    };
    let state = SqliteState::create(path, &tenant, rows()).unwrap();
    let wrappers: Vec<KeyWrapper> = (0..3)
        .map(|byte| {
            KeyWrapper::new(Backend::default(), &SecretKey::from_slice(&[byte; 32]).unwrap())
                .unwrap()
        })
        .collect();

    let start = Instant::now();
    let policy = populate(&state, mailboxes, &wrappers[0]);
    figure("mailboxes made", mailboxes, start.elapsed());
    println!("database: {} MiB", path.metadata().unwrap().len() >> 20);

    for generation in [2, 3] {
        let (from, to) = (&wrappers[generation as usize - 2], &wrappers[generation as usize - 1]);
        let start = Instant::now();
        let (done, spent) = rewrap(&state, policy, generation, from, to);
        let took = start.elapsed();
        figure("keys rewrapped and durable", done, took);
        println!(
            "  of which reading {:?}, cryptography {:?}, writing {:?}",
            spent.0, spent.1, spent.2
        );
        let start = Instant::now();
        state.truncate_log().unwrap();
        println!("log truncated: {:?}", start.elapsed());
    }
    let start = Instant::now();
    let epochs = 10_000;
    for _ in 0..epochs {
        state.key_epoch().unwrap();
    }
    figure("key epochs read", epochs, start.elapsed());
    drop(state);

    let program = std::env::current_exe().unwrap();
    assert!(std::process::Command::new(program).arg("use").arg(path).status().unwrap().success());

    let state = SqliteState::open(path, rows()).unwrap();
    let start = Instant::now();
    assert!(state.check().unwrap().iter().all(|check| check.passed));
    println!("check: {:?}", start.elapsed());
    let start = Instant::now();
    state.backup(&path.with_extension("backup")).unwrap();
    println!("backup: {:?}", start.elapsed());
    println!("resident at most: {} MiB", resident());
    let start = Instant::now();
    state.compact().unwrap();
    println!("compacted: {:?}, resident at most {} MiB", start.elapsed(), resident());
}

fn populate(state: &SqliteState, mailboxes: u64, wrapper: &KeyWrapper) -> i64 {
    let policy = recorded(state, |writer| {
        let row = Policy {
            no: 0,
            guid: Uuid::from_bytes(POLICY),
            kind: PolicyKind::Service,
            name: "service".to_owned(),
            description: String::new(),
            enabled: true,
            key_uris: Vec::new(),
            generation: 1,
            activated: None,
            created: 0,
            changed: 0,
            purge: None,
        };
        let policy_no = writer.insert_policy(&row)?;
        for number in 1..=3 {
            let generation = Generation {
                policy_no,
                number,
                guid: Uuid::new_v4(),
                commitment: [0; 32],
                created: 0,
                retired: None,
                destroyed: None,
            };
            writer.insert_generation(&generation, &[])?;
        }
        Ok::<_, StoreError>(policy_no)
    });
    let policy = policy.unwrap();
    let key = SecretKey::from_slice(&[9; 32]).unwrap();
    for first in (0..mailboxes).step_by(PAGE as usize) {
        let page = recorded(state, |writer| {
            let live = writer.admit(policy, 1)?;
            for number in first..mailboxes.min(first + u64::from(PAGE)) {
                let row = mailbox(number);
                let scope_no = writer.insert_mailbox(&row)?;
                let wrap = wrapper.wrap(&context(row.guid.as_bytes(), 1, 1), &key).unwrap();
                let wrap = ScopeWrap {
                    scope_no,
                    scope: row.guid,
                    kind: ScopeKind::Mailbox,
                    version: 1,
                    policy_no: policy,
                    generation: 1,
                    wrap,
                };
                writer.insert_scope_wrap(&live, &wrap)?;
            }
            Ok::<_, StoreError>(())
        });
        page.unwrap();
    }
    policy
}

fn mailbox(number: u64) -> Mailbox {
    let name = format!("user{number:07}");
    Mailbox {
        no: 0,
        guid: Uuid::new_v4(),
        alias: name.clone(),
        user_principal_name: format!("{name}@contoso.onmicrosoft.com"),
        smtp_address: format!("{name}@contoso.com"),
        display_name: format!("Person Number {number}"),
        recipient_type: "UserMailbox".to_owned(),
        created: 0,
        changed: 0,
        held: None,
        removed: None,
        name,
        ..Mailbox::default()
    }
}

fn context(scope: &[u8; 16], version: u32, generation: u32) -> WrapContext<'_> {
    WrapContext::Scope { tenant: &TENANT, policy: &POLICY, generation, scope, version }
}

/// Rewraps all keys of older generations; how many, and the time for reading, cryptography and
/// writing.
fn rewrap(
    state: &SqliteState,
    policy: i64,
    generation: u32,
    from: &KeyWrapper,
    to: &KeyWrapper,
) -> (u64, (Duration, Duration, Duration)) {
    let (mut after, mut done, mut spent) = (0, 0, (Duration::ZERO, Duration::ZERO, Duration::ZERO));
    loop {
        let start = Instant::now();
        let page =
            state.view(|reader| reader.wraps_of_policy(policy, generation, after, PAGE)).unwrap();
        spent.0 += start.elapsed();
        let Some(last) = page.last() else { return (done, spent) };
        after = last.scope_no;
        let start = Instant::now();
        let anew = |old: ScopeWrap| {
            let key = from
                .unwrap(&context(old.scope.as_bytes(), old.version, old.generation), &old.wrap)
                .unwrap();
            let wrap =
                to.wrap(&context(old.scope.as_bytes(), old.version, generation), &key).unwrap();
            (old.clone(), ScopeWrap { generation, wrap, ..old })
        };
        let changes: Vec<_> = page.into_iter().map(anew).collect();
        spent.1 += start.elapsed();
        let start = Instant::now();
        let written = state.commit(|writer| {
            let live = writer.admit(policy, generation)?;
            writer.update_scope_wraps(&live, &changes)
        });
        done += written.unwrap();
        spent.2 += start.elapsed();
    }
}

fn in_a_fresh_process(path: &Path) {
    let start = Instant::now();
    let state = SqliteState::open(path, rows()).unwrap();
    let tenant = state.view(|reader| reader.tenant()).unwrap();
    println!("opened {}: {:?}, resident {} MiB", tenant.name, start.elapsed(), resident());
    let count = state.view(|reader| reader.count_mailboxes(None)).unwrap();

    for round in ["first", "second"] {
        let step = (count / 1000).max(1);
        let start = Instant::now();
        let mut looked = 0;
        for number in (0..count).step_by(step as usize) {
            let identity = format!("USER{number:07}@contoso.com");
            assert!(
                !state.view(|reader| reader.mailboxes_by_identity(&identity)).unwrap().is_empty()
            );
            looked += 1;
        }
        figure(&format!("lookups by name, {round} time"), looked, start.elapsed());
    }
    for (what, most, begins_with) in [
        ("mailboxes listed", 100_000, None),
        ("mailboxes listed", count, None),
        ("mailboxes that begin with", 10_000, Some("user")),
    ] {
        let start = Instant::now();
        let mut query = MailboxQuery {
            limit: 1000,
            begins_with: begins_with.map(str::to_owned),
            ..MailboxQuery::default()
        };
        let mut listed = 0;
        while listed < most {
            let page = state.view(|reader| reader.mailboxes(&query)).unwrap();
            let Some(last) = page.last() else { break };
            query.after = last.mailbox.no;
            listed += page.len() as u64;
        }
        figure(what, listed, start.elapsed());
    }
    println!("resident at most: {} MiB", resident());
}

fn figure(what: &str, count: u64, took: Duration) {
    println!(
        "{what}: {count} in {took:.3?}, {:.2} us each",
        took.as_secs_f64() * 1e6 / count.max(1) as f64
    );
}

/// The most memory this process has had resident, in MiB; 0 where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().map_or(0, |kib| kib >> 10)
}
