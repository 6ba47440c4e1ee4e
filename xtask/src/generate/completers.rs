//! Completers: live names from the engine, and the usual values of open parameters.

use std::collections::BTreeMap;

use super::function::quoted_list;
use ckey_table::{CmdletDef, Table};

/// What every completer needs. Names are quoted where PowerShell would read them otherwise.
const HELPER: &str = r#"# ---- completion -----------------------------------------------------------------------------------------------------

# The names that begin with what was typed. A completer asks the engine only where a session is open, so it never makes a tenant.
filter Select-CkeyName([string]$word) {
    $name = [string]$_
    if (-not $name.StartsWith($word.Trim("'"""), 'OrdinalIgnoreCase')) { return }
    $text = if ($name -match '^[\w.@/:-]+$') { $name } else { "'" + [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($name) + "'" }
    [Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $name)
}
"#;

/// A session on another tenant than the one chosen now does not count: the call would open that
/// one.
const ONLY_WHEN_OPEN: &str =
    "    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }\n";

pub(super) fn completers(table: &Table) -> String {
    let mut text = HELPER.to_owned();
    for ((parameter, source), cmdlets) in live(table) {
        let Some(list) = table.cmdlets().find(|cmdlet| cmdlet.name == source) else { continue };
        let body = format!(
            "try {{ {} -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word }} catch {{ return }}",
            list_call(list)
        );
        text.push_str(&register(&cmdlets, &parameter, &format!("{ONLY_WHEN_OPEN}    {body}\n")));
    }
    for ((parameter, values), cmdlets) in usual(table) {
        text.push_str(&register(
            &cmdlets,
            &parameter,
            &format!("    {values} | Select-CkeyName $word\n"),
        ));
    }
    text
}

fn register(cmdlets: &[&str], parameter: &str, body: &str) -> String {
    format!(
        "\nRegister-ArgumentCompleter -CommandName {} -ParameterName {parameter} -ScriptBlock {{\n    param($command, $parameter, $word)\n{body}}}\n",
        cmdlets.join(", ")
    )
}

/// A listing that stays small.
fn list_call(cmdlet: &CmdletDef) -> String {
    let has = |name: &str| cmdlet.parameters.iter().any(|parameter| parameter.name == name);
    let mut call = cmdlet.name.to_owned();
    if has("Anr") && has("ResultSize") {
        call.push_str(" -Anr $word.Trim(\"'\"\"\") -ResultSize 50");
    }
    call
}

fn live(table: &Table) -> BTreeMap<(String, String), Vec<&str>> {
    let mut found: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for cmdlet in table.cmdlets() {
        for parameter in cmdlet.parameters.iter().filter(|parameter| !parameter.complete.is_empty())
        {
            found
                .entry((parameter.name.to_owned(), parameter.complete.to_owned()))
                .or_default()
                .push(cmdlet.name);
        }
    }
    found
}

fn usual(table: &Table) -> BTreeMap<(String, String), Vec<&str>> {
    let mut found: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for cmdlet in table.cmdlets() {
        for parameter in cmdlet
            .parameters
            .iter()
            .filter(|parameter| !parameter.values.is_empty() && !parameter.closed)
        {
            found
                .entry((parameter.name.to_owned(), quoted_list(parameter.values)))
                .or_default()
                .push(cmdlet.name);
        }
    }
    found
}
