//! `Set-M365DataAtRestEncryptionPolicy`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Changes a data encryption policy for multiple workloads, or takes new versions of its root keys into use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SetM365DataAtRestEncryptionPolicy {
    /// The policy: name, distinguished name or GUID.
    #[serde(rename = "Identity")]
    pub identity: String,
    /// A new description.
    #[serde(rename = "Description", default)]
    pub description: Option<String>,
    /// Whether the policy may be assigned. A policy is taken off the tenant before it is disabled.
    #[serde(rename = "Enabled", default)]
    pub enabled: Option<bool>,
    /// Do not ask; answer yes to what would be asked.
    #[serde(rename = "Force", default)]
    pub force: bool,
    /// A new name.
    #[serde(rename = "Name", default)]
    pub name: Option<String>,
    /// Take the current versions of both root keys into use: a new generation of the policy key is wrapped by them, and the keys below follow in the background.
    #[serde(rename = "Refresh", default)]
    pub refresh: bool,
}

impl Parameters for SetM365DataAtRestEncryptionPolicy {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Set-M365DataAtRestEncryptionPolicy",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Changes a data encryption policy for multiple workloads, or takes new versions of its root keys into use.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/set-m365dataatrestencryptionpolicy",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Identity"],
    target_text: "",
    sets: &["TenantAdminPurgeKeyRequest", "RefreshKey", "ReplaceKey"],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "Identity",
            kind: Kind::Text,
            documented: "DataEncryptionPolicyIdParameter",
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Both,
            help: "The policy: name, distinguished name or GUID.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Description",
            kind: Kind::Text,
            documented: "String",
            help: "A new description.",
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
            help: "Whether the policy may be assigned. A policy is taken off the tenant before it is disabled.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Force",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["TenantAdminPurgeKeyRequest"],
            help: "Do not ask; answer yes to what would be asked.",
            ..ParameterDef::PLAIN
        },
        ParameterDef { name: "Name", kind: Kind::Text, documented: "String", help: "A new name.", ..ParameterDef::PLAIN },
        ParameterDef {
            name: "Refresh",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["RefreshKey"],
            mandatory: Mandatory::Yes,
            help: "Take the current versions of both root keys into use: a new generation of the policy key is wrapped by them, and the keys below follow in the background.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AzureKeyIDs",
            kind: Kind::MultiValue,
            documented: "MultiValuedProperty",
            sets: &["ReplaceKey"],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused(
                "Replacing the root keys of a policy is not carried yet. Make a policy with the new keys and assign it; for new versions of the same keys use -Refresh.",
            ),
            help: "The URIs of the new root keys; only with -Replace.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Replace",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["ReplaceKey"],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused(
                "Replacing the root keys of a policy is not carried yet. Make a policy with the new keys and assign it; for new versions of the same keys use -Refresh.",
            ),
            help: "Replace the root keys by those of -AzureKeyIDs.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &[],
    examples: &[
        (
            "Set-M365DataAtRestEncryptionPolicy -Identity \"EUR Policy\" -Refresh",
            "Takes the current versions of both root keys into use.",
        ),
        (
            "Set-M365DataAtRestEncryptionPolicy -Identity \"NAM Policy\" -Enabled $false",
            "Disables a policy that is not assigned.",
        ),
    ],
};
