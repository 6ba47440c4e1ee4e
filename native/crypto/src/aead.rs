//! AES-256-GCM on either backend. Nonces are the caller's business; every caller in this crate says
//! why its own is unique.

use crate::backend::Backend;
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::stack::{burn, burning};
use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

/// Length of a tag, in bytes.
pub(crate) const TAG: usize = 16;

/// Length of a nonce, in bytes.
pub(crate) const NONCE: usize = 12;

/// A key expanded for use. The key schedule is on the ordinary heap, and wiped on drop: nothing
/// keeps one longer than it is used.
pub(crate) enum Aead {
    AwsLc(LessSafeKey),
    RustCrypto(Box<Aes256Gcm>),
}

/// An opening that failed; the caller knows what it was.
#[derive(Debug)]
pub(crate) struct Refused;

impl Aead {
    pub(crate) fn new(backend: Backend, key: &[u8; 32]) -> Result<Self> {
        match backend {
            Backend::AwsLc => UnboundKey::new(&AES_256_GCM, key)
                .map(|key| Self::AwsLc(LessSafeKey::new(key)))
                .map_err(|_| internal("AES-256-GCM key set-up", backend)),
            Backend::RustCrypto => {
                let key = boxed_schedule(key);
                // The schedule begins with the key itself and was built on the stack.
                burn();
                Ok(Self::RustCrypto(key))
            }
        }
    }

    /// Encrypts in place.
    pub(crate) fn seal_in_place(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        data: &mut [u8],
    ) -> Result<[u8; TAG]> {
        match self {
            Self::AwsLc(key) => {
                let tag = key
                    .seal_in_place_separate_tag(
                        Nonce::assume_unique_for_key(*nonce),
                        Aad::from(aad),
                        data,
                    )
                    .map_err(|_| internal("AES-256-GCM", Backend::AwsLc))?;
                tag.as_ref().try_into().map_err(|_| internal("AES-256-GCM", Backend::AwsLc))
            }
            // Here and below: wide AES units spread the round keys, of which the first two are the
            // key, over the stack.
            Self::RustCrypto(key) => {
                burning(|| key.encrypt_inout_detached(nonce.into(), aad, InOutBuf::from(data)))
                    .map(Into::into)
                    .map_err(|_| internal("AES-256-GCM", Backend::RustCrypto))
            }
        }
    }

    /// Encrypts `input` into `output`, which has the same length.
    pub(crate) fn seal_into(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        input: &[u8],
        output: &mut [u8],
    ) -> Result<[u8; TAG]> {
        match self {
            Self::AwsLc(key) => {
                let mut tag = [0; TAG];
                key.seal_out_of_place_scatter(
                    Nonce::assume_unique_for_key(*nonce),
                    Aad::from(aad),
                    input,
                    output,
                    &[],
                    &mut tag,
                )
                .map_err(|_| internal("AES-256-GCM", Backend::AwsLc))?;
                Ok(tag)
            }
            Self::RustCrypto(key) => InOutBuf::new(input, output)
                .ok()
                .and_then(|data| {
                    burning(|| key.encrypt_inout_detached(nonce.into(), aad, data)).ok()
                })
                .map(Into::into)
                .ok_or(internal("AES-256-GCM", Backend::RustCrypto)),
        }
    }

    /// Decrypts in place. On failure `data` holds nothing of use.
    pub(crate) fn open_in_place(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        data: &mut [u8],
        tag: &[u8; TAG],
    ) -> Result<(), Refused> {
        match self {
            Self::AwsLc(key) => key
                .open_in_place_separate_tag(
                    Nonce::assume_unique_for_key(*nonce),
                    Aad::from(aad),
                    tag,
                    data,
                )
                .map(|_| ())
                .map_err(|_| Refused),
            Self::RustCrypto(key) => burning(|| {
                key.decrypt_inout_detached(nonce.into(), aad, InOutBuf::from(data), tag.into())
            })
            .map_err(|_| Refused),
        }
    }

    /// Decrypts `input` into `output`, which has the same length. On failure `output` holds nothing
    /// of use.
    pub(crate) fn open_into(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        input: &[u8],
        tag: &[u8; TAG],
        output: &mut [u8],
    ) -> Result<(), Refused> {
        match self {
            Self::AwsLc(key) => key
                .open_separate_gather(
                    Nonce::assume_unique_for_key(*nonce),
                    Aad::from(aad),
                    input,
                    tag,
                    output,
                )
                .map_err(|_| Refused),
            Self::RustCrypto(key) => {
                let data = InOutBuf::new(input, output).map_err(|_| Refused)?;
                burning(|| key.decrypt_inout_detached(nonce.into(), aad, data, tag.into()))
                    .map_err(|_| Refused)
            }
        }
    }
}

#[inline(never)]
fn boxed_schedule(key: &[u8; 32]) -> Box<Aes256Gcm> {
    Box::new(Aes256Gcm::new(key.into()))
}

fn internal(operation: &'static str, backend: Backend) -> CryptoError {
    CryptoError::Internal { operation, backend: backend.name() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_backend_opens_what_the_other_sealed_in_place_and_apart() {
        for (a, b) in [(Backend::AwsLc, Backend::RustCrypto), (Backend::RustCrypto, Backend::AwsLc)]
        {
            let (seal, open) = (Aead::new(a, &[1; 32]).unwrap(), Aead::new(b, &[1; 32]).unwrap());
            for len in [0, 1, 16, 1000] {
                let plain = vec![3; len];
                let mut data = plain.clone();
                let tag = seal.seal_in_place(&[2; 12], b"aad", &mut data).unwrap();
                let mut apart = vec![0; len];
                assert_eq!(open.seal_into(&[2; 12], b"aad", &plain, &mut apart).unwrap(), tag);
                assert_eq!(apart, data);
                let mut out = vec![0; len];
                open.open_into(&[2; 12], b"aad", &data, &tag, &mut out).unwrap();
                assert_eq!(out, plain);
                open.open_in_place(&[2; 12], b"aad", &mut data, &tag).unwrap();
                assert_eq!(data, plain);
                assert!(open.open_in_place(&[2; 12], b"aad", &mut data.clone(), &[0; 16]).is_err());
                assert!(open.open_into(&[2; 12], b"x", &apart, &tag, &mut out).is_err());
            }
        }
    }
}
