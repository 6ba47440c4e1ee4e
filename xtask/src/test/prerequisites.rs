//! What the suites need beside Rust.

use std::process::{ExitCode, Stdio};

use crate::shell;

struct Need {
    program: &'static str,
    package: &'static str,
    purpose: &'static str,
}

const NEEDS: &[Need] = &[
    Need { program: "gcc", package: "gcc", purpose: "C tests of the library" },
    Need { program: "g++", package: "g++", purpose: "the header as C++, and libFuzzer" },
    Need {
        program: "python3",
        package: "python3",
        purpose: "the scenarios over the C ABI and the independent reader",
    },
    Need {
        program: "strace",
        package: "strace",
        purpose: "proofs about system calls (syncs, network)",
    },
    Need { program: "valgrind", package: "valgrind", purpose: "memory checks of the C tests" },
];

const CRYPTOGRAPHY: Need = Need {
    program: "python3-cryptography",
    package: "python3-cryptography",
    purpose: "the independent readers of the formats, in Python",
};

impl Need {
    fn is_met(&self) -> bool {
        if self.package == CRYPTOGRAPHY.package {
            has_cryptography()
        } else {
            shell::on_path(self.program)
        }
    }
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().chain([&CRYPTOGRAPHY]).filter(|need| !need.is_met()).collect()
}

/// Says what is missing, and how to get it.
pub(crate) fn tell() {
    let missing = missing();
    for need in &missing {
        println!("missing: {} ({}); what needs it is skipped", need.program, need.purpose);
    }
    if !missing.is_empty() {
        println!("./build prerequisites installs it");
    }
}

/// `./build prerequisites`: installs what is missing from Debian, saying what and why, where this
/// user may.
pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    if !args.is_empty() {
        return Err(String::from("it takes no options"));
    }
    let wanted = missing();
    for need in &wanted {
        println!("{:<22} {}", need.package, need.purpose);
    }
    if wanted.is_empty() {
        println!("everything is there");
        return Ok(ExitCode::SUCCESS);
    }
    let packages: Vec<&str> = wanted.iter().map(|need| need.package).collect();
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if !shell::on_path("apt-get") || !is_root() {
        return Err(format!(
            "this user cannot install packages of Debian here. As root: {by_hand}"
        ));
    }
    println!("installing from Debian: {}", packages.join(" "));
    if !apt(&packages) {
        shell::quiet(shell::command("apt-get").args(["update", "-q"]))?;
        apt(&packages);
    }
    if !has_cryptography() {
        shell::quiet(shell::command("python3").args([
            "-m",
            "pip",
            "install",
            "-q",
            "cryptography",
        ]))?;
    }
    let left: Vec<&str> = missing().iter().map(|need| need.package).collect();
    if left.is_empty() {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(format!("could not install {}", left.join(", ")))
    }
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

/// Whether `python3` can import the package that the independent reader uses.
pub(crate) fn has_cryptography() -> bool {
    shell::quiet(
        shell::command("python3").args(["-c", "import cryptography"]).stderr(Stdio::null()),
    )
    .is_ok_and(|done| done.success)
}

fn is_root() -> bool {
    shell::quiet(shell::command("id").arg("-u"))
        .is_ok_and(|done| done.lines.first().is_some_and(|id| id.trim() == "0"))
}
