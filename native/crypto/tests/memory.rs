//! After secrets were dropped, nothing of them is in the process's memory: all of it is searched,
//! on both backends. Linux only: it needs `/proc/self/mem`.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    clippy::unreachable
)]

#[path = "../../../tests/shared/skipped.rs"]
mod skipped;

use aes_gcm::{Aes256Gcm, KeyInit};
use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use aws_lc_rs::hmac;
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::mac::MacKey;
use ckey_crypto::passphrase::{self, Cost};
use ckey_crypto::root_wrap::{self, RootPlace, Slot};
use ckey_crypto::rsa::{RsaPrivateKey, RsaSize, WrapAlgorithm};
use ckey_crypto::sealed::{self, Form, Opener, PreparedKey, RandomAccess, ScopeKey, Sealer};
use ckey_crypto::sign::SigningKey;
use ckey_crypto::{Backend, EncryptionContext, SecretBytes, SecretKey, derive};
use skipped::skipped;
use std::io::{Read, Seek, SeekFrom};
use std::sync::{Barrier, Mutex};

/// A secret that is known to the test only masked, so that the search itself leaves no copy: byte
/// `n` is `f(seed, n)`.
#[derive(Clone, Copy)]
struct Known(u8);

impl Known {
    fn byte(self, n: usize) -> u8 {
        std::hint::black_box(self.0)
            .wrapping_mul(73)
            .wrapping_add((n as u8).wrapping_mul(151))
            .rotate_left(3)
            ^ 0xa7
    }

    fn secret(self) -> SecretKey {
        SecretKey::fill(|slot| {
            slot.iter_mut().enumerate().for_each(|(n, byte)| *byte = self.byte(n));
            Ok::<_, ()>(())
        })
        .unwrap()
    }
}

/// What is searched for.
trait Pattern {
    /// How often it is in `memory`.
    fn count(&self, memory: &[u8]) -> usize;
}

impl Pattern for Known {
    /// At least half of the secret, 16 bytes from any multiple of 16: the schedule of an AES-256
    /// key begins with both.
    fn count(&self, memory: &[u8]) -> usize {
        let starts = |at: usize, from: usize| {
            (0..16).all(|n| memory.get(at + n).is_some_and(|&b| b == self.byte(from + n)))
        };
        (0..memory.len())
            .filter(|&at| {
                memory[at] == self.byte(0) && starts(at, 0)
                    || memory[at] == self.byte(16) && starts(at, 16)
            })
            .count()
    }
}

/// The inner state of HMAC-SHA-256 under a known key, masked: who has both states needs no key.
struct CodeState([u32; 8]);

impl CodeState {
    const MASK: u32 = 0x9e37_79b9;

    fn of(key: Known) -> Self {
        let state = Self::compute(key);
        clear_stack();
        state
    }

    #[inline(never)]
    fn compute(key: Known) -> Self {
        let mut state = [
            0x6a09_e667,
            0xbb67_ae85,
            0x3c6e_f372,
            0xa54f_f53a,
            0x510e_527f,
            0x9b05_688c,
            0x1f83_d9ab,
            0x5be0_cd19,
        ];
        let block: [u8; 64] =
            std::array::from_fn(|n| if n < 32 { key.byte(n) ^ 0x36 } else { 0x36 });
        sha2::compress256(&mut state, &[block.into()]);
        Self(state.map(|word| std::hint::black_box(word) ^ Self::MASK))
    }
}

impl Pattern for CodeState {
    /// Word by word: unmasking a buffer would make the copies that it looks for.
    fn count(&self, memory: &[u8]) -> usize {
        let word = |at: usize| {
            memory.get(at..at + 4).map(|word| u32::from_ne_bytes(word.try_into().unwrap()))
        };
        let is = |at: usize, n: usize| {
            word(at + 4 * n).is_some_and(|word| word ^ Self::MASK == self.0[n])
        };
        (0..memory.len()).step_by(4).filter(|&at| (0..8).all(|n| is(at, n))).count()
    }
}

#[inline(never)]
fn clear_stack() {
    std::hint::black_box(&[0_u8; 1 << 16]);
}

