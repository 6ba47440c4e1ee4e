//! What is in the memory of a process that has a tenant open (rule 4.8.11): the keys of a policy
//! while they are kept, and none of them once it is purged. Linux only: it needs `/proc/self/mem`.

use std::io::{BufRead, Read, Seek, SeekFrom, Write};
use std::process::ChildStdin;
use std::time::{Duration, Instant};

use ckey_base::CancelToken;
use ckey_engine::{JobMode, PolicyKind, ScopeSelector, SettingsChange, Tenant};

use crate::plain_keys::{Plain, below};
use crate::processes::child;
use crate::stage::Stage;
use crate::{purge, site_purge};

/// No key is sent, kept or looked for as it is: the search would find itself.
const MASK: u8 = 0x5a;
const STEP: usize = 1 << 16;
/// How long a key may be kept by somebody who makes no call.
const LONGEST: Duration = Duration::from_secs(10);

/// How often each key is in the memory of this process: at least half of it, since an expanded key
/// begins with both halves.
fn search(keys: &[Vec<u8>]) -> Vec<usize> {
    let mut found = vec![0; keys.len()];
    let mut by_first = vec![Vec::new(); 256];
    for (index, key) in keys.iter().enumerate() {
        [0, 16].iter().for_each(|&half| by_first[usize::from(key[half])].push((index, half)));
    }
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
                    count(&buffer[..length], keys, &by_first, &mut found);
                }
            }
            at += STEP as u64;
        }
        buffer.fill(0);
    }
    found
}

fn count(memory: &[u8], keys: &[Vec<u8>], by_first: &[Vec<(usize, usize)>], found: &mut [usize]) {
    for (at, first) in memory.iter().enumerate() {
        for &(index, half) in &by_first[usize::from(first ^ MASK)] {
            let is =
                |n: usize| memory.get(at + n).is_some_and(|it| it ^ MASK == keys[index][half + n]);
            found[index] += usize::from((1..16).all(is));
        }
    }
}

