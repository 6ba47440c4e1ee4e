//! `Get-Help`: a file that PowerShell reads when somebody asks, so that importing the module need
//! not parse 60 KB of comments.

use super::shown::{self, Shown};
use super::told;
use super::xml::escape;
use ckey_table::{CmdletDef, Shim, Table};

/// The file, which every function names.
pub(super) const FILE: &str = "CustomerKey-help.xml";

/// What stands where a parameter has no place.
const NAMED: &str = "named";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <!-- Written by ./build generate from native/table/services; edit that. -->\n\
    <helpItems schema=\"maml\" xmlns=\"http://msh\" xmlns:maml=\"http://schemas.microsoft.com/maml/2004/10\" \
    xmlns:command=\"http://schemas.microsoft.com/maml/dev/command/2004/10\" xmlns:dev=\"http://schemas.microsoft.com/maml/dev/2004/10\">\n";

pub(super) fn help(table: &Table) -> String {
    let mut text = HEAD.to_owned();
    for service in table.services {
        for cmdlet in &service.cmdlets {
            text.push_str(&self::cmdlet(cmdlet, service.shim.as_ref()));
        }
    }
    text.push_str("</helpItems>\n");
    text
}

fn para(text: &str) -> String {
    format!("<maml:para>{}</maml:para>", escape(text))
}

fn cmdlet(cmdlet: &CmdletDef, shim: Option<&Shim>) -> String {
    let (verb, noun) = cmdlet.name.split_once('-').unwrap_or_default();
    let syntax: String = cmdlet.all_sets().iter().map(|set| syntax(cmdlet, set)).collect();
    let all: String = shown::all(cmdlet).iter().map(whole).collect();
    let description = told::description(cmdlet, shim);
    let description: String = description.iter().map(|text| para(text)).collect();
    let inputs: String = told::inputs(cmdlet)
        .iter()
        .map(|name| {
            format!("      <command:inputType><dev:type><maml:name>{}</maml:name></dev:type></command:inputType>\n", escape(name))
        })
        .collect();
    let outputs: String = told::outputs(cmdlet)
        .iter()
        .map(|name| {
            format!("      <command:returnValue><dev:type><maml:name>{name}</maml:name></dev:type></command:returnValue>\n")
        })
        .collect();
    let examples: String =
        cmdlet.examples.iter().enumerate().map(|(at, example)| {
            format!(
                "      <command:example><maml:title>{}</maml:title><dev:code>{}</dev:code><dev:remarks>{}</dev:remarks></command:example>\n",
                told::example(at),
                escape(example.code),
                para(example.text)
            )
        }).collect();
    format!(
        "  <command:command>\n    <command:details>\n      <command:name>{}</command:name>\n      <command:verb>{verb}</command:verb>\n      \
         <command:noun>{noun}</command:noun>\n      <maml:description>{}</maml:description>\n    </command:details>\n    \
         <maml:description>{description}</maml:description>\n    <command:syntax>\n{syntax}    </command:syntax>\n    <command:parameters>\n{all}    \
         </command:parameters>\n    <command:inputTypes>\n{inputs}    </command:inputTypes>\n    <command:returnValues>\n{outputs}    </command:returnValues>\n    <maml:alertSet><maml:alert>{}</maml:alert></maml:alertSet>\n    \
         <command:examples>\n{examples}    </command:examples>\n    <command:relatedLinks>\n{}    </command:relatedLinks>\n  </command:command>\n",
        cmdlet.name,
        para(cmdlet.synopsis),
        told::notes(cmdlet).iter().map(|text| para(text)).collect::<String>(),
        links(cmdlet),
    )
}

fn links(cmdlet: &CmdletDef) -> String {
    let link = |(text, uri): (&str, &str)| {
        format!(
            "      <maml:navigationLink><maml:linkText>{text}</maml:linkText><maml:uri>{}</maml:uri></maml:navigationLink>\n",
            escape(uri)
        )
    };
    told::links(cmdlet).into_iter().map(link).collect()
}

fn syntax(cmdlet: &CmdletDef, set: &str) -> String {
    let own: String =
        shown::in_line(cmdlet, set).iter().map(|parameter| short(parameter, set)).collect();
    format!(
        "      <command:syntaxItem><maml:name>{}</maml:name>\n{own}      </command:syntaxItem>\n",
        cmdlet.name
    )
}

/// The name and value of a parameter, as the list of all parameters and each line of syntax have
/// them.
fn inner(parameter: &Shown) -> String {
    let value = if parameter.is_switch() {
        String::new()
    } else {
        let ty = escape(parameter.type_name());
        format!("<command:parameterValue required=\"true\">{ty}</command:parameterValue>")
    };
    format!("<maml:name>{}</maml:name>{value}", parameter.name())
}

/// A parameter in a line of syntax.
fn short(parameter: &Shown, set: &str) -> String {
    format!(
        "        <command:parameter required=\"{}\" position=\"{}\">{}</command:parameter>\n",
        parameter.is_mandatory_in(set),
        parameter.place(NAMED),
        inner(parameter)
    )
}

/// A parameter in the list of all.
fn whole(parameter: &Shown) -> String {
    let aliases = parameter.aliases();
    let aliases = if aliases.is_empty() { "none" } else { &aliases };
    format!(
        "      <command:parameter required=\"{}\" globbing=\"false\" pipelineInput=\"{}\" position=\"{}\" aliases=\"{aliases}\">{}\
         <maml:description>{}</maml:description><dev:type><maml:name>{}</maml:name></dev:type>\
         <dev:defaultValue>{}</dev:defaultValue></command:parameter>\n",
        parameter.is_mandatory(),
        parameter.pipeline(),
        parameter.place(NAMED),
        inner(parameter),
        para(&parameter.text()),
        escape(parameter.type_name()),
        escape(parameter.default())
    )
}
