//! Sessions: which tenant calls work on, and the secrets handed over for them.

use crate::at_exit;
use crate::boundary::boundary;
use crate::error::ckey_error;
use crate::failure::Result;
use crate::fork;
use crate::handle::Kind;
use crate::input::{self, MAX_DOCUMENT, MAX_NAME, MAX_SECRET};
use crate::output::required;
use crate::status::ckey_status;
use crate::table::{self, Held, Object};
use ckey_cmdlets::{Session, SessionOptions};
use ckey_crypto::SecretBytes;
use std::sync::Arc;

/// A session. An opaque handle, never an address.
#[allow(non_camel_case_types)]
pub struct ckey_session {
    _opaque: [u8; 0],
}

/// A session that ends when its handle and everything opened in it are gone.
#[derive(Clone)]
pub(crate) struct SharedSession(Arc<Ending>);

struct Ending(Arc<Session>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl SharedSession {
    pub(crate) fn get(&self) -> &Arc<Session> {
        &self.0.0
    }
}

impl Object for SharedSession {
    const KIND: Kind = Kind::Session;
}

pub(crate) fn of(session: *const ckey_session) -> Result<Held<SharedSession>> {
    table::get(session)
}

/// Opens a session. `options_json` is a JSON object, or nothing at all: `{"tenant": "/folder",
/// "environment": {"CUSTOMER_KEY_TENANT": "/folder", ...}, "backend": "aws-lc-rs", "manualJobs":
/// false, "nonDumpable": false, "closeAtExit": false, "rememberTenant": false, "azureModule":
/// "Az.KeyVault", "tellsOperations": false, "observes": false, "program": "/folder/customer-key"}`, every part optional. `nonDumpable`
/// takes the whole process out of core dumps and of the reach of debuggers, for good (Linux).
/// `closeAtExit` closes the session when the process calls `exit` or returns from `main`, so that no
/// journal stays beside the tenant (not on Windows). `rememberTenant` keeps the tenant that a cmdlet
/// opens for the next program of this user. `azureModule` names what works on Azure's vaults in the
/// same process: the session then opens and makes no tenant with embedded roots
/// (`RealModuleLoaded`). `tellsOperations` lets each call tell by an `operation` record which call it
/// is in the audit log. `observes` makes a session that only looks, as the tenant's administrator
/// whoever is signed in: cmdlets but `Get-...`, `Test-...` and `Search-...` are `SessionObserves`.
/// `program` is the program `customer-key` of the same version, which `Start-CustomerKeyServer` starts.
///
/// An `environment` that is given, also an empty one, is the only one that the session reads.
/// Without it the session reads the process's, here and never later: `CUSTOMER_KEY_TENANT` (the
/// tenant's folder), `CUSTOMER_KEY_PASSPHRASE`, `CUSTOMER_KEY_MASTER_KEY_FILE`,
/// `CUSTOMER_KEY_BACKEND`, `CUSTOMER_KEY_JOBS` (`manual`), what a sign-in to Azure's vaults takes
/// (`AZURE_...`, `IDENTITY_...`; docs/azure.md), `XDG_DATA_HOME`, `XDG_CONFIG_HOME` and
/// `HOME` (on Windows `LOCALAPPDATA`, `APPDATA` and `USERPROFILE`), and `USER`, `LOGNAME` or
/// `USERNAME`. The session works on `tenant`, else on `CUSTOMER_KEY_TENANT`, else on the tenant that the user opened
/// last, else on the default one in the data folder. A named tenant that is not there is
/// `TenantNotFound` (`CKEY_E_NOT_FOUND`), and so is none at all: only `New-CustomerKeyTenant`,
/// `Connect-...` and cmdlets that change something make the default one, no other function and no
/// cmdlet that reads.
///
/// - Ownership: `*session` is the caller's, to be closed by `ckey_session_close`. A process may end
///   without closing it.
/// - Threading: any thread; a session may be used by many threads at once.
/// - Errors: `CKEY_E_INVALID_ARGUMENT`, `CKEY_E_TOO_LARGE`, `CKEY_E_FORKED`, `CKEY_E_NOT_JSON` for
///   options that cannot be read, `CKEY_E_REFUSED` for a backend or a way of working jobs that does
///   not exist, `CKEY_E_LOCKED` for an empty passphrase, `CKEY_E_OUT_OF_HANDLES`.
/// - Since: 0.1
///
/// # Safety
/// `options_json` is readable for `len` bytes; `session` may be written, `error` is NULL or may be
/// written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_session_open(
    options_json: *const u8,
    len: usize,
    session: *mut *mut ckey_session,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                required(session, "the session"),
                input::bytes(options_json, len, MAX_DOCUMENT, "the options"),
            ),
            |(out, options)| {
                fork::refuse()?;
                let options = with_azure(SessionOptions::from_json(options)?);
                let closes_at_exit = options.close_at_exit;
                let opened = Session::open(options)?;
                if closes_at_exit {
                    at_exit::close(Arc::downgrade(&opened));
                }
                out.set(table::insert(SharedSession(Arc::new(Ending(opened))))?.to_pointer());
                Ok(0)
            },
        )
    }
}

