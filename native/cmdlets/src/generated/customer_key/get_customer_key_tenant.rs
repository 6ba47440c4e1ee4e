//! `Get-CustomerKeyTenant`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, ShouldProcess};

/// Shows the state of the tenant that is open.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct GetCustomerKeyTenant {}

impl Parameters for GetCustomerKeyTenant {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-CustomerKeyTenant",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Shows the state of the tenant that is open.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[],
    outputs: &["CustomerKeyTenant"],
    examples: &[("Get-CustomerKeyTenant | Format-List", "Shows everything about it.")],
};
