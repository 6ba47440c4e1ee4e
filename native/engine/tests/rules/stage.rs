//! A rehearsal with two vaults in two subscriptions and regions and a key in each. The second may
//! be a managed HSM.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_crypto::certificate::Certificate;
use ckey_engine::directory::well_known;
use ckey_engine::{
    Actor, AuditQuery, AuditView, CreateOptions, EngineError, ItemView, JobMode, MailboxView,
    NewMailbox, NewPolicy, OpenOptions, PolicyKind, PolicyView, ScopeSelector, SettingsChange,
    Tenant, TenantMode,
};
use ckey_vault::{
    AccessPolicy, Caller, Fault, KeyPermission, KeyType, KeyUpdate, NewKey, NewVault,
    RoleAssignment, Sku, VaultKind, VaultRole,
};
use tempfile::TempDir;

pub(crate) const VAULTS: [&str; 2] = ["contosoEast01", "contosoWest01"];
pub(crate) const KEYS: [&str; 2] = ["Key-01", "Key-02"];

pub(crate) struct Stage {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) folder: TempDir,
}

pub(crate) fn options() -> OpenOptions {
    OpenOptions::default()
}

impl Stage {
    /// An empty rehearsal with manual jobs and no caches, so that every read asks the vaults.
    pub(crate) fn bare() -> Self {
        Self::made(TenantMode::Rehearsal, Some(1))
    }

    fn made(mode: TenantMode, seed: Option<u64>) -> Self {
        let folder = TempDir::new().unwrap();
        let create = CreateOptions { mode, ..CreateOptions::default() };
        let tenant = Tenant::create(&folder.path().join("tenant"), &create, options()).unwrap();
        let change = SettingsChange {
            job_mode: Some(JobMode::Manual),
            cache_enabled: Some(false),
            seed,
            ..SettingsChange::default()
        };
        tenant.change_settings(&Actor::new("test"), &change).unwrap();
        Self { tenant, folder }
    }

    /// With vaults, keys and permissions.
    pub(crate) fn new() -> Self {
        Self::bare().furnished(VaultKind::Vault)
    }

    /// The same, in a tenant for production.
    pub(crate) fn production() -> Self {
        Self::made(TenantMode::Production, Some(1)).furnished(VaultKind::Vault)
    }

    /// The same, without a seed: which root is asked first is left to chance.
    pub(crate) fn by_chance() -> Self {
        Self::made(TenantMode::Rehearsal, None).furnished(VaultKind::Vault)
    }

    /// The same as new, with a managed HSM in the place of the second vault.
    pub(crate) fn with_hsm() -> Self {
        Self::bare().furnished(VaultKind::ManagedHsm)
    }

    fn furnished(self, second: VaultKind) -> Self {
        for (index, location) in ["eastus", "westeurope"].into_iter().enumerate() {
            let subscription = format!("00000000-0000-4000-8000-00000000000{index}");
            if index == 1 && second == VaultKind::ManagedHsm {
                self.hsm(VAULTS[index], location, &subscription);
            } else {
                self.vault(VAULTS[index], location, &subscription);
            }
            self.new_version(index);
            self.permit(index, true);
        }
        self
    }

    pub(crate) fn actor(&self) -> Actor {
        Actor::new("alice@contoso.onmicrosoft.com")
    }

    pub(crate) fn admin(&self) -> Caller {
        self.tenant.directory().azure_caller("test").unwrap()
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("tenant")
    }

    pub(crate) fn vault(&self, name: &str, location: &str, subscription: &str) {
        let admin = self.admin();
        let tenant_id = self.tenant.id().to_string();
        let mut new = NewVault::new(name, location, &admin);
        new.subscription = subscription;
        new.resource_group = "group";
        new.tenant_id = &tenant_id;
        self.tenant.vaults().create_vault(&new).unwrap();
    }

