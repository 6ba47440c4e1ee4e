//! A page of PlatyPS, read by its headings.

use std::collections::HashMap;

use crate::line::{Blocks, words};
use crate::page::{Page, Parameter, cut, every, list};

/// The sections, in the order that the schema has.
const SECTIONS: [&str; 9] = [
    "SYNOPSIS",
    "SYNTAX",
    "DESCRIPTION",
    "EXAMPLES",
    "PARAMETERS",
    "INPUTS",
    "OUTPUTS",
    "NOTES",
    "RELATED LINKS",
];

/// A page, and what only this form has beside it.
pub(crate) struct Markdown {
    pub(crate) page: Page,
    /// What stands above the heading, by key.
    pub(crate) head: HashMap<String, String>,
    /// The names of the sets, in the order of the lines; of the only one `(All)`.
    pub(crate) sets: Vec<String>,
    pub(crate) blocks: Blocks,
}

pub(crate) fn read(file: &str) -> Markdown {
    let (head, body) = cut(file, "---\n", "---\n\n# ").unwrap();
    let (name, body) = body.split_once("\n\n## ").unwrap();
    let sections: Vec<(&str, &str)> =
        body.split("\n## ").map(|section| section.split_once('\n').unwrap()).collect();
    let titles: Vec<&str> = sections.iter().map(|(title, _)| *title).collect();
    assert_eq!(titles, SECTIONS, "{name}");
    let [synopsis, syntax, description, examples, parameters, inputs, outputs, notes, links] =
        *sections.iter().map(|(_, text)| *text).collect::<Vec<_>>()
    else {
        unreachable!("as many as there are titles")
    };
    let parameters: Vec<(String, &str)> = parts(parameters)
        .into_iter()
        .map(|(title, text)| (title.trim_start_matches('-').to_owned(), text))
        .collect();
    let (common, parameters) = parameters.split_last().unwrap();
    assert_eq!(common.0, "CommonParameters", "{name}");
    let blocks: Blocks = parameters
        .iter()
        .map(|(name, text)| {
            let blocks = every(text, "```yaml\n", "\n```").into_iter().map(pairs).collect();
            (name.clone(), blocks)
        })
        .collect();
    let page = Page {
        name: name.to_owned(),
        synopsis: paragraphs(synopsis).concat(),
        description: paragraphs(description),
        lines: every(syntax, "```\n", "\n```").iter().map(|line| words(line, &blocks)).collect(),
        examples: parts(examples)
            .into_iter()
            .map(|(title, text)| {
                let (code, remark) = cut(text, "```powershell\n", "\n```\n").unwrap();
                [title, code.to_owned(), paragraphs(remark).concat()]
            })
            .collect(),
        parameters: parameters.iter().map(|part| parameter(part, &blocks)).collect(),
        inputs: types(inputs),
        outputs: types(outputs),
        notes: paragraphs(notes),
        links: every(links, "\n[", ")\n")
            .into_iter()
            .map(|link| {
                let (text, uri) = link.split_once("](").unwrap();
                let web = if uri.starts_with("https://") { uri } else { "" };
                [plain(text), web.to_owned()]
            })
            .collect(),
    };
    let sets: Vec<String> = parts(syntax)
        .into_iter()
        .map(|(title, _)| title.trim_end_matches(" (Default)").to_owned())
        .collect();
    let sets = if sets.is_empty() { vec!["(All)".to_owned()] } else { sets };
    Markdown { page, head: pairs(head), sets, blocks }
}

/// Headings of the third level, each with what stands below it.
fn parts(section: &str) -> Vec<(String, &str)> {
    let parts = section.split("\n### ").skip(1);
    parts.map(|part| part.split_once('\n').unwrap()).map(|(t, text)| (t.to_owned(), text)).collect()
}

fn pairs(yaml: &str) -> HashMap<String, String> {
    let lines = yaml.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (key, value) = line.split_once(':').unwrap();
            let value = value.trim_start();
            // Plain to every reader of YAML, and not only to PlatyPS.
            let marked = value.contains(": ") || value.contains(" #") || value.ends_with(':');
            assert!(!marked && !value.starts_with(['@', '`', '*', '&', '!', '[', '{', '"', '\'']));
            (key.to_owned(), value.to_owned())
        })
        .collect()
}

fn parameter((name, text): &(String, &str), blocks: &Blocks) -> Parameter {
    let (help, _) = text.split_once("\n\n```yaml").unwrap();
    let [first, ..] = &blocks[name][..] else { panic!("{name} has no yaml") };
    Parameter {
        name: name.clone(),
        text: paragraphs(help).concat(),
        ty: first["Type"].clone(),
        aliases: list(&first["Aliases"]),
        // PlatyPS takes it from the first.
        required: first["Required"] == "True",
        position: first["Position"].replace("Named", "named"),
        default: first["Default value"].clone(),
        pipeline: first["Accept pipeline input"].clone(),
    }
}

fn types(section: &str) -> Vec<String> {
    parts(section).into_iter().map(|(name, _)| name).filter(|name| name != "None").collect()
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(|text| plain(text.trim_matches('\n')))
        .filter(|t| !t.is_empty())
        .collect()
}

/// A text as Markdown shows it: a backslash before a mark is not seen.
fn plain(text: &str) -> String {
    let mut shown = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        // Without a backslash, it would be no text.
        assert!(!"*_`<>".contains(c), "{c} in {text}");
        shown.push(if escapes { chars.next().unwrap() } else { c });
    }
    shown
}
