//! `Set-MailUser`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Puts a mail user under a data encryption policy, before its mailbox moves in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SetMailUser {
    /// The mail user: name, alias, distinguished name, mail address or GUID.
    #[serde(rename = "Identity")]
    pub identity: String,
    /// The policy: name, distinguished name or GUID. `$null` takes the policy off the mail user.
    #[serde(rename = "DataEncryptionPolicy", default)]
    pub data_encryption_policy: Option<String>,
}

impl Parameters for SetMailUser {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Set-MailUser",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Puts a mail user under a data encryption policy, before its mailbox moves in.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/set-mailuser",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Identity"],
    target_text: "",
    sets: &["Identity", "CloudIdentity"],
    default_set: Some("Identity"),
    parameters: &[
        ParameterDef {
            name: "Identity",
            kind: Kind::Text,
            documented: "MailUserIdParameter",
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Both,
            help: "The mail user: name, alias, distinguished name, mail address or GUID.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DomainController",
            kind: Kind::Text,
            documented: "Fqdn",
            sets: &["Identity"],
            effect: Effect::Ignored,
            help: "Reserved for Microsoft in the cloud; a local tenant has no domain controllers.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DataEncryptionPolicy",
            kind: Kind::Text,
            documented: "DataEncryptionPolicyIdParameter",
            sets: &["CloudIdentity"],
            help: "The policy: name, distinguished name or GUID. $null takes the policy off the mail user.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &[],
    examples: &[(
        "Set-MailUser -Identity bob@contoso.com -DataEncryptionPolicy USA_mailboxes",
        "The mailbox will be encrypted while it moves in.",
    )],
};
