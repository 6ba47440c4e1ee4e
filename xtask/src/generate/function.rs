//! One cmdlet as a PowerShell function, strictly in the patterns that were tried.

use ckey_table::{CmdletDef, Kind, ParameterDef, ParameterType, Pipeline, ShouldProcess};

pub(super) fn function(cmdlet: &CmdletDef) -> String {
    let parameters: Vec<String> =
        cmdlet.parameters.iter().map(|parameter| self::parameter(cmdlet, parameter)).collect();
    let block = if parameters.is_empty() {
        "    param()\n".to_owned()
    } else {
        format!("    param(\n{}\n    )\n", parameters.join(",\n\n"))
    };
    format!(
        "function {} {{\n{}    {}\n{}{}{block}    begin {{ $given = [string[]]$PSBoundParameters.PSBase.Keys }}\n    process {{ {} }}\n}}\n",
        cmdlet.name,
        help(cmdlet),
        binding(cmdlet),
        aliases(cmdlet),
        outputs(cmdlet),
        call(cmdlet),
    )
}

/// A text in single quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

pub(super) fn quoted_list<T: AsRef<str>>(texts: &[T]) -> String {
    texts.iter().map(|text| quoted(text.as_ref())).collect::<Vec<_>>().join(", ")
}

fn help(cmdlet: &CmdletDef) -> String {
    let mut help = format!("    <#\n    .SYNOPSIS\n    {}\n", cmdlet.synopsis);
    for parameter in cmdlet.parameters {
        help.push_str(&format!(
            "    .PARAMETER {}\n    {}\n",
            parameter.name,
            effect_help(parameter)
        ));
    }
    for example in cmdlet.examples {
        help.push_str(&format!("    .EXAMPLE\n    PS> {}\n\n    {}\n", example.code, example.text));
    }
    if !cmdlet.link.is_empty() {
        help.push_str(&format!("    .LINK\n    {}\n", cmdlet.link));
    }
    help.push_str("    #>\n");
    help
}

fn effect_help(parameter: &ParameterDef) -> String {
    use ckey_table::Effect;
    match parameter.effect {
        Effect::Acts => parameter.help.to_owned(),
        Effect::Stored => {
            format!("{} It is kept and shown, and has no other effect here.", parameter.help)
        }
        Effect::Ignored => format!("{} It has no effect here; a warning says so.", parameter.help),
        Effect::Refused => {
            format!("{} It cannot be used here. {}", parameter.help, parameter.reason)
        }
    }
}

fn binding(cmdlet: &CmdletDef) -> String {
    let mut parts = Vec::new();
    match cmdlet.should_process {
        ShouldProcess::Absent => {}
        ShouldProcess::Accepted => parts.push("SupportsShouldProcess".to_owned()),
        ShouldProcess::Changes => {
            parts.push(format!(
                "SupportsShouldProcess, ConfirmImpact = '{}'",
                cmdlet.confirm_impact.name()
            ));
        }
    }
    parts.extend(
        cmdlet.default_set.as_ref().map(|set| format!("DefaultParameterSetName = {}", quoted(set))),
    );
    // PowerShell gives every parameter a place of its own where none has one and there are no sets.
    let is_plain = cmdlet.sets.is_empty()
        && cmdlet.parameters.iter().all(|parameter| parameter.position.is_none());
    if is_plain && !cmdlet.parameters.is_empty() {
        parts.push("PositionalBinding = $false".to_owned());
    }
    format!("[CmdletBinding({})]", parts.join(", "))
}

fn aliases(cmdlet: &CmdletDef) -> String {
    if cmdlet.aliases.is_empty() {
        String::new()
    } else {
        format!("    [Alias({})]\n", quoted_list(cmdlet.aliases))
    }
}

fn outputs(cmdlet: &CmdletDef) -> String {
    let names: Vec<String> =
        cmdlet.outputs.iter().map(|name| format!("CustomerKey.{name}")).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("    [OutputType({})]\n", quoted_list(&names))
    }
}

