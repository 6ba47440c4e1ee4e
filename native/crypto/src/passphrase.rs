//! Keys from passphrases.

use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::SecretKey;
use crate::memory::stack::burning;
use argon2::{Algorithm, Argon2, Params, Version};

/// How much work a guess costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB; 8 to 4194304 (4 GiB).
    pub memory_kib: u32,
    /// Passes over the memory; 1 to 64.
    pub passes: u32,
    /// Lanes; 1 to 16.
    pub lanes: u32,
}

impl Default for Cost {
    /// 64 MiB, 3 passes, 1 lane: RFC 9106's second choice with one lane, about 100 ms.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

impl Cost {
    /// Whether it stays below what would keep this process busy for long; Argon2 itself knows what
    /// is too little.
    const fn is_allowed(self) -> bool {
        self.memory_kib <= 4 * 1024 * 1024 && self.passes <= 64 && self.lanes <= 16
    }
}

/// The key of a passphrase by Argon2id (version 0x13).
///
/// # Errors
/// [`CryptoError::Limit`] if `cost` is outside its limits, which holds for a cost read from a file
/// too.
pub fn derive(passphrase: &[u8], salt: &[u8; 16], cost: Cost) -> Result<SecretKey> {
    let refused = CryptoError::Limit {
        what: "the cost of a passphrase",
        limits: "8 KiB to 4 GiB a lane, 1 to 64 passes, 1 to 16 lanes",
    };
    if !cost.is_allowed() {
        return Err(refused);
    }
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(SecretKey::LEN))
        .map_err(|_| refused.clone())?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    SecretKey::fill(|key| {
        burning(|| argon.hash_password_into(passphrase, salt, key)).map_err(|_| refused)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SMALL: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    /// By the reference implementation (argon2-cffi, `Type.ID`).
    #[test]
    fn the_key_is_what_argon2id_makes_of_the_passphrase() {
        let key = derive(b"a secret", &[1; 16], SMALL).unwrap();
        let known = "cc60b98a6a8e3ba9b723b97381bc84ae236c0adc1ce0849d2948a68df03249b0";
        assert_eq!(hex::encode(key.expose()), known);
    }

    #[test]
    fn the_key_depends_on_passphrase_salt_and_cost() {
        let one = derive(b"pass", &[1; 16], SMALL).unwrap();
        assert!(one.ct_eq(&derive(b"pass", &[1; 16], SMALL).unwrap()));
        assert!(!one.ct_eq(&derive(b"past", &[1; 16], SMALL).unwrap()));
        assert!(!one.ct_eq(&derive(b"pass", &[2; 16], SMALL).unwrap()));
        assert!(!one.ct_eq(&derive(b"pass", &[1; 16], Cost { passes: 2, ..SMALL }).unwrap()));
    }

    #[test]
    fn a_cost_is_allowed_up_to_four_gibibytes_sixty_four_passes_and_sixteen_lanes() {
        let most = Cost { memory_kib: 4_194_304, passes: 64, lanes: 16 };
        assert!(most.is_allowed());
        for more in [
            Cost { memory_kib: 4_194_305, ..most },
            Cost { passes: 65, ..most },
            Cost { lanes: 17, ..most },
        ] {
            assert!(!more.is_allowed(), "{more:?}");
        }
    }

    #[test]
    fn a_cost_outside_the_limits_is_refused_before_any_memory_is_taken() {
        for cost in [
            Cost { memory_kib: u32::MAX, ..SMALL },
            Cost { passes: 0, ..SMALL },
            Cost { passes: 65, ..SMALL },
            Cost { lanes: 17, ..SMALL },
        ] {
            assert_eq!(derive(b"p", &[0; 16], cost).unwrap_err().name(), "crypto.limit");
        }
    }
}
