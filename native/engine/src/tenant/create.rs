//! Making a tenant folder.

use std::path::Path;
use std::sync::Arc;

use ckey_base::clock;
use ckey_crypto::{Backend, SecretKey};
use ckey_store::model::{Policy, TenantMode, TenantRow};
use ckey_store::{
    AuditCounter, AuditMark, FORMAT_VERSION, FolderContent, FolderSecrets, SecretName, SecretStore,
    SqliteState, State, StateExt,
};
use ckey_vault::VaultAccess;
use serde_json::json;
use uuid::Uuid;

use super::building::{self, Building};
use super::{OpenOptions, Tenant};
use crate::error::{EngineError, Result};
use crate::ground::{
    Layout, PROVIDER, SettingsChange, UnknownIdentifiers, VaultProvider, chain_key, row_key,
};
use crate::hierarchy::{Under, service_policy};
use crate::record::{Actor, AuditChain, AuditEvent, COUNTED};
use crate::{directory, protection};

/// What a new tenant is to be. Name and mode never change.
#[derive(Debug, Clone)]
pub struct CreateOptions {
    /// 1 to 27 letters, digits or hyphens; its domain is `<name>.onmicrosoft.com`.
    pub name: String,
    /// Rehearsal (movable clock, vaults that can be told to fail) or production.
    pub mode: TenantMode,
    /// What happens when a script names an id that the tenant does not know.
    pub unknown_identifiers: UnknownIdentifiers,
    /// Where the vaults are; it never changes either.
    pub vaults: VaultProvider,
}

impl Default for CreateOptions {
    fn default() -> Self {
        Self {
            name: "contoso".to_owned(),
            mode: TenantMode::Rehearsal,
            unknown_identifiers: UnknownIdentifiers::Create,
            vaults: VaultProvider::default(),
        }
    }
}

fn check_name(name: &str) -> Result<()> {
    let fits = (1..=27).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-');
    if fits {
        return Ok(());
    }
    Err(EngineError::invalid(
        "TenantNameInvalid",
        name,
        format!("'{name}' cannot be the name of a tenant."),
        "Give 1 to 27 letters, digits and hyphens, such as contoso.",
    ))
}

fn make_secrets(store: &dyn SecretStore) -> Result<()> {
    for name in [SecretName::ServiceRoot, SecretName::AuditChain, SecretName::AuditSigning] {
        store.put(&name, &SecretKey::generate()?)?;
    }
    Ok(())
}

impl Tenant {
    /// What keeps a tenant from being made in a folder, if anything that can be told before.
    ///
    /// # Errors
    /// `TenantNameInvalid`, `TenantFolderNotEmpty`, `TenantFolderNotReplaceable`,
    /// `TenantFolderInaccessible`, `MasterKeyFileInTenant`, `RealModuleLoaded`.
    pub fn check_create(path: &Path, create: &CreateOptions, open: &OpenOptions) -> Result<()> {
        check_what(create, open)?;
        let place = building::check_place(path)?;
        open.new_master_key(&place).map(drop)
    }

    /// Makes a tenant in a new or empty folder and opens it, all of it or nothing (rule 8.5.1): its
    /// state, its secret store, the service-managed policy under which every mailbox starts (rule
    /// 1.6), its workloads (rule 1.8) and the service's applications (rule 5.1).
    ///
    /// # Errors
    /// `TenantNameInvalid`, `TenantFolderNotEmpty` (also when another process was first),
    /// `TenantFolderNotReplaceable`, `TenantFolderInaccessible`, `MasterKeyFileInTenant`,
    /// `RealModuleLoaded`; those of the stores.
    pub fn create(path: &Path, create: &CreateOptions, open: OpenOptions) -> Result<Arc<Self>> {
        check_what(create, &open)?;
        let building = Building::begin(path)?;
        build(&building, create, &open)?;
        building.finish()?;
        Self::open(path, open)
    }

    /// Whether a tenant is in this folder, or what is left of one that is being removed.
    #[must_use]
    pub fn exists(path: &Path) -> bool {
        Layout::at(path).is_ok_and(|layout| {
            layout.state().is_file() && !layout.has_older_mark() || layout.is_being_removed()
        })
    }
}

