//! Scopes: leases on the keys of a mailbox, a workload or an application.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::limit::ckey_limit;
use crate::exports::session::{self, ckey_session};
use crate::input::{self, MAX_SELECTOR};
use crate::keys::Scope;
use crate::limit::Limit;
use crate::output::{ckey_buffer, required};
use crate::selector;
use crate::status::ckey_status;
use crate::table;
use ckey_base::CancelToken;

/// A lease on a scope. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_scope {
    _opaque: [u8; 0],
}

/// Opens a scope of the session's tenant: `{"mailbox": "anna@contoso.com"}`, `{"workload":
/// "TeamsChats"}` (`Get-CustomerKeyWorkload` lists them), or `{"application": "ledger"}`, which is
/// made on first use, or `{"site": "https://contoso.sharepoint.com/sites/finance"}`, whose files
/// `ckey_file_read_at` and `ckey_file_write_at` read and write. An application is under its own
/// policy (`Set-CustomerKeyApplication`), else under the multi-workload policy that is assigned to
/// the tenant; both ask the vaults as the application `c066d759-24ae-40e7-a56f-027002b5d3e4`.
/// **With neither, and for a mailbox without a policy, the tenant's service-managed keys protect
/// it**: `ckey_scope_describe` tells which policy does, and warns.
///
/// The lease renews itself through the read path of the tenant; when the customer's root keys
/// refuse, sealing and opening end with that error, also of streams and readers that are open.
/// Taking access away from the keys bites when the lease ends: after the lifetime of cached keys (5
/// minutes unless `Set-CustomerKeyTenant -MailboxCacheLifetime` says otherwise; at once with
/// `-CacheEnabled:$false`), and within 10 ms after `Clear-CustomerKeyCache`, an unassignment or a
/// purge in any process of the tenant.
///
/// Each opening is one record of the audit log, under the account that is signed in to Exchange
/// Online, unless `Set-CustomerKeyTenant -AuditReads $false`; a refused one always is. Where
/// nothing can be recorded, the scope opens, `ckey_scope_describe` warns, and the availability key
/// is not used.
///
/// It is opened as the account that the session's user is signed in as (`Connect-ExchangeOnline`);
/// where nobody is, as the owner. An owner opens every scope, another account only its own mailbox:
/// `AccountNotPermitted`, `AccountUnknown`, and `SignInFailed` after a sign-in that failed (all
/// `CKEY_E_ACCESS_DENIED`). Judged when the scope is opened.
///
/// No tenant is made: without one it is `TenantNotFound` (`CKEY_E_NOT_FOUND`), see
/// `ckey_session_open`.
///
/// - Ownership: `*scope` is the caller's, to be closed by `ckey_scope_close`; it outlives its
///   session.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also for an empty name,
///   `CKEY_E_TOO_LARGE`, `CKEY_E_NOT_JSON` for what is no selector, `CKEY_E_NOT_FOUND`,
///   `CKEY_E_KEY_UNAVAILABLE`, `CKEY_E_ACCESS_DENIED`, `CKEY_E_VAULT_UNAVAILABLE`, `CKEY_E_STATE`,
///   `CKEY_E_REFUSED`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_LOCKED`, `CKEY_E_STATE_BUSY`,
///   `CKEY_E_CANCELLED`, `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
/// - Since: 0.1
///
/// # Safety
/// `selector_json` is readable for `len` bytes; `scope` may be written, `error` is NULL or may be
/// written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_open(
    session: *mut ckey_session,
    selector_json: *const u8,
    len: usize,
    scope: *mut *mut ckey_scope,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(scope, "the scope"),
                input::bytes(selector_json, len, MAX_SELECTOR, "the selector"),
            ),
            |(out, json)| {
                let session = session::of(session)?;
                let selector = selector::read(json)?;
                let cancel = CancelToken::default();
                let lease = session.get().open_scope("ckey_scope_open", &selector, &cancel)?;
                out.set(table::insert(Scope::leased(lease, None))?.to_pointer());
                Ok(0)
            },
        )
    }
}

