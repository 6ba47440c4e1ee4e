//! The cmdlets of every service, their parameters and outputs. Written by `./build generate` from native/cmdlets/table; edit that.

pub mod az_accounts;
pub mod az_key_vault;
pub mod az_resources;
pub mod customer_key;
mod dispatch;
pub mod exchange_online;
pub mod output;

use crate::def::CmdletDef;
pub use dispatch::run;

/// Every cmdlet.
pub fn cmdlets() -> impl Iterator<Item = &'static CmdletDef> {
    [az_accounts::CMDLETS, az_key_vault::CMDLETS, az_resources::CMDLETS, customer_key::CMDLETS, exchange_online::CMDLETS]
        .into_iter()
        .flatten()
        .copied()
}

/// The cmdlet of this name or other name, in any case.
#[must_use]
pub fn find(name: &str) -> Option<&'static CmdletDef> {
    cmdlets().find(|cmdlet| {
        cmdlet.name.eq_ignore_ascii_case(name) || cmdlet.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}
