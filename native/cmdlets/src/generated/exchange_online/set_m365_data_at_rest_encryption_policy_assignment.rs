//! `Set-M365DataAtRestEncryptionPolicyAssignment`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, ShouldProcess};

/// Assigns a policy for multiple workloads to the tenant, in place of the one before.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SetM365DataAtRestEncryptionPolicyAssignment {
    /// The policy: name, distinguished name or GUID. `$null` takes the assigned policy off the tenant.
    #[serde(rename = "DataEncryptionPolicy")]
    pub data_encryption_policy: String,
}

impl Parameters for SetM365DataAtRestEncryptionPolicyAssignment {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Set-M365DataAtRestEncryptionPolicyAssignment",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Assigns a policy for multiple workloads to the tenant, in place of the one before.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/set-m365dataatrestencryptionpolicyassignment",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[ParameterDef {
        name: "DataEncryptionPolicy",
        kind: Kind::Text,
        documented: "DataEncryptionPolicyIdParameter",
        mandatory: Mandatory::Yes,
        aliases: &["Policy"],
        allow_empty: true,
        help: "The policy: name, distinguished name or GUID. $null takes the assigned policy off the tenant.",
        ..ParameterDef::PLAIN
    }],
    outputs: &[],
    examples: &[(
        "Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy \"Contoso_Global\"",
        "Encrypts the workloads of the tenant under the policy.",
    )],
};