/// Each test looks at the memory of the whole process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Where to search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// Everywhere.
    All,
    /// Only in memory that a core dump would hold; what keys are in is left out of dumps, and
    /// locked where the limit allows.
    Ordinary,
}

/// Searches the readable and writable parts of this process, one after the other through one
/// buffer.
fn search(place: Where, known: &[&dyn Pattern]) -> Vec<usize> {
    const STEP: usize = 1 << 16;
    let mut found = vec![0; known.len()];
    let mut memory = std::fs::File::open("/proc/self/mem").unwrap();
    // The buffer overlaps by a secret's length; itself it is found in the maps too, and skipped.
    let mut buffer = vec![0_u8; STEP + 64];
    let own = buffer.as_ptr() as u64..buffer.as_ptr() as u64 + buffer.len() as u64;
    for map in maps().iter().filter(|map| map.writable && (place == Where::All || !map.undumped)) {
        let (mut at, end) = (map.start, map.end);
        while at < end {
            let len = ((end - at) as usize).min(buffer.len());
            memory.seek(SeekFrom::Start(at)).unwrap();
            if memory.read_exact(&mut buffer[..len]).is_ok() {
                // What is in the buffer's own place is a copy of what was just read.
                let hide = own.start.saturating_sub(at).min(len as u64) as usize
                    ..own.end.saturating_sub(at).min(len as u64) as usize;
                buffer[hide].fill(0);
                for (known, found) in known.iter().zip(&mut found) {
                    *found += known.count(&buffer[..len]);
                }
            }
            at += STEP as u64;
        }
    }
    buffer.fill(0);
    std::hint::black_box(&buffer);
    found
}

/// A part of this process's memory.
struct Map {
    start: u64,
    end: u64,
    writable: bool,
    locked: bool,
    undumped: bool,
}

fn maps() -> Vec<Map> {
    let smaps = std::fs::read_to_string("/proc/self/smaps").unwrap();
    let mut maps: Vec<Map> = Vec::new();
    for line in smaps.lines() {
        let mut words = line.split(' ');
        if let Some((start, end)) = words.next().unwrap().split_once('-') {
            let number = |text| u64::from_str_radix(text, 16).unwrap();
            let writable = words.next().unwrap().starts_with("rw");
            maps.push(Map {
                start: number(start),
                end: number(end),
                writable,
                locked: false,
                undumped: false,
            });
        } else if let Some(flags) = line.strip_prefix("VmFlags:") {
            let map = maps.last_mut().unwrap();
            (map.locked, map.undumped) = (flags.contains(" lo"), flags.contains(" dd"));
        }
    }
    maps
}

const SCOPE: Known = Known(1);
const KEK: Known = Known(2);
const WRAPPED: Known = Known(3);
const SEED: Known = Known(4);
const CONTENT: Known = Known(5);
const ERASURE: Known = Known(6);
const ALL: [&dyn Pattern; 6] = [&SCOPE, &KEK, &WRAPPED, &SEED, &CONTENT, &ERASURE];

