//! A private key from its numbers, as JSON web keys hold them.

use super::bad_key;
use crate::error::Result;
use crate::memory::{SecretBytes, Wiped};

const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

/// Version 0, and the algorithm: rsaEncryption without parameters.
const PKCS8_HEAD: [u8; 18] = [
    0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
    0x05, 0x00,
];

/// A number has at most so many bytes: those of a modulus of 4096 bits, and room for zeros.
const MOST: usize = 520;

/// The numbers of a private RSA key, big endian.
#[derive(Clone, Copy)]
pub struct RsaParts<'a> {
    /// The modulus, `n`.
    pub modulus: &'a [u8],
    /// The public exponent, `e`.
    pub exponent: &'a [u8],
    /// The private exponent, `d`.
    pub private_exponent: &'a [u8],
    /// The primes, `p` and `q`.
    pub primes: [&'a [u8]; 2],
    /// The private exponent modulo each prime less one, `dp` and `dq`.
    pub exponents: [&'a [u8]; 2],
    /// The inverse of `q` modulo `p`, `qi`.
    pub coefficient: &'a [u8],
}

impl RsaParts<'_> {
    /// The unencrypted PKCS#8 document (DER) of these numbers. Whether they belong together is
    /// found out by who reads it.
    ///
    /// # Errors
    /// [`crate::CryptoError::Key`] if a number is longer than any of a key of 4096 bits.
    pub fn to_pkcs8(self) -> Result<SecretBytes> {
        let ([p, q], [dp, dq]) = (self.primes, self.exponents);
        let numbers = [&[0][..], self.modulus, self.exponent, self.private_exponent, p, q, dp, dq]
            .into_iter()
            .chain([self.coefficient]);
        // Room for all is there from the start: a buffer that grows leaves its bytes behind.
        let mut key = Wiped(Vec::with_capacity(9 * (MOST + 8)));
        for number in numbers {
            push_number(&mut key.0, number)?;
        }
        let key = enclosed(SEQUENCE, &[], &key.0);
        let key = enclosed(OCTETS, &[], &key.0);
        SecretBytes::from_slice(&enclosed(SEQUENCE, &PKCS8_HEAD, &key.0).0)
    }
}

fn push_number(out: &mut Vec<u8>, number: &[u8]) -> Result<()> {
    if number.len() > MOST {
        return Err(bad_key("one of its numbers is too long"));
    }
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    let number = number.get(zeros..).unwrap_or_default();
    // A leading bit would make it negative, and zero has a byte too.
    let pad: &[u8] = if number.first().is_none_or(|top| top & 0x80 != 0) { &[0] } else { &[] };
    push_head(out, INTEGER, pad.len().saturating_add(number.len()));
    out.extend_from_slice(pad);
    out.extend_from_slice(number);
    Ok(())
}

fn enclosed(tag: u8, before: &[u8], content: &[u8]) -> Wiped {
    let len = before.len().saturating_add(content.len());
    let mut out = Wiped(Vec::with_capacity(len.saturating_add(8)));
    push_head(&mut out.0, tag, len);
    out.0.extend_from_slice(before);
    out.0.extend_from_slice(content);
    out
}

/// A tag, and a length in as few bytes as it takes.
fn push_head(out: &mut Vec<u8>, tag: u8, len: usize) {
    out.push(tag);
    let bytes = len.to_be_bytes();
    let bytes = bytes.get(bytes.iter().take_while(|&&byte| byte == 0).count()..);
    let bytes = bytes.unwrap_or_default();
    if len >= 0x80 {
        out.push(0x80 | u8::try_from(bytes.len()).unwrap_or_default());
    }
    out.extend_from_slice(if bytes.is_empty() { &[0] } else { bytes });
}
