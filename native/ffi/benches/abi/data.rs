//! Streams and items.

use crate::c::{Open, Scope, Seal, open_item, seal_item};
use crate::{ROUNDS, forget_peak, median, memory_mib, row, timed};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use customerkey::exports::buffer::ckey_buffer_free;
use customerkey::exports::seal::{CKEY_GROUP_LEN, CKEY_SEALED_GROUP_LEN};
use customerkey::exports::{read_at::ckey_read_at_path, reader::*};
use std::hint::black_box;
use std::path::Path;
use std::ptr::{null, null_mut};

/// Groups of 1 MiB in a round: few, so that many rounds are not interrupted.
const PASSES: usize = 16;

/// Rounds of streams.
const STREAM_ROUNDS: usize = 100;

/// The most memory above the base while 1 GiB goes through a stream.
pub(crate) fn memory(scope: &Scope) {
    let (data, mut out) = (vec![1; CKEY_GROUP_LEN], vec![0; 2 * CKEY_SEALED_GROUP_LEN]);
    let seal = Seal::start(*scope);
    let base = memory_mib("VmRSS");
    forget_peak();
    for _ in 0..1024 {
        seal.update(&data, &mut out);
    }
    row(
        "abi memory while sealing 1 GiB",
        memory_mib("VmHWM") - base,
        "MiB above the base",
        Some(("at_most", 32.0)),
    );
}

pub(crate) fn streams(scope: &Scope) {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).unwrap());
    let mut buffer = vec![1; CKEY_SEALED_GROUP_LEN];
    let mut other = vec![0; 2 * CKEY_SEALED_GROUP_LEN];
    let mut counter = 0_u64;
    let mut raw = |data: &mut [u8]| {
        for _ in 0..PASSES {
            counter += 1;
            let mut nonce = [0; 12];
            nonce[4..].copy_from_slice(&counter.to_be_bytes());
            let nonce = Nonce::assume_unique_for_key(nonce);
            let _ = black_box(key.seal_in_place_separate_tag(nonce, Aad::empty(), data).unwrap());
        }
    };
    let object = sealed_groups(*scope);
    let (mut raws, mut ours) = (Vec::new(), [const { Vec::new() }; 4]);
    for _ in 0..=STREAM_ROUNDS {
        raws.push(timed(|| raw(&mut buffer[..CKEY_GROUP_LEN])));
        let seal = Seal::start(*scope);
        ours[0].push(timed(|| (0..PASSES).for_each(|_| seal.in_place(&mut buffer))));
        let open = Open::start(*scope, &object.0);
        ours[1].push(open_in_place(&open, &object.1, &mut buffer));
        let seal = Seal::start(*scope);
        ours[2].push(timed(|| {
            (0..PASSES).for_each(|_| seal.update(&buffer[..CKEY_GROUP_LEN], &mut other))
        }));
        let open = Open::start(*scope, &object.0);
        ours[3].push(open_apart(&open, &object.1, &mut buffer, &mut other));
    }
    // Of the rounds that nobody interrupted.
    let undisturbed = |mut seconds: Vec<f64>| {
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 10]
    };
    let raw = undisturbed(raws);
    row("abi raw aws-lc-rs at 1 MiB", (PASSES * CKEY_GROUP_LEN) as f64 / raw / 1e9, "GB/s", None);
    let names = [
        "sealing a stream in place",
        "opening a stream in place",
        "sealing to another buffer",
        "opening to another buffer",
    ];
    for (name, seconds) in names.iter().zip(ours) {
        let ratio = raw / undisturbed(seconds);
        row(&format!("abi {name}"), ratio, "of raw", Some(("at_least", 0.85)));
    }
}

/// A header and the groups that follow it.
fn sealed_groups(scope: Scope) -> (Vec<u8>, Vec<Vec<u8>>) {
    let seal = Seal::start(scope);
    let groups = (0..PASSES).map(|_| {
        let mut group = vec![1; CKEY_SEALED_GROUP_LEN];
        seal.in_place(&mut group);
        group
    });
    let groups = groups.collect();
    (seal.header().to_vec(), groups)
}

/// Seconds of opening alone: each group is copied to a warm buffer first, as reading a file would.
fn open_in_place(open: &Open, groups: &[Vec<u8>], buffer: &mut [u8]) -> f64 {
    let each = groups.iter().map(|group| {
        buffer.copy_from_slice(group);
        timed(|| open.in_place(buffer))
    });
    each.sum()
}

fn open_apart(open: &Open, groups: &[Vec<u8>], buffer: &mut [u8], other: &mut [u8]) -> f64 {
    let each = groups.iter().map(|group| {
        buffer.copy_from_slice(group);
        timed(|| open.update(buffer, other))
    });
    each.sum()
}

