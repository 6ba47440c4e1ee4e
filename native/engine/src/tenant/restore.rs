//! A tenant from the two files of a backup: both belong together and are as they were written, or
//! nothing is restored (rule 8.5.3).

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ckey_store::model::{Backup, BackupKey};
use ckey_store::state::key_needs;
use ckey_store::{AuditCounter, AuditMark, MasterKey, SecretsBackup, StateExt};
use serde_json::json;

use super::archive::{self, Label, MASTER, Pair, SECRETS, STATE, Source, unreadable};
use super::building::{self, Building, Scratch};
use super::{OpenOptions, Tenant};
use crate::directory::Service;
use crate::error::{Category, EngineError, Result};
use crate::ground::Layout;
use crate::record::AuditEvent;

impl Tenant {
    /// What keeps a tenant from being restored, if anything that can be told before. The secrets
    /// are looked at in a folder where the tenant would be made, which is removed again.
    ///
    /// # Errors
    /// As [`Tenant::restore`].
    pub fn check_restore(
        path: &Path,
        input: &Path,
        secrets: &Path,
        open: &OpenOptions,
    ) -> Result<()> {
        let place = building::check_place(path)?;
        let near = place.root().ancestors().skip(1).find(|above| above.is_dir());
        let work = Scratch::begin(near.unwrap_or_else(|| Path::new(".")))?;
        verify(&work.path(), (input, secrets), &open.master_key(&place)?).map(drop)
    }

    /// Makes a tenant folder from the two files of a backup and opens it, all of it or nothing. The
    /// folder must be new or empty. It is recorded as done by anyone who was signed in for the user
    /// of the operating system when the backup was made.
    ///
    /// # Errors
    /// `BackupPairMismatch` when the files do not belong together or the main file was changed;
    /// `BackupUnbound` for secrets that do not say which main file they belong to;
    /// `BackupUnreadable`; `RealModuleLoaded`; `TenantFolderNotEmpty` and `TenantFolderNotReplaceable`; those of
    /// opening.
    pub fn restore(
        path: &Path,
        input: &Path,
        secrets: &Path,
        open: OpenOptions,
    ) -> Result<Arc<Self>> {
        let building = Building::begin(path)?;
        let label = fill(&building, input, secrets, &open)?;
        let tenant = Self::load(building.layout().clone(), &open, building.place())?;
        tenant.vault_provider().must_fit(open.azure_module.as_deref())?;
        let sign_in = open
            .os_user
            .as_deref()
            .map(|os_user| tenant.directory().sign_in(os_user))
            .transpose()?
            .unwrap_or_default();
        let (now, actor) =
            (tenant.ground.now(), tenant.directory().signed_in(&sign_in, Service::Exchange));
        tenant.ground.adopt_vaults(&actor)?;
        tenant.remove_later_content()?;
        tenant.ground.state().commit(|writer| {
            writer.raise_epoch()?;
            // The copy knows the backup that it is in, but not yet what that needs.
            if writer.backups()?.iter().any(|known| known.guid == label.backup) {
                writer.remove_backup(label.backup)?;
            }
            let keys = key_needs(writer)?.iter().map(BackupKey::from).collect();
            writer.insert_backup(&Backup {
                guid: label.backup,
                output: input.display().to_string(),
                secrets: secrets.display().to_string(),
                at: label.written,
                keys,
            })?;
            let details = json!({ "input": input.display().to_string() });
            tenant.ground.chain().append(
                writer,
                now,
                &AuditEvent::new("Restore tenant", "Tenant", &actor, tenant.ground.name(), details),
            )
        })?;
        drop(tenant);
        building.finish()?;
        Self::open(path, open)
    }

    /// Removes the content of items that were imported after the state was copied: no row names it,
    /// and nobody will.
    fn remove_later_content(&self) -> Result<()> {
        let ids = self.ground.content().ids()?;
        let later = self.ground.state().view(|reader| {
            let mut later = Vec::new();
            for id in &ids {
                if !reader.has_item(*id)? {
                    later.push(*id);
                }
            }
            Ok::<_, EngineError>(later)
        })?;
        later.into_iter().try_for_each(|id| Ok(self.ground.content().remove(id)?))
    }
}

