//! `./build build`: the library, the command line, and the assembly of the PowerShell module.

use std::process::ExitCode;

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
pub(crate) fn command_line() -> Result<std::path::PathBuf, String> {
    shell::must(
        shell::cargo().args(["build", "-p", "customer-key-cli"]),
        "the build of the command line",
    )?;
    Ok(shell::target("debug"))
}
