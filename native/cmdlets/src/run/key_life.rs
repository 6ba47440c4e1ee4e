//! What becomes of keys: deleted, brought back, destroyed, kept in a file.

use super::PlanResult;
use super::kept_file::KeptFile;
use super::named_key::NamedKey;
use super::place::Given;
use crate::generated::az_key_vault::{
    BackupAzKeyVaultKey, RemoveAzKeyVaultKey, RestoreAzKeyVaultKey, UndoAzKeyVaultKeyRemoval,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::view;
use ckey_base::{counted, regular};
use ckey_engine::{Supposition, iso};
use ckey_vault::SupposedChange;
use std::io::Read;
use std::path::Path;

/// No backup is longer; see the vault, which takes no longer one back.
const MOST_BYTES: u64 = 64 << 20;

impl Change for RemoveAzKeyVaultKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let key = NamedKey::either(
            &tenant,
            (self.vault_name, self.hsm_name),
            self.name,
            self.input_object.as_ref(),
        )?;
        let (caller, vaults) = (context.azure_caller(&tenant)?, tenant.vaults());
        let (name, vault, word) = (&key.name, &key.vault, key.holder(&tenant));
        let effect = if self.in_removed_state {
            vaults.check_purge_key(&caller, vault, name)?;
            format!(
                "The deleted key '{name}' of the {word} '{vault}' would be destroyed with all its versions. Only a backup brings it back."
            )
        } else {
            let until = vaults.check_delete_key(&caller, vault, name)?.map_or_else(
                || "for ever, as the vault has no soft delete".to_owned(),
                |deleted| format!("and can be brought back until {}", iso(deleted.scheduled_purge)),
            );
            format!(
                "The key '{name}' of the {word} '{vault}' would be deleted with all its versions, {until}."
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
        let key = NamedKey::either(
            &tenant,
            (self.vault_name, self.hsm_name),
            self.name,
            self.input_object.as_ref(),
        )?;
        let caller = context.azure_caller(&tenant)?;
        tenant.vaults().check_recover_key(&caller, &key.vault, &key.name)?;
        let effect = format!(
            "The deleted key '{}' would be in the {} '{}' again, with all its versions.",
            key.name,
            key.holder(&tenant),
            key.vault
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
        let key = NamedKey::either(
            &tenant,
            (self.vault_name, self.hsm_name),
            self.name,
            self.input_object.as_ref(),
        )?;
        let caller = context.azure_caller(&tenant)?;
        let (uri, versions) = tenant.vaults().check_backup_key(&caller, &key.vault, &key.name)?;
        let file = self
            .output_file
            .filter(|file| !file.is_empty())
            .unwrap_or_else(|| format!("{}-{}-{}", uri.vault(), uri.key(), tenant.now()));
        let file = KeptFile::new(context, &file, self.force)?;
        let effect = format!(
            "A backup of the key '{}' with {} would be written to {}.",
            uri.key(),
            counted(versions, "version", "versions"),
            file.told()
        );
        let question = file.question(&effect);
        let plan = Plan::one(effect, move |context| {
            let mut length = 0;
            // In its file before the vault says that there is one.
            let blob = |bytes: &[u8]| {
                length = bytes.len();
                file.keep(bytes)
            };
            tenant.vaults().backup_key_into(&caller, &key.vault, &key.name, blob)?;
            context.send(&view::key_backup(&uri, file.path(), versions, length))
        });
        Ok(plan.asking_about(question))
    }
}

impl Change for RestoreAzKeyVaultKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let given = Given::either(
            (self.vault_name.as_deref(), self.input_object.as_ref(), self.resource_id.as_deref()),
            (self.hsm_name.as_deref(), self.hsm_object.as_ref(), self.hsm_resource_id.as_deref()),
        )?;
        given.check(&tenant)?;
        let word = given.kind.word();
        let (vault, caller) = (given.name, context.azure_caller(&tenant)?);
        let blob = read(&context.path(&self.input_file))?;
        let versions = tenant.vaults().check_restore_key(&caller, &vault, &blob)?;
        let name = versions.first().map_or("", |version| version.uri.key());
        let effect = format!(
            "The key '{name}' would be in the {word} '{vault}' again, with {}.",
            counted(versions.len(), "version", "versions")
        );
        Ok(Plan::one(effect, move |context| {
            let back = tenant.vaults().restore_key(&caller, &vault, &blob)?;
            context.send(&view::key(&back))
        }))
    }
}

/// What a vault has written into a file.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, CmdletError> {
    let failed = |error| super::content::failed("read", file, &error);
    let mut bytes = Vec::new();
    let opened = regular::open(file).map_err(failed)?;
    // One byte more than any backup: the vault says what is wrong with it.
    opened.take(MOST_BYTES.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
