//! `New-AzKeyVault`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::Table;

/// Makes a key vault of the local tenant.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NewAzKeyVault {
    /// The name of the vault: 3 to 24 letters, digits and hyphens. Longer names and underscores are taken with a warning, because Azure would refuse them.
    #[serde(rename = "Name")]
    pub name: String,
    /// The resource group, made by New-AzResourceGroup.
    #[serde(rename = "ResourceGroupName")]
    pub resource_group_name: String,
    /// The Azure region, for instance "East US".
    #[serde(rename = "Location")]
    pub location: String,
    /// Nobody can purge a deleted key or the vault before its retention ends. It cannot be switched off again.
    #[serde(rename = "EnablePurgeProtection", default)]
    pub enable_purge_protection: bool,
    /// Access policies decide who may do what. Vaults here always work so; the switch is accepted because scripts for the service need it.
    #[serde(rename = "DisableRbacAuthorization", default)]
    pub disable_rbac_authorization: bool,
    /// How many days a deleted key can be recovered: 7 to 90.
    #[serde(rename = "SoftDeleteRetentionInDays", default)]
    pub soft_delete_retention_in_days: Option<i32>,
    /// Standard, or Premium for keys in hardware.
    #[serde(rename = "Sku", default)]
    pub sku: Option<String>,
    /// Tags: `@{` Name = "value" }.
    #[serde(rename = "Tag", default)]
    pub tag: Option<Table>,
    /// The subscription of the vault, instead of the one chosen by Set-AzContext.
    #[serde(rename = "SubscriptionId", default)]
    pub subscription_id: Option<String>,
}

impl Parameters for NewAzKeyVault {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "New-AzKeyVault",
    service: "AzKeyVault",
    aliases: &["New-AzureRmKeyVault"],
    synopsis: "Makes a key vault of the local tenant.",
    link: "https://learn.microsoft.com/powershell/module/az.keyvault/new-azkeyvault",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Name"],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "Name",
            kind: Kind::Text,
            documented: "String",
            mandatory: Mandatory::Yes,
            position: Some(0),
            aliases: &["VaultName"],
            pipeline: Pipeline::Name,
            help: "The name of the vault: 3 to 24 letters, digits and hyphens. Longer names and underscores are taken with a warning, because Azure would refuse them.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ResourceGroupName",
            kind: Kind::Text,
            documented: "String",
            mandatory: Mandatory::Yes,
            position: Some(1),
            pipeline: Pipeline::Name,
            help: "The resource group, made by New-AzResourceGroup.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Location",
            kind: Kind::Text,
            documented: "String",
            mandatory: Mandatory::Yes,
            position: Some(2),
            pipeline: Pipeline::Name,
            help: "The Azure region, for instance \"East US\".",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EnabledForDeployment",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            pipeline: Pipeline::Name,
            effect: Effect::Ignored,
            help: "Virtual machines may read secrets of the vault; no machine reaches a local one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EnabledForTemplateDeployment",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            pipeline: Pipeline::Name,
            effect: Effect::Ignored,
            help: "Resource Manager may read secrets of the vault; no machine reaches a local one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EnabledForDiskEncryption",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            pipeline: Pipeline::Name,
            effect: Effect::Ignored,
            help: "Disk encryption may unwrap keys of the vault; no machine reaches a local one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EnablePurgeProtection",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            help: "Nobody can purge a deleted key or the vault before its retention ends. It cannot be switched off again.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DisableRbacAuthorization",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            help: "Access policies decide who may do what. Vaults here always work so; the switch is accepted because scripts for the service need it.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SoftDeleteRetentionInDays",
            kind: Kind::Int,
            documented: "Int32",
            default: "90",
            help: "How many days a deleted key can be recovered: 7 to 90.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "PublicNetworkAccess",
            kind: Kind::Text,
            documented: "String",
            values: &["Enabled", "Disabled"],
            closed: true,
            default: "Enabled",
            effect: Effect::Ignored,
            help: "Whether the vault answers from the internet; a local vault has no network.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Sku",
            kind: Kind::Text,
            documented: "String",
            pipeline: Pipeline::Name,
            values: &["Standard", "Premium"],
            closed: true,
            default: "Standard",
            help: "Standard, or Premium for keys in hardware.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Tag",
            kind: Kind::Table,
            documented: "Hashtable",
            aliases: &["Tags"],
            pipeline: Pipeline::Name,
            help: "Tags: @{ Name = \"value\" }.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "NetworkRuleSet",
            kind: Kind::Object,
            documented: "PSKeyVaultNetworkRuleSet",
            effect: Effect::Refused(
                "A local vault has no network. To rehearse an unreachable vault use Set-CustomerKeyVaultFault.",
            ),
            help: "Rules for the network that reaches the vault.",
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
            help: "The subscription of the vault, instead of the one chosen by Set-AzContext.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EnableRbacAuthorization",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Refused(
                "Vaults here work by access policies. Leave it out, and grant with Set-AzKeyVaultAccessPolicy.",
            ),
            help: "Role assignments decide who may do what.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["KeyVault"],
    examples: &[(
        "New-AzKeyVault -Name Contoso-O365EX-NA-VaultA1 -ResourceGroupName ContosoRG1 -Location \"East US\" -Sku Premium -EnablePurgeProtection",
        "Makes a vault for the first root key.",
    )],
};
