//! Help, from the table of cmdlets.

mod topics;

use std::fmt::Write;

use ckey_cmdlets::Pattern;

use ckey_cmdlets::table::{CmdletDef, Effect, Kind, ParameterDef, ShouldProcess};

use ckey_cmdlets::table;

use crate::line::parse_all;
use crate::near::find;
use crate::output::{hang, screen};
use crate::play::check;

/// Where nobody knows how wide a line may be.
const USUAL: usize = 80;

/// Help about what was asked for: the tool, one of its own words, a cmdlet, or those whose names fit.
///
/// # Errors
/// There is nothing of that name.
pub(crate) fn of(what: Option<&str>) -> Result<String, String> {
    let width = screen().unwrap_or(USUAL);
    let Some(what) = what else { return Ok(overview()) };
    let own = topic(what);
    if !own.is_empty() {
        return Ok(String::from(own));
    }
    if what.contains(['*', '?']) {
        let pattern = Pattern::new(what);
        let mut fits = table::cmdlets().filter(|def| pattern.matches(def.name)).peekable();
        return if fits.peek().is_some() {
            Ok(list(fits, width))
        } else {
            Err(format!("no cmdlet's name is like {what}. See: customer-key help"))
        };
    }
    find(what).map(|def| about(def, width))
}

/// What is said of one of the tool's own words.
pub(crate) fn topic(word: &str) -> &'static str {
    topics::ALL.iter().find(|(known, _)| *known == word).map_or("", |(_, text)| *text)
}

/// What is said where nothing was asked for: little enough to be seen at once.
pub(crate) fn usage() -> String {
    format!("{}\ncustomer-key help lists every cmdlet.\n", topics::TOOL)
}

/// Help about the tool, with every cmdlet.
pub(crate) fn overview() -> String {
    format!("{}{}", topics::TOOL, list(table::cmdlets(), screen().unwrap_or(USUAL)))
}

fn list(cmdlets: impl Iterator<Item = &'static CmdletDef>, width: usize) -> String {
    let mut text = String::new();
    let mut service = "";
    let longest = table::cmdlets().map(|def| def.name.len()).max().unwrap_or_default();
    for def in cmdlets {
        if def.service != service {
            service = def.service;
            let _ = write!(text, "\n{service}\n");
        }
        // A long name has its sentence on the next line, so that few names do not narrow all.
        let column = longest.min(MOST);
        let between = if def.name.len() > column {
            format!("\n{}", " ".repeat(column.saturating_add(4)))
        } else {
            " ".repeat(column.saturating_sub(def.name.len()).saturating_add(2))
        };
        let synopsis = hang(def.synopsis, width, column.saturating_add(4));
        let _ = writeln!(text, "  {}{between}{synopsis}", def.name);
    }
    text
}

/// How much of a line names have in a list.
const MOST: usize = 30;

/// Help about one cmdlet.
fn about(def: &CmdletDef, width: usize) -> String {
    let mut text = format!("{}\n  {}\n", def.name, hang(def.synopsis, width, 2));
    if !def.aliases.is_empty() {
        let _ = writeln!(text, "  other names: {}", hang(&def.aliases.join(", "), width, 15));
    }
    text.push_str("\nSYNTAX\n");
    syntax(&mut text, def, width);
    text.push_str("\nPARAMETERS\n");
    for parameter in def.parameters {
        describe(&mut text, parameter, width);
    }
    if def.should_process == ShouldProcess::Changes {
        text.push_str("  -WhatIf (wi)\n      Say what would change, and change nothing.\n  -Confirm (cf)\n      Ask first; -Confirm:false does not ask.\n");
    }
    if !def.examples.is_empty() {
        text.push_str("\nEXAMPLES\n");
    }
    for example in def.examples {
        // A line that is copied stays whole.
        let beyond = if is_playable(example.code) { "" } else { " (in PowerShell)" };
        let what = format!("{}{beyond}", example.text);
        let _ = writeln!(text, "  {}\n      {}", example.code, hang(&what, width, 6));
    }
    if !def.link.is_empty() {
        let _ = write!(text, "\n{}\n", def.link);
    }
    text
}

