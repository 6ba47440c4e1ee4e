//! HKDF-SHA-256 with a label per use, on either backend.

use crate::backend::Backend;
use crate::encoding::canonical;
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::SecretKey;
use crate::memory::stack::{burning, burning_shallow};

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
    let info = canonical(label, parts);
    let fail = failed(backend);
    if out.len() > MAX {
        return Err(fail);
    }
    match backend {
        Backend::AwsLc => {
            use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
            // Of each thread: every use counts it, and threads would share the count.
            thread_local! {
                static PREPARED: Salt = Salt::new(HKDF_SHA256, SALT);
            }
            let prk = PREPARED
                .try_with(|salt| salt.extract(ikm))
                .unwrap_or_else(|_| Salt::new(HKDF_SHA256, SALT).extract(ikm));
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

/// What [`hkdf`] extracts from `ikm` before it looks at anything else, for those who derive from
/// the same key again and again: a third of the work.
pub(crate) fn extract(backend: Backend, ikm: &SecretKey) -> Result<SecretKey> {
    SecretKey::fill(|out| {
        burning(|| match backend {
            Backend::AwsLc => {
                use aws_lc_rs::hmac;
                let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SALT), ikm.expose());
                out.copy_from_slice(tag.as_ref().first_chunk::<32>().ok_or(failed(backend))?);
                Ok(())
            }
            Backend::RustCrypto => {
                let prk = hkdf::Hkdf::<sha2::Sha256>::extract(Some(SALT), ikm.expose()).0;
                out.copy_from_slice(&prk);
                Ok(())
            }
        })
    })
}

/// As [`hkdf`], from what [`extract`] gave.
pub(crate) fn expand(
    backend: Backend,
    prk: &SecretKey,
    label: &str,
    parts: &[&[u8]],
    out: &mut [u8],
) -> Result<()> {
    let info = canonical(label, parts);
    let fail = failed(backend);
    if out.len() > MAX {
        return Err(fail);
    }
    // Both keep what they expand from on the stack.
    match backend {
        Backend::AwsLc => burning_shallow(|| {
            use aws_lc_rs::hkdf::{HKDF_SHA256, Prk};
            let len = Len(out.len());
            let prk = Prk::new_less_safe(HKDF_SHA256, prk.expose());
            prk.expand(&[&info], len).and_then(|okm| okm.fill(out)).map_err(|_| fail)
        }),
        Backend::RustCrypto => burning(|| {
            hkdf::Hkdf::<sha2::Sha256>::from_prk(prk.expose())
                .ok()
                .and_then(|prk| prk.expand(&info, out).ok())
                .ok_or(fail)
        }),
    }
}

fn failed(backend: Backend) -> CryptoError {
    CryptoError::Internal { operation: "HKDF-SHA-256", backend: backend.name() }
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
    fn what_is_extracted_before_gives_the_same_on_both_backends() {
        let key = SecretKey::from_slice(&[7; 32]).unwrap();
        for backend in Backend::ALL {
            let mut out = [0; 64];
            let prk = extract(backend, &key).unwrap();
            expand(backend, &prk, "l", &[b"x", b""], &mut out).unwrap();
            assert_eq!(out, derived(Backend::AwsLc, "l", &[b"x", b""]), "{backend}");
        }
    }

    #[test]
    fn another_label_or_part_gives_another_key() {
        let one = derived(Backend::AwsLc, "l", &[b"x"]);
        assert_ne!(one, derived(Backend::AwsLc, "m", &[b"x"]));
        assert_ne!(one, derived(Backend::AwsLc, "l", &[b"y"]));
    }
}
