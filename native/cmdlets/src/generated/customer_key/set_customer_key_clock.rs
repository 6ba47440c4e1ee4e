//! `Set-CustomerKeyClock`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, ShouldProcess};
use crate::value::{Moment, Seconds};

/// Moves the clock of a rehearsal forward.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SetCustomerKeyClock {
    /// By how much: seconds, or `[days.]hours:minutes:seconds.`
    #[serde(rename = "Advance", default)]
    pub advance: Option<Seconds>,
    /// To this time; it lies ahead.
    #[serde(rename = "Date", default)]
    pub date: Option<Moment>,
}

impl Parameters for SetCustomerKeyClock {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Set-CustomerKeyClock",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Moves the clock of a rehearsal forward.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &[],
    target_text: "the clock of the tenant",
    sets: &["Advance", "Date"],
    default_set: Some("Advance"),
    parameters: &[
        ParameterDef {
            name: "Advance",
            kind: Kind::Duration,
            sets: &["Advance"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            help: "By how much: seconds, or [days.]hours:minutes:seconds.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Date",
            kind: Kind::DateTime,
            sets: &["Date"],
            mandatory: Mandatory::Yes,
            help: "To this time; it lies ahead.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyClock"],
    examples: &[("Set-CustomerKeyClock -Advance 90.00:00:00", "Ninety days later.")],
};