    /// An activated one, whose administrator makes and destroys keys too.
    fn hsm(&self, name: &str, location: &str, subscription: &str) {
        let (admin, vaults) = (self.admin(), self.tenant.vaults());
        let tenant_id = self.tenant.id().to_string();
        let role = |role| RoleAssignment::for_caller(&admin, role);
        let administrators = [role(VaultRole::HsmAdministrator)];
        let new = NewVault {
            hsm: Some(&administrators),
            sku: Sku::Premium,
            rbac: true,
            subscription,
            resource_group: "group",
            tenant_id: &tenant_id,
            ..NewVault::new(name, location, &admin)
        };
        vaults.create_vault(&new).unwrap();
        let holders = [
            &include_bytes!("../../../crypto/tests/certificates/holder1.crt.pem")[..],
            include_bytes!("../../../crypto/tests/certificates/holder2.crt.pem"),
            include_bytes!("../../../crypto/tests/certificates/holder3.crt.pem"),
        ];
        let holders = holders.map(|file| Certificate::read(file).unwrap());
        vaults.export_security_domain(&admin, name, (&holders, 2), |_| Ok(())).unwrap();
        for given in [VaultRole::HsmCryptoUser, VaultRole::HsmCryptoOfficer] {
            vaults.give_hsm_role(&admin, name, &role(given)).unwrap();
        }
    }

    /// Which of them the vault is, deleted as it may be.
    pub(crate) fn kind(&self, index: usize) -> VaultKind {
        let all = self.tenant.vaults().each_vault().unwrap();
        let found = all.into_iter().find(|vault| vault.name == VAULTS[index]);
        found.and_then(|vault| vault.found.ok()).map_or(VaultKind::Vault, |vault| vault.kind())
    }

    /// Whether roles count in it.
    pub(crate) fn by_roles(&self, index: usize) -> bool {
        let all = self.tenant.vaults().each_vault().unwrap();
        let found = all.into_iter().find(|vault| vault.name == VAULTS[index]);
        found.is_some_and(|vault| vault.found.is_ok_and(|vault| vault.rbac))
    }

    /// A key of a vault, where that is.
    pub(crate) fn uri(&self, index: usize, key: &str) -> String {
        let host = match self.kind(index) {
            VaultKind::Vault => "vault.azure.net",
            VaultKind::ManagedHsm => "managedhsm.azure.net",
        };
        format!("https://{}.{host}/keys/{key}", VAULTS[index])
    }

    pub(crate) fn new_version(&self, index: usize) -> String {
        self.new_version_of(index, KEYS[index])
    }

    pub(crate) fn new_version_of(&self, index: usize, key: &str) -> String {
        let key_type = match self.kind(index) {
            VaultKind::Vault => KeyType::Rsa,
            VaultKind::ManagedHsm => KeyType::RsaHsm,
        };
        let new = NewKey { key_type, ..NewKey::default() };
        let made = self.tenant.vaults().create_key(&self.admin(), VAULTS[index], key, &new);
        made.unwrap().uri.to_string()
    }

    /// Gives or takes the service applications' get, wrapKey and unwrapKey.
    pub(crate) fn permit(&self, index: usize, allowed: bool) {
        for application in [well_known::EXCHANGE_ONLINE, well_known::DATA_AT_REST_ENCRYPTION] {
            self.permit_to(&application, index, allowed);
        }
    }

    /// The same of one application.
    pub(crate) fn permit_to(
        &self,
        application: &well_known::Application,
        index: usize,
        allowed: bool,
    ) {
        let principal =
            Caller::application(application.object_id, application.app_id, application.name);
        let permissions = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
        let (vaults, admin) = (self.tenant.vaults(), self.admin());
        if self.kind(index) == VaultKind::ManagedHsm {
            let role = local_role(application);
            let change = if allowed {
                vaults.give_hsm_role(&admin, VAULTS[index], &role)
            } else {
                vaults.take_hsm_role(&admin, VAULTS[index], &role)
            };
            change.unwrap();
        } else if allowed {
            let policy = AccessPolicy::for_caller(&principal, &permissions);
            vaults.set_access_policy(&admin, VAULTS[index], &policy).unwrap();
        } else {
            vaults.remove_access_policy(&admin, VAULTS[index], application.object_id).unwrap();
        }
    }

    pub(crate) fn enable(&self, index: usize, enabled: bool) {
        for version in
            self.tenant.vaults().key_versions(&self.admin(), VAULTS[index], KEYS[index]).unwrap()
        {
            let update = KeyUpdate { enabled: Some(enabled), ..KeyUpdate::default() };
            self.tenant
                .vaults()
                .update_key(
                    &self.admin(),
                    VAULTS[index],
                    KEYS[index],
                    version.uri.version(),
                    &update,
                )
                .unwrap();
        }
    }

