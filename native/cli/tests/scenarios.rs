//! Plays `tests/scenarios` through the command line: every step is a process of its own, with the
//! words that a shell would pass.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use ckey_scenarios::{Call, Host, Played, Record};
use serde_json::Value;

fn main() -> ExitCode {
    ckey_scenarios::run(&mut CommandLine { folder: PathBuf::new() }, std::env::args().skip(1))
}

struct CommandLine {
    folder: PathBuf,
}

impl Host for CommandLine {
    fn name(&self) -> &str {
        "cli"
    }

    fn start(&mut self, folder: &Path) -> Result<(), String> {
        folder.clone_into(&mut self.folder);
        Ok(())
    }

    fn run(&mut self, pipe: &[Call], answer: bool) -> Result<Played, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_customer-key"));
        command.current_dir(&self.folder).env_remove("CUSTOMER_KEY_TENANT");
        command
            .env("HOME", &self.folder)
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
            .env("XDG_DATA_HOME", self.folder.join("data"));
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
        let played = read?;
        let code = i32::from(!played.errors.is_empty());
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
            Value::Null => words.extend([format!("-{name}"), "$null".to_owned()]),
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
