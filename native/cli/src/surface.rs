//! Looking up the table of output types.

use ckey_cmdlets::def::TypeDef;
use ckey_cmdlets::generated;

/// The type of output objects that records call by this name, as in `CustomerKey.Mailbox`.
pub(crate) fn type_def(name: &str) -> Option<&'static TypeDef> {
    generated::output::TYPES.iter().copied().find(|def| def.shape.types.first() == Some(&name))
}
