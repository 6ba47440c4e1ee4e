//! Bytes, names and bodies as the protocol writes them.

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// Bytes as base64url without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes from base64url, with padding or without.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    if text.ends_with('=') { URL_SAFE.decode(text).ok() } else { URL_SAFE_NO_PAD.decode(text).ok() }
}

/// A body that is an object of JSON, or why it is none that was expected. A list would be read as
/// the members in their order.
pub(crate) fn object<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err("it is no JSON object".to_owned());
    }
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

/// A text in which `%41` stands for a byte.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    read(text, b'+')
}

/// The same, where a plus sign stands for another byte. It makes no copy beside its answer.
fn read(text: &str, plus: u8) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            bytes.push(u8::try_from(high.checked_mul(16)?.checked_add(low)?).ok()?);
        } else {
            bytes.push(if byte == b'+' { plus } else { byte });
        }
    }
    String::from_utf8(bytes).ok()
}

/// Names and values; a value may be a secret.
pub(crate) type Pairs = Vec<(String, Zeroizing<String>)>;

/// Pairs as queries and forms write them, in their order.
pub(crate) fn pairs(text: &str) -> Option<Pairs> {
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        Some((read(name, b' ')?, Zeroizing::new(read(value, b' ')?)))
    };
    text.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

/// A form as it is posted.
pub(crate) fn form(body: &[u8]) -> Option<Pairs> {
    pairs(std::str::from_utf8(body).ok()?)
}

/// The one value of a name; `None` where there is none, or more than one.
pub(crate) fn only<'a>(pairs: &'a [(String, Zeroizing<String>)], name: &str) -> Option<&'a str> {
    let mut found = pairs.iter().filter(|(known, _)| known == name);
    let value = found.next()?.1.as_str();
    found.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_may_escape_their_names_and_a_value_that_is_given_twice_is_none() {
        let read = pairs("api%2Dversion=7.4&%24skiptoken=a+b&x=1&x=2").unwrap_or_default();
        assert_eq!(only(&read, "api-version"), Some("7.4"));
        assert_eq!(only(&read, "$skiptoken"), Some("a b"));
        assert_eq!(only(&read, "x"), None);
        assert!(pairs("a=%4").is_none() && pairs("a=%zz").is_none() && pairs("a=%ff").is_none());
        assert_eq!(decode("_-8="), decode("_-8"));
        assert_eq!(decode("+/8"), None);
    }
}
