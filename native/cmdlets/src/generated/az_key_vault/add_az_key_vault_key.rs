//! `Add-AzKeyVaultKey`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::{Moment, Object, Table};

/// Makes a key in a vault, or a new version of one that exists.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AddAzKeyVaultKey {
    /// The name of the vault.
    #[serde(rename = "VaultName", default)]
    pub vault_name: Option<String>,
    /// The name of the key. A name that exists gets a new version.
    #[serde(rename = "Name")]
    pub name: String,
    /// HSM or Software: where the key is kept. HSM needs a Premium vault.
    #[serde(rename = "Destination", default)]
    pub destination: Option<String>,
    /// Make the key disabled.
    #[serde(rename = "Disable", default)]
    pub disable: bool,
    /// What the key may be used for; Customer Key needs wrapKey and unwrapKey. Without it everything.
    #[serde(rename = "KeyOps", default)]
    pub key_ops: Option<Vec<String>>,
    /// When the key expires. Customer Key accepts none, or 12/31/9999.
    #[serde(rename = "Expires", default)]
    pub expires: Option<Moment>,
    /// From when on the key may be used.
    #[serde(rename = "NotBefore", default)]
    pub not_before: Option<Moment>,
    /// Tags: `@{` Name = "value" }.
    #[serde(rename = "Tag", default)]
    pub tag: Option<Table>,
    /// Bits of the key: 2048, 3072 or 4096. Without it 2048.
    #[serde(rename = "Size", default)]
    pub size: Option<i32>,
    /// RSA. Keys of other types cannot wrap, and are refused.
    #[serde(rename = "KeyType", default)]
    pub key_type: Option<String>,
    /// A vault of Get-AzKeyVault.
    #[serde(rename = "InputObject", default)]
    pub input_object: Option<Object>,
    /// The resource id of the vault.
    #[serde(rename = "ResourceId", default)]
    pub resource_id: Option<String>,
}

