//! The C programs of `tests/c`, compiled against the committed header and run against the library
//! that was just built.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs
)]

mod built;
mod lists;
#[path = "../../../tests/shared/skipped.rs"]
mod skipped;

use built::{finish, library, make_tenant, root};
use skipped::skipped;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

const PEDANTIC: &[&str] =
    &["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wconversion", "-g", "-O1"];

struct Program {
    folder: TempDir,
    path: PathBuf,
}

/// Compiles a source of the repository. The library's own name is `libcustomerkey.so.1`, so a link
/// of that name is beside the program.
fn compile(compiler: &str, flags: &[&str], source: &str) -> Program {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("program");
    std::os::unix::fs::symlink(library(), folder.path().join("libcustomerkey.so.1")).unwrap();
    let mut command = Command::new(compiler);
    command
        .args(flags)
        .args(PEDANTIC)
        .arg("-I")
        .arg(root().join("include"))
        .arg("-I")
        .arg(root().join("tests/c"));
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
        let statuses = self.folder.path().join("statuses");
        let said = finish(
            Command::new(&self.path)
                .env("CUSTOMER_KEY_STATUSES", &statuses)
                .env_remove("XDG_DATA_HOME")
                .env_remove("XDG_CONFIG_HOME")
                .env("HOME", self.folder.path())
                .current_dir(self.folder.path()),
            "the program",
        );
        check_statuses(&std::fs::read_to_string(statuses).unwrap_or_default());
        said
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
            command
                .arg(&self.path)
                .env_remove("XDG_DATA_HOME")
                .env_remove("XDG_CONFIG_HOME")
                .env("HOME", self.folder.path())
                .current_dir(self.folder.path()),
            "valgrind",
        );
    }
}

/// What the functions returned is what the header says of each.
fn check_statuses(noted: &str) {
    let lists = lists::lists(&root());
    for line in noted.lines() {
        let (name, status) = line.split_once(' ').unwrap();
        if name.starts_with("ckey_test_") {
            continue;
        }
        let listed = lists.get(name).unwrap_or_else(|| panic!("{name} has no list"));
        assert!(listed.contains(&status.parse().unwrap()), "{name} returned {status}, unlisted");
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
    compile(
        "gcc",
        &["-std=c11", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
        "tests/c/tenant.c",
    )
    .run();
}

#[test]
fn the_example_in_c_seals_and_opens() {
    let program = compile("gcc", &["-std=c99"], "examples/seal.c");
    make_tenant(program.folder.path());
    let said = program.run();
    assert!(said.contains("opened: 100 EUR to Anna"), "{said}");
}

#[test]
fn the_example_in_c_runs_cmdlets_with_arguments_of_each_kind() {
    let program = compile("gcc", &["-std=c99"], "examples/call.c");
    make_tenant(program.folder.path());
    let said = program.run();
    assert!(said.contains("all were done") && said.contains("\"stream\":\"whatif\""), "{said}");
}

/// What a program without a tenant would seal has to be opened some day: by whom, nobody decided.
#[test]
fn the_example_in_c_makes_no_tenant_by_itself() {
    let program = compile("gcc", &["-std=c99"], "examples/seal.c");
    let names = || {
        let mut names: Vec<_> = program
            .folder
            .path()
            .read_dir()
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    let before = names();
    for tenant in [None, Some(program.folder.path().join("gone"))] {
        let mut command = Command::new(&program.path);
        command
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("CUSTOMER_KEY_TENANT");
        command.env("HOME", program.folder.path()).current_dir(program.folder.path());
        command.envs(tenant.iter().map(|tenant| ("CUSTOMER_KEY_TENANT", tenant)));
        let done = command.output().unwrap();
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.code() == Some(1) && told.contains("TenantNotFound"), "{told}");
        assert_eq!(names(), before);
    }
}

/// An installation as a package makes it: header, library and package file under one prefix.
#[test]
fn the_package_file_leads_a_compiler_to_header_and_library() {
    if Command::new("pkg-config").arg("--version").output().is_err() {
        return skipped("no pkg-config on this machine");
    }
    let prefix = TempDir::new().unwrap();
    for folder in ["include", "lib/pkgconfig"] {
        std::fs::create_dir_all(prefix.path().join(folder)).unwrap();
    }
    std::fs::copy(
        root().join("include/customer_key.h"),
        prefix.path().join("include/customer_key.h"),
    )
    .unwrap();
    for name in ["libcustomerkey.so", "libcustomerkey.so.1"] {
        std::os::unix::fs::symlink(library(), prefix.path().join("lib").join(name)).unwrap();
    }
    let template = include_str!("../package/customer_key.pc.in");
    let file = template
        .replace("@PREFIX@", prefix.path().to_str().unwrap())
        .replace("@NEEDED@", "")
        .replace("@VERSION@", env!("CARGO_PKG_VERSION"));
    std::fs::write(prefix.path().join("lib/pkgconfig/customer_key.pc"), file).unwrap();
    let query = |what: &str| {
        let mut command = Command::new("pkg-config");
        command.env("PKG_CONFIG_PATH", prefix.path().join("lib/pkgconfig"));
        finish(command.args([what, "customer_key"]), "pkg-config")
    };
    assert_eq!(query("--modversion").trim(), env!("CARGO_PKG_VERSION"));
    let (cflags, libs) = (query("--cflags"), query("--libs"));
    let mut command = Command::new("gcc");
    command
        .args(cflags.split_whitespace())
        .arg(root().join("examples/seal.c"))
        .args(libs.split_whitespace());
    command.arg("-o").arg(prefix.path().join("seal"));
    finish(&mut command, "gcc with the flags of pkg-config");
    make_tenant(prefix.path());
    let mut command = Command::new(prefix.path().join("seal"));
    command
        .env("LD_LIBRARY_PATH", prefix.path().join("lib"))
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .env("HOME", prefix.path());
    assert!(finish(&mut command, "the example").contains("opened: 100 EUR to Anna"));
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
        compile(
            "gcc",
            &["-std=c11", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
            "tests/c/data.c",
        )
        .run();
    }

    #[test]
    fn a_panic_prints_nothing() {
        let program = compile("gcc", &["-std=c11"], "tests/c/data.c");
        let run = Command::new(&program.path).output().unwrap();
        assert!(
            run.stderr.is_empty() && run.stdout.is_empty(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
    }
}
