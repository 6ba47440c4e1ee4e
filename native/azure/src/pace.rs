//! How fast a vault may be asked by work that has much to ask. The service answers 429 above its
//! limits, and whoever reads meanwhile must find room.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ckey_vault::{KeyOp, KeyUri};

/// What may come at once after a silence.
const BURST: Duration = Duration::from_secs(1);

/// Of ten that the service allows, work takes eight: two are for who reads.
const SHARE: (u32, u32) = (10, 8);

/// When the next question to a vault is due, by the address of the vault.
#[derive(Debug, Default)]
pub(crate) struct Paces(Mutex<HashMap<String, Instant>>);

/// How many operations with a private key of that many bytes the service allows a second. Whether
/// a key of a vault is kept in software or in hardware is not asked: the slower is taken.
fn allowed(address: &str, op: KeyOp, modulus: usize) -> u32 {
    let is_hsm = address.contains(".managedhsm.");
    match (is_hsm, op, modulus) {
        (true, KeyOp::WrapKey, ..=256) => 2200,
        (true, KeyOp::WrapKey, _) => 1900,
        (true, _, ..=256) => 1100,
        (true, _, ..=384) => 360,
        (true, ..) => 160,
        (false, _, ..=256) => 200,
        (false, _, ..=384) => 50,
        (false, ..) => 25,
    }
}

impl Paces {
    /// Takes the next turn at a vault, and says how long it is until then.
    pub(crate) fn turn(&self, uri: &KeyUri, op: KeyOp, modulus: usize) -> Duration {
        self.turn_at(Instant::now(), &uri.vault_address(), op, modulus)
    }

    fn turn_at(&self, now: Instant, address: &str, op: KeyOp, modulus: usize) -> Duration {
        let (of, part) = SHARE;
        let cost = Duration::from_secs(1) * of / part / allowed(address, op, modulus);
        let rested = now.checked_sub(BURST).unwrap_or(now);
        let mut due = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = due.entry(address.to_owned()).or_insert(rested);
        let turn = (*next).max(rested);
        *next = turn.checked_add(cost).unwrap_or(turn);
        turn.saturating_duration_since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VAULT: &str = "https://kv-a.vault.azure.net";
    const POOL: &str = "https://hsm-a.managedhsm.azure.net";

    /// How many get their turn in ten seconds, of who comes as often as it may.
    fn in_ten_seconds(address: &str, op: KeyOp, modulus: usize) -> u32 {
        let (paces, begun) = (Paces::default(), Instant::now());
        let mut turns = 0;
        while paces.turn_at(begun, address, op, modulus) < Duration::from_secs(10) {
            turns += 1;
        }
        turns
    }

    #[test]
    fn work_stays_within_what_the_service_allows_in_ten_seconds_and_leaves_room_for_readers() {
        for (address, op, modulus, allowed) in [
            (VAULT, KeyOp::UnwrapKey, 256, 2000),
            (VAULT, KeyOp::UnwrapKey, 384, 500),
            (VAULT, KeyOp::WrapKey, 512, 250),
            (POOL, KeyOp::UnwrapKey, 256, 11_000),
            (POOL, KeyOp::UnwrapKey, 384, 3600),
            (POOL, KeyOp::UnwrapKey, 512, 1600),
            (POOL, KeyOp::WrapKey, 256, 22_000),
        ] {
            let turns = in_ten_seconds(address, op, modulus);
            assert!(turns <= allowed * 9 / 10, "{address} {modulus}: {turns} of {allowed}");
            assert!(turns >= allowed * 8 / 10, "{address} {modulus}: {turns} of {allowed}");
        }
    }

    #[test]
    fn a_few_questions_wait_for_nothing_and_each_vault_has_a_pace_of_its_own() {
        let (paces, now) = (Paces::default(), Instant::now());
        for _ in 0..40 {
            assert_eq!(paces.turn_at(now, VAULT, KeyOp::UnwrapKey, 384), Duration::ZERO);
        }
        assert!(paces.turn_at(now, VAULT, KeyOp::UnwrapKey, 384) < Duration::from_millis(30));
        assert!(paces.turn_at(now, VAULT, KeyOp::UnwrapKey, 384) > Duration::ZERO);
        assert_eq!(paces.turn_at(now, POOL, KeyOp::UnwrapKey, 384), Duration::ZERO);
        // After a silence there is as much at once as before, and no more.
        let later = now + Duration::from_secs(60);
        let at_once = (0..100)
            .take_while(|_| paces.turn_at(later, VAULT, KeyOp::UnwrapKey, 384).is_zero())
            .count();
        assert!((40..=41).contains(&at_once), "{at_once}");
    }
}
