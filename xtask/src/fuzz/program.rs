//! The fuzzing programs: built by cargo alone with the coverage that libFuzzer reads, and run.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::found::Found;
use crate::shell;

/// A run shorter than this tries nearly the same as the one before, so that it fails because of a
/// change; in seconds. Longer ones explore.
const EXPLORES: u32 = 60;

/// Coverage in place of a sanitizer, whose memory checks have little to find in code without
/// `unsafe` and cost most of the speed. All of them are flags of stable Rust.
const FLAGS: &[&str] = &[
    "--cfg",
    "fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Cdebug-assertions",
    "-Ccodegen-units=1",
];

const MANIFEST: &str = "tests/fuzz/Cargo.toml";

/// What the programs cannot be built without, in one sentence.
pub(crate) fn missing() -> Option<String> {
    if !cfg!(unix) {
        return Some(String::from("libFuzzer is not on this system; nothing was fuzzed"));
    }
    if !["c++", "g++", "clang++"].iter().any(|compiler| shell::on_path(compiler)) {
        return Some(String::from(
            "no C++ compiler, which libFuzzer is built with; nothing was fuzzed",
        ));
    }
    let fetch = |host: String| {
        shell::quiet(shell::cargo().args(["fetch", "--manifest-path", MANIFEST, "--target", &host]))
    };
    let loaded = host().and_then(fetch).is_ok_and(|done| done.success);
    (!loaded)
        .then(|| String::from("the crates of tests/fuzz could not be loaded; nothing was fuzzed"))
}

/// Programs that are built.
pub(super) struct Programs {
    folder: PathBuf,
    logs: PathBuf,
}

impl Programs {
    /// Builds the programs of these targets, all at once.
    pub(super) fn build(targets: &[String]) -> Result<Self, String> {
        let host = host()?;
        let output = shell::target("fuzz");
        let mut cargo = shell::cargo();
        // With a named system, what runs while building (build scripts, macros) has none of the
        // flags.
        cargo.env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}")).env_remove("RUSTFLAGS");
        cargo
            .args([
                "build",
                "--manifest-path",
                MANIFEST,
                "--release",
                "--target",
                &host,
                "--target-dir",
            ])
            .arg(&output);
        for target in targets {
            cargo.args(["--bin", target]);
        }
        shell::must(&mut cargo, "building the fuzz targets")?;
        Ok(Self { folder: output.join(host).join("release"), logs: output.join("logs") })
    }

    fn program(&self, target: &str) -> Command {
        shell::command(self.folder.join(target))
    }

    /// Runs a target on one input; whether it was taken.
    pub(super) fn replay(&self, target: &str, file: &str) -> Result<bool, String> {
        Ok(shell::run(self.program(target).arg(file))?.success)
    }

    /// Fuzzes a target for so many seconds.
    pub(super) fn fuzz(&self, target: &str, seconds: u32) -> Result<Found, String> {
        // What is found goes to the first folder, so that the seeds stay as they are.
        let (new, seeds) =
            (format!("tests/fuzz/found/{target}"), format!("tests/fuzz/corpus/{target}"));
        let artifacts = format!("tests/fuzz/artifacts/{target}/");
        for folder in [shell::root().join(&new), shell::root().join(&artifacts), self.logs.clone()]
        {
            std::fs::create_dir_all(&folder)
                .map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
        }
        let path = self.logs.join(target);
        let log = std::fs::File::create(&path)
            .map_err(|e| format!("cannot write {}: {e}", path.display()))?;
        let mut program = self.program(target);
        program
            .args([&new, &seeds])
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-artifact_prefix={artifacts}"));
        // A target that takes a minute for one input, or grows beyond 2 GiB, has found something.
        program.args(["-print_final_stats=1", "-timeout=60", "-rss_limit_mb=2048"]);
        if seconds < EXPLORES {
            program.arg("-seed=1");
        }
        let done = program
            .stdout(Stdio::null())
            .stderr(log)
            .status()
            .map_err(|e| format!("cannot run {target}: {e}"))?;
        let bytes =
            std::fs::read(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        Ok(Found::read(target, done.success(), &String::from_utf8_lossy(&bytes)))
    }
}

/// The system that the toolchain builds for, as cargo names it.
fn host() -> Result<String, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let lines = shell::quiet(shell::command(rustc).arg("-vV"))?.lines;
    let host = lines.iter().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| String::from("rustc does not say which system it builds for"))
}
