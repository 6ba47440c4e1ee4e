//! `Get-AzKeyVault`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::Table;

/// Lists the key vaults, or returns one with its access policies.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetAzKeyVault {
    /// The name of the vault; `*` stands for any text. Without it all vaults are listed, with fewer properties.
    #[serde(rename = "VaultName", default)]
    pub vault_name: Option<String>,
    /// Only vaults of this resource group; `*` stands for any text.
    #[serde(rename = "ResourceGroupName", default)]
    pub resource_group_name: Option<String>,
    /// Only vaults with these tags.
    #[serde(rename = "Tag", default)]
    pub tag: Option<Table>,
    /// Only vaults of this subscription.
    #[serde(rename = "SubscriptionId", default)]
    pub subscription_id: Option<String>,
}

impl Parameters for GetAzKeyVault {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-AzKeyVault",
    service: "AzKeyVault",
    aliases: &["Get-AzureRmKeyVault"],
    synopsis: "Lists the key vaults, or returns one with its access policies.",
    link: "https://learn.microsoft.com/powershell/module/az.keyvault/get-azkeyvault",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &["GetVaultByName", "ByDeletedVault", "ListAllDeletedVaultsInSubscription"],
    default_set: Some("GetVaultByName"),
    parameters: &[
        ParameterDef {
            name: "VaultName",
            kind: Kind::Text,
            documented: "String",
            sets: &["GetVaultByName", "ByDeletedVault"],
            mandatory: Mandatory::In(&["ByDeletedVault"]),
            position: Some(0),
            aliases: &["Name"],
            pipeline: Pipeline::Name,
            help: "The name of the vault; * stands for any text. Without it all vaults are listed, with fewer properties.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ResourceGroupName",
            kind: Kind::Text,
            documented: "String",
            sets: &["GetVaultByName"],
            position: Some(1),
            pipeline: Pipeline::Name,
            help: "Only vaults of this resource group; * stands for any text.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Tag",
            kind: Kind::Table,
            documented: "Hashtable",
            sets: &["GetVaultByName"],
            pipeline: Pipeline::Name,
            help: "Only vaults with these tags.",
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
            name: "SubscriptionId",
            kind: Kind::Text,
            documented: "String",
            pipeline: Pipeline::Name,
            help: "Only vaults of this subscription.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Location",
            kind: Kind::Text,
            documented: "String",
            sets: &["ByDeletedVault"],
            mandatory: Mandatory::Yes,
            position: Some(1),
            pipeline: Pipeline::Name,
            effect: Effect::Refused("Vaults are not deleted here. Leave it out."),
            help: "The region of a deleted vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InRemovedState",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["ByDeletedVault", "ListAllDeletedVaultsInSubscription"],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused("Vaults are not deleted here, so there are none to list. Leave it out."),
            help: "Deleted vaults.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["KeyVault", "KeyVaultIdentityItem"],
    examples: &[(
        "Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1 | Format-List",
        "Shows a vault, its soft delete and its access policies.",
    )],
};
