//! `Get-AzKeyVaultKey`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::Object;

/// Lists the keys of a vault, or returns one, or all its versions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetAzKeyVaultKey {
    /// The name of the vault.
    #[serde(rename = "VaultName", default)]
    pub vault_name: Option<String>,
    /// The name of the key; `*` stands for any text. Without it all keys of the vault are listed, with fewer properties.
    #[serde(rename = "Name", default)]
    pub name: Option<String>,
    /// This version. Without it the current one.
    #[serde(rename = "Version", default)]
    pub version: Option<String>,
    /// All versions, the current one first.
    #[serde(rename = "IncludeVersions", default)]
    pub include_versions: bool,
    /// A vault of Get-AzKeyVault.
    #[serde(rename = "InputObject", default)]
    pub input_object: Option<Object>,
    /// The resource id of the vault.
    #[serde(rename = "ResourceId", default)]
    pub resource_id: Option<String>,
}

impl Parameters for GetAzKeyVaultKey {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-AzKeyVaultKey",
    service: "AzKeyVault",
    aliases: &["Get-AzureKeyVaultKey"],
    synopsis: "Lists the keys of a vault, or returns one, or all its versions.",
    link: "https://learn.microsoft.com/powershell/module/az.keyvault/get-azkeyvaultkey",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[
        "ByVaultName",
        "ByKeyName",
        "ByKeyVersions",
        "HsmByKeyName",
        "HsmByVaultName",
        "HsmByKeyVersions",
        "ByInputObjectVaultName",
        "ByInputObjectKeyName",
        "ByInputObjectKeyVersions",
        "HsmByInputObjectVaultName",
        "HsmByInputObjectKeyName",
        "HsmByInputObjectKeyVersions",
        "ByResourceIdVaultName",
        "ByResourceIdKeyName",
        "ByResourceIdKeyVersions",
        "HsmByResourceIdVaultName",
        "HsmByResourceIdKeyName",
        "HsmByResourceIdKeyVersions",
    ],
    default_set: Some("ByVaultName"),
    parameters: &[
        ParameterDef {
            name: "VaultName",
            kind: Kind::Text,
            documented: "String",
            sets: &["ByVaultName", "ByKeyName", "ByKeyVersions"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            help: "The name of the vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Name",
            kind: Kind::Text,
            documented: "String",
            mandatory: Mandatory::In(&[
                "ByKeyName",
                "ByKeyVersions",
                "HsmByKeyName",
                "HsmByKeyVersions",
                "ByInputObjectKeyName",
                "ByInputObjectKeyVersions",
                "HsmByInputObjectKeyName",
                "HsmByInputObjectKeyVersions",
                "ByResourceIdKeyName",
                "ByResourceIdKeyVersions",
                "HsmByResourceIdKeyName",
                "HsmByResourceIdKeyVersions",
            ]),
            position: Some(1),
            aliases: &["KeyName"],
            help: "The name of the key; * stands for any text. Without it all keys of the vault are listed, with fewer properties.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InRemovedState",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &[
                "ByVaultName",
                "HsmByVaultName",
                "ByInputObjectVaultName",
                "HsmByInputObjectVaultName",
                "ByResourceIdVaultName",
                "HsmByResourceIdVaultName",
            ],
            effect: Effect::Refused("Keys are not deleted through this surface yet, so there are none to list. Leave it out."),
            help: "Deleted keys.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "OutFile",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Refused("Writing PEM is not carried yet. The Key property holds the modulus and exponent."),
            help: "A file for the public key as PEM.",
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
            name: "Version",
            kind: Kind::Text,
            documented: "String",
            sets: &[
                "ByKeyName",
                "HsmByKeyName",
                "ByInputObjectKeyName",
                "HsmByInputObjectKeyName",
                "ByResourceIdKeyName",
                "HsmByResourceIdKeyName",
            ],
            mandatory: Mandatory::Yes,
            position: Some(2),
            aliases: &["KeyVersion"],
            help: "This version. Without it the current one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "IncludeVersions",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &[
                "ByKeyVersions",
                "HsmByKeyVersions",
                "ByInputObjectKeyVersions",
                "HsmByInputObjectKeyVersions",
                "ByResourceIdKeyVersions",
                "HsmByResourceIdKeyVersions",
            ],
            mandatory: Mandatory::Yes,
            help: "All versions, the current one first.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "HsmName",
            kind: Kind::Text,
            documented: "String",
            sets: &["HsmByKeyName", "HsmByVaultName", "HsmByKeyVersions"],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused("A tenant has key vaults only. Use -VaultName, or -InputObject with a vault."),
            help: "The name of a managed HSM.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InputObject",
            kind: Kind::Object,
            documented: "PSKeyVault",
            sets: &["ByInputObjectVaultName", "ByInputObjectKeyName", "ByInputObjectKeyVersions"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Value,
            help: "A vault of Get-AzKeyVault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "HsmObject",
            kind: Kind::Object,
            documented: "PSManagedHsm",
            sets: &["HsmByInputObjectVaultName", "HsmByInputObjectKeyName", "HsmByInputObjectKeyVersions"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Value,
            effect: Effect::Refused("A tenant has key vaults only. Use -VaultName, or -InputObject with a vault."),
            help: "A managed HSM from the pipeline.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ResourceId",
            kind: Kind::Text,
            documented: "String",
            sets: &["ByResourceIdVaultName", "ByResourceIdKeyName", "ByResourceIdKeyVersions"],
            mandatory: Mandatory::Yes,
            pipeline: Pipeline::Name,
            help: "The resource id of the vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "HsmResourceId",
            kind: Kind::Text,
            documented: "String",
            sets: &["HsmByResourceIdVaultName", "HsmByResourceIdKeyName", "HsmByResourceIdKeyVersions"],
            mandatory: Mandatory::Yes,
            pipeline: Pipeline::Name,
            effect: Effect::Refused("A tenant has key vaults only. Use -VaultName, or -InputObject with a vault."),
            help: "The resource id of a managed HSM.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["KeyVaultKey", "KeyVaultKeyIdentityItem"],
    examples: &[(
        "(Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001).Attributes",
        "Shows the recovery level, the dates and the operations of a key.",
    )],
};
