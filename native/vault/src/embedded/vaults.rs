//! Vaults themselves: making, showing, changing them, and the faults they rehearse.

use super::management::{authorize_creation, authorize_management};
use super::record::VaultRecord;
use super::state::{Change, Found};
use super::{EmbeddedVaults, Held, network, refusal};
use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::error::{VaultError, VaultErrorKind};
use crate::fault::Fault;
use crate::key::Tags;
use crate::management::Management;
use crate::permission::{AccessPolicy, KeyPermission};
use crate::role::RoleAssignment;
use crate::uri::{VAULT_NAMES, is_vault_name};
use crate::vault::{NewVault, VaultDescription, VaultId, VaultUpdate};
use std::collections::BTreeMap;

const RETENTION_DAYS: std::ops::RangeInclusive<u8> = 7..=90;

/// The days of a retention as they are kept.
///
/// # Errors
/// What is wrong with them.
pub fn check_retention(days: u32) -> Result<u8, String> {
    let known = u8::try_from(days).ok().filter(|days| RETENTION_DAYS.contains(days));
    known.ok_or_else(|| {
        let (least, most) = (RETENTION_DAYS.start(), RETENTION_DAYS.end());
        format!("A retention of {days} days is outside {least} to {most}.")
    })
}

/// What the log of a managed HSM says of its activation by an import.
const TWIN: &str = ", a twin: activated by an import, its security domain taken out by nobody";
const MOST_TAGS: usize = 15;
const MOST_TAG_NAME: usize = 512;
const MOST_TAG_VALUE: usize = 256;

/// A vault's name, and what it rehearses or why it cannot be used.
pub type NamedFault = (String, Result<Fault, VaultError>);

/// A vault, deleted or not, as [`EmbeddedVaults::each_vault`] found it.
#[derive(Debug)]
pub struct EachVault {
    /// Its name; in lower case where it cannot be read.
    pub name: String,
    /// Whether it is deleted.
    pub deleted: bool,
    /// What it is, or why it cannot be read.
    pub found: Result<VaultDescription, VaultError>,
}

