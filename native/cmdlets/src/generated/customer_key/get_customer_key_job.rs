//! `Get-CustomerKeyJob`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, ParameterDef, Pipeline, ShouldProcess};

/// Lists the long work of the tenant: rewraps and encryptions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetCustomerKeyJob {
    /// Only this job.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
}

impl Parameters for GetCustomerKeyJob {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-CustomerKeyJob",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Lists the long work of the tenant: rewraps and encryptions.",
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
        help: "Only this job.",
        ..ParameterDef::PLAIN
    }],
    outputs: &["CustomerKeyJob"],
    examples: &[(
        "Get-CustomerKeyJob | Where-Object State -ne Completed",
        "Shows what is under way, scheduled, or ended with errors.",
    )],
};
