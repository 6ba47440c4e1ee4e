//! `Get-M365DataAtRestEncryptionPolicyAssignment`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, ShouldProcess};

/// Shows which policy for multiple workloads is assigned to the tenant; nothing when none is.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct GetM365DataAtRestEncryptionPolicyAssignment {}

impl Parameters for GetM365DataAtRestEncryptionPolicyAssignment {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-M365DataAtRestEncryptionPolicyAssignment",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Shows which policy for multiple workloads is assigned to the tenant; nothing when none is.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/get-m365dataatrestencryptionpolicyassignment",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[],
    outputs: &["M365DataAtRestEncryptionPolicyAssignment"],
    examples: &[("Get-M365DataAtRestEncryptionPolicyAssignment", "Shows the assigned policy.")],
};
