//! Azure resource groups. Written by `./build generate` from native/cmdlets/table; edit that.

mod new_az_resource_group;

pub use new_az_resource_group::NewAzResourceGroup;

use crate::def::CmdletDef;

/// Its cmdlets.
pub(super) static CMDLETS: &[&CmdletDef] = &[&new_az_resource_group::CMDLET];
