//! Reading a long object again and again, here and there.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::context;
use crate::exports::scope::ckey_scope;
use crate::failure::{Failure, Result};
use crate::handle::Kind;
use crate::input::{self, MAX_DATA, MAX_PATH};
use crate::keys::Scope;
use crate::output::{required, written};
use crate::source::{Source, open_object};
use crate::status::Status;
use crate::status::ckey_status;
use crate::table::{self, Object};
use ckey_crypto::sealed::ObjectReader;

/// An object that is read at offsets. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_reader {
    _opaque: [u8; 0],
}

/// What is behind a [`ckey_reader`].
struct ReaderObject {
    object: ObjectReader,
    /// The file of the object, and none for one in memory.
    file: Option<Source>,
    /// Sealed length in bytes.
    length: u64,
    scope: Scope,
}

impl Object for ReaderObject {
    const KIND: Kind = Kind::Reader;
}

impl ReaderObject {
    /// A reader holds a lease like everything else.
    fn still_allowed(&self) -> Result<()> {
        self.scope.still_allows(Some(self.object.header().scope_version))
    }

    fn read_at(
        &self,
        object: &[u8],
        offset: u64,
        out: &mut [u8],
    ) -> Result<ckey_crypto::Result<usize>> {
        let length = if self.file.is_some() { 0 } else { self.length };
        if u64::try_from(object.len()) != Ok(length) {
            return Err(Failure::new(
                Status::InvalidArgument,
                format!("The object has {} bytes, not {length}.", object.len()),
            ));
        }
        Ok(match &self.file {
            Some(file) => self.object.read_at(file, offset, out),
            None => self.object.read_at(object, offset, out),
        })
    }
}

/// Opens an object in memory for many reads. Its key is derived and its last frame, and so its
/// length, is verified once; both are kept, the frame in locked memory where the system allows. The
/// bytes of the object are not kept: every read gives them again.
///
/// - Ownership: `*reader` is the caller's, to be freed by `ckey_reader_free`. The reader keeps the
///   scope alive.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
///   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`,
///   `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
/// - Since: 0.2
///
/// # Safety
/// `context` is readable for `context_len` bytes, `wrapped_key` (empty for an attached object) for
/// `wrapped_key_len`, `object` for `len`; `reader` may be written, `error` is NULL or may be
/// written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_reader_open(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    wrapped_key: *const u8,
    wrapped_key_len: usize,
    object: *const u8,
    len: usize,
    reader: *mut *mut ckey_reader,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(reader, "the reader"),
                input::context(context, context_len),
                input::wrapped_key(wrapped_key, wrapped_key_len),
                input::bytes(object, len, MAX_DATA, "the object"),
            ),
            |(out, context, wrapped, bytes)| {
                let scope = table::get::<Scope, _>(scope)?;
                let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                let object = open_object(&scope, &context::read(context)?, wrapped, bytes, length)?;
                let reader = ReaderObject { object, file: None, length, scope: scope.clone() };
                out.set(table::insert(reader)?.to_pointer());
                Ok(0)
            },
        )
    }
}

/// As `ckey_reader_open`, of an object in a regular file, which stays open. `path` is taken as it
/// is; a relative one is relative to the process's working directory.
///
/// - Ownership: `*reader` is the caller's, to be freed by `ckey_reader_free`, which closes the
///   file. The reader keeps the scope alive.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_NOT_TEXT`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_SEALED_HEADER`,
///   `CKEY_E_SEALED_DATA_KEY`, `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`,
///   `CKEY_E_SEALED_FRAME`, `CKEY_E_CONTEXT`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`,
///   `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`, `CKEY_E_SOURCE`, `CKEY_E_STATE_BUSY`,
///   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
/// - Since: 0.2
///
/// # Safety
/// As `ckey_reader_open`; `path` is readable for `path_len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_reader_open_path(
    scope: *const ckey_scope,
    context: *const u8,
    context_len: usize,
    wrapped_key: *const u8,
    wrapped_key_len: usize,
    path: *const u8,
    path_len: usize,
    reader: *mut *mut ckey_reader,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(reader, "the reader"),
                input::context(context, context_len),
                input::wrapped_key(wrapped_key, wrapped_key_len),
                input::bytes(path, path_len, MAX_PATH, "the path"),
            ),
            |(out, context, wrapped, path)| {
                let scope = table::get::<Scope, _>(scope)?;
                let (file, length) = Source::open(input::text(path, "the path")?)?;
                let object = open_object(&scope, &context::read(context)?, wrapped, &file, length)?;
                let reader =
                    ReaderObject { object, file: Some(file), length, scope: scope.clone() };
                out.set(table::insert(reader)?.to_pointer());
                Ok(0)
            },
        )
    }
}

/// The length of the plaintext, in bytes: authenticated.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread; a reader is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_POISONED`,
///   `CKEY_E_FORKED`.
/// - Since: 0.2
///
/// # Safety
/// `length` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_reader_length(
    reader: *const ckey_reader,
    length: *mut u64,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(error, (required(length, "the length"),), |(out,)| {
            out.set(table::get::<ReaderObject, _>(reader)?.object.len());
            Ok(0)
        })
    }
}

/// Reads plaintext from `offset` on, both in bytes of plaintext. `object` and `len` are the same
/// object as when the reader was opened, and NULL and 0 for one in a file. Every frame that is
/// touched is verified; the last one was when the reader was opened. `*written` is less than `cap`
/// only at the end of the object.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread; a reader is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also for an object of another
///   length, `CKEY_E_TOO_LARGE`, `CKEY_E_SEALED_FRAME` (`out` is wiped), `CKEY_E_SOURCE`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_POISONED`, `CKEY_E_FORKED`,
///   `CKEY_E_KEY_VERSION`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
///   `CKEY_E_TIMED_OUT`.
/// - Since: 0.2
///
/// # Safety
/// `object` is readable for `len` bytes, `out` writable for `cap`; `written` may be written,
/// `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_reader_read_at(
    reader: *const ckey_reader,
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
                input::bytes(object, len, MAX_DATA, "the object"),
                input::bytes_mut(out, cap, "the output"),
            ),
            |(count, object, out)| {
                let held = table::get::<ReaderObject, _>(reader)?;
                held.still_allowed()?;
                self::written(&count, held.read_at(object, offset, out)?)
            },
        )
    }
}

/// Frees a reader. Reads that other threads have begun go on to their end.
///
/// - Ownership: takes the reader.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, also when it was freed already, which is harmless;
///   `CKEY_E_FORKED`.
/// - Since: 0.2
///
/// # Safety
/// None: any value may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_reader_free(reader: *mut ckey_reader) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| table::remove::<ReaderObject, _>(reader).map(|_| 0))
    }
}
