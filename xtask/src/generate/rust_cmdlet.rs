//! One cmdlet in Rust: the struct of its parameters and its definition.

use super::names::{pascal, snake};
use super::rust::NOTICE;
use super::table::{Cmdlet, Effect, Mandatory, Parameter, Pipeline, Service, ShouldProcess};

pub(super) fn file(service: &Service, cmdlet: &Cmdlet) -> String {
    let name = pascal(&cmdlet.name);
    let fields: String = cmdlet.parameters.iter().filter_map(field).collect();
    let mut types: Vec<&str> = ["Credential", "Moment", "MultiValue", "Object", "ResultSize", "Seconds", "SecretRef", "Table"]
        .into_iter()
        .filter(|ty| fields.contains(&format!("{ty}>")) || fields.contains(&format!(": {ty},")))
        .collect();
    types.dedup();
    let imports = if types.is_empty() { String::new() } else { format!("use crate::value::{{{}}};\n", types.join(", ")) };
    let definition = definition(service, cmdlet);
    let kinds: Vec<&str> = ["CmdletDef", "Effect", "Kind", "Mandatory", "ParameterDef", "Pipeline", "ShouldProcess"]
        .into_iter()
        .filter(|ty| definition.contains(&format!("{ty}::")) || *ty == "CmdletDef")
        .collect();
    let kinds = format!("use crate::def::{{{}}};\n", kinds.join(", "));
    let copy = if fields.is_empty() { ", Copy" } else { "" };
    format!(
        "//! `{}`. {NOTICE}\n\nuse serde::Deserialize;\n\nuse crate::bind::Parameters;\n{kinds}{imports}\n/// {}\n#[derive(Debug, Clone{copy}, PartialEq, Deserialize)]\n\
         pub struct {name} {{\n{fields}}}\n\nimpl Parameters for {name} {{\n    const CMDLET: &'static CmdletDef = &CMDLET;\n}}\n\n{}",
        cmdlet.name, cmdlet.synopsis, definition
    )
}

fn field(parameter: &Parameter) -> Option<String> {
    if matches!(parameter.effect, Effect::Ignored | Effect::Refused) {
        return None;
    }
    let required = parameter.mandatory == Mandatory::All(true) && parameter.sets.is_empty();
    let (plain, switch) = match parameter.kind.trim_end_matches('?') {
        "string" | "guid" => ("String", false),
        "switch" => ("bool", parameter.default != "True"),
        "bool" => ("bool", false),
        "int" => ("i32", false),
        "uint" => ("u32", false),
        "real" => ("f64", false),
        "datetime" => ("Moment", false),
        "string[]" => ("Vec<String>", false),
        "multivalued" => ("MultiValue", false),
        "hashtable" => ("Table", false),
        "securestring" => ("SecretRef", false),
        "pscredential" => ("Credential", false),
        "resultsize" => ("ResultSize", false),
        "duration" => ("Seconds", false),
        _ => ("Object", false),
    };
    let (ty, default) = match (switch, required) {
        (true, _) => (plain.to_owned(), ", default"),
        (_, true) => (plain.to_owned(), ""),
        _ => (format!("Option<{plain}>"), ", default"),
    };
    let help = doc(&parameter.help);
    let original = &parameter.name;
    Some(format!("    {help}\n    #[serde(rename = {original:?}{default})]\n    pub {}: {ty},\n", snake(original)))
}

/// Help as a doc comment: what rustdoc would take for markup stands in backticks.
pub(super) fn doc(help: &str) -> String {
    let quote = |word: &str| {
        let markup = word.contains(['@', '<', '[', '*', '$']) || word.contains("://");
        if markup && !word.contains('`') { format!("`{word}`") } else { word.to_owned() }
    };
    format!("/// {}", help.split(' ').map(quote).collect::<Vec<_>>().join(" "))
}

