//! `Get-Help`: a file that PowerShell reads when somebody asks, so that importing the module need
//! not parse 60 KB of comments.

use super::xml::escape;
use ckey_table::{
    CmdletDef, CommonParameter, Effect, Kind, Mandatory, ParameterDef, Pipeline, Shim,
    ShouldProcess, Table,
};

/// The file, which every function names.
pub(super) const FILE: &str = "CustomerKey-help.xml";

const SWITCH: &str = Kind::Switch.type_name();

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
    let parameters: Vec<Shown> = shown(cmdlet);
    let syntax: String =
        cmdlet.all_sets().iter().map(|set| syntax(cmdlet, &parameters, set)).collect();
    let all: String = parameters.iter().map(Shown::whole).collect();
    let description: String = description(cmdlet, shim).iter().map(|text| para(text)).collect();
    let outputs: String = cmdlet
        .outputs
        .iter()
        .map(|name| {
            format!("      <command:returnValue><dev:type><maml:name>CustomerKey.{name}</maml:name></dev:type></command:returnValue>\n")
        })
        .collect();
    let examples: String =
        cmdlet.examples.iter().enumerate().map(|(at, example)| {
            format!(
                "      <command:example><maml:title>Example {}</maml:title><dev:code>{}</dev:code><dev:remarks>{}</dev:remarks></command:example>\n",
                at + 1,
                escape(example.code),
                para(example.text)
            )
        }).collect();
    format!(
        "  <command:command>\n    <command:details>\n      <command:name>{}</command:name>\n      <command:verb>{verb}</command:verb>\n      \
         <command:noun>{noun}</command:noun>\n      <maml:description>{}</maml:description>\n    </command:details>\n    \
         <maml:description>{description}</maml:description>\n    <command:syntax>\n{syntax}    </command:syntax>\n    <command:parameters>\n{all}    \
         </command:parameters>\n    <command:returnValues>\n{outputs}    </command:returnValues>\n    <maml:alertSet><maml:alert>{}</maml:alert></maml:alertSet>\n    \
         <command:examples>\n{examples}    </command:examples>\n    <command:relatedLinks>\n{}    </command:relatedLinks>\n  </command:command>\n",
        cmdlet.name,
        para(cmdlet.synopsis),
        notes(cmdlet).iter().map(|text| para(text)).collect::<String>(),
        links(cmdlet),
    )
}

fn description(cmdlet: &CmdletDef, shim: Option<&Shim>) -> Vec<String> {
    let mut told = vec![cmdlet.synopsis.to_owned()];
    if let Some(shim) = shim.filter(|_| !cmdlet.link.is_empty()) {
        told.push(format!(
            "It has the name and the parameters of the cmdlet of {}, and works on the local tenant: nothing reaches the service.",
            shim.name
        ));
    }
    if !cmdlet.aliases.is_empty() {
        told.push(format!("Also {}.", cmdlet.aliases.join(", ")));
    }
    match cmdlet.should_process {
        ShouldProcess::Changes => {
            told.push(
                "-WhatIf says what would change and changes nothing; -Confirm asks first."
                    .to_owned(),
            );
        }
        ShouldProcess::Accepted => {
            told.push(
                "It only reads: -WhatIf and -Confirm are accepted and change nothing.".to_owned(),
            );
        }
        ShouldProcess::Obeys => told.push(
            "It has no -WhatIf; where $WhatIfPreference is set, it says what would change and changes nothing."
                .to_owned(),
        ),
        ShouldProcess::Absent => {}
    }
    told
}

/// What is different from the service: parameters that do less here.
fn notes(cmdlet: &CmdletDef) -> Vec<String> {
    let mut told = Vec::new();
    for (effect, what) in [
        (Effect::Refused, "Cannot be used here, for the reason that each tells:"),
        (Effect::Ignored, "Without effect here; a warning says so:"),
        (Effect::Stored, "Kept and shown, and otherwise without effect here:"),
    ] {
        let names: Vec<String> = cmdlet
            .parameters
            .iter()
            .filter(|parameter| parameter.effect == effect && !parameter.is_unrelated())
            .map(|parameter| format!("-{}", parameter.name))
            .collect();
        if !names.is_empty() {
            told.push(format!("{what} {}.", names.join(", ")));
        }
    }
    if cmdlet.parameters.iter().any(ParameterDef::is_unrelated) {
        let what = "The service's settings that have nothing to do with encryption are taken and ignored; one warning names those that were given.";
        told.push(what.to_owned());
    }
    told.push(
        "Which tenant it works on, and what differs from the service: Get-Help about_CustomerKey."
            .to_owned(),
    );
    told
}

fn links(cmdlet: &CmdletDef) -> String {
    let link = |text: &str, uri: &str| {
        format!(
            "      <maml:navigationLink><maml:linkText>{text}</maml:linkText><maml:uri>{}</maml:uri></maml:navigationLink>\n",
            escape(uri)
        )
    };
    let online = if cmdlet.link.is_empty() {
        String::new()
    } else {
        link("The service's own:", cmdlet.link)
    };
    format!("{online}{}", link("about_CustomerKey", ""))
}

