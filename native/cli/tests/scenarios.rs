//! Plays `tests/scenarios` through the command line: every step is a process of its own, with the
//! words that a shell would pass.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

use ckey_scenarios::{Call, Host, Played, Record};
use serde_json::Value;

fn main() -> ExitCode {
    // The others work while one waits for a process to start.
    ckey_scenarios::run(|| CommandLine { folder: PathBuf::new() }, 1, std::env::args().skip(1))
}

/// Whether a file waits for the long run, or for who names it: all but one of so many, from all folders.
/// The cmdlets behind are those of the other hosts, which play all files; here every step starts a
/// process.
fn waits(file: &str, one_of: u32) -> bool {
    let is_named = std::env::args().skip(1).any(|arg| !arg.starts_with('-'));
    let is_long = std::env::var_os("CUSTOMER_KEY_LONG").is_some();
    !is_named && !is_long && file.bytes().map(u32::from).sum::<u32>() % one_of != 0
}

struct CommandLine {
    folder: PathBuf,
}

impl Host for CommandLine {
    fn name(&self) -> &str {
        "cli"
    }

    fn cannot_play(&self, file: &str) -> Option<&'static str> {
        if !support::is_by_wine() {
            return waits(file, 4).then_some("three of four wait for the long run");
        }
        if file == "mailboxes/pipe-10000.json" {
            return Some("wine keeps each look at a locked file open, and runs out of files");
        }
        waits(file, 16)
            .then_some("fifteen of sixteen wait for the long run: wine starts a process slowly")
    }

    fn start(&mut self, folder: &Path) -> Result<(), String> {
        folder.clone_into(&mut self.folder);
        Ok(())
    }

    fn run(&mut self, pipe: &[Call], answer: bool) -> Result<Played, String> {
        let mut command = support::program(&self.folder);
        command.arg("--records");
        match pipe {
            [one] => command.arg(&one.cmdlet).args(words(one)),
            several => {
                let line = several.iter().map(|c| format!("{} {}", c.cmdlet, quoted(&words(c))));
                command.arg("-c").arg(line.collect::<Vec<_>>().join(" | "))
            }
        };
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("customer-key starts");
        let (answers, records) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let read = read(BufReader::new(records), answers, answer);
        let done = child.wait_with_output().expect("customer-key ends");
        let beside = String::from_utf8_lossy(&done.stderr);
        let mut played = read?;
        // A wrong command line: a sentence in place of records, and nothing was done.
        if done.status.code() == Some(2) && played.outputs.is_empty() {
            played.errors.push(serde_json::json!({ "id": "CommandLine", "message": beside }));
            return Ok(played);
        }
        let found = |output: &Value| output.get("Result") == Some(&Value::from("Failed"));
        let checks = pipe.iter().any(|call| call.cmdlet.starts_with("Test-"));
        let code = match (played.errors.is_empty(), checks && played.outputs.iter().any(found)) {
            (false, _) => 1,
            (true, true) => 3,
            (true, false) => 0,
        };
        if done.status.code() == Some(code) && beside.is_empty() {
            Ok(played)
        } else {
            Err(format!("customer-key ended with {} and said {beside:?}", done.status))
        }
    }
}

/// Reads the records of a call, and answers its questions.
fn read(records: impl BufRead, mut answers: impl Write, answer: bool) -> Result<Played, String> {
    let mut played = Played::default();
    for line in records.lines() {
        let line = line.map_err(|problem| problem.to_string())?;
        let told = |problem| format!("{problem}: {line}");
        let mut record: Value = serde_json::from_str(&line).map_err(told)?;
        // What the protocol of hosts does not have.
        if record.get("question").is_some() {
            record.as_object_mut().and_then(|record| record.remove("caption"));
        }
        let record: Record = serde_json::from_value(record).map_err(told)?;
        if matches!(record, Record::Question(_)) {
            let said = writeln!(answers, "{}", if answer { "yes" } else { "no" });
            said.map_err(|problem| format!("the answer was not read: {problem}"))?;
        }
        played.note(record);
    }
    Ok(played)
}

/// The words of a call as they arrive from a shell, quotes taken off.
fn words(call: &Call) -> Vec<String> {
    let mut words: Vec<String> = call.positional.iter().map(word).collect();
    for (name, value) in &call.parameters {
        match value {
            Value::Bool(yes) => {
                words.push(format!("-{name}:{}", if *yes { "$true" } else { "$false" }))
            }
            value => words.extend([format!("-{name}"), word(value)]),
        }
    }
    if call.what_if {
        words.push("-WhatIf".to_owned());
    }
    words
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "$null".to_owned(),
        Value::Array(items) if items.is_empty() => "@()".to_owned(),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(","),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| format!("{name}='{}'", word(value)));
            format!("@{{{}}}", entries.collect::<Vec<_>>().join(";"))
        }
        other => other.to_string(),
    }
}

/// The same words as one command line.
fn quoted(words: &[String]) -> String {
    let plain =
        |word: &String| word.starts_with('-') || word.starts_with('$') || word.starts_with('@');
    words
        .iter()
        .map(
            |word| {
                if plain(word) { word.clone() } else { format!("'{}'", word.replace('\'', "''")) }
            },
        )
        .collect::<Vec<_>>()
        .join(" ")
}
