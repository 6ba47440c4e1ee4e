//! Vaults as they would be after changes that nobody makes. What changes a vault and what judges a
//! request are the functions that the vaults themselves use, on copies of what is in their files.

use super::deletion::{delete, purge, recover};
use super::hsm_roles::take as take_local;
use super::keyring::Keyring;
use super::keys::change_key;
use super::management::authorize_management;
use super::operations::{would_be_root, would_unwrap, would_unwrap_once_up};
use super::policies::{drop_policy, put_policy};
use super::record::VaultRecord;
use super::state::Change;
use super::vault_deletion::{
    deleted_vault_not_found, drop_own_roles, mark_deleted, may_delete, may_purge,
};
use super::vaults::{apply_update, authorize_switch};
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::error::VaultError;
use crate::fault::Fault;
use crate::key::{KeyDescription, KeyUpdate};
use crate::management::Management;
use crate::permission::AccessPolicy;
use crate::role::{RoleAssignment, VaultRole};
use crate::root_vault::RootVault;
use crate::uri::KeyUri;
use crate::vault::VaultUpdate;
use crate::wait::Wait;
use std::collections::HashMap;
use std::sync::Arc;

/// A change of a vault or of a key in it.
#[derive(Clone, Debug)]
pub enum SupposedChange {
    /// [`EmbeddedVaults::update_key`].
    UpdateKey {
        /// The key's name.
        name: String,
        /// The version; the current one where none is named.
        version: Option<String>,
        /// What changes.
        update: KeyUpdate,
    },
    /// [`EmbeddedVaults::delete_key`].
    DeleteKey(String),
    /// [`EmbeddedVaults::recover_key`].
    RecoverKey(String),
    /// [`EmbeddedVaults::purge_key`].
    PurgeKey(String),
    /// [`EmbeddedVaults::delete_vault`].
    DeleteVault,
    /// [`EmbeddedVaults::recover_vault`].
    RecoverVault,
    /// [`EmbeddedVaults::purge_vault`].
    PurgeVault,
    /// [`EmbeddedVaults::update_vault`].
    Update(Box<VaultUpdate>),
    /// [`EmbeddedVaults::set_access_policy`].
    SetAccess(AccessPolicy),
    /// [`EmbeddedVaults::remove_access_policy`], of the principal with this id.
    RemoveAccess(String),
    /// [`EmbeddedVaults::remove_role_assignment`]; of a managed HSM, its local roles.
    RemoveRole {
        /// The principal's id.
        principal: String,
        /// The role; all of them where none is named.
        role: Option<VaultRole>,
    },
    /// One role is taken, on whatever it was given: the vault loses its copy of it.
    TakeRole(Box<RoleAssignment>),
    /// [`EmbeddedVaults::take_hsm_role`].
    TakeHsmRole(Box<RoleAssignment>),
    /// [`EmbeddedVaults::set_fault`].
    Fault(Fault),
}

/// What is left of a key version, and whether it can be had again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayBack {
    /// It is in its vault.
    There,
    /// It, or its vault, is deleted, and can be recovered until then, Unix seconds.
    Until(i64),
    /// It is gone: a backup of the key alone brings it back.
    Gone,
    /// Its vault's file cannot be read.
    Unknown,
}

impl WayBack {
    /// Whether less is left than there was.
    #[must_use]
    pub const fn is_worse_than(self, was: Self) -> bool {
        match (was, self) {
            (Self::There, Self::Until(_) | Self::Gone) | (Self::Until(_), Self::Gone) => true,
            (Self::Until(was), Self::Until(now)) => now < was,
            _ => false,
        }
    }
}

struct There {
    record: VaultRecord,
    keyring: Arc<Keyring>,
}

/// The vaults of a folder, and changes that are only supposed.
pub struct SupposedVaults<'a> {
    real: &'a EmbeddedVaults,
    now: i64,
    changed: HashMap<String, Option<There>>,
    remote: Option<Remote<'a>>,
}

/// Where others hold vaults: what they answer now, which no supposition changes.
struct Remote<'a> {
    vaults: Box<dyn RootVault + 'a>,
    wait: Wait,
    holds: Box<dyn Fn(&KeyUri) -> bool + Send + Sync + 'a>,
}

impl EmbeddedVaults {
    /// These vaults as they are now, to suppose changes of them.
    pub fn supposed(&self) -> SupposedVaults<'_> {
        SupposedVaults { real: self, now: self.clock.now(), changed: HashMap::new(), remote: None }
    }
}

