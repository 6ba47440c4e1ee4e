//! Opening a tenant folder (rule 8.5.2), and sharing what is open within a process.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};

use ckey_base::clock;
use ckey_crypto::{Backend, SecretBytes};
use ckey_store::{
    FolderContent, FolderSecrets, MasterKey, SqliteState, State, StateExt, StateOptions,
    refuse_long,
};
use ckey_vault::EmbeddedVaults;
use ckey_vault::paste::word;
use once_cell::sync::Lazy;

use super::Tenant;
use crate::clock::TenantClock;
use crate::directory::accepting;
use crate::error::{Category, EngineError, Result};
use crate::ground::{
    Alive, Background, Ground, KeyCache, KnownApplications, Layout, Looked, Pauses, Place,
    RootAccess, Roots, Settings, TamperEvidence, VaultRecord, bind_old_rows, chain_key, let_go,
    resolve_intents, row_key, sweep_work_folders,
};
use crate::jobs::background_step;
use crate::record::{AuditChain, AuditLoss, CountedState, Counter, Keeper, Origin, Standing};

/// How a tenant is opened.
#[derive(Default)]
pub struct OpenOptions {
    /// Whether the background thread runs jobs while the tenant is open (also a setting of the
    /// tenant: both must allow it).
    pub background_jobs: bool,
    /// Whether the background thread lets go of what must not be kept though nobody calls: keys that
    /// another process purged or revoked. Sessions want it. Without both, nothing happens between
    /// calls, and the last owner who drops the tenant closes it.
    pub watches: bool,
    /// The cryptographic backend; default aws-lc-rs. What one sealed the other opens.
    pub backend: Option<Backend>,
    /// The passphrase that seals the secret store, where it is not sealed under a key file.
    pub passphrase: Option<SecretBytes>,
    /// How vaults are asked that are not embedded, where this build can.
    pub roots: Option<RootAccess>,
    /// The file with the secret store's master key, where it does not be in the tenant folder.
    pub master_key_file: Option<PathBuf>,
    /// The user of the operating system who opens it: the account that is signed in for that user
    /// is who restores a tenant, or takes an audit log as it is. `None`: nobody is signed in.
    pub os_user: Option<String>,
    /// Takes the audit log as it is, where records that its counter knows of are missing, on the
    /// record; anyone who is signed in must be an owner. Otherwise such a tenant is not opened,
    /// because what it lost may be a revocation.
    pub accept_audit_loss: bool,
    /// A module of the same process whose cmdlets work on Azure's vaults: no tenant whose roots are
    /// embedded is opened or made beside it, for its cmdlets have the names of those for embedded
    /// vaults.
    pub azure_module: Option<String>,
}

impl OpenOptions {
    /// The master key of the secret store of the tenant in `place`.
    pub(super) fn master_key(&self, place: &Layout) -> Result<MasterKey> {
        if let Some(passphrase) = &self.passphrase {
            return Ok(MasterKey::Passphrase(SecretBytes::from_slice(passphrase.expose())?));
        }
        let key = self.master_key_file.clone().map_or(MasterKey::InFolder, MasterKey::File);
        Ok(key.for_folder(&place.secrets()))
    }

    /// The same for a tenant that is going to be made there: a key file that does not exist is
    /// made, but not where the tenant is to lie.
    pub(super) fn new_master_key(&self, place: &Layout) -> Result<MasterKey> {
        let key = self.master_key(place)?;
        match &key {
            MasterKey::File(path) if path.starts_with(place.root()) => Err(EngineError::invalid(
                "MasterKeyFileInTenant",
                &path.display().to_string(),
                format!(
                    "The master key file '{}' would be in the folder of the tenant that is to be made.",
                    path.display()
                ),
                "Give a file elsewhere; anyone who copies the tenant folder must not have it.",
            )),
            _ => Ok(key),
        }
    }
}

/// Tenants that are open in this process: sessions on one folder share one engine and one worker.
static OPEN: Lazy<Mutex<HashMap<PathBuf, Weak<Tenant>>>> = Lazy::new(Mutex::default);

fn lock_open() -> MutexGuard<'static, HashMap<PathBuf, Weak<Tenant>>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The tenant that is open at this path, as long as it is the one that is there.
fn is_open(open: &HashMap<PathBuf, Weak<Tenant>>, root: &Path) -> Result<Option<Arc<Tenant>>> {
    let Some(tenant) = open.get(root).and_then(Weak::upgrade) else { return Ok(None) };
    match tenant.ground.still_there() {
        Ok(()) => Ok(Some(tenant)),
        Err(error) if error.id == "TenantReplaced" => Ok(None),
        Err(error) => Err(error),
    }
}

