//! Sealing a stream.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::context;
use crate::exports::scope::ckey_scope;
use crate::handle::Kind;
use crate::input::{self, MAX_DATA};
use crate::keys::Scope;
use crate::one_at_a_time::OneAtATime;
use crate::output::{ckey_buffer, optional, required, written};
use crate::status::ckey_status;
use crate::table::{self, Object};
use ckey_crypto::sealed::{self, Form, Sealer};

/// Plaintext bytes in a full group of the objects that this library seals: what
/// `ckey_seal_update_in_place` seals at once.
pub const CKEY_GROUP_LEN: usize = 1048576;
/// Bytes of such a group when it is sealed: the size of the buffer of `ckey_seal_update_in_place`.
pub const CKEY_SEALED_GROUP_LEN: usize = 1048832;
/// Bytes of the longest header: as much of an object, or all of a shorter one, is enough for
/// `ckey_inspect` and `ckey_open_start`.
pub const CKEY_HEADER_MAX: usize = 144;
/// Bytes of a wrapped data key.
pub const CKEY_WRAPPED_KEY_LEN: usize = 48;

/// A stream being sealed. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_seal {
    _opaque: [u8; 0],
}

/// What is behind a [`ckey_seal`].
struct SealObject {
    sealer: OneAtATime<Sealer>,
    scope: Scope,
}

impl Object for SealObject {
    const KIND: Kind = Kind::Seal;
}

/// An upper bound of the sealed length of `plaintext_len` bytes: exact for the attached form, 48
/// bytes too many for the detached.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_LIMIT` beyond 8 TiB.
/// - Since: 0.1
///
/// # Safety
/// `bound` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_seal_bound(
    plaintext_len: u64,
    bound: *mut u64,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(error, (required(bound, "the bound"),), |(out,)| {
            if plaintext_len > sealed::Layout::MAX_PLAINTEXT {
                return Err(crate::status::Status::Limit.into());
            }
            out.set(sealed::bound(plaintext_len));
            Ok(0)
        })
    }
}

/// Begins to seal a stream under the scope's newest key. The object is `*header`, then what every
/// update and the finish give. With `wrapped_key` NULL it is attached; otherwise detached, and
/// `*wrapped_key` is to be kept beside it. An object whose finish never came opens nowhere.
///
/// - Ownership: `*seal` is the caller's, to be freed by `ckey_seal_free`; `*header` and
///   `*wrapped_key` by `ckey_buffer_free`. The stream keeps the scope alive.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_CONTEXT`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_FORKED`,
///   `CKEY_E_POISONED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
///   `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
/// - Since: 0.1
///
/// # Safety
/// `context` is readable for `context_len` bytes; `header` and `seal` may be written; `wrapped_key`
/// and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_seal_start(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    header: *mut ckey_buffer,
    wrapped_key: *mut ckey_buffer,
    seal: *mut *mut ckey_seal,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                optional(wrapped_key, "the wrapped key"),
                required(header, "the header"),
                required(seal, "the stream"),
                input::context(context, context_len),
            ),
            |(wrapped_out, header_out, out, context)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                let form = if wrapped_out.is_given() { Form::Detached } else { Form::Attached };
                let sealer = scope
                    .with_newest(|backend, key| Sealer::start(backend, key, &context, form))?;
                let (header, wrapped) = (sealer.header().to_vec(), sealer.wrapped_key().to_vec());
                let object = SealObject { sealer: OneAtATime::new(sealer), scope: scope.clone() };
                out.set(table::insert(object)?.to_pointer());
                header_out.give(header);
                wrapped_out.give(wrapped);
                Ok(0)
            },
        )
    }
}

/// Seals the next bytes of the stream, of any number, to another buffer. Some are held back until
/// more comes: `*written` may be less or more than `len`, and is never more than `len + 65536 +
/// 256` and 16 bytes for each 64 KiB of `len`.
///
/// - Ownership: nothing changes hands. `data` and `out` must not overlap.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written`, `CKEY_E_STREAM_STATE`,
///   `CKEY_E_LIMIT`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_KEY_UNAVAILABLE`,
///   `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
///   `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// `data` is readable for `len` bytes, `out` writable for `cap`, and the two do not overlap;
/// `written` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_seal_update(
    seal: *mut ckey_seal,
    data: *const u8,
    len: usize,
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
                input::bytes(data, len, MAX_DATA, "the data"),
                input::bytes_mut(out, cap, "the output"),
            ),
            |(count, data, out)| {
                let held = table::get::<SealObject, _>(seal)?;
                held.scope.still_allows(None)?;
                self::written(&count, held.sealer.enter()?.update(data, out))
            },
        )
    }
}