/// What the child does: reads, looks for keys, lets the purge happen or makes it, and looks again.
pub(crate) fn play(tenant: &Tenant, role: &str) {
    if role.contains("of a site") {
        site_purge::read(tenant, site_purge::SITE).unwrap();
    } else {
        crate::removal::read(tenant).unwrap();
    }
    println!("warm");
    let mut lines = std::io::stdin().lines();
    let mut next = || lines.next().unwrap().unwrap();
    let keys: Vec<_> = next().split(' ').map(|key| hex::decode(key).unwrap()).collect();
    println!("kept {:?}", search(&keys));
    next();
    if role.ends_with("and purge") {
        tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    }
    let mut left;
    if role.ends_with("and wait") {
        // No call from here on.
        let begun = Instant::now();
        loop {
            left = search(&keys);
            if left.iter().sum::<usize>() == 0 || begun.elapsed() > LONGEST {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    } else {
        // The next look of whoever has the tenant open; it fails where there is none any more.
        let _ = tenant.jobs().list(false);
        left = search(&keys);
    }
    println!("left {left:?}");
}

fn say(input: &mut ChildStdin, line: &str) {
    writeln!(input, "{line}").unwrap();
}

fn numbers(line: &str) -> Vec<usize> {
    let inner = line.split_once('[').unwrap().1.trim_end_matches(']');
    inner.split(", ").map(|number| number.parse().unwrap()).collect()
}

/// Another process reads and keeps keys, of which none is left in it after what `happens`.
fn looked_at_of(stage: &Stage, keys: &[Plain], role: &str, happens: impl FnOnce(&Stage)) {
    let mut other = child(stage, role);
    let mut input = other.stdin.take().unwrap();
    let output = std::io::BufReader::new(other.stdout.take().unwrap());
    let mut lines = output.lines().map(Result::unwrap);
    let mut hear = |word: &str| lines.find(|line| line.contains(word)).unwrap();
    hear("warm");
    let masked = |key: &[u8; 32]| hex::encode(key.map(|byte| byte ^ MASK));
    let told: Vec<_> = keys.iter().map(|(_, key)| masked(key)).collect();
    say(&mut input, &told.join(" "));
    let kept = numbers(&hear("kept"));
    happens(stage);
    say(&mut input, "go on");
    let left = numbers(&hear("left"));
    assert!(other.wait().unwrap().success());
    // The keys that are kept while they may be used are found: the search finds what is there.
    let of_scopes = |(name, _): &Plain| name == "scope key";
    assert!(kept[keys.iter().position(of_scopes).unwrap()] > 0, "{kept:?}");
    let names = keys.iter().map(|(name, _)| name).zip(&left);
    let left: Vec<_> = names.filter(|(_, count)| **count > 0).collect();
    assert!(left.is_empty(), "'{role}': {left:?}");
}

/// A mailbox under the policy B, whose key another process keeps while `happens` does.
fn looked_at(role: &str, happens: impl FnOnce(&Stage)) {
    let stage = Stage::new();
    stage.mailbox("alice");
    stage.policy(PolicyKind::Mailbox, "B");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "alice", Some("B")).unwrap();
    stage.work();
    stage.import(&ScopeSelector::Mailbox("alice".to_owned()), "small", b"hello").unwrap();
    stage.cached();
    let keys = below(&stage, "B");
    assert_eq!(keys.len(), 5 + 2, "and two of the item");
    looked_at_of(&stage, &keys, role, happens);
}

fn purged(stage: &Stage) {
    purge::approve(stage);
    stage.work();
    assert_eq!(stage.tenant.purges().get("B").unwrap().stage, "Purged");
}

fn removed(stage: &Stage, ends: bool) {
    let evidence = stage.folder.path().join("evidence.json");
    stage.tenant.begin_removal(&stage.actor(), &evidence).unwrap();
    if ends {
        let (path, options) = (stage.path(), crate::stage::options());
        Tenant::finish_removal(&path, &options, &evidence, &mut |_| {}).unwrap();
    }
}

#[test]
fn after_a_purge_no_key_of_the_policy_is_in_the_memory_of_who_made_it_or_of_anybody_else() {
    looked_at("look for keys and purge", purge::approve);
    looked_at("look for keys", purged);
}

/// By the timer alone, whoever runs the jobs.
#[test]
fn who_makes_no_call_after_a_purge_keeps_no_key_of_it_for_longer_than_ten_seconds() {
    looked_at("look for keys and wait", purged);
    looked_at("look for keys with jobs and wait", purged);
    looked_at("look for keys with jobs and wait", |stage| {
        // Whose background thread makes the steps is open.
        let change =
            SettingsChange { job_mode: Some(JobMode::Background), ..SettingsChange::default() };
        stage.tenant.change_settings(&stage.actor(), &change).unwrap();
        purge::approve(stage);
        let until = Instant::now() + Duration::from_secs(60);
        while !purge::is_purged(stage) {
            assert!(Instant::now() < until, "{:?}", stage.tenant.purges().get("B").unwrap());
            std::thread::sleep(Duration::from_millis(50));
        }
    });
}

#[test]
fn after_the_purge_of_a_geo_no_key_of_it_is_in_the_memory_of_who_made_it_or_of_anybody_else() {
    for role in ["and purge", "and look", "and wait"] {
        let stage = site_purge::two_geos();
        stage.cached();
        // The availability key is that of the other geo too.
        let of_both = |(name, _): &Plain| name.contains("availability key");
        let mut keys = below(&stage, "NAM");
        assert_eq!(keys.len(), 2 + 4 + 3 * 2, "{:?}", keys.iter().map(|key| &key.0));
        keys.retain(|key| !of_both(key));
        looked_at_of(&stage, &keys, &format!("look for keys of a site {role}"), |stage| {
            site_purge::approve(stage, "NAM");
            if !role.ends_with("purge") {
                stage.work();
                assert_eq!(stage.tenant.purges().get("NAM").unwrap().stage, "Purged");
            }
        });
    }
}

/// Rule 4.8.12.
#[test]
fn after_a_tenant_was_removed_no_key_of_it_is_in_the_memory_of_who_had_it_open() {
    for role in ["look for keys", "look for keys and wait"] {
        for ends in [false, true] {
            looked_at(role, |stage| removed(stage, ends));
        }
    }
}
