//! What a C program's build finds, in `target/package/c`: header, libraries, licences, and files for
//! pkg-config and CMake. Each finds its own place, so the folder may be moved.

use std::path::{Path, PathBuf};

use super::{licences, make};
use crate::shell;

/// The name that programs which are linked ask the loader for, and the one that they are linked by
/// and that is asked for by name (`DllImport("customerkey")`): a link to the first, so that both
/// are one library in a process.
const NAMES: (&str, &str) = if cfg!(target_os = "macos") {
    ("libcustomerkey.1.dylib", "libcustomerkey.dylib")
} else {
    ("libcustomerkey.so.1", "libcustomerkey.so")
};

const STATIC: &str = "libcustomerkey.a";

pub(super) fn assemble(built: &Path, release: bool) -> Result<PathBuf, String> {
    let prefix = shell::target("package").join("c");
    let _ = std::fs::remove_dir_all(&prefix);
    let (include, lib) = (prefix.join("include"), prefix.join("lib"));
    make(&include)?;
    make(&lib)?;
    put(&shell::root().join("include/customer_key.h"), &include.join("customer_key.h"))?;
    let file = built.join(shell::library_name());
    if cfg!(unix) {
        put(&file, &lib.join(NAMES.0))?;
        link(NAMES.0, &lib.join(NAMES.1))?;
        put(&static_library(built, release)?, &lib.join(STATIC))?;
    } else {
        put(&file, &lib.join(shell::library_name()))?;
    }
    let written = |template: &str, to: PathBuf| {
        let from = shell::root().join("native/ffi/package").join(template);
        let text = std::fs::read_to_string(&from)
            .map_err(|e| format!("cannot read {}: {e}", from.display()))?
            .replace("@PREFIX@", "${pcfiledir}/../..")
            .replace("@SHARED@", if cfg!(unix) { NAMES.0 } else { "customerkey.dll" })
            .replace("@NEEDED@", needed())
            .replace("@VERSION@", env!("CARGO_PKG_VERSION"));
        make(to.parent().unwrap_or(&to))?;
        std::fs::write(&to, text).map_err(|e| format!("cannot write {}: {e}", to.display()))
    };
    written("customer_key.pc.in", lib.join("pkgconfig/customer_key.pc"))?;
    for file in ["CustomerKeyConfig.cmake", "CustomerKeyConfigVersion.cmake"] {
        written(&format!("{file}.in"), lib.join("cmake/CustomerKey").join(file))?;
    }
    licences::put(&prefix.join("share/licenses/customer_key"))?;
    Ok(prefix)
}

/// What a program needs beside the static library.
fn needed() -> &'static str {
    if cfg!(target_os = "macos") { "-liconv -lSystem -lm" } else { "-lgcc_s -lpthread -ldl -lm" }
}

/// It was built with the shared one: a build of its own would build everything below it anew.
fn static_library(built: &Path, release: bool) -> Result<PathBuf, String> {
    let file = built.join(STATIC);
    if release && shell::on_path("strip") {
        let mut strip = shell::command("strip");
        shell::must(strip.arg("--strip-debug").arg(&file), "stripping the static library")?;
    }
    Ok(file)
}

fn put(from: &Path, to: &Path) -> Result<(), String> {
    std::fs::copy(from, to).map(drop).map_err(|e| format!("cannot copy {}: {e}", from.display()))
}

#[cfg(unix)]
fn link(to: &str, at: &Path) -> Result<(), String> {
    std::os::unix::fs::symlink(to, at).map_err(|e| format!("cannot link {}: {e}", at.display()))
}

#[cfg(not(unix))]
fn link(_: &str, _: &Path) -> Result<(), String> {
    Ok(())
}
