//! Completers: live names from the engine, and the usual values of open parameters.

use std::collections::BTreeMap;

use super::function::quoted_list;
use super::manifest::NOTICE;
use ckey_table::{Handed, Kind, NameSource, ParameterDef, Stage, Table, TypeDef};

/// Whether the Tab key asks about a parameter, which its attribute says. What completes it is read
/// when it first does.
pub(super) fn completes(table: &Table, parameter: &ParameterDef) -> bool {
    body(table, parameter).is_some()
}

/// What completes each of them: `$script:Completers`, by cmdlet and parameter.
pub(super) fn completers(table: &Table) -> String {
    let mut text = format!("{NOTICE}$script:Completers = @{{}}\n");
    for (body, places) in groups(table) {
        let places: Vec<String> =
            places.iter().map(|(parameter, cmdlet)| format!("{cmdlet} -{parameter}")).collect();
        text.push_str(&format!(
            "\n$completer = {{\n    param($word, $bound)\n{body}}}\nforeach ($place in {}) {{ $script:Completers[$place] = $completer }}\n",
            quoted_list(&places)
        ));
    }
    text
}

/// The parameters, and their cmdlets, that each completer completes.
fn groups(table: &Table) -> BTreeMap<String, Vec<(&'static str, &'static str)>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for cmdlet in table.cmdlets() {
        for parameter in cmdlet.parameters {
            if let Some(body) = body(table, parameter) {
                groups.entry(body).or_default().push((parameter.name, cmdlet.name));
            }
        }
    }
    groups
}

/// What completes a parameter: names of its sources, then its usual values. PowerShell itself
/// completes the one word of a closed list.
fn body(table: &Table, parameter: &ParameterDef) -> Option<String> {
    let sources: Vec<String> =
        parameter.name_sources().iter().map(|source| self::source(table, source)).collect();
    let by_itself = parameter.closed && parameter.kind() != Kind::TextList;
    let usual = if by_itself { "" } else { &quoted_list(parameter.values) };
    match (sources.is_empty(), usual.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("    Complete-CkeyName $word -usual {usual}\n")),
        (false, none) => {
            let usual = if none { String::new() } else { format!(" -usual {usual}") };
            Some(format!("    Complete-CkeyName $word {}{usual}\n", sources.join(", ")))
        }
    }
}

fn source(table: &Table, source: &NameSource) -> String {
    let Some((last, before)) = source.stages.split_last() else { return String::new() };
    let ty = table.cmdlets().find(|cmdlet| cmdlet.name == last.cmdlet).and_then(|cmdlet| {
        table.types().find(|ty| cmdlet.outputs.last().is_some_and(|output| ty.name == *output))
    });
    let property = match ty {
        Some(ty) if source.property.is_empty() => ty.identity,
        _ => source.property,
    };
    let about = ty.map(told).unwrap_or_default();
    let select = format!("Select-CkeyName $word {property} {about}");
    let mut lines = String::new();
    let alone = stage(table, last, true, &mut lines);
    let fed: Vec<String> = before
        .iter()
        .map(|before| stage(table, before, false, &mut String::new()))
        .chain([stage(table, last, false, &mut String::new())])
        .collect();
    let ask = match (last.bound.len(), before.is_empty()) {
        (0, true) => alone,
        (0, false) => fed.join(" | "),
        (all, true) => format!("if ($with.Count -eq {all}) {{ {alone} }}"),
        (all, false) => {
            format!("if ($with.Count -eq {all}) {{ {alone} }} else {{ {} }}", fed.join(" | "))
        }
    };
    let ask = if ask.starts_with("if ") { format!("$({ask})") } else { ask };
    format!("{{\n        param($quiet)\n{lines}        {ask} | {select}\n    }}")
}

/// What is told beside a name: what the table shows of the object.
fn told(ty: &TypeDef) -> String {
    ty.table.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

/// One cmdlet of a source, and the lines that it needs before it. A listing stays small.
fn stage(table: &Table, stage: &Stage, alone: bool, lines: &mut String) -> String {
    let mut call = format!("{} @quiet", stage.cmdlet);
    let listed = table.cmdlets().find(|cmdlet| cmdlet.name == stage.cmdlet);
    let has = |name: &str| listed.is_some_and(|cmdlet| cmdlet.parameter(name).is_some());
    if has("Anr") && has("ResultSize") {
        call.push_str(" -Identity ($word + '*') -ResultSize 50");
    }
    for word in &stage.always {
        call.push_str(&format!(" {word}"));
    }
    if alone {
        for (handed, variable) in [(&stage.bound, "with"), (&stage.if_bound, "more")] {
            if !handed.is_empty() {
                let names: Vec<_> = handed.iter().map(handed_over).collect();
                let names = names.join(", ");
                lines.push_str(&format!("        ${variable} = Select-CkeyBound $bound {names}\n"));
                call.push_str(&format!(" @{variable}"));
            }
        }
    }
    call
}

fn handed_over(handed: &Handed) -> String {
    let Handed { to, from } = handed;
    if to == from { (*to).to_owned() } else { format!("{to}={from}") }
}
