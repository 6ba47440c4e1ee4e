//! `Restore-CustomerKeyTenant`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, ShouldProcess};

/// Makes a tenant folder from a backup and opens it, all of it or nothing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RestoreCustomerKeyTenant {
    /// The folder; it is made, or is there and empty, and is this user's alone afterwards.
    #[serde(rename = "Path")]
    pub path: String,
    /// The file with vaults, state and content. It must be the one that was written with the secrets file, unchanged.
    #[serde(rename = "InputFile")]
    pub input_file: String,
    /// The file with the secrets of the service.
    #[serde(rename = "SecretsFile")]
    pub secrets_file: String,
}

impl Parameters for RestoreCustomerKeyTenant {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Restore-CustomerKeyTenant",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Makes a tenant folder from a backup and opens it, all of it or nothing.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Path"],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "Path",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(0),
            path: true,
            help: "The folder; it is made, or is there and empty, and is this user's alone afterwards.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InputFile",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(1),
            path: true,
            help: "The file with vaults, state and content. It must be the one that was written with the secrets file, unchanged.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SecretsFile",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(2),
            path: true,
            help: "The file with the secrets of the service.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyTenant"],
    examples: &[(
        "Restore-CustomerKeyTenant -Path ./again -InputFile contoso.backup -SecretsFile contoso.secrets",
        "Restores into a new folder.",
    )],
};
