//! `./build bench`: the measured promises, built for release, one row a line, then all rows as
//! JSON.
//!
//! The programs are those that crates name as `[[bench]]`. A row is `bench-row {"name", "value",
//! "unit", "at_least" or "at_most"}`, or a line of text that begins with a name and holds a number.
//! A row with a limit is a `gate`, any other is `reported`.

mod row;

use std::process::ExitCode;

use crate::shell;
use row::Row;

/// Programs that measure parts beneath the promises; they run with `--all`.
const PARTS: &[&str] = &["rewrap"];

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let words: Vec<&str> =
        args.iter().map(String::as_str).filter(|arg| !arg.starts_with('-')).collect();
    let all = args.iter().any(|arg| arg == "--all");
    let mut rows: Vec<Row> = Vec::new();
    let mut broken = 0_usize;
    for (package, bench) in programs()? {
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
        let finished =
            shell::quiet(shell::cargo().args(["bench", "-q", "-p", &package, "--bench", &bench]))?;
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
