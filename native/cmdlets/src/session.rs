//! A session: which tenant its calls work on, and the secrets that were handed over for them.

use crate::call::Call;
use crate::error::CmdletError;
use crate::options::SessionOptions;
use ckey_crypto::SecretBytes;
use ckey_vault::CancelToken;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The start of the names of secrets that belong to the next call.
const OF_PARAMETER: &str = "parameter:";

/// An open session. Any number of calls may be open in it at once; it may be used from any thread.
pub struct Session {
    options: SessionOptions,
    cancel: CancelToken,
    secrets: Mutex<BTreeMap<String, SecretBytes>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session {
    /// Opens a session. No tenant is opened before the first cmdlet that needs one.
    ///
    /// # Errors
    /// `InvalidSessionOptions` for a backend that does not exist.
    pub fn open(options: SessionOptions) -> Result<Arc<Self>, CmdletError> {
        Ok(Arc::new(Self { options, cancel: CancelToken::new(), secrets: Mutex::default() }))
    }

    /// Takes a secret: `environment:NAME` stays for the session, `parameter:NAME` is for the next call and wiped with it.
    pub fn secret(&self, name: &str, bytes: SecretBytes) {
        lock(&self.secrets).insert(name.to_owned(), bytes);
    }

    /// Starts a cmdlet, named in any case, also by one of its aliases. `arguments_json` is
    /// `{"parameters": {...}, "positional": [...], "whatIf": false, "location": "/folder"}`, each part optional.
    ///
    /// What is wrong with the parameters comes as an `error` record.
    ///
    /// # Errors
    /// `CommandNotFound`, `InvalidArguments` for what is not such a document, `SessionClosed`, `ThreadUnavailable`.
    pub fn start(self: &Arc<Self>, cmdlet: &str, arguments_json: &[u8]) -> Result<Call, CmdletError> {
        let _ = (OF_PARAMETER, arguments_json, &self.options);
        if self.cancel.is_cancelled() {
            return Err(
                CmdletError::new("SessionClosed", "InvalidOperation", "The session was closed.", "Open a new one.").ending()
            );
        }
        Err(not_found(cmdlet))
    }

    /// Ends the session: its open calls are cancelled, its secrets wiped, its tenant let go.
    pub fn close(&self) {
        self.cancel.cancel();
        lock(&self.secrets).clear();
    }

    pub(crate) fn copy_secret(&self, name: &str) -> Option<SecretBytes> {
        lock(&self.secrets).get(name).and_then(|secret| SecretBytes::from_slice(secret.expose()).ok())
    }
}

fn not_found(cmdlet: &str) -> CmdletError {
    CmdletError::new(
        "CommandNotFound",
        "ObjectNotFound",
        format!("There is no cmdlet '{cmdlet}'."),
        "See docs/cmdlets.md for the list.",
    )
    .about(cmdlet)
    .because("CommandNotFoundException")
    .ending()
}
