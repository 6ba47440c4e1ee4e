//! `Backup-CustomerKeyTenant`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, ShouldProcess};

/// Writes a consistent backup of the tenant while it is in use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct BackupCustomerKeyTenant {
    /// The file for vaults, state and content.
    #[serde(rename = "OutputFile")]
    pub output_file: String,
    /// The file for the secrets of the service.
    #[serde(rename = "SecretsFile")]
    pub secrets_file: String,
}

impl Parameters for BackupCustomerKeyTenant {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Backup-CustomerKeyTenant",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Writes a consistent backup of the tenant while it is in use.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["OutputFile"],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "OutputFile",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(0),
            path: true,
            help: "The file for vaults, state and content.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SecretsFile",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(1),
            path: true,
            help: "The file for the secrets of the service.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyBackup"],
    examples: &[(
        "Backup-CustomerKeyTenant -OutputFile contoso.backup -SecretsFile contoso.secrets",
        "Keep the two files in different places, and a key file or passphrase, which is in neither, in a third.",
    )],
};
