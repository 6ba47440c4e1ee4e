//! `Update-AzKeyVaultKey`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::{Moment, Object, Table};

/// Changes a version of a key: enables or disables it, its dates, operations and tags.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct UpdateAzKeyVaultKey {
    /// The name of the vault.
    #[serde(rename = "VaultName", default)]
    pub vault_name: Option<String>,
    /// The name of the key.
    #[serde(rename = "Name", default)]
    pub name: Option<String>,
    /// The version to change. Without it the current one.
    #[serde(rename = "Version", default)]
    pub version: Option<String>,
    /// `$true` enables the version, `$false` disables it.
    #[serde(rename = "Enable", default)]
    pub enable: Option<bool>,
    /// When the key expires. Once set it can be moved but never removed; Customer Key accepts 12/31/9999 only.
    #[serde(rename = "Expires", default)]
    pub expires: Option<Moment>,
    /// From when on the key may be used.
    #[serde(rename = "NotBefore", default)]
    pub not_before: Option<Moment>,
    /// What the key may be used for; Customer Key needs wrapKey and unwrapKey.
    #[serde(rename = "KeyOps", default)]
    pub key_ops: Option<Vec<String>>,
    /// Tags; `@{}` removes all.
    #[serde(rename = "Tag", default)]
    pub tag: Option<Table>,
    /// Return the changed object; without it there is no output.
    #[serde(rename = "PassThru", default)]
    pub pass_thru: bool,
    /// A key from Get-AzKeyVaultKey or Add-AzKeyVaultKey. Its version is the one that is changed.
    #[serde(rename = "InputObject", default)]
    pub input_object: Option<Object>,
}

impl Parameters for UpdateAzKeyVaultKey {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Update-AzKeyVaultKey",
    service: "AzKeyVault",
    aliases: &[
        "Set-AzKeyVaultKey",
        "Set-AzKeyVaultKeyAttribute",
        "Update-AzureKeyVaultKey",
        "Set-AzureKeyVaultKey",
        "Set-AzureKeyVaultKeyAttribute",
    ],
    synopsis: "Changes a version of a key: enables or disables it, its dates, operations and tags.",
    link: "https://learn.microsoft.com/powershell/module/az.keyvault/update-azkeyvaultkey",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Name", "InputObject"],
    target_text: "",
    sets: &["Default", "HsmInteractive", "InputObject"],
    default_set: Some("Default"),
    parameters: &[
        ParameterDef {
            name: "VaultName",
            kind: Kind::Text,
            documented: "String",
            sets: &["Default"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            help: "The name of the vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Name",
            kind: Kind::Text,
            documented: "String",
            sets: &["Default", "HsmInteractive"],
            mandatory: Mandatory::Yes,
            position: Some(1),
            aliases: &["KeyName"],
            help: "The name of the key.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Version",
            kind: Kind::Text,
            documented: "String",
            position: Some(2),
            aliases: &["KeyVersion"],
            help: "The version to change. Without it the current one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Enable",
            kind: Kind::Bool,
            documented: "Boolean?",
            help: "$true enables the version, $false disables it.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Expires",
            kind: Kind::DateTime,
            documented: "DateTime?",
            help: "When the key expires. Once set it can be moved but never removed; Customer Key accepts 12/31/9999 only.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "NotBefore",
            kind: Kind::DateTime,
            documented: "DateTime?",
            help: "From when on the key may be used.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "KeyOps",
            kind: Kind::TextList,
            documented: "String[]",
            help: "What the key may be used for; Customer Key needs wrapKey and unwrapKey.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Tag",
            kind: Kind::Table,
            documented: "Hashtable",
            aliases: &["Tags"],
            help: "Tags; @{} removes all.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "PassThru",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            help: "Return the changed object; without it there is no output.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DefaultProfile",
            kind: Kind::Object,
            documented: "IAzureContextContainer",
            aliases: &["AzContext", "AzureRmContext", "AzureCredential"],
            effect: Effect::Ignored,
            help: "The Az context for this one call. The context of Set-AzContext holds here.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "HsmName",
            kind: Kind::Text,
            documented: "String",
            sets: &["HsmInteractive"],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused("A tenant has key vaults only. Use -VaultName, or -InputObject with a vault."),
            help: "The name of a managed HSM.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Immutable",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["HsmInteractive"],
            effect: Effect::Refused("A key here never leaves its vault, so it has no release policy. Leave it out."),
            help: "Lock the release policy.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ReleasePolicyPath",
            kind: Kind::Text,
            documented: "String",
            sets: &["HsmInteractive"],
            effect: Effect::Refused("A key here never leaves its vault, so it has no release policy. Leave it out."),
            help: "A file with the release policy of the key.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InputObject",
            kind: Kind::Object,
            documented: "PSKeyVaultKeyIdentityItem",
            sets: &["InputObject"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Value,
            help: "A key from Get-AzKeyVaultKey or Add-AzKeyVaultKey. Its version is the one that is changed.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["KeyVaultKey"],
    examples: &[(
        "Update-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Expires (Get-Date -Date \"12/31/9999\")",
        "Sets the only date that Customer Key accepts.",
    )],
};
