//! What a sound table is.

use std::collections::BTreeSet;

use crate::cmdlet::{CmdletDef, ShouldProcess};
use crate::completion::{Handed, NameSource};
use crate::output::TypeDef;
use crate::parameter::{Effect, Kind, Mandatory, ParameterDef};
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
        service.types.iter().try_for_each(|ty| check_type(table, ty)).map_err(unsound)?;
        service.types.iter().try_for_each(check_view).map_err(unsound)?;
    }
    Ok(())
}

fn check_view(ty: &TypeDef) -> Result<(), String> {
    let fail = |what: &str| Err(format!("{}: {what}", ty.name));
    let shown = ty.table.iter().map(|column| column.name).chain(ty.list.iter().copied());
    let group = (!ty.group.is_empty()).then_some(ty.group);
    if let Some(name) = shown.chain(group).find(|name| ty.property(name).is_none()) {
        return fail(&format!("a view shows {name}, which is no property"));
    }
    let before = ty.table.split_last().map_or(ty.table, |(_, before)| before);
    // A table without widths is shown when the line ends: after a question, or not at all after an
    // `exit`.
    if before.iter().any(|column| column.width.is_none()) {
        return fail("all columns but the last have a width");
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
    let mut sources = cmdlet.parameters.iter().flat_map(ParameterDef::name_sources);
    sources.try_for_each(|source| check_source(table, cmdlet, &source))?;
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

fn check_type(table: &Table, ty: &TypeDef) -> Result<(), String> {
    let fail = |what: &str| Err(format!("{}: {what}", ty.name));
    let mut open = vec![ty.name];
    let mut next = 0;
    while let Some(name) = open.get(next).copied() {
        next = next.saturating_add(1);
        let Some(known) = table.types().find(|known| known.name == name) else {
            return fail(&format!("there is no type {name}"));
        };
        if known.needs().any(|needed| needed == ty.name) {
            return fail("it is part of itself");
        }
        open.extend(known.needs().filter(|needed| !open.contains(needed)).collect::<Vec<_>>());
    }
    // A class has what its base has, so a derived type adds to it and changes nothing.
    for base in table.types().filter(|base| ty.bases.contains(&base.name)) {
        let begins = base.properties.iter().zip(ty.properties);
        if base.properties.len() > ty.properties.len()
            || begins.clone().any(|(base, own)| (base.name, base.kind) != (own.name, own.kind))
        {
            return fail(&format!("it does not begin with the properties of {}", base.name));
        }
    }
    let named = [ty.identity].into_iter().chain((!ty.ordered.is_empty()).then_some(ty.ordered));
    match named.chain(ty.list.iter().copied()).find(|name| ty.property(name).is_none()) {
        Some(name) => fail(&format!("there is no property {name}")),
        None => Ok(()),
    }
}

/// A completer asks cmdlets that exist, hands over what both have, and takes what they return.
fn check_source(table: &Table, cmdlet: &CmdletDef, source: &NameSource) -> Result<(), String> {
    let fail = |what: String| Err(format!("{}: {what}", cmdlet.name));
    let mut last = None;
    for stage in &source.stages {
        let Some(lists) = table.cmdlets().find(|other| other.name == stage.cmdlet) else {
            return fail(format!("a completer asks {}, which does not exist", stage.cmdlet));
        };
        let has = |handed: &&Handed| {
            lists.parameter(handed.to).is_some() && cmdlet.parameter(handed.from).is_some()
        };
        if let Some(handed) = stage.bound.iter().chain(&stage.if_bound).find(|it| !has(it)) {
            let (from, to) = (handed.from, handed.to);
            return fail(format!(
                "a completer hands -{from} to {} -{to}: not both are there",
                stage.cmdlet
            ));
        }
        last = Some(lists);
    }
    let Some(last) = last else { return fail("a completer asks nothing".to_owned()) };
    let lacks = |output: &&&str| {
        let ty = table.types().find(|ty| ty.name == **output);
        !source.property.is_empty() && ty.is_none_or(|ty| ty.property(source.property).is_none())
    };
    match last.outputs.iter().find(lacks) {
        Some(output) => fail(format!("a completer wants {} of a {output}", source.property)),
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

/// Whether it is a name that may be left out, and cannot tell an empty one from none. Who signs in
/// by an empty name is refused in the sign-in.
fn may_be_taken_for_none(parameter: &ParameterDef) -> bool {
    let signs_in = ["UserPrincipalName", "AccountId"].contains(&parameter.name);
    parameter.kind() == Kind::Text
        && parameter.effect == Effect::Acts
        && parameter.mandatory == Mandatory::No
        && !parameter.name_sources().is_empty()
        && !parameter.value.nullable
        && !signs_in
}

fn check_parameter(cmdlet: &CmdletDef, parameter: &ParameterDef) -> Result<(), String> {
    let fail = |what: &str| Err(format!("{} -{}: {what}", cmdlet.name, parameter.name));
    if parameter.help.is_empty() {
        return fail("help is missing");
    }
    if (parameter.effect == Effect::Refused) == parameter.reason.is_empty() {
        return fail("a refused parameter has a reason, and no other has");
    }
    if parameter.effect == Effect::Refused && parameter.refusal().1.is_empty() {
        return fail("its reason does not say what to do instead");
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
    if parameter.unassigns && !(parameter.value.nullable && parameter.kind() == Kind::Text) {
        return fail("only a nullable text takes away by $null");
    }
    if may_be_taken_for_none(parameter) {
        return fail("an empty text, such as a variable that is not set, counts for none given");
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