/// This process put another tenant at this path: anyone who has the one open that lay there looks
/// at once.
pub(super) fn somebody_replaced(root: &Path) {
    let tenant = lock_open().remove(root).and_then(|tenant| tenant.upgrade());
    if let Some(tenant) = tenant {
        tenant.ground.looked.doubt();
    }
}

/// Makes the key under which the vaults' private keys are sealed.
pub(super) fn make_vault_master(layout: &Layout) -> Result<()> {
    let path = layout.vault_master();
    if let Some(folder) = path.parent() {
        Layout::make_private(folder)?;
    }
    ckey_store::make_key_file(&path)?;
    Ok(())
}

/// Holds the log against its counter. Who accepts that records are missing is judged once some are.
fn count(
    counter: &Counter,
    state: &dyn State,
    audit: &AuditChain,
    options: &OpenOptions,
    now: i64,
) -> Result<Standing> {
    match counter.open(audit, None, now) {
        Err(error) if options.accept_audit_loss && error.category == Category::InvalidData => {
            let os_user = options.os_user.clone().unwrap_or_else(|| Origin::here().os_user);
            counter.open(audit, Some(&accepting(state, &os_user)?), now)
        }
        opened => opened,
    }
}

/// The error where the secrets of a tenant are there and its database is not: what they belong to is
/// in the database alone.
fn database_gone(layout: &Layout) -> EngineError {
    let root = layout.root().display().to_string();
    EngineError::new(
        "TenantDatabaseGone",
        Category::ObjectNotFound,
        format!("The database of the tenant in '{root}' is gone: there is no {}.", layout.state().display()),
        "Put the newest copy of that file back, or restore the tenant from a backup into a new folder: Restore-CustomerKeyTenant -Path NEW -InputFile FILE -SecretsFile FILE. Leave what is here as it is until then (docs/recovery.md).",
    )
    .about(root)
}

impl Tenant {
    /// Opens the tenant in this folder, finishing or undoing what a killed process left unfinished.
    /// A folder that this process has open already gives the same tenant, to anyone who has its
    /// master key. One that cannot be written is opened to be read, see
    /// [`crate::Tenant::is_read_only`].
    ///
    /// # Errors
    /// `TenantNotFound` (rule 8.5.13); `TenantBeingRemoved`; `TenantDatabaseGone`; `AuditCutOff` where the audit log lacks records that its
    /// counter knows of; `RealModuleLoaded`; `StoreNewerFormat`, `StoreDamaged`, `StoreOnNetworkFileSystem`,
    /// `StorePathTooLong`; a wrong passphrase or master key.
    pub fn open(path: &Path, options: OpenOptions) -> Result<Arc<Self>> {
        let layout = Layout::at(path)?;
        layout.must_stay()?;
        if !Self::exists(path) {
            if layout.secrets().is_dir() {
                return Err(database_gone(&layout));
            }
            return Err(EngineError::new(
                "TenantNotFound",
                Category::ObjectNotFound,
                format!("There is no tenant in '{}'.", layout.root().display()),
                format!(
                    "Make one there: New-CustomerKeyTenant -Path {}; or give the folder of one.",
                    word(&layout.root().display().to_string())
                ),
            )
            .about(layout.root().display().to_string()));
        }
        let (tenant, opened) = Self::open_once(layout, &options)?;
        tenant.vault_provider().must_fit(options.azure_module.as_deref())?;
        if !opened {
            tenant.prove(&options)?;
            tenant.accepted(count(
                tenant.ground.keeper().counter(),
                tenant.ground.state(),
                tenant.ground.chain(),
                &options,
                tenant.now(),
            )?);
        }
        let runs_jobs = options.background_jobs && !tenant.is_read_only();
        if runs_jobs || options.watches {
            let background = tenant.ground.background();
            let grounded = Arc::downgrade(&tenant);
            background.start(grounded, tenant.path(), background_step)?;
            if runs_jobs {
                background.run_jobs();
            }
        }
        Ok(tenant)
    }

    fn accepted(&self, standing: Standing) {
        if let Standing::Accepted(loss) = standing {
            *self.loss.lock().unwrap_or_else(PoisonError::into_inner) = Some(loss);
        }
    }