type Use = (&'static str, fn(Backend));

/// Every way to use a secret, each by itself: what one leaves on the stack, the next would
/// overwrite.
const USES: [Use; 13] = [
    ("wrap and unwrap a key", |backend| {
        let (kek, wrapped) = (KEK.secret(), WRAPPED.secret());
        let (wrapper, context) =
            (KeyWrapper::new(backend, &kek).unwrap(), WrapContext::Secret { name: "s" });
        let wrap = wrapper.wrap(&context, &wrapped).unwrap();
        assert!(wrapper.unwrap(&context, &wrap).unwrap().ct_eq(&wrapped));
    }),
    ("wrap and unwrap bytes", |backend| {
        let (kek, content) = (KEK.secret(), content());
        let (wrapper, context) =
            (KeyWrapper::new(backend, &kek).unwrap(), WrapContext::Secret { name: "s" });
        let wrap = wrapper.wrap_bytes(&context, &content).unwrap();
        assert!(wrapper.unwrap_bytes(&context, &wrap).unwrap().ct_eq(&content));
    }),
    ("seal and open a root wrap", |backend| {
        let (seed, wrapped) = (SEED.secret(), WRAPPED.secret());
        let place = RootPlace {
            tenant: &[1; 16],
            policy: &[2; 16],
            generation: 1,
            slot: Slot::First,
            key_uri: "https://v.vault.azure.net/keys/k/1",
            algorithm: WrapAlgorithm::RsaOaep256,
        };
        let root = root_wrap::seal(backend, &seed, &place, &wrapped).unwrap();
        assert!(root_wrap::open(backend, &seed, &place, &root).unwrap().ct_eq(&wrapped));
    }),
    ("wrap and unwrap by RSA", |backend| {
        let made = RsaPrivateKey::generate(Backend::AwsLc, RsaSize::Rsa2048).unwrap();
        let key = RsaPrivateKey::from_pkcs8(backend, made.to_pkcs8().unwrap().expose()).unwrap();
        let wrapped =
            key.public().wrap(backend, WrapAlgorithm::RsaOaep256, SEED.secret().expose()).unwrap();
        assert_eq!(key.unwrap(WrapAlgorithm::RsaOaep256, &wrapped).unwrap().len(), 32);
    }),
    ("derive a key from a passphrase", |_| {
        let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
        let _ = passphrase::derive(WRAPPED.secret().expose(), &[1; 16], cost).unwrap();
    }),
    ("derive a policy kek", |_| {
        let _ = derive::policy_kek(&WRAPPED.secret(), &ERASURE.secret(), &[1; 16], 1).unwrap();
    }),
    ("commit", |_| {
        let _ = derive::commitment(&WRAPPED.secret(), b"c").unwrap();
    }),
    ("derive a key", |_| {
        let _ = derive::subkey(&WRAPPED.secret(), "l", b"c").unwrap();
    }),
    ("authenticate", |_| {
        let key = MacKey::new(&WRAPPED.secret());
        assert_eq!(key.tag(&[b"x"]), key.ready().tag(&[b"x"]));
    }),
    ("sign", |_| {
        let _ = SigningKey::from_seed(&SEED.secret()).unwrap().sign(b"x");
    }),
    ("seal and open a whole object", |backend| {
        let (key, content) = (SCOPE.secret(), content());
        let scope = ScopeKey { key: &key, scope: [1; 16], version: 1, prepared: None };
        let object =
            sealed::seal(backend, &scope, &EncryptionContext::empty(), content.expose()).unwrap();
        assert!(
            sealed::open(backend, &scope, &EncryptionContext::empty(), &object)
                .unwrap()
                .ct_eq(&content)
        );
    }),
    ("prepare a scope key, seal and open with it", |backend| {
        let (key, content) = (SCOPE.secret(), content());
        let prepared = PreparedKey::new(backend, &key).unwrap();
        let scope = ScopeKey { key: &key, scope: [1; 16], version: 1, prepared: Some(&prepared) };
        let context = EncryptionContext::empty();
        let object = sealed::seal(backend, &scope, &context, content.expose()).unwrap();
        assert!(sealed::open(backend, &scope, &context, &object).unwrap().ct_eq(&content));
    }),
    ("seal and open streams, and read at an offset", |backend| {
        let (key, content) = (SCOPE.secret(), content());
        let scope = ScopeKey { key: &key, scope: [1; 16], version: 1, prepared: None };
        let context = EncryptionContext::empty();
        let mut sealer = Sealer::start(backend, &scope, &context, Form::Attached).unwrap();
        let mut out = vec![0; 1000];
        for byte in content.expose() {
            sealer.update(&[*byte], &mut out).unwrap();
        }
        let n = sealer.finish(&mut out).unwrap();
        let object = [sealer.header(), &out[..n]].concat();
        let mut opened = SecretBytes::fill(32, |_| Ok::<_, ()>(())).unwrap();
        let mut opener = Opener::start(backend, &scope, &context, &object, None).unwrap();
        opener.update(&object[144..], &mut []).unwrap();
        opener.finish(opened.expose_mut()).unwrap();
        assert!(opened.ct_eq(&content));
        let reader =
            RandomAccess::open(backend, &scope, &context, &object[..], object.len() as u64, None)
                .unwrap();
        assert_eq!(reader.read_at(0, opened.expose_mut()).unwrap(), 32);
    }),
];

fn content() -> SecretBytes {
    SecretBytes::from_slice(CONTENT.secret().expose()).unwrap()
}

/// Runs `run` on a thread of its own, and `look` while that thread waits with its stack as `run`
/// left it.
fn then(run: impl FnOnce() + Send, look: impl FnOnce()) {
    let (done, go) = (Barrier::new(2), Barrier::new(2));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            run();
            done.wait();
            go.wait();
        });
        done.wait();
        look();
        go.wait();
    });
}

