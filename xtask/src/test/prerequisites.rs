//! What the suites need beside Rust.

use std::process::{ExitCode, Stdio};

use crate::{shell, windows};

struct Need {
    /// A program on the path, or a file, that is there where the package is.
    sign: &'static str,
    package: &'static str,
    purpose: &'static str,
}

const NEEDS: &[Need] = &[
    Need { sign: "gcc", package: "gcc", purpose: "C tests of the library" },
    Need { sign: "g++", package: "g++", purpose: "the header as C++, and libFuzzer" },
    Need {
        sign: "python3",
        package: "python3",
        purpose: "the scenarios over the C ABI and the independent reader",
    },
    Need {
        sign: "strace",
        package: "strace",
        purpose: "proofs about system calls (syncs, network)",
    },
    Need {
        sign: "pkg-config",
        package: "pkg-config",
        purpose: "the examples as the package says how to build them",
    },
    Need { sign: "cmake", package: "cmake", purpose: "the package file for CMake" },
    Need {
        sign: "chromium",
        package: "chromium",
        purpose: "looks at the page of a report, without a network",
    },
    Need {
        sign: "ensurepip",
        package: "python3-venv",
        purpose: "an environment for Azure's own Python clients",
    },
    Need { sign: "node", package: "nodejs", purpose: "Azure's own JavaScript clients" },
    Need { sign: "npm", package: "npm", purpose: "gets Azure's JavaScript clients" },
    Need { sign: "valgrind", package: "valgrind", purpose: "memory checks of the C tests" },
];

/// Packages of Python, each for the module that its sign names.
const MODULES: &[Need] = &[
    Need {
        sign: "cryptography",
        package: "python3-cryptography",
        purpose: "the independent readers of the formats, in Python",
    },
    Need {
        sign: "jsonschema",
        package: "python3-jsonschema",
        purpose: "the schema of records, held against real ones",
    },
];

/// For the suite `windows` and the Windows folder of the package.
const WINDOWS: &[Need] = &[
    Need { sign: windows::RUSTC, package: "rustc-web", purpose: "builds for Windows" },
    Need { sign: windows::CARGO, package: "cargo-web", purpose: "builds for Windows" },
    Need {
        sign: windows::STANDARD_LIBRARY,
        package: "rust-web-src",
        purpose: "the standard library, to be built for Windows",
    },
    Need {
        sign: windows::CLIPPY,
        package: "rust-web-clippy",
        purpose: "looks at the code that is for Windows",
    },
    Need {
        sign: windows::GCC,
        package: "gcc-mingw-w64-x86-64-posix",
        purpose: "compiles and links for Windows",
    },
    Need {
        sign: windows::GXX,
        package: "g++-mingw-w64-x86-64-posix",
        purpose: "the same, for C++",
    },
    Need { sign: windows::WINE, package: "wine", purpose: "runs what was built for Windows" },
];

/// Tools of cargo, each built from its source for the user who asks.
const TOOLS: &[Need] = &[Need {
    sign: "deny",
    package: "cargo-deny",
    purpose: "licences, sources and banned crates of what is built in",
}];

impl Need {
    fn is_met(&self) -> bool {
        if self.package.starts_with("python3-") {
            has_module(self.sign)
        } else if self.is_tool() {
            has_tool(self.sign)
        } else {
            shell::is_there(self.sign.as_ref())
        }
    }

    /// Whether cargo installs it. Debian's packages of cargo are called like its tools.
    fn is_tool(&self) -> bool {
        TOOLS.iter().any(|tool| tool.package == self.package)
    }
}

fn missing() -> Vec<&'static Need> {
    let for_windows = WINDOWS.iter().filter(|_| !cfg!(windows));
    let all = NEEDS.iter().chain(MODULES).chain(for_windows).chain(TOOLS);
    all.filter(|need| !need.is_met()).collect()
}

