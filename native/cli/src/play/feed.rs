//! What an object of the pipeline gives to the next cmdlet, by PowerShell's order: itself where an
//! object is wanted, then its properties by name, then its identity where a text is wanted.

use ckey_cmdlets::table::{self, CmdletDef, Effect, Kind, ParameterDef, Pipeline};
use serde_json::{Map, Value as Json};

use super::stage::Cmdlet;
use crate::output::Item;
use crate::problem::Problem;

/// The parameters of a call for one object.
///
/// # Errors
/// `InputObjectNotBound` when no parameter takes anything of it.
pub(crate) fn bind(cmdlet: &Cmdlet, item: Item) -> Result<Map<String, Json>, Problem> {
    let mut binding = Binding::new(cmdlet);
    let properties = item.value.as_object();
    for parameter in binding.free(|p| takes_value(p) && p.kind() == Kind::Object && fits(p, &item))
    {
        binding.put(parameter, item.value.clone());
    }
    for parameter in binding.free(takes_name) {
        if let Some(value) = properties.and_then(|all| property(all, parameter)) {
            binding.put(parameter, value.clone());
        }
    }
    for parameter in binding.free(|p| takes_value(p) && p.kind() != Kind::Object) {
        if binding.bound == 0 {
            binding.put(parameter, item.value.clone());
        }
    }
    if binding.bound > 0 {
        return Ok(binding.parameters);
    }
    let name = cmdlet.def.name;
    Err(Problem::new(
        "InputObjectNotBound",
        format!("Nothing of an object of type {} is taken from the pipeline.", item.kind),
        format!("See customer-key help {name}."),
    ))
}

struct Binding {
    def: &'static CmdletDef,
    parameters: Map<String, Json>,
    /// The sets that what is bound so far leaves.
    sets: Vec<&'static str>,
    taken: Vec<&'static str>,
    bound: usize,
}

impl Binding {
    fn new(cmdlet: &Cmdlet) -> Binding {
        let def = cmdlet.def;
        let mut taken: Vec<&'static str> = Vec::new();
        let given = def.parameters.iter().filter(|p| cmdlet.bound.parameters.contains_key(p.name));
        taken.extend(given.map(|p| p.name));
        let mut places: Vec<u8> = def
            .parameters
            .iter()
            .filter(|p| !taken.contains(&p.name))
            .filter_map(|p| p.position)
            .collect();
        places.sort_unstable();
        places.dedup();
        places.truncate(cmdlet.bound.positional.len());
        taken.extend(
            def.parameters
                .iter()
                .filter(|p| p.position.is_some_and(|place| places.contains(&place)))
                .map(|p| p.name),
        );
        let sets = if def.sets.is_empty() { vec![""] } else { def.sets.to_vec() };
        let mut binding =
            Binding { def, parameters: cmdlet.bound.parameters.clone(), sets, taken, bound: 0 };
        for parameter in
            def.parameters.iter().filter(|p| cmdlet.bound.parameters.contains_key(p.name))
        {
            binding.narrow(parameter);
        }
        binding
    }

    /// The parameters that are not given yet, do something, and pass `test`.
    fn free(&self, test: impl Fn(&ParameterDef) -> bool) -> Vec<&'static ParameterDef> {
        let acts = |p: &ParameterDef| matches!(p.effect, Effect::Acts | Effect::Stored);
        self.def
            .parameters
            .iter()
            .filter(|p| acts(p) && test(p) && !self.taken.contains(&p.name))
            .collect()
    }

    /// Binds, if the parameter belongs to a set that is still possible.
    fn put(&mut self, parameter: &'static ParameterDef, value: Json) {
        if self.sets.iter().any(|set| parameter.is_in(set)) {
            self.narrow(parameter);
            self.parameters.insert(parameter.name.to_owned(), value);
            self.taken.push(parameter.name);
            self.bound = self.bound.saturating_add(1);
        }
    }

    fn narrow(&mut self, parameter: &ParameterDef) {
        let left: Vec<&'static str> =
            self.sets.iter().copied().filter(|set| parameter.is_in(set)).collect();
        if !left.is_empty() {
            self.sets = left;
        }
    }
}

/// Whether an object is of a type that the parameter takes; what is no longer of a type is judged by
/// what it names.
fn fits(parameter: &ParameterDef, item: &Item) -> bool {
    let kind = item.kind.strip_prefix("CustomerKey.").unwrap_or(&item.kind);
    let is_one = |wanted: &&str| {
        kind == *wanted || table::find_type(kind).is_some_and(|ty| ty.bases.contains(wanted))
    };
    kind.is_empty() || parameter.value.input.iter().any(is_one)
}

fn takes_value(parameter: &ParameterDef) -> bool {
    matches!(parameter.pipeline, Pipeline::Value | Pipeline::Both)
}

fn takes_name(parameter: &ParameterDef) -> bool {
    matches!(parameter.pipeline, Pipeline::Name | Pipeline::Both)
}

/// The property of the parameter's name or alias; one that is unset or empty gives nothing.
fn property<'a>(properties: &'a Map<String, Json>, parameter: &ParameterDef) -> Option<&'a Json> {
    let named = |name: &'static str| {
        properties
            .iter()
            .find(move |(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    };
    let is_set = |value: &&Json| !value.is_null() && value.as_str() != Some("");
    // A property that holds an object is no text: the key in a key is not the name of one.
    let may_be = |value: &&Json| parameter.kind() != Kind::Text || !value.is_object();
    parameter.names().find_map(named).filter(|value| is_set(value) && may_be(value))
}
