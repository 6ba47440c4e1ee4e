//! A consistent backup while the tenant is in use. Secrets go to a file of their own: neither opens
//! anything without the other. They say which main file they belong to, so that neither is restored
//! with another one.

use std::path::{Path, PathBuf};

use ckey_base::{durable, regular};
use ckey_store::StateExt;
use ckey_store::model::{Backup, BackupKey};
use ckey_store::state::{KeyNeed, key_needs};
use serde_json::json;
use uuid::Uuid;

use super::Tenant;
use super::archive::{self, Archive, Label, MASTER, Pair, SECRETS, STATE, Writer};
use crate::error::{Category, EngineError, Result};
use crate::ground::{Layout, make_work_folder};
use crate::key_use::BackupView;
use crate::record::{Actor, AuditEvent};

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
    /// As the tenant knows it from now on.
    pub known: BackupView,
    /// What the tenant should have and the backup therefore lacks, or what is damaged in both;
    /// empty where nothing is.
    pub problems: Vec<String>,
}

fn must_be_new(path: &Path) -> Result<()> {
    Tenant::check_output(path)?;
    // A link that leads nowhere is there, too.
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(EngineError::new(
        "OutputExists",
        Category::ResourceExists,
        format!("'{}' already exists and is not overwritten.", path.display()),
        "Give the name of a new file.",
    )
    .about(path.display().to_string()))
}

impl Tenant {
    /// What keeps a backup from being written to these files, if anything that can be told before.
    ///
    /// # Errors
    /// `OutputExists`, `OutputInTenant`, `TenantReadOnly`.
    pub fn check_backup(&self, output: &Path, secrets: &Path) -> Result<()> {
        self.ground.must_be_writable()?;
        for file in [output, secrets] {
            must_be_new(file)?;
            let folder = durable::folder_of(file);
            regular::check_folder(folder)
                .map_err(|error| Layout::failed(folder, "write a backup to", &error))?;
        }
        if output == secrets {
            return Err(EngineError::invalid(
                "OutputExists",
                &output.display().to_string(),
                "The secrets go to a file of their own: neither file opens anything without the other.",
                "Give two files.",
            ));
        }
        Ok(())
    }

    /// Writes state, vaults and sealed content to `output` and the secrets to `secrets`, consistent
    /// although others go on working. What of them is missing or damaged does not keep the rest
    /// from being saved: it is in the report.
    ///
    /// # Errors
    /// `OutputExists`, `OutputInTenant`, `TenantReadOnly`; those of the stores. A backup that fails
    /// leaves no file behind.
    pub fn backup(
        &self,
        actor: &Actor,
        output: &Path,
        secrets: &Path,
        progress: &mut dyn FnMut(&str),
    ) -> Result<BackupReport> {
        self.ground.sync()?;
        self.check_backup(output, secrets)?;
        let label = Label {
            backup: Uuid::new_v4(),
            tenant: self.ground.id(),
            name: self.ground.name().to_owned(),
            written: self.ground.now(),
        };
        let (work, writer) =
            (make_work_folder(self.ground.layout(), self.ground.alive())?, self.writer());
        [output, secrets].into_iter().for_each(|path| writer.sweep(path));
        progress("state");
        // State first: what it names is in the other stores already, and what comes later does no
        // harm in them.
        let state = work.path().join(STATE);
        let mut known = Backup {
            guid: label.backup,
            output: output.display().to_string(),
            secrets: secrets.display().to_string(),
            at: label.written,
            keys: Vec::new(),
        };
        let known_while_written = self.know(&mut known)?;
        self.know_exactly(&mut known, self.ground.state().backup(&state)?)?;
        progress("content");
        let main = Archive::write(output, &writer, |filling| {
            filling.text(archive::LABEL, &archive::to_json(&label)?)?;
            filling.file(&state, Path::new(STATE))?;
            // Unchanged meanwhile: a vault and the segments of its log belong together.
            let held = self.ground.vaults().hold()?;
            filling.folder(&self.ground.layout().vaults(), Path::new("vaults"))?;
            drop(held);
            filling.folder(&self.ground.layout().content(), Path::new("content"))
        })?;
        progress("secrets");
        let kept = self.backup_secrets(&work.path().join(SECRETS), secrets, label, &main)?;
        // After the copying: what was missing then is missing now.
        let problems = self.check_stores(progress)?;
        // What was copied is this tenant's only if it still is there.
        self.ground.still_there()?;
        let report = BackupReport {
            output: output.to_owned(),
            output_bytes: main.length(),
            secrets: secrets.to_owned(),
            secrets_bytes: kept.length(),
            known: known.clone().into(),
            problems,
        };
        archive::publish_both(main, kept)?;
        known_while_written.keep();
        let now = self.ground.now();
        let details = json!({
            "backup": report.known.guid,
            "output": report.known.output,
            "secrets": report.known.secrets,
            "keys": report.known.keys,
        });
        self.ground.state().commit(|writer| {
            self.ground.chain().append(
                writer,
                now,
                &AuditEvent::new(
                    "Back up tenant",
                    "Tenant",
                    &actor.name,
                    self.ground.name(),
                    details.clone(),
                ),
            )
        })?;
        self.ground.keeper().settle();
        Ok(report)
    }

    /// Makes a backup known before anything of it is copied, with what is needed now: whoever asked
    /// meanwhile what may be retired would not be told of it.
    fn know(&self, known: &mut Backup) -> Result<KnownWhileWritten<'_>> {
        self.ground.state().commit(|writer| {
            known.keys = key_needs(writer)?.iter().map(BackupKey::from).collect();
            Ok::<_, EngineError>(writer.insert_backup(known)?)
        })?;
        Ok(KnownWhileWritten { tenant: self, guid: Some(known.guid) })
    }

    /// The state that was copied may need other versions than the one before.
    fn know_exactly(&self, known: &mut Backup, needs: Vec<KeyNeed>) -> Result<()> {
        known.keys = needs.iter().map(BackupKey::from).collect();
        self.ground.state().commit(|writer| {
            writer.remove_backup(known.guid)?;
            Ok::<_, EngineError>(writer.insert_backup(known)?)
        })
    }

    fn writer(&self) -> Writer<'_> {
        Writer { tenant: self.ground.id(), alive: self.ground.alive() }
    }

    fn backup_secrets(
        &self,
        copy: &Path,
        secrets: &Path,
        label: Label,
        main: &Archive,
    ) -> Result<Archive> {
        let master = self.ground.layout().vault_master();
        let pair = Pair {
            label,
            main_sha256: hex::encode(main.digest()),
            vault_master_sha256: hex::encode(ckey_crypto::digest::sha256(
                ckey_store::read_key_file(&master)?.expose(),
            )),
        };
        self.ground.secrets().backup(copy, &archive::to_json(&pair)?)?;
        Archive::write(secrets, &self.writer(), |filling| {
            filling.file(copy, Path::new(SECRETS))?;
            filling.file(&master, Path::new(MASTER))
        })
    }
}

/// Forgets a backup again unless it is kept: one that failed.
struct KnownWhileWritten<'a> {
    tenant: &'a Tenant,
    guid: Option<Uuid>,
}

impl KnownWhileWritten<'_> {
    fn keep(mut self) {
        self.guid = None;
    }
}

impl Drop for KnownWhileWritten<'_> {
    fn drop(&mut self) {
        let Some(guid) = self.guid else { return };
        let forget = |writer: &mut dyn ckey_store::Writer| writer.remove_backup(guid);
        // One that stays known keeps key versions, and is forgotten by hand.
        let _ = self.tenant.ground.state().commit::<_, ckey_store::StoreError>(forget);
    }
}
