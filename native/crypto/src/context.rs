//! The encryption context: what a sealed object belongs to, authenticated with it and expected by
//! its reader.

use crate::error::CryptoError;
use crate::error::Result;

/// Ordered, distinct key/value pairs in their one canonical encoding.
///
/// Encoding: `u16` number of pairs, then for each pair, in ascending byte order of the keys, `u16`
/// length of the key, the key, `u16` length of the value, the value; all big endian. Keys are 1 to
/// 256 bytes of UTF-8, values up to 4096, at most 64 pairs, at most [`EncryptionContext::MAX_LEN`]
/// bytes in all. The context is not secret, and is not stored in the object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EncryptionContext {
    bytes: Vec<u8>,
}

const MAX_PAIRS: usize = 64;
const MAX_KEY: usize = 256;
const MAX_VALUE: usize = 4096;

impl Default for EncryptionContext {
    fn default() -> Self {
        Self::empty()
    }
}

impl EncryptionContext {
    /// Longest canonical encoding, in bytes.
    pub const MAX_LEN: usize = 8192;

    /// The context without pairs.
    #[must_use]
    pub fn empty() -> Self {
        Self { bytes: vec![0, 0] }
    }

    /// The context of these pairs, in any order.
    ///
    /// # Errors
    /// [`CryptoError::Context`] if a key is given twice or a limit is broken.
    pub fn from_pairs<K: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self> {
        let pairs: Vec<(K, V)> = pairs.into_iter().take(MAX_PAIRS + 1).collect();
        let mut pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(k, v)| (k.as_ref(), v.as_ref())).collect();
        pairs.sort_unstable();
        let mut bytes = Vec::new();
        push_len(&mut bytes, pairs.len());
        for (key, value) in &pairs {
            push_len(&mut bytes, key.len());
            bytes.extend_from_slice(key.as_bytes());
            push_len(&mut bytes, value.len());
            bytes.extend_from_slice(value.as_bytes());
        }
        Self::from_canonical(&bytes)
    }

    /// The context of a canonical encoding.
    ///
    /// # Errors
    /// [`CryptoError::Context`] if `bytes` is not the canonical encoding of a context within the
    /// limits.
    pub fn from_canonical(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > Self::MAX_LEN {
            return Err(refused("it is longer than 8192 bytes"));
        }
        let mut rest = bytes;
        let count = take_len(&mut rest, MAX_PAIRS, "it has more than 64 pairs")?;
        let mut last: Option<&str> = None;
        for _ in 0..count {
            let (key, _) = take_pair(&mut rest)?;
            if last.is_some_and(|last| last >= key) {
                return Err(refused("its keys are not in ascending order, or one is given twice"));
            }
            last = Some(key);
        }
        if rest.is_empty() {
            Ok(Self { bytes: bytes.to_vec() })
        } else {
            Err(refused("bytes follow the last pair"))
        }
    }

    /// The canonical encoding.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The pairs, in ascending order of their keys.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest = self.bytes.get(2..).unwrap_or_default();
        std::iter::from_fn(move || take_pair(&mut rest).ok())
    }
}

fn push_len(bytes: &mut Vec<u8>, len: usize) {
    // A length beyond 16 bits is beyond its cap, and reading back refuses it.
    bytes.extend_from_slice(&u16::try_from(len).unwrap_or(u16::MAX).to_be_bytes());
}

fn take_pair<'a>(rest: &mut &'a [u8]) -> Result<(&'a str, &'a str)> {
    let len = take_len(rest, MAX_KEY, "a key is longer than 256 bytes")?;
    if len == 0 {
        return Err(refused("a key is empty"));
    }
    let key = take_text(rest, len)?;
    let len = take_len(rest, MAX_VALUE, "a value is longer than 4096 bytes")?;
    Ok((key, take_text(rest, len)?))
}

fn take_len(rest: &mut &[u8], max: usize, reason: &'static str) -> Result<usize> {
    let (head, tail) = rest.split_first_chunk::<2>().ok_or(refused("it ends early"))?;
    *rest = tail;
    let len = usize::from(u16::from_be_bytes(*head));
    if len > max { Err(refused(reason)) } else { Ok(len) }
}

fn take_text<'a>(rest: &mut &'a [u8], len: usize) -> Result<&'a str> {
    let (head, tail) = rest.split_at_checked(len).ok_or(refused("it ends early"))?;
    *rest = tail;
    std::str::from_utf8(head).map_err(|_| refused("a key or value is not UTF-8"))
}

fn refused(reason: &'static str) -> CryptoError {
    CryptoError::Context { reason }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_order_of_pairs_does_not_matter_and_the_encoding_is_the_documented_one() {
        let one = EncryptionContext::from_pairs([("b", "2"), ("a", "")]).unwrap();
        assert_eq!(one, EncryptionContext::from_pairs([("a", ""), ("b", "2")]).unwrap());
        assert_eq!(one.as_bytes(), b"\0\x02\0\x01a\0\0\0\x01b\0\x012");
        assert_eq!(one.pairs().collect::<Vec<_>>(), [("a", ""), ("b", "2")]);
        assert_eq!(
            EncryptionContext::empty(),
            EncryptionContext::from_pairs::<&str, &str>([]).unwrap()
        );
    }

    #[test]
    fn what_is_not_canonical_is_refused() {
        for bytes in [
            &b""[..],
            b"\0",
            b"\0\x01",
            b"\0\0\0",
            b"\0\x01\0\0\0\0",
            b"\0\x02\0\x01b\0\0\0\x01a\0\0",
            b"\0\x02\0\x01a\0\0\0\x01a\0\0",
            b"\0\x01\0\x01\xff\0\0",
            b"\0\x01\xff\xff",
            b"\xff\xff",
        ] {
            assert_eq!(
                EncryptionContext::from_canonical(bytes).unwrap_err().name(),
                "crypto.context",
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn limits_hold() {
        let refuse =
            |pairs: Vec<(String, String)>| EncryptionContext::from_pairs(pairs).unwrap_err();
        assert_eq!(
            refuse(vec![("a".into(), "1".into()), ("a".into(), "2".into())]).name(),
            "crypto.context"
        );
        assert_eq!(
            refuse((0..65).map(|n| (n.to_string(), String::new())).collect()).name(),
            "crypto.context"
        );
        assert_eq!(refuse(vec![("a".repeat(257), String::new())]).name(), "crypto.context");
        assert_eq!(refuse(vec![("a".into(), "b".repeat(4097))]).name(), "crypto.context");
        assert_eq!(refuse(vec![("a".into(), "b".repeat(70_000))]).name(), "crypto.context");
        assert_eq!(
            refuse((0..3).map(|n| (n.to_string(), "v".repeat(4000))).collect()).name(),
            "crypto.context"
        );
    }
}
