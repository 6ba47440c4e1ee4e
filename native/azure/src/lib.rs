//! Azure Key Vault and Managed HSM as roots: [`connect`] makes what asks them.
//!
//! Nothing is started and nobody is asked before a root is needed. What comes back is never trusted:
//! it must be about the key that was asked for, in its version and length. What the service refuses
//! is classified by the same table as what an embedded vault refuses.

mod again;
mod answer;
mod asking;
mod assertion;
mod authority;
mod cli;
mod directory;
mod failure;
mod means;
mod names;
mod pace;
mod proof;
mod sign_in;
mod token;
mod told_apart;
mod transport;
mod turned_away;
mod vaults;

use ckey_vault::{RootVault, VaultAccess, VaultError};
use std::sync::Arc;

/// Makes what asks the vaults of a tenant; a [`ckey_vault::Connect`].
///
/// # Errors
/// `BadParameter` for authorities that are no certificates.
pub fn connect(access: VaultAccess) -> Result<Arc<dyn RootVault>, VaultError> {
    Ok(Arc::new(vaults::Vaults::new(access)?))
}
