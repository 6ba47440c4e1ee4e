//! What an object says of itself, without keys.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::input::{self, MAX_DATA};
use crate::output::{ckey_buffer, required};
use crate::status::ckey_status;

/// What the header of a sealed object says, as a JSON document: `form`, `headerLength`,
/// `frameLength`, `groupLength`, `sealedGroupLength`, `scope` and `objectId` in hexadecimal,
/// `scopeVersion`, and `plaintextLength` if `total` is the length of the whole object (else null).
/// Nothing of it is authenticated.
///
/// - Ownership: `*json` is the caller's, to be freed by `ckey_buffer_free`.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`, `CKEY_E_SEALED_HEADER`.
/// - Since: 0.1
///
/// # Safety
/// `object` is readable for `len` bytes; `json` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_inspect(
    object: *const u8,
    len: usize,
    total: u64,
    json: *mut ckey_buffer,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (required(json, "the document"), input::bytes(object, len, MAX_DATA, "the object")),
            |(out, object)| {
                let about = ckey_cmdlets::describe_object(object, Some(total))?;
                out.give(about.into_document().to_string().into_bytes());
                Ok(0)
            },
        )
    }
}
