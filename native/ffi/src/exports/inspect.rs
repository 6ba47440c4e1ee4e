//! What an object says of itself, without keys.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::input::{self, MAX_DATA};
use crate::output::{ckey_buffer, required};
use crate::status::ckey_status;
use ckey_crypto::sealed::{self, Form, Header};
use serde_json::{Value, json};

fn describe(header: &Header, total: u64) -> Value {
    json!({
        "formatVersion": 1,
        "authenticated": false,
        "form": match header.form { Form::Attached => "attached", Form::Detached => "detached" },
        "headerLength": header.len(),
        "frameLength": header.layout.frame_len(),
        "groupLength": header.layout.group_len(),
        "sealedGroupLength": header.layout.sealed_group_len(),
        "scope": hex(&header.scope),
        "scopeVersion": header.scope_version,
        "objectId": hex(&header.object_id),
        "plaintextLength": header.plaintext_len(total).ok(),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

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
                out.give(describe(&sealed::inspect(object)?, total).to_string().into_bytes());
                Ok(0)
            },
        )
    }
}
