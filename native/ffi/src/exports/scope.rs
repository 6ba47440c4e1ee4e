//! Scopes: leases on the keys of a mailbox, a workload or an application.

use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::exports::session::{self, ckey_session};
use crate::failure::Failure;
use crate::input::{self, MAX_SELECTOR};
use crate::keys::Scope;
use crate::output::{ckey_buffer, required};
use crate::status::Status;
use crate::status::ckey_status;
use crate::table;
use ckey_cmdlets::table::json;
use ckey_engine::ScopeSelector;
use serde::Deserialize;

/// A lease on a scope. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_scope {
    _opaque: [u8; 0],
}

/// Which scope: exactly one of the three.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Selector {
    Mailbox(String),
    Workload(String),
    Application(String),
}

impl From<Selector> for ScopeSelector {
    fn from(selector: Selector) -> Self {
        match selector {
            Selector::Mailbox(name) => Self::Mailbox(name),
            Selector::Workload(name) => Self::Workload(name),
            Selector::Application(name) => Self::Application(name),
        }
    }
}

/// Opens a scope of the session's tenant: `{"mailbox": "anna@contoso.com"}`, `{"workload":
/// "Teams"}`, or `{"application": "ledger"}`, which is made on first use, under the assigned
/// multi-workload policy. **With no policy assigned, and for a mailbox without one, the tenant's
/// service-managed keys protect it**: `ckey_scope_describe` tells which policy does, and warns.
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
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_NOT_TEXT`,
///   `CKEY_E_TOO_LARGE`, `CKEY_E_NOT_JSON`, `CKEY_E_NOT_FOUND`, `CKEY_E_KEY_UNAVAILABLE`,
///   `CKEY_E_ACCESS_DENIED`, `CKEY_E_VAULT_UNAVAILABLE`, `CKEY_E_STATE`, `CKEY_E_REFUSED`,
///   `CKEY_E_FORKED`.
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
                let json = input::text(json, "the selector")?;
                let selector: Selector = json::object(json.as_bytes()).map_err(|error| {
                    Failure::new(
                        Status::NotJson,
                        format!("The selector is not one like {{\"mailbox\": \"anna\"}}: {error}."),
                    )
                })?;
                let lease = session.get().open_scope("ckey_scope_open", &selector.into())?;
                out.set(table::insert(Scope::Lease(lease))?.to_pointer());
                Ok(0)
            },
        )
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
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_STATE`, `CKEY_E_FORKED`.
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
