//! `Test-M365DataAtRestEncryptionPolicy`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, ParameterDef, Pipeline, ShouldProcess};

/// Checks that a policy for multiple workloads is sound: its keys, its vaults, and a live wrap and unwrap with each.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct TestM365DataAtRestEncryptionPolicy {
    /// The policy: name, distinguished name or GUID. Without it the assigned policy is tested.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
}

impl Parameters for TestM365DataAtRestEncryptionPolicy {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Test-M365DataAtRestEncryptionPolicy",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Checks that a policy for multiple workloads is sound: its keys, its vaults, and a live wrap and unwrap with each.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/test-m365dataatrestencryptionpolicy",
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
            help: "The policy: name, distinguished name or GUID. Without it the assigned policy is tested.",
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
    outputs: &["PolicyCheck"],
    examples: &[(
        "Test-M365DataAtRestEncryptionPolicy -Identity \"NAM Policy\" | Where-Object Result -ne Passed",
        "Shows what is wrong.",
    )],
};
