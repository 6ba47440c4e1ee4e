//! Random bytes.

use crate::error::CryptoError;
use crate::error::Result;

/// Fills `bytes` with cryptographically secure random bytes.
///
/// # Errors
/// [`CryptoError::Random`] if the operating system gives none.
pub fn random(bytes: &mut [u8]) -> Result<()> {
    aws_lc_rs::rand::fill(bytes).map_err(|_| CryptoError::Random)
}

/// `N` random bytes, for identifiers and nonces; never for keys, which belong in a
/// [`crate::SecretKey`].
///
/// # Errors
/// [`CryptoError::Random`] if the operating system gives none.
pub fn random_array<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    random(&mut bytes)?;
    Ok(bytes)
}

/// The generator that the `rsa` crate asks for: the operating system's.
pub(crate) struct SystemRandom;

impl rsa::rand_core::RngCore for SystemRandom {
    fn next_u32(&mut self) -> u32 {
        rsa::rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rsa::rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        // The trait has no way to report failure here. A generator that returned without filling
        // would be fatal, so keep asking: the system's source fails only before it is seeded.
        while getrandom::fill(dest).is_err() {
            std::thread::yield_now();
        }
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl rsa::rand_core::CryptoRng for SystemRandom {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rsa::rand_core::RngCore;

    #[test]
    fn two_draws_differ() {
        assert_ne!(random_array::<32>().unwrap(), random_array::<32>().unwrap());
        assert_ne!(SystemRandom.next_u64(), SystemRandom.next_u64());
        assert_ne!(SystemRandom.next_u32(), 0);
    }
}
