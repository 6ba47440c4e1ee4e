//! The scripts of the repository parse and use cmdlets and parameters that exist: suites, runbooks,
//! examples, scenarios.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ckey_cmdlets::bind::Binder;
use ckey_cmdlets::table::{cmdlets, find, types};

use crate::powershell::{Script, read};
use crate::{COMMON, root};

#[test]
fn the_scripts_of_the_powershell_tests_and_the_runbooks_parse() {
    let mut scripts = 0;
    for folder in ["tests/powershell", "tests/runbooks", "tests/runbooks/common", "examples"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "ps1" || extension == "psd1") {
                // Classes have attributes, which the grammar does not know.
                let code = read(&path);
                let code = code.replace("[NoRunspaceAffinity()]", "");
                assert_eq!(
                    Script::parse(code).errors(),
                    Vec::<String>::new(),
                    "{}",
                    path.display()
                );
                scripts += 1;
            }
        }
    }
    assert!(scripts > 15);
}

/// What the runbooks use of PowerShell itself.
const SHELL: &str = "add-member compare-object convertfrom-json convertto-csv export-csv fl \
    foreach-object format-table get-childitem get-content get-date group-object import-csv \
    import-powershelldatafile out-string select-object set-content sort-object test-path \
    where-object write-progress";

#[test]
fn the_runbooks_call_cmdlets_that_are_carried() {
    let mut known: BTreeSet<String> = cmdlets().map(|cmdlet| cmdlet.name.to_lowercase()).collect();
    known.extend(cmdlets().flat_map(|cmdlet| cmdlet.aliases).map(|alias| alias.to_lowercase()));
    known.extend(SHELL.split_whitespace().map(str::to_owned));
    for folder in ["tests/runbooks", "tests/runbooks/common"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "ps1") {
                let script = Script::parse(read(&path));
                let commands = script.commands();
                assert!(!commands.is_empty());
                let own: BTreeSet<String> =
                    script.functions().iter().map(|one| one.name.to_lowercase()).collect();
                // What is called by a path or by a variable is looked at where that is set.
                let is_named = |command: &str| !command.starts_with(['"', '$', '{']);
                let foreign: Vec<String> = commands
                    .into_iter()
                    .filter(|command| is_named(command))
                    .filter(|command| !known.contains(&command.to_lowercase()))
                    .filter(|command| !own.contains(&command.to_lowercase()))
                    .collect();
                assert_eq!(foreign, Vec::<String>::new(), "{}", path.display());
            }
        }
    }
}

/// The calls of our cmdlets in a script with parameters that they do not have.
fn unknown_parameters(code: &str) -> Vec<String> {
    let mut unknown = Vec::new();
    for call in Script::parse(code.to_owned()).calls() {
        let Some(cmdlet) = find(&call.name) else { continue };
        let names = call.arguments.iter().filter_map(|argument| argument.strip_prefix('-'));
        for name in names.filter(|name| !COMMON.contains(name)) {
            if let Err(problem) = Binder::find(cmdlet, name) {
                unknown.push(problem.message);
            }
        }
    }
    unknown
}

#[test]
fn examples_runbooks_and_suites_use_parameters_that_exist() {
    let mut examples = 0;
    for code in cmdlets().flat_map(|cmdlet| cmdlet.examples).map(|example| example.code) {
        assert_eq!(Script::parse((*code).to_owned()).errors(), Vec::<String>::new(), "{code}");
        assert!(!Script::parse((*code).to_owned()).calls().is_empty(), "{code}");
        assert_eq!(unknown_parameters(code), Vec::<String>::new(), "{code}");
        examples += 1;
    }
    assert!(examples > 50);
    for folder in ["tests/powershell", "tests/runbooks", "tests/runbooks/common", "examples"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let is_script = path.extension().is_some_and(|extension| extension == "ps1");
            if is_script {
                let code = read(&path);
                assert_eq!(unknown_parameters(&code), Vec::<String>::new(), "{}", path.display());
            }
        }
    }
    assert_eq!(unknown_parameters("Get-Mailbox -Nope 1").len(), 1);
}

