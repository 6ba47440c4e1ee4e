//! A session: which tenant its calls work on, and the secrets that were handed over for them.

use crate::runtime::error::CmdletError;
use crate::runtime::last_tenant;
use crate::runtime::options::SessionOptions;
use crate::runtime::planned_tenant::PlannedTenant;
use ckey_base::CancelToken;
use ckey_crypto::{Backend, SecretBytes};
use ckey_engine::Category;
use ckey_engine::{
    CreateOptions, OpenOptions, Operation, RootAccess, ScopeLease, ScopeSelector, Service, SignIn,
    Tenant,
};
use ckey_vault::paste::word;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The start of the names of secrets that belong to the next call.
const OF_PARAMETER: &str = "parameter:";

/// Seals the secret store where no key file does.
const PASSPHRASE: &str = "CUSTOMER_KEY_PASSPHRASE";

/// The file that does.
const MASTER_KEY_FILE: &str = "CUSTOMER_KEY_MASTER_KEY_FILE";

/// The secret of the application that asks Azure's vaults, and its name among the secrets.
const CLIENT_SECRET: &str = "AZURE_CLIENT_SECRET";
const OF_CLIENT: &str = "environment:AZURE_CLIENT_SECRET";

/// The name of the passphrase among the secrets.
const OF_ENVIRONMENT: &str = "environment:CUSTOMER_KEY_PASSPHRASE";

