//! A secret in shares, of which some number together give it back and fewer say nothing of it
//! (Shamir's secret sharing over GF(256)).

use crate::error::{CryptoError, Result};
use crate::memory::{SecretBytes, SecretKey};
use blahaj::{Share, Sharks};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Bytes of a share: its place, and one for each of the secret.
pub const SHARE_BYTES: usize = 33;

const WRONG: CryptoError = CryptoError::Unwrap { what: "secret in shares" };

/// Splits a secret. `quorum` of the shares give it back.
///
/// # Errors
/// [`CryptoError::InvalidLength`] unless 2 <= `quorum` <= `count`; no memory for secrets.
pub fn split(secret: &SecretKey, count: u8, quorum: u8) -> Result<Vec<SecretBytes>> {
    if quorum < 2 || quorum > count {
        return Err(CryptoError::InvalidLength {
            what: "the quorum",
            expected: "2 to the number of shares",
            actual: usize::from(quorum),
        });
    }
    let shares = Sharks(quorum).dealer(secret.expose()).take(usize::from(count));
    shares.map(|share| SecretBytes::from_slice(&Zeroizing::new(Vec::from(&share)))).collect()
}

/// The secret of these shares. One that is given twice counts once. Shares that were changed, or
/// are of several secrets, give another secret: who joins them compares it with what is known.
///
/// # Errors
/// [`CryptoError::Unwrap`] for fewer than `quorum` shares, or what is no share.
pub fn join(shares: &[SecretBytes], quorum: u8) -> Result<SecretKey> {
    let mut each = BTreeMap::new();
    for share in shares.iter().map(SecretBytes::expose) {
        let place = *share.first().filter(|place| **place != 0).ok_or(WRONG)?;
        if share.len() != SHARE_BYTES {
            return Err(WRONG);
        }
        each.insert(place, Share::try_from(share).map_err(|_| WRONG)?);
    }
    let secret = Sharks(quorum.max(1)).recover(each.values()).map_err(|_| WRONG)?;
    SecretKey::from_slice(&Zeroizing::new(secret))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn secret() -> SecretKey {
        SecretKey::from_slice(&[7; 32]).unwrap()
    }

    #[test]
    fn any_quorum_of_the_shares_gives_the_secret_back() {
        let shares = split(&secret(), 5, 3).unwrap();
        for chosen in [[0, 1, 2], [4, 2, 0], [3, 1, 4]] {
            let chosen = chosen.map(|at| SecretBytes::from_slice(shares[at].expose()).unwrap());
            assert_eq!(join(&chosen, 3).unwrap().expose(), secret().expose());
        }
    }

    #[test]
    fn fewer_shares_or_one_twice_give_nothing() {
        let shares = split(&secret(), 3, 2).unwrap();
        assert_eq!(join(&shares[..1], 2).unwrap_err(), WRONG);
        let twice = [0, 0].map(|at: usize| SecretBytes::from_slice(shares[at].expose()).unwrap());
        assert_eq!(join(&twice, 2).unwrap_err(), WRONG);
        assert_eq!(join(&[], 0).unwrap_err(), WRONG);
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for bytes in [&[0; 33][..], &[1; 32], &[1; 34], &[1]] {
            let share = SecretBytes::from_slice(bytes).unwrap();
            assert_eq!(join(&[share], 1).unwrap_err(), WRONG, "{bytes:?}");
        }
        for (count, quorum) in [(3, 1), (2, 3), (0, 0)] {
            assert!(split(&secret(), count, quorum).is_err());
        }
    }
}
