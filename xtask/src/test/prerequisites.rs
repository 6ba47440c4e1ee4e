//! What the suites need beside Rust: installed from Debian where we are root, named otherwise.

use std::process::Stdio;

use crate::shell;

struct Need {
    program: &'static str,
    package: &'static str,
    purpose: &'static str,
}

const NEEDS: &[Need] = &[
    Need { program: "gcc", package: "gcc", purpose: "C tests of the library" },
    Need { program: "g++", package: "g++", purpose: "the header as C++, and libFuzzer" },
    Need { program: "python3", package: "python3", purpose: "the scenarios over the C ABI and the independent reader" },
    Need { program: "strace", package: "strace", purpose: "proofs about system calls (syncs, network)" },
    Need { program: "valgrind", package: "valgrind", purpose: "memory checks of the C tests" },
];

/// Installs what is missing, or says what is.
pub(crate) fn install() {
    let missing: Vec<&Need> = NEEDS.iter().filter(|n| !shell::on_path(n.program)).collect();
    let mut packages: Vec<&str> = missing.iter().map(|n| n.package).collect();
    if shell::on_path("python3") && !has_cryptography() || missing.iter().any(|n| n.program == "python3") {
        packages.push("python3-cryptography");
    }
    if packages.is_empty() {
        return;
    }
    if shell::on_path("apt-get") && is_root() {
        println!("installing from Debian: {}", packages.join(" "));
        let apt = |args: &[&str]| {
            shell::quiet(shell::command("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive"))
                .is_ok_and(|done| done.success)
        };
        let mut install = vec!["install", "-y", "-q"];
        install.extend(&packages);
        if !apt(&install) {
            apt(&["update", "-q"]);
            apt(&install);
        }
    }
    for need in NEEDS.iter().filter(|n| !shell::on_path(n.program)) {
        println!("missing: {} ({}); install the package {}", need.program, need.purpose, need.package);
    }
    if shell::on_path("python3") && !has_cryptography() {
        let pip = shell::quiet(shell::command("python3").args(["-m", "pip", "install", "-q", "cryptography"]))
            .is_ok_and(|done| done.success);
        if !pip || !has_cryptography() {
            println!(
                "missing: the Python package cryptography (the independent reader of the format); python3 -m pip install cryptography"
            );
        }
    }
}

/// Whether `python3` can import the package that the independent reader uses.
pub(crate) fn has_cryptography() -> bool {
    shell::quiet(shell::command("python3").args(["-c", "import cryptography"]).stderr(Stdio::null()))
        .is_ok_and(|done| done.success)
}

fn is_root() -> bool {
    shell::quiet(shell::command("id").arg("-u")).is_ok_and(|done| done.lines.first().is_some_and(|id| id.trim() == "0"))
}
