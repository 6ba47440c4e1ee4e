//! What texts tell the user to run: every command that a message, a help text or a document gives
//! parameters of is a whole one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use ckey_cmdlets::bind::Binder;
use ckey_cmdlets::table;
use ckey_cmdlets::table::{CmdletDef, Kind};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() && name != "generated" {
            files(&entry, extension, found);
        } else if name.ends_with(extension) && !name.ends_with("tests.rs") {
            found.push(entry);
        }
    }
}

/// The texts between quotes in a Rust source, without tests and comments; what is filled in becomes
/// a letter.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap();
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let code = code.replace("'\"'", "' '").replace("'\\\"'", "' '");
    let mut parts = Vec::new();
    let (mut inside, mut text, mut chars) = (false, String::new(), code.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' if inside => {
                parts.push(std::mem::take(&mut text));
                inside = false;
            }
            '"' => inside = true,
            '\\' if inside => match chars.next() {
                Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            _ if inside => text.push(c),
            _ => {}
        }
    }
    parts.into_iter().map(|part| filled(&part)).collect()
}

fn filled(text: &str) -> String {
    let text = text.replace("{{", "\u{1}").replace("}}", "\u{2}");
    let mut filled = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        filled.push('X');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    filled.push_str(rest);
    filled.replace('\u{1}', "{").replace('\u{2}', "}")
}

/// One text of each place that tells the user something, and where it stands.
fn texts() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for part in ["cli", "cmdlets", "engine", "ffi", "store", "vault"] {
        files(&root().join("native").join(part).join("src"), ".rs", &mut sources);
    }
    let shown = |path: &Path| path.strip_prefix(root()).unwrap().display().to_string();
    let mut texts: Vec<(String, String)> = sources
        .iter()
        .flat_map(|path| {
            literals(&std::fs::read_to_string(path).unwrap())
                .into_iter()
                .map(|text| (shown(path), text))
        })
        .collect();
    for cmdlet in table::cmdlets() {
        for parameter in cmdlet.parameters {
            let reason = parameter.reason;
            texts.extend(
                [parameter.help, reason]
                    .map(|text| (format!("{} -{}", cmdlet.name, parameter.name), text.to_owned())),
            );
        }
    }
    for path in [
        "docs/operations.md",
        "docs/recovery.md",
        "docs/threat-model.md",
        "docs/architecture.md",
        "README.md",
    ] {
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        let lines = text.split('`').skip(1).step_by(2).flat_map(str::lines);
        texts.extend(lines.map(|text| (path.to_owned(), text.to_owned())));
    }
    texts
}

/// A parameter and its value at the beginning of a text, as PowerShell reads them, and what
/// follows.
fn parameter(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let text = text
        .trim_start_matches(' ')
        .strip_prefix('-')
        .filter(|text| text.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let (name, rest) =
        text.split_at(text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len()));
    let Some(value) = rest.strip_prefix([' ', ':']).filter(|value| !value.starts_with([' ', '-']))
    else {
        return Some((name, None, rest));
    };
    let end = match value.chars().next() {
        Some('\'') => value.char_indices().skip(1).find(|(_, c)| *c == '\'').map(|(at, _)| at + 1),
        Some('(') => value.find(')').map(|at| at + 1),
        Some('@') => value.find(['}', ')']).map(|at| at + 1),
        _ => value.find([' ', '\n', ';', ')']),
    };
    let (value, rest) = value.split_at(end.unwrap_or(value.len()));
    Some((name, Some(value), rest))
}

/// A value that the parameter takes: which one is written is not looked at here.
fn some(cmdlet: &CmdletDef, name: &str) -> Value {
    let known = cmdlet.parameter(name);
    match known.map(|parameter| (parameter.kind(), parameter.values)) {
        Some((_, [first, ..])) => json!(first),
        Some((Kind::Switch | Kind::Bool, _)) => json!(true),
        Some((Kind::Int | Kind::UInt | Kind::Real | Kind::ResultSize | Kind::Duration, _)) => {
            json!(1)
        }
        Some((Kind::DateTime, _)) => json!("2026-11-26"),
        Some((Kind::Object | Kind::Table, _)) => json!({}),
        _ => json!("x"),
    }
}