impl<'a> SupposedVaults<'a> {
    /// The same, of a tenant with vaults that others hold: about the keys there they are asked,
    /// each within this wait.
    #[must_use]
    pub fn asking(
        mut self,
        vaults: Box<dyn RootVault + 'a>,
        wait: Wait,
        holds: impl Fn(&KeyUri) -> bool + Send + Sync + 'a,
    ) -> Self {
        self.remote = Some(Remote { vaults, wait, holds: Box::new(holds) });
        self
    }

    /// Who holds the vault of a key, where it is not embedded.
    fn remote(&self, uri: &KeyUri) -> Option<&Remote<'a>> {
        self.remote.as_ref().filter(|remote| (remote.holds)(uri))
    }

    /// Whether a key is in an embedded vault: what is supposed changes no others.
    #[must_use]
    pub fn is_embedded(&self, uri: &KeyUri) -> bool {
        self.remote(uri).is_none()
    }

    /// Supposes that it is later.
    pub const fn set_now(&mut self, now: i64) {
        self.now = now;
    }

    /// The supposed time, Unix seconds.
    #[must_use]
    pub const fn now(&self) -> i64 {
        self.now
    }

    /// Supposes a change of a vault.
    ///
    /// # Errors
    /// Those of the change itself; nothing has changed then.
    pub fn apply(
        &mut self,
        caller: &Caller,
        vault: &str,
        what: &SupposedChange,
    ) -> Result<(), VaultError> {
        let place = vault.to_ascii_lowercase();
        let now = self.now;
        let There { mut record, keyring } = self.copy(vault)?;
        let mut change = Change::supposed(now, &keyring);
        record.drop_expired_keys(now);
        let is_there = changed(&mut record, &mut change, caller, what)?;
        self.changed.insert(place, is_there.then_some(There { record, keyring }));
        Ok(())
    }

    /// Whether a key version would unwrap then, for whom the vault would let in.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::check_unwrap`].
    pub fn check_unwrap(&self, caller: &Caller, uri: &KeyUri) -> Result<(), VaultError> {
        if let Some(remote) = self.remote(uri) {
            return remote.vaults.check_unwrap(caller, uri, &remote.wait);
        }
        self.of_live(uri, |record| would_unwrap(record, caller, uri, self.now))
    }

    /// The same, as it would be once the vault answers again, where it does not.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::check_unwrap`].
    pub fn check_unwrap_once_up(&self, caller: &Caller, uri: &KeyUri) -> Result<(), VaultError> {
        if let Some(remote) = self.remote(uri) {
            return remote.vaults.check_unwrap(caller, uri, &remote.wait);
        }
        self.of_live(uri, |record| would_unwrap_once_up(record, caller, uri, self.now))
    }

    /// Whether a key would serve as the root of a policy then.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::check_root`].
    pub fn check_root(&self, caller: &Caller, uri: &KeyUri) -> Result<KeyDescription, VaultError> {
        if let Some(remote) = self.remote(uri) {
            return remote.vaults.check_root(caller, uri, &remote.wait);
        }
        self.of_live(uri, |record| would_be_root(record, caller, uri, self.now))
    }

    /// What a vault that is there, and not deleted, says of a key of its own.
    fn of_live<T>(
        &self,
        uri: &KeyUri,
        judge: impl FnOnce(&VaultRecord) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.with(uri.vault(), |record| {
            let record = record.ok_or_else(|| refusal::vault_of_key_not_found(uri))?;
            record.check_live()?;
            record.check_host(uri)?;
            judge(record)
        })?
    }

    /// Whether a key version is of a type that stands for one in an HSM; no where nobody can say.
    #[must_use]
    pub fn is_of_hsm(&self, uri: &KeyUri) -> bool {
        let is = |record: Option<&VaultRecord>| {
            let key = record?.keys.get(&uri.key().to_ascii_lowercase())?;
            Some(key.version(uri.version())?.key_type.is_hsm())
        };
        self.remote(uri).is_none() && self.with(uri.vault(), is).ok().flatten().unwrap_or(false)
    }

    /// What is left of a key version then, whoever may use it and whether or not its vault answers.
    #[must_use]
    pub fn way_back(&self, uri: &KeyUri) -> WayBack {
        if self.remote(uri).is_some() {
            return WayBack::Unknown;
        }
        let found = self.with(uri.vault(), |record| {
            let Some(record) = record else { return WayBack::Gone };
            let Some(key) = record.keys.get(&uri.key().to_ascii_lowercase()) else {
                return WayBack::Gone;
            };
            if key.version(uri.version()).is_none() || record.check_host(uri).is_err() {
                return WayBack::Gone;
            }
            let ends = [&record.deleted, &key.deleted].into_iter().flatten();
            match ends.map(|deletion| deletion.purge_at).min() {
                Some(end) if end <= self.now => WayBack::Gone,
                Some(end) => WayBack::Until(end),
                None => WayBack::There,
            }
        });
        found.unwrap_or(WayBack::Unknown)
    }

    fn copy(&self, vault: &str) -> Result<There, VaultError> {
        let missing = || self.real.not_found(vault);
        let found = match self.changed.get(&vault.to_ascii_lowercase()) {
            Some(known) => known
                .as_ref()
                .map(|it| There { record: it.record.clone(), keyring: Arc::clone(&it.keyring) }),
            None => self.real.load(vault)?.map(|loaded| There {
                record: loaded.record.clone(),
                keyring: Arc::clone(&loaded.keyring),
            }),
        };
        found.filter(|there| is_kept(&there.record, self.now)).ok_or_else(missing)
    }

    fn with<T>(
        &self,
        vault: &str,
        look: impl FnOnce(Option<&VaultRecord>) -> T,
    ) -> Result<T, VaultError> {
        let kept = |record: &&VaultRecord| is_kept(record, self.now);
        if let Some(known) = self.changed.get(&vault.to_ascii_lowercase()) {
            return Ok(look(known.as_ref().map(|there| &there.record).filter(kept)));
        }
        let loaded = self.real.load(vault)?;
        Ok(look(loaded.as_ref().map(|loaded| &loaded.record).filter(kept)))
    }
}

