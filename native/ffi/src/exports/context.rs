//! The encryption context: what a sealed object belongs to.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::failure::{Failure, Result};
use crate::input::{self, MAX_CONTEXT};
use crate::output::{ckey_buffer, required};
use crate::status::Status;
use crate::status::ckey_status;
use ckey_cmdlets::table::json;
use ckey_crypto::context::EncryptionContext;
use std::collections::BTreeMap;

/// The context of an encoding; of nothing, the context without pairs.
pub(crate) fn read(bytes: &[u8]) -> Result<EncryptionContext> {
    if bytes.is_empty() {
        Ok(EncryptionContext::empty())
    } else {
        Ok(EncryptionContext::from_canonical(bytes)?)
    }
}

/// Encodes an encryption context from a JSON object of texts, such as `{"mailbox": "anna", "item":
/// "42"}`, to the bytes that the data functions take. Keys in any order; the same pairs give the
/// same bytes. A context is not secret and is not stored in the object: anyone who opens it must
/// give the same one.
///
/// - Ownership: `*context` is the caller's, to be freed by `ckey_buffer_free`.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`, `CKEY_E_NOT_JSON`, `CKEY_E_CONTEXT`
///   beyond 64 pairs, 256 bytes a key, 4096 bytes a value or 8192 bytes in all.
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
        boundary(
            error,
            (
                required(context, "the context"),
                input::bytes(json, len, MAX_CONTEXT, "the document"),
            ),
            |(out, json)| {
                let pairs: BTreeMap<String, String> = json::object(json).map_err(|error| {
                    Failure::new(
                        Status::NotJson,
                        format!("The encryption context is no JSON object of texts: {error}."),
                    )
                })?;
                out.give(EncryptionContext::from_pairs(pairs)?.as_bytes().to_vec());
                Ok(0)
            },
        )
    }
}