/// Seals one whole group where it lies: `buffer` has `CKEY_SEALED_GROUP_LEN` bytes, of which the
/// first `CKEY_GROUP_LEN` are plaintext, and is to be written as a whole afterwards. More must
/// follow: the last piece, of at least one byte, goes to a finish.
///
/// - Ownership: nothing changes hands.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT` for another length or after a
///   `ckey_seal_update` that ended inside a group, `CKEY_E_STREAM_STATE`, `CKEY_E_LIMIT`,
///   `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`,
///   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// `buffer` is readable and writable for `len` bytes; `written` may be written, `error` is NULL or
/// may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_seal_update_in_place(
    seal: *mut ckey_seal,
    buffer: *mut u8,
    len: usize,
    written: *mut usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (required(written, "the length"), input::bytes_mut(buffer, len, "the buffer")),
            |(count, buffer)| {
                let held = table::get::<SealObject, _>(seal)?;
                held.scope.still_allows(None)?;
                self::written(&count, held.sealer.enter()?.update_in_place(buffer))
            },
        )
    }
}

/// Seals what was held back and ends the object. At most 65,536 + 272 bytes are written.
///
/// - Ownership: nothing changes hands; the stream is still to be freed.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also where nothing followed a
///   `ckey_seal_update_in_place`, `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written`,
///   `CKEY_E_STREAM_STATE`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_LIMIT`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`,
///   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// `out` is writable for `cap` bytes; `written` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_seal_finish(
    seal: *mut ckey_seal,
    out: *mut u8,
    cap: usize,
    written: *mut usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (required(written, "the length"), input::bytes_mut(out, cap, "the output")),
            |(count, out)| {
                let held = table::get::<SealObject, _>(seal)?;
                held.scope.still_allows(None)?;
                self::written(&count, held.sealer.enter()?.finish(out))
            },
        )
    }
}

/// Seals the last `len` bytes, at most a group, where they are at the front of `buffer`, and ends
/// the object. `*written` bytes at its front are to be written: `len`, and 16 for each 64 KiB
/// begun, at least 16; `cap` must have room for them.
///
/// - Ownership: nothing changes hands; the stream is still to be freed.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT` for more than a group, for nothing
///   although something came before, or after a `ckey_seal_update` that ended inside a group,
///   `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written`, `CKEY_E_STREAM_STATE`,
///   `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`, `CKEY_E_LIMIT`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`,
///   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// `buffer` is readable and writable for `cap` bytes; `written` may be written, `error` is NULL or
/// may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_seal_finish_in_place(
    seal: *mut ckey_seal,
    buffer: *mut u8,
    cap: usize,
    len: usize,
    written: *mut usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (required(written, "the length"), input::bytes_mut(buffer, cap, "the buffer")),
            |(count, buffer)| {
                let held = table::get::<SealObject, _>(seal)?;
                held.scope.still_allows(None)?;
                self::written(&count, held.sealer.enter()?.finish_in_place(buffer, len))
            },
        )
    }
}

/// Frees a stream, finished or not.
///
/// - Ownership: takes the stream.
/// - Threading: any thread, but not while another one uses the stream.
/// - Errors: `CKEY_E_INVALID_HANDLE`, also when it was freed already, which is harmless;
///   `CKEY_E_BUSY`; `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// None: any value may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_seal_free(seal: *mut ckey_seal) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| {
            table::remove_unless_busy::<SealObject, _>(seal, |seal| seal.sealer.is_busy())
                .map(|_| 0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ckey_crypto::sealed::{Header, Layout, WRAPPED_KEY_LEN};

    #[test]
    fn the_constants_are_those_of_the_format() {
        assert_eq!(CKEY_GROUP_LEN, Layout::default().group_len());
        assert_eq!(CKEY_SEALED_GROUP_LEN, Layout::default().sealed_group_len());
        assert_eq!(CKEY_HEADER_MAX, Header::MAX_LEN);
        assert_eq!(CKEY_WRAPPED_KEY_LEN, WRAPPED_KEY_LEN);
    }
}
