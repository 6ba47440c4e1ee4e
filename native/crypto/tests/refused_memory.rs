//! A system that does not treat memory as secret: in a process of its own, because only the first
//! word counts.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};

use ckey_crypto::{SecretKey, memory_is_locked, wipe_on_fork_by};

static ASKED: AtomicUsize = AtomicUsize::new(0);

#[test]
fn keys_in_memory_that_the_system_does_not_wipe_on_a_fork_are_not_called_locked() {
    wipe_on_fork_by(|pages| {
        assert!(!pages.is_empty() && pages.iter().all(|byte| *byte == 0));
        ASKED.fetch_add(1, Ordering::Relaxed);
        false
    });
    let _key = SecretKey::generate().unwrap();
    assert!(ASKED.load(Ordering::Relaxed) > 0, "the system is asked for each map");
    assert!(!memory_is_locked());
}
