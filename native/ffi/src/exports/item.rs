//! One item in one call.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::context;
use crate::exports::scope::ckey_scope;
use crate::input::{self, MAX_DATA};
use crate::keys::Scope;
use crate::output::{ckey_buffer, optional, required};
use crate::status::ckey_status;
use crate::table;
use ckey_crypto::sealed::{self, ScopeKey};
use ckey_crypto::{Backend, CryptoError, EncryptionContext};

/// Seals one item under the scope's newest key. With `wrapped_key` NULL the object is attached: it
/// carries its wrapped data key. Otherwise it is detached, and anyone who opens it gives the 48
/// bytes of `*wrapped_key` too.
///
/// - Ownership: `*object` and `*wrapped_key` are the caller's, to be freed by `ckey_buffer_free`.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_CONTEXT`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_FORKED`,
///   `CKEY_E_POISONED`, `CKEY_E_LIMIT`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
///   `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// `context` is readable for `context_len` bytes, `item` for `len`; `object` may be written;
/// `wrapped_key` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_seal(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    item: *const u8,
    len: usize,
    object: *mut ckey_buffer,
    wrapped_key: *mut ckey_buffer,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                optional(wrapped_key, "the wrapped key"),
                required(object, "the sealed object"),
                input::context(context, context_len),
                input::bytes(item, len, MAX_DATA, "the item"),
            ),
            |(wrapped_out, object, context, item)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                if wrapped_out.is_given() {
                    let (sealed, wrapped) = scope.with_newest(|backend, key| {
                        sealed::seal_detached(backend, key, &context, item)
                    })?;
                    wrapped_out.give(wrapped.to_vec());
                    object.give(sealed);
                } else {
                    object.give(
                        scope.with_newest(|backend, key| {
                            sealed::seal(backend, key, &context, item)
                        })?,
                    );
                }
                Ok(0)
            },
        )
    }
}

fn open_item(
    backend: Backend,
    key: &ScopeKey<'_>,
    context: &EncryptionContext,
    object: &[u8],
    wrapped: Option<&[u8]>,
) -> ckey_crypto::Result<Vec<u8>> {
    let length =
        sealed::inspect(object)?.plaintext_len(u64::try_from(object.len()).unwrap_or(u64::MAX))?;
    let mut item = vec![0; usize::try_from(length).map_err(|_| CryptoError::Length)?];
    sealed::open_into(backend, key, context, object, wrapped, &mut item)?;
    Ok(item)
}

/// Opens one item that is whole in memory. Nothing of it is released before all of it is verified.
/// `wrapped_key` is that of a detached object, and empty for an attached one.
///
/// - Ownership: `*item` is the caller's, to be freed by `ckey_buffer_free`, which wipes it.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_CONTEXT`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
///   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`,
///   `CKEY_E_KEY_VERSION`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`,
///   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_POISONED`,
///   `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// `context` is readable for `context_len` bytes, `wrapped_key` for `wrapped_key_len`, `object` for
/// `len`; `item` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_open_item(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    wrapped_key: *const u8,
    wrapped_key_len: usize,
    object: *const u8,
    len: usize,
    item: *mut ckey_buffer,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(item, "the item"),
                input::context(context, context_len),
                input::wrapped_key(wrapped_key, wrapped_key_len),
                input::bytes(object, len, MAX_DATA, "the object"),
            ),
            |(item, context, wrapped, object)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                let wrapped = Some(wrapped).filter(|wrapped| !wrapped.is_empty());
                let opened = scope.with_key_of(object, |backend, key| {
                    open_item(backend, key, &context, object, wrapped)
                })?;
                item.give(opened);
                Ok(0)
            },
        )
    }
}
