//! `Disconnect-ExchangeOnline`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Ends the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct DisconnectExchangeOnline {}

impl Parameters for DisconnectExchangeOnline {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Disconnect-ExchangeOnline",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Ends the sign-in.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/disconnect-exchangeonline",
    should_process: ShouldProcess::Changes,
    confirms: true,
    target: &[],
    target_text: "the sign-in to the local tenant",
    sets: &["DefaultParameterSet", "ConnectionId", "ModulePrefix"],
    default_set: Some("DefaultParameterSet"),
    parameters: &[
        ParameterDef {
            name: "ConnectionId",
            kind: Kind::TextList,
            documented: "String[]",
            sets: &["ConnectionId"],
            mandatory: Mandatory::Yes,
            pipeline: Pipeline::Name,
            effect: Effect::Refused("A tenant has one sign-in at a time. Leave it out to end that one."),
            help: "End only these connections.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ModulePrefix",
            kind: Kind::TextList,
            documented: "String[]",
            sets: &["ModulePrefix"],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused("A tenant has one sign-in at a time. Leave it out to end that one."),
            help: "End only the connections with these prefixes.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &[],
    examples: &[("Disconnect-ExchangeOnline -Confirm:$false", "Ends the sign-in without asking.")],
};