/// With what asks Azure's vaults, where the library is built with it. It starts nothing.
fn with_azure(options: SessionOptions) -> SessionOptions {
    #[cfg(feature = "azure")]
    let options = SessionOptions { azure: Some(ckey_azure::connect), ..options };
    options
}

/// Closes a session. What was opened in it goes on until it is freed itself.
///
/// - Ownership: takes the session.
/// - Threading: any thread.
/// - Errors: `CKEY_E_INVALID_HANDLE`, also when it was closed already, which is harmless;
///   `CKEY_E_FORKED`.
/// - Since: 0.1
///
/// # Safety
/// None: any value may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_session_close(session: *mut ckey_session) -> ckey_status {
    // SAFETY: NULL is no place for an error.
    unsafe {
        boundary(std::ptr::null_mut(), (), |()| {
            table::remove::<SharedSession, _>(session).map(|_| 0)
        })
    }
}

/// Hands a secret over, outside every JSON document. `environment:CUSTOMER_KEY_PASSPHRASE` stays
/// for the session and seals or opens the secret store; `environment:AZURE_CLIENT_SECRET` stays as
/// well, for tenants that are opened later whose vaults are Azure's. `parameter:NAME`, NAME being letters and
/// digits, is for the next call, whose arguments say `{"secret": "parameter:NAME"}`; it is wiped
/// when that call ends. A call that does not use it wipes it too and says so in a warning; one that
/// names a secret that was not handed over fails. Every other name is refused: what is misspelt
/// would protect nothing.
///
/// - Ownership: the bytes are copied into locked memory; the caller wipes its own.
/// - Threading: any thread. A `parameter:` secret goes to whichever call starts next.
/// - Errors: `CKEY_E_INVALID_HANDLE`, `CKEY_E_INVALID_ARGUMENT`, also for a name that is none of
///   these, `CKEY_E_NOT_TEXT`, `CKEY_E_TOO_LARGE` (1 MiB), `CKEY_E_REFUSED` after the session was
///   closed, `CKEY_E_FORKED`, `CKEY_E_LOCKED`.
/// - Since: 0.1
///
/// # Safety
/// `name` is readable for `name_len` bytes, `bytes` for `len`; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ckey_session_secret(
    session: *mut ckey_session,
    name: *const u8,
    name_len: usize,
    bytes: *const u8,
    len: usize,
    error: *mut *mut ckey_error,
) -> ckey_status {
    // SAFETY: the caller keeps the contract above.
    unsafe {
        boundary(
            error,
            (
                input::bytes(name, name_len, MAX_NAME, "the secret's name"),
                input::bytes(bytes, len, MAX_SECRET, "the secret"),
            ),
            |(name, bytes)| {
                let session = of(session)?;
                let name = input::text(name, "the secret's name")?;
                let secret = SecretBytes::from_slice(bytes)?;
                session.get().secret(name, secret)?;
                Ok(0)
            },
        )
    }
}
