//! Message authentication for chained logs.

use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::SecretKey;
use crate::memory::stack::burning;
use aws_lc_rs::hmac;

/// A key for HMAC-SHA-256 over lists of parts.
///
/// It is kept in locked memory and prepared for each code; [`MacKey::ready`] prepares it for a
/// batch of them.
pub struct MacKey(SecretKey);

impl MacKey {
    /// Keeps `key`, in a copy of its own.
    #[must_use]
    pub fn new(key: &SecretKey) -> Self {
        Self(key.another())
    }

    /// The key, prepared for a batch of codes, which makes each cheaper by a third. What is
    /// prepared is in ordinary memory: drop it with the batch, which wipes it.
    #[must_use]
    pub fn ready(&self) -> ReadyMac {
        ReadyMac(burning(|| Box::new(self.prepared())))
    }

    /// The code of `parts`. Each part is preceded by its length (64 bits, big endian), so moving a
    /// byte from one part to the next changes it.
    #[must_use]
    pub fn tag(&self, parts: &[&[u8]]) -> [u8; 32] {
        burning(|| code(&self.prepared(), parts))
    }

    /// Checks a code, in constant time.
    ///
    /// # Errors
    /// [`CryptoError::Mismatch`] if `tag` is not the code of `parts`.
    pub fn verify(&self, parts: &[&[u8]], tag: &[u8]) -> Result<()> {
        same(&self.tag(parts), tag)
    }

    fn prepared(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.0.expose())
    }
}

/// A [`MacKey`], prepared for a batch.
pub struct ReadyMac(Box<hmac::Key>);

impl ReadyMac {
    /// As [`MacKey::tag`].
    #[must_use]
    pub fn tag(&self, parts: &[&[u8]]) -> [u8; 32] {
        burning(|| code(&self.0, parts))
    }
}

impl std::fmt::Debug for ReadyMac {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadyMac(..)")
    }
}

/// Leaves copies of the prepared state on the stack, for the caller to burn.
fn code(key: &hmac::Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part);
    }
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(context.sign().as_ref()) {
        *to = *from;
    }
    out
}

fn same(code: &[u8; 32], given: &[u8]) -> Result<()> {
    let equal: bool = subtle::ConstantTimeEq::ct_eq(code.as_slice(), given).into();
    if equal { Ok(()) } else { Err(CryptoError::Mismatch { what: "authentication code" }) }
}

impl std::fmt::Debug for MacKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MacKey(..)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ::hmac;
    use hmac::{Hmac, Mac};

    #[test]
    fn a_code_covers_each_part_by_itself() {
        let key = MacKey::new(&SecretKey::from_slice(&[1; 32]).unwrap());
        let tag = key.tag(&[b"ab", b"c"]);
        assert_eq!(key.ready().tag(&[b"ab", b"c"]), tag);
        key.verify(&[b"ab", b"c"], &tag).unwrap();
        assert_eq!(key.verify(&[b"a", b"bc"], &tag).unwrap_err().name(), "crypto.mismatch");
        assert!(key.verify(&[b"ab", b"c"], &tag[..31]).is_err());
    }

    #[test]
    fn a_code_agrees_with_the_other_implementation() {
        let tag = MacKey::new(&SecretKey::from_slice(&[1; 32]).unwrap()).tag(&[b"ab"]);
        let mut other = Hmac::<sha2::Sha256>::new_from_slice(&[1; 32]).unwrap();
        other.update(b"\0\0\0\0\0\0\0\x02ab");
        assert_eq!(other.finalize().into_bytes().as_slice(), tag);
    }
}
