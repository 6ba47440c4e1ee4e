//! `Set-DataEncryptionPolicy`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Changes a data encryption policy for mailboxes, or takes new versions of its root keys into use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SetDataEncryptionPolicy {
    /// The policy: name, distinguished name or GUID.
    #[serde(rename = "Identity")]
    pub identity: String,
    /// A new description.
    #[serde(rename = "Description", default)]
    pub description: Option<String>,
    /// Whether the policy may be assigned.
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

impl Parameters for SetDataEncryptionPolicy {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Set-DataEncryptionPolicy",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Changes a data encryption policy for mailboxes, or takes new versions of its root keys into use.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/set-dataencryptionpolicy",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Identity"],
    target_text: "",
    sets: &["DCAdminPurgeKeyRequest", "TenantAdminPurgeKeyRequest", "RefreshKey", "ReplaceKey", "Identity"],
    default_set: Some("Identity"),
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
            name: "PermanentDataPurgeReason",
            kind: Kind::Text,
            documented: "String",
            sets: &["DCAdminPurgeKeyRequest", "TenantAdminPurgeKeyRequest"],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused(
                "The purge of the data under a policy is not carried yet. Set-Mailbox -Identity 'alice' -DataEncryptionPolicy $null takes a mailbox off its policy.",
            ),
            help: "Why the data is purged.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "PermanentDataPurgeContact",
            kind: Kind::Text,
            documented: "String",
            sets: &["DCAdminPurgeKeyRequest", "TenantAdminPurgeKeyRequest"],
            mandatory: Mandatory::In(&["TenantAdminPurgeKeyRequest"]),
            effect: Effect::Refused(
                "The purge of the data under a policy is not carried yet. Set-Mailbox -Identity 'alice' -DataEncryptionPolicy $null takes a mailbox off its policy.",
            ),
            help: "Whom to ask about the purge.",
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
            help: "Whether the policy may be assigned.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Force",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["DCAdminPurgeKeyRequest", "TenantAdminPurgeKeyRequest"],
            help: "Do not ask; answer yes to what would be asked.",
            ..ParameterDef::PLAIN
        },
        ParameterDef { name: "Name", kind: Kind::Text, documented: "String", help: "A new name.", ..ParameterDef::PLAIN },
        ParameterDef {
            name: "PermanentDataPurgeRequested",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["TenantAdminPurgeKeyRequest"],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused(
                "The purge of the data under a policy is not carried yet. Set-Mailbox -Identity 'alice' -DataEncryptionPolicy $null takes a mailbox off its policy.",
            ),
            help: "Ask for the purge of the data under the policy, which cannot be undone.",
            ..ParameterDef::PLAIN
        },
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
    examples: &[("Set-DataEncryptionPolicy USA_mailboxes -Refresh", "Takes the current versions of both root keys into use.")],
};
