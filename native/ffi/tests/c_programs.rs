//! The C programs of `tests/c`, compiled against the committed header and run against the library that was just built.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod built;

use built::{finish, library, root};
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

const PEDANTIC: &[&str] = &["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wconversion", "-g", "-O1"];

struct Program {
    folder: TempDir,
    path: PathBuf,
}

/// Compiles a source of the repository. The library's own name is `libcustomerkey.so.1`, so a link of that name lies beside the program.
fn compile(compiler: &str, flags: &[&str], source: &str) -> Program {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("program");
    std::os::unix::fs::symlink(library(), folder.path().join("libcustomerkey.so.1")).unwrap();
    let mut command = Command::new(compiler);
    command.args(flags).args(PEDANTIC).arg("-I").arg(root().join("include")).arg("-I").arg(root().join("tests/c"));
    command
        .arg(root().join(source))
        .arg("-o")
        .arg(&path)
        .arg("-L")
        .arg(library().parent().unwrap())
        .args(["-lcustomerkey", "-lpthread"]);
    command.arg(format!("-Wl,-rpath,{}", folder.path().display()));
    finish(&mut command, &format!("{compiler} {flags:?} {source}"));
    Program { folder, path }
}

impl Program {
    fn run(&self) -> String {
        finish(
            Command::new(&self.path).env_remove("XDG_DATA_HOME").env("HOME", self.folder.path()).current_dir(self.folder.path()),
            "the program",
        )
    }

    /// Under valgrind: no error, and nothing lost.
    fn run_checked(&self) {
        let mut command = Command::new("valgrind");
        command.args([
            "--quiet",
            "--child-silent-after-fork=yes",
            "--error-exitcode=99",
            "--leak-check=full",
            "--show-leak-kinds=definite,indirect",
        ]);
        command.args(["--errors-for-leak-kinds=definite,indirect", "--fair-sched=yes"]);
        finish(
            command.arg(&self.path).env_remove("XDG_DATA_HOME").env("HOME", self.folder.path()).current_dir(self.folder.path()),
            "valgrind",
        );
    }
}

#[test]
fn the_header_compiles_pedantically_as_c99_c11_c17_and_cpp17() {
    for standard in ["-std=c99", "-std=c11", "-std=c17"] {
        compile("gcc", &[standard], "tests/c/header.c").run();
    }
    compile("g++", &["-std=c++17"], "tests/c/header.cpp").run();
}

#[test]
fn a_tenant_and_every_misuse() {
    compile("gcc", &["-std=c11"], "tests/c/tenant.c").run();
}

#[test]
fn a_tenant_and_every_misuse_under_valgrind() {
    compile("gcc", &["-std=c11"], "tests/c/tenant.c").run_checked();
}

#[test]
fn a_tenant_and_every_misuse_under_the_address_and_undefined_behaviour_sanitizers() {
    compile("gcc", &["-std=c11", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"], "tests/c/tenant.c").run();
}

#[test]
fn the_example_in_c_seals_and_opens() {
    let said = compile("gcc", &["-std=c99"], "examples/seal.c").run();
    assert!(said.contains("opened: 100 EUR to Anna"), "{said}");
}

#[cfg(feature = "test-hooks")]
mod with_test_hooks {
    use super::*;

    #[test]
    fn data_and_misuse() {
        compile("gcc", &["-std=c11"], "tests/c/data.c").run();
    }

    #[test]
    fn data_and_misuse_under_valgrind() {
        compile("gcc", &["-std=c11"], "tests/c/data.c").run_checked();
    }

    #[test]
    fn data_and_misuse_under_the_address_and_undefined_behaviour_sanitizers() {
        compile("gcc", &["-std=c11", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"], "tests/c/data.c").run();
    }

    #[test]
    fn a_panic_prints_nothing() {
        let program = compile("gcc", &["-std=c11"], "tests/c/data.c");
        let run = Command::new(&program.path).output().unwrap();
        assert!(run.stderr.is_empty() && run.stdout.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    }
}