impl EmbeddedVaults {
    /// Makes a vault. Its name is unique among all vaults of the folder, whatever the case; its
    /// creator gets [`KeyPermission::OF_CREATOR`] where access policies count.
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` for a name, retention, tags or network rules outside the rules
    /// (rule 5.13);
    /// `NameTaken`; `DeletedNameTaken` if a deleted vault still holds the name; `Damaged`, `Io`.
    pub fn create_vault(&self, new: &NewVault<'_>) -> Result<VaultDescription, VaultError> {
        authorize_creation(new.creator, (new.kind(), &self.address_for(new)), Management::Create)?;
        self.new_record(new)?;
        self.create_vault_while(&self.hold()?, new)
    }

    /// [`EmbeddedVaults::create_vault`] for anyone who keeps the vaults as they are, so that what
    /// the new one gets cannot change before it is there.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::create_vault`].
    pub fn create_vault_while(
        &self,
        held: &Held,
        new: &NewVault<'_>,
    ) -> Result<VaultDescription, VaultError> {
        authorize_creation(new.creator, (new.kind(), &self.address_for(new)), Management::Create)?;
        let record = self.new_record(new)?;
        let lock = &held.lock;
        match self.find(new.name, Some(lock))? {
            Found::Vault(known) => return Err(name_taken(&known.record)),
            Found::Over(loaded) => self.end_retention(lock, &loaded)?,
            Found::Removed(loaded) => self.remove_files(lock, &loaded)?,
            Found::Nothing => {}
        }
        let twin = if new.twin { TWIN } else { "" };
        let detail = format!(
            "region {}, {}, retention {} days{twin}",
            record.location, record.sku, record.soft_delete_days
        );
        self.write_new(lock, new, record, ("CreateVault", detail))?;
        self.vault(new.name)
    }

    /// What keeps a vault from being made, if anything.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::create_vault`].
    pub fn check_new_vault(&self, new: &NewVault<'_>) -> Result<(), VaultError> {
        authorize_creation(new.creator, (new.kind(), &self.address_for(new)), Management::Create)?;
        self.new_record(new)?;
        match self.find(new.name, None)? {
            Found::Vault(known) => Err(name_taken(&known.record)),
            Found::Nothing | Found::Over(_) | Found::Removed(_) => Ok(()),
        }
    }

    /// A vault by name, in any case. Needs no permission in the vault.
    ///
    /// # Errors
    /// `VaultNotFound`, `VaultDeleted`, `Damaged`, `Io`.
    pub fn vault(&self, name: &str) -> Result<VaultDescription, VaultError> {
        self.live(name).map(|loaded| loaded.record.describe(loaded.generation))
    }

    /// What the vault of a name is known by, deleted or not; nothing where there is none.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn vault_id(&self, name: &str) -> Result<Option<VaultId>, VaultError> {
        Ok(self.load(name)?.map(|loaded| VaultId(loaded.id)))
    }

    /// The same for a caller that knows the kind: of nothing else it is said that it is missing.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::vault`].
    pub fn vault_of(&self, kind: VaultKind, name: &str) -> Result<VaultDescription, VaultError> {
        let missing = || refusal::vault_not_found((kind, name), &self.address_as(kind, name));
        self.vault(name).map_err(|error| match error.kind {
            VaultErrorKind::VaultNotFound => missing(),
            _ => error,
        })
    }

    /// All vaults that are not deleted, by name.
    ///
    /// # Errors
    /// `Damaged` or `Io` about the first file that cannot be read; [`EmbeddedVaults::verify`] looks
    /// at each on its own.
    pub fn vaults(&self) -> Result<Vec<VaultDescription>, VaultError> {
        let mut vaults = Vec::new();
        for name in self.names()? {
            if let Some(loaded) = self.load(&name)?.filter(|loaded| loaded.record.deleted.is_none())
            {
                vaults.push(loaded.record.describe(loaded.generation));
            }
        }
        Ok(vaults)
    }

    /// All vaults, deleted or not, each on its own: one that cannot be read does not hide the
    /// others.
    ///
    /// # Errors
    /// `Io` if the folder cannot be listed; `NotRecorded`.
    pub fn each_vault(&self) -> Result<Vec<EachVault>, VaultError> {
        let each = |name: String| match self.load(&name) {
            Ok(Some(loaded)) => Some(EachVault {
                name: loaded.record.name.clone(),
                deleted: loaded.record.deleted.is_some(),
                found: Ok(loaded.record.describe(loaded.generation)),
            }),
            Ok(None) => None,
            Err(error) => Some(EachVault { name, deleted: false, found: Err(error) }),
        };
        Ok(self.names()?.into_iter().filter_map(each).collect())
    }

    /// Changes a vault's settings. Soft delete and purge protection can be switched on and never
    /// off again (rule 5.17.4).
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` for a switch the wrong way or too many tags; as
    /// [`EmbeddedVaults::vault`].
    pub fn update_vault(
        &self,
        caller: &Caller,
        name: &str,
        update: &VaultUpdate,
    ) -> Result<VaultDescription, VaultError> {
        self.manage(name, caller, Management::Update, |vault, change| {
            authorize_switch(vault, caller, update)?;
            apply_update(vault, change, update)
        })?;
        self.vault(name)
    }

    /// What [`EmbeddedVaults::update_vault`] would make of the vault; nothing is changed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::update_vault`].
    pub fn check_update_vault(
        &self,
        caller: &Caller,
        name: &str,
        update: &VaultUpdate,
    ) -> Result<VaultDescription, VaultError> {
        let generation = self.vault(name)?.generation.saturating_add(1);
        self.plan(name, |vault, change| {
            authorize_management(vault, caller, Management::Update)?;
            authorize_switch(vault, caller, update)?;
            apply_update(vault, change, update)?;
            Ok(vault.describe(generation))
        })
    }

    /// Puts the vault's subscription under mandatory retention, or takes it out (rules 5.8 and
    /// 5.9.1): it lifts the recovery level of every key to `…+ProtectedSubscription` and forbids
    /// purging, also of a vault that is deleted.
    ///
    /// # Errors
    /// `AccessDenied`; as [`EmbeddedVaults::vault`].
    pub fn set_vault_subscription_protected(
        &self,
        caller: &Caller,
        name: &str,
        protected: bool,
    ) -> Result<(), VaultError> {
        let lock = self.folder.lock()?;
        let loaded = self.load_for(name, Some(&lock))?.ok_or_else(|| self.not_found(name))?;
        authorize_management(&loaded.record, caller, Management::Rehearse)?;
        if loaded.record.subscription_protected == protected {
            return Ok(());
        }
        self.commit(&lock, &loaded, caller, |vault, change| {
            vault.subscription_protected = protected;
            change.note("SetSubscriptionProtected", vault.address(), protected.to_string());
            Ok(())
        })
    }

    /// Tells a vault to fail, or to work again. Every process sees it at its next call; it is
    /// written to the vault's log.
    ///
    /// # Errors
    /// `AccessDenied`; as [`EmbeddedVaults::vault`].
    pub fn set_fault(&self, caller: &Caller, name: &str, fault: Fault) -> Result<(), VaultError> {
        self.manage(name, caller, Management::Rehearse, |vault, change| {
            vault.fault = fault;
            change.note("SetFault", vault.address(), fault.to_string());
            Ok(())
        })
    }

    /// The fault a vault rehearses.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::vault`].
    pub fn fault(&self, name: &str) -> Result<Fault, VaultError> {
        self.live(name).map(|loaded| loaded.record.fault)
    }

    /// That what has this name, deleted or not, is of this kind; what is not there is of any.
    ///
    /// # Errors
    /// `VaultNotFound` if it is of the other; `Damaged`, `Io`.
    pub fn check_kind(&self, name: &str, kind: VaultKind) -> Result<(), VaultError> {
        match self.load(name)? {
            Some(loaded) if loaded.record.kind() != kind => {
                Err(refusal::of_other_kind(&loaded.record, kind, None))
            }
            _ => Ok(()),
        }
    }

    /// What each vault that is not deleted rehearses, or why it cannot be used: one that is damaged
    /// does not hide the others.
    ///
    /// # Errors
    /// `Io` if the folder cannot be listed; `NotRecorded`.
    pub fn faults(&self) -> Result<Vec<NamedFault>, VaultError> {
        let state = |name: String| match self.load(&name) {
            Ok(Some(loaded)) if loaded.record.deleted.is_none() => {
                Some((loaded.record.name.clone(), Ok(loaded.record.fault)))
            }
            Ok(_) => None,
            Err(error) => Some((name, Err(error))),
        };
        Ok(self.names()?.into_iter().filter_map(state).collect())
    }

    fn address_for(&self, new: &NewVault<'_>) -> String {
        self.address_as(new.kind(), new.name)
    }

    fn new_record(&self, new: &NewVault<'_>) -> Result<VaultRecord, VaultError> {
        let uri = self.address_for(new);
        if !is_vault_name(new.name) {
            let message = format!("The vault name '{}' is invalid.", new.name);
            return Err(refusal::bad(&uri, message, VAULT_NAMES));
        }
        if !self.cloud.has_region(new.location) {
            return Err(refusal::bad(
                &uri,
                format!(
                    "(LocationNotAvailableForResourceType) The location '{}' is not in the cloud {}.",
                    new.location, self.cloud
                ),
                "Give a region of the tenant's cloud, or make a tenant in the other one: New-CustomerKeyTenant -Path FOLDER -Environment AzureUSGovernment",
            ));
        }
        let days = new.soft_delete_days.unwrap_or(*RETENTION_DAYS.end());
        check_retention(u32::from(days)).map_err(|why| {
            refusal::bad(&uri, why, "Use 90 days: Customer Key accepts no other.")
        })?;
        if new.hsm.is_some_and(<[_]>::is_empty) {
            return Err(refusal::bad(
                &uri,
                "A managed HSM without an administrator could never be activated.",
                "Give object ids of its administrators: -Administrator ID",
            ));
        }
        if new.twin && new.hsm.is_none() {
            return Err(refusal::bad(
                &uri,
                "A key vault needs no activation, so none is made as a twin.",
                "Make it as any other.",
            ));
        }
        if new.purge_protection && !new.soft_delete {
            return Err(refusal::bad(
                &uri,
                "Purge protection needs soft delete.",
                "Switch soft delete on as well.",
            ));
        }
        check_tags(&new.tags, &uri)?;
        Ok(VaultRecord {
            name: new.name.to_owned(),
            cloud: self.cloud,
            hsm: None,
            subscription: new.subscription.to_owned(),
            resource_group: new.resource_group.to_owned(),
            location: new.location.to_owned(),
            sku: new.sku,
            tenant_id: new.tenant_id.to_owned(),
            created: self.clock.now(),
            soft_delete: new.soft_delete,
            soft_delete_days: days,
            purge_protection: new.purge_protection,
            subscription_protected: new.subscription_protected,
            tags: new.tags.clone(),
            rbac: new.rbac,
            // With roles, policies count for nothing: one that is listed would mislead.
            policies: if new.rbac {
                Vec::new()
            } else {
                vec![AccessPolicy::for_caller(new.creator, KeyPermission::OF_CREATOR)]
            },
            roles: new.inherited_roles.iter().cloned().map(RoleAssignment::canonical).collect(),
            network: network::of_new(&new.network, &uri)?,
            fault: Fault::None,
            deleted: None,
            keys: BTreeMap::new(),
            archive: None,
            uses: None,
        })
    }
}