fn parameter(cmdlet: &CmdletDef, parameter: &ParameterDef) -> String {
    let mut lines = Vec::new();
    let sets: Vec<&&str> = cmdlet.sets.iter().filter(|set| parameter.is_in(set)).collect();
    let same_everywhere = sets.iter().all(|set| parameter.is_mandatory_in(set))
        || !sets.iter().any(|set| parameter.is_mandatory_in(set));
    if parameter.sets.is_empty() && same_everywhere {
        let mandatory = match sets.first() {
            Some(set) => parameter.is_mandatory_in(set),
            None => parameter.is_mandatory_in(""),
        };
        lines.extend(attribute(parameter, mandatory, None));
    } else {
        lines.extend(
            sets.iter()
                .filter_map(|set| attribute(parameter, parameter.is_mandatory_in(set), Some(set))),
        );
    }
    if !parameter.aliases.is_empty() {
        lines.push(format!("[Alias({})]", quoted_list(parameter.aliases)));
    }
    if parameter.allow_empty {
        lines.push("[AllowEmptyString()]".to_owned());
    }
    if parameter.closed {
        lines.push(format!("[ValidateSet({})]", quoted_list(parameter.values)));
    }
    lines.push(format!("{}${}", type_of(parameter.value), parameter.name));
    lines.iter().map(|line| format!("        {line}")).collect::<Vec<_>>().join("\n")
}

fn attribute(parameter: &ParameterDef, mandatory: bool, set: Option<&str>) -> Option<String> {
    let mut parts = Vec::new();
    if mandatory {
        parts.push("Mandatory".to_owned());
    }
    parts.extend(parameter.position.map(|position| format!("Position = {position}")));
    match parameter.pipeline {
        Pipeline::No => {}
        Pipeline::Value => parts.push("ValueFromPipeline".to_owned()),
        Pipeline::Name => parts.push("ValueFromPipelineByPropertyName".to_owned()),
        Pipeline::Both => {
            parts.push("ValueFromPipeline, ValueFromPipelineByPropertyName".to_owned())
        }
    }
    parts.extend(set.map(|set| format!("ParameterSetName = {}", quoted(set))));
    (!parts.is_empty()).then(|| format!("[Parameter({})]", parts.join(", ")))
}

fn type_of(ty: ParameterType) -> String {
    if !ty.input.is_empty() {
        return format!("[PSTypeName('CustomerKey.{}')][psobject]", ty.input);
    }
    if ty.nullable {
        return format!("[Nullable[{}]]", ty.kind.word());
    }
    let name = match ty.kind {
        Kind::UInt => "uint32",
        Kind::Real => "double",
        Kind::ResultSize | Kind::Duration => "string",
        Kind::MultiValue => "object",
        other => other.word(),
    };
    format!("[{name}]")
}

fn call(cmdlet: &CmdletDef) -> String {
    let mut call = "Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given".to_owned();
    let piped: Vec<String> = cmdlet
        .parameters
        .iter()
        .filter(|parameter| parameter.pipeline != Pipeline::No)
        .map(|parameter| format!("{0} = ${0}", parameter.name))
        .collect();
    if !piped.is_empty() {
        call.push_str(&format!(" @{{ {} }}", piped.join("; ")));
    }
    if cmdlet.should_process == ShouldProcess::Changes {
        call.push_str(&format!(" -ShouldProcess {}", target(cmdlet)));
    }
    let paths: Vec<&str> = cmdlet
        .parameters
        .iter()
        .filter(|parameter| parameter.path)
        .map(|parameter| parameter.name)
        .collect();
    if !paths.is_empty() {
        call.push_str(&format!(" -Paths {}", paths.join(", ")));
    }
    call
}

/// What the question of `-Confirm` names: of several parameters at most one is given in a call.
fn target(cmdlet: &CmdletDef) -> String {
    match cmdlet.target {
        [] => quoted(cmdlet.target_text),
        [only] => format!("${only}"),
        several => {
            format!("\"{}\"", several.iter().map(|name| format!("${name}")).collect::<String>())
        }
    }
}
