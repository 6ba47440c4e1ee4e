//! How fast objects are sealed and opened, against raw `aws-lc-rs` in the same run: each figure is
//! the median of 9 rounds in which raw and ours alternate. Run with `cargo bench -p ckey-crypto
//! --bench sealed`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing
)]

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::mac::MacKey;
use ckey_crypto::sealed::{self, Form, Layout, Opener, ScopeKey, Sealer};
use ckey_crypto::{Backend, EncryptionContext, SecretKey};
use std::hint::black_box;
use std::time::Instant;

const MIB: usize = 1 << 20;
const ROUNDS: usize = 9;
const PASSES: usize = 96;

fn main() {
    let key = SecretKey::generate().unwrap();
    let scope = ScopeKey { key: &key, scope: [1; 16], version: 1, prepared: None };
    let context =
        EncryptionContext::from_pairs([("tenant", "contoso"), ("item", "0123456789abcdef")])
            .unwrap();
    println!("memory locked: {}", ckey_crypto::memory_is_locked());
    streams(&scope, &context);
    for backend in Backend::ALL {
        items(backend, &scope, &context);
    }
    threads(&scope, &context);
    parts(&scope);
}

fn streams(scope: &ScopeKey<'_>, context: &EncryptionContext) {
    let layout = Layout::default();
    let raw_key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).unwrap());
    let mut buffer = vec![1; layout.sealed_group_len()];
    let mut other = vec![0; 2 * layout.sealed_group_len()];
    let mut counter = 0_u64;
    let mut raw = |data: &mut [u8]| {
        for _ in 0..PASSES {
            counter += 1;
            let mut nonce = [0; 12];
            nonce[4..].copy_from_slice(&counter.to_be_bytes());
            let _ = black_box(
                raw_key
                    .seal_in_place_separate_tag(
                        Nonce::assume_unique_for_key(nonce),
                        Aad::empty(),
                        data,
                    )
                    .unwrap(),
            );
        }
    };
    let start = || Sealer::start(Backend::AwsLc, scope, context, Form::Attached).unwrap();

    let rate = |seconds: f64| (PASSES * MIB) as f64 / seconds / 1e9;
    let mut in_place = Vec::new();
    let mut apart = Vec::new();
    let mut raws = Vec::new();
    let mut open_in_place = Vec::new();
    let mut open_apart = Vec::new();
    let mut open_groups = Vec::new();
    for _ in 0..ROUNDS {
        let base = timed(|| raw(&mut buffer[..MIB]));
        raws.push(rate(base));

        let mut sealer = start();
        in_place.push(
            base / timed(|| {
                (0..PASSES).for_each(|_| {
                    black_box(sealer.update_in_place(&mut buffer).unwrap());
                })
            }),
        );

        let base = timed(|| raw(&mut buffer[..MIB]));
        let mut sealer = start();
        apart.push(
            base / timed(|| {
                (0..PASSES).for_each(|_| {
                    black_box(sealer.update(&buffer[..MIB], &mut other).unwrap());
                })
            }),
        );

        let base = timed(|| raw(&mut buffer[..MIB]));
        let (header, object) = object(scope, context);
        let mut opener = Opener::start(Backend::AwsLc, scope, context, &header, None).unwrap();
        let mut spent = 0.0;
        for group in object.chunks(layout.sealed_group_len()).take(PASSES) {
            buffer.copy_from_slice(group);
            spent += timed(|| {
                black_box(opener.update_in_place(&mut buffer).unwrap());
            });
        }
        open_in_place.push(base / spent);

        let base = timed(|| raw(&mut buffer[..MIB]));
        let mut opener = Opener::start(Backend::AwsLc, scope, context, &header, None).unwrap();
        let mut spent = 0.0;
        for piece in object.chunks(MIB).take(PASSES) {
            buffer[..MIB].copy_from_slice(piece);
            spent += timed(|| {
                black_box(opener.update(&buffer[..MIB], &mut other).unwrap());
            });
        }
        open_apart.push(base / spent);

        let base = timed(|| raw(&mut buffer[..MIB]));
        let mut opener = Opener::start(Backend::AwsLc, scope, context, &header, None).unwrap();
        let mut spent = 0.0;
        for group in object.chunks(layout.sealed_group_len()).take(PASSES) {
            buffer.copy_from_slice(group);
            spent += timed(|| {
                black_box(opener.update(&buffer, &mut other).unwrap());
            });
        }
        open_groups.push(base / spent);
    }
    println!("raw seal 1 MiB in place {:.2} GB/s", median(&mut raws));
    println!("seal 1 MiB in place ratio {:.2}", median(&mut in_place));
    println!("open 1 MiB in place ratio {:.2}", median(&mut open_in_place));
    println!("seal 1 MiB into another buffer ratio {:.2}", median(&mut apart));
    println!("open whole groups into another buffer ratio {:.2}", median(&mut open_groups));
    println!("open 1 MiB pieces into another buffer ratio {:.2}", median(&mut open_apart));
}

