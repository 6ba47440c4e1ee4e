//! Looking up the table of output types.

use ckey_cmdlets::table;
use ckey_cmdlets::table::TypeDef;

/// The type of output objects that records call by this name, as in `CustomerKey.Mailbox`.
pub(crate) fn type_def(name: &str) -> Option<&'static TypeDef> {
    table::types().find(|def| def.shape.types.first() == Some(&name))
}
