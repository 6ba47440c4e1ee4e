//! Writes everything that follows from the table of cmdlets: the Rust parameter structs and
//! definitions, the PowerShell module, `docs/cmdlets.md` and the pages of `docs/cmdlets`; and the
//! index of the rules from what cites them. Nobody edits what is written here.

mod completers;
mod docs;
pub(crate) mod files;
mod function;
mod help;
mod manifest;
mod markdown;
mod names;
mod pipeline;
mod platyps;
mod platyps_module;
mod platyps_parameters;
mod powershell;
mod rust;
mod rust_parameters;
mod rust_types;
mod shown;
mod syntax;
mod told;
mod views;
mod xml;

use std::path::Path;

use files::Files;

/// What was found or done, for people.
pub type Outcome = Result<String, String>;

/// Writes every generated file below `root`, and removes those that nothing asks for any more.
///
/// # Errors
/// When the table is unsound, or a file cannot be read or written.
pub fn write(root: &Path) -> Outcome {
    let files = generated(root)?;
    let changed = files.write(root)?;
    Ok(format!("{} files, {changed} changed", files.len()))
}

/// Compares every generated file below `root` with what its source says.
///
/// # Errors
/// Names the files that are stale, missing or left over.
pub fn check(root: &Path) -> Outcome {
    let files = generated(root)?;
    let stale = files.stale(root)?;
    if stale.is_empty() {
        return Ok(format!("{} files are as their sources say", files.len()));
    }
    Err(format!("not as their sources say: {}; run ./build generate", stale.join(", ")))
}

fn generated(root: &Path) -> Result<Files, String> {
    let table = ckey_table::table().map_err(|problem| problem.to_string())?;
    let mut files = Files::default();
    rust::add(table, &mut files);
    files.format(root)?;
    powershell::add(table, &mut files);
    docs::add(table, &mut files);
    platyps::add(table, &mut files);
    files.add("docs/rules-index.md", crate::rules::index(root)?);
    Ok(files)
}