/// An open session. Any number of calls may be open in it at once; it may be used from any thread.
pub struct Session {
    options: SessionOptions,
    backend: Option<Backend>,
    /// How vaults are asked that are not embedded.
    roots: Option<RootAccess>,
    cancel: CancelToken,
    secrets: Mutex<BTreeMap<String, SecretBytes>>,
    tenant: Mutex<Option<Arc<Tenant>>>,
    notice: Mutex<Option<String>>,
    told: Mutex<BTreeSet<String>>,
    /// A sign-in that failed while no tenant was open: it holds for every tenant.
    failed_sign_in: Mutex<Option<SignIn>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session {
    /// Opens a session. No tenant is opened before the first cmdlet that needs one.
    ///
    /// # Errors
    /// `InvalidSessionOptions` for a backend or a way of working jobs that does not exist;
    /// `PassphraseEmpty`.
    pub fn open(mut options: SessionOptions) -> Result<Arc<Self>, CmdletError> {
        let mut environment =
            options.environment.take().map_or_else(SessionOptions::process_environment, Ok)?;
        let passphrase = environment.remove(PASSPHRASE);
        let variables = SessionOptions::take_sign_in(&mut environment);
        let roots = options.azure.map(|connect| RootAccess { connect, variables });
        options.environment = Some(environment);
        let backend =
            options.backend.as_deref().or_else(|| options.setting("CUSTOMER_KEY_BACKEND"));
        let backend = backend.map(parse_backend).transpose()?;
        let jobs = options.setting("CUSTOMER_KEY_JOBS").map(parse_jobs).transpose()?;
        options.manual_jobs = options.manual_jobs.or(jobs);
        if options.non_dumpable && !ckey_engine::process::forbid_dumps() {
            tracing::debug!("this system does not keep a process from being dumped");
        }
        let mut secrets = BTreeMap::new();
        if let Some(passphrase) = passphrase {
            not_empty(PASSPHRASE, passphrase.as_bytes())?;
            // A host that has it among its variables has it in plain memory already; from here on
            // it is not.
            secrets.insert(
                OF_ENVIRONMENT.to_owned(),
                SecretBytes::from_slice(passphrase.as_bytes()).map_err(no_memory)?,
            );
        }
        Ok(Arc::new(Self {
            options,
            backend,
            roots,
            cancel: CancelToken::new(),
            secrets: Mutex::new(secrets),
            tenant: Mutex::default(),
            notice: Mutex::default(),
            told: Mutex::default(),
            failed_sign_in: Mutex::default(),
        }))
    }

    /// Takes a secret: `environment:CUSTOMER_KEY_PASSPHRASE` stays for the session,
    /// `parameter:NAME` is for the next call and wiped with it.
    ///
    /// # Errors
    /// `UnknownSecret` for any other name: what is misspelt would protect nothing. `SessionClosed`.
    pub fn secret(&self, name: &str, bytes: SecretBytes) -> Result<(), CmdletError> {
        self.check_open()?;
        let of_parameter =
            |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let of_environment = [OF_ENVIRONMENT, OF_CLIENT].contains(&name);
        if !of_environment && !name.strip_prefix(OF_PARAMETER).is_some_and(of_parameter) {
            let message = format!("There is no secret '{name}'.");
            let fix = format!(
                "Give {OF_ENVIRONMENT}, {OF_CLIENT}, or {OF_PARAMETER}NAME with the name of a parameter."
            );
            return Err(CmdletError::argument("UnknownSecret", message, fix).about(name));
        }
        if of_environment {
            not_empty(name, bytes.expose())?;
        }
        lock(&self.secrets).insert(name.to_owned(), bytes);
        Ok(())
    }

    /// Opens a scope of the session's tenant as the account that is signed in to Exchange, in the
    /// name of `function`; see [`Tenant::open_scope_for`].
    ///
    /// # Errors
    /// Those of [`Session::tenant`] and [`Tenant::open_scope`].
    pub fn open_scope(
        &self,
        function: &str,
        selector: &ScopeSelector,
        cancel: &CancelToken,
    ) -> Result<Arc<ScopeLease>, CmdletError> {
        let tenant = self.tenant()?;
        let operation = Operation::new(function, &selector.parameters());
        let account = self.account(&tenant, Service::Exchange)?;
        operation.asked_by(|| account.name.clone());
        Ok(tenant.open_scope_for(&operation, &account, selector, cancel)?)
    }

    /// Does something in the session's tenant as the account that is signed in to Azure, in the
    /// name of `function`.
    ///
    /// # Errors
    /// Those of [`Session::tenant`]; those of the work.
    pub fn as_azure_account<T>(
        &self,
        function: &str,
        work: impl FnOnce(&Tenant, &ckey_engine::Account) -> ckey_engine::Result<T>,
    ) -> Result<T, CmdletError> {
        let tenant = self.tenant()?;
        let operation = Operation::new(function, &serde_json::Map::new());
        let account = self.account(&tenant, Service::Azure)?;
        operation.asked_by(|| account.name.clone());
        Ok(operation.run(|| work(&tenant, &account))?)
    }

    /// The tenant that the session works on, opened at the first use. Makes nothing.
    ///
    /// # Errors
    /// `TenantNotFound`, also where none was chosen and there is no default one; those of opening a
    /// tenant; `SessionClosed`.
    pub fn tenant(&self) -> Result<Arc<Tenant>, CmdletError> {
        self.tenant_or(|path| Err(no_tenant(path)))
    }

    /// As [`Session::tenant`]; the default one is made where none was chosen and there is none.
    pub(crate) fn tenant_or_default(&self) -> Result<Arc<Tenant>, CmdletError> {
        self.tenant_or(|path| self.make_default(path))
    }

    /// The default tenant as it would be made, in a temporary folder: where none was chosen and
    /// there is none.
    pub(crate) fn planned_default(&self) -> Result<Option<PlannedTenant>, CmdletError> {
        let chosen = lock(&self.tenant).is_some() || self.options.chosen_tenant().is_some();
        if chosen || self.last_tenant()?.is_some() {
            return Ok(None);
        }
        let place = self.options.default_tenant()?;
        if Tenant::exists(&place) {
            return Ok(None);
        }
        let options = self.open_options()?;
        Tenant::check_create(&place, &default_options(), &options)?;
        PlannedTenant::make(place, &default_options(), options).map(Some)
    }

    fn tenant_or(
        &self,
        make: impl FnOnce(&Path) -> Result<Arc<Tenant>, CmdletError>,
    ) -> Result<Arc<Tenant>, CmdletError> {
        self.check_open()?;
        // Looked at without the lock: calls that read would wait for one another.
        let opened = lock(&self.tenant).clone();
        if let Some(tenant) = opened {
            tenant.still_there()?;
            return Ok(tenant);
        }
        let mut held = lock(&self.tenant);
        if let Some(tenant) = &*held {
            tenant.still_there()?;
            return Ok(Arc::clone(tenant));
        }
        let tenant = match (self.options.chosen_tenant(), self.last_tenant()?) {
            (Some(path), _) => Tenant::open(&path, self.open_options()?)
                .map_err(|error| self.named_by_the_variable(error.into()))?,
            (None, Some(path)) => Tenant::open(&path, self.open_options()?)
                .map_err(|error| opened_last(error.into()))?,
            (None, None) => self.default_tenant(make)?,
        };
        *held = Some(Arc::clone(&tenant));
        Ok(tenant)
    }

    fn named_by_the_variable(&self, mut error: CmdletError) -> CmdletError {
        if error.id == "TenantNotFound" && self.options.tenant.is_none() {
            error.message = format!("{} CUSTOMER_KEY_TENANT names that folder.", error.message);
        }
        error
    }

    /// Ends the session: its open calls are cancelled, its secrets wiped, its tenant let go.
    pub fn close(&self) {
        self.cancel.cancel();
        lock(&self.secrets).clear();
        self.let_go(None);
    }

    /// Puts another tenant, or none, in the place of the one that the session works on, and closes
    /// that one.
    fn let_go(&self, next: Option<Arc<Tenant>>) {
        let before = std::mem::replace(&mut *lock(&self.tenant), next);
        if let Some(tenant) = before {
            Tenant::let_go(tenant);
        }
    }

    /// From now on the session works on this tenant.
    pub(crate) fn switch(&self, tenant: Arc<Tenant>) {
        if self.options.remember_tenant {
            self.remember(tenant.path());
        }
        self.let_go(Some(tenant));
    }

    /// From now on the session works on no tenant, if it did on this one.
    pub(crate) fn leave(&self, tenant: &Arc<Tenant>) {
        let mut held = lock(&self.tenant);
        if held.as_ref().is_some_and(|held| Arc::ptr_eq(held, tenant)) {
            *held = None;
        }
    }

    /// The tenant that the session works on, if a cmdlet has opened one.
    pub(crate) fn opened_tenant(&self) -> Option<Arc<Tenant>> {
        lock(&self.tenant).clone()
    }

    /// Whether jobs are left to those who run them by hand.
    pub(crate) fn is_manual(&self) -> bool {
        self.options.manual_jobs.unwrap_or_default()
    }

    /// What the first cmdlet says about the tenant that nobody chose.
    pub(crate) fn take_notice(&self) -> Option<String> {
        lock(&self.notice).take()
    }

    /// Whether this is said for the first time in the session.
    pub(crate) fn tell_once(&self, what: &str) -> bool {
        lock(&self.told).insert(what.to_owned())
    }

    /// What it was opened with, but for the secrets.
    pub(in crate::runtime) const fn options(&self) -> &SessionOptions {
        &self.options
    }

    /// The cryptographic backend that was chosen.
    pub(in crate::runtime) const fn backend(&self) -> Option<Backend> {
        self.backend
    }

    /// The variables that were taken out of the environment, for a program that reads them there.
    pub(in crate::runtime) fn secret_settings(&self, mut tell: impl FnMut(&str, &str)) {
        if let Some(roots) = self.roots() {
            roots.variables.each(&mut tell);
        }
        let passphrase = self.copy_secret(OF_ENVIRONMENT);
        if let Some(text) =
            passphrase.as_ref().and_then(|kept| std::str::from_utf8(kept.expose()).ok())
        {
            tell(PASSPHRASE, text);
        }
    }

    /// Cancels what is open when the session closes.
    pub(crate) fn cancel(&self) -> &CancelToken {
        &self.cancel
    }

    pub(crate) fn failed_sign_in(&self) -> MutexGuard<'_, Option<SignIn>> {
        lock(&self.failed_sign_in)
    }

