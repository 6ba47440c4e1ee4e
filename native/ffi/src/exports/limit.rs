//! Limits: how long the data functions may wait, and a way to stop them.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::handle::Handle;
use crate::limit::Limit;
use crate::output::required;
use crate::status::ckey_status;
use crate::table;

/// How long data functions wait, and what stops them. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_limit {
    _opaque: [u8; 0],
}

/// Makes a limit: each function under it waits at most `timeout_ms` for key vaults, and for other
/// threads that wait for them, and then fails by `CKEY_E_TIMED_OUT`; 0 is no limit of time. Without
/// a limit a function waits as long as the tenant's vaults may take: what `Set-CustomerKeyTenant
/// -RootTimeout` says (2 s, at most 60 s) for each of two keys. A limit takes effect by
/// `ckey_scope_open_limited` and `ckey_scope_limited`.
///
/// A wait that a limit ended says nothing about the keys: it is no outage, uses no availability
/// key, and is not remembered.
///
/// - Ownership: `*limit` is the caller's, to be freed by `ckey_limit_free`.
/// - Threading: any thread; many functions may be under one limit at once.
/// - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`, `CKEY_E_OUT_OF_HANDLES`.
/// - Since: 0.2
///
/// # Safety
/// `limit` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_limit_new(
    timeout_ms: u32,
    limit: *mut *mut ckey_limit,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(error, (required(limit, "the limit"),), |(out,)| {
            out.set(table::insert(Limit::new(timeout_ms)).map(Handle::to_pointer)?);
            Ok(0)
        })
    }
}

/// Cancels everything under a limit, now and from now on: functions that wait return
/// `CKEY_E_CANCELLED` within 100 ms, later ones at once. Repeating it does nothing.
///
/// - Ownership: nothing changes hands; the limit is still to be freed.
/// - Threading: any thread, also while others are under the limit.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_FORKED`, `CKEY_E_POISONED`.
/// - Since: 0.2
///
/// # Safety
/// None: any value may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_limit_cancel(limit: *mut ckey_limit) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| {
            table::get::<Limit, _>(limit)?.cancel();
            Ok(0)
        })
    }
}

/// Frees a limit. Scopes, streams and readers under it stay under it, and nothing can cancel them
/// any more.
///
/// - Ownership: takes the limit.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, also when it was freed already, which is harmless,
///   `CKEY_E_FORKED`.
/// - Since: 0.2
///
/// # Safety
/// None: any value may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_limit_free(limit: *mut ckey_limit) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe { boundary(std::ptr::null_mut(), (), |()| table::remove::<Limit, _>(limit).map(|_| 0)) }
}