/// Every step of a scenario, with those inside repetitions and pipes.
fn steps<'a>(value: &'a serde_json::Value, found: &mut Vec<&'a serde_json::Value>) {
    for step in value.as_array().into_iter().flatten() {
        found.push(step);
        steps(&step["steps"], found);
        steps(&step["pipe"], found);
    }
}

/// Every step of every scenario that calls a cmdlet, with its file.
pub(crate) fn scenario_steps() -> Vec<(PathBuf, serde_json::Value)> {
    let mut folders = vec![root().join("tests/scenarios")];
    let mut calls = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let scenario: serde_json::Value =
                    serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
                let mut all = Vec::new();
                steps(&scenario["steps"], &mut all);
                let all = all.into_iter().filter(|step| step["cmdlet"].is_string());
                calls.extend(all.map(|step| (path.clone(), step.clone())));
            }
        }
    }
    assert!(!calls.is_empty());
    calls
}

#[test]
fn scenarios_use_cmdlets_and_parameters_that_exist() {
    for (path, step) in scenario_steps() {
        if step["error"]["id"].is_string() {
            continue;
        }
        let name = step["cmdlet"].as_str().unwrap();
        let cmdlet = find(name).unwrap_or_else(|| panic!("{}: there is no {name}", path.display()));
        let tables = [&step["parameters"], &step["bind"]].map(|part| part.as_object());
        for parameter in tables.into_iter().flatten().flat_map(|table| table.keys()) {
            let found = Binder::find(cmdlet, parameter);
            assert!(found.is_ok(), "{}: {found:?}", path.display());
        }
    }
}

/// Columns that a script names and no output type has.
fn unknown_columns(code: &str) -> Vec<String> {
    let known: BTreeSet<&str> =
        types().flat_map(|ty| ty.properties).map(|property| property.name).collect();
    let views = ["Format-Table", "Format-List", "fl", "Select-Object"];
    let calls = Script::parse(code.to_owned())
        .calls()
        .into_iter()
        .filter(|call| views.contains(&call.name.as_str()));
    let names = calls.flat_map(|call| call.arguments).flat_map(|argument| {
        argument.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>()
    });
    // `Count` is of Measure-Object.
    names
        .filter(|name| {
            name.starts_with(char::is_uppercase)
                && name != "Count"
                && !known.contains(name.as_str())
        })
        .collect()
}

#[test]
fn runbooks_suites_and_examples_show_properties_that_exist() {
    for folder in ["tests/powershell", "tests/runbooks", "tests/runbooks/common", "examples"] {
        for path in
            std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path())
        {
            if path.extension().is_some_and(|extension| extension == "ps1") {
                let code = read(&path);
                assert_eq!(unknown_columns(&code), Vec::<String>::new(), "{}", path.display());
            }
        }
    }
    assert_eq!(unknown_columns("Get-Mailbox | Format-Table Name, Nope"), ["Nope"]);
}

/// Lines where an assigned `if` holds a list: PowerShell takes it apart, and a list of one becomes
/// its element. `@(if ...)` keeps it.
fn lists_taken_apart(code: &str) -> Vec<&str> {
    let assigned =
        |line: &&str| line.contains(" = if (") && (line.contains("{ @(") || line.contains("{ , "));
    code.lines().filter(assigned).map(str::trim).collect()
}

#[test]
fn no_script_assigns_an_if_that_holds_a_list() {
    for folder in ["tests/powershell", "tests/runbooks", "tests/runbooks/common", "examples"] {
        for path in
            std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path())
        {
            if path.extension().is_some_and(|extension| extension == "ps1") {
                let code = std::fs::read_to_string(&path).unwrap();
                assert_eq!(lists_taken_apart(&code), Vec::<&str>::new(), "{}", path.display());
            }
        }
    }
    assert_eq!(lists_taken_apart("$x = if ($a) { @($b) } else { @() }").len(), 1);
    assert_eq!(lists_taken_apart("$x = @(if ($a) { $b })").len(), 0);
}
