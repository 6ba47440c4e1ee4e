//! `Get-M365DataAtRestEncryptionPolicy`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, ParameterDef, Pipeline, ShouldProcess};

/// Lists the data encryption policies for multiple workloads, or returns one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetM365DataAtRestEncryptionPolicy {
    /// The policy: name, distinguished name or GUID. Without it all policies are listed.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
}

impl Parameters for GetM365DataAtRestEncryptionPolicy {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-M365DataAtRestEncryptionPolicy",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Lists the data encryption policies for multiple workloads, or returns one.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/get-m365dataatrestencryptionpolicy",
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
            help: "The policy: name, distinguished name or GUID. Without it all policies are listed.",
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
    outputs: &["M365DataAtRestEncryptionPolicy"],
    examples: &[
        ("Get-M365DataAtRestEncryptionPolicy", "Lists all of them."),
        ("Get-M365DataAtRestEncryptionPolicy -Identity \"NAM Policy\" | Format-List", "Shows all properties of one."),
    ],
};
