//! The whole table against the documented surface: what differs is printed, and has its reason in
//! the table or, where no parameter can hold it, in `tests/reference/differences.json`.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use ckey_cmdlets::table::{self, CmdletDef, Mandatory, ParameterDef, Pipeline, find_type};
use serde::Deserialize;
use serde_json::Value;

use crate::reference::{Cmdlet, Parameter};
use crate::scripts::scenario_steps;
use crate::{documented, root};

#[derive(Deserialize)]
struct Written {
    cmdlet: String,
    what: String,
    why: String,
}

fn written() -> Vec<Written> {
    let file = root().join("tests/reference/differences.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Whether a difference of a whole cmdlet has its reason.
pub(crate) fn is_written(cmdlet: &str, what: &str) -> bool {
    written().iter().any(|known| known.cmdlet == cmdlet && known.what == what)
}

/// The cmdlets that a scenario shows asking though nobody said that they should.
fn asking() -> &'static BTreeSet<String> {
    static ASKING: OnceLock<BTreeSet<String>> = OnceLock::new();
    ASKING.get_or_init(|| {
        let asks = |step: &Value| step["asks"].as_array().is_some_and(|asked| !asked.is_empty());
        let mut found = BTreeSet::new();
        for (_, step) in scenario_steps() {
            if asks(&step) && step["parameters"].get("Confirm").is_none() {
                found.extend(step["cmdlet"].as_str().map(str::to_owned));
            }
        }
        found
    })
}

/// What differs, of which cmdlet, and why.
struct Difference {
    cmdlet: String,
    what: String,
    why: String,
}

/// In which set, whether it must be given there.
fn mandatory_sets(def: &CmdletDef, parameter: &ParameterDef) -> BTreeSet<(String, bool)> {
    let all: &[&str] = if def.sets.is_empty() { &["__AllParameterSets"] } else { def.sets };
    let sets = if parameter.sets.is_empty() { all } else { parameter.sets };
    let must = |set: &str| match parameter.mandatory {
        Mandatory::No => false,
        Mandatory::Yes => true,
        Mandatory::In(sets) => sets.contains(&set),
    };
    sets.iter().map(|set| ((*set).to_owned(), must(set))).collect()
}

fn documented_sets(cmdlet: &Cmdlet, parameter: &Parameter) -> BTreeSet<(String, bool)> {
    let sets = cmdlet.sets().into_iter().filter(|set| set.parameters.contains(&parameter.name));
    sets.map(|set| (set.name.clone(), parameter.is_mandatory_in(&set.name))).collect()
}

/// What differs of a parameter, as `what: documented, here`.
fn of_parameter(
    cmdlet: &Cmdlet,
    def: &CmdletDef,
    theirs: &Parameter,
    ours: &ParameterDef,
) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, documented: String, here: String| {
        if documented != here {
            found.push(format!("{what}: documented {documented}, here {here}"));
        }
    };
    let sorted = |names: &[&str]| format!("{:?}", names.iter().collect::<BTreeSet<_>>());
    let aliases: Vec<&str> = theirs.aliases.iter().map(String::as_str).collect();
    compare("aliases", sorted(&aliases), sorted(ours.aliases));
    let position = ours.position.map(|position| position.to_string());
    compare("position", format!("{:?}", theirs.position()), format!("{position:?}"));
    let pipeline = match ours.pipeline {
        Pipeline::No => (false, false),
        Pipeline::Value => (true, false),
        Pipeline::Name => (false, true),
        Pipeline::Both => (true, true),
    };
    compare("pipeline", format!("{:?}", theirs.pipeline()), format!("{pipeline:?}"));
    if !is_written(def.name, "sets") {
        let (documented, here) = (documented_sets(cmdlet, theirs), mandatory_sets(def, ours));
        compare("sets", format!("{documented:?}"), format!("{here:?}"));
    }
    let nullable = theirs.ty.strip_prefix("System.Nullable`1[");
    let short = match nullable.and_then(|name| name.strip_suffix(']')) {
        Some(name) => format!("{}?", name.rsplit('.').next().unwrap_or_default()),
        None => theirs.short_type().to_owned(),
    };
    let here = ours.type_name();
    let generic = theirs.ty.contains('`') && theirs.ty.contains(here);
    if short != here && format!("{short}?") != here && !generic {
        compare("type", short, here.to_owned());
    }
    let is_here = |value: &&String| ours.values.iter().any(|own| own.eq_ignore_ascii_case(value));
    let missing: Vec<_> = theirs.valid_values.iter().filter(|value| !is_here(value)).collect();
    if !missing.is_empty() {
        found.push(format!("values: {missing:?} are documented and not here"));
    }
    found
}

