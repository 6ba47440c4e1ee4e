//! `./build package`: the PowerShell module with the library that it loads.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::{build, shell};

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let release = args.iter().any(|a| a == "--release");
    build::products(release)?;
    let module = assemble(&shell::target(if release { "release" } else { "debug" }))?;
    println!("module: {}", module.display());
    println!("use it: Import-Module {}", module.join("CustomerKey.psd1").display());
    Ok(ExitCode::SUCCESS)
}

/// Copies the module's folder to `target/package/CustomerKey` and puts the library built in `folder` where the module
/// looks for it: `lib/<os>-<arch>/`.
pub(crate) fn assemble(folder: &Path) -> Result<PathBuf, String> {
    let source = shell::root().join("powershell-module/CustomerKey");
    if !source.join("CustomerKey.psd1").is_file() {
        return Err(format!("{} is missing: run ./build generate", source.join("CustomerKey.psd1").display()));
    }
    let module = shell::target("package").join("CustomerKey");
    let _ = std::fs::remove_dir_all(&module);
    copy(&source, &module)?;
    let lib = module.join("lib").join(platform());
    make(&lib)?;
    let file = shell::library_name();
    std::fs::copy(folder.join(&file), lib.join(&file))
        .map_err(|e| format!("cannot copy {}: {e}", folder.join(&file).display()))?;
    Ok(module)
}

/// `linux-x64`, `osx-arm64`, `win-x64`: the names that .NET uses.
fn platform() -> String {
    let os = match std::env::consts::OS {
        "macos" => "osx",
        "windows" => "win",
        other => other,
    };
    let arch = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{os}-{arch}")
}

fn make(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    make(to)?;
    let entries = std::fs::read_dir(from).map_err(|e| format!("cannot read {}: {e}", from.display()))?;
    for entry in entries {
        let entry = entry.map_err(|e| format!("cannot read {}: {e}", from.display()))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target)?;
        } else {
            std::fs::copy(&source, &target).map_err(|e| format!("cannot copy {}: {e}", source.display()))?;
        }
    }
    Ok(())
}
