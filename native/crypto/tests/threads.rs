//! Secret memory under many threads: slots that threads keep at hand are still one secret's each,
//! zero when they are handed out, and nothing is used up by threads that come and go.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use ckey_crypto::{SecretBytes, SecretKey};
use std::sync::Mutex;
use std::sync::mpsc::sync_channel;

/// The memory of the process is looked at: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// A key whose bytes are all `byte`, in a slot that was zero.
fn key(byte: u8) -> SecretKey {
    SecretKey::fill(|slot| {
        assert_eq!(slot, &[0; 32], "a slot still held something");
        slot.fill(byte);
        Ok::<_, ()>(())
    })
    .unwrap()
}

fn bytes(len: usize, byte: u8) -> SecretBytes {
    SecretBytes::fill(len, |slot| {
        assert!(slot.iter().all(|&byte| byte == 0), "a slot still held something");
        slot.fill(byte);
        Ok::<_, ()>(())
    })
    .unwrap()
}

#[test]
fn slots_that_threads_hand_to_one_another_belong_to_one_secret_at_a_time() {
    const LENGTHS: [usize; 5] = [32, 64, 200, 1000, 4000];
    let _alone = ALONE.lock();
    let (sender, receiver) = sync_channel::<(u8, SecretKey, SecretBytes)>(100);
    std::thread::scope(|threads| {
        for thread in 1..=6_u8 {
            let sender = sender.clone();
            threads.spawn(move || {
                for round in 0..2000 {
                    let len = LENGTHS[round % LENGTHS.len()];
                    let held: Vec<_> =
                        (0..round % 40).map(|_| (key(thread), bytes(len, thread))).collect();
                    sender.send((thread, key(thread), bytes(len, thread))).unwrap();
                    assert!(held.iter().all(|(key, bytes)| key.expose() == &[thread; 32]
                        && bytes.expose().iter().all(|&byte| byte == thread)));
                }
            });
        }
        drop(sender);
        // Dropped on another thread than where they were made.
        for (thread, key, bytes) in receiver {
            assert_eq!(key.expose(), &[thread; 32]);
            assert!(bytes.expose().iter().all(|&byte| byte == thread));
        }
    });
}

/// Locked memory of this process, in KiB.
#[cfg(target_os = "linux")]
fn locked() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmLck:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn threads_that_end_give_back_the_slots_that_they_kept() {
    let _alone = ALONE.lock();
    let round = || {
        std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| {
                    let keys: Vec<_> = (0..50).map(|_| (key(1), bytes(64, 1))).collect();
                    assert_eq!(keys.len(), 50);
                });
            }
        });
    };
    (0..20).for_each(|_| round());
    let before = locked();
    (0..300).for_each(|_| round());
    assert!(locked() <= before + 512, "{} KiB more are locked", locked() - before);
}