fn of_cmdlet(cmdlet: &Cmdlet) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut tell = |what: String, why: &str| {
        found.push(Difference { cmdlet: cmdlet.name.clone(), what, why: why.to_owned() });
    };
    let Some(def) = table::find(&cmdlet.name).filter(|def| def.name == cmdlet.name) else {
        tell("is not there".to_owned(), "");
        return found;
    };
    let whole = |what: &str| {
        let known =
            written().into_iter().find(|known| known.cmdlet == def.name && known.what == what);
        known.map(|known| known.why).unwrap_or_default()
    };
    if def.aliases != cmdlet.aliases {
        tell(
            format!("aliases: documented {:?}, here {:?}", cmdlet.aliases, def.aliases),
            &whole("aliases"),
        );
    }
    let asks = asking().contains(def.name);
    if let Some(documented) = cmdlet.prompts_by_default.filter(|documented| *documented != asks) {
        tell(format!("prompts: documented {documented}, here {asks}"), &whole("prompts"));
    }
    let sets: Vec<&str> = cmdlet.sets().into_iter().map(|set| set.name.as_str()).collect();
    let one = sets.len() == 1 && def.sets.is_empty();
    if !one && def.sets != sets {
        tell(format!("sets: documented {sets:?}, here {:?}", def.sets), &whole("sets"));
    }
    for theirs in
        cmdlet.parameters.iter().filter(|own| !matches!(own.name.as_str(), "WhatIf" | "Confirm"))
    {
        match def.parameter(&theirs.name).filter(|ours| ours.name == theirs.name) {
            None => tell(format!("-{} is not there", theirs.name), ""),
            Some(ours) => {
                for what in of_parameter(cmdlet, def, theirs, ours) {
                    tell(format!("-{} {what}", theirs.name), ours.added);
                }
            }
        }
    }
    let is_documented =
        |ours: &&ParameterDef| cmdlet.parameters.iter().any(|own| own.name == ours.name);
    for ours in def.parameters.iter().filter(|ours| !is_documented(ours) && !ours.is_unrelated()) {
        tell(format!("-{} is more than is documented", ours.name), ours.added);
    }
    let ours: Vec<&str> =
        def.outputs.iter().filter_map(|ty| find_type(ty)).map(|ty| ty.documented).collect();
    for ty in cmdlet.outputs.iter().filter(|ty| !ours.contains(&ty.as_str())) {
        tell(format!("returns no {ty}"), &whole("output types"));
    }
    let shown = def.outputs.first().and_then(|first| find_type(first));
    for property in &cmdlet.output_properties {
        if shown.is_none_or(|shown| shown.property(property).is_none()) {
            tell(format!("its output has no {property}"), &whole("output"));
        }
    }
    found
}

/// `cargo test -p ckey-cmdlets --test surface_module -- --nocapture the_whole_table` prints them.
#[test]
#[allow(clippy::print_stdout, reason = "what differs is for people")]
fn the_whole_table_is_the_documented_one_but_for_what_has_its_reason() {
    let all: Vec<Difference> = documented().iter().flat_map(of_cmdlet).collect();
    let mut without = Vec::new();
    for Difference { cmdlet, what, why } in &all {
        println!("{cmdlet} {what}\n    because {why}");
        if why.is_empty() {
            without.push(format!("{cmdlet} {what}"));
        }
    }
    assert!(without.is_empty(), "these differ without a reason: {without:#?}");
    for known in written() {
        let used = |found: &Difference| found.cmdlet == known.cmdlet && found.why == known.why;
        assert!(all.iter().any(used), "{} {} does not differ any more", known.cmdlet, known.what);
    }
}
