//! `Invoke-CustomerKeyJob`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, ParameterDef, ShouldProcess};

/// Works jobs off by hand, in this process.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct InvokeCustomerKeyJob {
    /// At most this many steps. Without it until nothing is left.
    #[serde(rename = "MaxSteps", default)]
    pub max_steps: Option<u32>,
    /// Also try again what jobs that completed with errors went past.
    #[serde(rename = "Retry", default)]
    pub retry: bool,
}

impl Parameters for InvokeCustomerKeyJob {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Invoke-CustomerKeyJob",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Works jobs off by hand, in this process.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &[],
    target_text: "the waiting jobs",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "MaxSteps",
            kind: Kind::UInt,
            help: "At most this many steps. Without it until nothing is left.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Retry",
            kind: Kind::Switch,
            help: "Also try again what jobs that completed with errors went past.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyJobStep"],
    examples: &[
        ("Invoke-CustomerKeyJob", "Works until nothing is left."),
        ("Invoke-CustomerKeyJob -MaxSteps 10", "Works ten steps."),
    ],
};
