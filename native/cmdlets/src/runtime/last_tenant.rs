//! The tenant that this user opened last, kept from one program to the next.
//!
//! A small file, `$XDG_CONFIG_HOME/customer-key/tenant`, holds the path. A tenant that was chosen
//! (`--tenant`, `CUSTOMER_KEY_TENANT`) beats it, and a caller who chose one neither reads nor
//! changes it.

use crate::runtime::error::CmdletError;
use ckey_base::{durable, regular};
use ckey_engine::Category;
use std::io;
use std::path::{Path, PathBuf};

/// What `Open-CustomerKeyTenant` and its like were told last, if anything was kept.
///
/// # Errors
/// `LastTenantUnreadable`: another tenant than the user's own must not be taken instead.
pub(crate) fn recall(file: &Path) -> Result<Option<PathBuf>, CmdletError> {
    let text = match regular::open(file).and_then(io::read_to_string) {
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(file, &error.to_string())),
        Ok(text) => text,
    };
    let path = PathBuf::from(text.trim_end_matches(['\r', '\n']));
    if path.is_absolute() {
        Ok(Some(path))
    } else {
        Err(unreadable(file, "it holds no path of a folder"))
    }
}

/// Keeps the path for the next program.
pub(crate) fn keep(file: &Path, tenant: &Path) -> io::Result<()> {
    durable::make_folder(durable::folder_of(file))?;
    durable::replace(file, format!("{}\n", std::path::absolute(tenant)?.display()).as_bytes())
}

fn unreadable(file: &Path, why: &str) -> CmdletError {
    CmdletError::new(
        "LastTenantUnreadable",
        Category::ReadError,
        format!(
            "The tenant that was opened last is not known: {} cannot be read: {why}.",
            file.display()
        ),
        "Name the tenant by CUSTOMER_KEY_TENANT, or remove that file.",
    )
    .about(file.display().to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_tenant_opened_last_is_found_by_the_next_program() {
        let folder = tempfile::tempdir().unwrap();
        let (file, tenant) =
            (folder.path().join("config/customer-key/tenant"), folder.path().join("Contoso Ltd"));
        assert_eq!(recall(&file).unwrap(), None);
        keep(&file, &tenant).unwrap();
        assert_eq!(
            recall(&file).unwrap(),
            Some(tenant),
            "also one that is gone: no other takes its place"
        );
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_not_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tenant");
        std::fs::write(&file, "somewhere\n").unwrap();
        assert_eq!(recall(&file).unwrap_err().id, "LastTenantUnreadable");
        assert_eq!(recall(folder.path()).unwrap_err().id, "LastTenantUnreadable");
    }
}
