//! SharePoint: the roll of a key over 10,000 sites, and files of 1 GiB. `CUSTOMER_KEY_BENCH_SITES`
//! makes fewer sites, `CUSTOMER_KEY_BENCH_FILE` a file of fewer MiB.
#![allow(
    clippy::unwrap_used,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    clippy::indexing_slicing,
    missing_docs
)]

mod common;

use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ckey_base::CancelToken;
use ckey_crypto::root_wrap::Slot;
use ckey_crypto::sealed::{self, ScopeKey};
use ckey_crypto::{Backend, EncryptionContext, SecretKey};
use ckey_engine::{Actor, RootUse, ScopeSelector, Tenant};
use rusqlite::Connection;

use common::{memory_mib, new_tenant, new_version, row, two_keys};

const MIB: usize = 1 << 20;
const HOST: &str = "https://bench.sharepoint.com/sites";
/// Parts of the file of each site.
const CHUNKS: u32 = 100;
const ROUNDS: usize = 5;

/// So many bytes that cost nothing to read.
struct Bytes(u64);

impl Read for Bytes {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = into.len().min(usize::try_from(self.0).unwrap_or(usize::MAX));
        into[..count].fill(7);
        self.0 -= count as u64;
        Ok(count)
    }
}

/// A size that a variable makes smaller.
fn number(variable: &str, whole: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(whole)
}

fn timed(run: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    run();
    begin.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Every row of a part of a file, as one number.
fn chunks(database: &Path) -> (i64, i64) {
    let connection = Connection::open(database).unwrap();
    let sql = "SELECT count(*), sum(item_no * 31 + position * 7 + start + length(key)) FROM chunk";
    connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

/// Gives every file more parts: rows alone, since a roll is to leave them alone.
fn more_chunks(database: &Path) {
    let connection = Connection::open(database).unwrap();
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)
        INSERT INTO chunk (item_no, position, start, size, place, sealed, key)
        SELECT item_no, i, i * 1048576, 1048576, i * 1048700, 1048700, key FROM chunk, n
        WHERE item_no IN (SELECT item_no FROM chunk GROUP BY item_no HAVING count(*) = 1)";
    connection.execute(sql, [CHUNKS]).unwrap();
}

fn roll(tenant: &std::sync::Arc<Tenant>, actor: &Actor, database: &Path, sites: usize) {
    let cancel = CancelToken::default();
    let made = timed(|| {
        for number in 0..sites {
            let url = format!("{HOST}/{number}");
            tenant.sites().create_site(actor, &url, None, &cancel).unwrap();
            let scope = ScopeSelector::Site(url);
            tenant.items().import(actor, &scope, "file", &mut Bytes(100), &cancel).unwrap();
        }
    });
    row("make a site with a file, durable", made * 1e3 / sites as f64, "ms", None);
    more_chunks(database);
    let before = chunks(database);
    let key = new_version(tenant, "benchEast");
    let rolled = timed(|| {
        tenant.sites().roll(actor, None, Slot::First, &key, &cancel).unwrap();
        let report = tenant.jobs().work(None, &cancel, &mut |_| {}).unwrap();
        assert_eq!(report.open_jobs, 0);
    });
    assert_eq!(chunks(database), before, "a roll touches no part of a file");
    row("roll a key over 10,000 sites with 1,000,000 parts of files, durable", rolled, "s", None);
    uses(tenant, database, sites as u64);
}

/// What depends on each key version, with every site in use and with every site deleted: those are
/// looked up, not counted beforehand.
fn uses(tenant: &Tenant, database: &Path, sites: u64) {
    let measured = |name: &str, all: fn(&RootUse) -> u64| {
        let took = (0..21).map(|_| {
            timed(|| {
                let found = tenant.key_use().usage(None).unwrap();
                assert!(found.iter().any(|used| used.sum(all) >= sites));
            })
        });
        row(name, median(took.collect()) * 1e3, "ms", Some(("at_most", 50.0)));
    };
    measured("which key versions protect 10,000 sites", |used| used.sites);
    let connection = Connection::open(database).unwrap();
    connection.execute("UPDATE site SET deleted = 1", []).unwrap();
    measured("which key versions protect 10,000 deleted sites", |used| used.deleted_sites);
}

/// Seals as many parts as a file of 1 GiB has, as an import does, into a buffer.
fn seal_parts(key: &SecretKey, parts: u32) {
    let scope = ScopeKey { key, scope: [1; 16], version: 1, prepared: None };
    let (plain, mut out) = (vec![7; MIB], vec![0; 2 * MIB]);
    for position in 0..parts {
        let context = EncryptionContext::from_pairs([
            ("chunk", position.to_string()),
            ("item", "0a1b2c3d-0000-4000-8000-000000000000".to_owned()),
            ("last", "false".to_owned()),
        ])
        .unwrap();
        let sealed =
            sealed::seal_detached_into(Backend::default(), &scope, &context, &plain, &mut out);
        black_box(sealed.unwrap());
    }
}

fn raw(parts: u32) {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).unwrap());
    let mut buffer = vec![1; MIB];
    for part in 0..parts {
        let mut nonce = [0; 12];
        nonce[8..].copy_from_slice(&part.to_be_bytes());
        let nonce = Nonce::assume_unique_for_key(nonce);
        let sealed = key.seal_in_place_separate_tag(nonce, Aad::empty(), &mut buffer);
        let _ = black_box(sealed.unwrap());
    }
}

