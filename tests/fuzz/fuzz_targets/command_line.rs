//! Text in place of command lines: what parses is written in one form, and that parses to the same.
//! Any words bind to a cmdlet or are refused; a text that a shell passed on arrives as it was.
//!
//! Input: which of them (1 byte), then the text.
#![no_main]
#![allow(dead_code, reason = "the modules are the product's own, and no target needs all of them")]

#[path = "../../../native/cli/src"]
mod cli {
    pub(crate) mod bind;
    pub(crate) mod common;
    pub(crate) mod line;
    pub(crate) mod near;
    pub(crate) mod options;
}

use ckey_cmdlets::table::Kind;
use ckey_cmdlets::table::{cmdlets, find};
// The modules know each other by these names.
use cli::{bind, common, line, near, options};
use customer_key_fuzz::allocations::in_proportion;
use libfuzzer_sys::fuzz_target;
use line::{Argument, Command, Piece, Pipeline, Value, parse_all, parse_value};
use options::Action;

fuzz_target!(|input: &[u8]| {
    let [which, rest @ ..] = input else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match which % 3 {
        0 => lines(text),
        1 => words(text),
        _ => passed_on(text),
    }
});

fn lines(text: &str) {
    if let Ok(value) = in_proportion(text.len(), || parse_value(text)) {
        let written = Written.value(&value);
        same(&written, parse_value(&written).map(|again| again == value));
    }
    let (pipelines, errors) = in_proportion(text.len(), || parse_all(text));
    pipelines.iter().flat_map(|pipeline| &pipeline.commands).for_each(bind_it);
    if !errors.is_empty() {
        return;
    }
    // A backtick before the end of a line, of which a carriage return may be part, would continue
    // it.
    let written =
        pipelines.iter().map(|pipeline| Written.pipeline(pipeline)).collect::<Vec<_>>().join(" \n");
    let without_lines = |pipelines: &[Pipeline]| pipelines.iter().map(plain).collect::<Vec<_>>();
    let (again, errors) = parse_all(&written);
    let again = match errors.into_iter().next() {
        None => Ok(without_lines(&again) == without_lines(&pipelines)),
        Some(error) => Err(error),
    };
    same(&written, again);
}

