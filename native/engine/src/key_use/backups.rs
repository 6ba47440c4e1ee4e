//! The backups that a tenant knows of: as long as one may be restored, it needs its key versions.

use std::path::Path;

use ckey_store::StateExt;
use ckey_store::model::Backup;
use serde_json::json;
use uuid::Uuid;

use super::KeyUse;
use crate::error::{Category, EngineError, Result};
use crate::record::{Actor, AuditEvent};

/// A backup as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupView {
    /// The id that both of its files name.
    pub guid: Uuid,
    /// The main file, as its path was when it was written.
    pub output: String,
    /// The file of secrets, likewise.
    pub secrets: String,
    /// When it was made, Unix seconds.
    pub at: i64,
    /// The key versions that it needs, each once.
    pub keys: Vec<String>,
}

impl From<Backup> for BackupView {
    fn from(backup: Backup) -> Self {
        let mut keys: Vec<String> = backup.keys.into_iter().map(|key| key.key_uri).collect();
        keys.sort();
        keys.dedup();
        let Backup { guid, output, secrets, at, .. } = backup;
        Self { guid, output, secrets, at, keys }
    }
}

impl KeyUse<'_> {
    /// The known backups, oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn backups(&self) -> Result<Vec<BackupView>> {
        self.ground.sync()?;
        let known = self.ground.state().view(|reader| Ok::<_, EngineError>(reader.backups()?))?;
        Ok(known.into_iter().map(BackupView::from).collect())
    }

    /// The known backup with this id, or whose main file was written to this path.
    ///
    /// # Errors
    /// `BackupNotFound`; `BackupAmbiguous` where several were written to one path; those of the
    /// store.
    pub fn backup(&self, identity: &str) -> Result<BackupView> {
        let guid = Uuid::try_parse(identity.trim()).ok();
        let is_meant = |backup: &BackupView| match guid {
            Some(guid) => backup.guid == guid,
            // As paths: `./` within one says nothing.
            None => Path::new(&backup.output) == Path::new(identity),
        };
        let mut found: Vec<_> = self.backups()?.into_iter().filter(is_meant).collect();
        match (found.pop(), found.len()) {
            (Some(one), 0) => Ok(one),
            (None, _) => Err(EngineError::new(
                "BackupNotFound",
                Category::ObjectNotFound,
                format!("The tenant '{}' knows no backup '{identity}'.", self.ground.name()),
                "Get-CustomerKeyBackup lists those that it knows.",
            )
            .about(identity)),
            (Some(_), others) => Err(EngineError::new(
                "BackupAmbiguous",
                Category::InvalidArgument,
                format!("{} backups were written to '{identity}'.", others.saturating_add(1)),
                "Give the id of one: Get-CustomerKeyBackup shows it.",
            )
            .about(identity)),
        }
    }

    /// Forgets a backup whose files were destroyed: what it alone needed may be retired then.
    ///
    /// # Errors
    /// `StoreNotFound` where it is not known any more; `TenantReadOnly`.
    pub fn forget_backup(&self, actor: &Actor, known: &BackupView) -> Result<()> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let now = self.ground.now();
        let details = json!({ "backup": known.guid, "output": known.output, "keys": known.keys });
        let event = AuditEvent::new(
            "Forget backup",
            "Tenant",
            &actor.name,
            known.guid.to_string(),
            details,
        );
        self.ground.state().commit(|writer| {
            writer.remove_backup(known.guid)?;
            self.ground.chain().append(writer, now, &event)
        })
    }
}