/// Tags of a vault or key: at most 15, with names of at most 512 characters and values of at most
/// 256 (rule 5.17.7).
pub(super) fn check_tags(tags: &Tags, target: &str) -> Result<(), VaultError> {
    if tags.len() > MOST_TAGS {
        return Err(refusal::bad(
            &target,
            format!("{} tags are more than {MOST_TAGS}.", tags.len()),
            "Remove some of them.",
        ));
    }
    for (name, value) in tags {
        for (what, text, most) in [("name", name, MOST_TAG_NAME), ("value", value, MOST_TAG_VALUE)]
        {
            let length = text.chars().count();
            if length > most {
                let begin: String = name.chars().take(20).collect();
                return Err(refusal::bad(
                    &target,
                    format!(
                        "The {what} of the tag '{begin}' has {length} characters, more than {most}."
                    ),
                    "Give tags with shorter names and values.",
                ));
            }
        }
    }
    Ok(())
}

/// Who lets roles count instead of policies, or the other way round, gives and takes permissions:
/// that asks for the right to give roles (rule 5.17.12).
pub(super) fn authorize_switch(
    vault: &VaultRecord,
    caller: &Caller,
    update: &VaultUpdate,
) -> Result<(), VaultError> {
    match update.rbac {
        Some(wanted) if wanted != vault.rbac => {
            authorize_management(vault, caller, Management::Roles)
        }
        _ => Ok(()),
    }
}

