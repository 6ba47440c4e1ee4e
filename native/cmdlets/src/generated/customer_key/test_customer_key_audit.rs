//! `Test-CustomerKeyAudit`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, ParameterDef, ShouldProcess};

/// Checks the chain of the audit log, and that it still holds what an exported head says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct TestCustomerKeyAudit {
    /// A file of Export-CustomerKeyAuditHead. Without it only the chain is checked.
    #[serde(rename = "HeadFile", default)]
    pub head_file: Option<String>,
    /// The AuditPublicKey of the tenant as it was kept elsewhere. Without it the head is checked with the key that the tenant has now, which only shows that whoever signed it had the tenant's secrets; CheckedWith says so.
    #[serde(rename = "PublicKey", default)]
    pub public_key: Option<String>,
}

impl Parameters for TestCustomerKeyAudit {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Test-CustomerKeyAudit",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Checks the chain of the audit log, and that it still holds what an exported head says.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "HeadFile",
            kind: Kind::Text,
            position: Some(0),
            path: true,
            help: "A file of Export-CustomerKeyAuditHead. Without it only the chain is checked.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "PublicKey",
            kind: Kind::Text,
            help: "The AuditPublicKey of the tenant as it was kept elsewhere. Without it the head is checked with the key that the tenant has now, which only shows that whoever signed it had the tenant's secrets; CheckedWith says so.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyAuditCheck"],
    examples: &[("Test-CustomerKeyAudit -HeadFile head.json", "Finds records that were changed, removed or cut off.")],
};
