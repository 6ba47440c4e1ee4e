//! `./build build`: the library, the command line, and the assembly of the PowerShell module.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use crate::shell;

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let release = args.iter().any(|a| a == "--release");
    products(release)?;
    let folder = shell::target(if release { "release" } else { "debug" });
    println!("library:      {}", folder.join(shell::library_name()).display());
    println!(
        "command line: {}",
        folder.join(format!("customer-key{}", std::env::consts::EXE_SUFFIX)).display()
    );
    println!("header:       {}", shell::root().join("include/customer_key.h").display());
    Ok(ExitCode::SUCCESS)
}

/// Builds the C library, the command line and the module's assembly.
pub(crate) fn products(release: bool) -> Result<(), String> {
    let mut cargo = shell::cargo();
    cargo.args(["build", "-p", "customer-key-cli", "-p", "customer-key-ffi"]);
    if release {
        cargo.arg("--release");
    }
    shell::must(&mut cargo, "the build")?;
    assembly()
}

/// Builds what the suites play: the libraries, the programs and the module's assembly. It takes all
/// crates at once, with what their tests add to them (which is what cargo's `--examples` asks for),
/// as `cargo test --workspace` does: what that has built is not built again with other features.
pub(crate) fn tested() -> Result<PathBuf, String> {
    let mut cargo = shell::cargo();
    cargo.args(["build", "-q", "--workspace", "--lib", "--bins", "--examples"]);
    shell::must(&mut cargo, "the build")?;
    assembly()?;
    Ok(shell::target("debug"))
}

/// A program of tests, as `cargo test --workspace` has built it.
pub(crate) fn test_program(package: &str, name: &str) -> Result<PathBuf, String> {
    let mut cargo = shell::cargo();
    cargo.args(["test", "-q", "--workspace", "--no-run", "--message-format=json"]);
    cargo.args(["--test", name]);
    let folder = shell::root().join(package);
    let of_it = |line: &String| {
        let told: Value = serde_json::from_str(line).ok()?;
        let manifest = Path::new(told.get("manifest_path")?.as_str()?);
        let program = told.get("executable")?.as_str()?;
        (manifest.parent() == Some(folder.as_path()) && told.get("target")?.get("name")? == name)
            .then(|| PathBuf::from(program))
    };
    let built = shell::quiet(&mut cargo)?.lines;
    built.iter().find_map(of_it).ok_or_else(|| format!("no tests {name} were built in {package}"))
}

/// Makes the assembly of the PowerShell module, where there is a PowerShell; without it the module
/// makes its own at each import, which takes longer.
fn assembly() -> Result<(), String> {
    let Some(pwsh) = shell::powershell() else { return Ok(()) };
    let script = shell::root().join("powershell-module/make-assembly.ps1");
    let mut make = shell::command(pwsh);
    make.args(["-NoProfile", "-NonInteractive", "-File"]).arg(script);
    shell::must(&mut make, "making the assembly of the PowerShell module")
}

/// Builds the command line alone, which is all that a quickstart in a shell needs.
pub(crate) fn command_line() -> Result<PathBuf, String> {
    shell::must(
        shell::cargo().args(["build", "-p", "customer-key-cli"]),
        "the build of the command line",
    )?;
    Ok(shell::target("debug"))
}