fn check_what(create: &CreateOptions, open: &OpenOptions) -> Result<()> {
    check_name(&create.name)?;
    create.vaults.check(create.mode == TenantMode::Rehearsal)?;
    create.vaults.must_fit(open.azure_module.as_deref())?;
    check_connecting(&create.vaults, open)
}

/// Refuses vaults that nothing could ask: such a tenant could not be opened, and says forever where
/// its vaults are.
fn check_connecting(vaults: &VaultProvider, open: &OpenOptions) -> Result<()> {
    let Some(access) = open.roots.as_ref().filter(|_| !vaults.hosts.is_local()) else {
        return Ok(());
    };
    (access.connect)(VaultAccess {
        hosts: vaults.hosts.clone(),
        authorities: vaults.authorities.clone(),
        variables: access.variables.clone(),
    })?;
    Ok(())
}

fn build(building: &Building, create: &CreateOptions, open: &OpenOptions) -> Result<()> {
    let (layout, backend) = (building.layout(), open.backend.unwrap_or_default());
    let row = TenantRow {
        id: Uuid::new_v4(),
        name: create.name.clone(),
        mode: create.mode,
        created: clock::seconds(),
    };
    let secrets = FolderSecrets::create(&layout.secrets(), open.new_master_key(building.place())?)?;
    make_secrets(&secrets)?;
    super::open::make_vault_master(layout)?;
    Layout::make_private(&layout.vaults())?;
    FolderContent::open(&layout.content())?;
    secrets.change(&mut |_| Some(AuditMark::start(row.id)))?;
    let state = SqliteState::create(&layout.state(), &row, row_key(&chain_key(&secrets)?)?)?;
    fill(&state, &secrets, &row, (backend, &create.vaults))?;
    drop((state, secrets));
    if create.unknown_identifiers != UnknownIdentifiers::default() {
        let tenant = Tenant::load(layout.clone(), open, building.place())?;
        let change = SettingsChange {
            unknown_identifiers: Some(create.unknown_identifiers),
            ..SettingsChange::default()
        };
        tenant
            .change_settings(&Actor::new(format!("admin@{}", tenant.ground.domain())), &change)?;
    }
    Ok(())
}

fn fill(
    state: &dyn State,
    secrets: &dyn SecretStore,
    row: &TenantRow,
    (backend, vaults): (Backend, &VaultProvider),
) -> Result<()> {
    let (policy, generation, wrap, erasure, wrapper) = service_policy(secrets, row, backend)?;
    secrets.put(&SecretName::ErasureKey(policy.guid), &erasure)?;
    let scopes = protection::initial_scopes(row.created);
    let keys =
        scopes.iter().map(|_| SecretKey::generate()).collect::<std::result::Result<Vec<_>, _>>()?;
    let chain = AuditChain::new(&chain_key(secrets)?);
    state.commit(|writer| {
        let no = writer.insert_policy(&policy)?;
        let place = |mut generation: ckey_store::model::Generation, mut wrap: ckey_store::model::PolicyWrap| {
            generation.policy_no = no;
            wrap.policy_no = no;
            (generation, wrap)
        };
        let (placed, wrap) = place(generation.clone(), wrap.clone());
        writer.insert_generation(&placed, &[wrap])?;
        let policy = Policy { no, ..policy.clone() };
        let under = Under::admit(writer, &policy, &wrapper)?;
        for (scope, key) in scopes.iter().zip(&keys) {
            let scope_no = writer.insert_scope(scope)?;
            under.insert(writer, scope_no, scope.guid, scope.kind, 1, key)?;
        }
        for entry in directory::initial_directory(row) {
            writer.put_directory(&entry)?;
        }
        let mut details = json!({ "mode": format!("{:?}", row.mode), "id": row.id, "format": FORMAT_VERSION, "servicePolicy": policy.guid, "generation": generation.guid, COUNTED: true });
        if let Some(kept) = vaults.kept()? {
            writer.set_setting(PROVIDER, Some(&kept))?;
            let told = format!("{}, below {}", vaults.name(), vaults.hosts);
            if let Some(all) = details.as_object_mut() {
                all.insert("vaults".to_owned(), told.into());
                if vaults.hosts.is_local() {
                    all.insert("kept".to_owned(), kept.into());
                }
            }
        }
        chain.append(
            writer,
            row.created,
            &AuditEvent::new("Create tenant", "Tenant", &format!("admin@{}.onmicrosoft.com", row.name), &row.name, details),
        )
    })
}
