//! After secrets were dropped, nothing of them is in the process's memory: all of it is searched, on both backends.
//! Linux only: it needs `/proc/self/mem`.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    clippy::unreachable
)]

use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::mac::MacKey;
use ckey_crypto::root_wrap::{self, RootPlace, Slot};
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_crypto::sealed::{self, Form, Opener, RandomAccess, ScopeKey, Sealer};
use ckey_crypto::sign::SigningKey;
use ckey_crypto::{Backend, EncryptionContext, SecretBytes, SecretKey, derive};
use std::io::{Read, Seek, SeekFrom};

/// A secret that is known to the test only masked, so that the search itself leaves no copy: byte `n` is `f(seed, n)`.
#[derive(Clone, Copy)]
struct Known(u8);

impl Known {
    fn byte(self, n: usize) -> u8 {
        std::hint::black_box(self.0).wrapping_mul(73).wrapping_add((n as u8).wrapping_mul(151)).rotate_left(3) ^ 0xa7
    }

    fn secret(self) -> SecretKey {
        SecretKey::fill(|slot| {
            slot.iter_mut().enumerate().for_each(|(n, byte)| *byte = self.byte(n));
            Ok::<_, ()>(())
        })
        .unwrap()
    }

    /// How often at least half of the secret (16 bytes from any multiple of 16) is in `memory`.
    fn count(self, memory: &[u8]) -> usize {
        let starts = |at: usize, from: usize| (0..16).all(|n| memory.get(at + n).is_some_and(|&b| b == self.byte(from + n)));
        (0..memory.len())
            .filter(|&at| memory[at] == self.byte(0) && starts(at, 0) || memory[at] == self.byte(16) && starts(at, 16))
            .count()
    }
}

/// Searches every readable and writable part of this process, one after the other through one buffer.
fn search(known: &[Known]) -> Vec<usize> {
    const STEP: usize = 1 << 16;
    let mut found = vec![0; known.len()];
    let mut memory = std::fs::File::open("/proc/self/mem").unwrap();
    // The buffer overlaps by a secret's length; itself it is found in the maps too, and skipped.
    let mut buffer = vec![0_u8; STEP + 64];
    let own = buffer.as_ptr() as u64..buffer.as_ptr() as u64 + buffer.len() as u64;
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    for line in maps.lines().filter(|line| line.split(' ').nth(1).unwrap().starts_with("rw")) {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let (mut at, end) = (u64::from_str_radix(start, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
        while at < end {
            let len = ((end - at) as usize).min(buffer.len());
            memory.seek(SeekFrom::Start(at)).unwrap();
            if memory.read_exact(&mut buffer[..len]).is_ok() {
                // What lies in the buffer's own place is a copy of what was just read.
                let hide =
                    own.start.saturating_sub(at).min(len as u64) as usize..own.end.saturating_sub(at).min(len as u64) as usize;
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

const SCOPE: Known = Known(1);
const KEK: Known = Known(2);
const WRAPPED: Known = Known(3);
const SEED: Known = Known(4);
const CONTENT: Known = Known(5);
const ERASURE: Known = Known(6);
const ALL: [Known; 6] = [SCOPE, KEK, WRAPPED, SEED, CONTENT, ERASURE];

/// Uses every secret in every way there is.
#[inline(never)]
fn use_them(backend: Backend) {
    let (scope_key, kek, wrapped, seed, erasure) =
        (SCOPE.secret(), KEK.secret(), WRAPPED.secret(), SEED.secret(), ERASURE.secret());
    let content = SecretBytes::from_slice(CONTENT.secret().expose()).unwrap();
    let wrapper = KeyWrapper::new(backend, &kek).unwrap();
    let context = WrapContext::Secret { name: "s" };
    let wrap = wrapper.wrap(&context, &wrapped).unwrap();
    assert!(wrapper.unwrap(&context, &wrap).unwrap().ct_eq(&wrapped));
    assert!(wrapper.unwrap_bytes(&context, &wrapper.wrap_bytes(&context, &content).unwrap()).unwrap().ct_eq(&content));

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

    derive::policy_kek(&wrapped, &erasure, &[1; 16], 1).unwrap();
    derive::commitment(&wrapped, b"c").unwrap();
    derive::subkey(&wrapped, "l", b"c").unwrap();
    let _ = MacKey::new(&wrapped).tag(&[b"x"]);
    let _ = SigningKey::from_seed(&seed).unwrap().sign(b"x");

    let scope = ScopeKey { key: &scope_key, scope: [1; 16], version: 1 };
    let context = EncryptionContext::empty();
    let object = sealed::seal(backend, &scope, &context, content.expose()).unwrap();
    assert!(sealed::open(backend, &scope, &context, &object).unwrap().ct_eq(&content));
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
    let reader = RandomAccess::open(backend, &scope, &context, &object[..], object.len() as u64, None).unwrap();
    assert_eq!(reader.read_at(0, opened.expose_mut()).unwrap(), 32);
}

#[test]
fn nothing_of_a_secret_is_left_in_memory_after_it_was_dropped() {
    // The search finds what is there: a live key at least once.
    let live = SCOPE.secret();
    assert!(search(&[SCOPE])[0] >= 1, "the search does not find a live key");
    drop(live);
    for backend in Backend::ALL {
        use_them(backend);
        assert_eq!(search(&ALL), [0; 6], "{backend}: left of scope key, kek, wrapped key, seed, content, erasure key");
    }
}

#[test]
fn the_memory_of_keys_is_locked_and_left_out_of_dumps_where_the_limit_allows() {
    let key = SecretKey::generate().unwrap();
    if !ckey_crypto::memory_is_locked() {
        eprintln!("skipped: this system does not let the process lock memory");
        return;
    }
    let at = key.expose().as_ptr() as u64;
    let smaps = std::fs::read_to_string("/proc/self/smaps").unwrap();
    let mut inside = false;
    for line in smaps.lines() {
        let first = line.split(' ').next().unwrap();
        if let Some((start, end)) = first.split_once('-') {
            inside = (u64::from_str_radix(start, 16).unwrap()..u64::from_str_radix(end, 16).unwrap()).contains(&at);
        } else if inside && let Some(flags) = line.strip_prefix("VmFlags:") {
            assert!(flags.contains(" lo") && flags.contains(" dd"), "{flags}");
            return;
        }
    }
    unreachable!("the key is in no map");
}
