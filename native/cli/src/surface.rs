//! The table of cmdlets as this tool uses it.

use ckey_cmdlets::def::{CmdletDef, TypeDef};
use ckey_cmdlets::generated;

/// Every cmdlet, by service.
pub(crate) fn cmdlets() -> impl Iterator<Item = &'static CmdletDef> {
    generated::cmdlets()
}

/// A cmdlet by its name or another name of it, in any case.
pub(crate) fn find(name: &str) -> Option<&'static CmdletDef> {
    generated::find(name)
}

/// The type of output objects that records call by this name, as in `CustomerKey.Mailbox`.
pub(crate) fn type_def(name: &str) -> Option<&'static TypeDef> {
    generated::output::TYPES.iter().copied().find(|def| def.shape.types.first() == Some(&name))
}
