//! Errors: objects of the caller, read by accessors. There is no last error of a thread or of the
//! process.

use crate::boundary::boundary;
use crate::error::{self, ckey_error};
use crate::output::required;
use crate::status::ckey_status;
use std::ffi::c_char;

/// The status of an error: what the failed function returned.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// `code` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_error_code(error: *const ckey_error, code: *mut i32) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(std::ptr::null_mut(), (required(code, "the code"),), |(out,)| {
            out.set(error::row(error)?.code);
            Ok(0)
        })
    }
}

/// The stable dotted name of an error's status, such as `handle.busy`, NUL-terminated.
///
/// - Ownership: a constant of the library; do not free it.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// `name` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_error_name(
    error: *const ckey_error,
    name: *mut *const c_char,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(std::ptr::null_mut(), (required(name, "the name"),), |(out,)| {
            out.set(error::row(error)?.name.as_ptr());
            Ok(0)
        })
    }
}

/// The category of an error's status, a name of PowerShell's `ErrorCategory` such as
/// `PermissionDenied`, NUL-terminated. The JSON document may name a narrower one.
///
/// - Ownership: a constant of the library; do not free it.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// `category` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_error_category(
    error: *const ckey_error,
    category: *mut *const c_char,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(std::ptr::null_mut(), (required(category, "the category"),), |(out,)| {
            out.set(error::row(error)?.category.as_ptr());
            Ok(0)
        })
    }
}

/// Whether the failed call may succeed when it is repeated later with nothing else changed: 1 or 0.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// `retryable` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_error_retryable(
    error: *const ckey_error,
    retryable: *mut i32,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(std::ptr::null_mut(), (required(retryable, "the answer"),), |(out,)| {
            out.set(i32::from(error::is_retryable(error)?));
            Ok(0)
        })
    }
}

/// An error as a JSON document in UTF-8: `id`, `category`, `message`, `target`, `fix`, `code`,
/// `name`, `retryable`, and for an error of a cmdlet what its error records have besides; where
/// both customer keys of a policy failed, `roots` says of each its `key`, the `reason` by its
/// stable name, its `class` (`explicit`, `system` or `request`) and the `message`. Not
/// NUL-terminated.
///
/// - Ownership: the text is the error's, and valid until `ckey_error_free`.
/// - Threading: any thread; not while another one frees the error.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// `json` and `len` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_error_message(
    error: *const ckey_error,
    json: *mut *const u8,
    len: *mut usize,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            std::ptr::null_mut(),
            (required(json, "the document"), required(len, "the length")),
            |(json, len)| {
                error::document(error, |document| {
                    json.set(document.as_ptr());
                    len.set(document.len());
                })?;
                Ok(0)
            },
        )
    }
}

/// Frees an error. NULL is allowed; freeing twice is harmless.
///
/// - Ownership: takes the error; texts that `ckey_error_message` gave end with it.
/// - Threading: any thread.
/// - Errors: none; what is no error handle is left alone.
/// - Since: 0.1
///
/// # Safety
/// No text of `ckey_error_message` of this error is used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_error_free(error: *mut ckey_error) {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| error::free(error).map(|()| 0));
    }
}
