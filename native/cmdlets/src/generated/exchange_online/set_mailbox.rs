//! `Set-Mailbox`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Puts a mailbox under a data encryption policy, or takes it off.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SetMailbox {
    /// The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.
    #[serde(rename = "Identity")]
    pub identity: String,
    /// Do not ask; answer yes to what would be asked.
    #[serde(rename = "Force", default)]
    pub force: bool,
    /// The policy: name, distinguished name or GUID. `$null` takes the policy off the mailbox.
    #[serde(rename = "DataEncryptionPolicy", default)]
    pub data_encryption_policy: Option<String>,
}

impl Parameters for SetMailbox {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Set-Mailbox",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Puts a mailbox under a data encryption policy, or takes it off.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/set-mailbox",
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
            documented: "MailboxIdParameter",
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Name,
            help: "The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.",
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
            name: "Force",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            help: "Do not ask; answer yes to what would be asked.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DataEncryptionPolicy",
            kind: Kind::Text,
            documented: "DataEncryptionPolicyIdParameter",
            sets: &["CloudIdentity"],
            help: "The policy: name, distinguished name or GUID. $null takes the policy off the mailbox.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "GroupMailbox",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["CloudIdentity"],
            effect: Effect::Refused("A tenant has user and shared mailboxes only. Leave it out for those."),
            help: "The mailbox belongs to a Microsoft 365 group.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InactiveMailbox",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["CloudIdentity"],
            effect: Effect::Refused("A tenant has no inactive mailboxes. Leave it out for active ones."),
            help: "The mailbox is inactive.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &[],
    examples: &[
        (
            "Set-Mailbox -Identity alice@contoso.com -DataEncryptionPolicy USA_mailboxes",
            "Encrypts a mailbox under a policy of its own.",
        ),
        ("Get-Mailbox -ResultSize Unlimited | Set-Mailbox -DataEncryptionPolicy USA_mailboxes", "Does so for all mailboxes."),
        ("Set-Mailbox -Identity alice@contoso.com -DataEncryptionPolicy $null", "Takes the mailbox off its policy."),
    ],
};
