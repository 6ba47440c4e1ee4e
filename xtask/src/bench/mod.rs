//! `./build bench`: the measured promises, built for release, one row a line, then all rows as
//! JSON.
//!
//! The programs are those that crates name as `[[bench]]`, `powershell` where there is one, and
//! `network`. A row is `bench-row {"name", "value", "unit", "at_least" or "at_most"}`, or a line of
//! text that begins with a name and holds a number. A row with a limit is a `gate`, any other is `reported`.

mod network;
mod row;

use std::process::ExitCode;

use crate::{build, shell};
use row::Row;

/// What measures parts beneath the promises, or takes long to build; it runs with `--all`.
const PARTS: &[&str] = &["rewrap", network::NAME];

/// The bench of the PowerShell module.
const POWERSHELL: &str = "powershell";

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let words: Vec<&str> =
        args.iter().map(String::as_str).filter(|arg| !arg.starts_with('-')).collect();
    let all = args.iter().any(|arg| arg == "--all");
    let mut rows: Vec<Row> = Vec::new();
    let mut broken = 0_usize;
    let modules = shell::powershell().map(|_| (String::new(), POWERSHELL.to_owned()));
    let products = [(String::new(), network::NAME.to_owned())];
    for (package, bench) in programs()?.into_iter().chain(modules).chain(products) {
        let wanted = if words.is_empty() {
            all || !PARTS.contains(&bench.as_str())
        } else {
            words.contains(&bench.as_str())
        };
        if !wanted {
            println!("# {package} {bench}: not run; ./build bench {bench}");
            continue;
        }
        println!("# {package} {bench}");
        let finished = match bench.as_str() {
            POWERSHELL => powershell()?,
            network::NAME => network::run()?,
            _ => shell::quiet(
                shell::cargo().args(["bench", "-q", "-p", &package, "--bench", &bench]),
            )?,
        };
        if !finished.success {
            println!("{package} {bench}: FAILED");
            broken = broken.saturating_add(1);
        }
        for line in &finished.lines {
            match Row::read(line) {
                Some(row) => {
                    println!("{row}");
                    rows.push(row);
                }
                None if line.trim().is_empty() => {}
                None => println!("  {}", line.trim()),
            }
        }
    }
    let json: Vec<serde_json::Value> = rows.iter().map(Row::json).collect();
    println!("{}", serde_json::to_string(&json).map_err(|problem| problem.to_string())?);
    let gates = rows.iter().filter(|row| row.is_gate()).count();
    let missed = rows.iter().filter(|row| !row.is_kept()).count();
    println!("{} rows, {gates} gates, {missed} missed, {broken} programs failed", rows.len());
    Ok(if missed == 0 && broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the module costs above PowerShell itself.
fn powershell() -> Result<shell::Finished, String> {
    build::products(true)?;
    let library = shell::target("release").join(shell::library_name());
    let mut script = shell::command(shell::powershell().unwrap_or_default());
    script.args(["-NoProfile", "-NonInteractive", "-File"]);
    script.arg(shell::root().join("tests/powershell/bench.ps1"));
    shell::quiet(script.arg("-Library").arg(library))
}

/// Every bench program of the workspace: package and name.
fn programs() -> Result<Vec<(String, String)>, String> {
    let metadata = shell::quiet(shell::cargo().args([
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
        "--offline",
    ]))?;
    let text = metadata.lines.join("\n");
    let metadata: serde_json::Value =
        serde_json::from_str(&text).map_err(|problem| format!("cargo metadata: {problem}"))?;
    let list = |value: &serde_json::Value, key: &str| {
        value.get(key).and_then(serde_json::Value::as_array).cloned().unwrap_or_default()
    };
    let name = |value: &serde_json::Value| {
        value.get("name").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    let mut found = Vec::new();
    for package in list(&metadata, "packages") {
        for target in list(&package, "targets") {
            if list(&target, "kind").iter().any(|kind| kind == "bench") {
                found.push((name(&package), name(&target)));
            }
        }
    }
    found.sort();
    Ok(found)
}
