//! Signing in to Azure. Written by `./build generate` from native/cmdlets/table; edit that.

mod connect_az_account;
mod set_az_context;

pub use connect_az_account::ConnectAzAccount;
pub use set_az_context::SetAzContext;

use crate::def::CmdletDef;

/// Its cmdlets.
pub(super) static CMDLETS: &[&CmdletDef] = &[&connect_az_account::CMDLET, &set_az_context::CMDLET];
