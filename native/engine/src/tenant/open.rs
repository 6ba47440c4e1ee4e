//! Opening a tenant folder, and sharing what is open within a process.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::Instant;

use ckey_crypto::{Backend, SecretBytes};
use ckey_store::{FolderContent, FolderSecrets, MasterKey, SqliteState, State, StateExt};
use ckey_vault::EmbeddedVaults;
use once_cell::sync::Lazy;

use super::vault_record::VaultRecord;
use super::{Alive, Layout, Settings, TamperEvidence, Tenant};
use crate::audit::AuditChain;
use crate::clock::TenantClock;
use crate::error::{Category, EngineError, Result};
use crate::hierarchy::KeyCache;
use crate::jobs::Worker;

/// How a tenant is opened.
#[derive(Default)]
pub struct OpenOptions {
    /// Whether a background thread works off jobs while the tenant is open (also a setting of the tenant: both must allow it).
    pub background_jobs: bool,
    /// The cryptographic backend; default aws-lc-rs. What one sealed the other opens.
    pub backend: Option<Backend>,
    /// The passphrase that seals the secret store, where it is not sealed under a key file.
    pub passphrase: Option<SecretBytes>,
    /// The file with the secret store's master key, where it does not lie in the tenant folder.
    pub master_key_file: Option<PathBuf>,
}

impl OpenOptions {
    pub(super) fn master_key(&self) -> Result<MasterKey> {
        if let Some(passphrase) = &self.passphrase {
            return Ok(MasterKey::Passphrase(SecretBytes::from_slice(passphrase.expose())?));
        }
        Ok(self.master_key_file.clone().map_or(MasterKey::InFolder, MasterKey::File))
    }
}

/// Tenants that are open in this process: sessions on one folder share one engine and one worker.
static OPEN: Lazy<Mutex<HashMap<PathBuf, Weak<Tenant>>>> = Lazy::new(Mutex::default);

/// Makes the key under which the vaults' private keys are sealed.
pub(super) fn make_vault_master(layout: &Layout) -> Result<()> {
    let path = layout.vault_master();
    if let Some(folder) = path.parent() {
        Layout::make_private(folder)?;
    }
    ckey_store::make_key_file(&path)?;
    Ok(())
}

impl Tenant {
    /// Opens the tenant in this folder, finishing or undoing what a killed process left unfinished. A folder that this process has open
    /// already gives the same tenant.
    ///
    /// # Errors
    /// `TenantNotFound`; `StoreNewerFormat`, `StoreDamaged`, `StoreOnNetworkFileSystem`; a wrong passphrase or master key.
    pub fn open(path: &Path, options: OpenOptions) -> Result<Arc<Self>> {
        let layout = Layout::at(path)?;
        if !Self::exists(path) {
            return Err(EngineError::new(
                "TenantNotFound",
                Category::ObjectNotFound,
                format!("There is no tenant in '{}'.", layout.root().display()),
                "Make one with New-CustomerKeyTenant, or give the folder of one.",
            )
            .about(layout.root().display().to_string()));
        }
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let tenant = match open.get(layout.root()).and_then(Weak::upgrade) {
            Some(tenant) => tenant,
            None => {
                let tenant = Arc::new(Self::load(layout, &options)?);
                open.retain(|_, weak| weak.strong_count() > 0);
                open.insert(tenant.layout.root().to_owned(), Arc::downgrade(&tenant));
                tenant
            }
        };
        drop(open);
        if options.background_jobs && !tenant.background.swap(true, Ordering::AcqRel) {
            tenant.worker.start(&tenant)?;
        }
        Ok(tenant)
    }

    fn load(layout: Layout, options: &OpenOptions) -> Result<Self> {
        let master = options.master_key()?;
        let evidence = TamperEvidence::of(&master, &layout);
        let secrets = FolderSecrets::open(&layout.secrets(), master)?;
        let chain_key = super::rows::chain_key(&secrets)?;
        let state: Arc<dyn State> = Arc::new(SqliteState::open(&layout.state(), super::rows::row_key(&chain_key)?)?);
        let audit = Arc::new(AuditChain::new(&chain_key));
        super::rows::bind_old_rows(&*state, &audit)?;
        let content = FolderContent::open(&layout.content())?;
        let row = state.view(|reader| Ok::<_, EngineError>(reader.tenant()?))?;
        let clock = Arc::new(TenantClock::default());
        let backend = options.backend.unwrap_or_default();
        let record = VaultRecord { state: Arc::clone(&state), audit: Arc::clone(&audit), clock: Arc::clone(&clock) };
        let sealing = ckey_store::read_key_file(&layout.vault_master())?;
        let vaults = EmbeddedVaults::open(&layout.vaults(), &sealing, clock.clone(), backend, Some(Arc::new(record)))?;
        let tenant = Self {
            alive: Alive::start(&layout)?,
            layout,
            row,
            state,
            secrets: Box::new(secrets),
            content: Box::new(content),
            vaults,
            clock,
            backend,
            evidence,
            audit,
            cache: KeyCache::default(),
            settings: RwLock::new(Settings::default()),
            epoch: AtomicI64::new(-1),
            looked: Mutex::new(Instant::now()),
            background: AtomicBool::new(false),
            worker: Worker::default(),
        };
        tenant.sync()?;
        tenant.begin_vault_record()?;
        crate::lifecycle::resolve_intents(&tenant)?;
        Ok(tenant)
    }
}
