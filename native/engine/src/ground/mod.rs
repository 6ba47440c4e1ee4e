//! What everything in a tenant stands on: its stores, secrets, vaults, clock and settings, the
//! caches of opened keys, who else has it open, and the chain of its audit records. It knows
//! nothing of what it carries.

mod alive;
mod asking;
mod background;
mod cache;
mod certain;
mod intents;
mod keys;
mod layout;
mod notes;
mod owner;
mod pause;
mod place;
mod profile;
mod registered;
mod roots;
mod rows;
mod settings;
mod sync;
mod vault_record;
mod work;
mod written_settings;

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

use ckey_base::clock::Clock;
use ckey_crypto::{Backend, SecretKey};
use ckey_store::model::{TenantMode, TenantRow};
use ckey_store::{ContentStore, SecretName, SecretStore, State};
use ckey_vault::EmbeddedVaults;
use uuid::Uuid;

use crate::clock::TenantClock;
use crate::error::{Category, EngineError, Result};
use crate::record::{AuditChain, Keeper, Operation};

pub(crate) use alive::Alive;
pub use asking::RootAccess;
pub(crate) use asking::{AskedRoots, Roots};
pub(crate) use background::{Background, let_go};
pub(crate) use cache::{Access, KeyCache, OpenedPolicy};
pub(crate) use intents::{
    CREATE_INSTALLATION_KEY, CREATE_ITEM, CREATE_POLICY, IMPORT, REMOVE_CONTENT,
    RETIRE_INSTALLATION_KEY, resolve_intents,
};
pub(crate) use keys::{PolicyKek, ScopeSecret};
pub(crate) use layout::Layout;
pub(crate) use notes::{read_note, write_note};
#[doc(hidden)]
pub use pause::Moment;
pub(crate) use pause::Pauses;
pub(crate) use place::{Looked, Place};
pub use profile::RuleProfile;
pub(crate) use registered::KnownApplications;
pub use registered::Registered;
pub(crate) use roots::{LEAVE_EMBEDDED, PROVIDER, STAY_EMBEDDED};
pub use roots::{LeftVaults, VaultProvider};
pub use rows::TamperEvidence;
pub(crate) use rows::{BIND_ROWS, bind_old_rows, chain_key, row_key};
pub use settings::{
    AccountMarks, JobMode, Settings, SettingsChange, UnknownAccounts, UnknownIdentifiers,
    ValidationMode,
};
pub(crate) use settings::{PREFIX as SETTINGS, ROLES, roles_setting};
pub(crate) use sync::{CLOCK_EPOCHS, CLOCK_OFFSET, ClockMoves, LAST_SECOND};
pub(crate) use vault_record::{ACTIVITY as VAULT_CHANGE, VaultRecord, recorded};
pub(crate) use work::{
    is_ours as is_work_folder, make as make_work_folder, sweep as sweep_work_folders,
};
pub(crate) use written_settings::{CHANGE_SETTINGS, CREDENTIAL, as_recorded};

/// Anyone who keeps a tenant open.
pub(crate) trait Grounded: Send + Sync {
    /// What it stands on.
    fn ground(&self) -> &Ground;
}

/// What an open tenant has.
pub(crate) struct Ground {
    pub(crate) layout: Layout,
    pub(crate) place: Place,
    pub(crate) row: TenantRow,
    pub(crate) state: Arc<dyn State>,
    pub(crate) secrets: Arc<dyn SecretStore>,
    pub(crate) content: Box<dyn ContentStore>,
    pub(crate) vaults: EmbeddedVaults,
    pub(crate) roots: Roots,
    pub(crate) clock: Arc<TenantClock>,
    pub(crate) backend: Backend,
    pub(crate) evidence: TamperEvidence,
    pub(crate) chain: Arc<AuditChain>,
    pub(crate) keeper: Arc<Keeper>,
    pub(crate) alive: Alive,
    pub(crate) read_only: bool,
    pub(crate) cache: KeyCache,
    pub(crate) settings: RwLock<Settings>,
    /// The key epoch that settings, clock and caches were read at.
    pub(crate) epoch: AtomicI64,
    /// When the epoch was last looked up, for those who may rely on a very recent look.
    pub(crate) looked: Looked,
    pub(crate) applications: KnownApplications,
    pub(crate) background: Background,
    pub(crate) pauses: Pauses,
}

impl Ground {
    /// The tenant folder, absolute.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        self.layout.root()
    }

    /// The tenant's id, also its directory tenant id.
    #[must_use]
    pub(crate) const fn id(&self) -> Uuid {
        self.row.id
    }

    /// The tenant's name, such as `contoso`.
    #[must_use]
    pub(crate) fn name(&self) -> &str {
        &self.row.name
    }

    /// The tenant's domain, such as `contoso.onmicrosoft.com`; errors name it as the server.
    #[must_use]
    pub(crate) fn domain(&self) -> String {
        format!("{}.onmicrosoft.com", self.row.name)
    }

    /// Rehearsal or production; it never changes.
    #[must_use]
    pub(crate) const fn mode(&self) -> TenantMode {
        self.row.mode
    }

    /// Whether the folder could not be written when it was opened. Then nothing is recorded, no
    /// availability key is used, and what was left unfinished stays so.
    #[must_use]
    pub(crate) const fn is_read_only(&self) -> bool {
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
    pub(crate) const fn backend(&self) -> Backend {
        self.backend
    }

    /// The tenant's time: Unix seconds, UTC.
    #[must_use]
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The embedded vaults. Every call says who asks. Making vaults and giving permissions or roles
    /// goes through the tenant, which remembers who was given something.
    #[must_use]
    pub(crate) const fn vaults(&self) -> &EmbeddedVaults {
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

    pub(crate) fn chain(&self) -> &AuditChain {
        &self.chain
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

    /// Runs what is done in the background, once something asks for it.
    pub(crate) const fn background(&self) -> &Background {
        &self.background
    }

    pub(crate) const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// A secret that must be there.
    pub(crate) fn secret(&self, name: &SecretName) -> Result<SecretKey> {
        self.secrets.get(name)?.ok_or_else(|| {
            EngineError::damaged(
                &name.label(),
                format!(
                    "The secret store has no '{}', which this tenant cannot do without.",
                    name.label()
                ),
            )
        })
    }

    /// The tenant's administrator, who acts where nobody is signed in.
    #[must_use]
    pub(crate) fn administrator(&self) -> String {
        format!("admin@{}", self.domain())
    }

    /// The account that asks for what this thread does: as the operation says, else the tenant's
    /// administrator.
    pub(crate) fn asking(&self) -> String {
        let current = Operation::current();
        current
            .as_ref()
            .and_then(|current| current.account())
            .map_or_else(|| self.administrator(), str::to_owned)
    }
}
