//! A session: which tenant its calls work on, and the secrets that were handed over for them.

use crate::arguments::Arguments;
use crate::bind_error::BindError;
use crate::call::Call;
use crate::context::{Context, Manner};
use crate::error::CmdletError;
use crate::generated;
use crate::options::SessionOptions;
use ckey_crypto::{Backend, SecretBytes};
use ckey_engine::{CreateOptions, OpenOptions, Tenant};
use ckey_vault::CancelToken;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The start of the names of secrets that belong to the next call.
const OF_PARAMETER: &str = "parameter:";

/// Seals the secret store where no key file does.
const PASSPHRASE: &str = "CUSTOMER_KEY_PASSPHRASE";

/// An open session. Any number of calls may be open in it at once; it may be used from any thread.
pub struct Session {
    options: SessionOptions,
    backend: Option<Backend>,
    cancel: CancelToken,
    secrets: Mutex<BTreeMap<String, SecretBytes>>,
    tenant: Mutex<Option<Arc<Tenant>>>,
    notice: Mutex<Option<String>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session {
    /// Opens a session. No tenant is opened before the first cmdlet that needs one.
    ///
    /// # Errors
    /// `InvalidSessionOptions` for a backend that does not exist.
    pub fn open(mut options: SessionOptions) -> Result<Arc<Self>, CmdletError> {
        let backend = options.backend.as_deref().or_else(|| options.setting("CUSTOMER_KEY_BACKEND"));
        let backend = backend.map(parse_backend).transpose()?;
        let mut secrets = BTreeMap::new();
        if let Some(passphrase) = options.environment.remove(PASSPHRASE) {
            // A host that sends it among the settings has it in plain memory already; from here on it is not.
            secrets
                .insert(format!("environment:{PASSPHRASE}"), SecretBytes::from_slice(passphrase.as_bytes()).map_err(no_memory)?);
        }
        Ok(Arc::new(Self {
            options,
            backend,
            cancel: CancelToken::new(),
            secrets: Mutex::new(secrets),
            tenant: Mutex::default(),
            notice: Mutex::default(),
        }))
    }

    /// Takes a secret: `environment:NAME` stays for the session, `parameter:NAME` is for the next call and wiped with it.
    pub fn secret(&self, name: &str, bytes: SecretBytes) {
        lock(&self.secrets).insert(name.to_owned(), bytes);
    }

    /// Starts a cmdlet, named in any case, also by one of its other names. `arguments_json` is
    /// `{"parameters": {...}, "positional": [...], "whatIf": false, "location": "/folder"}`, each part optional.
    ///
    /// What is wrong with the parameters comes as an `error` record.
    ///
    /// # Errors
    /// `CommandNotFoundException`, `InvalidArguments` for what is not such a document, `SessionClosed`, `ThreadUnavailable`.
    pub fn start(self: &Arc<Self>, cmdlet: &str, arguments_json: &[u8]) -> Result<Call, CmdletError> {
        self.check_open()?;
        let definition = generated::find(cmdlet).ok_or_else(|| CmdletError::from(BindError::command_not_found(cmdlet)))?;
        let arguments = Arguments::parse(arguments_json)?;
        let (bound, manner, ask) = match arguments.bind(definition) {
            Ok((bound, manner, ask)) => (Ok(bound), manner, ask),
            Err(problem) => (Err(problem), Manner::default(), false),
        };
        let secrets = self.take_parameter_secrets();
        let session = Arc::clone(self);
        let context = move |ends| Context::new(session, definition.name, manner, secrets, ends);
        Call::start(self.cancel.child(), context, move |context| {
            let bound = bound?;
            let ignored = bound.ignored();
            if !ignored.is_empty() {
                context.warning(&format!("{} takes no notice of -{} here.", definition.name, ignored.join(", -")))?;
            }
            let question = "Are you sure you want to perform this action?";
            if ask && !context.confirm("Confirm", &format!("{question}\nPerforming the operation {}.", definition.name))? {
                return Ok(());
            }
            generated::run(bound, context)
        })
    }

    /// The tenant that the session works on; opened, and where none was chosen made, at the first use.
    ///
    /// # Errors
    /// Those of opening a tenant; `SessionClosed`.
    pub fn tenant(&self) -> Result<Arc<Tenant>, CmdletError> {
        self.check_open()?;
        let mut held = lock(&self.tenant);
        if let Some(tenant) = &*held {
            tenant.still_there()?;
            return Ok(Arc::clone(tenant));
        }
        let tenant = match self.options.chosen_tenant() {
            Some(path) => Tenant::open(&path, self.open_options()?)?,
            None => self.default_tenant()?,
        };
        *held = Some(Arc::clone(&tenant));
        Ok(tenant)
    }

    /// Ends the session: its open calls are cancelled, its secrets wiped, its tenant let go.
    pub fn close(&self) {
        self.cancel.cancel();
        lock(&self.secrets).clear();
        *lock(&self.tenant) = None;
    }

    /// From now on the session works on this tenant.
    pub(crate) fn switch(&self, tenant: Arc<Tenant>) {
        *lock(&self.tenant) = Some(tenant);
    }

    /// What the first cmdlet says about the tenant that nobody chose.
    pub(crate) fn take_notice(&self) -> Option<String> {
        lock(&self.notice).take()
    }

    /// Who runs this process.
    pub(crate) fn os_user(&self) -> String {
        self.options.os_user()
    }

    pub(crate) fn open_options(&self) -> Result<OpenOptions, CmdletError> {
        let manual = self
            .options
            .manual_jobs
            .unwrap_or_else(|| self.options.setting("CUSTOMER_KEY_JOBS").is_some_and(|jobs| jobs.eq_ignore_ascii_case("manual")));
        Ok(OpenOptions {
            background_jobs: !manual,
            backend: self.backend,
            passphrase: self.copy_secret(&format!("environment:{PASSPHRASE}")),
            master_key_file: self.options.setting("CUSTOMER_KEY_MASTER_KEY_FILE").map(Into::into),
        })
    }

    pub(crate) fn copy_secret(&self, name: &str) -> Option<SecretBytes> {
        lock(&self.secrets).get(name).and_then(|secret| SecretBytes::from_slice(secret.expose()).ok())
    }

    fn default_tenant(&self) -> Result<Arc<Tenant>, CmdletError> {
        let path = self.options.default_tenant()?;
        let (tenant, made) = if Tenant::exists(&path) {
            (Tenant::open(&path, self.open_options()?)?, false)
        } else {
            (self.make_default(&path)?, true)
        };
        let (made, place) = (if made { "It was made just now. " } else { "" }, path.display());
        *lock(&self.notice) = Some(format!(
            "No tenant was chosen: this works on the local tenant '{}' in {place}. {made}Nothing reaches Microsoft 365.",
            tenant.name()
        ));
        Ok(tenant)
    }

    /// Another process may make it at the same moment: then that one it is.
    fn make_default(&self, path: &Path) -> Result<Arc<Tenant>, CmdletError> {
        let create = CreateOptions { name: "contoso".to_owned(), ..CreateOptions::default() };
        match Tenant::create(path, &create, self.open_options()?) {
            Err(_) if Tenant::exists(path) => Ok(Tenant::open(path, self.open_options()?)?),
            made => Ok(made?),
        }
    }

    fn check_open(&self) -> Result<(), CmdletError> {
        if self.cancel.is_cancelled() {
            return Err(
                CmdletError::new("SessionClosed", "InvalidOperation", "The session was closed.", "Open a new one.").ending()
            );
        }
        Ok(())
    }

    fn take_parameter_secrets(&self) -> BTreeMap<String, SecretBytes> {
        let mut held = lock(&self.secrets);
        if held.is_empty() {
            return BTreeMap::new();
        }
        let (taken, kept) = std::mem::take(&mut *held).into_iter().partition(|(name, _)| name.starts_with(OF_PARAMETER));
        *held = kept;
        taken
    }
}

fn parse_backend(name: &str) -> Result<Backend, CmdletError> {
    name.parse().map_err(|_| {
        let known: Vec<String> = Backend::ALL.iter().map(ToString::to_string).collect();
        CmdletError::argument(
            "InvalidSessionOptions",
            format!("There is no cryptographic backend '{name}'."),
            format!("Give {}.", known.join(" or ")),
        )
        .about(name)
        .ending()
    })
}

fn no_memory(error: ckey_crypto::CryptoError) -> CmdletError {
    CmdletError::from(ckey_engine::EngineError::from(error)).ending()
}
