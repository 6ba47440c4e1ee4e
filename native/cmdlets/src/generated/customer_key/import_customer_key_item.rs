//! `Import-CustomerKeyItem`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Encrypts files into a mailbox or a workload.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ImportCustomerKeyItem {
    /// A regular file, or a folder whose files are taken. A named pipe or a device is refused: write a file first.
    #[serde(rename = "Path")]
    pub path: String,
    /// The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.
    #[serde(rename = "Mailbox", default)]
    pub mailbox: Option<String>,
    /// The workload, by a name of Get-CustomerKeyWorkload.
    #[serde(rename = "Workload", default)]
    pub workload: Option<String>,
}

impl Parameters for ImportCustomerKeyItem {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Import-CustomerKeyItem",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Encrypts files into a mailbox or a workload.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Path"],
    target_text: "",
    sets: &["Mailbox", "Workload"],
    default_set: Some("Mailbox"),
    parameters: &[
        ParameterDef {
            name: "Path",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(0),
            aliases: &["FullName"],
            pipeline: Pipeline::Both,
            path: true,
            help: "A regular file, or a folder whose files are taken. A named pipe or a device is refused: write a file first.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Mailbox",
            kind: Kind::Text,
            sets: &["Mailbox"],
            mandatory: Mandatory::Yes,
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
    ],
    outputs: &["CustomerKeyItem"],
    examples: &[
        ("Import-CustomerKeyItem -Mailbox alice -Path ./letter.eml", "Encrypts one file into a mailbox."),
        ("Get-ChildItem ./chats | Import-CustomerKeyItem -Workload Teams", "Encrypts what a folder holds into a workload."),
    ],
};
