//! Help, from the table of cmdlets.

use std::fmt::Write;

use ckey_cmdlets::table::{CmdletDef, Effect, Kind, ParameterDef, ShouldProcess};

use ckey_cmdlets::table;

/// Help about the tool, with every cmdlet.
pub(crate) fn overview() -> String {
    let mut text = String::from(
        "customer-key: the cmdlets of Customer Key from any shell.

  customer-key CMDLET [PARAMETERS]    customer-key Get-DataEncryptionPolicy -Identity Contoso | jq
  customer-key -c 'LINE'              one command line, also with pipes: 'Get-Mailbox | Set-Mailbox -DataEncryptionPolicy Contoso'
  customer-key run FILE | -           many command lines in one process; --echo shows each before its output
  customer-key work [--forever]       work jobs off until none is left, or forever
  customer-key help [CMDLET]          this, or everything about one cmdlet

  --tenant PATH   the tenant folder; else CUSTOMER_KEY_TENANT, else the one opened last, else the default one
  --json --table --list   JSON lines (the default when standard output is no terminal), tables, or every property
  --records               for other programs: on standard output a line of JSON for everything that there is to say, as it comes:
                          {\"output\": OBJECT}, {\"error\": {\"cmdlet\", \"id\", \"message\", \"target\", \"category\", \"reason\", \"fix\", ...}}, and a text for each
                          \"warning\", \"verbose\", \"information\", \"whatIf\" and \"question\" (with a \"caption\"), which a line 'yes' or 'no' on standard input answers

In a shell, quote what belongs to PowerShell: '$null', '-Confirm:$false' (or -Confirm:false), \"@('a','b')\" (or a,b).
Exit code: 0 done, 1 a cmdlet reported an error or standard output cannot be written, 2 the command line is wrong.
",
    );
    let mut service = "";
    let width = table::cmdlets().map(|def| def.name.len()).max().unwrap_or_default();
    for def in table::cmdlets() {
        if def.service != service {
            service = def.service;
            let _ = write!(text, "\n{service}\n");
        }
        let _ = writeln!(text, "  {:<width$}  {}", def.name, def.synopsis);
    }
    text
}

/// Help about one cmdlet.
pub(crate) fn about(def: &CmdletDef) -> String {
    let mut text = format!("{}\n  {}\n", def.name, def.synopsis);
    if !def.aliases.is_empty() {
        let _ = writeln!(text, "  other names: {}", def.aliases.join(", "));
    }
    text.push_str("\nSYNTAX\n");
    let one = [""];
    for set in if def.sets.is_empty() { one.as_slice() } else { def.sets } {
        let _ = writeln!(text, "  {}{}", def.name, syntax(def, set));
    }
    text.push_str("\nPARAMETERS\n");
    for parameter in def.parameters {
        describe(&mut text, parameter);
    }
    if def.should_process == ShouldProcess::Changes {
        text.push_str("  -WhatIf\n      Say what would change, and change nothing.\n  -Confirm\n      Ask first; -Confirm:false does not ask.\n");
    }
    if !def.examples.is_empty() {
        text.push_str("\nEXAMPLES\n");
    }
    for example in def.examples {
        let (line, what) = (example.code, example.text);
        let _ = writeln!(text, "  {line}\n      {what}");
    }
    if !def.link.is_empty() {
        let _ = write!(text, "\n{}\n", def.link);
    }
    text
}

fn syntax(def: &CmdletDef, set: &str) -> String {
    let shown =
        |p: &&ParameterDef| p.is_in(set) && matches!(p.effect, Effect::Acts | Effect::Stored);
    let one = |p: &ParameterDef| {
        let name =
            if p.position.is_some() { format!("[-{}]", p.name) } else { format!("-{}", p.name) };
        let whole =
            if p.kind() == Kind::Switch { name } else { format!("{name} <{}>", p.type_name()) };
        if p.is_mandatory_in(set) { format!(" {whole}") } else { format!(" [{whole}]") }
    };
    def.parameters.iter().filter(shown).map(one).collect()
}

fn describe(text: &mut String, parameter: &ParameterDef) {
    let _ = write!(text, "  -{}", parameter.name);
    if parameter.kind() != Kind::Switch {
        let _ = write!(text, " <{}>", parameter.type_name());
    }
    text.push('\n');
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
    let _ = writeln!(text, "      {}", help.trim());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_that_takes_a_value_says_of_which_type() {
        for def in table::cmdlets() {
            assert!(!about(def).contains("<>"), "{}", def.name);
        }
    }
}
