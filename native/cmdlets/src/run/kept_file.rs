//! A file into which something out of a vault is written: in place before the vault says that it
//! gave it out, and over a file that is there only where that is agreed to.

use super::content::check_folder_of;
use super::part::{check_replaced, taken};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use ckey_base::durable;
use ckey_engine::Tenant;
use ckey_vault::{VaultError, VaultErrorKind};
use std::path::{Path, PathBuf};

/// Where it is written, and over what.
pub(super) struct KeptFile {
    path: PathBuf,
    is_there: bool,
    force: bool,
}

impl KeptFile {
    /// Refuses a place where nothing can be written.
    pub(super) fn new(context: &Context, given: &str, force: bool) -> Result<Self, CmdletError> {
        let path = context.path(given);
        let path = std::path::absolute(&path).unwrap_or(path);
        Tenant::check_output(&path)?;
        check_replaced(&path)?;
        check_folder_of(&path)?;
        Ok(Self { is_there: path.exists(), path, force })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Its path, and what is there.
    pub(super) fn told(&self) -> String {
        let over = if self.is_there { ", over the file that is there" } else { "" };
        format!("{}{over}", self.path.display())
    }

    /// What is asked before a file is written over.
    pub(super) fn question(&self, effect: &str) -> Option<String> {
        (self.is_there && !self.force).then(|| effect.to_owned())
    }

    /// Writes where nothing is, or over what it may be written over.
    pub(super) fn keep(&self, bytes: &[u8]) -> Result<(), VaultError> {
        let file = &self.path;
        let over = self.is_there || self.force;
        let written =
            if over { durable::replace(file, bytes) } else { durable::write_new(file, bytes) };
        written.map_err(|error| {
            let (message, fix) = if error.kind() == std::io::ErrorKind::AlreadyExists {
                let taken = taken(file);
                (taken.message, taken.fix)
            } else {
                let why = ckey_base::why_not_written(&error);
                let message = format!("The file {} could not be written: {why}.", file.display());
                (message, "Check the path and its permissions.".into())
            };
            VaultError::new(VaultErrorKind::Io, message, file.display(), fix)
        })
    }
}
