//! The PowerShell module, checked without PowerShell: it parses, is what the reference documents,
//! and calls nothing unexpected.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod binding;
mod differences;
mod powershell;
mod reference;
mod runbooks;
mod scripts;
mod xml;

use std::collections::BTreeSet;
use std::path::PathBuf;

use ckey_cmdlets::table::{self, Effect, Kind, Pipeline, ShouldProcess, cmdlets, find_type};
use powershell::{Attribute, Function, Parameter, Script};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn module(file: &str) -> String {
    std::fs::read_to_string(root().join("powershell-module/CustomerKey").join(file)).unwrap()
}

/// The cmdlets, those of Azure too, which are left out beside its own modules.
fn all_cmdlets() -> String {
    module("Azure.ps1") + &module("Cmdlets.ps1")
}

fn functions() -> Vec<Function> {
    Script::parse(all_cmdlets())
        .functions()
        .into_iter()
        .filter(|function| !function.parameters_are_private())
        .collect()
}

impl Function {
    fn parameters_are_private(&self) -> bool {
        self.name.contains("-Ckey")
    }
}

fn documented() -> Vec<reference::Cmdlet> {
    serde_json::from_str(
        &std::fs::read_to_string(root().join("tests/reference/cmdlets.json")).unwrap(),
    )
    .unwrap()
}

/// What every cmdlet takes beside its own parameters.
const COMMON: &[&str] = &[
    "ErrorAction",
    "ErrorVariable",
    "WarningAction",
    "WarningVariable",
    "Verbose",
    "Confirm",
    "WhatIf",
];

/// The parts of the kernel: what an import reads of it, and what the first call does.
fn kernel() -> Vec<Script> {
    let first = module("CustomerKey.psm1");
    let folder = root().join("powershell-module/CustomerKey/Kernel");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let parts = files.map(|file| std::fs::read_to_string(file).unwrap());
    // The grammar does not know the last lines, which are compared below, nor the block `clean`.
    [first.strip_suffix(LAST_LINES).unwrap().to_owned()]
        .into_iter()
        .chain(parts.map(|part| part.replace("\n    clean {", "\n    process {")))
        .map(Script::parse)
        .collect()
}

const LAST_LINES: &str =
    "if (-not $script:Azure) { . $PSScriptRoot/Azure.ps1 }\n. $PSScriptRoot/Cmdlets.ps1\n";

#[test]
fn the_kernel_and_the_cmdlets_parse() {
    assert!(module("CustomerKey.psm1").ends_with(LAST_LINES));
    let kernel = kernel();
    assert!(kernel.len() > 5);
    assert_eq!(kernel.iter().flat_map(Script::errors).collect::<Vec<_>>(), Vec::<String>::new());
    for generated in ["Azure.ps1", "Cmdlets.ps1", "Completers.ps1"] {
        assert_eq!(Script::parse(module(generated)).errors(), Vec::<String>::new());
    }
}

#[test]
fn the_cmdlets_call_nothing_but_the_kernel_and_one_another() {
    let script = Script::parse(all_cmdlets() + &module("Completers.ps1"));
    let mut allowed: BTreeSet<String> =
        functions().into_iter().map(|function| function.name).collect();
    allowed.extend(
        [
            "Invoke-CkeyCall",
            "Assert-CkeyInput",
            "Select-CkeyBound",
            "Select-CkeyName",
            "Complete-CkeyName",
        ]
        .map(str::to_owned),
    );
    let foreign: Vec<String> =
        script.commands().into_iter().filter(|command| !allowed.contains(command)).collect();
    assert_eq!(foreign, Vec::<String>::new());
}

/// Whether what is dot-sourced is a part of the module, or what is called a completer.
fn is_own(name: &str) -> bool {
    if ["$source", "$own", "$completer"].contains(&name) || name.starts_with("$script:Completers[")
    {
        return true;
    }
    name.starts_with("\"$script:Root/")
}

#[test]
fn the_kernel_calls_only_cmdlets_named_with_their_module() {
    let kernel = kernel();
    let mut own: BTreeSet<String> = kernel
        .iter()
        .flat_map(Script::functions)
        .map(|function| function.name.trim_start_matches("script:").to_owned())
        .collect();
    // What lies in the folder Rehearsal, which runs beside users' scripts and calls what they call.
    own.extend(
        ["Enable-CkeyCompatibility", "Invoke-CkeyRehearsal", "Join-CkeyRehearsal"]
            .map(str::to_owned),
    );
    own.insert("Set-StrictMode".to_owned()); // At import, before a user's function could stand in for it here.
    let commands = kernel.iter().flat_map(Script::commands);
    let foreign = commands.filter(|name| !own.contains(name));
    let foreign: Vec<String> = foreign
        .filter(|name| !name.starts_with("Microsoft.PowerShell.") && !is_own(name))
        .collect();
    assert_eq!(foreign, Vec::<String>::new());
}

