//! Running other programs: found by name, shown before they run, their output passed on.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository's root: the parent of this crate's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new("."))
}

/// Where cargo puts what it builds in the development profile.
pub(crate) fn target(profile: &str) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), PathBuf::from)
        .join(profile)
}

/// The file name of the built C library on this system.
pub(crate) fn library_name() -> String {
    format!("{}customerkey{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// The file name of the command line on this system.
pub(crate) fn program_name() -> String {
    format!("customer-key{}", std::env::consts::EXE_SUFFIX)
}

/// `cargo`, as the one that runs us.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program, in the repository's root.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Whether a program of this name is on `PATH`.
pub(crate) fn on_path(program: &str) -> bool {
    find_on_path(program).is_some()
}

/// Whether a program is there, by its path or by its name on `PATH`.
pub(crate) fn is_there(program: &OsStr) -> bool {
    Path::new(program).is_file() || program.to_str().is_some_and(on_path)
}

/// Where a program of this name is on `PATH`.
pub(crate) fn find_on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// What a program that was run has done.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) success: bool,
    /// Its standard output, line by line.
    pub(crate) lines: Vec<String>,
}

/// The PowerShell to use: the one that `CUSTOMER_KEY_PWSH` names, else `pwsh` on the path.
pub(crate) fn powershell() -> Option<PathBuf> {
    let named = std::env::var_os("CUSTOMER_KEY_PWSH").filter(|name| !name.is_empty());
    named.map_or_else(|| find_on_path("pwsh"), |name| Some(PathBuf::from(name)))
}

/// Runs a program, passes its output on line by line and keeps it.
pub(crate) fn run(command: &mut Command) -> Result<Finished, String> {
    collect(command, true)
}

/// Runs a program and keeps its output without showing it; its errors are shown.
pub(crate) fn quiet(command: &mut Command) -> Result<Finished, String> {
    collect(command, false)
}

fn collect(command: &mut Command, show: bool) -> Result<Finished, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child =
        command.stdout(Stdio::piped()).spawn().map_err(|e| format!("cannot start {name}: {e}"))?;
    let mut lines = Vec::new();
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).split(b'\n') {
            let line = String::from_utf8_lossy(
                &line.map_err(|e| format!("cannot read what {name} prints: {e}"))?,
            )
            .into_owned();
            if show {
                println!("{line}");
            }
            lines.push(line);
        }
    }
    let status = child.wait().map_err(|e| format!("cannot wait for {name}: {e}"))?;
    Ok(Finished { success: status.success(), lines })
}

/// Runs a program that must succeed.
pub(crate) fn must(command: &mut Command, what: &str) -> Result<(), String> {
    if run(command)?.success { Ok(()) } else { Err(format!("{what} failed")) }
}