fn sealing() {
    let key = SecretKey::generate().unwrap();
    let (mut of_raw, mut of_one) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let raw = timed(|| raw(1024));
        let one = timed(|| seal_parts(&key, 1024));
        let two = timed(|| {
            std::thread::scope(|threads| {
                threads.spawn(|| seal_parts(&key, 512));
                seal_parts(&key, 512);
            });
        });
        of_raw.push(raw / one);
        of_one.push(one / two);
    }
    let least = |limit| Some(("at_least", limit));
    row("seal a file of 1 GiB in parts, into memory", median(of_raw), "of raw", least(0.7));
    row("the same on two threads", median(of_one), "times one", least(1.2));
}

/// Leaves nothing unwritten, for which what is timed next would wait.
fn settle(folder: &Path) {
    let root = File::open(folder).unwrap();
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(&root).unwrap();
    #[cfg(not(target_os = "linux"))]
    root.sync_all().unwrap();
}

/// Importing against copying and syncing the same bytes, in turns; and the memory that it takes.
fn importing(tenant: &Tenant, actor: &Actor, folder: &Path) {
    let length = number("CUSTOMER_KEY_BENCH_FILE", 1024) << 20;
    let cancel = CancelToken::default();
    let url = format!("{HOST}/large");
    tenant.sites().create_site(actor, &url, None, &cancel).unwrap();
    let scope = ScopeSelector::Site(url);
    let import = |name: &str| {
        tenant.items().import(actor, &scope, name, &mut Bytes(length), &cancel).unwrap();
    };
    let base = memory_mib("VmRSS:");
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    import("first");
    let peak = memory_mib("VmHWM:") - base;
    let limit = Some(("at_most", 32.0));
    row("memory while importing a file of 1 GiB", peak, "MiB above the base", limit);
    let mut ratios = Vec::new();
    for round in 0..ROUNDS {
        let copy = folder.join("copy");
        settle(folder);
        let copied = timed(|| {
            let (mut source, mut buffer) = (Bytes(length), vec![0; MIB]);
            let mut file = File::create(&copy).unwrap();
            loop {
                let count = source.read(&mut buffer).unwrap();
                if count == 0 {
                    break;
                }
                file.write_all(&buffer[..count]).unwrap();
            }
            file.sync_all().unwrap();
        });
        std::fs::remove_file(&copy).unwrap();
        settle(folder);
        ratios.push(copied / timed(|| import(&format!("file{round}"))));
    }
    let limit = Some(("at_least", 0.8));
    row("import a file of 1 GiB into a site, durable", median(ratios), "of copying it", limit);
}

fn main() {
    let sites = usize::try_from(number("CUSTOMER_KEY_BENCH_SITES", 10_000)).unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let (path, actor) = (folder.path().join("tenant"), Actor::new("bench"));
    let tenant = new_tenant(&path, &actor);
    let keys = two_keys(&tenant);
    tenant.sites().create_geo(&actor, "BEN", "https://bench-admin.sharepoint.com").unwrap();
    tenant.sites().register(&actor, None, &keys, &CancelToken::default()).unwrap();
    sealing();
    importing(&tenant, &actor, folder.path());
    roll(&tenant, &actor, &path.join("tenant.db"), sites);
}
