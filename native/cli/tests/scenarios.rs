//! Plays `tests/scenarios` through the command line: every step is a process of its own, with the
//! words that a shell would pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, unreachable_pub)]

#[path = "../../../tests/scenarios/rust/mod.rs"]
mod scenarios;

use std::path::{Path, PathBuf};
use std::process::Command;

use scenarios::{Call, Host, Played};
use serde_json::{Value, json};

fn main() {
    scenarios::main(&mut CommandLine { folder: PathBuf::new() })
}

struct CommandLine {
    folder: PathBuf,
}

impl Host for CommandLine {
    fn name(&self) -> &'static str {
        "cli"
    }

    fn start(&mut self, folder: &Path) {
        folder.clone_into(&mut self.folder);
    }

    fn run(&mut self, pipe: &[Call]) -> Played {
        let mut command = Command::new(env!("CARGO_BIN_EXE_customer-key"));
        command
            .current_dir(&self.folder)
            .env_remove("CUSTOMER_KEY_TENANT")
            .env("HOME", &self.folder);
        command
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
            .env("XDG_DATA_HOME", self.folder.join("data"));
        match pipe {
            [one] => {
                command.arg(&one.cmdlet).args(words(one));
            }
            several => {
                let line: Vec<String> = several
                    .iter()
                    .map(|call| format!("{} {}", call.cmdlet, quoted(&words(call))))
                    .collect();
                command.arg("-c").arg(line.join(" | "));
            }
        }
        let done = command.output().expect("customer-key starts");
        let (out, problems) = (
            String::from_utf8(done.stdout).expect("UTF-8"),
            String::from_utf8(done.stderr).expect("UTF-8"),
        );
        let mut played = read(&problems);
        played.outputs = out
            .lines()
            .map(|line| serde_json::from_str(line).expect("an object is a line of JSON"))
            .collect();
        let failed = !played.errors.is_empty();
        assert_eq!(done.status.code(), Some(i32::from(failed)), "{pipe:?}\n{out}\n{problems}");
        played
    }
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
    let asks = ckey_cmdlets::table::find(&call.cmdlet)
        .is_some_and(|def| def.should_process == ckey_cmdlets::table::ShouldProcess::Changes);
    if call.answer && asks {
        words.push("-Confirm:$false".to_owned());
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

/// What people read on standard error, as records again.
fn read(text: &str) -> Played {
    let mut played = Played::default();
    let mut before = String::new();
    for line in text.lines() {
        if let Some(message) = line.strip_prefix("WARNING: ") {
            played.warnings.push(message.to_owned());
        } else if let Some(message) = line.strip_prefix("What if: ") {
            played.messages.push(message.to_owned());
        } else if let Some(rest) = line.strip_prefix("    id: ") {
            let (id, rest) = rest.split_once(", ").unwrap_or((rest, ""));
            let message = before.split_once(": ").map_or("", |(_, message)| message);
            let reason = rest
                .split(", ")
                .find_map(|part| part.strip_prefix("reason: "))
                .map_or(Value::Null, Value::from);
            let category = rest
                .split(", ")
                .find_map(|part| part.strip_prefix("category: "))
                .map_or(Value::Null, Value::from);
            played.errors.push(
                json!({"id": id, "message": message, "reason": reason, "category": category}),
            );
        } else if !line.starts_with("    fix: ") {
            line.clone_into(&mut before);
        }
    }
    played
}
