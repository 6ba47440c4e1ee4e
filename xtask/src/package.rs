//! `./build package`: the PowerShell module with the library that it loads, and what a C program
//! links: header, library, package file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::{build, shell};

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let release = args.iter().any(|a| a == "--release");
    build::products(release)?;
    let built = shell::target(if release { "release" } else { "debug" });
    let module = assemble(&built)?;
    let prefix = for_c(&built)?;
    println!("module: {}", module.display());
    println!("use it: Import-Module {}", module.join("CustomerKey.psd1").display());
    println!("C library: {}", prefix.display());
    println!(
        "use it: PKG_CONFIG_PATH={} pkg-config --cflags --libs customer_key",
        prefix.join("lib/pkgconfig").display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Puts header, library and package file where a C program's build finds them, in
/// `target/package/c`. The package file finds its own place, so the folder may be moved.
fn for_c(built: &Path) -> Result<PathBuf, String> {
    let prefix = shell::target("package").join("c");
    let _ = std::fs::remove_dir_all(&prefix);
    let (include, lib) = (prefix.join("include"), prefix.join("lib"));
    make(&include)?;
    make(&lib.join("pkgconfig"))?;
    let put = |from: PathBuf, to: PathBuf| {
        std::fs::copy(&from, &to)
            .map(|_| ())
            .map_err(|e| format!("cannot copy {}: {e}", from.display()))
    };
    put(shell::root().join("include/customer_key.h"), include.join("customer_key.h"))?;
    let file = shell::library_name();
    put(built.join(&file), lib.join(&file))?;
    // Programs ask the loader for the name that the library gives itself.
    if cfg!(target_os = "linux") {
        put(built.join(&file), lib.join("libcustomerkey.so.1"))?;
    }
    let template = std::fs::read_to_string(shell::root().join("native/ffi/customer_key.pc.in"))
        .map_err(|e| format!("customer_key.pc.in: {e}"))?;
    let package = template
        .replace("@PREFIX@", "${pcfiledir}/../..")
        .replace("@VERSION@", env!("CARGO_PKG_VERSION"));
    let path = lib.join("pkgconfig/customer_key.pc");
    std::fs::write(&path, package).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
    Ok(prefix)
}

/// Copies the module's folder to `target/package/CustomerKey` and puts the library built in
/// `folder` where the module looks for it: `lib/<os>-<arch>/`.
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