/// Whether this tool plays a line.
fn is_playable(line: &str) -> bool {
    let (lines, errors) = parse_all(line);
    errors.is_empty() && lines.iter().all(|line| check(line).is_ok())
}

/// A line for each set that differs. What is the same in all of several stands once, below them.
fn syntax(text: &mut String, def: &CmdletDef, width: usize) {
    let acts = |p: &&ParameterDef| matches!(p.effect, Effect::Acts | Effect::Stored);
    let parameters: Vec<_> = def.parameters.iter().filter(acts).collect();
    let sets = def.all_sets();
    let written = |p: &ParameterDef, set: &str| {
        let name =
            if p.position.is_some() { format!("[-{}]", p.name) } else { format!("-{}", p.name) };
        let whole =
            if p.kind() == Kind::Switch { name } else { format!("{name} <{}>", p.type_name()) };
        if p.is_mandatory_in(set) { whole } else { format!("[{whole}]") }
    };
    let everywhere = |p: &ParameterDef| {
        let mut all = sets.iter().map(|set| p.is_in(set).then(|| written(p, set)));
        let first = all.next().flatten();
        first.is_some() && all.all(|one| one == first) && p.position.is_none()
    };
    let asks = def.should_process == ShouldProcess::Changes;
    let asking = || ["[-WhatIf]", "[-Confirm]"].map(str::to_owned).into_iter().filter(|_| asks);
    let mut lines: Vec<Vec<String>> = Vec::new();
    // What cannot be called is no syntax.
    let refused = |set: &&&str| {
        let is_refused = |p: &ParameterDef| p.effect == Effect::Refused && p.is_mandatory_in(set);
        !def.parameters.iter().any(is_refused)
    };
    for set in sets.iter().filter(refused) {
        let own = parameters.iter().filter(|p| p.is_in(set) && (sets.len() == 1 || !everywhere(p)));
        let alone = asking().filter(|_| sets.len() == 1);
        lines.push(own.map(|p| written(p, set)).chain(alone).collect());
    }
    // One that another says too, with more that may be left out, shows nothing.
    let says = |more: &Vec<String>, less: &Vec<String>| {
        less.iter().all(|part| more.contains(part))
            && more
                .iter()
                .all(|part| less.contains(part) || part.starts_with("[-") && part.ends_with(']'))
    };
    let all = std::mem::take(&mut lines);
    for (at, line) in all.iter().enumerate() {
        let others = all.iter().enumerate();
        let said = others
            .filter(|(other, _)| *other != at)
            .any(|(other, more)| says(more, line) && (more.len() > line.len() || other < at));
        if !said {
            lines.push(line.clone());
        }
    }
    for line in &lines {
        let _ = writeln!(text, "  {}", parts(def.name, line, width));
    }
    let same: Vec<String> = parameters
        .iter()
        .filter(|p| sets.len() > 1 && everywhere(p))
        .map(|p| written(p, sets.first().unwrap_or(&"")))
        .chain(asking().filter(|_| sets.len() > 1))
        .collect();
    if !same.is_empty() {
        let before = if lines.len() > 1 { "and each:" } else { "and:" };
        let _ = writeln!(text, "  {}", parts(before, &same, width));
    }
}

/// Words that are not broken, behind a name.
fn parts(name: &str, words: &[String], width: usize) -> String {
    // A blank inside a part is no place to break it.
    let words: Vec<_> = words.iter().map(|word| word.replace(' ', "\u{a0}")).collect();
    hang(&format!("{name} {}", words.join(" ")), width, 6)
        .replace('\u{a0}', " ")
        .trim_end()
        .to_owned()
}

