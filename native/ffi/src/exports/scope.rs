//! Scopes: leases on the keys of a mailbox, a workload or an application.

use crate::boundary::boundary;
use crate::ckey_status;
use crate::keys::Scope;
use crate::table;

/// A lease on a scope. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_scope {
    _opaque: [u8; 0],
}

/// Closes a scope. Streams that were started from it go on.
///
/// - Ownership: takes the scope.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, also when it was closed already, which is harmless; `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// None: any value may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_close(scope: *mut ckey_scope) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe { boundary(std::ptr::null_mut(), || table::remove::<Scope, _>(scope).map(|_| 0)) }
}
