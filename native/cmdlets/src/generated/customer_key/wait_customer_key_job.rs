//! `Wait-CustomerKeyJob`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, ParameterDef, ShouldProcess};
use crate::value::Seconds;

/// Waits until no job is waiting or running.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct WaitCustomerKeyJob {
    /// How long to wait: seconds, or `[days.]hours:minutes:seconds.` Without it for ever.
    #[serde(rename = "Timeout", default)]
    pub timeout: Option<Seconds>,
}

impl Parameters for WaitCustomerKeyJob {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Wait-CustomerKeyJob",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Waits until no job is waiting or running.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[ParameterDef {
        name: "Timeout",
        kind: Kind::Duration,
        help: "How long to wait: seconds, or [days.]hours:minutes:seconds. Without it for ever.",
        ..ParameterDef::PLAIN
    }],
    outputs: &["CustomerKeyJob"],
    examples: &[("Wait-CustomerKeyJob -Timeout 60", "Waits at most a minute; then an error names what is left.")],
};
