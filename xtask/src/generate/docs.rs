//! To come.
use super::{files::Files, table::Table};
pub(super) fn add(_: &Table, _: &mut Files) {}