fn syntax(cmdlet: &CmdletDef, parameters: &[Shown], set: &str) -> String {
    let mut own: Vec<&Shown> = parameters.iter().filter(|shown| shown.is_in(set)).collect();
    // A line of syntax with two hundred names tells nobody anything; the list of all has them.
    own.retain(|shown| !matches!(shown, Shown::Own(parameter) if parameter.is_unrelated()));
    own.sort_by_key(|shown| shown.position().unwrap_or(u8::MAX));
    let own: String = own.into_iter().map(|shown| shown.short(set)).collect();
    format!(
        "      <command:syntaxItem><maml:name>{}</maml:name>\n{own}      </command:syntaxItem>\n",
        cmdlet.name
    )
}

/// A parameter of help: one of the table, or `-WhatIf` and `-Confirm`.
enum Shown {
    Own(&'static ParameterDef),
    Common(CommonParameter),
}

fn shown(cmdlet: &CmdletDef) -> Vec<Shown> {
    let asks = cmdlet.has_what_if();
    let common = [CommonParameter::WhatIf, CommonParameter::Confirm].map(Shown::Common);
    cmdlet.parameters.iter().map(Shown::Own).chain(common.into_iter().filter(|_| asks)).collect()
}

impl Shown {
    fn is_in(&self, set: &str) -> bool {
        match self {
            Self::Own(parameter) => parameter.is_in(set),
            Self::Common(_) => true,
        }
    }

    const fn position(&self) -> Option<u8> {
        match self {
            Self::Own(parameter) => parameter.position,
            Self::Common(_) => None,
        }
    }

    /// Its name and value, as the list of all parameters and each line of syntax have them.
    fn inner(&self) -> String {
        let (name, ty) = match self {
            Self::Own(parameter) => (parameter.name, parameter.type_name()),
            Self::Common(common) => (common.name(), SWITCH),
        };
        let value = if ty == SWITCH {
            String::new()
        } else {
            let ty = escape(ty);
            format!("<command:parameterValue required=\"true\">{ty}</command:parameterValue>")
        };
        format!("<maml:name>{name}</maml:name>{value}")
    }

    fn position_text(&self) -> String {
        self.position().map_or_else(|| "named".to_owned(), |at| at.to_string())
    }

    /// In a line of syntax.
    fn short(&self, set: &str) -> String {
        let required = matches!(self, Self::Own(parameter) if parameter.is_mandatory_in(set));
        format!(
            "        <command:parameter required=\"{required}\" position=\"{}\">{}</command:parameter>\n",
            self.position_text(),
            self.inner()
        )
    }

    /// In the list of all.
    fn whole(&self) -> String {
        let (aliases, help, ty, default, pipeline, required) = match self {
            Self::Own(parameter) => (
                parameter.aliases.join(", "),
                text(parameter),
                parameter.type_name(),
                default(parameter),
                pipeline(parameter),
                parameter.mandatory != Mandatory::No,
            ),
            Self::Common(common) => {
                let [_, short] = common.names();
                let help = match common {
                    CommonParameter::WhatIf => "Say what would happen and change nothing.",
                    _ => "Ask before anything happens; -Confirm:$false asks nothing.",
                };
                (short.to_owned(), help.to_owned(), SWITCH, "False", "False", false)
            }
        };
        let aliases = if aliases.is_empty() { "none".to_owned() } else { aliases };
        format!(
            "      <command:parameter required=\"{required}\" globbing=\"false\" pipelineInput=\"{pipeline}\" position=\"{}\" aliases=\"{aliases}\">{}\
             <maml:description>{}</maml:description><dev:type><maml:name>{}</maml:name></dev:type>\
             <dev:defaultValue>{}</dev:defaultValue></command:parameter>\n",
            self.position_text(),
            self.inner(),
            para(&help),
            escape(ty),
            escape(default)
        )
    }
}

/// What holds without it.
fn default(parameter: &ParameterDef) -> &'static str {
    match (parameter.default, parameter.kind()) {
        ("", Kind::Switch) => "False",
        ("", _) => "None",
        (told, _) => told,
    }
}

const fn pipeline(parameter: &ParameterDef) -> &'static str {
    match parameter.pipeline {
        Pipeline::No => "False",
        Pipeline::Value => "True (ByValue)",
        Pipeline::Name => "True (ByPropertyName)",
        Pipeline::Both => "True (ByPropertyName, ByValue)",
    }
}

/// What a parameter does here.
fn text(parameter: &ParameterDef) -> String {
    let mut text = parameter.help.to_owned();
    let mut say = |what: &str| text.push_str(&format!(" {what}"));
    match parameter.effect {
        Effect::Acts => {}
        Effect::Stored => say("It is kept and shown, and has no other effect here."),
        Effect::Ignored => say("It has no effect here; a warning says so."),
        Effect::Refused => say(&format!("It cannot be used here. {}", parameter.reason)),
    }
    if !parameter.values.is_empty() {
        let start = if parameter.closed { "One of" } else { "Usually" };
        say(&format!("{start} {}.", parameter.values.join(", ")));
    }
    text
}
