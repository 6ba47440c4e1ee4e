//! HKDF-SHA-256 with a label per use, on either backend.

use crate::backend::Backend;
use crate::encoding::canonical;
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::stack::burning;
use std::sync::LazyLock;

/// The salt of every extraction: keeps these keys apart from what other software derives from the
/// same input.
const SALT: &[u8] = b"customer-key/v1";

/// Longest output asked for anywhere, in bytes.
const MAX: usize = 64;

/// `out = HKDF-SHA256(ikm, salt = "customer-key/v1", info = canonical(label, parts))`.
pub(crate) fn hkdf(
    backend: Backend,
    ikm: &[u8],
    label: &str,
    parts: &[&[u8]],
    out: &mut [u8],
) -> Result<()> {
    let fail = CryptoError::Internal { operation: "HKDF-SHA-256", backend: backend.name() };
    if out.len() > MAX {
        return Err(fail);
    }
    let info = canonical(label, parts);
    match backend {
        Backend::AwsLc => {
            use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
            static PREPARED: LazyLock<Salt> = LazyLock::new(|| Salt::new(HKDF_SHA256, SALT));
            let prk = PREPARED.extract(ikm);
            let len = Len(out.len());
            prk.expand(&[&info], len).and_then(|okm| okm.fill(out)).map_err(|_| fail)
        }
        // RustCrypto's hash states are plain values on the stack.
        Backend::RustCrypto => {
            burning(|| hkdf::Hkdf::<sha2::Sha256>::new(Some(SALT), ikm).expand(&info, out))
                .map_err(|_| fail)
        }
    }
}

struct Len(usize);

impl aws_lc_rs::hkdf::KeyType for Len {
    fn len(&self) -> usize {
        self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn derived(backend: Backend, label: &str, parts: &[&[u8]]) -> [u8; 64] {
        let mut out = [0; 64];
        hkdf(backend, &[7; 32], label, parts, &mut out).unwrap();
        out
    }

    #[test]
    fn both_backends_derive_the_same() {
        assert_eq!(
            derived(Backend::AwsLc, "l", &[b"x", b""]),
            derived(Backend::RustCrypto, "l", &[b"x", b""])
        );
    }

    #[test]
    fn another_label_or_part_gives_another_key() {
        let one = derived(Backend::AwsLc, "l", &[b"x"]);
        assert_ne!(one, derived(Backend::AwsLc, "m", &[b"x"]));
        assert_ne!(one, derived(Backend::AwsLc, "l", &[b"y"]));
    }
}
