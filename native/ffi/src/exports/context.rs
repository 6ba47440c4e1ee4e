//! The encryption context: what a sealed object belongs to.

use crate::boundary::boundary;
use crate::ckey_status;
use crate::exports::error::ckey_error;
use crate::failure::{Failure, Result};
use crate::input::{self, MAX_CONTEXT};
use crate::output::{Out, ckey_buffer};
use crate::status::Status;
use ckey_crypto::context::EncryptionContext;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// The context of an encoding; of nothing, the context without pairs.
pub(crate) fn read(bytes: &[u8]) -> Result<EncryptionContext> {
    if bytes.is_empty() { Ok(EncryptionContext::empty()) } else { Ok(EncryptionContext::from_canonical(bytes)?) }
}

/// The pairs of a JSON object as they stand there: one given twice is not lost but refused later.
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Pairs;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an object of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

/// Encodes an encryption context from a JSON object of texts, such as `{"mailbox": "anna", "item": "42"}`, to the bytes that the data
/// functions take. Keys in any order; the same pairs give the same bytes. A context is not secret and is not stored in the object: whoever
/// opens it must give the same one.
///
/// - Ownership: `*context` is the caller's, to be freed by `ckey_buffer_free`.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`, `CKEY_E_NOT_JSON`, `CKEY_E_CONTEXT` beyond 64 pairs, 256 bytes a key, 4096 bytes
///   a value or 8192 bytes in all.
/// - Since: 0.1
///
/// # Safety
/// `json` is readable for `len` bytes; `context` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_context_encode(
    json: *const u8,
    len: usize,
    context: *mut ckey_buffer,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(error, || {
            let out = Out::required(context, ckey_buffer::EMPTY, "the context")?;
            let json = input::bytes(json, len, MAX_CONTEXT, "the document")?;
            let pairs: Pairs = serde_json::from_slice(json).map_err(|error| {
                Failure::new(Status::NotJson, format!("The encryption context is no JSON object of texts: {error}."))
            })?;
            out.set(EncryptionContext::from_pairs(pairs.0)?.as_bytes().to_vec().into());
            Ok(0)
        })
    }
}
