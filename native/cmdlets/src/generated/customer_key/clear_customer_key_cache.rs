//! `Clear-CustomerKeyCache`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, ShouldProcess};

/// Forgets every opened key, in all processes that have the tenant open.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct ClearCustomerKeyCache {}

impl Parameters for ClearCustomerKeyCache {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Clear-CustomerKeyCache",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Forgets every opened key, in all processes that have the tenant open.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &[],
    target_text: "the opened keys of the tenant",
    sets: &[],
    default_set: None,
    parameters: &[],
    outputs: &[],
    examples: &[("Clear-CustomerKeyCache", "The next read asks the vaults again.")],
};
