//! Keys as text between lines that say what it is (RFC 7468).

use super::{KeyFileError, Result, der};
use crate::memory::{SecretBytes, Wiped};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

pub(super) fn is_one(file: &[u8]) -> bool {
    after(file, BEGIN).is_some()
}

/// The key among what the file holds; what has another label is passed over.
pub(super) fn read(mut file: &[u8], password: &[u8]) -> Result<SecretBytes> {
    let mut key = None;
    while let Some((_, begun)) = after(file, BEGIN) {
        let (label, inside) = after(begun, DASHES).ok_or(KeyFileError::NotAKeyFile)?;
        let (body, rest) = after(inside, END).ok_or(KeyFileError::NotAKeyFile)?;
        file = rest.strip_prefix(label).ok_or(KeyFileError::NotAKeyFile)?;
        if label.ends_with(b"PRIVATE KEY") {
            if key.is_some() {
                return Err(KeyFileError::SeveralKeys);
            }
            key = Some(der::read(&decoded(body)?.0, password)?);
        }
    }
    key.ok_or(KeyFileError::NoKey)
}

/// What is before a mark, and what is after it.
fn after<'a>(text: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = text.windows(mark.len()).position(|part| part == mark)?;
    let (before, from) = text.split_at_checked(at)?;
    Some((before, from.strip_prefix(mark)?))
}

fn decoded(body: &[u8]) -> Result<Wiped> {
    // Headers, as OpenSSL's own form of encrypted keys has.
    if body.contains(&b':') {
        return Err(KeyFileError::Unsupported);
    }
    let mut text = Wiped(Vec::with_capacity(body.len()));
    text.0.extend(body.iter().filter(|byte| !byte.is_ascii_whitespace()));
    let mut bytes = Wiped(vec![0; base64::decoded_len_estimate(text.0.len())]);
    let len =
        STANDARD.decode_slice(&text.0, &mut bytes.0).map_err(|_| KeyFileError::NotAKeyFile)?;
    bytes.0.truncate(len);
    Ok(bytes)
}
