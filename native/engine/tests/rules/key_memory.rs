//! What is in the memory of a process that has a tenant open (rule 4.8.11): the keys of a policy
//! while they are kept, and none of them once it is purged. Linux only: it needs `/proc/self/mem`.

use std::io::{BufRead, Read, Seek, SeekFrom, Write};
use std::process::ChildStdin;

use ckey_base::CancelToken;
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::{Backend, SecretKey, derive};
use ckey_engine::{PolicyKind, Tenant};
use ckey_store::{FolderSecrets, MasterKey, SecretName, SecretStore};
use uuid::Uuid;

use crate::processes::child;
use crate::purge;
use crate::stage::Stage;

/// No key is sent, kept or looked for as it is: the search would find itself.
const MASK: u8 = 0x5a;
const STEP: usize = 1 << 16;

fn masked(key: &SecretKey) -> String {
    hex::encode(key.expose().iter().map(|byte| byte ^ MASK).collect::<Vec<_>>())
}

/// The keys of the policy B and of the mailbox below it, masked: availability key, erasure key,
/// policy key, what wraps below it, and the mailbox key.
fn keys(stage: &Stage) -> Vec<String> {
    let path = stage.path();
    let secrets = FolderSecrets::open(&path.join("service-secrets"), MasterKey::InFolder).unwrap();
    let policy = stage.tenant.policies().get(PolicyKind::Mailbox, "B").unwrap().guid;
    let database = rusqlite::Connection::open(path.join("tenant.db")).unwrap();
    let bytes = |sql: &str| -> Vec<u8> { database.query_row(sql, [], |row| row.get(0)).unwrap() };
    let scope = Uuid::from_slice(&bytes("SELECT guid FROM scope WHERE name = 'alice'")).unwrap();
    let of_policy = "SELECT w.sealed_key FROM policy_wrap w JOIN policy p ON p.no = w.policy_no WHERE p.name = 'B' AND length(w.seed) = 0";
    let of_scope =
        "SELECT w.wrap FROM scope_wrap w JOIN scope s ON s.no = w.scope_no WHERE s.name = 'alice'";
    let (tenant, backend) = (stage.tenant.id(), Backend::default());
    let (tenant, policy_id) = (tenant.as_bytes(), policy.as_bytes());
    let availability = secrets.get(&SecretName::AvailabilityKey(policy)).unwrap().unwrap();
    let erasure = secrets.get(&SecretName::ErasureKey(policy)).unwrap().unwrap();
    let place = WrapContext::Availability { tenant, policy: policy_id, generation: 1 };
    let own = KeyWrapper::new(backend, &availability).unwrap();
    let policy_key = own.unwrap(&place, &bytes(of_policy)).unwrap();
    let kek = derive::policy_kek(&policy_key, &erasure, policy_id, 1).unwrap();
    let scope = scope.as_bytes();
    let place = WrapContext::Scope { tenant, policy: policy_id, generation: 1, scope, version: 1 };
    let below = KeyWrapper::new(backend, &kek).unwrap();
    let mailbox_key = below.unwrap(&place, &bytes(of_scope)).unwrap();
    [&availability, &erasure, &policy_key, &kek, &mailbox_key].map(masked).to_vec()
}

/// How often each key is in the memory of this process: at least half of it, since an expanded key
/// begins with both halves.
fn search(keys: &[Vec<u8>]) -> Vec<usize> {
    let mut found = vec![0; keys.len()];
    let mut memory = std::fs::File::open("/proc/self/mem").unwrap();
    let mut buffer = vec![0_u8; STEP + 64];
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    for line in maps.lines() {
        let (range, rest) = line.split_once(' ').unwrap();
        let (start, end) = range.split_once('-').unwrap();
        let number = |text| u64::from_str_radix(text, 16).unwrap();
        let (mut at, end) = (number(start), number(end));
        while rest.starts_with("rw") && at < end {
            let length = usize::try_from(end - at).unwrap().min(buffer.len());
            memory.seek(SeekFrom::Start(at)).unwrap();
            if memory.read_exact(&mut buffer[..length]).is_ok() {
                let own = buffer.as_ptr().addr() as u64;
                // What is in the buffer's own place is a copy of what was just read.
                if !(own..own + buffer.len() as u64).contains(&at) {
                    for (key, found) in keys.iter().zip(&mut found) {
                        *found += count(&buffer[..length], key);
                    }
                }
            }
            at += STEP as u64;
        }
        buffer.fill(0);
    }
    found
}

