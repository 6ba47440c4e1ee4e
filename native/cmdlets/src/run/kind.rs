//! Key vaults and managed HSMs: a name means one of them, and a cmdlet or a parameter is for one.

use super::RunResult;
use crate::runtime::error::CmdletError;
use ckey_engine::Category;
use ckey_vault::{VaultDescription, VaultKind};

/// How one that was found is shown.
pub(super) fn shown(vault: &VaultDescription) -> String {
    shown_by_name(vault.kind(), &vault.name)
}

/// The same of one that is known by its resource id alone.
pub(super) fn shown_by_name(kind: VaultKind, name: &str) -> String {
    format!("{} -Name {name}", kind.lister())
}

/// Refuses a vault of the other kind than the cmdlet or the parameter is for.
pub(super) fn check(wanted: VaultKind, vault: &VaultDescription) -> RunResult {
    let (name, found) = (&vault.name, vault.kind());
    if found == wanted {
        return Ok(());
    }
    let message =
        format!("There is no {} named '{name}': it is a {}.", wanted.noun(), found.noun());
    let fix = format!(
        "Cmdlets of keys take it as {} {name}, and {} shows it.",
        found.parameter(),
        shown(vault)
    );
    Err(CmdletError::new("VaultNotFound", Category::ObjectNotFound, message, fix)
        .about(name.as_str()))
}