    /// Whether each call tells its operation.
    pub(crate) fn tells_operations(&self) -> bool {
        self.options.tells_operations
    }

    /// Whether it only looks, and sees what the administrator does.
    pub(crate) fn observes(&self) -> bool {
        self.options.observes
    }

    /// What works on Azure's vaults in the same process, if anything.
    pub(crate) fn azure_module(&self) -> Option<&str> {
        self.options.azure_module.as_deref()
    }

    /// Who runs this process.
    pub(crate) fn os_user(&self) -> String {
        self.options.os_user()
    }

    pub(crate) fn open_options(&self) -> Result<OpenOptions, CmdletError> {
        let manual = self.options.manual_jobs.unwrap_or_default();
        let passphrase = self.copy_secret(OF_ENVIRONMENT);
        let master_key_file = self.options.setting(MASTER_KEY_FILE).map(Into::into);
        if passphrase.is_some() && master_key_file.is_some() {
            let message = format!(
                "Both {PASSPHRASE} and {MASTER_KEY_FILE} are given; one of them seals the secret store."
            );
            return Err(CmdletError::argument("MasterKeyAmbiguous", message, "Unset one of them."));
        }
        Ok(OpenOptions {
            background_jobs: !manual,
            watches: true,
            backend: self.backend,
            roots: self.roots(),
            passphrase,
            master_key_file,
            os_user: Some(self.os_user()),
            accept_audit_loss: false,
            azure_module: self.options.azure_module.clone(),
        })
    }

    /// How vaults are asked that are not embedded, with the secret that was handed over for it.
    fn roots(&self) -> Option<RootAccess> {
        let mut roots = self.roots.clone()?;
        if let Some(secret) = self.copy_secret(OF_CLIENT) {
            roots.variables = roots.variables.with(CLIENT_SECRET, secret);
        }
        Some(roots)
    }

