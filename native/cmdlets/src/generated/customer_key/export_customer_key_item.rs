//! `Export-CustomerKeyItem`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::Object;

/// Decrypts items of a mailbox or a workload into files. Who may read those follows the umask.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ExportCustomerKeyItem {
    /// The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.
    #[serde(rename = "Mailbox", default)]
    pub mailbox: Option<String>,
    /// The workload, by a name of Get-CustomerKeyWorkload.
    #[serde(rename = "Workload", default)]
    pub workload: Option<String>,
    /// The item: its id or its name. Without it all items, into -Destination.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
    /// The file to write. It is no longer encrypted; who may read it follows the umask of this process, as with any new file.
    #[serde(rename = "OutputFile", default)]
    pub output_file: Option<String>,
    /// An item from Get-CustomerKeyItem.
    #[serde(rename = "InputObject", default)]
    pub input_object: Option<Object>,
    /// The folder to write into, each item under its name. Who may read the files follows the umask of this process.
    #[serde(rename = "Destination", default)]
    pub destination: Option<String>,
    /// Write over files that exist.
    #[serde(rename = "Force", default)]
    pub force: bool,
}

impl Parameters for ExportCustomerKeyItem {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Export-CustomerKeyItem",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Decrypts items of a mailbox or a workload into files. Who may read those follows the umask.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Identity", "InputObject"],
    target_text: "",
    sets: &["Mailbox", "Workload", "MailboxFolder", "WorkloadFolder", "Item"],
    default_set: Some("Mailbox"),
    parameters: &[
        ParameterDef {
            name: "Mailbox",
            kind: Kind::Text,
            sets: &["Mailbox", "MailboxFolder"],
            mandatory: Mandatory::In(&["Mailbox", "MailboxFolder"]),
            help: "The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Workload",
            kind: Kind::Text,
            sets: &["Workload", "WorkloadFolder"],
            mandatory: Mandatory::In(&["Workload", "WorkloadFolder"]),
            help: "The workload, by a name of Get-CustomerKeyWorkload.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Identity",
            kind: Kind::Text,
            sets: &["Mailbox", "Workload", "MailboxFolder", "WorkloadFolder"],
            mandatory: Mandatory::In(&["Mailbox", "Workload"]),
            position: Some(0),
            help: "The item: its id or its name. Without it all items, into -Destination.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "OutputFile",
            kind: Kind::Text,
            sets: &["Mailbox", "Workload"],
            mandatory: Mandatory::Yes,
            path: true,
            help: "The file to write. It is no longer encrypted; who may read it follows the umask of this process, as with any new file.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InputObject",
            kind: Kind::Object,
            sets: &["Item"],
            mandatory: Mandatory::Yes,
            pipeline: Pipeline::Value,
            help: "An item from Get-CustomerKeyItem.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Destination",
            kind: Kind::Text,
            sets: &["MailboxFolder", "WorkloadFolder", "Item"],
            mandatory: Mandatory::Yes,
            path: true,
            help: "The folder to write into, each item under its name. Who may read the files follows the umask of this process.",
            ..ParameterDef::PLAIN
        },
        ParameterDef { name: "Force", kind: Kind::Switch, help: "Write over files that exist.", ..ParameterDef::PLAIN },
    ],
    outputs: &["CustomerKeyExport"],
    examples: &[
        ("Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -OutputFile ./letter.eml", "Decrypts one item."),
        ("Get-CustomerKeyItem -Mailbox alice | Export-CustomerKeyItem -Destination ./out", "Decrypts all items into a folder."),
    ],
};
