//! A tenant: one folder with everything in it, opened by any number of processes at once.

mod archive;
mod backup;
mod building;
mod check;
mod consequences;
mod create;
mod imports;
mod open;
mod outputs;
mod rehearsal;
mod removal;
mod restore;
mod scopes;
pub mod serving;
mod settings;
mod status;

use std::path::Path;
use std::sync::{Arc, Mutex};

use ckey_store::model::TenantMode;
use ckey_vault::{EmbeddedVaults, KeyUri};
use uuid::Uuid;

pub use backup::BackupReport;
pub use check::{CheckProgress, CheckResult};
pub use consequences::{Action, Consequence};
pub use create::CreateOptions;
pub use imports::ImportUnderWay;
pub use open::OpenOptions;
pub use rehearsal::ClockState;
pub use removal::{RemovalPlan, RemovalReport};
pub use status::{TenantStatus, VaultState};

#[cfg(feature = "fuzzing")]
pub(crate) use archive::{label, unpack};

use crate::audit::Audit;
use crate::directory::Directory;
use crate::ground::{Ground, Grounded, Moment, VaultProvider};
use crate::hierarchy::Hierarchy;
use crate::items::Items;
use crate::jobs::Jobs;
use crate::key_use::KeyUse;
use crate::mailboxes::Mailboxes;
use crate::policies::Policies;
use crate::purge::Purges;
use crate::record::AuditLoss;
use crate::relocation::Relocation;
use crate::sites::Sites;
use crate::validation::Validation;
use crate::what_if::WhatIf;
use crate::workloads::Workloads;

/// An open tenant. What is done in it is done by its nouns, such as
/// [`crate::policies::Policies::list`].
pub struct Tenant {
    pub(crate) ground: Ground,
    /// What was accepted when it was opened and nobody was told of yet.
    loss: Mutex<Option<AuditLoss>>,
}

impl Grounded for Tenant {
    fn ground(&self) -> &Ground {
        &self.ground
    }
}

impl Tenant {
    /// The audit log.
    #[must_use]
    pub fn audit(&self) -> Audit<'_> {
        Audit::of(&self.ground)
    }

    /// Who and what the tenant knows: accounts, applications, subscriptions, resource groups; who
    /// is signed in, and with which rights.
    #[must_use]
    pub fn directory(&self) -> Directory<'_> {
        Directory::of(&self.ground)
    }

    /// The checks of its configuration.
    #[must_use]
    pub fn validation(&self) -> Validation<'_> {
        Validation::of(&self.ground)
    }

    /// The data encryption policies.
    #[must_use]
    pub fn policies(&self) -> Policies<'_> {
        Policies::of(&self.ground)
    }

    /// Mailboxes and mail users.
    #[must_use]
    pub fn mailboxes(&self) -> Mailboxes<'_> {
        Mailboxes::of(&self.ground)
    }

    /// Workloads and application scopes.
    #[must_use]
    pub fn workloads(&self) -> Workloads<'_> {
        Workloads::of(&self.ground)
    }

    /// Its SharePoint geos and sites.
    #[must_use]
    pub fn sites(&self) -> Sites<'_> {
        Sites::of(&self.ground)
    }

    /// Items, and the scopes that programs open.
    #[must_use]
    pub fn items(&self) -> Items<'_> {
        Items::of(&self.ground)
    }

    /// Jobs.
    #[must_use]
    pub fn jobs(&self) -> Jobs<'_> {
        Jobs::of(&self.ground)
    }

    /// The root keys, as data uses them; known backups.
    #[must_use]
    pub fn key_use(&self) -> KeyUse<'_> {
        KeyUse::of(&self.ground)
    }

    /// Its way from the embedded vaults.
    #[must_use]
    pub const fn relocation(&self) -> Relocation<'_> {
        Relocation::of(&self.ground)
    }

    /// What changes would do to who reads what.
    #[must_use]
    pub const fn what_if(&self) -> WhatIf<'_> {
        WhatIf::of(&self.ground)
    }

    /// Purges of the data under policies.
    #[must_use]
    pub fn purges(&self) -> Purges<'_> {
        Purges::of(&self.ground)
    }

    /// The keys.
    pub(crate) const fn hierarchy(&self) -> Hierarchy<'_> {
        Hierarchy::of(&self.ground)
    }

    /// The tenant folder, absolute.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.ground.path()
    }

    /// Where a server of the tenant's vaults keeps its certificates, and who serves.
    #[must_use]
    pub fn server_folder(&self) -> std::path::PathBuf {
        self.ground.layout().server()
    }

    /// The tenant's id, also its directory tenant id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.ground.id()
    }

    /// The tenant's name, such as `contoso`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.ground.name()
    }

    /// The tenant's domain, such as `contoso.onmicrosoft.com`; errors name it as the server.
    #[must_use]
    pub fn domain(&self) -> String {
        self.ground.domain()
    }

    /// Rehearsal or production; it never changes.
    #[must_use]
    pub fn mode(&self) -> TenantMode {
        self.ground.mode()
    }

    /// Whether the folder could not be written when it was opened. Then nothing is recorded, no
    /// availability key is used, and what was left unfinished stays so (rule 8.5.11).
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.ground.is_read_only()
    }

    /// Refuses to change anything in a tenant that cannot be written.
    ///
    /// # Errors
    /// `TenantReadOnly`.
    pub fn check_writable(&self) -> crate::error::Result<()> {
        self.ground.must_be_writable()
    }

    /// The tenant's time: Unix seconds, UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.ground.now()
    }

    /// Where the vaults are in which the roots are.
    #[must_use]
    pub fn vault_provider(&self) -> Arc<VaultProvider> {
        self.ground.provider()
    }

    /// Reads the URI of a key in a vault of this tenant.
    ///
    /// # Errors
    /// `BadParameter`.
    pub fn key_uri(&self, text: &str) -> crate::error::Result<KeyUri> {
        self.ground.key_uri(text)
    }

    /// The embedded vaults. Every call says who asks. Making vaults and giving permissions or roles
    /// goes through [`Tenant::directory`], which remembers who was given something.
    #[must_use]
    pub fn vaults(&self) -> &EmbeddedVaults {
        self.ground.vaults()
    }

    /// Looks whether the folder still holds this tenant; what every operation begins with. A few
    /// microseconds.
    ///
    /// # Errors
    /// `TenantReplaced` when the folder, the database or the tenant in it is another one, or gone:
    /// nothing that was sealed or changed from here on would ever be found again. Those of the
    /// store.
    pub fn still_there(&self) -> crate::error::Result<()> {
        self.ground.still_there()
    }

    /// Calls `act` at every [`Moment`] of this open tenant from now on. For tests; takes the first
    /// one only.
    #[doc(hidden)]
    pub fn on_pause(&self, act: impl Fn(Moment) + Send + Sync + 'static) {
        self.ground.on_pause(act);
    }
}
