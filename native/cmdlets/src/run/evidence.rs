//! Files that are evidence: new ones, written whole, and never written over.

use super::RunResult;
use crate::runtime::error::CmdletError;
use ckey_base::durable;
use std::path::Path;

/// Refuses a file that evidence cannot be written to.
pub(super) fn check_new(file: &Path) -> RunResult {
    ckey_engine::Tenant::check_output(file)?;
    match file.symlink_metadata() {
        Ok(_) => Err(exists(file)),
        Err(_) => super::content::check_folder_of(file),
    }
}

/// Writes it.
pub(super) fn write_new(file: &Path, text: &str) -> RunResult {
    check_new(file)?;
    durable::write_new(file, text.as_bytes()).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => exists(file),
        _ => super::content::failed("written", file, &error),
    })
}

fn exists(file: &Path) -> CmdletError {
    super::content::exists(
        file,
        "Give another file: this one may be evidence, and is not written over.",
    )
}