/// Whether cargo has this command.
pub(super) fn has_tool(name: &str) -> bool {
    let mut asked = shell::cargo();
    asked.args([name, "--version"]).stderr(Stdio::null());
    shell::quiet(&mut asked).is_ok_and(|done| done.success)
}

/// Builds the tools that are missing, unoptimised: each runs for seconds.
fn install_tools() -> Result<(), String> {
    for tool in TOOLS.iter().filter(|tool| !tool.is_met()) {
        println!("building {}", tool.package);
        shell::quiet(shell::cargo().args([
            "install",
            "--quiet",
            "--locked",
            "--debug",
            tool.package,
        ]))?;
    }
    Ok(())
}

/// Says what is missing, and how to get it.
pub(crate) fn tell() {
    let missing = missing();
    for need in &missing {
        println!("missing: {} ({}); what needs it is skipped", need.package, need.purpose);
    }
    if !missing.is_empty() {
        println!("./build prerequisites installs it");
    }
}

/// `./build prerequisites`: installs what is missing from Debian, saying what and why, where this
/// user may, and builds the tools of cargo that are missing.
pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    if !args.is_empty() {
        return Err(String::from("it takes no options"));
    }
    let wanted = missing();
    for need in &wanted {
        println!("{:<26} {}", need.package, need.purpose);
    }
    if wanted.is_empty() {
        println!("everything is there");
        return Ok(ExitCode::SUCCESS);
    }
    // A tool is compiled while packages are unpacked, which leaves a processor idle.
    let (packages, tools) = std::thread::scope(|scope| {
        let tools = scope.spawn(install_tools);
        let packages = install_packages(&wanted);
        (packages, tools.join().unwrap_or_else(|_| Err(String::from("a worker panicked"))))
    });
    packages.and(tools)?;
    let left: Vec<&str> = missing().iter().map(|need| need.package).collect();
    if left.is_empty() {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(format!("could not install {}", left.join(", ")))
    }
}

/// Those of Debian, and those of Python that Debian has too old or not at all.
fn install_packages(wanted: &[&Need]) -> Result<(), String> {
    let packages = wanted.iter().filter(|need| !need.is_tool()).map(|need| need.package);
    let packages: Vec<&str> = packages.collect();
    if packages.is_empty() {
        return Ok(());
    }
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if !shell::on_path("apt-get") || !is_root() {
        return Err(format!(
            "this user cannot install packages of Debian here. As root: {by_hand}"
        ));
    }
    println!("installing from Debian: {}", packages.join(" "));
    // Lists of another day name packages that are gone, or compilers that are too old. Without a
    // network what is here has to do.
    shell::quiet(shell::command("apt-get").args(["update", "-q"]))?;
    if !apt(&packages) {
        println!("apt-get could not install all of them");
    }
    for need in MODULES.iter().filter(|need| !need.is_met()) {
        shell::quiet(shell::command("python3").args(["-m", "pip", "install", "-q", need.sign]))?;
    }
    Ok(())
}

fn apt(packages: &[&str]) -> bool {
    let install = shell::command("apt-get")
        .args(["install", "-y", "-q"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null())
        .status();
    install.is_ok_and(|status| status.success())
}

/// Whether `python3` has a module.
pub(crate) fn has_module(name: &str) -> bool {
    let script = format!("import {name}");
    shell::quiet(shell::command("python3").args(["-c", &script]).stderr(Stdio::null()))
        .is_ok_and(|done| done.success)
}

fn is_root() -> bool {
    shell::quiet(shell::command("id").arg("-u"))
        .is_ok_and(|done| done.lines.first().is_some_and(|id| id.trim() == "0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_debian_has_of_cargo_is_no_tool_of_the_cargo_that_builds_this() {
        let debians = WINDOWS.iter().filter(|need| need.package.starts_with("cargo-"));
        assert_eq!(debians.filter(|need| !need.is_tool()).count(), 1);
        assert!(TOOLS.iter().all(Need::is_tool) && !NEEDS.iter().any(Need::is_tool));
    }
}
