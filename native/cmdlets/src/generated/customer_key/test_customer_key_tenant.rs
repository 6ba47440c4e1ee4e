//! `Test-CustomerKeyTenant`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, ParameterDef, ShouldProcess};

/// Checks the whole tenant: every wrap, count and chain, and the header and length of every item.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct TestCustomerKeyTenant {
    /// Open every item to its end. Without it headers and lengths are looked at, and a changed body is not found.
    #[serde(rename = "Content", default)]
    pub content: bool,
}

impl Parameters for TestCustomerKeyTenant {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Test-CustomerKeyTenant",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Checks the whole tenant: every wrap, count and chain, and the header and length of every item.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[ParameterDef {
        name: "Content",
        kind: Kind::Switch,
        help: "Open every item to its end. Without it headers and lengths are looked at, and a changed body is not found.",
        ..ParameterDef::PLAIN
    }],
    outputs: &["CustomerKeyTenantCheck"],
    examples: &[
        ("Test-CustomerKeyTenant | Where-Object Result -ne Passed", "Shows what is wrong; nothing when all is well."),
        ("Test-CustomerKeyTenant -Content", "Opens every item too, to its last byte."),
    ],
};
