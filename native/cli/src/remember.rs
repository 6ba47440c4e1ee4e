//! The tenant that this user opened last, kept from one command to the next.
//!
//! A small file, `$XDG_CONFIG_HOME/customer-key/tenant`, holds the path. `--tenant` and `CUSTOMER_KEY_TENANT` beat it, and a
//! caller who uses one of them neither reads nor changes it.

use std::path::{Path, PathBuf};

/// What `Open-CustomerKeyTenant` and its like were told last; `None` when nothing usable was kept.
pub(crate) fn recall() -> Option<PathBuf> {
    recall_from(&file()?)
}

/// Keeps the path for the next command. Not being able to is no reason to fail.
pub(crate) fn keep(tenant: &Path) {
    if let Some(file) = file() {
        let _ = keep_in(&file, tenant);
    }
}

fn recall_from(file: &Path) -> Option<PathBuf> {
    let text = std::fs::read_to_string(file).ok()?;
    let path = PathBuf::from(text.trim_end_matches(['\r', '\n']));
    (path.is_absolute() && path.is_dir()).then_some(path)
}

fn keep_in(file: &Path, tenant: &Path) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let text = format!("{}\n", std::path::absolute(tenant)?.display());
    let new = file.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&new, text)?;
    std::fs::rename(&new, file)
}

fn file() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let config =
        folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|home| home.join(".config"))).or_else(|| folder("APPDATA"))?;
    Some(config.join("customer-key").join("tenant"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_tenant_opened_last_is_found_by_the_next_command() {
        let folder = tempfile::tempdir().unwrap();
        let (file, tenant) = (folder.path().join("config/customer-key/tenant"), folder.path().join("Contoso Ltd"));
        std::fs::create_dir(&tenant).unwrap();
        keep_in(&file, &tenant).unwrap();
        assert_eq!(recall_from(&file), Some(tenant));
    }

    #[test]
    fn a_tenant_that_is_gone_is_not_recalled() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tenant");
        keep_in(&file, &folder.path().join("gone")).unwrap();
        assert_eq!(recall_from(&file), None);
        assert_eq!(recall_from(&folder.path().join("no file")), None);
    }
}
