//! What becomes of keys: deleted, brought back, destroyed, kept in a file.

use super::PlanResult;
use super::content::check_folder_of;
use super::named_key::NamedKey;
use super::part::{check_replaced, taken};
use super::place::Given;
use crate::generated::az_key_vault::{
    BackupAzKeyVaultKey, RemoveAzKeyVaultKey, RestoreAzKeyVaultKey, UndoAzKeyVaultKeyRemoval,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::view;
use ckey_base::{counted, durable, regular};
use ckey_engine::{Supposition, Tenant, iso};
use ckey_vault::{SupposedChange, VaultError, VaultErrorKind};
use std::io::Read;
use std::path::Path;

/// No backup is longer; see the vault, which takes no longer one back.
const MOST_BYTES: u64 = 64 << 20;

impl Change for RemoveAzKeyVaultKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let key = NamedKey::new(self.vault_name, self.name, self.input_object.as_ref())?;
        let (caller, vaults) = (context.azure_caller(&tenant)?, tenant.vaults());
        let (name, vault) = (&key.name, &key.vault);
        let effect = if self.in_removed_state {
            vaults.check_purge_key(&caller, vault, name)?;
            format!(
                "The deleted key '{name}' of the vault '{vault}' would be destroyed with all its versions. Only a backup brings it back."
            )
        } else {
            let until = vaults.check_delete_key(&caller, vault, name)?.map_or_else(
                || "for ever, as the vault has no soft delete".to_owned(),
                |deleted| format!("and can be brought back until {}", iso(deleted.scheduled_purge)),
            );
            format!(
                "The key '{name}' of the vault '{vault}' would be deleted with all its versions, {until}."
            )
        };
        let change = if self.in_removed_state {
            SupposedChange::PurgeKey(name.clone())
        } else {
            SupposedChange::DeleteKey(name.clone())
        };
        let change = Supposition::Vault { vault: vault.clone(), change };
        let told = told(effect, tenant.what_if().told(&caller, &[change])?);
        let question = told.join("\n");
        let (purges, pass_thru) = (self.in_removed_state, self.pass_thru);
        let plan = Plan::new(Effects::from(told), move |context| {
            let vaults = tenant.vaults();
            if purges {
                vaults.purge_key(&caller, &key.vault, &key.name)?;
                return Ok(());
            }
            match vaults.delete_key(&caller, &key.vault, &key.name)? {
                Some(deleted) if pass_thru => context.send(&view::deleted_key(&deleted)),
                _ => Ok(()),
            }
        });
        Ok(plan.asking_about(Some(question)))
    }
}

/// What happens, and who loses what by it.
fn told(effect: String, losses: Vec<String>) -> Vec<String> {
    std::iter::once(effect).chain(losses).collect()
}

impl Change for UndoAzKeyVaultKeyRemoval {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let key = NamedKey::new(self.vault_name, self.name, self.input_object.as_ref())?;
        let caller = context.azure_caller(&tenant)?;
        tenant.vaults().check_recover_key(&caller, &key.vault, &key.name)?;
        let effect = format!(
            "The deleted key '{}' would be in the vault '{}' again, with all its versions.",
            key.name, key.vault
        );
        Ok(Plan::one(effect, move |context| {
            let back = tenant.vaults().recover_key(&caller, &key.vault, &key.name)?;
            context.send(&view::key(&back))
        }))
    }
}

impl Change for BackupAzKeyVaultKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let key = NamedKey::new(self.vault_name, self.name, self.input_object.as_ref())?;
        let caller = context.azure_caller(&tenant)?;
        let (uri, versions) = tenant.vaults().check_backup_key(&caller, &key.vault, &key.name)?;
        let file = self
            .output_file
            .filter(|file| !file.is_empty())
            .unwrap_or_else(|| format!("{}-{}-{}", uri.vault(), uri.key(), tenant.now()));
        let file = std::path::absolute(context.path(&file)).unwrap_or_else(|_| context.path(&file));
        Tenant::check_output(&file)?;
        check_replaced(&file)?;
        check_folder_of(&file)?;
        let is_there = file.exists();
        let effect = format!(
            "A backup of the key '{}' with {} would be written to {}{}.",
            uri.key(),
            counted(versions, "version", "versions"),
            file.display(),
            if is_there { ", over the file that is there" } else { "" }
        );
        let over = is_there || self.force;
        let question = (is_there && !self.force).then(|| effect.clone());
        let plan = Plan::one(effect, move |context| {
            let mut length = 0;
            // In its file before the vault says that there is one.
            let blob = |bytes: &[u8]| {
                length = bytes.len();
                keep(&file, bytes, over)
            };
            tenant.vaults().backup_key_into(&caller, &key.vault, &key.name, blob)?;
            context.send(&view::key_backup(&uri, &file, versions, length))
        });
        Ok(plan.asking_about(question))
    }
}

/// Writes a backup where nothing is, or over what it may be written over.
fn keep(file: &Path, bytes: &[u8], over: bool) -> Result<(), VaultError> {
    let written =
        if over { durable::replace(file, bytes) } else { durable::write_new(file, bytes) };
    written.map_err(|error| {
        let (message, fix) = if error.kind() == std::io::ErrorKind::AlreadyExists {
            let taken = taken(file);
            (taken.message, taken.fix)
        } else {
            let message = format!("The file {} could not be written: {error}.", file.display());
            (message, "Check the path and its permissions.".into())
        };
        VaultError::new(VaultErrorKind::Io, message, file.display(), fix)
    })
}

impl Change for RestoreAzKeyVaultKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let given = Given::new(
            self.vault_name.as_deref(),
            self.input_object.as_ref(),
            self.resource_id.as_deref(),
        )?;
        given.check(&tenant)?;
        let (vault, caller) = (given.name, context.azure_caller(&tenant)?);
        let blob = read(&context.path(&self.input_file))?;
        let versions = tenant.vaults().check_restore_key(&caller, &vault, &blob)?;
        let name = versions.first().map_or("", |version| version.uri.key());
        let effect = format!(
            "The key '{name}' would be in the vault '{vault}' again, with {}.",
            counted(versions.len(), "version", "versions")
        );
        Ok(Plan::one(effect, move |context| {
            let back = tenant.vaults().restore_key(&caller, &vault, &blob)?;
            context.send(&view::key(&back))
        }))
    }
}

pub(super) fn read(file: &Path) -> Result<Vec<u8>, CmdletError> {
    let failed = |error| super::content::failed("read", file, &error);
    let mut bytes = Vec::new();
    let opened = regular::open(file).map_err(failed)?;
    // One byte more than any backup: the vault says what is wrong with it.
    opened.take(MOST_BYTES.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