/// The same line wherever it stands, as text that tells everything of it.
fn plain(pipeline: &Pipeline) -> String {
    let whole = format!("{pipeline:?}");
    let mut rest = whole.split("line: ");
    let first = rest.next().unwrap_or_default().to_owned();
    rest.fold(first, |all, part| all + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Lists joined by commas are written as lists in parentheses, which are one level deeper.
fn same(written: &str, again: Result<bool, line::LineError>) {
    match again {
        Ok(same) => assert!(same, "{written}"),
        Err(error) => assert!(error.message.contains("too deep"), "{written}: {error}"),
    }
}

fn bind_it(command: &Command) {
    let Some(cmdlet) = find(&command.name) else { return };
    if let Ok(bound) = bind::bind(cmdlet, command) {
        assert!(bound.parameters.keys().all(|name| cmdlet.parameter(name).is_some()), "{bound:?}");
    }
}

/// Words as a shell passes them on.
fn words(text: &str) {
    let words = text.split(' ').map(str::to_owned);
    let Ok(options) = options::read(words) else { return };
    match options.action {
        Action::Cmdlet { name, words } => bind_it(&bind::words(&name, &words)),
        Action::Text(text) => lines(&text),
        _ => {}
    }
}

/// A text given to a parameter that takes a text, after its number.
fn passed_on(text: &str) {
    let (number, text) = text.split_once(' ').unwrap_or(("0", text));
    let number = number
        .bytes()
        .fold(0_usize, |sum, byte| sum.wrapping_mul(10).wrapping_add(usize::from(byte)));
    let all = cmdlets()
        .flat_map(|cmdlet| cmdlet.parameters.iter().map(move |parameter| (cmdlet, parameter)));
    let texts: Vec<_> = all.filter(|(_, parameter)| parameter.kind() == Kind::Text).collect();
    let (cmdlet, parameter) = texts[number % texts.len()];
    let special = ["$null", "$true", "$false"].iter().any(|word| text.eq_ignore_ascii_case(word))
        || text.starts_with('(')
        || text.starts_with("@{");
    let command = bind::words(cmdlet.name, &[format!("-{}:{text}", parameter.name)]);
    match bind::bind(cmdlet, &command) {
        Ok(bound) => {
            assert!(special || bound.parameters[parameter.name].as_str() == Some(text), "{bound:?}")
        }
        Err(error) => assert!(special, "{text:?}: {error}"),
    }
}

/// Writes what was read.
struct Written;

impl Written {
    fn pipeline(&self, pipeline: &Pipeline) -> String {
        let kept = pipeline.kept.as_ref().map_or(String::new(), |name| format!("${{{name}}} = "));
        let source = pipeline.source.iter().map(|value| match value {
            // By itself it would be a cmdlet.
            Value::Text { quoted: false, .. } => format!("({})", self.value(value)),
            value => self.value(value),
        });
        let commands = pipeline.commands.iter().map(|command| self.command(command));
        kept + &source.chain(commands).collect::<Vec<_>>().join(" | ")
    }

    fn command(&self, command: &Command) -> String {
        let arguments = command.arguments.iter().map(|argument| match argument {
            Argument::Parameter { name, value: None } => format!(" -{name}"),
            Argument::Parameter { name, value: Some(value) } => {
                format!(" -{name}:{}", self.value(value))
            }
            Argument::Value(value) => format!(" {}", self.value(value)),
        });
        bare(&command.name) + &arguments.collect::<String>()
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Text { text, quoted: true } => quoted(text),
            Value::Text { text, quoted: false } => bare(text),
            Value::Bool(yes) => format!("${yes}"),
            Value::Null => "$null".to_owned(),
            Value::List(items) => format!(
                "@({})",
                items.iter().map(|item| self.value(item)).collect::<Vec<_>>().join(" ")
            ),
            Value::Table(entries) => {
                let entries = entries
                    .iter()
                    .map(|(name, value)| format!("{} = {}", quoted(name), self.value(value)));
                format!("@{{{}}}", entries.collect::<Vec<_>>().join("; "))
            }
            Value::Variable(name) => format!("${{{name}}}"),
            Value::Joined { pieces, quoted } => joined(pieces, *quoted),
            Value::Sub(pipeline) => format!("({})", self.pipeline(pipeline)),
            Value::Member { of, name, arguments } => {
                let arguments = arguments.as_ref().map_or(String::new(), |arguments| {
                    let all: Vec<_> = arguments.iter().map(|one| self.value(one)).collect();
                    format!("({})", all.join(", "))
                });
                format!("{}.{name}{arguments}", self.value(of))
            }
            Value::Known(value) => unreachable!("nothing is looked at here: {value}"),
            Value::Word(word) => unreachable!("no text parses to a shell's word: {word}"),
        }
    }
}

/// A text with variables in it. One without quotes begins with a letter.
fn joined(pieces: &[Piece], is_quoted: bool) -> String {
    let mut begin = String::new();
    let mut inner = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) if at == 0 && !is_quoted => {
                let mut letters = text.chars();
                begin.extend(letters.next().into_iter().flat_map(|first| ['`', first]));
                inner.push_str(&escaped(letters.as_str()));
            }
            Piece::Text(text) => inner.push_str(&escaped(text)),
            Piece::Variable(name) => inner.push_str(&format!("${{{name}}}")),
        }
    }
    format!("{begin}\"{inner}\"")
}

/// A word without quotes at its beginning.
fn bare(text: &str) -> String {
    let mut chars = text.chars();
    // Nothing but a backtick at the end of the text is a word without letters.
    let Some(first) = chars.next() else { return "`".to_owned() };
    let rest = chars.as_str();
    if rest.is_empty() { format!("`{first}") } else { format!("`{first}{}", quoted(rest)) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '`' | '$' | '"' | '\u{201c}'..='\u{201e}' => format!("`{c}"),
        other => other.to_string(),
    });
    escaped.collect()
}
