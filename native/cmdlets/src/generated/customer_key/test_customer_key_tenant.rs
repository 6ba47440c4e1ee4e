//! `Test-CustomerKeyTenant`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, ShouldProcess};

/// Checks the whole tenant: every wrap, count and chain.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct TestCustomerKeyTenant {}

impl Parameters for TestCustomerKeyTenant {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Test-CustomerKeyTenant",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Checks the whole tenant: every wrap, count and chain.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[],
    outputs: &["CustomerKeyTenantCheck"],
    examples: &[("Test-CustomerKeyTenant | Where-Object Result -ne Passed", "Shows what is wrong; nothing when all is well.")],
};
