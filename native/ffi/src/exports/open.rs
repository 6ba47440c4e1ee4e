//! Opening a stream.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::context;
use crate::exports::scope::ckey_scope;
use crate::handle::Kind;
use crate::input::{self, MAX_DATA};
use crate::keys::Scope;
use crate::one_at_a_time::OneAtATime;
use crate::output::{optional, required, written};
use crate::status::ckey_status;
use crate::table::{self, Object};
use ckey_crypto::sealed::Opener;

/// A stream being opened. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_open {
    _opaque: [u8; 0],
}

/// What is behind a [`ckey_open`].
struct OpenObject {
    opener: OneAtATime<Opener>,
    scope: Scope,
    /// Version of the scope key that sealed the object.
    version: u32,
}

impl Object for OpenObject {
    const KIND: Kind = Kind::Open;
}

/// Begins to open a stream. `head` is the beginning of the object: `CKEY_HEADER_MAX` bytes, or all
/// of a shorter one. The updates go on with what follows its first `*header_len` bytes. Each frame
/// is released once it is verified; **what was released is complete only when the finish
/// succeeds**: until then the object may have been cut off.
///
/// - Ownership: `*open` is the caller's, to be freed by `ckey_open_free`. The stream keeps the
///   scope alive.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_CONTEXT`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
///   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_KEY_VERSION`, `CKEY_E_KEY_UNAVAILABLE`,
///   `CKEY_E_ACCESS_DENIED`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_STATE`,
///   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
/// - Since: 0.1
///
/// # Safety
/// `context` is readable for `context_len` bytes, `wrapped_key` (empty for an attached object) for
/// `wrapped_key_len`, `head` for `head_len`; `header_len` and `open` may be written;
/// `sealed_group_len` (what `ckey_open_update_in_place` takes) and `error` are NULL or may be
/// written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_open_start(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    wrapped_key: *const u8,
    wrapped_key_len: usize,
    head: *const u8,
    head_len: usize,
    header_len: *mut usize,
    sealed_group_len: *mut usize,
    open: *mut *mut ckey_open,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                optional(sealed_group_len, "the group's length"),
                required(header_len, "the header's length"),
                required(open, "the stream"),
                input::context(context, context_len),
                input::wrapped_key(wrapped_key, wrapped_key_len),
                input::bytes(head, head_len, MAX_DATA, "the object"),
            ),
            |(group_out, header_out, out, context, wrapped, head)| {
                let scope = table::get::<Scope, _>(scope)?;
                let context = context::read(context)?;
                let wrapped = Some(wrapped).filter(|wrapped| !wrapped.is_empty());
                let opener = scope.with_key_of(head, |backend, key| {
                    Opener::start(backend, key, &context, head, wrapped)
                })?;
                let (header, group) = (opener.header().len(), opener.layout().sealed_group_len());
                let version = opener.header().scope_version;
                let object =
                    OpenObject { opener: OneAtATime::new(opener), scope: scope.clone(), version };
                out.set(table::insert(object)?.to_pointer());
                header_out.set(header);
                group_out.set(group);
                Ok(0)
            },
        )
    }
}

/// Takes the next bytes of the object, of any number, and writes verified plaintext to another
/// buffer. Some are held back until more comes. Pieces of the `sealed_group_len` bytes that
/// `ckey_open_start` named are opened in one pass; of any others, what the tags at the end of its
/// group have not verified yet is copied first, which takes about half as long again.
///
/// - Ownership: nothing changes hands. `data` and `out` must not overlap.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_BUFFER_TOO_SMALL` with the size needed in `*written` (`len` and a group are always
///   enough), `CKEY_E_SEALED_FRAME` (`out` is wiped and the stream has failed),
///   `CKEY_E_STREAM_STATE`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
///   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// `data` is readable for `len` bytes, `out` writable for `cap`, and the two do not overlap;
/// `written` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_open_update(
    open: *mut ckey_open,
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
                let held = table::get::<OpenObject, _>(open)?;
                held.scope.still_allows(Some(held.version))?;
                self::written(&count, held.opener.enter()?.update(data, out))
            },
        )
    }
}

/// Opens one whole group where it lies: `buffer` has the `sealed_group_len` bytes that
/// `ckey_open_start` named, and `*written` bytes of plaintext are at its front afterwards. More
/// must follow: the object's last piece, a whole group or less, goes to a finish.
///
/// - Ownership: nothing changes hands.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT` for another length or after a
///   `ckey_open_update` that ended inside a group, `CKEY_E_SEALED_FRAME` (`buffer` is wiped and the
///   stream has failed), `CKEY_E_STREAM_STATE`, `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`,
///   `CKEY_E_TOO_LARGE`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`,
///   `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// `buffer` is readable and writable for `len` bytes; `written` may be written, `error` is NULL or
/// may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_open_update_in_place(
    open: *mut ckey_open,
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
                let held = table::get::<OpenObject, _>(open)?;
                held.scope.still_allows(Some(held.version))?;
                self::written(&count, held.opener.enter()?.update_in_place(buffer))
            },
        )
    }
}

/// Opens what was held back, which must end the object. Only now is what was released known to be
/// complete.
///
/// - Ownership: nothing changes hands; the stream is still to be freed.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_BUFFER_TOO_SMALL` with the
///   size needed in `*written` (a group is always enough), `CKEY_E_SEALED_LENGTH` and
///   `CKEY_E_SEALED_FRAME` if the object was cut off or changed, `CKEY_E_STREAM_STATE`,
///   `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
///   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// `out` is writable for `cap` bytes; `written` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_open_finish(
    open: *mut ckey_open,
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
                let held = table::get::<OpenObject, _>(open)?;
                held.scope.still_allows(Some(held.version))?;
                self::written(&count, held.opener.enter()?.finish(out))
            },
        )
    }
}

/// Opens the object's last piece, a whole group or less, where it lies; `*written` bytes of
/// plaintext are at its front afterwards.
///
/// - Ownership: nothing changes hands; the stream is still to be freed.
/// - Threading: one thread at a time.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT` for more than a group or after a
///   `ckey_open_update` that ended inside a group, `CKEY_E_SEALED_LENGTH` and `CKEY_E_SEALED_FRAME`
///   if the object was cut off or changed (`buffer` is wiped), `CKEY_E_STREAM_STATE`,
///   `CKEY_E_BUSY`, `CKEY_E_POISONED`, `CKEY_E_FORKED`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_BUFFER_TOO_SMALL`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`,
///   `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
///   `CKEY_E_TIMED_OUT`.
/// - Since: 0.1
///
/// # Safety
/// `buffer` is readable and writable for `len` bytes; `written` may be written, `error` is NULL or
/// may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_open_finish_in_place(
    open: *mut ckey_open,
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
                let held = table::get::<OpenObject, _>(open)?;
                held.scope.still_allows(Some(held.version))?;
                self::written(&count, held.opener.enter()?.finish_in_place(buffer))
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
pub unsafe extern "C" fn ckey_open_free(open: *mut ckey_open) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| {
            table::remove_unless_busy::<OpenObject, _>(open, |open| open.opener.is_busy())
                .map(|_| 0)
        })
    }
}
