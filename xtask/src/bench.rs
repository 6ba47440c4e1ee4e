//! `./build bench`: the measured promises, one row a line.
//!
//! Every bench program of the crates prints rows that begin with `bench-row ` and hold one JSON object: `name`, `value`, `unit`, and for a
//! promise `at_least` or `at_most`. Here they are printed as text and as JSON, each marked `gate` or `reported`.

use std::process::ExitCode;

use serde_json::Value;

use crate::shell;

/// The bench programs, by crate and name; one that is not there yet is skipped by name.
const PROGRAMS: &[(&str, &str)] = &[("ckey-crypto", "sealing"), ("ckey-store", "store"), ("customer-key-ffi", "abi")];

pub(crate) fn run(_args: &[String]) -> Result<ExitCode, String> {
    let mut rows = Vec::new();
    let mut broken = false;
    for (package, bench) in PROGRAMS.iter().filter(exists) {
        println!("# {package} {bench}");
        let finished = shell::quiet(shell::cargo().args(["bench", "-q", "-p", package, "--bench", bench]))?;
        broken |= !finished.success;
        for line in &finished.lines {
            match line.strip_prefix("bench-row ").map(serde_json::from_str::<Value>) {
                Some(Ok(row)) => rows.push(show(row)),
                Some(Err(problem)) => return Err(format!("{package} {bench} prints a row that is not JSON: {problem}: {line}")),
                None => println!("  {line}"),
            }
        }
    }
    println!("{}", serde_json::to_string(&rows).map_err(|e| e.to_string())?);
    let missed = rows.iter().filter(|row| row.get("passed") == Some(&Value::Bool(false))).count();
    println!("{} rows, {missed} gates missed", rows.len());
    Ok(if missed == 0 && !broken { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn exists((package, bench): &&(&str, &str)) -> bool {
    let folder = package.trim_start_matches("ckey-").trim_start_matches("customer-key-");
    let found = shell::root().join("native").join(folder).join("benches").join(format!("{bench}.rs")).is_file();
    if !found {
        println!("# {package} {bench}: not measured, the program does not exist");
    }
    found
}

/// Prints one row and returns it with `kind` and, for a gate, `passed`.
fn show(mut row: Value) -> Value {
    let name = row.get("name").and_then(Value::as_str).unwrap_or("?").to_owned();
    let value = row.get("value").and_then(Value::as_f64).unwrap_or(f64::NAN);
    let unit = row.get("unit").and_then(Value::as_str).unwrap_or_default().to_owned();
    let at_least = row.get("at_least").and_then(Value::as_f64);
    let at_most = row.get("at_most").and_then(Value::as_f64);
    let passed = at_least.is_none_or(|limit| value >= limit) && at_most.is_none_or(|limit| value <= limit);
    let promise = match (at_least, at_most) {
        (Some(limit), _) => format!("gate, at least {limit}: {}", if passed { "kept" } else { "MISSED" }),
        (None, Some(limit)) => format!("gate, at most {limit}: {}", if passed { "kept" } else { "MISSED" }),
        (None, None) => String::from("reported"),
    };
    println!("{name} {value} {unit} ({promise})");
    let gate = at_least.is_some() || at_most.is_some();
    if let Some(object) = row.as_object_mut() {
        object.insert(String::from("kind"), Value::from(if gate { "gate" } else { "reported" }));
        if gate {
            object.insert(String::from("passed"), Value::from(passed));
        }
    }
    row
}
