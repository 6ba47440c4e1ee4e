//! Where things are in a tenant folder.

use std::path::{Path, PathBuf};

use ckey_base::{durable, path};
use ckey_vault::paste::word;

use crate::error::{Category, EngineError, Result};

/// The paths of one tenant folder.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The folder at `path`, made absolute, links resolved where it exists.
    pub(crate) fn at(path: &Path) -> Result<Self> {
        let absolute = std::path::absolute(path).map_err(|error| {
            EngineError::invalid(
                "PathInvalid",
                &path.display().to_string(),
                format!("'{}' is no path: {}.", path.display(), ckey_base::why(&error)),
                "Give the path of a folder.",
            )
        })?;
        Ok(Self { root: path::resolved(&absolute).unwrap_or(absolute) })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The state: SQLite.
    pub(crate) fn state(&self) -> PathBuf {
        self.root.join("tenant.db")
    }

    /// The embedded vaults, one file each.
    pub(crate) fn vaults(&self) -> PathBuf {
        self.root.join("vaults")
    }

    /// The key under which the vaults' private keys are sealed, apart from the vaults and from the
    /// service's secrets.
    pub(crate) fn vault_master(&self) -> PathBuf {
        self.root.join("vault-keys").join("master.key")
    }

    /// The service's secrets.
    pub(crate) fn secrets(&self) -> PathBuf {
        self.root.join("service-secrets")
    }

    /// Sealed objects too large for the state.
    pub(crate) fn content(&self) -> PathBuf {
        self.root.join("content")
    }

    /// One locked file per open tenant, by which others see that it is alive.
    pub(crate) fn locks(&self) -> PathBuf {
        self.root.join("locks")
    }

    /// What the server of the vaults keeps: its certificates, and who serves.
    pub(crate) fn server(&self) -> PathBuf {
        self.root.join("server")
    }

    /// Says that the tenant is being removed: whoever finds it goes on with that, and does nothing
    /// else. No file of anybody else has its name: it makes any folder one of a tenant.
    pub(crate) fn removal(&self) -> PathBuf {
        self.root.join(".customer-key-removal")
    }

    /// Whether the tenant is being removed.
    pub(crate) fn is_being_removed(&self) -> bool {
        self.removal().symlink_metadata().is_ok()
    }

    /// Refuses a tenant that is being removed.
    pub(crate) fn must_stay(&self) -> Result<()> {
        if !self.is_being_removed() {
            return Ok(());
        }
        let root = self.root.display().to_string();
        Err(EngineError::new(
            "TenantBeingRemoved",
            Category::InvalidOperation,
            format!("The tenant in '{root}' is being removed: its secrets are being destroyed, and nothing in it is used any more."),
            format!("Go on with it: Remove-CustomerKeyTenant -Path {} -OutputFile FILE", word(&root)),
        )
        .about(root))
    }

    /// Whether nothing can be written here, because of permissions or because the disk is mounted
    /// so. The secrets are part of it: where the counter beside them cannot move on, what was
    /// changed could be taken back unnoticed.
    pub(crate) fn is_read_only(&self) -> bool {
        #[cfg(unix)]
        {
            use rustix::fs::{Access, access};
            let denied = |path: &Path| access(path, Access::WRITE_OK).is_err();
            denied(self.root()) || denied(&self.state()) || denied(&self.secrets())
        }
        #[cfg(not(unix))]
        {
            use std::io::ErrorKind;
            // Opened and closed again: rights are lists there, and only the system reads them.
            let opened = std::fs::OpenOptions::new().write(true).open(self.state());
            opened.is_err_and(|error| {
                matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
            })
        }
    }

    /// Whether an older version was interrupted while it filled this folder.
    pub(crate) fn has_older_mark(&self) -> bool {
        self.root.join("unfinished").exists()
    }

    /// Makes a folder that only its owner may enter, durably.
    pub(crate) fn make_private(path: &Path) -> Result<()> {
        durable::make_folder(path).map_err(|error| Self::failed(path, "make the folder", &error))
    }

    pub(crate) fn failed(path: &Path, what: &str, error: &std::io::Error) -> EngineError {
        // Of the same name wherever it happens, for whoever waits for room.
        let (id, fix) = if ckey_base::is_full(error) {
            ("StoreFull", "Free space on the disk or raise the limit; then try again.")
        } else {
            (
                "TenantFolderInaccessible",
                "Check that the folder exists and that this user may write to it.",
            )
        };
        let why = ckey_base::why(error);
        let message = format!("Could not {what} '{}': {why}.", path.display());
        EngineError::new(id, Category::WriteError, message, fix).about(path.display().to_string())
    }
}
