//! `Export-CustomerKeyAuditHead`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, ShouldProcess};

/// Writes the signed head of the audit log, by which a later change of the log is found.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ExportCustomerKeyAuditHead {
    /// The file to write.
    #[serde(rename = "OutputFile")]
    pub output_file: String,
}

impl Parameters for ExportCustomerKeyAuditHead {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Export-CustomerKeyAuditHead",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Writes the signed head of the audit log, by which a later change of the log is found.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["OutputFile"],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[ParameterDef {
        name: "OutputFile",
        kind: Kind::Text,
        mandatory: Mandatory::Yes,
        position: Some(0),
        path: true,
        help: "The file to write.",
        ..ParameterDef::PLAIN
    }],
    outputs: &["CustomerKeyAuditHead"],
    examples: &[("Export-CustomerKeyAuditHead -OutputFile head.json", "Writes the head; keep it away from the tenant.")],
};