#[test]
fn nothing_of_a_secret_is_left_in_memory_after_it_was_dropped() {
    let _alone = ONE_AT_A_TIME.lock();
    // The search finds what is there: a live key at least once.
    let live = SCOPE.secret();
    assert!(search(Where::All, &[&SCOPE])[0] >= 1, "the search does not find a live key");
    drop(live);
    let mut left = Vec::new();
    for backend in Backend::ALL {
        for (what, run) in USES {
            then(
                || run(backend),
                || {
                    let found = search(Where::All, &ALL);
                    if found != [0; 6] {
                        left.push(format!("{backend}, {what}: {found:?}"));
                    }
                },
            );
        }
    }
    assert!(
        left.is_empty(),
        "left of scope key, kek, wrapped key, seed, content, erasure key:\n{}",
        left.join("\n")
    );
}

#[test]
fn the_memory_of_keys_is_locked_and_left_out_of_dumps_where_the_limit_allows() {
    let key = SecretKey::generate().unwrap();
    if !ckey_crypto::memory_is_locked() {
        return skipped("this system does not let the process lock memory");
    }
    let at = key.expose().as_ptr() as u64;
    let maps = maps();
    let map = maps.iter().find(|map| (map.start..map.end).contains(&at)).unwrap();
    assert!(map.locked && map.undumped);
}

#[test]
fn what_is_kept_ready_for_use_is_not_in_ordinary_memory() {
    let _alone = ONE_AT_A_TIME.lock();
    for backend in Backend::ALL {
        let (mut kept, mut found, mut live) = (None, Vec::new(), Vec::new());
        let state = CodeState::of(WRAPPED);
        then(
            || {
                let wrapper = KeyWrapper::new(backend, &KEK.secret()).unwrap();
                let code = MacKey::new(&WRAPPED.secret());
                let context = WrapContext::Secret { name: "s" };
                let wrap = wrapper.wrap(&context, &SCOPE.secret()).unwrap();
                wrapper.unwrap(&context, &wrap).unwrap();
                code.verify(&[b"x"], &code.ready().tag(&[b"x"])).unwrap();
                kept = Some((wrapper, code));
            },
            || {
                found = search(Where::Ordinary, &[&KEK, &WRAPPED, &state]);
                live = search(Where::All, &[&KEK, &WRAPPED]);
            },
        );
        assert_eq!(found, [0; 3], "{backend}: kek, key of a code, its prepared state");
        assert!(live.iter().all(|&live| live >= 1), "the search does not find live keys");
        drop(kept);
    }
}

#[test]
fn the_search_finds_what_would_be_kept_in_ordinary_memory() {
    let _alone = ONE_AT_A_TIME.lock();
    // Keys of its own: what it expands leaves copies that no library clears.
    let (expanded, coded) = (Known(7), Known(8));
    let (key, state) = (expanded.secret(), CodeState::of(coded));
    let prepared = (
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.expose()).unwrap()),
        Box::new(Aes256Gcm::new(key.expose().into())),
        Box::new(hmac::Key::new(hmac::HMAC_SHA256, coded.secret().expose())),
    );
    let found = search(Where::Ordinary, &[&expanded, &state]);
    assert!(found[0] >= 2 && found[1] >= 1, "two schedules and one state: {found:?}");
    drop(prepared);
}