pub(super) fn apply_update(
    vault: &mut VaultRecord,
    change: &mut Change<'_>,
    update: &VaultUpdate,
) -> Result<(), VaultError> {
    let uri = vault.address();
    switch_on(&mut vault.soft_delete, update.soft_delete, "Soft delete", &uri)?;
    switch_on(&mut vault.purge_protection, update.purge_protection, "Purge protection", &uri)?;
    if vault.purge_protection && !vault.soft_delete {
        return Err(refusal::bad(
            &uri,
            "Purge protection needs soft delete.",
            "Switch soft delete on as well.",
        ));
    }
    if vault.hsm.is_some() && update.rbac == Some(false) {
        return Err(refusal::bad(
            &uri,
            "A managed HSM has no access policies: its local roles count.",
            "Give a role there: New-AzKeyVaultRoleAssignment.",
        ));
    }
    vault.rbac = update.rbac.unwrap_or(vault.rbac);
    if let Some(tags) = &update.tags {
        check_tags(tags, &uri)?;
        vault.tags.clone_from(tags);
    }
    if let Some(change) = &update.network {
        network::apply(&mut vault.network, change, &uri)?;
    }
    let detail = format!(
        "soft delete {}, purge protection {}, role assignments {}, {}",
        vault.soft_delete,
        vault.purge_protection,
        vault.rbac,
        network::told(&vault.network)
    );
    change.note("UpdateVault", uri, detail);
    Ok(())
}

fn switch_on(
    setting: &mut bool,
    wanted: Option<bool>,
    what: &str,
    uri: &str,
) -> Result<(), VaultError> {
    match wanted {
        Some(false) if *setting => Err(refusal::bad(
            &uri,
            format!("{what} is on and cannot be switched off."),
            "Leave it on; once enabled it stays for the life of the vault.",
        )),
        Some(wanted) => {
            *setting = wanted;
            Ok(())
        }
        None => Ok(()),
    }
}

fn name_taken(known: &VaultRecord) -> VaultError {
    let (name, kind) = (&known.name, known.kind());
    match &known.deleted {
        None => VaultError::new(
            VaultErrorKind::NameTaken,
            match kind {
                VaultKind::Vault => format!(
                    "(VaultAlreadyExists) The vault name '{name}' is already in use. Vault names are globally unique so it is possible that the name is already taken."
                ),
                VaultKind::ManagedHsm => {
                    format!("The name '{name}' is already in use: a managed HSM has it.")
                }
            },
            known.address(),
            "Choose another name.",
        ),
        Some(deletion) => {
            let (article, existing) = match kind {
                VaultKind::Vault => ("A vault", "existing key vault"),
                VaultKind::ManagedHsm => ("A managed HSM", "the existing managed HSM"),
            };
            let until = refusal::date(deletion.purge_at);
            VaultError::new(
                VaultErrorKind::DeletedNameTaken,
                format!(
                    "{article} with the same name already exists in deleted state. You need to either recover or purge {existing}. '{name}' can be recovered until {until}."
                ),
                known.address(),
                format!("Recover it: {}; or choose another name.", refusal::undo_removal(known)),
            )
        }
    }
}
