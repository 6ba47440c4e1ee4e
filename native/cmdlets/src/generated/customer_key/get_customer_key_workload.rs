//! `Get-CustomerKeyWorkload`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, ParameterDef, Pipeline, ShouldProcess};

/// Lists the workloads of the tenant and the policy each is under.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetCustomerKeyWorkload {
    /// Only this workload.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
}

impl Parameters for GetCustomerKeyWorkload {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-CustomerKeyWorkload",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Lists the workloads of the tenant and the policy each is under.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[ParameterDef {
        name: "Identity",
        kind: Kind::Text,
        position: Some(0),
        pipeline: Pipeline::Both,
        help: "Only this workload.",
        ..ParameterDef::PLAIN
    }],
    outputs: &["CustomerKeyWorkload"],
    examples: &[("Get-CustomerKeyWorkload", "Lists all of them.")],
};
