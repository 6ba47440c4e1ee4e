//! Key vaults and managed HSMs: a name means one of them, and a cmdlet or a parameter is for one.

use super::RunResult;
use crate::runtime::error::CmdletError;
use ckey_engine::Category;
use ckey_vault::{VaultDescription, VaultKind};

/// What sentences that say what would happen call one.
pub(super) const fn word(kind: VaultKind) -> &'static str {
    match kind {
        VaultKind::Vault => "vault",
        VaultKind::ManagedHsm => "managed HSM",
    }
}

/// How one that was found is shown.
pub(super) fn shown(vault: &VaultDescription) -> String {
    format!("{} -Name {}", vault.kind().lister(), vault.name)
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
