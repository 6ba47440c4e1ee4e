//! One cmdlet as a PowerShell function, strictly in the patterns that were tried.

use super::{completers, help, pipeline, shown, told};
use ckey_table::{
    CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess, Table,
};

pub(super) fn function(table: &Table, cmdlet: &CmdletDef) -> String {
    let parameters = cmdlet.parameters.iter().filter(|parameter| !parameter.is_unrelated());
    let mut parameters: Vec<String> =
        parameters.map(|parameter| self::parameter(table, cmdlet, parameter)).collect();
    let unrelated = cmdlet.parameters.iter().filter(|parameter| parameter.is_unrelated());
    let unrelated: Vec<String> =
        unrelated.map(|parameter| self::parameter(table, cmdlet, parameter)).collect();
    if !unrelated.is_empty() {
        parameters.push(unrelated.join(",\n"));
    }
    let block = if parameters.is_empty() {
        "    param()\n".to_owned()
    } else {
        format!("    param(\n{}\n    )\n", parameters.join(",\n"))
    };
    format!(
        "function {} {{\n    # .EXTERNALHELP {}\n    {}\n{}{}{block}{}    process {{ {} }}\n}}\n",
        cmdlet.name,
        help::FILE,
        binding(cmdlet),
        aliases(cmdlet),
        outputs(cmdlet),
        if is_piped(cmdlet) {
            "    begin { $given = @($PSBoundParameters.PSBase.Keys) }\n"
        } else {
            ""
        },
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

fn binding(cmdlet: &CmdletDef) -> String {
    let mut parts = Vec::new();
    match cmdlet.should_process {
        ShouldProcess::Absent | ShouldProcess::Obeys => {}
        ShouldProcess::Accepted => parts.push("SupportsShouldProcess".to_owned()),
        ShouldProcess::Changes => {
            // The kernel counts on it: the engine asks by itself where more is at stake.
            parts.push("SupportsShouldProcess, ConfirmImpact = 'Medium'".to_owned());
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
    let names = told::outputs(cmdlet);
    if names.is_empty() {
        String::new()
    } else {
        format!("    [OutputType({})]\n", quoted_list(&names))
    }
}

fn parameter(table: &Table, cmdlet: &CmdletDef, parameter: &ParameterDef) -> String {
    let mut lines = Vec::new();
    if shown::is_same_in_all(cmdlet, parameter) {
        lines.extend(attribute(parameter, parameter.mandatory != Mandatory::No, None));
    } else {
        let sets = cmdlet.sets.iter().filter(|set| parameter.is_in(set));
        lines.extend(
            sets.filter_map(|set| attribute(parameter, parameter.is_mandatory_in(set), Some(set))),
        );
    }
    if !parameter.aliases.is_empty() {
        lines.push(format!("[Alias({})]", quoted_list(parameter.aliases)));
    }
    // Mandatory in one set, it would refuse $null in the others as well.
    if parameter.value.nullable
        && parameter.kind() == Kind::Text
        && parameter.mandatory != Mandatory::No
    {
        lines.push("[AllowNull()]".to_owned());
    }
    if parameter.allow_empty {
        lines.push("[AllowEmptyString()]".to_owned());
    }
    // "get, list" is a list too, which [ValidateSet] refuses; the library takes it and nothing else.
    if parameter.closed && parameter.kind() != Kind::TextList {
        lines.push(format!("[ValidateSet({})]", quoted_list(parameter.values)));
    }
    if completers::completes(table, parameter) {
        lines.push("[CustomerKey.Completes()]".to_owned());
    }
    lines.extend(input(table, cmdlet, parameter));
    // What has no type takes any object; to say so costs an import 1 KB each.
    lines.push(match type_of(cmdlet, parameter).as_str() {
        "object" => format!("${}", parameter.name),
        ty => format!("[{ty}]${}", parameter.name),
    });
    wrapped(&lines)
}

/// The words of a parameter, as few lines as 150 columns allow: an import reads each of them.
fn wrapped(words: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.len().saturating_add(word.len()) < 150 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("        {word}")),
        }
    }
    lines.join("\n")
}

fn attribute(parameter: &ParameterDef, mandatory: bool, set: Option<&str>) -> Option<String> {
    let mut parts = Vec::new();
    if mandatory {
        parts.push("Mandatory".to_owned());
    }
    parts.extend(parameter.position.map(|position| format!("Position = {position}")));
    parts.extend(pipeline::attribute(parameter.pipeline).map(str::to_owned));
    parts.extend(set.map(|set| format!("ParameterSetName = {}", quoted(set))));
    (!parts.is_empty()).then(|| format!("[Parameter({})]", parts.join(", ")))
}

/// Whether we look at an object before it is taken, and say what came. `PSTypeName` is silent about
/// that; but only it lets PowerShell go on to another parameter, which counts where several take
/// objects.
fn is_looked_at(cmdlet: &CmdletDef, parameter: &ParameterDef) -> bool {
    let takes_objects = |own: &&ParameterDef| !own.value.input.is_empty();
    takes_objects(&parameter) && cmdlet.parameters.iter().filter(takes_objects).count() == 1
}

/// What is written before an input object.
fn input(table: &Table, cmdlet: &CmdletDef, parameter: &ParameterDef) -> Option<String> {
    let wanted = parameter.value.input;
    let first = wanted.first()?;
    if !is_looked_at(cmdlet, parameter) {
        return Some(format!(
            "[PSTypeName('CustomerKey.{first}')]\n        [CustomerKey.TakesCopy('CustomerKey.{first}')]"
        ));
    }
    let types: Vec<&str> = table
        .types()
        .filter(|ty| wanted.iter().any(|name| ty.name == *name || ty.bases.contains(name)))
        .map(|ty| ty.name)
        .collect();
    let mut sources: Vec<&str> = Vec::new();
    for lists in table.cmdlets().filter(|lists| lists.name.starts_with("Get-")) {
        if lists.outputs.iter().any(|output| types.contains(output)) {
            sources.push(lists.name);
        }
    }
    // What a row of a file has to have.
    let named = cmdlet.parameters.iter().filter(|own| {
        own.pipeline == Pipeline::Name
            && own.effect == Effect::Acts
            && own.mandatory != Mandatory::No
    });
    let identities = wanted.iter().filter_map(|name| table.types().find(|ty| ty.name == *name));
    let mut names: Vec<&str> = Vec::new();
    for name in identities.map(|ty| ty.identity).chain(named.map(|own| own.name)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Some(format!(
        "[ValidateScript({{ Assert-CkeyInput $_ ({}) ({}) ({}) }})]",
        quoted_list(&sources),
        quoted_list(&types),
        quoted_list(&names)
    ))
}

/// The name of its type in PowerShell.
fn type_of(cmdlet: &CmdletDef, parameter: &ParameterDef) -> String {
    let ty = parameter.value;
    if !ty.input.is_empty() {
        // At its place an object binds without a conversion, or the text beside it takes it: a class
        // is no [psobject] there.
        let at_place = parameter.position.is_some() && is_looked_at(cmdlet, parameter);
        return if at_place { "object" } else { "psobject" }.to_owned();
    }
    // [string] makes an empty text of $null; the library tells them apart.
    if ty.nullable && ty.kind == Kind::Text {
        return "object".to_owned();
    }
    if ty.nullable {
        return format!("Nullable[{}]", ty.kind.word());
    }
    // The truth value of a file is a text, which [bool] refuses; the library reads both.
    if ty.kind == Kind::Bool && parameter.pipeline != Pipeline::No {
        return "object".to_owned();
    }
    let name = match ty.kind {
        Kind::UInt => "uint32",
        Kind::Real => "double",
        Kind::ResultSize | Kind::Duration => "string",
        Kind::MultiValue => "object",
        other => other.word(),
    };
    name.to_owned()
}

fn is_piped(cmdlet: &CmdletDef) -> bool {
    cmdlet.parameters.iter().any(|parameter| parameter.pipeline != Pipeline::No)
}

fn call(cmdlet: &CmdletDef) -> String {
    // A parameter -Keys would hide the property of that name, but not that of the object below.
    let given = if is_piped(cmdlet) { "$given" } else { "@($PSBoundParameters.PSBase.Keys)" };
    let mut call = format!("Invoke-CkeyCall $PSCmdlet $PSBoundParameters {given}");
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
    if cmdlet.should_process == ShouldProcess::Obeys {
        call.push_str(" -Obeys");
    }
    if cmdlet.opens_tenant {
        call.push_str(" -Opens");
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