/// As `ckey_scope_open`, within a limit, which then holds for everything that is done with the
/// scope, also by the streams and readers that are made from it: sealing, opening and reading at an
/// offset wait for key vaults, and for other threads that do, only so long.
///
/// - Ownership: `*scope` is the caller's, to be closed by `ckey_scope_close`; it outlives its
///   session, and keeps the limit alive.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`,
///   `CKEY_E_NOT_JSON`, `CKEY_E_FORKED`, `CKEY_E_POISONED`, `CKEY_E_KEY_UNAVAILABLE`,
///   `CKEY_E_ACCESS_DENIED`, `CKEY_E_VAULT_UNAVAILABLE`, `CKEY_E_STATE`, `CKEY_E_LOCKED`,
///   `CKEY_E_STATE_BUSY`, `CKEY_E_REFUSED`, `CKEY_E_NOT_FOUND`, `CKEY_E_CANCELLED`,
///   `CKEY_E_TIMED_OUT`, `CKEY_E_OUT_OF_HANDLES`.
/// - Since: 0.2
///
/// # Safety
/// As `ckey_scope_open`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_open_limited(
    session: *mut ckey_session,
    selector_json: *const u8,
    len: usize,
    limit: *const ckey_limit,
    scope: *mut *mut ckey_scope,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(scope, "the scope"),
                input::bytes(selector_json, len, MAX_SELECTOR, "the selector"),
            ),
            |(out, json)| {
                let session = session::of(session)?;
                let limit = table::get::<Limit, _>(limit)?.clone();
                let selector = selector::read(json)?;
                let lease = limit.run(|wait| {
                    session.get().open_scope("ckey_scope_open_limited", &selector, &wait())
                })?;
                out.set(table::insert(Scope::leased(lease, Some(limit)))?.to_pointer());
                Ok(0)
            },
        )
    }
}

/// Another handle of the same scope, under a limit of its own: so that each of many users of one
/// scope can be stopped alone. Opens nothing, asks no vault, and leaves no record.
///
/// - Ownership: `*limited` is the caller's, to be closed by `ckey_scope_close`; the two handles
///   outlive each other. It keeps the limit alive.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_FORKED`,
///   `CKEY_E_POISONED`, `CKEY_E_OUT_OF_HANDLES`.
/// - Since: 0.2
///
/// # Safety
/// `limited` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_limited(
    scope: *const ckey_scope,
    limit: *const ckey_limit,
    limited: *mut *mut ckey_scope,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(error, (required(limited, "the scope"),), |(out,)| {
            let scope = table::get::<Scope, _>(scope)?;
            let limit = table::get::<Limit, _>(limit)?.clone();
            out.set(table::insert(scope.under(limit))?.to_pointer());
            Ok(0)
        })
    }
}

/// What protects a scope now, as a JSON document: `scope` (its name), `kind` (`Mailbox`,
/// `Workload`, `Application`), `policy` (the name of the policy above its newest key), `policyKind`
/// (`Mailbox`, `MultiWorkload`, `ServiceManaged`), `isCustomerManaged`, `dataEncryptionPolicyId`
/// (the generation, or null), `leaseSeconds` (how long it may go on after access to the root keys
/// was withdrawn), and `warning`: null, or a sentence for anyone who relies on it, where no data
/// encryption policy protects the scope.
///
/// - Ownership: `*json` is the caller's, to be freed by `ckey_buffer_free`.
/// - Threading: any thread; a scope is used by many threads at once.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_STATE`, `CKEY_E_FORKED`,
///   `CKEY_E_POISONED`, `CKEY_E_STATE_BUSY`.
/// - Since: 0.2
///
/// # Safety
/// `json` may be written, `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_describe(
    scope: *const ckey_scope,
    json: *mut ckey_buffer,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(error, (required(json, "the document"),), |(out,)| {
            out.give(table::get::<Scope, _>(scope)?.describe()?.to_string().into_bytes());
            Ok(0)
        })
    }
}

/// Closes a scope. Streams that were started from it go on.
///
/// - Ownership: takes the scope.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, also when it was closed already, which is harmless;
///   `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// None: any value may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_scope_close(scope: *mut ckey_scope) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe { boundary(std::ptr::null_mut(), (), |()| table::remove::<Scope, _>(scope).map(|_| 0)) }
}
