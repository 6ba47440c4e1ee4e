//! `./build package`: the PowerShell module with the library that it loads, and what a C program
//! links: header, libraries, package files, licences.

mod c;
mod licences;
mod module_proof;
pub(crate) mod proof;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::{build, shell, windows};

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let release = args.iter().any(|a| a == "--release");
    build::products(release)?;
    let built = shell::target(if release { "release" } else { "debug" });
    let module = module(&built, release)?;
    licences::put(&module.join("licenses"))?;
    let prefix = c::assemble(&built, release)?;
    println!("module: {}", module.display());
    if shell::powershell().is_none() {
        println!("no PowerShell made its classes: each import makes them, in 0.3 seconds more");
    }
    println!("use it: Import-Module {}", module.join("CustomerKey.psd1").display());
    let there = platforms(&module);
    println!("its platforms: {}", there.join(", "));
    let missing = PLATFORMS.into_iter().filter(|name| !there.contains(name));
    for name in missing {
        println!("not {name}: ./build package on such a machine makes lib/{name}");
    }
    println!("C library: {}", prefix.display());
    println!(
        "use it: PKG_CONFIG_PATH={} pkg-config --cflags --libs customer_key; CMAKE_PREFIX_PATH={}",
        prefix.join("lib/pkgconfig").display(),
        prefix.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// The module, with library and program for this system, and those for Windows where they can be
/// built.
fn module(built: &Path, release: bool) -> Result<PathBuf, String> {
    let module = assemble(built)?;
    match windows::cannot_build() {
        None => {
            let folder = windows::products(release)?;
            put(&module, windows::PLATFORM, &folder.join(windows::LIBRARY))?;
            put(&module, windows::PLATFORM, &folder.join(windows::EXECUTABLE))?;
        }
        Some(why) => println!("the module has no library for {}: {why}", windows::PLATFORM),
    }
    Ok(module)
}

/// Copies the module's folder to `target/package/CustomerKey` and puts the library and the program
/// built in `folder` where the module looks for them: `lib/<os>-<arch>/`.
pub(crate) fn assemble(folder: &Path) -> Result<PathBuf, String> {
    let source = shell::root().join("powershell-module/CustomerKey");
    if !source.join("CustomerKey.psd1").is_file() {
        return Err(format!(
            "{} is missing: run ./build generate",
            source.join("CustomerKey.psd1").display()
        ));
    }
    let module = shell::target("package").join("CustomerKey");
    let _ = std::fs::remove_dir_all(&module);
    copy(&source, &module)?;
    put(&module, &platform(), &folder.join(shell::library_name()))?;
    put(&module, &platform(), &folder.join(shell::program_name()))?;
    Ok(module)
}

fn put(module: &Path, platform: &str, file: &Path) -> Result<(), String> {
    let lib = module.join("lib").join(platform);
    make(&lib)?;
    let to = lib.join(file.file_name().unwrap_or_default());
    std::fs::copy(file, to).map(drop).map_err(|e| format!("cannot copy {}: {e}", file.display()))
}

/// Those that the module looks for.
const PLATFORMS: [&str; 6] =
    ["linux-arm64", "linux-x64", "osx-arm64", "osx-x64", "win-arm64", "win-x64"];

/// The platforms that the module has a library for.
fn platforms(module: &Path) -> Vec<&'static str> {
    PLATFORMS.into_iter().filter(|name| module.join("lib").join(name).is_dir()).collect()
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
    let entries =
        std::fs::read_dir(from).map_err(|e| format!("cannot read {}: {e}", from.display()))?;
    for entry in entries {
        let entry = entry.map_err(|e| format!("cannot read {}: {e}", from.display()))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target)?;
        } else {
            std::fs::copy(&source, &target)
                .map_err(|e| format!("cannot copy {}: {e}", source.display()))?;
        }
    }
    Ok(())
}
