//! `New-M365DataAtRestEncryptionPolicy`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, ShouldProcess};
use crate::value::MultiValue;

/// Makes a data encryption policy for multiple workloads of the tenant.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NewM365DataAtRestEncryptionPolicy {
    /// The name of the policy, unique among the policies for multiple workloads. Spaces are allowed.
    #[serde(rename = "Name")]
    pub name: String,
    /// The URIs of the two root keys, in two different vaults: `https://VAULT.vault.azure.net/keys/KEY.`
    #[serde(rename = "AzureKeyIDs")]
    pub azure_key_ids: MultiValue,
    /// A text for people.
    #[serde(rename = "Description", default)]
    pub description: Option<String>,
    /// Whether the policy may be assigned.
    #[serde(rename = "Enabled", default)]
    pub enabled: Option<bool>,
}

impl Parameters for NewM365DataAtRestEncryptionPolicy {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "New-M365DataAtRestEncryptionPolicy",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Makes a data encryption policy for multiple workloads of the tenant.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/new-m365dataatrestencryptionpolicy",
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
            help: "The name of the policy, unique among the policies for multiple workloads. Spaces are allowed.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AzureKeyIDs",
            kind: Kind::MultiValue,
            documented: "MultiValuedProperty",
            mandatory: Mandatory::Yes,
            help: "The URIs of the two root keys, in two different vaults: https://VAULT.vault.azure.net/keys/KEY.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Description",
            kind: Kind::Text,
            documented: "String",
            help: "A text for people.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DomainController",
            kind: Kind::Text,
            documented: "Fqdn",
            effect: Effect::Ignored,
            help: "Reserved for Microsoft in the cloud; a local tenant has no domain controllers.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Enabled",
            kind: Kind::Bool,
            documented: "Boolean",
            default: "True",
            help: "Whether the policy may be assigned.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["M365DataAtRestEncryptionPolicy"],
    examples: &[(
        "New-M365DataAtRestEncryptionPolicy -Name Contoso_Global -AzureKeyIDs https://contosoWestUSvault1.vault.azure.net/keys/Key01, https://contosoCentralUSvault1.vault.azure.net/keys/Key02 -Description \"Policy for multiple workloads\"",
        "Makes a policy over two root keys. It encrypts nothing before it is assigned.",
    )],
};
