//! `Get-CustomerKeyItem`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, ShouldProcess};

/// Lists what a mailbox or a workload holds. It reads no content and opens no key.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetCustomerKeyItem {
    /// The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.
    #[serde(rename = "Mailbox", default)]
    pub mailbox: Option<String>,
    /// The workload, by a name of Get-CustomerKeyWorkload.
    #[serde(rename = "Workload", default)]
    pub workload: Option<String>,
    /// Only this item: its id or its name.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
}

impl Parameters for GetCustomerKeyItem {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-CustomerKeyItem",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Lists what a mailbox or a workload holds. It reads no content and opens no key.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &["Mailbox", "Workload"],
    default_set: Some("Mailbox"),
    parameters: &[
        ParameterDef {
            name: "Mailbox",
            kind: Kind::Text,
            sets: &["Mailbox"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            help: "The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Workload",
            kind: Kind::Text,
            sets: &["Workload"],
            mandatory: Mandatory::Yes,
            help: "The workload, by a name of Get-CustomerKeyWorkload.",
            ..ParameterDef::PLAIN
        },
        ParameterDef { name: "Identity", kind: Kind::Text, help: "Only this item: its id or its name.", ..ParameterDef::PLAIN },
    ],
    outputs: &["CustomerKeyItem"],
    examples: &[("Get-CustomerKeyItem -Mailbox alice", "Lists the items of a mailbox.")],
};
