//! What may be shown once: kept until it would not hold any more anyway.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Of one application at once. More are not taken, as to forget one would let it be shown again.
const MOST_OF_ONE: usize = 4096;

/// Whether something was shown for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    First,
    Again,
    /// Too many others of this application are kept.
    Full,
}

/// What registered applications have shown, by digests. Only what was verified comes here, so nobody
/// else fills it.
#[derive(Default)]
pub(crate) struct Once {
    by_name: Mutex<HashMap<String, HashMap<[u8; 32], i64>>>,
}

impl Once {
    /// Keeps what an application shows, up to a time.
    pub(crate) fn show(&self, name: &str, shown: [u8; 32], until: i64, now: i64) -> Shown {
        let mut by_name = self.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        for kept in by_name.values_mut() {
            kept.retain(|_, until| *until > now);
        }
        by_name.retain(|_, kept| !kept.is_empty());
        let kept = by_name.entry(name.to_owned()).or_default();
        if kept.contains_key(&shown) {
            return Shown::Again;
        }
        if kept.len() >= MOST_OF_ONE {
            return Shown::Full;
        }
        kept.insert(shown, until);
        Shown::First
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(number: usize) -> [u8; 32] {
        ckey_crypto::digest::sha256(&number.to_be_bytes())
    }

    #[test]
    fn what_was_shown_is_known_until_its_time_is_over_and_takes_bounded_room() {
        let once = Once::default();
        assert_eq!(once.show("a", digest(0), 10, 1), Shown::First);
        assert_eq!(once.show("a", digest(0), 10, 9), Shown::Again);
        assert_eq!(once.show("b", digest(0), 10, 9), Shown::First, "another's");
        assert_eq!(once.show("a", digest(0), 20, 10), Shown::First, "it does not hold any more");
        for number in 1..MOST_OF_ONE {
            assert_eq!(once.show("a", digest(number), 20, 10), Shown::First);
        }
        assert_eq!(once.show("a", digest(MOST_OF_ONE), 20, 10), Shown::Full);
        assert_eq!(once.show("b", digest(1), 20, 10), Shown::First, "others have their own");
        assert_eq!(once.show("c", digest(0), 30, 20), Shown::First);
        assert_eq!(once.by_name.lock().unwrap_or_else(PoisonError::into_inner).len(), 1);
    }
}
