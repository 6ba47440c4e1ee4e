//! Functions for tests of the boundary, behind the feature `test-hooks` and in no release.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::scope::ckey_scope;
use crate::input;
use crate::keys::Scope;
use crate::output::required;
use crate::status::ckey_status;
use crate::table;
use ckey_crypto::SecretKey;

/// What a test looks for in the binary.
#[unsafe(no_mangle)]
pub static ckey_test_canary: [u8; 22] = *b"CKEY-TEST-HOOKS-CANARY";

/// Opens a scope under a key of the test's, without a tenant.
///
/// - Ownership: as `ckey_scope_open`.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_ARGUMENT`.
/// - Since: 0.1
///
/// # Safety
/// `key` is readable for 32 bytes; `scope` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_test_scope_open(
    key: *const u8,
    scope: *mut *mut ckey_scope,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(scope, "the scope"),
                input::bytes(key, SecretKey::LEN, SecretKey::LEN, "the key"),
            ),
            |(out, key)| {
                let key = SecretKey::from_slice(key)?;
                out.set(table::insert(Scope::fixed(key))?.to_pointer());
                Ok(0)
            },
        )
    }
}

/// Fails inside the library while it uses a scope.
///
/// - Ownership: nothing changes hands.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INTERNAL`, and the scope is poisoned.
/// - Since: 0.1
///
/// # Safety
/// `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_test_panic(
    scope: *mut ckey_scope,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(error, (), |()| {
            let _held = table::get::<Scope, _>(scope)?;
            #[expect(clippy::panic, reason = "what this function is for")]
            {
                panic!("swordfish")
            }
        })
    }
}
