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
    println!("command line: {}", folder.join(shell::program_name()).display());
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

/// A program of tests.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TestProgram {
    pub(crate) name: String,
    /// The folder of its crate, in which cargo would start it.
    pub(crate) folder: PathBuf,
    pub(crate) file: PathBuf,
}

impl TestProgram {
    /// The one that a message of cargo tells of, if any.
    pub(crate) fn told(line: &str) -> Option<Self> {
        let told: Value = serde_json::from_str(line).ok()?;
        if told.get("profile")?.get("test")? != true {
            return None;
        }
        let folder = Path::new(told.get("manifest_path")?.as_str()?).parent()?.to_owned();
        let name = told.get("target")?.get("name")?.as_str()?.to_owned();
        Some(Self { name, folder, file: told.get("executable")?.as_str()?.into() })
    }
}

/// The programs of tests, built as `cargo test --workspace` builds them: all, or those that the
/// arguments choose.
pub(crate) fn test_programs(chosen: &[&str]) -> Result<Vec<TestProgram>, String> {
    let mut cargo = shell::cargo();
    cargo.args(["test", "--workspace", "--no-run", "--message-format=json-render-diagnostics"]);
    let built = shell::quiet(cargo.args(chosen))?;
    if !built.success {
        return Err(String::from("the tests could not be built"));
    }
    Ok(built.lines.iter().filter_map(|line| TestProgram::told(line)).collect())
}

/// The program of these tests of one crate.
pub(crate) fn test_program(package: &str, name: &str) -> Result<PathBuf, String> {
    let folder = shell::root().join(package);
    let found = test_programs(&["-q", "--test", name])?
        .into_iter()
        .find(|program| program.folder == folder && program.name == name);
    let missing = || format!("no tests {name} were built in {package}");
    found.map(|program| program.file).ok_or_else(missing)
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

/// Builds the command line without what waits for the network, which takes half the time: all that
/// a quickstart in a shell needs.
pub(crate) fn command_line() -> Result<PathBuf, String> {
    shell::must(
        shell::cargo().args(["build", "-p", "customer-key-cli", "--no-default-features"]),
        "the build of the command line",
    )?;
    Ok(shell::target("debug"))
}
