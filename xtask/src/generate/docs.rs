//! `docs/cmdlets.md`: the whole surface to read.

use super::files::Files;
use super::{pipeline, shown, syntax, told};
use ckey_table::{CmdletDef, Effect, Mandatory, ParameterDef, Service, Table, TypeDef};

pub(super) fn add(table: &Table, files: &mut Files) {
    let mut text = String::from(INTRODUCTION);
    for service in table.services {
        let names: Vec<String> = service
            .cmdlets
            .iter()
            .map(|cmdlet| format!("[{}](#{})", cmdlet.name, cmdlet.name.to_lowercase()))
            .collect();
        text.push_str(&format!("- {}: {}\n", service.title, names.join(", ")));
    }
    for service in table.services {
        text.push_str(&self::service(table, service));
    }
    files.add("docs/cmdlets.md", text);
}

const INTRODUCTION: &str = "\
# Cmdlets

Written by `./build generate` from `native/table/services`; edit that. [A page for each](cmdlets/CustomerKey.md) tells what `Get-Help` tells,
in the form of PlatyPS.

Each cmdlet is the same in PowerShell, on the command line (`customer-key Get-DataEncryptionPolicy`) and through the C library. What
is documented for the service's own cmdlet is here with the same name, place, type and set. What a parameter does here is one of four:

| | |
|---|---|
| acts | it does what the text says |
| stored | it is kept and shown, and has no other effect |
| ignored | it has no effect; one warning names those that were given |
| refused | it is an error (`ParameterNotSupported`) that says why and what to do instead |

`-WhatIf` says what would change and changes nothing; `-Confirm` asks first. Both exist where a line of syntax shows them.
In a line of syntax `[]` is optional, and `[-Name]` may be left out when its value stands in its place.

";

fn service(table: &Table, service: &Service) -> String {
    let mut text = format!("\n## {}\n", service.title);
    for cmdlet in &service.cmdlets {
        text.push_str(&self::cmdlet(cmdlet));
    }
    let types: Vec<&TypeDef> =
        table.types().filter(|ty| service.types.iter().any(|own| own.name == ty.name)).collect();
    text.push_str(&format!("\n### Outputs: {}\n", service.title));
    types.iter().for_each(|ty| text.push_str(&output(ty)));
    text
}

fn cmdlet(cmdlet: &CmdletDef) -> String {
    let mut text = format!("\n### {}\n\n{}\n\n", cmdlet.name, cmdlet.synopsis);
    if !cmdlet.aliases.is_empty() {
        text.push_str(&format!("Also {}.\n\n", cmdlet.aliases.join(", ")));
    }
    let sets = cmdlet.all_sets();
    text.push_str("```\n");
    sets.iter()
        .for_each(|set| text.push_str(&format!("{}\n", syntax::words(cmdlet, set).join(" "))));
    text.push_str("```\n");
    if !cmdlet.parameters.is_empty() {
        text.push_str("\n| parameter | type | here | |\n|---|---|---|---|\n");
        let told = cmdlet.parameters.iter().filter(|parameter| !parameter.is_unrelated());
        told.for_each(|parameter| text.push_str(&row(parameter)));
    }
    let unrelated: Vec<String> = cmdlet
        .parameters
        .iter()
        .filter(|parameter| parameter.is_unrelated())
        .map(|parameter| format!("`-{}`", parameter.name))
        .collect();
    if !unrelated.is_empty() {
        text.push_str(&format!(
            "\nThese have nothing to do with encryption; they are taken and ignored, and one warning names them: {}.\n",
            unrelated.join(", ")
        ));
    }
    let outputs: Vec<String> =
        told::outputs(cmdlet).iter().map(|name| format!("`{name}`")).collect();
    let outputs = if outputs.is_empty() { "nothing".to_owned() } else { outputs.join(" or ") };
    text.push_str(&format!("\nReturns {outputs}.\n\n"));
    for example in cmdlet.examples {
        text.push_str(&format!("```powershell\n{}\n```\n\n{}\n\n", example.code, example.text));
    }
    if !cmdlet.link.is_empty() {
        text.push_str(&format!("The service's own: <{}>\n", cmdlet.link));
    }
    text
}

fn row(parameter: &ParameterDef) -> String {
    let effect = match parameter.effect {
        Effect::Acts => "acts",
        Effect::Stored => "stored",
        Effect::Ignored => "ignored",
        Effect::Refused => "**refused**",
    };
    let mut text = parameter.help.to_owned();
    let mut say = |what: String| text.push_str(&format!(" {what}"));
    if parameter.effect == Effect::Refused {
        say(parameter.reason.to_owned());
    }
    if let Some(values) = shown::values(parameter) {
        say(values);
    }
    if !parameter.default.is_empty() {
        say(format!("Without it {}.", parameter.default));
    }
    if let Some(sentence) = pipeline::sentence(parameter.pipeline) {
        say(sentence.to_owned());
    }
    if !parameter.added.is_empty() {
        say(format!("({}.)", parameter.added));
    }
    let aliases: String = parameter.aliases.iter().map(|alias| format!(", `-{alias}`")).collect();
    let always = parameter.mandatory == Mandatory::Yes && parameter.sets.is_empty();
    let mandatory = if always { ", mandatory" } else { "" };
    format!(
        "| `-{}`{aliases} | {}{mandatory} | {effect} | {} |\n",
        parameter.name,
        parameter.type_name(),
        text.replace('|', "\\|")
    )
}

fn output(ty: &TypeDef) -> String {
    let others = ty.shape.types.iter().skip(1);
    let bases: String = others.map(|name| format!(", also `{name}`")).collect();
    let rows: String = ty
        .properties
        .iter()
        .map(|property| {
            format!("| {} | {} | {} |\n", property.name, property.kind.word(), property.help)
        })
        .collect();
    format!(
        "\n#### CustomerKey.{}\n\nBecomes its {} where a name is wanted{bases}.\n\n| property | kind | |\n|---|---|---|\n{rows}",
        ty.name, ty.identity
    )
}
