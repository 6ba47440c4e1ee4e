//! A tenant: one folder with everything in it, opened by any number of processes at once.

mod alive;
mod archive;
mod backup;
mod building;
mod check;
mod create;
mod layout;
mod open;
mod outputs;
mod owner;
mod pause;
mod place;
mod rehearsal;
mod restore;
mod rows;
mod settings;
mod status;
mod vault_record;
mod work;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

use ckey_crypto::{Backend, SecretKey};
use ckey_store::model::{TenantMode, TenantRow};
use ckey_store::{ContentStore, SecretName, SecretStore, State};
use ckey_vault::{Clock, EmbeddedVaults};
use uuid::Uuid;

pub use backup::BackupReport;
pub use check::{CheckProgress, CheckResult};
pub use create::CreateOptions;
pub use open::OpenOptions;
#[doc(hidden)]
pub use pause::Moment;
pub use rehearsal::ClockState;
pub use rows::TamperEvidence;
pub(crate) use settings::PREFIX as SETTINGS;
pub use settings::{JobMode, Settings, SettingsChange, UnknownAccounts, UnknownIdentifiers};
pub use status::{TenantStatus, VaultState};

use crate::audit::{AuditChain, Keeper};
use crate::clock::TenantClock;
use crate::error::{Category, EngineError, Result};
use crate::hierarchy::KeyCache;
use crate::jobs::Worker;

pub(crate) use alive::Alive;
#[cfg(feature = "fuzzing")]
pub(crate) use archive::{label, unpack};
pub(crate) use layout::Layout;
pub(crate) use rehearsal::CLOCK_OFFSET;

/// Who does something, as the audit log shows it. Whoever calls through a cmdlet or the C ABI is a user, never the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// A user principal name, or another name that says who it is.
    pub name: String,
}

impl Actor {
    /// An actor of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    /// What the service itself is called: built-in jobs, the use of an availability key (FIG).
    pub(crate) const SERVICE: &'static str = "NT AUTHORITY\\SYSTEM (customer-key)";
}

/// An open tenant.
pub struct Tenant {
    layout: Layout,
    place: place::Place,
    row: TenantRow,
    state: Arc<dyn State>,
    secrets: Arc<dyn SecretStore>,
    content: Box<dyn ContentStore>,
    vaults: EmbeddedVaults,
    clock: Arc<TenantClock>,
    backend: Backend,
    evidence: TamperEvidence,
    audit: Arc<AuditChain>,
    keeper: Arc<Keeper>,
    alive: Alive,
    read_only: bool,
    cache: KeyCache,
    settings: RwLock<Settings>,
    /// The key epoch that settings, clock and caches were read at.
    epoch: AtomicI64,
    /// When the epoch was last looked up, for those who may rely on a very recent look.
    looked: place::Looked,
    background: AtomicBool,
    worker: Worker,
    pauses: pause::Pauses,
}

impl Tenant {
    /// The tenant folder, absolute.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.layout.root()
    }

    /// The tenant's id, also its directory tenant id.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.row.id
    }

    /// The tenant's name, such as `contoso`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.row.name
    }

    /// The tenant's domain, such as `contoso.onmicrosoft.com`; errors name it as the server.
    #[must_use]
    pub fn domain(&self) -> String {
        format!("{}.onmicrosoft.com", self.row.name)
    }

    /// Rehearsal or production; it never changes.
    #[must_use]
    pub const fn mode(&self) -> TenantMode {
        self.row.mode
    }

    /// Whether the folder could not be written when it was opened. Then nothing is recorded, no availability key is used, and what was left
    /// unfinished stays so.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// For what is recorded or leaves something to be done, and so cannot begin.
    ///
    /// # Errors
    /// `TenantReadOnly`.
    pub(crate) fn must_be_writable(&self) -> Result<()> {
        if !self.read_only {
            return Ok(());
        }
        let folder = self.path().display().to_string();
        Err(EngineError::new(
            "TenantReadOnly",
            Category::WriteError,
            format!("The tenant in '{folder}' is read only: it cannot be written, so nothing changes in it."),
            "Copy the whole folder to a place that can be written and open the copy, or give the account that runs this process write permission.",
        )
        .about(folder))
    }

    /// The cryptographic backend of this process.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// The tenant's time: Unix seconds, UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The embedded vaults. Every call says who asks. Making vaults and giving permissions or roles goes through the tenant, which remembers
    /// who was given something.
    #[must_use]
    pub const fn vaults(&self) -> &EmbeddedVaults {
        &self.vaults
    }

    pub(crate) fn state(&self) -> &dyn State {
        self.state.as_ref()
    }

    pub(crate) fn secrets(&self) -> &dyn SecretStore {
        self.secrets.as_ref()
    }

    pub(crate) fn content(&self) -> &dyn ContentStore {
        self.content.as_ref()
    }

    pub(crate) fn audit(&self) -> &AuditChain {
        &self.audit
    }

    pub(crate) fn keeper(&self) -> &Keeper {
        &self.keeper
    }

    pub(crate) const fn alive(&self) -> &Alive {
        &self.alive
    }

    pub(crate) const fn cache(&self) -> &KeyCache {
        &self.cache
    }

    /// The key epoch as of the last look.
    pub(crate) fn epoch(&self) -> i64 {
        self.epoch.load(Ordering::Acquire)
    }

    pub(crate) const fn worker(&self) -> &Worker {
        &self.worker
    }

    pub(crate) const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// A secret that must be there.
    pub(crate) fn secret(&self, name: &SecretName) -> Result<SecretKey> {
        self.secrets.get(name)?.ok_or_else(|| {
            EngineError::damaged(
                &name.label(),
                format!("The secret store has no '{}', which this tenant cannot do without.", name.label()),
            )
        })
    }
}
