//! A consistent backup while the tenant is in use. Secrets go to a file of their own: who has one of the two has nothing.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ckey_store::{FolderSecrets, StateExt};
use serde_json::json;

use super::{Actor, Layout, OpenOptions, Tenant};
use crate::audit::Draft;
use crate::error::{Category, EngineError, Result};

/// What a backup wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// The file with state, vaults and sealed content.
    pub output: PathBuf,
    /// Its size in bytes.
    pub output_bytes: u64,
    /// The file with the service's secrets and the vaults' sealing key.
    pub secrets: PathBuf,
    /// Its size in bytes.
    pub secrets_bytes: u64,
}

const STATE: &str = "tenant.db";
const SECRETS: &str = "service-secrets.backup";
const VAULT_MASTER: &str = "vault-keys/master.key";

fn failed(path: &Path, what: &str) -> impl Fn(std::io::Error) -> EngineError {
    let (path, what) = (path.to_owned(), what.to_owned());
    move |error| Layout::failed(&path, &what, &error)
}

fn must_be_new(path: &Path) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    Err(EngineError::new(
        "OutputExists",
        Category::ResourceExists,
        format!("'{}' exists and is not overwritten.", path.display()),
        "Give the name of a new file.",
    )
    .about(path.display().to_string()))
}

/// Writes a new archive beside its final name and moves it there when it is complete and durable.
fn write_archive(path: &Path, fill: impl FnOnce(&mut tar::Builder<&File>) -> Result<()>) -> Result<u64> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".backup-").tempfile_in(folder).map_err(failed(folder, "make a file in"))?;
    let mut archive = tar::Builder::new(file.as_file());
    archive.mode(tar::HeaderMode::Deterministic);
    fill(&mut archive)?;
    archive.into_inner().and_then(|mut file| file.flush()).map_err(failed(path, "write the file"))?;
    file.as_file().sync_all().map_err(failed(path, "write the file"))?;
    let length = file.as_file().metadata().map_err(failed(path, "look at the file"))?.len();
    file.persist_noclobber(path).map_err(|error| Layout::failed(path, "write the file", &error.error))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed(folder, "sync the folder"))?;
    Ok(length)
}

impl Tenant {
    /// Writes state, vaults and sealed content to `output` and the secrets to `secrets`, consistent although others go on working.
    ///
    /// # Errors
    /// `OutputExists`; those of the stores. A backup that fails leaves no file behind.
    pub fn backup(&self, actor: &Actor, output: &Path, secrets: &Path, progress: &mut dyn FnMut(&str)) -> Result<BackupReport> {
        self.sync()?;
        must_be_new(output)?;
        must_be_new(secrets)?;
        if output == secrets {
            return Err(EngineError::invalid(
                "OutputExists",
                &output.display().to_string(),
                "The secrets go to a file of their own: who has one of the two has nothing.",
                "Give two files.",
            ));
        }
        let work = tempfile::Builder::new()
            .prefix("backup-")
            .tempdir_in(self.path())
            .map_err(failed(self.path(), "make a folder in"))?;
        progress("state");
        // State first: what it names is in the other stores already, and what comes later does no harm in them.
        let state = work.path().join(STATE);
        self.state().backup(&state)?;
        progress("content");
        let output_bytes = write_archive(output, |archive| {
            archive.append_path_with_name(&state, STATE).map_err(failed(output, "write the file"))?;
            // Unchanged meanwhile: a vault and the segments of its log belong together.
            let held = self.vaults().hold()?;
            append_folder(archive, &self.layout().vaults(), Path::new("vaults")).map_err(failed(output, "write the file"))?;
            drop(held);
            append_folder(archive, &self.layout().content(), Path::new("content")).map_err(failed(output, "write the file"))
        })?;
        progress("secrets");
        let secrets_bytes = self.backup_secrets(&work.path().join(SECRETS), secrets).inspect_err(|_| {
            // One file alone is no backup; what went wrong with the other is what to tell.
            let _ = fs::remove_file(output);
        })?;
        let now = self.now();
        let details = json!({ "output": output.display().to_string(), "secrets": secrets.display().to_string() });
        self.state().commit(|writer| {
            self.audit().append(writer, now, &Draft::new("Back up tenant", "Tenant", &actor.name, self.name(), details.clone()))
        })?;
        Ok(BackupReport { output: output.to_owned(), output_bytes, secrets: secrets.to_owned(), secrets_bytes })
    }