fn describe(text: &mut String, parameter: &ParameterDef, width: usize) {
    let mut heading = format!("-{}", parameter.name);
    if parameter.kind() != Kind::Switch {
        let _ = write!(heading, " <{}>", parameter.type_name());
    }
    if !parameter.aliases.is_empty() {
        let _ = write!(heading, " ({})", parameter.aliases.join(", "));
    }
    let _ = writeln!(text, "  {}", hang(&heading, width, 6));
    let mut help = parameter.help.to_owned();
    match parameter.effect {
        Effect::Ignored => help.push_str(" Accepted without effect here."),
        Effect::Refused => {
            let why = parameter.reason;
            let _ = write!(help, " Refused: {why}");
        }
        Effect::Acts | Effect::Stored => {}
    }
    if !parameter.values.is_empty() {
        let _ = write!(
            help,
            " {}: {}.",
            if parameter.closed { "One of" } else { "Usual values" },
            parameter.values.join(", ")
        );
    }
    if !parameter.default.is_empty() {
        let _ = write!(help, " Without it: {}.", parameter.default);
    }
    let _ = writeln!(text, "      {}", hang(help.trim(), width, 6));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_that_takes_a_value_says_of_which_type() {
        for def in table::cmdlets() {
            assert!(!about(def, USUAL).contains("<>"), "{}", def.name);
        }
    }

    #[test]
    fn every_word_of_the_tool_that_has_help_is_listed_and_its_help_shows_how_it_is_typed() {
        let words = crate::options::WORDS.map(|(word, _)| word);
        for word in words.into_iter().filter(|word| !topic(word).is_empty()) {
            let typed = format!("customer-key {word} ");
            assert!(topic(word).contains(&typed), "{word}");
            assert!(topics::TOOL.contains(word), "{word}");
        }
    }

    #[test]
    fn what_a_parameter_takes_and_what_holds_without_it_is_said_once() {
        for (def, parameter) in
            table::cmdlets().flat_map(|def| def.parameters.iter().map(move |p| (def, p)))
        {
            let place = format!("{} -{}: {}", def.name, parameter.name, parameter.help);
            if let Some((last, before)) = parameter.values.split_last()
                && !before.is_empty()
            {
                let before = before.join(", ");
                for between in [", ", " or ", ", or "] {
                    let list = format!("{before}{between}{last}");
                    assert!(!parameter.help.contains(&list), "{place}");
                }
            }
            let default = format!("Without it {}", parameter.default);
            assert!(parameter.default.is_empty() || !parameter.help.contains(&default), "{place}");
        }
    }

    #[test]
    fn a_syntax_that_cannot_be_called_is_not_shown() {
        let text = find("Set-AzContext").map(|def| about(def, USUAL)).unwrap_or_default();
        assert!(!text.lines().any(|line| line.trim_end() == "  Set-AzContext"), "{text}");
    }

    #[test]
    fn help_is_wrapped_but_for_lines_that_are_copied() {
        let copied = |line: &str| {
            line.starts_with("https://")
                || table::cmdlets().flat_map(|def| def.examples).any(|e| line.trim() == e.code)
        };
        for width in [80, 120] {
            let texts = table::cmdlets().map(|def| about(def, width));
            let all = texts.chain([list(table::cmdlets(), width)]);
            let own = topics::ALL.iter().map(|(_, text)| String::from(*text));
            for text in all.chain(own).chain([String::from(topics::TOOL)]) {
                for line in text.lines().filter(|line| !copied(line)) {
                    assert!(line.chars().count() <= width, "{width}: {line}");
                }
            }
        }
    }

    #[test]
    fn a_syntax_shows_what_differs_once_and_help_shows_other_names() {
        let text = find("Get-Mailbox").map(|def| about(def, USUAL)).unwrap_or_default();
        assert_eq!(text.matches("[-ResultSize <").count(), 1, "{text}");
        assert!(text.contains("(Name)"), "{text}");
        let key = find("Add-AzKeyVaultKey").map(|def| about(def, USUAL)).unwrap_or_default();
        assert!(key.contains("other names: Add-AzureKeyVaultKey"), "{key}");
        for def in table::cmdlets() {
            let text = about(def, USUAL);
            let lines: Vec<_> = text
                .split("\n\n")
                .find(|part| part.starts_with("SYNTAX"))
                .into_iter()
                .flat_map(str::lines)
                .collect();
            let mut once = lines.clone();
            once.dedup();
            assert_eq!(once, lines, "{}", def.name);
        }
    }
}
