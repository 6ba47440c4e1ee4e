//! To come.
use super::{files::Files, table::Table};
use std::path::Path;
pub(super) fn add(_: &Table, _: &Path, _: &mut Files) -> Result<(), String> {
    Ok(())
}