    pub(crate) fn fault(&self, index: usize, fault: Fault) {
        self.tenant.set_vault_fault(&self.actor(), VAULTS[index], fault).unwrap();
    }

    pub(crate) fn uris(&self) -> Vec<String> {
        (0..2).map(|index| self.uri(index, KEYS[index])).collect()
    }

    pub(crate) fn try_policy(
        &self,
        kind: PolicyKind,
        name: &str,
        key_uris: Vec<String>,
    ) -> Result<PolicyView, EngineError> {
        let new = NewPolicy {
            kind,
            name: name.to_owned(),
            description: String::new(),
            enabled: true,
            key_uris,
        };
        self.tenant.policies().create(&self.actor(), &new, &CancelToken::default())
    }

    pub(crate) fn policy(&self, kind: PolicyKind, name: &str) -> PolicyView {
        self.try_policy(kind, name, self.uris()).unwrap()
    }

    pub(crate) fn mailbox(&self, name: &str) -> MailboxView {
        let new = NewMailbox { name: name.to_owned(), ..NewMailbox::default() };
        self.tenant
            .mailboxes()
            .create(&self.actor(), &[new], &CancelToken::default())
            .unwrap()
            .remove(0)
    }

    /// Seals an item in a scope.
    pub(crate) fn import(
        &self,
        scope: &ScopeSelector,
        name: &str,
        mut content: &[u8],
    ) -> Result<ItemView, EngineError> {
        let cancel = CancelToken::default();
        self.tenant.items().import(&self.actor(), scope, name, &mut content, &cancel)
    }

    pub(crate) fn look(&self, name: &str) -> MailboxView {
        self.tenant.mailboxes().get(name).unwrap()
    }

    /// Keeps opened keys from now on.
    pub(crate) fn cached(&self) {
        let change = SettingsChange { cache_enabled: Some(true), ..SettingsChange::default() };
        self.tenant.change_settings(&self.actor(), &change).unwrap();
    }

    pub(crate) fn work(&self) {
        let report = self.tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
        assert_eq!(report.open_jobs, 0, "{:?}", self.tenant.jobs().list(false).unwrap());
    }
}

/// What an application of the service has in a managed HSM.
pub(crate) fn local_role(application: &well_known::Application) -> RoleAssignment {
    let well_known::Application { object_id, app_id, name, .. } = *application;
    let principal = Caller::application(object_id, app_id, name);
    RoleAssignment::for_caller(&principal, VaultRole::HsmCryptoServiceEncryptionUser)
}

/// All files in a folder and those in it.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

/// All files in a folder and those in it, with what is in them. A file that goes while they are read
/// was the counter of the log, which a tenant that is open writes anew: its new bytes may be those of
/// a file that was read before, so all of them are read again.
pub(crate) fn bytes_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    loop {
        let read = files_below(folder)
            .into_iter()
            .map(|path| std::fs::read(&path).map(|bytes| (path, bytes)))
            .collect::<Result<_, _>>();
        match read {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            read => return read.unwrap(),
        }
    }
}

/// Every record of the audit log, oldest first.
pub(crate) fn records(tenant: &Tenant) -> Vec<AuditView> {
    let (mut query, mut found) = (AuditQuery::default(), Vec::new());
    loop {
        let page = tenant.audit().page(&query).unwrap();
        found.extend(page.records);
        if page.next.is_none() {
            found.reverse();
            return found;
        }
        query.before = page.next;
    }
}

/// The records of one activity, oldest first.
pub(crate) fn records_of(tenant: &Tenant, activity: &str) -> Vec<AuditView> {
    records(tenant).into_iter().filter(|record| record.activity == activity).collect()
}

/// The uses of availability keys, oldest first.
pub(crate) fn fallbacks(tenant: &Tenant) -> Vec<AuditView> {
    records(tenant).into_iter().filter(|record| record.record_type == Some(69)).collect()
}

/// How many files are below a folder, without those that are being written: the counter of the log
/// may be while a tenant is open.
pub(crate) fn count_below(folder: &Path) -> usize {
    files_below(folder).iter().filter(|file| file.extension() != Some("tmp".as_ref())).count()
}