    pub(crate) fn copy_secret(&self, name: &str) -> Option<SecretBytes> {
        lock(&self.secrets)
            .get(name)
            .and_then(|secret| SecretBytes::from_slice(secret.expose()).ok())
    }

    /// Keeps a tenant for the programs that this user starts next and that choose none. Not being
    /// able to is no reason to fail.
    fn remember(&self, tenant: &Path) {
        if let Some(file) = self.options.last_tenant_file()
            && let Err(error) = last_tenant::keep(&file, tenant)
        {
            tracing::debug!(%error, "the tenant that was opened is not kept for the next program");
        }
    }

    fn last_tenant(&self) -> Result<Option<PathBuf>, CmdletError> {
        match self.options.last_tenant_file() {
            Some(file) if self.options.chosen_tenant().is_none() => last_tenant::recall(&file),
            _ => Ok(None),
        }
    }

    fn default_tenant(
        &self,
        make: impl FnOnce(&Path) -> Result<Arc<Tenant>, CmdletError>,
    ) -> Result<Arc<Tenant>, CmdletError> {
        let path = self.options.default_tenant()?;
        let (tenant, made) = if Tenant::exists(&path) {
            (Tenant::open(&path, self.open_options()?)?, false)
        } else {
            (make(&path)?, true)
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
        match Tenant::create(path, &default_options(), self.open_options()?) {
            Err(_) if Tenant::exists(path) => Ok(Tenant::open(path, self.open_options()?)?),
            made => Ok(made?),
        }
    }

    pub(crate) fn check_open(&self) -> Result<(), CmdletError> {
        if self.cancel.is_cancelled() {
            return Err(CmdletError::new(
                "SessionClosed",
                Category::InvalidOperation,
                "The session was closed.",
                "Open a new one.",
            )
            .ending());
        }
        Ok(())
    }

    pub(crate) fn take_parameter_secrets(&self) -> BTreeMap<String, SecretBytes> {
        let mut held = lock(&self.secrets);
        if held.is_empty() {
            return BTreeMap::new();
        }
        let (taken, kept) = std::mem::take(&mut *held)
            .into_iter()
            .partition(|(name, _)| name.starts_with(OF_PARAMETER));
        *held = kept;
        taken
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.let_go(None);
    }
}

/// An empty passphrase is one that was not found: it must neither count nor be passed over.
fn not_empty(name: &str, secret: &[u8]) -> Result<(), CmdletError> {
    if !secret.is_empty() {
        return Ok(());
    }
    let message = format!("{name} is empty, which seals nothing.");
    Err(CmdletError::argument(
        "PassphraseEmpty",
        message,
        "Give the passphrase, or unset the variable.",
    )
    .about(name)
    .ending())
}

fn parse_jobs(word: &str) -> Result<bool, CmdletError> {
    match word.to_ascii_lowercase().as_str() {
        "manual" => Ok(true),
        "background" => Ok(false),
        _ => Err(CmdletError::argument(
            "InvalidSessionOptions",
            format!("CUSTOMER_KEY_JOBS is '{word}'."),
            "Set it to manual or background, or unset it.",
        )
        .about(word)
        .ending()),
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

/// Reading makes nothing, and neither do the data functions.
fn default_options() -> CreateOptions {
    CreateOptions { name: "contoso".to_owned(), ..CreateOptions::default() }
}

fn no_tenant(default: &Path) -> CmdletError {
    let default = default.display().to_string();
    CmdletError::new(
        "TenantNotFound",
        Category::ObjectNotFound,
        format!("No tenant was chosen, and there is none in {default}. Nothing was made."),
        format!(
            "Make one there: New-CustomerKeyTenant -Path {}; or open one that there is by Open-CustomerKeyTenant, or name its folder by CUSTOMER_KEY_TENANT.",
            word(&default)
        ),
    )
    .about(default)
}

/// Nobody named the folder just now: where the name comes from belongs to the error.
fn opened_last(mut error: CmdletError) -> CmdletError {
    if error.id == "TenantNotFound" {
        error.message = format!("{} It is the one that was opened last.", error.message);
        error.fix =
            "Open another by Open-CustomerKeyTenant, make one by New-CustomerKeyTenant, or name one by CUSTOMER_KEY_TENANT."
                .into();
    }
    error
}

fn no_memory(error: ckey_crypto::CryptoError) -> CmdletError {
    CmdletError::from(ckey_engine::EngineError::from(error)).ending()
}
