//! The names that the tenant knows, asked for by the cmdlets that the table says.

use ckey_cmdlets::table::{CmdletDef, NameSource, ParameterDef, Stage};

use crate::bind;
use crate::line::{Command, Pipeline};
use crate::options::Options;
use crate::output::{cell, property};
use crate::script;
use crate::surface::type_def;

/// More names than anybody looks through.
const MOST: usize = 1000;

/// The names that a parameter may have. A tenant is read as it is; where there is none, or it cannot
/// be read, there are no names, and nothing is said.
pub(super) fn of(
    def: &CmdletDef,
    parameter: &ParameterDef,
    given: &[(&ParameterDef, String)],
    options: &Options,
) -> Vec<String> {
    let sources = parameter.name_sources();
    let lines: Vec<_> = sources
        .iter()
        .filter_map(|source| Some((line(def, source, given)?, source.property)))
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let Ok(mut player) = script::asking(options) else { return Vec::new() };
    let mut names = Vec::new();
    for (line, wanted) in lines {
        for item in player.gather(&line) {
            let identity = type_def(&item.kind).map_or("", |def| def.identity);
            let wanted = if wanted.is_empty() { identity } else { wanted };
            let name = property(&item.value, wanted).map(cell).unwrap_or_default();
            // As -AzureKeyIDs is documented.
            let name = match name.split_once(":443/") {
                Some((host, rest)) if name.starts_with("https://") => format!("{host}/{rest}"),
                _ => name,
            };
            if !name.is_empty() && names.len() < MOST {
                names.push(name);
            }
        }
    }
    names
}

/// The pipeline that gives the names, as far as the line says what it needs. A cmdlet for which it
/// says everything needs none before it; one for which it does not needs one, or there is nothing to
/// ask.
fn line(
    def: &CmdletDef,
    source: &NameSource,
    given: &[(&ParameterDef, String)],
) -> Option<Pipeline> {
    let value = |name: &str| {
        let meant = def.parameter(name)?;
        given.iter().find(|(known, _)| known.name == meant.name).map(|(_, value)| value.clone())
    };
    let mut commands: Vec<Command> = Vec::new();
    for stage in &source.stages {
        let bound: Option<Vec<_>> =
            stage.bound.iter().map(|handed| Some((handed.to, value(handed.from)?))).collect();
        let bound = bound.filter(|_| !stage.bound.is_empty());
        if bound.is_some() {
            commands.clear();
        } else if !stage.bound.is_empty() && commands.is_empty() {
            return None;
        }
        let if_bound = stage.if_bound.iter();
        let if_bound = if_bound.filter_map(|handed| Some((handed.to, value(handed.from)?)));
        commands.push(command(stage, bound.into_iter().flatten().chain(if_bound)));
    }
    Some(Pipeline::of(commands))
}

fn command<'a>(stage: &Stage, values: impl Iterator<Item = (&'a str, String)>) -> Command {
    let mut words: Vec<String> = stage.always.iter().map(|word| (*word).to_owned()).collect();
    words.extend(values.flat_map(|(name, value)| [format!("-{name}"), value]));
    bind::words(stage.cmdlet, &words)
}