fn is_kept(record: &VaultRecord, now: i64) -> bool {
    !record.deleted.as_ref().is_some_and(|deletion| deletion.is_over(now))
}

/// Changes a vault; whether it is there after that.
fn changed(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    caller: &Caller,
    what: &SupposedChange,
) -> Result<bool, VaultError> {
    match what {
        SupposedChange::RecoverVault => {
            if record.deleted.is_none() {
                return Err(deleted_vault_not_found(
                    (record.kind(), &record.name),
                    &record.address(),
                ));
            }
            authorize_management(record, caller, Management::Delete)?;
            record.deleted = None;
            drop_own_roles(record, change);
            return Ok(true);
        }
        SupposedChange::PurgeVault => return may_purge(record, caller).map(|()| false),
        _ => record.check_live()?,
    }
    match what {
        SupposedChange::DeleteVault => {
            may_delete(record, caller)?;
            let is_kept = record.soft_delete;
            mark_deleted(record, change, caller);
            return Ok(is_kept);
        }
        SupposedChange::UpdateKey { name, version, update } => {
            change_key(record, change, caller, (name, version.as_deref()), update)?;
        }
        SupposedChange::DeleteKey(name) => drop(delete(record, change, caller, name)?),
        SupposedChange::RecoverKey(name) => drop(recover(record, change, caller, name)?),
        SupposedChange::PurgeKey(name) => drop(purge(record, change, caller, name)?),
        SupposedChange::Update(update) => {
            authorize_management(record, caller, Management::Update)?;
            authorize_switch(record, caller, update)?;
            apply_update(record, change, update)?;
        }
        SupposedChange::SetAccess(policy) => {
            authorize_management(record, caller, Management::Permissions)?;
            put_policy(record, change, policy.clone())?;
        }
        SupposedChange::RemoveAccess(principal) => {
            authorize_management(record, caller, Management::Permissions)?;
            drop_policy(record, change, principal);
        }
        SupposedChange::RemoveRole { principal, role } => {
            let meant = |known: &RoleAssignment| {
                role.is_none_or(|role| role == known.role) && known.as_policy().is_of(principal)
            };
            let is_local = record.hsm.is_some();
            let what = if is_local { Management::LocalRoles } else { Management::Roles };
            authorize_management(record, caller, what)?;
            let roles = record.hsm.as_mut().map_or(&mut record.roles, |hsm| &mut hsm.roles);
            roles.retain(|known| !meant(known));
        }
        SupposedChange::TakeRole(taken) => {
            // Who may take what was given on more than this vault, its giver is asked for.
            if taken.scope.is_none() {
                authorize_management(record, caller, Management::Roles)?;
            }
            record.roles.retain(|known| !known.is_same(taken));
        }
        SupposedChange::TakeHsmRole(taken) => {
            take_local(record, change, caller, taken)?;
        }
        SupposedChange::Fault(fault) => {
            authorize_management(record, caller, Management::Rehearse)?;
            record.fault = *fault;
        }
        SupposedChange::RecoverVault | SupposedChange::PurgeVault => {}
    }
    Ok(true)
}
