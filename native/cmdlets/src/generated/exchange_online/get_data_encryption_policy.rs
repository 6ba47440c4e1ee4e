//! `Get-DataEncryptionPolicy`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, ParameterDef, Pipeline, ShouldProcess};

/// Lists the data encryption policies for mailboxes, or returns one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetDataEncryptionPolicy {
    /// The policy: name, distinguished name or GUID. The DataEncryptionPolicyID of Get-MailboxStatistics finds it too. Without it all policies are listed.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
}

impl Parameters for GetDataEncryptionPolicy {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-DataEncryptionPolicy",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Lists the data encryption policies for mailboxes, or returns one.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/get-dataencryptionpolicy",
    should_process: ShouldProcess::Accepted,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "Identity",
            kind: Kind::Text,
            documented: "DataEncryptionPolicyIdParameter",
            position: Some(0),
            pipeline: Pipeline::Both,
            help: "The policy: name, distinguished name or GUID. The DataEncryptionPolicyID of Get-MailboxStatistics finds it too. Without it all policies are listed.",
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
    ],
    outputs: &["DataEncryptionPolicy"],
    examples: &[
        ("Get-DataEncryptionPolicy", "Lists all of them."),
        (
            "Get-DataEncryptionPolicy (Get-MailboxStatistics alice@contoso.com).DataEncryptionPolicyID",
            "Finds the policy that a mailbox is encrypted under.",
        ),
    ],
};