fn fill(building: &Building, input: &Path, secrets: &Path, open: &OpenOptions) -> Result<Label> {
    let layout = building.layout();
    let work = tempfile::tempdir_in(layout.root())
        .map_err(|error| Layout::failed(layout.root(), "make a folder in", &error))?;
    let Verified { main, backup, master, pair } =
        verify(work.path(), (input, secrets), &open.master_key(building.place())?)?;
    for folder in [layout.vaults(), layout.content()] {
        Layout::make_private(&folder)?;
    }
    let parts = [Path::new("vaults"), Path::new("content")];
    let wanted = |name: &Path| {
        [STATE, archive::LABEL].iter().any(|file| name == Path::new(file))
            || parts.iter().any(|part| name.starts_with(part))
    };
    // Once more while it is restored: somebody may write to the file meanwhile.
    if hex::encode(main.unpack(layout.root(), wanted)?) != pair.main_sha256 {
        return Err(mismatch(input, secrets, &pair.label, main.label().as_ref()));
    }
    let label = layout.root().join(archive::LABEL);
    fs::remove_file(&label).map_err(|error| Layout::failed(&label, "remove the file", &error))?;
    // The secrets vouch for the whole main file, which may be older than the tenant it is of: its
    // log is counted from where it ends.
    backup
        .restore(&layout.secrets())?
        .change(&mut |_| Some(AuditMark::start(pair.label.tenant)))?;
    if let Some(folder) = layout.vault_master().parent() {
        Layout::make_private(folder)?;
    }
    fs::rename(&master, layout.vault_master())
        .map_err(|error| Layout::failed(&layout.vault_master(), "write the file", &error))?;
    work.close().map_err(|error| Layout::failed(layout.root(), "remove a folder in", &error))?;
    Ok(pair.label)
}

/// Two files of a backup that belong together and are as they were written.
struct Verified<'a> {
    main: Source<'a>,
    backup: SecretsBackup,
    /// The vaults' key, in the folder of the work.
    master: PathBuf,
    pair: Pair,
}

fn verify<'a>(
    work: &Path,
    (input, secrets): (&'a Path, &Path),
    key: &MasterKey,
) -> Result<Verified<'a>> {
    let (main, kept) = (Source::open(input)?, Source::open(secrets)?);
    kept.unpack(work, |name| name == Path::new(SECRETS) || name == Path::new(MASTER))?;
    let (backup, master) = (work.join(SECRETS), work.join(MASTER));
    if !backup.is_file() || !master.is_file() {
        return Err(unreadable(secrets, "it does not hold what a secrets file holds"));
    }
    let backup = SecretsBackup::open(&backup, secrets, key)?;
    let pair = belonging(&backup, input, secrets)?;
    if hex::encode(main.digest()?) != pair.main_sha256 {
        return Err(mismatch(input, secrets, &pair.label, main.label().as_ref()));
    }
    if !archive::has_digest(&master, &pair.vault_master_sha256)? {
        return Err(unreadable(secrets, "the vaults' key in it was changed after it was written"));
    }
    Ok(Verified { main, backup, master, pair })
}

/// What the secrets say they belong to.
fn belonging(backup: &SecretsBackup, input: &Path, secrets: &Path) -> Result<Pair> {
    let Some(bound) = backup.bound() else {
        return Err(EngineError::new(
            "BackupUnbound",
            Category::InvalidData,
            format!(
                "The secrets '{}' were written by a version that did not say which main file they belong to, so nobody can tell whether '{}' is that file and unchanged.",
                secrets.display(),
                input.display()
            ),
            "Restore them with the version that wrote them, where you trust both files, and make a new backup.",
        )
        .about(secrets.display().to_string()));
    };
    serde_json::from_slice(bound)
        .map_err(|_| unreadable(secrets, "what it says of its main file cannot be read"))
}

fn mismatch(input: &Path, secrets: &Path, expected: &Label, found: Option<&Label>) -> EngineError {
    let what = match found {
        Some(found) if found.backup == expected.backup => {
            format!(
                "both are of {}, but the main file was changed after it was written",
                expected.shown()
            )
        }
        Some(found) => format!(
            "the main file says that it is {}, the secrets are of {}",
            found.shown(),
            expected.shown()
        ),
        None => format!(
            "the secrets are of {}, and the main file is not the one that was written with them",
            expected.shown()
        ),
    };
    EngineError::new(
        "BackupPairMismatch",
        Category::InvalidData,
        format!(
            "'{}' and '{}' do not belong together: {what}. Nothing was restored.",
            input.display(),
            secrets.display()
        ),
        "Give the two files that Backup-CustomerKeyTenant wrote together, as they were written.",
    )
    .about(input.display().to_string())
}
