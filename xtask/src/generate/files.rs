//! The generated files: made in memory, then written or compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::platyps;

/// Folders that hold nothing but generated files.
const OWNED: &[&str] =
    &["native/cmdlets/src/generated", "powershell-module/CustomerKey/compat", platyps::FOLDER];

/// Path below the root, with forward slashes, to content.
#[derive(Default)]
pub(super) struct Files(BTreeMap<String, String>);

impl Files {
    pub(super) fn add(&mut self, path: impl Into<String>, content: String) {
        self.0.insert(path.into(), content);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Runs rustfmt over the Rust files, with the project's settings.
    pub(super) fn format(&mut self, root: &Path) -> Result<(), String> {
        // In our own folder: anyone who else may write to the system's temporary folder can guess a
        // name there.
        let folder = root.join("target").join(format!("generate-{}", std::process::id()));
        let result = self.format_in(&folder, root);
        let _ = fs::remove_dir_all(&folder);
        result
    }

    fn format_in(&mut self, folder: &Path, root: &Path) -> Result<(), String> {
        let mut paths = Vec::new();
        for (at, (path, content)) in self.0.iter().filter(|(path, _)| is_rust(path)).enumerate() {
            // One flat folder: rustfmt follows `mod` lines, and there is nothing behind them here.
            let file = folder.join(format!("f{at}.rs"));
            put(&file, &content.replace("\npub(crate) mod ", "\n//pub(crate) mod "))?;
            paths.push((path.clone(), file));
        }
        let mut command = Command::new("rustfmt");
        command.args(["--edition", "2024", "--config-path"]).arg(root.join("rustfmt.toml"));
        command.args(paths.iter().map(|(_, file)| file));
        let done =
            command.output().map_err(|problem| format!("rustfmt cannot be run: {problem}"))?;
        if !done.status.success() {
            return Err(format!("rustfmt: {}", String::from_utf8_lossy(&done.stderr)));
        }
        for (path, file) in paths {
            let content = read(&file)?.replace("\n//pub(crate) mod ", "\npub(crate) mod ");
            self.0.insert(path, content);
        }
        Ok(())
    }

    /// Writes what differs and removes what is left over; how many files that were.
    pub(super) fn write(&self, root: &Path) -> Result<usize, String> {
        let stale = self.stale(root)?;
        // First of all what is left over: where case does not count, a name in another case is the
        // same file, and removing it would take away what was written.
        for path in stale.iter().filter(|path| !self.0.contains_key(*path)) {
            fs::remove_file(root.join(path)).map_err(|problem| format!("{path}: {problem}"))?;
        }
        for path in &stale {
            if let Some(content) = self.0.get(path) {
                put(&root.join(path), content)?;
            }
        }
        Ok(stale.len())
    }

    /// The files that differ, are missing, or are left over.
    pub(super) fn stale(&self, root: &Path) -> Result<Vec<String>, String> {
        let mut there = BTreeSet::new();
        for folder in OWNED {
            there.extend(below(root, Path::new(folder))?);
        }
        let mut stale: BTreeSet<String> =
            there.iter().filter(|path| !self.0.contains_key(*path)).cloned().collect();
        for (path, content) in &self.0 {
            let found = fs::read_to_string(root.join(path)).unwrap_or_default();
            // A file in another case can be read by this name on some systems, and is not it.
            let is_missing = is_owned(path) && !there.contains(path);
            if is_missing || found.replace("\r\n", "\n") != *content {
                stale.insert(path.clone());
            }
        }
        Ok(stale.into_iter().collect())
    }
}

fn is_owned(path: &str) -> bool {
    OWNED.iter().any(|folder| Path::new(path).starts_with(folder))
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|problem| format!("{}: {problem}", path.display()))
}

fn put(path: &Path, content: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, content))
        .map_err(|problem| format!("{}: {problem}", path.display()))
}

/// Every file below a folder, relative to the root, with forward slashes.
pub(crate) fn below(root: &Path, folder: &Path) -> Result<Vec<String>, String> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|problem| format!("{}: {problem}", folder.display()))?;
        let path: PathBuf = folder.join(entry.file_name());
        if entry.path().is_dir() {
            files.extend(below(root, &path)?);
        } else {
            files.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