    /// What the audit log lacks that was taken as it is when the tenant was opened; once, for
    /// anyone who tells of it.
    #[must_use]
    pub fn take_accepted_loss(&self) -> Option<AuditLoss> {
        self.loss.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Of several threads that open a folder one does it, and the others get what it opened; says
    /// whether this one did.
    fn open_once(layout: Layout, options: &OpenOptions) -> Result<(Arc<Self>, bool)> {
        let mut open = lock_open();
        if let Some(tenant) = is_open(&open, layout.root())? {
            return Ok((tenant, false));
        }
        let tenant = Arc::new(Self::load(layout.clone(), options, &layout)?);
        open.retain(|_, weak| weak.strong_count() > 0);
        open.insert(layout.root().to_owned(), Arc::downgrade(&tenant));
        Ok((tenant, true))
    }

    /// Anyone who opens a tenant shows that they can, also where it is open already: their key
    /// opens the same secret as ours.
    fn prove(&self, options: &OpenOptions) -> Result<()> {
        let store = FolderSecrets::open(
            &self.ground.layout().secrets(),
            options.master_key(self.ground.layout())?,
        )?;
        if chain_key(&store)?.ct_eq(&chain_key(self.ground.secrets())?) {
            return Ok(());
        }
        Err(EngineError::damaged(
            "service-secrets",
            "The secret store is not the one that was opened with this tenant.",
        ))
    }

    /// Opens what is at `layout`: the tenant of `place`, which is elsewhere while it is being
    /// built.
    pub(super) fn load(layout: Layout, options: &OpenOptions, place: &Layout) -> Result<Self> {
        let here = Place::of(&layout)?;
        let master = options.master_key(place)?;
        let evidence = TamperEvidence::of(&master, place);
        let secrets = Arc::new(FolderSecrets::open(&layout.secrets(), master)?);
        let secret = chain_key(&*secrets)?;
        let read_only = layout.is_read_only();
        if !read_only {
            refuse_long(&place.state())?;
        }
        let rows = row_key(&secret)?;
        let how = StateOptions { read_only, ..StateOptions::default() };
        let state: Arc<dyn State> = Arc::new(SqliteState::open_with(&layout.state(), rows, how)?);
        let audit = Arc::new(AuditChain::new(&secret));
        bind_old_rows(&*state, &audit)?;
        let content = FolderContent::open(&layout.content())?;
        let row = state.view(|reader| Ok::<_, EngineError>(reader.tenant()?))?;
        let keeper = Arc::new(Keeper::new(Counter::new(
            row.id,
            place.root(),
            Arc::clone(&state),
            secrets.clone(),
        )));
        let standing = count(keeper.counter(), &*state, &audit, options, clock::seconds())?;
        if standing == Standing::Behind && !read_only {
            keeper.follow();
        }
        let state: Arc<dyn State> = Arc::new(CountedState::new(state, Arc::clone(&keeper)));
        let clock = Arc::new(TenantClock::default());
        let backend = options.backend.unwrap_or_default();
        let record = VaultRecord {
            state: Arc::clone(&state),
            audit: Arc::clone(&audit),
            clock: Arc::clone(&clock),
            keeper: Arc::clone(&keeper),
        };
        let roots = state.view(|reader| Roots::of(reader, options.roots.as_ref()))?;
        let sealing = ckey_store::read_key_file(&layout.vault_master())?;
        let vaults = EmbeddedVaults::open(
            &layout.vaults(),
            &sealing,
            clock.clone(),
            backend,
            Some(Arc::new(record)),
        )?
        .in_cloud(roots.embedded_cloud());
        let vaults = if read_only { vaults.without_record_of_uses() } else { vaults };
        let alive = if read_only { Alive::unseen(&layout) } else { Alive::start(&layout)? };
        sweep_work_folders(&layout, &alive);
        let cache = KeyCache::of(&clock);
        let ground = Ground {
            alive,
            read_only,
            layout,
            place: here,
            row,
            state,
            secrets,
            content: Box::new(content),
            vaults,
            roots,
            clock,
            backend,
            evidence,
            chain: audit,
            keeper,
            cache,
            settings: RwLock::new(Settings::default()),
            epoch: AtomicI64::new(-1),
            looked: Looked::default(),
            applications: KnownApplications::default(),
            background: Background::default(),
            pauses: Pauses::default(),
        };
        ground.sync()?;
        if !ground.is_read_only() {
            ground.begin_vault_record()?;
            resolve_intents(&ground)?;
        }
        let tenant = Self { ground, loss: Mutex::default() };
        tenant.accepted(standing);
        tenant.finish_roles();
        Ok(tenant)
    }

    /// Vaults that do not know of all roles above them do not keep anybody from opening a tenant:
    /// its check finds them.
    fn finish_roles(&self) {
        if self.is_read_only() {
            return;
        }
        if let Err(error) = self.directory().finish_spreading() {
            tracing::warn!(%error, "roles could not be told to every vault");
        }
    }

    /// Lets go of a tenant. For the last user in this process it returns when the tenant is closed:
    /// a step that the background thread makes is ended, the counter of the audit log has moved on,
    /// and nothing more is written. A program that ends right after it has left nothing undone.
    pub fn let_go(tenant: Arc<Self>) {
        let_go(tenant);
    }
}