#[test]
fn every_cmdlet_of_the_table_is_a_function_with_help() {
    let functions = functions();
    let names: Vec<&str> = functions.iter().map(|function| function.name.as_str()).collect();
    assert_eq!(names, cmdlets().map(|cmdlet| cmdlet.name).collect::<Vec<_>>());
    for function in &functions {
        let name = &function.name;
        assert_eq!(function.help, "# .EXTERNALHELP CustomerKey-help.xml", "{name}");
    }
    let help = module("en-US/CustomerKey-help.xml");
    xml::check(&help).unwrap();
    let told: Vec<&str> = help.split("<command:command>").skip(1).collect();
    assert_eq!(told.len(), functions.len());
    for (told, cmdlet) in told.iter().zip(cmdlets()) {
        for wanted in [cmdlet.name, "<command:example>", "about_CustomerKey"] {
            assert!(told.contains(wanted), "{}: {wanted}", cmdlet.name);
        }
        for parameter in cmdlet.parameters {
            let name = format!("<maml:name>{}</maml:name>", parameter.name);
            assert!(told.contains(&name), "{} -{}", cmdlet.name, parameter.name);
        }
    }
}

#[test]
fn every_parameter_has_help_and_every_refused_one_a_reason() {
    for cmdlet in cmdlets() {
        for parameter in cmdlet.parameters {
            assert!(
                parameter.help.ends_with(['.', ')']),
                "{} -{}: {}",
                cmdlet.name,
                parameter.name,
                parameter.help
            );
            if parameter.effect == Effect::Refused {
                let reason = parameter.reason;
                assert!(
                    reason.ends_with('.') && reason.len() > 20,
                    "{} -{}: {reason}",
                    cmdlet.name,
                    parameter.name
                );
            }
        }
    }
}

#[test]
fn no_name_of_a_parameter_is_also_another_parameters() {
    let common = [
        "vb", "db", "ea", "wa", "infa", "proga", "ev", "wv", "iv", "ov", "ob", "pv", "wi", "cf",
        "whatif", "confirm", "verbose",
    ];
    for function in functions() {
        let names = function.parameters.iter().flat_map(|parameter| {
            let aliases = parameter.values_of("Alias");
            std::iter::once(parameter.name.clone()).chain(aliases).map(|name| name.to_lowercase())
        });
        let names: Vec<String> = names.chain(common.map(str::to_owned)).collect();
        let distinct: BTreeSet<&String> = names.iter().collect();
        assert_eq!(names.len(), distinct.len(), "{}: {names:?}", function.name);
    }
}

#[test]
fn the_documented_cmdlets_have_the_documented_parameters() {
    let functions = functions();
    for cmdlet in documented() {
        let function =
            functions.iter().find(|function| function.name == cmdlet.name).expect(&cmdlet.name);
        let own = function.parameters.iter().map(|parameter| parameter.name.as_str());
        let is_documented = |name: &str| cmdlet.parameters.iter().any(|own| own.name == name);
        let def = table::find(&cmdlet.name).unwrap();
        let added = |name: &str| {
            !is_documented(name)
                && def.parameter(name).is_some_and(|parameter| !parameter.added.is_empty())
        };
        let own: BTreeSet<&str> = own.filter(|name| !added(name)).collect();
        let wanted = cmdlet.parameters.iter().map(|parameter| parameter.name.as_str());
        let wanted: BTreeSet<&str> =
            wanted.filter(|name| !matches!(*name, "WhatIf" | "Confirm")).collect();
        assert_eq!(own, wanted, "{}", cmdlet.name);
        for parameter in &function.parameters {
            if let Some(documented) =
                cmdlet.parameters.iter().find(|documented| documented.name == parameter.name)
            {
                let what = format!("{} -{}", cmdlet.name, parameter.name);
                let (own, wanted) =
                    (uses(&cmdlet, parameter), documented_uses(&cmdlet, documented));
                let def = def.parameter(&parameter.name).unwrap();
                // A truth value of a file is a text.
                let from_file = def.kind() == Kind::Bool && def.pipeline != Pipeline::No;
                let is_object = !def.value.input.is_empty() && parameter.ty == "[object]";
                // [string] makes an empty text of $null.
                let tells_null = def.kind() == Kind::Text && def.value.nullable;
                // Bytes come as numbers, or as the text in base64 that other hosts show.
                let is_bytes = documented.ty == "Byte[]" && parameter.ty == "[string[]]";
                let any = from_file || tells_null;
                let ty = if any { "[object]" } else { documented.script_type() };
                let may_be_null =
                    def.value.nullable && parameter.ty == ty.replace('[', "[Nullable[") + "]";
                assert!(
                    is_object || is_bytes || may_be_null || parameter.ty == ty,
                    "{what}: {}",
                    parameter.ty
                );
                let other_sets = differences::is_written(&cmdlet.name, "sets");
                let aliases = parameter.values_of("Alias");
                if def.added.is_empty() {
                    assert_eq!(aliases, documented.aliases, "{what}");
                    assert!(other_sets || own == wanted, "{what}: {own:?}, {wanted:?}");
                } else {
                    assert!(documented.aliases.iter().all(|name| aliases.contains(name)), "{what}");
                    let takes_all = other_sets || takes_all_of(&own, &wanted);
                    assert!(takes_all, "{what}: {own:?}, {wanted:?}");
                }
            }
        }
    }
}