/// What is wrong with a command that is given with parameters.
fn problem(cmdlet: &'static CmdletDef, mut text: &str, whole: bool) -> Option<String> {
    let mut binder = Binder::new(cmdlet);
    let mut any = false;
    // Values by place stand before the first name; a sentence that goes on after the cmdlet's name
    // is none.
    if let Some((value, rest)) = text.strip_prefix(' ').and_then(|text| text.split_once(' '))
        && rest.starts_with('-')
        && parameter(rest).is_some()
        && !value.starts_with('-')
    {
        binder.positional(json!(value));
        text = rest;
    }
    while let Some((name, value, rest)) = parameter(text) {
        any = true;
        text = rest;
        if ["Confirm", "WhatIf", "Force"].contains(&name) {
            continue;
        }
        let known = cmdlet.parameter(name);
        if whole
            && known.is_some_and(|known| known.kind() != Kind::Switch)
            && value.is_none_or(|value| value.trim_matches(['.', ',']).is_empty())
        {
            return Some(format!("-{name} has no value"));
        }
        if let Err(error) = binder.named(name, some(cmdlet, name)) {
            return Some(error.message);
        }
    }
    let missing = binder.finish().err().filter(|_| any && whole);
    missing.map(|error| error.message)
}

/// The cmdlets that a text names, each with what follows it.
fn mentions(text: &str) -> Vec<(&str, &str, bool)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find(is_name).map(|begin| at + begin) {
        let end = text[begin..].find(|c| !is_name(c)).map_or(text.len(), |end| begin + end);
        let word = &text[begin..end];
        let shaped = word.split_once('-').is_some_and(|(verb, noun)| {
            !verb.is_empty()
                && [verb, noun]
                    .iter()
                    .all(|part| part.starts_with(|c: char| c.is_ascii_uppercase()))
        });
        if shaped {
            found.push((word, &text[end..], text[..begin].trim_end().ends_with('|')));
        }
        at = end;
    }
    found
}

#[test]
fn every_command_that_a_text_gives_parameters_of_binds_as_it_stands() {
    let texts = texts();
    assert!(texts.len() > 1000, "the texts are found");
    let mut checked = 0;
    let mut wrong = Vec::new();
    for (place, text) in &texts {
        for (name, rest, piped) in mentions(text) {
            if let Some(cmdlet) = table::find(name) {
                checked += usize::from(parameter(rest).is_some());
                // A document may name a cmdlet and its parameter only to speak of them.
                let whole = !piped && !place.ends_with(".md");
                wrong.extend(
                    problem(cmdlet, rest, whole)
                        .map(|problem| format!("{place}: {name}: {problem}: {text}")),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked > 40, "{checked}");
}

/// Where the parameters end that a text gives after this place.
fn end_of_parameters(text: &str, from: usize) -> usize {
    let mut rest = &text[from..];
    while let Some((_, _, after)) = parameter(rest) {
        rest = after;
    }
    text.len() - rest.len()
}

#[test]
fn a_table_or_a_text_in_quotes_is_given_to_a_parameter_of_a_whole_command() {
    for (place, text) in texts() {
        let begins = mentions(&text).into_iter().map(|(_, rest, _)| text.len() - rest.len());
        // A cmdlet that is filled in.
        let begins = begins.chain(text.match_indices("X -").map(|(at, _)| at + 1));
        let commands: Vec<_> = begins.map(|begin| begin..end_of_parameters(&text, begin)).collect();
        for (at, _) in text.match_indices(" -") {
            let Some((name, Some(value), _)) = parameter(&text[at..]) else { continue };
            let known = table::cmdlets().any(|cmdlet| cmdlet.parameter(name).is_some());
            let whole = commands.iter().any(|command| command.contains(&at));
            assert!(
                !known || !value.starts_with(['@', '\'']) || whole,
                "{place}: -{name} {value}: {text}"
            );
        }
    }
}
