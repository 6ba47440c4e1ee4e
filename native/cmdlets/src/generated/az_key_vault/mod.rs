//! Azure Key Vault. Written by `./build generate` from native/cmdlets/table; edit that.

mod add_az_key_vault_key;
mod get_az_key_vault;
mod get_az_key_vault_key;
mod new_az_key_vault;
mod remove_az_key_vault_access_policy;
mod set_az_key_vault_access_policy;
mod update_az_key_vault_key;

pub use add_az_key_vault_key::AddAzKeyVaultKey;
pub use get_az_key_vault::GetAzKeyVault;
pub use get_az_key_vault_key::GetAzKeyVaultKey;
pub use new_az_key_vault::NewAzKeyVault;
pub use remove_az_key_vault_access_policy::RemoveAzKeyVaultAccessPolicy;
pub use set_az_key_vault_access_policy::SetAzKeyVaultAccessPolicy;
pub use update_az_key_vault_key::UpdateAzKeyVaultKey;

use crate::def::CmdletDef;

/// Its cmdlets.
pub(super) static CMDLETS: &[&CmdletDef] = &[
    &new_az_key_vault::CMDLET,
    &get_az_key_vault::CMDLET,
    &set_az_key_vault_access_policy::CMDLET,
    &remove_az_key_vault_access_policy::CMDLET,
    &add_az_key_vault_key::CMDLET,
    &get_az_key_vault_key::CMDLET,
    &update_az_key_vault_key::CMDLET,
];
