//! Files of sites, which were imported: read and written in parts.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::scope::ckey_scope;
use crate::failure::{Failure, Result};
use crate::input::{self, MAX_DATA, MAX_NAME};
use crate::keys::Scope;
use crate::output::required;
use crate::status::{Status, ckey_status};
use crate::table;
use uuid::Uuid;

/// The id of an item, as `Get-CustomerKeyItem` shows it.
fn id(bytes: &[u8]) -> Result<Uuid> {
    let text = input::text(bytes, "the id of the file")?;
    Uuid::try_parse(text).map_err(|_| {
        let what = "The id of the file is no GUID. Get-CustomerKeyItem shows it as Identity.";
        Failure::new(Status::InvalidArgument, what.to_owned())
    })
}

/// How long a file of a site is, in bytes. `id` is the text that `Get-CustomerKeyItem` and
/// `Import-CustomerKeyItem` show as its `Identity`.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_NOT_TEXT`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_NOT_FOUND` for no file of the
///   scope, or a site that was deleted, `CKEY_E_REFUSED` for an item that is no file of a site,
///   `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`.
/// - Since: 0.2
///
/// # Safety
/// `id` is readable for `id_len` bytes; `length` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_file_length(
    scope: *const ckey_scope,
    id: *const u8,
    id_len: usize,
    length: *mut u64,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(length, "the length"),
                input::bytes(id, id_len, MAX_NAME, "the id of the file"),
            ),
            |(length, id)| {
                let scope = table::get::<Scope, _>(scope)?;
                length.set(scope.file_length(self::id(id)?)?);
                Ok(0)
            },
        )
    }
}

/// Reads a file of a site from `offset` on. The chunks that hold it are verified whole before any
/// of it is in `out`, and no others are touched. `*written` is less than `cap` only at the end of
/// the file; who goes on at `offset + *written` until it is 0 reads the file as a stream. While
/// others write to the file, each call reads it as it is at one moment.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_NOT_TEXT`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_NOT_FOUND`,
///   `CKEY_E_REFUSED` for an item that is no file of a site, `CKEY_E_SEALED_HEADER`,
///   `CKEY_E_SEALED_DATA_KEY`, `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`,
///   `CKEY_E_SEALED_FRAME`, `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`,
///   `CKEY_E_VAULT_UNAVAILABLE`, `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, `CKEY_E_CANCELLED`,
///   `CKEY_E_TIMED_OUT`; `out` is wiped then.
/// - Since: 0.2
///
/// # Safety
/// `id` is readable for `id_len` bytes; `out` is writable for `cap` bytes and does not overlap it;
/// `written` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_file_read_at(
    scope: *const ckey_scope,
    id: *const u8,
    id_len: usize,
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
                input::bytes(id, id_len, MAX_NAME, "the id of the file"),
                input::bytes_mut(out, cap, "the output"),
            ),
            |(count, id, out)| {
                let scope = table::get::<Scope, _>(scope)?;
                let id = self::id(id)?;
                match scope.read_file(id, offset, out) {
                    Ok(read) => {
                        count.set(read);
                        Ok(0)
                    }
                    Err(failure) => {
                        out.fill(0);
                        Err(failure)
                    }
                }
            },
        )
    }
}

/// Writes a part of a file of a site anew, from `offset` on: at its end at most, where it grows. The
/// chunks that hold the part are sealed again, each under a new key, and the wrapped keys of the old
/// ones are gone with the same change. It is durable when the call returns; a crash, a power cut or
/// an error leaves the file as it was. What two write at once to one file is both in it. Each call
/// is one record of the audit log, and one object of the content store: a long text is written in
/// large parts.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_NOT_TEXT`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_NOT_FOUND`,
///   `CKEY_E_REFUSED` for an item that is no file of a site, an offset beyond its end, or a tenant
///   that cannot be written, `CKEY_E_SEALED_HEADER`, `CKEY_E_SEALED_DATA_KEY`,
///   `CKEY_E_SEALED_COMMITMENT`, `CKEY_E_SEALED_LENGTH`, `CKEY_E_SEALED_FRAME`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_VAULT_UNAVAILABLE`,
///   `CKEY_E_STATE`, `CKEY_E_STATE_BUSY`, also where others write to the file again and again,
///   `CKEY_E_LIMIT`, `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`.
/// - Since: 0.2
///
/// # Safety
/// `id` is readable for `id_len` bytes, `data` for `len`; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_file_write_at(
    scope: *const ckey_scope,
    id: *const u8,
    id_len: usize,
    offset: u64,
    data: *const u8,
    len: usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                input::bytes(id, id_len, MAX_NAME, "the id of the file"),
                input::bytes(data, len, MAX_DATA, "the data"),
            ),
            |(id, data)| {
                let scope = table::get::<Scope, _>(scope)?;
                scope.write_file(self::id(id)?, offset, data)?;
                Ok(0)
            },
        )
    }
}