/// How much two threads seal, each its own stream, in the time that one needs for its own; beside
/// it, what the machine gives to two threads that do nothing but raw encryption. The promise is
/// checked where the machine gives two threads what two cores have.
pub(crate) fn threads(scope: &Scope) {
    let ours = |scope: Scope| {
        let mut buffer = vec![1; CKEY_SEALED_GROUP_LEN];
        let seal = Seal::start(scope);
        (0..16 * PASSES).for_each(|_| seal.in_place(&mut buffer));
    };
    let raw = || {
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).unwrap());
        let mut buffer = vec![1; CKEY_GROUP_LEN];
        for _ in 0..16 * PASSES {
            let nonce = Nonce::assume_unique_for_key([0; 12]);
            let _ = black_box(
                key.seal_in_place_separate_tag(nonce, Aad::empty(), &mut buffer).unwrap(),
            );
        }
    };
    let scope = *scope;
    let (mut our_ratios, mut raw_ratios) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        our_ratios.push(two_against_one(&|| ours(scope)));
        raw_ratios.push(two_against_one(&raw));
    }
    let (ours, raw) = (median(our_ratios), median(raw_ratios));
    row("abi two threads of raw aws-lc-rs", raw, "times one", None);
    row(
        "abi two streams on two threads",
        ours,
        "times one",
        Some(("at_least", 1.8)).filter(|_| raw >= 1.9),
    );
    row(
        "abi two streams on two threads, of what raw reaches",
        ours / raw,
        "of raw",
        Some(("at_least", 0.9)),
    );
}

fn two_against_one(work: &(dyn Fn() + Sync)) -> f64 {
    let one = timed(work);
    let two = timed(|| {
        std::thread::scope(|threads| {
            threads.spawn(work);
            work();
        });
    });
    2.0 * one / two
}

/// 100 bytes out of the middle of an object of 8 MiB in a file: opened for each read, and by a
/// reader that keeps it open.
pub(crate) fn reading(scope: &Scope, folder: &Path) {
    const TIMES: usize = 200;
    let sealed = seal_item(*scope, &vec![7; 8 << 20]);
    let path = folder.join("read at").to_str().unwrap().to_owned();
    std::fs::write(&path, unsafe { std::slice::from_raw_parts(sealed.data, sealed.len) }).unwrap();
    let (mut out, mut written, mut reader) = ([0; 100], 0, null_mut());
    let mut each = |read: &mut dyn FnMut(u64, &mut [u8; 100], &mut usize)| {
        let mut round = || {
            timed(|| (0..TIMES).for_each(|n| read(n as u64 * 40_000, &mut out, &mut written)))
                / TIMES as f64
                * 1e6
        };
        median((0..ROUNDS).map(|_| round()).collect())
    };
    let opened = each(&mut |at, out, written| {
        c!(ckey_read_at_path(
            scope.0,
            null(),
            0,
            null(),
            0,
            path.as_ptr(),
            path.len(),
            at,
            out.as_mut_ptr(),
            out.len(),
            written
        ));
    });
    c!(ckey_reader_open_path(
        scope.0,
        null(),
        0,
        null(),
        0,
        path.as_ptr(),
        path.len(),
        &raw mut reader
    ));
    let kept = each(&mut |at, out, written| {
        c!(ckey_reader_read_at(reader, null(), 0, at, out.as_mut_ptr(), out.len(), written));
    });
    row("abi reading 100 bytes at an offset of a file, opened each time", opened, "us", None);
    row("abi reading 100 bytes at an offset of a file, by a reader", kept, "us", None);
    row(
        "abi a read at an offset, opened each time",
        opened / kept,
        "times by a reader",
        Some(("at_least", 1.2)),
    );
    assert_eq!(unsafe { ckey_reader_free(reader) }, 0);
    let mut sealed = sealed;
    assert_eq!(unsafe { ckey_buffer_free(&raw mut sealed) }, 0);
}

pub(crate) fn items(scope: &Scope) {
    // Rounds are shorter than a turn on the processor, so that the median is one nobody
    // interrupted.
    const TIMES: usize = 500;
    const ROUNDS: usize = 201;
    let item = [7; 1024];
    let sealed = seal_item(*scope, &item);
    let free = |mut buffer| assert_eq!(unsafe { ckey_buffer_free(&raw mut buffer) }, 0);
    let micros = |run: &dyn Fn()| timed(|| (0..TIMES).for_each(|_| run())) / TIMES as f64 * 1e6;
    let (mut sealing, mut opening, mut raws) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        raws.push(micros(&raw_item));
        sealing.push(micros(&|| free(seal_item(*scope, &item))));
        opening.push(micros(&|| free(open_item(*scope, &sealed))));
    }
    let ratio =
        |times: &[f64]| median(times.iter().zip(&raws).map(|(ours, raw)| ours / raw).collect());
    row("abi sealing one item of 1 KiB", ratio(&sealing), "times raw", Some(("at_most", 9.0)));
    row("abi opening one item of 1 KiB", ratio(&opening), "times raw", None);
    row("abi sealing one item of 1 KiB, in time", median(sealing), "us", None);
    row("abi opening one item of 1 KiB, in time", median(opening), "us", None);
    row("abi raw key set-up and sealing of 1 KiB", median(raws), "us", None);
    free(sealed);
}

/// Raw encryption of 1 KiB, with the key set up each time, as every item has a key of its own.
pub(crate) fn raw_item() {
    let mut data = [1; 1024];
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, black_box(&[7; 32])).unwrap());
    let nonce = Nonce::assume_unique_for_key([0; 12]);
    let _ = black_box(key.seal_in_place_separate_tag(nonce, Aad::empty(), &mut data).unwrap());
}
