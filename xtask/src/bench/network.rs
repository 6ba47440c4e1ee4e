//! `./build bench network`: what the network costs those who need none. The products are built with
//! and without the features that bring it; their sizes are told, and one embedded command of both is
//! timed, in turns.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::shell::{self, Finished};

pub(super) const NAME: &str = "network";

/// How often each of the two is run; one run takes some 10 ms.
const ROUNDS: usize = 101;
/// Two runs of one program differ by as much as this.
const NOISE: f64 = 1.05;

/// The products of one build.
struct Built {
    program: PathBuf,
    library: PathBuf,
}

impl Built {
    fn of(target: &Path, features: &[&str]) -> Result<Self, String> {
        let mut cargo = shell::cargo();
        cargo.args([
            "build",
            "-q",
            "--release",
            "-p",
            "customer-key-cli",
            "-p",
            "customer-key-ffi",
        ]);
        shell::must(cargo.args(features).arg("--target-dir").arg(target), "the build")?;
        let folder = target.join("release");
        Ok(Self {
            program: folder.join(shell::program_name()),
            library: folder.join(shell::library_name()),
        })
    }
}

pub(super) fn run() -> Result<Finished, String> {
    let target = shell::target("");
    let with = Built::of(&target, &[])?;
    let without = Built::of(&target.join("without-network"), &["--no-default-features"])?;
    let mut rows = vec![
        size("the library", &with.library)?,
        size("the library without the network", &without.library)?,
        size("the program", &with.program)?,
        size("the program without the network", &without.program)?,
    ];
    let folder = target.join("without-network/bench");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    command(&without.program, &folder, &["New-CustomerKeyTenant", "-Path", "tenant"])?;
    let (mut longer, mut shorter) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        longer.push(command(&with.program, &folder, &["Get-CustomerKeyTenant"])?);
        shorter.push(command(&without.program, &folder, &["Get-CustomerKeyTenant"])?);
    }
    let _ = std::fs::remove_dir_all(&folder);
    let (longer, shorter) = (median(longer), median(shorter));
    rows.push(row("an embedded command", longer.as_secs_f64() * 1e3, "ms"));
    rows.push(json!({
        "name": "an embedded command, against the program without the network",
        "value": rounded(longer.as_secs_f64() / shorter.as_secs_f64()),
        "unit": "ratio",
        "at_most": NOISE,
    }));
    Ok(Finished {
        success: true,
        lines: rows.iter().map(|row| format!("bench-row {row}")).collect(),
    })
}

fn row(name: &str, value: f64, unit: &str) -> Value {
    json!({ "name": name, "value": rounded(value), "unit": unit })
}

fn rounded(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

#[allow(clippy::cast_precision_loss, clippy::as_conversions, reason = "far below 2^52 bytes")]
fn size(name: &str, file: &Path) -> Result<Value, String> {
    let told = std::fs::metadata(file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(row(name, told.len() as f64 / 1e6, "MB"))
}

/// Runs a command with a data folder of its own, where its tenant is; how long it took.
fn command(program: &Path, data: &Path, words: &[&str]) -> Result<Duration, String> {
    let mut command = shell::command(program);
    command.args(words).current_dir(data);
    command.env("XDG_DATA_HOME", data).env_remove("CUSTOMER_KEY_TENANT");
    let began = Instant::now();
    let ended = command.stdout(Stdio::null()).status();
    let took = began.elapsed();
    match ended {
        Ok(status) if status.success() => Ok(took),
        Ok(status) => Err(format!("{} {words:?}: {status}", program.display())),
        Err(problem) => Err(format!("{}: {problem}", program.display())),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len().div_euclid(2)).copied().unwrap_or_default()
}
