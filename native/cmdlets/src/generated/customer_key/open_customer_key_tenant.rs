//! `Open-CustomerKeyTenant`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, ShouldProcess};

/// Opens a tenant folder; the cmdlets that follow work on it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct OpenCustomerKeyTenant {
    /// The tenant folder.
    #[serde(rename = "Path")]
    pub path: String,
    /// Opens a tenant whose audit log lacks records that the counter beside its secrets knows of, or whose counter is gone, and takes the log as it is. What the lost records told of, revocations too, is undone with them. A warning says how many are missing. It is recorded as done by the account that is signed in, which must be an owner, or else by the operating system's user.
    #[serde(rename = "AcceptAuditLoss", default)]
    pub accept_audit_loss: bool,
}

impl Parameters for OpenCustomerKeyTenant {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Open-CustomerKeyTenant",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Opens a tenant folder; the cmdlets that follow work on it.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "Path",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(0),
            path: true,
            help: "The tenant folder.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AcceptAuditLoss",
            kind: Kind::Switch,
            help: "Opens a tenant whose audit log lacks records that the counter beside its secrets knows of, or whose counter is gone, and takes the log as it is. What the lost records told of, revocations too, is undone with them. A warning says how many are missing. It is recorded as done by the account that is signed in, which must be an owner, or else by the operating system's user.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyTenant"],
    examples: &[("Open-CustomerKeyTenant ./contoso", "Works from now on in this tenant.")],
};
