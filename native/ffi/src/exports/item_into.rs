//! One item in one call, into the caller's own buffer.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::context;
use crate::exports::scope::ckey_scope;
use crate::exports::seal::CKEY_WRAPPED_KEY_LEN;
use crate::failure::Failure;
use crate::input::{self, MAX_DATA};
use crate::keys::Scope;
use crate::output::{required, written};
use crate::status::{Status, ckey_status};
use crate::table;
use ckey_crypto::sealed;

/// As `ckey_scope_seal`, to the front of the caller's buffer: `*written` bytes of `object`, which
/// `ckey_seal_bound` foretells. With `wrapped_key_len` 0 the object is attached; with
/// `CKEY_WRAPPED_KEY_LEN` it is detached, and `wrapped_key` gets its wrapped data key.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also for another
///   `wrapped_key_len`, `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written`,
///   `CKEY_E_TOO_LARGE`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_CONTEXT`, `CKEY_E_LIMIT`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`,
///   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.2
///
/// # Safety
/// `context` is readable for `context_len` bytes, `item` for `len`; `object` is writable for `cap`
/// bytes and `wrapped_key` for `wrapped_key_len`, and they overlap nothing else; `written` may be
/// written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_seal_into(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    item: *const u8,
    len: usize,
    object: *mut u8,
    cap: usize,
    written: *mut usize,
    wrapped_key: *mut u8,
    wrapped_key_len: usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(written, "the length"),
                input::context(context, context_len),
                input::bytes(item, len, MAX_DATA, "the item"),
                input::bytes_mut(object, cap, "the sealed object"),
                input::bytes_mut(wrapped_key, wrapped_key_len, "the wrapped key"),
            ),
            |(count, context, item, object, wrapped_out)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                let sealed = match wrapped_out.len() {
                    0 => scope.with_newest(|backend, key| {
                        Ok(sealed::seal_into(backend, key, &context, item, object))
                    })?,
                    CKEY_WRAPPED_KEY_LEN => scope
                        .with_newest(|backend, key| {
                            Ok(sealed::seal_detached_into(backend, key, &context, item, object))
                        })?
                        .map(|(sealed, wrapped)| {
                            wrapped_out.copy_from_slice(&wrapped);
                            sealed
                        }),
                    other => {
                        return Err(Failure::new(
                            Status::InvalidArgument,
                            format!("A wrapped key has {CKEY_WRAPPED_KEY_LEN} bytes, not {other}."),
                        ));
                    }
                };
                self::written(&count, sealed)
            },
        )
    }
}

/// As `ckey_scope_open_item`, to the front of the caller's buffer: `*written` bytes of `item`, at
/// most `len`. Nothing is released before all of it is verified: if anything fails, `item` is wiped.
///
/// - Ownership: nothing changes hands; wiping the item is the caller's.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_BUFFER_TOO_SMALL` with the
///   size needed in `*written`, `CKEY_E_TOO_LARGE`, `CKEY_E_FORKED`, `CKEY_E_POISONED`,
///   `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`, `CKEY_E_SEALED_COMMITMENT`,
///   `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`, `CKEY_E_KEY_UNAVAILABLE`,
///   `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`,
///   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.2
///
/// # Safety
/// `context` is readable for `context_len` bytes, `wrapped_key` for `wrapped_key_len`, `object` for
/// `len`; `item` is writable for `cap` bytes and overlaps none of them; `written` may be written,
/// `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_open_item_into(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    wrapped_key: *const u8,
    wrapped_key_len: usize,
    object: *const u8,
    len: usize,
    item: *mut u8,
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
                input::bytes_mut(item, cap, "the item"),
            ),
            |(count, context, wrapped, object, item)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                let wrapped = Some(wrapped).filter(|wrapped| !wrapped.is_empty());
                let opened = scope.with_key_of(object, |backend, key| {
                    Ok(sealed::open_into(backend, key, &context, object, wrapped, item))
                })?;
                self::written(&count, opened)
            },
        )
    }
}