/// A sealed object of a little more than `PASSES` groups.
fn object(scope: &ScopeKey<'_>, context: &EncryptionContext) -> (Vec<u8>, Vec<u8>) {
    let mut sealer = Sealer::start(Backend::AwsLc, scope, context, Form::Attached).unwrap();
    let header = sealer.header().to_vec();
    let group = sealer.layout().sealed_group_len();
    let mut out = vec![0; (PASSES + 1) * group];
    for group in out.chunks_mut(group).take(PASSES) {
        sealer.update_in_place(group).unwrap();
    }
    sealer.finish_in_place(&mut out[PASSES * group..], 1).unwrap();
    (header, out)
}

fn items(backend: Backend, scope: &ScopeKey<'_>, context: &EncryptionContext) {
    const ITEMS: usize = 20_000;
    let plain = [5; 1024];
    let object = sealed::seal(backend, scope, context, &plain).unwrap();
    let (mut seals, mut opens, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let each = |seconds: f64| seconds / ITEMS as f64 * 1e6;
        seals.push(each(timed(|| {
            (0..ITEMS).for_each(|_| {
                black_box(sealed::seal(backend, scope, context, &plain).unwrap());
            })
        })));
        opens.push(each(timed(|| {
            (0..ITEMS).for_each(|_| {
                black_box(sealed::open(backend, scope, context, &object).unwrap());
            })
        })));
        keys.push(each(timed(|| {
            (0..ITEMS).for_each(|_| {
                black_box(SecretKey::generate().unwrap());
            })
        })));
    }
    let mut out = vec![0; 4096];
    let mut into: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            timed(|| {
                (0..ITEMS).for_each(|_| {
                    black_box(
                        sealed::seal_into(backend, scope, context, &plain, &mut out).unwrap(),
                    );
                })
            }) / ITEMS as f64
                * 1e6
        })
        .collect();
    println!("seal 1 KiB into a buffer {:.2} µs ({backend})", median(&mut into));
    println!("seal 1 KiB {:.2} µs ({backend})", median(&mut seals));
    println!("open 1 KiB {:.2} µs ({backend})", median(&mut opens));
    if backend == Backend::AwsLc {
        println!("make and drop one key {:.3} µs", median(&mut keys));
    }
}

/// Two streams on two threads against one on one.
fn threads(scope: &ScopeKey<'_>, context: &EncryptionContext) {
    let run = || {
        let mut sealer = Sealer::start(Backend::AwsLc, scope, context, Form::Attached).unwrap();
        let mut buffer = vec![1; sealer.layout().sealed_group_len()];
        (0..4 * PASSES).for_each(|_| {
            black_box(sealer.update_in_place(&mut buffer).unwrap());
        });
    };
    let mut scaling: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let one = timed(run);
            let two = timed(|| {
                std::thread::scope(|s| {
                    s.spawn(run);
                    s.spawn(run);
                })
            });
            2.0 * one / two
        })
        .collect();
    println!("two streams on two threads {:.2} x one", median(&mut scaling));
}

fn timed(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// What one item's cost is made of.
fn parts(scope: &ScopeKey<'_>) {
    const TIMES: usize = 50_000;
    let show = |what: &str, run: &mut dyn FnMut()| {
        let mut each: Vec<f64> = (0..ROUNDS)
            .map(|_| timed(|| (0..TIMES).for_each(|_| run())) / TIMES as f64 * 1e9)
            .collect();
        println!("  {what}: {:.0} ns", median(&mut each));
    };
    show("32 random bytes", &mut || {
        black_box(ckey_crypto::random_array::<32>().unwrap());
    });
    show("64 random bytes", &mut || {
        black_box(ckey_crypto::random_array::<64>().unwrap());
    });
    show("a slot for a key", &mut || {
        black_box(SecretKey::fill(|_| Ok::<_, ()>(())).unwrap());
    });
    show("one derivation", &mut || {
        black_box(ckey_crypto::derive::commitment(scope.key, &[0; 96]).unwrap());
    });
    let wrapper = KeyWrapper::new(Backend::AwsLc, scope.key).unwrap();
    let context = WrapContext::Secret { name: "bench" };
    let wrapped = wrapper.wrap(&context, scope.key).unwrap();
    show("unwrap one key, its wrapping key expanded for it", &mut || {
        black_box(wrapper.unwrap(&context, &wrapped).unwrap());
    });
    let code = MacKey::new(scope.key);
    show("the code of 100 bytes, its key prepared for it", &mut || {
        black_box(code.tag(&[&[0; 100]]));
    });
    show("SHA-256 of 200 bytes", &mut || {
        black_box(ckey_crypto::digest::sha256(&[0; 200]));
    });
}
