//! The suite `package`: the README and the examples are built and run as they say themselves, against
//! the folder that is packaged, and so are programs that find it by CMake, statically, and by name.
//! The packaged module is loaded as it is.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tally::Tally;
use crate::test::Outcome;
use crate::{build, shell};

/// What an example says when it has sealed and opened.
const SAID: &str = "opened: 100 EUR to Anna";

/// What the examples say makes their tenant.
const TENANT: &str = "target/debug/customer-key New-CustomerKeyTenant ~/ledger -Name Ledger";

/// A build by CMake, of a program for each of the two libraries.
const CMAKE: &str = "cmake_minimum_required(VERSION 3.16)
project(proof C)
find_package(CustomerKey @VERSION@ REQUIRED)
foreach(kind customerkey static)
  add_executable(with_${kind} @ROOT@/examples/seal.c)
  target_link_libraries(with_${kind} PRIVATE CustomerKey::${kind})
endforeach()
";

/// What .NET finds by the name that programs give.
const DOTNET: &str = "Add-Type 'using System.Runtime.InteropServices; public static class Key { [DllImport(\"customerkey\")] public static extern uint ckey_abi_version(); }'
\"version $([Key]::ckey_abi_version())\"";

/// One process that asks for both names has one library.
const BOTH: &str = "import ctypes
print('one' if ctypes.CDLL('libcustomerkey.so')._handle == ctypes.CDLL('libcustomerkey.so.1')._handle else 'two')";

pub(crate) fn run() -> Result<Outcome, String> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::skipped("the commands of the README are for Linux"));
    }
    if let Some(missing) = ["cc", "pkg-config", "python3"].iter().find(|it| !shell::on_path(it)) {
        return Ok(Outcome::skipped(format!("there is no {missing}; nothing was built")));
    }
    let prefix = super::c::assemble(&build::tested()?, false)?;
    let home = shell::target("package").join("proof");
    let _ = std::fs::remove_dir_all(&home);
    super::make(&home)?;
    let reader = home.join("reader");
    super::make(&reader)?;
    let proof = Proof { prefix, home };
    let mut tally = Tally::default();
    let mut note = None;
    let script = format!("HOME={}\n{}", reader.display(), script_of("README.md")?);
    tally.add(proof.says(&script, SAID, 2)?);
    tally.add(proof.says(TENANT, "Ledger", 1)?);
    for place in ["examples/seal.c", "examples/seal.py"] {
        tally.add(proof.says(&script_of(place)?, SAID, 1)?);
    }
    for place in ["examples/call.c", "examples/call.py"] {
        tally.add(proof.says(&script_of(place)?, "all were done", 1)?);
    }
    tally.add(proof.is_laid_out()?);
    tally.add(proof.says(&proof.statically(), SAID, 1)?);
    tally.add(proof.python(BOTH, "one")?);
    match shell::powershell() {
        Some(pwsh) => {
            let mut command = proof.command(&pwsh);
            command.args(["-NoProfile", "-Command", DOTNET]);
            tally.add(proof.expect(&mut command, "version 1", 1)?);
        }
        None => note = Some("there is no PowerShell; no DllImport was tried".to_owned()),
    }
    let (of_module, why) = super::module_proof::run(&proof.home, |program| proof.command(program))?;
    tally.add(of_module);
    note = note.or(why);
    if shell::on_path("cmake") {
        tally.add(proof.by_cmake()?);
    } else {
        note = Some("there is no cmake; the package file for it was not tried".to_owned());
    }
    Ok(Outcome { note, ..Outcome::of(tally) })
}

/// The commands that a file tells: a fenced block of the README, the first comment of an example.
/// What builds the package has been done.
fn script_of(place: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(shell::root().join(place))
        .map_err(|e| format!("cannot read {place}: {e}"))?;
    let lines: Vec<&str> = if place.ends_with(".md") {
        let mut blocks = text.split("```").skip(1).step_by(2);
        let block = blocks.find(|block| block.contains("pkg-config --cflags"));
        block.unwrap_or_default().lines().skip(1).collect()
    } else {
        let comment = text.split("*/").next().filter(|_| place.ends_with(".c"));
        let comment = comment.or_else(|| text.split("\"\"\"").nth(1)).unwrap_or_default();
        comment
            .lines()
            .filter_map(|line| line.strip_prefix(" *   ").or(line.strip_prefix("    ")))
            .collect()
    };
    let kept: Vec<&str> = lines.into_iter().filter(|line| *line != "./build package").collect();
    if kept.is_empty() {
        return Err(format!("{place} tells no commands"));
    }
    Ok(kept.join("\n"))
}

