//! `Remove-AzKeyVaultAccessPolicy`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::Object;

/// Takes all permissions on a key vault from a person or an application.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RemoveAzKeyVaultAccessPolicy {
    /// The name of the vault.
    #[serde(rename = "VaultName", default)]
    pub vault_name: Option<String>,
    /// The resource group of the vault.
    #[serde(rename = "ResourceGroupName", default)]
    pub resource_group_name: Option<String>,
    /// The user principal name of the person.
    #[serde(rename = "UserPrincipalName", default)]
    pub user_principal_name: Option<String>,
    /// Return the changed object; without it there is no output.
    #[serde(rename = "PassThru", default)]
    pub pass_thru: bool,
    /// The directory object id of the person or the application.
    #[serde(rename = "ObjectId", default)]
    pub object_id: Option<String>,
    /// The id of an application that acts for the person.
    #[serde(rename = "ApplicationId", default)]
    pub application_id: Option<String>,
    /// The application: its application id, or its service principal name.
    #[serde(rename = "ServicePrincipalName", default)]
    pub service_principal_name: Option<String>,
    /// The mail address of the person.
    #[serde(rename = "EmailAddress", default)]
    pub email_address: Option<String>,
    /// A vault of Get-AzKeyVault.
    #[serde(rename = "InputObject", default)]
    pub input_object: Option<Object>,
    /// The resource id of the vault.
    #[serde(rename = "ResourceId", default)]
    pub resource_id: Option<String>,
}

impl Parameters for RemoveAzKeyVaultAccessPolicy {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Remove-AzKeyVaultAccessPolicy",
    service: "AzKeyVault",
    aliases: &["Remove-AzureRmKeyVaultAccessPolicy"],
    synopsis: "Takes all permissions on a key vault from a person or an application.",
    link: "https://learn.microsoft.com/powershell/module/az.keyvault/remove-azkeyvaultaccesspolicy",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["VaultName", "InputObject", "ResourceId"],
    target_text: "",
    sets: &[
        "ByUserPrincipalName",
        "ByObjectId",
        "ByServicePrincipalName",
        "ByEmail",
        "ForVault",
        "InputObjectByObjectId",
        "InputObjectByServicePrincipalName",
        "InputObjectByUserPrincipalName",
        "InputObjectByEmail",
        "InputObjectForVault",
        "ResourceIdByObjectId",
        "ResourceIdByServicePrincipalName",
        "ResourceIdByUserPrincipalName",
        "ResourceIdByEmail",
        "ResourceIdForVault",
    ],
    default_set: Some("ByUserPrincipalName"),
    parameters: &[
        ParameterDef {
            name: "VaultName",
            kind: Kind::Text,
            documented: "String",
            sets: &["ByUserPrincipalName", "ByObjectId", "ByServicePrincipalName", "ByEmail", "ForVault"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            help: "The name of the vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ResourceGroupName",
            kind: Kind::Text,
            documented: "String",
            sets: &["ByUserPrincipalName", "ByObjectId", "ByServicePrincipalName", "ByEmail", "ForVault"],
            position: Some(1),
            help: "The resource group of the vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UserPrincipalName",
            kind: Kind::Text,
            documented: "String",
            sets: &["ByUserPrincipalName", "InputObjectByUserPrincipalName", "ResourceIdByUserPrincipalName"],
            mandatory: Mandatory::Yes,
            aliases: &["UPN"],
            help: "The user principal name of the person.",
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
            name: "SubscriptionId",
            kind: Kind::Text,
            documented: "String",
            pipeline: Pipeline::Name,
            effect: Effect::Ignored,
            help: "The subscription for this one call; vault names are unique across subscriptions.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ObjectId",
            kind: Kind::Text,
            documented: "String",
            sets: &["ByObjectId", "InputObjectByObjectId", "ResourceIdByObjectId"],
            mandatory: Mandatory::Yes,
            help: "The directory object id of the person or the application.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ApplicationId",
            kind: Kind::Guid,
            documented: "Guid?",
            sets: &["ByObjectId", "InputObjectByObjectId", "ResourceIdByObjectId"],
            help: "The id of an application that acts for the person.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ServicePrincipalName",
            kind: Kind::Text,
            documented: "String",
            sets: &["ByServicePrincipalName", "InputObjectByServicePrincipalName", "ResourceIdByServicePrincipalName"],
            mandatory: Mandatory::Yes,
            aliases: &["SPN"],
            help: "The application: its application id, or its service principal name.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EmailAddress",
            kind: Kind::Text,
            documented: "String",
            sets: &["ByEmail", "InputObjectByEmail", "ResourceIdByEmail"],
            mandatory: Mandatory::Yes,
            help: "The mail address of the person.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EnabledForDeployment",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["ForVault", "InputObjectForVault", "ResourceIdForVault"],
            effect: Effect::Ignored,
            help: "Virtual machines may read secrets of the vault; no machine reaches a local one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EnabledForTemplateDeployment",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["ForVault", "InputObjectForVault", "ResourceIdForVault"],
            effect: Effect::Ignored,
            help: "Resource Manager may read secrets of the vault; no machine reaches a local one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EnabledForDiskEncryption",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["ForVault", "InputObjectForVault", "ResourceIdForVault"],
            effect: Effect::Ignored,
            help: "Disk encryption may unwrap keys of the vault; no machine reaches a local one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InputObject",
            kind: Kind::Object,
            documented: "PSKeyVault",
            sets: &[
                "InputObjectByObjectId",
                "InputObjectByServicePrincipalName",
                "InputObjectByUserPrincipalName",
                "InputObjectByEmail",
                "InputObjectForVault",
            ],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Value,
            help: "A vault of Get-AzKeyVault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ResourceId",
            kind: Kind::Text,
            documented: "String",
            sets: &[
                "ResourceIdByObjectId",
                "ResourceIdByServicePrincipalName",
                "ResourceIdByUserPrincipalName",
                "ResourceIdByEmail",
                "ResourceIdForVault",
            ],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Name,
            help: "The resource id of the vault.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["KeyVault"],
    examples: &[(
        "Remove-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com",
        "Takes the permissions of an administrator.",
    )],
};
