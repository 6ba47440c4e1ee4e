//! The product for Windows, built on Debian and run there by wine.
//!
//! Debian's compiler builds the standard library with the product, since no package has it built;
//! mingw-w64 compiles the C parts and links. All of it is in `target/windows`, used again by the
//! next run.

mod wine;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell;
use wine::Wine;

/// A 64-bit processor of AMD or Intel, and the C library that mingw-w64 brings.
const TRIPLE: &str = "x86_64-pc-windows-gnu";
/// The crate of the program whose tests wine plays.
pub(crate) const PROGRAM: &str = "native/cli";
/// As .NET says it.
pub(crate) const PLATFORM: &str = "win-x64";
pub(crate) const LIBRARY: &str = "customerkey.dll";
pub(crate) const EXECUTABLE: &str = "customer-key.exe";
const PRODUCTS: [&str; 4] = ["-p", "customer-key-cli", "-p", "customer-key-ffi"];

/// Debian's own, by their paths: those of rustup have the same names.
pub(crate) const RUSTC: &str = "/usr/bin/rustc";
pub(crate) const CARGO: &str = "/usr/bin/cargo";
pub(crate) const CLIPPY: &str = "/usr/bin/cargo-clippy";
pub(crate) const STANDARD_LIBRARY: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
pub(crate) const GCC: &str = "x86_64-w64-mingw32-gcc-posix";
pub(crate) const GXX: &str = "x86_64-w64-mingw32-g++-posix";
pub(crate) const WINE: &str = "wine";

/// What keeps the product from being built for Windows here, if anything.
pub(crate) fn cannot_build() -> Option<String> {
    if cfg!(windows) {
        return Some(String::from("this is Windows, where all the other steps are for Windows"));
    }
    if !cfg!(target_arch = "x86_64") {
        return Some(String::from("this processor runs no Windows programs for x64"));
    }
    let tools = [RUSTC, CARGO, STANDARD_LIBRARY, GCC, GXX];
    if let Some(missing) = tools.iter().find(|tool| !shell::is_there(tool.as_ref())) {
        return Some(format!("there is no {missing} on this machine (./build prerequisites)"));
    }
    too_old()
}

/// What keeps it from being checked and run here, if anything.
pub(crate) fn cannot_test() -> Option<String> {
    cannot_build().or_else(|| {
        let missing = [CLIPPY, WINE].into_iter().find(|tool| !shell::is_there(tool.as_ref()))?;
        Some(format!("there is no {missing} on this machine (./build prerequisites)"))
    })
}

/// Debian replaces its compiler by a newer one as an update.
fn too_old() -> Option<String> {
    let least = env!("CARGO_PKG_RUST_VERSION");
    let told = shell::quiet(command(RUSTC).arg("--version")).ok()?.lines.into_iter().next()?;
    let version = told.split(' ').nth(1)?;
    (numbers(version) < numbers(least)).then(|| {
        format!(
            "{RUSTC} is {version}, and {least} is needed: apt-get update; apt-get install rustc-web"
        )
    })
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|number| number.parse().ok()).collect()
}

/// A program that sees Debian's tools alone, and nothing of the compiler that built this program.
fn command(program: &str) -> Command {
    let mut command = shell::command(program);
    command.env("PATH", "/usr/bin:/bin");
    for name in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTC_WORKSPACE_WRAPPER", "LD_LIBRARY_PATH"] {
        command.env_remove(name);
    }
    command
}

/// Debian's cargo, or another program of it: a step of it for Windows.
fn cargo(program: &str, step: &str) -> Command {
    let mut cargo = command(program);
    cargo
        // With what tests need, always: all that is built depends on what this names.
        .args([step, "-Zbuild-std=std,panic_unwind,test", "--target", TRIPLE])
        // To build the standard library is no stable part of cargo.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", RUSTC)
        .env("CARGO_TARGET_DIR", folder())
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        // Most of the time goes to the build, not to what it makes.
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0");
    for name in ["CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", "CC_x86_64_pc_windows_gnu"] {
        cargo.env(name, GCC);
    }
    cargo.env("CXX_x86_64_pc_windows_gnu", GXX);
    cargo.env("AR_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-ar");
    cargo
}

fn folder() -> PathBuf {
    shell::target("windows")
}

/// Builds the C library and the command line; a warning is an error. Returns their folder.
pub(crate) fn products(release: bool) -> Result<PathBuf, String> {
    let mut cargo = cargo(CARGO, "build");
    cargo.args(["-q", "-Zwarnings", "--config", "build.warnings=\"deny\""]).args(PRODUCTS);
    if release {
        cargo.arg("--release");
    }
    shell::must(&mut cargo, "the build for Windows")?;
    Ok(folder().join(TRIPLE).join(if release { "release" } else { "debug" }))
}

/// Looks at the code that is for Windows; a warning is an error.
pub(crate) fn clippy() -> Result<bool, String> {
    let mut clippy = cargo(CLIPPY, "clippy");
    // Cargo itself would take the clippy of rustup before that of its own Debian.
    clippy.env("CARGO", CARGO).arg("-q").args(PRODUCTS);
    clippy.args(["--", "-D", "warnings"]);
    // With this C library the standard library has a thread's values in a form that this finds
    // wrong wherever they are.
    clippy.args(["-A", "clippy::missing-const-for-thread-local"]);
    Ok(shell::run(&mut clippy)?.success)
}

/// Starts a Windows for the programs below, until it is dropped.
pub(crate) fn started() -> Result<Wine, String> {
    wine::started(&folder())
}

/// Compiles the C program of the examples for Windows, and lets it seal and open in a new tenant.
pub(crate) fn c_program(wine: &Wine, built: &Path) -> Result<bool, String> {
    let (program, tenant) = (built.join("seal.exe"), folder().join("example-tenant"));
    let mut gcc = command(GCC);
    gcc.args(["-Wall", "-Werror", "examples/seal.c", "-Iinclude", "-lcustomerkey", "-L"]);
    shell::must(gcc.arg(built).arg("-o").arg(&program), "the C program for Windows")?;
    let _ = std::fs::remove_dir_all(&tenant);
    let mut make = wine.run(&built.join(EXECUTABLE));
    make.args(["New-CustomerKeyTenant", &wine::written(&tenant)]);
    shell::must(&mut make, "a tenant by the command line for Windows")?;
    let mut seal = wine.run(&program);
    Ok(shell::run(seal.env("CUSTOMER_KEY_TENANT", wine::written(&tenant)))?.success)
}

/// Tests of this build that start `customer-key`, with the program for Windows, run by wine.
pub(crate) fn tests_of_program(wine: &Wine, built: &Path, tests: &Path) -> Command {
    let mut tests = shell::command(tests);
    tests.current_dir(shell::root().join(PROGRAM));
    wine.put_into(&mut tests);
    tests.env("CUSTOMER_KEY_WINDOWS_PROGRAM", built.join(EXECUTABLE));
    tests
}

/// The tests of the code that touches the system, built for Windows and run by wine. The engine is
/// half of what there is to compile, and touches it through the other crates: a long run has it too.
pub(crate) fn tests_of_code(wine: &Wine, long: bool) -> Command {
    let mut cargo = cargo(CARGO, "test");
    cargo.args(["--no-fail-fast", "--lib"]);
    let engine = long.then_some("ckey-engine");
    for package in ["ckey-base", "ckey-store", "ckey-vault"].into_iter().chain(engine) {
        cargo.args(["-p", package]);
    }
    wine.put_into(&mut cargo);
    cargo.arg("--");
    cargo
}