struct Proof {
    prefix: PathBuf,
    home: PathBuf,
}

impl Proof {
    /// A program as a user starts it who has nothing of ours in the environment.
    fn command(&self, program: &Path) -> Command {
        let mut command = shell::command(program);
        for (name, _) in std::env::vars() {
            if name.starts_with("CUSTOMER_KEY_") || name.starts_with("XDG_") {
                command.env_remove(name);
            }
        }
        command.env("HOME", &self.home).env("LD_LIBRARY_PATH", self.prefix.join("lib"));
        command
    }

    fn says(&self, script: &str, said: &str, times: usize) -> Result<Tally, String> {
        let mut command = self.command(Path::new("sh"));
        command.args(["-ec", script]).env_remove("LD_LIBRARY_PATH");
        self.expect(&mut command, said, times)
    }

    fn python(&self, script: &str, said: &str) -> Result<Tally, String> {
        self.expect(self.command(Path::new("python3")).args(["-c", script]), said, 1)
    }

    fn expect(&self, command: &mut Command, said: &str, times: usize) -> Result<Tally, String> {
        let done = shell::run(command)?;
        let found = done.lines.iter().filter(|line| line.contains(said)).count();
        if !done.success || found != times {
            println!("'{said}' was said {found} times, not {times}, by: {command:?}");
        }
        Ok(Tally::one(done.success && found == times))
    }

    fn statically(&self) -> String {
        let (prefix, out) = (self.prefix.display(), self.home.join("static"));
        let out = out.display();
        let flags = "$(pkg-config --cflags customer_key)";
        let needed = "-lgcc_s -lpthread -ldl -lm";
        format!(
            "export PKG_CONFIG_PATH={prefix}/lib/pkgconfig\ncc examples/seal.c {flags} {prefix}/lib/libcustomerkey.a {needed} -o {out}\n{out}"
        )
    }

    fn by_cmake(&self) -> Result<Tally, String> {
        let folder = self.home.join("cmake");
        super::make(&folder)?;
        let text = CMAKE
            .replace("@VERSION@", env!("CARGO_PKG_VERSION"))
            .replace("@ROOT@", &shell::root().display().to_string());
        std::fs::write(folder.join("CMakeLists.txt"), text)
            .map_err(|e| format!("cannot write CMakeLists.txt: {e}"))?;
        let (prefix, folder) = (self.prefix.display(), folder.display());
        let script = format!(
            "cmake -S {folder} -B {folder}/out -DCMAKE_PREFIX_PATH={prefix} > {folder}/said\ncmake --build {folder}/out >> {folder}/said\n{folder}/out/with_customerkey\n{folder}/out/with_static"
        );
        self.says(&script, SAID, 2)
    }

    /// One library under two names, and every licence.
    fn is_laid_out(&self) -> Result<Tally, String> {
        let lib = self.prefix.join("lib");
        let link = std::fs::read_link(lib.join("libcustomerkey.so"));
        let licences = self.prefix.join("share/licenses/customer_key");
        let others = std::fs::read_to_string(licences.join("THIRD-PARTY.txt")).unwrap_or_default();
        let mut tally = Tally::one(link.is_ok_and(|to| to == Path::new("libcustomerkey.so.1")));
        for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
            tally.add(Tally::one(licences.join(name).is_file()));
        }
        for name in ["aws-lc-sys ", "rusqlite ", "Permission is hereby granted"] {
            tally.add(Tally::one(others.contains(name)));
        }
        Ok(tally)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_file_that_tells_commands_is_found_to() {
        for (place, word) in [
            ("README.md", "cc examples/seal.c"),
            ("examples/seal.c", "cc examples/seal.c"),
            ("examples/seal.py", "python3 examples/seal.py"),
        ] {
            let script = script_of(place).unwrap();
            assert!(script.contains(word) && !script.contains("./build package"), "{script}");
        }
    }

    #[test]
    fn the_library_of_a_release_is_stripped() {
        let text = std::fs::read_to_string(shell::root().join("Cargo.toml")).unwrap();
        let release = text.split("[profile.release]").nth(1).unwrap();
        assert!(release.split("\n[").next().unwrap().contains("strip = \"symbols\""));
    }
}
