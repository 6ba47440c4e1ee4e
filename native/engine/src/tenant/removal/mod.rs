//! Leaving for good: a tenant is removed (rule 4.8.12). First its secrets are destroyed, so that
//! nothing opens whatever becomes of the rest, then the files that it has made, and those alone.
//! What is not its own stays. Whoever is killed meanwhile leaves a mark by which the next goes on.

mod begin;
mod finish;
mod ours;

use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::Tenant;
use crate::error::{Category, EngineError, Result};

/// What goes with a tenant that is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalPlan {
    /// The tenant.
    pub name: String,
    /// Its policies, by name.
    pub policies: Vec<String>,
    /// Its mailboxes, with those that were removed.
    pub mailboxes: u64,
    /// Its sites.
    pub sites: u64,
    /// Its vaults, by name.
    pub vaults: Vec<String>,
    /// How many secrets are destroyed.
    pub secrets: u64,
    /// The known copies of its secrets: they still hold them.
    pub backups: Vec<String>,
    /// What in its folder is not its own, and stays.
    pub foreign: Vec<PathBuf>,
    /// Whether somebody else has the tenant open.
    pub in_use: bool,
}

/// What was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalReport {
    /// The tenant's id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// How many secrets were destroyed.
    pub secrets: u64,
    /// What in its folder is not its own, and stays.
    pub foreign: Vec<PathBuf>,
    /// Known backups: copies that may still hold secrets.
    pub backups: u64,
    /// The key by which the evidence is checked, hexadecimal.
    pub public_key: String,
    /// Whether the evidence is in the file that this call names; otherwise one before it that was cut
    /// off has written it to another.
    pub evidence: bool,
}

impl Tenant {
    /// Whether a tenant in this folder is being removed, and waits for somebody to go on with it.
    #[must_use]
    pub fn is_being_removed(path: &Path) -> bool {
        crate::ground::Layout::at(path).is_ok_and(|layout| layout.is_being_removed())
    }
}

/// Refuses a file that the evidence cannot be written to as a new one.
fn check_output(output: &Path) -> Result<()> {
    Tenant::check_output(output)?;
    if output.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(exists(output))
}

fn exists(output: &Path) -> EngineError {
    EngineError::new(
        "OutputExists",
        Category::ResourceExists,
        format!("'{}' already exists and is not overwritten.", output.display()),
        "Give the name of a new file.",
    )
    .about(output.display().to_string())
}