/// In which set, mandatory, position, by value, by property name.
type Use = (String, bool, Option<String>, bool, bool);

/// Whether a parameter that takes more than is documented takes what is documented too. It may be in
/// more sets, have a place or none, where the place is another parameter's alone, and need not be given.
fn takes_all_of(own: &BTreeSet<Use>, documented: &BTreeSet<Use>) -> bool {
    documented.iter().all(|documented| {
        own.iter().any(|own| {
            own.0 == documented.0
                && own.1 <= documented.1
                && (own.2.is_none() || documented.2.is_none() || own.2 == documented.2)
                && own.3 >= documented.3
                && own.4 >= documented.4
        })
    })
}

/// How a parameter is written, for every set it is in.
fn uses(cmdlet: &reference::Cmdlet, parameter: &Parameter) -> BTreeSet<Use> {
    let attributes: Vec<&Attribute> =
        parameter.attributes.iter().filter(|attribute| attribute.name == "Parameter").collect();
    let in_set = |set: &str, attribute: Option<&Attribute>| {
        let named = |name: &str| attribute.and_then(|attribute| attribute.named.get(name));
        let yes = |name: &str| named(name).is_some_and(|value| value == "true");
        let position = named("Position").cloned();
        (
            set.to_owned(),
            yes("Mandatory"),
            position,
            yes("ValueFromPipeline"),
            yes("ValueFromPipelineByPropertyName"),
        )
    };
    let set_of = |attribute: &&Attribute| attribute.named.get("ParameterSetName").cloned();
    if attributes.iter().any(|attribute| set_of(attribute).is_some()) {
        return attributes
            .iter()
            .map(|attribute| in_set(&set_of(attribute).unwrap(), Some(attribute)))
            .collect();
    }
    cmdlet.sets().iter().map(|set| in_set(&set.name, attributes.first().copied())).collect()
}

fn documented_uses(cmdlet: &reference::Cmdlet, parameter: &reference::Parameter) -> BTreeSet<Use> {
    let sets = cmdlet.parameter_sets.iter().filter(|set| set.parameters.contains(&parameter.name));
    let (by_value, by_name) = parameter.pipeline();
    sets.map(|set| {
        (
            set.name.clone(),
            parameter.is_mandatory_in(&set.name),
            parameter.position(),
            by_value,
            by_name,
        )
    })
    .collect()
}

#[test]
fn the_documented_cmdlets_have_the_documented_sets_and_names() {
    let functions = functions();
    for cmdlet in documented() {
        let function = functions.iter().find(|function| function.name == cmdlet.name).unwrap();
        let binding = function.attribute("CmdletBinding").unwrap();
        let default = binding.named.get("DefaultParameterSetName").map(String::as_str);
        if !differences::is_written(&cmdlet.name, "sets") {
            assert_eq!(default, cmdlet.default_set(), "{}", cmdlet.name);
        }
        assert_eq!(
            binding.named.contains_key("SupportsShouldProcess"),
            cmdlet.supports_should_process,
            "{}",
            cmdlet.name
        );
        let aliases =
            function.attribute("Alias").map(|alias| alias.values.clone()).unwrap_or_default();
        assert_eq!(aliases, cmdlet.aliases, "{}", cmdlet.name);
    }
}

#[test]
fn the_documented_output_properties_are_there() {
    for documented in
        documented().iter().filter(|documented| !documented.output_properties.is_empty())
    {
        let cmdlet = cmdlets().find(|cmdlet| cmdlet.name == documented.name).unwrap();
        let Some(first) = cmdlet.outputs.first() else { continue };
        let ty = find_type(first).unwrap();
        for property in &documented.output_properties {
            let is_there = ty.property(property).is_some();
            let has_reason = differences::is_written(cmdlet.name, "output");
            assert!(is_there || has_reason, "{}: {property} of {first}", cmdlet.name);
        }
    }
}

