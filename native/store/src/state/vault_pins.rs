//! What is recorded of vaults.

use super::Result;
use crate::model::{Recorded, VaultPin};

/// What can be asked about what is recorded of vaults.
pub trait ReadVaultPins {
    /// How vaults' files were when they were last recorded, by name: of one lower-case name, or
    /// all; those that were removed too.
    fn vault_pins(&mut self, name: Option<&str>) -> Result<Vec<Recorded<VaultPin>>>;
}

/// What can be changed about what is recorded of vaults.
pub trait WriteVaultPins {
    /// Inserts or overwrites, by the vault's id, how a vault's file is.
    fn set_vault_pin(&mut self, pin: &VaultPin) -> Result<()>;
}
