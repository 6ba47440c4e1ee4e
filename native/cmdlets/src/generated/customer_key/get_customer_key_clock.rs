//! `Get-CustomerKeyClock`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, ShouldProcess};

/// Shows the clock of the tenant.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct GetCustomerKeyClock {}

impl Parameters for GetCustomerKeyClock {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-CustomerKeyClock",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Shows the clock of the tenant.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[],
    outputs: &["CustomerKeyClock"],
    examples: &[("Get-CustomerKeyClock", "Shows both clocks.")],
};
