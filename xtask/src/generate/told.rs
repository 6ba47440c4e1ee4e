//! What help tells of a cmdlet beside its parameters, whatever form the help has.

use ckey_table::{CmdletDef, Effect, ParameterDef, Pipeline, Shim, ShouldProcess};

/// What it does, in paragraphs.
pub(super) fn description(cmdlet: &CmdletDef, shim: Option<&Shim>) -> Vec<String> {
    let mut told = vec![cmdlet.synopsis.to_owned()];
    if let Some(shim) = shim.filter(|_| !cmdlet.link.is_empty()) {
        told.push(format!(
            "It has the name and the parameters of the cmdlet of {}, and works on the local \
             tenant: nothing reaches the service.",
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
            "It has no -WhatIf; where $WhatIfPreference is set, it says what would change and \
             changes nothing."
                .to_owned(),
        ),
        ShouldProcess::Absent => {}
    }
    told
}

/// What is different from the service: parameters that do less here.
pub(super) fn notes(cmdlet: &CmdletDef) -> Vec<String> {
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
        let what = "The service's settings that have nothing to do with encryption are taken and \
                    ignored; one warning names those that were given.";
        told.push(what.to_owned());
    }
    told.push(
        "Which tenant it works on, and what differs from the service: Get-Help about_CustomerKey."
            .to_owned(),
    );
    told
}

/// The page about everything that the module's cmdlets have in common.
pub(super) const ABOUT: &str = "about_CustomerKey";

/// Where to read on: a text, and an address where there is one.
pub(super) fn links(cmdlet: &CmdletDef) -> Vec<(&'static str, &'static str)> {
    let own = ("The service's own:", cmdlet.link);
    let own = (!cmdlet.link.is_empty()).then_some(own);
    own.into_iter().chain([(ABOUT, "")]).collect()
}

/// The types that it takes from the pipeline.
pub(super) fn inputs(cmdlet: &CmdletDef) -> Vec<String> {
    let mut inputs: Vec<String> = Vec::new();
    for parameter in cmdlet.parameters.iter().filter(|own| own.pipeline != Pipeline::No) {
        let objects = parameter.value.input.iter().map(|name| of_module(name));
        let plain = parameter.value.input.is_empty().then(|| parameter.type_name().to_owned());
        for name in objects.chain(plain) {
            if !inputs.contains(&name) {
                inputs.push(name);
            }
        }
    }
    inputs
}

/// The types of its outputs.
pub(super) fn outputs(cmdlet: &CmdletDef) -> Vec<String> {
    cmdlet.outputs.iter().map(|name| of_module(name)).collect()
}

fn of_module(name: &str) -> String {
    format!("CustomerKey.{name}")
}

/// The title of an example, by its place.
pub(super) fn example(at: usize) -> String {
    format!("Example {}", at.saturating_add(1))
}