fn count(memory: &[u8], key: &[u8]) -> usize {
    let is = |at: usize, from: usize| {
        (0..16).all(|n| memory.get(at + n).is_some_and(|byte| byte ^ MASK == key[from + n]))
    };
    (0..memory.len())
        .filter(|at| [0, 16].iter().any(|&half| memory[*at] ^ MASK == key[half] && is(*at, half)))
        .count()
}

/// What the child does: reads, looks for keys, lets the purge happen or makes it, and looks again.
pub(crate) fn play(tenant: &Tenant, purges: bool) {
    crate::removal::read(tenant).unwrap();
    println!("warm");
    let mut lines = std::io::stdin().lines();
    let mut next = || lines.next().unwrap().unwrap();
    let keys: Vec<_> = next().split(' ').map(|key| hex::decode(key).unwrap()).collect();
    println!("kept {:?}", search(&keys));
    next();
    if purges {
        tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    }
    // The next look of whoever has the tenant open; it fails where there is none any more.
    let _ = tenant.jobs().list(false);
    println!("left {:?}", search(&keys));
}

fn say(input: &mut ChildStdin, line: &str) {
    writeln!(input, "{line}").unwrap();
}

/// A mailbox under the policy B, whose key another process keeps while `happens` does.
fn looked_at(role: &str, happens: impl FnOnce(&Stage)) {
    let stage = Stage::new();
    stage.mailbox("alice");
    stage.policy(PolicyKind::Mailbox, "B");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "alice", Some("B")).unwrap();
    stage.work();
    let alice = ckey_engine::ScopeSelector::Mailbox("alice".to_owned());
    stage.import(&alice, "small", b"hello").unwrap();
    stage.cached();
    let mut other = child(&stage, role);
    let mut input = other.stdin.take().unwrap();
    let output = std::io::BufReader::new(other.stdout.take().unwrap());
    let mut lines = output.lines().map(Result::unwrap);
    let mut hear = |word: &str| lines.find(|line| line.contains(word)).unwrap();
    hear("warm");
    say(&mut input, &keys(&stage).join(" "));
    let kept = hear("kept");
    happens(&stage);
    say(&mut input, "go on");
    let left = hear("left");
    assert!(other.wait().unwrap().success());
    // The keys that are kept while they may be used are found: the search finds what is there.
    assert!(!kept.ends_with(", 0, 0]"), "{kept}");
    assert!(left.ends_with("left [0, 0, 0, 0, 0]"), "{left}, before {kept}");
}

#[test]
fn after_a_purge_no_key_of_the_policy_is_in_the_memory_of_who_made_it_or_of_anybody_else() {
    looked_at("look for keys and purge", purge::approve);
    looked_at("look for keys", |stage| {
        purge::approve(stage);
        stage.work();
        assert_eq!(stage.tenant.purges().get("B").unwrap().stage, "Purged");
    });
}

/// Rule 4.8.12.
#[test]
fn after_a_tenant_was_removed_no_key_of_it_is_in_the_memory_of_who_had_it_open() {
    for ends in [false, true] {
        looked_at("look for keys", |stage| {
            let evidence = stage.folder.path().join("evidence.json");
            stage.tenant.begin_removal(&stage.actor(), &evidence).unwrap();
            if ends {
                let (path, options) = (stage.path(), crate::stage::options());
                Tenant::finish_removal(&path, &options, &evidence, &mut |_| {}).unwrap();
            }
        });
    }
}