fn definition(service: &Service, cmdlet: &Cmdlet) -> String {
    let process = match cmdlet.should_process {
        ShouldProcess::Absent => "Absent",
        ShouldProcess::Accepted => "Accepted",
        ShouldProcess::Changes => "Changes",
    };
    let parameters: String = cmdlet.parameters.iter().map(parameter).collect();
    let examples: String = cmdlet.examples.iter().map(|example| format!("({:?}, {:?}),", example.code, example.text)).collect();
    format!(
        "pub(super) static CMDLET: CmdletDef = CmdletDef {{ name: {:?}, service: {:?}, aliases: &{:?}, synopsis: {:?}, link: {:?}, \
         should_process: ShouldProcess::{process}, confirms: {}, target: &{:?}, target_text: {:?}, sets: &{:?}, default_set: {:?}, \
         parameters: &[{parameters}], outputs: &{:?}, examples: &[{examples}] }};\n",
        cmdlet.name,
        service.service,
        cmdlet.aliases,
        cmdlet.synopsis,
        cmdlet.link,
        cmdlet.confirm_impact.as_deref() == Some("High"),
        cmdlet.target,
        cmdlet.target_text,
        cmdlet.sets,
        cmdlet.default_set,
        cmdlet.outputs,
    )
}

fn parameter(parameter: &Parameter) -> String {
    let kind = match parameter.kind.trim_end_matches('?') {
        "string" => "Text",
        "switch" => "Switch",
        "bool" => "Bool",
        "int" => "Int",
        "uint" => "UInt",
        "real" => "Real",
        "datetime" => "DateTime",
        "guid" => "Guid",
        "string[]" => "TextList",
        "multivalued" => "MultiValue",
        "hashtable" => "Table",
        "securestring" => "Secret",
        "pscredential" => "Credential",
        "resultsize" => "ResultSize",
        "duration" => "Duration",
        _ => "Object",
    };
    let mut fields = format!("name: {:?}, kind: Kind::{kind}, ", parameter.name);
    let mut add = |given: bool, field: &str, value: String| {
        if given {
            fields.push_str(&format!("{field}: {value}, "));
        }
    };
    add(!parameter.documented.is_empty(), "documented", format!("{:?}", parameter.documented));
    add(!parameter.sets.is_empty(), "sets", format!("&{:?}", parameter.sets));
    match &parameter.mandatory {
        Mandatory::All(yes) => add(*yes, "mandatory", "Mandatory::Yes".to_owned()),
        Mandatory::In(sets) => add(true, "mandatory", format!("Mandatory::In(&{sets:?})")),
    }
    add(parameter.position.is_some(), "position", format!("{:?}", parameter.position));
    add(!parameter.aliases.is_empty(), "aliases", format!("&{:?}", parameter.aliases));
    match parameter.pipeline {
        Pipeline::No => {}
        Pipeline::Value => add(true, "pipeline", "Pipeline::Value".to_owned()),
        Pipeline::Name => add(true, "pipeline", "Pipeline::Name".to_owned()),
        Pipeline::Both => add(true, "pipeline", "Pipeline::Both".to_owned()),
    }
    add(!parameter.values.is_empty(), "values", format!("&{:?}", parameter.values));
    for (field, given) in [("closed", parameter.closed), ("allow_empty", parameter.allow_empty), ("path", parameter.path)] {
        add(given, field, "true".to_owned());
    }
    add(!parameter.default.is_empty(), "default", format!("{:?}", parameter.default));
    match parameter.effect {
        Effect::Acts => {}
        Effect::Stored => add(true, "effect", "Effect::Stored".to_owned()),
        Effect::Ignored => add(true, "effect", "Effect::Ignored".to_owned()),
        Effect::Refused => add(true, "effect", format!("Effect::Refused({:?})", parameter.reason)),
    }
    format!("ParameterDef {{ {fields} help: {:?}, ..ParameterDef::PLAIN }},", parameter.help)
}
