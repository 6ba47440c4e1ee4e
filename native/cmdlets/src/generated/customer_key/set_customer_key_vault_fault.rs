//! `Set-CustomerKeyVaultFault`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Tells a vault of a rehearsal to fail, or to work again.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SetCustomerKeyVaultFault {
    /// The vault.
    #[serde(rename = "VaultName")]
    pub vault_name: String,
    /// None, Unreachable, Throttled, or Slow.
    #[serde(rename = "Fault")]
    pub fault: String,
    /// How slow it answers, in seconds; only with Slow.
    #[serde(rename = "DelaySeconds", default)]
    pub delay_seconds: Option<f64>,
}

impl Parameters for SetCustomerKeyVaultFault {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Set-CustomerKeyVaultFault",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Tells a vault of a rehearsal to fail, or to work again.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["VaultName"],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "VaultName",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Name,
            help: "The vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Fault",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(1),
            values: &["None", "Unreachable", "Throttled", "Slow"],
            closed: true,
            help: "None, Unreachable, Throttled, or Slow.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DelaySeconds",
            kind: Kind::Real,
            default: "1",
            help: "How slow it answers, in seconds; only with Slow.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyVaultFault"],
    examples: &[
        ("Set-CustomerKeyVaultFault contosoEastUSvault02 -Fault Unreachable", "Rehearses an outage."),
        ("Get-AzKeyVault | Set-CustomerKeyVaultFault -Fault None", "Ends all of them."),
    ],
};
