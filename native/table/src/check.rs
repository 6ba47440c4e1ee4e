//! What a sound table is.

use std::collections::BTreeSet;

use crate::cmdlet::{CmdletDef, ShouldProcess};
use crate::parameter::{Effect, Mandatory, ParameterDef};
use crate::services::{Table, TableError};

/// Looks for what the schema cannot say.
pub(crate) fn check(table: &Table) -> Result<(), TableError> {
    for service in table.services {
        let unsound =
            |problem: String| TableError { file: format!("{}.json", service.service), problem };
        service
            .cmdlets
            .iter()
            .try_for_each(|cmdlet| check_cmdlet(table, cmdlet))
            .map_err(unsound)?;
    }
    Ok(())
}

fn check_cmdlet(table: &Table, cmdlet: &CmdletDef) -> Result<(), String> {
    let fail = |what: &str| Err(format!("{}: {what}", cmdlet.name));
    if let Some(output) =
        cmdlet.outputs.iter().find(|output| table.types().all(|ty| ty.name != **output))
    {
        return fail(&format!("there is no type {output}"));
    }
    let unknown = |name: &str| !name.is_empty() && table.cmdlets().all(|other| other.name != name);
    if cmdlet.parameters.iter().any(|parameter| unknown(parameter.complete)) {
        return fail("a completer asks a cmdlet that does not exist");
    }
    if cmdlet.examples.is_empty() {
        return fail("an example is missing");
    }
    if (cmdlet.should_process == ShouldProcess::Changes)
        == (cmdlet.target.is_empty() && cmdlet.target_text.is_empty())
    {
        return fail("what it changes is not said, or said of a cmdlet that changes nothing");
    }
    if let Some(name) =
        cmdlet.target.iter().find(|name| cmdlet.parameters.iter().all(|own| own.name != **name))
    {
        return fail(&format!("there is no parameter {name}"));
    }
    if cmdlet.default_set.is_some_and(|set| !cmdlet.sets.contains(&set)) {
        return fail("the default set is none of its sets");
    }
    cmdlet.parameters.iter().try_for_each(|parameter| check_parameter(cmdlet, parameter))?;
    match cmdlet.all_sets().iter().find(|set| has_a_place_twice(cmdlet, set)) {
        Some(set) => fail(&format!("two parameters have the same place in the set '{set}'")),
        None => Ok(()),
    }
}

fn has_a_place_twice(cmdlet: &CmdletDef, set: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut places = cmdlet
        .parameters
        .iter()
        .filter(|parameter| parameter.is_in(set))
        .filter_map(|parameter| parameter.position);
    places.any(|place| !seen.insert(place))
}

fn check_parameter(cmdlet: &CmdletDef, parameter: &ParameterDef) -> Result<(), String> {
    let fail = |what: &str| Err(format!("{} -{}: {what}", cmdlet.name, parameter.name));
    if parameter.help.is_empty() {
        return fail("help is missing");
    }
    if (parameter.effect == Effect::Refused) == parameter.reason.is_empty() {
        return fail("a refused parameter has a reason, and no other has");
    }
    if !parameter.elsewhere.is_empty() && parameter.effect != Effect::Acts {
        return fail("only what acts is done elsewhere");
    }
    if parameter.sets.iter().any(|set| !cmdlet.sets.contains(set)) {
        return fail("it is in a set that the cmdlet does not have");
    }
    let mine = |set: &&str| {
        if parameter.sets.is_empty() {
            cmdlet.sets.contains(set)
        } else {
            parameter.sets.contains(set)
        }
    };
    if matches!(parameter.mandatory, Mandatory::In(sets) if !sets.iter().all(mine)) {
        return fail("it is mandatory in a set that it is not in");
    }
    if parameter.closed && parameter.values.is_empty() {
        return fail("a closed parameter names its values");
    }
    if cmdlet
        .parameters
        .iter()
        .any(|other| other.name != parameter.name && parameter.aliases.contains(&other.name))
    {
        return fail("an alias is the name of another parameter");
    }
    Ok(())
}