#[test]
fn only_documented_places_bind() {
    // Without sets and places PowerShell numbers all parameters by itself.
    for function in functions().iter().filter(|function| !function.parameters.is_empty()) {
        let mut attributes = function.parameters.iter().flat_map(|parameter| &parameter.attributes);
        let has_own = attributes.any(|attribute| {
            attribute.named.contains_key("Position")
                || attribute.named.contains_key("ParameterSetName")
        });
        let binding = function.attribute("CmdletBinding").unwrap();
        let is_off = binding.named.get("PositionalBinding").is_some_and(|value| value == "$false");
        assert!(has_own != is_off, "{}", function.name);
    }
}

#[test]
fn what_asks_for_force_does_not_ask_twice() {
    for function in functions() {
        let high = function
            .attribute("CmdletBinding")
            .unwrap()
            .named
            .get("ConfirmImpact")
            .is_some_and(|impact| impact == "High");
        let force = function.parameters.iter().any(|parameter| parameter.name == "Force");
        assert!(!(high && force), "{}", function.name);
    }
}

#[test]
fn what_changes_something_hands_its_target_to_the_kernel() {
    for (function, cmdlet) in functions().iter().zip(cmdlets()) {
        let changes = cmdlet.should_process == ShouldProcess::Changes;
        assert_eq!(function.body.contains(" -ShouldProcess "), changes, "{}", cmdlet.name);
        for parameter in
            cmdlet.parameters.iter().filter(|parameter| parameter.pipeline != Pipeline::No)
        {
            assert!(
                function.body.contains(&format!("{0} = ${0}", parameter.name)),
                "{} -{}",
                cmdlet.name,
                parameter.name
            );
        }
    }
}

#[test]
fn the_manifest_exports_the_functions_and_their_other_names() {
    let manifest = module("CustomerKey.psd1");
    let list = |key: &str| -> Vec<String> {
        let start = manifest.find(key).unwrap();
        let list = manifest[start..].split_once("@(").unwrap().1.split_once(')').unwrap().0;
        list.split(',').map(|name| name.trim().trim_matches('\'').to_owned()).collect()
    };
    let functions = functions();
    let own = Script::parse(module("CustomerKey.psm1").replace(LAST_LINES, "")).functions();
    let own = own.into_iter().filter(|function| !function.parameters_are_private());
    let exported = functions.iter().map(|function| function.name.clone());
    assert_eq!(
        list("FunctionsToExport"),
        exported.chain(own.map(|function| function.name)).collect::<Vec<_>>()
    );
    let aliases = functions
        .iter()
        .filter_map(|function| function.attribute("Alias"))
        .flat_map(|alias| alias.values.clone());
    assert_eq!(list("AliasesToExport"), aliases.collect::<Vec<_>>());
    assert!(Script::parse(manifest.clone()).errors().is_empty());
}

#[test]
fn every_output_type_has_a_view_of_real_columns() {
    let format = module("CustomerKey.Format.ps1xml");
    xml::check(&format).unwrap();
    let outputs: Vec<&str> = cmdlets().flat_map(|cmdlet| cmdlet.outputs).copied().collect();
    for ty in table::types() {
        let name = format!("CustomerKey.{}", ty.name);
        assert!(!outputs.contains(&ty.name) || !ty.table.is_empty(), "{name}");
        assert_eq!(format.contains(&format!("<Name>{name}</Name>")), !ty.table.is_empty());
        let columns = ty.table.iter().map(|column| column.name);
        for column in columns.chain(ty.list.iter().copied()).chain([ty.identity]) {
            assert!(ty.property(column).is_some(), "{name}: {column}");
        }
    }
}

#[test]
fn the_shims_parse_and_carry_their_cmdlets() {
    let folder = root().join("powershell-module/CustomerKey/compat");
    let mut shims = 0;
    for shim in std::fs::read_dir(&folder).unwrap() {
        let shim = shim.unwrap();
        for extension in ["psd1", "psm1"] {
            let name = shim.file_name().into_string().unwrap();
            let code =
                std::fs::read_to_string(shim.path().join(format!("{name}.{extension}"))).unwrap();
            assert!(code.contains("'"), "{name}");
            assert_eq!(Script::parse(code).errors(), Vec::<String>::new(), "{name}");
        }
        shims += 1;
    }
    assert_eq!(shims, 11);
}