    fn backup_secrets(&self, copy: &Path, secrets: &Path) -> Result<u64> {
        self.secrets().backup(copy)?;
        write_archive(secrets, |archive| {
            archive.append_path_with_name(copy, SECRETS).map_err(failed(secrets, "write the file"))?;
            archive.append_path_with_name(self.layout().vault_master(), VAULT_MASTER).map_err(failed(secrets, "write the file"))
        })
    }

    /// Makes a tenant folder from the two files of a backup and opens it. The folder must be new or empty.
    ///
    /// # Errors
    /// `TenantFolderNotEmpty`, `BackupUnreadable`; those of opening. What was begun is removed when it fails.
    pub fn restore(path: &Path, input: &Path, secrets: &Path, open: OpenOptions) -> Result<Arc<Self>> {
        let layout = Layout::at(path)?;
        super::create::claim(&layout)?;
        let layout = Layout::at(path)?;
        let restored = fill(&layout, input, secrets, &open)
            .and_then(|()| super::create::release(&layout))
            .and_then(|()| Self::open(path, open));
        if restored.is_err() {
            // Best effort: the marker that is still there lets the next attempt clear what remains.
            let _ = fs::remove_dir_all(layout.root());
        }
        let tenant = restored?;
        tenant.adopt_vaults(&tenant.administrator())?;
        let now = tenant.now();
        let actor = tenant.administrator();
        tenant.state().commit(|writer| {
            writer.raise_epoch()?;
            let details = json!({ "input": input.display().to_string() });
            tenant.audit().append(writer, now, &Draft::new("Restore tenant", "Tenant", &actor, tenant.name(), details))
        })?;
        tenant.sync()?;
        Ok(tenant)
    }
}

fn append_folder(archive: &mut tar::Builder<&File>, folder: &Path, name: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, name) = (entry.path(), name.join(entry.file_name()));
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type()?;
        if kind.is_dir() {
            append_folder(archive, &path, &name)?;
        } else if kind.is_file() && !hidden {
            archive.append_path_with_name(&path, &name)?;
        }
    }
    Ok(())
}

fn unreadable(path: &Path, why: &str) -> EngineError {
    EngineError::new(
        "BackupUnreadable",
        Category::InvalidData,
        format!("'{}' cannot be restored: {why}.", path.display()),
        "Give the two files that Backup-CustomerKeyTenant wrote together.",
    )
    .about(path.display().to_string())
}

/// Unpacks what an archive holds below `folder`; names that lead out of it are refused by the archive's reader.
fn unpack(archive: &Path, folder: &Path) -> Result<()> {
    let file = File::open(archive).map_err(|error| unreadable(archive, &error.to_string()))?;
    let mut reader = tar::Archive::new(file);
    reader.set_preserve_permissions(false);
    reader.set_overwrite(false);
    reader.unpack(folder).map_err(|error| unreadable(archive, &error.to_string()))
}

fn fill(layout: &Layout, input: &Path, secrets: &Path, open: &OpenOptions) -> Result<()> {
    for folder in [layout.vaults(), layout.content()] {
        Layout::make_private(&folder)?;
    }
    let work = tempfile::Builder::new()
        .prefix("restore-")
        .tempdir_in(layout.root())
        .map_err(failed(layout.root(), "make a folder in"))?;
    unpack(secrets, work.path())?;
    unpack(input, layout.root())?;
    let (backup, master) = (work.path().join(SECRETS), work.path().join(VAULT_MASTER));
    if !backup.is_file() || !master.is_file() || !layout.state().is_file() {
        return Err(unreadable(if layout.state().is_file() { secrets } else { input }, "it does not hold what a backup holds"));
    }
    let restored = FolderSecrets::restore(&backup, &layout.secrets(), open.master_key()?)?;
    if let Some(folder) = layout.vault_master().parent() {
        Layout::make_private(folder)?;
    }
    fs::rename(&master, layout.vault_master()).map_err(failed(&layout.vault_master(), "write the file"))?;
    let state = ckey_store::SqliteState::open(&layout.state(), super::rows::row_key(&super::rows::chain_key(&restored)?)?)?;
    state.view(|reader| Ok::<_, EngineError>(reader.tenant()?)).map(|_| ())
}