impl Parameters for AddAzKeyVaultKey {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Add-AzKeyVaultKey",
    service: "AzKeyVault",
    aliases: &["Add-AzureKeyVaultKey"],
    synopsis: "Makes a key in a vault, or a new version of one that exists.",
    link: "https://learn.microsoft.com/powershell/module/az.keyvault/add-azkeyvaultkey",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Name"],
    target_text: "",
    sets: &[
        "InteractiveCreate",
        "InteractiveImport",
        "HsmInteractiveCreate",
        "HsmInteractiveImport",
        "InputObjectCreate",
        "InputObjectImport",
        "HsmInputObjectCreate",
        "HsmInputObjectImport",
        "ResourceIdCreate",
        "ResourceIdImport",
        "HsmResourceIdCreate",
        "HsmResourceIdImport",
    ],
    default_set: Some("InteractiveCreate"),
    parameters: &[
        ParameterDef {
            name: "VaultName",
            kind: Kind::Text,
            documented: "String",
            sets: &["InteractiveCreate", "InteractiveImport"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            help: "The name of the vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Name",
            kind: Kind::Text,
            documented: "String",
            mandatory: Mandatory::Yes,
            position: Some(1),
            aliases: &["KeyName"],
            help: "The name of the key. A name that exists gets a new version.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Destination",
            kind: Kind::Text,
            documented: "String",
            sets: &[
                "InteractiveCreate",
                "InteractiveImport",
                "InputObjectCreate",
                "InputObjectImport",
                "ResourceIdCreate",
                "ResourceIdImport",
            ],
            mandatory: Mandatory::In(&["InteractiveCreate", "InputObjectCreate", "ResourceIdCreate"]),
            values: &["HSM", "Software"],
            closed: true,
            help: "HSM or Software: where the key is kept. HSM needs a Premium vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Disable",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            help: "Make the key disabled.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "KeyOps",
            kind: Kind::TextList,
            documented: "String[]",
            values: &["encrypt", "decrypt", "wrapKey", "unwrapKey", "sign", "verify", "import"],
            help: "What the key may be used for; Customer Key needs wrapKey and unwrapKey. Without it everything.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Expires",
            kind: Kind::DateTime,
            documented: "DateTime?",
            help: "When the key expires. Customer Key accepts none, or 12/31/9999.",
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
            name: "Tag",
            kind: Kind::Table,
            documented: "Hashtable",
            aliases: &["Tags"],
            help: "Tags: @{ Name = \"value\" }.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Size",
            kind: Kind::Int,
            documented: "Int32?",
            sets: &[
                "InteractiveCreate",
                "HsmInteractiveCreate",
                "InputObjectCreate",
                "HsmInputObjectCreate",
                "ResourceIdCreate",
                "HsmResourceIdCreate",
            ],
            help: "Bits of the key: 2048, 3072 or 4096. Without it 2048.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "KeyType",
            kind: Kind::Text,
            documented: "String",
            sets: &[
                "InteractiveCreate",
                "InteractiveImport",
                "HsmInteractiveCreate",
                "InputObjectCreate",
                "InputObjectImport",
                "HsmInputObjectCreate",
                "ResourceIdCreate",
                "ResourceIdImport",
                "HsmResourceIdCreate",
            ],
            mandatory: Mandatory::In(&["HsmInteractiveCreate", "HsmInputObjectCreate", "HsmResourceIdCreate"]),
            values: &["RSA", "EC", "oct"],
            help: "RSA. Keys of other types cannot wrap, and are refused.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CurveName",
            kind: Kind::Text,
            documented: "String",
            sets: &[
                "InteractiveCreate",
                "InteractiveImport",
                "HsmInteractiveCreate",
                "InputObjectCreate",
                "InputObjectImport",
                "HsmInputObjectCreate",
                "ResourceIdCreate",
                "ResourceIdImport",
                "HsmResourceIdCreate",
            ],
            effect: Effect::Refused("Customer Key needs RSA keys: a vault cannot wrap with EC. Leave it out."),
            help: "The curve of an EC key.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Exportable",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &[
                "InteractiveCreate",
                "HsmInteractiveCreate",
                "InputObjectCreate",
                "HsmInputObjectCreate",
                "ResourceIdCreate",
                "HsmResourceIdCreate",
            ],
            effect: Effect::Refused("A key here never leaves its vault, so it has no release policy. Leave it out."),
            help: "Let the private key be exported under a release policy.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Immutable",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &[
                "InteractiveCreate",
                "HsmInteractiveCreate",
                "InputObjectCreate",
                "HsmInputObjectCreate",
                "ResourceIdCreate",
                "HsmResourceIdCreate",
            ],
            effect: Effect::Refused("A key here never leaves its vault, so it has no release policy. Leave it out."),
            help: "Lock the release policy.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ReleasePolicyPath",
            kind: Kind::Text,
            documented: "String",
            sets: &[
                "InteractiveCreate",
                "HsmInteractiveCreate",
                "InputObjectCreate",
                "HsmInputObjectCreate",
                "ResourceIdCreate",
                "HsmResourceIdCreate",
            ],
            effect: Effect::Refused("A key here never leaves its vault, so it has no release policy. Leave it out."),
            help: "A file with the release policy of the key.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UseDefaultCVMPolicy",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &[
                "InteractiveCreate",
                "HsmInteractiveCreate",
                "InputObjectCreate",
                "HsmInputObjectCreate",
                "ResourceIdCreate",
                "HsmResourceIdCreate",
            ],
            effect: Effect::Refused("A key here never leaves its vault, so it has no release policy. Leave it out."),
            help: "Use the release policy for confidential virtual machines.",
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
            name: "KeyFilePath",
            kind: Kind::Text,
            documented: "String",
            sets: &[
                "InteractiveImport",
                "HsmInteractiveImport",
                "InputObjectImport",
                "HsmInputObjectImport",
                "ResourceIdImport",
                "HsmResourceIdImport",
            ],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused(
                "Keys are made inside the vault here. Leave it out and give -Destination: the vault generates the key.",
            ),
            help: "A file with the key to import.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "KeyFilePassword",
            kind: Kind::Secret,
            documented: "SecureString",
            sets: &[
                "InteractiveImport",
                "HsmInteractiveImport",
                "InputObjectImport",
                "HsmInputObjectImport",
                "ResourceIdImport",
                "HsmResourceIdImport",
            ],
            effect: Effect::Refused(
                "Keys are made inside the vault here. Leave it out and give -Destination: the vault generates the key.",
            ),
            help: "The password of the key file.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "HsmName",
            kind: Kind::Text,
            documented: "String",
            sets: &["HsmInteractiveCreate", "HsmInteractiveImport"],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused("A tenant has key vaults only. Use -VaultName, or -InputObject with a vault."),
            help: "The name of a managed HSM.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InputObject",
            kind: Kind::Object,
            documented: "PSKeyVault",
            sets: &["InputObjectCreate", "InputObjectImport"],
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
            sets: &["HsmInputObjectCreate", "HsmInputObjectImport"],
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
            sets: &["ResourceIdCreate", "ResourceIdImport"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Name,
            help: "The resource id of the vault.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "HsmResourceId",
            kind: Kind::Text,
            documented: "String",
            sets: &["HsmResourceIdCreate", "HsmResourceIdImport"],
            mandatory: Mandatory::Yes,
            pipeline: Pipeline::Name,
            effect: Effect::Refused("A tenant has key vaults only. Use -VaultName, or -InputObject with a vault."),
            help: "The resource id of a managed HSM.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["KeyVaultKey"],
    examples: &[(
        "Add-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps wrapKey, unwrapKey",
        "Makes a root key; said again, it makes a new version.",
    )],
};
