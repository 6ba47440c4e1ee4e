//! The default tenant where nobody has made one yet and somebody only asks what would be.

use crate::runtime::error::CmdletError;
use ckey_engine::{Category, CreateOptions, OpenOptions, Tenant};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// A new tenant in a temporary folder, which goes with it: what would happen in the default one is
/// looked up there. It holds nothing of anybody's.
pub(crate) struct PlannedTenant {
    pub(crate) tenant: Arc<Tenant>,
    /// Where the default one would be.
    pub(crate) place: PathBuf,
    /// After the tenant, which is in it.
    _folder: TempDir,
}

impl PlannedTenant {
    pub(crate) fn make(
        place: PathBuf,
        create: &CreateOptions,
        options: OpenOptions,
    ) -> Result<Self, CmdletError> {
        let folder = tempfile::tempdir().map_err(|error| {
            let message = format!("What would happen could not be looked up: {error}.");
            let fix = "Name a folder for temporary files that can be written, by TMPDIR.";
            CmdletError::new("TemporaryFolderInaccessible", Category::WriteError, message, fix)
        })?;
        // Its key lies beside it: a file of the caller's would be made, and would stay.
        let options = OpenOptions {
            background_jobs: false,
            watches: false,
            passphrase: None,
            master_key_file: None,
            ..options
        };
        let tenant = Tenant::create(&folder.path().join(&create.name), create, options)?;
        Ok(Self { tenant, place, _folder: folder })
    }
}
