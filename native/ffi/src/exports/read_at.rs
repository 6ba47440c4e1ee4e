//! Reading a few bytes of a long object.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::context;
use crate::exports::scope::ckey_scope;
use crate::input::{self, MAX_DATA, MAX_PATH};
use crate::keys::Scope;
use crate::output::{required, written};
use crate::source::{Source, open_object};
use crate::status::ckey_status;
use crate::table;

/// Reads plaintext of an object in memory from `offset` on, both in bytes of plaintext. The
/// object's length and every frame that is touched are verified, and nothing else. `*written` is
/// less than `cap` only at the end of the object. Who reads an object more than once opens a
/// `ckey_reader`, which derives its key and verifies its last frame once.
///
/// - Ownership: nothing changes hands. `object` and `out` must not overlap.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
///   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
///   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`; `out` is wiped when a frame is
///   refused.
/// - Since: 0.1
///
/// # Safety
/// `context` is readable for `context_len` bytes, `wrapped_key` (empty for an attached object) for
/// `wrapped_key_len`, `object` for `len`; `out` is writable for `cap` bytes and overlaps none of
/// them; `written` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_read_at(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    wrapped_key: *const u8,
    wrapped_key_len: usize,
    object: *const u8,
    len: usize,
    offset: u64,
    out: *mut u8,
    cap: usize,
    written: *mut usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(written, "the length"),
                input::context(context, context_len),
                input::wrapped_key(wrapped_key, wrapped_key_len),
                input::bytes(object, len, MAX_DATA, "the object"),
                input::bytes_mut(out, cap, "the output"),
            ),
            |(count, context, wrapped, object, out)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                let length = u64::try_from(object.len()).unwrap_or(u64::MAX);
                self::written(
                    &count,
                    open_object(&scope, &context, wrapped, object, length)?
                        .read_at(object, offset, out),
                )
            },
        )
    }
}

/// As `ckey_read_at`, of an object in a regular file: a named pipe, a device or a folder is
/// refused. `path` is taken as it is; a relative one is relative to the process's working
/// directory.
///
/// - Ownership: nothing changes hands; the file is closed on return.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_SOURCE` for a file that cannot be read, `CKEY_E_NOT_TEXT` for a path that is
///   no UTF-8, `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
///   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
///   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// As `ckey_read_at`; `path` is readable for `path_len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_read_at_path(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    wrapped_key: *const u8,
    wrapped_key_len: usize,
    path: *const u8,
    path_len: usize,
    offset: u64,
    out: *mut u8,
    cap: usize,
    written: *mut usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(written, "the length"),
                input::context(context, context_len),
                input::wrapped_key(wrapped_key, wrapped_key_len),
                input::bytes(path, path_len, MAX_PATH, "the path"),
                input::bytes_mut(out, cap, "the output"),
            ),
            |(count, context, wrapped, path, out)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                let path = input::text(path, "the path")?;
                let (file, length) = Source::open(path)?;
                self::written(
                    &count,
                    open_object(&scope, &context, wrapped, &file, length)?
                        .read_at(&file, offset, out),
                )
            },
        )
    }
}
