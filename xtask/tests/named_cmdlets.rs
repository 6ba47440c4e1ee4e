//! Anyone who follows a message, a help text or a page to a cmdlet finds it.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

/// They know cmdlets that are not ours, or not yet, to say so; scripts for the Tab key are PowerShell.
const LISTS: [&str; 3] =
    ["table/src/announced.rs", "cli/src/near.rs", "cli/src/complete/scripts.rs"];
/// They are of the PowerShell module alone, and in no table.
const MODULE: [&str; 2] = ["Enable-CustomerKeyCompatibility", "Invoke-CustomerKeyRehearsal"];
/// PowerShell's own.
const SHELL: [&str; 15] = [
    "ConvertTo-Json",
    "Export-Csv",
    "Format-List",
    "Format-Table",
    "Get-ChildItem",
    "Get-Date",
    "Get-Help",
    "Import-Csv",
    "Import-Module",
    "Measure-Object",
    "Out-Null",
    "Select-Object",
    "Update-Help",
    "Where-Object",
    "Write-Host",
];
const VERBS: [&str; 29] = [
    "Add",
    "Backup",
    "Clear",
    "Connect",
    "ConvertTo",
    "Disconnect",
    "Export",
    "Format",
    "Get",
    "Import",
    "Invoke",
    "Measure",
    "New",
    "Open",
    "Out",
    "Register",
    "Remove",
    "Rename",
    "Restore",
    "Revoke",
    "Search",
    "Select",
    "Set",
    "Test",
    "Undo",
    "Update",
    "Wait",
    "Where",
    "Write",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The names in a text that look like a cmdlet's.
fn named(text: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = BTreeSet::new();
    for word in text.split(|c: char| !is_word(c) && c != '-') {
        let Some((verb, noun)) = word.split_once('-') else { continue };
        let noun: String = noun.chars().take_while(|c| is_word(*c)).collect();
        if VERBS.contains(&verb) && noun.starts_with(char::is_uppercase) {
            found.insert(format!("{verb}-{noun}"));
        }
    }
    found
}

fn unknown<'a>(text: &str, known: &'a BTreeSet<String>) -> impl Iterator<Item = String> + use<'a> {
    let also = |name: &String| [&MODULE[..], &SHELL].concat().contains(&name.as_str());
    named(text).into_iter().filter(move |name| !known.contains(name) && !also(name))
}

fn names(document: &Value, found: &mut BTreeSet<String>) {
    match document {
        Value::Object(members) => {
            for cmdlet in members.get("cmdlets").and_then(Value::as_array).into_iter().flatten() {
                let aliases = cmdlet["aliases"].as_array().into_iter().flatten();
                found.extend(
                    [&cmdlet["name"]]
                        .into_iter()
                        .chain(aliases)
                        .filter_map(Value::as_str)
                        .map(str::to_owned),
                );
            }
            members.values().for_each(|value| names(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| names(value, found)),
        _ => {}
    }
}

/// The tables, and every cmdlet and alias in them.
fn tables() -> (Vec<PathBuf>, BTreeSet<String>) {
    let (mut tables, mut known) = (Vec::new(), BTreeSet::new());
    files(&root().join("native/table/services"), "json", &mut tables);
    for table in &tables {
        names(&serde_json::from_str(&std::fs::read_to_string(table).unwrap()).unwrap(), &mut known);
    }
    assert!(known.len() > 50, "{known:?}");
    (tables, known)
}

fn is_of_tests(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests")
        || path.file_stem().is_some_and(|name| name.to_string_lossy().ends_with("tests"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // What is generated says what the tables say, which are looked at.
        let skipped =
            ["generated", "target", "docs/cmdlets"].iter().any(|name| path.ends_with(name));
        if path.is_dir() && !skipped {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
}

#[test]
fn every_cmdlet_that_a_message_a_help_text_or_a_page_names_exists() {
    let (tables, known) = tables();
    let mut pages = vec![root().join("README.md")];
    pages.extend(tables);
    files(&root().join("docs"), "md", &mut pages);
    let mut sources = Vec::new();
    files(&root().join("native"), "rs", &mut sources);
    let is_list = |path: &PathBuf| LISTS.iter().any(|list| path.ends_with(list));
    pages.extend(sources.into_iter().filter(|path| !is_of_tests(path) && !is_list(path)));
    let mut problems = BTreeMap::new();
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        // Tests name cmdlets that there are not.
        let text = text.split("#[cfg(test)]").next().unwrap();
        for name in unknown(text, &known) {
            problems
                .entry(name)
                .or_insert_with(|| page.strip_prefix(root()).unwrap().display().to_string());
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn a_name_that_no_cmdlet_has_is_found_in_any_sentence() {
    let known = BTreeSet::from(["Get-Mailbox".to_owned()]);
    let found = |text: &str| unknown(text, &known).collect::<Vec<_>>();
    assert_eq!(found("Run Get-Mailbocks, or `Get-Mailbox`."), ["Get-Mailbocks"]);
    assert_eq!(found("(Set-Nothing -Identity x)"), ["Set-Nothing"]);
    assert_eq!(found("Sort-order, Get-mailbox, re-Set-up, Get-Date"), [""; 0]);
}
